"""What a reader means by what was typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stet.model.search import LONGEST, Term, query
from stet.model.words import words


def told(text: str) -> str:
    asked = query(text)

    def spelt(term: Term) -> str:
        return "+".join(term.words) + ("*" if term.is_open else "")

    return " ".join([*map(spelt, asked.wanted), *(f"-{spelt(term)}" for term in asked.unwanted)])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rain coast", "rain coast*"),
        ("Rain  COAST rain", "rain coast rain*"),
        ('"heavy rain" coast', "heavy+rain coast*"),
        ('coast "heavy rain"', "coast heavy+rain"),
        ("“heavy rain”", "heavy+rain"),
        ("«heavy rain»", "heavy+rain"),
        ('"heavy rain', "heavy+rain"),
        ('rain"', "rain"),
        ("harb* ferry*", "harb* ferry*"),
        ("ha* x", "ha x"),
        ("u* x", "u x"),
        ("the us", "the us"),
        ("gas", "gas*"),
        ("rain -cricket", "rain -cricket"),
        ('rain -"first innings" -a*', "rain -first+innings -a"),
        ("rain - coast", "rain coast*"),
        ("well-known fact", "well+known fact*"),
        ("U.S. talks", "us talks*"),
        ("o'neill", "o+neill*"),
        ("东京", "东京"),
        ("東京都", "東京+京都"),
        ("東", "東*"),
        ('"東"', "東*"),
        ("iPhone発売", "iphone+発売"),
        ("한국", "한국*"),
        ("नमस्ते", "नमस्ते*"),
        ("می\u200cخواهم", "ميخواهم*"),
        ("NEAR(a b, 5) OR c AND NOT d", "near+a b 5 or c and not d"),
        ("head: rain ^rain {a b}: c", "head rain a b c"),
        ("\"'<script>", "script"),
        ("*", ""), ("-", ""), ('"', ""), ('""', ""), ("!?…。、", ""), ("", ""), ("-cricket", "-cricket"),
        ("\x00\ud800", ""),
    ],
)  # fmt: skip
def test_what_is_typed_is_understood(typed: str, meant: str):
    assert told(typed) == meant


@settings(deadline=None)
@given(st.text(max_size=400))
def test_nothing_that_is_typed_is_an_error(typed: str):
    asked = query(typed)
    assert len(asked.text) <= LONGEST
    assert all(term.words for term in (*asked.wanted, *asked.unwanted))
    assert query(asked.text) == asked


@pytest.mark.parametrize(
    ("typed", "text", "marked"),
    [
        ("rain", "Rain and rainbows, no train", ["Rain", "rainbows"]),
        ('"heavy rain"', "heavy snow, heavy rain", ["heavy rain"]),
        ("ubergrosse", "Die Übergröße", ["Übergröße"]),
        ("京都", "東京都庁、京都", ["京都", "京都"]),
        ("東京都", "東京都庁", ["東京都"]),
        ("हिंदी", "यह हिंदी है", ["हिंदी"]),
        ("us", "the U.S. must use us", ["U.S", "us"]),
    ],
)
def test_a_term_knows_where_it_stands(typed: str, text: str, marked: list[str]):
    places = [place for term in query(typed).wanted for place in term.places(list(words(text)))]
    assert [text[start:end] for start, end in places] == marked
