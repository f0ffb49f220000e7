"""Orders, embargoes and advisories that stand in words only hold their story, in every format."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from makers import dispatch
from stet.formats import read
from stet.formats.in_words import asked_in_words
from stet.model.dispatch import Embargo
from stet.model.packet import Origin

ORDINARY = "The harbour bridge in Velmora reopened on Saturday.\n\nEngineers had worked through the night."

ASKED = {
    "headline": [
        "KILL KILL KILL", "KILL: Bridge story", "KILL STORY: UP-BRIDGE", "WITHDRAWN: Bridge reopens",
        "ANNULATION - France-pont", "Bridge reopens -- embargoed until Friday 0001 GMT", "SOUS EMBARGO - Le pont",
        "HOLD FOR RELEASE until 12:01 a.m. Friday", "EMBARGOED: Bridge to reopen", "Sperrfrist 19.00 Uhr: Brücke",
        "ADVISORY: The day ahead", "HOLD HOLD HOLD", "Embargo: 0001 Monday", "Embargoed: Friday, the bridge reopens",
        "Sous embargo jusqu'à lundi", "Sous embargo : 15 mai", "Bis Freitag, 12 Uhr gesperrt", "Gesperrt bis 19.00 Uhr",
        "DO NOT PUBLISH", "DO NOT PUBLISH Bridge reopens", "NOT FOR PUBLICATION", "Not for publication: Bridge",
        "Do not use - Bridge", "Nicht veröffentlichen: Brücke", "EMBARGOED: Mayor", "KILLED: Bridge story in Velmora",
        "KILLED: UP-BRIDGE", "KILLED: BRIDGE REOPENS ON SATURDAY", "KILLED", "WITHDRAWAL: A0132, slugged Bridge today",
        "HOLD - Bridge", "Kill", "WITHDRAWAL",
        "For release 6 p.m. Sunday", "Advance for Sunday Nov. 29", "(Advance for Sunday)",
        "STRICTLY EMBARGOED", "For use Sunday Nov. 29 and thereafter",
    ],
    "ed_note": [
        "Embargoed to 0001 Friday November 27", "Not for use before 10 p.m.", "A kill is mandatory.",
        "Please kill the story Bridge, A0132.", "Nicht vor 22.10.2026, 11:30 Uhr verwenden",
        "Make certain the story is not used.", "STORY WITHDRAWN", "STORY WITHDRAWN. It names the wrong man.", "KILL",
        "Mandatory kill.", "KILL: names the wrong man", "RETRACT", "WITHDRAWN", "Zurückziehung", "ANNULATION",
        "ELIMINATION", "HOLD", "is withdrawn", "This story is withdrawn", "Kill this story.", "Please hold",
        "this item has been withdrawn", "Stop use", "Do not use until Friday", "Hold",
        "NOTE: RETRACTED", "Eds: Story was killed", "Strictly embargoed", "For release at 6 p.m. Sunday",
        "Moved in advance for release Sunday", "Advance for Sunday (Nov 29)", "EMBARGOED",
    ],
    "slugline": ["Bridge,ADV03", "BC-Bridge, Adv 04-05", "BC-Bridge, Advisory",
                 "BC-Bridge, Kill", "KILL KILL", "BC-Bridge, 1st Add", "BC-Bridge, Sub 2 grafs",
                 "News Digest", "EMBARGOED", "Embargoed", "Sperrfrist", "Adv22", "HFR", "ADVISORY", "HOLD", "EMBARGO",
                 "HOLD FOR RELEASE", "WITHDRAWN"],
}  # fmt: skip

FALSE_FRIENDS = {
    "headline": [
        "Kill Bill returns to cinemas", "Embargo on Marlow's grain is lifted", "Urgent care unit opens",
        "Killing of ferryman shocks Velmora", "Judge tells jury to withdraw", "Hold the line, says coach",
        "Holdings of the port authority grow", "UPDATE 1-Bridge reopens", "Correction: Bridge story",
        "Advisory council meets in Velmora", "Sub sinks off Velmora", "Adds up: the price of a bridge",
        "Embargoed goods seized at harbour", "Withdrawn troops come home", "KILLED: Five soldiers in ambush",
        "WITHDRAWAL: Marlow leaves the pact", "Killed", "HOLD - Central bank keeps rates", "Withdrawal",
        "Do not publish my letters, poet asked", "Not for use in the home: the new stoves",
        "Brücke bis Montag gesperrt",
        "Straße nach Velmora gesperrt bis Mai", "Embargo: Marlow stops its grain", "Embargo on 12 ships is news",
        "Advance for Sunday's final: Velmora's eleven", "For use of the ferry islanders pay more",
        "Grain embargo holds after 30 days", "Do not use the bridge, says mayor", "Publication not for everyone",
    ],
    "ed_note": ["UPDATES throughout with quotes", "Adds detail, embargo lifted", "With AP Photos.",
                "The film Kill Bill is reviewed elsewhere.", "RECASTS lead; holds the rest", "Hold on, there is more.",
                "Withdrawn troops are in paragraph 4", "FOR IMMEDIATE RELEASE",
                "Advances in medicine", "With a sidebar on the kill",
                "ADDS quote; kill in paragraph 3"],
    "slugline": ["Bridge", "Kill-Bill", "BC-EM--Harbour-Fire, 3rd Ld-Writethru,416", "Embargo-Marlow",
                 "ECO-advisory-firm", "Withdrawal", "Hold", "Embargo", "Advisory", "Flash"],
}  # fmt: skip


def asked(field: str, words: str, **more: object) -> tuple[str, ...]:
    said = {"headline": "Bridge reopens", "slugline": "Bridge", "ed_note": None, field: words}
    return asked_in_words(dispatch(**said, **more), ORDINARY)


@pytest.mark.parametrize(("field", "words"), [(field, words) for field, many in ASKED.items() for words in many])
def test_what_is_an_order_an_embargo_or_a_note_by_its_words_asks_a_person(field: str, words: str) -> None:
    (question,) = asked(field, words)
    assert words[:40] in question


@pytest.mark.parametrize(("field", "words"), [(f, words) for f, many in FALSE_FRIENDS.items() for words in many])
def test_what_only_sounds_like_one_asks_nobody(field: str, words: str) -> None:
    assert asked(field, words) == ()


@pytest.mark.parametrize("top", ["KILL KILL KILL", "Editors: A kill is mandatory. Make certain the story is not used.",
                                 "Embargoed until Friday 0001 GMT"])  # fmt: skip
def test_so_do_the_first_two_lines_and_no_others(top: str) -> None:
    assert asked_in_words(dispatch(), f"{top}\n\n{ORDINARY}")
    assert not asked_in_words(dispatch(), f"{ORDINARY}\n\n{top}")


def test_an_embargo_in_its_own_field_needs_no_words() -> None:
    assert asked("ed_note", "Embargoed to 0001 Friday", embargo=Embargo(None)) == ()
    assert asked("ed_note", "A kill is mandatory.", embargo=Embargo(None)) != ()


@pytest.mark.parametrize(
    ("words", "asks"),
    [("Embargoed to 0001 Friday November 27", False), ("Embargoed to 0001 Saturday", True),
     ("Sperrfrist Sonnabend 19.00 Uhr", True), ("Sperrfrist Freitag 19.00 Uhr", False),
     ("Embargoed until 0001", False), ("Sous embargo jusqu'à lundi", True), ("Sous embargo jusqu'à jeudi", False)],
)  # fmt: skip
def test_65_words_that_name_another_day_than_the_field_ask_a_person(words: str, asks: bool) -> None:
    midnight = datetime(2026, 11, 27, 0, 1, tzinfo=UTC)  # a Friday there, and still Thursday further west
    questions = asked("ed_note", words, embargo=Embargo(midnight))
    assert ["another day" in question for question in questions] == [True] * asks


def test_65_an_hour_that_ends_the_field_on_another_day_elsewhere_is_the_same_instant() -> None:
    eve = Embargo(datetime(2026, 11, 26, 23, 1, tzinfo=UTC))
    assert asked("ed_note", "Embargoed to 0001 Friday", embargo=eve) == ()


KILLS = {
    "newsml-g2": '<newsItem guid="urn:mw:1" version="1"><itemMeta><provider literal="MW"/></itemMeta><contentMeta>'
    "<headline>KILL KILL KILL</headline></contentMeta><contentSet><inlineXML><html><body><p>Words.</p>"
    "</body></html></inlineXML></contentSet></newsItem>",
    "nitf": '<nitf><head><docdata><doc-id id-string="A1"/></docdata></head><body><body.head><hedline>'
    "<hl1>KILL KILL KILL</hl1></hedline></body.head><body.content><p>Words.</p></body.content></body></nitf>",
    "ninjs": '{"uri": "urn:mw:1", "type": "text", "headline": "KILL KILL KILL", "body_html": "<p>Words.</p>"}',
    "rss": "<rss version='2.0'><channel><title>MW</title><item><guid>1</guid><title>KILL KILL KILL</title>"
    "<description>Words.</description></item></channel></rss>",
    "jsonfeed": '{"version": "https://jsonfeed.org/version/1", "title": "MW", "items": [{"id": "1", "title": '
    '"KILL KILL KILL", "content_text": "Words."}]}',
}


@pytest.mark.parametrize("name", KILLS)
def test_a_kill_in_words_is_never_published_unseen_whatever_the_format(name: str, origin: Origin) -> None:
    reading = read(KILLS[name].encode(), origin)
    assert reading.format == name
    assert any("kill" in query for dispatch in reading.dispatches for query in dispatch.queries)
