from __future__ import annotations

from pathlib import Path
from time import process_time

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


TORN_G2 = (
    '<?xml version="1.0"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="2" '
    'standard="NewsML-G2"><catalogRef href="http://x.example/c.xml"/><itemMeta><itemClass qcode="ninat:text"/>'
    '<provider literal="Acme"/><versionCreated>2026-03-04T10:00:00Z</versionCreated><pubStatus qcode="stat:canceled"/>'
    "</itemMeta><contentSet><inlineXML><p>Hi</p></inlineXML></contentSet></newsItem>"
)
TORN_1 = (
    '<NewsML Version="1.2"><NewsEnvelope/><NewsItem><Identification><NewsIdentifier><ProviderId>acme.example'
    "</ProviderId><DateId>20260304</DateId><NewsItemId>TX-1</NewsItemId>"
    '<RevisionId PreviousRevision="0" Update="N">3</RevisionId>'
    "<PublicIdentifier>urn:newsml:acme.example:20260304:TX-1:3N</PublicIdentifier></NewsIdentifier></Identification>"
    '<NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20260303T100000Z</FirstCreated>'
    '<Status FormalName="Canceled"/></NewsManagement><NewsComponent/></NewsItem></NewsML>'
)
TORN_NITF = (
    '<nitf version="3.2"><head><title>Five boats</title><meta name="a" content="b"/>'
    '<docdata management-status="canceled"><doc-id id-string="x1" regsrc="Acme"/><urgency ed-urg="4"/></docdata></head>'
    "<body><body.head><hedline><hl1>Hi</hl1></hedline></body.head><body.content><p>Hi</p></body.content></body></nitf>"
)
TORN = [
    (TORN_G2, "urn:x:1", ("urn:x:1", "stat:canceled")),
    (TORN_1, "acme.example:20260304:TX-1", ("acme.example", "20260304", "TX-1", "Canceled")),
    (TORN_NITF, "x1", ("x1", "canceled")),
]


@pytest.mark.parametrize("sign", ["<", "&", '"', " ", "\x00"])
@pytest.mark.parametrize(("text", "stable", "spared"), TORN, ids=["g2", "newsml-1", "nitf"])
def test_one_byte_torn_anywhere_never_hides_a_kill(
    text: str, stable: str, spared: tuple[str, ...], sign: str, origin: Origin
) -> None:
    kept = {at + n for word in spared for at in range(len(text)) if text.startswith(word, at) for n in range(len(word))}
    for at in set(range(len(text))) - kept:
        torn = f"{text[:at]}{sign}{text[at + 1 :]}".encode()
        keys = {order.story_key.partition("/")[2] for order in stop_orders(torn, origin)}
        # Where the id itself is torn, the full reader makes one up and its stop counts too: it can only stop itself.
        assert stable in keys, torn
        assert all(key.startswith("derived:") for key in keys - {stable}), torn
        assert looks_like_stop(torn), torn


def stopped(data: bytes | str, origin: Origin) -> list[str]:
    return [order.guid for order in stop_orders(data.encode() if isinstance(data, str) else data, origin)]


def g2(status: str, guid: str = "urn:x:1") -> str:
    return (
        f'<newsItem guid="{guid}" version="2"><itemMeta><itemClass qcode="ninat:text"/><provider literal="Acme"/>'
        f"{status}</itemMeta><contentSet><inlineXML><p>Hi</p></inlineXML></contentSet></newsItem>"
    )


KILL = '<pubStatus qcode="stat:canceled"/>'
GOOD = g2('<pubStatus qcode="stat:usable"/>', "urn:x:good")
NINJS = '{"uri": "x:1", "type": "text", "headline": "Hi", "pubstatus": "canceled"}'


@pytest.mark.parametrize("fault", ['"Acme <UK>"', '"A & B"', '"Acme', "Acme", '"Acme" literal="Acme"'])
def test_a_fault_before_the_status_never_hides_it(fault: str, origin: Origin) -> None:
    text = g2(KILL).replace('"Acme"', fault)
    assert stopped(text, origin) == ["urn:x:1"]
    assert stopped(f"<nitf><head><title>5 < 6</title>{TORN_NITF[TORN_NITF.index('<docdata') :]}", origin) == ["x1"]
    for version in ('version="2" version="2"', "version=2", 'version="2'):
        assert stopped(g2(KILL).replace('version="2"', version), origin) == ["urn:x:1"]


@pytest.mark.parametrize(
    "packet",
    [
        f"<Envelope><Header/><Body>{g2(KILL)}</Body></Envelope>",
        f"<newsMessage>{g2(KILL)}</newsMessage>",
        f"<newsMessage><itemSet>{GOOD}</itemSet>{g2(KILL)}</newsMessage>",
        f"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<?xml version='1.0'?>{g2(KILL)}",
        f"2026-03-04 12:00:00 [info] received {g2(KILL)}",
        f"[2026-03-04 12:00:00] received {g2(KILL)}",
        f"\0\0\0{g2(KILL)}",
        f"\0\0\0{g2(KILL)[:-1]}",
    ],
)
def test_a_kill_in_a_wrapper_or_behind_junk_is_found(packet: str, origin: Origin) -> None:
    assert stopped(packet, origin) == ["urn:x:1"]
    assert looks_like_stop(packet.encode())


@pytest.mark.parametrize(
    "packet",
    [
        f"callback({NINJS});",
        f")]}}',\n{NINJS}",
        f"data: {NINJS}\n\n",
        f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{NINJS}",
        f'{{"result": {{"docs": [{NINJS}]}}}}',
        f'{{"uri": "list:1", "docs": [{NINJS}, {{"uri": "x:2", "type": "text", "pubstatus": "usable"}}]}}',
        f"\0\0\0{NINJS}",
    ],
)
def test_a_kill_in_a_wrapper_of_json_is_found(packet: str, origin: Origin) -> None:
    assert stopped(packet, origin) == ["x:1"]
    assert looks_like_stop(packet.encode())


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize("text", [NINJS, g2(KILL)])
def test_a_kill_in_wide_characters_cut_by_a_byte_is_found(text: str, charset: str, origin: Origin) -> None:
    data = text.encode(charset)[:-1]
    assert stopped(data, origin) == [{NINJS: "x:1"}.get(text, "urn:x:1")]
    assert looks_like_stop(data)


def test_a_message_keeps_the_items_that_stand_outside_its_item_set(origin: Origin) -> None:
    reading = read(f"<newsMessage><itemSet>{GOOD}</itemSet>{g2(KILL)}</newsMessage>".encode(), origin)
    assert [(d.guid, d.status) for d in reading.dispatches] == [
        ("urn:x:good", Status.USABLE),
        ("urn:x:1", Status.CANCELED),
    ]


@pytest.mark.parametrize(
    "packet",
    [
        g2("<pubStatus><!-- x -->canceled</pubStatus>"),
        g2("<pubStatus><![CDATA[canceled]]></pubStatus>"),
        g2('<pubStatus qcode="stat:c&#97;nceled"/>'),
        g2("").replace("<itemMeta>", f"{KILL}<itemMeta>"),
        TORN_1.replace("<Status ", "<Status\x00 "),
        '{"uri": "x:1", "type": "text", "state": "killed"}',
        '{"uri": "x:1", "type": "text", "state": "unpublished"}',
        '{"uri": "x:1", "type": "text", "pubstatus": "\\u0063anceled"}',
        '{"uri": "x:1", "type": "text", "pubstatus": ["canceled"]}',
        '{"uri": "x:1", "type": "text", "pubstatus": {"qcode": "stat:canceled"}}',
        '{"uri": "x:1", "type": "text", "pubStatus": "withheld", "pubstatus": "usable"}',
        '{"uri": "x:1", "type": "text", "pubstatus": "http://cv.iptc.org/newscodes/pubstatusg2/Canceled"}',
        '{"urn": "u:1", "ednotes": [], "categories": [{"qcode": "nrt:canceled", "type": "dnltype:pubstatus"}]}',
        *(f'{{"uri": "x:1", "type": "text", "pubstatus": "{word}"}}' for word in ("killed", "Retracted", "withdrawn")),
        TORN_NITF.replace("canceled", "stat:canceled"),
        TORN_NITF.replace("<docdata ", '<docdata management-status="usable"/><docdata '),
        TORN_1.replace("<Status ", '<Status FormalName="Usable"/><Status '),
        TORN_1.replace('"Canceled"', '"stat:canceled"'),
    ],
)
def test_what_is_obeyed_looks_like_a_stop(packet: str, origin: Origin) -> None:
    reading = read(packet.encode(), origin)
    assert [d.status in STOPS for d in reading.dispatches] == [True]
    assert looks_like_stop(packet.encode())


def test_every_kill_among_the_wires_looks_like_a_stop(wires: Path, origin: Origin) -> None:
    for path in sorted(wires.glob("*/*/[0-9]*")):
        data = path.read_bytes()
        if any(dispatch.status in STOPS for dispatch in read(data, origin).dispatches):
            assert looks_like_stop(data), path


@pytest.mark.parametrize(
    "words",
    ["Three were killed.", "All flights cancelled", "Killed in action", "The bill, withdrawn on Friday, is back", "x"],
)
def test_copy_about_the_killed_and_the_cancelled_does_not_look_like_a_stop(words: str) -> None:
    usable = '<pubStatus qcode="stat:usable"/>'
    assert not looks_like_stop(g2(usable).replace("Hi", words).encode())
    assert not looks_like_stop(NINJS.replace("canceled", "usable").replace("Hi", words).encode())


def test_the_status_of_a_link_is_not_the_item_s(origin: Origin) -> None:
    text = g2(f'{GOOD[GOOD.index("<pub") : GOOD.index("</itemMeta")]}<link residref="urn:x:2">{KILL}</link>')
    assert stop_orders(text.replace('"Acme"', '"A<cme"').encode(), origin) == ()


@pytest.mark.parametrize(
    "packet",
    [
        "[" * 6000 + "}" * 6000,
        "<!DOCTYPE[" * 3000,
        "<nitf>" * 20000,
        "<!--" * 30000,
        "<link>" * 20000,
        "<contentSet>" * 20000 + "</contentSet>",
        '<newsItem guid="' * 10000,
        "<newsItem " + "a " * 50000,
        "<newsItem " + 'a="' * 30000,
        "{" * 20000,
        '{"a":' * 20000,
        '[{"uri":"x:1","type":"t"}' * 5000,
        "status: " * 20000 + "&#",
    ],
    ids=range(13),
)
def test_no_packet_keeps_the_minimal_reader_long(packet: str, origin: Origin) -> None:
    begun = process_time()
    stop_orders(packet.encode(), origin)
    looks_like_stop(packet.encode())
    assert process_time() - begun < 10
