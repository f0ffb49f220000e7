"""What an agency's words allow to be done with a picture (life.md section 7; edge cases 97 and 98)."""

import tomllib
from datetime import timedelta
from importlib.resources import files
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stet.model.story import Clause
from stet.story.terms import LONGEST, clauses_about_pictures, clauses_in, clauses_in_note, shortest, told
from stet.story.territories import _NAMED

NOTHING = [
    "", "Usage", "online", "None", "No sales", "NO SALES, NO MAGS", "Not for resale.", "No third-party sales",
    "Editorial use only", "For editorial use only.",
    "RESTRICTED TO EDITORIAL USE - NO MARKETING NO ADVERTISING CAMPAIGNS",
    "Intended for editorial use only. For other uses, additional clearances may be required.", "MAGS OUT; LOCAL TV OUT",
    "Nur zur redaktionellen Verwendung", "Nutzung nur nach schriftlicher Vereinbarung mit mwp", "Kein Verkauf",
    "Usage éditorial uniquement", "Model release not available", "(c) Marlow Wire. All rights reserved",
    "No restrictions",
    "Distributed as a service to clients", "No licensing", "The text may not be altered.", "Copy must not be edited",
]  # fmt: skip


@pytest.mark.parametrize("terms", NOTHING)
def test_what_does_not_concern_a_news_page_is_no_clause(terms: str):
    assert clauses_in(terms) == ()


KNOWN = {
    "NO ARCHIVES": Clause.NO_ARCHIVE,
    "No archival use": Clause.NO_ARCHIVE,
    "No Archiving Permitted": Clause.NO_ARCHIVE,
    "NO SALES, NO ARCHIVES": Clause.NO_ARCHIVE,
    "Archive out": Clause.NO_ARCHIVE,
    "Archivierung untersagt": Clause.NO_ARCHIVE,
    "Keine Archivierung": Clause.NO_ARCHIVE,
    "Pas d’archivage": Clause.NO_ARCHIVE,
    "Mandatory credit": Clause.CREDIT,
    "Credit line must appear": Clause.CREDIT,
    "Nur mit Nennung des Fotografen": Clause.CREDIT,
    "Mention obligatoire": Clause.CREDIT,
    "Not for internet": Clause.WEB,
    "NO INTERNET": Clause.WEB,
    "LOCAL INTERNET OUT": Clause.WEB,
    "No web use": Clause.WEB,
    "Print only": Clause.WEB,
    "Nicht für das Internet": Clause.WEB,
    "JAPAN OUT": Clause.TERRITORY,
    "AUSTRIA, GERMANY and SWITZERLAND OUT": Clause.TERRITORY,
    "No use in Japan": Clause.TERRITORY,
    "Not for sale in Japan": Clause.TERRITORY,
    "Not for use outside the United States": Clause.TERRITORY,
    "*** World Rights Except Italy ***": Clause.TERRITORY,
    "UK ONLY": Clause.TERRITORY,
    "Editorial use only, use in France only": Clause.TERRITORY,
    "HARBOUR GAZETTE OUT": Clause.TERRITORY,
    "Pool photo": Clause.POOL,
    "HANDOUT": Clause.HANDOUT,
    "This image has been supplied by a third party. No resales.": Clause.HANDOUT,
    "For 14 days only": Clause.DAYS,
    "No video emulation": Clause.SEQUENCE,
    "LEAGUE RULES PROHIBIT ANY USE OF PHOTOGRAPHS AS IMAGE SEQUENCES AND/OR QUASI-VIDEO": Clause.SEQUENCE,
    "No use with unauthorised audio, video, data or fixture lists": Clause.SEQUENCE,
    "Online in-match use limited to 120 images": Clause.SEQUENCE,
    "Keine Weitergabe an Drittverwerter": Clause.PASSING_ON,
    "NO REDISTRIBUTION": Clause.PASSING_ON,
}


@pytest.mark.parametrize("terms", KNOWN)
def test_a_clause_is_known_by_its_words(terms: str):
    assert {one.clause for one in clauses_in(terms)} == {KNOWN[terms]}


@pytest.mark.parametrize("terms", sorted(KNOWN.keys() - {"HARBOUR GAZETTE OUT", "HANDOUT"}))
def test_a_clause_is_known_in_capitals_and_in_small_letters(terms: str):
    for written in (terms.upper(), terms.lower()):
        assert {one.clause for one in clauses_in(written)} == {KNOWN[terms]}


def test_out_in_small_letters_behind_what_is_no_country_is_a_word_of_a_sentence():
    assert [one.clause for one in clauses_in("Sent out at noon")] == [Clause.UNKNOWN]
    assert clauses_in_note("Sent out at noon") == ()


def test_every_clause_of_the_table_is_known_by_some_words():
    assert set(KNOWN.values()) == set(Clause) - {Clause.UNKNOWN}


@pytest.mark.parametrize(
    "terms",
    ["Reprint rights excluded.", "Members only", "View only with the keeper of the lock", "Nur mit Genehmigung",
     "केवल भारत में",
     "Not for use for 48 hours", "Sauf accord", "Solo con permiso", "仅限编辑使用", "Embargoed for three days"],
)  # fmt: skip
def test_words_that_restrict_and_are_none_of_these_are_a_clause_that_nobody_knows(terms: str):
    assert {one.clause for one in clauses_in(terms)} == {Clause.UNKNOWN}


@pytest.mark.parametrize("terms", ["Full rights for daily newspapers", "Ask the desk at Eastmere", "Indefinite usage"])
def test_words_that_restrict_nothing_are_no_clause(terms: str):
    assert clauses_in(terms) == ()


def test_terms_of_the_length_of_a_contract_are_not_read_and_not_passed_over():
    assert [one.clause for one in clauses_in("words " * LONGEST)] == [Clause.UNKNOWN]


def test_a_sentence_may_hold_several_clauses_and_each_is_told():
    found = clauses_in("JAPAN OUT, CREDIT MANDATORY; NO SALES; NO ARCHIVES")
    assert {one.clause for one in found} == {Clause.TERRITORY, Clause.CREDIT, Clause.NO_ARCHIVE}
    assert "“JAPAN OUT” (territory)" in list(told(found))


@pytest.mark.parametrize(
    ("terms", "days"),
    [("For 14 days only", 14), ("This image may only be used for 14 days from time of transmission; no archiving", 14),
     ("Use within fourteen days", 14), ("48 hours", 2), ("Nutzung für 2 Wochen", 14), ("one month", 28),
     ("pendant 7 jours", 7), ("For 30 days. For use within 7 days in print.", 7), ("1-year licence", 365)],
)  # fmt: skip
def test_so_many_days_are_an_end(terms: str, days: int):
    assert shortest(clauses_in(terms)) == timedelta(days=days)


@pytest.mark.parametrize("terms", ["Not within 14 days", "Embargoed 3 days", "No use for 48 hours", "Kein Bild 2 Tage"])
def test_days_that_are_denied_are_no_end_but_a_clause_that_nobody_knows(terms: str):
    assert shortest(clauses_in(terms)) is None
    assert [one.clause for one in clauses_in(terms)] == [Clause.UNKNOWN]


@pytest.mark.parametrize(
    ("terms", "country", "bars"),
    [
        ("JAPAN OUT", "JP", True), ("JAPAN OUT", "IN", False), ("JAPAN OUT", None, True),
        ("UK, IRELAND OUT", "IE", True), ("UK/IRELAND OUT", "FR", False), ("EUROPE OUT", "FR", True),
        ("BENELUX OUT", "NL", True), ("ÖSTERREICH OUT", "AT", True), ("HARBOUR GAZETTE OUT", "IN", True),
        ("Germany only", "DE", False), ("Germany only", "IN", True), ("UK and Ireland only", "IE", False),
        ("Only for use in Germany", "DE", False), ("Not for use outside the United States", "US", False),
        ("Not for use outside the United States", "IN", True), ("World rights except Italy", "IT", True),
        ("World rights except Italy", "IN", False), ("Not in Eastmere", "IN", True),
        ("No use in Japan or Taiwan", "TW", True),
    ],
)  # fmt: skip
def test_a_territory_bars_a_site_in_it_and_one_that_does_not_say_where_it_is(terms: str, country: str, bars: bool):
    [found] = clauses_in(terms)
    assert found.territory is not None
    assert found.territory.bars(country) is bars


def test_every_name_of_a_country_means_one():
    table = tomllib.loads(files("stet.story").joinpath("territories.toml").read_text("utf-8"))
    names = [name for named in table["countries"].values() for name in named] + list(table["groups"])
    assert len(names) == len(set(names)) == len(_NAMED)
    assert all(name == name.casefold() for name in names)
    assert {code for codes in table["groups"].values() for code in codes} <= set(table["countries"])


def test_the_credit_that_is_asked_for_is_read_word_for_word():
    [one] = clauses_in('RESTRICTED TO EDITORIAL USE - MANDATORY CREDIT "MARLOW WIRE / RO FENN" - NO MARKETING')
    assert (one.clause, one.credit) == (Clause.CREDIT, "MARLOW WIRE / RO FENN")
    assert clauses_in("Credit mandatory")[0].credit is None


def test_in_a_note_to_editors_only_what_is_known_counts():
    assert clauses_in_note("Adds quotes, not the photo of the mayor. Only the top is new.") == ()
    assert [one.clause for one in clauses_in_note("JAPAN OUT FILE PHOTO")] == [Clause.TERRITORY]
    assert clauses_in_note("The trial lasts 14 days.") == ()
    assert [one.clause for one in clauses_in_note("For use within 14 days.")] == [Clause.DAYS]


@pytest.mark.parametrize(
    ("note", "clauses"),
    [("The swimming pool opened on Monday, adds quotes.", []),
     ("UPDATES: Adds details on the pool. With MW Photos.", []),
     ("Photos are handouts.", [Clause.HANDOUT]), ("PHOTOS: JAPAN OUT", [Clause.TERRITORY]),
     ("Eds: adds byline. NO ARCHIVES. Rest as sent.", [Clause.NO_ARCHIVE]), ("", [])],
)  # fmt: skip
def test_a_storys_note_to_editors_counts_where_it_speaks_of_pictures_or_in_capitals(note: str, clauses: list[Clause]):
    assert [one.clause for one in clauses_about_pictures(note)] == clauses


@given(st.lists(st.sampled_from([*NOTHING, *KNOWN, "Reprint rights excluded"]), max_size=5))
def test_no_clause_is_lost_among_others_on_lines_of_their_own(lines: list[str]):
    alone = {one.clause for line in lines for one in clauses_in(line)}
    assert {one.clause for one in clauses_in("\n".join(lines))} == alone


@given(st.text(max_size=400) | st.text("NO OUT only 14 days,.;“”\n-", max_size=400))
def test_no_terms_ever_raise(terms: str):
    for one in (*clauses_in(terms), *clauses_in_note(terms), *clauses_about_pictures(terms)):
        assert one.clause in Clause
        assert one.territory is None or isinstance(one.territory.bars("IN"), bool)


@pytest.mark.parametrize(
    "word", ["a ", "OUT ", "only ", "not in ", "weitergabe ", "14 ", "mandatory credit “", "in match"]
)
def test_no_terms_take_long(word: str):
    began = process_time()
    clauses_in((word * LONGEST)[:LONGEST])
    assert process_time() - began < 5
