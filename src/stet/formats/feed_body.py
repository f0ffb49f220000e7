"""The copy of an entry of a feed: which of its fields it is, and what it was declared as.

Both readers of a body start from what is found here, so a rule about escaping is decided once, in sight, and never
by what one of them would like. Text is read as declared: RFC 4287 section 3.1 and 4.1.3 for Atom, HTML in characters
for RSS. Where that would print tags, a person is asked, unless the whole feed shows that it escapes twice.
"""

import re
from typing import NamedTuple

from lxml import etree

from stet.formats.feed_fields import SURE, Entry, Feed, is_web, join, plain
from stet.formats.held import Source, nitf_body, text_source
from stet.formats.tags import has_tags
from stet.formats.text import mend
from stet.formats.walk import parse_html
from stet.formats.xml import XML_BASE, name_of

_FULL = ("content:encoded", "content", "xhtml:body", "xhtml:div", "yandex:full-text")
_COPY = (*_FULL, "description", "summary", "dc:description", "dc:abstract")
_FEW = 3
"""Fewer entries than this show nothing about a feed."""

_OPENS = re.compile(r"\s*<(?:p|div|h[1-6]|ul|ol|table|blockquote|section|article|img|figure|br|span|a|b|strong|em|i)\b")
_CLOSES = re.compile(r"(?:</[a-z][a-z0-9]*\s*|<(?:br|hr|img)\b[^<>]*)>\s*\Z", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
_BLOCKS = re.compile(r"<(?:p|br|div|pre|table|textarea)\b", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_COLUMNS = re.compile(r"\S(?:\t+| {3,})\S")
_ENDS = re.compile(r"""[.!?:;…。！？।۔؟]["'”’»)\]]*$""")

TAGS_SHOW = "The text shows tags of HTML, as if it had been escaped once too often."
_READ_TWICE = "the feed escapes its HTML once more than it says; it was read as the feed means it"


class Copy(NamedTuple):
    """Where the copy of an entry is, and what there is to say about it."""

    source: Source | None = None
    element: etree._Element | None = None
    is_full: bool = False
    """Whether it is the full text, so that the short one beside it is a summary."""
    problems: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()


NO_COPY = Copy()


class _Found(NamedTuple):
    """The field that is the copy."""

    element: etree._Element
    text: str | None
    """Its characters; none where it has elements."""
    declared: str | None
    is_full: bool


def copy_of(entry: Entry) -> Copy:
    """The full text, else the short one."""
    found = _found(entry)
    if found is None:
        return NO_COPY
    element, text, declared, is_full = found
    base = base_of(entry, element)
    if text is None:
        return Copy(_tree(element, base), element, is_full)
    if "<" not in text and "&" not in text:  # by far the most plain texts; they are the same under any declaration
        return Copy(Source(plain=_laid_out(text, declared)), element, is_full)
    if not _shows_tags(text, declared):
        return Copy(_as_declared(text, declared, base), element, is_full)
    if _escapes_twice(entry.feed):
        return Copy(Source(html=parse_html(_read(text, declared)), base=base), element, is_full, (_READ_TWICE,))
    return Copy(_as_declared(text, declared, base), element, is_full, (), (TAGS_SHOW,))


def _found(entry: Entry) -> _Found | None:
    feed, fields = entry.feed, entry.fields
    for name in _COPY:
        if name in fields:
            for element in fields[name]:
                if len(element):
                    return _Found(element, None, None, name in _FULL)
                text = feed.characters(element)
                if text and not text.isspace() and _is_words(declared := feed.declared(element)):
                    return _Found(element, text, declared, name in _FULL)
    return None


def _is_words(type_: str | None) -> bool:
    """Whether characters are text: of a media type that is none they are data in base64 (RFC 4287 section 4.1.3.3)."""
    return not type_ or "/" not in type_ or type_.startswith("text/") or type_.endswith(("+xml", "/xml"))


def _tree(element: etree._Element, base: str | None) -> Source | None:
    """Elements: XHTML, or a whole document of NITF."""
    inner = element[0]
    if len(element) == 1 and name_of(inner) == "nitf":
        return nitf_body(inner)
    return Source(tree=element, base=base)


def _as_declared(text: str, declared: str | None, base: str | None) -> Source | None:
    if declared == "html":
        return Source(html=parse_html(_parted(text)), base=base)
    if declared is None:
        if has_tags(text):
            return Source(html=parse_html(_parted(text)), base=base)
        return Source(plain=_laid_out(plain(text), declared))
    if declared in ("text", "text/plain"):
        return Source(plain=_laid_out(text, declared))
    return text_source(text, base)


def _laid_out(text: str, declared: str | None) -> str:
    """A plain text with paragraphs where it means them. Only white space is touched.

    Characters of HTML (RSS) wrap as they like, and so may Atom's text (RFC 4287 section 3.1.1.1); where each line ends
    a sentence, it is a paragraph all the same. A file of text keeps its lines.
    """
    text = mend(text)[0].strip(" \t\r\n\f")
    if "\n" not in text or declared == "text/plain":
        return text
    if declared is not None:
        rows = text.split("\n")
        if _COLUMNS.search(text) or all(_ENDS.search(row.rstrip()) for row in rows[:-1] if row.strip()):
            return text
    return "\n\n".join(_BLANKS.sub(" ", block) for block in _BLANK_LINE.split(text))


def _parted(html: str) -> str:
    """HTML without any block, where blank lines part paragraphs: exports of content systems come that way."""
    if "\n" in html and not _BLOCKS.search(html) and _BLANK_LINE.search(html):
        return _BLANK_LINE.sub("\n<p>", html)
    return html


def _read(text: str, declared: str | None) -> str:
    """The characters that a reader would see."""
    return text if declared not in (None, "html") or has_tags(text) else plain(text)


def _shows_tags(text: str, declared: str | None) -> bool:
    """Whether a reader would see tags from end to end."""
    if declared in (None, "html"):
        if "<" in text or "&lt;" not in text:
            return False
    elif declared not in ("text", "text/plain") or "<" not in text:
        return False
    seen = _read(text, declared)
    return _OPENS.match(seen) is not None and _CLOSES.search(seen) is not None


def _escapes_twice(feed: Feed) -> bool:
    """Whether the texts of the whole feed show tags from end to end (edge_cases.md 31)."""
    shown = feed.shown.get("copy")
    if shown is None:
        texts = [
            (found.text, found.declared)
            for entry in feed.entries
            if (found := _found(entry)) is not None and found.text is not None
        ]
        shown = len(texts) >= _FEW and sum(_shows_tags(*text) for text in texts) >= SURE * len(texts)
        feed.shown["copy"] = shown
    return shown


def base_of(entry: Entry, element: etree._Element | None = None) -> str | None:
    """What relative addresses in an entry are resolved against (RFC 3986 section 5.1; edge_cases.md 80).

    Its xml:base, else its page, else the feed's page or where the feed came from. None where none of them is whole.
    """
    feed = entry.feed
    declared = entry.element.get(XML_BASE)
    if element is not None:
        declared = join(declared, element.get(XML_BASE))
        if len(element):
            declared = join(declared, element[0].get(XML_BASE))
    if declared:
        whole = join(feed.base, declared)
        if is_web(whole):
            return whole
    if feed.declared_base:
        return feed.declared_base
    page = join(feed.base, entry.page)
    return page if is_web(page) else feed.base
