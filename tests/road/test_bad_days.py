"""Disks that fill up, databases that will not be written, settings that break, processes that meet or are stopped: each
is named in one line, nothing is lost, and what can go on goes on."""

import os
import resource
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event

import pytest

from house import House
from makers import chief
from road.conftest import SETTINGS
from road.wire import cancel, g2
from stet.app import Stet
from stet.config import House as Settled
from stet.config import parse
from stet.desk import edit
from stet.doctor import examine
from stet.engine.intake import Intake
from stet.errors import Misused, Unavailable
from stet.journal import inquiry


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def message(numbers: range) -> bytes:
    """A newsMessage of short stories."""
    items = b"".join(g2(number, paragraphs=()).split(b"\n", 1)[1] for number in numbers)
    return b'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>' + items + b"</itemSet></newsMessage>"


def told(house: House, start: str) -> str:
    """The line of `stet doctor` that starts so; empty when there is none."""
    return next((line for line in house.doctor().splitlines() if line.startswith(start)), "")


# -- a full disk


class Disk:
    """A small disk that a test fills and clears."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ballast = path / "ballast"

    def fill(self) -> None:
        with self.ballast.open("ab", buffering=0) as file:
            for size in (4096, 512, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue

    def clear(self) -> None:
        self.ballast.unlink()


def may_mount() -> bool:
    status = Path("/proc/self/status")
    powers = status.read_text().partition("CapEff:")[2].split() if status.exists() else ["0"]
    return os.geteuid() == 0 and bool(int(powers[0], 16) & 1 << 21)  # CAP_SYS_ADMIN


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    path = tmp_path / "disk"
    path.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", path], check=True)
    yield Disk(path)
    subprocess.run(["umount", path], check=True)


DISKS = ["edition", "journal"] if may_mount() else []


@pytest.mark.slow
@pytest.mark.parametrize("what", DISKS)
def test_113_on_a_full_disk_everything_waits_and_goes_on_when_there_is_room(house, disk, what):
    place = {"edition": 'edition = "disk/site"', "journal": 'database = "sqlite:///disk/stet.db"'}[what]
    with (house.root / "stet.toml").open("a") as settings:
        settings.write(f"[storage]\n{place}\n")
    (house.root / "log").symlink_to(disk.path / "log")  # a log that cannot be written must stop nothing
    site = (disk.path if what == "edition" else house.root) / "site"
    with house.running():
        house.drop("a.xml", g2(1))
        house.until(lambda: list(site.glob("india/*timetable-1-*.html")))
        disk.fill()
        sent = [1]

        def send_more() -> None:
            # A journal has room of its own for a while; an edition has none for a second page.
            house.drop(f"{len(sent)}.xml", g2(len(sent) + 1), feed=("wire", "other")[len(sent) % 2])
            sent.append(len(sent) + 1)

        says = {"edition": "wrong: road: ", "journal": "wrong: journal: "}[what]
        line = house.until(lambda: told(house, says) or send_more(), seconds=60)
        assert ("No space left on device" if what == "edition" else "database or disk is full") in line
        assert house.get().status_code == 200
        send_more()
        assert len(list(site.glob("*/*timetable-*.html"))) < len(sent)
        disk.clear()
        house.until(lambda: len(list(site.glob("*/*timetable-*.html"))) == len(sent))
        house.until(lambda: not told(house, says))
    assert house.faults() == []


@pytest.mark.slow
def test_files_that_may_not_grow_stop_nothing_for_good(house):
    """The full disk of those who may not mount one: writing fails for a while, for pages, journal and log alike."""
    with house.running() as process:
        house.drop("a.xml", g2(1))
        house.until(lambda: house.pages(1))
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        house.drop("b.xml", g2(2))
        time.sleep(0.3)
        assert house.get().status_code == 200
        assert house.pages(2) == []
        assert (house.root / "wire" / "b.xml").exists()
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        house.until(lambda: house.pages(2))
    assert process.returncode == 0


@pytest.mark.skipif(not may_mount(), reason="a small disk has to be mounted")
def test_a_kill_takes_the_page_and_its_headline_down_on_a_full_disk(disk, road):
    settings = parse(SETTINGS + '[storage]\nedition = "disk/site"\n')
    road.stet = Stet(Settled(settings=settings, root=road.root), clock=road.clock)
    road.site = disk.path / "site"
    road.take(g2(1))
    disk.fill()
    with pytest.raises(Unavailable, match="No space left"):
        road.take(*(g2(number) for number in range(2, 40)))
    with suppress(Unavailable):
        road.take(cancel(1))
    assert not [path for path in road.pages() if "timetable-1-" in path]
    assert b"timetable 1<" not in (road.site / "index.html").read_bytes()


# -- a database that may not be written


@pytest.mark.slow
def test_a_read_only_database_is_named_and_takes_nothing(house):
    house.drop("b.xml", g2(2))
    assert "nothing has come yet" in house.doctor()
    (house.root / "stet.db").chmod(0o444)
    house.root.chmod(0o555)
    try:
        for words in (["take", "wire/b.xml", "--feed", "wire"], ["run"], ["doctor"]):
            answer = house.stet(*words, exits=1)
            [line] = [line for line in answer.splitlines() if "database" in line and "refused" in line]
            assert "readonly" in line
            assert "Stet may write there" in line
    finally:
        house.root.chmod(0o755)
        (house.root / "stet.db").chmod(0o644)
    assert (house.root / "wire" / "b.xml").read_bytes() == g2(2)
    assert not (house.root / "site").exists()
    assert house.outcome(g2(2)) is None


def test_113_while_the_database_cannot_be_written_files_stay_in_their_folder(road):
    from django.db import connection

    [way, _] = [road.stet._way(feed) for feed in road.stet.house.settings.feeds]
    (road.root / "wire" / "a.xml").write_bytes(g2(1))
    intake = Intake(way, road.stet.ledger, road.stet.flow, lambda: None, Event())
    connection.ensure_connection()
    connection.cursor().execute("PRAGMA query_only=ON")
    for _ in range(2):
        with pytest.raises(Unavailable, match="readonly"):
            intake._once({})
        assert (road.root / "wire" / "a.xml").exists()
    connection.cursor().execute("PRAGMA query_only=OFF")
    cursor, _ = intake._once({})
    intake._once(cursor)
    assert not (road.root / "wire" / "a.xml").exists()
    road.stet.flow.run_dry()
    assert len(road.pages()) == 1


def test_a_packet_that_no_database_will_have_is_refused_and_its_neighbours_go_on(road, monkeypatch):
    real = road.stet.journal._file_dispatches

    def unwilling(filed):
        if any(one.kept.packet.data == g2(2) and one.reading.dispatches for one in filed):
            raise OverflowError("a number no column can hold")
        real(filed)

    monkeypatch.setattr(road.stet.journal, "_file_dispatches", unwilling)
    assert road.take(g2(1), g2(2), g2(3)) == ["live", "live"]
    [item] = inquiry.refused()
    assert "a number no column can hold" in item.reason
    assert len(road.pages()) == 2


# -- settings


def test_a_port_that_is_taken_is_named_before_anything_is_done(road):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        house = Settled(settings=parse(f'{SETTINGS}[server]\nbind = "127.0.0.1:{port}"\n'), root=road.root)
        (road.root / "wire").mkdir()
        write(road.root / "wire" / "a.xml", g2(1))
        with pytest.raises(Misused, match=f"Port {port} is taken"):
            Stet(house, clock=road.clock).run()
        assert any("something else listens" in found.what for found in examine(house))
    assert (road.root / "wire" / "a.xml").exists()
    assert Stet(house, clock=road.clock).lock.take()


def without_the_first_feed(settings: str) -> str:
    site, mark, feeds = settings.partition("[[feeds]]")
    return site + mark + feeds.partition("[[feeds]]")[2]


def test_pages_of_a_feed_that_is_named_no_longer_stay_and_the_doctor_says_so(road):
    road.take(g2(1))
    [path] = road.pages()
    road.stet.act(path, lambda story: edit.set_headline(story, "Ours", who=chief("desk"), at=road.clock()))
    house = Settled(settings=parse(without_the_first_feed(SETTINGS)), root=road.root)
    road.stet = Stet(house, clock=road.clock)
    road.take(g2(2), feed="slow")
    road.stet.replay()
    assert list(road.pages()) == [path]
    assert b">Ours<" in road.pages()[path]
    assert [verdict.fault for verdict in road.stet.verify()] == [None]
    assert any("feed wire: no longer in stet.toml" in found.what for found in examine(house))


def test_a_kill_by_a_feed_that_is_named_no_longer_is_still_a_kill(road):
    """Also where another feed of the agency goes on: without its own, the order would be filed under another key."""
    settings = SETTINGS.replace("Southwind News", "Northwind News").replace('publish = "hold"', "")

    def nameless(data: bytes) -> bytes:
        return data.replace(b'<provider literal="NWN"><name>Northwind News</name>', b'<provider literal="NWN">')

    road.stet = Stet(Settled(settings=parse(settings), root=road.root), clock=road.clock)
    assert road.take(nameless(g2(1)), feed="slow") == ["live"]
    assert road.take(nameless(cancel(1))) == ["withdrawn"]
    road.stet = Stet(Settled(settings=parse(without_the_first_feed(settings)), root=road.root), clock=road.clock)
    road.stet.replay()
    assert road.pages() == {}


@pytest.mark.slow
def test_settings_that_break_while_it_runs_stop_commands_and_not_the_site(house):
    with house.running():
        whole = (house.root / "stet.toml").read_text()
        broken = whole.replace('section = "World"', 'sektion = "World"')
        (house.root / "stet.toml").write_text(broken)
        at = broken[: broken.index("sektion")].count("\n") + 1
        for words in (["take", write(house.root / "a.xml", g2(1)), "--feed", "wire"], ["doctor"]):
            [line] = house.stet(*words, exits=2).splitlines()
            assert f"stet.toml, line {at}: feeds[2].sektion: Stet knows no such key here; did you mean section?" in line
        house.drop("b.xml", g2(2), feed="other")
        house.until(lambda: house.pages(2))
        (house.root / "stet.toml").write_text(whole)
        assert house.outcome(g2(1)) is None


# -- processes that meet


@pytest.mark.slow
def test_two_takes_at_once_on_a_new_house_both_arrive(house):
    files = [[write(house.root / f"{n}-{m}.xml", g2(n * 10 + m)) for m in range(5)] for n in range(3)]
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda few: house.stet("take", *few, "--feed", "wire"), files))
    assert [answer.count(" live ") for answer in answers] == [5, 5, 5]
    assert len(house.pages_of("india")) == 15
    assert house.faults() == []


@pytest.mark.slow
def test_a_take_while_the_house_runs_is_seen_to_by_the_house_that_runs(house):
    with house.running():
        file, broken = write(house.root / "a.xml", g2(1)), write(house.root / "b.xml", g2(2)[:-40])
        answer = house.stet("take", file, broken, "--feed", "wire", exits=1)
        assert "a.xml: " in answer
        assert " live " in answer
        assert "b.xml: refused: truncated" in answer
        assert house.pages(1)
        house.until(lambda: "timetable 1" in house.get().text, 1)
    assert house.log.count("state=live") == 1


@pytest.mark.slow
def test_told_to_stop_in_the_middle_of_work_it_ends_in_order_and_goes_on_next_time(house):
    """5,000 stories in one message, and a story and a kill of another feed that come in meanwhile."""
    many = range(1000, 6000)
    with house.running() as process:
        house.drop("many.xml", message(many))
        house.until(lambda: len(house.pages_of("india")) > 200, 30)
        house.drop("one.xml", g2(1), feed="other")
        house.drop("kill.xml", cancel(1000))
        house.until(lambda: not house.pages(1000) and (house.root / "other" / "taken" / "one.xml").exists(), 3)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    done = len(house.pages_of("india"))
    assert done < len(many) - 1
    assert house.pages(1) == []
    waiting = len(many) - 1 - done + 1
    assert told(house, "note: road: ").startswith(f"note: road: {waiting} packets and stories wait")
    assert " live " in house.stet("take", house.root / "other" / "taken" / "one.xml", "--feed", "other")
    assert len(house.pages_of("india")) == len(many) - 1
    assert house.pages(1)
    assert "unclean_stop" not in house.log
    assert not told(house, "wrong: ")
