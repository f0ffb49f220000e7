"""`/desk/events`: what changes on the wire, told to every desk that looks, as server-sent events.

One thread looks into the journal for all desks together, and only while there is one. A desk is told which of the
lines it asked for were written, a few times a second at most, and asks for those it shows; so two hundred desks cost
two hundred short messages. Each message carries the number of the last writing: a desk that was away names it and is
told what it missed.
"""

import asyncio
import threading
from collections.abc import Collection, Iterable
from contextlib import suppress
from functools import cache
from http.cookies import SimpleCookie
from time import monotonic, sleep
from typing import Any
from urllib.parse import parse_qsl

import msgspec
import structlog
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connections
from django.http import HttpRequest

from stet.app import Stet
from stet.engine.site import ON_ALL, Headers, Receive, Scope, Send
from stet.errors import Unavailable
from stet.journal import lines
from stet.journal.lines import Wanted, Written
from stet.model.brief import Flag
from stet.model.story import State
from stet.newsroom import asks
from stet.newsroom.models import User
from stet.newsroom.sign_in.owed import owed

log = structlog.get_logger("stet.desk")

PATH = "/desk/events"
TICK = 0.15
"""Seconds between two looks, and so between two messages."""
MOST = 500
"""Lines told at once; a desk that missed more is told to load its list again."""
BEAT = 5.0
"""Seconds after which a desk hears that the line is open, though nothing happened. One that hears nothing for more than
twice as long says that the line is lost (static/desk/stream.js)."""
STILL_IN = 60.0
"""Seconds after which it is asked again whether somebody may still look."""
SESSIONS = 1.0
"""Seconds after which it is asked of all together whether their sessions have ended: whoever is signed out or shut out
hears no more."""
_IDLE = 1.0
"""Seconds between two looks whether somebody looks."""
RETRY = 2000
"""Milliseconds after which a browser comes back when the line broke."""

_HEADERS: Headers = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    *ON_ALL,
]
_encode = msgspec.json.Encoder().encode
_OUT = b"event: out\ndata: {}\n\n"
_OPEN = b"event: beat\ndata: {}\n\n"


def since(after: int, wanted: Wanted) -> dict[str, Any]:
    """What a desk that has seen all up to a number is to be told."""
    written = lines.written(after, MOST + 1)
    if len(written) > MOST:
        return {"turn": lines.newest(), "reload": True, "lines": [], "others": [], "aloud": []}
    return told(written, wanted, after)


def told(written: Iterable[Written], wanted: Wanted, after: int) -> dict[str, Any]:
    """The message for one desk: the ids of the lines it asked for, of those that left its list, and what must be said
    aloud, whatever it asked for."""
    said = [one for one in written if one.turn > after]
    return {
        "turn": max((one.turn for one in said), default=after),
        "lines": [one.brief.id for one in said if wanted.fits(one.brief)],
        "others": [one.brief.id for one in said if not wanted.fits(one.brief)],
        "aloud": [
            {"id": one.brief.id, "what": what, "agency": one.brief.agency, "headline": one.brief.headline}
            for one in said
            if (what := _aloud(one))
        ],
    }


def _aloud(one: Written) -> str:
    if one.brief.state is State.WITHDRAWN:
        return "stop"
    return "correction" if Flag.CORRECTION in one.brief.flags else ""


def _event(name: str, turn: int, said: dict[str, Any]) -> bytes:
    return b"event: %b\nid: %d\ndata: %b\n\n" % (name.encode(), turn, _encode(said))


class _Desk:
    """One open stream."""

    def __init__(self, user: str, key: str, story: str, wanted: Wanted, after: int) -> None:
        self.user = user
        self.key = key
        """Of the session."""
        self.story = story
        self.wanted = wanted
        self.after = after
        self.waiting: asyncio.Queue[bytes] = asyncio.Queue(maxsize=100)
        self.last: bytes | None = None
        """What it is told before it ends; none while it goes on."""

    def end(self, last: bytes) -> None:
        """Nothing is told any more but this."""
        self.last = last
        if self.waiting.empty():
            self.waiting.put_nowait(b"")

    def tell(self, message: bytes) -> None:
        """Say it when the stream has room; a desk that takes nothing any more is told to load again when it does."""
        if self.waiting.full():
            while not self.waiting.empty():
                self.waiting.get_nowait()
            message = b'event: lines\ndata: {"reload": true}\n\n'
        self.waiting.put_nowait(message)


class Live:
    """Tells open desks what happened. An ASGI 3 application for `PATH`."""

    def __init__(self, stet: Stet, *, demo: bool = False) -> None:
        self._stet = stet
        self._demo = demo
        self._desks: set[_Desk] = set()
        self._looking: threading.Thread | None = None
        self._wake = threading.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Open a stream for somebody who is signed in, until they go."""
        key = _session_key(scope)
        user = await asyncio.to_thread(self._user_of, key)
        if user is None or scope["method"] != "GET":
            await _refuse(send, 403 if user is None else 405)
            return
        desk = await asyncio.to_thread(_opened, scope, user, key)
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await send({"type": "http.response.body", "body": b"retry: %d\n\n" % RETRY, "more_body": True})
        self._join(desk)
        try:
            await self._catch_up(desk)
            await self._stream(desk, receive, send)
        finally:
            self._desks.discard(desk)
            self._who_has(desk.story)

    def open_desks(self) -> int:
        """How many desks look."""
        return len(self._desks)

    def _join(self, desk: _Desk) -> None:
        self._desks.add(desk)
        self._who_has(desk.story)
        if self._looking is None or not self._looking.is_alive():
            loop = asyncio.get_running_loop()
            self._looking = threading.Thread(target=self._look, args=(loop,), name="desk events", daemon=True)
            self._looking.start()
        self._wake.set()

    async def _catch_up(self, desk: _Desk) -> None:
        """What was written between the page and the stream. Some of it may be told twice, which harms nothing."""
        missed = await asyncio.to_thread(_missed, desk.after, desk.wanted)
        if missed.get("reload") or missed["turn"] > desk.after or missed["lines"] or missed["aloud"]:
            desk.after = max(desk.after, missed["turn"])
            desk.tell(_event("lines", desk.after, missed))

    async def _stream(self, desk: _Desk, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        gone, asked = asyncio.ensure_future(_gone(receive)), loop.time()
        try:
            while not gone.done():
                message = await _next(desk.waiting, gone)
                if desk.last is not None:
                    await send({"type": "http.response.body", "body": desk.last})
                    return
                await send({"type": "http.response.body", "body": message, "more_body": True})
                if loop.time() - asked > STILL_IN:
                    asked = loop.time()
                    if await asyncio.to_thread(self._user_of, desk.key) is None:
                        await send({"type": "http.response.body", "body": _OUT})
                        return
        finally:
            gone.cancel()

    def _who_has(self, story: str) -> None:
        """Everybody who has a story open hears who else has."""
        if story:
            here = [desk for desk in self._desks if desk.story == story]
            for desk in here:
                others = sorted({one.user for one in here} - {desk.user})
                desk.tell(_event("presence", desk.after, {"others": others}))

    def _user_of(self, key: str) -> str | None:
        """Whose session it is, as any page of the desk finds it; none of nobody's, and of whoever owes something before
        the desk opens to them."""
        request = HttpRequest()
        request.session = SessionStore(key or None)
        try:
            user = get_user(request)
            if not isinstance(user, User) or not user.is_active or owed(user, self._stet, demo=self._demo):
                return None
            return user.username
        finally:
            connections.close_all()

    # -- the thread that looks

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        turn: int | None = None
        sessions_at = monotonic()
        with suppress(RuntimeError):  # the server ended, and its loop with it
            while not loop.is_closed():
                if self._stet.stopping.is_set():
                    loop.call_soon_threadsafe(self._end)
                    return
                if not self._desks:
                    connections.close_all()
                    turn = None
                    self._wake.clear()
                    self._wake.wait(_IDLE)
                    continue
                try:
                    turn = lines.newest() if turn is None else turn
                    # Before anything more is told.
                    if monotonic() - sessions_at > SESSIONS:
                        sessions_at = monotonic()
                        if ended := _ended(tuple(self._desks)):
                            loop.call_soon_threadsafe(_put_out, ended)
                    written = lines.written(turn, MOST)
                except (Unavailable, DatabaseError) as trouble:
                    log.warning("desk_events", trouble=str(trouble))
                    written = []
                if written:
                    turn = written[-1].turn
                    loop.call_soon_threadsafe(self._tell, written)
                sleep(TICK)

    def _end(self) -> None:
        for desk in self._desks:
            desk.end(b"")

    def _tell(self, written: list[Written]) -> None:
        """Most desks look at the same list: what they are told is put together once."""

        @cache
        def message(wanted: Wanted, after: int) -> tuple[int, bytes]:
            said = told(written, wanted, after)
            return said["turn"], _event("lines", said["turn"], said)

        for desk in self._desks:
            turn, words = message(desk.wanted, desk.after)
            if turn > desk.after:
                desk.after = turn
                desk.tell(words)


def _ended(desks: Collection[_Desk]) -> list[_Desk]:
    """Those whose session is no more, or who are shut out."""
    there = Session.objects.filter(session_key__in={desk.key for desk in desks})
    keys = set(there.values_list("session_key", flat=True))
    users = set(User.objects.filter(is_active=True).values_list("username", flat=True))
    return [desk for desk in desks if desk.key not in keys or desk.user not in users]


def _put_out(desks: Iterable[_Desk]) -> None:
    for desk in desks:
        desk.end(_OUT)


def _opened(scope: Scope, user: str, key: str) -> _Desk:
    given = dict(parse_qsl(scope.get("query_string", b"").decode("latin-1")))
    headers = dict(scope["headers"])
    last = headers.get(b"last-event-id", b"").decode("latin-1") or given.get("after", "")
    known = asks.number(last)
    after = lines.newest() if known is None else known
    connections.close_all()
    return _Desk(user, key, given.get("story", "")[:16], asks.wanted(given), after)


def _missed(after: int, wanted: Wanted) -> dict[str, Any]:
    try:
        return since(after, wanted)
    finally:
        connections.close_all()


def _session_key(scope: Scope) -> str:
    cookie = SimpleCookie()
    with suppress(Exception):
        cookie.load(dict(scope["headers"]).get(b"cookie", b"").decode("latin-1"))
    found = cookie.get(settings.SESSION_COOKIE_NAME)
    return found.value if found else ""


async def _next(waiting: asyncio.Queue[bytes], gone: asyncio.Future[None]) -> bytes:
    """What is to be said next; a sign that the line is open where there is nothing, or nobody to say it to."""
    said = asyncio.ensure_future(waiting.get())
    both: set[asyncio.Future[Any]] = {said, gone}
    await asyncio.wait(both, timeout=BEAT, return_when=asyncio.FIRST_COMPLETED)
    if said.done():
        return said.result()
    said.cancel()
    return _OPEN


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send, status: int) -> None:
    headers: Headers = [(b"content-length", b"0"), (b"cache-control", b"no-store"), *ON_ALL]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
