"""Whether a house headline still says what the story says: it was written on one version, and another stands now.

An update keeps the house headline (the house, decision 3), so a headline can outlive what it says. It is doubtful
when a claim of it, which the version that it was written on bore out, is not borne out any more:

* a *number* is gone, or stands for something else: what the dead were is now the missing, or what was "up from";
* a *name* is gone, or another stands in its place in the sentence that bore the headline out;
* a *negation* is gone ("no talks", "denies"), or the sentence is negative now;
* the *agency's headline* says of the same that it has come out the other way;
* a *word* has turned into its contrary (won and lost, arrested and released), or another has its place wherever it
  stood (the wrist is the ankle now).

What the first version does not bear out says nothing: the desk may know more than the agency. Nor does anything else
that changes. A false alarm costs the desk's trust in all of them, so where a sentence was only put in other words,
which no rule of this sort can tell from a change, it stays silent unless one of these claims is touched.
"""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from stet.desk.amounts import Amount, amounts, is_exact, joined, matches
from stet.desk.claim_words import CONTRARIES, COUNTED, EARLIER, MOVED, NUMBERS, TURNS, Contraries
from stet.desk.claims import Known, Telling, bare, has_name, known, names, numbers, texts_of
from stet.desk.common_words import UNITS
from stet.desk.lines import MOST_WORDS, Line, denies, focus, line, negations, phrases, stem
from stet.desk.passages import Token, tokens
from stet.model.text import fold

_BEARERS = 8
"""Lines of the first version that may bear a headline out, at most: those that have most of its words."""
_ALIKE = 0.4
"""From what share of common words two lines are one that was changed."""
_CLOSE = 0.6
"""From what share it was changed in places only."""
_NEAR = 4
"""Words on either side of a number that tell what it is of."""
_FAR = 6
"""Words within which what is counted stands."""
_TELLING = 13
"""A number from which it is seldom that a text has it twice, for different things."""
_OF_ONE = 2
"""Words that headlines share which speak of one thing."""
_CLOSE_BEFORE = 3
"""Words between a negation and the outcome that it denies."""
_MOVES = CONTRARIES[0].one | CONTRARIES[0].other | MOVED
"""Words for prices and numbers that went up or down."""
_UNIT_STEMS = {stem(unit) for unit in UNITS}


class Reason(NamedTuple):
    """A claim of a house headline that the story does not bear out any more."""

    words: str
    """As the headline has them."""
    start: int
    end: int
    kind: str
    """`name`, `number`, `negation` or `word`; `agency`, of the whole headline, where only the agency's own tells."""
    now: str = ""
    """What the story says instead; empty where nothing stands in their place."""

    def __str__(self) -> str:
        """For the desk."""
        if not self.now:
            return f"the story does not bear out “{self.words}” any more"
        if self.kind == "agency":
            return f"the agency's headline says the contrary now: “{self.now}”"
        if self.kind == "negation":
            return f"the story says “{self.now}” of “{self.words}” now"
        return f"“{self.words}” is “{self.now}” now"


class Pair(NamedTuple):
    """A line that bears the headline out, and what it was changed into."""

    was: Line
    now: Line
    likeness: float
    differences: tuple[tuple[range, range], ...]
    """The tokens of the one that were replaced by tokens of the other."""


def stale(headline: str, was: Telling, now: Telling) -> tuple[Reason, ...]:
    """Why a headline is doubtful that was written on one version when another stands; mostly nothing."""
    if [fold(text) for text in texts_of(was)] == [fold(text) for text in texts_of(now)]:
        return ()
    said, before, after = line(headline, tokens(headline)[:MOST_WORDS]), known(was), known(now)
    pairs = _pairs(said, before, after)
    found = [
        *_numbers(said, before, after, pairs),
        *_names(said, before, after, pairs),
        *_exchanged(said, pairs),
        *_undenied(said, before, after),
        *_denied(said, before, pairs),
        *_contrary(said, pairs),
        *_put_instead(said, after, pairs),
    ] or list(_contrary_headline(said, before, after))
    first = {reason.start: reason for reason in reversed(found)}
    return tuple(first[start] for start in sorted(first))


# -- lines that bear a headline out


def _pairs(said: Line, before: Known, after: Known) -> list[Pair]:
    """The lines with words of the headline that were changed, each with what it was changed into."""
    mine = _stems(said)
    same = {one.keys for one in before.lines} & {one.keys for one in after.lines}
    old = [(at, one) for at, one in enumerate(before.lines) if one.keys not in same]
    new = [(at, one, _stems(one)) for at, one in enumerate(after.lines) if one.keys not in same]
    enough = 2 if len(mine) > 2 else 1
    shared = [(len(mine & _stems(one)), at, one) for at, one in old]
    bearers = sorted((one for one in shared if one[0] >= enough), key=lambda one: (-one[0], one[1]))[:_BEARERS]
    pairs = []
    for _, at, one in bearers:
        its, is_top = _stems(one), at < before.headlines
        rated = (
            (_likeness(its, its_new), is_top == (place < after.headlines), -place, new_one)
            for place, new_one, its_new in new
        )
        likeness, _, _, best = max(rated, key=lambda one: one[:3], default=(0.0, False, 0, one))
        if likeness >= _ALIKE:
            pairs.append(_pair(one, best, likeness))
        if is_top and after.headlines:
            top = after.lines[0]
            if best is not top and len(mine & _stems(top)) >= enough and top.keys not in same:
                pairs.append(_pair(one, top, _likeness(its, _stems(top))))
    return pairs


def _pair(was: Line, now: Line, likeness: float) -> Pair:
    matcher = SequenceMatcher(None, was.keys, now.keys, autojunk=False)
    replaced = ((range(a, b), range(c, d)) for what, a, b, c, d in matcher.get_opcodes() if what == "replace")
    return Pair(was, now, likeness, tuple(replaced))


def _stems(one: Line) -> frozenset[str]:
    return _remembered_stems(one.stems)


@lru_cache(maxsize=4096)
def _remembered_stems(stems: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stems) - {""}


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


# -- numbers


class Borne(NamedTuple):
    """A number in a line."""

    line: Line
    amount: Amount


def _numbers(said: Line, before: Known, after: Known, pairs: Sequence[Pair]) -> Iterator[Reason]:
    claimed = numbers(said)
    done = set()
    for one, other in joined(said.text, said.tokens, claimed):
        if _is_joined(one, other, before):
            done |= {one.core, other.core}
            if not _is_joined(one, other, after) and not _are_together(said, one, other, after):
                yield _reason(said, one.first, other.last, "number")
    for amount in claimed:
        if amount.core in done:
            continue
        bearing = _bearing(said, amount, before)
        if not bearing:
            continue
        there = [one for one in _occurrences(amount, after) if _is_written_alike(amount, one, bearing)]
        instead = _replaced(amount, bearing, pairs)
        if instead or not any(_fits(said, amount, one, bearing) for one in there):
            yield _reason(said, amount.first, amount.last, "number", instead)


def _occurrences(amount: Amount, copy: Known) -> list[Borne]:
    return [Borne(copy.lines[at], one) for at, one in copy.amounts if matches(amount, one)]


def _bearing(said: Line, amount: Amount, before: Known) -> list[Borne]:
    """Where the first version has the number, for what the headline has it for, as far as that can be told."""
    there = _occurrences(amount, before)
    sort, near = _sort(said, amount), _around(said, amount)
    counted = [one for one in there if sort and _sort(one.line, one.amount) == sort]
    return counted or [one for one in there if not near.isdisjoint(_around(one.line, one.amount))] or there


def _is_written_alike(mine: Amount, one: Borne, bearing: Sequence[Borne]) -> bool:
    """An ordinal for an ordinal, and an exact number for an exact one."""
    if all(one.amount.is_ordinal != other.amount.is_ordinal for other in bearing):
        return False
    return is_exact(mine, one.amount) or not any(is_exact(mine, other.amount) for other in bearing) or bool(mine.hedge)


def _fits(said: Line, mine: Amount, one: Borne, bearing: Sequence[Borne]) -> bool:
    """Whether a number stands for what the headline's does."""
    if any(one.line.keys == other.line.keys for other in bearing):
        return True
    if _is_earlier(one) and not any(_is_earlier(other) for other in bearing):
        return False
    sorts = {_sort(said, mine) or _sort(other.line, other.amount) for other in bearing} - {""}
    sort = _sort(one.line, one.amount)
    if sort and sorts and sort not in sorts:
        return False
    measures = {_measure(other) for other in bearing} - {""}
    if _measure(one) and measures and _measure(one) not in measures:
        return False
    if sort and sort in sorts:
        return True
    near = _around(said, mine).union(*(_around(other.line, other.amount) for other in bearing))
    if not near.isdisjoint(_around(one.line, one.amount)):
        return True
    value = max(mine.values)
    enough = 1 if value >= _TELLING or value % 1 else 2
    return len((_stems(said) - _figures(said)) & _stems(one.line)) >= enough


def _sort(one: Line, amount: Amount) -> str:
    """What is counted, where people came to harm or were helped, by the nearest word for it."""
    behind = range(amount.last + 1, min(len(one.tokens), amount.last + 1 + _FAR))
    ahead = range(amount.first - 1, max(-1, amount.first - 1 - _FAR), -1)
    words = [*_counted(one, amount, behind), *_counted(one, amount, ahead)]
    return min(words, key=lambda word: word[0], default=(0, ""))[1]


def _counted(one: Line, amount: Amount, places: Iterable[int]) -> Iterator[tuple[int, str]]:
    """The nearest word for what is counted, and how far it is; none where another number is nearer to it."""
    for away, at in enumerate(places):
        token = one.tokens[at]
        if token.key in COUNTED:
            yield away + (0 if one.clauses[at] == one.clauses[amount.core] else _NEAR), COUNTED[token.key]
            return
        if token.kind == "number" or token.key in NUMBERS:
            return


def _around(one: Line, amount: Amount) -> frozenset[str]:
    """The words beside a number."""
    places = range(max(0, amount.first - _NEAR), min(len(one.tokens), amount.last + 1 + _NEAR))
    return frozenset(one.stems[at] for at in places if one.tokens[at].kind != "number") - {""}


def _measure(one: Borne) -> str:
    """What a number counts in: years, miles."""
    if one.amount.unit:
        return one.amount.unit
    behind = one.amount.last + 1
    unit = one.line.stems[behind] if behind < len(one.line.stems) else ""
    return unit if unit in _UNIT_STEMS else ""


def _is_earlier(one: Borne) -> bool:
    """It is told as what was said before: "up from 12"."""
    found, first = one.line.tokens, one.amount.first
    if first and found[first - 1].key == "from":
        before = found[max(0, first - 1 - _NEAR) : first - 1]
        if any(token.kind == "number" or token.key in _MOVES for token in before):
            return True
    return any(token.key in EARLIER for token in found[max(0, first - _NEAR) : one.amount.last + 1 + _NEAR])


def _figures(said: Line) -> frozenset[str]:
    read = amounts(said.text, said.tokens)
    return frozenset(one for amount in read for one in said.stems[amount.core : amount.last + 1])


def _is_joined(one: Amount, other: Amount, copy: Known) -> bool:
    """The copy has the two halves of a score as one."""
    return any(
        matches(one, first) and matches(other, second)
        for said in copy.lines
        for first, second in joined(said.text, said.tokens, amounts(said.text, said.tokens))
    )


def _are_together(said: Line, one: Amount, other: Amount, copy: Known) -> bool:
    """A line that speaks of the same has both halves of a score."""
    with_one = {id(borne.line): borne.line for borne in _occurrences(one, copy)}
    with_both = [with_one[id(borne.line)] for borne in _occurrences(other, copy) if id(borne.line) in with_one]
    return any((_stems(said) - _figures(said)) & _stems(borne) for borne in with_both)


def _replaced(amount: Amount, bearing: Iterable[Borne], pairs: Iterable[Pair]) -> str:
    """The number that was put in place of this one, in a sentence that was changed in places only."""
    for borne in bearing:
        for pair in pairs:
            if pair.was is borne.line and pair.likeness >= _CLOSE:
                there = amounts(pair.now.text, pair.now.tokens)
                if any(matches(amount, one) and one.is_ordinal == amount.is_ordinal for one in there):
                    continue
                for was, now in pair.differences:
                    instead = [one for one in there if one.core in now]
                    if borne.amount.core in was and len(instead) == 1:
                        return _text(pair.now, instead[0].first, instead[0].last)
    return ""


# -- names


def _names(said: Line, before: Known, after: Known, pairs: Sequence[Pair]) -> Iterator[Reason]:
    borne = [at for at in _named(said, before) if has_name(said, at, before)]
    stands = _stands_whole(before, after)
    for at in borne:
        if not has_name(said, at, after):
            instead = _name_instead(said, at, pairs)
            if instead or not stands:
                yield _reason(said, at, at, "name", instead)
        elif (instead := _name_instead(said, at, pairs)) and not _is_told_elsewhere(said, at, borne, after):
            yield _reason(said, at, at, "name", instead)


def _stands_whole(before: Known, after: Known) -> bool:
    """Nothing was taken out of summary and body. What only the agency's own headline said, it may say otherwise now."""
    there = {one.keys for one in after.lines}
    return all(one.keys in there for one in before.lines[before.headlines :])


def _named(said: Line, before: Known) -> list[int]:
    """The names of a headline; of what begins it, those that the copy writes as names."""
    known_there = (
        at
        for at, token in enumerate(said.tokens)
        if token.kind == "word" and not token.text.islower() and bare(token.key) in before.names
    )
    return sorted({*names(said, before), *known_there})


def _name_instead(said: Line, at: int, pairs: Iterable[Pair]) -> str:
    """The name that was put in the place of this one."""
    for pair in pairs:
        if said.stems[at] in pair.now.stems:
            continue
        for was, now in pair.differences:
            if any(pair.was.stems[place] == said.stems[at] for place in was):
                large = [place for place in now if pair.now.stems[place] and _has_capital(pair.now.tokens[place])]
                if large:
                    return _text(pair.now, large[0], large[-1])
    return ""


def _has_capital(token: Token) -> bool:
    return token.is_cased and not token.text.islower()


def _is_told_elsewhere(said: Line, at: int, borne: Iterable[int], after: Known) -> bool:
    """Another line says of the name what the headline does: it has the name, and a word that is no name."""
    others = _stems(said) - {said.stems[place] for place in borne} - _figures(said)
    return any(said.stems[at] in one.stems and not others.isdisjoint(one.stems) for one in after.lines)


def _exchanged(said: Line, pairs: Iterable[Pair]) -> Iterator[Reason]:
    """Two of the headline's words that have changed places around the same verb: who beat whom."""
    for pair in pairs:
        both = [at for at, one in enumerate(said.stems) if one and one in pair.was.stems and one in pair.now.stems]
        for one, other in combinations(both, 2):
            was, now = (_between(side, said.stems[one], said.stems[other]) for side in (pair.was, pair.now))
            if was.words and was.words == now.words and was.is_turned != now.is_turned:
                yield _reason(said, one, one, "name", said.tokens[other].text)
                return


class Between(NamedTuple):
    """The words between two words of a line."""

    words: tuple[str, ...]
    is_turned: bool


def _between(side: Line, one: str, other: str) -> Between:
    first, second = side.stems.index(one), side.stems.index(other)
    start, end = sorted((first, second))
    return Between(tuple(filter(None, side.stems[start + 1 : end])), first > second)


# -- negations and outcomes


def _undenied(said: Line, before: Known, after: Known) -> Iterator[Reason]:
    """What the headline denies, and the story does not deny any more."""
    if _stands_whole(before, after):
        return
    for first, last in negations(said):
        denied = _with_sort(focus(said, (first, last)))
        if any(denies(one, denied) for one in before.lines) and not any(denies(one, denied) for one in after.lines):
            yield _reason(said, first, last, "negation")


def _with_sort(words: frozenset[str]) -> frozenset[str]:
    """The words, and the others for the same harm."""
    sorts = {sort for word, sort in COUNTED.items() if stem(word) in words}
    return words | {stem(word) for word, sort in COUNTED.items() if sort in sorts}


def _denied(said: Line, before: Known, pairs: Iterable[Pair]) -> Iterator[Reason]:
    """What the headline says, and a changed sentence denies now."""
    named = {said.stems[at] for at in _named(said, before)} | _figures(said)
    for pair in pairs:
        both = _stems(pair.was) & _stems(pair.now)
        shared = [at for at, one in enumerate(said.stems) if one in both and said.stands(at)]
        plain = [at for at in shared if said.stems[at] not in named]
        # A name alone says nothing of the headline's verb, unless little else was changed.
        stood = [at for at in plain or shared if _stands(pair.was, said.stems[at])]
        if not plain and pair.likeness < _CLOSE:
            continue
        if stood and not any(_stands(pair.now, said.stems[at]) for at in stood):
            at = min(stood, key=lambda at: _denial(pair.now, said.stems[at])[0])
            yield _reason(said, at, at, "negation", _denial(pair.now, said.stems[at])[1])
            return


def _stands(side: Line, word: str) -> bool:
    return any(side.stands(at) for at, one in enumerate(side.stems) if one == word)


def _denial(side: Line, word: str) -> tuple[int, str]:
    """How far a word is from the negation in its clause, and that."""
    at = side.stems.index(word)
    cues = phrases(side.text, side.tokens, TURNS)
    return min(
        (abs(at - first), _text(side, first, last)) for first, last in cues if side.clauses[first] == side.clauses[at]
    )


class Side(NamedTuple):
    """A word for an outcome, and on which side of its contraries it is, negations taken into account."""

    at: int
    is_one: bool


def _contrary(said: Line, pairs: Sequence[Pair]) -> Iterator[Reason]:
    """What the headline says has come out the other way, and its sentence says so."""
    for contraries in CONTRARIES:
        mine = _sides(said, contraries)
        for pair in pairs:
            was, now = _sides(pair.was, contraries), _sides(pair.now, contraries)
            for side in mine:
                if _all(was, side.is_one) and _all(now, not side.is_one):
                    yield _reason(said, side.at, side.at, "word", pair.now.tokens[now[0].at].text)
                    break


def _contrary_headline(said: Line, before: Known, after: Known) -> Iterator[Reason]:
    """The agency's headline spoke of what the house headline speaks of, and does now, with the contrary outcome."""
    if not before.headlines or not after.headlines or not said.tokens:
        return
    was, now = before.lines[0], after.lines[0]
    if min(len(_stems(said) & _stems(was)), len(_stems(said) & _stems(now))) < _OF_ONE:
        return
    for contraries in CONTRARIES:
        old, new = _sides(was, contraries), _sides(now, contraries)
        if contraries.ends and old and _all(old, old[0].is_one) and _all(new, not old[0].is_one):
            yield _reason(said, 0, len(said.tokens) - 1, "agency", now.tokens[new[0].at].text)
            return


def _all(sides: Sequence[Side], is_one: bool) -> bool:
    return bool(sides) and all(side.is_one is is_one for side in sides)


def _sides(said: Line, contraries: Contraries) -> list[Side]:
    sides = []
    for at, token in enumerate(said.tokens):
        if (token.key in contraries.one or token.key in contraries.other) and not _is_past(said, at):
            sides.append(Side(at, (token.key in contraries.one) is not _is_denied(said, at)))
    return sides


def _is_denied(said: Line, at: int) -> bool:
    """A negation of its clause stands close before it, or right behind."""
    cues = (last for _, last in phrases(said.text, said.tokens, TURNS) if said.clauses[last] == said.clauses[at])
    return any(0 < at - last <= _CLOSE_BEFORE or last == at + 1 for last in cues)


def _is_past(said: Line, at: int) -> bool:
    """It is told as what was before: "whom they had held"."""
    return any(token.key == "had" for token in said.tokens[max(0, at - 2) : at])


def _put_instead(said: Line, after: Known, pairs: Sequence[Pair]) -> Iterator[Reason]:
    """A word of the headline that another has taken the place of, wherever it stood: the wrist is the ankle now."""
    left = {one for told in after.lines for one in told.stems}
    places: dict[tuple[str, str], Pair] = {}
    for pair in pairs:
        for was, now in pair.differences:
            word, instead = pair.was.stems[was[0]], pair.now.stems[now[0]]
            if not (len(was) == len(now) == 1 and word and instead) or word in left or word not in said.stems:
                continue
            if places.setdefault((word, instead), pair) is not pair:
                at = said.stems.index(word)
                yield _reason(said, at, at, "word", _text(pair.now, now[0], now[0]))


# -- places


def _reason(said: Line, first: int, last: int, kind: str, now: str = "") -> Reason:
    start = said.tokens[first].start
    end = said.tokens[last].start + len(said.tokens[last].text)
    return Reason(said.text[start:end], start, end, kind, now)


def _text(side: Line, first: int, last: int) -> str:
    return fold(side.text[side.tokens[first].start : side.tokens[last].start + len(side.tokens[last].text)])
