"""The text the agency sent as the body, taken by a reader that shares nothing with the one that builds the body.

It knows two things only: which elements part words, and which are not text. It builds no markup, mends no nesting
and follows no rule of the canonical body, so a letter lost, added or changed over there shows as a difference
(the house, decision 1). It shares the XML, JSON and HTML parsers and nothing else.
"""

import re
from collections import deque
from collections.abc import Iterable, Sequence
from functools import lru_cache

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

from stet.formats.text import names

PART = "\x1e"
"""Stands between two paragraphs: a control for just that, and white space to all who fold. A line break is "\\n"."""

PARTING = names(
    "p div section article header footer aside main nav search hgroup address center dl dt dd form fieldset legend "
    "details summary dialog hr html body h1 h2 h3 h4 h5 h6 ul ol li menu dir blockquote table caption thead tbody "
    "tfoot tr th td pre listing xmp plaintext figure figcaption text "
    # NITF 3.6
    "block body.content hl1 hl2 hedline bq fn note nitf-table datasource byline byttl dateline distributor abstract "
    "tagline bibliography copyrite postaddr virtloc addressee care.of delivery.point delivery.office credit"
)
"""Elements that stand apart from what is before and after them. All others are part of a word's surroundings."""

SILENT = names(
    "head style script template title iframe object embed applet noembed noframes select textarea button datalist svg "
    "canvas audio video map input meta link base annotation annotation-xml "
    "media nitf-table-metadata body.head body.end ed-msg"
)
"""Elements whose characters are not body text: machinery, controls, what NITF says is not for print, and its `media`,
whose caption and credit belong to the picture and stand with it."""

_WITH_SIGNS = names("br frac denom")


@lru_cache(maxsize=1024)
def _name(tag: str) -> str:
    return tag[tag.find("}") + 1 :].lower()


def sent_in_tree(element: etree._Element) -> str:
    """All body text below an XML element, `PART` where blocks part."""
    words: list[str] = []
    _take(element, words)
    return "".join(words)


def _take(element: etree._Element, words: list[str]) -> None:
    # One frame per level: lxml has refused what is nested deeper than Python recurses.
    name = _name(element.tag)
    parting = name in PARTING
    if parting:
        words.append(PART)
    elif name in _WITH_SIGNS:
        sign = _sign_before(name, element, words)
        if sign:
            words.append(sign)
    if name not in SILENT and (name != "note" or (element.get("type") or "").strip().lower() != "npa"):
        text = element.text
        if text:
            words.append(text)
        elif name == "frac-sep":
            words.append("/")
        if len(element):
            for child in element:
                _take(child, words)
                tail = child.tail
                if tail:
                    words.append(tail)
    if parting:
        words.append(PART)


def _sign_before(name: str, node: etree._Element, words: list[str]) -> str:
    """What a tag says without a letter: a line break, and the signs of a fraction that NITF leaves to the reader."""
    if name == "br":
        return "\n"
    if name == "frac":  # 3<frac>1/2</frac> is three and a half, not thirty-one halves
        return " " if words and words[-1][-1].isdigit() else ""
    previous = node.getprevious()
    return "" if previous is None or str(previous.tag).endswith("frac-sep") else "/"


def sent_in_html(tree: LexborHTMLParser) -> str:
    """All body text of parsed HTML, `PART` where blocks part."""
    words: list[str] = []
    # A hand-made stack: hostile HTML may be nested deeper than Python likes to recurse.
    waiting: list[LexborNode | str] = [tree.body] if tree.body is not None else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            words.append(node)
            continue
        tag = node.tag
        if tag == "-text":
            words.append(node.text_content or "")
        elif tag not in SILENT and node.is_element_node:
            if tag in PARTING or tag == "br":
                edge = PART if tag != "br" else "\n"
                words.append(edge)
                waiting.append(edge)
            child = node.last_child
            while child is not None:
                waiting.append(child)
                child = child.prev
    return "".join(words)


def sent_in_plain(text: str) -> str:
    """Plain text, `PART` for the blank lines in it; where there is none, for each line break."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")
    blank = [not row.strip(" \t") for row in rows]
    if not any(blank):
        return PART.join(rows)
    return "\n".join(PART if empty else row for row, empty in zip(rows, blank, strict=True))


def less_cut(text: str, cut: Sequence[re.Pattern[str]]) -> str:
    """A text without the paragraphs at its top and foot that a cut rule matches whole.

    A text of which nothing would be left is left whole: a rule that takes everything is a wrong rule.
    """
    left = deque(folded for part in text.split(PART) if (folded := " ".join(part.split())))
    while left and _is_cut(left[0], cut):
        left.popleft()
    while left and _is_cut(left[-1], cut):
        left.pop()
    return PART.join(left) if left else text


def _is_cut(paragraph: str, cut: Iterable[re.Pattern[str]]) -> bool:
    return any(rule.fullmatch(paragraph) for rule in cut)
