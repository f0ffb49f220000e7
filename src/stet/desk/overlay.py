"""Which of the desk's headlines and pictures still hold (the house, decision 3; life.md section 9)."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

import msgspec
from msgspec import Struct

from stet.model.change import AnyChange, Change, Kill, SetHeadline, SetPicture
from stet.model.story import Story

_C = TypeVar("_C", bound=Change)


class Overlay(Struct, frozen=True, kw_only=True):
    """What lies over the wire; nothing where the agency's own is to be shown."""

    headline: SetHeadline | None = None
    picture: SetPicture | None = None


def overlay(story: Story, changes: Iterable[AnyChange]) -> Overlay:
    """The last headline and the last picture that no stop has taken away. Updates leave both where they are."""
    acts = list(changes)
    if not acts:
        return _BARE
    killed = max((change.at for change in acts if isinstance(change, Kill)), default=None)
    kept = [change for change in acts if _holds(change, story, killed)]
    headline = _last(change for change in kept if isinstance(change, SetHeadline))
    picture = _last(change for change in kept if isinstance(change, SetPicture))
    return Overlay(
        headline=headline if headline and headline.text else None,
        picture=picture if picture and picture.asset else None,
    )


_BARE = Overlay()


def _holds(change: AnyChange, story: Story, killed: datetime | None) -> bool:
    """Whether the change was made after every stop: on a version that still stands.

    What was made against a lower one than the lowest of that item which no stop has reached fell with it, as it does
    when nothing of that item stands. Without numbers the times of arrival stand in.
    """
    if killed is not None and change.at <= killed:
        return False
    lows, item = dict(story.lows), change.item or change.story_key
    low = lows.get(item)
    if change.against is not None and (low is not None or item not in lows):
        return low is not None and change.against >= low
    return change.at >= min(story.first.arrived, story.current.arrived)


def _last(changes: Iterable[_C]) -> _C | None:
    return max(changes, key=_moment, default=None)


def _moment(change: Change) -> tuple[datetime, bytes]:
    # Two at one instant: some one has to count, always the same.
    return (change.at, msgspec.json.encode(change))
