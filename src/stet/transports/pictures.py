"""Pictures that stories name by address: fetched from the hosts that their feed may fetch from, and from no other.

What comes is as little trusted as a feed's own answer: limited in size and time, each hop checked, no private address
(fetch.py). Whether it is a picture is not judged here.
"""

from urllib.parse import urlsplit

import httpx
from msgspec import Struct

from stet.errors import Unavailable
from stet.model.packet import FETCHED, Packet
from stet.model.web import host_of, is_named
from stet.transports.base import printable
from stet.transports.fetch import BUSY, Ask, Caller, basic, retry_after, shown

TIMEOUT = 30.0
"""Seconds for a picture, redirects included."""
_ACCEPT = "image/jpeg, image/png, image/webp, image/*;q=0.8"
_ADVICE = {
    401: "mend the feed's user and password",
    403: "ask the agency whether the subscription covers its pictures",
    404: "it may come later, or the address is wrong",
    410: "it is gone for good",
}


class PictureSource(Struct, frozen=True, kw_only=True):
    """Where the pictures of a feed may be fetched."""

    feed: str
    hosts: tuple[str, ...]
    """As model/web.py names hosts."""
    home: str | None = None
    """The feed's own address: where its user and password are known."""
    allow_private: tuple[str, ...] = ()
    size_limit: int = 20_000_000
    """Bytes, after decompression."""
    timeout: float = TIMEOUT
    user: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        return f"PictureSource(feed={self.feed!r}, hosts={self.hosts!r})"

    def allows(self, host: str) -> bool:
        """Whether pictures may be fetched from a host, given as `host_of` gives it."""
        return is_named(host, self.hosts)


def own_host(url: str | None) -> tuple[str, ...]:
    """The host of a feed's address, as a list of the hosts that its pictures may come from."""
    host = host_of(url) if url else None
    return (host,) if host else ()


class HostUnavailable(Unavailable):
    """The host does not answer, or asks to be left alone: its other pictures are not to be had now either."""


class Pictures(Caller):
    """Fetches pictures, one a call."""

    def __call__(self, source: PictureSource, url: str) -> Packet:
        """What is at the address now, as a packet of the feed by which stories find it under the address.

        Raises:
            HostUnavailable: no good answer, or the server is busy; `retry_after` may say for how long.
            Unavailable: it answers, and not with a file. The message has no full stop and names no secret.
        """
        try:
            answer = self._fetch(_ask(source, url))
        except Unavailable as trouble:
            if isinstance(trouble.__cause__, httpx.HTTPError | OSError):
                raise HostUnavailable(str(trouble)) from trouble
            raise
        if answer.status in BUSY or answer.status >= 500:
            rest = retry_after(answer, self._clock())
            raise HostUnavailable(f"the server answers {answer.status}", retry_after=rest)
        if answer.status != 200:
            advice = _ADVICE.get(answer.status)
            raise Unavailable(f"the server answers {answer.status}" + (f"; {advice}" if advice else ""))
        return Packet(
            feed=source.feed,
            source=printable(shown(url)),
            data=answer.body,
            arrived=self._clock(),
            facts={FETCHED: url, "content-type": printable(answer.headers.get("content-type", "")[:200])},
        )


def _ask(source: PictureSource, url: str) -> Ask:
    is_home = source.home is not None and _origin(url) == _origin(source.home)
    return Ask(
        url=url,
        headers=basic(source.user, source.password) if is_home else {},
        conditions={"Accept": _ACCEPT},
        hosts=source.hosts,
        allow_private=source.allow_private,
        size_limit=source.size_limit,
        timeout=source.timeout,
    )


def _origin(url: str) -> tuple[str, str | None]:
    return urlsplit(url).scheme, host_of(url)
