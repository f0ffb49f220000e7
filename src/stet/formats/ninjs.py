"""ninjs 1, 2 and 3, and the widespread flavour with `guid` and `body_html` (mapping.md 5).

One reader for all: names differ only in case and plural, and versions are told apart by what is there, not by
what an item says of itself.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import unescape
from typing import Any, NamedTuple

from stet.errors import Refused
from stet.formats import codes
from stet.formats.agencies import Agency, Identity, home
from stet.formats.dates import moment
from stet.formats.held import NOWHERE, Draft, Format, Held, Source, agency_of, text_source, unique
from stet.formats.nitf import nitf_body
from stet.formats.sent import sent_in_html
from stet.formats.text import line, mend, whole_number
from stet.formats.walk import looks_like_html, parse_html
from stet.formats.xml import name_of, parse_text
from stet.model.dispatch import Dispatch, Embargo, Kind, Link, Picture, Rendition, Status, Subject
from stet.model.packet import Origin

Item = dict[str, Any]

_LISTS = ("items", "item", "_items")
_NOT_TEXT = {"audio": "an audio item", "video": "a video item", "graphic": "a graphic item", "event": "an event",
             "agenda": "an agenda entry", "planning": "a planning entry", "component": "a component"}  # fmt: skip
_ONE_DOT_X = ("body_xhtml", "body_html", "body_html5", "body_nitf", "body_text")
_NITF = re.compile(r"<nitf[\s>]", re.IGNORECASE)
_SAID = {"body_text": "text/plain", "body_html": "text/html", "body_html5": "text/html"}
_BESIDE = re.compile(r"teaser|summary|abstract|preamble|caption|sidebar|factbox|infobox", re.IGNORECASE)
"""Roles of texts that go with the body and are not it."""
_SHAPE = (
    "type",
    "headline",
    "headlines",
    "bodies",
    "versioncreated",
    "versionCreated",
    "pubstatus",
    "pubStatus",
    "renditions",
)


def claims(held: Held) -> str | None:
    """By the shape of the JSON: an object with a uri or guid and properties of ninjs, alone or in a list."""
    first = next(iter(items_of(held.value)), None)
    if not isinstance(first, dict) or not (first.get("uri") or first.get("guid")):
        return None
    if not any(name in first or name.lower() in first for name in _SHAPE) and not any(
        n.startswith("body_") for n in first
    ):
        return None
    return f"JSON with {'uri' if first.get('uri') else 'guid'} and the properties of {_flavour(first)}"


def _flavour(item: Item) -> str:
    said = item.get("standard") or item.get("$standard")
    version = str(said.get("version") or "") if isinstance(said, dict) else ""
    if version:
        return f"ninjs {version[:8]}"
    if any(name in item for name in ("versionCreated", "pubStatus", "altIds")):
        return "ninjs 3"
    return "ninjs 2" if any(name in item for name in ("bodies", "headlines")) else "ninjs 1"


def split(held: Held) -> Sequence[Any]:
    """The one item, or those of the list it came in."""
    return items_of(held.value)


def items_of(value: Any) -> list[Any]:
    """The items of parsed JSON, alone or in a list under one of its usual names."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return []
    for name in _LISTS:
        if isinstance(value.get(name), list) and not (value.get("uri") or value.get("guid")):
            return list(value[name])
    return [value]


def _get(item: Item, *names: str) -> Any:
    """A property under any of its names, in any of their spellings of capitals."""
    for name in names:
        value = item.get(name)
        if value is None:
            value = item.get(name.lower())
        if value is not None:
            return value
    return None


def _words(item: Item, *names: str) -> str | None:
    """A property that is text; a list of texts is joined (AP sends usage terms so)."""
    value = _get(item, *names)
    if isinstance(value, list):
        value = "\n".join(unique([line(mend(part)[0]) for part in value if isinstance(part, str)]))
        return value or None
    if isinstance(value, str):
        return line(plain(value) if looks_like_html(value) else mend(value)[0])
    return None


def plain(text: str) -> str:
    """The text of a field that holds markup."""
    return sent_in_html(parse_html(text))


def identity(item: Any) -> Identity:
    """Who the item is. Raises Refused where nothing names it."""
    if not isinstance(item, dict):
        raise Refused(f"an entry of the list is not an object but {type(item).__name__}")
    guid = next((found for name in ("uri", "guid") if (found := _id(item.get(name)))), None)
    if not guid:
        raise Refused("a ninjs item without uri or guid: it cannot be told from others")
    signals = unique([line(word) for word in _list(item, "signals") if isinstance(word, str)])
    return Identity(guid, whole_number(item.get("version")), _status(item), provider_of(item), signals=signals)


def identities(part: Any) -> Iterator[Identity]:
    """The item; ninjs gives no orders on others."""
    yield identity(part)


def _status(item: Item) -> Status:
    word = _get(item, "pubStatus")
    return codes.status_of(word if word is None else str(word))


def _id(value: Any) -> str | None:
    """An id is text, or a number that a sender forgot to quote."""
    return str(value).strip() or None if isinstance(value, str) or type(value) is int else None


def provider_of(item: Item) -> str | None:
    """Who sent it."""
    sources = _get(item, "infoSources", "infosource")
    named = sources[0].get("name") if isinstance(sources, list) and sources and isinstance(sources[0], dict) else None
    return line(named) if isinstance(named, str) else _words(item, "source", "provider", "copyrightHolder")


def read(part: Any, origin: Origin, held: Held) -> Draft:
    """One item. Raises Refused for what is not copy, naming what it is."""
    own = identity(part)
    agency, origin = home(origin, own.guid, own.provider)
    kind = _kind(part, own.status, agency)
    where = source(part)
    problems: list[str] = []
    if part.get("version") is not None and own.version is None:
        problems.append(f"the version {part['version']!r} is not a whole number; it was not used")
    if where is None and own.status is Status.USABLE and kind in (Kind.STORY, Kind.ALERT):
        problems.append("the item has no body")
    return Draft(_Said(part, origin, kind, problems).dispatch(own), own, where)


def _kind(item: Item, status: Status, agency: Agency) -> Kind:
    word = str(item.get("type") or "text").casefold()
    if word in _NOT_TEXT and status is Status.USABLE:
        raise Refused(f"{_NOT_TEXT[word]}, not text: kept, not published")
    if word == "picture":
        return Kind.PICTURE
    if word in ("composite", "package") and source(item) is None:
        return Kind.PACKAGE  # one with words of its own is a story with pictures
    genres = _get(item, "genres", "genre")
    names = [genre.get("name") for genre in genres if isinstance(genre, dict)] if isinstance(genres, list) else [genres]
    return codes.kind_by_words(
        [word if isinstance(word, str) else None for word in [item.get("profile"), *names]], agency
    )


class _Said(NamedTuple):
    item: Item
    origin: Origin
    kind: Kind
    problems: list[str]

    def dispatch(self, own: Identity) -> Dispatch:
        item = self.item
        return Dispatch(
            **NOWHERE,
            agency=agency_of(self.origin, own.provider),
            guid=own.guid,
            version=own.version,
            status=own.status,
            kind=self.kind,
            version_created=self.time("versionCreated", "contentModified"),
            first_created=self.time("firstCreated", "contentCreated"),
            embargo=self.embargo(),
            expires=self.time("expires"),
            urgency=_urgency(item),
            language=_words(item, "language") or self.origin.language,
            headline=_headline(item),
            slugline=_words(item, "slugline"),
            byline=_words(item, "byline", "by"),
            dateline=_words(item, "dateline") or _located(item),
            provider=own.provider,
            credit=_words(item, "creditLine", "copyrightHolder"),
            summary=_described(item) if self.kind is not Kind.PICTURE else None,
            word_count=whole_number(_get(item, "wordCount", "word_count")),
            subjects=tuple(_subjects(item)),
            people=_names(item, "people", "person"),
            organisations=_names(item, "organisations", "organisation"),
            places=_names(item, "places", "place"),
            ed_note=_words(item, "edNote"),
            public_note=_words(item, "publicNote"),
            signals=own.signals,
            usage_terms=_words(item, "usageTerms"),
            copyright=_words(item, "copyrightNotice", "copyrightHolder"),
            pictures=tuple(_pictures(item, self.kind)),
            links=tuple(_links(item)),
            problems=tuple(self.problems),
        )

    def time(self, *names: str) -> datetime | None:
        value = _get(self.item, *names)
        if not isinstance(value, str) or not value.strip():
            return None
        found = moment(value, self.origin.time_zone)
        if found.assumed:
            self.problems.append(f"{names[0].lower()}: {found.assumed}")
        return found.at

    def embargo(self) -> Embargo | None:
        """`embargoedUntil` (3.x) or `embargoed`; there but empty means no known end, null means none."""
        value = _get(self.item, "embargoedUntil", "embargoed")
        if value is None or value is False:
            return None
        return Embargo(self.time("embargoedUntil", "embargoed"))


def _urgency(item: Item) -> int | None:
    value = whole_number(item.get("urgency"))
    return value if value is not None and 1 <= value <= 9 else None


_ALT_ROLES = ("altText", "alttext", "alt")


def _headline(item: Item) -> str | None:
    rows = _rows(item, "headlines")
    main = [row for row in rows if row.get("role") in (None, "", "main")]
    found = next((words for row in main or rows if (words := _words(row, "value"))), None)
    return found or _words(item, "headline", "headline_main", "headline_text", "headline_html")


def _located(item: Item) -> str | None:
    """The place it was filed from. In the `guid` flavour that is what stands before the text."""
    value = item.get("located")
    return line(value) if isinstance(value, str) else None


def _described(item: Item) -> str | None:
    rows = [row for row in _rows(item, "descriptions") if row.get("role") not in _ALT_ROLES]
    main = [row for row in rows if row.get("role") in (None, "", "main", "summary", "abstract", "teaser", "caption")]
    found = next((words for row in main or rows if (words := _words(row, "value"))), None)
    return found or _words(item, "description_text", "description_html", "description_xhtml", "abstract")


def _alt(item: Item) -> str | None:
    """What a picture shows, for those who do not see it: a description of that role, in every generation."""
    rows = [row for row in _rows(item, "descriptions") if row.get("role") in _ALT_ROLES]
    found = next((words for row in rows if (words := _words(row, "value"))), None)
    return found or _words(item, "description_alt", "description_altText", "altText", "alt_text")


def _list(item: Item, name: str) -> list[Any]:
    value = item.get(name)
    return value if isinstance(value, list) else []


def _rows(item: Item, name: str) -> list[Item]:
    return [row for row in _list(item, name) if isinstance(row, dict)]


def _subjects(item: Item) -> Iterator[Subject]:
    for row in _rows(item, "subjects") + _rows(item, "subject"):
        scheme, code = _code(row)
        name = _words(row, "name")
        if code or name:
            yield Subject(scheme=scheme, code=code, name=name)


def _code(row: Item) -> tuple[str | None, str | None]:
    code, scheme = row.get("code") or row.get("literal"), row.get("scheme")
    if isinstance(code, (str, int)) and code:
        found = codes.of_qcode(str(code))
        return (scheme if isinstance(scheme, str) and scheme else found[0]), found[1]
    uri = row.get("uri")
    return codes.of_address(uri) if isinstance(uri, str) and uri else (None, None)


def _names(item: Item, *wanted: str) -> tuple[str, ...]:
    return unique([_words(row, "name") for name in wanted for row in _rows(item, name)])


def _associations(item: Item) -> Iterator[Item]:
    """Other items in this one: an object by name in 1.x, a list in 2 and 3."""
    value = item.get("associations")
    rows = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    yield from (row for row in rows if isinstance(row, dict))


def _pictures(item: Item, kind: Kind) -> Iterator[Picture]:
    if kind is Kind.PICTURE:
        yield _picture(item)
    for row in _associations(item):
        if row.get("type") == "picture" and _status(row) is Status.USABLE:
            yield _picture(row)


def _picture(item: Item) -> Picture:
    return Picture(
        guid=_id(item.get("uri")) or _id(item.get("guid")),
        caption=_described(item) or _words(item, "body_text"),
        credit=_words(item, "creditLine", "byline", "by", "copyrightHolder"),
        alt=_alt(item),
        usage_terms=_words(item, "usageTerms"),
        renditions=tuple(_renditions(item)),
    )


def _renditions(item: Item) -> Iterator[Rendition]:
    value = item.get("renditions")
    rows = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for row in rows:
        if isinstance(row, dict) and isinstance(row.get("href"), str):
            size = {side: whole_number(row.get(side)) for side in ("width", "height")}
            yield Rendition(href=row["href"], type=_words(row, "mimetype", "contentType"), **size)


def _links(item: Item) -> Iterator[Link]:
    evolved = _words(item, "evolvedFrom")
    if evolved:
        yield Link(rel="irel:evolvedFrom", target=evolved)
    for row in _associations(item):
        target = _id(row.get("uri")) or _id(row.get("guid"))
        if target:
            yield Link(rel=_words(row, "rel", "type"), target=target, version=whole_number(row.get("version")))


def source(item: Any) -> Source | None:
    """The body: XHTML or HTML before NITF before plain text; the main one where roles are given."""
    if not isinstance(item, dict) or item.get("type") == "picture":
        return None
    found = [one for said, text in _bodies(item) if (one := _source_in(text, said)) is not None]
    return min(found, key=lambda one: (one.html is None, one.tree is None)) if found else None


def _bodies(item: Item) -> list[tuple[str, str]]:
    """Every rendition of the body, after what it is said to be: `text/plain`, `text/html` or whatever stands there."""
    rows = [row for row in _rows(item, "bodies") if isinstance(row.get("value"), str)]
    rows = [row for row in rows if not _BESIDE.search(str(row.get("role") or ""))] or rows
    named = [name for name in _ONE_DOT_X if name in item] or [name for name in item if name.startswith("body_")]
    texts = [(_SAID.get(name, ""), item[name]) for name in named if isinstance(item[name], str)]
    return [(_said(row), row["value"]) for row in rows] + texts


def _said(row: Item) -> str:
    return str(_get(row, "contentType") or "").partition(";")[0].strip().lower()


def _source_in(text: str, said: str) -> Source | None:
    head = text.lstrip()[:200]
    if said == "text/plain" and not head.startswith("<"):  # what is said to be plain and begins with a tag is not
        return Source(plain=mend(text)[0]) if head else None
    if said == "text/html" and head and not looks_like_html(text):  # its references are HTML's also without a tag
        return Source(plain=mend(unescape(text))[0])
    if head.startswith("<?xml") or _NITF.search(head):
        root, _ = parse_text(text)
        return nitf_body(root) if name_of(root) == "nitf" else None
    if head.startswith("<TTNITF"):
        return None
    return text_source(text)


FORMAT = Format("ninjs", claims, split, identities, read, source)
