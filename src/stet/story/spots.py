"""The places of an item in which its desk speaks, and not its reporter: where a tripwire looks (life.md section 3).

A word means something here because of where it stands. "Do not publish", whole and alone under a headline, is an
order; the same words in a quotation in the ninth paragraph are news. So there are the headline, the slug, the first
and the last paragraph, the lines of the editors' note, and nothing else.
"""

from collections.abc import Iterator
from typing import NamedTuple

from stet.model.dispatch import Dispatch

LONGEST_LINE = 200
"""Characters of a line that can be a desk's: a longer one is text."""
_LONGEST_SPOT = 600
"""Characters of a paragraph that are looked at: its first sentences, or its last."""
_SHOWN = 60


class Spot(NamedTuple):
    """Some words of an item, and where they stand, as a reason names it."""

    place: str
    words: str


def headline(item: Dispatch) -> Iterator[Spot]:
    """The headline, where there is one."""
    yield from _spot("headline", item.headline)


def slug(item: Dispatch) -> Iterator[Spot]:
    """The slug."""
    yield from _spot("slug", item.slugline)


def datelines(item: Dispatch) -> Iterator[Spot]:
    """The dateline and the byline."""
    yield from _spot("dateline", item.dateline)
    yield from _spot("byline", item.byline)


def top(item: Dispatch) -> Iterator[Spot]:
    """The beginning of the first paragraph."""
    text = item.body_text.lstrip()
    end = text.find("\n\n", 0, _LONGEST_SPOT)
    yield from _spot("first paragraph", text[: end if end >= 0 else _LONGEST_SPOT])


def foot(item: Dispatch) -> Iterator[Spot]:
    """The end of the last paragraph, where it is not also the first."""
    text = item.body_text.strip()
    start = text.rfind("\n\n")
    if start >= 0:
        yield from _spot("last paragraph", text[max(start + 2, len(text) - _LONGEST_SPOT) :])


def notes(item: Dispatch) -> Iterator[Spot]:
    """Each line of the note to editors."""
    for line in (item.ed_note or "").split("\n"):
        yield from _spot("note to editors", line)


def everything(item: Dispatch) -> str:
    """All words that any tripwire of words looks at, in small letters: to see at one look that there is nothing."""
    places = (headline, slug, datelines, top, foot, notes)
    named = (subject.name or "" for subject in item.subjects)
    words = (
        *(spot.words for place in places for spot in place(item)),
        item.usage_terms or "",
        item.copyright or "",
        *named,
    )
    return "\n".join(words).lower()


def lines(spots: Iterator[Spot]) -> Iterator[Spot]:
    """The lines in these places that are short enough to be a desk's."""
    for spot in spots:
        for line in spot.words.split("\n"):
            if line.strip() and len(line) <= LONGEST_LINE:
                yield Spot(spot.place, line.strip())


def found(words: str, spot: Spot) -> str:
    """What was found, and where: `“XXX” in the headline`."""
    words = " ".join(words.split())
    return f"“{words if len(words) <= _SHOWN else words[: _SHOWN - 1] + '…'}” in the {spot.place}"


def _spot(place: str, words: str | None) -> Iterator[Spot]:
    if words and words.strip():
        yield Spot(place, words)
