"""Lines for editors hold a story, sentences about editors do not."""

from __future__ import annotations

import pytest

from stet.formats.desk_marks import questions

STORY = "The harbour reopened on Monday.\n\n" + "Boats came and went. " * 20

MARKED = [
    "The following information is not intended for publication",
    "NOT FOR PUBLICATION",
    "-- Not for publication --",
    "## Editorial contacts",
    "Editorial contact: Tam Orrin, +00 1",
    "Notes to Editors",
    "NOTE TO EDITORS: Pictures follow.",
    "Eds: Adds quotes, byline.",
    "EDITOR'S NOTE _ Ann Roe has covered the port since 2004.",
    "EDITOR’S NOTE: For use as needed.",
    "dpa aa bb cc",
    "dpa tca bag",
    "dpa abc yydd n1 sku",
    "ففف/ح س/كام",
    "ryryryry copyright by mwx ryryryry copyright by mwx",
    "Copyright by MWX",
    "^CAP-WF-05-09-26 0056GMT<",
    "Redaktionelle Hinweise",
    "Ihr Ansprechpartner: Tam Orrin, Tel. (00) 1",
    "Achtung Redaktionen: neuer Termin",
    "Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt",
    "Attention editors: the name has changed",
]

FALSE_FRIENDS = [
    "He said his letters to the editor were not for publication.",
    "The report was not intended for publication, she said.",
    "Editorial contacts between the two papers broke off in 1987.",
    "Notes to editors of rival papers were found in the file.",
    "Editor's note: this story speaks of suicide. Help is at hand.",
    "Eds is a village in Marlow.",
    "Editors please themselves.",
    "The dpa said so.",
    "dpa",
    "and/or",
    "his/her",
    "© 2026 Marlow Wire. All rights reserved.",
    "Cap-wearing fans came.",
    "A copyright by itself protects no idea, the court held.",
    "Copyright 2026 Marlow Wire",
    "Contact with the boat was lost.",
    "Media contacts of the minister leaked his diary.",
    "Attention: the tide is high.",
    "afp is a protein of the liver.",
    "There is more.",
    "(One more)",
    "more",
    "24/7",
    "https://example.org/a/b",
    "I/O",
    "bur-aa/bb/cc",
    "He is a press contact for the port.",
]


@pytest.mark.parametrize("line", MARKED)
def test_a_line_for_editors_at_the_foot_is_a_question(line: str) -> None:
    (question,) = questions("Harbour reopens", f"{STORY}\n\n{line}")
    assert question == f"A line in the body looks like one for editors: “{line}”. No cut rule takes it off."


@pytest.mark.parametrize("line", MARKED[:10])
def test_and_so_it_is_at_the_top(line: str) -> None:
    assert questions("Harbour reopens", f"{line}\n\n{STORY}")


@pytest.mark.parametrize("line", FALSE_FRIENDS)
def test_a_sentence_about_editors_is_a_sentence(line: str) -> None:
    assert questions("Harbour reopens", f"{STORY}\n\n{line}") == ()
    assert questions("Harbour reopens", f"{line}\n\n{STORY}") == ()


def test_a_line_far_inside_a_long_story_is_part_of_it() -> None:
    assert questions("Harbour reopens", f"{STORY * 5}\n\nNot for publication\n\n{STORY * 10}") == ()


@pytest.mark.parametrize("last", ["(more)", "(MORE)", "-- more --", "= mehr =", "(à suivre)"])
def test_a_first_take_waits_for_the_rest(last: str) -> None:
    assert questions("Harbour reopens", f"{STORY}\n\n{last}") == (
        f"The text ends with “{last}”: more of it is to come.",
    )


@pytest.mark.parametrize(
    "headline",
    [
        "TEST TEST PLEASE IGNORE",
        "Testartikel",
        "TEST",
        "Test - please ignore",
        "This is a test",
        "Test message 12",
        "dpa-Testmeldung",
        "Dies ist ein Test",
        "Please ignore this test",
        "TEST TEST TEST",
        "Ein Test, bitte nicht beachten",
    ],
)
def test_a_test_is_not_published_unseen(headline: str) -> None:
    assert questions(headline, STORY) == (
        "It calls itself a test: it must not be published unless a person says otherwise.",
    )
    assert questions(None, headline)


@pytest.mark.parametrize(
    "headline",
    [
        "Test, test, test, says health chief",
        "India win first Test",
        "Test match drawn",
        "Schools ignore test results",
        "Please ignore my brother, says Prince",
        "Driving test to change",
        "Protest in Marlow",
        "Latest: storm nears",
        "Testament found",
        "Nuclear test please, says general",
        "Test of strength for PM",
        "The acid test",
    ],
)
def test_news_about_tests_is_news(headline: str) -> None:
    assert questions(headline, STORY) == ()
