"""Which items are one story, and in which order they follow one another (life.md section 2).

An item that goes on from another under an id of its own is the same story: one page, which a stop of either reaches.
All of a thread is one agency's (the house, decision 5): a story key begins with the agency.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from msgspec import Struct

from stet.model.dispatch import Dispatch

_NEVER = datetime.min.replace(tzinfo=UTC)


class Thread(Struct, frozen=True, kw_only=True):
    """The items of one story."""

    key: str
    """The key of the item all others go on from: the story's own, whether or not that item has arrived."""
    places: Mapping[str, int]
    """For each key how far down the thread it is; no two are at the same place."""

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys, from the first to the last."""
        return tuple(sorted(self.places, key=self.places.__getitem__))


def thread(dispatches: Iterable[Dispatch]) -> Thread:
    """The thread of these dispatches.

    Raises ValueError when there is none, or when they belong to more than one story.
    """
    many = tuple(dispatches)
    steps = _steps(many)
    if not steps:
        raise ValueError("a story needs at least one dispatch")
    _check_is_one(steps)
    depths = _depths(steps)
    began = _beginnings(many)
    ordered = sorted(steps, key=lambda key: (depths[key], began.get(key, _NEVER), key))
    root = min(steps, key=lambda key: (depths[key], key))
    return Thread(key=root, places={key: place for place, key in enumerate(ordered)})


def _steps(dispatches: Iterable[Dispatch]) -> dict[str, set[str]]:
    """For each key those it goes on from; also of keys nothing has arrived under."""
    steps: dict[str, set[str]] = {}
    for dispatch in dispatches:
        steps.setdefault(dispatch.story_key, set()).update(dispatch.continues)
        for key in dispatch.continues:
            steps.setdefault(key, set())
    return steps


def _check_is_one(steps: Mapping[str, set[str]]) -> None:
    near: dict[str, set[str]] = {key: set(before) for key, before in steps.items()}
    for key, before in steps.items():
        for other in before:
            near[other].add(key)
    start = next(iter(near))
    reached, waiting = {start}, [start]
    while waiting:
        for key in near[waiting.pop()] - reached:
            reached.add(key)
            waiting.append(key)
    if len(reached) < len(near):
        raise ValueError(f"dispatches of different stories cannot be folded together: {sorted(near)}")


def _depths(steps: Mapping[str, set[str]]) -> dict[str, int]:
    """How many steps each key is from the start, by the longest way. Items that go on from each other in a ring are
    counted no further than there are keys, so that also nonsense has one order."""
    depths = dict.fromkeys(steps, 0)
    if not any(steps.values()):
        return depths
    for _ in steps:
        deeper = {key: max((depths[one] + 1 for one in before), default=0) for key, before in steps.items()}
        if deeper == depths:
            break
        depths = deeper
    return depths


def _beginnings(dispatches: Iterable[Dispatch]) -> dict[str, datetime]:
    """When the agency first gave a version under each key, as far as it says."""
    began: dict[str, datetime] = {}
    for dispatch in dispatches:
        if dispatch.version_created is not None:
            told = began.get(dispatch.story_key, dispatch.version_created)
            began[dispatch.story_key] = min(told, dispatch.version_created)
    return began
