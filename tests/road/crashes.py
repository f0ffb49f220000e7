"""Walks the road in child processes that are killed, each at another point, and says what the next start made of it.

    python -m road.crashes SCENARIO FOLDER [POINTS]

A point is wherever the road commits, begins a transaction, renders, or changes a file: it is counted, and at the wanted
one the process kills itself as `kill -9` does. One line of JSON for each point comes out: what was done there, and how
the house differs after the next start from one that never fell.
"""

import json
import os
import random
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import wraps
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any

import structlog
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import DatabaseWrapper

from conftest import NOON, SetClock
from makers import chief
from road.conftest import SETTINGS
from road.test_pictures import file_of, jpeg
from road.test_threads import answer, item, stopped
from road.wire import cancel, g2
from stet.app import Stet
from stet.config import House, parse
from stet.desk import edit
from stet.edition.press import Press
from stet.engine.intake import Intake
from stet.flow import Flow
from stet.journal import connect
from stet.journal.models import Change, DirtyList, Packet, Story
from stet.model.address import story_id

GUID = "urn:newsml:northwind.example:20261121:1"
CANARY = "quillfeather"
"""A word of the story that is killed, in its headline and in its body; of nothing else."""
INDIA = ("Ministers of India and Nepal met.", f"India's {CANARY} and Nepal's agreed on trains.")


def doomed(version: int = 1, **fields: Any) -> bytes:
    return g2(1, version, headline=f"{CANARY.capitalize()} shakes harbour", paragraphs=INDIA, **fields)


class Counter:
    """Counts points, and ends the process at one of them."""

    def __init__(self, end: int) -> None:
        self.end = end
        self.passed = 0
        self.reads_carefully = False

    def point(self, what: str) -> None:
        self.passed += not self.reads_carefully
        if self.passed == self.end and not self.reads_carefully:
            with suppress(OSError):
                _WRITE(REPORT, what.encode())
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: Any, name: str, *, after: bool = True) -> None:
        real = getattr(owner, name)

        @wraps(real)
        def counted(*args: Any, **kwargs: Any) -> Any:
            self.point(f"before {name}")
            done = real(*args, **kwargs)
            if after:
                self.point(f"after {name}")
            return done

        setattr(owner, name, counted)

    def watch(self) -> None:
        """From now on everything that lasts is a point. But not while files are read one by one after a fall: one at
        which the process ends then is put aside as deadly, which is right and makes another house."""
        real = Flow.read_carefully

        def careful(flow: Flow) -> None:
            self.reads_carefully = True
            real(flow)
            self.reads_carefully = False

        Flow.read_carefully = careful  # type: ignore[method-assign]
        self.around(BaseDatabaseWrapper, "commit")
        self.around(DatabaseWrapper, "_start_transaction_under_autocommit", after=False)
        self.around(Press, "set", after=False)
        for name in ("rename", "unlink", "rmdir", "mkdir", "link"):
            self.around(os, name)
        write, begun = os.write, set()

        def halved(handle: int, data: Any) -> int:
            """The kernel may take a part; the process may end before it gives the rest."""
            if handle in begun:
                begun.remove(handle)
                return write(handle, data)
            begun.add(handle)
            self.point("before write")
            done = write(handle, data[: len(data) // 2])
            self.point("after half a write")
            return done

        os.write = halved


_WRITE = os.write
"""As it is, not cut in two as the road's own."""
REPORT = -1
"""Where a process that is about to end says where it does."""


class Scenario:
    """A house, what lies in its folders when it falls, and what a person does."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "wire").mkdir(parents=True)
        self.clock = SetClock()
        connect._SQLITE_PRAGMAS = connect._SQLITE_PRAGMAS.replace("FULL", "OFF")  # a kill takes no power away
        os.fsync = lambda handle: None
        self.stet = Stet(House(settings=parse(SETTINGS), root=root), clock=self.clock)
        self.number = 0

    def drop(self, *files: bytes, name: str = "") -> None:
        for data in files:
            self.number += 1
            file = self.root / "wire" / (name or f"{self.number}.xml")
            file.write_bytes(data)
            os.utime(file, (self.number, self.number))

    def act(self) -> None:
        """What a person does besides; again, when it was not recorded."""

    def start(self) -> None:
        """A start as `stet run` makes it, until nothing waits any more."""
        stet = self.stet
        assert stet.lock.take()
        if stet.ledger.rebuilding():
            stet._replay()
        way = stet._way(stet.house.settings.feeds[0])
        intake = Intake(way, stet.ledger, stet.flow, lambda: None, Event())
        cursor = stet.ledger.cursor("wire")
        cursor, _ = intake._once(cursor)
        stet.engine().run_dry()
        intake._once(cursor)  # puts away what was taken
        stet.lock.release()
        self.act()

    def state(self) -> dict[str, Any]:
        """All that readers, the desk and the next start can see."""
        site = self.root / "site"
        files = {str(file.relative_to(site)): file for file in site.rglob("*") if file.is_file()}
        columns = ("key", "state", "reason", "path", "asset", "gone", "touched", "whole")
        return {
            "files": {path: sha256(file.read_bytes()).hexdigest() for path, file in files.items() if path[0] != "."},
            "canary": sorted(path for path, file in files.items() if has_canary(path.encode() + file.read_bytes())),
            "stories": list(Story.objects.order_by("key").values(*columns)),
            "dirty": list(DirtyList.objects.filter(receipt__isnull=True).values_list("name", flat=True)),
            "unread": Packet.objects.filter(state="new").count(),
            "left": sorted(file.name for file in (self.root / "wire").iterdir() if file.is_file()),
            "taken": sorted(file.name for file in (self.root / "wire" / "taken").iterdir()),
            "answers": sorted({answer(self, f"/india/{words}-{self.doomed_id}")[0] for words in ("x", CANARY)}),
            "faults": [verdict.fault for verdict in self.stet.verify() if verdict.fault],
            "receipt": self.receipt(),
        }

    @property
    def site(self) -> Path:
        return self.root / "site"

    doomed_id = story_id(f"northwind-news/{GUID}")

    def receipt(self) -> list[str]:
        """What the kill receipt says has not stopped."""
        receipt, serving = self.stet.kill_receipt(self.doomed_id)
        late = [surface for stop in receipt.stops for surface in stop.surfaces if surface.stopped is None]
        return [*serving, *(surface.path for surface in late)]


def has_canary(data: bytes) -> bool:
    return CANARY.encode() in data.lower()


class KillOfALiveStory(Scenario):
    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.drop(doomed(), g2(2), g2(3))
        self.start()
        self.drop(cancel(1))


class KillBeforeItsStory(Scenario):
    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.drop(g2(2))
        self.start()
        self.drop(cancel(1), doomed(), g2(3))


class KillOfAStoryWithAPicture(Scenario):
    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.drop(jpeg("#345"), name="a.jpg")
        self.drop(doomed(picture=file_of("a.jpg")), g2(2))
        self.start()
        assert list(self.site.glob("media/*"))
        self.drop(cancel(1))


class Withhold(Scenario):
    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.drop(doomed(), g2(2))
        self.start()
        self.drop(g2(1, 2, status="withheld", headline="", paragraphs=()))


class KillAmongOthers(Scenario):
    """In one batch with an update, a new story and another kill."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.drop(doomed(), g2(2), g2(3))
        self.start()
        self.drop(g2(2, 2), cancel(3), g2(5), cancel(1), g2(6))


class UpdateRacingAKill(Scenario):
    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.drop(doomed(), g2(2))
        self.start()
        self.drop(doomed(2), cancel(1, 3), doomed(1), doomed(3))


class KillByHand(Scenario):
    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.drop(doomed(), g2(2))
        self.start()
        self.kills = True

    kills = False

    def act(self) -> None:
        if self.kills and not Change.objects.filter(kind="kill").exists():
            self.stet.act(self.doomed_id, lambda s: edit.kill(s, "lawyer", who=chief("mira"), at=self.clock()))


class Rebuild(Scenario):
    """A replay of a house in which the story was killed, while the kill of another lies in the folder."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.drop(doomed(), g2(2), g2(3))
        self.start()
        self.drop(cancel(1))
        self.start()
        self.replays = True
        self.drop(cancel(3))

    replays = False

    def act(self) -> None:
        if self.replays:
            self.stet.replay()


class KillOfOneItemOfAThread(Scenario):
    def __init__(self, root: Path) -> None:
        super().__init__(root)
        first = item("urn:nw:1", headline=f"{CANARY} sails", body=f"The {CANARY} words.")
        self.drop(first, item("urn:nw:2", created="2026-11-21T11:10:00Z", evolvedfrom="urn:nw:1"), g2(2))
        self.start()
        self.drop(stopped("urn:nw:1", created="2026-11-21T11:40:00Z"))

    doomed_id = story_id("northwind-news/urn:nw:1")


class KillUnderAnEmbargo(Scenario):
    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.drop(doomed(embargo=NOON.replace(hour=18)), g2(2))
        self.start()
        self.drop(cancel(1))


SCENARIOS = {
    scenario.__name__: scenario
    for scenario in (
        KillOfALiveStory, KillBeforeItsStory, KillOfAStoryWithAPicture, Withhold, KillAmongOthers, UpdateRacingAKill,
        KillByHand, Rebuild, KillOfOneItemOfAThread, KillUnderAnEmbargo,
    )
}  # fmt: skip


def in_a_child(act: Callable[[], Any]) -> tuple[int, bytes]:
    """Does it in a process of its own. How that ended, and what it reported."""
    global REPORT
    reading, REPORT = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            told = act()
            if told is not None:
                with os.fdopen(REPORT, "w") as report:
                    json.dump(told, report)
            os._exit(0)
        except BaseException:  # noqa: BLE001 -- it is told, and nothing of this process must run on
            traceback.print_exc()
            os._exit(3)
    os.close(REPORT)
    with os.fdopen(reading, "rb") as report:
        told = report.read()
    return os.waitpid(child, 0)[1], told


def walk(scenario: Scenario, folder: Path, points: int | None) -> Iterator[dict[str, Any]]:
    """Falls at every point in turn, or at so many of them, evenly drawn. The first line is of a house that did not."""
    connections.close_all()
    shutil.copytree(scenario.root, folder / "before")

    def begin_again() -> None:
        shutil.rmtree(scenario.root)
        shutil.copytree(folder / "before", scenario.root)

    def ends_at(number: int) -> Callable[[], int]:
        def act() -> int:
            counter = Counter(number)
            counter.watch()
            scenario.start()
            return counter.passed

        return act

    def state() -> dict[str, Any]:
        scenario.start()
        return scenario.state()

    _, told = in_a_child(state)
    expected = json.loads(told)
    begin_again()
    _, passed = in_a_child(ends_at(0))
    yield {"expected": expected, "points": int(passed)}
    chance = random.Random(points)
    numbers = range(1, int(passed) + 1)
    for number in numbers if points is None else sorted(chance.sample(numbers, points)):
        begin_again()
        ended, where = in_a_child(ends_at(number))
        killed = os.WIFSIGNALED(ended) and os.WTERMSIG(ended) == signal.SIGKILL
        if number % 3 == 0:  # and falls again while it gets up
            in_a_child(ends_at(chance.randint(1, 40)))
        over, told = in_a_child(state)
        found = json.loads(told) if over == 0 else {"ended": over}
        wrong = {key: value for key, value in found.items() if value != expected.get(key)}
        yield {"point": number, "killed": killed, "where": where.decode(), "wrong": wrong}


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    name, folder, *points = sys.argv[1:]
    house = SCENARIOS[name](Path(folder) / "house")
    for line in walk(house, Path(folder), int(points[0]) if points else None):
        sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
