"""The fields of a feed and of its entries, whatever the dialect: by name, and their words by what they are declared as.

RSS 0.9 to 2.0 and RDF, Atom 0.3 and 1.0 name the same things in different namespaces, under any prefix. A field is
known here by the name of its vocabulary: `title` (the feed's own, RSS or Atom), `dc:date`, `content:encoded`,
`media:group`. Fields of vocabularies that are not read here are passed over.
"""

import re
from base64 import b64decode
from collections.abc import Callable
from functools import cached_property, lru_cache
from html import unescape
from html.entities import html5
from urllib.parse import urljoin, urlsplit

from lxml import etree

from stet.errors import Refused
from stet.formats.sent import sent_in_html, sent_in_tree
from stet.formats.tags import ELEMENTS, has_tags
from stet.formats.text import line, mend
from stet.formats.walk import parse_html
from stet.formats.xml import XML_BASE, XML_LANG, local
from stet.model.packet import Origin

Fields = dict[str, list[etree._Element]]

ATOM = "{http://www.w3.org/2005/Atom}"
ATOM_03 = "{http://purl.org/atom/ns#}"

SURE = 0.95
"""The share of a feed's values that must show how the feed writes, before one is read that way (edge_cases.md 31)."""

# Namespaces without scheme, final slash or hash, in lower case: feeds write them with and without.
_OWN = frozenset({
    "purl.org/rss/1.0", "my.netscape.com/rdf/simple/0.9", "channel.netscape.com/rdf/simple/0.9",
    "backend.userland.com/rss", "backend.userland.com/rss091", "backend.userland.com/rss092",
    "backend.userland.com/rss2", "blogs.law.harvard.edu/tech/rss", "cyber.law.harvard.edu/rss/rss.html",
    "www.w3.org/2005/atom", "purl.org/atom/ns", "purl.org/atompub/tombstones/1.0",
})  # fmt: skip
_VOCABULARIES = {
    "purl.org/dc/elements/1.0": "dc", "purl.org/dc/elements/1.1": "dc", "purl.org/dc/terms": "dc",
    "purl.org/rss/1.0/modules/content": "content", "search.yahoo.com/mrss": "media",
    "video.search.yahoo.com/mrss": "media", "www.rssboard.org/media-rss": "media", "www.w3.org/1999/xhtml": "xhtml",
    "news.yandex.ru": "yandex", "www.georss.org/georss": "georss", "web.resource.org/cc": "cc",
    "backend.userland.com/creativecommonsrssmodule": "cc",
    "cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "cc", "creativecommons.org/ns": "cc",
}  # fmt: skip
_PREFIXES = {"dc": "dc", "dcterms": "dc", "content": "content", "media": "media", "prism": "prism"}

_REFERENCE = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CLOSING = re.compile(rf"</(?:{ELEMENTS})\s*>|<(?:br|hr|img|wbr)\b[^<>]*>", re.IGNORECASE)


def is_markup(text: str) -> bool:
    """Whether a line is HTML: a tag alone may be what it speaks of, one that is closed again is not."""
    return "<" in text and has_tags(text) and _CLOSING.search(text) is not None


def plain(text: str) -> str:
    """A text without tags, its references resolved. One that HTML does not know stays as it is."""
    return mend(_REFERENCE.sub(_resolved, text))[0] if "&" in text else text


def _resolved(found: re.Match[str]) -> str:
    if found[1][0] != "#" and f"{found[1]};" not in html5:
        return found[0]
    character = unescape(found[0])
    return character if character and character != "\ufffd" else " "


def is_escaped(text: str) -> bool:
    """Whether all signs in a text that HTML escapes are escaped."""
    return "<" not in text and "&" not in _REFERENCE.sub(_known, text)


def _known(found: re.Match[str]) -> str:
    return "" if found[1][0] == "#" or f"{found[1]};" in html5 else found[0]


class Feed:
    """What holds for all entries of a feed, looked at once."""

    def __init__(self, channel: etree._Element, root: etree._Element, origin: Origin) -> None:
        self.is_atom = root is channel and local(channel.tag) in ("feed", "entry", "deleted-entry")
        self._own = channel.tag.rpartition("}")[0]
        self._names: dict[str, str] = {}
        atoms = (f"{self._own}}}",) if self._own else ()
        self._atom = atoms if self.is_atom else tuple({ATOM, ATOM_03}.difference(atoms))
        self._bare_atom = self.is_atom and not self._own
        self._shared: frozenset[str] | None = None
        self.shown: dict[str, bool] = {}
        self._fetched = origin.source if is_web(origin.source) else None
        self.root, self.channel = root, channel
        self.fields: Fields = self.fields_of(channel) if local(channel.tag) in ("feed", "channel") else {}
        self._read: list[tuple[etree._Element, Fields]] = []

    def entry(self, element: etree._Element) -> "Entry":
        """One of its entries."""
        fields = self.fields_of(element)
        self._read.append((element, fields))
        return Entry(element, fields, self)

    @property
    def entries(self) -> "list[Entry]":
        """Its entries. They are not kept: an entry holds its feed, and what holds itself outlives its packet."""
        return [Entry(element, fields, self) for element, fields in self._read]

    def fields_of(self, element: etree._Element) -> Fields:
        """What stands in an element, by name of the field, in order."""
        found: Fields = {}
        names = self._names
        for child in element:
            tag = child.tag
            name = names.get(tag)
            if name is None:
                name = names[tag] = self._name(child)
            if name:
                if name in found:
                    found[name].append(child)
                else:
                    found[name] = [child]
        return found

    def _name(self, element: etree._Element) -> str:
        """The name of a field; empty for those that are not read."""
        space, _, name = element.tag.rpartition("}")
        name = name.lower()
        if space in ("", self._own):
            return name
        vocabulary = _vocabulary(space[1:])
        if vocabulary is None:
            vocabulary = _PREFIXES.get(element.prefix or "", "")
            return f"{vocabulary}:{name}" if vocabulary else ""
        return f"{vocabulary}:{name}" if vocabulary else name

    # What the feed says of itself.

    @cached_property
    def title(self) -> str | None:
        """Its name."""
        return self.words(self.fields, "title")

    @cached_property
    def language(self) -> str | None:
        """The language of entries that name none."""
        return (
            self.channel.get(XML_LANG) or self.root.get(XML_LANG) or self.words(self.fields, "language", "dc:language")
        )

    @cached_property
    def copyright(self) -> str | None:
        """The rights in entries that name none."""
        return self.words(self.fields, "rights", "copyright", "dc:rights")

    @cached_property
    def declared_base(self) -> str | None:
        """The feed's xml:base, where it is whole: it goes before the page of an entry."""
        base = join(self.root.get(XML_BASE), self.channel.get(XML_BASE))
        whole = join(self._fetched, base) if base else None
        return whole if is_web(whole) else None

    @cached_property
    def base(self) -> str | None:
        """What addresses are resolved against in the end: its xml:base, else its page, else where it was fetched."""
        if self.declared_base:
            return self.declared_base
        page = join(self._fetched, page_of(self.fields))
        return page if is_web(page) else self._fetched

    def shared_ids(self, guid_of: "Callable[[Entry], str]") -> frozenset[str]:
        """Ids on entries with different pages and different titles: they do not say which story it is."""
        if self._shared is None:
            told: dict[str, list[Entry]] = {}
            for entry in self.entries:
                try:
                    told.setdefault(guid_of(entry), []).append(entry)
                except Refused:
                    continue  # nothing names it
            self._shared = frozenset(guid for guid, same in told.items() if len(same) > 1 and _are_others(same))
        return self._shared

    # Words, by what they are declared as.

    def words(self, fields: Fields, *names: str) -> str | None:
        """One line: the first of these fields that has words."""
        for name in names:
            if name in fields:
                for element in fields[name]:
                    found = self.line_of(element, name)
                    if found:
                        return found
        return None

    def line_of(self, element: etree._Element, name: str) -> str | None:
        """The words of an element on one line, without markup."""
        if len(element):
            return line(_inner_text(element))
        text = self.characters(element)
        if "<" not in text and "&" not in text:
            return line(text)
        declared = self.declared(element)
        if declared == "html" or (declared is None and is_markup(text)):
            return line(sent_in_html(parse_html(text)))
        if declared is None and "&" in text and is_escaped(text) and self._writes_html(name):
            return line(plain(text))
        return line(text)

    def declared(self, element: etree._Element) -> str | None:
        """What a text is declared to be: `html`, `text`, another type of an Atom content, or nothing at all, as in RSS.

        RFC 4287 section 3.1; Atom 0.3 and RSS 0.94 name media types. Media RSS says `plain` or `html`.
        """
        written = element.get("type")
        type_ = written.partition(";")[0].strip().lower() if written else ""
        tag = element.tag
        if tag.startswith(self._atom) or (self._bare_atom and tag[0] != "{"):
            return _TYPES.get(type_, type_)
        return _TYPES_OF_RSS.get(type_)

    def characters(self, element: etree._Element) -> str:
        """The characters of an element without children, out of base64 where Atom 0.3 says so.

        None where that is damaged: what is left of it is not what was sent.
        """
        if element.get("mode") != "base64":
            return element.text or ""
        try:
            return b64decode("".join((element.text or "").split()), validate=True).decode()
        except (
            ValueError
        ):  # of a letter that is none of base64, a number of them that cannot be, bytes that are no text
            return ""

    def _writes_html(self, name: str) -> bool:
        """Whether the feed writes this field as HTML, so that its ampersands are escaped twice (edge_cases.md 31).

        Of all values with a sign that HTML escapes, nearly all have it escaped; in plain text it would stand bare.
        """
        if name not in self.shown:
            texts = [e.text or "" for entry in self.entries for e in entry.fields.get(name, ()) if not len(e)]
            marked = [text for text in texts if "&" in text or "<" in text]
            self.shown[name] = sum(is_escaped(text) or is_markup(text) for text in marked) >= SURE * len(marked)
        return self.shown[name]


_TYPES = {
    "": "text", "text": "text", "plain": "text", "html": "html", "text/html": "html", "xhtml": "text",
    "application/xhtml+xml": "text",
}  # fmt: skip


_TYPES_OF_RSS = {"html": "html", "text/html": "html", "text/plain": "text/plain"}


class Entry:
    """One entry, and what is in it."""

    def __init__(self, element: etree._Element, fields: Fields, feed: Feed) -> None:
        self.element, self.fields, self.feed = element, fields, feed
        self.page = page_of(fields)
        """The address of its page, as written."""

    def words(self, *names: str) -> str | None:
        """One line: the first of these fields that has words."""
        for name in names:
            if name in self.fields:
                return self.feed.words(self.fields, *names)
        return None


def _inner_text(element: etree._Element) -> str:
    """The words in an element; it may itself be called `title`, which is no text where a body has one."""
    inner = (f"{sent_in_tree(child)}{child.tail or ''}" for child in element)
    return f"{element.text or ''}{''.join(inner)}"


def _are_others(same: "list[Entry]") -> bool:
    pages = {entry.page for entry in same}
    return len(pages) > 1 and len({entry.words("title") for entry in same}) > 1


@lru_cache(maxsize=1024)
def _vocabulary(space: str) -> str | None:
    """The name of a namespace's vocabulary, empty for RSS and Atom; none for one not known here."""
    bare = space.lower().partition("://")[2].rstrip("/#")
    if bare in _OWN:
        return ""
    if bare.startswith("prismstandard.org/namespaces"):
        return "prism"
    if bare.startswith("wordpress.org/export/"):
        return "excerpt" if bare.endswith("excerpt") else "wp"
    return _VOCABULARIES.get(bare)


def is_web(address: str | None) -> bool:
    """Whether it is an absolute http or https address."""
    return address is not None and address[:8].lower().startswith(("http://", "https://"))


def join(base: str | None, address: str | None) -> str | None:
    """An address resolved against a base (RFC 3986 section 5), either of which may be missing."""
    if not address or not base or is_web(address):
        return address or base
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return base


def can_be_read(address: str) -> bool:
    """Whether an address is one at all: `http://[x` is not."""
    try:
        urlsplit(address)
    except ValueError:
        return False
    return True


def has_scheme(address: str) -> bool:
    """Whether an address is complete in itself, or nonsense."""
    return not can_be_read(address) or bool(urlsplit(address).scheme)


def page_of(fields: Fields) -> str | None:
    """The address of the page of a feed or an entry, as written: an alternate in HTML before another."""
    other: str | None = None
    for element in fields.get("link", ()):
        href = element.get("href")
        if href is None:
            text = (element.text or "").strip()
            if text:
                return text
        elif (element.get("rel") or "alternate") == "alternate" and (href := href.strip()):
            type_ = element.get("type")
            if not type_ or "html" in type_:
                return href
            other = other or href
    return other
