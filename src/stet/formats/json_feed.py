"""JSON Feed 1.0 and 1.1 (jsonfeed.org): each item of the feed is an item."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from msgspec.structs import replace

from stet.errors import Refused
from stet.formats.agencies import Identity, home
from stet.formats.body import safe_address
from stet.formats.held import (
    NOWHERE,
    SEVERAL,
    Draft,
    Format,
    Held,
    Source,
    agency_of,
    differ,
    first_with_words,
    has_copy,
    unique,
)
from stet.formats.hrefs import rendition
from stet.formats.json_parts import Item, lowered, names, one_line, rows, time_of, words
from stet.formats.text import mend
from stet.formats.walk import parse_html
from stet.model.dispatch import Dispatch, Kind, Link, Picture, Status, Subject
from stet.model.packet import Origin

_VERSION = "jsonfeed.org/version/"
_KNOWN = ("1", "1.1")


class Entry(NamedTuple):
    """One item, and the feed's own properties."""

    item: Any
    feed: Item


def claims(held: Held) -> str | None:
    """By the address in `version`, which the specification requires."""
    version = _version(held.value)
    return f"JSON whose version is {_VERSION}{version[:8]}: JSON Feed" if version is not None else None


def _version(value: Any) -> str | None:
    said = value.get("version") if isinstance(value, dict) else None
    return said.partition(_VERSION)[2].strip("/ ") if isinstance(said, str) and _VERSION in said else None


def split(held: Held) -> Sequence[Entry]:
    """The items. Raises Refused where there is no list of them."""
    items = held.value.get("items")
    if not isinstance(items, list):
        raise Refused("a JSON Feed without a list of items")
    feed = lowered({name: value for name, value in held.value.items() if name != "items"})
    return [Entry(lowered(item) if isinstance(item, dict) else item, feed) for item in items]


def identity(entry: Entry) -> Identity:
    """The id, as text or number; else the address; else made from title and time (edge_cases.md 35)."""
    if not isinstance(entry.item, dict):
        raise Refused(f"an item of the feed is not an object but {type(entry.item).__name__}")
    return Identity(_guid(entry.item), None, Status.USABLE, words(entry.feed, "title"))


def identities(part: Entry) -> Iterator[Identity]:
    """The item: a feed of this sort knows no stops."""
    yield identity(part)


def _guid(item: Item) -> str:
    for name in ("id", "url", "external_url"):
        value = item.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if name == "id" and isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
    title = words(item, "title")
    if not title:
        raise Refused("an item of the feed without id, url and title: it cannot be told from others")
    day = words(item, "date_published", "date_modified") or ""
    return f"derived:{sha256(f'{title} {day}'.encode()).hexdigest()[:24]}"


def read(entry: Entry, origin: Origin) -> Draft:
    """One item."""
    own = identity(entry)
    origin = home(origin, own.guid, own.provider).origin
    problems = list(_doubts(entry, own))
    renditions = _renditions(entry)
    where = _source(entry, renditions)
    if where is None:
        problems.append("the item has no body")
    said = _dispatch(entry, own, origin, problems, has_text=where in renditions)
    return Draft(replace(said, queries=(SEVERAL,)) if differ(where, renditions) else said, own, where)


def _doubts(entry: Entry, own: Identity) -> Iterator[str]:
    version = _version(entry.feed)
    if version not in _KNOWN:
        yield f"the feed says it is JSON Feed {version}, which is not known; it was read as 1.1"
    if own.guid.startswith("derived:"):
        yield "the item carries no id; one was made from its title and time"
    elif entry.item.get("id") in (None, ""):
        yield "the item carries no id; its address stands in"


def _dispatch(entry: Entry, own: Identity, origin: Origin, problems: list[str], *, has_text: bool) -> Dispatch:
    item, feed, zone = entry.item, entry.feed, origin.time_zone
    return Dispatch(
        **NOWHERE,
        agency=agency_of(origin, own.provider),
        guid=own.guid,
        kind=Kind.STORY,
        version_created=time_of(item, zone, problems, "date_modified", "date_published"),
        first_created=time_of(item, zone, problems, "date_published"),
        language=words(item, "language") or words(feed, "language") or origin.language,
        headline=words(item, "title"),
        byline=_byline(item) or _byline(feed),
        provider=own.provider,
        credit=own.provider,
        summary=words(item, "summary") if has_text else None,
        subjects=tuple(Subject(name=name) for name in names(item, "tags")),
        pictures=tuple(_pictures(entry, problems)),
        links=tuple(_links(entry)),
        problems=unique(problems),
    )


def _byline(item: Item) -> str | None:
    """`authors` of 1.1 before `author` of 1.0, and an item's before the feed's."""
    return ", ".join(names(item, "authors") or names(item, "author")) or None


def _base(entry: Entry) -> str | None:
    """What relative addresses are resolved against: the item's page, else the feed's, else the feed itself."""
    feed = safe_address(words(entry.feed, "home_page_url") or words(entry.feed, "feed_url") or "")
    return _address(entry.item.get("url"), feed) or feed


def _pictures(entry: Entry, problems: list[str]) -> Iterator[Picture]:
    """The main image, the banner where it is another one, and pictures among the attachments."""
    base, item = _base(entry), entry.item
    addresses = unique([_address(item.get(name), base) for name in ("image", "banner_image")])
    for href in addresses:
        if found := rendition(href, None, problems):
            yield Picture(renditions=(found,))
    for row in rows(item.get("attachments")):
        attached, type_ = _address(row.get("url"), base), words(row, "mime_type")
        is_picture = type_ is not None and type_.startswith("image/") and attached not in addresses
        if is_picture and (found := rendition(attached, type_, problems)):
            yield Picture(caption=words(row, "title"), renditions=(found,))


def _address(value: Any, base: str | None) -> str | None:
    return safe_address(value, base) if isinstance(value, str) and value.strip() else None


def _links(entry: Entry) -> Iterator[Link]:
    base = _base(entry)
    for name, rel in (("url", "alternate"), ("external_url", "related")):
        target = _address(entry.item.get(name), base)
        if target:
            yield Link(rel=rel, target=target)


def _renditions(entry: Entry) -> list[Source]:
    """The texts of an item: each is what it is called."""
    item = entry.item
    if not isinstance(item, dict):
        return []
    found = []
    for name in ("content_html", "content_text"):
        text = item.get(name)
        if isinstance(text, str) and text.strip():
            is_html = name == "content_html"
            found.append(Source(html=parse_html(text), base=_base(entry)) if is_html else Source(plain=mend(text)[0]))
    return found


def source(entry: Entry) -> Source | None:
    """`content_html`, else `content_text`, else the summary; one without a word in it is the last choice."""
    return _source(entry, _renditions(entry))


def _source(entry: Entry, renditions: list[Source]) -> Source | None:
    summary = entry.item.get("summary") if isinstance(entry.item, dict) else None
    if isinstance(summary, str) and one_line(summary) and not any(map(has_copy, renditions)):
        return Source(plain=mend(summary)[0])
    return first_with_words(renditions)


FORMAT = Format("jsonfeed", claims, split, identities, read, source)
