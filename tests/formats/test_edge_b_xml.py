"""edge_cases.md, section B: each line of it is one claim here. The files are in tests/wires/bad/markup."""

from __future__ import annotations

import time
from html.entities import name2codepoint
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stet.errors import Refused
from stet.formats import read
from stet.formats.xml import all_text, parse, parse_text
from stet.model.dispatch import Dispatch
from stet.model.packet import Origin

WIRES = Path(__file__).parents[1] / "wires"
ENTITIES = "it declares XML entities, which can hide or multiply text; refused for safety"


def data(name: str) -> bytes:
    return (WIRES / "bad" / "markup" / name).read_bytes()


def one(name: str, origin: Origin) -> Dispatch:
    (dispatch,) = read(data(name), origin).dispatches
    return dispatch


def reason(name: str, origin: Origin) -> str:
    reading = read(data(name), origin)
    assert reading.dispatches == ()
    (refusal,) = reading.refusals
    return refusal.reason


@pytest.mark.parametrize(
    "name", ["16-external.xml", "16-utf-16.xml", "16-no-mark.xml", "16-parameter.xml", "16-blanks.xml"]
)
def test_16_entity_declarations_are_refused_in_every_encoding_and_disguise(name: str, origin: Origin) -> None:
    assert reason(name, origin) == ENTITIES


@given(
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1"]),
    st.text(" \t\n<!->[]%;x", max_size=12),
)
def test_16_no_text_ever_comes_out_of_a_declared_entity(charset: str, noise: str) -> None:
    document = f'<!DOCTYPE a [{noise}<!ENTITY x "GROWN">{noise}]><a>&x;</a>'
    try:
        root, _ = parse(document.encode(charset))
    except Refused:
        return
    assert "GROWN" not in all_text(root)


def test_17_an_entity_bomb_is_refused_before_it_can_go_off(origin: Origin) -> None:
    begun = time.process_time()
    assert reason("17-bomb.xml", origin) == ENTITIES
    assert time.process_time() - begun < 3


def test_18_no_text_ends_at_a_reference(origin: Origin) -> None:
    root, problems = parse(b"<a>x&nbsp;y&bogus;z&#233;<b/>w&eacute;</a>")
    assert all_text(root) == "x\u00a0y&bogus;zéwé"
    assert problems == ["1 bare ampersand repaired"]


def test_19_a_doctype_is_never_fetched_and_named_entities_of_html_are_known(origin: Origin) -> None:
    dispatch = one("19-external-doctype.xml", origin)
    assert dispatch.body_text == "x\u00a0y café … 2 < 3 & <\u20d2 end"
    assert dispatch.problems == ()


def test_19_all_named_entities_of_html_4_are_their_letters() -> None:
    for name, point in name2codepoint.items() - {("lang", 0x2329), ("rang", 0x232A)}:  # HTML 5 has other brackets
        assert all_text(parse_text(f"<a>&{name};</a>")[0]) == chr(point)


def test_20_a_bare_ampersand_costs_no_letter_and_one_in_cdata_is_none(origin: Origin) -> None:
    dispatch = one("20-bare-ampersand.xml", origin)
    assert dispatch.body_text == "AT&T rose, R&D; and &unknown; too. A&B"
    assert dispatch.problems == ("3 bare ampersands repaired",)


def test_21_half_a_document_is_no_short_story(origin: Origin) -> None:
    assert reason("21-half.xml", origin) == "truncated: the document breaks off at line 3"


def test_21_wherever_a_document_breaks_off_it_changes_nothing(origin: Origin) -> None:
    whole = (WIRES / "rss" / "feed" / "01.xml").read_bytes().rstrip()
    for end in range(20, len(whole), 7):
        assert read(whole[:end], origin).dispatches == ()


@pytest.mark.parametrize("name", ["22-two.xml", "22-junk-behind.xml"])
def test_22_what_stands_behind_the_end_refuses_the_file(name: str, origin: Origin) -> None:
    assert reason(name, origin) == "something stands after the end of the document: perhaps two items in one file"


def test_22_padding_behind_the_end_is_nothing(origin: Origin) -> None:
    assert one("22-padding-behind.xml", origin).problems == ()


def test_23_blanks_and_marks_before_the_declaration_are_passed_over_and_words_are_not(origin: Origin) -> None:
    assert one("23-blanks-before.xml", origin).body_text == "It is a café."
    assert reason("23-words-before.xml", origin) == "not XML: it does not begin with a tag"


# 24 and 25, depth and the longest text, are limits: tests/formats/test_limits.py.


def test_26_nothing_is_included_and_no_stylesheet_is_run(origin: Origin) -> None:
    assert one("26-includes.xml", origin).body_text == "ab"


@pytest.mark.parametrize("name", ["27-none.xml", "27-old.xml", "27-new.xml", "27-prefix.xml"])
def test_27_elements_are_known_by_their_local_names(name: str, origin: Origin) -> None:
    assert one(name, origin).digest == one("27-none.xml", origin).digest


@pytest.mark.parametrize("name", ["28-error-page.xml", "28-error-page-behind-comments.xml"])
def test_28_an_error_page_is_called_one(name: str, origin: Origin) -> None:
    assert reason(name, origin) == "an HTML page, not a wire item: perhaps an error page of the sender's server"
    assert reason("28-error.json", origin) == "JSON, but not the shape of any wire format read here"


def test_28_a_row_of_comments_is_passed_in_one_way_only() -> None:
    begun = time.process_time()
    parse(b"<!-- x --> \n" * 20_000 + b"<nitf/>")
    assert time.process_time() - begun < 6


@pytest.mark.parametrize("opened", [b"<![CDATA[", b"<!--", b"&", b"&#", b"<a ", b"</"])
def test_28_what_is_opened_thousands_of_times_is_refused_quickly(opened: bytes) -> None:
    begun = time.process_time()
    with pytest.raises(Refused):
        parse(b"<a>" + opened * 200_000 + b" &x")
    assert time.process_time() - begun < 8


def test_29_comments_and_instructions_are_nothing_and_the_words_behind_them_stay(origin: Origin) -> None:
    assert one("29-comments.xml", origin).body_text == "one three five"


def test_30_html_that_came_as_characters_is_read_as_html_once(origin: Origin) -> None:
    (dispatch,) = read((WIRES / "newsml-g2/html-in-characters/01.xml").read_bytes(), origin).dispatches
    assert "<p>" in dispatch.body_html
    assert "<p>" not in dispatch.body_text
    assert "&lt;" not in dispatch.body_html


@pytest.mark.parametrize("escaped", ["A &amp;amp; B", "A &amp; B", "<![CDATA[A &amp; B]]>"])
def test_31_a_headline_escaped_twice_in_a_feed_is_read_as_it_was_meant(escaped: str, origin: Origin) -> None:
    entry = f"<item><guid>1</guid><title>{escaped}</title></item>"
    feed = f'<rss version="2.0"><channel><title>MW</title>{entry}</channel></rss>'
    (dispatch,) = read(feed.encode(), origin).dispatches
    assert dispatch.headline == "A & B"


def test_32_capitals_are_no_other_tags(origin: Origin) -> None:
    assert one("32-capitals.xml", origin).body_html.startswith("<p>One.</p>\n<ul>\n<li>Two")


def test_33_private_tags_go_and_their_words_stay(origin: Origin) -> None:
    dispatch = one("33-private-tags.xml", origin)
    assert dispatch.body_text == "One two three.\n\nfour"
    assert "CITAT" not in dispatch.body_html


def test_34_a_wrong_content_type_misleads_nobody(origin: Origin) -> None:
    story = (WIRES / "newsml-g2/story/01.xml").read_bytes()
    plain = story.replace(b'contenttype="xhtml/xml"', b'contenttype="application/xhtml+xml"')
    assert b'contenttype="application/xhtml+xml"' in plain
    for wrong in (b"xhtml/xml", b"application/nitf+xml", b"image/jpeg+x", b""):
        changed = plain.replace(b'contenttype="application/xhtml+xml"', b'contenttype="' + wrong + b'"')
        assert read(changed, origin).dispatches[0].body_text == read(story, origin).dispatches[0].body_text


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("<>&;#x0aA!-[]CDT?'\"= \n\u00e9\u0928"), max_size=60))
def test_no_markup_however_broken_raises_anything_but_a_refusal(text: str) -> None:
    try:
        said = parse_text(f"<a>{text}</a>")[1]
    except Refused as refused:
        said = [str(refused)]
    assert not any("\n" in words for words in said)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=20), max_size=5))
def test_every_letter_of_any_well_formed_text_arrives(words: list[str]) -> None:
    escaped = [word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for word in words]
    root, problems = parse_text("<a>" + "<b/>".join(escaped) + "</a>")
    assert all_text(root) == "".join(words)
    assert not [problem for problem in problems if "U+202" not in problem]
