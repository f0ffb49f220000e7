from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from stet.errors import Refused
from stet.formats.held import text_source
from stet.formats.sent import sent_in_html
from stet.formats.text import word_count
from stet.formats.walk import body_of_html, body_of_text, parse_html
from stet.model.text import fold

TAGS = ["p", "div", "b", "i", "a", "h1", "h4", "ul", "li", "table", "tr", "td", "th", "caption", "blockquote", "pre",
        "br", "figure", "figcaption", "x-unknown", "q", "sup", "section", "thead", "tbody", "header"]  # fmt: skip
WORDS = ["one", " two", "three ", " ", "\n", "AT&amp;T", "&lt;b&gt;", "é", "बच्चे", "می‌خواهم", "&nbsp;", "9", "."]
PIECES = st.sampled_from([f"<{t}>" for t in TAGS] + [f"</{t}>" for t in TAGS] + WORDS)


def _set(html: str) -> str:
    return body_of_html(parse_html(html)).html


@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_the_nesting_no_letter_is_lost_added_or_moved(html: str) -> None:
    tree = parse_html(html)
    sent = fold(sent_in_html(tree))
    body = body_of_html(tree)
    assert fold(body.text) == sent
    page = LexborHTMLParser(f"<article>{body.html}</article>")
    assert page.body is not None
    assert fold(page.body.text()) == sent  # without any rule for blocks
    assert fold(sent_in_html(page)) == sent  # and with one


@given(st.lists(PIECES, max_size=30).map("".join))
def test_what_was_set_once_is_set_the_same_again(html: str) -> None:
    once = body_of_html(parse_html(html))
    assert body_of_html(parse_html(once.html)).text == once.text


@pytest.mark.parametrize(
    "html",
    [
        '<p onclick="x()" style="y" class="z">word</p>', "<p><a href='javascript:x()'>word</a></p>",
        "<p>word<script>x</script></p>",
        "<p>word</p><style>x</style>", "<p>word<img src=x onerror=y></p>", "<p><a href='data:text/html,x'>word</a></p>",
        "<p>word</p><object data=x></object>", "<p><!-- x -->word</p>", "<p><a href='/rel'>word</a></p>",
    ],
)  # fmt: skip
def test_nothing_that_acts_survives(html: str) -> None:
    assert _set(html) == "<p>word</p>"


def test_visible_words_that_go_with_their_element_are_counted() -> None:
    assert body_of_html(parse_html("<p>a</p><button>Press it now</button>")).problems == (
        "3 words inside frames, forms or controls left out of the body",
    )


def test_subheads_never_skip_a_level() -> None:
    assert _set("<h4>a</h4><p>b</p><h5>c</h5>") == "<h2>a</h2>\n<p>b</p>\n<h3>c</h3>"


def test_language_and_direction_stay_with_their_block() -> None:
    assert (
        _set('<div dir="rtl" lang="ur"><p>الف</p></div><p lang="x\'y">b</p>')
        == '<p lang="ur" dir="rtl">الف</p>\n<p>b</p>'
    )


def test_spans_of_tables_stay_and_nonsense_goes() -> None:
    html = _set('<table><tr><td colspan="2" rowspan="x">a</td><td colspan="99999">b</td></tr></table>')
    assert 'colspan="2"' in html
    assert html.count("span") == 1


def test_a_table_in_plain_text_has_a_row_on_each_line() -> None:
    rows = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    assert body_of_html(parse_html(f"<p>x</p>{rows}<p>y</p>")).text == "x\n\na\tb\nc\td\n\ny"


def test_relative_links_resolve_against_the_base() -> None:
    source = text_source('<p><a href="../b">x</a></p>', "https://wire.example/a/c")
    assert source is not None
    assert source.set().html == '<p><a href="https://wire.example/b">x</a></p>'


def test_plain_text_keeps_its_paragraphs_and_lines() -> None:
    assert body_of_text("a\nb\n\nc").html == "<p>a<br>\nb</p>\n<p>c</p>"
    assert body_of_text("a\nb").html == "<p>a</p>\n<p>b</p>"


def test_nesting_beyond_reason_is_refused() -> None:
    with pytest.raises(Refused):
        body_of_html(parse_html("<b>" * 5000 + "x"))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("one two", 2),
        ("one - two", 2),
        ("1,204 boats", 2),
        ("港は再開した", 6),
        ("बच्चे खेलते हैं", 3),
        ("AT&T 港", 2),
    ],
)
def test_words_are_counted_as_readers_count_them(text: str, count: int) -> None:
    assert word_count(text) == count
