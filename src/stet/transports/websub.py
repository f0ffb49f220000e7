"""WebSub as a subscriber sees it (https://www.w3.org/TR/websub/): what a hub is asked for, and what it may say.

A notification is a hint and no more: the feed is then polled, by the poll's own rules. So whatever a hub does, the
worst that comes of it is a poll too many or one that comes later (edge_cases.md 111).
"""

import hmac
import secrets
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from stet.errors import Unavailable
from stet.transports.fetch import BUSY, Ask, Caller, retry_after, shown

LEASE = 864_000
"""Seconds for which a hub is asked to send; it may grant more or less."""
TIMEOUT = 15.0
"""Seconds for a hub's answer, redirects included."""
LONGEST_LEASE = 365 * 86_400
SHORTEST_PAUSE = timedelta(minutes=5)
"""A hub is not asked again sooner, however short its leases are and however often a feed names another one."""
LONGEST_PAUSE = timedelta(days=1)
METHODS = ("sha256", "sha384", "sha512", "sha1")
"""What a notification may be signed with (section 7). The hub chooses."""
_LONGEST_SIGNATURE = 256


class Subscription(Struct, frozen=True, kw_only=True):
    """What is agreed with a hub about one topic, or is to be. Times are in UTC."""

    hub: str
    topic: str
    callback: str
    """Where the hub sends to: made for this subscription, and not to be guessed."""
    secret: str
    """What it signs with."""
    due: datetime
    """When the hub is to be asked next."""
    asked: datetime | None = None
    """When it was last asked."""
    ends: datetime | None = None
    """When it stops sending. None: it never said that it would send."""
    tries: int = 0
    """How often it was asked since it last agreed."""

    def __repr__(self) -> str:
        return f"Subscription(hub={shown(self.hub)!r}, due={self.due}, ends={self.ends})"

    def fits(self, token: str) -> bool:
        """Whether this is the last part of its callback; asking often does not help to find it."""
        return hmac.compare_digest(self.callback.rpartition("/")[2].encode(), token.encode("utf-8", "replace"))

    @property
    def rests(self) -> datetime:
        """Until when no hub is asked in place of this one: a feed may name another each time."""
        return self.asked + SHORTEST_PAUSE if self.asked else self.due

    def is_awaited(self, topic: str, now: datetime) -> bool:
        """Whether the hub was asked for this topic, and so lately that its question may belong to that."""
        return topic == self.topic and self.asked is not None and now - self.asked <= LONGEST_PAUSE


def new_subscription(hub: str, topic: str, base: str, due: datetime) -> Subscription:
    """One that the hub does not know of yet. `base`: what its callback begins with, with the last slash."""
    return Subscription(
        hub=hub, topic=topic, callback=base + secrets.token_urlsafe(24), secret=secrets.token_urlsafe(32), due=due
    )


def asked(known: Subscription, now: datetime) -> Subscription:
    """The hub is being asked. Until it agrees the pause doubles, from five minutes to a day."""
    pause = min(SHORTEST_PAUSE * 2 ** min(known.tries, 20), LONGEST_PAUSE)
    return replace(known, asked=now, due=now + pause, tries=known.tries + 1)


def granted(known: Subscription, lease: str, now: datetime) -> Subscription:
    """The hub agrees, for so many seconds; for those it was asked for where it names none. Renewed at half of them."""
    plain = lease.isascii() and lease.isdigit()
    ends = timedelta(seconds=min(int(lease[:12]), LONGEST_LEASE) if plain else LEASE)
    return replace(known, ends=now + ends, due=now + max(ends / 2, SHORTEST_PAUSE), tries=0)


def denied(known: Subscription, now: datetime) -> Subscription:
    """The hub does not want to, or not any longer (section 5.2). It is asked again after a day."""
    return replace(known, ends=None, due=now + LONGEST_PAUSE)


class Hubs(Caller):
    """Asks hubs to send, through the guards of a poll: a hub's address comes from a feed."""

    def __call__(self, subscription: Subscription, allow_private: tuple[str, ...]) -> None:
        """Ask the hub to send. That it heard is not that it agrees: it then asks back (section 5.3).

        Raises:
            Unavailable: it did not hear, or refused; `retry_after` may say for how long. No full stop, no secret.
        """
        answer = self._fetch(_ask(subscription, allow_private))
        if not 200 <= answer.status < 300:
            rest = retry_after(answer, self._clock()) if answer.status in BUSY else None
            raise Unavailable(f"the hub answers {answer.status}", retry_after=rest)


def _ask(subscription: Subscription, allow_private: tuple[str, ...]) -> Ask:
    return Ask(
        url=subscription.hub,
        headers={},
        form={
            "hub.mode": "subscribe",
            "hub.topic": subscription.topic,
            "hub.callback": subscription.callback,
            "hub.secret": subscription.secret,
            "hub.lease_seconds": str(LEASE),
        },
        allow_private=allow_private,
        size_limit=100_000,
        timeout=TIMEOUT,
    )


class Signature:
    """`X-Hub-Signature` of a notification, compared with what its body gives, piece by piece: nothing is kept of it."""

    def __init__(self, secret: str, header: str) -> None:
        method, _, self._said = header[:_LONGEST_SIGNATURE].strip().partition("=")
        known = method.lower() in METHODS
        self._made = hmac.new(secret.encode(), digestmod=method.lower()) if known else None

    def update(self, piece: bytes) -> None:
        """The next piece of the body."""
        if self._made is not None:
            self._made.update(piece)

    @property
    def holds(self) -> bool:
        """Whether it is the right one. One that is missing, or made with what the standard does not know, is not."""
        said = self._said.lower().encode("utf-8", "replace")
        return self._made is not None and hmac.compare_digest(self._made.hexdigest().encode(), said)
