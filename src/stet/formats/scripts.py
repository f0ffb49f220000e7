"""Whether a text is written in the script of its language (edge_cases.md 86).

A wrong label makes a screen reader read Hindi as English and sets Urdu from left to right. The label is put right
where the writing leaves little doubt, and that is said; the words are never touched.
"""

import re

_SAMPLE = 2000
_LEAST = 40
"""Letters of a script that make a text one of that script."""
_SHARE = 0.6

_LETTERS = {
    name: re.compile(f"[{letters}]+")
    for name, letters in {
        "Latin": "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ", "Greek": "Ͱ-Ͽἀ-῾", "Cyrillic": "Ѐ-ԯ", "Armenian": "Ա-֏", "Hebrew": "א-ת",
        "Arabic": "ء-ۓۺ-ۿݐ-ݿﭐ-ﻼ", "Devanagari": "ऀ-ॣ", "Bengali": "ঀ-৾", "Gurmukhi": "ਁ-ੵ", "Gujarati": "ઁ-૿",
        "Odia": "ଁ-୷", "Tamil": "ஂ-௺", "Telugu": "ఀ-౿", "Kannada": "ಀ-ೲ", "Malayalam": "ഀ-ൿ", "Sinhala": "ඁ-෴",
        "Thai": "ก-๎", "Lao": "ກ-ໝ", "Tibetan": "ༀ-ྼ", "Burmese": "က-႟", "Georgian": "Ⴀ-ჿ", "Ethiopic": "ሀ-፼",
        "Khmer": "ក-៓", "Korean": "가-힣ᄀ-ᇿ", "Chinese or Japanese": "一-鿿㐀-䶿ぁ-ヿ",
    }.items()
}  # fmt: skip
_OF_LANGUAGE = {
    language: name
    for name, languages in {
        "Greek": "el", "Cyrillic": "ru uk be bg mk", "Armenian": "hy", "Hebrew": "he iw yi",
        "Arabic": "ar fa ur ps ckb ug prs", "Devanagari": "hi mr ne", "Bengali": "bn as", "Gurmukhi": "pa",
        "Gujarati": "gu", "Odia": "or", "Tamil": "ta", "Telugu": "te", "Kannada": "kn", "Malayalam": "ml",
        "Sinhala": "si", "Thai": "th", "Lao": "lo", "Tibetan": "bo dz", "Burmese": "my", "Georgian": "ka",
        "Ethiopic": "am ti", "Khmer": "km", "Korean": "ko", "Chinese or Japanese": "zh yue ja",
        "Latin": "en de fr es pt it nl sv da no nb nn fi is et lv lt pl cs sk sl hr hu ro tr id ms vi sw af sq ca eu "
                 "gl ga cy mt tl fil",
    }.items()
    for language in languages.split()
}  # fmt: skip
"""Languages of one script. Those written in several are not judged."""
_USUAL = {
    "Greek": "el", "Armenian": "hy", "Hebrew": "he", "Devanagari": "hi", "Bengali": "bn", "Gurmukhi": "pa",
    "Gujarati": "gu", "Odia": "or", "Tamil": "ta", "Telugu": "te", "Kannada": "kn", "Malayalam": "ml", "Sinhala": "si",
    "Thai": "th", "Lao": "lo", "Tibetan": "bo", "Burmese": "my", "Georgian": "ka", "Ethiopic": "am", "Khmer": "km",
    "Korean": "ko",
}  # fmt: skip
_TELLING = {
    "Arabic": (("ٹڈڑںے", "ur"), ("ټډړښۍ", "ps"), ("پچژگ", "fa"), ("", "ar")),
    "Cyrillic": (("їєґ", "uk"), ("ў", "be"), ("ѓќѕ", "mk"), ("ыэ", "ru"), ("щъ", "bg")),
    "Chinese or Japanese": (("のはをにがでと", "ja"), ("", "zh")),
}
"""Letters that only one of a script's languages has, tried in order."""


def language_by_script(language: str | None, text: str) -> tuple[str | None, tuple[str, ...]]:
    """The language of a text, put right where its writing contradicts the label; and what was put right."""
    name = _script_of(language) if language else "Latin"
    if name is None or (name == "Latin" and len(text.encode("utf-8", "replace")) < 1.4 * len(text)):
        return language, ()  # Latin letters take one byte, the odd accent two: anything else shows at once
    sample = text[:_SAMPLE]
    found = _count(name, sample)
    if found >= (1 - _SHARE) * len(sample):
        return language, ()  # no other script can have the share that it takes
    other, count = max(((each, _count(each, sample)) for each in _LETTERS if each != name), key=lambda pair: pair[1])
    if count < _LEAST or count <= _SHARE * (count + found):
        return language, ()
    right = _USUAL.get(other) or _by_letters(other, sample)
    said = f"labelled {language!r}" if language else "without a language"
    return right, (f"the text is {said} and written in {other} letters; {_taken(right)}",)


def _taken(right: str | None) -> str:
    return f"it was taken as {right!r}" if right else "which language it is cannot be told from them"


def _script_of(language: str) -> str | None:
    """The one script of a language; none where it has several, or the label names one itself."""
    primary, _, rest = language.lower().replace("_", "-").partition("-")
    if any(len(part) == 4 and part.isalpha() for part in rest.split("-")) or (primary, rest) == ("pa", "pk"):
        return None
    return _OF_LANGUAGE.get(primary)


def _count(name: str, sample: str) -> int:
    return sum(map(len, _LETTERS[name].findall(sample)))


def _by_letters(name: str, sample: str) -> str | None:
    for letters, language in _TELLING.get(name, ()):
        if not letters or any(letter in sample for letter in letters):
            return language
    return None
