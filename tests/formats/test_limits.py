"""What one packet may ask of a reader: each limit refuses by name, with the number and the limit."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from stet.formats import read
from stet.formats.held import hold
from stet.model.packet import Limits, Origin

ORIGIN = Origin(feed="mw", source="here.xml", arrived=datetime(2026, 3, 4, 12, tzinfo=UTC))


def within(origin: Origin, **limits: int) -> Origin:
    return replace(origin, limits=Limits(**limits))


def reason(data: bytes, origin: Origin) -> str:
    (refusal,) = read(data, origin).refusals
    return refusal.reason


def nitf(body: str, guid: str = "1") -> bytes:
    return (
        f'<nitf><head><docdata><doc-id id-string="{guid}" regsrc="MW"/></docdata></head>'
        f"<body><body.content>{body}</body.content></body></nitf>"
    ).encode()


def ninjs(**more: object) -> bytes:
    return json.dumps({"uri": "mw:1", "type": "text", "headline": "H", **more}).encode()


def rss(*entries: str) -> bytes:
    items = "".join(f"<item><guid>{n}</guid><title>T</title>{entry}</item>" for n, entry in enumerate(entries))
    return f'<rss version="2.0"><channel><title>MW</title>{items}</channel></rss>'.encode()


def test_a_file_above_the_limit_of_bytes_is_refused_by_its_size(origin: Origin) -> None:
    data = nitf("<p>Words.</p>")
    assert read(data, within(origin, bytes=len(data))).dispatches
    assert reason(data, within(origin, bytes=len(data) - 1)).startswith("too large: 0.0 MB, and 0.0 MB is the limit")
    assert reason(b" " * 3_000_001, within(origin, bytes=3_000_000)) == "too large: 3.0 MB, and 3.0 MB is the limit"


def test_a_file_of_more_items_than_the_limit_is_refused_by_their_number(origin: Origin) -> None:
    data = rss(*["<description>Words.</description>"] * 4)
    assert len(read(data, within(origin, items=4)).dispatches) == 4
    assert reason(data, within(origin, items=3)) == "4 items in one file, and 3 is the limit"


def test_a_body_longer_than_the_limit_is_refused_by_its_length(origin: Origin) -> None:
    data = rss("<description>Four words in here.</description>", "<description>One.</description>")
    reading = read(data, within(origin, text=10))
    assert [refusal.reason for refusal in reading.refusals] == ["a body of 19 characters, and 10 is the limit"]
    assert [dispatch.body_text for dispatch in reading.dispatches] == ["One."]


def test_24_xml_nested_deeper_than_the_limit_is_refused(origin: Origin) -> None:
    data = nitf("<block>" * 10 + "<p>Words.</p>" + "</block>" * 10)
    assert read(data, within(origin, depth=14)).dispatches
    assert reason(data, within(origin, depth=13)) == "nested more than 13 levels deep, and 13 is the limit"


def test_24_and_so_is_xml_deeper_than_any_parser_takes(origin: Origin) -> None:
    assert reason(b"<a>" * 300 + b"</a>" * 300, within(origin, depth=5000)) == (
        "nested more than 256 levels deep, and 256 is the limit"
    )


def test_json_nested_deeper_than_the_limit_is_refused(origin: Origin) -> None:
    data = ninjs(extra=[[[[1]]]])
    assert read(data, within(origin, depth=5)).dispatches
    assert reason(data, within(origin, depth=4)) == "nested more than 4 levels deep, and 4 is the limit"
    assert reason(b'{"uri": ' + b"[" * 300 + b"]" * 300 + b"}", origin) == (
        "nested more than 256 levels deep, and 256 is the limit"
    )
    assert reason(b"[" * 100_000, origin) == "nested more than 256 levels deep, and 256 is the limit"


def test_and_so_is_json_that_had_to_be_mended(origin: Origin) -> None:
    data = b'{"uri": "1", "x": NaN, "y": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    assert "is the limit" in reason(data, origin)


def test_html_nested_deeper_than_the_limit_is_refused(origin: Origin) -> None:
    data = ninjs(body_html="<div>" * 9 + "<p>Words.</p>" + "</div>" * 9)
    assert read(data, within(origin, depth=10)).dispatches
    assert (
        reason(data, within(origin, depth=9)) == "HTML of the body nested more than 9 levels deep, and 9 is the limit"
    )
    deep = ninjs(body_html="<div>" * 300 + "Words." + "</div>" * 300)
    assert reason(deep, origin) == "HTML of the body nested more than 256 levels deep, and 256 is the limit"


def test_25_a_text_longer_than_a_parser_takes_is_said_in_words(origin: Origin) -> None:
    assert reason(nitf("<p>" + "word " * 2_100_000 + "</p>"), origin) == (
        "a text in it is longer than 10 MB, which is no news copy and more than a parser of XML takes"
    )


def test_25_a_picture_of_more_than_ten_megabytes_inside_an_item_does_not_cost_the_story_beside_it(
    origin: Origin,
) -> None:
    picture = base64.encodebytes(b"\xff\xd8\xff" + bytes(range(256)) * 32_000).decode()
    item = (
        '<newsItem guid="{0}" version="1"><itemMeta><itemClass qcode="ninat:{1}"/><provider literal="MW"/></itemMeta>'
        "<contentMeta><headline>H</headline></contentMeta><contentSet>{2}</contentSet></newsItem>"
    )
    data = (
        '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>'
        + item.format("p", "picture", f'<inlineData contenttype="image/jpeg" encoding="base64">{picture}</inlineData>')
        + item.format("t", "text", '<inlineData contenttype="text/plain">Words.</inlineData>')
        + "</itemSet></newsMessage>"
    ).encode()
    assert len(data) > 10_000_000
    story = next(d for d in read(data, origin).dispatches if d.guid == "t")
    assert story.body_text == "Words."
    assert "data of more than 10 MB inside the item left out: no parser of XML takes a text so long" in story.problems


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04" + bytes(60), "a ZIP archive or an office document"),
        (b"\x1f\x8b\x08abc", "a gzip archive"),
        (b"BZh91AY&SYabc", "a bzip2 archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"Rar!\x1a\x07", "a RAR archive"),
        (b"x" * 257 + b"ustar", "a tar archive"),
        (b"%PDF-1.7", "a PDF document"),
        (b"%!PS-Adobe", "a PostScript document"),
        (b"{\\rtf1 Words}", "a rich text document (RTF)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old office document"),
        (b"x\x9f>\x22abc", "a winmail.dat of Outlook"),
        (b"II*\x00abcd", "a TIFF picture"),
        (b"8BPS", "a Photoshop picture"),
        (b"\x00\x00\x00\x1cftypheic", "a HEIC picture"),
        (b"\x00\x00\x00\x1cftypavif", "an AVIF picture"),
        (b"\x00\x00\x00\x1cftypisom", "a video file"),
        (b"\x1aE\xdf\xa3abc", "a video file"),
        (b"OggSabc", "an audio file"),
        (b"ID3\x04abc", "an audio file"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "an audio file"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "a program"),
        (b"\x7fELF\x02", "a program"),
        (b"SQLite format 3\x00", "a database"),
    ],
)
def test_a_file_that_is_no_text_is_refused_by_its_name(data: bytes, says: str, origin: Origin) -> None:
    assert reason(data, origin) == f"{says}, not wire copy"


@pytest.mark.parametrize(
    "data", [b"MZANSI wins the cup", b"ID3 is what the law is called", b"BM is a mark", b"RIFF raff"]
)
def test_words_that_begin_like_a_file_are_words(data: bytes, origin: Origin) -> None:
    assert "wire copy" not in reason(data, origin)


def test_bytes_that_are_nothing_at_all_are_no_text(origin: Origin) -> None:
    noise = bytes((n * n * 7919 + n * 104729 + 11) % 251 for n in range(3000))
    assert reason(b"Q" + noise, origin) == "not text: too many of its bytes are no characters of any wire"
    assert reason(b"Q\x01" + b"\x00\x07" * 400, origin).startswith("not text")


def test_the_controls_of_a_wire_are_no_sign_against_it(origin: Origin) -> None:
    data = b"\x16\x16\x01abc061 4 pl 20 mw 061\r\n\x02Words of a short alert. =\r\n\x03\r\n\x04\x7f\x7f\x00\x00"
    assert hold(data, origin).text is not None


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.integers(1, 300), st.integers(1, 20), st.integers(1, 260), st.integers(1, 400))
def test_no_limit_however_small_ever_raises(data: bytes, size: int, items: int, depth: int, text: int) -> None:
    limited = within(ORIGIN, bytes=size, items=items, depth=depth, text=text)
    for packet in (data, nitf("<p>a</p>"), ninjs(body_html="<p>a</p>"), rss("a", "b"), b"From: a\nTo: b\n\n" + data):
        reading = read(packet, limited)
        assert reading.format or reading.refusals
