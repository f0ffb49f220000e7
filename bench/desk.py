"""Open desks, and what they cost: a story that arrives is on the list, a change at the desk is on the page."""

import asyncio
import os
import re
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import httpx

from bench.road import drop, memory, running, scratch

RATE = 50
"""Stories a second that come meanwhile."""
SECONDS = 20
LOOK = 0.02
"""Seconds between two looks at a page: what is measured must not be the looking."""
_TICKS = os.sysconf("SC_CLK_TCK")
_LINE = re.compile(rb'"lines":\[([^\]]*)\]')


def open_desks(desks: int) -> dict[str, float]:
    """So many desks look at the list while stories come: how long after its file a story is told to one of them, and
    what the process takes of memory and of a core, beside what it takes with nobody looking."""
    with scratch() as root, running(root) as process:
        port, key = _port(root), _session(root)
        with _coming(root):
            alone = _share_of_a_core(process, SECONDS)
        quiet = memory(process.pid)
        told = asyncio.run(_looked_on(process, root, port, key, desks))
        return {
            "stories/s that came": RATE,
            "file to list, p50 ms": told["p50"],
            "file to list, p95 ms": told["p95"],
            "file to list, slowest ms": told["slowest"],
            "per cent of a core, nobody looking": alone * 100,
            "per cent of a core, all looking": told["share"] * 100,
            "per cent of a core, nothing coming": told["idle"] * 100,
            "memory MB, nobody looking": quiet,
            "memory MB, all looking": told["memory"],
        }


async def _looked_on(process: "subprocess.Popen[str]", root: Path, port: int, key: str, desks: int) -> dict[str, float]:
    heard: dict[bytes, float] = {}
    streams = [await _stream(port, key) for _ in range(desks)]
    readers = [asyncio.ensure_future(_read(reader, heard if not n else {})) for n, (reader, _) in enumerate(streams)]
    await asyncio.to_thread(_at_rest, process)
    idle = await asyncio.to_thread(_share_of_a_core, process, 5)
    with _coming(root, first=1_000_000) as dropped:
        share = await asyncio.to_thread(_share_of_a_core, process, SECONDS)
        resident = memory(process.pid)
    await asyncio.sleep(5)
    for one in readers:
        one.cancel()
    for _, writer in streams:
        writer.close()
    ids = _ids(root)
    waits = sorted(
        (heard[id_] - began) * 1000 for number, began in dropped.items() if (id_ := ids.get(number)) in heard
    )
    assert len(waits) > len(dropped) * 0.95, f"{len(waits)} of {len(dropped)} stories were told"
    return {
        "p50": waits[len(waits) // 2], "p95": waits[int(len(waits) * 0.95)], "slowest": waits[-1], "share": share,
        "idle": idle, "memory": resident,
    }  # fmt: skip


async def _stream(port: int, key: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /desk/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: stet_desk={key}\r\n\r\n".encode())
    assert (await reader.readline()).startswith(b"HTTP/1.1 200")
    return reader, writer


async def _read(reader: asyncio.StreamReader, heard: dict[bytes, float]) -> None:
    while line := await reader.readline():
        if found := _LINE.search(line):
            now = time.perf_counter()
            for id_ in found[1].replace(b'"', b"").split(b","):
                heard.setdefault(id_, now)


@contextmanager
def _coming(root: Path, first: int = 0) -> Iterator[dict[int, float]]:
    """Stories come at the rate. Gives when each was put into the folder."""
    dropped: dict[int, float] = {}
    end = Event()

    def send() -> None:
        number, began = first, time.perf_counter()
        while not end.wait(max(0.0, began + (number - first) / RATE - time.perf_counter())):
            dropped[number] = drop(root / "wire", number)
            number += 1

    sender = Thread(target=send)
    sender.start()
    try:
        yield dropped
    finally:
        end.set()
        sender.join()


def _share_of_a_core(process: "subprocess.Popen[str]", seconds: float) -> float:
    before = _worked(process.pid)
    time.sleep(seconds)
    return (_worked(process.pid) - before) / seconds


def _at_rest(process: "subprocess.Popen[str]") -> None:
    """Wait until what came is drawn and arranged: the road does that when nothing else waits, and then with all of a
    core."""
    ends = time.monotonic() + 120
    while _share_of_a_core(process, 3) > 0.2:
        if time.monotonic() > ends:
            raise TimeoutError("the road did not come to rest")


def _worked(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _port(root: Path) -> int:
    return int(re.search(r'bind = "127.0.0.1:(\d+)"', (root / "stet.toml").read_text())[1])


def _session(root: Path) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from stet.journal.connect import connect
    from stet.journal.ledger import Ledger
    from stet.model.person import Role
    from stet.newsroom.models import User

    connect("sqlite:///stet.db", root)
    settings.SECRET_KEY = Ledger().remembered("desk_secret", lambda: "none yet")
    user, _ = User.objects.get_or_create(username="bench", defaults={"role": Role.EDITOR})
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def _ids(root: Path) -> dict[int, bytes]:
    """The ids of the stories, by their numbers."""
    found = {}
    for page in (root / "site" / "india").glob("story-*-*.html"):
        number, _, id_ = page.stem.removeprefix("story-").partition("-")
        found[int(number)] = id_.rpartition("-")[2].encode()
    return found


def changes(times: int) -> dict[str, float]:
    """So many headlines are set at the desk by its form, one after the other, while stories come: how long after the
    form is sent the public page has it, and how long without any coming."""
    with scratch() as root, running(root):
        port, key = _port(root), _session(root)
        drop(root / "wire", 5_000_000)
        page = _published(root, 5_000_000)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as client:
            client.cookies.set("stet_desk", key)
            while client.get(f"/desk/story/{page[-10:]}/").status_code != 200:  # a page is put before it is on record
                time.sleep(LOOK)
            quiet = sorted(_set_headline(client, page, f"Quiet words number {n}") for n in range(times))
            with _coming(root):
                time.sleep(3)
                busy = sorted(_set_headline(client, page, f"Busy words number {n}") for n in range(times))
    return {
        "nothing coming, p50 ms": quiet[times // 2],
        "nothing coming, p95 ms": quiet[int(times * 0.95)],
        f"{RATE} stories/s coming, p50 ms": busy[times // 2],
        f"{RATE} stories/s coming, p95 ms": busy[int(times * 0.95)],
    }


def _published(root: Path, number: int) -> str:
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        if found := list((root / "site" / "india").glob(f"story-{number}-*.html")):
            return f"/india/{found[0].stem}"
        time.sleep(0.01)
    raise TimeoutError(f"story {number} was not published")


def _set_headline(client: httpx.Client, page: str, words: str) -> float:
    """Milliseconds from the sending of the form to the words on the page."""
    address = f"/desk/story/{page[-10:]}/"
    shown = client.get(address).text
    form = re.search(r'<form[^>]*action="[^"]*headline/"[^>]*>(.*?)</form>', shown, re.DOTALL)[1]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    field = re.search(r'<textarea[^>]*name="(\w+)"', form)[1]
    with ThreadPoolExecutor(1) as other, httpx.Client(base_url=client.base_url, trust_env=False) as site:
        began = time.perf_counter()
        sent = other.submit(
            client.post, f"{address}headline/", data={**fields, field: words},
            headers={"Referer": f"{client.base_url}{address}"},
        )  # fmt: skip
        while words not in site.get(page).text:
            time.sleep(LOOK)
        took = time.perf_counter() - began
        assert sent.result().status_code == 303
    return took * 1000
