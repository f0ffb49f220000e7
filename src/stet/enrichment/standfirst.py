"""The line under the headline: the agency's summary, else the best sentence of the body, word for word.

The choice is made by how much a sentence speaks of what the whole story speaks of (the mean frequency of its
words, Nenkova and Vanderwende's SumBasic), and by how well it stands alone.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from stet.enrichment.dateline import after_dateline
from stet.enrichment.sentences import sentences
from stet.enrichment.words import WORDS
from stet.model.text import fold

LONGEST = 300
"""Characters. A longer summary is a paragraph, and a longer sentence is read in the body."""

_SHORTEST = 30
_COMFORTABLE = range(60, 181)
_LOOKED_AT = 10  # paragraphs: what the story is about has been said by then

_MARKUP = re.compile(r"<[a-zA-Z/!][^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]{2,8});|https?://")
_CUT_OFF = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])[\s\"'”’]*\Z")
_LETTERS = re.compile(r"\W+")
_SIGNS = "\"'“”‘’«»„.,;:!?()[]{}…–—-/\\।॥،؛؟۔。、，！？「」"
_ASCII_SIGNS = {ord(sign): " " for sign in _SIGNS if sign.isascii()}
_ANY_SIGNS = re.compile(f"[{re.escape(_SIGNS)}]+")
_ENDS = tuple(".!?।॥؟۔。！？…።։")
_CLOSING = "\"'”’»›)]」』）"
_FULL_STOPS = ".।۔。"
_ABBREVIATED = re.compile(r"(?:\b[^\W\d_]\.)+\Z|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|etc|a\.m|p\.m)\.\Z")
_SINGLE_OPEN = re.compile(r"(?<!\w)'(?=\w)")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?])'(?!\w)")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»|„[^“”]*[“”]|「[^」]*」")

_LEANS = WORDS["leans"]

_COMMON = WORDS["common"]
_ECHOES = WORDS["echoes"]
_TAILS = (
    "reporting by",
    "editing by",
    "writing by",
    "with inputs from",
    "all rights reserved",
    "copyright",
    "click here",
    "read more",
    "follow us",
    "for more information",
    "this story has been",
)
"""Words of the lines that stand around a story and are not part of it."""


class _Candidate(NamedTuple):
    text: str
    paragraph: int
    opens: bool
    """The story's first sentence."""
    words: frozenset[str]


def standfirst(body_text: str, *, headline: str | None, summary: str | None) -> str | None:
    """One line for the head of the page, or none where the body is a single sentence that stands there anyway.

    A sentence of the body is given as a contiguous run of the body's own words (white space folded); its final
    full stop may go. The first paragraph over again only when no other sentence will do.
    """
    told = body_text[after_dateline(body_text) :]
    paragraphs = list(islice((folded for part in told.split("\n\n") if (folded := fold(part))), _LOOKED_AT))
    offered = _fit_summary(summary, headline)
    if offered is not None and not (paragraphs and _same(offered, paragraphs[0])):
        return offered
    return _from_body(paragraphs, headline) or offered


def _fit_summary(summary: str | None, headline: str | None) -> str | None:
    text = fold(summary or "")
    if not text or len(text) > LONGEST or _MARKUP.search(text) or _CUT_OFF.search(text) or _same(text, headline or ""):
        return None
    return text


def _from_body(paragraphs: list[str], headline: str | None) -> str | None:
    candidates = list(_candidates(paragraphs))
    about = Counter(chain.from_iterable(candidate.words for candidate in candidates))
    topic_words = _words_of(headline or "")
    ranked = sorted(((_matter(c, about, topic_words), -n, c) for n, c in enumerate(candidates)), reverse=True)
    best, best_score = None, 0.0
    for matter, _, candidate in ranked:
        if matter <= best_score:
            break  # nothing below can win: standing alone never adds to a score
        score = matter * _independence(candidate)
        if score > best_score and _is_fit(candidate.text) and not _repeats(candidate.text, paragraphs, headline):
            best, best_score = candidate.text, score
    if best is None and len(paragraphs) > 1:
        best = next((c.text for c in candidates if _is_fit(c.text) and not _same(c.text, headline or "")), None)
    return _trimmed(best) if best else None


def _repeats(text: str, paragraphs: list[str], headline: str | None) -> bool:
    return _same(text, paragraphs[0]) or _same(text, headline or "")


def _candidates(paragraphs: list[str]) -> Iterator[_Candidate]:
    for number, paragraph in enumerate(paragraphs):
        for place, sentence in enumerate(sentences(paragraph)):
            yield _Candidate(sentence, number, number == place == 0, _words_of(sentence))


def _words_of(text: str) -> frozenset[str]:
    # A table is fast on ASCII and slow on all else.
    bare = text.translate(_ASCII_SIGNS) if text.isascii() else _ANY_SIGNS.sub(" ", text)
    return frozenset(bare.lower().split()) - _COMMON


def _is_fit(text: str) -> bool:
    """A whole, plain, self-contained sentence: no heading, no line of credits, no quotation, nothing left open."""
    if not _SHORTEST <= len(text) <= LONGEST or not text[0].isalnum() or text[0].islower():
        return False
    if not text.rstrip(_CLOSING).endswith(_ENDS) or _CUT_OFF.search(text) or _MARKUP.search(text):
        return False
    if not _is_closed(text) or _is_tail(text):
        return False
    quoted = sum(len(run) for run in _QUOTED.findall(text))
    return quoted * 2 < len(text)


def _is_tail(text: str) -> bool:
    lower = text.lower()
    return any(words in lower for words in _TAILS)


def _is_closed(text: str) -> bool:
    """Whether every quotation mark and bracket that opens also closes."""
    count = text.count
    if count('"') % 2 or count("(") != count(")") or count("[") != count("]") or count("「") != count("」"):
        return False
    if count("«") != count("»") or count("‘") > count("’"):
        return False
    # German opens low and closes with the mark that opens in English.
    curly = count("„") == count("“") + count("”") if "„" in text else count("“") == count("”")
    return curly and len(_SINGLE_OPEN.findall(text)) <= len(_SINGLE_CLOSE.findall(text))


def _matter(candidate: _Candidate, about: Counter[str], topic_words: frozenset[str]) -> float:
    """How much of the story's matter a sentence holds, for its length and place. Earlier wins a tie."""
    words = candidate.words
    matter = sum(map(about.__getitem__, words)) / (len(words) + 2)
    matter += 1.5 * len(topic_words & words) / (len(topic_words) + 1)
    return (matter + 0.01) * _comfort(len(candidate.text)) * (1 - 0.004 * candidate.paragraph)


def _comfort(length: int) -> float:
    if length in _COMFORTABLE:
        return 1.0
    return 0.7 if length < _COMFORTABLE.start else max(0.4, 1 - (length - _COMFORTABLE.stop) / 150)


def _independence(candidate: _Candidate) -> float:
    """Less for a sentence that leans on its neighbours, that quotes, or that the reader meets first anyway."""
    text = candidate.text
    factor = 0.35 if candidate.opens else 0.75 if candidate.paragraph == 0 else 1.0
    if text.split(maxsplit=1)[0].strip(",").lower() in _LEANS:
        factor *= 0.5
    if not _ECHOES.isdisjoint(candidate.words) or " as well" in text:
        factor *= 0.75
    if '"' in text or "“" in text or "«" in text:
        factor *= 0.8
    return factor


def _trimmed(sentence: str) -> str:
    """Without its final full stop, as a line of display type is set; an abbreviation keeps it."""
    if sentence[-1] not in _FULL_STOPS or sentence.endswith("..") or _ABBREVIATED.search(sentence):
        return sentence
    return sentence[:-1]


def _same(one: str, other: str) -> bool:
    """Equal but for case, punctuation and white space."""
    if one == other:
        return True
    return abs(len(one) - len(other)) < 12 and _LETTERS.sub("", one).casefold() == _LETTERS.sub("", other).casefold()
