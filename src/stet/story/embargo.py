"""Until when a story is shut (life.md section 6)."""

from datetime import UTC, datetime

from stet.model.dispatch import Dispatch, Embargo
from stet.story.history import History
from stet.story.release import saw, usable

_NO_END = datetime.max.replace(tzinfo=UTC)


def embargo(history: History, now: datetime) -> Embargo | None:
    """The embargo that keeps the story shut now; none when nothing does.

    It covers all versions. The latest version that carries one says until when; two of the same version that disagree
    mean the later end. It passes when `now` reaches its end. A newer version without the field does not lift it,
    unless a person releases the story after that version arrived. What the newest version itself carries,
    nobody opens.
    """
    carrying = [dispatch for dispatch in history.dispatches if dispatch.embargo is not None]
    takes = [[take] for take in history.takes if take.embargo is not None]
    if not carrying and not takes:
        return None
    shut = [
        found
        for group in (*_sayings(carrying, history), *takes)
        if (found := _standing(group, history, now)) is not None
    ]
    return max(shut, key=_end, default=None)


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


def _standing(group: list[Dispatch], history: History, now: datetime) -> Embargo | None:
    strictest = max((dispatch.embargo for dispatch in group if dispatch.embargo is not None), key=_end)
    passed = strictest.until is not None and strictest.until <= now
    return None if passed or _lifted(group, history) else strictest


def _lifted(group: list[Dispatch], history: History) -> bool:
    level = history.level(group[-1])
    learned = max(dispatch.arrived for dispatch in group)
    newer = [version for version in usable(history) if history.level(version) > level]
    return any(release.at > learned and saw(release, newer, history) for release in history.releases)


def _end(embargo: Embargo) -> datetime:
    return embargo.until or _NO_END
