"""Version words count where agencies put them and nowhere else (life.md section 3; edge case 124)."""

from __future__ import annotations

import pytest

from stet.formats.slugs import (
    Mark,
    field_marks,
    keyword_marks,
    line_marks,
    may_stop,
    order_in,
    parted,
    serial_forms,
    stem,
    targets,
)

FALSE_FRIENDS = """
Kill Bill
Kill-Bill-Sequel
Killers-Reunion
To Kill a Mockingbird
Licence to Kill
Roadkill-Toll
Painkillers
Overkill
Kill the Lights
Flash flood
Flash-Flood
News flash for cooks
Bulletin of Atomic Scientists
Bulletin Boards
Urgent care
Urgent-Care-Clinics
Snap election
Snap-Earnings
Alert Bay
Amber Alert
Alerts on phones
Hold Steady
Hold-Music
Household
Hold the line
Withholding tax
Withdrawal symptoms
Troops-Withdrawn
Cash withdrawals
Retraction Watch
Eliminated from the cup
Elimination round
Lead poisoning
Lead-Pipes
Leaders
Take That
Double take
Add to cart
ADHD
Sub-Titan
Submarine
Subs bench
Insert coin
Correction officers
Correctional-Facility
Market correction
Corrective lenses
Repeat offenders
Update your phone
Advisory board
Budget-Deficit
Budget
Reader's Digest
Digest of Law
Test cricket
Cricket/Test
Adverts
Advance Auto Parts
Embargo on Cuba
Hold for ransom
Impressum law
Annulment
Stopp the music
Rückzug
""".strip().split("\n")


@pytest.mark.parametrize("words", FALSE_FRIENDS)
def test_a_false_friend_says_nothing(words: str) -> None:
    assert keyword_marks(words) == ()
    assert keyword_marks(f"BC-{words}") == ()
    assert line_marks(words) == ()
    assert line_marks(f"{words}: what we know") == ()
    assert parted(f"BC-US--{words.replace(',', '')},416").version == ""
    assert order_in(f"{words} opened on Friday. “Please kill me,” he said. The report is withdrawn.") is None


@pytest.mark.parametrize(
    ("field", "marks"),
    [
        ("1st Ld", {Mark.LEAD}),
        ("3rdLd-Writethru", {Mark.LEAD}),
        ("2nd Ld-Writethru", {Mark.LEAD}),
        ("WRITETHRU", {Mark.LEAD}),
        ("ZUSAMMENFASSUNG", {Mark.LEAD}),
        ("1st Add", {Mark.ADD}),
        ("take 2", {Mark.ADD}),
        ("Sub", {Mark.SUB}),
        ("1st Insert", {Mark.SUB}),
        ("Correction", {Mark.CORRECTION}),
        ("Corrective", {Mark.CORRECTIVE}),
        ("Berichtigung", {Mark.CORRECTION}),
        ("RPT", {Mark.REPEAT}),
        ("RPT, 1st Ld", {Mark.REPEAT, Mark.LEAD}),
        ("Advisory", {Mark.ADVISORY}),
        ("Adv03", {Mark.ADVANCE}),
        ("HFR", {Mark.ADVANCE}),
        ("hold for release", {Mark.ADVANCE}),
        ("Sperrfrist", {Mark.ADVANCE}),
        ("APNewsAlert", {Mark.ALERT}),
        ("Eilmeldung", {Mark.ALERT}),
        ("FLASH", {Mark.ALERT}),
        ("BULLETIN", {Mark.ALERT}),
        ("BULLETIN KILL", {Mark.KILL}),
        ("KILL KILL KILL", {Mark.KILL}),
        ("MANDATORY KILL", {Mark.KILL}),
        ("KILL-MANDATORY", {Mark.KILL}),
        ("STORY WITHDRAWN", {Mark.KILL}),
        ("Elimination", {Mark.KILL}),
        ("Zurückziehung", {Mark.KILL}),
        ("ANNULATION", {Mark.KILL}),
        ("HOLD HOLD HOLD", {Mark.HOLD}),
        ("Kill Bill", set()),
        ("Jr.", set()),
        ("", set()),
    ],
)
def test_a_version_field_says_what_it_says_in_any_case(field: str, marks: set[Mark]) -> None:
    for spelled in (field, field.upper(), field.lower()):
        assert set(field_marks(spelled)) == marks


def test_the_version_field_of_a_slug_stands_between_keyword_and_number() -> None:
    assert parted("BC-ROW--Regatta-Final, 1st Ld-Writethru,416") == ("BC-ROW--Regatta-Final", "1st Ld-Writethru", 416)
    assert parted("BC-EM--Obit-Reed, Jr.,300") == ("BC-EM--Obit-Reed, Jr.", "", 300)
    assert parted("BC-WEA--World Weather,") == ("BC-WEA--World Weather", "", None)
    assert parted("BC-EM--Storm") == ("BC-EM--Storm", "", None)


def test_takes_of_one_story_have_one_stem_whatever_the_cycle_and_the_capitals() -> None:
    stems = {
        stem(words) for words in ("BC-EM--Harbour-Fire", "AM-EM--Harbour-Fire", "EM--HARBOUR-FIRE", "EM-Harbour Fire")
    }
    assert stems == {"em-harbour-fire"}
    assert stem("बंदरगाह में आग") == "बंदरगाह-में-आग"


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("EILMELDUNG: Hafen gesperrt", Mark.ALERT),
        ("KORREKTUR: Hafen gesperrt", Mark.CORRECTION),
        ("CORRECTED - Harbour closed", Mark.CORRECTION),
        ("KILL: Harbour closed", Mark.KILL),
        ("2ND LEAD: Harbour closed", Mark.LEAD),
        ("Correction: a novel of the sea", None),
        ("Flash: a dog of many talents", None),
    ],
)
def test_before_a_colon_only_capitals_are_version_words(line: str, mark: Mark | None) -> None:
    assert line_marks(line) == ((mark,) if mark else ())


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Please kill item mw 157 sent today.", Mark.KILL),
        ("Please kill the story Harbour-Fire, V9991. A kill is mandatory.", Mark.KILL),
        ("Make certain the story is not used.", Mark.KILL),
        ("Editors: the story Harbour-Fire is withdrawn.", Mark.KILL),
        ("The dispatch on the harbour is hereby withdrawn.", Mark.KILL),
        ("Bitte die Meldung dpa 157 nicht verwenden.", Mark.KILL),
        ("Veuillez annuler notre dépêche sur le port.", Mark.KILL),
        ("Please stop using the item while it is checked.", Mark.HOLD),
        ("Please hold the story on the harbour.", Mark.HOLD),
        ("Please hold the line. He was killed in the harbour. Please kill the engine.", None),
        ("The fans sang “kill, kill”, and the report on it has been withdrawn by its author.", None),
        ("Bitte die Tür schließen.", None),
    ],
)
def test_an_order_is_a_sentence_that_only_a_desk_writes(text: str, mark: Mark | None) -> None:
    assert order_in(text) is mark
    if mark:
        assert may_stop(text.lower().encode())


def test_an_order_names_stories_by_slug_and_items_by_serial() -> None:
    assert targets("Please kill the story Harbour-Fire, V9991, of March 4.") == (("Harbour-Fire",), ("V9991",))
    assert targets("Please kill item dpa 157 (Harbour on fire).") == ((), ("dpa 157",))
    assert targets("Please kill it.") == ((), ())


def test_a_serial_is_known_with_and_without_its_zeros() -> None:
    assert serial_forms(["dpa 0027", "W2101"]) == ("dpa 0027", "dpa 27", "W2101")


@pytest.mark.parametrize(
    "field", ["KILL", "bulletin kill", "HOLD HOLD HOLD", "Withdrawn", "Zurückziehung", "ANNULATION"]
)
@pytest.mark.parametrize(
    "around", ["^{}<\n", "\x02{} =\n", "BC-EM--Fire, {},088<\n", "{}: Harbour\n", "r i BC-EM-Fire {}  03-04"]
)
def test_no_order_in_a_field_escapes_the_quick_look(field: str, around: str) -> None:
    assert may_stop(around.format(field).lower().encode())


def test_ordinary_copy_with_killed_and_withdrawn_in_it_does_not_jump_the_queue() -> None:
    text = (
        "Two men were killed, police said. The army has withdrawn its troops and will hold the town. The film "
        "“Kill Bill” was shown, please note. He was eliminated in the first round and retracted what he had said."
    )
    assert not may_stop(text.lower().encode())
