"""A house as a newsroom has it: a folder with a stet.toml, spoken to through commands, folders and HTTP."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import httpx

from conftest import close_database
from stet.app import Stet
from stet.config import load
from stet.doctor import examine
from stet.journal import inquiry
from stet.journal.inquiry import Outcome
from stet.proof import Verdict

SETTINGS = """
[site]
name = "The Morning Ledger"
url = "http://127.0.0.1:{port}"
language = "en-IN"
time_zone = "Asia/Kolkata"
[server]
bind = "127.0.0.1:{port}"
[[feeds]]
name = "wire"
agency = "Northwind News"
path = "wire"
section = "India"
dated_behind = "36500d"  # the test wires carry one day, and a command the clock of the machine
dated_ahead = "36500d"
unlisted_behind = "36500d"
[[feeds]]
name = "other"
agency = "Southwind News"
path = "other"
section = "World"
dated_behind = "36500d"
dated_ahead = "36500d"
unlisted_behind = "36500d"
"""


# Run as root, a process may read and write what its modes forbid. These words give that up, and go on as Python does.
_AS_ANYBODY = """
import ctypes, os, sys
for power in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    ctypes.CDLL(None).prctl(24, power, 0, 0, 0)  # PR_CAPBSET_DROP; an ordinary account has nothing to give up
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
STET = [sys.executable, "-c", _AS_ANYBODY, "-m", "stet"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class House:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        (root / "stet.toml").write_text(SETTINGS.format(port=self.port))

    def stet(self, *words: str | Path, exits: int | None = 0) -> str:
        done = subprocess.run(
            [*STET, *words],
            cwd=self.root,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert exits in (done.returncode, None), done.stdout + done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        return done.stdout + done.stderr

    def doctor(self) -> str:
        """What `stet doctor` says, without the half second a process takes to start."""
        try:
            return "\n".join(f"{found.state}: {found.what}" for found in examine(load(self.root / "stet.toml")))
        finally:
            close_database()

    def faults(self) -> list[Verdict]:
        """What `stet verify` finds."""
        try:
            return [verdict for verdict in Stet(load(self.root / "stet.toml")).verify() if verdict.fault]
        finally:
            close_database()

    @property
    def log(self) -> str:
        """What the Stet that runs, or ran, has logged."""
        return (self.root / "log").read_text()

    def outcome(self, data: bytes, feed: str = "wire") -> Outcome | None:
        """What became of these bytes, and that they are kept as they were."""
        try:
            Stet(load(self.root / "stet.toml"))
            found = inquiry.outcome(feed, sha256(data).hexdigest())
            assert found is None or inquiry.packet_bytes(feed, sha256(data).hexdigest()) == data
            return found
        finally:
            close_database()

    def pages(self, number: int) -> list[Path]:
        """Where the invented story of that number is on the site."""
        return list((self.root / "site").glob(f"*/velmora-council-approves-ferry-timetable-{number}-*.html"))

    def pages_of(self, section: str) -> list[Path]:
        """Where the stories of a section are on the site."""
        return list((self.root / "site" / section).glob("*-*.html"))

    def drop(self, name: str, data: bytes, feed: str = "wire") -> None:
        folder = self.root / feed
        folder.mkdir(exist_ok=True)
        (folder / f".{name}").write_bytes(data)
        (folder / f".{name}").rename(folder / name)

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[str]]:
        """`stet run`, from its first page to its end."""
        with (
            (self.root / "log").open("a") as log,
            subprocess.Popen([*STET, "run"], cwd=self.root, stdout=subprocess.PIPE, stderr=log, text=True) as process,
        ):
            try:
                assert process.stdout
                assert "Serving" in process.stdout.readline(), self.log
                yield process
            finally:
                process.terminate()
                process.wait(20)

    def get(self, path: str = "/") -> httpx.Response:
        return httpx.get(self.url + path, trust_env=False, timeout=5)

    def until(self, what, seconds: float = 10.0):
        """The first true value of `what()`; and how long it took."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if value := what():
                return value
            time.sleep(0.005)
        raise AssertionError(f"not within {seconds} s\n{self.log}")

    def address(self) -> str:
        """The one story's address, as the front page links it."""
        link = re.compile(r'href="[^"]*?(/india/[^"/]+-[0-9a-z]{10})"')
        found = self.until(lambda: set(link.findall(self.get().text)))
        return found.pop()
