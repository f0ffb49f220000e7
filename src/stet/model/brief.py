"""A story in one line, as the desk's list shows it."""

from datetime import datetime
from enum import IntFlag

from msgspec import Struct

from stet.model.story import Cause, State


class Flag(IntFlag):
    """What the desk may want to look for in a list."""

    ALERT = 1
    CORRECTION = 2
    """Its newest version corrects an error."""
    STALE = 4
    """The house headline may say what the story does not say any more."""
    FELL = 8
    """A correction took a house headline or picture away, and nobody has set another since."""
    TRIPWIRE = 16
    EMBARGO = 32
    NO_PICTURE = 64
    """Readers get it, or would, without one."""
    RIGHTS = 128
    """A picture of it may not be used."""
    ORDER = 256
    """An order to stop a story may mean this one, or its words."""
    LOOK = 512
    """Something about its versions is odd."""
    HEADLINE = 1024
    """Its headline was reworked here."""
    PICTURE = 2048
    """Its picture was."""

    @property
    def called(self) -> str:
        """Its word in addresses: `no-picture`."""
        return (self.name or "").lower().replace("_", "-")


class Brief(Struct, frozen=True, kw_only=True):
    """One line of the wire. Of what a stop has taken away it has no words: they are sealed."""

    id: str
    guid: str
    """The id as the agency wrote it."""
    agency: str
    section: str
    state: State
    reason: str
    until: datetime | None = None
    causes: tuple[Cause, ...] = ()
    came: datetime
    """When the last came for it, a stop included: our clock."""
    made: datetime | None = None
    """The agency's time of the version that stands."""
    version: int | None = None
    urgency: int | None = None
    language: str | None = None
    slug: str = ""
    headline: str = ""
    """The one readers see, or would see."""
    agency_headline: str = ""
    """The agency's own, where the house's stands over it."""
    path: str | None = None
    thumb: str | None = None
    """Path of its picture in the smallest cut."""
    flags: Flag = Flag(0)
    looks: tuple[str, ...] = ()
    """What there is to look at, a sentence each."""
    topics: tuple[str, ...] = ()
    """Slugs of what it is about, of a live one."""
