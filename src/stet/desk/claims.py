"""What a house headline says that the copy under it does not have: names, numbers and negations.

The desk may rework the headline, and what goes wrong in a reworked one is mostly a slip: figures turned, a name
misspelled, a "not" put in. So its names, numbers and negations are looked for in headline, summary and body of the
agency, and what is in none of them is told with its place, to be marked while somebody types. It is no judgement of
what is true: whoever adds up two numbers of the copy is told of the sum.

* A *number* is looked for by what it comes to (amounts.py), however it is written; rounded, where the headline says
  so.
* A *name* is a word with a capital where capitals tell something. They do not at the start of a headline or after a
  colon, where every word or every letter has one, and in German; a word is a name there when it is a country's, a
  day's or initials, when a surname follows it, or when the copy has a name that differs from it by one letter. In
  scripts without capitals no word is known to be a name. The copy has a name when it has the word, whatever its
  ending; a country when it has its people; initials when it has the words that begin with them, and the other way
  round.
* A *negation* is missing when the copy speaks of what it denies, and nowhere denies it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, Protocol

from stet.desk.amounts import Amount, amounts, gap, matches
from stet.desk.claim_words import (
    CAPITAL_NOUNS,
    GERMAN,
    INFLECTED,
    INITIALS,
    KNOWN_NAMES,
    NO_NAMES,
    PLAIN,
    SMALL,
    TITLES,
    UNITS,
)
from stet.desk.common_words import COMMON
from stet.desk.lines import LONGEST_WORD, Line, denies, focus, lines, negations, stem
from stet.desk.passages import Token, alike

_PLAIN = frozenset(map(stem, PLAIN | TITLES))
_ORDINARY = re.compile(r".{3,}(?:ed|ing|ists?|ers|ors|tions?|ments?|less|ous|ly)")
"""Endings of words that begin a headline and are no first names."""
_KNOWN_STARTS = frozenset(phrase[0] for phrase in KNOWN_NAMES)
_DEMONYMS = ("n", "an", "ian", "ean", "ese", "i", "ish", "er")
_MOST_INITIALS = 6
_LONG_INITIALS = 4
"""Letters of initials from which also words in small letters may stand for them."""
_QUARTER = re.compile(r"q([1-4])")
_JOINS = ("", " ", "-", "\u2010", "\u2011", "'", "’", "\u00a0")


class Telling(Protocol):
    """What a version says: a `Dispatch` is one."""

    @property
    def headline(self) -> str | None:
        """The agency's."""

    @property
    def summary(self) -> str | None:
        """The agency's."""

    @property
    def body_text(self) -> str:
        """Paragraphs, split by a blank line."""

    @property
    def language(self) -> str | None:
        """As the agency tells it."""


class Claim(NamedTuple):
    """Words of a headline, and where they stand in it."""

    words: str
    start: int
    end: int
    kind: str
    """`name`, `number` or `negation`."""


class Known(NamedTuple):
    """What a copy has, made ready for headlines to be looked up in it."""

    lines: tuple[Line, ...]
    headlines: int
    """How many of the lines are the agency's headline."""
    words: frozenset[str]
    names: frozenset[str]
    """Its words that have a capital where that tells something."""
    chains: frozenset[tuple[str, str]]
    """Every two words that stand in one name, in their order."""
    first: frozenset[str]
    """Words of names that only stand before another one."""
    last: frozenset[str]
    """Words of names that only stand behind another one."""
    countries: frozenset[str]
    """Countries, days and months."""
    initials: frozenset[str]
    """What can be made of the first letters of its names."""
    capitals: frozenset[str]
    """What it writes in capitals."""
    letters: str
    """The first letter of every word."""
    running: str
    """All its words between blanks."""
    amounts: tuple[tuple[int, Amount], ...]
    """Its numbers, each with the line it is in."""
    values: frozenset[Decimal]
    language: str
    capitals_tell: bool


def unknown(headline: str, copy: Telling) -> tuple[Claim, ...]:
    """The names, numbers and negations of a headline that the copy does not have, in their order; mostly none."""
    return looked_up(headline, known(copy))


def looked_up(headline: str, copy: Known) -> tuple[Claim, ...]:
    """As `unknown`, in a copy that was made ready before."""
    found: list[Claim] = []
    for said in lines(headline):
        found += [*_numbers(said, copy), *_names(said, copy), *_mixed(said, copy), *_negations(said, copy)]
    return tuple(sorted(set(found), key=lambda claim: (claim.start, claim.end)))


def known(copy: Telling) -> Known:
    """Everything that a headline can be looked up in."""
    read = [one for text in texts_of(copy) for one in lines(text)]
    words = frozenset(bare(token.key) for one in read for token in one.tokens)
    capitals_tell = not _is_german(copy.language, read)
    headlines = len(lines(copy.headline or ""))
    telling = [one for at, one in enumerate(read) if capitals_tell and (at >= headlines or not _is_title(one.tokens))]
    chains = [chain for one in telling for chain in _chains(one)]
    inner = {word for chain in chains for word in chain[1:]}
    leading = {word for chain in chains for word in chain[:-1]}
    ending = {chain[-1] for chain in chains}
    read_amounts = tuple((at, amount) for at, one in enumerate(read) for amount in amounts(one.text, one.tokens))
    return Known(
        lines=tuple(read),
        headlines=headlines,
        words=words,
        names=frozenset(word for one in telling for word in _names_of(one)),
        chains=frozenset((one, other) for chain in chains for at, one in enumerate(chain) for other in chain[at + 1 :]),
        first=frozenset(leading - inner - ending),
        last=frozenset(inner - leading - {chain[0] for chain in chains}),
        countries=frozenset(name for one in read for _, _, name in _known_names(one.tokens)),
        initials=frozenset(short for one in read for short in _initials(one)),
        capitals=frozenset(bare(token.key) for one in read for token in one.tokens if _is_initials(token)),
        letters="".join(token.key[0] for one in read for token in one.tokens if token.key not in SMALL),
        running=f" {' '.join(bare(token.key) for one in read for token in one.tokens if token.key != 's')} ",
        amounts=read_amounts,
        values=frozenset(value for _, amount in read_amounts for value in amount.values),
        language=(copy.language or "").split("-")[0].casefold(),
        capitals_tell=capitals_tell,
    )


def texts_of(copy: Telling) -> tuple[str, ...]:
    """Headline, summary and body, where there are any."""
    return tuple(text for text in (copy.headline, copy.summary, copy.body_text) if text)


# -- numbers


def _numbers(said: Line, copy: Known) -> Iterator[Claim]:
    for amount in numbers(said):
        if not any(matches(amount, one) for _, one in copy.amounts):
            yield _claim(said, amount.first, amount.last, "number")
    for at, token in enumerate(said.tokens):
        if token.kind == "word" and any(c.isdigit() for c in token.text) and not _has_compound(token, copy):
            yield _claim(said, at, at, "number")


def numbers(said: Line) -> list[Amount]:
    """The numbers that a headline claims: not "one", which is as often a pronoun, nor "first" and "second", which are
    said of much that has no number."""
    read = amounts(said.text, said.tokens, of_copy=False)
    return [one for one in read if not one.is_one and not (one.is_ordinal and said.tokens[one.core].key in _WEAK)]


_WEAK = frozenset({"first", "second"})


def _has_compound(token: Token, copy: Known) -> bool:
    """`A320`; `Q2` is the second quarter, `FY26` has 2026 in it."""
    key = bare(token.key)
    if key in copy.words or f" {key}" in copy.running:
        return True
    figures = "".join(c for c in key if c.isdigit())
    if _QUARTER.fullmatch(key):
        return any(one.is_ordinal and str(one.values[0]) == figures for _, one in copy.amounts)
    return key.startswith(("fy", "h")) and any(str(value).endswith(figures) for value in copy.values)


# -- names


def _names(said: Line, copy: Known) -> Iterator[Claim]:
    missing = [at for at in names(said, copy) if not has_name(said, at, copy)]
    for first, last in _runs(said, missing):
        yield _claim(said, first, last, "name")


def names(said: Line, copy: Known) -> list[int]:
    """The tokens of a headline that are names, or parts of one."""
    places = {at for first, last, _ in _known_names(said.tokens) for at in range(first, last + 1)}
    tells = copy.capitals_tell and not _is_title(said.tokens) and any(token.is_cased for token in said.tokens)
    shouted = said.text.upper() == said.text
    for at, token in enumerate(said.tokens):
        if not _may_be(token, shouted=shouted):
            continue
        opens = _opens(said, at)
        if (
            (_is_initials(token) and not shouted)
            or (tells and not opens)
            or (tells and opens and _leads_a_name(said, at))
            or (stem(token.key) not in _PLAIN and _is_misspelled(bare(token.key), copy))
        ):
            places.add(at)
    return sorted(places)


def has_name(said: Line, at: int, copy: Known) -> bool:
    """Whether a copy has a name of the headline, or another word for it."""
    token = said.tokens[at]
    key = bare(token.key)
    if any(variant in copy.words for variant in _variants(key)):
        return True
    if any(name in copy.countries for first, last, name in _known_names(said.tokens) if first <= at <= last):
        return True
    if _is_initials(token) or token.text.isupper():
        return _has_initials(key, copy)
    if (copy.language in INFLECTED or not key.isascii()) and any(alike(key, one) for one in copy.names):
        return True
    return any(first <= at <= last and short in copy.capitals for first, last, short in _shortened(said))


def _has_initials(key: str, copy: Known) -> bool:
    if key in copy.initials or key in copy.capitals:
        return True
    if any(f" {bare(' '.join(phrase))} " in copy.running for phrase in INITIALS.get(key, ())):
        return True
    plural = key.removesuffix("s")
    return (plural in copy.initials and len(plural) > 1) or (len(key) >= _LONG_INITIALS and key in copy.letters)


def _may_be(token: Token, *, shouted: bool) -> bool:
    if token.kind not in ("word", "initials") or len(token.key) < 2 or any(c.isdigit() for c in token.text):
        return False
    if token.text.islower() or not (token.is_cased or (shouted and token.text.lower() != token.text)):
        return False
    if token.key in TITLES or (token.text.isupper() and (token.key in NO_NAMES or token.key in PLAIN)):
        return False
    if token.key in UNITS:
        return False
    return token.key not in COMMON or (_is_initials(token) and not shouted)


def _is_initials(token: Token) -> bool:
    short = token.text.removesuffix("s")
    return token.kind == "initials" or (short.isupper() and 2 <= len(short) <= _MOST_INITIALS)


def _opens(said: Line, at: int) -> bool:
    """It begins the headline, a part of it or a quotation: its capital tells nothing."""
    token = said.tokens[at]
    before = said.text[: token.start]
    return token.opens or (before.endswith(("‘", "'", "“", '"', "«")) and not before[:-1][-1:].isalnum())


def _leads_a_name(said: Line, at: int) -> bool:
    """A word at the start before a name: its first name, if it is not what somebody is: "Actor Quill"."""
    token = said.tokens[at]
    if at + 1 == len(said.tokens) or gap(said.text, said.tokens, at) not in (" ", "-"):
        return False
    following = said.tokens[at + 1]
    is_name = following.is_cased and not following.text.islower() and following.key not in COMMON
    return is_name and stem(token.key) not in _PLAIN and _ORDINARY.fullmatch(token.key) is None


def _is_misspelled(key: str, copy: Known) -> bool:
    """The copy has a name that differs by one letter, and not the word itself."""
    if len(key) < 3 or any(variant in copy.words for variant in _variants(key)):
        return False
    mine = _without_a_letter(key)
    return any(
        abs(len(name) - len(key)) <= 1
        and len(name) >= 3
        and (name[0] == key[0] or name[-2:] == key[-2:])
        and (name in mine or key in _without_a_letter(name) or not mine.isdisjoint(_without_a_letter(name)))
        for name in copy.names
    )


@lru_cache(maxsize=4096)
def _without_a_letter(word: str) -> frozenset[str]:
    return frozenset(word[:at] + word[at + 1 :] for at in range(len(word))) if len(word) <= 40 else frozenset()


def _variants(key: str) -> Iterator[str]:
    """A name as the copy may have it: its plural, its people, and what the people are of."""
    yield key
    yield from (f"{key}s", f"{key}es")
    short = [key.removesuffix("s")] if key.endswith("s") and len(key) > 3 else []
    short += [key.removesuffix("es")] if key.endswith("es") and len(key) > 4 else []
    yield from short
    for one in (key, *short):
        for ending in _DEMONYMS:
            if len(one) >= 4:
                yield from (one + ending, f"{one}{ending}s", one[:-1] + ending, f"{one[:-1]}{ending}s")
            if one.endswith(ending) and len(one) - len(ending) >= 4:
                yield from (one.removesuffix(ending), one.removesuffix(ending) + "a", one.removesuffix(ending) + "y")


def _mixed(said: Line, copy: Known) -> Iterator[Claim]:
    """One person's first name with another's surname: the copy has both, and never of one."""
    for at in range(len(said.tokens) - 1):
        one, other = bare(said.tokens[at].key), bare(said.tokens[at + 1].key)
        if one not in copy.first or other not in copy.last or (one, other) in copy.chains or stem(one) in _PLAIN:
            continue
        if gap(said.text, said.tokens, at) == " " and f" {one} {other} " not in copy.running:
            yield _claim(said, at, at + 1, "name")


# -- negations


def _negations(said: Line, copy: Known) -> Iterator[Claim]:
    """ "Without" is left alone: a copy says it as well by what was cut, lost or lacking."""
    for first, last in negations(said):
        denied = focus(said, (first, last))
        spoken_of = [one for one in copy.lines if not denied.isdisjoint(one.stems)]
        if said.tokens[first].key == "without" or any(denies(one, denied) for one in spoken_of):
            continue
        if spoken_of or not any(one.turned for one in copy.lines):
            yield _claim(said, first, last, "negation")


# -- what a copy has


def _is_title(found: Sequence[Token]) -> bool:
    """A headline every word of which has a capital, nearly."""
    words = [token for token in found if token.kind == "word" and token.is_cased and token.key not in COMMON]
    small = sum(token.text.islower() and len(token.key) >= 4 for token in words)
    large = sum(not token.text.islower() for token in words)
    return large >= 3 and small * 6 <= large


def _is_german(language: str | None, read: Iterable[Line]) -> bool:
    if language:
        return language.casefold().split("-")[0] in CAPITAL_NOUNS
    keys = [token.key for one in read for token in one.tokens]
    return sum(key in GERMAN for key in keys) * 12 > len(keys)


def _chains(said: Line) -> Iterator[tuple[str, ...]]:
    """The names of more than one word: words with capitals that only a blank parts, without titles."""
    run: list[str] = []
    for at, token in enumerate(said.tokens):
        is_large = token.kind == "word" and token.is_cased and not token.text.islower()
        goes_on = is_large and token.key not in COMMON and token.key not in TITLES
        if not goes_on or (at and gap(said.text, said.tokens, at - 1) not in (" ", "-")):
            if len(run) > 1:
                yield tuple(run)
            run = []
        if goes_on:
            run.append(bare(token.key))
    if len(run) > 1:
        yield tuple(run)


def _names_of(said: Line) -> Iterator[str]:
    for at, token in enumerate(said.tokens):
        if _may_be(token, shouted=False) and (not _opens(said, at) or _leads_a_name(said, at)):
            yield bare(token.key)


def _known_names(found: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Countries, days and months among the tokens: where each stands, and which it is."""
    for at, token in enumerate(found):
        if token.key not in _KNOWN_STARTS or (token.key == "us" and not token.text.isupper()):
            continue
        for length in (3, 2, 1):
            name = KNOWN_NAMES.get(tuple(one.key for one in found[at : at + length]))
            if name is not None and at + length <= len(found):
                yield at, at + length - 1, name
                break


def _initials(said: Line) -> Iterator[str]:
    """What can be made of the first letters of the names in a line."""
    run: list[str] = []
    for at, token in enumerate(said.tokens):
        is_inside = at > 0 and gap(said.text, said.tokens, at - 1) in _JOINS
        if not is_inside or not (token.key in SMALL or (token.kind == "word" and not token.text.islower())):
            run = []
        if token.kind == "word" and not token.text.islower() and token.text.lower() != token.text:
            run.append(bare(token.key)[:1])
            yield from ("".join(run[-length:]) for length in range(2, min(len(run), _MOST_INITIALS) + 1))


def _shortened(said: Line) -> Iterator[tuple[int, int, str]]:
    """The names of several words in a headline, by the initials that a copy may have for them."""
    start, run = 0, ""
    for at, token in enumerate(said.tokens):
        is_large = token.kind == "word" and not token.text.islower() and token.text.lower() != token.text
        if run and not ((is_large or token.key in SMALL) and gap(said.text, said.tokens, at - 1) in _JOINS):
            run = ""
        if is_large:
            start = at if not run else start
            run += bare(token.key)[:1]
            if len(run) > 1:
                yield start, at, run


@lru_cache(maxsize=16384)
def bare(key: str) -> str:
    """A word without its accents, as far as words are long."""
    key = key[:LONGEST_WORD]
    if key.isascii():
        return key
    plain = "".join(c for c in unicodedata.normalize("NFKD", key) if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFC", plain)


# -- places


def _claim(said: Line, first: int, last: int, kind: str) -> Claim:
    start = said.tokens[first].start
    end = said.tokens[last].start + len(said.tokens[last].text)
    return Claim(said.text[start:end], start, end, kind)


def _runs(said: Line, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Tokens that stand side by side, as one; with the `O'` before a name."""
    first = last = -1
    for at in places:
        if last >= 0 and at == last + 1 and gap(said.text, said.tokens, last) in _JOINS:
            last = at
            continue
        if last >= 0:
            yield first, last
        first = last = at
        if at and gap(said.text, said.tokens, at - 1) in ("'", "’") and len(said.tokens[at - 1].text) < 3:
            first = at - 1
    if last >= 0:
        yield first, last
