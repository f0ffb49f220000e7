import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stet.model.address import ID_LENGTH, file_of, gone_file, pointer_file, slug, story_id


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("SCO Summit 2023: India, Russia resolve", "sco-summit-2023-india-russia-resolve"),
        ("India’s 'harbour' -- reopened!", "indias-harbour-reopened"),
        ("Café à la Würde", "cafe-a-la-wurde"),
        ("भारत और रूस ने वार्ता की", "भारत-और-रूस-ने-वार्ता-की"),
        ("السفن الشراعية تبدأ", "السفن-الشراعية-تبدأ"),
        ("../../etc/passwd", "etc-passwd"),
        ("😀 !!", ""),
        ("a\u202eb\x00c", "a-b-c"),
    ],
)
def test_words_become_one_segment_of_an_address(words: str, expected: str):
    assert slug(words) == expected


@given(st.text(max_size=400))
@example("\u200c\u200d")
@example("𑄟" * 90)
def test_no_words_can_become_a_path_or_outgrow_a_file_name(words: str):
    made = slug(words)
    assert not set(made) & set("/\\.\x00 ?#%:")
    assert len(f"{made}-{'0' * ID_LENGTH}.html".encode()) < 255
    assert unicodedata.is_normalized("NFC", made)


@given(st.text(max_size=100))
def test_a_slug_of_a_slug_is_itself(words: str):
    assert slug(slug(words)) == slug(words)


def test_an_id_is_the_same_everywhere_and_is_ten_plain_characters():
    assert story_id("northwind-news/urn:newsml:northwind.example:1") == "qhgvcervgy"
    assert story_id("a") == story_id("a") != story_id("b")
    assert len(story_id("a")) == ID_LENGTH
    assert story_id("a").isascii()
    assert story_id("a").isalnum()


def test_a_story_has_three_places_in_the_edition():
    assert file_of("india/words-abc") == "india/words-abc.html"
    assert gone_file("abc") == "gone/abc.html"
    assert pointer_file("abc") == "at/abc"


def test_signs_without_a_letter_make_no_address_nor_does_what_joins_them():
    assert slug("\U0001f6a2\U0001f468\u200d\U0001f469\u200d\U0001f467\u2620\ufe0f") == ""
    assert slug("ferry \U0001f468\u200d\U0001f469 sails") == "ferry-sails"
