"""Bytes looked at once, and what every format file gives: the protocol of this stage.

A format is one file with four functions and one line in `base.FORMATS`. It never decides by file name or declared
type, it raises Refused for an item it cannot read, and it builds a Dispatch without the facts of transport.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from html import unescape
from typing import Any, NamedTuple, TypedDict

from lxml import etree
from msgspec.structs import replace

from stet.errors import Refused
from stet.formats import agencies, codes, json_text, signs, xml
from stet.formats.agencies import Identity
from stet.formats.body import NO_BODY, Body, Setter
from stet.formats.sent import less_cut, sent_in_html, sent_in_plain, sent_in_tree
from stet.formats.tags import begins_with_tag, has_tags
from stet.formats.text import decode, line, mend, names, overrides
from stet.formats.walk import MAX_DEPTH, body_of_html, body_of_tree, looks_like_html, parse_html, set_text
from stet.model.address import slug
from stet.model.dispatch import Dispatch, Kind, Status
from stet.model.packet import Origin
from stet.model.text import fold

MAX_ID_BYTES = 2000
"""Longest id of an item, in bytes: PostgreSQL indexes no more than 2704."""

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_BEFORE = "\ufeff \t\r\n"
_PROLOGUE = re.compile(r"[\s\ufeff]*(?:<[?!][^>]*>[\s\]>]*)*")
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*\S")
_WORD = re.compile(r"\w+")
_FEW = 12
"""By how many words two renditions of a text may differ at most."""
_TEXT_ROOTS = names(
    "html body nitf body.content block p div section article span h1 h2 h3 table ul ol pre text blockquote a"
)
_MAY_QUOTE = (b"{", b"[", b"ZCZC")
"""Where what begins so holds a declaration of XML, it is quoted."""
_JSON = re.compile(rb"""\{(?![{%])|\[\s*(?:[\[{"\]\d-]|true|false|null|\Z)""")


class Held(NamedTuple):
    """One packet's bytes, parsed at most once. At most one of `root`, `value`, `picture` and `text` is set."""

    data: bytes
    origin: Origin
    root: etree._Element | None = None
    value: Any = None
    """What JSON came out as."""
    picture: str | None = None
    """The kind of picture file it is."""
    text: str | None = None
    """Characters that are neither XML nor JSON, with all their controls: a text wire, an e-mail, or nothing known."""
    problems: tuple[str, ...] = ()


def hold(data: bytes, origin: Origin) -> Held:
    """Looks at bytes: XML, JSON, a picture, text, or none of these.

    Raises Refused where they claim to be one of these and are broken, or are nothing at all.
    """
    limits = origin.limits
    if len(data) > limits.bytes:
        raise Refused(f"too large: {len(data) / 1e6:.1f} MB, and {limits.bytes / 1e6:.1f} MB is the limit")
    kind = signs.picture(data)
    if kind:
        return Held(data, origin, picture=kind)
    head = data[:64].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not head and signs.is_blank(data):
        raise Refused("the file is empty" if not data.strip(b"\x00") else "the file holds nothing but blanks")
    agency, known = agencies.home(origin, None, None)
    feeds = known.charset
    if head[:1] == b"<" or (b"<?xml" in data[:64] and not head.startswith(_MAY_QUOTE)):
        root, problems = xml.parse(data, feeds, limits.depth, outside_dtd=agency.outside_dtd)
        return Held(data, origin, root=root, problems=tuple(problems))
    other = signs.other_file(data)
    if other:
        raise Refused(f"{other}, not wire copy")
    if signs.is_mail(data):
        return Held(data, origin, text=data.decode("latin-1"))  # each part of a mail has a charset of its own
    json_ = _JSON.match(head) is not None
    if not json_ and signs.is_template(data):
        raise Refused("a template with fields that were never filled in, not copy")
    if json_:
        text, problems = decode(data, None, feeds)
        value, mended = json_text.parse(text, limits.depth)
        return Held(data, origin, value=value, problems=(*problems, *overrides(text), *mended))
    if signs.is_garbage(data):
        raise Refused("not text: too many of its bytes are no characters of any wire")
    text, problems = decode(data, feeds)
    return Held(data, origin, text=text, problems=(*problems, *overrides(text)))


class Format(NamedTuple):
    """One wire format. A part is what `split` makes of a packet for each of its items."""

    name: str
    claims: Callable[[Held], str | None]
    """Why these bytes are this format; none when they are not. Looks at shape only."""
    split: Callable[[Held], Sequence[Any]]
    """The packet's items as raw parts, in order. Raises Refused."""
    identities: Callable[[Any], Iterable[Identity]]
    """The item's own identity first (raises Refused where nothing names it), then a stop for each other item that it
    gives an order on. Needs neither words nor a body, and little of the part: a stop order must be found in ruins."""
    read: Callable[[Any, Origin], "Draft"]
    """One item. Raises Refused with the reason."""
    source: Callable[[Any], "Source | None"]
    """Where an item's body is; none for an item without one."""
    stop_words: tuple[bytes, ...] = codes.STOP_WORDS
    """In lower case: one of them stands in every stop that it can read, or is written there with escapes."""


class Layout(NamedTuple):
    """How a format of plain characters lays out a text, twice: neither function may call the other."""

    set: Callable[[Setter, str], None]
    """Sets the text, mostly by `Setter.block`."""
    sent: Callable[[str], str]
    """The words of the text, less what is the format's and not the agency's, `sent.PART` between paragraphs."""


PLAIN = Layout(set_text, sent_in_plain)
"""Blank lines part paragraphs; where there is none, each line is one."""


class Source(NamedTuple):
    """Where a body is, as parsed; the only thing that both readers of a body are given.

    One of `tree`, `html` and `plain` is set.
    """

    tree: etree._Element | None = None
    html: Any = None
    plain: str | None = None
    base: str | None = None
    """Address that relative links are resolved against."""
    layout: Layout = PLAIN
    """What parts the paragraphs of `plain`."""

    def set(self, cut: Sequence[re.Pattern[str]] = (), depth: int = MAX_DEPTH) -> Body:
        """The canonical body, without paragraphs at its top and foot that a cut rule matches whole.

        Raises Refused where HTML is nested deeper than `depth`.
        """
        if self.tree is not None:
            return body_of_tree(self.tree, self.base, cut)
        if self.html is not None:
            return body_of_html(self.html, self.base, cut, depth)
        if not self.plain:
            return NO_BODY
        setter = Setter(self.base, cut)
        self.layout.set(setter, self.plain)
        return setter.finish()

    def sent(self, cut: Sequence[re.Pattern[str]] = ()) -> str:
        """The text the agency sent, by the independent reader, less what the cut rules take off."""
        if self.tree is not None:
            words = sent_in_tree(self.tree)
        elif self.html is not None:
            words = sent_in_html(self.html)
        else:
            words = self.layout.sent(self.plain) if self.plain else ""
        return less_cut(words, cut) if cut else words


def text_source(text: str | None, base: str | None = None, declared: str | None = None) -> Source | None:
    """The body in a string, by the media type it is declared as; none where it has no words.

    A document of NITF or XHTML is one under any name. What is declared HTML is HTML also without a tag in it, and what
    is declared plain is plain unless it begins with a tag; else it is HTML when it holds markup (edge_cases.md 30, 34).
    """
    if not text or text.isspace():
        return None
    found = _document(text) if text.lstrip(_BEFORE).startswith("<") else None
    if found is not None:
        return found.source
    type_ = (declared or "").casefold()
    if "html" in type_:
        return _html(text, base)
    marked = begins_with_tag(text) if type_.startswith("text/plain") else looks_like_html(text)
    return Source(html=parse_html(text), base=base) if marked else Source(plain=mend(text)[0])


def _html(text: str, base: str | None) -> Source:
    """Characters that are said to be HTML. Without a tag blank lines part paragraphs, and references are decoded."""
    if has_tags(text):
        return Source(html=parse_html(text), base=base)
    bare = unescape(text)
    if begins_with_tag(bare):  # escaped once too often (edge_cases.md 31)
        return Source(html=parse_html(bare), base=base)
    wrapped = "<" not in text and not _BLANK_LINE.search(text)  # then line breaks are only those of the file
    return Source(html=parse_html(text), base=base) if wrapped else Source(plain=mend(bare)[0])


class _Found(NamedTuple):
    """A document in a string, and what of it is body."""

    source: Source | None


def _document(text: str) -> _Found | None:
    """NITF, or what says of itself that it is XML; none where it is no document."""
    start = text.strip(_BEFORE)
    named = _ROOT.match(start, _PROLOGUE.match(start).end())  # type: ignore[union-attr]  # it matches anything
    name = named[1].casefold() if named else ""
    if name != "nitf" and not start.startswith("<?xml"):
        return None
    try:
        root = xml.parse_text(start)[0]
    except Refused:
        if named is None or name == "nitf" or not has_tags(text):
            raise
        return _Found(Source(html=parse_html(start[named.start() :])))
    holder = etree.Element("text")
    holder.append(root)
    return _Found(document_source(holder))


def inner_source(element: etree._Element, base: str | None = None, declared: str | None = None) -> Source | None:
    """The body in an element: its elements, or HTML that came as characters (CDATA), or plain text."""
    if len(element):
        return Source(tree=element, base=base)
    return text_source(element.text, base, declared)


def document_source(holder: etree._Element) -> Source | None:
    """The body in an element that holds a document, by the root that is there: content types are invented
    (mapping.md 0.6). What stands beside the document, or beside its body, is text too: then it is all of it.
    """
    root = next(iter(holder), None)
    if root is None:
        return text_source(holder.text)
    if not any(map(holds_text, holder)):
        return None
    if not _is_alone(root, holder):
        return Source(tree=holder)
    name = xml.name_of(root)
    document = root if name == "nitf" else next(root.iter("{*}nitf"), None)
    if document is not None:
        return nitf_body(document)
    if name == "html":
        pages = [child for child in root if xml.name_of(child) == "body"]
        if len(pages) == 1 and _is_alone(pages[0], root):
            return inner_source(pages[0])
    return Source(tree=holder) if xml.has_words(holder) else None


def _is_alone(part: etree._Element, whole: etree._Element) -> bool:
    """Whether all words of an element are in one part of it; the head of a page is no words."""
    if whole.text and not whole.text.isspace():
        return False
    for child in whole:
        if child.tail and not child.tail.isspace():
            return False
        if child is not part and xml.name_of(child) != "head" and xml.has_words(child):
            return False
    return True


def holds_text(root: etree._Element) -> bool:
    """Whether it is a language of text, or holds one: tables of results come in XML of their own."""
    return xml.name_of(root) in _TEXT_ROOTS or next(root.iter("{*}p", "{*}P", "{*}nitf", "{*}html"), None) is not None


def nitf_body(root: etree._Element) -> Source | None:
    """The copy of a document of NITF: its body.content. NITF 3.6 allows several: then, and where there is none, it is
    all of the body but its head and end, which both readers leave out."""
    for body in root:
        if xml.name_of(body) == "body":
            contents = [child for child in body if xml.name_of(child) == "body.content"]
            content = contents[0] if len(contents) == 1 else body
            if xml.has_words(content):
                return inner_source(content)
    return None


SEVERAL = "The item holds several different texts, and only one of them is shown."


def has_copy(source: Source) -> bool:
    """Whether there is a word in a body."""
    return bool(fold(source.sent()))


def first_with_words(found: Sequence[Source]) -> Source | None:
    """The best of the renditions of a body, given in order: one without a word in it is the last choice."""
    if len(found) < 2:
        return found[0] if found else None
    return next(filter(has_copy, found), found[0])


def differ(shown: Source | None, renditions: Sequence[Source]) -> bool:
    """Whether one of the renditions says what the shown one does not. Renditions of a text differ by a few words: a
    dateline, a line at the foot."""
    if shown is None or len(renditions) < 2:
        return False
    words = fold(shown.sent())
    known: Counter[str] | None = None
    for other in renditions:
        theirs = "" if other is shown else fold(other.sent())
        if theirs in words:
            continue
        known = known or Counter(_WORD.findall(words.casefold()))
        more = Counter(_WORD.findall(theirs.casefold()))
        if (more - known).total() > min(more.total() / 10, _FEW):
            return True
    return False


NO_WORDS = "the item has no body"


def without_words(said: Dispatch, status: Status, source: Source | None) -> Dispatch:
    """An item of copy that came without a word of body: it says so, and what is urgent and has a headline is an alert.

    Reuters and AFP send alerts as the headline alone, by the urgency 1, or 2 and in capitals; their genres do not say.
    """
    if status is not Status.USABLE or said.kind not in (Kind.STORY, Kind.ALERT):
        return said
    if source is None and NO_WORDS not in said.problems:
        return said  # the format has said where the words are, or why there are none
    headline = said.headline or ""
    urgent = said.urgency == 1 or (said.urgency == 2 and headline.isupper())
    kind = Kind.ALERT if headline and urgent else said.kind
    return replace(said, kind=kind, problems=unique((*said.problems, NO_WORDS)))


class Draft(NamedTuple):
    """A dispatch without the facts of transport, who it is, and where its body is."""

    dispatch: Dispatch
    identity: Identity
    source: Source | None = None
    orders: tuple[Identity, ...] = ()
    """The stops it orders for other items: all but the first of its `identities`."""
    label: str | None = None
    """A name of the item that may stand in for the headline it lacks (edge_cases.md 69)."""


class Transport(TypedDict):
    """The fields of a dispatch that the agency did not say."""

    feed: str
    packet: str
    format: str
    index: int
    arrived: datetime
    story_key: str


NOWHERE: Transport = {
    "feed": "", "packet": "", "format": "", "index": 0, "arrived": datetime.fromtimestamp(0, UTC), "story_key": "",
}  # fmt: skip


def agency_of(origin: Origin, provider: str | None) -> str:
    """The agency a story belongs to: the feed's, else the item's provider, by one name for all that it goes by."""
    if origin.agency or not provider:
        return origin.agency or "unknown"
    return agencies.agency_by(origin, None, provider).name or provider


@lru_cache(maxsize=1024)
def _agency_slug(agency: str) -> str:
    return slug(agency) or "unknown"


def story_key(agency: str, guid: str) -> str:
    """Agency and the stable part of an id. The id is compared trimmed and case-sensitive (edge_cases.md 48).

    Raises Refused for an id that no database could hold as a key.
    """
    guid = guid.strip()
    if len(guid.encode("utf-8", "replace")) > MAX_ID_BYTES:
        raise Refused(f"its id is longer than {MAX_ID_BYTES} bytes: “{guid[:40]}…”")
    if _CONTROLS.search(guid):
        raise Refused("its id holds control characters or marks that turn the direction of writing")
    return f"{_agency_slug(agency)}/{guid}"


def flat(element: etree._Element | None) -> str | None:
    """All text of an element on one line; a line break or a block in it parts words."""
    if element is None:
        return None
    return line(element.text if not len(element) else sent_in_tree(element))


def unique(values: "Sequence[str | None]") -> tuple[str, ...]:
    """The values that are there, each once, in order."""
    return tuple(dict.fromkeys(filter(None, values))) if values else ()
