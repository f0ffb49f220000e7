"""Under which story keys a dispatch knows other items (life.md section 2; edge case 37)."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from stet.formats import read
from stet.formats.base import digest
from stet.model.packet import Origin

ORIGIN = Origin(feed="wire", agency="Northwind News", arrived=datetime(2026, 3, 4, 12, tzinfo=UTC))


def only(item: dict[str, object]):
    [dispatch] = read(
        msgspec.json.encode({"type": "text", "headline": "A", "body_text": "A.", **item}), ORIGIN
    ).dispatches
    return dispatch


def test_an_item_that_evolved_from_another_goes_on_from_that_ones_story() -> None:
    assert only({"uri": "urn:nw:2", "evolvedfrom": "urn:nw:1"}).continues == ("northwind-news/urn:nw:1",)


def test_an_item_that_is_only_derived_from_another_is_a_story_of_its_own() -> None:
    assert (
        only({"uri": "urn:nw:2", "associations": {"a": {"rel": "irel:derivedFrom", "uri": "urn:nw:1"}}}).continues == ()
    )


def test_an_item_never_goes_on_from_itself() -> None:
    assert only({"uri": "urn:nw:2", "evolvedfrom": "urn:nw:2"}).continues == ()


def test_other_names_are_told_as_the_keys_that_orders_by_them_have() -> None:
    assert "northwind-news/88123" in only({"uri": "urn:nw:2", "altids": {"serial": "88123"}}).alt_keys


def test_a_picture_is_told_by_the_key_of_its_own_item() -> None:
    item = only(
        {"uri": "urn:nw:2", "associations": {"main": {"type": "picture", "uri": "urn:nw:p1", "renditions": {
            "web": {"href": "https://wire.example/p1.jpg"}}}}}
    )  # fmt: skip
    assert item.picture_keys == ("northwind-news/urn:nw:p1",)


def test_keys_of_others_are_no_part_of_what_was_said() -> None:
    item = only({"uri": "urn:nw:2", "evolvedfrom": "urn:nw:1", "altids": {"serial": "88123"}})
    bare = msgspec.structs.replace(item, alt_keys=(), continues=(), picture_keys=())
    assert bare != item
    assert digest(bare) == item.digest
