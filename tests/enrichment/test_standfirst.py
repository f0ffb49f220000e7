"""The standfirst: the agency's summary, else a run of the body's own words."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stet.enrichment.standfirst import LONGEST, standfirst
from stet.model.text import fold

LEAD = "The harbour bridge in Velmora reopened to traffic on Saturday after storm repairs that took nine weeks."
SECOND = "Engineers replaced forty steel plates on the harbour bridge and tested the repairs with loaded lorries."
THIRD = "He thanked them."
BODY = f"{LEAD}\n\n{SECOND}\n\n{THIRD}"
SEED = Path(__file__).parents[3] / "shared" / "seed" / "expected.json"


def of(body: str, headline: str | None = "Velmora bridge open again", summary: str | None = None) -> str | None:
    return standfirst(body, headline=headline, summary=summary)


def test_a_fit_summary_of_the_agency_is_used_as_it_is() -> None:
    assert of(BODY, summary="Nine weeks of repairs are\n over.") == "Nine weeks of repairs are over."


@pytest.mark.parametrize(
    "summary",
    [
        "",
        "   ",
        "Velmora bridge open again.",
        "<p>Nine weeks of repairs are over.</p>",
        "Nine weeks of repairs &amp; tests are over.",
        "Nine weeks of repairs are...",
        "Nine weeks of repairs [...]",
        "word " * 80,
        LEAD,
    ],
)
def test_an_unfit_summary_gives_way_to_a_sentence_of_the_body(summary: str) -> None:
    assert of(BODY, summary=summary) == SECOND[:-1]


def test_the_first_paragraph_is_not_given_over_again_where_another_sentence_is_fit() -> None:
    assert of(BODY) == SECOND[:-1]


def test_the_first_paragraph_is_given_where_nothing_else_is_fit() -> None:
    assert of(f"{LEAD}\n\n{THIRD}") == LEAD[:-1]


def test_a_story_of_one_sentence_has_no_standfirst() -> None:
    assert of(LEAD) is None


@pytest.mark.parametrize("body", ["", "\n\n", "Velmora (Nordwire) - ", "(More to follow)"])
def test_a_body_without_a_sentence_has_no_standfirst(body: str) -> None:
    assert of(body) is None


@pytest.mark.parametrize(
    "unfit",
    [
        '"The harbour bridge in Velmora will stand for another hundred years after these repairs," the mayor said.',
        "Harbour bridge in Velmora: what the repairs to the bridge mean for traffic",
        'The mayor said the harbour bridge in Velmora was "open at last after the repairs',
        "Reporting by Ada Elm; editing by Tom Oak on the harbour bridge in Velmora, the repairs and the storm.",
        "More on the harbour bridge in Velmora and the storm repairs at https://velmora.example/bridge today.",
        "* The harbour bridge in Velmora and its storm repairs are described in the city archive.",
    ],
)
def test_quotations_headings_and_credits_are_never_chosen(unfit: str) -> None:
    assert of(f"{LEAD}\n\n{unfit}\n\n{SECOND}") == SECOND[:-1]


def test_a_dateline_is_no_part_of_a_standfirst() -> None:
    chosen = of(f"VELMORA, April 3 (Nordwire) -- {LEAD} {SECOND}")
    assert chosen == SECOND[:-1]


def test_a_sentence_that_leans_on_the_one_before_gives_way() -> None:
    leaning = "It replaced forty steel plates on the harbour bridge and also tested the storm repairs in Velmora."
    assert of(f"{LEAD}\n\n{leaning}\n\n{SECOND}") == SECOND[:-1]


def test_an_abbreviation_keeps_its_full_stop() -> None:
    body = f"{LEAD}\n\nThe steel plates for the harbour bridge and the storm repairs came from the U.S."
    assert of(body) == "The steel plates for the harbour bridge and the storm repairs came from the U.S."


def test_a_danda_at_the_end_may_go() -> None:
    second = "इंजीनियरों ने पुल पर चालीस नई इस्पात प्लेटें लगाईं और भरे हुए ट्रकों से उनकी जांच की।"
    assert of(f"वेलमोरा का पुल शनिवार को फिर खुल गया।\n\n{second}") == second[:-1]


@pytest.mark.skipif(not SEED.exists(), reason="the seed lies beside the repository, not in it")
def test_the_seed_gets_the_sentence_its_editors_chose() -> None:
    page = json.loads(SEED.read_text())["page"]
    headline = "Rajnath, Shoigu vow to strengthen India-Russia military partnership"
    assert of("\n\n".join(page["body"]), headline=headline) == page["standfirst"]


WORDS = [
    "Harbour",
    "bridge",
    "U.S.",
    "3.5",
    "Mr.",
    '"we',
    'won"',
    "said.",
    "said,",
    "The",
    "opens.",
    "(late)",
    "खुला।",
    "فتح؟",
]
PIECES = st.lists(st.sampled_from([*WORDS, "\n", "\n\n", "  ", "\u00a0", "…", "“so”", "it's"]), max_size=120)


@given(PIECES)
def test_a_chosen_sentence_is_never_anything_but_a_run_of_the_bodys_own_words(pieces: list[str]) -> None:
    body = " ".join(pieces)
    chosen = of(body)
    if chosen is not None:
        assert chosen in fold(body)
        assert any(chosen in fold(paragraph) for paragraph in body.split("\n\n"))
        assert len(chosen) <= LONGEST
        assert chosen.count('"') % 2 == 0


@given(st.text(max_size=300))
def test_no_text_at_all_makes_the_choice_fail(body: str) -> None:
    chosen = of(body)
    assert chosen is None or chosen in fold(body)
