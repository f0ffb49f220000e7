from __future__ import annotations

import json
from typing import Any

import pytest

from stet.formats import read
from stet.model.dispatch import Dispatch, Reading
from stet.model.packet import Origin

VERSION = "https://jsonfeed.org/version/1.1"


def reading(origin: Origin, *items: Any, **feed: Any) -> Reading:
    return read(json.dumps({"version": VERSION, "title": "Marlow Daily", **feed, "items": items}).encode(), origin)


def one(origin: Origin, item: dict[str, Any], **feed: Any) -> Dispatch:
    (dispatch,) = reading(origin, {"id": "a", **item}, **feed).dispatches
    return dispatch


@pytest.mark.parametrize("version", ["1", "1.1", "1.1/", "1234"])
def test_a_feed_is_known_by_the_address_of_its_version_and_an_unknown_one_is_said(version: str, origin: Origin) -> None:
    found = reading(
        origin, {"id": "a", "title": "T", "content_text": "x"}, version=f"https://jsonfeed.org/version/{version}"
    )
    assert found.format == "jsonfeed"
    assert bool(found.dispatches[0].problems) is (version == "1234")


def test_a_feed_without_items_is_read_and_holds_none(origin: Origin) -> None:
    found = reading(origin)
    assert (found.format, found.dispatches, found.refusals) == ("jsonfeed", (), ())


@pytest.mark.parametrize(("value", "guid"), [("x ", "x"), (7, "7"), (3.5, "3.5"), (0, "0")])
def test_an_id_is_text_or_a_number(value: Any, guid: str, origin: Origin) -> None:
    dispatch = one(origin, {"id": value, "title": "T", "content_text": "x"})
    assert (dispatch.guid, dispatch.problems) == (guid, ())


def test_an_item_without_an_id_is_named_by_its_page_else_by_title_and_time_else_by_nothing(origin: Origin) -> None:
    found = reading(
        origin, {"url": "https://m.example/1"}, {"title": "T", "date_published": "2026-03-04"}, {"tags": []}
    )
    assert [d.guid.partition(":")[0] for d in found.dispatches] == ["https", "derived"]
    assert all(d.problems for d in found.dispatches)
    assert len(found.refusals) == 1


def test_html_goes_before_text_and_text_before_the_summary_and_each_is_what_it_is_called(origin: Origin) -> None:
    html, text, short = {"content_html": "<p>A &amp; B"}, {"content_text": "A &amp; <b>B"}, {"summary": "Short."}
    assert one(origin, html | text | short).body_text == "A & B"
    assert one(origin, text | short).body_text == "A &amp; <b>B"
    assert one(origin, text | short).summary == "Short."
    assert (one(origin, short).body_text, one(origin, short).summary) == ("Short.", None)
    assert one(origin, {"content_html": " ", **text}).body_text == "A &amp; <b>B"


def test_the_authors_of_an_item_go_before_those_of_the_feed_and_the_new_names_before_the_old(origin: Origin) -> None:
    feed = {"authors": [{"name": "Desk"}], "author": {"name": "Old desk"}}
    both = {"authors": [{"name": "Ann"}, "Bob", {"url": "x"}], "author": {"name": "Old Ann"}}
    assert one(origin, both, **feed).byline == "Ann, Bob"
    assert one(origin, {"author": {"name": "Old Ann"}}, **feed).byline == "Old Ann"
    assert one(origin, {}, **feed).byline == "Desk"


def test_addresses_are_resolved_by_the_page_else_the_home_page_else_the_feed(origin: Origin) -> None:
    item = {"url": "/news/1", "content_html": '<a href="x">x</a>', "image": "p.jpg"}
    dispatch = one(origin, item, home_page_url="https://m.example/")
    assert dispatch.body_html == '<p><a href="https://m.example/news/x">x</a></p>'
    assert dispatch.pictures[0].renditions[0].href == "https://m.example/news/p.jpg"
    assert dispatch.links[0].target == "https://m.example/news/1"
    assert one(origin, {"image": "p.jpg"}, feed_url="https://f.example/f.json").pictures[0].renditions[0].href == (
        "https://f.example/p.jpg"
    )
    lost = one(origin, {"content_html": '<a href="x">words</a>', "image": "p.jpg", "url": "http://[bad"})
    assert (lost.body_text, lost.pictures, lost.links) == ("words", (), ())


def test_only_pictures_among_the_attachments_are_pictures(origin: Origin) -> None:
    rows = [
        {"url": f"https://m.example/{n}", "mime_type": type_} for n, type_ in enumerate(["audio/mpeg", "image/png"])
    ]
    assert [p.renditions[0].href for p in one(origin, {"attachments": rows}).pictures] == ["https://m.example/1"]


@pytest.mark.parametrize("value", [None, 7, 1.5, True, [], {}, ["x"], {"x": "y"}, ""])
def test_a_value_of_the_wrong_type_counts_as_none(value: Any, origin: Origin) -> None:
    names = ["title", "url", "external_url", "content_html", "content_text", "summary", "image", "date_published",
             "date_modified", "author", "authors", "tags", "language", "attachments"]  # fmt: skip
    dispatch = one(
        origin, dict.fromkeys(names, value), **dict.fromkeys([*names[:1], "home_page_url", "authors"], value)
    )
    assert (dispatch.headline, dispatch.body_text, dispatch.links, dispatch.pictures) == (None, "", (), ())
