"""`make fuzz`: random lives of stories on the real road, and every sequence that goes wrong kept as a file.

python -m road --sequences 20000 --keep DIR
python -m road --again FILE            one sequence again
"""

import argparse
import json
import multiprocessing as mp
import sys
import tempfile
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import structlog
from rich.console import Console

from road.lanes import Json, Lanes, told
from road.sequences import sequences
from road.shrink import shrunk

LANES = 50
"""Sequences side by side: the questions to the database are the same for many as for one."""
BATCHES = (100, 100, 100, 13)
"""How much the road does in a turn: also so little that what comes together is not seen together."""
SHARE = 4
"""Batches of sequences that a process takes at a time; after the first of them a replay is compared too."""

Found = list[tuple[str, str, Json | None]]


def work(run: str, numbers: Iterable[int]) -> Found:
    """A process's share: what went wrong, by which key, and the least sequence if it does so alone."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    found: Found = []
    with tempfile.TemporaryDirectory(prefix="stet-road-") as folder:
        lanes = Lanes(Path(folder))
        for number in numbers:
            key = f"{run}/{number}"
            some, batch = sequences(key, LANES), BATCHES[number % len(BATCHES)]
            for place, fault in lanes.run(some, batch=batch, rebuild=number % SHARE == 0):
                alone = place >= 0 and lanes.goes_wrong(some[place])
                found.append((f"{key}/{place}", fault, shrunk(some[place], lanes.goes_wrong) if alone else None))
    return found


def main() -> None:
    """The command."""
    asked = argparse.ArgumentParser(prog="road", description="Random lives of stories, against an oracle.")
    asked.add_argument("--sequences", type=int, default=20_000)
    asked.add_argument("--run", default="stet", help="another word gives other sequences")
    asked.add_argument("--processes", type=int, default=2)
    asked.add_argument("--keep", type=Path, help="where sequences that go wrong go; else a new temporary folder")
    asked.add_argument("--again", type=Path, metavar="FILE")
    given = asked.parse_args()
    if given.again:
        with tempfile.TemporaryDirectory() as folder:
            kept = json.loads(given.again.read_text())
            lanes = Lanes(Path(folder))
            sys.exit(f"{lanes.run([kept.get('sequence', kept)])}\n{lanes.last}")
    began, batches = time.monotonic(), range(-(-given.sequences // LANES))
    shares = [batches[start : start + SHARE] for start in range(0, len(batches), SHARE)]
    say = Console(soft_wrap=True, markup=False, highlight=False).print
    wrong = 0
    with mp.get_context("spawn").Pool(given.processes) as pool:
        for found in pool.imap_unordered(partial(work, given.run), shares):
            wrong += len(found)
            for key, fault, least in found:
                say(f"{key}: {fault}")
                if least:
                    given.keep = given.keep or Path(tempfile.mkdtemp(prefix="stet-road-"))
                    given.keep.mkdir(parents=True, exist_ok=True)
                    file = given.keep / f"{key.replace('/', '-')}.json"
                    file.write_text(told(least))
                    say(f"  {file}")
    seconds, count = time.monotonic() - began, len(batches) * LANES
    say(f"{count:,} sequences in {seconds:.0f} s, {count / seconds:.0f} a second; {wrong} went wrong.")
    sys.exit(bool(wrong))
