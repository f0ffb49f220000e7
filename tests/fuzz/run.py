"""`make fuzz`: mutated inputs for every format, a table out, and every fault kept as a file. Exit 1 where there is one.

python -m fuzz --inputs 20000 --keep DIR [FORMAT ...]
python -m fuzz --again KEY             one input again, by the key a fault was told with
python -m fuzz --file FILE             one file, as if it were an input
"""

import argparse
import multiprocessing as mp
import queue
import random
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from ctypes import c_double, c_longlong
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text

from fuzz.check import check, kills, of_kill
from fuzz.mutate import damaged, mutated
from fuzz.reduce import reduced
from fuzz.seeds import ORIGINS, Seeds, seeds

HANG = 30.0
"""Seconds on the clock after which an input is a hang: the process is ended and the input kept."""
MEMORY = 4 * 1024**3
KILLS = 20
"""Every how many inputs a kill is ruined too."""


class Tally:
    """What became of the inputs of one format."""

    def __init__(self) -> None:
        self.inputs = self.read = self.refused = self.differing = self.kills = 0
        self.reasons: Counter[str] = Counter()
        self.faults: dict[str, tuple[int, str, str]] = {}
        self.slowest = self.seconds = 0.0

    def add(self, other: "Tally") -> None:
        """Another process's share."""
        for name in ("inputs", "read", "refused", "differing", "kills", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.slowest = max(self.slowest, other.slowest)
        self.reasons += other.reasons
        for count, key, words in other.faults.values():
            self.fault(words, key, count)

    def fault(self, words: str, key: str, count: int = 1) -> None:
        """A claim that does not hold, and the first input that shows it."""
        before, first, told = self.faults.get(_kind(words), (0, key, words))
        self.faults[_kind(words)] = (before + count, first, told)


class Share(NamedTuple):
    """One process's part of the work, and where it says what it is at."""

    lane: int
    lanes: int
    inputs: int
    run: str
    formats: list[str]
    samples: bool
    start: tuple[int, int]


def input_of(key: str, files: Seeds) -> bytes:
    """The input that a key names: `run/format/number`, or `run/format/kill/number` for a ruined kill."""
    _, name, *rest = key.split("/")
    if rest[0] == "kill":
        return _ruined(key, files, int(rest[1]))[1]
    return mutated(files[name], _strangers(files, name), key)


def _strangers(files: Seeds, name: str) -> tuple[bytes, ...]:
    return tuple(data for other, kept in files.items() if other != name for data in kept)


def _ruined(key: str, files: Seeds, number: int) -> tuple[Any, bytes]:
    found = _kills_of(key.split("/")[1], files)
    kill = found[number % len(found)]
    chance = random.Random(key)
    tail = kill.data[kill.head :]
    for _ in range(chance.choice((1, 2, 5))):
        tail = damaged(chance, tail)
    return kill, kill.data[: kill.head] + tail


_KILLS: dict[str, list[Any]] = {}


def _kills_of(name: str, files: Seeds) -> list[Any]:
    if name not in _KILLS:
        _KILLS[name] = list(kills(files[name], ORIGINS[1]))
    return _KILLS[name]


def work(share: Share, at: Any, since: Any, out: Any) -> None:
    """One process: every so-maniest number of every format."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    files = seeds(samples=share.samples)
    for place, name in enumerate(share.formats):
        if place < share.start[0]:
            continue
        strangers = _strangers(files, name)
        first = share.start[1] if place == share.start[0] else share.lane
        tally = Tally()
        for number in range(first, share.inputs, share.lanes):
            at.value, since.value = place * 10**9 + number, time.monotonic()
            _one(tally, f"{share.run}/{name}/{number}", number, files, name, strangers)
            if tally.inputs % 20 == 0:
                out.put((name, tally))
                tally = Tally()
        out.put((name, tally))
    at.value = -1


def _one(tally: Tally, key: str, number: int, files: Seeds, name: str, strangers: tuple[bytes, ...]) -> None:
    outcome = check(mutated(files[name], strangers, key), ORIGINS[number % len(ORIGINS)])
    tally.inputs += 1
    tally.read += outcome.read
    tally.refused += len(outcome.reasons)
    tally.differing += outcome.held_as_differing
    tally.reasons.update({_kind(reason) for reason in outcome.reasons})
    tally.slowest = max(tally.slowest, outcome.seconds)
    tally.seconds += outcome.seconds
    for fault in outcome.faults:
        tally.fault(fault, key)
    if number % KILLS == 0 and _kills_of(name, files):
        key = f"{key.rpartition('/')[0]}/kill/{number // KILLS}"
        kill, ruined = _ruined(key, files, number // KILLS)
        tally.kills += 1
        for fault in of_kill(kill, ruined):
            tally.fault(fault, key)


def _kind(words: str) -> str:
    """A reason or a fault without what differs from input to input."""
    words = re.sub(r"“[^”]*”|'[^']*'|\"[^\"]*\"|<[^>]*>", "…", words)
    return re.sub(r"\d[\d,.]*", "N", words)[:110]


def main() -> None:
    """The command."""
    asked = argparse.ArgumentParser(prog="fuzz", description="Mutated wire files for every format.")
    asked.add_argument("formats", nargs="*", help="only these")
    asked.add_argument("--inputs", type=int, default=20_000, help="for each format")
    asked.add_argument("--run", default="stet", help="another word gives other inputs")
    asked.add_argument("--processes", type=int, default=2)
    asked.add_argument("--keep", type=Path, help="where inputs with faults go; else a new temporary folder")
    asked.add_argument("--fixtures-only", action="store_true", help="not the samples beside the repository")
    asked.add_argument("--again", metavar="KEY")
    asked.add_argument("--file", type=Path)
    given = asked.parse_args()
    files = seeds(samples=not given.fixtures_only)
    if given.again or given.file:
        _again(given.file.read_bytes() if given.file else input_of(given.again, files), given.again)
        return
    names = given.formats or [name for name in files if name]
    empty = [name for name in names if not files.get(name)]
    if empty:
        sys.exit(f"No fixture in tests/wires reads as {', '.join(empty)}: there is nothing to mutate.")
    tallies = _run(given, names)
    keep = given.keep or Path(tempfile.mkdtemp(prefix="stet-fuzz-"))
    _print(tallies, files)
    if _told(tallies, files, keep):
        sys.exit(1)


def _again(data: bytes, key: str | None) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.flush()
    number = int(key.rpartition("/")[2]) if key else 0
    for fault in check(data, ORIGINS[number % len(ORIGINS)]).faults:
        sys.stderr.write(f"\n{fault}\n")


def _run(given: argparse.Namespace, names: list[str]) -> dict[str, Tally]:
    tallies = {name: Tally() for name in names}
    context = mp.get_context("spawn")
    out = context.Queue()
    lanes = []
    for lane in range(given.processes):
        share = Share(lane, given.processes, given.inputs, given.run, names, not given.fixtures_only, (0, lane))
        lanes.append(_Lane(context, share, out))
    console = Console(stderr=True)
    with console.status("Mutating") as status:
        while any(lane.is_busy() for lane in lanes):
            for lane in lanes:
                lane.watch(tallies)
            for name, tally in _arrived(out):
                tallies[name].add(tally)
                status.update(
                    f"{name}: {tallies[name].inputs:,}, {sum(len(t.faults) for t in tallies.values())} faults"
                )
    for name, tally in _arrived(out):
        tallies[name].add(tally)
    return tallies


def _arrived(out: Any) -> Iterator[tuple[str, Tally]]:
    while True:
        try:
            yield out.get(timeout=0.3)
        except queue.Empty:
            return


class _Lane:
    """A process, what it is at, and another in its place when it hangs or dies."""

    def __init__(self, context: Any, share: Share, out: Any) -> None:
        self._context, self._share, self._out = context, share, out
        self._at, self._since = context.Value(c_longlong, 0), context.Value(c_double, 0)
        self._last = -2
        self._start()

    def _start(self) -> None:
        self._since.value = time.monotonic() + 60  # starting takes a while
        self._process = self._context.Process(
            target=work, args=(self._share, self._at, self._since, self._out), daemon=True
        )
        self._process.start()

    def is_busy(self) -> bool:
        """Whether it has work to do."""
        return self._at.value != -1

    def watch(self, tallies: dict[str, Tally]) -> None:
        """Ends the process when its input takes too long, and goes on behind that input."""
        hangs = time.monotonic() - self._since.value > HANG
        if not self.is_busy() or (self._process.is_alive() and not hangs):
            return
        self._process.kill()
        self._process.join()
        if self._at.value == self._last:
            sys.exit("A process ended twice at the same input: this is no fault of the input.")
        self._last = self._at.value
        place, number = divmod(self._at.value, 10**9)
        name = self._share.formats[place]
        claim = f"hang: more than {HANG:.0f} s" if hangs else f"died: exit {self._process.exitcode}"
        tallies[name].fault(claim, f"{self._share.run}/{name}/{number}")
        self._share = self._share._replace(start=(place, number + self._share.lanes))
        self._start()


def _print(tallies: dict[str, Tally], files: Seeds) -> None:
    table = Table(title="Mutated wire files")
    table.add_column("format")
    for column in (
        "seeds",
        "inputs",
        "items read",
        "refused",
        "reasons",
        "differ",
        "kills",
        "slowest ms",
        "per CPU s",
        "faults",
    ):
        table.add_column(column, justify="right")
    for name, tally in tallies.items():
        table.add_row(
            name, *(f"{n:,}" for n in (len(files[name]), tally.inputs, tally.read, tally.refused, len(tally.reasons))),
            f"{tally.differing:,}", f"{tally.kills:,}", f"{tally.slowest * 1000:.0f}",
            f"{tally.inputs / tally.seconds:,.0f}" if tally.seconds else "-", str(len(tally.faults)),
        )  # fmt: skip
    console = Console(width=None if sys.stdout.isatty() else 130)
    console.print(table)
    console.print(
        "differ: held, because the body as set is not the text as sent. kills: ruined behind what names them. "
        "per CPU s: the full reader, both readers of bodies and the minimal reader together.",
        style="dim",
    )


def _told(tallies: dict[str, Tally], files: Seeds, keep: Path) -> bool:
    """Says each fault, with the least input that still shows it, and keeps that."""
    console = Console(soft_wrap=True)
    number = 0
    for tally in tallies.values():
        for claim, (count, key, words) in tally.faults.items():
            number += 1
            data = input_of(key, files)
            if not claim.startswith(("hang", "died", "kill", "slow")):
                data = reduced(data, ORIGINS[int(key.rpartition("/")[2]) % len(ORIGINS)], claim, _kind)
            keep.mkdir(parents=True, exist_ok=True)
            file = keep / f"{number:02}-{key.replace('/', '-')}"
            file.write_bytes(data)
            console.print(Text(f"{words}  ({count:,} times; {key}; {len(data):,} bytes in {file})", style="red"))
    return number > 0
