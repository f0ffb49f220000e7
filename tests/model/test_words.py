"""What counts as the same word, in the scripts of the wires."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stet.model.words import MOST_WORDS, indexed, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Velmora ferry, at 6:54 PM", "the velmora ferry at 6 54 pm"),
        ("U.S.-led talks at the U.N. on A. B", "us led talks at the un on a b"),
        ("1.5 million (approx.) e.g. this", "1 5 million approx eg this"),
        ("O'Neill of l’Équipe, India’s", "o neill of l equipe india s"),
        ("Straße, ÜBERGRÖSSE; Łódź Ærøskøbing", "strasse ubergrosse lodz aeroskobing"),
        ("İstanbul DİYARBAKIR Iğdır", "istanbul diyarbakir igdir"),
        ("Ёлка и й", "елка и и"),
        ("ὈΔΌΣ οδός", "οδοσ οδοσ"),
        ("नमस्ते, हिन्दी। ज़मीन चाँद", "नमस्ते हिन्दी जमीन चांद"),
        ("বাংলাদেশের কৃষক", "বাংলাদেশের কৃষক"),
        ("தமிழ் நாடு", "தமிழ் நாடு"),
        ("أَحْمَد إلى آثار مـــدينة ٢٠٢٦", "احمد الي اثار مدينه 2026"),
        ("می\u200cخواهم ایران", "ميخواهم ايران"),
        ("שָׁלוֹם", "שלום"),
        ("서울에서 열린", "서울에서 열린"),
        ("東京都庁でiPhone15発売", "東京 京都 都庁 庁で で iphone15 発売 売"),
        ("ﾃﾞｰﾀ", "デー ータ タ"),
        ("ขาว๑๒", "ขา าว ว 12"),
        ("𠮷野家", "𠮷野 野家 家"),
        ("co\u00adoperation e\u0301te\u0301 ﬁne", "cooperation ete fine"),
        ("a_b #tag @name C++ 50%", "a b tag name c 50"),
        ("½ ㈱ \u0301 \u200d — … 😀", "1 2"),
    ],
)
def test_words_are_compared_without_what_readers_leave_out(text: str, expected: str):
    assert indexed(text) == unicodedata.normalize("NFC", expected).split()


def test_both_forms_of_unicode_give_the_same_words():
    text = "Łódź élan किताब ज़मीन 서울 がぎぐ বাংলায় ড়"
    assert indexed(unicodedata.normalize("NFC", text)) == indexed(unicodedata.normalize("NFD", text))


@settings(deadline=None)
@given(st.text(max_size=200))
def test_a_word_is_of_letters_figures_and_marks_and_says_where_it_stands(text: str):
    found = list(words(text))
    assert [word.text for word in found] == indexed(text)
    for word in found:
        assert 0 <= word.start < word.end <= len(text)
        assert all(unicodedata.category(c)[0] in "LNM" for c in word.text)
        assert word.text
        assert not any(c.isspace() or c in "'\"\\*:()" for c in word.text)
        assert word.text.isascii() is False or word.text == word.text.lower()
    assert [word.start for word in found] == sorted(word.start for word in found)


@settings(deadline=None)
@given(st.text(alphabet="éÉßŁडक़ाड़াأآىが각東ab ½ﷺ\u0301\u200d", max_size=40))
def test_a_word_taken_for_a_text_is_that_word(text: str):
    for word in indexed(text):
        assert indexed(word)[0] == word


def test_a_text_without_end_costs_no_more_than_a_long_one():
    assert len(indexed("word " * 1_000_000)) == MOST_WORDS
    assert sum(len(word.encode()) for word in indexed("東" * 1_000_000)) < 1_000_000
    assert all(len(word) <= 64 for word in indexed("x" * 100_000 + " " + "東" + "\u0e34" * 100_000))
    assert sum(len(word.encode()) for word in indexed(" ".join(f"{n:064}" for n in range(16_000)))) < 1_000_000
