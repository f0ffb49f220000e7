"""Polling: asking a server for its feed now and then, and bothering it no more than it wants (edge_cases.md 106, 108).

What was handed out before is not handed out again: the server says so (304), or the bytes are the same. A failure
never alters what is known: an error page, a feed cut off or empty is an outage, not news.
"""

import random
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from msgspec import Struct

from stet.errors import Misused, Unavailable
from stet.model.packet import Packet
from stet.transports.addresses import Resolve, resolve
from stet.transports.announced import announced
from stet.transports.base import Clock, Cursor, Haul, Outage, printable
from stet.transports.fetch import BUSY, LONGEST_REST, Answer, Ask, Caller, basic, checked, retry_after, shown
from stet.transports.whole import looks_whole

LONGEST_BACKOFF = 3600.0
_LASTING = ("for", "etag", "modified", "digest", "moved", "announced")
_ADVICE = {
    401: "mend the feed's user and password",
    403: "ask the agency whether the subscription covers this address",
    404: "mend the feed's `url`",
    410: "the agency has closed this address; mend the feed's `url`",
}


class PollSource(Struct, frozen=True, kw_only=True):
    """A feed at an http or https address."""

    feed: str
    url: str
    every: float = 60.0
    """Seconds between two questions."""
    timeout: float = 30.0
    """Seconds for one question, redirects and body included."""
    size_limit: int = 20_000_000
    """Bytes, after decompression."""
    allow_private: tuple[str, ...] = ()
    """Hosts, as `host` or `host:port`, that may be asked although they are not on the public internet."""
    user: str | None = None
    password: str | None = None
    headers: dict[str, str] = {}
    """Sent to the server of `url` only."""
    websub: bool = False
    """Look which hub the feed announces; the cursor has it, as `announced`."""

    def __post_init__(self) -> None:
        try:
            checked(self.url)
        except Unavailable as error:
            raise Misused(f"Feed {self.feed}: `url` cannot be polled: {error}.") from error
        if self.every <= 0 or self.timeout <= 0 or self.size_limit <= 0:
            raise Misused(f"Feed {self.feed}: every, timeout and size_limit must be above 0.")

    def __repr__(self) -> str:
        return f"PollSource(feed={self.feed!r}, url={shown(self.url)!r}, every={self.every})"


class Poll(Caller):
    """The transport of `PollSource`."""

    def __init__(
        self,
        clock: Clock,
        *,
        site_url: str | None = None,
        resolver: Resolve = resolve,
        tls: ssl.SSLContext | None = None,
        dice: Callable[[], float] = random.random,
    ) -> None:
        """As `Caller`; `dice` gives numbers from 0 to 1 that scatter the back-off."""
        super().__init__(clock, site_url=site_url, resolver=resolver, tls=tls)
        self._dice = dice

    def __call__(self, source: PollSource, cursor: Cursor) -> Haul:
        """The feed as it is now, if it is not what was handed out last.

        Raises:
            Outage: no usable answer. Asking again is put off for longer each time, to an hour at most, and for as
                long as the server asked.
        """
        known = cursor if cursor.get("for") == _mark(source) else {"for": _mark(source)}
        rest = self._rest(known)
        if rest > 0:
            return Haul(cursor=known, again=rest)
        try:
            answer = self._fetch(_ask(source, known))
            self._check(answer, known)
        except _Doubtful as doubt:
            raise self._outage(source, {**known, "doubt": doubt.digest}, doubt) from doubt
        except Unavailable as error:
            raise self._outage(source, known, error) from error
        return self._haul(source, known, answer)

    def _rest(self, known: Cursor) -> float:
        """Seconds the server is still to be left alone, also after a restart."""
        if "not_before" not in known:
            return 0.0
        left = (datetime.fromisoformat(known["not_before"]) - self._clock()).total_seconds()
        return left if left <= LONGEST_REST else 0.0

    def _check(self, answer: Answer, known: Cursor) -> None:
        """Raise for whatever must not change what is known."""
        if answer.status in (204, 304):
            return
        if answer.status != 200:
            advice = _ADVICE.get(answer.status)
            raise Unavailable(
                f"the server answers {answer.status}" + (f"; {advice}" if advice else ""),
                retry_after=retry_after(answer, self._clock()) if answer.status in BUSY else None,
            )
        start = answer.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        if not start:
            raise Unavailable("the server answers with nothing")
        if start.startswith((b"<!doctype html", b"<html")):
            raise Unavailable("the server answers with a web page and not with a feed; see whether `url` is right")
        digest = sha256(answer.body).hexdigest()
        if start[:1] in b"<{[" and not looks_whole(answer.body) and known.get("doubt") != digest:
            raise _Doubtful(digest)

    def _outage(self, source: PollSource, known: Cursor, error: Unavailable) -> Outage:
        failures = int(known.get("failures", 0)) + 1
        first = max(5.0, min(source.every, 60.0))
        pause = min(first * 2.0 ** min(failures - 1, 20), LONGEST_BACKOFF) * (0.5 + self._dice() / 2)
        pause = max(pause, error.retry_after or 0.0)
        not_before = self._clock() + timedelta(seconds=pause)
        return Outage(
            f"Feed {source.feed}: {shown(source.url)}: {error}. Tried again by itself.",
            cursor={**known, "failures": failures, "not_before": not_before.isoformat()},
            retry_after=pause,
        )

    def _haul(self, source: PollSource, known: Cursor, answer: Answer) -> Haul:
        kept: Cursor = {name: known[name] for name in _LASTING if name in known}
        notes: tuple[str, ...] = ()
        if answer.moved_to and answer.moved_to != known.get("moved"):
            kept["moved"] = answer.moved_to
            old, new = shown(source.url), printable(answer.moved_to)
            notes = (f"Feed {source.feed}: {old} has moved for good to {new}; mend `url` in stet.toml.",)
        if answer.status != 200:
            return Haul(cursor=kept, again=source.every, notes=notes)
        digest = sha256(answer.body).hexdigest()
        kept.pop("etag", None)
        kept.pop("modified", None)
        kept |= {**_validators(answer), "digest": digest}
        if source.websub:
            kept["announced"] = announced(answer)
            if not kept["announced"] and known.get("announced") != {}:
                notes += (f"Feed {source.feed} names no hub for its own address: it is polled, and nothing pushes.",)
        if digest == known.get("digest"):
            return Haul(cursor=kept, again=source.every, notes=notes)
        packet = Packet(
            feed=source.feed,
            source=printable(shown(source.url)),
            data=answer.body,
            arrived=self._clock(),
            facts={"content-type": printable(answer.headers.get("content-type", "")[:200])},
        )
        return Haul(packets=(packet,), cursor=kept, again=source.every, notes=notes)


class _Doubtful(Unavailable):
    """The body does not look whole. If the same comes again it is what the server has, and is handed over."""

    def __init__(self, digest: str) -> None:
        super().__init__("the feed came cut off")
        self.digest = digest


def _mark(source: PollSource) -> str:
    """Ties a cursor to the address it was made for."""
    return sha256(source.url.encode()).hexdigest()[:16]


def _ask(source: PollSource, known: Cursor) -> Ask:
    conditions = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("modified")}
    if source.websub and "announced" not in known:
        conditions = {}  # that nothing changed would not say which hub it has
    headers = {**source.headers, **basic(source.user, source.password)}
    return Ask(
        url=source.url,
        headers=headers,
        conditions={name: value for name, value in conditions.items() if value},
        allow_private=source.allow_private,
        size_limit=source.size_limit,
        timeout=source.timeout,
    )


def _validators(answer: Answer) -> Cursor:
    """What lets the server say next time that nothing changed. Odd ones are not sent back."""
    found = {"etag": answer.headers.get("etag"), "modified": answer.headers.get("last-modified")}
    return {
        name: value
        for name, value in found.items()
        if value and len(value) <= 512 and value.isascii() and value.isprintable()
    }
