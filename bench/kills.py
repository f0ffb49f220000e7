"""The kill clock: from the moment an order lands in the folder until the server answers 410 for the story's page."""

import statistics
import time
from pathlib import Path

import httpx

from bench.road import running, scratch
from bench.wire import item
from stet.config import load

BACKLOG = 10_000
QUIET = 10.0
"""Seconds until the stories that are to be killed have their cards and their neighbours."""
REST = 0.7
"""Seconds between two orders, in which the lists that had the last story are put again."""
LOOK = 0.01
"""Seconds between two looks at the page: what is measured must not be the looking."""
WAIT = 60.0


def alone(kills: int) -> dict[str, float]:
    """`stet run` in a process of its own, nothing else to do; one order at a time."""
    with scratch() as root, running(root):
        paths = _published(root, kills)
        time.sleep(QUIET)
        return _told([_kill(root, number, path, rest=REST) for number, path in paths.items()])


def in_a_row(kills: int) -> dict[str, float]:
    """The same, each order as soon as the one before has taken its page down."""
    with scratch() as root, running(root):
        paths = _published(root, kills)
        return _told([_kill(root, number, path) for number, path in paths.items()])


def behind_a_backlog(kills: int) -> dict[str, float]:
    """The same while so many ordinary files lie in the folder before it, which the orders come after."""
    with scratch() as root, running(root):
        paths = _published(root, kills)
        ready = root / "ready"
        ready.mkdir()
        for number in range(BACKLOG):
            (ready / f"{number}.xml").write_bytes(item(100_000 + number))
        for file in ready.iterdir():
            file.rename(root / "wire" / f"backlog-{file.name}")
        told = _told([_kill(root, number, path, rest=REST) for number, path in paths.items()])
        up = len(list((root / "site" / "india").glob("story-1?????-*.html")))
        assert up < BACKLOG, "the backlog ended before the orders did"
        return told


def _published(root: Path, stories: int) -> dict[int, str]:
    (root / "wire").mkdir(exist_ok=True)
    for number in range(stories):
        drop(root, f"{number}.xml", item(number))
    ends = time.monotonic() + WAIT
    while time.monotonic() < ends:
        pages = {page.name: f"/india/{page.stem}" for page in (root / "site" / "india").glob("story-*.html")}
        found = {n: path for n in range(stories) for name, path in pages.items() if name.startswith(f"story-{n}-")}
        if len(found) == stories:
            return found
        time.sleep(0.05)
    raise TimeoutError("the stories to kill were not published")


def _kill(root: Path, number: int, path: str, rest: float = 0.0) -> float:
    """Seconds from the rename to the first 410; then a rest."""
    with httpx.Client(base_url=load(root / "stet.toml").settings.site.url, trust_env=False) as client:
        order = item(number, 2).replace(b"stat:usable", b"stat:canceled")
        began = drop(root, f"kill-{number}.xml", order)
        while client.get(path).status_code != 410:
            if time.perf_counter() - began > WAIT:
                raise TimeoutError(f"{path} still stands after {WAIT:.0f} s")
            time.sleep(LOOK)
        took = time.perf_counter() - began
        time.sleep(rest)
        return took


def drop(root: Path, name: str, data: bytes) -> float:
    hidden = root / "wire" / f".{name}"
    hidden.write_bytes(data)
    began = time.perf_counter()
    hidden.rename(root / "wire" / name)
    return began


def _told(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        "p50 ms": statistics.median(ordered) * 1000,
        "p95 ms": ordered[int(len(ordered) * 0.95)] * 1000,
        "p99 ms": ordered[int(len(ordered) * 0.99)] * 1000,
        "slowest ms": ordered[-1] * 1000,
    }
