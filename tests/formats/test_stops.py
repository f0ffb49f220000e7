from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from stet.formats import looks_like_stop, read, stop_orders
from stet.model.dispatch import STOPS, Status
from stet.model.packet import Origin

KILLS = ["newsml-g2/kill/01.xml", "nitf/order-on-another/01.xml", "ninjs/two-and-three/02.json", "atom/feed/01.xml"]
G2 = (
    '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/" xmlns:x="urn:x"><itemSet>'
    '<newsItem guid="urn:mw:ok" version="2"><itemMeta><provider literal="MW"/>'
    '<pubStatus qcode="stat:usable"/></itemMeta>'
    "<contentSet><inlineXML><p>AT&T &bogus; \x01{damage}</p></inlineXML></contentSet></newsItem>"
    '<newsItem guid="urn:mw:dead" version="7"><itemMeta><provider literal="MW"/>'
    '<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/Canceled"/></itemMeta><contentSet><inlineXML><p>Gone'
)


@pytest.mark.parametrize("path", KILLS)
def test_the_minimal_reader_names_the_same_stories_as_the_full_one(path: str, wires: Path, origin: Origin) -> None:
    data = (wires / path).read_bytes()
    full = {(d.story_key, d.version, d.status) for d in read(data, origin).dispatches if d.status in STOPS}
    assert {(d.story_key, d.version, d.status) for d in stop_orders(data, origin)} == full != set()
    assert looks_like_stop(data)


@pytest.mark.parametrize("damage", ["", "<b></p>", "<", "]]>", '<x:y a="1" a="2"/>', "<unclosed>", "<q:z/>"])
def test_a_kill_behind_a_broken_neighbour_and_with_a_broken_body_is_still_a_kill(damage: str, origin: Origin) -> None:
    data = G2.replace("{damage}", damage).encode()
    assert not read(data, origin).dispatches
    (order,) = stop_orders(data, origin)
    assert (order.story_key, order.version, order.status) == ("mw/urn:mw:dead", 7, Status.CANCELED)
    assert looks_like_stop(data)


def test_a_kill_with_bytes_of_no_charset_is_still_a_kill(origin: Origin) -> None:
    data = G2.replace("{damage}", "\u0928\u092e").encode().replace(b"Gone", b"Go\xff\xfene")
    assert [order.guid for order in stop_orders(data, origin)] == ["urn:mw:dead"]


def test_a_ruined_kill_in_the_feed_s_own_charset_names_its_story_in_its_own_letters(origin: Origin) -> None:
    data = G2.replace("urn:mw:dead", "пожар-москва").replace("{damage}", "</b>").encode("windows-1251")
    (order,) = stop_orders(data, replace(origin, charset="windows-1251"))
    assert order.guid == "пожар-москва"


def test_a_kill_in_utf_16_is_still_a_kill(origin: Origin) -> None:
    data = G2.replace("{damage}", "").encode("utf-16") + b"\x00"
    assert looks_like_stop(data)
    assert [order.guid for order in stop_orders(data, origin)] == ["urn:mw:dead"]


def test_a_kill_behind_entity_declarations_is_obeyed_without_expanding_them(origin: Origin) -> None:
    data = (
        b'<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
        b'<nitf><head><docdata management-status="canceled"><doc-id id-string="MW-1" regsrc="MW"/></docdata></head>'
        b"<body><body.content><p>&b;</p></body.content></body></nitf>"
    )
    assert [order.story_key for order in stop_orders(data, origin)] == ["mw/MW-1"]


def test_a_truncated_ninjs_kill_is_still_a_kill(origin: Origin) -> None:
    data = b'{"uri": "mw:1", "version": "4", "source": "MW", "pubstatus": "cancelled", "body_html": "<p>It brea'
    (order,) = stop_orders(data, origin)
    assert (order.story_key, order.version, order.status) == ("mw/mw:1", 4, Status.CANCELED)


def test_a_killed_picture_inside_a_story_does_not_kill_the_story(origin: Origin) -> None:
    picture = b'{"p": {"uri": "mw:p", "pubstatus": "canceled"}}'
    data = b'{"uri": "mw:1", "associations": %s, "pubstatus": "usable", "x": "' % picture
    assert stop_orders(data, origin) == ()
    assert stop_orders(data[:-7] + b"}", origin) == ()


def test_a_story_about_cancelled_trains_is_no_stop(wires: Path, origin: Origin) -> None:
    data = (wires / "newsml-g2/story/01.xml").read_bytes().replace(b"boats", b"trains cancelled, pubstatus unknown")
    assert stop_orders(data, origin) == ()


def test_the_feeds_agency_names_the_story_where_the_feed_has_one() -> None:
    from datetime import UTC, datetime

    named = Origin(feed="mw", agency="Marlow Wire", arrived=datetime(2026, 3, 4, tzinfo=UTC))
    assert stop_orders(G2.encode(), named)[0].story_key == "marlow-wire/urn:mw:dead"
