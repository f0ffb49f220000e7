"""Where the known names stand in a text, and how much each mention says. One pass for each script the text has."""

import re
from typing import NamedTuple

from stet.enrichment.topics.gazetteer import ARABIC, CAPITALS, DEVANAGARI, LATIN, Form, Index, Kind, fold_arabic
from stet.enrichment.words import WORDS

_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-Þ]\w*")  # no \b before it: a set in front lets the scan run fast
_DEVANAGARI_WORD = re.compile(r"[\u0900-\u0963\u0966-\u097f\u200c\u200d]+")
_ARABIC_WORD = re.compile(r"[\u0620-\u065f\u066e-\u06d3\u06d5-\u06ff]+")
_OTHER_SCRIPT = re.compile(r"[\u0620-\u06ff]|([\u0900-\u097f])")

_NAME, _DEMONYM = Kind.NAME, Kind.DEMONYM  # looked up once: an enumeration is slow to ask

_BEFORE_A_NAME = WORDS["before a name"]

_HEADS_OF_STATE_BODIES = WORDS["state bodies"]
_OTHER_HEADS = WORDS["other bodies"]
_OFFICES = WORDS["offices"]
_SENTENCE_STOPS = ".!?:;\n\"“”'‘’(—–-"


class Mention(NamedTuple):
    """One place where a name stands."""

    start: int
    form: Form
    weight: float
    """1 for the name itself, less for a demonym or a capital, 0.3 or 0.5 where it is part of a longer phrase."""


def mentions(text: str, *, start: int = 0, english: bool = True, running: bool = True) -> list[Mention]:
    """Every mention in `text` from `start` on, in order of place within each script.

    `english` off: only names and abbreviations count among Latin letters, as other languages spell some of
    them alike. `running` off: a headline, where a capital letter says nothing about a name's length.
    """
    found = _latin(text, LATIN, start, english=english, running=running)
    if not text.isascii():
        found += _other_scripts(text, start)
    return found


def mentions_in_capitals(text: str) -> list[Mention]:
    """Mentions in a slugline or in a headline set in capitals."""
    return _latin(text.upper(), CAPITALS, 0, english=True, running=False)


def _latin(text: str, index: Index, start: int, *, english: bool, running: bool) -> list[Mention]:
    found: list[Mention] = []
    end = start
    last_kind: Kind | None = None
    for at, word in _known_words(text, _CAPITALISED, index, start):
        if at < end or (at and text[at - 1].isalnum()):
            continue
        for form in index[word]:
            surface = form[0]  # unpacked by place: this is the inner loop
            if not text.startswith(surface, at) or _goes_on(text, after := at + len(surface)):
                continue
            previous = last_kind if end == at - 1 else None
            last_kind = form.kind
            end = after
            weight = form.plainness
            if weight and (english or form.shown):
                if running:
                    weight *= _standing(text, at, end, form, previous)
                if weight:
                    found.append(Mention(at, form, weight))
            break
    return found


def _known_words(text: str, words: re.Pattern[str], index: Index, start: int) -> list[tuple[int, str]]:
    """Where the text may hold a known name: the places of the words such a name can begin with, in order.

    A story has hundreds of words, and a dozen that are known: looking for those again is cheaper than looking
    at each word in turn. A place may still lie inside a longer word.
    """
    places = []
    for word in set(words.findall(text, start)):
        if word in index:
            at = text.find(word, start)
            while at >= 0:
                places.append((at, word))
                at = text.find(word, at + 1)
    places.sort()
    return places


def _goes_on(text: str, end: int) -> bool:
    """Whether a word that holds a name goes on behind it."""
    return end < len(text) and (text[end].isalnum() or text[end] == "_")


def _standing(text: str, start: int, end: int, form: Form, previous: Kind | None) -> float:
    """How far a mention in running text stands for itself, and is not part of a longer name."""
    if previous is not None:
        # "the Israeli Labour Party" is not Britain's; "US Federal Reserve" is the Federal Reserve.
        return 0.0 if previous is _DEMONYM and not form.entities[0].country else 1.0
    if start > 3 and text[start - 1] == " ":
        if text[start - 3 : start] == "of " or text[start - 4 : start - 1] == "the":
            factor = _after_of(text, start)
        else:
            factor = _after_capital(text, start)
        if not factor:
            return 0.0
    else:
        factor = 1.0
    if (
        form.kind is _NAME
        and form.entities[0].country
        and text[end : end + 1] == " "
        and text[end + 1 : end + 2].isupper()
    ):
        return factor * _before_capital(text, end + 1)
    return factor


def _after_of(text: str, start: int) -> float:
    """ "Bank of X" is a bank; "Government of X" speaks of X by half; "most of X" speaks of X."""
    before = text[max(0, start - 40) : start - 1]
    before = before.removesuffix(" the")
    if not before.endswith(" of"):
        return 1.0
    head = before[:-3].rpartition(" ")[2]
    if not head or not head[0].isupper() or not head.isalpha():
        return 1.0
    if head in _HEADS_OF_STATE_BODIES:
        return 0.5
    if head in _OTHER_HEADS:
        return 0.0
    return 1.0 if _opens_sentence(text, start - len(text[max(0, start - 40) : start]) + before.rfind(head)) else 0.0


def _after_capital(text: str, start: int) -> float:
    """Nothing for the last part of a name ("Michael Jordan"), unless the word before only opens the sentence."""
    at = text.rfind(" ", 0, start - 1) + 1
    newline = text.rfind("\n", at, start - 1)
    at = max(at, newline + 1)
    before = text[at : start - 1]
    if not before or not before[0].isupper() or not before[-1].isalnum() or before in _BEFORE_A_NAME:
        return 1.0
    if "'" in before or "’" in before or "-" in before or _opens_sentence(text, at):
        return 1.0
    return 0.0


def _before_capital(text: str, at: int) -> float:
    """Little for the first part of a longer name ("Kenya Airlines"), all of it before an office."""
    stop = text.find(" ", at)
    word = text[at : stop if stop > 0 else len(text)]
    return 1.0 if word.strip(".,'’s") in _OFFICES or word in LATIN else 0.3


def _opens_sentence(text: str, at: int) -> bool:
    return at <= 1 or text[at - 1] in _SENTENCE_STOPS or (text[at - 1] == " " and text[at - 2] in _SENTENCE_STOPS)


def _other_scripts(text: str, start: int) -> list[Mention]:
    match = _OTHER_SCRIPT.search(text, start)
    if match is None:
        return []
    if match.group(1):
        return _by_word(text, _DEVANAGARI_WORD, DEVANAGARI, start)
    return _by_word(fold_arabic(text), _ARABIC_WORD, ARABIC, start)


def _by_word(text: str, words: re.Pattern[str], index: Index, start: int) -> list[Mention]:
    found: list[Mention] = []
    end = start
    for at, word in _known_words(text, words, index, start):
        if at < end or (at and words.match(text, at - 1)):
            continue
        for form in index[word]:
            after = at + len(form.surface)
            if text.startswith(form.surface, at) and not words.match(text, after):
                found.append(Mention(at, form, form.plainness))
                end = after
                break
    return found
