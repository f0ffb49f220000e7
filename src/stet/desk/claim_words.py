"""The tables of claims.toml: words by which a headline is held against the copy it stands over."""

import tomllib
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from importlib.resources import files
from typing import NamedTuple

from stet.desk.common_words import NUMBERS as ENGLISH

Phrase = tuple[str, ...]
"""One word or several, as they are compared."""


class Contraries(NamedTuple):
    """Two sorts of outcome, the one the contrary of the other."""

    one: frozenset[str]
    other: frozenset[str]
    ends: bool
    """A thing comes out so once."""


_TABLE = tomllib.loads(files("stet.desk").joinpath("claims.toml").read_text("utf-8"))


def _words(text: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", text).casefold().split())


def _phrases(text: str) -> tuple[Phrase, ...]:
    return tuple(tuple(entry.split("_")) for entry in _words(text))


def _numbers(table: Mapping[str, str]) -> dict[str, int]:
    return {word: int(number) for number, text in table.items() for word in _words(text)}


_SHORT, _TONGUES, _NO = _TABLE["words"], _TABLE["languages"], _TABLE["negations"]
SMALL = frozenset(_words(_SHORT["small"]))
ABBREVIATED = frozenset(_words(_SHORT["abbreviated"]))
EARLIER = frozenset(_words(_SHORT["earlier"]))
MOVED = frozenset(_words(_SHORT["moved"]))
GERMAN = frozenset(_words(_SHORT["german"]))
CAPITAL_NOUNS = frozenset(_words(_TONGUES["capital_nouns"]))
"""Languages."""
INFLECTED = frozenset(_words(_TONGUES["inflected"]))
"""Languages."""

SCALES = {word: Decimal(number) for word, number in _numbers(_TABLE["scales"]).items()}
ORDINALS = _numbers(_TABLE["ordinals"])
NUMBERS = {word: int(number) for word, number in ENGLISH.items() if word not in SCALES} | _numbers(_TABLE["numbers"])
"""Words for numbers, without the scales they are multiplied by."""
NUMBERS_OF_COPY = _numbers(_TABLE["numbers_of_copy"])
UNITS = {word: sign for sign, text in _TABLE["units"].items() for word in _words(text)}
"""The sign for a unit, by the words for it."""
HEDGES = {word: side for side, text in _TABLE["hedges"].items() for word in _words(text)}
"""From which side a number is rounded, by the word before it: `up`, `down` or `near`."""

KNOWN_NAMES: dict[Phrase, str] = {
    phrase: name
    for table in ("countries", "calendar")
    for name, text in _TABLE[table].items()
    for phrase in (_words(name), *_phrases(text))
}
"""A country, by every word for it, its people and what is its own; a day and a month."""
INITIALS: dict[str, frozenset[Phrase]] = {
    short: frozenset(_phrases(text)) for short, text in _TABLE["initials"].items()
}
NO_NAMES = frozenset(_words(_TABLE["nothing"]["capitals"]))
TITLES = frozenset(_words(_TABLE["nothing"]["titles"]))
PLAIN = frozenset(_words(_TABLE["nothing"]["plain"]))

NEGATIONS = frozenset(_phrases(_NO["no"] + _NO["denials"]))
TURNS = frozenset(_phrases(_NO["turns"])) | NEGATIONS
BREAKS = frozenset(_words(_NO["breaks"]))
ANDS = frozenset(_words(_NO["ands"]))
LEADS_ON = BREAKS | frozenset(_words(_NO["leads_on"]))

CONTRARIES = tuple(
    Contraries(frozenset(_words(pair["one"])), frozenset(_words(pair["other"])), pair.get("ends", False))
    for pair in _TABLE["opposites"]
)
COUNTED = {word: sort for sort, text in _TABLE["counted"].items() for word in _words(text)}
"""What is counted, by the words for it."""
