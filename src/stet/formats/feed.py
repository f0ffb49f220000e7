"""RSS 2.0 and RSS 1.0 (RDF), Atom 1.0: each entry of a polled feed is an item (mapping.md; RFC 4287)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from html import unescape
from typing import NamedTuple

from lxml import etree

from stet.errors import Refused
from stet.formats.agencies import Identity, home
from stet.formats.body import safe_address
from stet.formats.dates import moment
from stet.formats.held import NOWHERE, Draft, Format, Held, Source, agency_of, inner_source, unique
from stet.formats.sent import sent_in_html, sent_in_tree
from stet.formats.text import line, whole_number
from stet.formats.walk import looks_like_html, parse_html
from stet.formats.xml import XML_BASE, XML_LANG, name_of
from stet.model.dispatch import Dispatch, Kind, Link, Picture, Rendition, Status, Subject
from stet.model.packet import Origin

_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_MEDIA = "http://search.yahoo.com/mrss/"


class Entry(NamedTuple):
    """One entry, and the feed's own properties."""

    element: etree._Element
    channel: etree._Element

    def all(self, *names: str) -> list[etree._Element]:
        """Children of those lower-case local names, outside the media namespace."""
        return [e for e in self.element if name_of(e) in names and not e.tag.startswith("{" + _MEDIA)]

    def words(self, *names: str) -> str | None:
        """The text of the first such child that has one, by order of the names."""
        return next((w for name in names for w in (_words(e) for e in self.all(name)) if w), None)

    def base(self) -> str | None:
        """What relative addresses are resolved against: xml:base, else the entry's page (edge_cases.md 80)."""
        for element in [self.element, *self.element.iterancestors()]:
            if element.get(XML_BASE):
                return element.get(XML_BASE)
        return _page(self) or _page(Entry(self.channel, self.channel))


def claims_rss(held: Held) -> str | None:
    """By the name of the root: rss, or RDF with a channel."""
    root = held.root
    if root is None:
        return None
    if name_of(root) == "rss":
        return f"the root is <rss>, version {(root.get('version') or 'not given')[:8]}"
    named = {name_of(child) for child in root}
    return "the root is RDF with a channel: RSS 1.0" if name_of(root) == "rdf" and named & {"channel", "item"} else None


def claims_atom(held: Held) -> str | None:
    """By the name of the root."""
    if held.root is None or name_of(held.root) not in ("feed", "entry"):
        return None
    return f"the root is <{name_of(held.root)}>: Atom"


def split_rss(held: Held) -> Sequence[Entry]:
    """The items, wherever the dialect puts them."""
    root = held.root
    if root is None:
        return []
    channel = next((child for child in root if name_of(child) == "channel"), root)
    found = [Entry(item, channel) for item in channel if name_of(item) == "item"]
    return found + [Entry(item, channel) for item in root if name_of(item) == "item"]


def split_atom(held: Held) -> Sequence[Entry]:
    """The entries, and the tombstones of RFC 6721."""
    root = held.root
    if root is None:
        return []
    if name_of(root) == "entry":
        return [Entry(root, root)]
    return [Entry(entry, root) for entry in root if name_of(entry) in ("entry", "deleted-entry")]


def identity(entry: Entry) -> Identity:
    """Guid or id, else the page's address, else made from title and time (edge_cases.md 35). A tombstone is a stop."""
    status = Status.CANCELED if name_of(entry.element) == "deleted-entry" else Status.USABLE
    return Identity(_guid(entry), None, status, _words(next((e for e in entry.channel if name_of(e) == "title"), None)))


def identities(entry: Entry) -> Iterator[Identity]:
    """The entry."""
    yield identity(entry)


def _guid(entry: Entry) -> str:
    named = [entry.element.get("ref"), *(element.text for name in ("guid", "id") for element in entry.all(name))]
    found = next(filter(None, map(as_id, named)), None) or _page(entry) or entry.element.get(_RDF_ABOUT)
    if found:
        return found
    title, day = entry.words("title") or "", entry.words("pubdate", "date", "published", "updated") or ""
    if not title:
        raise Refused("an entry without id, link and title: it cannot be told from others")
    return f"derived:{sha256(f'{title} {day}'.encode()).hexdigest()[:24]}"


def as_id(text: str | None) -> str:
    """An id as it was written: nothing in it is markup, and a tombstone must find it (RFC 6721 section 3)."""
    return " ".join((text or "").split())


_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def read(entry: Entry, origin: Origin, held: Held) -> Draft:
    """One entry. A tombstone is a stop."""
    own = identity(entry)
    origin = home(origin, own.guid, own.provider).origin
    agency = agency_of(origin, own.provider)
    if own.status is Status.CANCELED:
        return Draft(Dispatch(**NOWHERE, agency=agency, guid=own.guid, status=own.status), own)
    problems: list[str] = []
    if own.guid.startswith("derived:"):
        problems.append("the entry carries no id; one was made from its title and time")
    where = source(entry)
    if where is None:
        problems.append("the entry has no text")
    return Draft(_dispatch(entry, origin, agency, own.guid, own.provider, problems), own, where)


def _dispatch(
    entry: Entry, origin: Origin, agency: str, guid: str, publisher: str | None, problems: list[str]
) -> Dispatch:
    created = _time(entry, origin, problems, "updated", "modified", "pubdate", "date", "published", "issued")
    return Dispatch(
        **NOWHERE,
        agency=agency,
        guid=guid,
        kind=Kind.STORY,
        version_created=created,
        first_created=_time(entry, origin, problems, "published", "issued", "created", "pubdate", "date") or created,
        language=_language(entry) or origin.language,
        headline=entry.words("title"),
        byline=_byline(entry),
        provider=publisher,
        credit=publisher,
        summary=_summary(entry),
        subjects=tuple(_subjects(entry)),
        copyright=entry.words("rights", "copyright")
        or _words(next((e for e in entry.channel if name_of(e) in ("copyright", "rights")), None)),
        pictures=tuple(_pictures(entry)),
        links=tuple(_links(entry)),
        problems=unique(problems),
    )


def _words(element: etree._Element | None) -> str | None:
    """One line of text from a field that may hold HTML, once or twice escaped (edge_cases.md 31)."""
    if element is None:
        return None
    if len(element):
        return line(sent_in_tree(element))
    text = element.text or ""
    if looks_like_html(text):
        return line(sent_in_html(parse_html(text)))
    return line(unescape(text) if "&" in text and ";" in text else text)


def _time(entry: Entry, origin: Origin, problems: list[str], *names: str) -> datetime | None:
    value = entry.words(*names)
    if not value:
        return None
    found = moment(value, origin.time_zone)
    if found.assumed:
        problems.append(found.assumed)
    return found.at


def _language(entry: Entry) -> str | None:
    for element in [entry.element, *entry.element.iterancestors()]:
        if element.get(XML_LANG):
            return element.get(XML_LANG)
    return entry.words("language") or _words(next((e for e in entry.channel if name_of(e) == "language"), None))


def _byline(entry: Entry) -> str | None:
    names = []
    for element in entry.all("creator", "author"):
        named = next((child for child in element if name_of(child) == "name"), element)
        names.append(_words(named))
    return ", ".join(unique(names)) or None


def _summary(entry: Entry) -> str | None:
    """The short text, where a long one stands beside it."""
    return entry.words("description", "summary") if _full_text(entry) is not None else None


def _subjects(entry: Entry) -> Iterator[Subject]:
    for element in entry.all("category", "subject"):
        name = element.get("label") or element.get("term") or _words(element)
        if name:
            yield Subject(scheme=element.get("domain") or element.get("scheme"), name=line(name))


def _pictures(entry: Entry) -> Iterator[Picture]:
    """Enclosures and Media RSS that say they are pictures."""
    for element in entry.element.iter("{*}enclosure", "{*}content", "{*}thumbnail", "{*}link"):
        href = element.get("url") or (element.get("href") if element.get("rel") == "enclosure" else None)
        type_ = element.get("type") or ""
        named = name_of(element) == "thumbnail" or element.get("medium") == "image"
        if href and (type_.startswith("image/") or named):
            caption, credit = _beside(element, "description"), _beside(element, "credit")
            size = {side: whole_number(element.get(side)) for side in ("width", "height")}
            yield Picture(
                caption=caption, credit=credit, renditions=(Rendition(href=href, type=type_ or None, **size),)
            )


def _beside(element: etree._Element, name: str) -> str | None:
    """A Media RSS property in the element or next to it."""
    parent = element.getparent()
    near = [*element, *(parent if parent is not None else ())]
    return next((_words(e) for e in near if e.tag == f"{{{_MEDIA}}}{name}"), None)


def _page(entry: Entry) -> str | None:
    """The address of the entry's page."""
    for element in entry.all("link"):
        href = element.get("href") or (element.text or "").strip()
        if href and (element.get("rel") or "alternate") == "alternate":
            return href
    return None


def _links(entry: Entry) -> Iterator[Link]:
    page = _page(entry)
    if page:
        yield Link(rel="alternate", target=safe_address(page, entry.channel.get(XML_BASE)) or page)


def _full_text(entry: Entry) -> etree._Element | None:
    for element in entry.all("encoded"):
        if element.tag.startswith("{" + _CONTENT) and (element.text or "").strip():
            return element
    for element in entry.all("content"):
        if not element.get("src") and _is_words(element) and ((element.text or "").strip() or len(element)):
            return element
    return None


def _is_words(element: etree._Element) -> bool:
    """Whether content is text: anything of another media type is data in base64 (RFC 4287 section 4.1.3.3)."""
    type_ = _type(element)
    return len(element) > 0 or "/" not in type_ or type_.startswith("text/") or type_.endswith(("+xml", "/xml"))


def _type(element: etree._Element) -> str:
    return (element.get("type") or "").partition(";")[0].strip().lower()


def source(entry: Entry) -> Source | None:
    """The body: full content, else the short text."""
    element = _full_text(entry)
    if element is None:
        element = next((e for e in entry.all("description", "summary") if (e.text or "").strip() or len(e)), None)
    if element is None:
        return None
    base = element.get(XML_BASE) or entry.base()
    if len(element):
        return inner_source(element, base)
    atom = name_of(entry.element) == "entry"
    if atom and _type(element) in ("", "text", "text/plain"):  # RFC 4287 section 3.1.1: text is the default
        return Source(plain=element.text)
    return Source(html=parse_html(element.text or ""), base=base)


RSS = Format("rss", claims_rss, split_rss, identities, read, source)
ATOM = Format("atom", claims_atom, split_atom, identities, read, source)
