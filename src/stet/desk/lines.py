"""A text as lines: its sentences, the clauses in them, and which of these are negative.

No grammar: a sentence ends at its mark, a clause at a comma, a bracket or a "but", and a clause that has a "no"
anywhere is negative as a whole. What stands in one line is said of one thing, or near enough for a headline to be
held against it.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from stet.desk.amounts import gap
from stet.desk.claim_words import ABBREVIATED, ANDS, BREAKS, LEADS_ON, NEGATIONS, TURNS, Phrase
from stet.desk.common_words import COMMON
from stet.desk.passages import Token, tokens

LONGEST_WORD = 64
"""Letters. What is longer is no word, and is compared by so many."""
MOST_WORDS = 120
"""Of a line. What has more is a table or a list, and is cut."""
_ENDS = re.compile(r"[!?…।॥؟۔。！？\n]")
_CLAUSES = re.compile(r"[,;:()\[\]–—“”„\"«»،؛]| -+ ")
_AND = re.compile("[وف].")
"""Arabic writes "and" into the word behind it."""
_FOCUS = 2
_SOON = 2


class Line(NamedTuple):
    """A sentence, or a headline."""

    text: str
    """The text it stands in."""
    tokens: tuple[Token, ...]
    clauses: tuple[int, ...]
    """The clause that each token is in."""
    stems: tuple[str, ...]
    """Each token as words are compared that have endings; empty for the commonest."""
    turned: frozenset[int]
    """The clauses that are negative."""

    @property
    def keys(self) -> tuple[str, ...]:
        """What makes two lines the same."""
        return tuple(token.key for token in self.tokens)

    def stands(self, at: int) -> bool:
        """Whether what a token says is said, and not denied."""
        return self.clauses[at] not in self.turned


def lines(text: str) -> list[Line]:
    """The lines of a text, in order."""
    found: list[Line] = []
    whole = tokens(text)
    start = 0
    for at in range(1, len(whole)):
        if at - start >= MOST_WORDS or _ends(gap(text, whole, at - 1), whole[at - 1], whole[at]):
            found.append(line(text, whole[start:at]))
            start = at
    if whole[start:]:
        found.append(line(text, whole[start:]))
    return found


def line(text: str, found: Sequence[Token]) -> Line:
    """Tokens of a text as one line."""
    turns = [first for first, _ in phrases(text, found, TURNS)]
    clauses = [0] if found else []
    for at in range(1, len(found)):
        breaks = found[at].key in BREAKS or _CLAUSES.search(gap(text, found, at - 1)) is not None
        begins = found[at].key in ANDS and any(at < turn <= at + _SOON for turn in turns)
        clauses.append(clauses[-1] + (breaks or begins))
    turned = frozenset(clauses[turn] for turn in turns)
    stems = tuple(stem(token.key) if _says_something(token) else "" for token in found)
    return Line(text, tuple(found), tuple(clauses), stems, turned)


def _says_something(token: Token) -> bool:
    return (
        token.key not in COMMON and token.kind != "sign" and (len(token.key) > 1 or token.kind in ("number", "whole"))
    )


def _ends(between: str, before: Token, after: Token) -> bool:
    if _ENDS.search(between):
        return True
    if "." not in between or after.text.islower():
        return False
    return before.key not in ABBREVIATED and (len(before.text) > 1 or before.kind == "number")


def negations(headline: Line) -> list[tuple[int, int]]:
    """The negations that a headline has, each by its first and its last token."""
    return phrases(headline.text, headline.tokens, NEGATIONS)


def phrases(text: str, found: Sequence[Token], table: Container[Phrase]) -> list[tuple[int, int]]:
    """Where the tokens have a phrase of the table; `n't` is a "not"."""
    places = []
    for at, token in enumerate(found):
        following = found[at + 1].key if at + 1 < len(found) else ""
        is_short_not = following == "t" and token.key.endswith("n") and gap(text, found, at) in ("'", "’")
        if (token.key,) in table or (_AND.match(token.key) and (token.key[1:],) in table):
            places.append((at, at))
        elif (token.key, following) in table or (is_short_not and ("not",) in table):
            places.append((at, at + 1))
    return places


def focus(headline: Line, cue: tuple[int, int]) -> frozenset[str]:
    """The words that a negation denies: the two behind it, else the two before it."""
    first, last = cue
    behind = _nearest(headline, range(last + 1, len(headline.tokens)), headline.clauses[first])
    return frozenset(behind or _nearest(headline, range(first - 1, -1, -1), headline.clauses[first]))


def _nearest(headline: Line, places: Iterable[int], clause: int) -> list[str]:
    words: list[str] = []
    for at in places:
        if headline.clauses[at] != clause or len(words) == _FOCUS or (words and headline.tokens[at].key in LEADS_ON):
            break
        if headline.stems[at]:
            words.append(headline.stems[at])
    return words


def denies(said: Line, words: Iterable[str]) -> bool:
    """Whether a line has one of the words in a negative clause."""
    wanted = frozenset(words)
    return any(one in wanted and not said.stands(at) for at, one in enumerate(said.stems))


def stem(key: str) -> str:
    """A word without accents, and an English one without its ending: `killed`, `kills` and `killing` are one."""
    return _stem(key[:LONGEST_WORD])


@lru_cache(maxsize=16384)
def _stem(key: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", key) if not "\u0300" <= c <= "\u036f")
    if not (bare.isascii() and bare.isalpha()):
        return unicodedata.normalize("NFC", bare)
    for ending, instead in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if bare.endswith(ending) and len(bare) - len(ending) >= 3 and not bare.endswith("ss"):
            bare = bare[: -len(ending)] + instead
            break
    if len(bare) > 3 and bare[-1] == bare[-2]:
        bare = bare[:-1]
    return bare.removesuffix("e") if len(bare) > 3 else bare
