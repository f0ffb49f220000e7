"""Keeps one feed subscribed at the hub that it announces, beside the road: asks, is asked back, asks again in time.

The poll finds the hub; what was agreed lies in the journal beside the poll's cursor, so a restart asks for nothing that
stands. Nothing here keeps a feed from being polled.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Protocol

import msgspec
import structlog
from msgspec.structs import replace

from stet.errors import Unavailable
from stet.transports.fetch import shown
from stet.transports.websub import Signature, Subscription, asked, denied, granted, new_subscription

log = structlog.get_logger("stet.intake")


class Remembering(Protocol):
    """What this needs of a journal. Every method raises `Unavailable`."""

    def cursor(self, feed: str) -> dict[str, Any]:
        """Where the feed's transport stopped."""

    def subscription(self, feed: str) -> dict[str, Any]:
        """What was last remembered of its subscription; empty at first."""

    def subscribed(self, feed: str, subscription: Mapping[str, Any]) -> None:
        """Remember it. Values are of plain JSON."""


class Subscribing:
    """The subscription of one feed. `next` belongs to a thread of its own, all else to the one that serves."""

    def __init__(
        self,
        feed: str,
        *,
        callbacks: str,
        allow_private: tuple[str, ...],
        size_limit: int,
        journal: Remembering,
        ask: Callable[[Subscription, tuple[str, ...]], None],
        clock: Callable[[], datetime],
    ) -> None:
        """`callbacks`: what the address that the hub sends to begins with. Raises `Unavailable`."""
        self.feed = feed
        self.size_limit = size_limit
        """Bytes of a notification."""
        self._callbacks = callbacks
        self._allow_private = allow_private
        self._journal = journal
        self._ask = ask
        self._clock = clock
        self._lock = Lock()
        known = journal.subscription(feed)
        self._now: Subscription | None = msgspec.convert(known, Subscription) if known else None
        self._kept = self._now
        self._trouble = ""
        self._forged = False

    # -- in a thread of its own

    def next(self) -> bool:
        """Ask the hub if it is time to. Returns whether it was. Raises `Unavailable` when the journal does not
        answer; then the hub is not asked."""
        due = self._due(self._journal.cursor(self.feed).get("announced"))
        self._keep()
        if due is None:
            return False
        try:
            self._ask(due, self._allow_private)
        except Unavailable as trouble:
            self._put_off(timedelta(seconds=trouble.retry_after or 0.0))
            self._say(f"{shown(due.hub)}: {trouble}. The feed is polled as ever, and the hub asked again")
        return True

    def _due(self, announced: Mapping[str, str] | None) -> Subscription | None:
        """What the hub is to be asked for now: written down first, for it may ask back before it answers."""
        if not announced:
            return None  # not polled yet, or no hub in it this time: what was agreed goes on to its end
        with self._lock:
            now = self._clock()
            if self._now is None or not self._stands(self._now, announced):
                due = max(now, self._now.rests) if self._now else now
                self._now = new_subscription(announced["hub"], announced["topic"], self._callbacks, due)
            if now < self._now.due:
                return None
            self._now = asked(self._now, now)
            return self._now

    def _stands(self, known: Subscription, announced: Mapping[str, str]) -> bool:
        same = known.hub == announced["hub"] and known.topic == announced["topic"]
        return same and known.callback.startswith(self._callbacks)

    def _keep(self) -> None:
        now = self._now
        if now is not None and now != self._kept:
            self._journal.subscribed(self.feed, msgspec.to_builtins(now))
            self._kept = now

    def _put_off(self, rest: timedelta) -> None:
        with self._lock:
            if self._now is not None:
                self._now = replace(self._now, due=max(self._now.due, self._clock() + rest))

    def _say(self, trouble: str) -> None:
        """Once, however often it is tried."""
        if trouble != self._trouble:
            log.warning("hub", feed=self.feed, trouble=trouble)
        self._trouble = trouble

    # -- what the hub says

    def answer(self, token: str, said: Mapping[str, str]) -> str | None:
        """What to answer a hub that asks back (section 5.3); none: nobody asked for that. `token`: the last part of the
        address at which it asks."""
        mode, topic = said.get("hub.mode", ""), said.get("hub.topic", "")
        with self._lock:
            known, now = self._now, self._clock()
            if known is None or not known.fits(token):
                return None
            if mode == "subscribe" and known.is_awaited(topic, now) and said.get("hub.challenge"):
                self._now = granted(known, said.get("hub.lease_seconds", ""), now)
                log.info("subscribed", feed=self.feed, hub=shown(known.hub), until=f"{self._now.ends:%Y-%m-%d %H:%M}")
                self._trouble = ""
                return said["hub.challenge"]
            if mode == "denied" and topic == known.topic:
                self._now = denied(known, now)
                self._say(f"{shown(known.hub)} will not send. The feed is polled as ever")
                return ""
        return None

    def signature(self, token: str, header: str) -> Signature | None:
        """What a notification's body is to be held against; none where nobody is known to send to this address."""
        known = self._now
        return Signature(known.secret, header) if known is not None and known.fits(token) else None

    def came(self, signature: Signature) -> bool:
        """Whether a notification is a hint that counts. One that does not is told of once in a row."""
        if not signature.holds and not self._forged:
            log.warning("not_signed", feed=self.feed, ignored="a notification whose signature is missing or wrong")
        self._forged = not signature.holds
        return signature.holds
