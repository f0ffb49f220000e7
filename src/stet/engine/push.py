"""`/push/{feed}/{token}`: where hubs ask back and send notifications (WebSub). An ASGI application beside the site.

It learns nothing from what is sent but that there is something: a right signature makes the feed's poll happen at once,
a wrong one is answered in the same words, and no byte of a body is kept. The road and the journal are not asked.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from urllib.parse import parse_qsl

from msgspec import Struct

from stet.engine.site import ON_ALL, Headers, Receive, Scope, Send
from stet.engine.site_http import segments
from stet.engine.subscribing import Subscribing
from stet.transports.websub import Signature

PATIENCE = 30.0
"""Seconds for a notification, to its last byte."""
STRANGERS = 5_000_000
"""Bytes that are read, and thrown away, of what is sent to an address that nobody made."""
_LONGEST_QUESTION = 16_384
"""Bytes behind the question mark: a topic of 2,000 characters, each written as `%xx`, and as much again."""


class Answer(Struct, frozen=True):
    """What a hub gets."""

    status: int
    words: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ()


_UNKNOWN = Answer(404, b"Nobody asked for this.\n")
_HEARD = Answer(204)
_TOO_LARGE = Answer(413, b"This is too large.\n")
_TOO_SLOW = Answer(408, b"This took too long.\n", ((b"connection", b"close"),))


class Push:
    """Answers hubs. Mounted beside the site as `push`; `/push/{feed}` itself is free for deliveries of other kinds."""

    def __init__(self, feeds: Mapping[str, Subscribing], hint: Callable[[str], None]) -> None:
        """`feeds` by name; `hint` is told the name of a feed that has something new, and must return at once."""
        self._feeds = feeds
        self._hint = hint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI 3 application."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
            return
        answer = await self._answer(scope, receive)
        headers: Headers = [(b"cache-control", b"no-store"), *ON_ALL, *answer.headers]
        if answer.status != 204:
            headers += [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"%d" % len(answer.words))]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.words})

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        raw: bytes = scope.get("raw_path") or scope["path"].encode("utf-8", "surrogateescape")
        parts = segments(raw.partition(b"?")[0]) or ()
        feed, token = (self._feeds.get(parts[1]), parts[2]) if len(parts) == 3 else (None, "")
        given = dict(reversed(scope["headers"]))
        said = feed.signature(token, given.get(b"x-hub-signature", b"").decode("latin-1")) if feed else None
        if feed is None or said is None:
            await _read(None, given, receive, STRANGERS)
            return _UNKNOWN
        if scope["method"] == "GET":
            return _asked_back(feed, token, scope.get("query_string") or b"")
        if scope["method"] != "POST":
            return Answer(405, b"This address is for a hub.\n", ((b"allow", b"GET, POST"),))
        if trouble := await _read(said, given, receive, feed.size_limit):
            return trouble
        if feed.came(said):
            self._hint(feed.feed)
        return _HEARD


def _asked_back(feed: Subscribing, token: str, query: bytes) -> Answer:
    if len(query) > _LONGEST_QUESTION:
        return Answer(414, b"This is too long.\n")
    fields = parse_qsl(query.decode("utf-8", "replace"), keep_blank_values=True, errors="replace")
    words = feed.answer(token, dict(reversed(fields)))  # of two with one name the first
    return _UNKNOWN if words is None else Answer(200, words.encode("utf-8", "replace"))


async def _read(said: Signature | None, given: Mapping[bytes, bytes], receive: Receive, limit: int) -> Answer | None:
    """Hold a body against its signature, and let go of it. Read also where nobody wants it: who is answered while still
    talking may never hear the answer. Returns what to say of a body that is too large or takes too long."""
    announced = given.get(b"content-length", b"")
    if announced.isdigit() and int(announced[:18]) > limit:
        return _TOO_LARGE
    try:
        async with asyncio.timeout(PATIENCE):
            async for piece in _pieces(receive):
                limit -= len(piece)
                if limit < 0:
                    return _TOO_LARGE
                if said is not None:
                    said.update(piece)
    except TimeoutError:
        return _TOO_SLOW
    return None


async def _pieces(receive: Receive) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise TimeoutError  # nobody is there to be answered
        yield message.get("body", b"")
        more = message.get("more_body", False)
