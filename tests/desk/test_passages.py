"""Whether a house headline may hold the error that a correction fixed: on a labelled set, and on its own rules."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stet.desk.passages import changed, in_common, wordings

CASES = tomllib.loads((Path(__file__).parent / "corrected_headlines.toml").read_text("utf-8"))["case"]
FALSE_FALLS = 2
"""What the rule is known to get wrong, on the side that shows less."""


def shares(headline: str, before: str, after: str) -> tuple[str, ...]:
    return in_common(headline, changed([(before, after)]))


# -- the labelled set


@pytest.mark.parametrize("case", [case for case in CASES if case["falls"]], ids=lambda case: case["why"])
def test_no_headline_that_may_hold_the_error_stays(case):
    assert shares(case["headline"], case["before"], case["after"])


def test_recall_and_precision_on_the_labelled_set(capsys):
    told = [(case["falls"], bool(shares(case["headline"], case["before"], case["after"]))) for case in CASES]
    right, wrong, missed = told.count((True, True)), told.count((False, True)), told.count((True, False))
    recall, precision = right / (right + missed), right / (right + wrong)
    with capsys.disabled():
        print(f"\n{len(CASES)} headlines under a correction: recall {recall:.3f}, precision {precision:.3f}")  # noqa: T201
    assert len(CASES) >= 100
    assert (missed, wrong) == (0, FALSE_FALLS)


def test_each_false_fall_says_so_where_it_is_labelled():
    wrong = [c for c in CASES if not c["falls"] and shares(c["headline"], c["before"], c["after"])]
    assert all("the rule says yes, and is wrong" in case["why"] for case in wrong)


# -- any text


words = st.sampled_from(["the", "port", "crew", "said", "on", "rain", "Velmora", "Ida", "Tarn", "12", "4,500", "nine"])
texts = st.lists(words, min_size=1, max_size=30).map(" ".join)
FIGURES = [str.maketrans("0123456789", digits) for digits in ("0123456789", "०१२३४५६७८९", "٠١٢٣٤٥٦٧٨٩", "০১২৩৪৫৬৭৮৯")]


@settings(max_examples=100, deadline=None)
@given(texts, texts)
def test_where_nothing_changed_nothing_is_shared(headline, text):
    assert shares(headline, text, text) == ()
    assert shares(headline, text, f"  {text.replace(' ', chr(10))}. ") == ()


@settings(max_examples=200, deadline=None)
@given(texts, texts, st.integers(13, 10**9), st.sampled_from(FIGURES), st.booleans())
def test_a_number_that_was_corrected_is_found_in_any_headline_that_has_it(before, after, number, figures, grouped):
    written = (f"{number:,}" if grouped else str(number)).translate(figures)
    assert shares(f"Some {number} saved", f"{before} {written} {after}", f"{before} {number + 1} {after}")


@settings(max_examples=200, deadline=None)
@given(
    texts, texts, st.sampled_from(["Quill", "Möller", "NPA", "O'Hanrahan", "Ælfric", "Ильин", "Ωμέγα"]), st.booleans()
)
def test_a_name_that_was_corrected_is_found_in_any_headline_that_has_it(before, after, name, opens):
    stop = "." if opens else " and"
    assert shares(f"{name} goes", f"{before}{stop} {name} {after}", f"{before}{stop} Nobody {after}")
    assert shares(f"It was {name}'s", f"{before}{stop} Nobody {after}", f"{before}{stop} {name} {after}")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.text(max_size=200), st.text(max_size=200))
def test_any_text_at_all_is_compared(headline, before, after):
    assert isinstance(shares(headline, before, after), tuple)
    assert in_common(headline, changed([(before, before)])) == ()


# -- by itself


def test_a_name_at_the_start_of_a_sentence_is_none_when_the_text_has_it_in_small_letters():
    assert shares("Crews praised", "Crews were out. The crews slept.", "Boats were out. The crews slept.") == ()
    assert shares("Crews praised", "Crews were out.", "Boats were out.") == ("Crews",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12,000", "12000"),
        ("12.000", "12\u202f000"),
        ("1,20,000", "120,000"),
        ("१२,०००", "12000"),
        ("١٢٬٠٠٠", "12000"),
        ("3,50", "3.5"),
        ("007", "7"),
    ],
)
def test_numbers_are_the_same_however_they_are_written(one, other):
    assert shares(one, f"It took {other} men.", "It took none.")
    assert shares(other, f"It took {one} men.", "It took none.")
    assert shares("12,000 3.5 120 7", f"It took {one} men.", f"It took {other} men.") == ()


def test_what_differs_is_told_in_words():
    before, after = (
        "Twelve died, the port of Velmora said. Boats left.",
        "Nine died, the port of Halm said. Boats left.",
    )
    assert list(wordings([(before, after)])) == [("Twelve", "Nine"), ("Velmora", "Halm")]
    assert list(wordings([("One two.", "One two three.")])) == [("", "three")]


def test_a_text_that_is_written_anew_is_changed_throughout():
    before = " ".join(f"word{n}" for n in range(2000)) + " Tarn " + " ".join(f"last{n}" for n in range(200))
    after = " ".join(f"other{n}" for n in range(2000)) + " Tarn " + " ".join(f"end{n}" for n in range(200))
    assert shares("Tarn goes", before, after) == ("Tarn",)


def test_of_texts_too_long_to_be_compared_every_headline_is_in_doubt():
    long = "The port is open. " * 20_000
    assert shares("Any headline", long, long + "More.") == ("Any headline",)
    assert shares("Any headline", long, long) == ()
