"""One HTTP exchange with a server that is not trusted: limited in size, time, hops and whom it may lead to."""

import base64
import logging
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any

import httpx
from msgspec import Struct

from stet import __version__
from stet.errors import Unavailable
from stet.model.web import host_of, is_named
from stet.transports.addresses import Resolve, addresses_of, resolve
from stet.transports.base import Clock

MAX_HOPS = 5
LONGEST_REST = 86_400.0
"""Seconds. A server that asks to be left alone for longer is asked again after a day."""
BUSY = (429, 503)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GZIP = b"\x1f\x8b"
_FOR_GOOD = frozenset({301, 308})
_SAME_AGAIN = frozenset({307, 308})
"""Redirects that a POST survives (RFC 9110 section 15.4)."""


class Ask(Struct, frozen=True, kw_only=True):
    """What is asked for, and the limits."""

    url: str
    headers: Mapping[str, str]
    """Sent to the server of `url` only, not to those it redirects to."""
    conditions: Mapping[str, str] = {}
    """Conditional headers and the like: sent at every hop."""
    form: Mapping[str, str] | None = None
    """Sent by POST, at every hop; only redirects that ask for the same again (307, 308) are followed then."""
    allow_private: tuple[str, ...] = ()
    hosts: tuple[str, ...] | None = None
    """Hosts (model/web.py) that may be asked, and redirected to; none: any."""
    size_limit: int
    """Bytes, after decompression."""
    timeout: float
    """Seconds for all of it, redirects included."""


class Answer(Struct, frozen=True, kw_only=True):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes
    moved_to: str | None = None
    """Where a permanent redirect led, if every hop to there was permanent."""


def new_client(site_url: str | None, tls: ssl.SSLContext | None) -> httpx.Client:
    """A client that says who asks and takes nothing from its surroundings. `site_url` tells whom to write to."""
    for name in ("httpx", "httpcore"):  # they would write whole addresses and headers into the log
        logging.getLogger(name).setLevel(logging.WARNING)
    contact = f" (+{site_url})" if site_url else ""
    return httpx.Client(
        verify=tls or httpx.create_ssl_context(),
        trust_env=False,
        limits=httpx.Limits(max_keepalive_connections=0),
        headers={"User-Agent": f"Stet/{__version__}{contact}", "Accept-Encoding": "gzip"},
    )


def basic(user: str | None, password: str | None) -> dict[str, str]:
    """The header of HTTP Basic authentication; nothing where neither is given."""
    if user is None and password is None:
        return {}
    pair = base64.b64encode(f"{user or ''}:{password or ''}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def retry_after(answer: "Answer", now: datetime) -> float | None:
    """Seconds until the server wants to be asked again, a day at most (RFC 9110 section 10.2.3: seconds or a date)."""
    text = answer.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_REST)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((until - now).total_seconds(), 0.0), LONGEST_REST)


def fetch(client: httpx.Client, ask: Ask, resolver: Resolve) -> Answer:
    """Ask, follow redirects, read the answer. Bodies are read for status 200 only.

    Raises:
        Unavailable: no answer, a broken one, one too large or too slow, a redirect that leads astray. The message has
            no full stop and names no secret.
    """
    with _Deadline(ask.timeout) as deadline:
        try:
            return _follow(client, ask, resolver, deadline)
        except httpx.InvalidURL as error:
            raise Unavailable("a redirect leads to something that is no address") from error
        except (httpx.HTTPError, OSError) as error:
            if deadline.passed:
                raise Unavailable(f"the answer was not complete within {ask.timeout:g} s") from error
            raise Unavailable(f"no good answer ({_reason(error)})") from error


class Caller:
    """What asks servers: a client of its own, made when it is first needed, for that takes its time."""

    def __init__(
        self,
        clock: Clock,
        *,
        site_url: str | None = None,
        resolver: Resolve = resolve,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """`site_url` tells a server whom to write to."""
        self._clock = clock
        self._resolver = resolver
        self._site_url = site_url
        self._tls = tls

    @cached_property
    def _client(self) -> httpx.Client:
        return new_client(self._site_url, self._tls)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _fetch(self, ask: Ask) -> Answer:
        """See `fetch`."""
        return fetch(self._client, ask, self._resolver)


def _follow(client: httpx.Client, ask: Ask, resolver: Resolve, deadline: "_Deadline") -> Answer:
    url = first = checked(ask.url)
    redirects = _REDIRECTS if ask.form is None else _SAME_AGAIN
    for_good = True
    for _ in range(MAX_HOPS + 1):
        if ask.hosts is not None and not is_named(host_of(str(url)) or "", ask.hosts):
            raise Unavailable(f"it leads to {shown(url)}, whose host is not named in `picture_hosts`")
        own = {name: value for name, value in ask.headers.items() if _origin(url) == _origin(first)}
        with _Exchange(client, url, {**ask.conditions, **own}, ask, resolver, deadline) as response:
            if response.status_code not in redirects or "location" not in response.headers:
                moved = shown(url) if for_good and url != first else None
                return _answer(response, ask, moved)
            target = checked(str(url.join(response.headers["location"])))
            if url.scheme == "https" and target.scheme == "http":
                raise Unavailable(f"{shown(url)} redirects to {shown(target)}, which is not encrypted")
            for_good = for_good and response.status_code in _FOR_GOOD
            url = target
    raise Unavailable(f"more than {MAX_HOPS} redirects, the last to {shown(url)}")


def checked(text: str) -> httpx.URL:
    """The address, if it is one that may be asked at all.

    Raises:
        Unavailable: not http or https, no host, or a user name in it.
    """
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise Unavailable("the address cannot be read as one") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise Unavailable(f"{shown(url)} is no http or https address")
    if url.userinfo:
        raise Unavailable(f"{shown(url)} carries a user name; put it into the feed's settings instead")
    return url


def shown(url: httpx.URL | str) -> str:
    """The address without what may be secret: no user name, no query, no fragment."""
    url = httpx.URL(url)
    host = f"[{url.host}]" if ":" in url.host else url.host
    port = f":{url.port}" if url.port else ""
    return f"{url.scheme}://{host}{port}{url.path}{'?…' if url.query else ''}"


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


class _Exchange:
    """A request to the first checked address of the host that can be connected to, and its response while open."""

    def __init__(
        self,
        client: httpx.Client,
        url: httpx.URL,
        headers: Mapping[str, str],
        ask: Ask,
        resolver: Resolve,
        deadline: "_Deadline",
    ) -> None:
        self._client, self._url, self._headers, self._deadline = client, url, headers, deadline
        self._form = ask.form
        port = url.port or (443 if url.scheme == "https" else 80)
        self._addresses = addresses_of(url.raw_host.decode("ascii"), port, ask.allow_private, resolver)
        self._response: httpx.Response | None = None

    def __enter__(self) -> httpx.Response:
        for address in self._addresses[:-1]:
            try:
                return self._send(address)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return self._send(self._addresses[-1])

    def _send(self, address: str) -> httpx.Response:
        request = self._client.build_request(
            "GET" if self._form is None else "POST",
            self._url.copy_with(host=address, fragment=None),
            data=self._form,
            headers={**self._headers, "Host": self._url.netloc.decode("ascii")},
            timeout=self._deadline.left(),
            extensions={"sni_hostname": self._url.raw_host.decode("ascii"), "trace": self._deadline.trace},
        )
        self._response = self._client.send(request, stream=True, follow_redirects=False)
        return self._response

    def __exit__(self, *_: object) -> None:
        if self._response is not None:
            self._response.close()


class _Deadline:
    """Cuts the connection when the time is over, however little the server sends at a time."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._stream: Any = None
        self.passed = False

    def __enter__(self) -> "_Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def left(self) -> float:
        """Seconds until then, and never nothing."""
        return max(self._ends - time.monotonic(), 0.05)

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Told by httpcore what happens to the connection; keeps hold of its socket."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            with self._lock:
                self._stream = info["return_value"]
            if self.passed:
                self._cut()

    def _cut(self) -> None:
        with self._lock:
            self.passed = True
            stream = self._stream
        connection = stream and stream.get_extra_info("socket")
        if connection is not None:
            try:
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
            except OSError:
                return  # closed already: the exchange ended by itself


def _answer(response: httpx.Response, ask: Ask, moved_to: str | None) -> Answer:
    body = b""
    if response.status_code == 200:
        announced = response.headers.get("content-length", "")
        if announced.isdigit() and int(announced[:18]) > ask.size_limit:
            raise _too_large(ask.size_limit)
        body = b"".join(_inflated(response, ask.size_limit))
    return Answer(status=response.status_code, headers=dict(response.headers), body=body, moved_to=moved_to)


def _inflated(response: httpx.Response, limit: int) -> Iterator[bytes]:
    """The body, decompressed no further than the limit, so that a bomb costs no memory."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise Unavailable(f"the answer is encoded as {encoding!r}, which was not asked for")
    packed = encoding not in ("identity", "")
    unpacker = _Unpacker()
    size = 0
    for chunk in response.iter_raw():
        try:
            part = unpacker.unpack(chunk, limit - size + 1) if packed else chunk
        except zlib.error as error:
            raise Unavailable("the answer's compression is broken") from error
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        yield part
    if packed and not unpacker.ended:
        raise Unavailable("the answer was cut off")


class _Unpacker:
    """Undoes gzip, of one member or several, or zlib."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=47)

    @property
    def ended(self) -> bool:
        return self._member.eof

    def unpack(self, chunk: bytes, limit: int) -> bytes:
        """At most `limit` bytes; what is beyond them is thrown away."""
        parts = [self._member.decompress(chunk, limit)]
        while self._member.eof and (rest := self._member.unused_data).startswith(_GZIP):
            self._member = zlib.decompressobj(wbits=47)
            parts.append(self._member.decompress(rest, limit))
            if sum(map(len, parts)) >= limit:
                break
        return b"".join(parts)


def _too_large(limit: int) -> Unavailable:
    return Unavailable(f"the answer is larger than {limit} bytes; raise size_limit if that is right")


def _reason(error: Exception) -> str:
    cause: BaseException = error
    while cause.__cause__ is not None:
        cause = cause.__cause__
    return getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
