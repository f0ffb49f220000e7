"""All that ever came for a story, folded into one story (promise 6).

A pure function of the *set* of dispatches and changes: order and repetition of either cannot matter.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

from msgspec.structs import replace

from stet.model.address import story_id
from stet.model.change import AnyChange
from stet.model.dispatch import Dispatch, Status
from stet.model.story import SHOWN, Policy, Standing, Story
from stet.model.switch import OPEN, Gate
from stet.model.thread import Around
from stet.story.corrections import corrections, line
from stet.story.doubts import flags
from stet.story.effective import Effective, effective
from stet.story.history import NOTHING, OUTSIDE, History, gather, known_by, let_through
from stet.story.naming import may_have_moved, named_by
from stet.story.pictures import pictures_of
from stet.story.standing import Case, standing
from stet.story.takes import join, waits_until
from stet.story.twins import subjects_beside
from stet.story.usage import usable


def fold(
    dispatches: Iterable[Dispatch],
    changes: Iterable[AnyChange],
    policy: Policy,
    now: datetime,
    around: Around = NOTHING,
    gate: Gate = OPEN,
) -> Story:
    """The story these dispatches and changes make, as it stands at `now` (UTC), with what came for other items.

    What `gate` has kept back for a while was known only when that ended; what it keeps back now counts, but for the
    instant at which readers first saw the story (paused.py has the story without it).

    Everything given counts as known at `now`, also what carries a later time: a stop never waits for a clock.
    Raises ValueError when there is no dispatch, or when they belong to more than one story.
    """
    history = gather(dispatches, changes, around, gate)
    left = effective(history)
    joined = join(history, left)
    key = history.thread.key
    repeating = {dispatch.feed for dispatch in history.dispatches} if policy.embargo_repeats else ()
    own = pictures_of(left.current, around.pictures, now, repeating)
    pictures = usable(own.pictures, left, policy, now)
    versions = line(left)
    seen = let_through(history)
    first_live = _first_live(seen, left if seen is history else None, policy, now)
    case = Case(history=history, left=left, policy=policy, first_live=first_live)
    named = named_by(case, versions)
    return Story(
        key=key,
        id=story_id(key),
        others=tuple(sorted(history.thread.places.keys() - {key})),
        agency=left.current.agency,
        named=named,
        current=joined.current,
        parts=joined.parts,
        also=subjects_beside(history, left.current),
        pictures=pictures.pictures,
        barred=pictures.barred,
        versions=len(history.takes) + sum(history.place(one.story_key) != OUTSIDE for one in history.dispatches),
        standing=_until(standing(case, now), own.until, pictures.until),
        first_live=first_live,
        moved=may_have_moved(history, named),
        conflict=_in_conflict(history),
        flags=(*flags(history), *joined.flags),
        line=versions,
        corrections=corrections(versions, first_live),
    )


def _until(standing: Standing, *pictures: datetime | None) -> Standing:
    """Looked at again when the clock changes the story or one of the pictures on it."""
    if standing.state not in SHOWN:
        return standing
    return replace(standing, until=min(filter(None, (standing.until, *pictures)), default=None))


def _first_live(history: History, left: Effective | None, policy: Policy, now: datetime) -> datetime | None:
    """The first instant at which what was known then let readers see the story.

    A story that came with its expiry already over counts: it is on no front, but it has a page.
    Nothing can open between two instants at which something is learned or an embargo ends; so only these are looked at.
    """
    if not history.dispatches:
        return None
    left = left or effective(history)
    last, first = _last(history), min(history.known(dispatch) for dispatch in history.dispatches)
    for instant in _instants(history, policy, now):
        # What carries a later time than now counts as known now; but not for what was shown before it was.
        whole = instant >= last or instant < first
        known = history if whole else known_by(history, instant)
        case = Case(history=known, left=left if whole else effective(known), policy=policy)
        if standing(case, instant).state in SHOWN:
            return instant
    everything = Case(history=history, left=left, policy=policy)
    return now if now < last and standing(everything, now).state in SHOWN else None


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


def _in_conflict(history: History) -> bool:
    """Whether two usable contents came under one number and one time."""
    usable = [d for d in history.dispatches if d.status is Status.USABLE and d.version is not None]
    return any(history.level(a) == history.level(b) for a, b in pairwise(usable))
