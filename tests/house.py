"""A house as a newsroom has it: a folder with a stet.toml, spoken to through commands, folders and HTTP."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

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
[[feeds]]
name = "other"
agency = "Southwind News"
path = "other"
section = "World"
"""


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
            [sys.executable, "-m", "stet", *words],
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
        from conftest import close_database
        from stet.config import load
        from stet.doctor import examine

        try:
            return "\n".join(f"{found.state}: {found.what}" for found in examine(load(self.root / "stet.toml")))
        finally:
            close_database()

    @property
    def log(self) -> str:
        """What the Stet that runs, or ran, has logged."""
        return (self.root / "log").read_text()

    def drop(self, name: str, data: bytes, feed: str = "wire") -> None:
        folder = self.root / feed
        folder.mkdir(exist_ok=True)
        (folder / f".{name}").write_bytes(data)
        (folder / f".{name}").rename(folder / name)

    @contextmanager
    def running(self, *, before: Callable[[], None] | None = None) -> Iterator[subprocess.Popen[str]]:
        """`stet run` from start to end. `before` is called in its process first."""
        with (
            (self.root / "log").open("a") as log,
            subprocess.Popen(
                [sys.executable, "-m", "stet", "run"],
                cwd=self.root,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                preexec_fn=before,
            ) as process,
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
