import json
import os
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stet.errors import Misused
from stet.transports import folder as folder_module
from stet.transports import folder_files
from stet.transports.base import Outage
from stet.transports.folder import Folder, FolderSource
from stet.transports.watch import watch


@pytest.fixture
def wire(tmp_path):
    path = tmp_path / "wire"
    path.mkdir()
    return path


@pytest.fixture
def desk(wire, clock):
    return Desk(wire, clock)


class Desk:
    """Calls the folder as an engine does: the cursor goes through JSON and comes back."""

    def __init__(self, path, clock, **settings):
        self.path, self.clock = path, clock
        self.source = FolderSource(feed="coast", path=path, **settings)
        self.folder = Folder(clock)
        self.cursor = {}
        self.last = None

    def call(self):
        self.last = self.folder(self.source, self.cursor)
        self.cursor = json.loads(json.dumps(self.last.cursor))
        return [(p.source, p.data) for p in self.last.packets]


def noon():
    return datetime(2026, 3, 1, 12, tzinfo=UTC)


def drop(path, name, data=b"<item>Rain</item>", age=0.0):
    hidden = path / ".upload"
    hidden.write_bytes(data)
    if age:
        os.utime(hidden, (time.time() - age,) * 2)
    hidden.rename(path / name)


def names(path):
    return sorted(p.name for p in path.iterdir())


def test_a_file_renamed_in_whole_is_taken_at_the_next_call(desk, wire, clock):
    assert desk.call() == []
    drop(wire, "rain.xml")
    assert desk.call() == [("rain.xml", b"<item>Rain</item>")]
    assert desk.last.packets[0].feed == "coast"
    assert desk.last.packets[0].arrived == clock.now


def test_a_file_is_put_away_only_when_its_packet_is_durable(desk, wire):
    drop(wire, "rain.xml")
    before = desk.cursor
    desk.call()
    assert names(wire) == ["rain.xml"]
    assert Folder(desk.clock)(desk.source, before).packets  # stopped before the journal had it: handed out again
    assert desk.call() == []
    assert names(wire) == ["taken"]
    assert (wire / "taken" / "rain.xml").read_bytes() == b"<item>Rain</item>"


def test_files_can_be_removed_instead(wire, clock):
    desk = Desk(wire, clock, after="remove")
    drop(wire, "rain.xml")
    assert len(desk.call()) == 1
    assert desk.call() == []
    assert names(wire) == []


def test_files_can_be_left_where_they_are(wire, clock):
    desk = Desk(wire, clock, after="leave")
    drop(wire, "rain.xml")
    assert len(desk.call()) == 1
    assert desk.call() == desk.call() == []
    assert names(wire) == ["rain.xml"]
    drop(wire, "rain.xml", b"<item>More rain</item>")
    assert desk.call() == [("rain.xml", b"<item>More rain</item>")]


def test_what_is_no_longer_there_is_no_longer_remembered(wire, clock):
    desk = Desk(wire, clock, after="leave")
    drop(wire, "rain.xml")
    desk.call()
    (wire / "rain.xml").unlink()
    desk.call()
    assert desk.cursor == {}


@pytest.mark.parametrize("after", ["move", "remove"])
def test_new_content_under_a_name_not_yet_put_away_is_a_new_packet(wire, clock, after):
    desk = Desk(wire, clock, after=after)
    drop(wire, "rain.xml", b"<item>one</item>")
    desk.call()
    drop(wire, "rain.xml", b"<item>two</item>")
    assert desk.call() == [("rain.xml", b"<item>two</item>")]
    desk.call()
    assert "rain.xml" not in names(wire)


def test_a_file_put_away_never_writes_over_an_older_one(desk, wire):
    for text in (b"<item>one</item>", b"<item>two</item>", b"<item>two</item>"):
        drop(wire, "rain.xml", text)
        desk.call()
        desk.call()
    kept = [p.read_bytes() for p in (wire / "taken").iterdir()]
    assert sorted(kept) == [b"<item>one</item>", b"<item>two</item>", b"<item>two</item>"]


@pytest.mark.parametrize("after", ["move", "remove"])
def test_a_file_that_arrives_while_its_predecessor_is_put_away_is_not_lost(wire, clock, after, monkeypatch):
    desk = Desk(wire, clock, after=after)
    drop(wire, "rain.xml", b"<item>one</item>")
    desk.call()
    looks = iter([True])
    really = folder_files._is_still

    def swap_after_the_look(path, known):
        seen = really(path, known)
        if next(looks, False):
            drop(wire, "rain.xml", b"<item>two</item>")
        return seen

    monkeypatch.setattr(folder_files, "_is_still", swap_after_the_look)
    assert desk.call() == [("rain.xml", b"<item>two</item>")]


def test_a_file_hidden_when_the_program_stopped_comes_back(desk, wire):
    (wire / ".stet-12345.xml").write_bytes(b"<item>Rain</item>")
    desk.call()
    assert [data for _, data in desk.call()] == [b"<item>Rain</item>"]


@pytest.mark.parametrize("name", [".rain.xml", "rain.xml.tmp", "rain.part", "rain.xml.FILEPART", "rain.xml~"])
def test_files_still_on_their_way_are_left_alone(desk, wire, name):
    (wire / name).write_bytes(b"<item>Rain</item>")
    assert desk.call() == []
    assert names(wire) == [name]


def test_a_half_written_file_waits_until_it_is_whole(desk, wire, clock):
    path = wire / "rain.xml"
    path.write_bytes(b"<item>Rai")
    assert desk.call() == []
    clock.forward(1.5)
    with path.open("ab") as file:
        file.write(b"n on")
    assert desk.call() == []
    clock.forward(1.5)
    assert desk.call() == []
    assert 0 < desk.last.again <= 0.5
    with path.open("ab") as file:
        file.write(b" the coast</item>")
    assert desk.call() == [("rain.xml", b"<item>Rain on the coast</item>")]


def test_a_truncated_file_is_handed_over_once_it_rests(desk, wire, clock):
    drop(wire, "rain.xml", b"<item>Rai")
    assert desk.call() == []
    clock.forward(1.9)
    assert desk.call() == []
    clock.forward(0.2)
    assert desk.call() == [("rain.xml", b"<item>Rai")]


def test_a_clock_set_back_does_not_hold_a_file_for_ever(desk, wire, clock):
    drop(wire, "rain.txt", b"Rain")
    desk.call()
    clock.forward(-3600)
    desk.call()
    clock.forward(2.1)
    assert len(desk.call()) == 1


def test_an_empty_file_is_handed_over_so_that_it_can_be_refused(desk, wire, clock):
    drop(wire, "rain.xml", b"")
    desk.call()
    clock.forward(2)
    assert desk.call() == [("rain.xml", b"")]


def test_a_file_written_to_while_it_is_read_waits(desk, wire, clock, monkeypatch):
    drop(wire, "rain.xml")
    really = folder_files._all_of

    def write_meanwhile(handle, size):
        with (wire / "rain.xml").open("ab") as file:
            file.write(b"<!-- and more -->")
        return really(handle, size)

    monkeypatch.setattr(folder_files, "_all_of", write_meanwhile)
    assert desk.call() == []
    assert desk.last.again <= 0.1
    monkeypatch.undo()
    assert len(desk.call()) == 1


def test_a_file_too_large_is_put_aside_unread_and_named_once(wire, clock):
    desk = Desk(wire, clock, size_limit=100)
    drop(wire, "flood.xml", b"<item>" + b"x" * 200 + b"</item>")
    drop(wire, "rain.xml")
    assert desk.call() == [("rain.xml", b"<item>Rain</item>")]
    clock.forward(2.5)
    desk.call()
    [told] = desk.last.notes
    assert "flood" not in desk.last.notes[0], "a name may have words of what nobody may read yet"
    assert "size_limit" in desk.last.notes[0]
    desk.call()
    assert desk.last.notes == ()
    assert names(wire) == ["refused", "taken"]
    assert (wire / "refused" / "flood.xml").stat().st_size == 213
    assert f"`ls -i` has it as {(wire / 'refused' / 'flood.xml').stat().st_ino}" in told


def test_links_pipes_and_folders_are_left_alone_and_named_once(desk, wire, tmp_path):
    secret = tmp_path / "secret.xml"
    secret.write_bytes(b"<item>secret</item>")
    (wire / "link.xml").symlink_to(secret)
    os.mkfifo(wire / "pipe.xml")
    (wire / "sub").mkdir()
    drop(wire / "sub", "rain.xml")
    assert desk.call() == []
    assert len(desk.last.notes) == 3
    desk.call()
    assert desk.last.notes == ()


def test_a_file_swapped_for_a_link_before_it_is_opened_is_not_followed(wire, tmp_path):
    secret = tmp_path / "secret.xml"
    secret.write_bytes(b"<item>secret</item>")
    (wire / "link.xml").symlink_to(secret)
    with pytest.raises(OSError, match="link"):
        folder_files.read(wire / "link.xml", 1000)


def test_a_folder_that_cannot_be_written_is_said_once_and_remembered(desk, wire):
    (wire / "taken").write_bytes(b"<item>in the way</item>")
    drop(wire, "rain.xml")
    assert len(desk.call()) == 2
    assert desk.call() == []
    assert len(desk.last.notes) == 1
    assert str(wire) in desk.last.notes[0]
    assert "leave" in desk.last.notes[0]
    assert desk.call() == []
    assert desk.last.notes == ()
    (wire / "taken").unlink()
    desk.call()
    assert names(wire) == ["taken"]


def test_a_vanished_folder_is_an_outage_that_names_it_and_ends_by_itself(desk, wire):
    drop(wire, "rain.xml")
    desk.call()
    elsewhere = wire.rename(wire.parent / "elsewhere")
    with pytest.raises(Outage, match=str(wire)) as raised:
        desk.call()
    assert raised.value.cursor == desk.cursor
    assert 0 < raised.value.retry_after <= 1
    elsewhere.rename(wire)
    drop(wire, "sun.xml")
    assert desk.call() == [("sun.xml", b"<item>Rain</item>")]
    desk.call()
    assert names(wire / "taken") == ["rain.xml", "sun.xml"]


def test_the_oldest_files_come_first(desk, wire):
    for age, name in ((10, "c.xml"), (30, "a.xml"), (20, "b.xml"), (20, "a2.xml")):
        drop(wire, name, age=age)
    os.utime(wire / "a2.xml", ns=(0, (wire / "b.xml").stat().st_mtime_ns))
    assert [name for name, _ in desk.call()] == ["a.xml", "a2.xml", "b.xml", "c.xml"]


def test_one_call_takes_so_many_files_and_says_that_more_wait(desk, wire, monkeypatch):
    monkeypatch.setattr(folder_module, "FILES_PER_CALL", 3)
    for number in range(7):
        drop(wire, f"{number}.xml")
    counts = []
    while batch := desk.call():
        counts.append((len(batch), desk.last.again))
    assert counts == [(3, 0.0), (3, 0.0), (1, 1.0)]


def test_of_more_files_than_one_call_takes_the_newest_come_before_the_rest(desk, wire, monkeypatch):
    monkeypatch.setattr(folder_module, "FILES_PER_CALL", 4)
    monkeypatch.setattr(folder_module, "NEWEST", 2)
    for number in range(9):
        drop(wire, f"{number}.xml", age=20 - number)
    taken = [[name for name, _ in desk.call()] for _ in range(3)]
    assert taken == [["8.xml", "7.xml", "0.xml", "1.xml"], ["6.xml", "5.xml", "2.xml", "3.xml"], ["4.xml"]]


def test_of_a_very_full_folder_only_what_is_new_is_asked_for_its_age(desk, wire, monkeypatch):
    monkeypatch.setattr(folder_module, "FILES_PER_CALL", 4)
    monkeypatch.setattr(folder_module, "NEWEST", 1)
    for number in range(40):
        drop(wire, f"{number}.xml", age=100 - number)
    looked_at = []
    monkeypatch.setattr(folder_module, "sign", lambda found: looked_at.append(found) or folder_files.sign(found))
    desk.call()
    assert len(looked_at) == 40
    looked_at.clear()
    drop(wire, "kill.xml")
    assert desk.call()[0][0] == "kill.xml"
    assert len(looked_at) == 1
    (wire / "30.xml").write_bytes(b"<item>Written over where it stood</item>")
    (wire / "31.xml").unlink()
    found = dict(iter(desk.call()))
    while batch := desk.call():
        found |= dict(batch)
    assert found["30.xml"] == b"<item>Written over where it stood</item>"
    assert "31.xml" not in found
    assert {"29.xml", "32.xml"} <= found.keys()


def test_a_file_that_the_watcher_names_is_taken_without_a_look_through_a_very_full_folder(desk, wire, monkeypatch):
    monkeypatch.setattr(folder_module, "FILES_PER_CALL", 4)
    monkeypatch.setattr(folder_module, "NEWEST", 3)
    for number in range(40):
        drop(wire, f"{number}.xml", age=100 - number)
    desk.folder.tell("39.xml")
    desk.call()
    with monkeypatch.context() as blind:
        blind.setattr(os, "scandir", None)
        drop(wire, "kill.xml")
        desk.folder.tell("kill.xml")
        drop(wire, "30.xml", b"<item>Put in its place</item>")
        desk.folder.tell("30.xml")
        drop(wire, "half.xml", b"<item>")
        desk.folder.tell("half.xml")
        found = dict(iter(desk.call()))
        assert found["kill.xml"] == b"<item>Rain</item>"
        assert "half.xml" not in found
    (wire / "31.xml").unlink()
    desk.clock.now += timedelta(seconds=5)
    while batch := desk.call():
        found |= dict(batch)
    assert len(found) == 40 - 1 - 4 + 2
    assert found["30.xml"] == b"<item>Put in its place</item>"
    assert found["half.xml"] == b"<item>"


def test_what_no_watcher_names_is_found_at_the_next_look(desk, wire, monkeypatch):
    monkeypatch.setattr(folder_module, "FILES_PER_CALL", 4)
    for number in range(40):
        drop(wire, f"{number}.xml", age=100 - number)
    desk.folder.tell("39.xml")
    desk.call()
    drop(wire, "kill.xml")
    monkeypatch.setattr(folder_module, "LOOK_EVERY", 0.0)
    assert desk.call()[0][0] == "kill.xml"


def test_one_call_takes_so_many_bytes_but_always_one_file(desk, wire, monkeypatch):
    monkeypatch.setattr(folder_module, "BYTES_PER_CALL", 40)
    for number, size in enumerate((60, 5, 5)):
        drop(wire, f"{number}.xml", b"<a>" + b"x" * size + b"</a>", age=9 - number)
    assert [[name for name, _ in desk.call()] for _ in range(3)] == [["0.xml"], ["1.xml", "2.xml"], []]


@pytest.mark.parametrize("name", ["a\nb.xml", "\udcff\udcfe.xml", "%2e%2e.xml", "नमस्ते.xml", "x" * 250 + ".xml", "-rf"])
@pytest.mark.parametrize("after", ["move", "remove", "leave"])
def test_any_file_name_is_taken_and_put_away(wire, clock, name, after):
    desk = Desk(wire, clock, after=after)
    drop(wire, name)
    assert len(desk.call()) == 1
    desk.last.packets[0].source.encode()
    assert "\n" not in desk.last.packets[0].source
    assert desk.call() == []
    assert len(names(wire)) == {"move": 1, "remove": 0, "leave": 1}[after]


@pytest.mark.parametrize("per_call", [1, 50])
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.booleans()), max_size=12))
def test_no_content_is_ever_lost(tmp_path_factory, per_call, steps):
    """Files dropped in any order, over one another, between calls that are confirmed or not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder_module, "FILES_PER_CALL", per_call)
        patch.setattr(folder_module, "NEWEST", 1)
        _drop_and_call(tmp_path_factory, steps)


def _drop_and_call(tmp_path_factory, steps):
    path = tmp_path_factory.mktemp("wire")
    desk = Desk(path, noon)
    dropped, seen = set(), set()
    for name, text, confirmed in steps:
        data = b"<item>%d</item>" % text
        if (path / f"{name}.xml").exists():
            dropped.discard((path / f"{name}.xml").read_bytes())  # the sender itself wrote over it
            dropped |= seen
        drop(path, f"{name}.xml", data)
        dropped.add(data)
        before = desk.cursor
        seen.update(data for _, data in desk.call())
        if not confirmed:
            desk.cursor = before
    while batch := desk.call():
        seen.update(data for _, data in batch)
    assert dropped <= seen


def test_settings_out_of_range_are_named():
    with pytest.raises(Misused, match="coast"):
        FolderSource(feed="coast", path="x", size_limit=0)


def test_the_watcher_wakes_within_milliseconds(wire):
    wake, stop = threading.Event(), threading.Event()
    thread = threading.Thread(target=watch, args=({wire: wake}, stop))
    thread.start()
    try:
        assert wake.wait(2)  # it says that the folder is there
        time.sleep(0.2)
        took = []
        for number in range(10):
            wake.clear()
            (wire / ".new").write_bytes(b"<a/>")
            time.sleep(0.03)
            assert not wake.is_set()
            began = time.perf_counter()
            (wire / ".new").rename(wire / f"{number}.xml")
            assert wake.wait(2)
            took.append(time.perf_counter() - began)
        assert sorted(took)[5] < 0.05
    finally:
        stop.set()
        thread.join(5)
    assert not thread.is_alive()


@pytest.mark.slow
def test_the_watcher_waits_for_a_folder_and_follows_its_replacement(tmp_path):
    late, wake, stop = tmp_path / "late", threading.Event(), threading.Event()
    there = tmp_path / "there"
    there.mkdir()
    thread = threading.Thread(target=watch, args=({late: wake, there: threading.Event()}, stop))
    thread.start()
    try:
        for _ in range(2):
            assert not wake.wait(0.2)
            late.mkdir()
            assert wake.wait(3)
            time.sleep(0.3)
            wake.clear()
            (late / "a.xml").write_bytes(b"<a/>")
            assert wake.wait(0.5)
            late.rename(tmp_path / f"old{time.monotonic_ns()}")
            time.sleep(1.5)
            wake.clear()
    finally:
        stop.set()
        thread.join(5)
    assert not thread.is_alive()
