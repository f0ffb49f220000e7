"""RSS 0.9 to 2.0 and RDF, Atom 0.3 and 1.0: each entry of a polled feed is an item (mapping.md; RFC 4287).

An entry carries no version and no status: a later time is a later version, and what is gone from a feed means nothing.
Only a tombstone (RFC 6721) is a stop.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from lxml import etree

from stet.errors import Refused
from stet.formats.agencies import Agency, Identity, home
from stet.formats.dates import Moment, moment
from stet.formats.feed_body import Copy, copy_of
from stet.formats.feed_fields import Entry, Feed, Fields
from stet.formats.feed_parts import byline, has_film_or_sound, is_elsewhere, links, names, page, pictures, subjects
from stet.formats.held import NOWHERE, Draft, Format, Held, Source, agency_of, unique
from stet.formats.rights import first_end
from stet.formats.text import line
from stet.formats.xml import XML_LANG, local, name_of
from stet.model.dispatch import Dispatch, Embargo, Kind, Picture, Status
from stet.model.packet import Origin

_ATOM_ROOTS = ("feed", "entry", "deleted-entry")
_ATOM_PARTS = frozenset({"title", "id", "link", "updated", "modified", "tagline", "entry", "deleted-entry"})
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_ITEMS = ("item", "deleted-entry")
_ENTRIES = ("entry", "deleted-entry")

# Where the time of this version stands, and the time of the first. The first that can be read counts.
_CHANGED = (
    "updated", "dc:modified", "prism:modificationdate", "modified", "wp:post_modified_gmt", "pubdate", "dc:date",
    "prism:publicationdate", "date", "published", "issued", "dc:issued", "created", "dc:created",
)  # fmt: skip
_BEGUN = (
    "published", "issued", "dc:issued", "pubdate", "dc:date", "prism:publicationdate", "date", "created", "dc:created",
)  # fmt: skip

# What few entries say: they are not asked one by one.
_RARE = frozenset({
    "prism:embargodate", "prism:killdate", "prism:expirationdate", "expirationdate", "dc:valid", "dc:available",
    "prism:person", "prism:organization", "prism:location", "georss:featurename", "dc:license", "dc:accessrights",
    "cc:license",
})  # fmt: skip


def claims_rss(held: Held) -> str | None:
    """By the name of the root: rss, or RDF with a channel."""
    root = held.root
    if root is None:
        return None
    if name_of(root) == "rss":
        return f"the root is <rss>, version {(root.get('version') or 'not given')[:8]}"
    if name_of(root) != "rdf":
        return None
    named = {name_of(child) for child in root}
    return "the root is RDF with a channel: RSS 1.0" if named & {"channel", "item"} else None


def claims_atom(held: Held) -> str | None:
    """By the name of the root, and something of Atom in it: others call their root so, too."""
    root = held.root
    if root is None or name_of(root) not in _ATOM_ROOTS:
        return None
    if "Atom" in root.tag or "/atom" in root.tag or root.get("ref") or any(name_of(e) in _ATOM_PARTS for e in root):
        return f"the root is <{name_of(root)}>: Atom"
    return None


def split_rss(held: Held) -> Sequence[Entry]:
    """The items, wherever the dialect puts them: in the channel or beside it. Raises Refused where there is neither."""
    root = held.root
    if root is None:
        return ()
    channels = [child for child in root if name_of(child) == "channel"]
    feed = Feed(channels[0] if channels else root, root, held.origin)
    found: list[Entry] = []
    for child in root:
        if name_of(child) == "channel":
            found += _entries(feed, child, _ITEMS)
        elif name_of(child) in _ITEMS:
            found.append(feed.entry(child))
    if not channels and not found:
        raise Refused("RSS without a channel and without items: nothing in it can be read")
    return found


def split_atom(held: Held) -> Sequence[Entry]:
    """The entries, and the tombstones of RFC 6721."""
    root = held.root
    if root is None:
        return ()
    feed = Feed(root, root, held.origin)
    return _entries(feed, root, _ENTRIES) if name_of(root) == "feed" else [feed.entry(root)]


def _entries(feed: Feed, within: etree._Element, wanted: Sequence[str]) -> list[Entry]:
    return [feed.entry(child) for child in within if local(child.tag) in wanted]


def identity(entry: Entry) -> Identity:
    """Who it is: guid or id, else its page, else made from title and time (edge_cases.md 35). A tombstone is a stop."""
    status = Status.CANCELED if name_of(entry.element) == "deleted-entry" else _status(entry)
    return Identity(_guid(entry), None, status, entry.feed.title)


def identities(entry: Entry) -> Iterator[Identity]:
    """The entry."""
    yield identity(entry)


def _guid(entry: Entry) -> str:
    fields, element = entry.fields, entry.element
    for name in ("guid", "id"):
        for named in fields.get(name, ()):
            if written := as_id(named.text):
                return written
    found = as_id(element.get("ref")) or as_id(element.get(_RDF_ABOUT)) or page(entry)
    if found:
        return found
    title = entry.words("title", "media:title") or ""
    day = entry.words("pubdate", "dc:date", "date", "published", "updated") or ""
    made_from = f"{title} {day}" if title else _all_words(entry)
    if not made_from:
        raise Refused("an entry without id, link, title and text: it cannot be told from others")
    return f"derived:{sha256(made_from.encode('utf-8', 'replace')).hexdigest()[:24]}"


def _all_words(entry: Entry) -> str:
    element = copy_of(entry).element
    return "" if element is None else entry.feed.line_of(element, "copy") or ""


def as_id(text: str | None) -> str:
    """An id as it was written: nothing in it is markup, and a tombstone must find it (RFC 6721 section 3)."""
    return " ".join(text.split()) if text else ""


def _status(entry: Entry) -> Status:
    """Usable; in an export of a content system, what it calls anything but published is for a person to look at."""
    state = entry.words("wp:status")
    return Status.USABLE if state is None or state == "publish" else Status.UNKNOWN


def read(entry: Entry, origin: Origin) -> Draft:
    """One entry. A tombstone is a stop."""
    own = identity(entry)
    agency, origin = home(origin, own.guid, own.provider)
    name = agency_of(origin, own.provider)
    if own.status is Status.CANCELED:
        note = entry.words("comment")
        return Draft(Dispatch(**NOWHERE, agency=name, guid=own.guid, status=own.status, ed_note=note), own)
    copy = copy_of(entry)
    return Draft(_Reader(entry, origin, agency, copy).dispatch(own, name), own, copy.source)


def source(entry: Entry) -> Source | None:
    """The body: the full text, else the short one."""
    return copy_of(entry).source


class _Reader:
    """Makes a dispatch of one entry, and keeps what there is to say about it."""

    def __init__(self, entry: Entry, origin: Origin, agency: Agency, copy: Copy) -> None:
        self._entry, self._origin, self._agency, self._copy = entry, origin, agency, copy
        self._problems = list(copy.problems)
        self._queries = list(copy.queries)
        self._moments: dict[str, Moment] = {}

    def dispatch(self, own: Identity, agency: str) -> Dispatch:
        """All of it but the body."""
        entry, feed, words = self._entry, self._entry.feed, self._entry.words
        origins = [feed.fields_of(element) for element in entry.fields.get("source", ())]
        about, shown, address = subjects(entry), pictures(entry), page(entry)
        more = {} if _RARE.isdisjoint(entry.fields) else self.rarely()
        changed = self.time(_CHANGED)
        self.look(own)
        return Dispatch(
            **NOWHERE,
            agency=agency,
            guid=own.guid,
            alt_ids=self.other_names(own.guid, address),
            kind=self.kind([subject.name for subject in about], shown),
            version_created=changed,
            first_created=self.time(_BEGUN) or changed,
            language=self.language() or self._origin.language,
            headline=words("title", "dc:title", "media:title"),
            byline=byline(entry),
            provider=own.provider,
            credit=self.credit(origins) or own.provider,
            summary=self.summary(),
            subjects=about,
            copyright=words("rights", "copyright", "dc:rights", "prism:copyright")
            or next(filter(None, [feed.words(place, "rights") for place in origins]), None)
            or feed.copyright,
            pictures=shown,
            links=tuple(links(entry, address)),
            problems=unique(self._problems),
            queries=unique(self._queries),
            **more,
        )

    def rarely(self) -> dict[str, Any]:
        """What few entries say."""
        entry = self._entry
        return {
            "embargo": self.embargo(),
            "expires": self.expires(),
            "rights_end": self.rights_end(),
            "people": names(entry, "prism:person"),
            "organisations": names(entry, "prism:organization"),
            "places": names(entry, "prism:location", "georss:featurename"),
            "usage_terms": entry.words("dc:license", "dc:accessrights", "cc:license"),
        }

    def look(self, own: Identity) -> None:
        """What is odd about it."""
        if own.guid.startswith("derived:"):
            made_from = "title and time" if self._entry.words("title", "media:title") else "text"
            self._problems.append(f"the entry carries no id; one was made from its {made_from}")
        if not self._copy.is_full and any(is_elsewhere(element) for element in self._entry.fields.get("content", ())):
            self._problems.append("the full text lies at another address and was not fetched")
        if self._copy.source is None:
            self._problems.append("the entry has no text")
        if own.guid in self._entry.feed.shared_ids(_guid):
            self._queries.append("Other entries of the feed with other pages and titles carry the same id.")

    def time(self, wanted: Sequence[str]) -> datetime | None:
        """The first of these fields that is a time."""
        fields = self._entry.fields
        for name in wanted:
            if name in fields:
                for element in fields[name]:
                    text = (element.text or "").strip()
                    at = self.moment(text if name[:3] != "wp:" else f"{text}Z")
                    if at:
                        return at
        return None

    def moment(self, text: str) -> datetime | None:
        """When it is, with what had to be assumed."""
        if len(text) < 2:
            return None
        found = self._moments.get(text)
        if found is None:
            found = self._moments[text] = moment(text, self._origin.time_zone)
            if found.assumed:
                self._problems.append(found.assumed)
        return found.at

    def embargo(self) -> Embargo | None:
        """PRISM's embargo, the start of Dublin Core's period. A date that cannot be read has no known end."""
        found = self._entry.words("prism:embargodate") or self.period("start", "dc:valid", "dc:available")
        if not found:
            return None
        self.moment(found)  # says what had to be assumed
        return Embargo(moment(found.strip(), self._origin.time_zone, latest=True).at)

    def expires(self) -> datetime | None:
        """The expiry of RSS 0.93, the end of the period for which Dublin Core calls it valid."""
        found = self._entry.words("expirationdate") or self.period("end", "dc:valid")
        return self.moment(found) if found else None

    def rights_end(self) -> datetime | None:
        """PRISM's kill date, and what it calls expiration: the end of the right to publish (PRISM 1.2); the end of the
        period for which Dublin Core calls it available."""
        ends = [self._entry.words(name) for name in ("prism:killdate", "prism:expirationdate", "prism:expirationtime")]
        return first_end([*ends, self.period("end", "dc:available")], self._origin.time_zone, self._problems)

    def period(self, side: str, *names: str) -> str | None:
        """One end of `dcterms:valid` or its like: start=2026-03-04T10:00Z; end=...; scheme=W3C-DTF."""
        written = self._entry.words(*names)
        parts = [part.partition("=") for part in (written or "").split(";")]
        return next((value.strip() for key, _, value in parts if key.strip().lower() == side), None) or None

    def language(self) -> str | None:
        """Of the text, of the entry, of the feed."""
        entry, element = self._entry, self._copy.element
        return (
            (element.get(XML_LANG) if element is not None else None)
            or entry.element.get(XML_LANG)
            or entry.words("language", "dc:language")
            or entry.feed.language
        )

    def summary(self) -> str | None:
        """The short text, where a long one stands beside it."""
        if not self._copy.is_full:
            return None
        return self._entry.words("description", "summary", "excerpt:encoded", "dc:abstract", "dc:description")

    def credit(self, origins: Sequence[Fields]) -> str | None:
        """Whose copy it is, where the feed only passes it on (RFC 4287 section 4.2.11; RSS `source`)."""
        feed, fields = self._entry.feed, self._entry.fields
        for element, within in zip(fields.get("source", ()), origins, strict=True):
            found = feed.words(within, "title") if len(element) else line(element.text)
            if found:
                return found
        return self._entry.words("dc:publisher")

    def other_names(self, guid: str, address: str | None) -> tuple[str, ...]:
        """The entry's page and its further identifiers."""
        entry = self._entry
        found = [address, as_id(entry.element.get(_RDF_ABOUT)), *names(entry, "dc:identifier", "prism:doi")]
        return unique([name for name in found if name != guid])

    def kind(self, about: Sequence[str | None], shown: Sequence[Picture]) -> Kind:
        """A story, unless the agency's own words or the lack of any text say otherwise."""
        agency = self._agency
        if agency.advisories or agency.alerts:
            words = {word.casefold() for word in about if word}
            if not words.isdisjoint(word.casefold() for word in agency.advisories):
                return Kind.ADVISORY
            if not words.isdisjoint(word.casefold() for word in agency.alerts):
                return Kind.ALERT
        if (self._entry.words("wp:post_type") or "post") not in ("post", "page"):
            return Kind.PACKAGE
        if self._copy.source is not None:
            return Kind.STORY
        if has_film_or_sound(self._entry):
            return Kind.PACKAGE
        return Kind.PICTURE if shown else Kind.STORY


RSS = Format("rss", claims_rss, split_rss, identities, read, source)
ATOM = Format("atom", claims_atom, split_atom, identities, read, source)
