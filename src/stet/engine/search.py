"""`/search`: an ASGI application beside the site's files, the only page that asks the journal.

What it does must never cost the road anything that counts. So few searches run at a time, in threads of their own; few
wait, and none for long; whoever comes beyond that is told to try again. When the journal does not answer, search alone
is closed: every other page is a file.
"""

import asyncio
import gzip
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from threading import Lock
from typing import Protocol
from urllib.parse import parse_qsl

import structlog
from msgspec import Struct
from msgspec.structs import replace

from stet.edition.search import ADDRESS, Trouble
from stet.engine.site import ON_ALL, Headers, Receive, Scope, Send
from stet.engine.site_http import location, takes_gzip, unchanged
from stet.errors import Unavailable
from stet.model.page import Card
from stet.model.search import LONGEST, Found, Query, query

log = structlog.get_logger("stet.search")

RUNNING = 2
"""Searches at one time."""
WAITING = 16
"""Searches that may wait for these."""
PATIENCE = 2.0
"""Seconds a search waits at most before it is begun."""
_LONGEST_REQUEST = 4096  # bytes behind the question mark: 200 characters of any script, written in full, are 2,400
_CACHE = b"private, max-age=0, must-revalidate"
"""Nobody keeps an answer for others: what was withdrawn is not found a second later."""
_PACKING = 4  # of 9: an answer is packed once and sent once
_PLAIN = b"text/plain; charset=utf-8"
_NOTHING = query("")


class Asked(Struct, frozen=True):
    """What a visitor asks for."""

    query: Query
    by_date: bool = False
    page: int = 1
    cut: bool = False
    """More was typed than is looked at."""


class Finder(Protocol):
    """What answers a query."""

    def find(self, query: Query, *, by_date: bool, page: int) -> Found:
        """A page of the reports that match. Raises `Unavailable`."""


class Setter(Protocol):
    """What sets the page."""

    def search(
        self, asked: Query, found: Found | None, *, by_date: bool, cut: bool, trouble: Trouble | None = None
    ) -> bytes:
        """The page of an answer."""

    def missing(self) -> bytes:
        """The page of an address that leads nowhere."""


class Answer(Struct, frozen=True):
    """What the visitor gets."""

    status: int
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()
    type: bytes = b"text/html; charset=utf-8"


class Search:
    """Answers `/search`. Mounted beside the site under that name."""

    def __init__(self, finder: Finder, setter: Setter, is_up: Callable[[Card], bool]) -> None:
        """`is_up`: whether the page of a report is there for readers right now. A page that a stop has taken away is
        found no more, also in the moment before, or where a full disk keeps, the journal from knowing it. `setter` is
        for this application alone."""
        self._finder = finder
        self._setter = setter
        self._is_up = is_up
        self._threads = ThreadPoolExecutor(RUNNING, thread_name_prefix="search")
        self._setting = Lock()
        self._under_way = 0
        self._is_closed = False
        # Set once, for these are what many visitors get when there is no time to set anything.
        self._form = Answer(200, self._page(Asked(_NOTHING)))
        self._long = Answer(414, self._page(Asked(_NOTHING), trouble=Trouble.LONG))
        self._busy = Answer(503, self._page(Asked(_NOTHING), trouble=Trouble.BUSY), ((b"retry-after", b"5"),))
        self._missing = Answer(404, setter.missing())

    def close(self) -> None:
        """Finish what is under way; the threads end."""
        self._threads.shutdown()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI 3 application."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
            return
        answer = await self._answer(scope)
        accepts = b", ".join(value for name, value in scope["headers"] if name == b"accept-encoding")
        known = next((value for name, value in scope["headers"] if name == b"if-none-match"), None)
        status, headers, body = _written(answer, accepts, known)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    async def _answer(self, scope: Scope) -> Answer:
        raw: bytes = scope.get("query_string") or b""
        if scope["method"] not in ("GET", "HEAD"):
            return Answer(405, b"This site is for reading.\n", ((b"allow", b"GET, HEAD"),), _PLAIN)
        if scope["path"] == f"{ADDRESS}/":
            return Answer(301, b"It has moved.\n", ((b"location", location(ADDRESS, raw)),), _PLAIN)
        if scope["path"] != ADDRESS:
            return self._missing
        if len(raw) > _LONGEST_REQUEST:
            return self._long
        asked = understood(raw)
        if not asked.query.text:
            return self._form
        if self._under_way >= RUNNING + WAITING:
            return self._busy
        self._under_way += 1
        try:
            loop = asyncio.get_running_loop()  # it serves every other page meanwhile
            return await loop.run_in_executor(self._threads, self._found, asked, time.monotonic() + PATIENCE)
        finally:
            self._under_way -= 1

    # -- in a thread of its own

    def _found(self, asked: Asked, ends: float) -> Answer:
        if time.monotonic() > ends:
            return self._busy
        try:
            found = self._finder.find(asked.query, by_date=asked.by_date, page=asked.page)
        except Unavailable as error:
            if error.retry_after:
                return self._busy
            self._tell(str(error))
            return self._closed(asked)
        except Exception:  # it is told in full; the reader is not left with nothing
            log.exception("bug")
            return self._closed(asked)
        self._is_closed = False
        up = tuple(hit for hit in found.hits if self._is_up(hit.card))
        return Answer(200, self._page(asked, replace(found, hits=up, count=found.count - len(found.hits) + len(up))))

    def _tell(self, trouble: str) -> None:
        """Once, however many search while it is closed. What they search for is nobody's business."""
        if not self._is_closed:
            log.warning("search_closed", trouble=trouble)
        self._is_closed = True

    def _closed(self, asked: Asked) -> Answer:
        return Answer(503, self._page(asked, trouble=Trouble.CLOSED), ((b"retry-after", b"30"),))

    def _page(self, asked: Asked, found: Found | None = None, trouble: Trouble | None = None) -> bytes:
        with self._setting:
            return self._setter.search(asked.query, found, by_date=asked.by_date, cut=asked.cut, trouble=trouble)


def understood(raw: bytes) -> Asked:
    """What stands behind the question mark. Never raises: what makes no sense is passed over."""
    fields = parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True, errors="replace")
    said = dict(reversed(fields))  # of two with one name the first
    typed = " ".join(said.get("q", "").split())
    page = re.fullmatch(r"[0-9]+", said.get("page", ""))
    return Asked(
        query=query(typed),
        by_date=said.get("sort") == "date",
        page=int(page[0][:9]) if page else 1,
        cut=len(typed) > LONGEST,
    )


def _written(answer: Answer, accepts: bytes, known: bytes | None) -> tuple[int, Headers, bytes]:
    body = answer.body
    headers: Headers = [(b"content-type", answer.type), (b"cache-control", _CACHE), *ON_ALL, *answer.headers]
    if answer.type != _PLAIN:
        headers.append((b"vary", b"Accept-Encoding"))
    if answer.type != _PLAIN and answer.status == 200:
        packed = takes_gzip(accepts)
        etag = b'"%s%s"' % (sha256(body).hexdigest()[:32].encode(), b"-gz" if packed else b"")
        headers.append((b"etag", etag))
        if unchanged(etag, 0, known, None):
            return 304, headers, b""
        if packed:
            body = gzip.compress(body, _PACKING)
            headers.append((b"content-encoding", b"gzip"))
    headers.append((b"content-length", b"%d" % len(body)))
    return answer.status, headers, body
