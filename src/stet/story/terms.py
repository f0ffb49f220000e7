"""What an agency's words allow to be done with a picture (life.md section 7; edge cases 97 and 98).

The terms of a picture are prose. What is recognised in them is taken out, phrase by phrase: what does not concern a
news page (no sales, editorial use only), and clauses that a program cannot promise to keep (no archive, pool, JAPAN
OUT). If a word that restricts is left over (not, only, without ...), or words in a script that the table does not know,
there is a clause that nobody has read: that is what "unknown" means. Words that restrict nothing are no clause.

The phrases stand in `terms.toml`, the countries in `territories.toml`. No term of a picture ever holds a text.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from stet.model.story import Clause
from stet.story.territories import Territory, territories_in


class Found(NamedTuple):
    """A clause in the terms, and the words that are it."""

    clause: Clause
    words: str
    territory: Territory | None = None
    days: timedelta | None = None
    credit: str | None = None
    """The credit line that is asked for, word for word, where the terms give it."""


_TABLE = tomllib.loads(files("stet.story").joinpath("terms.toml").read_text("utf-8"))


def _words(patterns: Iterable[str], more: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w){more}", re.IGNORECASE)


_QUOTED = r"""(?:\W{0,4}["“„»«](?P<credit>[^"“”„»«]{3,160})["“”»«])?"""
HARMLESS = _words(_TABLE["harmless"])
CLAUSES = tuple(
    (Clause(name), _words(patterns, _QUOTED if name == Clause.CREDIT else ""))
    for name, patterns in _TABLE["clauses"].items()
)
RESTRICTIVE = _words(_TABLE["restrictive"])
_SPAN = re.compile(
    rf"(?<![\w-])(?P<number>\d{{1,3}}|{'|'.join(_TABLE['numbers'])})[ -]?"
    rf"(?P<unit>{'|'.join(_TABLE['hours'])})\w{{0,3}}\b",
    re.IGNORECASE,
)
_DENIED = _words(
    ("no", "not", "never", r"embargo\w*", r"kein\w*", "nicht", "pas", r"interdit\w*", "before", "vor", "old", "ago")
)
_SENTENCE = re.compile(r"[.;\n|]|\s[-–—*]+\s")
_USED = _words(
    ("only", "within", r"us(?:e|ed|age)", "valid", "nur", r"nutz\w*", r"\w*nutzung", r"verwend\w*", r"utilis\w*")
)
_ABOUT_PICTURES = _words(
    (r"photo\w*", r"picture\w*", r"image\w*", "pix", r"foto\w*", r"bild\w*", r"cliché\w*", r"gra(?:f|ph)i[ck]\w*")
)
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_LETTER = re.compile(r"[^\W\d_]")
_TAKEN = " ¦ "
_EDGES = " ,-–—*¦/"
LONGEST = 3000
"""Characters of terms that are looked at; longer ones are a contract, which no program reads."""


@lru_cache(maxsize=1024)
def clauses_in(terms: str) -> tuple[Found, ...]:
    """Every clause in the terms of a picture, also one that nobody knows."""
    if len(terms) > LONGEST:
        return (Found(Clause.UNKNOWN, " ".join(terms[:LONGEST].split())),)
    found, left = _known(terms)
    return (*found, *(Found(Clause.UNKNOWN, words) for words in left if _restricts(words)))


@lru_cache(maxsize=1024)
def clauses_in_note(note: str) -> tuple[Found, ...]:
    """The clauses in a note to editors about the picture itself. It is prose: what is not known there is no clause, and
    days are an end only where it speaks of use."""
    found, _ = _known(note[:LONGEST])
    return tuple(one for one in found if one.clause is not Clause.DAYS or _USED.search(one.words))


@lru_cache(maxsize=1024)
def clauses_about_pictures(note: str) -> tuple[Found, ...]:
    """The clauses in a story's note to editors that are on its pictures: in a sentence that speaks of pictures, or that
    is set in capitals, as agencies set restrictions."""
    sentences = [part for part in _SENTENCE.split(note) if _ABOUT_PICTURES.search(part) or _is_shouted(part)]
    return clauses_in_note("\n".join(sentences)) if sentences else ()


def _is_shouted(words: str) -> bool:
    letters = _LETTER.findall(words)
    return len(letters) > 3 and all(letter.upper() == letter for letter in letters)


def _restricts(words: str) -> bool:
    if RESTRICTIVE.search(words):
        return True
    return any(not _LATIN.match(letter) for letter in _LETTER.findall(words))


def _known(terms: str) -> tuple[list[Found], list[str]]:
    """The clauses that are known, and the sentences that are left without them and without what is harmless."""
    rest = HARMLESS.sub(_TAKEN, "\n".join(" ".join(line.split()) for line in terms.splitlines()))
    found: list[Found] = []
    for clause, pattern in CLAUSES:
        found += [Found(clause, m[0].strip(_EDGES), credit=m.groupdict().get("credit")) for m in pattern.finditer(rest)]
        rest = pattern.sub(_TAKEN, rest)
    territories, rest = territories_in(rest)
    found += [Found(Clause.TERRITORY, one.words.strip(_EDGES), territory=one) for one in territories]
    left: list[str] = []
    for sentence in _SENTENCE.split(rest):
        words = " ".join(sentence.replace("¦", " ").split()).strip(_EDGES)
        span = _SPAN.search(words)
        if span is None or _DENIED.search(words):
            left.append(words)
        else:
            found.append(Found(Clause.DAYS, words, days=_length(span)))
    return found, left


def _length(span: re.Match[str]) -> timedelta:
    number = _TABLE["numbers"].get(span["number"].casefold())
    return timedelta(hours=_TABLE["hours"][span["unit"].casefold()] * int(span["number"] if number is None else number))


def shortest(found: Iterable[Found]) -> timedelta | None:
    """For how long a picture may be used, by the strictest of its clauses."""
    return min((one.days for one in found if one.days is not None), default=None)


def told(found: Iterable[Found]) -> Iterator[str]:
    """The clauses as they are said to the desk."""
    for one in found:
        yield f"“{one.words if len(one.words) <= 80 else one.words[:79] + '…'}” ({one.clause.value})"
