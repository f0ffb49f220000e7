"""What a stop bars, and which versions get past it (life.md section 5; the house, decision 6).

A cancel, a withhold and a kill by the desk are bars. They are permanent, they are set by a story never seen as well,
and the time at which they arrive means nothing: a version that is not later than a bar is dead on arrival.
Whether it is later must be certain, by number or by the agency's own time; in doubt it is not.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct

from stet.model.change import Kill
from stet.model.dispatch import STOPS, Dispatch, Status
from stet.story.history import OUTSIDE, History


class Mark(Struct, frozen=True, kw_only=True):
    """How high a set of versions reaches. Joining marks is taking the maximum, so their order cannot matter."""

    version: int | None = None
    """The highest number."""
    created: datetime | None = None
    """The latest time of those that carry no number."""
    vague: bool = False
    """One of them carries neither number nor time."""

    def is_below(self, dispatch: Dispatch, *, in_doubt: bool = False) -> bool:
        """Whether the dispatch is a later version than all that made the mark; `in_doubt` answers the undecidable.

        A higher number is needed, not an equal one, and a version without a number is never later than one with.
        """
        if self.version is not None and (dispatch.version is None or dispatch.version <= self.version):
            return False
        if self.created is not None and dispatch.version_created is not None:
            if dispatch.version_created <= self.created:
                return False
        elif self.created is not None and not in_doubt:
            return False
        return in_doubt or not self.vague


class Bar(Struct, frozen=True, kw_only=True):
    """What stopped one item, and which versions, also of other items of its thread, get past it."""

    key: str
    """The item that was stopped."""
    place: int
    """How far down the thread it is; an order by another name stands before all."""
    mark: Mark
    created: datetime | None
    """The agency's latest time of these stops; none where one carries no time."""
    since: datetime | None = None
    """A kill by the desk: what had arrived by then is what was killed."""

    def lets_pass(self, dispatch: Dispatch, place: int) -> bool:
        """Whether this version, of an item so far down the thread, is surely not what was stopped."""
        if self.since is not None and dispatch.arrived <= self.since:
            return False
        if dispatch.story_key != self.key:
            return self._lets_other_pass(dispatch, place)
        # The person saw what was here; what came afterwards is new unless number or time says otherwise.
        return self.mark.is_below(dispatch, in_doubt=self.since is not None)

    def _lets_other_pass(self, dispatch: Dispatch, place: int) -> bool:
        """The numbers of two items say nothing about each other. A successor passes that is later by the agency's own
        time; a kill of either item reaches the page, so nothing else does."""
        if place <= self.place:
            return False
        if self.since is not None:
            return True
        created = dispatch.version_created
        return self.created is not None and created is not None and created > self.created


def mark(dispatches: Iterable[Dispatch], *, version: int | None = None) -> Mark:
    """The mark of these dispatches, and of a version number known from elsewhere."""
    created: datetime | None = None
    vague = False
    for dispatch in dispatches:
        if dispatch.version is not None:
            version = dispatch.version if version is None else max(version, dispatch.version)
        elif dispatch.version_created is not None:
            created = dispatch.version_created if created is None else max(created, dispatch.version_created)
        else:
            vague = True
    return Mark(version=version, created=created, vague=vague)


def bars(history: History) -> list[Bar]:
    """Every bar a version of this story has to get past."""
    stops: dict[tuple[Status, str], list[Dispatch]] = defaultdict(list)
    for dispatch in history.dispatches:
        if dispatch.status in STOPS:
            stops[dispatch.status, dispatch.story_key].append(dispatch)
    found = [
        Bar(key=key, place=history.place(key), mark=mark(some), created=_latest(some))
        for (_, key), some in stops.items()
    ]
    return found + [bar for kill in history.kills for bar in _killed(history, kill)]


def _latest(stops: list[Dispatch]) -> datetime | None:
    times = [stop.version_created for stop in stops]
    return max((time for time in times if time is not None), default=None) if None not in times else None


def of(history: History, status: Status) -> list[Dispatch]:
    """The dispatches with this status, earliest version first."""
    return [dispatch for dispatch in history.dispatches if dispatch.status is status]


def last_tombstone(history: History) -> datetime | None:
    """When this house last learned of a cancel or killed the story itself; none when neither happened."""
    learned = [dispatch.arrived for dispatch in of(history, Status.CANCELED)]
    return max([*learned, *(kill.at for kill in history.kills)], default=None)


def _killed(history: History, kill: Kill) -> Iterator[Bar]:
    """What was here is what was killed, each item by itself; and the version that the person had before them."""
    known: dict[str, list[Dispatch]] = {history.item_of(kill): []}
    for dispatch in history.dispatches:
        if dispatch.arrived <= kill.at and history.place(dispatch.story_key) != OUTSIDE:
            known.setdefault(dispatch.story_key, []).append(dispatch)
    for key, some in known.items():
        against = kill.against if key == history.item_of(kill) else None
        yield Bar(key=key, place=history.place(key), mark=mark(some, version=against), created=None, since=kill.at)
