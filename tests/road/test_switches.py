"""A feed that is held or paused on the whole road, and what was switched on record (docs/guide/operations.md)."""

import random
from datetime import timedelta

import pytest

from makers import NOON, chief
from road.conftest import SETTINGS, Road
from road.test_related import id_, story, told_in, tongues
from road.wire import cancel, g2, guid
from stet.app import Stet
from stet.config import House, parse
from stet.desk import edit
from stet.doctor import _switched
from stet.errors import Forbidden, Misused
from stet.journal import inquiry
from stet.journal.switches import current, record
from stet.model.packet import Packet
from stet.model.person import Person, Role
from stet.model.switch import Mode, Switch

MIRA = Person(name="mira", role=Role.EDITOR, place="203.0.113.7")
CANARY = "Zanzibar"
MINUTE = timedelta(minutes=1)


def cards(edition: dict[str, bytes]) -> set[str]:
    """Share cards, which are drawn when nothing else waits: pages say which."""
    return {name for name in edition if name.startswith("media/card-")}


@pytest.fixture
def feed(road):
    return Switching(road)


class Switching:
    """A road whose feed `wire` is switched, a minute after everything that was before it and before what follows."""

    def __init__(self, road: Road) -> None:
        self.road = road

    def __call__(self, mode: Mode, feed: str = "wire") -> None:
        self.later()
        self.road.stet.switch(feed, mode, "it goes mad", MIRA)
        self.later()

    def later(self) -> None:
        self.road.clock.now += timedelta(minutes=1)

    def state(self, number: int) -> str:
        return inquiry.find(guid(number)).state


def canary(road: Road) -> list[str]:
    return [path for path, body in road.edition().items() if CANARY.encode() in body or CANARY.lower() in path]


# -- a pause


def test_nothing_new_of_a_paused_feed_is_anywhere_in_the_edition(road, feed):
    road.take(g2(1))
    before = road.edition()
    feed(Mode.PAUSE)
    said = (f"A report from {CANARY}.", "India and Nepal agreed.")
    road.take(g2(2, headline=f"{CANARY} votes", paragraphs=said), g2(1, 2, headline=f"{CANARY} again", paragraphs=said))
    road.take(g2(3, after=(1,), paragraphs=said, headline=f"{CANARY} goes on"))
    assert not canary(road)
    assert road.edition() == before
    assert [feed.state(number) for number in (1, 2)] == ["live", "held"]
    assert "paused by mira" in inquiry.find(guid(2)).reason
    road.stet.replay()
    assert road.edition() == before


def test_what_two_live_stories_have_in_common_is_not_learned_from_a_paused_feed(road, feed):
    road.take(g2(1), g2(2))
    feed(Mode.PAUSE)
    road.take(g2(3, after=(1, 2)))
    assert len(road.pages()) == 2
    feed(Mode.AUTO)
    assert len(road.pages()) == 1


@pytest.mark.parametrize("number", [1, 2])
def test_a_stop_of_a_paused_feed_takes_effect_at_once(road, feed, number):
    road.take(g2(1))
    feed(Mode.PAUSE)
    road.take(g2(2), g2(1, 2))
    road.take(cancel(number, 3))
    assert feed.state(number) == "withdrawn"
    assert len(road.pages()) == (0 if number == 1 else 1)


def test_a_kill_a_hold_and_the_end_of_rights_go_on_in_a_pause(road, feed):
    ends = road.clock() + timedelta(hours=1)
    road.take(g2(1), g2(2), g2(3, ends=ends))
    feed(Mode.PAUSE)
    road.stet.act(guid(1), lambda s: edit.kill(s, "not true", who=chief(), at=road.clock()))
    road.stet.act(guid(2), lambda s: edit.hold(s, who=chief(), at=road.clock()))
    assert len(road.pages()) == 1
    road.clock.now = ends
    road.stet.flow.run_dry()
    assert road.pages() == {}


def test_a_headline_is_reworked_in_a_pause(road, feed):
    road.take(g2(1))
    feed(Mode.PAUSE)
    road.take(g2(1, 2))
    road.stet.act(guid(1), lambda s: edit.set_headline(s, "Ours", who=chief(), at=road.clock()))
    (page,) = road.pages().values()
    assert b"<h1" in page
    assert b">Ours</h1>" in page
    assert b"take 1 of" in page


def test_when_a_pause_ends_the_newest_of_each_goes_out_and_what_was_stopped_does_not(road, feed):
    road.take(g2(1))
    feed(Mode.PAUSE)
    road.take(g2(1, 2), g2(2), g2(3))
    road.take(g2(1, 3), g2(2, 2))
    road.take(cancel(3))
    feed(Mode.AUTO)
    ended = road.clock() - timedelta(minutes=1)
    pages = sorted(road.pages().values())
    assert len(pages) == 2
    assert any(b"take 3 of story 1" in page for page in pages)
    assert any(b"take 2 of story 2" in page for page in pages)
    assert road.stet.story(inquiry.find(guid(2)).key).first_live == ended
    assert road.stet.story(inquiry.find(guid(3)).key).first_live is None
    after = road.edition()
    road.stet.replay()
    assert road.edition() == after


def test_a_release_in_a_pause_is_refused_and_says_what_to_do(road, feed):
    feed(Mode.PAUSE)
    road.take(g2(1))
    with pytest.raises(Misused, match=r"waits for its feed alone: .* Resume the feed\."):
        road.stet.act(guid(1), lambda s: edit.release(s, who=chief(), at=road.clock()))


def test_what_another_feed_of_the_agency_brings_goes_on(road, feed):
    settings = SETTINGS.replace("Southwind News", "Northwind News").replace('publish = "hold"', "")
    road.stet = Stet(House(settings=parse(settings), root=road.root), clock=road.clock)
    road.take(g2(1))
    feed(Mode.PAUSE)
    road.take(g2(1, 2), g2(7, closing=f"{CANARY} again."))
    road.take(g2(1, 3), g2(8, headline="Others report it", closing=f"{CANARY} again."), feed="slow")
    assert sorted(feed.state(number) for number in (1, 7, 8)) == ["held", "live", "live"]
    assert any(b"take 3 of story 1" in page for page in road.pages().values())


def test_a_picture_of_a_paused_feed_waits_and_comes_when_it_ends(road, feed, picture):
    road.take(g2(1, picture='<remoteContent href="bridge.jpg" contenttype="image/jpeg"/>'))
    before = road.edition()
    feed(Mode.PAUSE)
    road.take(picture, source="bridge.jpg")
    assert road.edition() == before
    feed(Mode.AUTO)
    assert any(name.startswith("media/") and name.endswith(".jpg") for name in road.edition().keys() - before.keys())


def test_a_story_that_was_settled_while_somebody_paused_the_feed_comes_down_again(road):
    """The road may be faster than the one who switches: what came since counts as come in the pause."""
    road.take(g2(1))
    assert len(road.pages()) == 1
    road.stet.switch("wire", Mode.PAUSE, "it goes mad", MIRA)
    assert road.pages() == {}
    assert not [name for name in road.edition() if name.startswith("gone/")]


def test_a_road_that_runs_sees_a_switch_in_its_next_turn(road, feed):
    feed(Mode.PAUSE)
    road.stet.flow.keep([Packet(feed="wire", source="1.xml", data=g2(1), arrived=road.clock())])
    while road.stet.flow.turn():
        pass
    assert road.pages() == {}


def test_a_file_that_is_taken_as_of_before_the_pause_is_not_kept_back(road, feed):
    before = road.clock()
    feed(Mode.PAUSE)
    road.stet.take([Packet(feed="wire", source="1.xml", data=g2(1), arrived=before)])
    assert feed.state(1) == "live"


@pytest.mark.parametrize("seed", range(4))
def test_in_whatever_order_the_road_learns_what_came_and_what_was_switched_the_edition_is_the_same(
    new_road, clock, seed
):
    """Files and switches have their times; when the road came to each, and how many turns it took, leaves no trace."""
    chance = random.Random(seed)
    made = [(g2, n, v) for n in range(4) for v in (1, 2, 4)] + [(cancel, chance.randrange(4), 3)]
    minutes = sorted(chance.sample(range(60), len(made)))
    came = [
        Packet(
            feed=chance.choice(("wire", "wire", "slow")),
            source="x.xml",
            data=make(n, v),
            arrived=NOON + minute * MINUTE,
        )
        for (make, n, v), minute in zip(chance.sample(made, len(made)), minutes, strict=True)
    ]
    modes = chance.choices(list(Mode), k=3)
    switched = [
        Switch(feed="wire", mode=mode, reason="x", who="mira", at=NOON + minute * MINUTE)
        for mode, minute in zip(modes, sorted(chance.sample(range(60), 3)), strict=True)
    ]
    clock.now = NOON + 90 * MINUTE

    def walk(name: str, files: list[Packet], ahead: int) -> dict[str, bytes]:
        house = new_road(name)
        house.stet.flow.open()
        waiting = list(switched)
        for number, packet in enumerate(files):
            while waiting and number >= ahead * (len(switched) - len(waiting) + 1):
                record(waiting.pop(0))
                house.stet.flow.run_dry()
            house.stet.flow.keep([packet])
            if number % 3 == seed % 3:
                house.stet.flow.run_dry()
        for one in waiting:
            record(one)
        house.stet.flow.run_dry()
        edition = house.edition()
        house.stet.replay()
        assert house.edition() == edition
        return edition

    first = walk("in-order", came, 4)
    again = walk("shuffled", chance.sample(came, len(came)), chance.randrange(6))
    assert again.keys() - cards(again) == first.keys() - cards(first)
    assert {name for name in first if first[name] != again.get(name)} <= cards(first)


# -- hold-all


def test_new_stories_of_a_held_feed_wait_for_a_person_and_old_ones_follow_their_updates(road, feed):
    road.take(g2(1))
    feed(Mode.HOLD)
    road.take(g2(1, 2), g2(2))
    assert [feed.state(number) for number in (1, 2)] == ["live", "held"]
    assert inquiry.find(guid(2)).reason == (
        "It came while mira had all of feed wire wait (it goes mad): release the story to publish it."
    )
    assert any(b"take 2 of story 1" in page for page in road.pages().values())
    feed(Mode.AUTO)
    road.take(g2(2, 2), g2(3))
    assert [feed.state(number) for number in (2, 3)] == ["held", "live"]
    road.stet.act(guid(2), lambda s: edit.release(s, who=chief(), at=road.clock()))
    after = road.edition()
    assert feed.state(2) == "live"
    road.stet.replay()
    assert road.edition() == after


def test_a_stop_is_not_held(road, feed):
    road.take(g2(1))
    feed(Mode.HOLD)
    road.take(cancel(1))
    assert feed.state(1) == "withdrawn"


# -- the act


def test_a_reader_switches_nothing_and_nobody_without_a_reason(road):
    with pytest.raises(Forbidden, match="takes an editor or a chief"):
        road.stet.switch("wire", Mode.PAUSE, "why", Person(name="tom", role=Role.READER))
    with pytest.raises(Misused, match="The reason of the pause is empty"):
        road.stet.switch("wire", Mode.PAUSE, " ", MIRA)
    with pytest.raises(Misused, match="No feed is called 'nonsense'"):
        road.stet.switch("nonsense", Mode.PAUSE, "why", MIRA)
    with pytest.raises(Misused, match="neither held nor paused"):
        road.stet.switch("wire", Mode.AUTO, "why", MIRA)
    assert current().spans == {}


def test_a_feed_that_is_paused_already_is_not_paused_again(road, feed):
    feed(Mode.PAUSE)
    with pytest.raises(Misused, match="is paused already, by mira since 2026-11-21 12:01:00 UTC: it goes mad"):
        road.stet.switch("wire", Mode.PAUSE, "again", MIRA)


def test_a_switch_is_later_than_the_one_before_it_whatever_the_clock_says(road):
    for mode in (Mode.PAUSE, Mode.AUTO, Mode.HOLD):
        road.stet.switch("wire", mode, "quick", MIRA)
    assert current().now("wire").mode is Mode.HOLD


def test_a_feed_that_is_no_longer_in_the_settings_can_still_be_resumed(road, feed):
    feed(Mode.PAUSE)
    road.take(g2(1))
    settings = SETTINGS.replace('name = "wire"', 'name = "other"')
    road.stet = Stet(House(settings=parse(settings), root=road.root), clock=road.clock)
    feed(Mode.AUTO)
    assert feed.state(1) == "live"


def test_the_doctor_names_feeds_that_are_switched_with_who_and_why(road, feed):
    assert list(_switched()) == []
    feed(Mode.PAUSE)
    (found,) = _switched()
    assert (
        "feed wire: paused: only its stops have any effect, by mira since 2026-11-21 12:01 UTC: it goes mad"
        in found.what
    )
    feed(Mode.AUTO)
    assert list(_switched()) == []


@pytest.mark.parametrize("waits", ["a version of one of them", "a third story"])
def test_what_waits_makes_no_live_pages_translations_of_each_other(road, feed, waits):
    settings = SETTINGS.replace("Southwind News", "Northwind News").replace('publish = "hold"', "")
    road.stet = Stet(House(settings=parse(settings), root=road.root), clock=road.clock)
    road.take(story(1), told_in(2, "de"))
    feed(Mode.PAUSE)
    road.take(told_in(1, "en", 2, version=2) if waits == "a version of one of them" else told_in(3, "fr", 1, 2))
    road.take(story(7), told_in(8, "de"), feed="slow")  # a neighbour of each: both pages are looked at again
    assert (tongues(road, 1), tongues(road, 2)) == ({}, {})
    before = road.edition()
    road.stet.replay()
    assert road.edition() == before
    feed(Mode.AUTO)
    known = {"en": id_(1), "de": id_(2)} | ({"fr": id_(3)} if waits == "a third story" else {})
    assert tongues(road, 1) == tongues(road, 2) == known
