"""All that ever came for a story, folded into one story (promise 6).

A pure function of the *set* of dispatches and changes: order and repetition of either cannot matter.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

from stet.model.address import story_id
from stet.model.change import AnyChange
from stet.model.dispatch import Dispatch, Status
from stet.model.story import SHOWN, Policy, Story
from stet.story.effective import Effective, effective
from stet.story.history import History, gather, known_by
from stet.story.order import rank
from stet.story.pictures import barred
from stet.story.standing import Case, standing
from stet.story.thread import thread


def fold(dispatches: Iterable[Dispatch], changes: Iterable[AnyChange], policy: Policy, now: datetime) -> Story:
    """The story these dispatches and changes make, as it stands at `now` (UTC).

    Everything given counts as known at `now`, also what carries a later time: a stop never waits for a clock.
    Raises ValueError when there is no dispatch, or when they belong to more than one story.
    """
    history = gather(dispatches, changes)
    left = effective(history)
    key = thread(left.current)
    first_live = _first_live(history, left, policy, now)
    case = Case(history=history, left=left, policy=policy, first_live=first_live)
    return Story(
        key=key,
        id=story_id(key),
        agency=left.current.agency,
        first=left.first,
        current=left.current,
        versions=len(history.dispatches),
        standing=standing(case, now),
        first_live=first_live,
        moved=any(d.arrived < left.first.arrived for d in history.dispatches if d.status is Status.USABLE),
        barred=barred(left, policy, now),
        conflict=_in_conflict(history.dispatches),
    )


def _first_live(history: History, left: Effective, policy: Policy, now: datetime) -> datetime | None:
    """The first instant at which what was known then let readers see the story.

    A story that came with its expiry already over counts: it is on no front, but it has a page.
    Nothing can open between two instants at which something is learned or an embargo ends; so only these are looked at.
    """
    last = _last(history)
    for instant in _instants(history, policy, now):
        whole = instant == now or instant >= last
        known = history if whole else known_by(history, instant)
        case = Case(history=known, left=left if whole else effective(known), policy=policy)
        if standing(case, instant).state in SHOWN:
            return instant
    return None


def _instants(history: History, policy: Policy, now: datetime) -> list[datetime]:
    """When the story may have opened, first to last; never after `now`, and not before anything could be shown."""
    arrivals = [d.arrived for d in history.dispatches if d.status in (Status.USABLE, Status.UNKNOWN)]
    releases = [release.at for release in history.releases]
    if not arrivals or (policy.hold and not releases):
        return []
    earliest = max(min(arrivals), min(releases)) if policy.hold else min(arrivals)
    ends = [d.embargo.until for d in history.dispatches if d.embargo is not None and d.embargo.until is not None]
    learned = (min(instant, now) for instant in (*arrivals, *releases))
    return sorted({instant for instant in (*learned, *ends) if min(earliest, now) <= instant <= now})


def _last(history: History) -> datetime:
    return max(
        max(dispatch.arrived for dispatch in history.dispatches),
        max((change.at for change in history.changes), default=history.dispatches[0].arrived),
    )


def _in_conflict(dispatches: tuple[Dispatch, ...]) -> bool:
    """Whether two usable contents came under one number and one time."""
    usable = [d for d in dispatches if d.status is Status.USABLE and d.version is not None]
    return any(rank(a) == rank(b) for a, b in pairwise(usable))
