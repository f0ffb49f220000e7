"""Until when a story is shut (life.md section 6)."""

from datetime import UTC, datetime

from msgspec import Struct

from stet.model.dispatch import Dispatch, Embargo
from stet.story.history import History
from stet.story.release import saw, usable
from stet.story.stops import mark

_NO_END = datetime.max.replace(tzinfo=UTC)


class Shut(Struct, frozen=True, kw_only=True):
    """The embargo that keeps a story shut now."""

    until: datetime | None
    """Its end; none where no end is known."""
    dropped: bool
    """A newer version is without it: a person may say that it was lifted."""


def embargo(history: History, now: datetime, *, repeats: bool = False) -> Shut | None:
    """The embargo that keeps the story shut now; none when nothing does.

    It covers all versions. The latest version that carries one says until when; two of the same version that disagree
    mean the later end. It passes when `now` reaches its end. A newer version without the field does not lift it,
    unless a person releases the story after that version arrived, or the feed `repeats` an embargo in each version:
    then what is surely newer and carries none has lifted it. What the newest version itself carries, nobody opens.
    """
    carrying = [dispatch for dispatch in history.dispatches if dispatch.embargo is not None]
    takes = [[take] for take in history.takes if take.embargo is not None]
    if not carrying and not takes:
        return None
    shut = [
        found
        for group in (*_sayings(carrying, history), *takes)
        if (found := _standing(group, history, now, repeats)) is not None
    ]
    return max(shut, key=lambda one: (one.until or _NO_END, not one.dropped), default=None)


def _sayings(carrying: list[Dispatch], history: History) -> list[list[Dispatch]]:
    """The dispatches whose word on the embargo counts.

    That is the latest usable version that has one, and besides it every later one that is not usable itself:
    a stop may shut a story further, and must never open it.
    """
    versions = [dispatch for dispatch in usable(history) if dispatch.embargo is not None]
    others = [dispatch for dispatch in carrying if dispatch not in versions]
    if not versions:
        return [[dispatch] for dispatch in others]
    last = history.level(versions[-1])
    later = [[other] for other in others if history.level(other) >= last]
    return [[version for version in versions if history.level(version) == last], *later]


def _standing(group: list[Dispatch], history: History, now: datetime, repeats: bool) -> Shut | None:
    strictest = max((dispatch.embargo for dispatch in group if dispatch.embargo is not None), key=_end)
    if strictest.until is not None and strictest.until <= now:
        return None
    level = history.level(group[-1])
    newer = [version for version in usable(history) if history.level(version) > level]
    if repeats and any(_is_surely_later(dispatch, group, history) for dispatch in newer):
        return None
    return None if _released(group, newer, history) else Shut(until=strictest.until, dropped=bool(newer))


def _is_surely_later(dispatch: Dispatch, group: list[Dispatch], history: History) -> bool:
    """By number or by the agency's own time: what only arrived later may be a late delivery of what came before."""
    key = group[-1].story_key
    return mark(group).is_below(dispatch) if dispatch.story_key == key else history.place(key) >= 0


def _released(group: list[Dispatch], newer: list[Dispatch], history: History) -> bool:
    learned = max(dispatch.arrived for dispatch in group)
    return any(release.at > learned and saw(release, newer, history) for release in history.releases)


def _end(embargo: Embargo) -> datetime:
    return embargo.until or _NO_END
