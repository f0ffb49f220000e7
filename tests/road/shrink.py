"""The least sequence that still goes wrong."""

from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]


def shrunk(sequence: Json, is_wrong: Callable[[Json], bool]) -> Json:
    """Leaves out whatever is not needed, again and again, until nothing can be left out."""
    while (smaller := next((one for one in _smaller(sequence) if is_wrong(one)), None)) is not None:
        sequence = smaller
    return sequence


def _smaller(sequence: Json) -> Iterator[Json]:
    rounds: list[Json] = sequence["rounds"]
    for number in reversed(range(len(rounds))):
        if number + 1 < len(rounds):
            after = {**rounds[number + 1], "after": rounds[number]["after"] + rounds[number + 1]["after"]}
            yield {**sequence, "rounds": [*rounds[:number], after, *rounds[number + 2 :]]}
        elif number:
            yield {**sequence, "rounds": rounds[:number]}
        for less in _less(rounds[number]):
            yield {**sequence, "rounds": [*rounds[:number], less, *rounds[number + 1 :]]}
    if sequence["feed"] != "wire":
        yield {**sequence, "feed": "wire"}


def _less(one: Json) -> Iterator[Json]:
    if "crash" in one:
        yield {name: value for name, value in one.items() if name != "crash"}
    for part in ("wire", "desk"):
        given = one.get(part, [])
        for place in range(len(given)):
            yield {**one, part: [*given[:place], *given[place + 1 :]]}
    wire: list[Json] = one.get("wire", [])
    for place, message in enumerate(wire):
        for field in ("until", "expires", "ends", "correction", "after", "names"):
            if field in message:
                less = {name: value for name, value in message.items() if name != field}
                yield {**one, "wire": [*wire[:place], less, *wire[place + 1 :]]}
