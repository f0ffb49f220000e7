import subprocess
import sys

from stet.journal.road_lock import RoadLock


def test_one_road_a_journal(journal):
    first, second = RoadLock(), RoadLock()
    assert first.take()
    assert not first.take()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()


def test_the_lock_of_a_process_that_was_killed_is_free(database, tmp_path):
    from stet.journal.connect import connect

    connect("sqlite:///stet.db", tmp_path)
    held = f"""
import time
from pathlib import Path
from stet.journal.connect import connect
from stet.journal.road_lock import RoadLock
connect("sqlite:///stet.db", Path({str(tmp_path)!r}))
lock = RoadLock()
print(lock.take(), flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", held], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "True\n"
        lock = RoadLock()
        assert not lock.take()
        other.kill()
        other.wait()
        assert lock.take()
        lock.release()
