"""Where the copy has turned under a house headline: the passages that say otherwise what the headline says. Pure."""

from collections.abc import Iterable, Iterator

from stet.desk.difference import Kind, Part, Passage, differences
from stet.desk.doubts import reasons
from stet.desk.overlay import made_on, overlay
from stet.desk.stale import Reason
from stet.model.change import AnyChange
from stet.model.story import Story

_MOST = 3
"""Passages that are shown where no word tells which are meant."""


def turned(story: Story, changes: Iterable[AnyChange]) -> tuple[Part, ...]:
    """What of the copy, from the version that the house headline was written on to the one that stands, makes the
    headline doubtful: of each part the passages in which a word that the headline says came or went. Nothing where the
    headline is not stale."""
    headline = overlay(story, changes).headline
    if headline is None:
        return ()
    why, place = reasons(headline, story), made_on(headline, story.line)
    if not why or place is None:
        return ()
    parts = differences(story.line[place].dispatch, story.current)
    told = tuple(part for part in (_about(part, why) for part in parts) if part.passages)
    return told or tuple(_first(part) for part in parts if part.name == "body")


def _about(part: Part, why: Iterable[Reason]) -> Part:
    said = {word for one in why for word in _words(f"{one.words} {one.now}")}
    return Part(part.name, tuple(one for one in part.passages if not said.isdisjoint(_changed(one))))


def _changed(passage: Passage) -> Iterator[str]:
    return (word for piece in passage.pieces if piece.kind is not Kind.SAME for word in _words(piece.text))


def _words(text: str) -> Iterator[str]:
    return (bare for word in text.casefold().split() if (bare := word.strip(".,;:!?()[]“”‘’\"'¶")))


def _first(part: Part) -> Part:
    return Part(part.name, tuple(one for one in part.passages if one.pieces)[:_MOST])
