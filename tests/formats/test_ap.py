from __future__ import annotations

import json
from typing import Any

import pytest

from stet.formats import read, stop_orders
from stet.model.dispatch import Dispatch, Embargo, Kind, Reading, Status
from stet.model.packet import Origin

ITEM_ID = "0123456789abcdef0123456789abcdef"
HREF = f"https://api.ap.org/media/v/content/{ITEM_ID}.0/download?type=text&qt=secret"
ITEM = {
    "uri": f"https://api.ap.org/media/v/content/{ITEM_ID}?qt=q&et=e", "altids": {"itemid": ITEM_ID, "etag": "e"},
    "version": 0, "type": "text", "pubstatus": "usable", "signals": ["newscontent"], "headline": "Harbour reopens",
    "provider": "AP", "renditions": {"nitf": {"type": "text", "words": 206, "href": HREF}},
}  # fmt: skip


def reading(origin: Origin, *, nitf: Any = None, **more: Any) -> Reading:
    envelope = {"api_version": "2.2", "data": {"meta": {}, "item": {**ITEM, **more}}}
    return read(json.dumps(envelope | ({"nitf": nitf} if nitf else {})).encode(), origin)


def one(origin: Origin, **more: Any) -> Dispatch:
    (dispatch,) = reading(origin, **more).dispatches
    return dispatch


def test_the_reason_names_the_envelope(origin: Origin) -> None:
    assert reading(origin).why == "JSON with data.item and altids.itemid: the AP Media API"


def test_version_0_is_a_version_and_stands_beside_the_id(origin: Origin) -> None:
    dispatch = one(origin)
    assert (dispatch.guid, dispatch.version, dispatch.story_key) == (ITEM_ID, 0, f"ap/{ITEM_ID}")


def test_the_address_with_its_query_is_no_key(origin: Origin) -> None:
    assert one(origin, altids={}).guid == one(origin, altids=None, uri=ITEM["uri"] + "&et=2").guid == ITEM_ID


def test_a_text_that_is_elsewhere_is_said_to_be_there_without_the_keys_in_its_address(origin: Origin) -> None:
    dispatch = one(origin)
    assert dispatch.body_text == ""
    assert dispatch.word_count == 206
    assert dispatch.problems == (f"the body is not in the item but at {HREF.partition('?')[0]}",)


@pytest.mark.parametrize(
    "nitf",
    [
        {"body_html": "<block><p>It is open.</p></block>"},
        '<?xml version="1.0"?><nitf><body><body.content><block><p>It is open.</p></block></body.content></body></nitf>',
        {"body_nitf": "<nitf><body><body.content><p>It is open.</p></body.content></body></nitf>"},
        "<p>It is open.</p>",
    ],
)
def test_a_text_put_beside_the_envelope_is_the_body(nitf: Any, origin: Origin) -> None:
    dispatch = one(origin, nitf=nitf)
    assert (dispatch.body_text, dispatch.problems) == ("It is open.", ())


@pytest.mark.parametrize(
    "more",
    [
        {"signals": None},
        {"signals": []},
        {"editorialtypes": ["Advisory"]},
        {"profile": "Daybook"},
        {"subject": [{"rels": ["category"], "code": "v"}]},
    ],
)
def test_what_ap_does_not_mean_for_readers_is_an_advisory(more: dict[str, Any], origin: Origin) -> None:
    assert one(origin, **more).kind is Kind.ADVISORY


def test_a_kill_needs_no_more_than_the_id_and_is_not_filed_elsewhere_by_another_provider(origin: Origin) -> None:
    killed = {"data": {"item": {"altids": {"itemid": ITEM_ID}, "pubstatus": "canceled"}}}
    (dispatch,) = read(json.dumps(killed).encode(), origin).dispatches
    (order,) = stop_orders(json.dumps(killed).encode(), origin)
    story = one(origin, provider="Calendar House")
    assert dispatch.status is order.status is Status.CANCELED
    assert dispatch.story_key == order.story_key == story.story_key
    assert story.provider == "Calendar House"


def test_an_embargo_holds_without_a_time_and_the_later_of_two_counts(origin: Origin) -> None:
    assert one(origin, pubstatus="Embargoed").embargo == Embargo(None)
    dispatch = one(origin, embargoed="2026-03-05T00:00:00Z", releasedatetime="2026-03-06T00:00:00Z")
    assert dispatch.embargo
    assert dispatch.embargo.until
    assert dispatch.embargo.until.day == 6


def test_a_page_of_thousands_of_items_is_that_many_items_and_a_damaged_one_hides_none(origin: Origin) -> None:
    items: list[Any] = [{"item": {**ITEM, "altids": {"itemid": f"{number:032x}"}}} for number in range(3000)]
    items[0], items[1] = "damaged", {"item": {"altids": 7}}
    found = read(json.dumps({"data": {"items": items}}).encode(), origin)
    assert (found.format, len(found.dispatches), len(found.refusals)) == ("ap-json", 2998, 2)


def test_answers_one_after_the_other_are_searched_for_stops(origin: Origin) -> None:
    answers = [json.dumps({"data": {"item": {**ITEM, "pubstatus": status}}}) for status in ("usable", "canceled")]
    assert [order.status for order in stop_orders("\n".join(answers).encode(), origin)] == [Status.CANCELED]


@pytest.mark.parametrize(
    "value", [7, "x", ["x", 7, None, {}], {"nitf": [], "name": 7, "1": 7}, [{"type": [], "code": {}}]]
)
def test_a_property_of_the_wrong_type_costs_no_more_than_itself(value: Any, origin: Origin) -> None:
    listed = ["renditions", "associations", "subject", "person", "bylines", "links", "foreignkeys", "usageterms"]
    dispatch = one(origin, **dict.fromkeys(listed, value))
    assert (dispatch.guid, dispatch.headline) == (ITEM_ID, "Harbour reopens")
