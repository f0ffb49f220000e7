"""Source trees and texts, walked into the canonical body."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

from lxml import etree
from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from stet.errors import Refused
from stet.formats.body import Body, Setter, nothing
from stet.formats.marks import UNSEEN
from stet.formats.sent import sent_in_html
from stet.formats.text import mend
from stet.formats.xml import XML_LANG, all_text, local

MAX_DEPTH = 256
"""Deepest nesting that is read; lxml keeps the same limit for XML."""

_AS_SENT = LexborDocumentOptions.WO_EVENTS.value

# A tag is known by its attributes: "a<b and b>c" is arithmetic, and a parser of HTML would swallow half of it.
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|b|i|u|em|strong|a|ul|ol|li|table|tr|td|h[1-6]|blockquote|html|body|section|article|img|figure)"
    r"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))*\s*/?>""",
    re.IGNORECASE,
)
_FRACTION = ("frac", "denom")
_COLUMNS = re.compile(r"\S(?:\t+| {3,})\S")
_PARAGRAPHS = re.compile(r"\n[ \t\r]*\n\s*")


BREAKS_OFF = "The HTML of the text breaks off inside a tag, and words after it are lost."
_LAST = "\ue000"
_UNSEEN_TAGS = (
    rb"head|style|script|template|title|iframe|object|applet|noembed|noframes|noscript|select|textarea|button|datalist"
    rb"|svg|math|canvas|audio|video|map|plaintext|xmp|listing|frameset"
)
# HTML in which nothing can be lost: tags of which every quotation mark is closed, comments that end, and no element
# whose words are not for readers. What is not like this is looked at closely.
_WHOLE = re.compile(
    rb"""(?:[^<]++
    | </?+(?![!?]|(?:"""
    + _UNSEEN_TAGS
    + rb""")[\s/>])[a-z](?:[^<>"'=]++|=\s*+(?:"[^"<>]*+"(?=[\s/>])|'[^'<>]*+'(?=[\s/>])|[^\s<>"'=]++))*+>
    | <!--(?!-?>)(?:[^-]++|-(?!-[!>]))*+-->
    | <(?=[\s\d=])
    )*+""",
    re.IGNORECASE | re.VERBOSE,
)
_SWALLOWS = re.compile(rb"""<[a-z][^<>"']*=\s*(?:"[^"]*<[^"]*"|'[^']*<[^']*')[^\s/>]""", re.IGNORECASE)
"""A value that has a tag in it and is not ended where a value ends: it began at a mark that was never closed."""
_MARKS = frozenset(b"b big code em font i s small strike strong tt u".split())
_TAGS = re.compile(rb"<(/?)([a-z][a-z0-9:-]*)", re.IGNORECASE)
_ENDS_BY_ITSELF = frozenset(
    b"p li dd dt td th tr thead tbody tfoot option a br hr img input link meta base area col embed param source track "
    b"wbr".split()
)
_FEW_TAGS, _MOST_OPEN, _MOST_WORK = 500, 512, 200_000


def looks_like_html(text: str) -> bool:
    """Whether a text holds tags of HTML, whatever it was declared as."""
    return "<" in text and _MARKUP.search(text) is not None


def body_of_tree(element: etree._Element, base: str | None = None, cut: Sequence[re.Pattern[str]] = ()) -> Body:
    """The canonical body from XHTML or NITF below `element`."""
    setter = Setter(base, cut)
    _set_element(setter, element)
    return setter.finish()


def _set_element(setter: Setter, element: etree._Element) -> None:
    # One frame per level: lxml has refused anything deeper than MAX_DEPTH.
    name = local(element.tag)
    if name in _FRACTION:
        _set_fraction(setter, name, element)
    if not setter.start(name, element.get if element.keys() else nothing):
        if name not in UNSEEN:
            setter.left_out(all_text(element))
        return
    words = element.text
    if words:
        setter.text(words)
    elif name == "frac-sep":
        setter.text("/")  # NITF 3.6: the separator of a fraction is a solidus where none is written
    if len(element):  # to make an iterator takes longer than to set a short paragraph
        for child in element:
            if isinstance(child.tag, str):
                _set_element(setter, child)
            if child.tail:
                setter.text(child.tail)
    setter.end()


def _set_fraction(setter: Setter, name: str, element: etree._Element) -> None:
    """Signs of a fraction that NITF leaves out: a blank after a whole number, a solidus (edge_cases.md 91)."""
    if name == "frac":
        if setter.last_sign().isdigit():
            setter.text(" ")
    elif (before := element.getprevious()) is not None and local(before.tag) != "frac-sep":
        setter.text("/")


def parse_html(text: str) -> LexborHTMLParser:
    """HTML as a browser would read it, less what a browser would copy from one place to another.

    Raises Refused where so many tags are left open that a parser would need minutes for them.
    """
    raw = mend(text)[0].encode("utf-8", "replace")
    if raw.count(b"<") > _FEW_TAGS and _is_tangled(raw):
        raise Refused(
            f"HTML of the body with more than {_MOST_OPEN} tags left open, or with marks left open throughout"
        )
    return LexborHTMLParser(raw, options=_AS_SENT)


def _is_tangled(raw: bytes) -> bool:
    """Whether a parser of HTML would take far more time and room than the text has letters.

    It goes through all open tags at many a tag (HTML, 13.2.4.2), and opens marks like `<b>` that were left open again
    in each block after them (13.2.4.3): one mark in a thousand blocks is nothing, a thousand in a thousand are a
    million.
    """
    open_: Counter[bytes] = Counter()
    depth = marks = work = 0
    for found in _TAGS.finditer(raw):
        closing, name = found[1], found[2].lower()
        work += marks
        if depth > _MOST_OPEN or work > _MOST_WORK:
            return True
        if name in _ENDS_BY_ITSELF or (closing and not open_[name]):
            continue
        change = -1 if closing else 1
        open_[name] += change
        depth += change
        marks += change if name in _MARKS else 0
    return depth > _MOST_OPEN


def breaks_off(raw: bytes) -> bool:
    """Whether words of HTML are lost because something in it never ends: a comment, a tag, the quotation marks of an
    attribute, or an element like `title` or `textarea` whose words nobody sees (edge_cases.md 21 and 77)."""
    if _WHOLE.fullmatch(raw) is not None:
        return False
    if _SWALLOWS.search(raw) is not None:
        return True
    return _LAST not in sent_in_html(LexborHTMLParser(raw + _LAST.encode(), options=_AS_SENT))


def body_of_html(
    tree: LexborHTMLParser, base: str | None = None, cut: Sequence[re.Pattern[str]] = (), limit: int = MAX_DEPTH
) -> Body:
    """The canonical body from parsed HTML. Raises Refused where it is nested deeper than `limit`."""
    setter = Setter(base, cut)
    open_nodes: list[LexborNode] = []
    node = tree.body.first_child if tree.body is not None else None
    while node is not None or open_nodes:
        if node is None:
            setter.end()
            node = open_nodes.pop().next
            continue
        tag = node.tag or ""
        if tag == "-text":
            setter.text(node.text_content or "")
        elif node.is_element_node and _start_node(setter, node, local(tag)):
            open_nodes.append(node)
            if len(open_nodes) > limit:
                raise Refused(f"HTML of the body nested more than {limit} levels deep, and {limit} is the limit")
            node = node.first_child
            continue
        node = node.next
    body = setter.finish()
    return body._replace(queries=(*body.queries, BREAKS_OFF)) if breaks_off(tree.raw_html) else body


def _start_node(setter: Setter, node: LexborNode, name: str) -> bool:
    attributes = node.attributes
    if setter.start(name, partial(_attribute, attributes) if attributes else nothing):
        return True
    if name not in UNSEEN:
        setter.left_out(node.text(deep=True))
    return False


def _attribute(attributes: Mapping[str, str | None], name: str) -> str | None:
    """An attribute of HTML; one without a value is there, and empty."""
    name = "xml:lang" if name == XML_LANG else name
    return attributes[name] or "" if name in attributes else None


def body_of_text(text: str, cut: Sequence[re.Pattern[str]] = ()) -> Body:
    """The canonical body from plain text, by `set_text`."""
    setter = Setter(cut=cut)
    set_text(setter, text)
    return setter.finish()


def set_text(setter: Setter, text: str) -> None:
    """Sets plain text: blank lines part paragraphs, other line breaks are kept.

    Where no blank line stands at all, each line is a paragraph, as in text from a teleprinter. Lines of columns keep
    their blanks.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    parted = _PARAGRAPHS.split(text)
    for block in parted if len(parted) > 1 else text.split("\n"):
        setter.block("pre" if _is_tabular(block) else "p", block)


def _is_tabular(block: str) -> bool:
    rows = block.split("\n")
    return len(rows) > 1 and sum(_COLUMNS.search(row) is not None for row in rows) > len(rows) / 2
