import json
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from lxml import etree

from edition.making import NOON, SECTIONS, SITE, copy, numbered, plate
from stet.edition import Edition
from stet.edition.column import WHOLE_SITE, section_column
from stet.model.page import Card

EDITION = Edition(SITE, SECTIONS)
ATOM_LINK = "{http://www.w3.org/2005/Atom}link"


def read(cards: list[Card], section: str | None = None) -> tuple[etree._Element, dict[str, Any]]:
    rss, _, feed = EDITION.feeds(cards, section_column(section) if section else WHOLE_SITE)
    assert rss.body is not None
    assert feed.body is not None
    return etree.fromstring(rss.body), json.loads(feed.body)


def one(**given: Any) -> list[Card]:
    return [EDITION.card(copy(**given))]


def test_both_feeds_name_themselves_and_their_home() -> None:
    rss, feed = read(one())
    assert rss.get("version") == "2.0"
    assert rss.findtext("channel/title") == feed["title"] == "The Harbour Ledger"
    assert rss.findtext("channel/link") == feed["home_page_url"] == "https://news.example/"
    link = rss.find(f"channel/{ATOM_LINK}")
    assert link is not None
    assert (link.get("rel"), link.get("href")) == ("self", "https://news.example/rss.xml")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://news.example/feed.json"


def test_a_section_has_feeds_of_its_own() -> None:
    made = EDITION.feeds(one(), section_column("World"))
    assert [page.path for page in made] == ["world/rss.xml", "world/atom.xml", "world/feed.json"]
    rss, feed = read(one(), "World")
    assert rss.findtext("channel/title") == feed["title"] == "The Harbour Ledger: World"
    assert rss.findtext("channel/link") == "https://news.example/world/"


def test_an_item_keeps_its_id_when_headline_address_and_words_change() -> None:
    before, before_json = read(one())
    after, after_json = read(one(headline="Another", path="world/another-abc123defg", updated=NOON + timedelta(days=1)))
    guid = after.find("channel/item/guid")
    assert guid is not None
    assert guid.get("isPermaLink") == "false"
    assert (
        before.findtext("channel/item/guid")
        == guid.text
        == before_json["items"][0]["id"]
        == after_json["items"][0]["id"]
    )


def test_an_item_says_what_the_card_says() -> None:
    rss, feed = read(one(plate=plate()))
    item, entry = rss.find("channel/item"), feed["items"][0]
    assert item is not None
    url = "https://news.example/india/ferry-leaves-an-hour-late-abc123defg"
    assert item.findtext("link") == entry["url"] == url
    assert item.findtext("title") == entry["title"] == "Ferry leaves an hour late"
    assert item.findtext("description") == entry["content_text"] == "The ferry left Port Amber at dawn"
    assert item.findtext("pubDate") == "Fri, 28 Apr 2023 13:43:00 GMT"
    assert entry["date_published"] == "2023-04-28T19:13:00+05:30"
    assert [c.text for c in item.iterfind("category")] == entry["tags"] == ["India", "Port Amber", "Shipping"]
    assert entry["authors"] == [{"name": "Amber Wire"}]
    assert entry["image"] == "https://news.example/media/0a1b-1600.jpg"


def test_a_feed_is_as_old_as_its_newest_story() -> None:
    rss, _ = read([EDITION.card(made) for made in numbered(5)])
    assert parsedate_to_datetime(rss.findtext("channel/lastBuildDate") or "") == NOON + timedelta(minutes=1)


def test_feeds_hold_the_fifty_newest_newest_first() -> None:
    rss, feed = read([EDITION.card(made) for made in numbered(80)])
    titles = [item.findtext("title") for item in rss.iterfind("channel/item")]
    assert titles == [item["title"] for item in feed["items"]] == [f"Report number {n}" for n in range(50)]


def test_an_empty_feed_is_still_a_feed() -> None:
    rss, feed = read([])
    assert rss.find("channel/item") is None
    assert rss.find("channel/lastBuildDate") is None
    assert feed["items"] == []


def test_what_xml_cannot_hold_does_not_break_the_feed() -> None:
    rss, feed = read(one(headline="Bell \x07 & <b>half</b> \ud83d pair \uffff", agency="A\x00B"))
    assert feed["items"][0]["title"] == "Bell  & <b>half</b>  pair "
    assert "<b>half</b>" in (rss.findtext("channel/item/title") or "")
