"""The same words again under another id: sent by two desks, under two categories, or again after a move (life.md 2).

One of them is published. Which, is decided by what came first, so that it does not change when more arrives.
When any of them is stopped, its words are: the others wait for a person, whichever came first (life.md 5, rule 1).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from stet.model.dispatch import Dispatch, Subject
from stet.model.thread import Twin
from stet.story.history import OUTSIDE, History

WITHIN = timedelta(hours=48)
FEWEST_WORDS = 20
"""Shorter texts are alerts and results that may honestly be the same twice."""


def words_of(dispatch: Dispatch) -> str:
    """What all items of one agency with the same words have in common; empty where there are too few to tell."""
    if len(dispatch.body_text.split(None, FEWEST_WORDS)) < FEWEST_WORDS:
        return ""
    return f"{dispatch.agency}/{dispatch.wire_fingerprint}"


def earlier_twin(history: History) -> Twin | None:
    """The other story that these words came for first; none where this one was first.

    Of a story whose text has changed since, any version counts: it began as the same report. So does one that was
    stopped, for a stop must never open a story. And so does whatever came with the words here, usable or not, for it
    counts against the other: else each might be put down for the other's sake.
    """
    if not history.twins:
        return None
    ours = _first_with(history)
    return next((twin for twin in history.twins if _is_first(twin, ours.get(twin.words), history.thread.key)), None)


def stopped_twins(history: History, versions: Iterable[Dispatch]) -> Iterator[tuple[Twin, list[Dispatch]]]:
    """The other stories that were stopped and have the words of any of these versions, each with those versions."""
    versions = tuple(versions)
    for twin in history.twins:
        same = [one for one in versions if twin.stops and words_of(one) == twin.words]
        if same and abs(min(one.arrived for one in same) - twin.arrived) <= WITHIN:
            yield twin, same


def _first_with(history: History) -> dict[str, datetime]:
    first: dict[str, datetime] = {}
    for dispatch in history.dispatches:
        if history.place(dispatch.story_key) != OUTSIDE:
            words, known = words_of(dispatch), history.known(dispatch)
            first[words] = min(known, first.get(words, known))
    return first


def subjects_beside(history: History, current: Dispatch) -> tuple[Subject, ...]:
    """What the agency filed the same words under as other stories, beside the subjects of this one (edge case 46)."""
    same = [
        twin
        for twin in history.twins
        if twin.words == words_of(current) and not twin.stopped and abs(twin.arrived - current.arrived) <= WITHIN
    ]
    found = dict.fromkeys(subject for twin in same for subject in twin.subjects)
    return tuple(subject for subject in found if subject not in current.subjects)


def _is_first(twin: Twin, ours: datetime | None, key: str) -> bool:
    return ours is not None and abs(ours - twin.arrived) <= WITHIN and (twin.arrived, twin.key) < (ours, key)
