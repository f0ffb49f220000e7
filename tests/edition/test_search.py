"""The page of search: how many, what matched, where the next page is; and nothing typed or found becomes markup."""

from datetime import timedelta
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from edition.making import NOON, SECTIONS, SITE, copy
from stet.edition import Edition
from stet.edition.search import Trouble
from stet.model.page import Card
from stet.model.search import COUNTED, Found, Hit, query
from stet.model.story import Notes

EDITION = Edition(SITE, SECTIONS)
TEXT = "The ferry left Port Amber at dawn, an hour late.\n\nNobody was hurt, the harbour master's office said."


def card(**given: Any) -> Card:
    return EDITION.card(copy(**given))


def page(typed: str, *hits: Hit, count: int | None = None, at: int = 1, **given: Any) -> LexborHTMLParser:
    found = Found(hits=hits, count=len(hits) if count is None else count, page=at)
    body = EDITION.search(query(typed), found, **({"by_date": False, "cut": False} | given))
    return LexborHTMLParser(body)


def text(tree: LexborHTMLParser, selector: str) -> str:
    return " ".join(" ".join(node.text().split()) for node in tree.css(selector))


def marks(tree: LexborHTMLParser) -> list[str]:
    return [mark.text() for mark in tree.css("mark")]


def test_the_form_needs_no_script_and_keeps_what_was_typed():
    tree = page("ferry dawn", Hit(card=card(), text=TEXT), by_date=True)
    form = tree.css_first("main form[role=search]")
    assert (form.attributes["action"], form.attributes["method"]) == ("/search", "get")
    field = form.css_first("input[type=search]")
    assert (field.attributes["name"], field.attributes["value"]) == ("q", "ferry dawn")
    assert text(form, f"label[for={field.attributes['id']}]")
    assert [radio.attributes["value"] for radio in form.css("input[name=sort][checked]")] == ["date"]
    assert not tree.css("script")
    assert tree.css_first("meta[name=robots]").attributes["content"] == "noindex"
    assert tree.css_first("title").text() == "ferry dawn | Search | The Harbour Ledger"
    assert len(tree.css("h1")) == 1


def test_without_a_query_there_is_the_form_alone():
    tree = LexborHTMLParser(EDITION.search(query(""), None, by_date=False, cut=False))
    assert tree.css_first("title").text() == "Search | The Harbour Ledger"
    assert tree.css("main form")
    assert not tree.css("main h2")


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 report"), (2, "2 reports"), (1234, "1,234 reports"), (COUNTED + 1, "More than 10,000 reports")],
)
def test_it_says_how_many(count: int, said: str):
    tree = page("ferry", Hit(card=card(), text=TEXT), count=count)
    assert text(tree, ".count") == f"{said}: ferry"
    assert ("first 1,000" in text(tree, ".remark")) is (count > 1000)


def test_when_there_is_none_it_says_what_to_try():
    tree = page("unheard-of")
    assert text(tree, ".count") == "No report has this in it: unheard-of"
    assert "Try fewer words" in text(tree, "main")


def test_what_has_no_word_in_it_is_said_to_have_none():
    tree = page("!?")
    assert text(tree, ".none h2") == "There is no word to look for in this: !?"


@pytest.mark.parametrize(
    ("trouble", "said"), [(Trouble.CLOSED, "closed"), (Trouble.BUSY, "too much to do"), (Trouble.LONG, "too long")]
)
def test_trouble_is_said_in_words_and_the_form_stays(trouble: Trouble, said: str):
    tree = LexborHTMLParser(EDITION.search(query("ferry"), None, by_date=False, cut=False, trouble=trouble))
    assert said in text(tree, ".none h2")
    assert tree.css("main form")


def test_a_result_has_what_lists_show_with_the_words_marked():
    tree = page("ferry dawn", Hit(card=card(), text=TEXT))
    (result,) = tree.css("article.result")
    assert text(result, "h3 > a") == "Ferry leaves an hour late"
    assert result.css_first("h3 > a").attributes["href"] == "/india/ferry-leaves-an-hour-late-abc123defg"
    assert text(result, ".kicker a") == "India"
    assert text(result, ".agency") == "Amber Wire"
    assert result.css_first("time").attributes["datetime"].endswith("+05:30")
    assert text(result, ".standfirst") == "The ferry left Port Amber at dawn"
    assert marks(tree) == ["Ferry", "ferry", "dawn"]


def test_where_only_the_body_has_the_words_a_run_of_it_is_shown():
    long = "Opening words of no weight. " * 40 + "The harbour master spoke of the tide. " + "Closing words. " * 40
    tree = page("harbour", Hit(card=card(), text=long))
    shown = text(tree, ".standfirst")
    assert marks(tree) == ["harbour"]
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert " ".join(shown.strip("… ").split()) in " ".join(long.split())
    assert len(shown) < 260
    assert text(page("harbour", Hit(card=card(), text="The harbour sleeps.")), ".standfirst") == "The harbour sleeps."


def test_a_report_without_a_standfirst_shows_how_its_body_begins():
    bare = card(notes=Notes(minutes=1))
    tree = page("amber", Hit(card=bare, text=TEXT * 9))
    assert text(tree, ".standfirst").startswith("The ferry left Port Amber at dawn")


def test_words_are_marked_whole_in_every_script():
    hit = Hit(card=card(headline="हिंदी में नमस्ते", language="hi"), text="東京都庁で会議。" + "Übergröße")
    assert marks(page("नमस्ते", hit)) == ["नमस्ते"]
    assert marks(page("東京都", hit)) == ["東京都"]
    assert marks(page("ubergrosse", hit)) == ["Übergröße"]


def test_a_result_in_another_language_says_so():
    tree = page("x", Hit(card=card(language="ar"), text=""), Hit(card=card(language="en-IN"), text=""))
    assert [(one.attributes.get("lang"), one.attributes.get("dir")) for one in tree.css(".result")] == [
        ("ar", "rtl"),
        (None, None),
    ]


def test_pages_lead_to_the_ones_before_and_after():
    hit = Hit(card=card(updated=NOON + timedelta(hours=1)), text=TEXT)
    middle = page('"port amber" नमस्ते', hit, count=45, at=2, by_date=True)
    assert text(middle, ".turns span") == "Page 2 of 3"
    before, after = (middle.css_first(f".turns a[rel={rel}]").attributes["href"] for rel in ("prev", "next"))
    asked = "/search?q=%22port+amber%22+%E0%A4%A8%E0%A4%AE%E0%A4%B8%E0%A5%8D%E0%A4%A4%E0%A5%87&sort=date"
    assert (before, after) == (asked, f"{asked}&page=3")
    assert not page("ferry", hit, count=45, at=1).css(".turns a[rel=prev]")
    assert not page("ferry", hit, count=45, at=3).css(".turns a[rel=next]")
    assert not page("ferry", hit, count=20).css(".turns")


HOSTILE = [
    "\"'<script>",
    "</title><script>alert(1)</script>",
    '" onfocus="x',
    "<mark>",
    "{{ 7*7 }}",
    "{% raw %}",
    "&amp;",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_is_typed_and_what_is_found_stays_text(typed: str):
    hit = Hit(card=card(headline=f"{typed} ferry", agency=typed, section=typed, notes=Notes(minutes=1)), text=typed)
    tree = page(f"{typed} ferry", hit)
    assert not tree.css("script")
    assert tree.css_first("input[type=search]").attributes["value"] == query(f"{typed} ferry").text
    assert tree.css_first("input[type=search]").attributes.keys() == page("x").css_first("input").attributes.keys()
    assert tree.css_first("h3 > a").text() == f"{typed} ferry"
    assert tree.css_first("title").text() == f"{query(f'{typed} ferry').text} | Search | The Harbour Ledger"
    assert escape(typed).encode() in EDITION.search(query(typed), None, by_date=False, cut=False) or "&" in typed


PRINTABLE = st.characters(exclude_categories=["Cc", "Cs"])


@settings(deadline=None)
@given(typed=st.text(PRINTABLE, max_size=60), text_=st.text(PRINTABLE, max_size=400))
def test_the_words_shown_are_the_reports_own(typed: str, text_: str):
    tree = page(typed + " ferry", Hit(card=card(notes=Notes(minutes=1)), text=text_))
    shown = "".join(node.text() for node in tree.css(".standfirst")).removeprefix("… ").removesuffix(" …")
    assert "".join(shown.split()) in "".join(text_.split())


def test_a_query_that_was_cut_says_so():
    assert "first 200 characters" in text(page("ferry", cut=True), ".remark")
