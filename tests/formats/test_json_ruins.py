"""A stop in broken JSON: whatever becomes of the rest, an id and a status that can be read are obeyed."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fuzz.mutate import damaged
from stet.formats import looks_like_stop, read, stop_orders
from stet.model.dispatch import Status
from stet.model.packet import Origin

ORIGIN = Origin(feed="mw", arrived=datetime(2026, 3, 4, 12, tzinfo=UTC))
ITEM_ID = "0123456789abcdef0123456789abcdef"
PICTURE = {"uri": "mw:picture", "type": "picture", "pubstatus": "usable", "renditions": {"web": {"href": "p.jpg"}}}
LATER: dict[str, Any] = {
    "headline": "Ferry, {late}: “again”",
    "ednote": 'Kill [all], "please": see {1}',
    "urgency": 3,
    "keywords": ["a", "b"],
    "place": {"name": "Eastmere", "geo": [1.5, -2]},
    "associations": {"mainpic": PICTURE},
    "body_html": "<p>One \\ two / three.</p>\n<p>“Four”</p>",
}


def ninjs(status: str) -> tuple[dict[str, Any], str]:
    return {"uri": "mw:1", "version": "4", "type": "text", "pubstatus": status, **LATER}, "unknown/mw:1"


def ninjs_3(status: str) -> tuple[dict[str, Any], str]:
    return {"uri": "mw:1", "version": "4", "pubStatus": status, "bodies": [{"value": "One"}], **LATER}, "unknown/mw:1"


def guid_flavour(status: str) -> tuple[dict[str, Any], str]:
    return {"_id": "x", "guid": "mw:1", "version": 4, "pubstatus": status, **LATER}, "unknown/mw:1"


def in_a_list(status: str) -> tuple[dict[str, Any], str]:
    return {"total": 1, "items": [ninjs(status)[0], {"uri": "mw:2", "headline": "Other"}]}, "unknown/mw:1"


def ap(status: str) -> tuple[dict[str, Any], str]:
    ids = {"uri": f"https://api.ap.org/media/v/content/{ITEM_ID}?qt=1&et=2", "altids": {"itemid": ITEM_ID, "etag": "e"}}
    item = {**ids, "version": 4, "type": "text", "pubstatus": status, **LATER}
    return {"api_version": "2.2", "data": {"meta": {"products": [{"id": 7}]}, "item": item}}, f"ap/{ITEM_ID}"


def ap_page(status: str) -> tuple[dict[str, Any], str]:
    item = ap(status)[0]["data"]["item"]
    return {"data": {"current_item_count": 1, "items": [{"meta": {}, "item": item}]}}, f"ap/{ITEM_ID}"


def dpa(status: str) -> tuple[dict[str, Any], str]:
    item = {"format": "digitalwires@0.9.1", "urn": "urn:newsml:dpa.com:1", "version": 4, "pubstatus": status, **LATER}
    return item, "dpa/urn:newsml:dpa.com:1"


FORMATS = [ninjs, ninjs_3, guid_flavour, in_a_list, ap, ap_page, dpa]
made_by = pytest.mark.parametrize("make", FORMATS, ids=lambda make: make.__name__)


def after_the_status(text: str) -> int:
    at = text.lower().index('"pubstatus"')
    return text.index('ed"', at) + 3 if "ed" in text[at : at + 40] else text.index("usable", at) + 7


def found(text: str) -> set[tuple[str, int | None, Status]]:
    return {(order.story_key, order.version, order.status) for order in stop_orders(text.encode(), ORIGIN)}


@made_by
@pytest.mark.parametrize("indent", [None, 1])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_kill_cut_off_anywhere_after_its_status_is_still_a_kill(make: Any, indent: int | None, data: Any) -> None:
    value, key = make("canceled")
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    cut = text[: data.draw(st.integers(after_the_status(text), len(text)))]
    assert looks_like_stop(cut.encode())
    assert found(cut) == {(key, 4, Status.CANCELED)}


@made_by
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_cut_off_never_makes_a_stop_of_a_story(make: Any, data: Any) -> None:
    value, _ = make("usable")
    text = json.dumps(value, ensure_ascii=False).replace('"usable", "rend', '"canceled", "rend')
    assert '"canceled"' in text
    cut = text[: data.draw(st.integers(after_the_status(text), len(text)))]
    assert found(cut) == set()


BROKEN = [
    '"x": ', '"x": "a"b"', '"x": "never closed', '"x": tru', '"x": 1 2', '"x": "\x01"', '"x" "y"', "x: y", '"x": "\\q"',
    '"x": {"y": [1, }', '"x": }', '"x": ]', '"x": [1, 2', '"x": "a\nb"', '"x": "\\', '"x": NaN', "{",
]  # fmt: skip


@made_by
@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("indent", [None, 1])
def test_a_kill_behind_a_damaged_property_is_still_a_kill(make: Any, broken: str, indent: int | None) -> None:
    """The damage stands between the id and the status."""
    value, key = make("canceled")
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    at = text.lower().rindex(",", 0, text.lower().index('"pubstatus"'))
    text = f"{text[:at]}, {broken}{text[at:]}"
    assert {(key, 4, Status.CANCELED)} == found(text)
    assert all(d.status is not Status.USABLE for d in read(text.encode(), ORIGIN).dispatches if d.story_key == key)


def ap_entry(status: str) -> tuple[dict[str, Any], str]:
    value, key = ap_page(status)
    return value["data"]["items"][0], key


def numbered(make: Any, status: str, number: int) -> tuple[dict[str, Any], str]:
    """An item, and its key, with an id of its own."""
    text, key = (
        re.sub(f"(mw:|dpa.com:|{ITEM_ID[:-1]})[1f]", rf"\g<1>{number}", said)
        for said in (json.dumps(make(status)[0]), make(status)[1])
    )
    return json.loads(text), key


LISTS = {ninjs: "items", ninjs_3: "items", guid_flavour: "_items", dpa: "entries", ap_entry: "items"}


def wrapped(make: Any, items: list[Any], how: str) -> Any:
    if make is ap_entry:
        return {"api_version": "2.2", "data": {"current_item_count": len(items), "items": items}}
    return {
        "named": {"total": len(items), LISTS[make]: items},
        "bare": items,
        "with an id": {"uri": "list:1", "version": "2", "docs": items},
    }[how]


def cut_behind(text: str, key: str, of: str) -> int:
    """Where the status of an item ends, or the item itself."""
    status = text.index('"canceled"', text.index(key.rpartition("/")[2])) + len('"canceled"')
    body = text.index('"body_html"', status)
    return {"status": status, "item": text.index("}", body) + 1}[of]


@pytest.mark.parametrize("make", LISTS, ids=lambda make: make.__name__)
@pytest.mark.parametrize("how", ["named", "bare", "with an id"])
@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_a_kill_in_a_list_is_found_whatever_is_damaged_behind_its_status_and_no_other(
    make: Any, how: str, data: Any
) -> None:
    killed = data.draw(st.integers(0, 2))
    items = [numbered(make, "canceled" if place == killed else "usable", place) for place in range(3)]
    key = items[killed][1]
    text = json.dumps(wrapped(make, [item for item, _ in items], how), indent=data.draw(st.sampled_from([None, 1])))
    sound = cut_behind(text, key, data.draw(st.sampled_from(["status", "item"])))
    tail = text[sound:].encode()
    for turn in range(data.draw(st.integers(1, 4))):
        tail = damaged(Random(f"{turn} {data.draw(st.integers(0, 10**6))}"), tail)
    assume(not any(word in tail for word in (b"canceled", b"withheld", b"KILL")))  # it says so of another
    orders = {(order.story_key, order.status) for order in stop_orders(text[:sound].encode() + tail, ORIGIN)}
    assert orders == {(key, Status.CANCELED)}


GONE = '{"guid": "mw:gone", "type": "text", "version": 5, "state": "killed", "source": "MW"}'
AWAY = '{"guid": "mw:away", "type": "text", "version": 5, "state": "unpublished"}'
HERE = '{"type": "text", "guid": "mw:here", "version": 1, "state": "published"}'


def named(text: str) -> set[str]:
    return {order.guid for order in stop_orders(text.encode(), ORIGIN)}


def test_a_stop_read_in_ruins_hides_none_that_lies_elsewhere() -> None:
    assert named(f'{{"_items": [{GONE}]}} Wire"\n}}, {AWAY}]}}') == {"mw:gone", "mw:away"}


@pytest.mark.parametrize("lost", ["", "(", "\x7f", '"\n'])
def test_an_item_whose_opening_sign_is_lost_is_another_of_its_list(lost: str) -> None:
    assert named(f'{{"_items": [{GONE}, {lost}{AWAY[1:]}]}}') == {"mw:gone", "mw:away"}
    dead = HERE[1:].replace("published", "killed").replace("here", "dead")
    assert named(f'{{"uri": "list:1", "docs": [{HERE}, {lost}{dead}]}}') == {"mw:dead"}
    assert named(f"[{GONE}, {lost}{AWAY[1:]}]") == {"mw:gone", "mw:away"}


def test_a_list_that_was_never_closed_leaves_its_object_the_names_behind_it() -> None:
    picture = '{"type": "picture", "uri": "mw:p"}'
    assert named(f'{{"uri": "mw:1", "type": "text", "associations": [{picture}, "pubstatus": "canceled"') == {"mw:1"}


def test_a_list_that_took_the_names_of_an_item_is_still_looked_through() -> None:
    assert named(f'[{{"_items": [{GONE}, ("type: "text", "guid": "mw:odd"}}, {HERE}]') == {"mw:gone"}
    entry = '{"format": "digitalwires@0.9.1", "urn": "urn:1", "pubstatus": "canceled"}'
    torn = '"fo|rmat": "x", "urn": "urn:2", "pubstatus": "usable"}'
    assert named(f'{{"entries": [{entry}, {torn}, {{}}]}}') == {"urn:1"}


def test_a_part_that_broke_into_a_killed_item_takes_neither_its_id_nor_its_stop() -> None:
    text = json.dumps(guid_flavour("canceled")[0])
    assert named(text.replace('{"mainpic": {', "")) == {"mw:1"}


def test_a_part_that_broke_into_an_item_before_it_said_its_status_takes_nothing_of_it() -> None:
    assert named('{"uri": "mw:1", "place": "uri": "mw:2", "name": "Eastmere"}, "pubstatus": "canceled"}') == {"mw:1"}


def test_an_item_that_came_to_lie_beside_a_page_of_ap_hides_none_of_it() -> None:
    text = json.dumps(ap_page("canceled")[0])
    beside = json.dumps(numbered(ap_entry, "usable", 2)[0])
    assert named(text.replace("}}]}}", f"}}}}, {beside[1:]}")) == {ITEM_ID}
