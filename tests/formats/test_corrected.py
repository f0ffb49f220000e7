"""How each format says that a version corrects an error, and what only looks like it (life.md 3, 4; edge case 124)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from formats.test_ap import one as ap
from formats.test_dpa import one as dpa
from formats.test_newsml_g2 import item, the
from formats.test_text_wires import anpa, iptc, only
from stet.formats import read
from stet.formats.slugs import corrects
from stet.model.dispatch import Dispatch
from stet.model.packet import Origin

SIGNAL = "sig:correction"
FALSE_FRIENDS = """
Corrected vision without glasses
Corrected proofs of a lost novel found
CORRECTED PROOFS OF A LOST NOVEL FOUND
(Corrections officers are on strike)
(Corrective surgery took two hours)
(Correct answers win a prize)
(Corrected by hand, the score sold for a fortune)
The Corrections: a family novel on the stage
Correction: the word of the year
Corrections department opens a wing
Correction officers on strike
Correcting the past: a museum rethinks
Market correction wipes out gains
MARKET CORRECTION WIPES OUT GAINS
Course correction: how the probe was saved
Mid-course correction
Colour correction
Correctional-Facility
Corrective lenses
Political correctness
Teacher corrects minister
Minister corrects himself: it was nine
Incorrect: the quiz that divides a nation
Berichtigungen im Grundbuch
Korrektur der Geschichte: eine Ausstellung
Kurskorrektur der Notenbank
Rectificatif et autres nouvelles
Le correctif budgétaire adopté
Loi de finances rectificative
Refiled lawsuit goes to court
Refile cabinet
Repeat performance
Rpt-Holdings
""".strip().split("\n")
"""With those of test_slugs.py there are more than a hundred."""


def nitf(data: str, origin: Origin) -> Dispatch:
    xml = (
        f'<nitf><head><docdata><doc-id id-string="MW-7"/>{data}</docdata></head><body><body.head><hedline><hl1>H</hl1>'
    )
    xml += "</hedline></body.head><body.content><p>Words of it.</p></body.content></body></nitf>"
    (dispatch,) = read(xml.encode(), origin).dispatches
    return dispatch


def ninjs(origin: Origin, **more: Any) -> Dispatch:
    said = {"uri": "urn:mw:1", "type": "text", "headline": "H", "body_text": "Words of it.", **more}
    (dispatch,) = read(json.dumps(said).encode(), origin).dispatches
    return dispatch


def newsml_1(type_: str, origin: Origin) -> Dispatch:
    xml = f"""<NewsML><NewsEnvelope><DateAndTime>20260304T120000Z</DateAndTime></NewsEnvelope><NewsItem><Identification>
      <NewsIdentifier><ProviderId>mw.example</ProviderId><DateId>20260304</DateId><NewsItemId>one</NewsItemId>
      <RevisionId PreviousRevision="1" Update="N">2</RevisionId><PublicIdentifier>urn:newsml:mw.example:20260304:one:2N
      </PublicIdentifier></NewsIdentifier></Identification><NewsManagement><NewsItemType FormalName="{type_}"/>
      <Status FormalName="Usable"/></NewsManagement><NewsComponent><NewsLines><HeadLine>H</HeadLine></NewsLines>
      <ContentItem><DataContent><p>Words of it.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""
    (dispatch,) = read(xml.encode(), origin).dispatches
    return dispatch


def is_told(dispatch: Dispatch) -> bool:
    return any(signal.rpartition(":")[2].casefold() in ("correction", "corrected") for signal in dispatch.signals)


# Signals and elements


def test_the_signal_of_the_iptc_is_one_word_however_it_is_written(origin: Origin) -> None:
    for signal in (
        '<signal qcode="sig:correction"/>',
        '<signal uri="http://cv.iptc.org/newscodes/signal/correction"/>',
        '<signal qcode="sig:update"/><signal qcode="sig:correction"/>',
    ):
        assert SIGNAL in the(item(meta=signal), origin).signals
    assert not is_told(the(item(meta='<signal qcode="sig:update"/>'), origin))


def test_the_element_of_nitf_is_a_correction(origin: Origin) -> None:
    assert SIGNAL in nitf('<correction info="The wrong quay" id-string="MW-6"/>', origin).signals
    assert not is_told(nitf("", origin))


def test_a_type_or_signal_named_correction_is_kept_in_every_format(origin: Origin) -> None:
    assert is_told(newsml_1("Correction", origin))
    assert not is_told(newsml_1("News", origin))
    assert is_told(ap(origin, editorialtypes=["Lead", "Correction"]))
    assert not is_told(ap(origin, editorialtypes=["Lead"]))
    assert not is_told(ap(origin, editorialtypes=["Corrective"]))
    assert is_told(ninjs(origin, signal=[{"name": "correction"}]))
    assert is_told(ninjs(origin, signals=["sig:correction"]))


# Notes of dpa


def roles(*named: str) -> list[dict[str, Any]]:
    return [{"role": f"dpaednoterole:{role}", "ednote": f"Satz {role}.", "is_publishable": True} for role in named]


@pytest.mark.parametrize(
    ("notes", "signal", "told"),
    [
        (["correction"], [], True),
        (["correctionshort"], [], True),
        (["correction_consumerready"], ["sig:update"], True),
        (["correction", "correctionshort"], ["sig:update", "sig:correction"], True),
        # dpa gives its reason for an update in the same roles.
        (["correction", "correctionshort"], ["sig:update"], False),
        (["closingline", "editorialnote"], [], False),
    ],
)
def test_notes_in_the_roles_of_a_correction_are_one_unless_the_item_says_update(
    notes: list[str], signal: list[str], told: bool, origin: Origin
) -> None:
    assert (SIGNAL in dpa(origin, ednotes=roles(*notes), signal=signal).signals) is told
    meta = "".join(f'<edNote role="dpaednoterole:{role}">Satz {role}.</edNote>' for role in notes)
    meta += "".join(f'<signal qcode="{one}"/>' for one in signal)
    assert (SIGNAL in the(item(meta=meta), origin).signals) is told


def test_of_a_correction_of_dpa_only_the_note_worded_for_readers_is_for_readers(origin: Origin) -> None:
    every = ["correction", "correctionshort", "editorialnote", "closingline", "correction_consumerready"]
    both = dpa(origin, ednotes=roles(*every), autopublishnotice="Automatisch.")
    assert both.public_note == "Satz correction_consumerready."
    assert set((both.ed_note or "").split("\n")) == {*(f"Satz {role}." for role in every[:4]), "Automatisch."}
    assert dpa(origin, ednotes=roles(*every[:4]), signal=["sig:correction"]).public_note is None
    said = "".join(f'<edNote role="dpaednoterole:{role}" is_publishable="true">Satz {role}.</edNote>' for role in every)
    provider = '<provider literal="dpa"/>'
    g2 = item(meta=f'<signal qcode="sig:correction"/>{said}').replace('<provider literal="MW"/>', provider)
    assert the(g2, origin).public_note == "Satz correction_consumerready."
    without = g2.replace("correction_consumerready", "picture")
    assert the(without, origin).public_note is None


# What the desk of an agency writes on top


@pytest.mark.parametrize(
    "note",
    [
        "Eds: CORRECTS: The harbour has six berths. Adds a quotation.",
        "Eds: UPDATES: Adds details. CORRECTS spelling of Doss.",
        "Corrects the day to Monday.",
        "Eds: Corrects the day to Monday.",
        "Eds: CORRECTION: the day is Monday.",
        "Berichtigung: Der Name lautet Doss.",
        "With AP Photos.\nKorrektur: Montag.",
        "Rectificatif : il s'agit de lundi.",
    ],
)
def test_a_line_for_editors_that_begins_with_what_it_corrects_makes_a_correction(note: str, origin: Origin) -> None:
    assert corrects(note)
    assert SIGNAL in ap(origin, ednote=note).signals
    assert SIGNAL in ninjs(origin, ednote=note).signals
    assert SIGNAL in the(item(meta=f"<edNote>{note}</edNote>"), origin).signals


@pytest.mark.parametrize(
    "note",
    [
        "Eds: UPDATES: With comment from the corrections department.",
        "Correction officers are quoted.",
        "The minister corrects himself in graf 3.",
        "A correct spelling is Doss.",
        "Corrective surgery is described.",
        "Neu: Zusammenfassung",
        "A CORRECTIVE moved yesterday.",
        "",
    ],
)
def test_a_line_for_editors_that_speaks_of_something_correct_does_not(note: str, origin: Origin) -> None:
    assert not corrects(note)
    assert not is_told(ap(origin, ednote=note))


@pytest.mark.parametrize(
    "wire",
    [
        anpa("BC-MW--Harbour, Correction,416"),
        anpa("BC-MW--Harbour, 2nd Ld-Writethru, CORRECTED,416"),
        anpa("BC-MW--Harbour,416", head="^A headline<\r\n^Eds: CORRECTS the day.<\r\n"),
        anpa("BC-MW--Harbour,416", body="(Corrects day to Monday in paragraph 2)\r\n\tEASTMERE (MW) _ Words."),
        iptc("BERICHTIGUNG: Hafen offen"),
        iptc("Hafen offen", body="(Berichtigt Tag im zweiten Absatz)\r\n\r\nEastmere (mw) - Worte."),
        iptc("Port ouvert", body="RECTIFICATIF\r\n\r\nEastmere (mw) - Le port."),
    ],
)
def test_a_text_wire_corrects_by_its_version_field_or_its_first_lines(wire: bytes, origin: Origin) -> None:
    assert SIGNAL in only(wire, origin).signals


@pytest.mark.parametrize(
    ("wire", "signal"),
    [
        (anpa("BC-MW--Harbour, RPT,416"), "wire:repeat"),
        (anpa("BC-MW--Harbour, REFILE,416"), "wire:refile"),
        (anpa("BC-MW--Harbour, Corrective,416"), "wire:corrective"),
    ],
)
def test_a_repeat_a_refile_and_a_corrective_say_what_they_are_and_correct_nothing(
    wire: bytes, signal: str, origin: Origin
) -> None:
    dispatch = only(wire, origin)
    assert signal in dispatch.signals
    assert SIGNAL not in dispatch.signals


def test_a_corrective_is_a_story_of_its_own_that_names_the_story_it_puts_right(origin: Origin) -> None:
    first, corrective = (only(anpa(f"BC-MW--Harbour{said},416"), origin) for said in ("", ", Corrective"))
    assert corrective.story_key != first.story_key
    assert [(link.rel, link.target) for link in corrective.links] == [("corrective", first.guid)]


@pytest.mark.parametrize("words", FALSE_FRIENDS)
def test_124_words_that_only_look_like_a_correction_are_none(words: str, origin: Origin) -> None:
    slug = words.replace(",", "").replace("(", "").replace(")", "").replace(":", "")
    wires = [iptc(words), anpa(f"BC-MW--{slug},416", head=f"^{words}<\r\n"), anpa("BC-MW--H,416", body=f"{words}.")]
    wires.append(iptc(body=f"{words}\r\n\r\nEastmere (mw) - Words."))
    found = [signals for wire in wires if is_told(only(wire, origin)) for signals in [only(wire, origin).signals]]
    assert not found
    assert not is_told(the(item(about=f"<headline>{words}</headline><slugline>{words}</slugline>"), origin))
    assert not is_told(ninjs(origin, headline=words, slugline=words, description_text=words))
