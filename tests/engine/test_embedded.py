import time
from itertools import pairwise
from pathlib import Path
from threading import Event

import pytest

from conftest import NOON
from stet.engine.embedded import Embedded
from stet.engine.intake import Way
from stet.errors import Unavailable
from stet.floor import Floor
from stet.model.packet import Packet
from stet.transports.base import Fake, Haul, Outage


class Road:
    """A road that follows a script, and a ledger that remembers what was said to it."""

    def __init__(self, *troubles: Exception) -> None:
        self.troubles = list(troubles)
        self.kept: list[Packet] = []
        self.cursors: list[dict] = []
        self.complaints: list[str] = []
        self.turns = 0
        self.floor = Floor()
        self.shut = False

    def turn(self) -> bool:
        self.turns += 1
        if self.troubles:
            raise self.troubles.pop(0)
        return False

    def keep(self, packets) -> int:
        self.kept += packets
        return len(packets)

    def is_crowded(self) -> bool:
        return False

    def is_hurried(self) -> bool:
        return False

    def is_stopping(self) -> bool:
        return False

    def lists(self, **_) -> bool:
        return False

    def are_lists_left(self) -> bool:
        return False

    def arrange(self) -> bool:
        return False

    def open(self) -> None: ...

    def opened(self) -> bool:
        return True

    def last_receipt(self) -> int:
        return 0

    def checkpoint(self, receipt: int) -> None: ...

    def closed(self) -> None:
        self.shut = True

    def complain(self, trouble: str) -> None:
        self.complaints.append(trouble)

    def cursor(self, feed: str) -> dict:
        return {}

    def mark(self, feed: str, cursor: dict, trouble: str | None) -> None:
        self.cursors.append(cursor)


def run(road: Road, *ways: Way, until) -> None:
    engine = Embedded(flow=road, ledger=road, ways=ways, watch=lambda folders, stop: None, flush=lambda: None)
    engine.start()
    try:
        began = time.monotonic()
        while not until() and time.monotonic() - began < 5:
            time.sleep(0.01)
    finally:
        engine.stop()
    assert until()
    assert road.shut


@pytest.mark.parametrize("trouble", [Unavailable("the disk is full", retry_after=0.01), ZeroDivisionError("oops")])
def test_trouble_on_the_road_is_told_and_tried_again(trouble, monkeypatch):
    monkeypatch.setattr("stet.engine.embedded.RETRY", 0.01)
    road = Road(trouble)
    run(road, until=lambda: road.turns > 2)
    assert len(road.complaints) == 2
    assert str(trouble) in road.complaints[0]
    assert road.complaints[1] == ""


def test_a_cursor_is_remembered_only_after_its_packets_are_kept():
    packet = Packet(feed="wire", source="a", data=b"a", arrived=NOON)
    road = Road()
    seen = Event()

    def keep(packets) -> int:
        assert road.cursors == []
        seen.set()
        return Road.keep(road, packets)

    road.keep = keep
    fake = Fake([(packet,)])
    run(road, Way(feed="wire", fetch=lambda cursor: fake(None, cursor)), until=lambda: bool(road.cursors))
    assert road.kept == [packet]


def test_one_feeds_fault_ends_neither_it_nor_another(monkeypatch):
    monkeypatch.setattr("stet.engine.intake.AFTER_A_BUG", 0.01)
    packets = [Packet(feed=name, source="a", data=b"a", arrived=NOON) for name in "ab"]
    road = Road()
    bad, good = Fake([ZeroDivisionError("oops"), (packets[0],)]), Fake([(packets[1],)])
    run(
        road,
        Way(feed="a", fetch=lambda cursor: bad(None, cursor)),
        Way(feed="b", fetch=lambda cursor: good(None, cursor)),
        until=lambda: len(road.kept) == 2,
    )


def test_an_end_in_order_renders_the_lists_of_the_last_tick(monkeypatch):
    monkeypatch.setattr("stet.engine.embedded.TICK", 60)
    road = Road()
    rendered: list[bool] = []
    road.lists = lambda **_: rendered.append(road.shut) or False
    run(road, until=lambda: road.turns > 2)
    assert rendered == [False]


def test_while_copy_comes_lists_have_a_tenth_of_the_road(monkeypatch):
    monkeypatch.setattr("stet.engine.embedded.TICK", 0.0)
    road = Road()
    times: list[float] = []

    def slow(**_) -> bool:
        times.append(time.monotonic())
        time.sleep(0.02)
        return False

    road.lists = slow
    road.turn = lambda: True
    run(road, until=lambda: len(times) > 3)
    assert min(later - sooner for sooner, later in pairwise(times[:4])) >= 0.2


def test_lists_that_were_broken_off_for_copy_go_on_when_they_have_rested(monkeypatch):
    monkeypatch.setattr("stet.engine.embedded.TICK", 0.0)
    monkeypatch.setattr("stet.engine.embedded.OTHERS_EVERY", 0.1)
    road = Road()
    said: list[bool] = []
    road.turn = lambda: time.sleep(0.001) or True
    road.lists = lambda whole=True: said.append(whole) or False
    road.are_lists_left = lambda: True
    run(road, until=lambda: said[-5:] == [True] * 5)


def test_no_list_is_begun_before_a_stop_that_came(monkeypatch):
    monkeypatch.setattr("stet.engine.embedded.TICK", 0.0)
    road = Road()
    said: list[str] = []
    road.is_hurried = lambda: road.turns % 2 == 1
    road.turn = lambda: Road.turn(road) or said.append("turn") or False
    road.lists = lambda **_: said.append(f"lists {road.turns % 2}") or False
    run(road, until=lambda: said.count("lists 0") > 3)
    assert "lists 1" not in said[: said.index("lists 0")] + [one for one in said if one == "lists 1"][1:]


def test_lists_that_cannot_be_put_at_the_end_do_not_make_it_a_crash(monkeypatch):
    monkeypatch.setattr("stet.engine.embedded.TICK", 60)
    road = Road()

    def full(**_) -> bool:
        raise Unavailable("the disk is full")

    road.lists = full
    run(road, until=lambda: road.turns > 2)
    assert "the disk is full" in road.complaints


class Source:
    """A source that is asked; it has nothing, or does not answer."""

    def __init__(self, *, again: float = 60.0, fails: bool = False) -> None:
        self.times: list[float] = []
        self.again, self.fails = again, fails

    def __call__(self, cursor) -> Haul:
        self.times.append(time.monotonic())
        if self.fails:
            raise Outage("It does not answer.", cursor={}, retry_after=self.again)
        return Haul(cursor={}, again=self.again)


def hinted(source: Source, hints: int, *, seconds: float, watched: Path | None = None, at_work: bool = False) -> float:
    """Say again and again, for a time, that a source has something new. Returns the seconds that this took."""
    ways = [Way(feed="coast", fetch=source, watched=watched), Way(feed="other", fetch=(other := Source()))]
    road = Road()
    road.turn = lambda: time.sleep(0.001) or at_work
    engine = Embedded(flow=road, ledger=road, ways=ways, watch=lambda folders, stop: None, flush=lambda: None)
    began = time.monotonic()
    engine.start()
    for _ in range(hints):
        engine.wake("coast")
        time.sleep(seconds / hints)
    engine.stop()
    assert len(other.times) == 1
    return time.monotonic() - began


def test_a_source_that_is_said_to_have_something_new_is_asked_at_once(monkeypatch):
    monkeypatch.setattr("stet.engine.intake.HINTS_EVERY", 0.01)
    source = Source()
    hinted(source, 2, seconds=0.4)
    assert 2 <= len(source.times) <= 3


def test_however_many_say_so_it_is_asked_only_so_often(monkeypatch):
    monkeypatch.setattr("stet.engine.intake.HINTS_EVERY", 0.2)
    source = Source()
    took = hinted(source, 500, seconds=1.0)
    assert 2 <= len(source.times) <= took / 0.2 + 1
    assert min(later - sooner for sooner, later in pairwise(source.times)) >= 0.2


def test_a_source_that_failed_is_left_alone_whatever_is_said(monkeypatch):
    monkeypatch.setattr("stet.engine.intake.HINTS_EVERY", 0.01)
    source = Source(fails=True)
    hinted(source, 50, seconds=0.5)
    assert len(source.times) == 1


def test_a_folder_is_looked_into_at_every_hint_while_the_road_has_nothing_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr("stet.engine.intake.BREATH", 0.2)
    source = Source()
    hinted(source, 20, seconds=0.5, watched=tmp_path)
    assert len(source.times) > 15


def test_while_the_road_is_at_work_what_comes_into_a_folder_within_a_breath_is_taken_together(tmp_path, monkeypatch):
    monkeypatch.setattr("stet.engine.intake.BREATH", 0.2)
    source = Source()
    hinted(source, 100, seconds=1.0, watched=tmp_path, at_work=True)
    assert min(later - sooner for sooner, later in pairwise(source.times)) >= 0.2


@pytest.mark.parametrize(("is_stopping", "pause"), [(True, 0.2), (False, 0.03)])
def test_while_a_stop_is_on_its_way_a_backlog_is_left_in_its_folder_and_what_is_new_is_taken(
    tmp_path, is_stopping, pause
):
    source = Source(again=0.0)
    road = Road()
    road.is_crowded, road.is_stopping = lambda: True, lambda: is_stopping
    ways = [Way(feed="coast", fetch=source, watched=tmp_path)]
    engine = Embedded(flow=road, ledger=road, ways=ways, watch=lambda folders, stop: None, flush=lambda: None)
    engine.start()
    time.sleep(0.7)
    alone = list(source.times)
    engine.wake("coast")
    time.sleep(0.02)
    taken_at_once = len(source.times) - len(alone)
    engine.stop()
    assert min(later - sooner for sooner, later in pairwise(alone)) >= pause
    assert taken_at_once >= 1
