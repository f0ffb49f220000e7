"""What search takes for a word: one rule for the copy and for what a reader types, whatever database keeps the index.

Words are compared without case, accents, vowel signs that a script may leave out (Arabic, Hebrew), joiners and soft
hyphens; letters that are written in several ways are one (أ إ آ ا, ß ss, ø o), figures of all scripts too. The signs
that Indic scripts spell with stay. Scripts that put no blank between words (Chinese, Japanese, Thai, Lao, Khmer,
Burmese) are indexed by every two neighbouring characters, so that any part of a run is found as a phrase of pairs.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, decimal, normalize

RULE = 1
"""Goes up when the same text gives other words: what was indexed by another rule is indexed again."""
MOST_WORDS = 16_000
"""Of one text; PostgreSQL keeps no place beyond 16,383."""
_MOST_BYTES = 500_000  # of all words of a text: PostgreSQL takes a megabyte at most
_MOST_TEXT = 500_000  # characters that are looked at
_LONGEST = 64  # characters; what is longer is no word


class Word(NamedTuple):
    """A word as it is compared, and where it stands in the text."""

    text: str
    start: int
    end: int


def _ranges(codes: list[int]) -> str:
    """Code points as the inside of a character class."""
    parts: list[list[int]] = []
    for code in codes:
        if parts and parts[-1][1] == code - 1:
            parts[-1][1] = code
        else:
            parts.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in parts)


_SCANNED = range(0x300, 0x1F000)  # no mark and no figure stands above, but for variation selectors
_MARKS = _ranges([code for code in _SCANNED if category(chr(code))[0] == "M"])
_JOINERS = "\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0100-\U000e01ef"
_BLOCKS = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3005, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F), (0xF900, 0xFAFF), (0xFF66, 0xFF9D),
)  # fmt: skip
"""Scripts without blanks."""
_BEYOND = "\U0001b000-\U0001b16f\U00020000-\U0003fffd"  # more of them, all letters
_DENSE = _BEYOND + _ranges(
    [code for first, last in _BLOCKS for code in range(first, last + 1) if category(chr(code)) in ("Lo", "Lm", "Nl")]
)

_INITIAL = r"[^\W\d_]"
_RUN = re.compile(
    rf"\w+(?:[{_MARKS}{_JOINERS}]+\w*)*(?:(?<=\b{_INITIAL})\.{_INITIAL}\b(?![{_MARKS}])(?:\.{_INITIAL}\b(?![{_MARKS}]))*)?"
)
_PART = re.compile(rf"(?P<dense>(?:[{_DENSE}][{_MARKS}{_JOINERS}\uff9e\uff9f]*)+)|[^{_DENSE}]+")
_SIGN = re.compile(rf"[{_DENSE}][^{_DENSE}]*")
_BREAK = re.compile(rf"[^\w{_MARKS}]+|_")

_DROPPED = (
    (0x00AD, 0x00AD), (0x02BB, 0x02BB), (0x0300, 0x036F), (0x0483, 0x0487), (0x0591, 0x05C7), (0x0610, 0x061A),
    (0x0640, 0x0640), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06ED), (0x08D3, 0x08FF), (0x093C, 0x093C),
    (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x200C, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x2069),
    (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xFEFF, 0xFEFF), (0xE0100, 0xE01EF),
)  # fmt: skip
_ONE_LETTER = {
    "æ": "ae", "ð": "d", "ø": "o", "þ": "th", "đ": "d", "ħ": "h", "ı": "i", "ł": "l", "ŋ": "n", "œ": "oe", "ŧ": "t",
    "ʼ": " ", "\u0671": "\u0627", "\u0649": "\u064a", "\u06cc": "\u064a", "\u06a9": "\u0643", "\u0629": "\u0647",
    "\u06be": "\u0647", "\u06c1": "\u0647", "\u06c3": "\u0647", "\u06d5": "\u0647", "\u0901": "\u0902",
}  # fmt: skip
_FOLDED: dict[int, str | None] = {
    **{code: str(decimal(chr(code))) for code in _SCANNED if chr(code).isdecimal()},
    **{ord(letter): other for letter, other in _ONE_LETTER.items()},
    **{code: None for first, last in _DROPPED for code in range(first, last + 1) if not chr(code).isdecimal()},
}


def words(text: str) -> list[Word]:
    """The words of a text with their places, in order."""
    found: list[Word] = []
    for run in _RUN.finditer(text):
        start = run.start()
        found += [Word(word, start + begin, start + end) for word, begin, end in _words_of(run[0])]
    return found


def indexed(text: str, most: int = MOST_WORDS) -> list[str]:
    """The words of a text as an index keeps them, in order, at most so many."""
    runs = _RUN.findall(text[:_MOST_TEXT])
    # Written out, for each story passes here: a call for each run would take longer than all the rest.
    found = [word[0] for run in runs for word in (_remembered(run) if len(run) <= _LONGEST else _taken_apart(run))]
    del found[most:]
    size = 0
    for place, word in enumerate(found):
        size += 4 * len(word)
        if size > _MOST_BYTES:
            return found[:place]
    return found


def _words_of(run: str) -> tuple[Word, ...]:
    return _remembered(run) if len(run) <= _LONGEST else _taken_apart(run)


@lru_cache(maxsize=32_768)
def _remembered(run: str) -> tuple[Word, ...]:
    return _taken_apart(run)


def _taken_apart(run: str) -> tuple[Word, ...]:
    if run.isascii() and run.isalnum():
        return (Word(run.lower()[:_LONGEST], 0, len(run)),)
    if "." in run:  # U.N. is UN
        return tuple(Word(folded, 0, len(run)) for folded in fold(run.replace(".", "")))
    found: list[Word] = []
    for part in _PART.finditer(run):
        if part["dense"] is None:
            found += [Word(folded, *part.span()) for folded in fold(part[0])]
        else:
            found += _pairs(part[0], part.start())
    return tuple(found)


def _pairs(run: str, offset: int) -> Iterator[Word]:
    """Every two neighbours, and the last character alone: so one character is found as the beginning of a word."""
    signs = [(one.start() + offset, one.end() + offset, "".join(fold(one[0]))) for one in _SIGN.finditer(run)]
    for (start, end, sign), (_, next_end, following) in zip(signs, [*signs[1:], (0, 0, "")], strict=True):
        if sign:
            yield Word((sign + following)[:_LONGEST], start, next_end or end)


def fold(run: str) -> tuple[str, ...]:
    """A run of letters as it is compared: mostly one word, none for signs alone, several for `½` or `ﷺ`."""
    plain = normalize("NFKD", normalize("NFKD", run).casefold()).translate(_FOLDED)
    return tuple(word[:_LONGEST] for word in _BREAK.split(normalize("NFC", plain)) if word)


def is_one_sign(text: str) -> bool:
    """Whether a piece of text is one character of a script that puts no blank between words."""
    return _SIGN.fullmatch(text) is not None
