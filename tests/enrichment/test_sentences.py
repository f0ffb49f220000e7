"""Where sentences end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stet.enrichment.sentences import sentences
from stet.model.text import fold


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Alder met Dr. Birch and Gen. Cedar at the port.",
        "The U.S. Navy and the U.K. Treasury agreed.",
        "Minister S Lindqvist met Janis B Ozols and J. K. Elm.",
        "Prices rose 3.5 per cent to Rs. 4.25 a litre.",
        "The firm, Willow Inc. of Velmora, paid.",
        "It began at 9 a.m. on Friday.",
        "She works at Yahoo! in the mornings.",
        "The site velmora.example was down for 2.5 hours.",
        "मंत्री ने 3.5 प्रतिशत की वृद्धि बताई।",
    ],
)
def test_one_sentence_stays_one(sentence: str) -> None:
    assert list(sentences(sentence)) == [sentence]


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("The bridge opened. It was late.", ["The bridge opened.", "It was late."]),
        ('"We won." He smiled.', ['"We won."', "He smiled."]),
        ("Is it open? Yes! It is.", ["Is it open?", "Yes!", "It is."]),
        ("He lives in the U.S. The bridge is there.", ["He lives in the U.S.", "The bridge is there."]),
        ("She joined Willow Inc. The firm paid.", ["She joined Willow Inc.", "The firm paid."]),
        ("पुल खुल गया। यात्री खुश हैं।", ["पुल खुल गया।", "यात्री खुश हैं।"]),
        ("पुल खुल गया।यात्री खुश हैं।", ["पुल खुल गया।", "यात्री खुश हैं।"]),
        ("فتح الجسر. هل تأخر؟ نعم.", ["فتح الجسر.", "هل تأخر؟", "نعم."]),
        ("پل کھل گیا۔ لوگ خوش ہیں۔", ["پل کھل گیا۔", "لوگ خوش ہیں۔"]),
        ("大桥开放。「很好。」他说。", ["大桥开放。", "「很好。」", "他说。"]),
        ("It waited... Then it opened.", ["It waited...", "Then it opened."]),
    ],
)
def test_sentences_end_where_a_reader_says_they_do(paragraph: str, expected: list[str]) -> None:
    assert list(sentences(paragraph)) == expected


@given(st.text(alphabet='ABab .!?"”।؟。U.S', max_size=80))
def test_no_letter_is_ever_lost_between_sentences(text: str) -> None:
    paragraph = fold(text)
    assert "".join("".join(sentences(paragraph)).split()) == "".join(paragraph.split())


def test_a_word_of_a_megabyte_takes_no_time() -> None:
    assert len(list(sentences("a" * 1_000_000 + ". B" * 1000))) >= 1
