"""The dated notices of corrections on a story page (page.md 22)."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from edition.making import BODY, NOON, SECTIONS, SITE, copy, words_of
from edition.test_article import HOSTILE, body, linked, page, text
from stet.edition import Edition, article_text
from stet.model.story import Correction
from stet.model.text import fold

NOTE = Correction(at=NOON, version=3, note="An earlier version named the wrong quay.")
BARE = Correction(at=NOON.replace(hour=15), version=4, note=None)
FIXED = "The agency has corrected an error in an earlier version of this report."


def notices(tree: LexborHTMLParser) -> list[str]:
    return [fold(found.text()) for found in tree.css("article .correction")]


def test_a_story_that_was_never_corrected_has_no_notice() -> None:
    assert notices(page(copy())) == []


def test_a_correction_is_a_dated_notice_with_the_agencys_words_to_readers() -> None:
    tree = page(copy(corrections=(NOTE,)))
    assert notices(tree) == ["Corrected Apr 28 2023 | 5:30 PM IST: An earlier version named the wrong quay."]
    assert [time.attributes["datetime"] for time in tree.css(".correction time")] == ["2023-04-28T17:30:00+05:30"]
    assert text(tree, ".correction .note") == NOTE.note


def test_where_the_agency_says_nothing_to_readers_a_fixed_sentence_stands() -> None:
    assert notices(page(copy(corrections=(BARE,)))) == [f"Corrected Apr 28 2023 | 8:30 PM IST: {FIXED}"]


def test_every_correction_has_its_notice_above_the_text_in_order() -> None:
    made = body(copy(corrections=(NOTE, BARE)))
    assert made.rindex(b'class="correction"') < made.index(b"articleBody")
    tree = page(copy(corrections=(NOTE, BARE)))
    assert [time.attributes["datetime"] for time in tree.css(".correction time")] == [
        "2023-04-28T17:30:00+05:30", "2023-04-28T20:30:00+05:30",
    ]  # fmt: skip
    assert linked(tree)[0]["correction"] == [
        {"@type": "CorrectionComment", "text": NOTE.note, "datePublished": "2023-04-28T17:30:00+05:30"},
        {"@type": "CorrectionComment", "text": FIXED, "datePublished": "2023-04-28T20:30:00+05:30"},
    ]


def test_a_notice_is_no_part_of_the_agencys_text() -> None:
    made = body(copy(corrections=(NOTE, BARE)))
    assert article_text(made) == fold(words_of(BODY)) == article_text(body(copy()))
    assert not LexborHTMLParser(made).css("[itemprop=articleBody] .correction")


@pytest.mark.parametrize(("language", "way"), [("ur", "rtl"), ("hi", "ltr"), ("en-IN", "ltr")])
def test_the_agencys_words_run_as_the_story_does_and_the_label_as_the_site_does(language: str, way: str) -> None:
    tree = page(copy(language=language, corrections=(NOTE,)))
    [note] = tree.css(".correction bdi.note")
    assert (note.attributes["lang"], note.attributes["dir"]) == (language, way)
    [label] = tree.css(".correction .label")
    assert label.attributes.get("lang", "en-IN") == "en-IN"
    assert label.attributes.get("dir", "ltr") == "ltr"


def test_nothing_in_a_note_becomes_markup() -> None:
    tree = page(copy(corrections=(Correction(at=NOON, version=3, note=HOSTILE),)))
    assert text(tree, ".correction .note") == fold(HOSTILE)
    assert not tree.css("article script, article img")
    assert linked(tree)[0]["correction"][0]["text"] == HOSTILE


def test_the_same_corrections_give_the_same_page() -> None:
    made = copy(corrections=(NOTE, BARE))
    assert body(made) == Edition(SITE, SECTIONS).story(made)[0].body
