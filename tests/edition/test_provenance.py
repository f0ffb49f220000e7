"""How a page was made, told to programs and to people: the same, and only what is so (promise 5)."""

import json
from datetime import timedelta
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from edition.making import NOON, SECTIONS, SITE, article_text, copy, plate
from stet.edition import Edition
from stet.model.page import Copy, Page, Provenance, Received, Rework
from stet.model.story import Correction
from stet.model.text import fingerprint

EDITION = Edition(SITE, SECTIONS)
WIRE = Received(
    item="urn:amber.example:ferry-1",
    version=2,
    made=NOON + timedelta(minutes=84),
    arrived=NOON + timedelta(minutes=85),
    packet="ab" * 32,
    text=copy().wire_fingerprint,
)
DESK = (Rework(what="headline", at=NOON + timedelta(hours=2)), Rework(what="picture", at=NOON + timedelta(hours=3)))


def told(made: Copy) -> dict[str, Any]:
    body = pages(made)[2].body
    assert body is not None
    found: dict[str, Any] = json.loads(body)
    return found


def pages(made: Copy) -> tuple[Page, ...]:
    return EDITION.story(made)


def tree(made: Copy) -> LexborHTMLParser:
    return LexborHTMLParser(pages(made)[0].body or b"")


def rows(made: Copy) -> list[tuple[str, str]]:
    found = tree(made).css(".making dl > div")
    return [(row.css("dt")[0].text(), " ".join((row.css("dd")[0].text() or "").split())) for row in found]


def made(**given: Any) -> Copy:
    return copy(**({"provenance": Provenance(received=(WIRE,), reworked=())} | given))


def test_it_stands_beside_the_page_at_an_address_of_its_own() -> None:
    page = pages(made())[2]
    assert page.path == "india/ferry-leaves-an-hour-late-abc123defg/provenance.json"
    assert page.story_key == "Amber Wire|ferry-1"
    link = tree(made()).css(".making a")[0]
    assert link.attributes["href"] == f"/{page.path}"


def test_what_came_from_the_agency_and_when_is_told() -> None:
    assert told(made())["received"] == [
        {
            "item": "urn:amber.example:ferry-1",
            "version": 2,
            "agency_time": "2023-04-28T18:54:00+05:30",
            "arrived": "2023-04-28T18:55:00+05:30",
            "packet_sha256": "ab" * 32,
            "text_sha256": copy().wire_fingerprint,
        }
    ]
    assert rows(made())[:5] == [
        ("Item of the agency", "urn:amber.example:ferry-1 (version 2)"),
        ("Made by the agency", "Apr 28 2023 | 6:54 PM IST"),
        ("Arrived here", "Apr 28 2023 | 6:55 PM IST"),
        ("SHA-256 of what arrived", "ab" * 32),
        ("SHA-256 of the agency’s text in it", copy().wire_fingerprint),
    ]


def test_the_hash_of_what_is_shown_is_taken_from_the_finished_page() -> None:
    shown = fingerprint(article_text(pages(made())[0].body or b""))
    assert told(made())["shown"]["text_sha256"] == shown
    assert ("SHA-256 of the text shown above", shown) in rows(made())


def test_what_the_desk_reworked_is_told_with_its_time_and_without_a_name() -> None:
    reworked = made(provenance=Provenance(received=(WIRE,), reworked=DESK), plate=plate(house=True))
    assert told(reworked)["reworked"] == [
        {"what": "headline", "by": "the desk", "at": "2023-04-28T19:30:00+05:30"},
        {"what": "picture", "by": "the desk", "at": "2023-04-28T20:30:00+05:30"},
    ]
    assert ("Headline", "Reworked by the desk, Apr 28 2023 | 7:30 PM IST") in rows(reworked)
    assert ("Picture", "Chosen by the desk, Apr 28 2023 | 8:30 PM IST") in rows(reworked)


def test_where_the_desk_did_nothing_that_is_told() -> None:
    plain = made(plate=plate())
    assert told(plain)["reworked"] == []
    assert ("Headline", "The agency’s") in rows(plain)
    assert ("Picture", "The agency’s") in rows(plain)
    assert not [name for name, _ in rows(made()) if name == "Picture"]


def test_a_text_of_several_parts_is_told_part_by_part_with_the_rule_that_joins_them() -> None:
    second = Received(item="urn:amber.example:add-1", version=None, made=None, arrived=NOON, packet="cd" * 32, text="e")
    joined = made(provenance=Provenance(received=(WIRE, second)))
    assert [part["item"] for part in told(joined)["received"]] == [WIRE.item, second.item]
    assert "joined in this order" in told(joined)["rule"]
    assert "joined" not in told(made())["rule"]
    assert [p.text() for p in tree(joined).css(".making > p")][:2] == ["Part 1 of 2", "Part 2 of 2"]


def test_corrections_are_told_with_the_agencys_words_to_readers() -> None:
    fixed = made(corrections=(Correction(at=NOON, version=2, note="It was the late ferry."),))
    [one] = told(fixed)["corrections"]
    assert one == {"at": "2023-04-28T17:30:00+05:30", "version": 2, "note": "It was the late ferry."}
    assert ("Corrected by the agency", "Apr 28 2023 | 5:30 PM IST") in rows(fixed)


def test_not_a_word_of_the_body_is_in_it() -> None:
    body = pages(made())[2].body or b""
    assert b"harbour master" not in body
    assert b"an hour late" not in body.replace(b"leaves-an-hour-late", b"")


def test_what_an_agency_calls_its_item_becomes_no_markup() -> None:
    hostile = '"><script>alert(1)</script>\ud83d'
    page = made(provenance=Provenance(received=(Received(**{**as_dict(WIRE), "item": hostile}),)))
    assert len(tree(page).css("script")) == 1
    assert told(page)["received"][0]["item"] == '"><script>alert(1)</script>?'


def test_away_with_a_page_means_also_what_stands_beside_it() -> None:
    away = EDITION.no_page("india/x-abc123defg", "k")
    assert [(page.path, page.body) for page in away] == [
        ("india/x-abc123defg.html", None),
        ("india/x-abc123defg/provenance.json", None),
    ]


def as_dict(one: Received) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__struct_fields__}
