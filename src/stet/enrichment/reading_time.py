"""How long a story takes to read, in whole minutes, from its own words (page.md 10)."""

import re

WORDS_A_MINUTE = 220
"""Silent reading of news in scripts that part their words with blanks."""

_CHARACTERS_A_MINUTE = {"zh": 450, "ja": 550}
_HAN_OR_KANA = 500
_SYLLABIC = 950
"""Thai, Lao, Khmer, Burmese, Tibetan: letters, with marks belonging to their letters; about 4.5 make a word."""

_CJK = re.compile(r"[\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
# Base letters and digits only: vowel signs and tone marks above or below are read with the letter that carries them.
_UNSPACED = re.compile(
    r"[\u0e01-\u0e30\u0e32\u0e33\u0e3f-\u0e46\u0e50-\u0e59\u0e81-\u0eb0\u0eb2\u0eb3\u0ec0-\u0ec6\u0ed0-\u0edf"
    r"\u0f40-\u0f6c\u1000-\u102a\u103f-\u1055\u1780-\u17b3]"
)
_WITHOUT_BLANKS = re.compile(
    r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]"
)
_LONE_MARKS = (" - ", " – ", " — ", " -- ", " | ", " / ", " … ", " * ", " • ", " · ")


def minutes(text: str, language: str | None) -> int:
    """Whole minutes, rounded to the nearest and at least 1; 0 when there is nothing to read.

    Words are what blanks part, so a mark of Devanagari, Arabic or Tamil never splits one. Scripts without
    blanks are counted by character, at the pace of `language` (a BCP 47 tag) where it is known.
    """
    characters = 0.0
    if not text.isascii() and _WITHOUT_BLANKS.search(text):
        text, characters = _unspaced(text, language)
    words = _words(text)
    spent = words / WORDS_A_MINUTE + characters
    if not spent:
        return 0
    return max(1, int(spent + 0.5))


def _words(text: str) -> int:
    count = len(text.split())
    for mark in _LONE_MARKS:
        if mark in text:
            count -= text.count(mark)
    if count <= 3:  # few enough to look at each: a line of stars is nothing to read
        return sum(any(c.isalnum() for c in word) for word in text.split())
    return count


def _unspaced(text: str, language: str | None) -> tuple[str, float]:
    """The text without the characters of scripts that know no blanks, and the minutes those take."""
    pace = _CHARACTERS_A_MINUTE.get((language or "").split("-")[0].lower(), _HAN_OR_KANA)
    spent = len(_CJK.findall(text)) / pace + len(_UNSPACED.findall(text)) / _SYLLABIC
    return _strip_punctuation(_WITHOUT_BLANKS.sub(" ", text)), spent


def _strip_punctuation(text: str) -> str:
    """Only what is left between unspaced runs: stops and brackets there are no words."""
    return " ".join(word for word in text.split() if any(c.isalnum() for c in word))
