"""The same words by several ways: which of them counts must not hang on which was filed first."""

import shutil
from datetime import timedelta

import pytest

from road.conftest import SETTINGS, Road
from road.wire import g2
from stet.app import Stet
from stet.config import House, parse

WIRE, SLOW = {"feed": "wire"}, {"feed": "slow"}


def message(*items: bytes) -> bytes:
    inside = b"".join(item.partition(b"?>")[2] for item in items)
    head = b'<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>'
    return head + inside + b"</itemSet></newsMessage>"


@pytest.fixture
def two_feeds(tmp_path, empty_database, clock):
    """Makes houses where both feeds are of one agency, and the second waits for a person."""

    def make(name: str) -> Road:
        (tmp_path / name).mkdir()
        shutil.copy(empty_database, tmp_path / name / "stet.db")
        road = Road(tmp_path / name, clock)
        settings = SETTINGS.replace("Southwind News", "Northwind News")
        road.stet = Stet(House(settings=parse(settings), root=road.root), clock=clock)
        return road

    return make


def test_a_story_by_two_feeds_goes_by_the_first_in_the_settings_whichever_brought_it_first(two_feeds):
    one = two_feeds("one")
    assert one.take(g2(1), **WIRE) == ["live"]
    one.take(g2(1), **SLOW)
    expected = one.edition()
    other = two_feeds("other")
    assert other.take(g2(1), **SLOW) == ["held"]
    other.take(g2(1), **WIRE)
    assert list(other.pages()) == [path for path in one.pages() if path.startswith("india/")]
    assert other.edition() == expected
    assert [verdict.fault for verdict in other.stet.verify()] == [None]


def test_a_message_that_jumps_the_queue_for_its_kill_takes_no_first_publication_with_it(road):
    road.take(g2(1), g2(2))
    road.clock.now += timedelta(hours=3)
    road.take(message(g2(1), g2(2, 2, status="canceled")))
    before = road.edition()
    road.stet.replay()
    assert road.edition() == before


def test_whether_a_story_that_is_shut_was_ever_open_does_not_hang_on_the_order_within_an_instant(new_road, clock):
    opens = clock() + timedelta(hours=1)
    other = new_road("other")
    for data in (g2(1, 2, embargo=opens), g2(1)):
        other.take(data)
    expected = other.edition()
    one = new_road("one")
    for data in (g2(1), g2(1, 2, embargo=opens)):
        one.take(data)
    assert one.edition() == expected
    one.stet.replay()
    assert one.edition() == expected


def test_a_story_that_was_open_for_a_minute_answers_that_it_is_gone_also_after_a_replay(road):
    road.take(g2(1))
    road.clock.now += timedelta(minutes=1)
    road.take(g2(1, 2, embargo=road.clock() + timedelta(hours=1)))
    shut = road.edition()
    assert [name for name in shut if name.startswith("gone/")]
    road.stet.replay()
    assert road.edition() == shut
