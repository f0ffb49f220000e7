"""The text the agency sent, where both readers of a body could agree on the wrong thing: the wrong place, the wrong
rendition, the wrong charset, words taken for markup."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stet.formats import read, stop_orders
from stet.model.dispatch import Dispatch, Status
from stet.model.packet import Origin

NITF = """<nitf><head><docdata><doc-id id-string="mw1"/></docdata></head><body>
<body.head><hedline><hl1>{headline}</hl1></hedline><abstract><p>Short.</p></abstract></body.head>{body}
<body.end><tagline>Not for print.</tagline></body.end></body></nitf>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">
<title>Marlow Wire</title>{}</feed>"""
ENTRY = "<entry><id>{}</id><title>Ferries</title><updated>2026-03-04T10:00:00Z</updated>{}</entry>"


def only(text: str | bytes, origin: Origin) -> Dispatch:
    (dispatch,) = read(text if isinstance(text, bytes) else text.encode(), origin).dispatches
    assert "the body as set differs" not in " ".join(dispatch.problems)
    return dispatch


def ninjs(**properties: Any) -> str:
    return json.dumps({"uri": "urn:mw:1", "type": "text", "headline": "Ferries", **properties})


def test_every_body_content_of_an_nitf_document_is_its_body(origin: Origin) -> None:
    body = "<body.content><p>The first part.</p></body.content><body.content><p>The second.</p></body.content>"
    assert only(NITF.format(headline="Ferries", body=body), origin).body_text == "The first part.\n\nThe second."


def test_a_line_break_in_a_headline_parts_words(origin: Origin) -> None:
    body = "<body.content><p>Words.</p></body.content>"
    found = only(NITF.format(headline="Ferry plan<br/>approved by <em>all</em>", body=body), origin)
    assert found.headline == "Ferry plan approved by all"


@pytest.mark.parametrize(
    "words", ["We know that a<b and b>c.", "He typed <b> and <i>.", "5 <p and q> 4", "if (i<a.length && a>b)"]
)
def test_what_an_agency_calls_plain_text_is_not_read_as_markup(words: str, origin: Origin) -> None:
    assert only(ninjs(body_text=words), origin).body_text == words
    assert only(ninjs(bodies=[{"contentType": "text/plain", "value": words}]), origin).body_text == words
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    atom = ATOM.format(ENTRY.format("1", f'<content type="text/plain">{escaped}</content>'))
    assert only(atom, origin).body_text == words


def test_arithmetic_is_no_markup_whatever_it_came_in(origin: Origin) -> None:
    assert only(ninjs(body_other="We know that a<b and b>c."), origin).body_text == "We know that a<b and b>c."


def test_markup_that_is_called_plain_text_is_still_markup(origin: Origin) -> None:
    assert only(ninjs(body_text="<p>One.</p><p>Two.</p>"), origin).body_text == "One.\n\nTwo."


def test_a_teaser_is_never_taken_for_the_body(origin: Origin) -> None:
    bodies = [
        {"role": "teaser", "contentType": "text/html", "value": "<p>Short.</p>"},
        {"role": "main", "contentType": "text/plain", "value": "The whole story."},
    ]
    assert only(ninjs(bodies=bodies), origin).body_text == "The whole story."


def test_html_without_a_tag_still_spells_its_signs_as_html(origin: Origin) -> None:
    assert only(ninjs(body_html="AT&amp;T said 1 &lt; 2."), origin).body_text == "AT&T said 1 < 2."
    assert only(ninjs(body_text="AT&amp;T said."), origin).body_text == "AT&amp;T said."


def test_a_table_of_nitf_in_html_is_not_a_document_of_nitf(origin: Origin) -> None:
    assert only(ninjs(body_html="<p>One<br>two</p><nitf-table>three</nitf-table>"), origin).body_text.split() == [
        "One",
        "two",
        "three",
    ]


def test_data_in_an_entry_is_no_text(origin: Origin) -> None:
    content = '<summary>Short.</summary><content type="image/png">iVBORw0KGgo=</content>'
    assert only(ATOM.format(ENTRY.format("1", content)), origin).body_text == "Short."


@pytest.mark.parametrize("words", ["BEYONCÉ’S TOUR", "NESTLÉ® RISES", "CAFÉ™", "DE GENÈVE: «MALMÖ»"])
def test_capitals_before_a_sign_keep_their_declared_charset(words: str, origin: Origin) -> None:
    body = f"<body.content><p>{words}</p></body.content>"
    text = '<?xml version="1.0" encoding="windows-1252"?>' + NITF.format(headline="Ferries", body=body)
    assert only(text.encode("cp1252"), origin).body_text == words


@pytest.mark.parametrize("words", ["Beyoncé’s tour", "ÉTÉ", "Привет", "ΑΘΗΝΑ", "“Yes”", "naïve"])
def test_utf_8_under_a_western_declaration_is_still_seen(words: str, origin: Origin) -> None:
    body = f"<body.content><p>{words}</p></body.content>"
    text = '<?xml version="1.0" encoding="ISO-8859-1"?>' + NITF.format(headline="Ferries", body=body)
    assert only(text, origin).body_text == words


@pytest.mark.parametrize(
    "name", ["http://x.example/?a=1&amp;amp;b=2", "http://x.example/?a=1&amp;copy;=2", " urn:a  b"]
)
def test_a_tombstone_names_the_entry_it_removes_however_the_id_is_spelled(name: str, origin: Origin) -> None:
    story = only(ATOM.format(ENTRY.format(name, "<content>Words.</content>")), origin)
    stop = ATOM.format(f'<at:deleted-entry ref="{name}" when="2026-03-04T11:00:00Z"/>')
    found = only(stop, origin)
    assert (found.story_key, found.status) == (story.story_key, Status.CANCELED)
    assert [order.story_key for order in stop_orders(stop.encode(), origin)] == [story.story_key]
