from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stet.formats import read, sent_texts, stop_orders
from stet.formats.text import names
from stet.model.dispatch import Dispatch, Embargo, Kind, Status
from stet.model.packet import Origin
from stet.model.text import fingerprint

ORIGIN = Origin(feed="mw", arrived=datetime(2026, 3, 4, 12, tzinfo=UTC))
BARE = {"uri": "mw:1", "headline": "Ferry leaves", "body_text": "It left.", "source": "Marlow Wire"}
PROPERTIES = sorted(
    names(
        "type version versioncreated pubStatus urgency language headline headlines descriptions bodies "
        "body_html by byline bylines located subject subjects person people places altids associations "
        "renditions embargoed expires usageterms ednote genre service infosource signals evolvedfrom "
        "replacing standard flags state schedule_settings dateline wordcount authors "
    )
)
AP_ID = "0123456789abcdef0123456789abcdef"


def one(origin: Origin, **more: Any) -> Dispatch:
    (dispatch,) = read(json.dumps({**BARE, **more}).encode(), origin).dispatches
    return dispatch


@pytest.mark.parametrize("name", ["pubstatus", "pubStatus", "PUBSTATUS"])
@pytest.mark.parametrize(
    ("word", "status"),
    [("usable", Status.USABLE), ("Canceled ", Status.CANCELED), ("CANCELLED", Status.CANCELED),
     ("withheld", Status.WITHHELD), ("OPEN", Status.UNKNOWN), ("", Status.UNKNOWN), (None, Status.USABLE)],
)  # fmt: skip
def test_a_status_is_read_in_every_spelling_of_its_name_and_its_word(
    name: str, word: str | None, status: Status, origin: Origin
) -> None:
    assert one(origin, **{name: word}).status is status


@pytest.mark.parametrize("version", ["10", 10, " 10 "])
def test_a_version_is_a_number_whether_it_came_as_one_or_as_text(version: Any, origin: Origin) -> None:
    assert one(origin, version=version).version == 10


@pytest.mark.parametrize("version", ["1.2", 1.2, "2026-03-04", -1, True, [1], "1e3", "١٠"])
def test_what_is_not_a_whole_number_orders_nothing_and_is_said(version: Any, origin: Origin) -> None:
    dispatch = one(origin, version=version)
    assert dispatch.version is None
    assert len(dispatch.problems) == 1
    assert "not a whole number" in dispatch.problems[0]


@pytest.mark.parametrize("type_", ["audio", "video", "graphic", "component", "event", "planning", "picture"])
def test_what_is_no_copy_is_filed_even_with_words_of_its_own(type_: str, origin: Origin) -> None:
    assert one(origin, type=type_).kind not in (Kind.STORY, Kind.ALERT)


def test_a_composite_with_words_is_a_story_and_one_without_is_a_package(origin: Origin) -> None:
    assert one(origin, type="composite").kind is Kind.STORY
    assert one(origin, type="composite", body_text=None).kind is Kind.PACKAGE


def test_two_embargoes_that_disagree_shut_the_story_until_the_later(origin: Origin) -> None:
    early, late = "2026-03-05T00:00:00Z", "2026-03-06T00:00:00Z"
    for first, second in ((early, late), (late, early)):
        dispatch = one(origin, embargoed=first, embargoedUntil=second)
        assert dispatch.embargo
        assert dispatch.embargo.until
        assert dispatch.embargo.until.day == 6
        assert any("disagree" in problem for problem in dispatch.problems)
    assert one(origin, embargoed=late, embargoedUntil=late).problems == ()
    assert one(origin, embargoed=late, embargoedUntil="").embargo == Embargo(None)


@pytest.mark.parametrize("value", ["", " ", "tomorrow", True, 0, {}])
def test_an_embargo_without_a_time_that_can_be_read_has_no_end(value: Any, origin: Origin) -> None:
    assert one(origin, embargoed=value).embargo == Embargo(None)


@pytest.mark.parametrize("value", [None, False])
def test_no_embargo_is_none(value: Any, origin: Origin) -> None:
    assert one(origin, embargoed=value).embargo is None


def test_the_id_of_an_ap_item_is_the_same_whatever_query_its_address_carries(origin: Origin) -> None:
    address = f"http://api.ap.org/media/v/content/{AP_ID}"
    keys = {one(origin, uri=f"{address}{query}").story_key for query in ("", "?qt=1&et=2", "?qt=3")}
    envelope = {"data": {"item": {"altids": {"itemid": AP_ID}}}}
    keys.add(read(json.dumps(envelope).encode(), origin).dispatches[0].story_key)
    assert {key.partition("/")[2] for key in keys} == {AP_ID}


def test_a_list_is_told_by_any_of_its_first_items(origin: Origin) -> None:
    reading = read(json.dumps([None, {}, "x", BARE]).encode(), origin)
    assert (reading.format, len(reading.dispatches), len(reading.refusals)) == ("ninjs", 1, 3)


def test_bodies_are_chosen_by_what_they_are_and_never_joined(origin: Origin) -> None:
    plain = {"role": "text", "contenttype": "text/plain", "value": "Plain."}
    html = {"role": "html", "contenttype": "text/html", "value": "<p>Rich.</p>"}
    part = {"role": "quote", "contenttype": "text/html", "value": "<p>Only a quote.</p>"}
    beside = {"role": "drol:teaser", "contenttype": "text/html", "value": "<p>Teaser.</p>"}
    assert one(origin, body_text=None, bodies=[beside, part, plain, html]).body_text == "Rich."
    assert one(origin, body_text=None, bodies=[beside, part, plain]).body_text == "Plain."
    assert one(origin, body_text=None, bodies=[beside, part]).body_text == "Only a quote."
    assert one(origin, body_text=None, bodies=[beside]).body_text == "Teaser."


def test_html_without_a_tag_folds_the_line_breaks_of_its_file(origin: Origin) -> None:
    assert one(origin, body_xhtml="\n  Silt &amp;\n  sand").body_text == "Silt & sand"
    assert one(origin, body_html="One.\n\nA < B &amp; C.").body_text == "One.\n\nA < B & C."


def test_a_stopped_picture_is_no_part_of_the_story_and_no_stop_of_it(origin: Origin) -> None:
    for stop in ({"pubstatus": "canceled"}, {"pubStatus": "withheld"}, {"pubstatus": "gone"}, {"embargoed": ""},
                 {"embargoedUntil": "2026-03-04T12:00:01Z"}, {"expires": "2026-03-04T12:00:00Z"}):  # fmt: skip
        picture = {"uri": "mw:p", "type": "picture", "renditions": {"a": {"href": "a.jpg"}}}
        dispatch = one(origin, associations={"main": picture, "side": {**picture, "uri": "mw:q", **stop}})
        assert [picture.guid for picture in dispatch.pictures] == ["mw:p"]
        assert len(dispatch.problems) == 1
        assert "mw:q was left out" in dispatch.problems[0]
        assert dispatch.status is Status.USABLE
        assert stop_orders(json.dumps({**BARE, "associations": [{**picture, **stop}]}).encode(), origin) == ()


def test_a_picture_that_lies_whole_in_a_story_is_an_item_too_and_its_kill_is_only_its_own(origin: Origin) -> None:
    whole = {"uri": "mw:p", "type": "picture", "version": 3, "versioncreated": "2026-03-04T10:00:00Z", "by": "Ro Fenn"}
    part = {**whole, "uri": "mw:q", "representationtype": "incomplete"}
    story = {**BARE, "associations": {"a": whole, "b": part, "c": {**whole, "uri": "mw:t", "type": "text"}}}
    first, second = read(json.dumps([story, story | {"uri": "mw:2"}]).encode(), origin).dispatches[::2]
    assert (first.guid, first.kind) == ("mw:1", Kind.STORY)
    assert (second.guid, second.kind, second.version, second.agency) == ("mw:p", Kind.PICTURE, 3, "Marlow Wire")
    killed = json.dumps({**BARE, "associations": [{**whole, "pubstatus": "canceled"}]}).encode()
    assert [order.story_key for order in stop_orders(killed, origin)] == ["marlow-wire/mw:p"]


def test_a_picture_that_comes_by_itself_and_in_a_story_is_read_once(origin: Origin) -> None:
    whole = {"uri": "mw:p", "type": "picture", "versioncreated": "2026-03-04T10:00:00Z"}
    reading = read(json.dumps([{**BARE, "associations": [whole]}, whole]).encode(), origin)
    assert [dispatch.guid for dispatch in reading.dispatches] == ["mw:1", "mw:p"]


def test_a_draft_of_a_newsroom_system_waits_for_a_person(origin: Origin) -> None:
    assert one(origin, state="draft").queries
    assert one(origin, flags={"marked_for_not_publication": True}).queries
    assert one(origin, state="published", flags={"marked_for_not_publication": False}).queries == ()


@given(
    st.dictionaries(
        st.sampled_from(PROPERTIES),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(
                        ["name", "value", "role", "uri", "guid", "type", "code", "href", "pubstatus", "rel", "qcode"]
                    ),
                    inner,
                    max_size=4,
                )
            ),
            max_leaves=12,
        ),
    )
)
def test_no_value_of_any_type_in_any_property_is_more_than_an_item_can_bear(more: dict[str, Any]) -> None:
    data = json.dumps({**BARE, **more}).encode()
    reading = read(data, ORIGIN)
    assert len(reading.dispatches) + len(reading.refusals) == 1
    for dispatch in reading.dispatches:
        assert dispatch.story_key.endswith("/mw:1")
        assert dispatch.wire_fingerprint == fingerprint(sent_texts(data, ORIGIN)[0]) == fingerprint(dispatch.body_text)
