from __future__ import annotations

import json
from typing import Any

import pytest

from stet.formats import read, stop_orders
from stet.model.dispatch import Dispatch, Kind, Status
from stet.model.packet import Origin

ENTRY = {
    "format": "digitalwires@0.9.1", "urn": "urn:newsml:dpa.com:1", "version": 2, "pubstatus": "usable",
    "updated": "2026-03-04T12:00:00Z", "version_created": "2026-03-04T11:15:00+01:00", "headline": "Hafen offen",
    "dateline": "Ostmere (dpa) - ", "article_html": "<section><p>Der Hafen ist offen.</p></section>",
}  # fmt: skip


def one(origin: Origin, **more: Any) -> Dispatch:
    (dispatch,) = read(json.dumps({**ENTRY, **more}).encode(), origin).dispatches
    return dispatch


def category(kind: str, code: str) -> dict[str, str]:
    return {"type": f"dnltype:{kind}", "name": code, "qcode": f"stat:{code}"}


def test_the_version_is_dated_by_its_own_clock_and_not_by_that_of_its_delivery(origin: Origin) -> None:
    assert str(one(origin).version_created) == "2026-03-04 10:15:00+00:00"
    assert one(origin, updated="2026-03-09T12:00:00Z").digest == one(origin).digest


def test_no_status_means_usable_and_is_said(origin: Origin) -> None:
    dispatch = one(origin, pubstatus=None)
    assert dispatch.status is Status.USABLE
    assert dispatch.problems == ("pubstatus is not given; it was taken as usable",)


@pytest.mark.parametrize("said", [None, "usable", "withheld"])
def test_of_two_statuses_the_graver_counts(said: str | None, origin: Origin) -> None:
    more = {"pubstatus": said, "categories": [category("pubstatus", "canceled")]}
    assert one(origin, **more).status is Status.CANCELED
    (order,) = stop_orders(json.dumps({**ENTRY, **more}).encode(), origin)
    assert (order.story_key, order.version) == ("dpa/urn:newsml:dpa.com:1", 2)


def test_the_infobox_belongs_to_the_story_and_the_link_box_is_links(origin: Origin) -> None:
    box = '<section><ul><li><a href="https://hafen.example/">Der Hafen im Netz</a></li></ul></section>'
    dispatch = one(origin, infobox_html="<section><h3>Der Hafen</h3><p>Er ist alt.</p></section>", linkbox_html=box)
    assert dispatch.body_text == "Der Hafen ist offen.\n\nDer Hafen\n\nEr ist alt."
    assert [link.target for link in dispatch.links] == ["https://hafen.example/"]
    assert dispatch.problems == ("the link box is kept as links; its words are not shown",)


def test_the_dateline_stands_apart_from_the_text(origin: Origin) -> None:
    dispatch = one(origin)
    assert (dispatch.dateline, dispatch.body_text) == ("Ostmere (dpa) -", "Der Hafen ist offen.")


def test_of_a_correction_readers_get_what_is_worded_for_readers(origin: Origin) -> None:
    notes = [("correction", "Satz 1"), ("correctionshort", "offen"), ("correction_consumerready", "Er war nie zu."),
             ("closingline", "dpa to"), ("editorialnote", "Bild folgt")]  # fmt: skip
    rows = [{"role": f"dpaednoterole:{role}", "ednote": text, "is_publishable": True} for role, text in notes]
    dispatch = one(origin, ednotes=rows, notepad={"nonpublic_html": "<p>Kontakt: <b>I. Quill</b></p>"})
    assert dispatch.public_note == "Er war nie zu."
    assert dispatch.ed_note == "Satz 1\noffen\ndpa to\nBild folgt\nKontakt: I. Quill"


def test_a_note_about_an_embargo_waits_for_a_person_unless_the_item_gives_its_time(origin: Origin) -> None:
    note = [{"role": "dpaednoterole:embargo", "ednote": "bis 19 Uhr", "is_publishable": False}]
    assert len(one(origin, ednotes=note).queries) == 1
    assert one(origin, ednotes=note, embargoed="2026-03-05T19:00:00+01:00").queries == ()


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"ednotes": [{"role": "dpaednoterole:editorialnote", "ednote": "dpa-Eilmeldung"}]}, Kind.ALERT),
        ({"genre_names": ["Vorschau"]}, Kind.ADVISORY),
        ({"article_html": None, "associations": [{"type": "image", "urn": "urn:i"}]}, Kind.PICTURE),
        ({"article_html": None, "associations": [{"type": "audio", "urn": "urn:a"}]}, Kind.PACKAGE),
        ({"headline": "Eilmeldung: der Film"}, Kind.STORY),
    ],
)
def test_an_entry_is_what_its_parts_say_and_never_what_its_headline_says(
    more: dict[str, Any], kind: Kind, origin: Origin
) -> None:
    assert one(origin, **more).kind is kind


def test_an_entry_is_known_without_its_formats_name(origin: Origin) -> None:
    reading = read(json.dumps({"entries": [7, {**ENTRY, "format": None}]}).encode(), origin)
    assert (reading.format, len(reading.dispatches), len(reading.refusals)) == ("dpa-json", 1, 1)
    assert reading.why == "JSON with urn and the properties of dpa's digitalwires"


@pytest.mark.parametrize("value", [7, "x", ["x", 7, None, {}], {"type": {}, "qcode": [], "name": 7}, [{"type": []}]])
def test_a_property_of_the_wrong_type_costs_no_more_than_itself(value: Any, origin: Origin) -> None:
    listed = ["ednotes", "notepad", "associations", "categories", "descriptions", "signal", "genre_names", "teaser"]
    dispatch = one(origin, **dict.fromkeys(listed, value))
    assert (dispatch.headline, dispatch.body_text) == ("Hafen offen", "Der Hafen ist offen.")
