import json
import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser
from lxml import etree

from edition.making import BODY, NOON, SECTIONS, SITE, copy, numbered, plate, words_of
from stet.edition import Edition
from stet.edition.column import WHOLE_SITE, Column, agency_column, section_column
from stet.model.page import Card, Reach

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


# -- Atom (RFC 4287)

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<b>&amp;\x07\ud83d\"' \u202e"


def atom_of(cards: list[Card], column: Column = WHOLE_SITE) -> bytes:
    _, atom, _ = EDITION.feeds(cards, column)
    assert atom.body is not None
    return atom.body


def assert_atom(body: bytes) -> etree._Element:
    """The rules of RFC 4287 that a feed can break, one by one."""
    feed = etree.fromstring(body)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):  # 4.1.1, 4.1.2: exactly one
            assert len(element.findall(ATOM + name)) == 1, name
        assert urlsplit(element.findtext(f"{ATOM}id") or "").scheme  # 4.2.6: an absolute IRI
        for name in ("updated", "published"):  # 3.3: RFC 3339, with an upper case T and an offset
            for stamp in element.findall(ATOM + name):
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", stamp.text or "")
        for name in ("rights", "subtitle", "summary", "content", "published", "generator", "icon", "logo"):
            assert len(element.findall(ATOM + name)) <= 1, name
        assert element.find(f"{ATOM}author/{ATOM}name") is not None
        found = [(e.get("rel", "alternate"), e.get("type"), e.get("hreflang")) for e in element.findall(f"{ATOM}link")]
        alternates = [link for link in found if link[0] == "alternate"]
        assert len(alternates) == len(set(alternates)) == 1  # 4.1.1: no two of one type and language
        assert all(urlsplit(e.get("href") or "").scheme for e in element.findall(f"{ATOM}link"))
        assert all(e.get("term") for e in element.findall(f"{ATOM}category"))  # 4.2.2
    assert [e.get("rel") for e in feed.findall(f"{ATOM}link")].count("self") == 1
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids))  # 4.1.1
    return feed


def test_atom_keeps_the_rules_of_its_standard() -> None:
    assert_atom(atom_of([EDITION.card(made) for made in numbered(80)]))
    assert_atom(atom_of([]))
    full = Reach(full_feeds=True)
    told = {"headline": HOSTILE, "agency": HOSTILE, "section": HOSTILE, "plate": plate(caption=HOSTILE), "reach": full}
    feed = assert_atom(atom_of([EDITION.card(copy(copyright=HOSTILE, **told))]))
    title = feed.findtext(f"{ATOM}entry/{ATOM}title") or ""
    assert title.startswith("<b>&amp;")
    assert title.endswith("\"' \u202e")


def test_an_atom_entry_keeps_its_id_and_moves_its_updated() -> None:
    later = NOON + timedelta(days=1)
    before, after = (
        etree.fromstring(atom_of(one(**given)))
        for given in ({}, {"headline": "Another", "path": "world/x-abc123defg", "updated": later})
    )
    name = f"{ATOM}entry/{ATOM}"
    assert (
        before.findtext(f"{name}id") == after.findtext(f"{name}id") == "urn:uuid:f6399e29-ca47-5b86-abf8-93060b3c25a8"
    )
    assert before.findtext(f"{name}published") == after.findtext(f"{name}published") == "2023-04-28T19:13:00+05:30"
    assert before.findtext(f"{name}updated") == "2023-04-28T19:13:00+05:30"
    assert after.findtext(f"{name}updated") == after.findtext(f"{ATOM}updated") == "2023-04-29T17:30:00+05:30"


def test_what_feedparser_reads_is_what_the_card_says() -> None:
    column = agency_column("Amber Wire")
    cards = [EDITION.card(copy(plate=plate(), language="hi"))]
    for page in EDITION.feeds(cards, column)[:2]:
        read = feedparser.parse(page.body)
        assert not read.bozo, page.path
        assert read.feed.title == "The Harbour Ledger: Amber Wire"
        assert {link.rel: link.href for link in read.feed.links} == {
            "self": f"https://news.example/{page.path}",
            "alternate": "https://news.example/agency/amber-wire/",
        }
        [entry] = read.entries
        assert entry.title == "Ferry leaves an hour late"
        assert entry.link == "https://news.example/india/ferry-leaves-an-hour-late-abc123defg"
        assert entry.summary == "The ferry left Port Amber at dawn"
        assert entry.author == "Amber Wire"
        assert [tag.term for tag in entry.tags] == ["India", "Port Amber", "Shipping"]
        assert tuple(entry.published_parsed[:5]) == (2023, 4, 28, 13, 43)
        [picture] = entry.media_content
        assert (picture["url"], picture["type"]) == ("https://news.example/media/0a1b-1600.jpg", "image/jpeg")
        assert entry.media_credit[0]["content"] == "Asha Verma / Amber Wire"


def test_a_feed_has_the_whole_text_with_what_was_reworked_only_if_the_contract_allows_it() -> None:
    excerpt = [EDITION.card(copy())]
    whole = [EDITION.card(copy(reach=Reach(full_feeds=True), copyright="© Amber Wire"))]
    for page in EDITION.feeds(excerpt):
        assert b"harbour master" not in (page.body or b"")
    for page in EDITION.feeds(whole)[:2]:
        [entry] = feedparser.parse(page.body).entries
        content = entry.content[0].value
        assert words_of(BODY).split() == words_of(content.partition("<p><small>")[0]).split()
        assert "auto-generated from a syndicated feed" in content
        assert "© Amber Wire" in content
    [item] = read(whole)[1]["items"]
    assert BODY in item["content_html"]
