"""What a house headline says that the copy does not have: on a labelled set, by its own rules, and for any text."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makers import dispatch
from stet.desk.claims import known, looked_up, unknown

STORIES = tomllib.loads((Path(__file__).parent / "claimed_headlines.toml").read_text("utf-8"))["story"]
FLOORS = {"tuned": (0.98, 0.95), "unseen": (0.90, 0.94)}
"""Precision and recall, by split; what is measured stands in docs/guide/desk.md."""
BODY = (
    "Prime Minister Jonas Wirth of Ostria met 1,237 nurses in Belmar on Friday. The World Health Organization sent "
    "1.5 million doses.\n\nWirth did not speak of the strike. Inflation rose by 3.5 per cent in the third quarter."
)


def copy_of(body=BODY, headline="Wirth meets nurses", **fields):
    return dispatch(1, headline=headline, summary=None, body_text=body, **fields)


def marked(headline, body=BODY, **fields):
    return [claim.words for claim in unknown(headline, copy_of(body, **fields))]


# -- the labelled set


def measured(split):
    """Words that are rightly told, wrongly told, and missed; how many headlines there are."""
    right = wrong = missed = headlines = 0
    for story in (story for story in STORIES if story["split"] == split):
        copy = known(copy_of(story["body"], story["agency"], language=story["language"]))
        for case in story["headlines"]:
            lacks = [(case["text"].index(words), case["text"].index(words) + len(words)) for words in case["lacks"]]
            told = [(claim.start, claim.end) for claim in looked_up(case["text"], copy)]
            hits = [any(start < end_ and start_ < end for start_, end_ in told) for start, end in lacks]
            right, missed = right + sum(hits), missed + len(hits) - sum(hits)
            wrong += sum(not any(start < end_ and start_ < end for start_, end_ in lacks) for start, end in told)
            headlines += 1
    return right, wrong, missed, headlines


@pytest.mark.parametrize("split", FLOORS)
def test_what_the_copy_lacks_is_told_and_little_else_on_the_labelled_set(split, capsys):
    right, wrong, missed, headlines = measured(split)
    precision, recall = right / (right + wrong), right / (right + missed)
    with capsys.disabled():
        print(f"\n{headlines} headlines, {split}: precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201
    assert precision >= FLOORS[split][0]
    assert recall >= FLOORS[split][1]


def test_the_labelled_set_is_large_and_a_third_of_it_was_kept_aside():
    counts = {split: sum(len(one["headlines"]) for one in STORIES if one["split"] == split) for split in FLOORS}
    assert sum(counts.values()) >= 170
    assert counts["unseen"] * 3.2 >= sum(counts.values())


# -- numbers


@pytest.mark.parametrize(
    "number",
    ["1,237", "1237", "1.237", "१,२३७", "over 1,200", "Some 1,240", "nearly 1,240", "1.5 million doses",
     "15 lakh doses", "1500000 doses", "1.5m doses", "fifteen lakh doses", "3.5%", "3.5 pc", "Q3", "3rd quarter"],
)  # fmt: skip
def test_a_number_of_the_copy_is_known_however_it_is_written(number):
    assert marked(f"Wirth and {number}") == []


@pytest.mark.parametrize(
    "number", ["1,273", "1,200", "over 1,300", "1.5 billion", "15 crore", "35%", "1,237%", "Q2", "fourteen"]
)
def test_a_number_that_the_copy_does_not_have_is_told(number):
    assert marked(f"Wirth and {number} nurses")


def test_a_dollar_is_no_rupee_and_a_number_without_a_unit_is_either():
    body = "The bridge cost Rs 1,411 crore."
    assert marked("Bridge for ₹1,411 crore", body) == marked("Bridge for 1,411 crore", body) == []
    assert marked("Bridge for $1,411 crore", body) == ["$1,411 crore"]
    assert marked("Bridge for 1,411 lakh", body) == ["1,411 lakh"]


def test_both_ends_of_a_range_and_both_halves_of_a_time_are_numbers():
    body = "The line costs 50 to 60 billion crowns in 2027-28. It opens at 8.30 p.m. on Friday."
    assert marked("Line for 50-60bn to open in 2028 at 8:30 pm", body) == []
    assert marked("Line for 50-70bn to open in 2029 at 8:40 pm", body) == ["70bn", "2029", "40"]


FIGURES = [str.maketrans("0123456789", digits) for digits in ("0123456789", "०१२३४५६७८९", "٠١٢٣٤٥٦٧٨٩")]


@settings(max_examples=80, deadline=None)
@given(st.integers(2, 10**12), st.sampled_from(FIGURES), st.sampled_from(FIGURES), st.booleans())
def test_any_number_is_known_in_any_figures_and_no_other_is(number, mine, its, grouped):
    body = f"They counted {f'{number:,}' if grouped else number} stars.".translate(its)
    assert marked(f"Counted: {number} stars".translate(mine), body) == []
    assert marked(f"Counted: {number + 1} stars".translate(mine), body) == [str(number + 1).translate(mine)]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("twelve", 12),
        ("twenty-five", 25),
        ("one hundred and five", 105),
        ("fifteen hundred", 1500),
        ("two lakh", 200_000),
        ("three crore", 30_000_000),
        ("a million", 1_000_000),
        ("two lakh crore", 2 * 10**12),
        ("two crore five lakh", 20_500_000),
        ("two dozen", 24),
        ("दो लाख", 200_000),
        ("neunzehn", 19),
    ],
)
def test_numbers_in_words_are_numbers(words, number):
    assert marked(f"Counted: {words} stars", f"They counted {number} stars.") == []
    assert marked(f"Counted: {number} stars", f"They counted {words} stars.") == []
    assert marked(f"Counted: {words} stars", f"They counted {number * 2 + 1} stars.") == [words.removeprefix("a ")]


def test_one_is_no_number():
    assert marked("One of these days") == []


# -- names


@pytest.mark.parametrize(
    "headline",
    ["PM Wirth meets nurses", "Wirth's nurses", "Jonas Wirth in Belmar", "Ostrian PM in Belmar", "WHO sends doses",
     "WIRTH MEETS NURSES IN BELMAR", "Wirth Praises Brave Nurses After Long Night", "Nurses: thanks, Wirth",
     "Hospitals cheer Wirth", "‘Dancing’ nurses meet Wirth"],
)  # fmt: skip
def test_a_name_of_the_copy_is_known_and_a_capital_alone_makes_no_name(headline):
    assert marked(headline) == []


@pytest.mark.parametrize(
    ("headline", "name"),
    [
        ("PM Wurth meets nurses", "Wurth"),
        ("Wurth meets nurses", "Wurth"),
        ("WURTH MEETS NURSES", "WURTH"),
        ("Wurth Praises Brave Nurses After Night", "Wurth"),
        ("Nurses meet PM in Halm", "Halm"),
        ("CM Wirth meets nurses", "CM"),
        ("WTO sends doses", "WTO"),
        ("Norwegian nurses meet Wirth", "Norwegian"),
        ("Nurses meet Wirth on Sunday", "Sunday"),
        ("Sunday talks with nurses", "Sunday"),
        ("Nurses meet O’Hara", "O’Hara"),
    ],
)
def test_a_name_that_the_copy_does_not_have_is_told_with_its_place(headline, name):
    [claim] = unknown(headline, copy_of())
    assert (claim.words, claim.kind) == (name, "name")
    assert headline[claim.start : claim.end] == name


def test_countries_go_by_their_people_and_by_initials():
    body = "The United States and Dutch ministers met French envoys."
    assert marked("US, Netherlands, France in talks", body) == []
    assert marked("UK, Netherlands, Spain in talks", body) == ["UK", "Spain"]
    assert marked("Talks with us", "They met us.") == []


def test_a_first_name_with_anothers_surname_is_told():
    body = "Minister Rajan Suri met Sergei Shumov. Captain Imra Doss was there, and Doss spoke."
    assert marked("Talks: Rajan Shumov speaks", body) == ["Rajan Shumov"]
    assert marked("Captain Doss, Rajan Suri speak", body) == []


def test_in_german_a_capital_makes_no_name():
    body = "Bei dem Feuer in der Stadt Karst sind neun Menschen ums Leben gekommen, sagte der Minister Varda."
    assert marked("Wut und Trauer nach dem Brand in Karst", body, language="de") == []
    assert marked("Wut und Trauer nach dem Brand in Karst", body, language=None) == []
    assert marked("Verda trauert", body, language="de") == []


def test_in_scripts_without_capitals_numbers_alone_are_told():
    body = "देवगिरि के पास बस गिरी, 14 लोगों की मौत हुई।"
    assert marked("नारपुर में १४ की मौत", body) == []
    assert marked("नारपुर में १५ की मौत", body) == ["१५"]


# -- negations


def test_a_no_is_told_where_the_copy_speaks_of_the_same_and_denies_nothing():
    assert marked("Wirth does not speak of strike") == marked("Wirth: no word of strike") == []
    assert marked("Wirth denies inflation") == ["denies"]
    assert marked("No inflation, says Wirth") == ["No"]
    assert marked("Wirth didn’t meet nurses") == ["didn’t"]


def test_a_no_about_what_the_copy_does_not_speak_of_is_left_alone():
    assert marked("No rest for the wicked") == []


# -- any text


WORDS = st.sampled_from(
    ["the", "Port", "crew", "said", "not", "on", "Velmora", "Ida", "Tarn", "US", "12", "4,500", "nine", "hundred",
     "lakh", "Rs", "$", "%", "elf", "dix", "to", "-", "and", "8.30", "pm", "Q2", "2027-28", "no", "O'Hara", "-", ".",
     "\n", "बस", "नहीं", "Čapek"]
)  # fmt: skip
headlines = st.one_of(st.lists(WORDS, max_size=14).map(" ".join), st.text(max_size=120))


@settings(max_examples=150, deadline=None)
@given(headlines, st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join)))
def test_the_agencys_own_headline_claims_nothing_that_its_version_does_not_have(headline, body):
    assert unknown(headline, copy_of(body, headline)) == ()


@settings(max_examples=80, deadline=None)
@given(headlines, headlines, st.sampled_from([None, "en", "de-AT", "ru", "hi"]))
def test_any_headline_can_be_held_against_any_text(headline, body, language):
    for claim in unknown(headline, copy_of(body, "", language=language)):
        assert headline[claim.start : claim.end] == claim.words
        assert claim.kind in ("name", "number", "negation")


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    ["Ida Tarn met 12 men.\n\n" * 10_000, "A" * 500_000, "one hundred " * 50_000, "A." * 200_000, "1,1" * 200_000,
     "a-" * 200_000],
    ids=lambda body: body[:8],
)  # fmt: skip
def test_a_text_of_any_length_is_gone_through_once(body):
    """It would not come back if anything of it were quadratic."""
    assert [claim.kind for claim in unknown("Ida Tern met 77 men", copy_of(body, ""))][-1] == "number"
