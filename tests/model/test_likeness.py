"""Marks of texts: alike for what somebody would call the same text, and for nothing else (edge cases 46 and 47)."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stet.model.likeness import FEWEST_WORDS, MARKS, Likeness, is_near, likeness

WORDS = """
harbour bridge council ferry night boats timetable debate hours leader reporters rain freight berth office
port master storm repair engineer worked through mayor island winter price grain market court judge school
nurse train river flood farm vote party minister budget tax strike union film song match goal coach season
record summer fire
""".split()  # noqa: SIM905 -- to be read


def a_text(seed: int, length: int = 300) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) for _ in range(length))


def test_case_marks_and_white_space_do_not_count() -> None:
    text = a_text(1)
    assert likeness(text) == likeness(f"  {text.upper().replace(' ', ', ')}.\n\n") == likeness(text.replace(" ", "\n"))


@pytest.mark.parametrize("seed", range(100))
def test_a_text_sent_again_with_another_top_or_a_word_mended_is_near(seed: int) -> None:
    text = a_text(seed)
    words = text.split()
    words[150] = "mended"
    for again in (" ".join(words), f"VELMORA, Nov 21 (Northwind) - {text}", f"{text} (Reporting by Ida Halloran)"):
        assert is_near(likeness(text), likeness(again))


def test_different_texts_share_hardly_a_mark_and_are_never_near() -> None:
    marks = [likeness(a_text(seed)) for seed in range(200)]
    pairs = [(one, other) for place, one in enumerate(marks) for other in marks[:place]]
    assert len(pairs) == 19900
    assert sum(bool(one & other) for one, other in pairs) < 400
    assert not any(is_near(one, other) for one, other in pairs)


def test_two_obituaries_of_one_form_are_not_the_same_text() -> None:
    frame = "{} of Velmora died on Friday, the family said. " + a_text(3, 60)
    one, other = (frame.format(name) + a_text(seed, 200) for seed, name in enumerate(("Imra Doss", "Ole Wren")))
    assert not is_near(likeness(one), likeness(other))


def test_a_short_text_has_no_marks_and_is_near_nothing() -> None:
    assert likeness(a_text(1, FEWEST_WORDS - 1)) == frozenset()
    assert likeness(a_text(1, FEWEST_WORDS))
    assert likeness("") == frozenset()
    assert not is_near(likeness(""), likeness(""))


def test_a_text_without_blanks_has_marks_by_its_characters() -> None:
    text = "港の橋は土曜日に再開した。技術者は夜を徹して働いたと港湾局は述べた。市長は月曜日から船が出ると語った。"
    assert is_near(likeness(text), likeness(text + "以上。"))
    assert not is_near(
        likeness(text), likeness("市長は辞任した。議会は来週、新しい市長を選ぶ。候補者は三人いると新聞は伝えた。")
    )


@settings(deadline=None)
@given(st.text())
def test_any_text_has_few_marks_that_a_database_can_hold(text: str) -> None:
    found: Likeness = likeness(text)
    assert len(found) <= MARKS
    assert all(0 <= mark < 2**60 for mark in found)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("abc d"), min_size=100))
def test_a_text_with_marks_is_near_itself(text: str) -> None:
    marks = likeness(text)
    assert is_near(marks, marks) is bool(marks)
