"""When readers saw the story here, and which version of it: our clock, and the same at every replay.

What pages were really up may hang on how packets fell into turns of the road, so it is no matter of this: only the set
of what came counts, with the times at which it did (promise 6).
"""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from stet.model.dispatch import Dispatch, Status
from stet.model.story import SHOWN, Policy
from stet.story.effective import Effective, effective
from stet.story.history import History, known_by
from stet.story.standing import Case, standing
from stet.story.takes import waits_until


class Showing(Struct, frozen=True, kw_only=True):
    """An instant at which what was known then let readers see the story."""

    at: datetime
    version: Dispatch
    """The version that they got."""


def showings(history: History, left: Effective | None, policy: Policy, now: datetime) -> Iterator[Showing]:
    """The instants at which the story may have opened or changed, and did let readers see it; first to last. `left` is
    what is left of the history, where that is known already.

    A story that came with its expiry already over counts: it is on no front, but it has a page.
    Nothing can open between two instants at which something is learned or an embargo ends; so only these are looked at.
    """
    if not history.dispatches:
        return
    left = left or effective(history)
    last, first = _last(history), min(history.known(dispatch) for dispatch in history.dispatches)
    for instant in _instants(history, policy, now):
        # What carries a later time than now counts as known now; but not for what was shown before it was.
        whole = instant >= last or instant < first
        known = history if whole else known_by(history, instant)
        then = left if whole else effective(known)
        if standing(Case(history=known, left=then, policy=policy), instant).state in SHOWN:
            yield Showing(at=instant, version=then.current)
    if now < last and standing(Case(history=history, left=left, policy=policy), now).state in SHOWN:
        yield Showing(at=now, version=left.current)


def _instants(history: History, policy: Policy, now: datetime) -> list[datetime]:
    """When the story may have opened, first to last; never after `now`, and not before anything could be shown."""
    arrivals = [history.known(d) for d in history.dispatches if d.status in (Status.USABLE, Status.UNKNOWN)]
    releases = [release.at for release in history.releases]
    if not arrivals or (policy.hold and not releases):
        return []
    earliest = max(min(arrivals), min(releases)) if policy.hold else min(arrivals)
    came = (*history.dispatches, *history.takes)
    ends = [d.embargo.until for d in came if d.embargo is not None and d.embargo.until is not None]
    ends += [end for d in history.dispatches if (end := waits_until(d)) is not None]
    takes = (history.known(take) for take in history.takes)
    learned = (min(instant, now) for instant in (*arrivals, *releases, *takes))
    return sorted({instant for instant in (*learned, *ends) if min(earliest, now) <= instant <= now})


def _last(history: History) -> datetime:
    return max(
        max(history.known(dispatch) for dispatch in (*history.dispatches, *history.takes)),
        max((change.at for change in history.changes), default=history.dispatches[0].arrived),
        max(
            (time for twin in history.twins for time in (twin.arrived, *twin.stops)),
            default=history.dispatches[0].arrived,
        ),
    )
