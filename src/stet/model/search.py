"""What a reader asks for, as search understands it, and what is found.

    rain coast      both words
    "heavy rain"    these words together
    harb*           words that begin so; so may the last word typed
    -cricket        not that word

Nothing that is typed is an error: what has no letter and no figure in it is passed over.
"""

import re
from collections.abc import Iterator, Sequence
from unicodedata import category

from msgspec import Struct

from stet.model.page import Card
from stet.model.words import Word, is_one_sign, words

LONGEST = 200
"""Characters of a query that are looked at."""
PAGE = 20
"""Reports on a page of results."""
REACH = 1000
"""Reports that can be paged through."""
COUNTED = 10_000
"""Above this many, how many match is not counted."""

_JOINERS = "\u200c\u200d"  # they decide how a word of Indic and Arabic scripts is read
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))
_PIECE = re.compile(r'(?P<less>(?<!\S)-)?(?:"(?P<phrase>[^"]*)(?:"|\Z)|(?P<word>[^\s"]+))')
_FEWEST_LETTERS = 3  # that are taken for the beginning of a word: `gas` is, `us` is not; a Korean sign is two or three
_KOREAN = re.compile("[가-힣]")


class Term(Struct, frozen=True):
    """Words that stand together, in this order."""

    words: tuple[str, ...]
    is_open: bool = False
    """The last of them may be only the beginning of a word."""

    def places(self, text: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Where the term stands in a text whose words these are: from which character to which."""
        first, length = self.words[0], len(self.words)
        for place, word in enumerate(text):
            if length == 1:
                if word.text == first or (self.is_open and word.text.startswith(first)):
                    yield word.start, word.end
            elif word.text == first and self._stands(text[place : place + length]):
                yield word.start, text[place + length - 1].end

    def _stands(self, run: Sequence[Word]) -> bool:
        if len(run) < len(self.words) or any(a.text != b for a, b in zip(run[:-1], self.words, strict=False)):
            return False
        last = run[-1].text
        return last == self.words[-1] or (self.is_open and last.startswith(self.words[-1]))


class Query(Struct, frozen=True, kw_only=True):
    """A query, understood."""

    text: str
    """As it was typed, at most `LONGEST` characters."""
    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()


class Hit(Struct, frozen=True, kw_only=True):
    """A report that was found."""

    card: Card
    text: str
    """The body that readers see, paragraphs split by a blank line."""


class Found(Struct, frozen=True, kw_only=True):
    """One page of what was found, best or newest first."""

    hits: tuple[Hit, ...]
    count: int
    """How many match in all; `COUNTED` + 1 when there are more than `COUNTED`."""
    page: int = 1
    """Which page this is; the last one where a later one was asked for."""

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-min(self.count, REACH) // PAGE))


def query(text: str) -> Query:
    """Understand what a reader typed. Never raises."""
    shown = " ".join("".join(map(_plain, text)).split())[:LONGEST].strip()
    wanted: dict[Term, None] = {}
    unwanted: dict[Term, None] = {}
    pieces = list(_PIECE.finditer(shown.translate(_QUOTES)))
    for piece in pieces:
        less = piece["less"] is not None
        term = _term(piece, is_last=piece is pieces[-1] and not less)
        if term:
            (unwanted if less else wanted)[term] = None
    return Query(text=shown, wanted=tuple(wanted), unwanted=tuple(unwanted))


def _plain(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    return "" if category(character) == "Cf" else " "


def _term(piece: re.Match[str], *, is_last: bool) -> Term | None:
    typed = piece["word"] if piece["phrase"] is None else piece["phrase"]
    found = words(typed)
    if not found:
        return None
    last = found[-1]
    if is_one_sign(typed[last.start : last.end]):
        # The end of a run of signs stands in the index as a pair, unless the copy ends there too.
        inside = len(found) > 1 and found[-2].start < last.start < found[-2].end
        return Term(tuple(word.text for word in found[:-1])) if inside else Term(_texts(found), is_open=True)
    may_go_on = piece["phrase"] is None and len(last.text) + len(_KOREAN.findall(last.text)) >= _FEWEST_LETTERS
    return Term(_texts(found), is_open=may_go_on and (is_last or typed.endswith("*")))


def _texts(found: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.text for word in found)
