"""What readers must get: the rules of a wire story's life once more, by lists and `max`, without `stet.story`."""

from collections.abc import Iterable, Sequence
from itertools import takewhile

from road.learned import FOREVER, NONE, Came, Did

STOPS, TWO_DAYS, JUST = ("canceled", "withheld"), 48 * 3600, 1e-9


def threads(came: Sequence[Came]) -> list[tuple[str, ...]]:
    """The items of each page in the order in which they follow one another; the first gives the page its name."""
    items = sorted({name for m in came for name in (m.item, *m.after)})
    before = {item: {name for m in came if m.item == item for name in m.after} for item in items}

    def place(item: str) -> tuple[int, float, str]:
        began = min((m.created for m in came if m.item == item), default=-FOREVER)
        return max((place(one)[0] + 1 for one in before[item]), default=0), began, item

    near = {item: {item, *before[item], *(one for one in items if item in before[one])} for item in items}
    for _ in items:
        near = {item: set().union(*(near[one] for one in those)) for item, those in near.items()}
    return list(dict.fromkeys(tuple(sorted(group, key=place)) for group in near.values()))


class Page:
    """One page, as readers must find it at an instant; `hold` where a person releases each."""

    def __init__(self, items: tuple[str, ...], came: Sequence[Came], did: Sequence[Did], now: float, hold: bool):
        self.items, self.came, self.did, self.now, self.hold = items, came, did, now, hold
        self.known = [m for m in came if m.at <= now]
        names = {name for m in came if m.item in items for name in m.names} | set(items)
        self.stops = [m for m in self.known if m.status in STOPS and m.item in names]
        own = sorted((m for m in self.known if m.item in items), key=lambda m: (*self.late(m), -m.at))
        self.copy = [m for m in own if m.status not in STOPS]
        self.unknown = [m for m in own if m.status == "unknown" and not self.is_let_go(m)]
        self.usable = [m for m in self.copy if m not in self.unknown]
        self.standing = list(takewhile(lambda m: not self.is_stopped(m), reversed(self.usable)))
        self.withdrawn = not self.standing and bool(self.stops or self.of("kill"))
        self.shown = next(iter((*self.standing, *reversed(self.copy))), None)
        causes = (self.is_over, self.is_shut, self.is_held, self.is_a_twin, self.is_of_stopped_words)
        self.live = bool(self.standing) and not any(cause() for cause in causes)
        self.listed = self.live and not self.is_old()

    def level(self, m: Came) -> tuple[int, int]:
        return self.items.index(m.item) if m.item in self.items else -1, m.number

    def late(self, m: Came) -> tuple[int, int, float]:
        return *self.level(m), m.created

    def of(self, kind: str) -> list[Did]:
        return [act for act in self.did if act.kind == kind and act.item in self.items and act.at <= self.now]

    def is_past(self, m: Came, o: Came) -> bool:  # surely: by place, within an item by number, by time where o has none
        later = m.created > o.created if o.number == NONE else m.number > o.number
        return later if m.item == o.item else self.level(m)[0] > self.level(o)[0]

    def is_stopped(self, m: Came) -> bool:  # it has to be past a stop and a kill; past another item's stop in time too
        here = [o for k in self.of("kill") for o in self.came if o.at <= k.at and o.item in self.items]
        late = any(s.item != m.item and m.created <= s.created for s in self.stops)
        return late or any(not self.is_past(m, o) for o in (*here, *self.stops))

    def is_agreed(self, since: float, versions: Iterable[Came]) -> bool:  # let go with one of these or a later one seen
        return any(self.had(r, m) for r in self.of("release") if r.at > since for m in versions)

    def had(self, r: Did, m: Came) -> bool:
        return r.saw is not None and m.at <= r.at and self.level(m) <= self.level(r.saw)

    def is_let_go(self, m: Came) -> bool:  # a status nobody knows: a person decided, who had nothing usable before them
        usable = [o for o in self.copy if o.status == "usable"]
        return any(self.had(r, m) and not any(self.had(r, o) for o in usable) for r in self.of("release"))

    def is_shut(self) -> bool:  # the latest embargo seen stays until its end, or a person lifts what was left out later
        last = max((self.late(m) for m in self.usable if m.until is not None), default=(-FOREVER,))
        those = [m for m in self.usable if self.late(m) == last and m.until is not None]
        others = [[m] for m in (*self.stops, *self.unknown) if m.until is not None and self.late(m) >= last]
        return any(self.shuts(group) for group in (those, *others))

    def shuts(self, those: list[Came]) -> bool:
        newer = [m for m in self.usable if those and self.late(m) > self.late(those[0])]
        return any(m.until > self.now for m in those) and not self.is_agreed(max(m.at for m in those), newer)

    def is_over(self) -> bool:  # the rights in the version shown, by the first of the ends that came for it
        same = (m.ends for m in self.usable if self.late(m) == self.late(self.standing[0]) and m.ends is not None)
        return min(same, default=FOREVER) <= self.now

    def is_old(self) -> bool:  # no news any more; an end before its own time is a mistake
        shown = self.standing[0]
        return shown.expires is not None and shown.created <= shown.expires <= self.now

    def is_held(self) -> bool:  # by a person, by the house, or until someone says what is usable after all
        held, let_go = ([act.at for act in self.of(kind)] for kind in ("hold", "release"))
        waits = max(held) >= max(let_go, default=-1) if held else self.hold and not let_go
        causes = [s.at for s in self.stops if s.status == "canceled"] + [k.at for k in self.of("kill")]
        causes += [m.at - JUST for m in self.unknown if not self.is_past(self.standing[0], m)]
        return waits or (bool(causes) and not self.is_agreed(max(causes), self.standing))

    def is_a_twin(self) -> bool:  # the same words came first under another id, and no person said otherwise
        first = {m.text: min(o.at for o in self.copy if o.text == m.text) for m in self.copy}
        twins = [(o.at, o.item, o.text) for o in self.known if o.text in first and o.item not in self.items]
        twins = [t for t in twins if t[:2] < (first[t[2]], self.items[0]) and first[t[2]] - t[0] <= TWO_DAYS]
        at, item, text = min(twins, default=(0, "", ""))
        is_same = text == self.standing[0].text and not self.ends([item])
        return bool(item) and (is_same or not self.is_agreed(max(at, self.standing[0].at) - JUST, self.standing))

    def is_of_stopped_words(self) -> bool:  # under another id, before or after; unless they were let go after that
        others = [items for items in threads(self.came) if items != self.items and self.ends(items)]
        words = [[m for m in self.standing if m.text == text] for text in {m.text for m in self.standing}]
        near = [(items, those) for items in others for those in words if self.is_near(items, those)]
        return any(not self.is_agreed(max(self.ends(items)), those) for items, those in near)

    def is_near(self, items: Sequence[str], those: list[Came]) -> bool:  # they had these words two days around them
        first = [[m.at for m in self.known if m.item == item and m.text == those[0].text] for item in items]
        return any(abs(min(times) - min(m.at for m in those)) <= TWO_DAYS for times in first if times)

    def ends(self, items: Sequence[str]) -> list[float]:  # when these were stopped, by whatever name, or killed here
        names = {*items, *(name for m in self.came if m.item in items for name in m.names)}
        kills = [a.at for a in self.did if a.kind == "kill" and a.item in items and a.at <= self.now]
        return kills + [m.at for m in self.known if m.status in STOPS and m.item in names]

    def headline(self) -> str:  # the house's, unless what it was made for was stopped; else the agency's
        made = [a for a in self.of("headline") if not any(k.at >= a.at for k in self.of("kill"))]
        kept = [a for a in sorted(made, key=lambda a: a.at) if a.saw in self.usable and not self.is_stopped(a.saw)]
        return (kept and not self.is_corrected(kept[-1].saw) and kept[-1].words) or self.standing[0].headline

    def is_corrected(self, saw: Came) -> bool:  # here all words share a number: that of their lane
        later = [m for m in self.standing if m.correction and self.late(m) > self.late(saw)]
        return any((m.text, m.headline) != (saw.text, saw.headline) for m in later)

    def was_live(self) -> bool:
        instants = {one.at for one in (*self.came, *self.did)} | {m.until for m in self.came if m.until}
        return any(Page(self.items, self.came, self.did, t, self.hold).live for t in instants if t <= self.now)
