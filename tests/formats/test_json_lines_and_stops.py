"""What the JSON formats share: references in lines, drafts, and pictures that are stopped by themselves."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stet.formats import read
from stet.formats.json_parts import one_line
from stet.model.dispatch import Dispatch
from stet.model.packet import Origin

AP_ID = "0123456789abcdef0123456789abcdef"


def the(origin: Origin, value: Any) -> Dispatch:
    (dispatch,) = read(json.dumps(value).encode(), origin).dispatches
    return dispatch


def ninjs(origin: Origin, **more: Any) -> Dispatch:
    return the(origin, {"uri": "mw:1", "headline": "Boats", "body_text": "They left.", **more})


@pytest.mark.parametrize(
    ("said", "read_as"),
    [
        ("Smith &amp; Sons &quot;wins&quot;", 'Smith & Sons "wins"'),
        ("A &amp; B & C", "A & B & C"),
        ("Caf&#233;&#xe9;&nbsp;x", "Caféé x"),
        ("1 &lt; 2 &amp; 3", "1 < 2 & 3"),
        ("AT&T; and R&D", "AT&T; and R&D"),
        ("&amp;amp; &unknown;", "&amp;amp; &unknown;"),
        ("AT&T", "AT&T"),
        ("&amp;amp;", "&amp;"),
    ],
)
def test_references_in_a_line_are_decoded_once(said: str, read_as: str) -> None:
    assert one_line(said) == read_as


def test_a_headline_and_a_byline_stored_as_html_are_plain(origin: Origin) -> None:
    dispatch = ninjs(origin, headline="Smith &amp; Sons", byline="A &amp; B")
    assert (dispatch.headline, dispatch.byline) == ("Smith & Sons", "A & B")


@pytest.mark.parametrize(
    "said",
    [
        {"state": "Draft "}, {"state": "IN_PROGRESS"}, {"flags": {"marked_for_not_publication": True}},
        {"flags": {"marked_for_not_publication": "true"}}, {"flags": {"Marked_For_Not_Publication": 1}},
        {"publish_schedule": "2026-03-05T10:00:00Z"}, {"publish_schedule": "soon"},
        {"schedule_settings": {"utc_publish_schedule": "2026-03-05T10:00:00Z"}},
    ],
)  # fmt: skip
def test_what_is_not_meant_to_leave_the_newsroom_waits_for_a_person(said: dict[str, Any], origin: Origin) -> None:
    assert len(ninjs(origin, **said).queries) == 1


@pytest.mark.parametrize(
    "said",
    [{"state": "published"}, {"flags": {"marked_for_not_publication": False}}, {"flags": {}},
     {"publish_schedule": "2026-03-03T10:00:00Z"}, {"publish_schedule": None}],
)  # fmt: skip
def test_what_has_left_it_does_not_wait(said: dict[str, Any], origin: Origin) -> None:
    assert ninjs(origin, **said).queries == ()


STOPPED = [
    {"pubstatus": "canceled"}, {"pubstatus": "withheld"}, {"pubstatus": "odd"}, {"embargoed": "2026-03-09T10:00:00Z"},
    {"embargoed": ""}, {"expires": "2026-03-01T10:00:00Z"},
]  # fmt: skip
FILE = {"main": {"href": "https://pics.example/P.jpg"}}


def with_picture(origin: Origin, **more: Any) -> list[Dispatch]:
    in_ninjs = {"type": "picture", "uri": "mw:2", "renditions": FILE, **more}
    in_ap = {"type": "picture", "altids": {"itemid": AP_ID}, "renditions": FILE, **more}
    in_dpa = {"type": "image", "urn": "urn:mw:2", "renditions": [{"url": "https://pics.example/P.jpg"}], **more}
    ap = {"altids": {"itemid": AP_ID}, "type": "text", "headline": "Boats", "associations": {"1": in_ap}}
    return [
        ninjs(origin, associations={"p": in_ninjs}),
        the(origin, {"data": {"item": ap}, "nitf": "<p>x</p>"}),
        the(origin, {"urn": "urn:mw:1", "headline": "x", "article_html": "<p>x</p>", "associations": [in_dpa]}),
    ]


@pytest.mark.parametrize("said", STOPPED)
def test_a_picture_that_is_stopped_by_itself_goes_with_no_story(said: dict[str, Any], origin: Origin) -> None:
    for dispatch in with_picture(origin, **said):
        assert dispatch.pictures == ()
        assert any("was left out" in problem for problem in dispatch.problems)


def test_a_picture_that_may_be_used_goes_with_its_story(origin: Origin) -> None:
    for dispatch in with_picture(origin, pubstatus="usable", embargoed="2026-03-01T10:00:00Z"):
        assert len(dispatch.pictures) == 1
