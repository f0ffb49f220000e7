"""A headline for an item that has none: its label, else the first sentence of its text (edge_cases.md 69).

Alerts come without a headline at many agencies. What is made here is the agency's own words, and is said to be made.
"""

import re
from typing import NamedTuple

from stet.formats.text import line

LONGEST = 120
"""Characters of a headline that is made from a text."""
_LOOKED_AT = LONGEST + 8
"""Where a sentence is longer than a headline may be it does not matter where it ends: a row of a hundred thousand full
stops would take minutes to look through."""

_FAR_BEYOND = 4 * LONGEST
"""A sentence that has not ended here is cut short anyway."""

# A full stop ends a sentence before a blank only; the stops of other scripts end one wherever they stand.
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s)|[؟۔।॥。！？｡]+[\"'”’»」』）)\]]*")
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘«„]+\Z")
_ABBREVIATED = re.compile(
    r"(?:(?:[^\W\d_]\.)*[^\W\d_]|\d{1,2}|mrs?|ms|dr|prof|st|gen|sen|rep|gov|col|capt|lt|sgt|jr|sr|no|nr|vs|inc|ltd|corp|co|"
    r"etc|ca|bzw|mme|mlle|sra?|jan|feb|aug|sept?|oct|nov|dec)\Z",
    re.IGNORECASE,
)


class Made(NamedTuple):
    """A headline that the agency did not write as one, and what it was made from, for `Dispatch.problems`."""

    headline: str
    problem: str


def made_headline(label: str | None, text: str) -> Made | None:
    """The label if it says something (more than two words), else the first sentence of the text.

    `text` is the body less what cut rules take off, a line break between its paragraphs. None where there is no word.
    """
    label = line(label)
    if label and len(label.split()) > 2:
        return Made(label, "the item has no headline; the headline was made from its label")
    first = next((words for words in map(line, text.splitlines()) if words), None)
    if first is None:
        return None
    return Made(
        _short(_sentence(first[:_LOOKED_AT])), "the item has no headline; the headline was made from the first sentence"
    )


def _sentence(paragraph: str) -> str:
    for stop in _STOP.finditer(paragraph, 0, _FAR_BEYOND):
        if paragraph[stop.end() : stop.end() + 2].lstrip()[:1].islower():
            continue  # “Is it over?” he asked.
        word = _LAST_WORD.search(paragraph, max(0, stop.start() - 24), stop.start())
        if paragraph[stop.start()] != "." or word is None or not _ABBREVIATED.match(word[0]):
            return paragraph[: stop.end()]
    return paragraph


def _short(sentence: str) -> str:
    if len(sentence) <= LONGEST:
        return sentence
    head, blank, _ = sentence[:LONGEST].rpartition(" ")
    return (head if blank else sentence[: LONGEST - 1]).rstrip(" ,;:-–—") + "…"
