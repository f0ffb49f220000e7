"""The numbers of a text as what they come to: `1,500`, `1500`, `fifteen hundred` and `१,५००` are one.

A number is read with its scale (`1.2 lakh`, `Rs 3,887 cr`, `25m`) and with the sign of its unit (`per cent`, `₹`),
where it has them. Of a range (`50-60 billion`) both ends are numbers, and so are both halves of a time of day (`8.30
pm`). What can mean two numbers (`25m` is 25 metres too) stands for both: what is not known is not held against a
headline.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from stet.desk.claim_words import HEDGES, NUMBERS, NUMBERS_OF_COPY, ORDINALS, SCALES, UNITS
from stet.desk.passages import Token

_MOST_FIGURES = 30
"""No number of the news is longer, and none that is has to be reckoned with."""
_ENDINGS = frozenset({"st", "nd", "rd", "th", "er", "e", "ère", "ème", "वें", "वीं", "वां"})
_OF_THE_CLOCK = frozenset({"am", "pm", "uhr", "hrs", "h", "gmt", "ist"})
_TIME = re.compile(r"(\d{1,2})[.](\d\d)")
_TWO_MEANINGS = {"m": Decimal(10) ** 6, "b": Decimal(10) ** 9, "k": Decimal(1000)}
"""Letters behind figures: a scale, or a unit of measure."""
_AND = frozenset({"and", "und", "et"})
_TO = frozenset({"to", "and", "bis", "à", "से"})
_WORDS = frozenset({*NUMBERS, *NUMBERS_OF_COPY, *SCALES, *ORDINALS})
_TENS = range(20, 100, 10)


class Amount(NamedTuple):
    """A number of a text, and its place among the text's tokens."""

    values: tuple[Decimal, ...]
    """What it comes to; several where the writing can mean several."""
    unit: str
    """The sign of a currency or of per cent; empty where none stands beside it."""
    first: int
    """The token it begins with."""
    last: int
    """The token it ends with."""
    core: int
    """The token that has its figures, or the first of its words."""
    step: Decimal
    """What its last figure that is no nought stands for: to what it may be rounded."""
    hedge: str = ""
    """`up`, `down` or `near`, where it says that it is rounded."""
    is_ordinal: bool = False
    is_round: bool = False
    """It has a scale and few figures: `1.2 million`, which is said for 1,234,567 too."""
    is_one: bool = False
    """The word `one`, which is as often no number."""


def amounts(text: str, found: Sequence[Token], *, of_copy: bool = True) -> list[Amount]:
    """The numbers among the tokens of a text, in order. `of_copy`: words count that may be something else."""
    read: list[Amount] = []
    done = -1
    for at, token in enumerate(found):
        if at > done and (token.kind == "number" or token.key in _WORDS):
            amount = _at(text, found, at, of_copy=of_copy)
            if amount is not None:
                read.append(amount)
                done = amount.last
    return _with_shared_ends(text, found, read)


def matches(mine: Amount, theirs: Amount) -> bool:
    """Whether the number of a headline is the copy's: the same, or rounded from it as it says, or by its scale."""
    if mine.unit != theirs.unit and mine.unit and (theirs.unit or mine.unit == "%"):
        return False
    return is_exact(mine, theirs) or any(
        _is_rounded(mine, value, exact) for value in mine.values for exact in theirs.values
    )


def is_exact(mine: Amount, theirs: Amount) -> bool:
    """Whether two numbers come to the same."""
    return not set(mine.values).isdisjoint(theirs.values)


def _is_rounded(mine: Amount, value: Decimal, exact: Decimal) -> bool:
    more = exact - value
    if mine.hedge == "up":
        return 0 <= more < mine.step
    if mine.hedge == "down":
        return -mine.step < more <= 0
    if mine.hedge == "near":
        return abs(more) * 2 <= mine.step
    # Some round it, others cut it off. A bare `3 million` is not said for 3,400,000.
    return mine.is_round and value >= mine.step * 10 and -mine.step <= more * 2 and more < mine.step


def gap(text: str, found: Sequence[Token], at: int) -> str:
    """What stands between a token and the next."""
    return text[found[at].start + len(found[at].text) : found[at + 1].start]


# -- reading


def _at(text: str, found: Sequence[Token], at: int, *, of_copy: bool) -> Amount | None:
    token = found[at]
    if token.kind == "number":
        return _of_figures(text, found, at)
    if token.key in ORDINALS:
        value = Decimal(ORDINALS[token.key])
        return Amount((value,), "", at, at, at, Decimal(1), is_ordinal=True)
    if token.key in NUMBERS_OF_COPY and not of_copy:
        return None
    return _of_words(text, found, at)


def _of_figures(text: str, found: Sequence[Token], at: int) -> Amount:
    token = found[at]
    value, step = Decimal(token.key[:_MOST_FIGURES]), _step(token.key)
    values: tuple[Decimal, ...] = (value,)
    last, is_scaled = at, False
    following = found[at + 1] if at + 1 < len(found) else None
    if following is not None and gap(text, found, at) == "" and following.key in _ENDINGS:
        return Amount((value,), "", at, at + 1, at, Decimal(1), is_ordinal=True)
    if following is not None and gap(text, found, at) == "" and following.key in _TWO_MEANINGS:
        scale = _TWO_MEANINGS[following.key]
        values, last, step, is_scaled = (value * scale, value), at + 1, step * scale, True
    while last + 1 < len(found) and _is_near(text, found, last) and found[last + 1].key in SCALES:
        scale = SCALES[found[last + 1].key]
        values, last, step, is_scaled = (values[0] * scale,), last + 1, step * scale, True
    is_round = is_scaled and ("." in token.key or values[0] < step * 100)
    return _with_unit(text, found, Amount(values, "", at, last, at, step, is_round=is_round))


def _of_words(text: str, found: Sequence[Token], at: int) -> Amount | None:
    """`twenty-five`, `two lakh`, `fifteen hundred`, `one hundred and five`, `a million`; a scale alone is no number."""
    total, current, last = 0, 0, at - 1
    place, has_number, is_scaled = at, False, False
    while place < len(found) and (place == at or _is_near(text, found, place - 1)):
        key = found[place].key
        number = NUMBERS.get(key, NUMBERS_OF_COPY.get(key) if place == at else None)
        scale = SCALES.get(key)
        if scale is not None and scale == 100:
            current, is_scaled = max(current, 1) * 100, True
        elif scale is not None and total and not current:  # two lakh crore
            total *= int(scale)
        elif scale is not None:
            total, current, is_scaled = total + max(current, 1) * int(scale), 0, True
        elif number is not None and key == "dozen":
            current = max(current, 1) * number
        elif number is not None and _goes_on(current, number):
            current, has_number = current + number, True
        elif not (key in _AND and current % 100 == 0 and is_scaled and _is_number(found, place + 1)):
            break
        place += 1
        if key not in _AND:
            last = place - 1
    value = total + current
    if last < at or not (has_number or found[at].key == "dozen" or _is_one_of(found, at)):
        return None
    amount = Amount(
        (Decimal(value),),
        "",
        at,
        last,
        at,
        _step(str(value)),
        is_round=is_scaled and value < _step(str(value)) * 100,
        is_one=found[at].key == "one" and last == at,
    )
    return _with_unit(text, found, amount)


def _goes_on(current: int, number: int) -> bool:
    if current == 0:
        return True
    if current % 100 == 0:
        return number < 100
    return current % 100 in _TENS and number < 10


def _is_number(found: Sequence[Token], at: int) -> bool:
    return at < len(found) and found[at].key in NUMBERS


def _is_one_of(found: Sequence[Token], at: int) -> bool:
    """`a hundred`, `a million`: one of them. `millions` is no number."""
    return at > 0 and found[at - 1].key in ("a", "an", "ein", "eine", "un", "एक")


def _is_near(text: str, found: Sequence[Token], at: int) -> bool:
    """Only a blank or a hyphen parts a token from the next."""
    return gap(text, found, at).strip() in ("", "-", "\u2010", "\u2011")


def _step(figures: str) -> Decimal:
    whole, _, fraction = figures.partition(".")
    if fraction:
        return Decimal(1).scaleb(-min(len(fraction), _MOST_FIGURES))
    bare = whole[:_MOST_FIGURES].rstrip("0")
    return Decimal(10) ** (min(len(whole), _MOST_FIGURES) - len(bare)) if bare else Decimal(1)


def _with_unit(text: str, found: Sequence[Token], amount: Amount) -> Amount:
    first, last, unit = amount.first, amount.last, ""
    if last + 1 < len(found) and (sign := _unit_after(text, found, last)):
        unit, last = sign
    in_front = _unit_of(found[first - 1]) if first and gap(text, found, first - 1).strip() in ("", ".") else ""
    if in_front not in ("", "%"):
        unit, first = in_front, first - 1
    before = found[first - 1] if first else None
    hedge = HEDGES.get(before.key, "") if before is not None else ""
    if before is not None and before.key == "than" and first > 1:  # more than, fewer than
        hedge = "up" if found[first - 2].key == "more" else "down"
    if text.startswith("+", found[amount.last].start + len(found[amount.last].text)):
        hedge = "up"
    return amount._replace(first=first, last=last, unit=unit, hedge=hedge)


def _unit_after(text: str, found: Sequence[Token], last: int) -> tuple[str, int] | None:
    following = found[last + 1]
    if not _is_near(text, found, last):
        return None
    if following.key in ("per", "pour") and last + 2 < len(found) and found[last + 2].key == "cent":
        return "%", last + 2
    if following.key == "في" and last + 2 < len(found) and found[last + 2].key in ("المئة", "المائة"):
        return "%", last + 2
    unit = _unit_of(following)
    if (
        unit not in ("", "%")
        and last + 2 < len(found)
        and found[last + 2].kind == "number"
        and _is_near(text, found, last + 1)
    ):
        return None  # `4 lakh, $50`: it is the next one's
    return (unit, last + 1) if unit else None


def _unit_of(token: Token) -> str:
    return token.text if token.kind == "sign" else UNITS.get(token.key, "")


def _with_shared_ends(text: str, found: Sequence[Token], read: list[Amount]) -> list[Amount]:
    """`50-60 billion rupees`: the first end has the second's scale and unit too. `2027-28` ends in 2028. `8.30 pm` is 8
    and 30."""
    whole: list[Amount] = []
    for at, amount in enumerate(read):
        token = found[amount.core]
        behind = read[at + 1] if at + 1 < len(read) else None
        before = read[at - 1] if at else None
        if (parts := _time_of_day(found, amount)) is not None:
            whole += parts
            continue
        if before is not None and _is_year_of_two(text, found, before, amount):
            century = found[before.core].key[:2]
            amount = amount._replace(values=(*amount.values, Decimal(century + token.key.zfill(2))))
        if behind is not None and _is_range(text, found, amount, behind):
            factor = behind.values[0] / _plain(found, behind) if _plain(found, behind) else Decimal(1)
            scaled = tuple(value * factor for value in amount.values) if amount.last == amount.core else ()
            amount = amount._replace(
                values=tuple(dict.fromkeys((*amount.values, *scaled))), unit=amount.unit or behind.unit
            )
        whole.append(amount)
    return whole


def _time_of_day(found: Sequence[Token], amount: Amount) -> list[Amount] | None:
    shown = _TIME.fullmatch(found[amount.core].text)
    following = found[amount.last + 1].key if amount.last + 1 < len(found) else ""
    if shown is None or following not in _OF_THE_CLOCK or amount.unit:
        return None
    return [amount._replace(values=(Decimal(int(part)),), step=Decimal(1)) for part in shown.groups()]


def _is_year_of_two(text: str, found: Sequence[Token], one: Amount, other: Amount) -> bool:
    year, short = found[one.core], found[other.core]
    is_year = year.kind == short.kind == "number" and len(year.key) == 4 and len(short.text) == 2
    return is_year and other.core == one.last + 1 and gap(text, found, one.last) in ("-", "/", "–")


def _is_range(text: str, found: Sequence[Token], one: Amount, other: Amount) -> bool:
    if one.unit and other.unit and one.unit != other.unit:
        return False
    between = range(one.last + 1, other.first)
    if any(found[at].key not in _TO for at in between):
        return False
    if len(between) == 1:
        return True
    return not between and gap(text, found, one.last).strip() in ("-", "–", "—")


def _plain(found: Sequence[Token], amount: Amount) -> Decimal:
    """What its figures come to without a scale."""
    token = found[amount.core]
    return Decimal(token.key[:_MOST_FIGURES]) if token.kind == "number" else amount.values[0]


def joined(text: str, found: Sequence[Token], read: Sequence[Amount]) -> Iterator[tuple[Amount, Amount]]:
    """Numbers that a mark alone joins, as the halves of a score: `2-1`, `98–95`, `2:27`."""
    for one, other in pairwise(read):
        if one.last + 1 == other.first and gap(text, found, one.last) in ("-", "–", "—", ":", "/"):
            yield one, other
