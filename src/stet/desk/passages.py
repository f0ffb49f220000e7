"""What two versions of a text differ in, and what a headline has in common with it (life.md section 9).

The question is whether a house headline may hold the error that a correction fixed. It is answered by words: those of
the passages that changed, against those of the headline. In doubt the answer is yes, for a headline that goes
back to the agency's costs little and one that keeps an error costs much.

* A *name* is a word with a capital, in scripts that have them, other than at the start of a sentence; there it is one
  unless the text also has it in small letters. In scripts without capitals, and in lines set in capitals throughout,
  any word of three letters and more is, but for the commonest. A name changes as a whole: who corrects "Jane Smith"
  into "Joan Smith" has changed "Smith" too; where more than three words in a row did, the sentence was written anew
  and every name in it counts. Endings are forgiven: "Smith's", "Russian", "Москве".
* A *number* is a run of digits of any script, without the marks that group them, or an English word for one. It changes
  with what it counts in: millions into billions, pounds into euros.
* A word *struck out* stood in a changed passage and is nowhere in the text any more: a headline that has it says what
  the story no longer says.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from stet.desk.common_words import COMMON, NUMBERS, UNITS
from stet.model.text import fold

_LONGEST_DIFF = 3000
"""Words between the first and the last difference. What is longer counts as changed throughout."""
_LONGEST_TEXTS = 400_000
"""Characters of two texts together."""
_MENDED = 3
"""Words that are changed in a sentence that was mended; where more are, it was written anew."""
_SHORTEST_NAME = 3
_SHORTEST_STRUCK = 4
_GRAM = 4
_ENDING = 3
"""Letters that the ending of a word may have."""

# Marks of Indic, Arabic and other scripts are part of words, which `\w` does not know; so are the joiners.
_MARKS = "".join(
    chr(point)
    for block in (range(0x300, 0x1D00), range(0xA600, 0xAC00))
    for point in block
    if unicodedata.category(chr(point)) in ("Mn", "Mc")
)
_LETTER = rf"(?:[^\W\d_]|[{_MARKS}\u200c\u200d])"
_WHOLE = "\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff\U00020000-\U0003ffff"  # Han: a word a sign, nearly
_KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f"
_HIRAGANA = "\u3041-\u309f"
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer: no blanks between words
_TOKEN = re.compile(
    rf"""(?P<number>\d+(?:[.,٫٬’'\u00a0\u202f\u2009]\d+)*)
    |(?P<sign>[$€£¥₹₽₩%])
    |(?P<whole>[{_WHOLE}])
    |(?P<kana>[{_HIRAGANA}]+)
    |(?P<initials>(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?!\w))?)
    |(?P<word>[{_KATAKANA}]+|(?:(?![{_WHOLE}{_KATAKANA}{_HIRAGANA}]){_LETTER})(?:(?![{_WHOLE}{_KATAKANA}{_HIRAGANA}])(?:{_LETTER}|\d))*)""",
    re.VERBOSE,
)
_STARTS = re.compile(r"[.!?…:;।॥؟۔。！？“”\"«»„\n•|(]")
"""Between two words one of these begins a sentence, or something that looks like one."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
_LATIN = re.compile("[a-z]")


class Token(NamedTuple):
    """A word, a number or a sign of currency, and where it stands."""

    text: str
    key: str
    """What makes two tokens the same: case, composition and the marks that group digits do not differ."""
    kind: str
    start: int
    opens: bool
    """It begins a sentence."""
    is_cased: bool
    """Its capitals say something: its script has them, and the line is not set in capitals throughout."""


class Changed(NamedTuple):
    """What the passages hold in which two versions differ."""

    names: frozenset[str]
    numbers: frozenset[str]
    struck: frozenset[str]
    is_all: bool = False
    """The texts are too long to be compared while others wait: anything may have changed."""


_NONE: frozenset[str] = frozenset()

Texts = Sequence[tuple[str, str]]
"""Pairs of texts, each as it was and as it is."""


def changed(texts: Texts) -> Changed:
    """Names, numbers and struck words of the passages that differ, in both their wordings."""
    if any(before != after and len(before) + len(after) > _LONGEST_TEXTS for before, after in texts):
        return Changed(_NONE, _NONE, _NONE, is_all=True)
    names: set[str] = set()
    numbers: set[str] = set()
    gone: set[str] = set()
    pairs = [(tokens(before), tokens(after)) for before, after in texts]
    small = {t.key for pair in pairs for side in pair for t in side if t.is_cased and t.text.islower()}
    left = {token.key for _, after in pairs for token in after}
    for before, after in pairs:
        for was, now in _differences(before, after):
            anew = max(was[1] - was[0], now[1] - now[0]) > _MENDED
            for side, span in ((before, was), (after, now)):
                for token in _passage(side, span, anew=anew):
                    numbers |= _numbers_in(token)
                    if _is_name(token, small):
                        names |= _forms(token)
            gone |= {token.key for token in before[slice(*was)]} - left
    struck = {key for key in gone if len(key) >= _SHORTEST_STRUCK and key not in COMMON}
    return Changed(frozenset(names), frozenset(numbers), frozenset(struck))


def in_common(headline: str, change: Changed) -> tuple[str, ...]:
    """The words of a headline that the changed passages have too, as the headline writes them; mostly none."""
    if change.is_all:
        return (headline,)
    return tuple(dict.fromkeys(token.text for token in tokens(headline) if _is_shared(token, change)))


def _is_shared(token: Token, change: Changed) -> bool:
    if token.key in change.struck or not change.numbers.isdisjoint(_numbers_in(token)):
        return True
    return _may_be_name(token) and any(alike(mine, one) for mine in _forms(token) for one in change.names)


def wordings(texts: Texts) -> Iterator[tuple[str, str]]:
    """What differs, in words a person can compare: how each passage was, and how it is."""
    for old, new in texts:
        before, after = tokens(old), tokens(new)
        for was, now in _differences(before, after):
            yield _said(old, before, was), _said(new, after, now)


def tokens(text: str) -> list[Token]:
    """The words, numbers and signs of a text in order."""
    found: list[Token] = []
    shouted = text.upper() == text
    end = 0
    for match in _TOKEN.finditer(text):
        said, kind = match[0], str(match.lastgroup)
        opens = not found or _STARTS.search(text, end, match.start()) is not None
        is_cased = not shouted and said.lower() != said.upper()
        found.append(Token(said, _key(said, kind), kind, match.start(), opens, is_cased))
        end = match.end()
    return found


@lru_cache(maxsize=8192)
def _key(said: str, kind: str) -> str:
    if kind == "number":
        return _plain_number(said)
    if kind == "initials":
        said = said.replace(".", "")
    return unicodedata.normalize("NFC", said).casefold()


def _plain_number(said: str) -> str:
    """`12,000`, `12.000`, `12 000`, `1,20,000` and `१२,०००` in figures alone; what is no group is a fraction."""
    figures = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else "." for c in said)
    first, *rest = figures.split(".")
    fraction = ""
    if rest and len(rest[-1]) != 3:
        fraction = rest.pop().rstrip("0")
    whole = "".join((first, *rest)).lstrip("0") or "0"
    return f"{whole}.{fraction}" if fraction else whole


# -- differences

Span = tuple[int, int]


def _differences(before: Sequence[Token], after: Sequence[Token]) -> Iterator[tuple[Span, Span]]:
    """Where two texts differ, as pairs of spans of tokens."""
    old, new = [token.key for token in before], [token.key for token in after]
    start = _same(old, new)
    end = _same(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    if not middle_old and not middle_new:
        return
    if len(middle_old) + len(middle_new) > _LONGEST_DIFF:
        yield (start, len(old) - end), (start, len(new) - end)
        return
    matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            yield (start + a, start + b), (start + c, start + d)


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts begin with in common."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _passage(side: Sequence[Token], span: Span, *, anew: bool) -> Sequence[Token]:
    """A changed span with the rest of the name or the number that it begins or ends in; one written anew with the rest
    of its sentence."""
    start, end = span
    if start == end:
        return ()
    while start and (_belongs(side[start - 1], side[start]) or (anew and not side[start].opens)):
        start -= 1
    while end < len(side) and (_belongs(side[end - 1], side[end]) or (anew and not side[end].opens)):
        end += 1
    return side[start:end]


def _belongs(one: Token, next_: Token) -> bool:
    if next_.opens:
        return False
    if _counts(one) and _counts(next_):
        return True
    return all(token.is_cased and not token.text.islower() and token.key not in COMMON for token in (one, next_))


def _counts(token: Token) -> bool:
    return token.kind in ("number", "sign") or token.key in NUMBERS or token.key in UNITS


def _said(text: str, side: Sequence[Token], span: Span) -> str:
    start, end = span
    if start == end:
        return ""
    return fold(text[side[start].start : side[end - 1].start + len(side[end - 1].text)])


# -- names and numbers


def _numbers_in(token: Token) -> set[str]:
    if token.kind == "number":
        return {token.key}
    if token.key in NUMBERS:
        return {NUMBERS[token.key]}
    return {_plain_number(run) for run in re.findall(r"\d+", token.text)}


def _may_be_name(token: Token) -> bool:
    """Whether a word can be a name, wherever it stands."""
    if token.kind in ("number", "sign", "kana"):
        return False
    if not token.is_cased:
        return token.kind == "whole" or (len(token.key) >= _SHORTEST_NAME and token.key not in COMMON)
    if token.text.islower() or len(token.key) < 2:
        return False
    return token.key not in COMMON or (token.text.isupper() and token.kind != "whole")


def _is_name(token: Token, small: set[str]) -> bool:
    return _may_be_name(token) and not (token.opens and token.is_cased and token.key in small)


def _forms(token: Token) -> set[str]:
    """A name as it is compared: without accents, and in scripts without blanks every run of four signs of it."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", token.key) if not "\u0300" <= c <= "\u036f")
    if re.match(f"[{_UNSPACED}]", bare):
        return {bare[at : at + _GRAM] for at in range(max(1, len(bare) - _GRAM + 1))}
    return {unicodedata.normalize("NFC", bare)}


def alike(one: str, other: str) -> bool:
    """Whether two words are one name, whatever their endings; in Arabic and Hebrew, whatever is set before it too."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    extra = len(long) - len(short)
    if extra > _ENDING or len(short) < _SHORTEST_NAME:
        return False
    latin = _LATIN.match(short) is not None
    if long.startswith(short):
        return len(short) > _SHORTEST_NAME or not latin
    if _RIGHT_TO_LEFT.match(short) and (short in long or _same(short[::-1], long[::-1]) > _SHORTEST_NAME):
        return True
    common = _same(short, long)
    return common >= (5 if latin else 4) and len(long) - common <= _ENDING
