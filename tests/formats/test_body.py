from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from stet.errors import Refused
from stet.formats.body import Body
from stet.formats.held import Source, text_source
from stet.formats.sent import sent_in_html
from stet.formats.text import mend, word_count
from stet.formats.walk import body_of_html, body_of_text, parse_html
from stet.formats.xml import parse_text
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


def tree(xml: str) -> Source:
    return Source(tree=parse_text(f"<body.content>{xml}</body.content>")[0])


def both(source: Source) -> Body:
    """The body, once it is sure that the independent reader found the same words."""
    body = source.set()
    assert fold(body.text) == fold(source.sent())
    page = LexborHTMLParser(f"<article>{body.html}</article>")
    assert fold(sent_in_html(page)) == fold(body.text)
    return body


# Everything of Unicode that an XML parser lets through.
CHARACTERS = st.characters(codec="utf-8", exclude_characters=[chr(c) for c in range(32) if c not in (9, 10, 13)])


@given(st.text(CHARACTERS))
def test_no_character_is_lost_or_changed_in_markup(text: str) -> None:
    text = mend(text)[0]
    both(tree(f"<p>{escape(text)}</p><pre>{escape(text)}</pre>"))
    both(Source(html=parse_html(f"<p>{escape(text)}</p><ul><li>{escape(text)}</ul>")))
    both(Source(plain=text))


@pytest.mark.parametrize(
    "words",
    [
        "می‌خواهم نمی‌دانم", "क्‍ष र्‍य", "ශ්‍රී ලංකා", "மாமல்லபுரம்", "日本語の記事。", "한국어 기사", "שלום ⁦NATO⁩ עולם",
        "Donau\u00addampf\u00adschiff",
        "👩‍👩‍👧 family", "e\u0301 é", "\u200fمرحبا\u200e", "\u2067نص\u2069",
    ],
)  # fmt: skip
def test_joiners_isolates_and_soft_hyphens_stay(words: str) -> None:
    for source in (tree(f"<p>{words}</p>"), Source(html=parse_html(f"<p>{words}</p>")), Source(plain=words)):
        body = both(source)
        assert body.text == words
        assert body.html == f"<p>{words}</p>"
        assert body.problems == ()


def test_marks_that_turn_the_writing_round_stay_and_are_said() -> None:
    body = both(Source(plain="price \u202e001\u202c now"))
    assert body.text == "price \u202e001\u202c now"
    assert body.problems == ("the body holds marks that turn the direction of writing round; they are kept",)


def test_a_list_keeps_its_numbering() -> None:
    assert '<ol start="4">' in both(tree('<ol seqnum="4"><li>a</li></ol>')).html
    html = both(Source(html=parse_html("<ol start=3 type=a reversed><li value=7>a<li value=x>b</ol>"))).html
    assert '<ol start="3" type="a" reversed="">' in html
    assert '<li value="7">' in html
    assert html.count("value") == 1


def test_a_direction_inside_a_paragraph_stays_with_its_words() -> None:
    html = both(
        Source(html=parse_html('<p>a <span dir="rtl">b</span> <bdo dir="rtl">c</bdo> <bdi>d</bdi> <bdo>e</bdo></p>'))
    ).html
    assert html == '<p>a <bdi dir="rtl">b</bdi> <bdo dir="rtl">c</bdo> <bdi>d</bdi> e</p>'


def test_language_and_direction_of_what_is_around_reach_a_list_and_join() -> None:
    html = both(Source(html=parse_html('<div dir="rtl" lang="fa"><ul><li>a</ul><p lang="ar">b</div>'))).html
    assert html == '<ul lang="fa" dir="rtl">\n<li>a\n</li>\n</ul>\n<p lang="ar" dir="rtl">b</p>'


def test_preformatted_text_keeps_its_blanks_and_tabs() -> None:
    for source in (tree("<pre>  A\t 1\n BB\t 2</pre>"), Source(html=parse_html("<pre>  <b>A</b>\t 1\n BB\t 2</pre>"))):
        assert both(source).text == "A\t 1\n BB\t 2"
        assert re.sub("</?strong>", "", both(source).html) == "<pre>  A\t 1\n BB\t 2</pre>"


def test_columns_in_plain_text_keep_their_blanks() -> None:
    assert both(Source(plain="Results\n\nMarlow    3\nPortby    1\n\nA   b")).html == (
        "<p>Results</p>\n<pre>Marlow    3\nPortby    1</pre>\n<p>A b</p>"
    )


def test_every_element_of_nitf_gives_its_words() -> None:
    body = both(
        tree(
            "<block><p>On <chron>Monday</chron> <person><name.given>Ann</name.given> "
            "<name.family>Roe</name.family></person> of "
            "<org>Marlow<alt-code idsrc='x' value='y'/></org> paid <money>5</money>.</p><hl2>Sub</hl2>"
            "<bq><block><p>Quoted</p></block><credit>Roe</credit></bq>"
            "<nitf-table><nitf-table-metadata><nitf-col/></nitf-table-metadata><table><caption>Cap</caption>"
            "<thead><tr><th scope='col' colspan='2'>H</th></tr></thead><tbody><tr><td>1</td><td rowspan='2'>2</td></tr>"
            "</tbody></table></nitf-table><dl><dt>T</dt><dd>D</dd></dl><fn><body.content><p>Foot</p></body.content></fn>"
            "<note type='npa'><body.content><p>Secret</p></body.content></note>"
            "<note type='std'><body.content><p>Note</p></body.content></note>"
            "<pre>a  b</pre><postaddr><addressee>Roe</addressee><delivery.point>1 Quay</delivery.point></postaddr>"
            "<media media-type='image'><media-caption>Not here</media-caption></media>"
            "<datasource>Source</datasource></block>"
        )
    )
    assert body.text == (
        "On Monday Ann Roe of Marlow paid 5.\n\n"
        "Sub\n\nQuoted\n\nRoe\n\nCap\n\nH\n1\t2\n\nT\n\nD\n\nFoot\n\nNote\n\na  b\n\n"
        "Roe\n\n1 Quay\n\nSource"
    )
    assert '<th colspan="2" scope="col">H' in body.html
    assert "<blockquote>\n<p>Quoted</p>\n<p>Roe</p>\n</blockquote>" in body.html
    assert body.problems == ()


@pytest.mark.parametrize(
    ("nitf", "words"),
    [
        ("<num>3<frac><numer>1</numer><frac-sep>/</frac-sep><denom>2</denom></frac></num>", "3 1/2"),
        ("<num>3 <frac><numer>1</numer><frac-sep/><denom>2</denom></frac></num>", "3 1/2"),
        ("<frac><numer>1</numer><denom>2</denom></frac>", "1/2"),
        ("<frac><numer>1</numer><frac-sep>:</frac-sep><denom>2</denom></frac>", "1:2"),
        ("H<sub>2</sub>O 10<sup>3</sup>", "H2O 103"),
    ],
)
def test_a_fraction_reads_as_the_number_it_is(nitf: str, words: str) -> None:
    assert both(tree(f"<p>{nitf}</p>")).text == words


def test_a_note_for_editors_between_words_parts_them() -> None:
    assert both(tree("<block>one<note type='npa'>no</note>two</block>")).text == "one\n\ntwo"


def test_a_formula_keeps_its_signs_and_is_shown_to_a_person() -> None:
    html = "<p>So <math><mfrac><mi>a</mi><mi>b</mi></mfrac><annotation>a/b</annotation></math>.</p>"
    body = both(Source(html=parse_html(html)))
    assert body.text == "So ab."
    assert body.queries == ("The body holds a formula; set as plain characters it may say something else.",)


def test_annotations_of_east_asian_writing_stay_annotations() -> None:
    assert both(Source(html=parse_html("<p><ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby></p>"))).html == (
        "<p><ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby></p>"
    )


@pytest.mark.parametrize(
    "html",
    ["<select><option>Two words</select>", "<textarea>Two words</textarea>", "<svg><text>Two words</text></svg>",
     "<iframe>Two words</iframe>", "<object>Two words</object>", "<video>Two words</video>"],
)  # fmt: skip
def test_words_of_controls_and_frames_are_counted(html: str) -> None:
    body = both(Source(html=parse_html(f"<p>a</p>{html}<p>b</p>")))
    assert body.text == "a\n\nb"
    assert body.problems == ("2 words inside frames, forms or controls left out of the body",)


def test_a_picture_text_stays_at_its_place() -> None:
    html = both(
        Source(html=parse_html("<p>a</p><figure><img src=x><figcaption>The quay.</figcaption></figure><p>b</p>"))
    ).html
    assert html == "<p>a</p>\n<figure><figcaption>The quay.</figcaption></figure>\n<p>b</p>"


@pytest.mark.parametrize(
    ("quoted", "html"),
    [
        ("<q>Yes</q>", "<q>Yes</q>"),
        ("<q>“Yes”</q>", "“Yes”"),
        ("“<q>Yes</q>”", "“Yes”"),
        ('<q> "Yes"</q>', '"Yes"'),
    ],
)
def test_a_quotation_that_has_its_marks_gets_no_second_ones(quoted: str, html: str) -> None:
    assert both(tree(f"<p>{quoted}</p>")).html == f"<p>{html}</p>"
