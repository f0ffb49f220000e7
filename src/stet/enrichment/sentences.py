"""Where one sentence ends and the next begins, inside one paragraph."""

import re
from collections.abc import Iterator

from stet.enrichment.words import WORDS

_CLOSERS = "\"'”’»›)\\]"
_OPENERS = "\"'“‘«‹„(\\[¿¡"

_END = re.compile(rf"[.!?…।॥؟۔።։。！？｡]+[{_CLOSERS}」』）]*\s*")
_LONGEST = 24  # characters: no abbreviation is longer, and a word may be a megabyte long
_AFTER_BLANK = ".!?…"
"""Stops that also stand inside words and numbers: they end a sentence only before a blank."""
_NEXT = re.compile(rf"[{_OPENERS}]*(.)", re.DOTALL)
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘«„]+\Z")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+\Z|[A-ZÀ-ÞА-Я]\.\Z")

_ABBREVIATIONS = WORDS["abbreviations"]
_MAY_END = WORDS["may end"]

_STARTERS = WORDS["starters"]


def sentences(paragraph: str) -> Iterator[str]:
    """The sentences of a paragraph whose white space is folded; joined by blanks (or by nothing) they are it.

    A full stop after an abbreviation, an initial or inside a number ends nothing. Dandas, and the stops of
    Arabic, Urdu and of scripts without blanks, end a sentence wherever they stand.
    """
    start = 0
    for end in _END.finditer(paragraph):
        stop = end.end()
        if stop >= len(paragraph):
            break
        if _is_end(paragraph, start, end.start(), stop):
            yield paragraph[start:stop].rstrip()
            start = stop
    rest = paragraph[start:].rstrip()
    if rest:
        yield rest


def _is_end(paragraph: str, start: int, at: int, stop: int) -> bool:
    if paragraph[at] not in _AFTER_BLANK:
        return True
    if not paragraph[stop - 1].isspace():
        return False
    following = _NEXT.match(paragraph, stop)
    if following is None or following.group(1).islower():
        return False
    if paragraph[at] != "." or paragraph.startswith("..", at):
        return True
    return not _is_abbreviated(paragraph[max(start, at - _LONGEST) : at + 1], paragraph[stop : stop + _LONGEST])


def _is_abbreviated(before: str, after: str) -> bool:
    match = _LAST_WORD.search(before)
    if match is None:
        return False
    word = match.group()
    bare = word[:-1].lower()
    next_word = after.split(maxsplit=1)[0].strip("\"'“”‘’(").lower() if after else ""
    if _INITIALS.search(word) is not None and _INITIALS.match(word) is not None:
        return "." not in bare or next_word not in _STARTERS
    if bare not in _ABBREVIATIONS:
        return False
    return bare not in _MAY_END or next_word not in _STARTERS
