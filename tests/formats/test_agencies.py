"""What is known of agencies is data, and is applied in one place."""

from __future__ import annotations

import re
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from stet.formats import looks_like_stop, read, stop_orders
from stet.formats.agencies import AGENCIES, NOBODY, STOP_SIGNALS, Identity, home, settled
from stet.model.dispatch import Status
from stet.model.packet import Origin

ITEM = (
    '<newsItem guid="{guid}" version="3"><itemMeta><provider literal="{provider}"/><pubStatus qcode="stat:usable"/>'
    '<signal qcode="{signal}"/></itemMeta><contentSet><inlineXML><html><body><p>Words.</p></body></html></inlineXML>'
    "</contentSet></newsItem>"
)


def item(*, guid: str = "urn:mw:1", provider: str = "MW", signal: str = "sig:update") -> bytes:
    return ITEM.format(guid=guid, provider=provider, signal=signal).encode()


def test_no_two_agencies_answer_to_one_name() -> None:
    names = Counter(name.casefold() for agency in AGENCIES for name in {agency.name, *agency.also})
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("agency", AGENCIES, ids=lambda agency: agency.name)
def test_what_is_said_of_an_agency_can_be_used(agency) -> None:
    if agency.time_zone:
        ZoneInfo(agency.time_zone)
    if agency.charset:
        "".encode(agency.charset)
    for pattern in agency.revision:
        assert "id" in re.compile(pattern).groupindex
    for pattern in agency.cut:
        assert not re.compile(pattern, re.IGNORECASE).fullmatch(""), "a cut rule names what it takes off"


def test_an_item_is_known_by_its_id_before_its_provider_and_by_that_before_its_feed(origin: Origin) -> None:
    stt, pa = (next(one for one in AGENCIES if one.name == name) for name in ("STT", "PA Media"))
    assert home(replace(origin, agency="PA Media"), None, None).agency is pa
    assert home(replace(origin, agency="PA Media"), None, "stt").agency is stt
    assert home(origin, None, "Nobody ever").agency is NOBODY


def test_the_zone_a_feed_names_goes_before_the_agency_s_and_that_before_the_site_s(origin: Origin) -> None:
    assert home(origin, None, "STT").origin.time_zone == "Europe/Helsinki"
    assert home(replace(origin, zone_given=True), None, "STT").origin.time_zone == "Asia/Kolkata"
    assert home(origin, None, "MW").origin is origin


def test_a_private_stop_signal_is_a_cancel_though_the_status_says_usable(origin: Origin) -> None:
    """Edge case 120; life.md section 4."""
    data = item(provider="STT", signal="sttinstruct:remove")
    (dispatch,) = read(data, origin).dispatches
    assert dispatch.status is Status.CANCELED
    assert looks_like_stop(data)
    (order,) = stop_orders(data, origin)
    assert (order.story_key, order.version, order.status) == (dispatch.story_key, 3, Status.CANCELED)


def test_another_agency_s_private_signal_stops_nothing(origin: Origin) -> None:
    (dispatch,) = read(item(signal="sttinstruct:remove"), replace(origin, agency="Mill Wire")).dispatches
    assert dispatch.status is Status.USABLE


def test_a_stop_signal_of_the_feed_s_own_is_obeyed(origin: Origin) -> None:
    (dispatch,) = read(item(signal="mw:pull"), replace(origin, stop_signals=("MW:Pull",))).dispatches
    assert dispatch.status is Status.CANCELED


def test_a_signal_never_makes_a_stopped_item_usable(origin: Origin) -> None:
    said = Identity("urn:mw:1", 1, Status.CANCELED, "STT", signals=("sig:update",))
    assert settled(said, origin).status is Status.CANCELED


def test_every_private_signal_is_looked_for_in_bytes() -> None:
    for signal in STOP_SIGNALS:
        assert looks_like_stop(f'<x qcode="{signal.upper()}"/>'.encode())


OUTSIDE = (
    '<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.0//EN" "nitf.dtd"\n[<!ENTITY % more SYSTEM "more.dtd"> %more; ]>'
    '<nitf><head><docdata><doc-id id-string="A1"/></docdata></head>'
    "<body><body.content><p>Words.</p></body.content></body></nitf>"
)


def test_a_doctype_that_only_points_at_files_is_taken_off_for_agencies_known_for_it(origin: Origin) -> None:
    """ADR 8."""
    (dispatch,) = read(OUTSIDE.encode(), replace(origin, agency="Keystone-SDA")).dispatches
    assert dispatch.body_text == "Words."
    assert any("DOCTYPE" in problem for problem in dispatch.problems)


@pytest.mark.parametrize("agency", [None, "Mill Wire"])
def test_it_is_refused_from_anybody_else_whatever_the_item_calls_itself(agency: str | None, origin: Origin) -> None:
    data = OUTSIDE.replace('id-string="A1"', 'id-string="urn:newsml:www.sda-ats.ch:1" regsrc="ATS"').encode()
    (refusal,) = read(data, replace(origin, agency=agency)).refusals
    assert "entities" in refusal.reason


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY a "ha">',
        "<!ENTITY % a \"<!ENTITY b 'ha'>\"> %a;",
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a SYSTEM "a.dtd"> %a; <!ENTITY b "ha">',
        '<!ENTITY % a SYSTEM "a.dtd"> %a; <!ELEMENT p ANY>',
        "<!-- --> <!ENTITY % a SYSTEM 'a.dtd'> <![INCLUDE[ %a; ]]>",
    ],
)
def test_any_other_entity_is_refused_also_from_agencies_known_for_outside_files(subset: str, origin: Origin) -> None:
    data = OUTSIDE.replace('<!ENTITY % more SYSTEM "more.dtd"> %more; ', subset).encode()
    (refusal,) = read(data, replace(origin, agency="Keystone-SDA")).refusals
    assert "entities" in refusal.reason


@pytest.mark.parametrize("provider", ["AFP", "afp.com", "Agence France-Presse", "agence  france-presse"])
def test_an_agency_has_one_key_by_all_its_names_in_the_full_and_in_the_minimal_reader(
    provider: str, origin: Origin
) -> None:
    data = (
        f'<newsItem guid="urn:x:1"><itemMeta><provider literal="{provider}"/><pubStatus qcode="stat:canceled"/>'
        "</itemMeta></newsItem>"
    ).encode()
    assert {one.story_key for one in (*read(data, origin).dispatches, *stop_orders(data, origin))} == {"afp/urn:x:1"}


def test_the_name_that_a_feed_gives_its_agency_goes_before_the_items_own(origin: Origin) -> None:
    data = b'<newsItem guid="urn:x:1"><itemMeta><provider literal="afp.com"/></itemMeta></newsItem>'
    (dispatch,) = read(data, replace(origin, agency="Marlow Wire")).dispatches
    assert dispatch.story_key == "marlow-wire/urn:x:1"
