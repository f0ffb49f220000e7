from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from stet.formats import FORMATS, looks_like_stop, read, sent_texts, stop_orders
from stet.formats.body import Setter
from stet.model.packet import Origin
from stet.model.text import fingerprint, fold

WIRES = Path(__file__).parents[1] / "wires"
SOURCES = [
    path.read_bytes() for path in sorted(WIRES.glob("*/*/*")) if path.name != "expected.json" and path.stat().st_size
]
ORIGIN = Origin(feed="mw", source="here.xml", arrived=datetime(2026, 3, 4, 12, tzinfo=UTC))
RSS = b'<rss version="2.0"><channel><title>MW</title>%s</channel></rss>'


def test_a_file_over_the_limit_is_refused_by_its_size(origin: Origin) -> None:
    (refusal,) = read(b"<nitf>" + b" " * origin.limits.bytes, origin).refusals
    assert refusal.reason.startswith("too large: 21.0 MB")


def test_too_many_items_are_refused(origin: Origin) -> None:
    reading = read(RSS % (b"<item><guid>1</guid></item>" * (origin.limits.items + 1)), origin)
    assert reading.dispatches == ()
    assert "5001 items" in reading.refusals[0].reason


def test_an_empty_feed_is_no_fault(origin: Origin) -> None:
    reading = read(RSS % b"", origin)
    assert (reading.format, reading.dispatches, reading.refusals) == ("rss", (), ())


@pytest.mark.parametrize(
    "data", [b"\xff\xd8\xff\xe0abc", b"\x89PNG\r\n\x1a\nabc", b"GIF89aabc", b"RIFF\x00\x00\x00\x00WEBPVP8 "]
)
def test_a_picture_file_is_known_by_its_first_bytes(data: bytes, origin: Origin) -> None:
    reading = read(data, origin)
    assert (reading.format, reading.dispatches, reading.refusals) == ("image", (), ())


def test_the_declared_name_of_a_file_plays_no_part(wires: Path, origin: Origin) -> None:
    data = (wires / "ninjs/one/01.json").read_bytes()
    assert read(data, replace(origin, source="story.xml")).format == "ninjs"


def test_the_same_words_have_the_same_digest_over_any_channel(wires: Path, origin: Origin) -> None:
    data = (wires / "newsml-g2/story/01.xml").read_bytes()
    other = replace(origin, feed="other", arrived=datetime(2026, 3, 5, tzinfo=UTC), agency="Marlow")
    spaced = data.replace(b"<itemMeta>", b"<itemMeta >")
    digests = {read(data, origin).dispatches[0].digest, read(spaced, other).dispatches[0].digest}
    assert len(digests) == 1
    assert read(data.replace(b"7</li>", b"8</li>"), origin).dispatches[0].digest not in digests


def test_a_changed_letter_changes_the_fingerprint(wires: Path, origin: Origin) -> None:
    data = (wires / "nitf/story/01.xml").read_bytes()
    first = read(data, origin).dispatches[0].wire_fingerprint
    assert read(data.replace(b"Water rose", b"Water Rose"), origin).dispatches[0].wire_fingerprint != first
    assert read(data.replace(b"Water rose", b"Water\n  rose"), origin).dispatches[0].wire_fingerprint == first


def test_the_name_of_the_format_is_unique() -> None:
    assert len({format_.name for format_ in FORMATS}) == len(FORMATS)


def test_external_names_of_a_doctype_are_never_fetched(origin: Origin) -> None:
    data = (
        b'<!DOCTYPE nitf SYSTEM "http://127.0.0.1:9/nitf.dtd"><nitf><head><docdata><doc-id id-string="1"/></docdata>'
        b"</head><body><body.content><p>a&nbsp;b&eacute;</p></body.content></body></nitf>"
    )
    assert read(data, origin).dispatches[0].body_text == "a\u00a0bé"


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SOURCES)))
    for _ in range(draw(st.integers(0, 6))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data[: draw(st.integers(0, len(data)))]) if draw(st.booleans()) else bytes(data)


@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(damaged())
def test_damage_never_raises_and_never_makes_up_text(data: bytes) -> None:
    reading = read(data, ORIGIN)
    sent = sent_texts(data, ORIGIN)
    assert all(refusal.reason for refusal in reading.refusals)
    for dispatch in reading.dispatches:
        assert dispatch.wire_fingerprint == fingerprint(sent.get(dispatch.index, ""))
        assert fold(dispatch.body_text) == fold(sent.get(dispatch.index, ""))
    looks_like_stop(data)
    stop_orders(data, ORIGIN)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_ever_raise(data: bytes) -> None:
    reading = read(data, ORIGIN)
    assert reading.format == "image" or reading.dispatches or reading.refusals or reading.format
    stop_orders(data, ORIGIN)


SCALARS = st.none() | st.booleans() | st.integers(-5, 2**70) | st.floats(allow_nan=False)
WORDS = st.sampled_from(["", "canceled", "picture", "<p>x</p>"])
KEYS = st.sampled_from(["value", "name", "uri", "role"])
ODD = st.recursive(
    SCALARS | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=2),
    max_leaves=4,
)
LISTED = (
    "uri guid type version headline headlines bodies body_html pubstatus pubStatus signals subjects subject genres "
    "profile associations renditions embargoed versioncreated infosources usageterms located language urgency "
    "wordcount people"
)
NAMES = st.sampled_from(LISTED.split())


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(NAMES, ODD, max_size=8))
def test_json_of_the_wrong_types_never_raises(item: dict[str, object]) -> None:
    data = json.dumps({"uri": "mw:1", "type": "text"} | item).encode()
    reading = read(data, ORIGIN)
    assert reading.dispatches or reading.refusals
    assert {d.story_key for d in reading.dispatches if d.status in ("canceled", "withheld")} <= {
        d.story_key for d in stop_orders(data, ORIGIN)
    }


def test_a_killed_picture_comes_off_a_story_that_is_itself_fine(wires: Path, origin: Origin) -> None:
    data = (wires / "newsml-g2/message/01.xml").read_bytes()
    killed = data.replace(b"stat:usable", b"stat:canceled", 1)
    story = next(d for d in read(killed, origin).dispatches if d.kind == "story")
    assert [picture.guid for picture in story.pictures] == ["urn:newsml:marlow.example:P2"]
    assert [order.guid for order in stop_orders(killed, origin)] == ["urn:newsml:marlow.example:P1"]


def g2_message(*items: str) -> bytes:
    return f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{"".join(items)}</itemSet></newsMessage>'.encode()


def g2_item(guid: str, class_: str) -> str:
    return (
        f'<newsItem guid="{guid}"><itemMeta><itemClass qcode="ninat:{class_}"/></itemMeta><contentSet>'
        f'<remoteContent href="{guid}.jpg" contenttype="image/jpeg"/></contentSet></newsItem>'
    )


def test_a_package_of_thousands_gives_a_story_no_more_than_a_hundred_pictures(origin: Origin) -> None:
    pictures = [g2_item(f"p{n}", "picture") for n in range(300)]
    refs = "".join(f'<itemRef residref="{guid}"/>' for guid in ["story", *(f"p{n}" for n in range(300))])
    package = f'<packageItem guid="k"><groupSet><group>{refs}</group></groupSet></packageItem>'
    story, *_ = read(g2_message(g2_item("story", "text"), *pictures, package, package), origin).dispatches
    assert [picture.guid for picture in story.pictures[1:]] == [f"p{n}" for n in range(100)]


@pytest.mark.parametrize(("guid", "says"), [("urn:" + "x" * 10_000, "longer than"), ("urn:a\x00b", "control")])
def test_an_id_that_no_store_could_hold_is_refused_also_on_a_stop(guid: str, says: str, origin: Origin) -> None:
    item = {"uri": guid, "type": "text", "headline": "Head", "pubstatus": "canceled"}
    (refusal,) = read(json.dumps(item).encode(), origin).refusals
    assert says in refusal.reason
    assert len(refusal.reason) < 200
    assert stop_orders(json.dumps(item).encode(), origin) == ()


@pytest.mark.parametrize(
    "inner", ["<html><head/><body/></html>", "<html><body> <p/> </body></html>", "<nitf><body/></nitf>"]
)
def test_a_body_that_is_there_and_empty_is_no_body(inner: str, origin: Origin) -> None:
    content = f'<contentSet><inlineXML contenttype="application/xhtml+xml">{inner}</inlineXML></contentSet>'
    reading = read(g2_message(f'<newsItem guid="g">{content}</newsItem>'), origin)
    assert reading.refusals == ()
    assert [dispatch.body_text for dispatch in reading.dispatches] == [""]


NEWSML_1 = (
    "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>mw.example</ProviderId><NewsItemId>7</NewsItemId>"
    '</NewsIdentifier></Identification><NewsManagement><Status FormalName="Usable"/>'
    '<Instruction FormalName="{signal}"/>'
    "</NewsManagement><NewsComponent><ContentItem><DataContent><p>{words}</p></DataContent></ContentItem>"
    "</NewsComponent></NewsItem></NewsML>"
)
NEWSML_G2 = (
    '<newsItem guid="mw:7"><itemMeta><signal qcode="mw:{signal}"/></itemMeta><contentSet><inlineXML><html><body>'
    "<p>{words}</p></body></html></inlineXML></contentSet></newsItem>"
)
NINJS = '[{"uri": "mw:7", "type": "text", "signals": ["{signal}"], "body_html": "<p>{words}</p>"}]'
NITF = (
    '<nitf><head><docdata><doc-id id-string="7"/></docdata></head><body><body.content><p>{words}</p></body.content>'
    "</body></nitf>"
)


def _filled(form: str, signal: str = "update", words: str = "The pier is open. Boats sail.") -> bytes:
    return form.replace("{signal}", signal).replace("{words}", words).encode()


@pytest.mark.parametrize("form", [NEWSML_G2, NEWSML_1, NINJS])
def test_a_signal_nobody_knows_that_sounds_like_a_stop_asks_a_person_in_any_format(form: str, origin: Origin) -> None:
    """life.md section 4."""
    (asked,) = read(_filled(form, "pull-and-remove"), origin).dispatches[0].queries
    assert "pull-and-remove' is not known here and sounds like a stop" in asked
    assert read(_filled(form), origin).dispatches[0].queries == ()


@pytest.mark.parametrize("form", [NEWSML_G2, NEWSML_1, NINJS, NITF])
def test_copy_without_a_headline_gets_its_first_sentence_in_any_format(form: str, origin: Origin) -> None:
    """Edge case 69."""
    (story,) = read(_filled(form), origin).dispatches
    assert story.headline == "The pier is open."
    assert story.problems[-1] == "the item has no headline; the headline was made from the first sentence"


def test_a_stop_gets_no_made_headline(origin: Origin) -> None:
    data = _filled(NINJS).replace(b'"type"', b'"pubstatus": "canceled", "type"')
    assert read(data, origin).dispatches[0].headline is None


def test_an_order_on_an_id_that_cannot_be_one_is_refused_by_name_and_the_item_stays(origin: Origin) -> None:
    order = f'<docdata management-doc-idref="{"x" * 2001}" management-idref-status="canceled">'
    reading = read(_filled(NITF).replace(b"<docdata>", order.encode()), origin)
    assert [story.guid for story in reading.dispatches] == ["7"]
    (refusal,) = reading.refusals
    assert refusal.index == 0
    assert refusal.reason.startswith("its order on another item: its id is longer than")


def test_a_reason_is_one_line_whatever_it_quotes(origin: Origin) -> None:
    (refusal,) = read(b"<a\x7f\n b='1' b='2'></a>", origin).refusals
    assert refusal.reason.isprintable()
    (refusal,) = read(b"<![CDATA[x\ny]]><nitf/>", origin).refusals
    assert refusal.reason.isprintable()


def test_a_body_set_otherwise_than_it_was_sent_asks_a_person(origin: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate before the gate: the page would be refused too, but nobody should have to wait for that."""
    data = b"<nitf><head><docdata><doc-id id-string='A1'/></docdata></head><body><body.content><p>Ferry quay opens.</p>"
    data += b"</body.content></body></nitf>"
    (whole,) = read(data, origin).dispatches
    assert whole.queries == ()
    set_text = Setter.text
    monkeypatch.setattr(Setter, "text", lambda self, words: set_text(self, words.replace("quay", "")))
    (torn,) = read(data, origin).dispatches
    assert any("differs from the text as sent" in query for query in torn.queries)
