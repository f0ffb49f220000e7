"""`stet feed`: what becomes of what a feed brings, said from the command line, by real processes."""

from pathlib import Path

import pytest

from house import House

pytestmark = pytest.mark.slow


def test_a_feed_is_held_paused_and_resumed_with_a_reason(tmp_path: Path):
    house = House(tmp_path)
    assert "wait for a person from now on" in house.stet("feed", "hold", "wire", "--reason", "a new system")
    assert "Nothing that feed wire brings" in house.stet("feed", "pause", "wire", "--reason", "goes mad")
    assert "is paused already" in house.stet("feed", "pause", "wire", "--reason", "again", exits=2)
    assert "feed wire: paused" in house.stet("doctor", exits=None)
    assert "Feed wire goes on" in house.stet("feed", "resume", "wire", "--reason", "mended")
    assert "nothing to resume" in house.stet("feed", "resume", "wire", "--reason", "mended", exits=2)
    assert "No feed is called" in house.stet("feed", "hold", "nonsense", "--reason", "x", exits=2)
    assert "--reason" in house.stet("feed", "hold", "wire", exits=2)
