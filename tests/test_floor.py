"""Intakes and the road take turns: the road pauses for what comes in, and for nobody who does not come back."""

import threading
import time
from contextlib import ExitStack

from stet import floor as module
from stet.floor import Floor


def test_the_road_waits_while_somebody_has_the_floor():
    floor, done = Floor(), []
    with floor.taken(), floor.taken():
        road = threading.Thread(target=lambda: (floor.wait(), done.append(True)))
        road.start()
        time.sleep(0.02)
        assert not done
    road.join(5)
    assert done


def test_who_takes_the_floor_meanwhile_is_waited_for_the_next_time():
    floor, done = Floor(), []
    road = threading.Thread(target=lambda: (floor.wait(), done.append(True)))
    with ExitStack() as late:
        with floor.taken():
            road.start()
            time.sleep(0.02)
            late.enter_context(floor.taken())
        road.join(module.LONGEST / 2)
        assert done


def test_nobody_waits_where_nobody_has_it():
    began = time.monotonic()
    Floor().wait()
    assert time.monotonic() - began < module.LONGEST / 2


def test_the_road_goes_on_beside_one_who_does_not_come_back(monkeypatch):
    monkeypatch.setattr(module, "LONGEST", 0.02)
    floor = Floor()
    with floor.taken():
        floor.wait()
        began = time.monotonic()
        floor.wait()
        assert time.monotonic() - began < 1
