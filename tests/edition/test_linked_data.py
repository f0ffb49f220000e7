"""What search engines and social sites are told of a story: complete, and nothing that a reader does not see."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from msgspec.structs import replace
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from edition.making import NOON, SECTIONS, SITE, copy, plate
from stet.edition import Edition
from stet.edition.linked_data import people, place_of, shortened
from stet.model.page import Agency, Copy, Provenance, Received
from stet.model.story import Correction

EDITION = Edition(SITE, SECTIONS)
ITEM = Received(item="urn:amber.example:ferry-1", version=2, made=NOON, arrived=NOON, packet="ab" * 32, text="cd" * 32)
WHOLE: dict[str, Any] = {
    "plate": plate(),
    "byline": "Ida Halloran and Joe Bloggs, Amber Wire",
    "reporter": "Ida Halloran and Joe Bloggs",
    "dateline": "PORT AMBER, April 28 (Amber)",
    "copyright": "© Amber Wire 2023",
    "words": 14,
    "corrections": (
        Correction(at=NOON, version=2, note="It was the late ferry."), Correction(at=NOON, version=3, note=None),
    ),
    "provenance": Provenance(received=(ITEM,)),
}  # fmt: skip


def page(made: Copy, edition: Edition = EDITION) -> LexborHTMLParser:
    return LexborHTMLParser(edition.story(made)[0].body or b"")


def article(made: Copy, edition: Edition = EDITION) -> dict[str, Any]:
    graph = json.loads(page(made, edition).css('script[type="application/ld+json"]')[0].text())["@graph"]
    found: dict[str, Any] = graph[0]
    return found


def head(made: Copy) -> dict[str, str]:
    return {
        (n.attributes.get("name") or n.attributes.get("property") or ""): n.attributes.get("content") or ""
        for n in page(made).css("meta")
    }


def strings(node: Any, under: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a node, with the keys that lead to it."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from strings(value, f"{under}.{key}" if under else key)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value, under)
    elif isinstance(node, str):
        yield under, node


def seen(made: Copy) -> str:
    """What a reader of the page can see, white space folded."""
    tree = page(made)
    for node in tree.css("script, style"):
        node.decompose()
    assert tree.body is not None
    return " ".join((tree.body.text(separator=" ") or "").split())


def test_everything_said_to_engines_is_on_the_page() -> None:
    made = copy(**WHOLE)
    told = dict(strings(article(made)))
    words = {key: text for key, text in told.items() if not key.endswith(("@type", "url", "mainEntityOfPage"))}
    times = {key: words.pop(key) for key in list(words) if key.startswith("date") and key != "dateline"}
    times["correction"] = words.pop("correction.datePublished")
    assert words.pop("inLanguage") == "en-IN"
    shown = seen(made)
    assert len(words) > 12
    assert [key for key, text in words.items() if " ".join(text.split()) not in shown] == []
    stamps = {node.attributes["datetime"] for node in page(made).css("time")}
    assert times.keys() == {"datePublished", "dateModified", "correction"}
    assert set(times.values()) <= stamps


def test_times_are_to_the_second_and_carry_their_offset() -> None:
    node = article(copy(first_published=NOON + timedelta(seconds=7, microseconds=9), updated=NOON))
    for key in ("datePublished", "dateModified"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+05:30", node[key])
        assert datetime.fromisoformat(node[key]).second == 7


def test_reporters_are_people_and_the_agency_is_an_organisation() -> None:
    node = article(copy(**WHOLE))
    assert node["author"] == [
        {"@type": "Person", "name": "Ida Halloran"},
        {"@type": "Person", "name": "Joe Bloggs"},
        {"@type": "Organization", "name": "Amber Wire"},
    ]
    assert node["copyrightHolder"] == {"@type": "Organization", "name": "Amber Wire"}
    assert (node["creditText"], node["copyrightNotice"]) == (WHOLE["byline"], WHOLE["copyright"])


@pytest.mark.parametrize(
    ("reporter", "names"),
    [
        ("Ida Halloran", ("Ida Halloran",)),
        ("IDA HALLORAN, Joe Bloggs & Ann O'Dell-Smith", ("IDA HALLORAN", "Joe Bloggs", "Ann O'Dell-Smith")),
        ("Ida Halloran, Amber Wire", ("Ida Halloran",)),
        ("सीमा वर्मा", ("सीमा वर्मा",)),
        ("Our Correspondent", ()),
        ("Amber Sports Desk", ()),
        ("Staff and agencies", ()),
        ("Halloran", ()),
        ("ida@amber.example", ()),
        ("The newsroom of Amber in Port Amber and elsewhere", ()),
        (None, ()),
    ],
)
def test_only_who_is_plainly_named_is_a_person(reporter: str | None, names: tuple[str, ...]) -> None:
    assert people(copy(reporter=reporter)) == names


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("Port Amber", "Port Amber"),
        ("NEW DELHI, June 3 (Amber) —", "NEW DELHI"),
        ("NEW DELHI, June 3", "NEW DELHI"),
        ("KYIV, Ukraine (AB) — ", "KYIV, Ukraine"),
        ("Berlin (abc) - ", "Berlin"),
        ("PORT-AU-PRINCE", "PORT-AU-PRINCE"),
        ("नई दिल्ली, 3 जून (भाषा)", "नई दिल्ली"),
        ("3 June", ""),
        ("(Amber) —", ""),
    ],
)
def test_the_place_is_the_one_that_the_dateline_begins_with(dateline: str, place: str) -> None:
    assert place_of(dateline) == place
    node = article(copy(dateline=dateline))
    assert node.get("contentLocation") == ({"@type": "Place", "name": place} if place else None)
    assert node["dateline"] == dateline


def test_what_it_is_based_on_is_the_agencys_item_by_its_id_and_by_its_address_if_that_is_one() -> None:
    assert article(copy(**WHOLE))["isBasedOn"] == [{"@type": "CreativeWork", "identifier": ITEM.item}]
    web = Received(item="https://amber.example/1", version=1, made=None, arrived=NOON, packet="a", text="b")
    [node] = article(copy(provenance=Provenance(received=(web,))))["isBasedOn"]
    assert node == {"@type": "CreativeWork", "identifier": web.item, "url": web.item}


def test_what_the_agency_did_not_tell_leaves_no_trace() -> None:
    node = article(copy(dateline=None))
    for key in ("dateline", "contentLocation", "copyrightNotice", "correction", "isBasedOn", "wordCount"):
        assert key not in node


def test_words_are_not_counted_where_no_blanks_part_them() -> None:
    assert article(copy(words=14))["wordCount"] == 14
    assert "wordCount" not in article(copy(words=14, language="ja"))


def test_a_very_long_headline_is_cut_for_engines_and_titles_but_not_on_the_page() -> None:
    long = "Ferry leaves an hour late and " + "then again later " * 16 + "at last"
    made = copy(headline=long)
    told = article(made)["headline"]
    assert len(told) <= 110
    assert told.endswith("…")
    assert long.startswith(told.removesuffix("…"))
    [title] = page(made).css("title")
    assert len(title.text()) <= 120
    assert page(made).css("h1")[0].text() == long
    assert head(made)["og:title"] == long
    assert article(copy(headline="x" * 110))["headline"] == "x" * 110


@pytest.mark.parametrize(("text", "short"), [("abc", "abc"), ("ab cd ef", "ab cd…"), ("abcdefgh", "abcdef…")])
def test_a_text_is_cut_at_a_word_if_it_has_any(text: str, short: str) -> None:
    assert shortened(text, 7) == short


def test_the_publisher_has_a_logo_whose_size_is_the_files() -> None:
    logo = article(copy())["publisher"]["logo"]
    file = next(file for file in EDITION.static() if logo["url"].endswith(file.path))
    assert file.body is not None
    assert file.path.endswith(".png")
    assert Image.open(BytesIO(file.body)).size == (logo["width"], logo["height"])


def test_the_byline_leads_to_the_agencys_page_where_there_is_one() -> None:
    edition = Edition(replace(SITE, agencies=(Agency(name="Amber Wire"),)), SECTIONS)
    assert page(copy(), edition).css(".byline a")[0].attributes["href"] == "/agency/amber-wire/"
    assert article(copy(), edition)["author"][0]["url"] == "https://news.example/agency/amber-wire/"
    assert not page(copy()).css(".byline a")
    assert "url" not in article(copy())["author"][0]


def test_a_story_shared_on_a_social_site_has_all_that_a_card_needs() -> None:
    told = head(copy(plate=plate()))
    assert told["twitter:card"] == "summary_large_image"
    assert told["twitter:title"] == told["og:title"] == "Ferry leaves an hour late"
    assert told["twitter:description"] == told["og:description"] == "The ferry left Port Amber at dawn"
    assert told["twitter:image"] == told["og:image"] == "https://news.example/media/0a1b-1600.jpg"
    assert told["twitter:image:alt"] == told["og:image:alt"] == "A white ferry beside a stone quay"
    assert (told["og:image:width"], told["og:image:height"]) == ("1600", "1067")
    assert (told["og:type"], told["og:site_name"], told["og:locale"]) == ("article", "The Harbour Ledger", "en_IN")
    assert told["article:section"] == "India"
    assert told["article:published_time"] == "2023-04-28T19:13:00+05:30"
    assert told["article:modified_time"] == "2023-04-28T19:13:00+05:30"
