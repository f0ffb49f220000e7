from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from stet.formats import looks_like_stop, read, sent_texts, stop_orders
from stet.formats.mail_parts import decoded
from stet.model.dispatch import STOPS, Dispatch, Kind, Status
from stet.model.packet import Limits, Origin
from stet.model.text import fingerprint

WIRES = Path(__file__).parents[1] / "wires"
SAMPLES = Path(__file__).parents[3] / "shared" / "wires" / "email"
ORIGIN = Origin(feed="mw", source="here.eml", arrived=datetime(2026, 3, 4, 12, tzinfo=UTC))
HEAD = (
    b"From: Marlow Wire <desk@marlow.example>\nDate: Wed, 4 Mar 2026 12:00:00 +0000\nMessage-ID: <1@mw>\nSubject: S\n"
)


def mails() -> list[bytes]:
    return [path.read_bytes() for path in sorted((WIRES / "mail").glob("*/*")) if path.name != "expected.json"]


def one(data: bytes, origin: Origin) -> Dispatch:
    (dispatch,) = read(data, origin).dispatches
    return dispatch


def attached(data: bytes, *more: bytes) -> bytes:
    parts = b"".join(b"--b\n" + part + b"\n" for part in more)
    return (
        HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Disposition: attachment; filename="a"\n'
        b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(data) + b"\n" + parts + b"--b--\n"
    )


def test_headers_without_a_sender_or_alone_in_prose_are_no_mail(origin: Origin) -> None:
    for data in (
        b"Slugline: x\nPriority: 3\n\nText.\n",
        b"Subject: x\nDate: y\n\nText.\n",
        b"From: here to there\n\nText",
    ):
        assert read(data, origin).format != "mail"


@pytest.mark.parametrize(
    ("raw", "read_as"),
    [
        ("=?utf-8?Q?Caf=C3=A9?=", "Café"), ("=?utf-8?B?Q2Fmw6k=?=", "Café"), ("=?utf-8?B?Q2Fmw6k?=", "Café"),
        ("=?utf-8?Q?Caf=C3?= =?utf-8?Q?=A9?=", "Café"), ("=?utf-8?q?a?=  =?utf-8?q?b?= c", "ab c"),
        ("=?windows-1252?Q?It=92s_here?=", "It’s here"), ("=?windows-1252?Q?It’s_here?=", "It’s here"),
        ("=?iso-8859-1*fr?Q?=E9t=E9?=", "été"), ("=?nobody-knows?Q?=C3=A9?=", "é"), ("a = ? b", "a = ? b"),
        ("=?utf-8?Q?a?= and =?iso-8859-1?Q?=E9?=", "a and é"), ("=?utf-8?B?%%%?=", ""),
    ],
)  # fmt: skip
def test_encoded_words_of_headers_are_read_as_they_are_written(raw: str, read_as: str) -> None:
    assert decoded(raw) == read_as


@pytest.mark.parametrize(
    ("subject", "headline"),
    [("Re: Re: AW: Pier", "Pier"), ("FWD: Pier", "Pier"), ("Fw[2]: Pier", "Pier"), ("Refit: a pier", "Refit: a pier")],
)
def test_marks_of_replies_and_forwards_are_kept_out_of_the_headline_and_hold(
    subject: str, headline: str, origin: Origin
) -> None:
    dispatch = one(HEAD.replace(b"Subject: S", f"Subject: {subject}".encode()) + b"\nWords.\n", origin)
    assert dispatch.headline == headline
    assert bool(dispatch.queries) is (subject != headline)


@pytest.mark.parametrize(
    ("sender", "provider", "byline"),
    [
        ("Marlow Wire <desk@marlow.example>", "Marlow Wire", None), ("desk@marlow.example", "marlow.example", None),
        ("Tam Orrin <tam.orrin@marlow.example>", "marlow.example", "Tam Orrin"),
        ('"Orrin, Tam" <orrin@marlow.example>', "marlow.example", "Orrin, Tam"),
        ("=?utf-8?Q?Agence_Caf=C3=A9?= <a@x.example>", "Agence Café", None),
    ],
)  # fmt: skip
def test_a_sender_is_a_house_or_a_person_of_one(sender: str, provider: str, byline: str, origin: Origin) -> None:
    data = HEAD.replace(b"Marlow Wire <desk@marlow.example>", sender.encode()) + b"\nWords.\n"
    assert (one(data, origin).provider, one(data, origin).byline) == (provider, byline)
    named = one(b"Organization: Marlow Wire\n" + data, origin)
    assert named.provider == "Marlow Wire"


def test_the_feeds_charset_reads_what_declares_none(origin: Origin) -> None:
    data = HEAD + b"\n" + "Погода в Истмире".encode("cp1251") + b"\n"
    assert one(data, replace(origin, charset="windows-1251")).body_text == "Погода в Истмире"
    unknown = one(data, origin)
    assert "needs the name of its charset" in unknown.queries[0]


def test_base64_that_is_damaged_holds_its_text_and_refuses_its_file(origin: Origin) -> None:
    data = HEAD + b"Content-Transfer-Encoding: base64\n\nV29yZHM*gb2YgYSBwaWVyLg\n"
    assert any("damaged" in query for query in one(data, origin).queries)


@pytest.mark.parametrize(
    "kind", ["newsml-g2/story/01.xml", "nitf/story/01.xml", "ninjs/one/01.json", "atom/feed/01.xml"]
)
def test_what_is_attached_is_read_as_if_it_had_come_alone(kind: str, origin: Origin) -> None:
    data = (WIRES / kind).read_bytes()
    alone, within = read(data, origin), read(attached(data), origin)
    assert within.format == "mail"
    assert [(d.story_key, d.digest, d.format) for d in within.dispatches] == [
        (d.story_key, d.digest, d.format) for d in alone.dispatches
    ]
    assert len(within.refusals) == len(alone.refusals)


def test_a_document_said_in_the_text_of_a_mail_is_read_as_that_document(origin: Origin) -> None:
    dispatch = one(HEAD + b"\n" + (WIRES / "nitf/story/01.xml").read_bytes(), origin)
    assert (dispatch.format, dispatch.guid) == ("nitf", "MW-20260304-12")


@pytest.mark.parametrize("path", ["newsml-g2/kill/01.xml", "nitf/order-on-another/01.xml"])
@pytest.mark.parametrize("cut", [0, 40])
def test_a_kill_in_base64_is_found_by_both_readers_also_in_ruins(path: str, cut: int, origin: Origin) -> None:
    data = (WIRES / path).read_bytes()
    mail = attached(data[: len(data) - cut])
    assert looks_like_stop(mail)
    assert {d.story_key for d in stop_orders(mail, origin)} == {d.story_key for d in stop_orders(data, origin)} != set()
    if not cut:
        stops = {d.story_key for d in read(mail, origin).dispatches if d.status in STOPS}
        assert stops == {d.story_key for d in stop_orders(data, origin)}


@pytest.mark.parametrize("charset", [b"charset=utf-16", b"charset=x-unknown", b"charset=\x00", b"charset*"])
def test_a_kill_in_damaged_base64_is_found_whatever_its_charset_is_said_to_be(charset: bytes, origin: Origin) -> None:
    letters = base64.encodebytes((WIRES / "newsml-g2/kill/01.xml").read_bytes())
    mail = HEAD + b"Content-Type: text/xml; " + charset + b"\nContent-Transfer-Encoding: base64\n\n"
    assert len(stop_orders(mail + letters[:-8] + b"\xf2", origin)) == 1


def test_a_kill_in_a_mail_that_breaks_off_is_still_a_kill(origin: Origin) -> None:
    mail = attached((WIRES / "newsml-g2/kill/01.xml").read_bytes())[:-6]
    assert read(mail, origin).dispatches == ()
    assert len(stop_orders(mail, origin)) == 1


def test_a_kill_that_answers_a_mail_stops_what_that_mail_said(origin: Origin) -> None:
    story = one((WIRES / "mail/plain/02.eml").read_bytes(), origin)
    note, order, *_ = read((WIRES / "mail/orders/01.eml").read_bytes(), origin).dispatches
    assert note.kind is Kind.ADVISORY
    assert (order.story_key, order.status) == (story.story_key, Status.CANCELED)


def test_a_kill_stops_the_items_of_a_wire_that_it_names_by_serial_and_withholds_those_it_names_by_slug(
    origin: Origin,
) -> None:
    """Edge case 119; life.md 5, rule 1."""
    _, _, *named = read((WIRES / "mail/orders/01.eml").read_bytes(), origin).dispatches
    assert {(order.guid, order.status) for order in named} == {
        ("marlow-wire/v9991/2026-03-04", Status.CANCELED), ("marlow-wire/ferry-fares/2026-03-04", Status.WITHHELD),
    }  # fmt: skip
    assert {(d.guid, d.status) for d in stop_orders((WIRES / "mail/orders/01.eml").read_bytes(), origin)} >= {
        (order.guid, order.status) for order in named
    }


def test_a_kill_in_the_cover_note_of_other_items_is_not_left_aside(origin: Origin) -> None:
    nitf = (WIRES / "nitf/story/01.xml").read_bytes()
    mail = attached(nitf, b"\nEditors, please kill the story Ferry-Fares, V9991. A kill is mandatory.")
    assert {d.kind for d in read(mail, origin).dispatches} == {Kind.ADVISORY, Kind.STORY}


def test_mails_in_mails_without_end_are_refused(origin: Origin) -> None:
    mail = HEAD + b"\nWords.\n"
    for _ in range(12):
        mail = HEAD + b"Content-Type: message/rfc822\n\n" + mail
    assert [r.reason for r in read(mail, origin).refusals] == ["mails nested in mails too deeply"]
    stop_orders(mail, origin)


def test_parts_in_parts_deeper_than_the_limit_are_refused(origin: Origin) -> None:
    inner = b"Content-Type: text/plain\n\nWords.\n"
    for n in range(20):
        inner = b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n%s\n--b%d--\n' % (n, n, inner, n)
    limited = replace(origin, limits=Limits(depth=10))
    assert one(HEAD + inner, origin).body_text == "Words."
    (refusal,) = read(HEAD + inner, limited).refusals
    assert refusal.reason == "parts nested in parts more than 10 levels deep, and 10 is the limit"


@pytest.mark.parametrize(
    "nest", [b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n', HEAD + b"\n", b"From: a\nTo: b\n\n"]
)
def test_a_mail_that_nests_thousands_of_times_is_refused_quickly(nest: bytes, origin: Origin) -> None:
    data = HEAD + nest * 4000
    read(data, origin)
    stop_orders(data, origin)


def test_text_wrapped_for_a_screen_is_a_paragraph_again_and_a_list_stays_a_list(origin: Origin) -> None:
    body = one((WIRES / "mail/plain/01.eml").read_bytes(), origin).body_html
    assert body.count("<p>") == 3
    assert "By the numbers:<br>\nTables: 40<br>" in body


def test_soft_breaks_of_flowed_text_are_mended(origin: Origin) -> None:
    said = b"\nThe pier is \nlong and w \net.\n  Indented.\n"
    flowed = HEAD + b"Content-Type: text/plain; format=flowed; delsp=yes\n" + said
    assert one(flowed, origin).body_text == "The pier islong and wet.\n\nIndented."
    assert "The pier is long" in one(flowed.replace(b"; delsp=yes", b""), origin).body_text


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(mails())))
    for _ in range(draw(st.integers(0, 8))):
        place = draw(st.integers(0, len(data) - 1))
        data[place : place + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
        if not data:
            data = bytearray(b"x")
    return bytes(data[: draw(st.integers(0, len(data)))]) if draw(st.booleans()) else bytes(data)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(damaged())
def test_a_damaged_mail_never_raises_and_never_makes_up_text(data: bytes) -> None:
    reading, sent = read(data, ORIGIN), sent_texts(data, ORIGIN)
    for dispatch in reading.dispatches:
        assert dispatch.wire_fingerprint == fingerprint(sent.get(dispatch.index, ""))
    stop_orders(data, ORIGIN)


FIELDS = st.sampled_from(
    ["From", "Subject", "Date", "Content-Type", "Content-Disposition", "Content-Transfer-Encoding", "Message-ID", "To"]
)
VALUES = st.text(max_size=40) | st.sampled_from(
    [
        'multipart/mixed; boundary="b"', "text/plain; charset=\x00", "multipart/mixed; boundary*0=b", "=?a?b?c?=",
        "text/html; charset*=utf-8''x", "attachment; filename*0*=''%FF; filename*1=x", "base64", "x-uuencode", "<>",
        '"unclosed <a@b', "message/rfc822", "multipart/alternative; boundary=b", "quoted-printable", "a@b (",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(FIELDS, VALUES), max_size=6), st.text(max_size=80))
def test_no_header_however_odd_ever_raises(fields: list[tuple[str, str]], body: str) -> None:
    head = "".join(f"{name}: {value}\n" for name, value in fields)
    data = HEAD + f"{head}\n--b\n{head}\n{body}\n--b--\n".encode("utf-8", "surrogatepass")
    assert read(data, ORIGIN).format or read(data, ORIGIN).refusals
    stop_orders(data, ORIGIN)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples beside the repository")
def test_a_real_mail_is_read_and_templates_are_refused_as_such(origin: Origin) -> None:
    outcomes = {path.name[:6]: read(path.read_bytes(), origin) for path in SAMPLES.iterdir()}
    real = outcomes.pop("ec7157")
    assert (len(real.dispatches), real.refusals) == (1, ())
    assert real.dispatches[0].headline is not None
    assert "’s" in real.dispatches[0].headline
    assert real.dispatches[0].body_text.count("\n\n") > 20
    assert {r.reason for reading in outcomes.values() for r in reading.refusals} == {
        "a template with fields that were never filled in, not copy"
    }


def test_the_cover_of_a_forwarded_mail_is_held_with_it_and_what_a_bounce_brings_back_is_nothing(origin: Origin) -> None:
    inner = b"--b\nContent-Type: message/rfc822\n\n" + HEAD.replace(b"<1@mw>", b"<2@mw>") + b"\nThe copy.\n--b--\n"
    cover = b"\n--b\n\nFor your information.\n"
    forwarded = read(HEAD + b"Content-Type: multipart/mixed; boundary=b\n" + cover + inner, origin).dispatches
    assert [dispatch.guid for dispatch in forwarded] == ["1@mw", "2@mw"]
    assert all(dispatch.queries for dispatch in forwarded)
    bounced = read(HEAD + b"Content-Type: multipart/report; boundary=b\n" + cover + inner, origin).dispatches
    assert [dispatch.kind for dispatch in bounced] == [Kind.ADVISORY]


def test_one_text_that_cannot_be_read_hides_no_attachment(origin: Origin) -> None:
    nitf = base64.encodebytes((WIRES / "nitf/story/01.xml").read_bytes())
    data = (
        HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\ncaf\xc3\xa9 \xe9 caf\n--b\n"
        b'Content-Disposition: attachment; filename="a.xml"\nContent-Transfer-Encoding: base64\n\n' + nitf + b"--b--\n"
    )
    assert one(data, origin).guid == "MW-20260304-12"


CUT_KILL = (
    b"From: Marlow Wire <desk@marlow.example>\nDate: Wed, 4 Mar 2026 12:00:00 +0000\nMessage-ID: <2@mw>\n"
    b"In-Reply-To: <1@mw>\nSubject: KILL: Ferry\n"
)
RUINS = {
    "cut before the last boundary": b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nPlease kill the sto',
    "a letter of its text damaged": b"Content-Type: text/plain; charset=utf-8\n\nK\xc3\xb6ln \xff\xc3( and more\n",
    "encrypted": b'Content-Type: multipart/encrypted; boundary="b"\n\n--b\n\nx\n--b--\n',
    "a header that cannot be read": b"Content-Type: multipart/mixed; boundary*" + b"9" * 5000 + b"=x\n\nWords.\n",
    "a format that cannot be read": b"Content-Type: text/plain; format*" + b"9" * 5000 + b"=x\n\nWords.\n",
}


@pytest.mark.parametrize("ruin", RUINS)
def test_a_kill_by_its_subject_stops_what_it_answers_whatever_became_of_its_text(ruin: str, origin: Origin) -> None:
    story = one(HEAD + b"\nWords.\n", origin)
    assert [(d.story_key, d.status) for d in stop_orders(CUT_KILL + RUINS[ruin], origin)] == [
        (story.story_key, Status.CANCELED)
    ]


HOSTILE = {
    "comments in comments": HEAD.replace(b"Marlow Wire <desk@marlow.example>", b"(" * 1200) + b"\nWords.\n",
    "a long number of a parameter": HEAD + b"Content-Type: text/plain; format*" + b"9" * 5000 + b"=x\n\nWords.\n",
    "a long number of a boundary": HEAD + b"Content-Type: multipart/mixed; boundary*" + b"9" * 5000 + b"=x\n\nWords.\n",
    "a long number of a charset": HEAD + b"Content-Type: text/plain; charset*" + b"9" * 5000 + b"=x\n\nWords.\n",
    "a long number in S/MIME": HEAD + b"Content-Type: application/pkcs7-mime; smime-type*" + b"9" * 5000 + b"=x\n\nW\n",
    "a long number of a name": HEAD + b"Content-Disposition: attachment; filename*" + b"9" * 5000 + b"=x\n\nWords.\n",
    "a mailbox line of figures": HEAD + b"\n\n\nFrom " + b"1" * 50_000,
    "a mailbox of figures": b"From " + b"1" * 50_000 + b"\n" + HEAD + b"\n\nFrom " + b"1" * 50_000,
    "replies to replies": HEAD.replace(b"Subject: S", b"Subject: " + b"re:" * 80_000) + b"\nWords.\n",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_header_neither_raises_nor_takes_its_time(case: str, origin: Origin) -> None:
    started = process_time()
    read(HOSTILE[case], origin)
    sent_texts(HOSTILE[case], origin)
    stop_orders(HOSTILE[case], origin)
    assert process_time() - started < 10


@pytest.mark.parametrize(
    "words",
    ['"Please kill this story," the aide wrote to the editor.', "> Please kill this story, A0132.\n\nNo, we said.",
     "The aide wrote.\n\nThe paper ran it.\n\nPlease kill the story Bridge, A0132, he had asked.",
     "An aide wrote: „Bitte diese Meldung nicht mehr verwenden“"],
)  # fmt: skip
def test_what_somebody_is_quoted_as_saying_orders_nothing(words: str, origin: Origin) -> None:
    mail = CUT_KILL.replace(b"KILL: Ferry", b"Re: Ferry") + b"Content-Type: text/plain; charset=utf-8\n\n"
    assert stop_orders(mail + words.encode(), origin) == ()


@pytest.mark.parametrize("words", ["Please kill the story Bridge, A0132.", "Editors:\n\nA kill is mandatory."])
def test_an_order_in_its_first_two_lines_is_one(words: str, origin: Origin) -> None:
    mail = CUT_KILL.replace(b"KILL: Ferry", b"Re: Ferry") + b"\n" + words.encode()
    assert next(d.status for d in stop_orders(mail, origin)) == Status.CANCELED


def test_flowed_lines_never_join_a_signature(origin: Origin) -> None:
    mail = HEAD + b"Content-Type: text/plain; format=flowed\n\nThe ferry sails \nagain \n-- \nAnna, desk, 0555 1\n"
    dispatch = one(mail, origin)
    assert dispatch.body_text == "The ferry sails again\n\n--\nAnna, desk, 0555 1" or "again\n" in dispatch.body_text
    assert any("signature" in query for query in dispatch.queries)


@pytest.mark.parametrize("end", ["<!--", "<textarea>", '<p class="x>'])
def test_a_part_of_a_mail_never_swallows_the_next_one(end: str, origin: Origin) -> None:
    parts = (
        f"--b\nContent-Type: text/html\n\n<p>First.</p>{end}\n--b\nContent-Type: text/html\n\n<p>Second.</p>\n--b--\n"
    )
    dispatch = one(HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n' + parts.encode(), origin)
    assert dispatch.body_text == "First.\n\nSecond."
    assert any("breaks off" in query for query in dispatch.queries)


@pytest.mark.parametrize(
    ("subject", "top"),
    [("EMBARGOED: Mayor", ""), ("Mayor", "EMBARGOED UNTIL 0001 MONDAY\n\n"), ("Mayor", "Sperrfrist: 19.00 Uhr\n\n"),
     ("Mayor", "HOLD FOR RELEASE until Monday\n\n"), ("NOT FOR PUBLICATION", "")],
)  # fmt: skip
def test_an_embargo_in_the_words_of_a_mail_waits_for_a_person(subject: str, top: str, origin: Origin) -> None:
    mail = HEAD.replace(b"Subject: S", f"Subject: {subject}".encode()) + f"\n{top}The mayor spoke on Sunday.\n".encode()
    assert one(mail, origin).queries != () or one(mail, origin).kind is Kind.ADVISORY
