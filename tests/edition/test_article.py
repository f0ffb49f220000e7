"""What the story page promises to readers, to search engines, and to those who test it from outside."""

import gzip
import json
from datetime import timedelta
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from edition.making import NOON, SECTIONS, SITE, copy, plate
from stet.edition import Edition
from stet.model.page import Copy, Cut, Page
from stet.model.story import Notes, Topic
from stet.model.text import fingerprint

EDITION = Edition(SITE, SECTIONS)
HOSTILE = "</script><script>alert(1)</script>\"'<img src=x onerror=alert(1)>&amp;"


def page(made: Copy) -> LexborHTMLParser:
    return LexborHTMLParser(body(made))


def body(made: Copy) -> bytes:
    html = EDITION.story(made)[0].body
    assert html is not None
    return html


def text(tree: LexborHTMLParser, selector: str) -> str:
    found = tree.css(selector)
    assert len(found) == 1, f"{selector}: {len(found)}"
    return " ".join((found[0].text() or "").split())


def meta(tree: LexborHTMLParser) -> dict[str, str | None]:
    return {
        (n.attributes.get("name") or n.attributes.get("property") or ""): n.attributes.get("content")
        for n in tree.css("meta")
    }


def linked(tree: LexborHTMLParser) -> tuple[dict[str, Any], dict[str, Any]]:
    article, crumbs = json.loads(tree.css('script[type="application/ld+json"]')[0].text())["@graph"]
    return article, crumbs


def test_each_piece_of_the_page_is_where_others_look_for_it() -> None:
    tree = page(copy(plate=plate()))
    assert tree.css('article[data-story="abc123defg"][data-version="2"]')
    assert text(tree, "h1") == "Ferry leaves an hour late"
    assert text(tree, "article .standfirst") == "The ferry left Port Amber at dawn"
    assert text(tree, ".byline") == "Amber Wire"
    assert text(tree, ".dateline") == "Port Amber"
    assert text(tree, ".reading-time") == "1 min read"
    assert text(tree, ".disclosure") == "This report is auto-generated from a syndicated feed."
    assert text(tree, "figure .caption") == "The ferry at its berth on Thursday"
    assert text(tree, "figure .credit") == "Asha Verma / Amber Wire"
    topics = tree.css(".topics a[rel=tag]")
    assert [(a.text(), a.attributes["href"]) for a in topics] == [
        ("Port Amber", "/topic/port-amber/"),
        ("Shipping", "/topic/shipping/"),
    ]


def test_both_times_carry_their_labels_and_the_zone() -> None:
    tree = page(copy())
    assert text(tree, "time[itemprop=dateModified]") == "Apr 28 2023 | 6:54 PM IST"
    assert text(tree, "time[itemprop=datePublished]") == "Apr 28 2023 | 7:13 PM IST"
    assert text(tree, ".times") == "1 min read Last Updated : Apr 28 2023 | 6:54 PM IST"
    assert text(tree, ".published") == "First Published: Apr 28 2023 | 7:13 PM IST"
    assert tree.css("time[itemprop=dateModified]")[0].attributes["datetime"] == "2023-04-28T18:54:00+05:30"
    assert tree.css("time[itemprop=datePublished]")[0].attributes["datetime"] == "2023-04-28T19:13:00+05:30"


def test_what_the_agency_did_not_send_leaves_no_trace() -> None:
    tree = page(copy(version=None, dateline=None, notes=Notes(minutes=0)))
    assert tree.css("article")[0].attributes["data-version"] == ""
    for selector in (".dateline", ".standfirst", ".reading-time", ".topics", ".copyright", "figure", "img"):
        assert not tree.css(selector), selector


def test_a_story_that_never_moved_has_no_pointer() -> None:
    html, pointer, _ = EDITION.story(copy())
    assert html.body is not None
    assert pointer == Page(path="at/abc123defg", body=None, story_key="Amber Wire|ferry-1")


def test_a_story_that_moved_has_a_pointer_to_where_it_is() -> None:
    html, pointer, _ = EDITION.story(copy(moved=True))
    assert html.path == "india/ferry-leaves-an-hour-late-abc123defg.html"
    assert pointer == Page(
        path="at/abc123defg", body=b"india/ferry-leaves-an-hour-late-abc123defg", story_key="Amber Wire|ferry-1"
    )


def test_the_picture_keeps_its_place_and_comes_in_all_widths() -> None:
    (image,) = page(copy(plate=plate())).css("img")
    assert image.attributes["alt"] == "A white ferry beside a stone quay"
    assert (image.attributes["width"], image.attributes["height"]) == ("1600", "1067")
    assert image.attributes["srcset"] == "/media/0a1b-480.jpg 480w, /media/0a1b-1600.jpg 1600w"
    assert "loading" not in image.attributes


def test_a_plate_without_a_single_cut_is_no_picture() -> None:
    assert not page(copy(plate=plate(cuts=()))).css("figure, img")


def test_the_head_tells_engines_what_the_reader_sees() -> None:
    tree = page(copy(plate=plate()))
    url = "https://news.example/india/ferry-leaves-an-hour-late-abc123defg"
    head = meta(tree)
    assert text(tree, "title") == "Ferry leaves an hour late | The Harbour Ledger"
    assert tree.css("link[rel=canonical]")[0].attributes["href"] == url
    assert head["description"] == head["og:description"] == "The ferry left Port Amber at dawn"
    assert head["og:url"] == url
    assert head["og:image"] == "https://news.example/media/0a1b-1600.jpg"
    assert head["robots"] == "max-image-preview:large"
    assert head["article:published_time"] == "2023-04-28T19:13:00+05:30"
    feeds = {a.attributes["type"]: a.attributes["href"] for a in tree.css("link[rel=alternate]")}
    assert feeds == {
        "application/rss+xml": "/rss.xml",
        "application/atom+xml": "/atom.xml",
        "application/feed+json": "/feed.json",
    }
    article, crumbs = linked(tree)
    assert article["@type"] == "NewsArticle"
    assert (article["headline"], article["url"], article["mainEntityOfPage"]) == ("Ferry leaves an hour late", url, url)
    assert article["datePublished"] == "2023-04-28T19:13:00+05:30"
    assert article["author"] == [{"@type": "Organization", "name": "Amber Wire"}]
    assert [item["name"] for item in crumbs["itemListElement"]] == [
        "The Harbour Ledger",
        "India",
        "Ferry leaves an hour late",
    ]


def test_for_engines_a_page_does_not_change_before_it_was_published() -> None:
    article, _ = linked(page(copy(updated=NOON, first_published=NOON + timedelta(minutes=5))))
    assert article["dateModified"] == article["datePublished"] == "2023-04-28T17:35:00+05:30"
    article, _ = linked(page(copy(updated=NOON + timedelta(hours=1), first_published=NOON)))
    assert article["dateModified"] == "2023-04-28T18:30:00+05:30"


def test_without_a_picture_the_preview_is_the_storys_own_card() -> None:
    head = meta(page(copy()))
    card = EDITION.card(copy()).drawn
    assert card
    assert head["og:image"] == f"https://news.example/{card.path}"
    assert (head["og:image:width"], head["og:image:height"]) == ("1200", "630")
    (image,) = linked(page(copy()))[0]["image"]
    assert (image["url"], image["width"], image["height"]) == (head["og:image"], 1200, 630)


def test_the_preview_of_a_picture_is_its_share_image_with_its_size_and_its_words() -> None:
    share = Cut(path="media/0a1b-share.jpg", width=1200, height=630, focus=(50, 50))
    tree = page(copy(plate=plate(share=share)))
    head = meta(tree)
    assert head["og:image"] == "https://news.example/media/0a1b-share.jpg"
    assert (head["og:image:width"], head["og:image:height"]) == ("1200", "630")
    assert head["og:image:alt"] == "A white ferry beside a stone quay"
    (image,) = linked(tree)[0]["image"]
    assert (image["url"], image["width"], image["height"]) == (head["og:image"], 1200, 630)
    assert image["caption"] == "The ferry at its berth on Thursday"
    assert image["creditText"] == "Asha Verma / Amber Wire"


def test_nothing_a_feed_says_becomes_markup() -> None:
    made = copy(
        headline=HOSTILE,
        section="India",
        agency=HOSTILE,
        byline=HOSTILE,
        dateline=HOSTILE,
        copyright=HOSTILE,
        language=HOSTILE,
        disclosure=HOSTILE,
        plate=plate(caption=HOSTILE, credit=HOSTILE, alt=HOSTILE),
        notes=Notes(minutes=1, standfirst=HOSTILE, topics=(Topic(name=HOSTILE, slug="x"),)),
    )
    tree = page(made)
    assert [node.attributes.get("type") for node in tree.css("script")] == ["application/ld+json"]
    assert len(tree.css("img")) == 1
    assert not tree.css("[onerror]")
    assert text(tree, "h1") == HOSTILE
    assert linked(tree)[0]["headline"] == HOSTILE


@pytest.mark.parametrize(("language", "way"), [("ar", "rtl"), ("ur-PK", "rtl"), ("hi", "ltr"), ("en-GB", "ltr")])
def test_a_story_in_another_language_says_so_and_the_sites_own_words_stay_in_the_sites(language: str, way: str) -> None:
    tree = page(copy(language=language, plate=plate()))
    assert tree.css("html")[0].attributes["lang"] == "en-IN"
    article = tree.css("article")[0].attributes
    assert (article["lang"], article["dir"]) == (language, way)
    for words in (".reading-time", ".disclosure span", ".published span"):
        ours = tree.css(words)[0].attributes
        assert (ours["lang"], ours["dir"]) == ("en-IN", "ltr")
    assert linked(tree)[0]["inLanguage"] == language


def test_a_story_in_the_sites_language_needs_no_mark() -> None:
    tree = page(copy())
    assert "lang" not in tree.css("article")[0].attributes


def test_addresses_are_percent_encoded_wherever_machines_read_them() -> None:
    tree = page(copy(path="india/नौका-abc123defg"))
    assert tree.css("link[rel=canonical]")[0].attributes["href"] == (
        "https://news.example/india/%E0%A4%A8%E0%A5%8C%E0%A4%95%E0%A4%BE-abc123defg"
    )


def test_a_page_without_a_picture_is_light() -> None:
    paragraphs = [f"<p>Report {n} says the ferry {n * 7919} left quay {n * 31} late.</p>" for n in range(60)]
    markup = "".join(paragraphs)
    made = copy(body_html=markup, wire_fingerprint=fingerprint(" ".join(p[3:-4] for p in paragraphs)))
    assert len(gzip.compress(body(made))) < 6_000
    assert len(body(copy())) < 8_000


def test_a_page_is_whole_without_scripts_and_strangers() -> None:
    tree = page(copy(plate=plate()))
    assert [node.attributes.get("type") for node in tree.css("script")] == ["application/ld+json"]
    assert not tree.css("style, iframe, [style]")
    fetched = [
        n.attributes.get("href") or n.attributes.get("src") or ""
        for n in tree.css("link[rel=stylesheet], link[rel=icon], img")
    ]
    assert len(fetched) == 3
    assert all(address.startswith("/") and not address.startswith("//") for address in fetched)
