"""NITF, field by field as the mapping has it, with and without its namespace."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stet.formats import read, sent_texts, stop_orders
from stet.model.dispatch import Dispatch, Embargo, Kind, Status
from stet.model.packet import Origin

ID = '<doc-id id-string="MW-7" regsrc="MW"/>'
BODY = "<body.content><p>Boats left early. They came back.</p></body.content>"
HL1 = "<hedline><hl1>Boats leave</hl1><hl2>Early</hl2></hedline>"


def document(
    *,
    status: str = "",
    data: str = "",
    head: str = "",
    body_head: str = HL1,
    body: str = BODY,
    tail: str = "",
    root: str = "<nitf>",
    doc_id: str = ID,
) -> str:
    return (
        f"{root}<head>{head}<docdata{status}>{doc_id}{data}</docdata></head>"
        f"<body><body.head>{body_head}</body.head>{body}<body.end>{tail}</body.end></body></nitf>"
    )


def the(xml: str, origin: Origin) -> Dispatch:
    reading = read(xml.encode(), origin)
    assert (reading.format, reading.refusals) == ("nitf", ())
    return reading.dispatches[0]


def test_the_namespace_plays_no_part(origin: Origin) -> None:
    bare = the(document(), origin)
    assert the(document(root='<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">'), origin) == replace(
        bare, packet=the(document(root='<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">'), origin).packet
    )


# Who it is and what may be done with it.


def test_the_key_of_the_story_and_metas_that_name_it_are_other_names(origin: Origin) -> None:
    head = (
        '<meta name="MWID" content="MW-7"/><meta name="mw-guid" content="c0ffee"/>'
        '<meta name="anpa-sequence" content="1600"/>'
        '<meta name="anpa-wordcount" content="410"/><meta name="mwsubject" content="boats"/>'
        '<meta name="editorid" content="ro"/><meta name="takeid" content="two words"/><meta name="emptyid"/>'
    )
    dispatch = the(document(head=head, data='<du-key key="BOATS" version="04"/>'), origin)
    assert dispatch.alt_ids == ("BOATS", "c0ffee", "1600")
    assert (dispatch.version, dispatch.slugline, dispatch.word_count) == (4, "BOATS", 410)


@pytest.mark.parametrize(
    ("doc_id", "agency", "key", "version"),
    [
        ('<doc-id regsrc="PA" id-string="MWR-ABC-13-2"/>', "pa-media", "MWR-ABC-13", 2),
        ('<doc-id regsrc="NTB" id-string="NTB01234567-89ab-cdef-0123-456789abcdef_03"/>', "ntb",
         "NTB01234567-89ab-cdef-0123-456789abcdef", 3),
        ('<doc-id regsrc="Mill" id-string="MWR-ABC-13-2"/>', "mill", "MWR-ABC-13-2", None),
    ],
)  # fmt: skip
def test_a_revision_in_the_id_is_split_off_where_the_agency_writes_it_so(
    doc_id: str, agency: str, key: str, version: int | None, origin: Origin
) -> None:
    dispatch = the(document(doc_id=doc_id), origin)
    assert (dispatch.story_key, dispatch.version) == (f"{agency}/{key}", version)


@pytest.mark.parametrize(
    ("word", "meaning"),
    [(None, Status.USABLE), ("Usable", Status.USABLE), ("CANCELLED ", Status.CANCELED), ("withheld", Status.WITHHELD),
     ("embargoed", Status.USABLE), ("spiked", Status.UNKNOWN)],
)  # fmt: skip
def test_the_status_is_known_in_any_case_and_spelling(word: str | None, meaning: Status, origin: Origin) -> None:
    status = "" if word is None else f' management-status="{word}"'
    assert the(document(status=status), origin).status is meaning


def orders(status: str, origin: Origin) -> list[tuple[str, Status]]:
    data = document(status=status).encode()
    found = [(d.guid, d.status) for d in read(data, origin).dispatches]
    stops = [(d.guid, d.status) for d in stop_orders(data, origin)]
    assert stops == [one for one in found if one[1] is not Status.USABLE]
    return found


def test_an_order_on_another_document_leaves_this_one_alone(origin: Origin) -> None:
    status = ' management-doc-idref="MW-3" management-idref-status="canceled"'
    assert orders(status, origin) == [("MW-7", Status.USABLE), ("MW-3", Status.CANCELED)]


def test_a_stop_that_names_another_document_and_no_status_for_it_is_meant_for_both(origin: Origin) -> None:
    status = ' management-status="withheld" management-doc-idref="MW-3"'
    assert orders(status, origin) == [("MW-7", Status.WITHHELD), ("MW-3", Status.WITHHELD)]


def test_a_document_that_stops_another_is_asked_about_whatever_its_words_are(origin: Origin) -> None:
    status = ' management-doc-idref="MW-3" management-idref-status="canceled"'
    own, _ = read(document(status=status).encode(), origin).dispatches
    assert any("stops another item" in query for query in own.queries)
    itself = ' management-doc-idref="MW-7" management-idref-status="canceled"'
    own, *_ = read(document(status=itself).encode(), origin).dispatches
    assert own.queries == the(document(), origin).queries


def test_naming_another_document_is_no_order(origin: Origin) -> None:
    assert orders(' management-status="usable" management-doc-idref="MW-3"', origin) == [("MW-7", Status.USABLE)]
    usable = ' management-status="canceled" management-doc-idref="MW-3" management-idref-status="usable"'
    assert orders(usable, origin) == [("MW-7", Status.CANCELED)]


def test_a_correction_is_a_signal_a_note_and_a_link(origin: Origin) -> None:
    dispatch = the(document(data='<correction info="The wrong quay" id-string="MW-6"/>'), origin)
    assert dispatch.signals == ("sig:correction",)
    assert dispatch.ed_note == "The wrong quay"
    assert [(one.rel, one.target) for one in dispatch.links] == [("correction", "MW-6")]


def test_a_series_is_named_and_a_later_part_of_one_story_is_asked_about(origin: Origin) -> None:
    series = the(document(data='<series series.name="Tides" series.part="5" series.totalpart="9"/>'), origin)
    assert [(one.rel, one.target, one.version) for one in series.links] == [("series", "Tides", 5)]
    assert series.queries == ()
    assert the(document(data='<du-key key="BOATS" part="1"/>'), origin).queries == ()
    (query,) = the(document(data='<du-key key="BOATS" part="2"/>'), origin).queries
    assert "part 2" in query


# When.

ISSUED = '<date.issue norm="20260304T120000+0000"/>'
LATER = '<date.release norm="20260305T080000+0100"/>'


@pytest.mark.parametrize(
    ("data", "embargo"),
    [
        ("", None),
        ('<date.release norm="20260304T120000+0000"/>', None),
        ('<date.release norm="20260101"/>', None),
        (LATER, datetime(2026, 3, 5, 7, tzinfo=UTC)),
        (LATER + '<date.release norm="20260306T000000Z"/>', datetime(2026, 3, 6, tzinfo=UTC)),
        (LATER + '<doc.rights startdate="20260307T000000Z"/>', datetime(2026, 3, 7, tzinfo=UTC)),
    ],
)
def test_a_release_after_the_issue_is_an_embargo_and_of_several_times_the_latest_holds(
    data: str, embargo: datetime | None, origin: Origin
) -> None:
    dispatch = the(document(data=ISSUED + data), origin)
    assert dispatch.embargo == (Embargo(embargo) if embargo else None)
    assert any("disagree" in problem for problem in dispatch.problems) is (data.count("<") > 1)


def test_an_embargo_without_a_time_has_no_end(origin: Origin) -> None:
    status = ' management-status="Embargoed"'
    assert the(document(status=status), origin).embargo == Embargo(None)
    assert the(document(status=status, data=LATER), origin).embargo == Embargo(datetime(2026, 3, 5, 7, tzinfo=UTC))


def test_a_release_that_cannot_be_read_is_asked_about(origin: Origin) -> None:
    dispatch = the(document(data=ISSUED + '<date.release norm="Friday"/>'), origin)
    assert dispatch.embargo == Embargo(None)
    assert ["embargo" in query for query in dispatch.queries] == [True]


def test_a_release_after_arrival_counts_though_the_issue_is_no_earlier(origin: Origin) -> None:
    """Some give the time it is meant for as the issue, too."""
    for issued in ("20260305T070000Z", "20260309T070000Z"):
        data = f'<date.issue norm="{issued}"/>{LATER}'
        assert the(document(data=data), origin).embargo == Embargo(datetime(2026, 3, 5, 7, tzinfo=UTC))
    past = '<date.issue norm="20260301T000000Z"/><date.release norm="20260301T000000Z"/>'
    assert the(document(data=past), origin).embargo is None


def test_the_end_of_its_news_value_and_the_end_of_its_rights_are_two_things(origin: Origin) -> None:
    data = '<date.expire norm="20260401T000000Z"/><doc.rights enddate="20260315T000000Z"/>'
    dispatch = the(document(data=data), origin)
    assert (dispatch.expires, dispatch.rights_end) == (
        datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 3, 15, tzinfo=UTC),
    )  # fmt: skip


def test_rights_that_begin_later_are_an_embargo_in_either_of_their_two_places(origin: Origin) -> None:
    head = HL1 + "<rights><rights.startdate norm='20260309T000000Z'/></rights>"
    assert the(document(body_head=head), origin).embargo == Embargo(datetime(2026, 3, 9, tzinfo=UTC))


def test_the_times_of_writing_come_from_the_history_and_the_issue(origin: Origin) -> None:
    history = (
        '<revision-history norm="20260302T000000Z"/><revision-history norm="20260301T000000Z"/><revision-history/>'
    )
    dispatch = the(document(head=history, data=ISSUED), origin)
    assert dispatch.first_created == datetime(2026, 3, 1, tzinfo=UTC)
    assert dispatch.version_created == datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert the(document(head=history), origin).version_created == datetime(2026, 3, 2, tzinfo=UTC)


# Words.


@pytest.mark.parametrize(
    ("body_head", "title", "headline"),
    [
        (HL1, "Other", "Boats leave"),
        ("<hedline>Boats leave</hedline>", "Other", "Boats leave"),
        ("", "Boats leave the harbour", "Boats leave the harbour"),
        ("<hedline><hl1/></hedline>", "BOATS", "Boats left early."),
        ("", "1 HARBOUR Eastmere", "Boats left early."),
        ("", "", "Boats left early."),
    ],
)
def test_the_headline_is_the_hedline_then_a_title_that_is_more_than_a_slug_then_a_sentence(
    body_head: str, title: str, headline: str, origin: Origin
) -> None:
    dispatch = the(document(body_head=body_head, head=f"<title>{title}</title>"), origin)
    assert dispatch.headline == headline
    said = [problem for problem in dispatch.problems if "second headline" not in problem]
    assert (said == []) == (headline == "Boats leave")


@pytest.mark.parametrize(
    ("data", "head", "slug"),
    [('<key-list><keyword key="boats"/></key-list>', "", "boats"),
     ("", '<meta name="anpa-keyword" content="Boats"/>', "Boats"),
     ('<du-key key="BOATS"/><key-list><keyword key="boats"/></key-list>', "", "BOATS")],
)  # fmt: skip
def test_the_slug_is_the_key_a_keyword_or_a_meta(data: str, head: str, slug: str, origin: Origin) -> None:
    assert the(document(data=data, head=head), origin).slugline == slug


def test_notes_for_print_are_public_and_all_others_are_for_editors(origin: Origin) -> None:
    def note(kind: str, words: str) -> str:
        return f"<note{kind}><body.content><p>{words}</p></body.content></note>"

    dispatch = the(
        document(
            data='<ed-msg info="Watch it"/><ed-msg info=""/>',
            body_head=HL1 + note(' type="npa"', "Not this") + note("", "Nor this") + note(' type="std"', "But this"),
            body="<body.content><p>Boats left.</p>" + note(' type="npa"', "Nor here") + "</body.content>",
            tail='<tagline type="npa">desk ro</tagline><tagline>Ro Fenn helped.</tagline>',
        ),
        origin,
    )
    assert dispatch.ed_note == "Watch it\nNot this\nNor this\ndesk ro\nNor here"
    assert dispatch.public_note == "But this"
    assert dispatch.body_text == "Boats left."


@pytest.mark.parametrize(
    ("head", "kind"),
    [('<tobject tobject.type="Advisory"/>', Kind.ADVISORY), ('<tobject tobject.type="news"/>', Kind.STORY),
     ('<tobject><tobject.property tobject.property.type="newsAlert"/></tobject>', Kind.ALERT)],
)  # fmt: skip
def test_the_sort_is_the_type_or_a_property_of_the_document(head: str, kind: Kind, origin: Origin) -> None:
    assert the(document(head=head), origin).kind is kind


def test_what_an_agency_calls_a_note_to_editors_is_one(origin: Origin) -> None:
    head = '<meta name="anpa-takekey" content="(ATTN EDITORS)"/>'
    rights = '<doc.rights agent="AAP"/>'
    doc_id = '<doc-id id-string="MW-7"/>'
    assert the(document(head=head, doc_id=doc_id, data=rights), origin).kind is Kind.ADVISORY
    assert the(document(head=head), origin).kind is Kind.STORY


def test_notes_not_for_publication_are_so_in_capitals_too(origin: Origin) -> None:
    xml = document(body='<body.content><p>Boats left.</p><note type="NPA"><p>Call Ro</p></note></body.content>')
    dispatch = the(xml, origin)
    assert (dispatch.body_text, dispatch.ed_note, dispatch.queries) == ("Boats left.", "Call Ro", ())
    assert set(sent_texts(xml.encode(), origin)[0].split()) == {"Boats", "left."}


def test_what_has_no_place_on_a_page_is_named(origin: Origin) -> None:
    problems = the(document(tail="<tagline>Ro Fenn helped.</tagline>"), origin).problems
    assert [problem.partition(": ")[2] for problem in problems] == ["Early", "Ro Fenn helped."]


# About, rights, pictures.


def test_the_parts_of_a_name_are_parted(origin: Origin) -> None:
    data = (
        "<identified-content><location><city>Lyon</city><country>France</country></location><person>"
        "<name.given>Ann</name.given><name.family>Roe</name.family></person><location>near <city>Ro</city></location>"
        "</identified-content>"
    )
    dispatch = the(document(data=data), origin)
    assert (dispatch.people, dispatch.places) == (("Ann Roe",), ("Lyon, France", "near Ro"))


def test_who_and_where_come_from_the_head_and_from_marks_in_the_copy(origin: Origin) -> None:
    data = (
        "<identified-content><person>Tam Orrin</person><org value='Port Trust'/><location>Eastmere</location>"
        "</identified-content><evloc city='Quay' iso-cc='XX'/>"
    )
    copy = "<person>Ro Fenn</person> of the <org>Port Trust</org> in <location>Westmere</location>."
    body = f"<body.content><p>{copy}</p></body.content>"
    body_head = HL1 + "<byline>By <person>Ed Itor</person></byline><dateline><location>Northmere</location></dateline>"
    dispatch = the(document(data=data, body=body, body_head=body_head), origin)
    assert dispatch.people == ("Tam Orrin", "Ro Fenn")
    assert dispatch.organisations == ("Port Trust",)
    assert dispatch.places == ("Eastmere", "Westmere", "Quay, XX")
    assert (dispatch.byline, dispatch.dateline) == ("By Ed Itor", "Northmere")


def test_usage_terms_are_all_that_the_rights_say(origin: Origin) -> None:
    data = (
        '<doc.rights type="Display" limitations="No archive" geography="Here"/>'
        '<doc.copyright year="2026" holder="MW Ltd"/>'
    )
    dispatch = the(document(data=data, body_head=HL1 + "<rights>Ask first.</rights>"), origin)
    assert dispatch.usage_terms == "Display\nNo archive\nGeography: Here\nAsk first."
    assert dispatch.copyright == "2026 MW Ltd"


@pytest.mark.parametrize(
    ("parts", "provider"),
    [
        ({"doc_id": '<doc-id id-string="1"/>', "data": '<doc.copyright holder="Holder"/>'}, "Holder"),
        (
            {"doc_id": '<doc-id id-string="1"/>', "data": '<doc.rights agent="Agent"/><doc.copyright holder="H"/>'},
            "Agent",
        ),
        ({"data": '<doc.rights agent="Agent"/>'}, "MW"),
        ({"body_head": HL1 + "<distributor><org>Dis</org></distributor>"}, "Dis"),
        ({"doc_id": '<doc-id id-string="1"/>', "data": '<del-list><from-src src-name="S"/></del-list>'}, "S"),
    ],
)
def test_the_provider_is_who_sent_it_before_whose_it_is(parts: dict[str, str], provider: str, origin: Origin) -> None:
    assert the(document(**parts), origin).provider == provider


def test_a_picture_in_the_copy_keeps_its_words_its_terms_and_its_files(origin: Origin) -> None:
    media = (
        '<media media-type="image"><media-reference id="P1" source="big.jpg" mime-type="image/jpeg"'
        ' width="2400" height="1600" alternate-text="Boats" source-credit="Ro" copyright="(c) MW"/>'
        '<media-reference source="small.jpg" width="x"/>'
        "<media-caption>Boats leave.</media-caption><media-producer>Ro Fenn</media-producer></media>"
        '<media media-type="video"><media-reference source="film.mp4"/></media>'
    )
    (picture,) = the(document(body=f"<body.content><p>Text.</p>{media}</body.content>"), origin).pictures
    assert (picture.guid, picture.caption, picture.credit) == ("P1", "Boats leave.", "Ro Fenn")
    assert (picture.alt, picture.usage_terms) == ("Boats", "(c) MW")
    assert [(one.href, one.width, one.height) for one in picture.renditions] == [
        ("big.jpg", 2400, 1600), ("small.jpg", None, None),
    ]  # fmt: skip


# In ruins.

ROOTS = [
    "<nitf>", '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">', '<n:nitf xmlns:n="urn:n">', "<n:nitf>",
    '<!DOCTYPE nitf SYSTEM "nitf-3-2.dtd"><nitf>', "\ufeff<nitf>",
]  # fmt: skip


@given(
    place=st.floats(0, 1),
    other=st.booleans(),
    junk=st.sampled_from([b"", b"<", b"<b></p>", b"\xff\xfe", b"&bogus;", b'<x:y a="1" a="2"/>', b"]]>"]),
    root=st.sampled_from(ROOTS),
)
def test_a_kill_is_found_wherever_its_bytes_break_off_after_id_and_status(
    place: float, other: bool, junk: bytes, root: str
) -> None:
    target = (
        ' management-doc-idref="MW-3" management-idref-status="canceled"' if other else ' management-status="canceled"'
    )
    whole = document(status=target, root=root, body="<body.content><p>é wrong</p></body.content>")
    if root.startswith("<n:"):
        whole = whole.replace("<", "<n:").replace("<n:n:", "<n:").replace("<n:/", "</n:")
    data = whole.encode()
    least = data.index(b"/>", data.index(b"doc-id ")) + 2
    origin = Origin(feed="mw", arrived=datetime(2026, 3, 4, tzinfo=UTC))
    found = stop_orders(data[: least + int(place * (len(data) - least))] + junk, origin)
    assert [(order.guid, order.status) for order in found] == [("MW-3" if other else "MW-7", Status.CANCELED)]
