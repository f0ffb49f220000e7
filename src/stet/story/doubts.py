"""Signs that an agency's ids or numbers do not mean what they should (life.md 2; edge cases 36, 39, 43)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from stet.model.dispatch import Dispatch, Status
from stet.story.history import History

SKEW = timedelta(minutes=10)
"""By how much a higher number may have an older time before it is told."""
HOUR = timedelta(hours=1)
REPORTS = 3
"""So many different reports may come under one id within an hour."""
_ALIKE = 0.25
_BEGINNING = 64
"""Words of a text by which reports are compared."""


def is_one_id_for_many(history: History) -> bool:
    """Whether more than three different reports came under one id within an hour, or under ids that are said to go on
    from one another: it names the feed, not a story."""
    told: list[tuple[datetime, frozenset[str]]] = []
    usable = [d for d in history.dispatches if d.status is Status.USABLE and d.headline]
    for dispatch in sorted(usable, key=lambda one: one.arrived):
        words = _words(dispatch)
        told = [one for one in told if dispatch.arrived - one[0] <= HOUR]
        if not any(_are_alike(before, words) for _, before in told):
            told.append((dispatch.arrived, words))
        if len(told) > REPORTS:
            return True
    return False


def _words(dispatch: Dispatch) -> frozenset[str]:
    text = f"{dispatch.headline} {' '.join(dispatch.body_text.split(None, _BEGINNING)[:_BEGINNING])}"
    return frozenset(word for word in text.casefold().split() if len(word) > 3)


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    smaller = min(len(one), len(other))
    return smaller == 0 or len(one & other) >= _ALIKE * smaller


def flags(history: History) -> Iterator[str]:
    """What the desk should look at, one sentence each. The higher number stands meanwhile."""
    usable = [d for d in history.dispatches if d.status is Status.USABLE]
    for before, after in pairwise(usable):
        if before.story_key == after.story_key and (told := _of_two(before, after)):
            yield told


def _of_two(before: Dispatch, after: Dispatch) -> str | None:
    if before.version is None or after.version is None or before.version == after.version:
        return None
    if before.version_created is None or after.version_created is None:
        return None
    if before.version_created - after.version_created <= SKEW:
        return None
    if before.version <= 1 < after.version - 1:
        return (
            f"Version {before.version} is younger than version {after.version}: the agency may number anew. "
            "The higher number stands; kill the story if it is not the one that is meant."
        )
    return f"Version {after.version} has an older time than version {before.version}: the number decides."
