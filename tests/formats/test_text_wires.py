"""Text wires: the grammar by control characters, what becomes of every line, ids, orders (life.md 2, 3 and 5)."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from stet.formats import looks_like_stop, read, sent_texts, stop_orders
from stet.formats.dates import month, nearest_year
from stet.model.dispatch import STOPS, Dispatch, Kind, Status
from stet.model.packet import Origin
from stet.model.text import fold

SAMPLES = Path(__file__).parents[3] / "shared" / "wires"
FOLDERS = ("anpa", "iptc7901", "zczc")

ANPA = (
    "\x16\x16\x01{serial}\x1fx\r\nr {category}\x13\x11 {short}  03-04 0087\r\n\x02^{slug}<\r\n{head}"
    "\t{body}\r\n\x03MW-WF-03-04-26 {time}GMT<\r\n\x04"
)
IPTC = (
    "\x01eca0031 4 pl 64  mw {number}\r\n\r\n{slug}/\r\n\x02{headline} =\r\n\r\n{body}\r\n"
    "\x03040730 GMT Mar 26\r\n\x7f\x04"
)


def anpa(
    slug: str, *, body: str = "EASTMERE (MW) _ Words.", head: str = "^A headline<\r\n", serial: str = "W2101",
    short: str = "", category: str = "i", time: str = "0730",
) -> bytes:  # fmt: skip
    short = short or slug.partition(",")[0].replace(" ", "")[:20]
    return ANPA.format(
        slug=slug, body=body, head=head, serial=serial, short=short, category=category, time=time
    ).encode()


def iptc(
    headline: str = "A headline", *, body: str = "Eastmere (mw) - Words.", slug: str = "Harbour/Fire",
    number: str = "0157",
) -> bytes:  # fmt: skip
    return IPTC.format(headline=headline, body=body, slug=slug, number=number).encode()


def only(data: bytes, origin: Origin) -> Dispatch:
    reading = read(data, origin)
    assert reading.refusals == ()
    (dispatch,) = reading.dispatches
    assert not any("differs" in query for query in dispatch.queries)
    return dispatch


# The grammar


@pytest.mark.parametrize(
    "change",
    [
        ("\x16\x16", ""), ("\x16\x16\x01", ""), ("\x03", ""), ("\x04", ""), ("\r\n", "\n"), ("\r\n", "\r"),
        ("\r\n", "\r\r\n"), ("\x1fx", ""), ("\x1fx", "MW\x1fx"), ("\x13\x11", ""), ("W2101", "w210"),
        ("  03-04 0087", "  03-04"), ("\x16\x16", "\x00\x16"),
    ],
)  # fmt: skip
def test_anpa_is_read_as_real_files_are_written(change: tuple[str, str], origin: Origin) -> None:
    data = anpa("BC-EM--Harbour-Fire,87").decode().replace(*change).encode()
    dispatch = only(data, origin)
    assert dispatch.format == "anpa"
    assert (dispatch.guid, dispatch.headline) == ("mw/em-harbour-fire/2026-03-04", "A headline")
    assert dispatch.body_text == "EASTMERE (MW) _ Words."
    assert dispatch.queries == ()


@pytest.mark.parametrize(
    "change",
    [
        ("\x01", ""), ("\x7f\x04", ""), ("\r\n", "\n"), ("\r\n", "\r"), ("\r\n", "\r\r\n"), ("0031", "031"),
        (" pl ", " "), (" 64 ", " "), ("mw 0157", "mw-tns 0157"), ("mw 0157", "mw"), ("GMT ", ""), ("Mar", "März"),
        ("Mar", "mars"), ("\x01", "\x16\x00\x01"), ("\x03", ""),
    ],
)  # fmt: skip
def test_iptc_7901_is_read_as_real_files_are_written(change: tuple[str, str], origin: Origin) -> None:
    dispatch = only(iptc().decode().replace(*change).encode(), replace(origin, time_zone="UTC"))
    assert dispatch.format == "iptc7901"
    assert dispatch.guid == "mw/harbour-fire/a-headline/2026-03-04"
    assert str(dispatch.version_created) == "2026-03-04 07:30:00+00:00"
    assert (dispatch.slugline, dispatch.headline, dispatch.urgency) == ("Harbour/Fire", "A headline", 4)
    assert dispatch.body_text == "Eastmere (mw) - Words."
    assert dispatch.queries == ()


def test_a_message_that_nothing_ends_holds_its_story(origin: Origin) -> None:
    """Edge case 101: a file may still be on its way."""
    cut = iptc().partition(b"\x03")[0]
    assert only(cut, origin).queries == ("Nothing marks the end of the text: the message may have been cut short.",)


def test_many_messages_in_one_file_are_many_items_and_a_broken_one_hides_no_other(origin: Origin) -> None:
    data = anpa("BC-EM--One,1") + b"\x16\x16\x01rubbish\r\n\x04" + anpa("BC-EM--Two,2")
    reading = read(data, origin)
    assert [dispatch.slugline for dispatch in reading.dispatches] == ["EM--One", "EM--Two"]
    assert [refusal.index for refusal in reading.refusals] == [1]


def test_controls_of_the_grammar_are_consumed_and_any_left_in_the_text_are_said(origin: Origin) -> None:
    """Edge case 10."""
    dispatch = only(anpa("BC-EM--Fire,1", body="Words\x10and\x08words\x7f."), origin)
    assert dispatch.body_text == "Words and words ."
    assert "3 control characters in the text replaced by a blank" in dispatch.problems


def test_anpa_s_typography_stays_but_for_its_end_marks(origin: Origin) -> None:
    """Edge case 11."""
    body = "EASTMERE (MW) _ ``Words,'' he said _ twice.<\r\n^Online:<\r\n\tx < y<"
    assert only(anpa("BC-EM--Fire,1", body=body), origin).body_text == (
        "EASTMERE (MW) _ ``Words,'' he said _ twice.\n\nOnline:\n\nx < y"
    )


def test_a_first_row_of_blanks_joins_no_lines_that_were_broken_by_hand(origin: Origin) -> None:
    body = "    \r\nWAGGANOO TROT\r\nDIVIDENDS\r\n\r\nRace 1: " + "6 10 9 " * 8
    assert only(iptc(body=body), origin).body_text.startswith("WAGGANOO TROT\nDIVIDENDS\n\n")


def test_a_line_without_a_tab_belongs_to_the_paragraph_before_it(origin: Origin) -> None:
    """Edge case 75."""
    body = "EASTMERE (MW) _ The first line\r\nand the second.\r\n\tA new paragraph\r\nthat goes on."
    text = "EASTMERE (MW) _ The first line and the second.\n\nA new paragraph that goes on."
    assert only(anpa("BC-EM--Fire,1", body=body), origin).body_text == text


def test_a_table_keeps_its_blanks_and_tabs(origin: Origin) -> None:
    """Edge case 74."""
    body = "EASTMERE (mw) - Times:\r\n\r\nPell      12:01     0:00\r\nOtt\t\t12:09\t\t0:08\r\nReed      13:30     1:29"
    assert "<pre>Pell      12:01     0:00\nOtt\t\t12:09\t\t0:08\nReed      13:30     1:29</pre>" in (
        only(iptc(body=body), origin).body_html
    )


def test_a_break_made_by_the_teleprinter_is_a_blank_and_one_made_by_hand_stays(origin: Origin) -> None:
    body = (
        "Eastmere (mw) - A fire destroyed two sheds in the old harbour of the\r\ntown of Eastmere early on Wednesday,"
        " the fire brigade of the\r\ncounty said.\r\n\r\n- One shed held rope.\r\n- The other held nothing."
    )
    assert only(iptc(body=body), origin).body_html.count("<br>") == 1


# What is for editors


def test_what_is_not_for_publication_is_kept_for_editors(origin: Origin) -> None:
    closed = "The following information is not for publication\r\n\r\n## Editorial contacts\r\n- Pell"
    body = f"Eastmere (mw) - Words.\r\n\r\n{closed}"
    dispatch = only(iptc(body=body), origin)
    assert (dispatch.body_text, dispatch.ed_note) == ("Eastmere (mw) - Words.", "## Editorial contacts\n- Pell")


@pytest.mark.parametrize(
    ("heading", "above"),
    [("## Note to editors", ""), ("## Notes to the editors:", "# Notebook"), ("## Editorial contacts", "# Notebook"),
     ("## Redaktionelle Hinweise", "# Notizblock")],
)  # fmt: skip
def test_all_from_the_block_of_notes_to_editors_on_is_kept_for_editors(
    heading: str, above: str, origin: Origin
) -> None:
    """Edge case 82."""
    rows = [above, "", heading, "- (c) Marlow Wire", "* * * *", "This is for editors, too", "", "mw ab"]
    body = f"Eastmere (mw) - Words.\n\n# Weather\n\nIt rained.\n\n{chr(10).join(rows)}"
    dispatch = only(iptc(body=body.replace("\n", "\r\n")), origin)
    assert dispatch.body_text == "Eastmere (mw) - Words.\n\n# Weather\n\nIt rained."
    assert dispatch.ed_note == "\n".join(filter(None, rows))
    assert dispatch.queries == ()
    assert sent_texts(iptc(body=body), origin)[0].split()[-2:] == ["It", "rained."]


def test_a_note_to_editors_before_the_story_takes_no_word_off_and_asks_a_person(origin: Origin) -> None:
    dispatch = only(iptc(body="## Note to editors\r\n- With photos.\r\n\r\nEastmere (mw) - Words."), origin)
    assert dispatch.body_text.endswith("Words.")
    assert dispatch.queries == (
        "A line in the body looks like one for editors: “## Note to editors”. No cut rule takes it off.",
    )


@pytest.mark.parametrize("row", ["A note to editors", "## Note to editors of schoolbooks", "# Note to editors"])
def test_a_line_that_only_speaks_of_editors_ends_no_story(row: str, origin: Origin) -> None:
    assert only(iptc(body=f"Words.\r\n\r\n{row}\r\n\r\nMore words."), origin).body_text.endswith("More words.")


def test_notes_to_editors_at_the_top_are_taken_off(origin: Origin) -> None:
    body = "(Eds: With photos.)\r\n\tEASTMERE (MW) _ Words."
    dispatch = only(anpa("BC-EM--Fire,1", body=body, head="^A headline<\r\n^Eds: UPDATES\r\nthroughout.<\r\n"), origin)
    assert dispatch.body_text == "EASTMERE (MW) _ Words."
    assert dispatch.ed_note == "UPDATES throughout.\n(With photos.)"


def test_a_sign_off_is_cut_by_what_is_known_of_the_agency(origin: Origin) -> None:
    data = iptc(body="Berlin (dpa) - Words.\r\n\r\ndpa ab cd").replace(b"mw 0157", b"dpa 0157")
    assert only(data, origin).body_text == "Berlin (dpa) - Words."


# Who it is


def test_leads_of_one_slug_and_service_day_are_one_story(origin: Origin) -> None:
    first = only(anpa("BC-EM--Harbour-Fire,87"), origin)
    lead = only(anpa("BC-EM--Harbour-Fire, 1st Ld-Writethru,112", head="^Another<\r\n", time="0930"), origin)
    again = only(anpa("AM-EM--Harbour-Fire, 2nd Ld,112", time="1130"), origin)
    tomorrow = only(anpa("BC-EM--Harbour-Fire,87").replace(b"03-04", b"03-05"), origin)
    assert first.story_key == lead.story_key == again.story_key != tomorrow.story_key
    assert first.version is lead.version is None
    assert first.version_created < lead.version_created  # type: ignore[operator]
    assert lead.signals == ("1st Ld-Writethru", "sig:update")
    assert any("weak" in problem for problem in first.problems)


def test_two_stories_under_one_topic_are_two_stories(origin: Origin) -> None:
    """Slugs of IPTC 7901 name topics. Two stories must never share a page, and a house headline."""
    one, two = only(iptc("A fire in the harbour"), origin), only(iptc("A boat in the harbour", number="0160"), origin)
    assert one.story_key != two.story_key
    assert set(one.alt_ids) & set(two.alt_ids) >= {"Harbour/Fire", "mw/harbour-fire/2026-03-04"}


def test_two_alerts_of_one_day_are_two_stories(origin: Origin) -> None:
    one, two = (
        only(anpa("BC-APNewsAlert", body=f"EASTMERE (AP) _ {words}", head=""), origin) for words in ("Fire.", "Flood.")
    )
    assert one.kind is two.kind is Kind.ALERT
    assert one.story_key != two.story_key
    assert one.headline == "Fire."


def test_serials_and_slugs_are_the_other_names_that_orders_use(origin: Origin) -> None:
    assert only(anpa("BC-EM--Harbour-Fire,87"), origin).alt_ids == (
        "W2101", "BC-EM--Harbour-Fire", "EM--Harbour-Fire", "mw/w2101/2026-03-04", "mw/harbour-fire/2026-03-04",
    )  # fmt: skip
    assert {"mw 0157", "mw 157", "eca0031", "mw/mw-157/2026-03-04"} <= set(only(iptc(), origin).alt_ids)


def test_an_id_is_the_same_whenever_the_same_bytes_are_read(origin: Origin) -> None:
    for data in (anpa("BC-EM--Fire,1"), iptc(), b"ZCZC\n$Words and words\nWords.\nNNNN\n"):
        assert only(data, origin).guid == only(data, origin).guid


# Time


def test_a_date_without_a_year_is_the_one_nearest_to_arrival(origin: Origin) -> None:
    """Edge case 60."""
    data = anpa("BC-EM--Old-Year,7").replace(b"03-04 0087", b"12-31 0007").partition(b"\x03")[0] + b"\x03\x04"
    for arrived, year in (("2026-01-01T06:00", 2025), ("2025-12-31T06:00", 2025), ("2026-12-30T06:00", 2026)):
        at = datetime.fromisoformat(arrived).replace(tzinfo=UTC)
        assert only(data, replace(origin, arrived=at)).guid == f"mw/em-old-year/{year}-12-31"
    assert nearest_year(2, 29, datetime(2025, 3, 1, tzinfo=UTC)) == 2024
    assert nearest_year(2, 30, datetime(2026, 3, 1, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("word", "number"),
    [("Okt", 10), ("Mär", 3), ("mar", 3), ("MÄRZ", 3), ("déc.", 12), ("dec", 12), ("août", 8), ("aout", 8),
     ("juil.", 7), ("Ene", 1), ("gen", 1), ("mag", 5), ("maj", 5), ("mei", 5), ("out", 10), ("des", 12),
     ("Jänner", 1), ("tammi", 1)],
)  # fmt: skip
def test_a_month_is_known_in_the_languages_of_the_wires(word: str, number: int) -> None:
    """Edge case 61."""
    assert month(word) == number


def test_a_month_that_is_none_gives_no_time_and_says_so(origin: Origin) -> None:
    dispatch = only(iptc().replace(b"Mar", b"Xyz"), origin)
    assert dispatch.version_created is None
    assert "the month “Xyz” of the trailer is not known; its time was not used" in dispatch.problems


def test_a_time_that_cannot_be_gives_no_time(origin: Origin) -> None:
    """Edge case 58."""
    dispatch = only(iptc().replace(b"040730", b"322561"), origin)
    assert dispatch.version_created is None
    assert any("not a possible date" in problem or "not a date" in problem for problem in dispatch.problems)


# Orders

KILL = anpa(
    "BC-EM--Harbour-Fire, KILL,60", serial="W2199", head="^BULLETIN KILL<\r\n",
    body="Please kill the story Harbour-Fire, W2101. A kill is mandatory.<",
)  # fmt: skip
HOLD = anpa("BC-EM--Harbour-Fire, HOLD,60", serial="W2199", head="", body="It is being checked.<")
BY_SERIAL = iptc("KILL KILL KILL", body="Please kill item mw 0157 sent today.", number="0164").replace(
    b"mw 0157 s", b"dpa 157 s"
)


@pytest.mark.parametrize("data", [KILL, HOLD, BY_SERIAL])
def test_an_order_is_filed_and_stops_another_item(data: bytes, origin: Origin) -> None:
    """Edge case 119; life.md 5: its own words are never shown."""
    reading = read(data, origin)
    own, *orders = reading.dispatches
    assert own.kind is Kind.ADVISORY
    assert own.status is Status.USABLE
    assert orders
    assert all(order.status in STOPS and order.body_text == "" for order in orders)
    assert own.story_key not in {order.story_key for order in orders}
    assert {link.rel for link in own.links} <= {"kill", "hold"}


@pytest.mark.parametrize("data", [KILL, HOLD, BY_SERIAL])
def test_the_minimal_reader_finds_the_same_orders(data: bytes, origin: Origin) -> None:
    full = {(d.story_key, d.status) for d in read(data, origin).dispatches if d.status in STOPS}
    assert {(d.story_key, d.status) for d in stop_orders(data, origin)} == full != set()
    assert looks_like_stop(data)


def test_a_kill_by_slug_names_the_very_story_that_came_under_it(origin: Origin) -> None:
    story = only(anpa("BC-EM--Harbour-Fire, 1st Ld,87"), origin)
    own, *orders = read(KILL, origin).dispatches
    assert {order.story_key: order.status for order in orders} == {
        story.story_key: Status.CANCELED, "mw/mw/w2101/2026-03-04": Status.CANCELED,
    }  # fmt: skip
    assert orders[1].guid in only(anpa("BC-EM--Harbour-Fire,87"), origin).alt_ids
    assert [link.target for link in own.links] == ["Harbour-Fire", "W2101", "EM--Harbour-Fire"]


def test_a_kill_by_serial_names_an_id_that_is_among_the_names_of_the_item(origin: Origin) -> None:
    (_, order) = read(BY_SERIAL, origin).dispatches
    item = only(iptc().replace(b"mw 0157", b"mw 0157"), origin)
    assert order.status is Status.CANCELED
    assert order.guid == "mw/dpa-157/2026-03-04"
    named = only(iptc().replace(b"mw 0157", b"dpa 0157"), origin)
    assert "dpa/dpa-157/2026-03-04" in named.alt_ids
    assert item.agency == "mw"


WORDS_ALONE = [
    "KILL KILL KILL", "Kill", "Zurückziehung", "ZURÜCKZIEHUNG", "Zurückgezogen", "Elimination", "ELIMINATION",
    "Annulation", "Story withdrawn", "Withdrawn", "Achtung Zurückziehung", "ACHTUNG: Zurückziehung", "Mandatory Kill",
]  # fmt: skip
ASKED = [
    "Please kill item mw 402 of today.", "Bitte die Meldung mw 402 (Obst wird teurer) nicht verwenden.",
    "Bitte die Meldung mw 402 zurückziehen.", "Die Meldung MW 0402 wird zurückgezogen.",
    "La dépêche mw 402 est annulée.", "Please kill item mw402.",
]  # fmt: skip


@pytest.mark.parametrize("words", WORDS_ALONE)
@pytest.mark.parametrize("text", ASKED)
def test_a_word_for_a_stop_alone_in_the_headline_kills_the_serial_that_is_named_in_any_letters(
    words: str, text: str, origin: Origin
) -> None:
    data = iptc(words, body=text, number="0164")
    own, order = read(data, origin).dispatches
    assert (own.kind, own.queries) == (Kind.ADVISORY, ())
    assert order.status is Status.CANCELED
    assert order.story_key in only(iptc(number="0402"), origin).alt_keys
    assert [(one.story_key, one.status) for one in stop_orders(data, origin)] == [(order.story_key, order.status)]
    assert looks_like_stop(data)


@pytest.mark.parametrize("words", WORDS_ALONE)
def test_a_word_for_a_stop_alone_in_the_headline_means_its_own_slug_in_any_letters(words: str, origin: Origin) -> None:
    data = iptc(words, body="Bitte die Meldung nicht verwenden.", number="0164")
    own, order = read(data, origin).dispatches
    assert own.kind is Kind.ADVISORY
    assert order.story_key in only(iptc(), origin).alt_keys
    assert [one.story_key for one in stop_orders(data, origin)] == [order.story_key]
    assert looks_like_stop(data)


@pytest.mark.parametrize("words", ["Elimination", "Withdrawn", "Killed", "Hold"])
def test_a_film_of_such_a_name_is_a_story(words: str, origin: Origin) -> None:
    for body in ("Eastmere (mw) - The film is shown, says mw 402.", "The film is shown again from Friday."):
        dispatch = only(iptc(words, body=body), origin)
        assert (dispatch.kind, dispatch.signals, dispatch.links) == (Kind.STORY, (), ())


def test_an_order_does_not_stop_the_message_that_gives_it(origin: Origin) -> None:
    data = iptc("KILL", body="Please kill item mw 402. This is mw 164.", number="0164")
    _, order = read(data, origin).dispatches
    assert order.guid == "mw/mw-402/2026-03-04"


def test_serials_by_the_letters_of_the_header_are_named_too(origin: Origin) -> None:
    _, order = read(iptc("KILL", body="Please kill item eca0402.", number="0164"), origin).dispatches
    assert order.guid == "mw/eca0402/2026-03-04"


def test_a_hold_withholds_and_asks(origin: Origin) -> None:
    own, order = read(HOLD, origin).dispatches
    assert order.status is Status.WITHHELD
    assert order.story_key == only(anpa("BC-EM--Harbour-Fire,87"), origin).story_key
    assert own.queries


@pytest.mark.parametrize(("word", "status"), [("KILL", Status.CANCELED), ("HOLD HOLD HOLD", Status.WITHHELD)])
def test_an_order_by_a_topic_of_the_day_is_as_grave_as_its_word(word: str, status: Status, origin: Origin) -> None:
    _, order = read(iptc(word, body="The story is wrong."), origin).dispatches
    assert (order.guid, order.status) == ("mw/harbour-fire/2026-03-04", status)


def test_a_kill_that_names_another_topic_of_the_day_is_a_kill_of_that_one(origin: Origin) -> None:
    data = iptc("KILL", body="Please kill the story Harbour/Boat, of today.", slug="Impressum")
    _, order = read(data, origin).dispatches
    assert (order.guid, order.status) == ("mw/harbour-boat/2026-03-04", Status.CANCELED)


def test_a_kill_with_a_broken_end_is_still_a_kill(origin: Origin) -> None:
    for size in range(KILL.index(b"KILL<") + 5, len(KILL), 7):
        assert any(order.status is Status.CANCELED for order in stop_orders(KILL[:size], origin))


@pytest.mark.parametrize("words", ["Kill Bill", "Hold Music", "Flash Flood", "Amber Alert", "Budget", "Test Cricket"])
def test_a_slug_that_only_sounds_like_an_order_is_a_story(words: str, origin: Origin) -> None:
    """Edge case 124."""
    for data in (anpa(f"BC-EM--{words},87", head=f"^{words} opens<\r\n"), iptc(f"{words} opens", slug=words)):
        dispatch = only(data, origin)
        assert (dispatch.kind, dispatch.signals, dispatch.links) == (Kind.STORY, (), ())


def test_copy_with_killed_in_it_does_not_jump_the_queue(origin: Origin) -> None:
    data = iptc("Two killed", body="Eastmere (mw) - Two were killed, the army has withdrawn.\r\n\r\nPlease note.")
    assert not looks_like_stop(data)
    assert stop_orders(data, origin) == ()


@pytest.mark.parametrize(("slug", "word"), [("Sub", "sub"), ("1st Insert", "sub"), ("Adv05", "embargo")])
def test_a_piece_of_a_story_asks_a_person_and_is_not_a_version_of_it(slug: str, word: str, origin: Origin) -> None:
    story = only(anpa("BC-EM--Harbour-Fire,87"), origin)
    piece = only(anpa(f"BC-EM--Harbour-Fire, {slug},30"), origin)
    assert any(word in query for query in piece.queries)
    if word != "embargo":
        assert piece.story_key != story.story_key
        assert [(link.rel, link.target) for link in piece.links] == [(word, story.guid)]


def test_an_add_names_the_story_it_goes_on_from_and_asks_nobody(origin: Origin) -> None:
    story = only(anpa("BC-EM--Harbour-Fire,87"), origin)
    add = only(anpa("BC-EM--Harbour-Fire, 2nd Add,30"), origin)
    assert add.continues == (story.story_key,) != (add.story_key,)
    assert add.signals == ("2nd Add", "wire:add", "wire:add-2")
    assert add.queries == ()


@pytest.mark.parametrize(
    "data",
    [
        anpa("BC-EM--Fire,1", category="v"), anpa("BC-EM--Fire, Advisory,1"), anpa("BC-MW-News-Digest,1"),
        iptc("(Achtung)\r\nImpressum", slug="Impressum"), iptc(slug="Planungshinweis"),
        anpa("BC-EM--Fire,1", head="^ADVISORY<\r\n"),
    ],
)  # fmt: skip
def test_a_note_to_editors_is_filed_as_one(data: bytes, origin: Origin) -> None:
    assert only(data, origin).kind is Kind.ADVISORY


@pytest.mark.parametrize(
    "words",
    [
        "Sperrfrist: 19.00 Uhr",
        "EMBARGOED until 1900 GMT",
        "(HOLD FOR RELEASE)",
        "Nicht vor 22.10., 11.30 Uhr verwenden",
    ],
)
def test_an_embargo_in_words_asks_a_person(words: str, origin: Origin) -> None:
    """life.md 6: a time in words is for a person to read."""
    for data in (
        iptc(f"({words})\r\nA headline"),
        iptc(body=f"{words}\r\n\r\nWords."),
        anpa("BC-EM--Fire,1", body=words),
    ):
        assert any("embargo" in query for query in only(data, origin).queries)
    assert only(iptc("Embargo on rope lifted"), origin).queries == ()


def test_a_press_release_in_an_agency_s_frame_asks_a_person(origin: Origin) -> None:
    data = b"ZCZC AAP\n%MGD\n$K\n:Rope Makers\n*X\nRope is up.\n\nSOURCE: Rope Makers\nNNNN\n"
    assert any("press release of Rope Makers" in query for query in only(data, origin).queries)


# Nothing is lost

_ANY = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=300)


def _words_in(dispatch: Dispatch) -> Counter[str]:
    said = " ".join(
        str(part)
        for part in (
            dispatch.headline, dispatch.slugline, dispatch.byline, dispatch.body_text, dispatch.ed_note,
            dispatch.summary, dispatch.credit, dispatch.links, dispatch.signals, dispatch.alt_ids, dispatch.problems,
            dispatch.word_count, dispatch.provider,
        )
    )  # fmt: skip
    return Counter(re.findall(r"\w+", said))


@given(text=_ANY)
@settings(deadline=None)
def test_any_text_of_iptc_7901_survives_letter_by_letter(text: str) -> None:
    origin = Origin(feed="mw", arrived=datetime(2026, 3, 4, tzinfo=UTC))
    data = iptc(body="Eastmere (mw) - x" + text)
    dispatch = only(data, origin)
    assert fold(dispatch.body_text) == fold(
        "Eastmere (mw) - x" + text.replace("\ufffe", " ").replace("\uffff", " ")
    ) or (dispatch.ed_note is not None)


@given(text=_ANY)
@settings(deadline=None)
def test_any_text_of_anpa_survives_letter_by_letter(text: str) -> None:
    origin = Origin(feed="mw", arrived=datetime(2026, 3, 4, tzinfo=UTC))
    dispatch = only(anpa("BC-EM--Fire,1", body="EASTMERE (MW) _ x" + text), origin)
    marks = str.maketrans("", "", "^<= \n\t")
    letters = "".join(fold(text).translate(marks).split())
    assert "".join(dispatch.body_text.split()).translate(marks).endswith(letters) or dispatch.ed_note is not None


def test_a_text_wire_that_quotes_xml_is_a_text_wire(origin: Origin) -> None:
    dispatch = only(b"ZCZC\n#Fire\n$Fire\nEASTMERE, Mar 4 MW - It begins with <?xml.\nNNNN\n", origin)
    assert dispatch.body_text.endswith("It begins with <?xml.")


@given(text=_ANY)
@settings(deadline=None)
def test_any_text_after_zczc_survives_letter_by_letter(text: str) -> None:
    origin = Origin(feed="mw", arrived=datetime(2026, 3, 4, tzinfo=UTC))
    if re.search(r"^\s*(?:NNNN|ZCZC)\b", text, re.MULTILINE):
        return
    data = f"ZCZC\n#Fire\n$A headline\nEASTMERE, Mar 4 MW - x{text}\nNNNN\n".encode()
    dispatch = only(data, origin)
    assert fold(dispatch.body_text) == fold("EASTMERE, Mar 4 MW - x" + text) or dispatch.ed_note is not None


def _between(data: bytes, dispatch_format: str) -> str:
    text = data.decode("utf-8", "replace")
    if dispatch_format == "zczc":
        return text.partition("ZCZC")[2].partition("NNNN")[0]
    return text.partition("\x02")[2].partition("\x03")[0]


def _files() -> list[Path]:
    fixtures = [path for folder in FOLDERS for path in (Path(__file__).parents[1] / "wires" / folder).glob("*/0*.txt")]
    samples = [
        path for folder in ("anpa", "iptc7901", "anpa-iptc7901") if (SAMPLES / folder).is_dir()
        for path in (SAMPLES / folder).iterdir() if not path.name.endswith(".json")
    ]  # fmt: skip
    return sorted(fixtures) + sorted(samples)


@pytest.mark.parametrize("path", _files(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_word_of_a_message_is_in_a_field_or_is_named(path: Path, origin: Origin) -> None:
    data = path.read_bytes()
    reading = read(data, origin)
    if len(reading.dispatches) != 1 or reading.format is None or b"\xfb" in data:
        return
    (dispatch,) = reading.dispatches
    if any("cp1252" in problem or "charset" in problem for problem in dispatch.problems) or b"\xcf\xee" in data:
        return
    text = _between(data, dispatch.format)
    told = _words_in(dispatch) + Counter(re.findall(r"\w+", " ".join(dispatch.places)))
    told += Counter(word for subject in dispatch.subjects for word in re.findall(r"\w+", subject.code or ""))
    known = {"Eds", "By", "END", "AP", "MW", "Kyodo", "X", "Photo", "BC", "EASTMERE", "BRISBANE"}
    missing = Counter(re.findall(r"\w+", re.sub(r"[\x00-\x08\x0e-\x1f\x7f]", " ", text))) - told
    assert set(missing) <= known


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples beside the repository")
@pytest.mark.parametrize("folder", ["anpa", "iptc7901", "anpa-iptc7901"])
def test_every_sample_is_read_word_for_word_or_refused_with_a_reason(folder: str, origin: Origin) -> None:
    for path in sorted((SAMPLES / folder).iterdir()):
        if path.name.endswith(".json"):
            continue
        data = path.read_bytes()
        reading = read(data, origin)
        assert reading.dispatches or reading.refusals
        assert folder == "anpa-iptc7901" or reading.dispatches
        sent = sent_texts(data, origin)
        for dispatch in reading.dispatches:
            assert fold(sent[dispatch.index]) == fold(dispatch.body_text) != ""
            assert not any("differs" in query for query in dispatch.queries)
            assert dispatch.headline
        assert all("wire" in refusal.reason for refusal in reading.refusals)
        assert not looks_like_stop(data)
