"""Pictures live lives of their own, by whatever hand and under whatever name (life.md sections 5 and 9)."""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from io import StringIO

import pytest
from rich.console import Console

from makers import chief
from road.test_pictures import WORDS, jpeg
from road.test_threads import LONG, PICTURE, files_of_pictures, item, picture_item, pictured, stopped
from stet import show
from stet.desk import doubts, edit
from stet.errors import Misused
from stet.journal import inquiry

DAY = timedelta(days=1)
QUAY = PICTURE | {"uri": "urn:nw:q", "renditions": {"web": {"href": "quay.jpg", "mimetype": "image/jpeg"}}}


def shown(road) -> list[bool]:
    """Whether each page shows a picture."""
    return [b"<img" in page for page in road.pages().values()]


def act(road, name: str, action: Callable, **words) -> None:
    road.clock.now += timedelta(minutes=1)
    road.stet.act(name, lambda one: action(one, **words, who=chief("mira"), at=road.clock()))


def is_the_same_after_a_replay(road) -> bool:
    before = road.edition()
    road.stet.replay()
    return road.edition() == before


# -- a hold by hand


def test_a_picture_that_the_desk_holds_is_off_every_page_until_it_is_released(road, picture):
    road.take(picture, source="ferry.jpg")
    road.take(pictured(1), pictured(2), picture_item())
    assert shown(road) == [True, True]
    act(road, "urn:nw:p", edit.hold, reason="whose is it?")
    assert shown(road) == [False, False]
    assert files_of_pictures(road) == []
    assert inquiry.find("urn:nw:p").state == "held"
    assert is_the_same_after_a_replay(road)
    act(road, "urn:nw:p", edit.release)
    assert shown(road) == [True, True]
    assert inquiry.find("urn:nw:p").state == "filed"
    assert is_the_same_after_a_replay(road)


# -- a kill by hand of what only came with stories


@pytest.mark.parametrize("name", ["urn:nw:p", "northwind-news/urn:nw:p", "file", "beginning"])
def test_a_picture_that_only_came_with_stories_is_killed_by_its_id_or_by_its_file(road, picture, name):
    road.take(picture, source="ferry.jpg")
    road.take(pictured(1), pictured(2))
    assert shown(road) == [True, True]
    digest = sha256(picture).hexdigest()
    name = {"file": digest, "beginning": digest[:12]}.get(name, name)
    road.stet.kill(name, "lawyer")
    assert shown(road) == [False, False]
    assert files_of_pictures(road) == []
    road.clock.now += timedelta(minutes=1)
    road.take(pictured(3))
    road.take(picture_item())
    assert not any(shown(road))
    assert is_the_same_after_a_replay(road)


def test_a_picture_that_the_house_brought_is_killed_by_its_file_and_stays_off_whoever_sets_it_again(road, picture):
    road.take(item("urn:nw:1"), item("urn:nw:2", body=f"{LONG} Another."))
    digest = road.stet.keep_picture(picture)
    act(road, "urn:nw:1", edit.set_picture, asset=digest, **without_who(WORDS))
    act(road, "urn:nw:2", edit.set_picture, asset=digest, **without_who(WORDS))
    assert shown(road) == [True, True]
    road.stet.kill(digest, "it shows somebody else")
    assert shown(road) == [False, False]
    assert files_of_pictures(road) == []
    act(road, "urn:nw:1", edit.set_picture, asset=digest, **without_who(WORDS))
    assert shown(road) == [False, False]
    assert is_the_same_after_a_replay(road)


def test_no_picture_goes_by_a_name_that_none_has(road, picture):
    road.take(picture, source="ferry.jpg")
    road.take(pictured(1))
    for name in ("urn:nw:q", "", "nw:p", "0" * 12):
        with pytest.raises(Misused, match="No story goes by"):
            road.stet.kill(name, "lawyer")
    assert shown(road) == [True]


def test_the_same_file_under_another_id_goes_with_the_one_that_its_agency_stops(road, picture):
    road.take(picture, source="ferry.jpg")
    road.take(picture, source="quay.jpg")
    road.take(pictured(1), item("urn:nw:2", body=f"{LONG} Another.", associations={"main": QUAY}))
    assert shown(road) == [True, True]
    road.take(json.dumps({"uri": "urn:nw:q", "type": "picture", "version": "2", "pubstatus": "canceled"}).encode())
    assert shown(road) == [False, False]
    assert is_the_same_after_a_replay(road)


def test_a_kill_that_comes_before_the_file_and_the_story_bars_them_too(road, picture):
    road.take(json.dumps({"uri": "urn:nw:p", "type": "picture", "version": "2", "pubstatus": "canceled"}).encode())
    road.take(pictured(1))
    road.take(item("urn:nw:2", body=f"{LONG} Another.", associations={"main": QUAY}))
    road.take(picture, source="ferry.jpg")
    road.take(picture, source="quay.jpg")
    assert shown(road) == [False, False]
    assert is_the_same_after_a_replay(road)


# -- an agency's picture that the desk put over another story


def without_who(words: dict) -> dict:
    return {name: value for name, value in words.items() if name != "who"}


@pytest.fixture
def lent(road, picture):
    """A story with a picture of the agency's, and another over which the desk has put it: the second page."""
    road.take(picture, source="ferry.jpg")
    road.take(pictured(1), item("urn:nw:2", body=f"{LONG} Another."))
    act(road, "urn:nw:2", edit.set_picture, asset=sha256(picture).hexdigest(), **without_who(WORDS))
    road.clock.now += timedelta(minutes=1)
    assert is_shown(road)
    return road


def is_shown(road, name: str = "urn:nw:2") -> bool:
    [path] = [path for path in road.pages() if path.endswith(inquiry.find(name).id)]
    return b"<img" in road.pages()[path]


def own_item(version: int = 2, **fields) -> bytes:
    made = {"version": str(version), "versioncreated": f"2026-11-21T11:{version:02}:00Z"}
    return json.dumps({**json.loads(picture_item(version)), **made, **fields}).encode()


SHUTS = {
    "a kill": lambda road: road.take(own_item(pubstatus="canceled")),
    "a withhold": lambda road: road.take(own_item(pubstatus="withheld")),
    "an embargo": lambda road: road.take(own_item(embargoed="2026-11-23T11:00:00Z")),
    "the end of its time": lambda road: road.take(own_item(expires="2026-11-21T11:30:00Z")),
    "terms": lambda road: road.take(own_item(usageterms="Pool picture")),
    "a kill by hand": lambda road: road.stet.kill("urn:nw:p", "lawyer"),
    "the kill of its story": lambda road: road.take(stopped("urn:nw:1")),
    "the kill of its story by hand": lambda road: road.stet.kill("urn:nw:1", "lawyer"),
    "an embargo of its story": lambda road: road.take(
        item(
            "urn:nw:1",
            version=2,
            embargoed="2026-11-23T11:00:00Z",
            associations=json.loads(pictured(1))["associations"],
        )
    ),
}


@pytest.mark.parametrize("what", SHUTS)
def test_a_lent_picture_goes_with(lent, what):
    SHUTS[what](lent)
    assert not is_shown(lent)
    assert files_of_pictures(lent) == []
    assert is_the_same_after_a_replay(lent)


def test_a_lent_picture_comes_back_with_its_item(lent):
    lent.take(own_item(2, pubstatus="withheld"))
    assert not is_shown(lent)
    lent.take(own_item(3))
    assert is_shown(lent)
    act(lent, "urn:nw:p", edit.hold)
    assert not is_shown(lent)
    act(lent, "urn:nw:p", edit.release)
    assert is_shown(lent)


def test_a_lent_picture_comes_back_when_the_embargo_of_its_item_ends(lent):
    lent.take(own_item(embargoed="2026-11-23T11:00:00Z"))
    assert not is_shown(lent)
    lent.clock.now += 2 * DAY
    lent.stet.flow.run_dry()
    assert is_shown(lent)


def test_a_lent_picture_goes_when_the_rights_in_it_end(road, picture):
    road.take(picture, source="ferry.jpg")
    terms = json.loads(pictured(1))
    terms["associations"]["main"]["usageterms"] = "For use within 14 days only"
    road.take(json.dumps(terms).encode(), item("urn:nw:2", body=f"{LONG} Another."))
    act(road, "urn:nw:2", edit.set_picture, asset=sha256(picture).hexdigest(), **without_who(WORDS))
    assert is_shown(road)
    road.clock.now += 15 * DAY
    road.stet.flow.run_dry()
    assert not is_shown(road)
    assert files_of_pictures(road) == []


def test_a_picture_that_came_with_no_story_goes_when_its_own_time_ends(road, picture):
    road.take(picture, source="ferry.jpg")
    road.take(picture_item(), item("urn:nw:2", body=f"{LONG} Another."))
    act(road, "urn:nw:2", edit.set_picture, asset=sha256(picture).hexdigest(), **without_who(WORDS))
    assert is_shown(road)
    road.take(own_item(expires="2026-11-21T11:30:00Z"))
    assert not is_shown(road)


def test_a_lent_picture_outlives_the_story_it_came_with_where_another_came_with_it_too(lent):
    lent.take(pictured(3))
    lent.take(stopped("urn:nw:1"))
    assert is_shown(lent)
    lent.take(stopped("urn:nw:3"))
    assert not is_shown(lent)


def test_an_update_that_drops_the_picture_from_its_own_story_leaves_it_where_it_was_lent(lent):
    lent.take(item("urn:nw:1", version=2))
    assert is_shown(lent)


def told(road) -> str:
    it = road.stet.story(inquiry.find("urn:nw:2").key)
    history = road.stet.history(it.key)
    return " ".join(one.words for one in doubts(it, history.changes, history.cuts.get))


def test_another_caption_of_a_lent_picture_is_told_and_a_corrected_one_takes_it_away(lent):
    lent.take(own_item(1))
    lent.take(own_item(2, description_text="The ferry at Port Ruell"))
    assert is_shown(lent)
    assert "The ferry at Port Ruell" in told(lent)
    lent.take(own_item(3, description_text="The ferry at Velmora", signals=["sig:correction"]))
    assert not is_shown(lent)
    assert "is not shown, and another can be set: the agency corrected the words under it" in told(lent)
    act(lent, "urn:nw:2", edit.set_picture, asset=own_asset(lent), **without_who(WORDS))
    assert is_shown(lent)
    assert told(lent) == ""


def own_asset(road) -> str:
    [change, *_] = road.stet.history(inquiry.find("urn:nw:2").key).changes
    return change.asset


def test_the_agencys_next_picture_stands_where_a_lent_one_went(lent, picture):
    lent.take(jpeg("#765"), source="quay.jpg")
    lent.take(item("urn:nw:2", version=2, body=f"{LONG} Another.", associations={"main": QUAY}))
    lent.take(own_item(pubstatus="canceled"))
    assert is_shown(lent)
    digest = sha256(jpeg("#765")).hexdigest()
    assert {name.partition("/")[2][:20] for name in files_of_pictures(lent)} == {digest[:20]}


def test_a_file_that_the_house_brought_first_follows_the_agency_that_sends_it_later(road, picture):
    road.take(item("urn:nw:2", body=f"{LONG} Another."))
    digest = road.stet.keep_picture(picture)
    act(road, "urn:nw:2", edit.set_picture, asset=digest, **without_who(WORDS))
    road.take(picture, source="ferry.jpg")
    road.take(pictured(1))
    assert is_shown(road)
    road.take(own_item(pubstatus="canceled"))
    assert not is_shown(road)


def test_its_own_picture_put_over_a_story_again_follows_its_own_item(road, picture):
    road.take(picture, source="ferry.jpg")
    road.take(pictured(2))
    act(road, "urn:nw:2", edit.set_picture, asset=sha256(picture).hexdigest(), **without_who(WORDS))
    assert is_shown(road)
    road.take(own_item(pubstatus="canceled"))
    assert not is_shown(road)


def test_a_kill_reaches_a_lent_picture_whose_name_means_another_file_by_now(lent):
    lent.take(jpeg("#765"), source="ferry.jpg")
    assert is_shown(lent)
    lent.take(own_item(pubstatus="canceled"))
    assert not is_shown(lent)
    assert is_the_same_after_a_replay(lent)


# -- what they are called


def shown_by_command(road, name: str) -> str:
    row = inquiry.find(name)
    history = road.stet.history(row.key)
    console = Console(file=StringIO(), width=200)
    sealed = road.stet.sealed(row.key)
    console.print(show.story(row, road.stet.story(row.key), history, road.stet.site.url, sealed=sealed))
    return console.file.getvalue()


def test_a_story_is_shown_with_the_names_by_which_its_pictures_are_killed(lent, picture):
    mark = sha256(picture).hexdigest()[:12]
    assert f"urn:nw:p, file {mark}: The ferry" in shown_by_command(lent, "urn:nw:1")
    assert f"file {mark}, set by mira" in shown_by_command(lent, "urn:nw:2")
    lent.stet.kill(mark, "lawyer")
    assert shown(lent) == [False, False]
    told = shown_by_command(lent, "urn:nw:2")
    assert "is not shown, and another can be set: it was stopped, or the desk holds it." in told


def test_of_a_killed_story_no_caption_is_shown(lent):
    lent.take(stopped("urn:nw:1"))
    assert "The ferry" not in shown_by_command(lent, "urn:nw:1")
