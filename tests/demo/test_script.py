"""What the demo delivers: enough, readable, consistent, and the same every time."""

import json
import re
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

import pytest
from lxml import etree

from stet.demo.items import agencies, feeds, stories
from stet.demo.script import OPENS_AT, Cue, DeskCue, slow, timeline
from stet.formats import read
from stet.model.dispatch import Dispatch, Kind, Status
from stet.model.packet import Origin

START = datetime(2026, 11, 21, 12, 0, 5, tzinfo=UTC)
REAL_AGENCIES = (
    "Reuters", "AP", "Associated Press", "AFP", "Agence France-Presse", "PTI", "Press Trust of India", "ANI", "UNI",
    "IANS", "dpa", "AAP", "EFE", "Xinhua", "TASS", "Anadolu", "WAM", "SPA", "MENA", "QNA", "KUNA", "BNA", "Petra",
    "Bhasha", "Univarta", "Hindusthan Samachar", "यूनीवार्ता", "भाषा", "हिन्दुस्थान समाचार",
    "واس", "وام", "قنا", "كونا", "بترا",
)  # fmt: skip


def wire_cues() -> list[Cue]:
    return [cue for cue in timeline(START) if isinstance(cue, Cue)]


def copy_cues() -> list[Cue]:
    return [cue for cue in wire_cues() if not cue.picture]


def dispatches(cues: list[Cue]) -> list[Dispatch]:
    found = []
    for cue in cues:
        origin = Origin(
            feed=cue.feed,
            agency=feeds()[cue.feed].agency,
            source=cue.file_name,
            arrived=START + timedelta(seconds=cue.at_seconds),
        )
        found += [d for d in read(cue.data, origin).dispatches if d.kind in (Kind.STORY, Kind.ALERT)]
    return found


@pytest.fixture(scope="module")
def read_in_order() -> list[Dispatch]:
    return dispatches(copy_cues())


def test_the_timeline_is_the_same_for_the_same_start() -> None:
    assert timeline(START) == timeline(START)


def test_another_start_gives_other_ids_so_that_a_second_run_clashes_with_none() -> None:
    later = timeline(START + timedelta(hours=5))
    names = {cue.file_name for cue in later if isinstance(cue, Cue) and not cue.picture}
    assert not names & {cue.file_name for cue in copy_cues()}


def test_cues_come_in_order_and_within_two_minutes() -> None:
    times = [cue.at_seconds for cue in timeline(START)]
    assert times == sorted(times)
    assert times[-1] <= 120


def test_the_front_page_is_full_within_two_seconds() -> None:
    assert len([cue for cue in copy_cues() if cue.at_seconds <= 2]) >= 14


def test_there_are_thirty_items_and_two_dozen_stories(read_in_order: list[Dispatch]) -> None:
    assert len(read_in_order) >= 32
    assert len({d.story_key for d in read_in_order}) >= 24


def test_every_file_parses_but_the_one_that_breaks_off() -> None:
    for cue in copy_cues():
        if "-part-" in cue.file_name:
            continue
        if cue.file_name.endswith(".json"):
            json.loads(cue.data)
        else:
            etree.fromstring(cue.data)


def test_the_refused_file_is_really_cut_and_comes_again_whole() -> None:
    [cut] = [cue for cue in copy_cues() if "-part-" in cue.file_name]
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(cut.data)
    whole = [cue for cue in copy_cues() if cue.file_name == cut.file_name.replace("-part-", "-")]
    assert [cue.at_seconds > cut.at_seconds for cue in whole] == [True]


def test_all_three_formats_are_spoken_and_read_without_complaint(read_in_order: list[Dispatch]) -> None:
    assert {d.format.split("-")[0].split(" ")[0] for d in read_in_order} >= {"newsml", "nitf", "ninjs"}
    usable = [d for d in read_in_order if d.status is Status.USABLE]
    assert [(d.guid, d.problems) for d in usable if d.problems] == []


def test_stories_are_told_in_three_scripts(read_in_order: list[Dispatch]) -> None:
    text = {d.language: d.body_text for d in read_in_order if d.body_text}
    assert re.search("[a-z]", text["en-IN"])
    assert re.search("[\u0900-\u097f]", text["hi"])
    assert re.search("[\u0600-\u06ff]", text["ar"])


def test_tables_lists_and_subheads_occur(read_in_order: list[Dispatch]) -> None:
    html = "".join(d.body_html for d in read_in_order)
    assert all(f"<{tag}>" in html for tag in ("p", "table", "th", "td", "ul", "li"))
    assert "<h2>" in html


def test_no_placeholder_is_left_in_any_text(read_in_order: list[Dispatch]) -> None:
    for d in [*read_in_order, *dispatches(list(islice(slow(START), 80)))]:
        assert not re.search(r"[{}]|^\||^##|^= \d", f"{d.headline}\n{d.body_text}", re.MULTILINE), d.headline


def test_version_chains_grow_by_one_and_get_later(read_in_order: list[Dispatch]) -> None:
    chains: dict[str, dict[int, Dispatch]] = {}
    for d in read_in_order:
        assert d.version is not None
        chains.setdefault(d.story_key, {})[d.version] = d
    for chain in chains.values():
        assert sorted(chain) == list(range(1, len(chain) + 1))
        times = [chain[number].version_created for number in sorted(chain)]
        assert all(early < late for early, late in pairwise(times) if early and late)
        assert len({d.first_created for d in chain.values()}) == 1


def test_nothing_is_dated_after_its_arrival(read_in_order: list[Dispatch]) -> None:
    assert [d.guid for d in read_in_order if d.version_created is None or d.version_created > d.arrived] == []


def test_the_alert_grows_under_one_id(read_in_order: list[Dispatch]) -> None:
    grown = [d for d in read_in_order if d.slugline == "SPACE-CHAKORA-ORBIT"]
    lengths = [len(d.body_text) for d in grown]
    assert [d.version for d in grown] == [1, 2, 3]
    assert lengths == sorted(lengths)
    assert len({d.guid for d in grown}) == 1


def test_the_embargo_opens_while_one_watches(read_in_order: list[Dispatch]) -> None:
    [shut] = [d for d in read_in_order if d.embargo]
    assert shut.embargo is not None
    assert shut.embargo.until == START + timedelta(seconds=OPENS_AT)
    assert shut.arrived < shut.embargo.until


def test_a_kill_a_cancel_before_its_story_and_a_withheld_story_occur(read_in_order: list[Dispatch]) -> None:
    by_slug = [(d.slugline, d.version, d.status) for d in read_in_order if d.status is not Status.USABLE]
    assert ("RESULTS-NILAKANNI-LOOMS", 2, Status.CANCELED) in by_slug
    assert ("PORTUGAL-TRAM-LINE", 2, Status.CANCELED) in by_slug
    assert [d.version for d in read_in_order if d.slugline == "PORTUGAL-TRAM-LINE"] == [2, 1]
    statuses = [d.status for d in read_in_order if d.slugline == "ऊर्जा-गांव-सौर-सहकारी"]
    assert statuses == [Status.USABLE, Status.WITHHELD, Status.USABLE]


def test_a_correction_and_an_exact_duplicate_occur(read_in_order: list[Dispatch]) -> None:
    assert [d.slugline for d in read_in_order if "sig:correction" in d.signals] == ["MONSOON-RESERVOIRS-SOUTH"]
    data = [cue.data for cue in copy_cues()]
    assert len(data) - len(set(data)) == 1


def test_the_desk_reworks_only_stories_that_are_there_before() -> None:
    desk = [cue for cue in timeline(START) if isinstance(cue, DeskCue)]
    assert {cue.act for cue in desk} == {"headline", "picture"}
    for cue in desk:
        earlier = [d for d in dispatches(copy_cues()) if d.arrived < START + timedelta(seconds=cue.at_seconds)]
        assert cue.guid in {d.guid for d in earlier}


def test_every_picture_is_delivered_into_the_same_folder_before_the_item_that_names_it() -> None:
    there: set[tuple[str, str]] = set()
    for cue in wire_cues():
        if cue.picture:
            there.add((cue.feed, cue.file_name))
            continue
        for named in re.findall(rb"[a-z]+\.jpg", cue.data):
            assert (cue.feed, named.decode()) in there


def test_every_picture_has_caption_credit_and_an_alt_text_of_its_own(read_in_order: list[Dispatch]) -> None:
    pictured = [d.pictures[0] for d in read_in_order if d.pictures]
    assert len(pictured) >= 10
    for picture in pictured:
        assert picture.caption
        assert picture.credit
    for story in stories().values():
        if story.picture:
            assert story.picture.alt not in ("", story.picture.caption)
            assert any(story.picture.alt in cue.data.decode("utf-8", "ignore") for cue in copy_cues())


def test_no_agency_bears_the_name_of_a_real_one() -> None:
    for agency in agencies().values():
        assert agency.host.endswith(".example")
        words = set(re.split(r"\s+", agency.name.casefold()))
        assert not [real for real in REAL_AGENCIES if set(real.casefold().split()) <= words]


def test_headlines_fit_and_bodies_are_wire_copy() -> None:
    for story in stories().values():
        for version in story.versions:
            assert len(version.headline) <= 110, version.headline
            assert version.headline or version.status == "canceled"
            assert not version.headline.endswith(".")
