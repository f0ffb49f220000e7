"""Cut rules take whole paragraphs off the edges of a body, and both readers take off the same."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stet.formats import read, sent_texts
from stet.formats.body import Setter
from stet.formats.held import Layout, Source
from stet.formats.marks import Kind, listed
from stet.formats.sent import PART, PARTING, SILENT
from stet.formats.walk import parse_html
from stet.formats.xml import parse_text
from stet.model.packet import Origin
from stet.model.text import fingerprint, fold

SIGN_OFF = (re.compile(r"mw [a-z]{2} [a-z]{2}"),)
TAGS = ["p", "div", "b", "h3", "ul", "li", "table", "tr", "td", "caption", "blockquote", "pre", "figure", "figcaption",
        "x-unknown", "section", "note", "q"]  # fmt: skip
PIECES = st.sampled_from([f"<{t}>" for t in TAGS] + [f"</{t}>" for t in TAGS] + ["<br>", "one", " two", "\n", "&nbsp;"])
RULES = st.lists(st.sampled_from(["one", "(?:one|two| )+", ".*", "one two", ".*o", "x?"]), max_size=3).map(
    lambda rules: tuple(re.compile(rule) for rule in rules)
)


def html(text: str) -> Source:
    return Source(html=parse_html(text))


def agree(source: Source, cut: tuple[re.Pattern[str], ...]) -> None:
    body, sent = source.set(cut), fold(source.sent(cut))
    assert fold(body.text) == sent
    assert fold(html(body.html).sent()) == sent
    assert bool(sent) == bool(fold(source.sent()))


@given(st.lists(PIECES, max_size=40).map("".join), RULES)
def test_both_readers_of_html_take_off_the_same(text: str, cut: tuple[re.Pattern[str], ...]) -> None:
    agree(html(text), cut)


@given(
    st.lists(st.sampled_from(["one", " two", "\n", "\r\n", "\n\n", "\t", "\u00a0", " "]), max_size=30).map("".join),
    RULES,
)
def test_both_readers_of_plain_text_take_off_the_same(text: str, cut: tuple[re.Pattern[str], ...]) -> None:
    agree(Source(plain=text), cut)


@given(
    st.recursive(
        st.sampled_from(["one", " two", "<br/>", "\n"]),
        lambda inner: st.tuples(st.sampled_from([*TAGS, "bq", "hl2", "block"]), st.lists(inner, max_size=4)).map(
            lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
        ),
        max_leaves=20,
    ),
    RULES,
)
def test_both_readers_of_xml_take_off_the_same(text: str, cut: tuple[re.Pattern[str], ...]) -> None:
    agree(Source(tree=parse_text(f"<body.content>{text}</body.content>")[0]), cut)


def test_a_sign_off_at_the_foot_and_a_banner_at_the_top_go() -> None:
    body = html("<p>mw aa bb</p><p>Words.</p><p>mw  <b>cc</b>\ndd</p>").set(SIGN_OFF)
    assert (body.html, body.text) == ("<p>Words.</p>", "Words.")
    assert body.problems == ("2 paragraphs at the edges of the body cut by rule",)


@pytest.mark.parametrize(
    "text",
    [
        "<p>Words.</p><p>mw aa bb</p><p>Words.</p>",  # in the middle
        "<p>Words mw aa bb</p>",  # not whole
        "<p>mw aa bb</p><p>mw cc dd</p>",  # nothing would be left
        "<p>Words.<br>mw aa bb</p>",  # a line is not a paragraph
    ],
)
def test_what_is_not_a_whole_paragraph_at_an_edge_stays(text: str) -> None:
    assert html(text).set(SIGN_OFF).text == html(text).set().text
    assert fold(html(text).sent(SIGN_OFF)) == fold(html(text).sent())


def test_a_list_or_table_that_lost_all_its_words_goes_and_a_row_keeps_its_columns() -> None:
    assert html("<p>Words.</p><ul><li>mw aa bb</li></ul>").set(SIGN_OFF).html == "<p>Words.</p>"
    assert html("<p>Words.</p><table><tr><td>mw aa bb</td></tr></table>").set(SIGN_OFF).html == "<p>Words.</p>"
    row = html("<table><tr><td>mw aa bb</td><td>Words.</td></tr></table>").set(SIGN_OFF).html
    assert row.replace("\n", "") == "<table><tbody><tr><td></td><td>Words.</td></tr></tbody></table>"


def test_a_subhead_that_is_cut_does_not_rank_the_others() -> None:
    assert html("<h1>mw aa bb</h1><h3>A</h3><p>b</p>").set(SIGN_OFF).html == "<h2>A</h2>\n<p>b</p>"


def test_a_format_lays_out_its_own_text() -> None:
    def set_tabs(setter: Setter, text: str) -> None:
        for block in text.split("\t")[1:]:
            setter.block("p", block)

    layout = Layout(set_tabs, lambda text: text.replace("\t", PART))
    source = Source(layout=layout, plain="\tOne\nline.\tTwo.\tmw aa bb")
    assert source.set(SIGN_OFF).html == "<p>One<br>\nline.</p>\n<p>Two.</p>"
    agree(source, SIGN_OFF)


def test_both_readers_know_the_same_elements_as_blocks_and_as_silent() -> None:
    assert listed(Kind.MARGIN) | listed(Kind.BOX) | listed(Kind.HEADING) == PARTING
    assert listed(Kind.OUT) == SILENT


def test_the_rules_of_a_feed_hold_for_the_body_and_for_the_text_as_sent(origin: Origin) -> None:
    origin = replace(origin, cut=(r"mw [a-z]{2} [a-z]{2}",))
    item = {"uri": "urn:mw:1", "type": "text", "headline": "Ferries", "body_html": "<p>Words.</p><p>MW aa bb</p>"}
    data = json.dumps(item).encode()
    (dispatch,) = read(data, origin).dispatches
    assert dispatch.body_text == "Words."
    assert dispatch.queries == ()
    assert dispatch.problems == ("1 paragraph at the edges of the body cut by rule",)
    assert dispatch.wire_fingerprint == fingerprint(sent_texts(data, origin)[0]) == fingerprint("Words.")
