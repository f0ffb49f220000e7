"""A document of NITF inside an item of NewsML-G2; alerts, advisories and places by what the item says of itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stet.formats import read
from stet.model.dispatch import Dispatch, Kind
from stet.model.packet import Origin

NITF = (
    "<inlineXML><nitf><body><body.head><hedline><hl1>Inner</hl1><hl2>Second</hl2></hedline>"
    "<byline>By T. Orrin</byline><dateline>EASTMERE</dateline><abstract><p>In short.</p></abstract></body.head>"
    '<body.content><p>Boats left.</p><media media-type="image"><media-reference source="P.jpg" mime-type="image/jpeg"/>'
    "<media-caption>Boats.</media-caption></media></body.content><body.end><tagline>ends</tagline></body.end></body>"
    "</nitf></inlineXML>"
)


def g2(origin: Origin, content: str, about: str = "<headline>Boats</headline>") -> Dispatch:
    xml = f'<newsItem guid="urn:mw:1"><contentMeta>{about}</contentMeta><contentSet>{content}</contentSet></newsItem>'
    (dispatch,) = read(xml.encode(), origin).dispatches
    return dispatch


def test_the_head_of_a_document_inside_stands_in_where_the_item_is_silent(origin: Origin) -> None:
    dispatch = g2(origin, NITF, "")
    assert (dispatch.headline, dispatch.byline, dispatch.dateline) == ("Inner", "By T. Orrin", "EASTMERE")
    assert (dispatch.summary, dispatch.body_text) == ("In short.", "Boats left.")
    (picture,) = dispatch.pictures
    assert (picture.caption, [file.href for file in picture.renditions]) == ("Boats.", ["P.jpg"])
    assert any("second headline and the tagline" in problem for problem in dispatch.problems)


def test_what_the_item_says_goes_before_the_head_inside(origin: Origin) -> None:
    dispatch = g2(origin, NITF, "<headline>Outer</headline><by>By I. Quill</by><dateline>WESTMERE</dateline>")
    assert (dispatch.headline, dispatch.byline, dispatch.dateline) == ("Outer", "By I. Quill", "WESTMERE")


EMPTY = "<inlineXML><html><body><p/></body></html></inlineXML>"


@pytest.mark.parametrize(
    ("urgency", "headline", "kind"),
    [(1, "Mayor resigns", Kind.ALERT), (2, "MAYOR RESIGNS", Kind.ALERT), (2, "Mayor resigns", Kind.STORY),
     (3, "MAYOR RESIGNS", Kind.STORY)],
)  # fmt: skip
@pytest.mark.parametrize("content", [EMPTY, ""])
def test_an_urgent_headline_without_words_is_an_alert_and_says_it_has_no_body(
    content: str, urgency: int, headline: str, kind: Kind, origin: Origin
) -> None:
    dispatch = g2(origin, content, f"<urgency>{urgency}</urgency><headline>{headline}</headline>")
    assert dispatch.kind is kind
    assert dispatch.problems.count("the item has no body") == 1


def test_an_urgent_item_whose_body_is_elsewhere_is_no_alert(origin: Origin) -> None:
    content = '<remoteContent href="body.xml" contenttype="text/xml"/>'
    assert g2(origin, content, "<urgency>1</urgency><headline>X</headline>").kind is Kind.STORY


@pytest.mark.parametrize(
    "value",
    [
        {"uri": "mw:1", "headline": "x", "body_html": "<p> </p>"},
        {"urn": "mw:1", "headline": "x", "article_html": "<p><br/></p>", "pubstatus": "usable"},
        {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "x", "content_html": "<p/>"}]},
    ],
)
def test_a_body_without_a_word_is_said_to_be_none_in_every_format(value: dict[str, Any], origin: Origin) -> None:
    (dispatch,) = read(json.dumps(value).encode(), origin).dispatches
    assert "the item has no body" in dispatch.problems


@pytest.mark.parametrize("word", ["Media Advisory", "Daybook", "News Digest", "NEWS ADVISORY", "Test"])
def test_what_is_called_a_note_to_desks_or_a_test_is_an_advisory(word: str, origin: Origin) -> None:
    page = "<inlineXML><html><body><p>x</p></body></html></inlineXML>"
    assert g2(origin, page, f"<headline>x</headline><genre literal='{word}'/>").kind is Kind.ADVISORY
    (dispatch,) = read(json.dumps({"uri": "1", "body_text": "x", "profile": word}).encode(), origin).dispatches
    assert dispatch.kind is Kind.ADVISORY


def test_a_code_is_no_name_of_a_place(origin: Origin) -> None:
    about = (
        '<subject type="cpnat:geoArea" literal="poiID"/><subject type="cpnat:poi" literal="poiID0"/>'
        '<subject type="cpnat:geoArea" literal="geo:12"/><subject type="cpnat:geoArea" literal="Eastmere"/>'
        '<located literal="poiID"/><located qcode="city:77"/><located literal="New Eastmere 2"/>'
    )
    assert g2(origin, EMPTY, about).places == ("Eastmere", "New Eastmere 2")
