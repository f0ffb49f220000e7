"""The feeds: RSS 2.0 and JSON Feed 1.1. No clock: a feed is as old as its newest story."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

import msgspec

from stet.edition.house import House, tongue
from stet.edition.plates import widest
from stet.edition.press import Press
from stet.model.page import Card

FEED_LIMIT = 50
# Characters that XML 1.0 (section 2.2) cannot hold, not even as references.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def rss(press: Press, house: House, cards: Sequence[Card], folder: str, title: str) -> bytes:
    """RSS 2.0 with `atom:link` to itself and guids that outlive a change of address."""
    page = press.set(
        "rss.xml",
        title=_plain(title),
        home=_home(house, folder),
        here=f"{_home(house, folder)}rss.xml",
        built=_rfc822(max(card.updated for card in cards)) if cards else None,
        items=[_item(house, card) for card in newest_published(cards)],
    )
    return _NOT_XML.sub("", page.decode()).encode()


def json_feed(house: House, cards: Sequence[Card], folder: str, title: str) -> bytes:
    """JSON Feed 1.1."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _plain(title),
        "home_page_url": _home(house, folder),
        "feed_url": f"{_home(house, folder)}feed.json",
        "icon": house.absolute(house.share.path),
        "language": house.tongue.lang,
        "items": [_json_item(house, card) for card in newest_published(cards)],
    }
    return msgspec.json.encode(feed)


def newest_published(cards: Sequence[Card]) -> list[Card]:
    """What a reader has not seen yet comes first."""
    order = sorted(cards, key=lambda card: (-card.first_published.timestamp(), card.id))
    return order[:FEED_LIMIT]


def _home(house: House, folder: str) -> str:
    return f"{house.url}/{quote(folder)}/" if folder else f"{house.url}/"


def _guid(card: Card) -> str:
    """Made from the story alone: neither a new headline nor a move of the site makes an old story new."""
    return f"stet:{card.id}"


def _item(house: House, card: Card) -> dict[str, Any]:
    return {
        "title": card.headline,
        "link": house.absolute(card.path),
        "guid": _guid(card),
        "published": _rfc822(card.first_published),
        "creator": card.agency,
        "tags": _tags(card),
        "description": card.standfirst or card.headline,
    }


def _tags(card: Card) -> list[str]:
    """Section and topics, each once: a section may be named like a topic."""
    return list(dict.fromkeys([card.section, *(topic.name for topic in card.topics)]))


def _json_item(house: House, card: Card) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": _guid(card),
        "url": house.absolute(card.path),
        "title": _plain(card.headline),
        "content_text": _plain(card.standfirst or card.headline),
        "date_published": house.stamp(card.first_published).iso,
        "date_modified": house.stamp(max(card.updated, card.first_published)).iso,
        "authors": [{"name": _plain(card.agency)}],
        "tags": [_plain(name) for name in _tags(card)],
        "language": tongue(card.language).lang,
    }
    if card.plate and card.plate.cuts:
        item["image"] = house.absolute(widest(card.plate).path)
    return item


def _plain(text: str) -> str:
    return _NOT_XML.sub("", text)


def _rfc822(instant: datetime) -> str:
    """RSS 2.0 asks for RFC 822 dates; in UTC they read the same everywhere."""
    return format_datetime(instant.astimezone(UTC), usegmt=True)
