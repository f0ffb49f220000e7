"""How much of ordinary copy the tripwires hold: of the agency files beside the repository, each as if new when it came.

`pytest tests/story/test_hold_rate.py` prints the table; `tripwires/samples.toml` says why each hold is right.
"""

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from makers import POLICY
from stet.formats import read
from stet.model.dispatch import Dispatch, Kind, Status
from stet.model.packet import Origin
from stet.story.tripwires import NAMES, Look, trips

WIRES = Path(__file__).parents[3] / "shared" / "wires"
EXPLAINED = tomllib.loads((Path(__file__).parent / "tripwires" / "samples.toml").read_text("utf-8"))
OUT_OF_WORDS = 0.005
"""The share of stories that may be held for their words (wow.md 8)."""
pytestmark = pytest.mark.skipif(not WIRES.is_dir(), reason="no samples beside the repository")


class Judged(NamedTuple):
    """A story with a body, and what holds it."""

    file: str
    asked: bool
    """The reader of its format asks a person about it already."""
    tripped: tuple[str, ...]


def stories() -> Iterator[tuple[str, Dispatch]]:
    """Usable copy with a body, a minute old when it comes; what carries no time comes when the test says."""
    for path in sorted(WIRES.glob("*/*")):
        if path.name == "README.md" or path.name.endswith(".expected.json"):
            continue
        origin = Origin(feed="wire", source=path.name, arrived=datetime(2026, 3, 4, 12, tzinfo=UTC))
        for item in read(path.read_bytes(), origin).dispatches:
            if item.status is Status.USABLE and item.kind in (Kind.STORY, Kind.ALERT) and item.body_text:
                made = item.version_created
                came = made + timedelta(minutes=1) if made else item.arrived
                yield f"{path.parent.name}/{path.name}", replace(item, arrived=came)


@cache
def judged() -> list[Judged]:
    return [
        Judged(
            file,
            bool(item.queries),
            tuple(tripped.name for tripped in trips(Look(item=item, known_since=item.arrived, policy=POLICY))),
        )
        for file, item in stories()
    ]


def test_every_story_that_a_tripwire_holds_is_explained_and_every_explanation_is_needed() -> None:
    held = {(name, one.file) for one in judged() for name in one.tripped}
    given = {(name, file): why for name in NAMES for file, why in EXPLAINED.get(name, {}).items()}
    assert held == given.keys()
    assert set(given.values()) == EXPLAINED["why"].keys()
    assert all(len(why.split()) >= 8 for why in EXPLAINED["why"].values())


def test_the_words_of_ordinary_copy_hold_less_than_one_story_in_two_hundred(
    capsys: pytest.CaptureFixture[str],
) -> None:
    every, asked, held = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for one in judged():
        format_ = one.file.partition("/")[0]
        every[format_] += 1
        asked[format_] += one.asked
        held.update((format_, name) for name in one.tripped)
    with capsys.disabled():
        sys.stdout.write(told(every, asked, held))
    by_words = sum(count for (_, name), count in held.items() if name != "far-date")
    assert by_words <= OUT_OF_WORDS * every.total()


def told(every: Counter[str], asked: Counter[str], held: Counter[tuple[str, str]]) -> str:
    lines = [f"\n{'stories with a body':22}{'':>6}  asked by the reader  held by tripwires"]
    for format_, count in sorted(every.items()):
        wires = ", ".join(f"{name} {held[format_, name]}" for name in NAMES if held[format_, name]) or "0"
        lines.append(f"{format_:22}{count:>6}  {asked[format_]:>19}  {wires}")
    share = held.total() / every.total()
    lines.append(f"{'all':22}{every.total():>6}  {asked.total():>19}  {held.total()}, {share:.1%}\n")
    return "\n".join(lines)
