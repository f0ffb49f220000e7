"""What a stop bars, and which versions get past it (life.md section 5; the house, decision 6).

A cancel, a withhold and a kill by the desk are bars. They are permanent, they are set by a story never seen as well,
and the time at which they arrive means nothing: a version that is not later than a bar is dead on arrival.
Whether it is later must be certain, by number or by the agency's own time; in doubt it is not.
"""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from stet.model.change import Kill
from stet.model.dispatch import STOPS, Dispatch, Status
from stet.story.history import History


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
    """A mark that versions must be later than, and, where a person set it, must have come after."""

    mark: Mark
    since: datetime | None = None
    """A kill by the desk: what had arrived by then is what was killed."""

    def lets_pass(self, dispatch: Dispatch) -> bool:
        """Whether this version is surely not what was stopped."""
        if self.since is None:
            return self.mark.is_below(dispatch)
        # The person saw what was here; what came afterwards is new unless number or time says otherwise.
        return dispatch.arrived > self.since and self.mark.is_below(dispatch, in_doubt=True)


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
    found = [Bar(mark=mark(stops)) for status in STOPS if (stops := of(history, status))]
    return found + [_killed(history, kill) for kill in history.kills]


def of(history: History, status: Status) -> list[Dispatch]:
    """The dispatches with this status, earliest version first."""
    return [dispatch for dispatch in history.dispatches if dispatch.status is status]


def last_tombstone(history: History) -> datetime | None:
    """When this house last learned of a cancel or killed the story itself; none when neither happened."""
    learned = [dispatch.arrived for dispatch in of(history, Status.CANCELED)]
    return max([*learned, *(kill.at for kill in history.kills)], default=None)


def _killed(history: History, kill: Kill) -> Bar:
    known = (dispatch for dispatch in history.dispatches if dispatch.arrived <= kill.at)
    return Bar(mark=mark(known, version=kill.against), since=kill.at)
