"""A line of a queue, with what may be done about its story there and what the queue has to say of it."""

from collections.abc import Iterator, Mapping, Sequence
from enum import Flag

from msgspec import Struct

from stet.desk import edit
from stet.desk.difference import Part
from stet.desk.turned import turned
from stet.model.brief import Brief
from stet.model.dispatch import Dispatch
from stet.model.story import State
from stet.newsroom.allowed import allowed
from stet.newsroom.looking import Look, looks
from stet.newsroom.middleware import Asked
from stet.newsroom.stops_told import Told, stops_told
from stet.newsroom.story import NOTHING, Typed

_FIRST = 2
"""Paragraphs of a story that may be meant by an order."""
_LONGEST = 600
"""Characters of them."""


class Shows(Flag):
    """What a queue shows of a story beside its line."""

    NONE = 0
    ACTS = 1
    """What may be done about it."""
    STOPS = 2
    """How its text begins, and the orders that may mean it."""
    TURNED = 4
    """Where its copy says otherwise what the house headline says."""


class Row(Struct, frozen=True, kw_only=True):
    """One of them. Without acts: all that its line says."""

    line: Brief
    stamp: str = ""
    """What its forms carry, to tell whether the story moved under them."""
    may_release: bool = False
    not_released: str = ""
    """Why it cannot be released, where that is not the role."""
    may_kill: bool = False
    lifts: bool = False
    """A release says that a stop does not count."""
    suspect: Dispatch | None = None
    """Where an order may mean the story: the version that stands."""
    first: tuple[str, ...] = ()
    """How its text begins."""
    stops: tuple[Told, ...] = ()
    turned: tuple[Part, ...] = ()
    """Where the copy says otherwise what the house headline says."""
    typed: Typed = NOTHING
    """A form of this line that could not be taken as it was."""


def rows(request: Asked, lines: Sequence[Brief], shows: Shows, typed: Mapping[str, Typed]) -> list[Row]:
    """The lines of a queue. Their stories are read in one go, and only where something is shown of them. `typed` has
    the forms that come back, by the id of the story."""
    its = looks(request, [line.id for line in lines]) if shows else {}
    return [_row(request, line, its.get(line.id), shows, typed.get(line.id, NOTHING)) for line in lines]


def _row(request: Asked, line: Brief, it: Look | None, shows: Shows, typed: Typed) -> Row:
    if it is None or it.story is None:
        return Row(line=line)
    may = allowed(request, it.story) if Shows.ACTS in shows and it.row.state == State.HELD else {}
    words = Shows.NONE if it.is_withdrawn else shows
    return Row(
        line=line,
        stamp=it.stamp,
        may_release="release" in may and may["release"] is None,
        not_released=may.get("release") or "",
        may_kill="kill" in may and may["kill"] is None,
        lifts=not edit.LIFTED.isdisjoint(it.story.standing.causes),
        suspect=it.story.current if Shows.STOPS in words else None,
        first=tuple(_beginning(it.story.current)) if Shows.STOPS in words else (),
        stops=tuple(stops_told(it)) if Shows.STOPS in shows else (),
        turned=turned(it.story, it.history.changes) if Shows.TURNED in words else (),
        typed=typed,
    )


def _beginning(said: Dispatch) -> Iterator[str]:
    left = _LONGEST
    for paragraph in said.body_text.split("\n\n")[:_FIRST]:
        if left > 0:
            yield paragraph if len(paragraph) <= left else f"{paragraph[:left]} …"
        left -= len(paragraph)
