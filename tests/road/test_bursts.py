"""A burst of new stories waits for a person, from the story on that makes it one (edge case 47)."""

from datetime import timedelta

import pytest

from makers import chief
from road.wire import cancel, g2, guid
from stet.desk import edit
from stet.journal import inquiry
from stet.model.packet import Packet

HOUR = timedelta(hours=1)


@pytest.fixture
def usual(road):
    """A feed of four stories an hour, for 27 hours; then it is three hours later."""
    for hour in range(27):
        data = [g2(f"u{hour}-{n}", created=road.clock()) for n in range(4)]
        road.stet.flow.keep([Packet(feed="wire", source="x", data=one, arrived=road.clock()) for one in data])
        road.clock.now += HOUR
    road.stet.flow.run_dry()
    road.clock.now += 3 * HOUR
    return road


def flood(road, many, *, age=timedelta(0), by=""):
    """So many new stories at once; where they stand."""
    facts = {"by": by} if by else {}
    now = road.clock()
    data = [g2(f"f{n}", created=now - age) for n in range(many)]
    packets = [Packet(feed="wire", source="x", data=one, arrived=now, facts=facts) for one in data]
    return [row.state for outcome in road.stet.take(packets) for row in outcome.stories]


def standing(road, story):
    """Where a story stands, and why."""
    return road.stet.story(inquiry.find(guid(story)).key).standing


def test_47_of_a_burst_what_comes_after_too_much_waits_and_says_why(usual):
    assert flood(usual, 30) == ["live"] * 19 + ["held"] * 11
    assert standing(usual, "f29").reason == (
        "30 stories came by this feed within an hour, where 3.6 are usual: "
        "the feed may be sending its archive, or have been keyed anew (tripwire burst)."
    )


def test_47_an_hour_of_twice_the_busiest_is_none(usual):
    assert flood(usual, 8) == ["live"] * 8


def test_47_a_burst_pauses_no_stop_and_no_update_of_what_came_before(usual):
    flood(usual, 30)
    [live] = usual.take(g2("u0-0", 2, created=usual.clock()))
    assert live == "live"
    [withdrawn] = usual.take(g2("u0-1", 2, status="canceled", headline="", paragraphs=()))
    assert withdrawn == "withdrawn"
    assert usual.take(cancel("f29")) == ["withdrawn"]


def test_a_replay_finds_the_same_stories_in_a_burst(usual):
    flood(usual, 30)
    before = usual.pages()
    usual.stet.replay()
    assert usual.pages() == before
    assert standing(usual, "f29").state.value == "held"


def test_what_a_line_that_was_down_sends_afterwards_is_no_burst(usual):
    usual.clock.now += 20 * HOUR
    assert flood(usual, 30, age=2 * HOUR) == ["live"] * 30


def test_47_old_stories_that_come_as_new_ones_wait(usual):
    states = flood(usual, 30, age=timedelta(days=40))
    assert states == ["live"] * 9 + ["held"] * 21
    assert standing(usual, "f29").reason.startswith("30 of the 30 stories")


def test_what_a_feed_shows_on_its_first_day_is_no_burst(road):
    assert flood(road, 30, age=timedelta(days=40)) == ["live"] * 30


def test_what_a_person_puts_on_the_road_by_hand_is_no_burst_and_makes_none(usual):
    assert flood(usual, 30, by="imra") == ["live"] * 30
    assert usual.take(g2("later", created=usual.clock())) == ["live"]


def test_a_story_of_a_burst_that_a_person_released_stays_released_with_its_updates(usual):
    flood(usual, 30)
    usual.stet.act(guid("f29"), lambda one: edit.release(one, who=chief("mira"), at=usual.clock()))
    assert usual.take(g2("f29", 2, created=usual.clock())) == ["live"]
