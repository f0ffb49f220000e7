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
from pathlib import Path

import structlog
from rich.console import Console

from road.lanes import Json, Lanes, told
from road.sequences import sequences
from road.shrink import shrunk

LANES = 50
REBUILD = 10
"""Every how many batches a replay is compared too."""
BATCHES = (100, 13, 100, 1)


def work(run: str, numbers: list[int]) -> list[tuple[str, str, Json | None]]:
    """One process's batches: what went wrong, by which key, and the least sequence if it does so alone."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    found: list[tuple[str, str, Json | None]] = []
    with tempfile.TemporaryDirectory(prefix="stet-road-") as folder:
        lanes = Lanes(Path(folder))
        for number in numbers:
            key = f"{run}/{number}"
            some, batch = sequences(key, LANES), BATCHES[number % len(BATCHES)]
            for place, fault in lanes.run(some, batch=batch, rebuild=number % REBUILD == 0):
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
    shares = [list(batches[lane :: given.processes]) for lane in range(given.processes)]
    with mp.get_context("spawn").Pool(given.processes) as pool:
        found = [one for some in pool.starmap(work, [(given.run, share) for share in shares]) for one in some]
    seconds = time.monotonic() - began
    count = len(batches) * LANES
    say = Console(soft_wrap=True, markup=False, highlight=False).print
    say(f"{count:,} sequences in {seconds:.0f} s, {count / seconds:.0f} a second; {len(found)} went wrong.")
    keep = given.keep or (Path(tempfile.mkdtemp(prefix="stet-road-")) if found else None)
    for key, fault, least in found:
        say(f"{key}: {fault}")
        if least and keep:
            keep.mkdir(parents=True, exist_ok=True)
            file = keep / f"{key.replace('/', '-')}.json"
            file.write_text(told(least))
            say(f"  {file}")
    sys.exit(bool(found))
