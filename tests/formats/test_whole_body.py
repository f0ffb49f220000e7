"""No word of a body is lost without a question, and none is shown with its escapes, whatever an item declares."""

from __future__ import annotations

import base64
import json
from typing import Any
from xml.sax.saxutils import escape

import pytest

from stet.formats import read
from stet.formats.held import SEVERAL
from stet.model.dispatch import Dispatch
from stet.model.packet import Origin

AP_ID = "0123456789abcdef0123456789abcdef"


def g2(content: str, origin: Origin) -> Dispatch:
    xml = (
        '<newsItem guid="urn:mw:1"><contentMeta><headline>Boats</headline></contentMeta>'
        f"<contentSet>{content}</contentSet></newsItem>"
    )
    (dispatch,) = read(xml.encode(), origin).dispatches
    return dispatch


def ninjs(origin: Origin, **more: Any) -> Dispatch:
    (dispatch,) = read(json.dumps({"uri": "mw:1", "headline": "Boats", **more}).encode(), origin).dispatches
    return dispatch


def dpa(origin: Origin, **more: Any) -> Dispatch:
    (dispatch,) = read(json.dumps({"urn": "urn:mw:1", "headline": "Boats", **more}).encode(), origin).dispatches
    return dispatch


def ap(origin: Origin, nitf: Any, **more: Any) -> Dispatch:
    item = {"altids": {"itemid": AP_ID}, "type": "text", "headline": "Boats", **more}
    (dispatch,) = read(json.dumps({"data": {"item": item}, "nitf": nitf}).encode(), origin).dispatches
    return dispatch


@pytest.mark.parametrize(
    ("inline", "text"),
    [
        ("Before. <html><body><p>In.</p></body></html> After.", "Before.\n\nIn.\n\nAfter."),
        ("<html><body><p>One.</p></body></html><html><body><p>Two.</p></body></html>", "One.\n\nTwo."),
        ("<html><head><title>x</title></head><body><p>One.</p></body><body><p>Two.</p></body></html>", "One.\n\nTwo."),
        ("<html><body><p>One.</p></body><p>Two.</p></html>", "One.\n\nTwo."),
        ("<p>One.</p><html><body><p>Two.</p></body></html>", "One.\n\nTwo."),
        ("<nitf><body><body.content><p>One.</p></body.content></body></nitf> Two.", "One.\n\nTwo."),
        ("<html><head><title>x</title></head><body><p>One.</p></body></html>", "One."),
    ],
)
def test_words_beside_the_page_or_its_body_are_body(inline: str, text: str, origin: Origin) -> None:
    assert g2(f"<inlineXML>{inline}</inlineXML>", origin).body_text == text


PAGE = "<inlineXML><html><body><p>{}</p></body></html></inlineXML>"


@pytest.mark.parametrize(
    "content",
    [
        PAGE.format("The boats left at nine.") + PAGE.format("Nobody came to the port."),
        PAGE.format("Boats leave.") + "<inlineData contenttype='text/plain'>A storm came up at night and the boats "
        "left the harbour early, all of them.</inlineData>",
    ],
)
def test_two_different_texts_in_one_item_are_a_question(content: str, origin: Origin) -> None:
    assert SEVERAL in g2(content, origin).queries


def test_the_same_text_in_two_renditions_is_no_question(origin: Origin) -> None:
    content = PAGE.format("Boats <em>left</em>.") + "<inlineData contenttype='text/plain'>Boats left.</inlineData>"
    assert g2(content, origin).queries == ()


@pytest.mark.parametrize(
    ("declared", "given", "text"),
    [
        ("text/html", "Tom &amp; Jerry", "Tom & Jerry"),
        ("text/html", "One &amp; two.\n\nThree.", "One & two.\n\nThree."),
        ("text/html", "<pre>one   two</pre>", "one   two"),
        ("text/html", '<font size="2">One.</font>', "One."),
        ("text/html", "if a<b and b>c", "if a<b and b>c"),
        ("text/html", "&lt;p&gt;One.&lt;/p&gt;", "One."),
        ("application/xhtml+xml", "Tom &amp; Jerry", "Tom & Jerry"),
        ("text/plain", "a <b>c</b>", "a <b>c</b>"),
        ("text/plain", "<p>One.</p>", "One."),
        ("text/plain", "Tom &amp; Jerry", "Tom &amp; Jerry"),
        ("x/y", "a <b>c</b>", "a c"),
    ],
)
@pytest.mark.parametrize("coded", [False, True])
def test_characters_are_what_they_are_declared_as(
    declared: str, given: str, text: str, coded: bool, origin: Origin
) -> None:
    inner = base64.b64encode(given.encode()).decode() if coded else escape(given)
    encoding = ' encoding="base64"' if coded else ""
    if coded and declared == "x/y":
        return
    content = f'<inlineData contenttype="{declared}"{encoding}>{inner}</inlineData>'
    assert g2(content, origin).body_text == text


XHTML = '<?xml version="1.0"?>\n<div><p>Boats left.</p><p>All of them.</p></div>'
BROKEN = '<?xml version="1.0"?><div><p>Boats left.<p>All of them.'
NITF = (
    '<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf><body><body.head><hedline><hl1>x</hl1></hedline>'
    "</body.head><body.content><p>Boats left.</p><p>All of them.</p></body.content></body></nitf>"
)


@pytest.mark.parametrize("document", [XHTML, BROKEN, NITF, NITF.partition("?>")[2], "\ufeff" + XHTML])
def test_a_document_in_a_string_is_read_by_its_root_in_every_format(document: str, origin: Origin) -> None:
    wrapped = "<inlineData encoding='base64'>" + base64.b64encode(document.encode()).decode() + "</inlineData>"
    for dispatch in (
        ninjs(origin, body_xhtml=document),
        ninjs(origin, body_text=document),
        ap(origin, document),
        dpa(origin, article_html=document),
        g2(wrapped, origin),
        g2(f"<inlineData>{escape(document)}</inlineData>", origin),
    ):
        assert dispatch.body_text == "Boats left.\n\nAll of them."


def test_what_is_named_html_is_html_also_without_a_tag(origin: Origin) -> None:
    assert dpa(origin, article_html="Tom &amp; Jerry").body_text == "Tom & Jerry"
    assert ap(origin, {"body_html": "Tom &amp; Jerry"}).body_text == "Tom & Jerry"
    assert ninjs(origin, body_html="Tom &amp; Jerry").body_text == "Tom & Jerry"


def test_an_article_in_pieces_is_one_article(origin: Origin) -> None:
    assert dpa(origin, article_html=["<p>One.</p>", "<p>Two.</p>"]).body_text == "One.\n\nTwo."


def test_an_article_that_is_no_text_is_a_question(origin: Origin) -> None:
    dispatch = dpa(origin, article_html={"x": "<p>One.</p>"}, pubstatus="usable")
    assert any("article_html" in query for query in dispatch.queries)


@pytest.mark.parametrize(
    "bodies",
    [
        {"body_html": "<p></p>", "body_text": "Boats left."},
        {"body_xhtml": "<div/>", "body_html": "<p>Boats left.</p>"},
        {"bodies": [{"role": "main", "contentType": "text/html", "value": "<p> </p>"},
                    {"role": "main", "contentType": "text/plain", "value": "Boats left."}]},
    ],
)  # fmt: skip
def test_an_empty_rendition_stands_behind_one_with_words(bodies: dict[str, Any], origin: Origin) -> None:
    assert ninjs(origin, **bodies).body_text == "Boats left."


def test_an_empty_rendition_stands_behind_one_with_words_in_a_feed(origin: Origin) -> None:
    item = {"id": "1", "title": "Boats", "content_html": "<p></p>", "content_text": "Boats left."}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "MW", "items": [item]}
    (dispatch,) = read(json.dumps(feed).encode(), origin).dispatches
    assert dispatch.body_text == "Boats left."


def test_two_main_texts_of_ninjs_that_differ_are_a_question(origin: Origin) -> None:
    main = [{"role": "main", "value": f"<p>{words}</p>"} for words in ("Boats left early.", "Nobody came there.")]
    assert SEVERAL in ninjs(origin, bodies=main).queries
    assert SEVERAL not in ninjs(origin, bodies=[main[0], main[0]]).queries
