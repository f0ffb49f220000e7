"""A house on a server of its own, filled before, and a browser to look at it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
TESTS = Path(__file__).parents[1]
WAIT = 30.0


@contextmanager
def served(root: Path, language: str, start: str = "") -> Iterator[str]:
    """The address of a house that shows the demonstration's stories, as long as it is wanted. `start`: when the first
    of them came, where it is to be told (ISO 8601)."""
    bind = f"127.0.0.1:{_free_port()}"
    paths = [str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    subprocess.run(
        [sys.executable, "-m", "browser.played", str(root), language, bind, *filter(None, [start])],
        env=environment, check=True, capture_output=True,
    )  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", "stet", "run"], cwd=root, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            _wait_for(f"http://{bind}/healthz")
            yield f"http://{bind}"
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str) -> None:
    ends = time.monotonic() + WAIT
    while True:
        try:
            httpx.get(address, trust_env=False).raise_for_status()
        except httpx.HTTPError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.05)
        else:
            return


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield chromium
        finally:
            chromium.close()


def addresses(site: str) -> dict[str, str]:
    """One address of each kind of page, as far as the site has it."""
    front = httpx.get(site, trust_env=False).text
    found = {"front": "/"}
    for line in front.splitlines():
        if "story" not in found and line.startswith("<h2><a href="):
            found["story"] = line.split('"')[1]
    return found
