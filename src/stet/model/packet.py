"""What arrives: bytes, and where they came from."""

from datetime import datetime
from hashlib import sha256

from msgspec import Struct


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
    language: str | None = None
    """BCP 47 tag for items that name no language."""
