"""What went wrong on other desks, sent down this one: nothing wrong is published (wow.md; life.md).

A folder of `tests/incidents` is one of them, with words, people and agencies invented: files, and `incident.toml`
beside them with what happened, where it is told, and

- `[[steps]]`, a minute apart: a file that is taken, the states of its stories and words of the reason of each; or the
  minute after noon to which the clock moves, and how many pages are up then;
- `never`: words that no public file holds at any moment; `gone`: that none holds at the end; `until_open`: that none
  holds while no page is expected.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from conftest import NOON
from makers import chief
from road.conftest import Road
from stet.desk import edit
from stet.journal import inquiry
from stet.model.packet import Packet

INCIDENTS = Path(__file__).parents[1] / "incidents"
NAMES = sorted(path.name for path in INCIDENTS.iterdir())
MOST_ORDERS = 12


def incident(name: str) -> dict[str, Any]:
    return tomllib.loads((INCIDENTS / name / "incident.toml").read_text("utf-8"))


def taken(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for step in told["steps"] if "take" in step]


def send(road: Road, name: str, step: dict[str, Any]) -> list[inquiry.StoryRow]:
    """Put the file of a step on the road. The stories it belongs to."""
    data = (INCIDENTS / name / step["take"]).read_bytes()
    [outcome] = road.stet.take([Packet(feed="wire", source=step["take"], data=data, arrived=road.clock())])
    assert outcome.refusals == (), outcome.refusals
    return list(outcome.stories)


def assert_not_public(road: Road, words: Iterable[str]) -> None:
    """No file of the edition holds these words, and none has them in its name."""
    for path, data in road.edition().items():
        text = data.decode("utf-8", "replace").casefold()
        for phrase in words:
            assert phrase.casefold() not in text, (path, phrase)
            assert phrase.casefold().replace(" ", "-") not in path, (path, phrase)


@pytest.mark.parametrize("name", NAMES)
def test_an_incident_re_enacted_publishes_nothing_wrong(name: str, road: Road) -> None:
    told = incident(name)
    assert told["what"].endswith(".")
    assert told["source"]
    for step in told["steps"]:
        if "take" in step:
            road.clock.now += timedelta(minutes=1)
            rows = send(road, name, step)
            assert sorted(row.state for row in rows) == sorted(step["states"]), [row.reason for row in rows]
            assert all(step.get("reason", "") in row.reason for row in rows), [row.reason for row in rows]
        else:
            road.clock.now = NOON + timedelta(minutes=step["at"])
            road.stet.flow.run_dry()
            assert len(road.pages()) == step["pages"]
        assert_not_public(road, told.get("never", ()))
        if not road.pages():
            assert_not_public(road, told.get("until_open", ()))
    assert_not_public(road, told.get("gone", ()))


def orders(told: dict[str, Any]) -> list[tuple[dict[str, Any], ...]]:
    every = list(permutations(taken(told)))
    return every if len(every) <= MOST_ORDERS else random.Random(4).sample(every, MOST_ORDERS)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in NAMES if len(taken(incident(name))) > 1])
def test_nor_does_it_when_its_files_come_in_another_order(name: str, new_road: Callable[[str], Road]) -> None:
    told = incident(name)
    for number, order in enumerate(orders(told)):
        road = new_road(str(number))
        for step in order:
            send(road, name, step)
            assert_not_public(road, told.get("never", ()))
        assert_not_public(road, told.get("gone", ()))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_nor_when_all_of_it_is_rebuilt_from_the_journal(name: str, road: Road) -> None:
    told = incident(name)
    for step in taken(told):
        send(road, name, step)
    before = road.edition()
    road.stet.replay()
    assert road.edition() == before
    assert_not_public(road, (*told.get("never", ()), *told.get("gone", ())))


@pytest.mark.slow
def test_without_its_tripwire_each_of_them_would_be_up(road: Road) -> None:
    """So the fixtures are what they seem: nothing else holds these stories."""
    held = [
        row
        for name in NAMES
        for step in taken(incident(name))
        for row in send(road, name, step)
        if "(tripwire " in row.reason
    ]
    assert len(held) >= 18
    for row in held:
        released = road.stet.act(row.id, lambda story: edit.release(story, who=chief("desk"), at=road.clock()))
        assert released.state in ("live", "expired")  # what is old has its page, and stands on no list
