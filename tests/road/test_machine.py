"""Random lives of stories through the real road, compared with what every public surface serves (oracle.py).

2,000 sequences in `make test`; `make fuzz` runs any number. One that once went wrong is kept in `histories`.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from road.lanes import Lanes, told
from road.many import BATCHES, LANES
from road.sequences import sequences
from road.shrink import shrunk

HISTORIES = sorted((Path(__file__).parent / "histories").glob("*.json"))
SHARES = 20


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


PLANTED = {
    "a stop lets a successor pass": ("stet.story.stops.Bar._lets_other_pass", lambda *_: True),
    "nobody has to confirm after a kill": ("stet.story.effective.last_tombstone", lambda *_: None),
    "an embargo is over when a version leaves it out": ("stet.story.embargo._released", lambda *_: True),
    "the same words are published twice": ("stet.story.standing.earlier_twin", lambda *_: None),
    "the last to arrive is the latest": ("stet.story.order.rank", lambda d: (True, 0, d.arrived, d.arrived)),
    "lists keep what is gone": ("stet.settlement.Move.lists", frozenset()),
    "a house headline outlives a kill": ("stet.desk.overlay._holds", lambda *_: True),
    "an order by another name is not heard": ("stet.journal.ties._orders", lambda *_: {}),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", PLANTED)
def test_the_machine_sees_a_road_on_which(lanes: Lanes, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    monkeypatch.setattr(*PLANTED[fault])
    assert any(lanes.run(sequences(f"planted/{number}", LANES)) for number in range(6))
