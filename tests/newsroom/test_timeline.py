"""All that happened to a story, in one list, and nothing of what a stop has sealed."""

import re
from datetime import timedelta

import pytest

from makers import chief
from road.test_threads import pictured
from road.wire import PARAGRAPHS, cancel, g2, guid
from stet.desk import edit
from stet.journal import inquiry
from stet.newsroom.timeline import NEWEST


def page() -> str:
    return f"/desk/story/{inquiry.find(guid(1)).id}/"


def entries(answer) -> list[str]:
    """The words of each entry, the newest first."""
    found = re.findall(r'<li class="entry (\w+)">(.*?)</li>(?=<li class="entry|</ol>)', answer.text, re.DOTALL)
    return [f"{kind}: {' '.join(re.sub('<[^>]+>', ' ', text).split())}" for kind, text in found]


def test_versions_acts_and_files_stand_in_one_list_the_newest_first(road, desk):
    road.take(g2(1))
    road.clock.now += timedelta(minutes=5)
    road.stet.act(guid(1), lambda s: edit.set_headline(s, "Boats on time", who=chief("asha"), at=road.clock()))
    road.clock.now += timedelta(minutes=5)
    road.take(g2(1, 2))
    told = entries(desk().get(page()))
    assert told[-1].startswith("version: ") or told[-2].startswith("version: ")
    act = next(one for one in told if one.startswith("act"))
    assert "Headline by asha against version 1 Boats on time" in act
    kinds = [one.partition(":")[0] for one in told]
    assert kinds.count("version") == 2
    assert kinds.count("files") == 3
    assert kinds.index("act") > kinds.index("version")


def test_a_version_shows_word_by_word_what_it_changed(road, desk):
    road.take(g2(1, closing="The end."))
    road.clock.now += timedelta(minutes=5)
    road.take(g2(1, 2, closing="The end.", paragraphs=(PARAGRAPHS[0].replace("six", "nine"), *PARAGRAPHS[1:])))
    text = desk().get(page()).text
    assert "<del>six </del><ins>nine </ins>" in text
    assert "4 paragraphs as they were" in text


def test_of_a_story_that_was_stopped_the_list_has_no_words(road, desk):
    road.take(g2(1))
    road.stet.act(guid(1), lambda s: edit.set_headline(s, "Boats on time", who=chief("asha"), at=road.clock()))
    road.clock.now += timedelta(minutes=5)
    road.take(cancel(1))
    answer = desk().get(f"{page()}?whole=1")
    told = " ".join(entries(answer)).casefold()
    assert "ferry" not in told
    assert "boats" not in told
    assert told.count("(sealed)") == 2
    assert "stop" in told
    assert f"india/…-{inquiry.find(guid(1)).id}.html" in told


def test_of_versions_that_are_sealed_only_one_is_the_first(road, desk):
    road.take(g2(1))
    road.clock.now += timedelta(minutes=5)
    road.take(g2(1, 2))
    road.take(cancel(1, 3))
    told = " ".join(entries(desk().get(f"{page()}?whole=1")))
    assert (told.count("First version 1"), told.count("Version 2"), told.count("First version 2")) == (1, 1, 0)


def test_what_was_done_with_a_picture_of_it_stands_in_the_list_too(road, desk, picture):
    road.take(picture, source="ferry.jpg")
    road.take(pictured(1))
    road.stet.kill_picture("urn:nw:p", "the wrong ferry", chief("asha"))
    told = entries(desk().get(f"/desk/story/{next(iter(road.pages()))[-10:]}/"))
    assert any("Of its picture: Kill by asha" in one and "the wrong ferry" in one for one in told)


def test_versions_before_a_stop_stay_sealed_when_a_newer_one_is_live(road, desk):
    road.take(g2(1, headline="A libel about Doss"))
    road.clock.now += timedelta(minutes=5)
    road.take(cancel(1))
    road.clock.now += timedelta(minutes=5)
    road.take(g2(1, 3))
    road.stet.act(guid(1), lambda s: edit.release(s, who=chief(), at=road.clock()))
    text = desk().get(f"{page()}?whole=1").text
    assert "Velmora council approves" in text
    assert "libel" not in text.casefold()


def test_what_a_version_changed_has_a_page_of_its_own_but_not_when_it_is_sealed(road, desk):
    road.take(g2(1))
    road.clock.now += timedelta(minutes=5)
    road.take(g2(1, 2))
    digest = road.stet.story(inquiry.find(guid(1)).key).current.digest
    assert "<ins>" in desk().get(f"{page()}version/{digest}/").text
    road.clock.now += timedelta(minutes=5)
    road.take(cancel(1, 3))
    assert desk().get(f"{page()}version/{digest}/").status_code == 404


@pytest.mark.slow
def test_a_long_list_is_cut_and_shown_whole_when_asked_for(road, desk):
    road.take(g2(1))
    for number in range(NEWEST // 2 + 5):
        road.clock.now += timedelta(seconds=2)
        text = f"Boats {number}"
        road.stet.act(guid(1), lambda s, text=text: edit.set_headline(s, text, who=chief(), at=road.clock()))
    assert len(entries(desk().get(page()))) == NEWEST
    assert len(entries(desk().get(f"{page()}?whole=1"))) > NEWEST
