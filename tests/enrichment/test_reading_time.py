"""Reading time: the story's own words, in whole minutes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stet.enrichment.reading_time import minutes


@pytest.mark.parametrize("text", ["", "  \n\n ", "* * *", "—", "\n\n…\n\n"])
def test_nothing_to_read_takes_no_time(text: str) -> None:
    assert minutes(text, "en") == 0


@pytest.mark.parametrize(("words", "expected"), [(1, 1), (40, 1), (220, 1), (375, 2), (440, 2), (660, 3), (2200, 10)])
def test_about_220_words_make_a_minute_and_a_brief_takes_one(words: int, expected: int) -> None:
    assert minutes(" ".join(["word"] * words), "en") == expected


@pytest.mark.parametrize(
    ("word", "language"),
    [("हिन्दी", "hi"), ("मंत्रियों", "hi"), ("மொழிகள்", "ta"), ("العَرَبِيَّة", "ar"), ("क्‍षेत्र", "hi"), ("한국어", "ko")],
)
def test_marks_and_joiners_never_split_a_word(word: str, language: str) -> None:
    assert minutes(" ".join([word] * 440), language) == 2


def test_dashes_between_words_are_no_words() -> None:
    assert minutes(" – ".join(["word"] * 330), "en") == minutes(" ".join(["word"] * 330), "en")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("海港大桥重新开放。" * 200, "zh-Hans", 4),
        ("橋が再開した。" * 200, "ja", 2),
        ("สะพานเปิดอีกครั้ง" * 200, "th", 3),
        ("桥", None, 1),
    ],
)
def test_scripts_without_blanks_are_counted_by_character(text: str, language: str | None, expected: int) -> None:
    assert minutes(text, language) == expected


def test_latin_words_in_a_chinese_text_count_as_words() -> None:
    assert minutes("桥" * 450 + " bridge" * 220, "zh") == 2


@given(st.text(max_size=400))
def test_any_text_takes_whole_minutes_and_one_at_least_if_it_has_a_letter(text: str) -> None:
    spent = minutes(text, None)
    assert spent >= 0
    if any("a" <= character <= "z" for character in text):
        assert spent >= 1
