"""All that ever came for a story, folded into one story (promise 6).

A pure function of the *set* of dispatches and changes: order and repetition of either cannot matter.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain, pairwise

from msgspec.structs import replace

from stet.model.address import story_id
from stet.model.change import AnyChange
from stet.model.dispatch import Dispatch, Status
from stet.model.story import SHOWN, Policy, Standing, Story
from stet.model.switch import OPEN, Gate
from stet.model.thread import Around
from stet.story.corrections import corrections, line
from stet.story.doubts import flags
from stet.story.effective import effective
from stet.story.history import NOTHING, OUTSIDE, History, gather, let_through
from stet.story.naming import may_have_moved, named_by
from stet.story.pictures import pictures_of
from stet.story.showings import showings
from stet.story.standing import Case, standing
from stet.story.takes import join
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
    own = pictures_of(left.current, around, policy, now, repeating)
    pictures = usable(own.pictures, left, policy, now)
    versions = line(left)
    seen = let_through(history)
    shown = showings(seen, left if seen is history else None, policy, now)
    opened = next(shown, None)
    first_live = opened.at if opened else None
    case = Case(history=history, left=left, policy=policy, first_live=first_live)
    named = named_by(left, versions, chain(filter(None, [opened]), shown), history.known)
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


def _in_conflict(history: History) -> bool:
    """Whether two usable contents came under one number and one time."""
    usable = [d for d in history.dispatches if d.status is Status.USABLE and d.version is not None]
    return any(history.level(a) == history.level(b) for a, b in pairwise(usable))
