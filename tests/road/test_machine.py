"""Random lives of stories through the real road, compared with what every public surface serves (oracle.py).

2,000 sequences in `make test`; `make fuzz` runs any number. One that once went wrong is kept in `histories`.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from road.lanes import Lanes, told
from road.sequences import sequences
from road.shrink import shrunk

HISTORIES = sorted((Path(__file__).parent / "histories").glob("*.json"))
LANES = 50
"""Sequences side by side: the questions to the database are the same for many as for one."""
SHARES = 20
BATCHES = (100, 100, 100, 13)
"""How much the road does in a turn: also so little that what comes together is not seen together."""


@pytest.fixture
def lanes(tmp_path: Path, database: Path) -> Iterator[Lanes]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    yield Lanes(tmp_path)
    structlog.reset_defaults()


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_every_surface_serves_what_the_rules_say_after_any_sequence(lanes: Lanes, share: int) -> None:
    for number in range(share, 2000 // LANES, SHARES):
        some = sequences(f"test/{number}", LANES)
        wrong = lanes.run(some, batch=BATCHES[number % len(BATCHES)], rebuild=number % 4 == 0)
        for place, fault in wrong[:1]:
            least = some[place] if place < 0 or not lanes.run([some[place]]) else shrunk(some[place], lanes.goes_wrong)
            pytest.fail(f"test/{number}, lane {place}: {fault}\n{told(least)}")


@pytest.mark.parametrize("history", HISTORIES, ids=lambda file: file.stem)
def test_what_once_went_wrong_is_right(lanes: Lanes, history: Path) -> None:
    kept = json.loads(history.read_text())
    assert lanes.run([kept["sequence"]], rebuild=True) == []
    assert lanes.last == kept["expected"]
