"""Order does not matter (promise 6): what came for a story makes the same story and the same files in any order."""

import json
import random
from collections.abc import Iterator, Sequence
from itertools import islice, permutations
from pathlib import Path

import pytest

from conftest import NOON
from makers import POLICY, SITE, notes
from road.lanes import Lane, Lanes
from road.sequences import sequences
from road.test_machine import HISTORIES, lanes  # noqa: F401 -- a fixture
from stet.desk import resolve
from stet.edition import Edition
from stet.formats import read
from stet.model.dispatch import Dispatch
from stet.model.packet import Origin, Packet
from stet.model.story import SHOWN
from stet.story import fold

WIRES = Path(__file__).parents[1] / "wires"
MOST = 6
"""So many dispatches are put in every order there is; of more, 720 orders are taken by chance."""
ORDERS = 12
"""Orders in which everything comes on the whole road, one file after the other."""


def _wires() -> dict[str, list[bytes]]:
    """The files of every case that has several, as one agency's."""
    found: dict[str, list[bytes]] = {}
    for folder in sorted(path for path in WIRES.glob("*/*") if path.is_dir()):
        files = [file.read_bytes() for file in sorted(folder.iterdir()) if file.name != "expected.json"]
        if len(files) > 1:
            found[f"{folder.parent.name}/{folder.name}"] = files
    return found


def _histories() -> dict[str, list[bytes]]:
    """What came in the sequences that are kept, and in some by chance."""
    kept = {file.stem: json.loads(file.read_text())["sequence"] for file in HISTORIES}
    chance = {f"chance-{number}": one for number, one in enumerate(sequences("order", 40))}
    found: dict[str, list[bytes]] = {}
    for name, sequence in (kept | chance).items():
        lane = Lane(f"{name}-", sequence)
        found[name] = [lane.file(message) for one in sequence["rounds"] for message in one.get("wire", ())]
    return found


CASES = {name: files for name, files in (_wires() | _histories()).items() if files}


def _stories(files: Sequence[bytes]) -> list[list[Dispatch]]:
    """Their dispatches, those of one thread together."""
    origin = Origin(feed="wire", agency="Northwind News", arrived=NOON)
    groups: list[tuple[set[str], list[Dispatch]]] = []
    for dispatch in (one for data in files for one in read(data, origin).dispatches):
        keys, many = {dispatch.story_key, *dispatch.continues}, [dispatch]
        for group in [group for group in groups if group[0] & keys]:
            groups.remove(group)
            keys, many = keys | group[0], group[1] + many
        groups.append((keys, many))
    return [many for _, many in groups if len(many) > 1]


def _orders(dispatches: list[Dispatch]) -> Iterator[Sequence[Dispatch]]:
    if len(dispatches) <= MOST:
        yield from permutations(dispatches)
        return
    chance = random.Random(len(dispatches))
    yield from (chance.sample(dispatches, len(dispatches)) for _ in range(720))


@pytest.mark.parametrize("case", CASES)
def test_every_order_of_what_came_gives_the_same_story_and_the_same_page(case: str) -> None:
    edition = Edition(SITE, ["Harbour"])
    for dispatches in _stories(CASES[case]):
        story = fold(dispatches, [], POLICY, NOON)
        page = _page(edition, story)
        for number, order in enumerate(_orders(dispatches)):
            again = fold(order, [], POLICY, NOON)
            assert again == story
            if number % 60 == 1:
                assert _page(edition, again) == page


def _page(edition, story):
    if story.standing.state not in SHOWN:
        return None
    return edition.story(resolve(story, [], notes(), SITE, POLICY, lambda _: None))


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_every_order_on_the_road_gives_the_same_edition(lanes: Lanes) -> None:  # noqa: F811
    """All cases side by side, one file of each after the other: what was up in between leaves no trace."""
    first = _edition(lanes, [files[place] for place in range(100) for files in CASES.values() if place < len(files)], 0)
    assert sum(name.startswith("india/") for name in first) > 40
    for number in range(1, ORDERS):
        chance = random.Random(number)
        orders = [chance.sample(files, len(files)) for files in CASES.values()]
        queue = [files[place] for place in range(100) for files in orders if place < len(files)]
        again = _edition(lanes, queue, (0, 7, 60, len(queue))[number % 4])
        # Share cards are drawn when nothing else waits, and named by what is on them: pages say which.
        names = {name for name in first.keys() | again.keys() if not name.startswith("media/card-")}
        changed = {name for name in names if first.get(name) != again.get(name)}
        assert not changed, f"order {number}: {sorted(changed)[:8]}"


def _edition(house: Lanes, queue: Sequence[bytes], together: int) -> dict[str, bytes]:
    """The files of the edition when so many files come together; 0 means by and by, as many as there are cases."""
    house.clear()
    waiting = iter(queue)
    while some := list(islice(waiting, together or len(CASES))):
        house.stet.flow.keep([Packet(feed="wire", source="x", data=data, arrived=NOON) for data in some])
        house.stet.flow.run_dry()
    return house.files()
