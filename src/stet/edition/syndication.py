"""The feeds: RSS 2.0, Atom 1.0 and JSON Feed 1.1. No clock: a feed is as old as its newest story."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Any
from uuid import UUID, uuid5

import msgspec

from stet.edition.column import Column
from stet.edition.house import House, tongue
from stet.edition.markup import address
from stet.edition.plates import widest
from stet.edition.press import Press
from stet.model.page import Card, FullText

FEED_LIMIT = 50
# Characters that XML 1.0 (section 2.2) cannot hold, not even as references.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMES = UUID("6b1f0d2c-6f0a-4c0e-9c41-6a2f1d5b7e90")  # drawn once; names made with it must stay the same for ever
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif", "gif": "image/gif"}


def feeds(press: Press, house: House, cards: Sequence[Card], column: Column) -> dict[str, bytes]:
    """All feeds of a list, by the names of their files."""
    cards = newest_published(cards)
    items = [_item(house, card) for card in cards]
    newest = max((modified(card) for card in cards), default=None)
    return {
        "rss.xml": _rss(press, house, column, items, newest),
        "atom.xml": _atom(press, house, column, items, newest),
        "feed.json": _json_feed(house, column, [_json_item(house, card) for card in cards]),
    }


def _rss(press: Press, house: House, column: Column, items: Sequence[Any], newest: datetime | None) -> bytes:
    """RSS 2.0 with `atom:link` to itself and guids that outlive a change of address."""
    return _xml(press, "rss.xml", house, column, built=_rfc822(newest) if newest else None, items=items)


def _atom(press: Press, house: House, column: Column, items: Sequence[Any], newest: datetime | None) -> bytes:
    """Atom 1.0 (RFC 4287)."""
    return _xml(press, "atom.xml", house, column, updated=house.stamp(newest or _BEGINNING).iso, entries=items)


def _xml(press: Press, template: str, house: House, column: Column, **values: Any) -> bytes:
    page = press.set(
        template,
        title=_plain(column.title(house.name)),
        home=house.url + column.href,
        here=house.absolute(column.file(template)),
        **values,
    )
    return _NOT_XML.sub("", page.decode()).encode()


def _json_feed(house: House, column: Column, items: Sequence[Any]) -> bytes:
    """JSON Feed 1.1."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _plain(column.title(house.name)),
        "home_page_url": house.url + column.href,
        "feed_url": house.absolute(column.file("feed.json")),
        "icon": house.absolute(house.share.path),
        "language": house.tongue.lang,
        "items": items,
    }
    return msgspec.json.encode(feed)


def newest_published(cards: Sequence[Card]) -> list[Card]:
    """What a reader has not seen yet comes first."""
    order = sorted(cards, key=lambda card: (-card.first_published.timestamp(), card.id))
    return order[:FEED_LIMIT]


def modified(card: Card) -> datetime:
    """When the page last changed. The agency's time may lie before our first publication; a page's change cannot."""
    return max(card.updated, card.first_published)


def _guid(card: Card) -> str:
    """Made from the story alone: neither a new headline nor a move of the site makes an old story new."""
    return f"stet:{card.id}"


def _item(house: House, card: Card) -> dict[str, Any]:
    """What both XML feeds say of a story, in both their ways."""
    return {
        "title": card.headline,
        "link": house.absolute(card.path),
        "guid": _guid(card),
        # Atom wants an id that is an address of a registered scheme (RFC 4287, section 4.2.6).
        "urn": uuid5(_NAMES, _guid(card)).urn,
        "published": _rfc822(card.first_published),
        "published_iso": house.stamp(card.first_published).iso,
        "updated_iso": house.stamp(modified(card)).iso,
        "creator": card.agency,
        "creator_page": _agency_page(house, card),
        "language": tongue(card.language).lang,
        "tags": _tags(card),
        "description": card.standfirst or card.headline,
        "html": _html(card.full_text) if card.full_text else None,
        "rights": card.full_text.copyright if card.full_text else None,
        "picture": _picture(house, card),
    }


def _html(text: FullText) -> str:
    """The agency's text as it is, and what has to be said of it."""
    said = filter(None, (text.disclosure, text.copyright))
    return text.body_html + "".join(f"<p><small>{escape(words)}</small></p>" for words in said)


def _picture(house: House, card: Card) -> dict[str, Any] | None:
    if not (card.plate and card.plate.cuts):
        return None
    cut = widest(card.plate)
    return {
        "url": house.absolute(cut.path),
        "type": _TYPES.get(cut.path.rpartition(".")[2], "image/jpeg"),
        "width": cut.width,
        "height": cut.height,
        "caption": card.plate.caption,
        "credit": card.plate.credit,
    }


def _agency_page(house: House, card: Card) -> str | None:
    page = house.agency_pages.get(card.agency)
    return house.url + address(page) if page else None


def _tags(card: Card) -> list[str]:
    """Section and topics, each once: a section may be named like a topic."""
    return list(dict.fromkeys([card.section, *(topic.name for topic in card.topics)]))


def _json_item(house: House, card: Card) -> dict[str, Any]:
    author = {"name": _plain(card.agency)}
    if page := _agency_page(house, card):
        author["url"] = page
    item: dict[str, Any] = {
        "id": _guid(card),
        "url": house.absolute(card.path),
        "title": _plain(card.headline),
        "summary": _plain(card.standfirst or card.headline),
        "date_published": house.stamp(card.first_published).iso,
        "date_modified": house.stamp(modified(card)).iso,
        "authors": [author],
        "tags": [_plain(name) for name in _tags(card)],
        "language": tongue(card.language).lang,
    }
    if card.full_text:
        item["content_html"] = _plain(_html(card.full_text))
    else:
        item["content_text"] = item["summary"]
    if picture := _picture(house, card):
        item["image"] = picture["url"]
    return item


def _plain(text: str) -> str:
    return _NOT_XML.sub("", text)


def _rfc822(instant: datetime) -> str:
    """RSS 2.0 asks for RFC 822 dates; in UTC they read the same everywhere."""
    return format_datetime(instant.astimezone(UTC), usegmt=True)
