"""What arrives: bytes, and where they came from."""

from datetime import datetime
from hashlib import sha256

from msgspec import Struct

from stet.model.web import is_address

FETCHED = "fetched"
"""The fact of a packet that was fetched as a picture from an address that a story names, which is its value. Whatever
is in such a packet, it is no copy."""


class Packet(Struct, frozen=True, kw_only=True):
    """Bytes as they arrived. Kept before anything else is done with them (promise 4)."""

    feed: str
    """Name of the feed in `stet.toml`."""
    source: str
    """The file name or address it came under, for people; never used as a key."""
    data: bytes
    arrived: datetime
    """When it reached this house, in UTC."""
    facts: dict[str, str] = {}
    """What the transport knows, such as `content-type`. Claims, not truths."""

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, in hex. With the feed, this is the packet's identity."""
        return sha256(self.data).hexdigest()

    @property
    def called(self) -> str | None:
        """The name by which stories of its feed call for it, where it is a picture. An address only where it was
        fetched there; none for what merely says that it came from one."""
        return self.facts.get(FETCHED) or (None if is_address(self.source) else self.source)


def mark(digest: str) -> str:
    """How people are told of a packet where the name of its file may not stand: the beginning of its digest."""
    return digest[:12]


class Limits(Struct, frozen=True, kw_only=True):
    """How much one packet may ask of a reader. What is above is refused by name, and kept."""

    bytes: int = 20 * 1024 * 1024
    items: int = 5000
    """Items in one packet."""
    depth: int = 256
    """Levels of nesting; XML deeper than 256 is never read."""
    text: int = 10_000_000
    """Characters of one item's body."""


class Origin(Struct, frozen=True, kw_only=True):
    """What a reader of formats may know about where bytes came from, beside the bytes."""

    feed: str
    agency: str | None = None
    """The agency as `stet.toml` names it; none when only a file is looked at."""
    source: str = ""
    arrived: datetime
    """Stands in for times the item does not give; UTC."""
    time_zone: str = "UTC"
    """IANA name of the zone of times that carry none."""
    zone_given: bool = False
    """Whether the feed names that zone itself: then it goes before what is known of the agency."""
    language: str | None = None
    """BCP 47 tag for items that name no language."""
    charset: str | None = None
    """The feed's charset for text that declares none (edge_cases.md 6 and 7)."""
    cut: tuple[str, ...] = ()
    """The feed's own cut rules: a paragraph at the top or the foot of a body that one of these patterns matches whole
    is the desk's, not the reader's (the house, decision 1)."""
    stop_signals: tuple[str, ...] = ()
    """Signals that this feed sends for a stop, beside those known of its agency."""
    limits: Limits = Limits()
