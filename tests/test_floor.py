"""Intakes and the road take turns: the road pauses for what comes in, and for nobody who does not come back."""

import threading
import time

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
