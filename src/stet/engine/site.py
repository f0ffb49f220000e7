"""The public site: the edition folder over HTTP, as an ASGI application.

It knows no story and no database. A stop is a file (`gone/{id}.html`), so is an older address (`at/{id}`), and both are
looked for at each request: what the publisher did is what the next visitor gets.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any, TypeAlias

from msgspec import Struct

from stet.engine.site_files import SMALL, Files, Held
from stet.engine.site_http import location, segments, takes_gzip, unchanged
from stet.model.address import ID_LENGTH, PROVENANCE, gone_file, pointer_file

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers: TypeAlias = list[tuple[bytes, bytes]]

MEMORY = 64 * 1024 * 1024
ALWAYS_ASK = b"public, max-age=0, must-revalidate"
"""Pages may be stored but must be asked about each time: a kill is seen at the next visit, and a 304 costs little."""
FOR_EVER = b"public, max-age=31536000, immutable"
"""Files below `assets/` carry a digest of their bytes in their name."""

# No script runs here, so nothing connects; tools that look at a page ask for `robots.txt` by way of it.
_CSP = (
    b"default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; manifest-src 'self'; connect-src 'self'; "
    b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_PERMISSIONS = (
    b"accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    b"magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), "
    b"serial=(), usb=(), xr-spatial-tracking=()"
)
"""Nothing that a page here could want of a browser."""
ON_ALL: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"content-security-policy", _CSP),
    (b"permissions-policy", _PERMISSIONS),
    (b"cross-origin-opener-policy", b"same-origin"),
]
_HERE, _ANYWHERE = (b"cross-origin-resource-policy", b"same-origin"), (b"cross-origin-resource-policy", b"cross-origin")
"""Pages are for this site's own frames and links; pictures and feeds may be shown by a reader's feed reader too."""
_ID = re.compile(rf"(?:^|-)([0-9abcdefghjkmnpqrstvwxyz]{{{ID_LENGTH}}})(?:\.html)?\Z")
_NOT_SERVED = frozenset({"gone", "at"})
_WELL_KNOWN = ".well-known"
_PLAIN = b"text/plain; charset=utf-8"


class Answer(Struct, frozen=True):
    """What a visitor gets: a file, with a status, or a few words."""

    status: int
    file: Held | None = None
    words: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    cache: bytes = ALWAYS_ASK


class Site:
    """Serves an edition folder. Other applications can be mounted beside it by the first part of the path."""

    def __init__(self, root: Path, *, beside: Mapping[str, App] | None = None, memory: int = MEMORY) -> None:
        """`beside`: applications by first part of the path, such as `desk` for `/desk/…`; they get the whole path.
        `memory`: bytes of files to keep at most."""
        self._files = Files(root, memory=memory)
        self._beside = dict(beside or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI 3 application."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        raw: bytes = scope.get("raw_path") or scope["path"].encode("utf-8", "surrogateescape")
        raw = raw.partition(b"?")[0]
        neighbour = self._beside.get(raw[1:].partition(b"/")[0].decode("latin-1")) if self._beside else None
        if neighbour is not None:
            await neighbour(scope, receive, send)
        elif scope["type"] == "http":
            await _send(send, scope, await self._answer(scope["method"], raw, scope.get("query_string", b"")))
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def _answer(self, method: str, raw: bytes, query: bytes) -> Answer:
        if method not in ("GET", "HEAD"):
            return Answer(405, words=b"This site is for reading.\n", headers=((b"allow", b"GET, HEAD"),))
        if raw == b"/healthz":
            return Answer(200, words=b"ok\n", cache=b"no-store")
        parts = segments(raw)
        if parts is None:
            return Answer(400, words=b"There is no such address.\n")
        try:
            return await self._find(parts, query) or await self._missing(parts[0])
        except OSError:
            return Answer(503, words=b"The page cannot be read now.\n", headers=((b"retry-after", b"5"),))

    async def _find(self, parts: tuple[str, ...], query: bytes) -> Answer | None:
        """The file an address means; none when there is no such thing."""
        if parts[0].casefold() in _NOT_SERVED or any(part.startswith(".") for part in parts[parts[0] == _WELL_KNOWN :]):
            return None
        if parts[-1] in ("404", "404.html"):
            return None
        path, last = "/".join(parts), parts[-1]
        beside = last == PROVENANCE and len(parts) > 1
        story = "/".join(parts[:-1]) if beside or not last else path
        named = _ID.search(story.rpartition("/")[2])
        if named and (gone := await self._file(gone_file(named[1]), 410)):
            return gone
        if beside:
            there = await self._exact(parts, path, query)
            return there or (self._moved(named[1], story, PROVENANCE) if named else None)
        if not last:
            bare = path.rstrip("/")
            page = await self._file(f"{path}index.html")
            return page or (self._if_there(f"{bare}.html", bare, query) if bare else None)
        if "." in last:
            return await self._exact(parts, path, query)
        return (
            await self._file(f"{path}.html")
            or (self._moved(named[1], path) if named else None)
            or self._if_there(f"{path}/index.html", f"{path}/", query)
        )

    async def _exact(self, parts: tuple[str, ...], path: str, query: bytes) -> Answer | None:
        """A file under its own name. Pages have one address only, the one without `.html`."""
        if path.endswith(".html"):
            clean = path.removesuffix("index.html") if parts[-1] == "index.html" else path.removesuffix(".html")
            return self._if_there(path, clean, query)
        return await self._file(path, cache=FOR_EVER if parts[0] == "assets" else ALWAYS_ASK)

    def _if_there(self, file: str, address: str, query: bytes) -> Answer | None:
        return _redirect(address, query) if self._files.look(file) else None

    async def _file(self, path: str, status: int = 200, cache: bytes = ALWAYS_ASK) -> Answer | None:
        found = self._files.look(path)
        if found is None:
            return None
        held = self._files.known(path, found)
        if held is None and found.st_size <= SMALL:
            held = self._files.read(path)
        elif held is None:
            held = await asyncio.get_running_loop().run_in_executor(None, self._files.read, path)
        return Answer(status, held, cache=cache) if held else None

    def _moved(self, id_: str, path: str, beside: str = "") -> Answer | None:
        """Where the story stands now, if that is elsewhere and plainly an address of this site; `beside` is the file
        there that is meant."""
        pointer = pointer_file(id_)
        found = self._files.look(pointer)
        held = found and (self._files.known(pointer, found) or self._files.read(pointer))
        now = held.body.decode(errors="replace").strip() if held else ""
        plain = "/".join(segments(location(now)) or ())
        where = f"{now}/{beside}" if beside else now
        return _redirect(where) if plain and plain == now and now != path else None

    async def _missing(self, folder: str) -> Answer:
        """The page for addresses that lead nowhere: the folder's own, if it has one."""
        page = await self._file(f"{folder}/404.html", 404) or await self._file("404.html", 404)
        return page or Answer(404, words=b"There is no page at this address.\n")


def _redirect(path: str, query: bytes = b"") -> Answer:
    where = location(path, query)
    return Answer(301, words=b"It has moved.\n", headers=((b"location", where),))


async def _send(send: Send, scope: Scope, answer: Answer) -> None:
    wanted = {name: value for name, value in scope["headers"] if name in _READ}
    status, headers, body = _conditional(answer, wanted) if answer.file else _worded(answer)
    is_page = answer.file is None or answer.file.type.startswith(b"text/html")
    headers += [(b"cache-control", answer.cache), *ON_ALL, _HERE if is_page else _ANYWHERE, *answer.headers]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


_READ = frozenset({b"accept-encoding", b"if-none-match", b"if-modified-since"})


def _worded(answer: Answer) -> tuple[int, Headers, bytes]:
    length = b"%d" % len(answer.words)
    return answer.status, [(b"content-type", _PLAIN), (b"content-length", length)], answer.words


def _conditional(answer: Answer, wanted: Mapping[bytes, bytes]) -> tuple[int, Headers, bytes]:
    """The file as this visitor can take it, or that it has not changed."""
    file = answer.file
    assert file is not None  # noqa: S101 -- the caller looked
    body, etag = file.body, file.etag
    headers: Headers = [(b"vary", b"Accept-Encoding")] if file.packed is not None else []
    if file.packed is not None and takes_gzip(wanted.get(b"accept-encoding", b"")):
        body, etag = file.packed, file.packed_etag
        headers.append((b"content-encoding", b"gzip"))
    if answer.status == 200:
        headers += [(b"etag", etag), (b"last-modified", file.last_modified)]
        if unchanged(etag, file.modified, wanted.get(b"if-none-match"), wanted.get(b"if-modified-since")):
            return 304, [header for header in headers if header[0] != b"content-encoding"], b""
    headers += [(b"content-type", file.type), (b"content-length", b"%d" % len(body))]
    return answer.status, headers, body


async def _live(receive: Receive, send: Send) -> None:
    """Nothing to start and nothing to stop, said politely."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
