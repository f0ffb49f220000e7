"""Names of other stories on a page, and how they are cut out of it again."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from edition.making import SECTIONS, SITE, copy, numbered
from stet.edition import Edition, named_on, without
from stet.edition.press import THEME
from stet.errors import Withheld
from stet.model.page import Beside, Card

EDITION = Edition(SITE, SECTIONS)
OTHERS = tuple(EDITION.card(made) for made in numbered(3))
HINDI = EDITION.card(copy(id="hindi00001", path="india/नौका-hindi00001", language="hi", headline="नौका देर से चली"))
HOSTILE = '</li></aside><script>alert(1)</script>" data-beside="x">\n<li data-beside="abc123defg">'


def page(*related: Card, translations: tuple[Card, ...] = ()) -> bytes:
    body = EDITION.story(copy(), Beside(related=related, translations=translations))[0].body
    assert body is not None
    return body


def test_each_related_story_has_headline_link_agency_and_time() -> None:
    tree = LexborHTMLParser(page(*OTHERS))
    assert [h.text() for h in tree.css("aside.related h2")] == ["Related stories"]
    entries = tree.css("aside.related li")
    assert [li.css("a")[0].text() for li in entries] == ["Report number 0", "Report number 1", "Report number 2"]
    assert entries[1].css("a")[0].attributes["href"] == "/world/report-number-1-story00001"
    assert entries[0].css(".agency")[0].text() == "Amber Wire"
    assert entries[0].css("time")[0].attributes["datetime"] == "2023-04-28T17:30:00+05:30"


def test_a_page_that_names_nobody_has_no_list_and_no_alternates() -> None:
    tree = LexborHTMLParser(page())
    assert not tree.css(".related, [hreflang]")


def test_translations_are_linked_with_the_page_itself_among_them() -> None:
    links = LexborHTMLParser(page(translations=(HINDI,))).css("link[hreflang]")
    assert [(link.attributes["hreflang"], link.attributes["href"]) for link in links] == [
        ("en-IN", "https://news.example/india/ferry-leaves-an-hour-late-abc123defg"),
        ("hi", "https://news.example/india/%E0%A4%A8%E0%A5%8C%E0%A4%95%E0%A4%BE-hindi00001"),
    ]


def test_whoever_is_named_is_found_and_cut_out_to_the_byte() -> None:
    whole = page(*OTHERS, translations=(HINDI,))
    assert named_on(whole) == {card.id for card in (*OTHERS, HINDI)}
    assert without(whole, [OTHERS[1].id]) == page(OTHERS[0], OTHERS[2], translations=(HINDI,))
    assert without(whole, [card.id for card in OTHERS]) == page(translations=(HINDI,))
    assert without(whole, [HINDI.id]) == page(*OTHERS)
    assert without(whole, [*named_on(whole)]) == page()


def test_whoever_is_not_named_leaves_the_page_as_it_is() -> None:
    assert without(page(OTHERS[0]), [OTHERS[1].id, "abc123defg"]) == page(OTHERS[0])


@pytest.mark.parametrize("words", [HOSTILE, "a\nb\r\nc\x0bd\u2028e", "<li>", ""])
def test_no_headline_can_keep_itself_on_a_page(words: str) -> None:
    odd = EDITION.card(copy(id="odd0000001", headline=words, agency=words or "A", path="x/odd-odd0000001"))
    assert without(page(OTHERS[0], odd), [odd.id]) == page(OTHERS[0])
    assert named_on(page(odd)) == {odd.id}


def test_a_theme_from_which_names_could_not_be_cut_leaves_no_page() -> None:
    theme = dict(THEME)
    theme["article.html"] = re.sub(r"(<li data-beside[^\n]*?<a )", "<li>\n\\1", theme["article.html"]).replace(
        '<li data-beside="{{ each.id }}"', "<li"
    )
    edition = Edition(SITE, SECTIONS, theme=theme)
    assert edition.story(copy())
    with pytest.raises(Withheld, match="mend the theme"):
        edition.story(copy(), Beside(related=OTHERS))
