"""The clock by which embargoes open is checked against one that nobody can set (life.md section 6, edge case 66)."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stet.engine.clock import LEAP, Anchor, CheckedClock, Uptime, uptime
from stet.engine.timekeeper import Timekeeper
from stet.model.moment import certain

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Machine:
    """A machine whose clock can be set, and that can be started again."""

    def __init__(self) -> None:
        self.wall, self.seconds, self.boot = NOON, 100.0, "first"

    def passes(self, time: timedelta) -> None:
        self.wall += time
        self.seconds += time.total_seconds()

    def is_set(self, by: timedelta) -> None:
        self.wall += by

    def starts_again(self, after: timedelta) -> None:
        self.wall += after
        self.boot, self.seconds = f"{self.boot}+", 3.0

    def clock(self) -> datetime:
        return self.wall

    def uptime(self) -> Uptime:
        return Uptime(self.boot, self.seconds)

    def checked(self, anchor: Anchor | None = None) -> CheckedClock:
        return CheckedClock(self.clock, self.uptime, anchor)


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def clock(machine) -> CheckedClock:
    asked = machine.checked()
    assert asked() == certain(NOON)
    return asked


def test_a_clock_that_goes_right_is_believed(machine, clock):
    machine.passes(timedelta(days=30))
    assert clock() == certain(NOON + timedelta(days=30))


@pytest.mark.parametrize("by", [LEAP, -LEAP])
def test_a_step_of_thirty_seconds_is_believed_and_one_more_is_not(machine, clock, by):
    machine.is_set(by)
    assert not clock().trouble
    machine.is_set(by / abs(by.total_seconds()))
    assert clock().trouble


def test_steps_too_small_to_be_a_jump_add_up_to_one(machine, clock):
    for _ in range(2):
        machine.is_set(20 * SECOND)
        last = clock()
    assert "40 s ahead of" in last.trouble


def test_a_clock_set_ahead_opens_nothing_and_ends_what_may_be_over(machine, clock):
    machine.is_set(timedelta(days=1))
    machine.passes(SECOND)
    moment = clock()
    assert moment.opens == NOON
    assert moment.now == NOON + SECOND
    assert moment.ends == NOON + timedelta(days=1) + SECOND
    assert "86,400 s ahead of what it should be" in moment.trouble
    assert "2026-11-22 12:00:01 UTC" in moment.trouble
    assert "stet clock --confirm" in moment.trouble


def test_a_clock_set_back_opens_nothing_and_time_goes_on_for_what_ends(machine, clock):
    machine.is_set(-timedelta(hours=1))
    machine.passes(timedelta(minutes=10))
    moment = clock()
    assert moment.opens == NOON
    assert moment.now == moment.ends == NOON + timedelta(minutes=10)
    assert "3,600 s behind what it should be" in moment.trouble


@pytest.mark.parametrize("by", [timedelta(hours=-1), timedelta(hours=1)])
def test_it_is_believed_again_as_soon_as_it_agrees(machine, clock, by):
    machine.is_set(by)
    assert clock().trouble
    machine.passes(timedelta(minutes=5))
    machine.is_set(-by)
    assert clock() == certain(NOON + timedelta(minutes=5))


def test_it_is_believed_when_a_person_says_that_it_is_right(machine, clock):
    machine.is_set(-timedelta(hours=1))
    assert clock().trouble
    anchor = clock.confirm("mira")
    assert anchor.by == "mira"
    assert clock() == certain(NOON - timedelta(hours=1))


def test_another_process_notices_what_happened_while_none_ran(machine, clock):
    machine.passes(timedelta(minutes=1))
    clock()
    machine.is_set(timedelta(hours=2))
    moment = machine.checked(clock.anchor)()
    assert moment.trouble
    assert moment.opens == NOON + timedelta(minutes=1)


def test_after_a_start_of_the_machine_a_later_clock_is_believed(machine, clock):
    machine.starts_again(timedelta(minutes=3))
    again = machine.checked(clock.anchor)
    assert again() == certain(NOON + timedelta(minutes=3))
    machine.is_set(timedelta(minutes=1))
    assert again().trouble


def test_after_a_start_of_the_machine_a_clock_behind_the_last_time_seen_is_not_until_it_is_set(machine, clock):
    machine.starts_again(-timedelta(days=365))
    again = machine.checked(clock.anchor)
    machine.passes(SECOND)
    moment = again()
    assert "behind" in moment.trouble
    assert (moment.opens, moment.now) == (NOON, NOON + SECOND)
    machine.is_set(timedelta(days=365, minutes=9))
    assert again() == certain(NOON + timedelta(minutes=9, seconds=1))
    machine.is_set(timedelta(minutes=9))
    assert again().trouble


def test_a_machine_without_a_battery_that_starts_in_1970_opens_nothing(machine):
    machine.wall = datetime(1970, 1, 1, tzinfo=UTC)
    clock = machine.checked()
    assert clock().trouble
    machine.wall = NOON
    assert clock() == certain(NOON)


def test_two_looks_that_do_not_belong_together_are_taken_again(machine):
    held_up = iter([100.0, 140.0, 140.0, 140.0, 140.0, 140.0])
    clock = CheckedClock(
        lambda: machine.wall,
        lambda: Uptime("first", next(held_up)),
        Anchor(boot="first", seconds=140, wall=NOON, seen=NOON),
    )
    assert clock() == certain(NOON)


def test_this_machines_uptime_is_the_same_start_and_goes_on():
    first, second = uptime(), uptime()
    assert first.boot == second.boot
    assert first.seconds <= second.seconds


STEP = st.tuples(st.sampled_from(["passes", "is_set", "starts_again"]), st.integers(-4000, 4000))


@given(st.lists(STEP, max_size=30))
def test_whatever_happens_to_a_clock_no_instant_goes_back_and_nothing_opens_before_it_was_believed(steps):
    machine = Machine()
    clock = machine.checked()
    last = clock()
    for act, seconds in steps:
        time = SECOND * (abs(seconds) if act == "passes" else seconds)
        getattr(machine, act)(time)
        if act == "starts_again":
            clock = machine.checked(clock.anchor)
        moment = clock()
        assert last.opens <= moment.opens <= moment.now
        assert moment.opens <= moment.ends
        assert last.now <= moment.now or act == "starts_again"
        assert machine.wall <= moment.ends
        if moment.trouble:
            assert moment.opens == last.opens
        else:
            assert moment.opens == moment.ends
            assert moment.now - machine.wall <= 2 * LEAP
        last = moment


# -- what people are told, and what is remembered


class Ledger:
    def __init__(self) -> None:
        self.known: dict = {}
        self.stopped = False
        self.did: list[str] = []

    def clock(self) -> dict:
        return self.known

    def remember_clock(self, anchor) -> None:
        self.known = dict(anchor)

    def is_clock_stopped(self) -> bool:
        return self.stopped

    def stop_clock(self) -> None:
        self.stopped = True
        self.did.append("stop")

    def start_clock(self) -> None:
        self.stopped = False
        self.did.append("start")


def test_a_jump_is_told_once_and_its_end_once(machine, clock, capsys):
    ledger = Ledger()
    keeper = Timekeeper(clock, ledger)
    keeper.mind()
    machine.is_set(timedelta(hours=1))
    for _ in range(3):
        keeper.mind()
    machine.is_set(-timedelta(hours=1))
    for _ in range(3):
        keeper.mind()
    assert ledger.did == ["stop", "start"]
    said = capsys.readouterr().out
    assert said.count("clock_stopped") == said.count("clock_agrees") == 1


def test_a_process_that_starts_after_the_jump_is_over_makes_good_what_the_last_one_could_not(machine, clock):
    ledger = Ledger()
    ledger.stopped = True
    Timekeeper(clock, ledger).mind()
    assert ledger.did == ["start"]


def test_the_process_that_runs_hears_what_a_person_told_another(machine, clock, monkeypatch):
    monkeypatch.setattr("stet.engine.timekeeper._ASK_AGAIN", 0)
    ledger = Ledger()
    keeper = Timekeeper(clock, ledger)
    keeper.mind()
    machine.is_set(timedelta(hours=1))
    keeper.mind()
    keeper.remember()
    assert ledger.did == ["stop"]
    ledger.remember_clock(msgspec.to_builtins(machine.checked(clock.anchor).confirm("mira")))
    keeper.mind()
    assert ledger.did == ["stop", "start"]
    assert clock() == certain(NOON + timedelta(hours=1))
