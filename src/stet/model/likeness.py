"""How alike two texts are, by a few numbers: a MinHash over runs of three words (edge cases 46 and 47).

Of all runs of three words in a text, hashed, the least hash in each of eight equal ranges is kept. The share of these
marks that two texts have in common is about the share of the runs that they have in common: a text sent again with
another date at its top, a word mended or its markup changed keeps nearly all marks, and another text has none of them.
`fingerprint` (model/text.py) answers whether two texts are the same to the letter; this one, whether somebody would
call them the same text.
"""

import re
from zlib import crc32

MARKS = 8
"""Marks of a text: at most so many."""
FEWEST_WORDS = 30
"""Shorter texts have no marks: alerts of a few words are alike without being the same."""
_MOST_WORDS = 5000
_RANGE = 32 - (MARKS - 1).bit_length()
# Scripts that put no blank between words: each character is one.
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")

Likeness = frozenset[int]


def likeness(text: str) -> Likeness:
    """The marks of a text, each at least 0 and below 2**32; none for one too short to tell.

    Case, punctuation and white space do not count. A mark says in its highest bits which range it is the least of, so
    marks of all texts can lie in one table, and texts that may be near are found by one equal number.
    """
    words = [word.encode("utf-8", "surrogatepass") for word in _WORD.findall(text.casefold())[:_MOST_WORDS]]
    if len(words) < FEWEST_WORDS:
        return frozenset()
    runs = map(b" ".join, zip(words, words[1:], words[2:], strict=False))
    marks = sorted(set(map(crc32, runs)), reverse=True)
    return frozenset({mark >> _RANGE: mark for mark in marks}.values())


def is_near(one: Likeness, other: Likeness) -> bool:
    """Whether the marks are of what is nearly the same text: three of four are equal."""
    return bool(one) and 4 * len(one & other) >= 3 * max(len(one), len(other))
