"""The whole road: files in a folder, durable in the journal, pages on disk, lists right."""

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import etree

from bench.wire import item
from stet.app import Stet
from stet.config import load
from stet.journal import inquiry

SETTINGS = """
[site]
name = "The Morning Ledger"
url = "http://127.0.0.1:{port}"
time_zone = "Asia/Kolkata"
[server]
bind = "127.0.0.1:{port}"
[[feeds]]
name = "wire"
agency = "Northwind News"
path = "wire"
section = "India"
dated_behind = "36500d"  # the wires measured carry one day, whenever they are measured
dated_ahead = "36500d"
unlisted_behind = "36500d"
"""


def machine() -> dict[str, float]:
    """What the disk and the parser do by themselves, in this run: the road's figures are to be read beside these."""
    with scratch() as root:
        data = item(1)
        began = time.perf_counter()
        for number in range(1000):
            (root / ".hidden").write_bytes(data)
            (root / ".hidden").rename(root / f"{number}.html")
        files = 1000 / (time.perf_counter() - began)
        began = time.perf_counter()
        with (root / "synced").open("wb") as file:
            for _ in range(100):
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        syncs = 100 / (time.perf_counter() - began)
        began = time.perf_counter()
        for _ in range(2000):
            etree.fromstring(data)
        return {
            "files written and renamed/s": files,
            "fsync/s": syncs,
            "bare lxml parses/s": 2000 / (time.perf_counter() - began),
        }


def batches(stories: int) -> dict[str, float]:
    """`stet run` in a process of its own; all files are renamed into its folder at once, and the clock stops when
    every page is on disk, every list is right and nothing waits."""
    with scratch() as root, running(root) as process:
        for number in range(stories):
            (root / "ready").mkdir(exist_ok=True)
            (root / "ready" / f"{number}.xml").write_bytes(item(number))
        journal = Stet(load(root / "stet.toml")).journal
        began = time.perf_counter()
        for file in (root / "ready").iterdir():
            file.rename(root / "wire" / file.name)
        while inquiry.count_states().get("live", 0) < stories or inquiry.waiting() or journal.dirty_lists():
            time.sleep(0.05)
        seconds = time.perf_counter() - began
        assert len(list((root / "site" / "india").glob("story-*.html"))) == stories
        front = (root / "site" / "index.html").read_text()
        assert re.search(r"-[0-9a-z]{10}\"", front)
        return {"stories/s": stories / seconds, "seconds": seconds, "memory MB": memory(process.pid)}


def alone(stories: int) -> dict[str, float]:
    """`stet run` in a process of its own; one file at a time is renamed into the folder, and the clock stops when its
    page is on disk. The next file follows a moment later."""
    with scratch() as root, running(root) as process:
        latencies = sorted(_one(root, number) for number in range(stories))
        return {
            "p50 ms": statistics.median(latencies) * 1000,
            "p95 ms": latencies[int(len(latencies) * 0.95)] * 1000,
            "p99 ms": latencies[int(len(latencies) * 0.99)] * 1000,
            "memory MB": memory(process.pid),
        }


@contextmanager
def running(root: Path) -> Iterator[subprocess.Popen[str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (root / "stet.toml").write_text(SETTINGS.format(port=port))
    with subprocess.Popen(
        [sys.executable, "-m", "stet", "run"], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout
            process.stdout.readline()
            yield process
        finally:
            process.terminate()


def _one(root: Path, number: int) -> float:
    pages = root / "site" / "india"
    ending = f"story-{number}-"
    began = drop(root / "wire", number)
    while True:
        if pages.exists() and any(name.startswith(ending) and name.endswith(".html") for name in os.listdir(pages)):
            took = time.perf_counter() - began
            time.sleep(0.03)
            return took
        time.sleep(0.0005)


def drop(folder: Path, number: int) -> float:
    folder.mkdir(exist_ok=True)
    hidden = folder / f".{number}.xml"
    hidden.write_bytes(item(number))
    began = time.perf_counter()
    hidden.rename(folder / f"{number}.xml")
    return began


def memory(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


@contextmanager
def scratch() -> Iterator[Path]:
    root = Path(tempfile.mkdtemp(prefix="stet-bench-"))
    try:
        yield root
    finally:
        shutil.rmtree(root, ignore_errors=True)
