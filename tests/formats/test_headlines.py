"""A headline that the agency did not write is made of its own words, and said to be made."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stet.formats import headlines
from stet.formats.headlines import LONGEST, made_headline
from stet.formats.text import mend
from stet.model.text import fold


@pytest.mark.parametrize(
    ("label", "text", "headline"),
    [
        ("Ferry strike ends", "The strike is over.", "Ferry strike ends"),
        ("ALERT", "The strike is over. Boats sail.", "The strike is over."),
        ("Marlow-ferry-strike-harbour", "\n \nThe strike is over\nBoats sail.", "The strike is over"),
        (None, "Mr. Orme left at 5 p.m. on Friday. He is well.", "Mr. Orme left at 5 p.m. on Friday."),
        (None, "Am 3. März öffnet der Hafen. Boote fahren.", "Am 3. März öffnet der Hafen."),
        (None, "It cost 3.5 million. Too much.", "It cost 3.5 million."),
        (None, "“Is it over?” he asked.", "“Is it over?” he asked."),
        (None, "هل انتهى؟ نعم، انتهى.", "هل انتهى؟"),
        (None, "बंदरगाह खुला। नावें चलीं।", "बंदरगाह खुला।"),
        (None, "港が開いた。船が出る。", "港が開いた。"),
    ],
)
def test_a_label_of_three_words_else_the_first_sentence(label: str | None, text: str, headline: str) -> None:
    made = made_headline(label, text)
    assert made is not None
    assert made.headline == headline
    assert "the headline was made from" in made.problem


def test_no_words_make_no_headline() -> None:
    assert made_headline(None, " \n\t ") is None
    assert made_headline("ALERT", "") is None


@given(st.text(max_size=400))
def test_a_made_headline_is_short_and_holds_no_word_that_was_not_sent(text: str) -> None:
    text = mend(text)[0]  # as bodies are
    made = made_headline(None, text)
    if made is not None:
        assert 0 < len(made.headline) <= LONGEST
        assert (
            any(fold(made.headline.removesuffix("…")) in fold(row) for row in text.splitlines()) or not text.isascii()
        )


@given(st.lists(st.sampled_from(["word", "Mr", ".", "...", "?”", " ", "a", "Dr. ", "!) The", "।", "2"]), max_size=90))
def test_to_look_no_further_than_a_headline_reaches_changes_none(pieces: list[str]) -> None:
    words = fold("".join(pieces))
    made = made_headline(None, words)
    assert (made.headline if made else "") == headlines._short(headlines._sentence(words))


def test_a_row_of_full_stops_is_looked_through_at_once() -> None:
    began = time.process_time()
    made = made_headline(None, "." * 200_000)
    assert made is not None
    assert len(made.headline) <= LONGEST
    assert time.process_time() - began < 5
