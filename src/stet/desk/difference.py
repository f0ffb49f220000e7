"""What a version says differently from the one before it, word by word, for people to read.

Paragraphs are compared first, and words only in those that differ, so that a long report with one changed figure costs
little. Equal runs are found between things that stand once on either side (patience): that takes time in proportion to
the length, and shows what a person would call the change.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from stet.model.dispatch import Dispatch
from stet.model.text import fold

_SMALL = 10_000
"""Pairs of things of a passage in which nothing stands once: up to so many it is compared thing by thing."""
_IN_COMMON = 0.25
"""Share of the words of a changed passage that stay; where less does, it was written anew and is shown so."""
_BREAK = "\n\n"
_WHOLE = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # no blanks between words
_WORD = re.compile(rf"\n\n|(?:[{_WHOLE}]|[^\s{_WHOLE}]+)(?:(?!\n\n)\s)*|\s+?(?=\n\n|\S|\Z)")


class Kind(StrEnum):
    """What became of some words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


class Piece(NamedTuple):
    """Words in a row of which the same became."""

    kind: Kind
    text: str


class Passage(NamedTuple):
    """A paragraph that differs; or so many in a row that do not."""

    pieces: tuple[Piece, ...] = ()
    unchanged: int = 0


class Part(NamedTuple):
    """A part of a version that differs: its headline, its body."""

    name: str
    passages: tuple[Passage, ...]


def differences(before: Dispatch, after: Dispatch) -> tuple[Part, ...]:
    """The parts that readers may see in which two versions differ; none where they say the same."""
    parts = (Part(name, difference(was, now)) for name, was, now in _said(before, after) if fold(was) != fold(now))
    return tuple(parts)


def _said(before: Dispatch, after: Dispatch) -> Iterator[tuple[str, str, str]]:
    for name, field in (
        ("headline", "headline"),
        ("byline", "byline"),
        ("dateline", "dateline"),
        ("summary", "summary"),
        ("body", "body_text"),
        ("note to readers", "public_note"),
    ):
        yield name, getattr(before, field) or "", getattr(after, field) or ""
    yield "captions", _captions(before), _captions(after)


def _captions(said: Dispatch) -> str:
    words = (" – ".join(filter(None, (one.caption, one.credit))) for one in said.pictures)
    return _BREAK.join(word for word in words if word)


def difference(before: str, after: str) -> tuple[Passage, ...]:
    """Two texts as one: each paragraph that differs with its words, and how many between them do not."""
    old, new = _paragraphs(before), _paragraphs(after)
    passages: list[Passage] = []
    pairs = _in_both([fold(one) for one in old], [fold(one) for one in new])
    a = b = same = 0
    for x, y in (*pairs, (len(old), len(new))):
        if (x, y) != (a, b):
            passages += [Passage(unchanged=same)] if same else []
            passages += _reworded(old[a:x], new[b:y])
            same = 0
        same += x < len(old)
        a, b = x + 1, y + 1
    return (*passages, Passage(unchanged=same)) if same else tuple(passages)


def _paragraphs(text: str) -> list[str]:
    return [one for one in text.split(_BREAK) if one.strip()]


def _reworded(old: Sequence[str], new: Sequence[str]) -> Iterator[Passage]:
    """Paragraphs in the place of others, which may be fewer or more."""
    before, after = _WORD.findall(_BREAK.join(old)), _WORD.findall(_BREAK.join(new))
    pairs = _in_both([_key(one) for one in before], [_key(one) for one in after])
    kept = sum(bool(before[x].strip()) for x, _ in pairs)
    if kept < _IN_COMMON * max(len(before), len(after)):
        yield from (Passage((Piece(Kind.REMOVED, one),)) for one in old)
        yield from (Passage((Piece(Kind.ADDED, one),)) for one in new)
        return
    pieces: list[Piece] = []
    for kind, word in _in_order(before, after, pairs):
        if word == _BREAK and kind is not Kind.REMOVED:
            yield Passage(_joined(pieces))
            pieces = []
        else:
            pieces.append(Piece(kind, "¶ " if word == _BREAK else word))
    if pieces:
        yield Passage(_joined(pieces))


def _key(word: str) -> str:
    return word if word == _BREAK else word.strip()


def _in_order(
    before: Sequence[str], after: Sequence[str], pairs: Sequence[tuple[int, int]]
) -> Iterator[tuple[Kind, str]]:
    a = b = 0
    for x, y in (*pairs, (len(before), len(after))):
        yield from ((Kind.REMOVED, word) for word in before[a:x])
        yield from ((Kind.ADDED, word) for word in after[b:y])
        if y < len(after):
            yield Kind.SAME, after[y]
        a, b = x + 1, y + 1


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    found: list[tuple[Kind, list[str]]] = []
    for kind, text in pieces:
        if found and found[-1][0] is kind:
            found[-1][1].append(text)
        else:
            found.append((kind, [text]))
    return tuple(Piece(kind, "".join(texts)) for kind, texts in found)


# -- what two sequences have in common


def _in_both(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places of what stays, in order."""
    found: list[tuple[int, int]] = []
    left = [(0, len(old), 0, len(new))]
    while left:
        a, x, b, y = left.pop()
        while a < x and b < y and old[a] == new[b]:
            found.append((a, b))
            a, b = a + 1, b + 1
        while a < x and b < y and old[x - 1] == new[y - 1]:
            x, y = x - 1, y - 1
            found.append((x, y))
        if a == x or b == y:
            continue
        anchors = _once_in_both(old, new, (a, x, b, y))
        if anchors:
            found += anchors
            edges = [(a - 1, b - 1), *anchors, (x, y)]
            left += [(p + 1, q, r + 1, s) for (p, r), (q, s) in pairwise(edges)]
        elif (x - a) * (y - b) <= _SMALL:
            found += _compared(old, new, (a, x, b, y))
    return sorted(found)


_Range = tuple[int, int, int, int]


def _once_in_both(old: Sequence[str], new: Sequence[str], within: _Range) -> list[tuple[int, int]]:
    """What stands once on either side, as far as its order is the same on both."""
    a, x, b, y = within
    often = Counter(old[a:x])
    often_new = Counter(new[b:y])
    place = {word: at for at, word in enumerate(new[b:y], b) if often_new[word] == 1}
    pairs = [(at, place[word]) for at, word in enumerate(old[a:x], a) if often[word] == 1 and word in place]
    return _rising(pairs)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs whose second places rise."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect_left(ends, place)
        before.append(last[at - 1] if at else -1)
        if at == len(ends):
            ends.append(place)
            last.append(number)
        else:
            ends[at], last[at] = place, number
    found: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _compared(old: Sequence[str], new: Sequence[str], within: _Range) -> Iterator[tuple[int, int]]:
    a, x, b, y = within
    for block in SequenceMatcher(None, old[a:x], new[b:y], autojunk=False).get_matching_blocks():
        yield from ((a + block.a + at, b + block.b + at) for at in range(block.size))
