"""What readers must get: the rules of a wire story's life once more, by lists and `max`, without `stet.story`."""

from collections.abc import Iterable, Sequence
from itertools import takewhile

from road.learned import FOREVER, Came, Did

TWO_DAYS = 48 * 3600


def threads(came: Sequence[Came]) -> list[tuple[str, ...]]:
    """The items of each page in the order in which they follow one another; the first gives the page its name."""
    before: dict[str, set[str]] = {name: set() for m in came for name in (m.item, *m.after)}
    for m in came:
        before[m.item] |= set(m.after)

    def place(item: str) -> tuple[int, float, str]:
        began = min((m.created for m in came if m.item == item), default=-FOREVER)
        return max((place(one)[0] + 1 for one in before[item]), default=0), began, item

    groups: list[set[str]] = []
    for item, those in before.items():
        met = [group for group in groups if group & {item, *those}]
        groups = [group for group in groups if group not in met] + [{item, *those}.union(*met)]
    return [tuple(sorted(group, key=place)) for group in groups]


class Page:
    """One page, as readers must find it at an instant; `hold` where a person releases each."""

    def __init__(self, items: tuple[str, ...], came: Sequence[Came], did: Sequence[Did], now: float, hold: bool):
        self.items, self.came, self.did, self.now, self.hold = items, came, did, now, hold
        self.known = [m for m in came if m.at <= now]
        self.acts = [a for a in did if a.item in items and a.at <= now]
        names = {name for m in came if m.item in items for name in m.names} | set(items)
        self.stops = [m for m in self.known if m.status != "usable" and m.item in names]
        own = [m for m in self.known if m.status == "usable" and m.item in items]
        self.usable = sorted(own, key=lambda m: (*self.level(m), m.created, -m.at))
        self.standing = list(takewhile(lambda m: not self.is_stopped(m), reversed(self.usable)))
        self.withdrawn = not self.standing and bool(self.stops or self.of("kill"))
        self.live = bool(self.standing) and not (self.is_shut() or self.is_held() or self.is_a_twin())

    def level(self, m: Came) -> tuple[int, int]:
        return (self.items.index(m.item) if m.item in self.items else -1, m.number)

    def of(self, kind: str) -> list[Did]:
        return [act for act in self.acts if act.kind == kind]

    def is_stopped(self, m: Came) -> bool:  # within an item numbers decide, across items place and the agency's time
        here = [o for k in self.of("kill") for o in self.came if o.at <= k.at and o.item in self.items]
        return any(self.level(m) <= self.level(o) for o in here) or any(
            m.number <= s.number if s.item == m.item else self.level(m)[0] < self.level(s)[0] or m.created <= s.created
            for s in self.stops
        )  # fmt: skip

    def is_agreed(self, since: float, versions: Iterable[Came]) -> bool:  # let go with one of these or a later one seen
        seen = [(r.at, self.level(r.saw)) for r in self.of("release") if r.at > since and r.saw]
        return any(m.at <= at and self.level(m) <= level for at, level in seen for m in versions)

    def is_shut(self) -> bool:  # the latest embargo seen stays until its end, or a person lifts what was left out later
        last = max(((*self.level(m), m.created) for m in self.usable if m.until is not None), default=(FOREVER,))
        those = [m for m in self.usable if (*self.level(m), m.created) == last and m.until is not None]
        newer = [m for m in self.usable if (*self.level(m), m.created) > last]
        return any(m.until > self.now for m in those) and not self.is_agreed(max(m.at for m in those), newer)

    def is_held(self) -> bool:  # by a person, by the house, or because nobody confirmed what is usable after a kill
        ends = [s.at for s in self.stops if s.status == "canceled"] + [k.at for k in self.of("kill")]
        held, let_go = ([act.at for act in self.of(kind)] for kind in ("hold", "release"))
        waits = max(held) >= max(let_go, default=-1) if held else self.hold and not let_go
        return waits or bool(ends and not self.is_agreed(max(ends), self.standing))

    def is_a_twin(self) -> bool:  # the same words came first under another id, and no person said otherwise
        first = {m.text: min(o.at for o in self.usable if o.text == m.text) for m in self.usable}
        twins = [(o.at, o.item, o.text) for o in self.known if o.text in first and o.item not in self.items]
        twins = [t for t in twins if t[:2] < (first[t[2]], self.items[0]) and first[t[2]] - t[0] <= TWO_DAYS]
        at, item, text = min(twins, default=(0, "", ""))
        stopped = any(m.item == item and m.status != "usable" for m in self.known)
        stopped = stopped or any(act.item == item and act.kind == "kill" for act in self.did)
        is_same = text == self.standing[0].text and not stopped
        return bool(item) and (is_same or not self.is_agreed(max(at, self.standing[0].at) - 1e-9, self.standing))

    @property
    def headline(self) -> str:  # the house's, unless what it was made for was stopped; else the agency's
        made = [a for a in self.of("headline") if not any(k.at >= a.at for k in self.of("kill"))]
        kept = [a for a in sorted(made, key=lambda a: a.at) if a.saw and not self.is_stopped(a.saw)]
        return (kept and not self.is_corrected(kept[-1].saw) and kept[-1].words) or self.standing[0].headline

    def is_corrected(self, saw: Came) -> bool:  # here all words share a number: that of their lane
        later = [
            m for m in self.standing if m.correction and (*self.level(m), m.created) > (*self.level(saw), saw.created)
        ]
        return any((m.text, m.headline) != (saw.text, saw.headline) for m in later)

    def was_live(self) -> bool:
        instants = {one.at for one in (*self.came, *self.did)} | {m.until for m in self.came if m.until}
        return any(Page(self.items, self.came, self.did, t, self.hold).live for t in instants if t <= self.now)
