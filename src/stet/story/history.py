"""All that is known of one story, without repetition and in one order, however it came."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from msgspec import Struct

from stet.model.change import AnyChange, Hold, Kill, Release
from stet.model.dispatch import Dispatch
from stet.story.order import identity, sort_key
from stet.story.thread import thread


class History(Struct, frozen=True, kw_only=True):
    """The set of a story's dispatches and changes, put in order."""

    dispatches: tuple[Dispatch, ...]
    """From the earliest version to the latest; each content once, as it first arrived."""
    changes: tuple[AnyChange, ...] = ()
    """From the first to the last."""

    @property
    def kills(self) -> list[Kill]:
        """What the desk killed, first to last."""
        return [change for change in self.changes if isinstance(change, Kill)]

    @property
    def holds(self) -> list[Hold]:
        """What the desk held, first to last."""
        return [change for change in self.changes if isinstance(change, Hold)]

    @property
    def releases(self) -> list[Release]:
        """What the desk released, first to last."""
        return [change for change in self.changes if isinstance(change, Release)]


def gather(dispatches: Iterable[Dispatch], changes: Iterable[AnyChange]) -> History:
    """One history out of anything that was ever received, in any order, any number of times.

    Raises ValueError when there is no dispatch, or when they belong to more than one story.
    """
    history = History(dispatches=_versions(dispatches), changes=_acts(changes))
    if not history.dispatches:
        raise ValueError("a story needs at least one dispatch")
    keys = {thread(dispatch) for dispatch in history.dispatches} | {change.story_key for change in history.changes}
    if len(keys) > 1:
        raise ValueError(f"dispatches and changes of different stories cannot be folded together: {sorted(keys)}")
    return history


def known_by(history: History, instant: datetime) -> History:
    """The history as far as this house knew it at an instant; it may know no dispatch yet."""
    return History(
        dispatches=tuple(dispatch for dispatch in history.dispatches if dispatch.arrived <= instant),
        changes=tuple(change for change in history.changes if change.at <= instant),
    )


def _versions(dispatches: Iterable[Dispatch]) -> tuple[Dispatch, ...]:
    first: dict[str, Dispatch] = {}
    for dispatch in dispatches:
        key = identity(dispatch)
        known = first.get(key)
        if known is None or _arrival(dispatch) < _arrival(known):
            first[key] = dispatch
    return tuple(sorted(first.values(), key=sort_key))


def _arrival(dispatch: Dispatch) -> tuple[datetime, str, str, str, int]:
    # The same words by two channels at one instant: some copy has to be the one that counts, always the same.
    return (dispatch.arrived, dispatch.feed, dispatch.packet, dispatch.format, dispatch.index)


def _acts(changes: Iterable[AnyChange]) -> tuple[AnyChange, ...]:
    return tuple(sorted(dict.fromkeys(changes), key=_moment))


def _moment(change: AnyChange) -> tuple[datetime, bytes]:
    return (change.at, msgspec.json.encode(change))
