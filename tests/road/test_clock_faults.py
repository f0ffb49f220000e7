"""A clock that jumps stops what opens by it, and nothing else (life.md section 6; edge case 66)."""

import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conftest import NOON, SetClock
from house import House
from makers import chief
from road.conftest import SETTINGS, Road
from road.wire import cancel, g2
from stet.app import Stet
from stet.config import House as Settled
from stet.config import parse
from stet.desk import edit
from stet.engine.clock import Uptime
from stet.errors import Misused

HOUR = timedelta(hours=1)


class Machine(Road):
    """A house on a machine whose clock can be set to anything."""

    def __init__(self, root: Path) -> None:
        self.seconds = 100.0
        super().__init__(root, SetClock())
        self.start()

    def start(self) -> None:
        """A process, with nothing in its memory."""
        house = Settled(settings=parse(SETTINGS), root=self.root)
        self.stet = Stet(house, clock=self.clock, uptime=lambda: Uptime("boot", self.seconds))
        self.walk()

    def passes(self, time: timedelta) -> None:
        self.clock.now += time
        self.seconds += time.total_seconds()
        self.walk()

    def is_set(self, by: timedelta) -> None:
        self.clock.now += by
        self.walk()

    def walk(self) -> None:
        self.stet.engine().run_dry()

    def send(self, *data: bytes, feed: str = "wire") -> list[str]:
        """As `take`, stamped by the house and not by the test."""
        self.clock, clock = self.stet.clock, self.clock
        try:
            return self.take(*data, feed=feed)
        finally:
            self.clock = clock

    def doctor(self) -> list[str]:
        return [f"{found.state}: {found.what}" for found in _told(self.stet)]


def _told(stet: Stet):
    from stet import doctor

    return doctor._clock(stet)


@pytest.fixture
def machine(tmp_path, database) -> Machine:
    return Machine(tmp_path)


def expiring(number: int, at: datetime) -> bytes:
    return g2(number).replace(b"<pubStatus", f"<expires>{at.isoformat()}</expires><pubStatus".encode())


def test_an_embargo_does_not_open_when_the_clock_is_set_past_its_end(machine):
    assert machine.send(g2(1, embargo=NOON + HOUR)) == ["scheduled"]
    machine.is_set(2 * HOUR)
    assert machine.pages() == {}
    machine.passes(2 * HOUR)
    assert machine.pages() == {}
    machine.start()
    assert machine.pages() == {}
    assert any(line.startswith("wrong: clock: The clock of this machine shows") for line in machine.doctor())


def test_it_opens_as_soon_as_the_clock_agrees_again(machine):
    machine.send(g2(1, embargo=NOON + HOUR))
    machine.is_set(2 * HOUR)
    machine.passes(2 * HOUR)
    machine.is_set(-2 * HOUR)
    assert len(machine.pages()) == 1
    assert machine.doctor()[0].startswith("good: clock")


def test_it_opens_when_a_person_says_that_the_clock_is_right(machine):
    machine.send(g2(1, embargo=NOON + HOUR))
    machine.is_set(2 * HOUR)
    machine.stet.confirm_clock()
    machine.walk()
    assert len(machine.pages()) == 1
    with pytest.raises(Misused, match="Nobody doubts the clock"):
        machine.stet.confirm_clock()


@pytest.mark.parametrize("by", [-2 * HOUR, 2 * HOUR])
def test_a_story_without_an_embargo_and_every_stop_go_on_while_the_clock_is_in_doubt(machine, by):
    machine.send(g2(1), g2(2))
    machine.is_set(by)
    assert machine.send(g2(3)) == ["live"]
    assert machine.send(cancel(1)) == ["withdrawn"]
    machine.stet.act(
        "urn:newsml:northwind.example:20261121:2",
        lambda s: edit.kill(s, "lawyer", who=chief("d"), at=machine.stet.clock()),
    )
    assert [path.partition("timetable-")[2][0] for path in machine.pages()] == ["3"]


def test_a_kill_by_hand_means_what_came_before_it_whatever_the_clock_says(road):
    """Without a version only the time of arrival tells what the person had before them."""
    feed = (
        '<rss version="2.0"><channel><title>H</title><item><title>Ferry note</title><guid>urn:n:1</guid>'
        "<description>&lt;p&gt;The harbour office wrote a note.&lt;/p&gt;</description></item></channel></rss>"
    )
    assert road.take(feed.encode()) == ["live"]
    [path] = road.pages()
    road.clock.now -= HOUR
    assert road.stet.act(path, lambda s: edit.kill(s, "lawyer", who=chief("d"), at=road.clock())).state == "withdrawn"
    assert road.pages() == {}


@pytest.mark.parametrize(("by", "waits"), [(-2 * HOUR, HOUR), (2 * HOUR, timedelta())])
def test_an_expiry_is_not_kept_back_by_a_clock_in_doubt(machine, by, waits):
    """Set ahead, what may be over is over; set back, time goes on as it did."""
    machine.send(expiring(1, NOON + HOUR))
    assert b"timetable 1" in machine.edition()["index.html"]
    machine.is_set(by)
    machine.passes(waits)
    assert b"timetable 1" not in machine.edition()["index.html"]
    assert len(machine.pages()) == 1


def test_what_ended_by_a_clock_that_was_wrong_comes_back_when_it_is_right(machine):
    machine.send(expiring(1, NOON + HOUR))
    machine.is_set(2 * HOUR)
    assert b"timetable 1" not in machine.edition()["index.html"]
    machine.start()
    machine.is_set(-2 * HOUR)
    assert b"timetable 1" in machine.edition()["index.html"]
    machine.passes(HOUR)
    assert b"timetable 1" not in machine.edition()["index.html"]


@pytest.mark.parametrize("back", [timedelta(seconds=20), 2 * HOUR])
def test_a_story_that_has_opened_stays_open_when_the_clock_is_set_back_before_its_embargo(machine, back):
    machine.send(g2(1, embargo=NOON + HOUR))
    machine.passes(HOUR)
    [path] = machine.pages()
    machine.is_set(-back)
    assert machine.send(g2(1, 2, embargo=NOON + HOUR)) == ["live"]
    assert list(machine.pages()) == [path]
    assert b"take 2" in machine.pages()[path]
    machine.start()
    assert list(machine.pages()) == [path]
    acts = _acts_on(f"{path}.html")
    assert "removed" not in acts


def test_an_embargo_that_comes_while_the_clock_is_in_doubt_shuts_a_page_that_is_up(machine):
    machine.send(g2(1))
    machine.is_set(2 * HOUR)
    assert machine.send(g2(1, 2, embargo=NOON + HOUR)) == ["scheduled"]
    assert machine.pages() == {}


@pytest.mark.parametrize(("kept", "said"), [(False, 1), (True, 0), (None, 0)])
def test_the_doctor_says_where_no_time_server_keeps_the_clock_right(machine, monkeypatch, kept, said):
    monkeypatch.setattr("stet.doctor.is_kept_right", lambda: kept)
    assert sum("does not say that a time server keeps it right" in line for line in machine.doctor()) == said


def test_while_the_clock_is_in_doubt_a_story_is_not_settled_again_and_again(machine):
    machine.send(g2(1, embargo=NOON + HOUR), expiring(2, NOON + HOUR))
    machine.is_set(2 * HOUR)
    assert not machine.stet.flow.turn()


def test_the_record_goes_on_in_order_when_the_clock_is_set_back(machine):
    machine.send(g2(1))
    machine.is_set(-2 * HOUR)
    machine.passes(timedelta(minutes=1))
    machine.send(g2(1, 2))
    [history] = machine.stet.journal.histories(["northwind-news/urn:newsml:northwind.example:20261121:1"], NOON)
    assert [one.arrived for one in history.dispatches] == [NOON, NOON + timedelta(minutes=1)]


def _acts_on(path: str) -> list[str]:
    from stet.journal.models import Receipt

    return list(Receipt.objects.filter(path=path).order_by("pk").values_list("act", flat=True))


# -- the real thing

# As `stet`, on a machine whose clock is off by as many seconds as the file says.
_OFF = """
import sys
from datetime import timedelta
from pathlib import Path
import stet.app
real, off = stet.app.now, Path("off")
stet.app.now = lambda: real() + timedelta(seconds=float(off.read_text()))
stet.app.Stet.__init__.__kwdefaults__["clock"] = stet.app.now
from stet.__main__ import main
main()
"""


@contextmanager
def running(house: House):
    with (
        (house.root / "log").open("a") as log,
        subprocess.Popen(
            [sys.executable, "-c", _OFF, "run"], cwd=house.root, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        try:
            assert process.stdout
            assert "Serving" in process.stdout.readline(), house.log
            yield
        finally:
            process.terminate()
            process.wait(20)


def stet(house: House, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", _OFF, *words], cwd=house.root, capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_a_house_whose_clock_jumps_while_it_runs_says_so_and_opens_nothing_until_a_person_confirms(tmp_path):
    house, off = House(tmp_path), tmp_path / "off"
    off.write_text("0")
    with running(house):
        house.drop("a.xml", g2(1, embargo=datetime.now(UTC) + HOUR))
        house.drop("b.xml", g2(2))
        house.until(lambda: house.pages(2))
        off.write_text("7200")
        house.until(lambda: "event=clock_stopped" in house.log)
        house.drop("c.xml", cancel(2))
        house.until(lambda: not house.pages(2))
        assert house.pages(1) == []
        code, told = stet(house, "doctor")
        assert code == 1
        assert "FIX   clock: The clock of this machine shows" in told
        assert "say `stet clock --confirm`" in told
        assert stet(house, "clock")[0] == 1
        code, told = stet(house, "clock", "--confirm")
        assert code == 0
        assert told.startswith("The clock is believed: ")
        house.until(lambda: house.pages(1), 5)
        assert "event=clock_agrees" in house.log
        assert "ok    clock" in stet(house, "doctor")[1]
        code, told = stet(house, "clock", "--confirm")
        assert code == 2
    assert "velmora" not in house.log.casefold()
