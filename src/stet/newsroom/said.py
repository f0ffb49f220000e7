"""What the house says in English, in the language of whoever looks.

Refusals, reasons and doubts are worded where they arise, with their values in them, and kept so in the journal: nothing
there knows of languages. Here a sentence is known again by its fixed words, which are the key to its translation in
`locale/`, under the context `said`, with its gaps numbered: `Held at the desk by {0}: {1}`. What stands in the gaps is
put into the translation as it is, for it may be somebody's name or an agency's words; `{0:said}` in a translation says
that it is a word of the house's and to be translated too. What is not known stays in English.
"""

import re
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from babel.messages.mofile import read_mo
from django.utils.translation import get_language

CONTEXT = "said"
_GAP = re.compile(r"{\d+}")
_LONGEST = 4000
"""Characters. What is longer is no sentence of the house's."""
_DEEPEST = 4
"""Sentences within sentences."""
_MARKS = ("; ", ", ")
_MOST = 20
"""In a list."""


def said(words: object) -> str:
    """It, in the language of whoever looks; as it is where that has no words for it."""
    return _in(get_language() or "en", str(words))


@lru_cache(maxsize=1024)  # a list says the same few sentences on every line
def _in(language: str, words: str) -> str:
    return _told(words, _sentences(language), 0)


class _Sentence(NamedTuple):
    fixed: tuple[str, ...]
    """The words between the gaps."""
    told: str
    """The translation."""

    def gaps(self, words: str) -> list[str] | None:
        """What stands in the gaps, where these are the words of this sentence."""
        first, last = self.fixed[0], self.fixed[-1]
        if len(self.fixed) == 1:
            return [] if words == first else None
        if not words.startswith(first) or not words.endswith(last):
            return None
        places, at, end = [(0, len(first))], len(first), len(words) - len(last)
        for each in self.fixed[1:-1]:
            at = words.find(each, at, end)
            if at < 0:
                return None
            places.append((at, at + len(each)))
            at += len(each)
        places.append((end, len(words)))
        return [words[one[1] : other[0]] for one, other in pairwise(places)] if at <= end else None


class _Gap(NamedTuple):
    """A value, which a translation asks for as it is or translated."""

    words: str
    known: "tuple[_Sentence, ...]"
    depth: int

    def __format__(self, spec: str) -> str:
        return _told(self.words, self.known, self.depth) if spec == CONTEXT else self.words


def _told(words: str, known: tuple[_Sentence, ...], depth: int) -> str:
    if not known or len(words) > _LONGEST or depth > _DEEPEST:
        return words
    for found in (_list(words, known, depth), _one(words, known, depth), _in_a_row(words, known, depth)):
        if found is not None:
            return found
    return words


def _list(words: str, known: tuple[_Sentence, ...], depth: int) -> str | None:
    """Several of the house's, with no more than a mark between them. It goes before one whose gaps hold the others."""
    for mark in _MARKS:
        parts = words.split(mark)
        if 1 < len(parts) <= _MOST:
            each = [_one(part, known, depth) for part in parts]
            if None not in each:
                return mark.join(filter(None, each))
    return None


def _one(words: str, known: tuple[_Sentence, ...], depth: int) -> str | None:
    for sentence in known:
        if (gaps := sentence.gaps(words)) is not None:
            return sentence.told.format(*(_Gap(gap, known, depth + 1) for gap in gaps))
    return None


def _in_a_row(words: str, known: tuple[_Sentence, ...], depth: int) -> str | None:
    """A sentence, and what follows it."""
    first, found, rest = words.partition(". ")
    told = _one(f"{first}.", known, depth) if found else None
    return None if told is None else f"{told} {_told(rest, known, depth + 1)}"


@lru_cache
def _sentences(language: str) -> tuple[_Sentence, ...]:
    """Those of a language, the ones with most fixed words first: they are the most surely meant."""
    file = files("stet.newsroom").joinpath("locale", language, "LC_MESSAGES", "django.mo")
    if not file.is_file():
        return ()
    with file.open("rb") as compiled:
        found = [one for one in read_mo(compiled) if one.context == CONTEXT]
    known = [_Sentence(tuple(_GAP.split(str(one.id))), str(one.string)) for one in found]
    return tuple(sorted(known, key=lambda one: len("".join(one.fixed)), reverse=True))
