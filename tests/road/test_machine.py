"""Random lives of stories through the real road, compared with what every public surface serves (oracle.py).

2,000 sequences in `make test`; `make fuzz` runs any number. One that once went wrong is kept in `histories`.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from road import oracle
from road.lanes import Lanes, told
from road.many import BATCHES, LANES
from road.sequences import sequences
from road.shrink import shrunk
from stet.model.dispatch import STOPS, Dispatch, Status
from stet.model.story import Cause, Standing, State
from stet.story.history import History
from stet.story.order import Rank, rank
from stet.story.standing import HOLDS
from stet.story.stops import Mark
from stet.story.twins import words_of

HISTORIES = sorted((Path(__file__).parent / "histories").glob("*.json"))
SHARES = 20
LIVE = State.LIVE


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


def test_the_oracle_has_less_than_100_lines_and_knows_nothing_of_the_house():
    lines = [line.strip() for line in Path(oracle.__file__).read_text().splitlines()]
    assert len([line for line in lines if line and not line.startswith(("#", '"""'))]) < 100
    assert not any("stet" in line for line in lines if line.startswith(("import", "from")))


@pytest.mark.parametrize("history", HISTORIES, ids=lambda file: file.stem)
def test_what_once_went_wrong_is_right(lanes: Lanes, history: Path) -> None:
    kept = json.loads(history.read_text())
    assert lanes.run([kept["sequence"]], rebuild=True) == []
    assert lanes.last == kept["expected"]


def _by_arrival(one: Dispatch) -> Rank:
    return rank(one) if one.version is not None else (False, 0, one.arrived, one.arrived)


def _by_number(mark: Mark, one: Dispatch, **_: bool) -> bool:
    return mark.version is None or (one.version or 0) > mark.version


def _words_once_usable(one: Dispatch) -> str:
    return words_of(one) if one.status is Status.USABLE else ""


def _without_stops(carrying: list[Dispatch], _: History) -> list[list[Dispatch]]:
    return [[one] for one in carrying if one.status not in STOPS][-1:]


_NOT_ASKED = tuple(hold for hold in HOLDS if hold[0] is not Cause.STATUS)
PLANTED = {
    "a stop lets a successor pass": ("stet.story.stops.Bar._lets_other_pass", lambda *_: True),
    "nobody has to confirm after a kill": ("stet.story.effective.last_tombstone", lambda *_: None),
    "an embargo is over when a version leaves it out": ("stet.story.embargo._released", lambda *_: True),
    "the same words are published twice": ("stet.story.standing.earlier_twin", lambda *_: None),
    "the same words stay when they are stopped under another id": ("stet.story.standing.stopped_twins", lambda *_: ()),
    "the last to arrive is the latest": ("stet.story.order.rank", lambda d: (True, 0, d.arrived, d.arrived)),
    "lists keep what is gone": ("stet.settlement.Move.lists", frozenset()),
    "a house headline outlives a kill": ("stet.desk.overlay._holds", lambda *_: True),
    "an order by another name is not heard": ("stet.journal.ties._orders", lambda *_: {}),
    "lists keep what is no news any more": ("stet.story.standing._shown", lambda *_: Standing(state=LIVE, reason="")),
    "what is no news any more has no page": ("stet.settlement.SHOWN", (LIVE,)),
    "rights never end": ("stet.story.standing.rights_end", lambda *_: None),
    "what has no number goes by its arrival": ("stet.story.order.rank", _by_arrival),
    "a stop without a number stops nothing": ("stet.story.stops.Mark.is_below", _by_number),
    "a stop shuts nothing": ("stet.story.embargo._sayings", _without_stops),
    "a status nobody knows is as good as usable": ("stet.story.standing.HOLDS", _NOT_ASKED),
    "of two stories each is put down for the other": ("stet.story.twins.words_of", _words_once_usable),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", PLANTED)
def test_the_machine_sees_a_road_on_which(lanes: Lanes, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    monkeypatch.setattr(*PLANTED[fault])
    assert any(lanes.run(sequences(f"planted/{number}", LANES)) for number in range(2000 // LANES))
