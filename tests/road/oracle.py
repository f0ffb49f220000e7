"""What readers must get: the rules of a wire story's life once more, by lists and `max`, without `stet.story`."""

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import NamedTuple

FOREVER = float("inf")
TWO_DAYS = 48 * 3600


class Came(NamedTuple):
    """A message of the agency, as it first arrived."""

    item: str
    number: int
    created: float
    at: float
    status: str = "usable"
    until: float | None = None
    """Embargo; FOREVER where no end is known."""
    text: str = ""
    headline: str = ""
    after: tuple[str, ...] = ()
    """Items it goes on from."""
    names: tuple[str, ...] = ()
    """Other names of the item."""


class Did(NamedTuple):
    """What a person did on a page, and the version they had before them."""

    item: str
    kind: str
    at: float
    saw: Came | None
    words: str = ""


def threads(came: Sequence[Came]) -> list[tuple[str, ...]]:
    """The items of each page in the order in which they follow one another; the first gives the page its name."""
    before: dict[str, set[str]] = {name: set() for m in came for name in (m.item, *m.after)}
    for m in came:
        before[m.item] |= set(m.after)

    def depth(item: str) -> int:
        return max((depth(one) + 1 for one in before[item]), default=0)

    def began(item: str) -> float:
        return min((m.created for m in came if m.item == item), default=-FOREVER)

    groups: list[set[str]] = []
    for item, those in before.items():
        met = [group for group in groups if group & {item, *those}]
        groups = [group for group in groups if group not in met] + [{item, *those}.union(*met)]
    return [tuple(sorted(group, key=lambda item: (depth(item), began(item), item))) for group in groups]


class Page:
    """One page, as readers must find it at an instant."""

    def __init__(
        self, items: tuple[str, ...], came: Sequence[Came], did: Sequence[Did], now: float, hold: bool
    ) -> None:
        self.items, self.came, self.did, self.now, self.hold = items, came, did, now, hold
        known = [m for m in came if m.at <= now]
        own = [m for m in known if m.item in items]
        names = {name for m in came if m.item in items for name in m.names} | set(items)
        self.acts = [a for a in did if a.item in items and a.at <= now]
        self.others = [m for m in known if m.item not in items]
        self.usable = sorted((m for m in own if m.status == "usable"), key=lambda m: (*self.level(m), m.created, -m.at))
        self.stops = [m for m in known if m.status != "usable" and m.item in names]
        self.kills = self.of("kill")
        self.standing = list(takewhile(lambda m: not self.is_stopped(m), reversed(self.usable)))
        self.shown = self.standing[0] if self.standing else None
        self.withdrawn = not self.standing and bool(self.stops or self.kills)
        self.live = bool(self.standing) and not (self.is_shut() or self.is_held() or self.is_a_twin())

    def level(self, m: Came) -> tuple[int, int]:
        return (self.items.index(m.item) if m.item in self.items else -1, m.number)

    def of(self, kind: str) -> list[Did]:
        return [act for act in self.acts if act.kind == kind]

    def is_stopped(self, m: Came) -> bool:
        """By number within an item; across items only what comes further on and is later by the agency's time passes.
        A kill by hand takes all that was here; only what is later than all of that passes."""
        here = [(k.at, self.level(o)) for k in self.kills for o in self.came if o.at <= k.at and o.item in self.items]
        return any(m.at <= k.at for k in self.kills) or any(self.level(m) <= level for _, level in here) or any(
            m.number <= s.number if s.item == m.item else self.level(m)[0] < self.level(s)[0] or m.created <= s.created
            for s in self.stops
        )  # fmt: skip

    def is_agreed(self, since: float, versions: Iterable[Came]) -> bool:
        """Whether a person let the page go after that, with one of these versions or a later one before them."""
        seen = [(r.at, self.level(r.saw)) for r in self.of("release") if r.at > since and r.saw]
        return any(m.at <= at and self.level(m) <= level for at, level in seen for m in versions)

    def is_shut(self) -> bool:
        """The latest embargo seen stays, for all versions, until its end, or a person lifts what a later one left out."""
        carrying = [(*self.level(m), m.created) for m in self.usable if m.until is not None]
        those = [m for m in self.usable if m.until is not None and (*self.level(m), m.created) == max(carrying)]
        newer = [m for m in self.usable if carrying and (*self.level(m), m.created) > max(carrying)]
        return any(m.until > self.now for m in those) and not self.is_agreed(max(m.at for m in those), newer)

    def is_held(self) -> bool:
        """By the house, by a person, or because nobody has confirmed what is usable after a kill."""
        killed = [s.at for s in self.stops if s.status == "canceled"] + [k.at for k in self.kills]
        held, released = [h.at for h in self.of("hold")], [r.at for r in self.of("release")]
        waits = max(held, default=-1) >= max(released, default=-1) if held else self.hold and not released
        return waits or bool(killed and not self.is_agreed(max(killed), self.standing))

    def is_a_twin(self) -> bool:
        """The same words came first under another id: that page has them, unless a person says otherwise."""
        first = {m.text: min(o.at for o in self.standing if o.text == m.text) for m in self.standing}
        twins = [o for o in self.others if o.text in first and (o.at, o.item) < (first[o.text], self.items[0])]
        twins = sorted((o.at, o.item, o.text) for o in twins if o.text and first[o.text] - o.at <= TWO_DAYS)
        if not twins:
            return False
        at, item, text = twins[0]
        stopped = any(o.item == item and o.status != "usable" for o in self.others) or any(
            act.item == item and act.kind == "kill" for act in self.did
        )
        same = text == self.standing[0].text and not stopped
        return same or not self.is_agreed(max(at, self.standing[0].at) - 1e-9, self.standing)

    @property
    def headline(self) -> str:
        """The house's, unless what it was made for was stopped; else the agency's."""
        made = [a for a in self.of("headline") if not any(k.at >= a.at for k in self.kills)]
        last = max((a for a in made if a.saw and not self.is_stopped(a.saw)), key=lambda a: a.at, default=None)
        return last.words if last and last.words else self.standing[0].headline

    def was_live(self) -> bool:
        """Whether readers could see it at some instant until now."""
        instants = {m.at for m in self.came} | {a.at for a in self.did} | {m.until for m in self.came if m.until}
        return any(Page(self.items, self.came, self.did, t, self.hold).live for t in instants if t <= self.now)


def pages(came: Sequence[Came], did: Sequence[Did], now: float, *, hold: bool) -> list[Page]:
    """Every page there is, or was, or may be."""
    return [Page(items, came, did, now, hold) for items in threads(came)]
