import errno
import os
import threading
import time
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stet.errors import Unavailable, Withheld
from stet.model.page import Act, Page
from stet.publish import folder as folder_module
from stet.publish.base import Fake
from stet.publish.folder import FolderPublisher

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def clock():
    return NOW


@pytest.fixture
def root(tmp_path):
    return tmp_path / "site"


@pytest.fixture
def publisher(root):
    return FolderPublisher(root)


def page(path, body=b"<p>Rain</p>"):
    return Page(path=path, body=body, story_key="coast:1")


def files(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not path.relative_to(root).as_posix().startswith(".")
    }


def test_a_page_put_is_a_file_and_a_receipt(publisher, root):
    (receipt,) = publisher.publish([page("india/rain-0123456789.html")], clock)
    assert files(root) == {"india/rain-0123456789.html": b"<p>Rain</p>"}
    assert (receipt.path, receipt.act, receipt.at) == ("india/rain-0123456789.html", Act.PUT, NOW)
    assert receipt.digest == sha256(b"<p>Rain</p>").hexdigest()
    assert receipt.story_key == "coast:1"


def test_other_programs_may_read_a_page(publisher, root):
    before = os.umask(0o022)
    try:
        publisher.put(page("a.html"), clock)
    finally:
        os.umask(before)
    assert (root / "a.html").stat().st_mode & 0o777 == 0o644


def test_a_page_put_again_replaces_the_old_one(publisher, root):
    publisher.put(page("a.html", b"one"), clock)
    publisher.put(page("a.html", b"two"), clock)
    assert files(root) == {"a.html": b"two"}


def test_unchanged_bytes_are_not_written_again_but_receipted(publisher, root):
    first = publisher.put(page("a.html"), clock)
    before = (root / "a.html").stat().st_ino
    assert publisher.put(page("a.html"), clock) == first
    assert (root / "a.html").stat().st_ino == before


def test_a_page_removed_is_gone_with_its_empty_folders(publisher, root):
    publisher.publish([page("a/b/c.html"), page("a/d.html")], clock)
    (receipt,) = publisher.publish([page("a/b/c.html", None)], clock)
    assert (receipt.path, receipt.act, receipt.digest) == ("a/b/c.html", Act.REMOVED, None)
    assert sorted(p.name for p in root.iterdir()) == [".tmp", "a"]
    assert [p.name for p in (root / "a").iterdir()] == ["d.html"]


def test_the_edition_folder_itself_is_never_pruned(publisher, root):
    publisher.publish([page("a.html")], clock)
    publisher.publish([page("a.html", None)], clock)
    assert root.is_dir()


@pytest.mark.parametrize("path", ["a.html", "a/b.html", "a.html/b.html"])
def test_removing_what_is_not_there_gives_no_receipt(publisher, path):
    publisher.put(page("a.html"), clock)
    publisher.publish([page("a.html", None)], clock)
    assert publisher.publish([page(path, None)], clock) == ()


@pytest.mark.parametrize("path", ["../out.html", "/out.html", "a/../../out.html", "a\0.html", ".tmp/x"])
def test_no_path_leaves_the_folder(publisher, root, path):
    for body in (b"x", None):
        with pytest.raises(Withheld):
            publisher.publish([page(path, body)], clock)
    assert not (root.parent / "out.html").exists()


def test_a_link_in_a_pages_place_is_replaced_and_not_followed(publisher, root, tmp_path):
    outside = tmp_path / "outside"
    outside.write_bytes(b"mine")
    publisher.put(page("x.html"), clock)
    (root / "a.html").symlink_to(outside)
    publisher.put(page("a.html", b"mine"), clock)
    assert not (root / "a.html").is_symlink()
    assert outside.read_bytes() == b"mine"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EIO])
def test_a_page_that_cannot_be_written_leaves_the_old_one_whole(publisher, root, monkeypatch, number):
    publisher.put(page("a.html", b"old"), clock)

    def fail(handle, data):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "write", fail)
    with pytest.raises(Unavailable, match=r"a\.html.*tried again"):
        publisher.put(page("a.html", b"new"), clock)
    monkeypatch.undo()
    assert files(root) == {"a.html": b"old"}
    assert list((root / ".tmp").iterdir()) == []
    publisher.put(page("a.html", b"new"), clock)
    assert files(root) == {"a.html": b"new"}


def test_a_full_disk_is_named(publisher, monkeypatch):
    def full(handle, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(Unavailable, match=r"No space left on device.*Make room"):
        publisher.put(page("a.html"), clock)


def test_a_write_cut_short_is_gone_on_with(publisher, root, monkeypatch):
    really = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: really(handle, data[:3]))
    publisher.put(page("a.html", b"0123456789"), clock)
    assert files(root) == {"a.html": b"0123456789"}


def test_something_in_the_way_is_an_outage_and_not_a_crash(publisher):
    publisher.put(page("a/b.html"), clock)
    with pytest.raises(Unavailable):
        publisher.put(page("a"), clock)
    with pytest.raises(Unavailable):
        publisher.put(page("a/b.html/c.html"), clock)


def test_the_folder_may_vanish_under_the_publisher(publisher, root):
    publisher.put(page("a/b.html"), clock)
    root.rename(root.parent / "elsewhere")
    publisher.put(page("a/b.html"), clock)
    assert files(root) == {"a/b.html": b"<p>Rain</p>"}


def test_what_an_unclean_stop_left_half_written_is_cleared_away(root):
    hidden = root / ".tmp"
    hidden.mkdir(parents=True)
    for name, age in (("1-0", 3600), ("2-0", 0)):
        (hidden / name).write_bytes(b"half")
        os.utime(hidden / name, (time.time() - age,) * 2)
    FolderPublisher(root).put(page("a.html"), clock)
    assert [p.name for p in hidden.iterdir()] == ["2-0"]  # that one another process may be writing now


def test_a_folder_that_is_only_looked_at_is_not_made(root):
    FolderPublisher(root).checkpoint()
    assert not root.exists()


def test_a_reader_never_sees_a_part_of_a_page(publisher, root):
    publisher.put(page("a.html", b"0" * 60_000), clock)
    seen, stop = set(), threading.Event()

    def read():
        while not stop.is_set():
            seen.add((root / "a.html").read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(60):
        publisher.put(page("a.html", b"%d" % (number % 10) * 60_000), clock)
    stop.set()
    reader.join()
    assert all(len(body) == 60_000 and len(set(body)) == 1 for body in seen)


@pytest.mark.parametrize("count", [3, 100])
def test_a_checkpoint_syncs_what_was_touched_since_the_last(publisher, monkeypatch, count):
    synced, whole = [], []
    monkeypatch.setattr(folder_module, "_sync", lambda path: synced.append(path.name))
    monkeypatch.setattr(os, "sync", lambda: whole.append(1))
    publisher.publish([page(f"a/{number}.html") for number in range(count)], clock)
    publisher.checkpoint()
    if count == 3:
        assert sorted(synced) == ["0.html", "1.html", "2.html", "a"]
    else:
        assert whole == [1]
    publisher.checkpoint()
    assert len(whole) + len(synced) in (1, 4)


def test_a_checkpoint_does_not_mind_what_was_removed(publisher):
    publisher.publish([page("a/b.html"), page("c.html")], clock)
    publisher.publish([page("a/b.html", None)], clock)
    publisher.checkpoint()


def test_a_sweep_removes_what_is_not_wanted_and_says_what(publisher, root):
    publisher.publish([page("a.html"), page("b/c.html"), page("d/e.html")], clock)
    (root / ".well-known").mkdir()
    (root / ".well-known" / "x").write_bytes(b"theirs")
    assert publisher.sweep({"a.html"}.__contains__) == ("b/c.html", "d/e.html")
    assert files(root) == {"a.html": b"<p>Rain</p>"}
    assert sorted(p.name for p in root.iterdir()) == [".tmp", ".well-known", "a.html"]


STEPS = st.lists(
    st.tuples(st.sampled_from(["a.html", "b/c.html", "b/d.html", "b/e/f.html"]), st.none() | st.binary(max_size=3)),
    max_size=12,
)


@given(STEPS, st.integers(0, 12))
def test_a_folder_holds_what_memory_holds(tmp_path_factory, steps, cut):
    root = tmp_path_factory.mktemp("site")
    publisher, fake = FolderPublisher(root), Fake()
    for batch in (steps[:cut], steps[cut:]):
        pages = [page(path, body) for path, body in batch]
        assert publisher.publish(pages, clock) == fake.publish(pages, clock)
    assert files(root) == fake.pages
    assert not [path for path in root.rglob("*") if path.is_dir() and path.name != ".tmp" and not list(path.iterdir())]


def test_what_is_at_a_path_is_told_by_the_digest_of_its_bytes(publisher, root):
    publisher.put(page("media/card.png", b"card"), clock)
    digest = sha256(b"card").hexdigest()
    assert publisher.holds("media/card.png", digest)
    assert not publisher.holds("media/card.png", sha256(b"other").hexdigest())
    assert not publisher.holds("media/none.png", digest)
    (root / "media/card.png").write_bytes(b"altered")
    assert not publisher.holds("media/card.png", digest)
    with pytest.raises(Withheld):
        publisher.holds("../card.png", digest)
    fake = Fake()
    fake.put(page("media/card.png", b"card"), clock)
    assert fake.holds("media/card.png", digest)
    assert not fake.holds("media/none.png", digest)
