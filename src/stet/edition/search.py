"""The page of search: the form, how many were found, and each report with the words that were looked for marked."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from msgspec import Struct

from stet.edition.front import Entry, entry
from stet.edition.house import House
from stet.edition.press import Press
from stet.edition.words import Words
from stet.model.search import COUNTED, LONGEST, REACH, Found, Hit, Query
from stet.model.text import fold
from stet.model.words import Word, words

ADDRESS = "/search"
_SNIPPET = 220  # characters
_BEFORE = 60  # of them before the first word that is marked
_NEAR = 70  # characters: no word that readers read is longer
_LOOKED_AT = 10_000  # characters of a body in which words are looked for to be shown


class Trouble(StrEnum):
    """Why there is no answer."""

    CLOSED = "closed"
    """The journal does not answer."""
    BUSY = "busy"
    """Too much is being looked for."""
    LONG = "long"
    """The query is longer than any that could be meant."""


class Piece(Struct, frozen=True):
    """A run of a text, marked or not."""

    text: str
    marked: bool


class Result(Struct, frozen=True, kw_only=True):
    """A report that was found, as the template sees it."""

    entry: Entry
    headline: tuple[Piece, ...]
    words: tuple[Piece, ...]
    """The standfirst or, where only the body has what was looked for, a run of the body's own words."""
    begins: bool
    """The words are the beginning of what they are taken from."""
    ends: bool


def search_page(
    press: Press,
    house: House,
    asked: Query,
    found: Found | None = None,
    *,
    by_date: bool = False,
    cut: bool = False,
    trouble: Trouble | None = None,
) -> bytes:
    """The page for a query. `found` none: nothing was looked for. `cut`: what was typed was longer than the query."""
    return press.set(
        "search.html",
        query=asked.text,
        asked=bool(asked.wanted),
        by_date=by_date,
        cut=LONGEST if cut else None,
        trouble=trouble.value if trouble else None,
        results=[_result(house, asked, hit) for hit in found.hits] if found else [],
        count=_counted(house.words, found) if found else None,
        beyond=REACH if found and found.count > REACH else None,
        turns=_turns(asked, found, by_date) if found and found.pages > 1 else None,
    )


def _counted(words: Words, found: Found) -> str:
    """How many, in words: `1 report`, `1,234 reports`."""
    if found.count > COUNTED:
        return words("More than {n} reports", n=COUNTED)
    return words.many("{n} report", "{n} reports", found.count)


def _turns(asked: Query, found: Found, by_date: bool) -> dict[str, Any]:
    """Where the pages before and after this one are."""

    def address(page: int) -> str:
        order = {"sort": "date"} if by_date else {}
        return f"{ADDRESS}?{urlencode({'q': asked.text, **order, **({'page': page} if page > 1 else {})})}"

    return {
        "page": found.page,
        "pages": found.pages,
        "previous": address(found.page - 1) if found.page > 1 else None,
        "next": address(found.page + 1) if found.page < found.pages else None,
    }


def _result(house: House, asked: Query, hit: Hit) -> Result:
    card = hit.card
    headline, standfirst = _pieces(card.headline, asked), _pieces(card.standfirst or "", asked)
    begins = ends = True
    if not any(piece.marked for piece in standfirst):
        body = fold(hit.text[:_LOOKED_AT])
        places = _places_in_body(body, asked)
        if places or not standfirst:
            start, end = _window(body, places)
            begins, ends = start == 0, end == len(body)
            standfirst = _cut(body[start:end], [(a - start, b - start) for a, b in places if start <= a and b <= end])
    return Result(entry=entry(house, card), headline=headline, words=standfirst, begins=begins, ends=ends)


def _places_in_body(body: str, asked: Query) -> list[tuple[int, int]]:
    """Where the first of the words stand. To take a whole body apart for each result is most of the work of a page, so
    a part of it is tried first: around what looks like one of the words."""
    plain = body.lower()
    looks = [plain.find(" ".join(term.words)) for term in asked.wanted] if len(plain) == len(body) else []
    first = min((place for place in looks if place >= 0), default=None)
    if first is not None:
        start = body.rfind(" ", 0, max(0, first - _BEFORE)) + 1
        end = body.find(" ", first + 2 * _SNIPPET)  # no word is cut
        if places := _places(body[start : end if end > 0 else len(body)], asked):
            return [(start + a, start + b) for a, b in places]
    return _places(body, asked)


def _pieces(text: str, asked: Query) -> tuple[Piece, ...]:
    return _cut(text, _places(text, asked))


def _places(text: str, asked: Query) -> list[tuple[int, int]]:
    """Where the words that were looked for stand, in order, none in another."""
    known = words(text)
    merged: list[tuple[int, int]] = []
    for start, end in sorted(place for term in asked.wanted for place in term.places(known)):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _cut(text: str, places: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    edges = [0, *(edge for place in places for edge in place), len(text)]
    pieces = (Piece(text[a:b], bool(number % 2)) for number, (a, b) in enumerate(pairwise(edges)))
    return tuple(piece for piece in pieces if piece.text)


def _window(text: str, places: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The part of a text that is shown: around the first of these places, and cut where a word begins or ends."""
    first, first_end = places[0] if places else (0, 0)
    start = max(0, first - _BEFORE)
    if start:
        start = next((word.start for word in _around(text, start) if start <= word.start <= first), start)
    end = start + _SNIPPET
    if end >= len(text):
        return start, len(text)
    end = max((word.end for word in _around(text, end) if word.end <= end), default=end)
    return start, max(end, first_end)


def _around(text: str, place: int) -> Iterator[Word]:
    """The words near a place. The first and the last may be parts of words."""
    begin = max(0, place - _NEAR)
    return (Word(one.text, begin + one.start, begin + one.end) for one in words(text[begin : place + _NEAR]))
