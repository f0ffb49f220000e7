"""A story ready to set, the page it becomes, and the proof that it was put."""

from datetime import datetime
from enum import IntEnum, StrEnum

from msgspec import Struct

from stet.model.story import Correction, Indexing, Notes, Topic


class Wording(Struct, frozen=True, kw_only=True):
    """The disclosure's four sentences. `{site}` stands for the site's name."""

    nothing: str = "This report is auto-generated from a syndicated feed; the {site} staff have reworked nothing in it."
    headline: str = (
        "Only the headline of this report may have been reworked by the {site} staff; "
        "the rest of the content is auto-generated from a syndicated feed."
    )
    picture: str = (
        "Only the picture of this report may have been reworked by the {site} staff; "
        "the rest of the content is auto-generated from a syndicated feed."
    )
    both: str = (
        "Only the headline and picture of this report may have been reworked by the {site} staff; "
        "the rest of the content is auto-generated from a syndicated feed."
    )


class Agency(Struct, frozen=True, kw_only=True):
    """An agency whose stories stand here, as its page tells of it."""

    name: str
    about: str | None = None
    website: str | None = None


class Site(Struct, frozen=True, kw_only=True):
    """What a page needs to know about the site it is on."""

    name: str
    url: str
    """The public address, without a slash at the end."""
    language: str = "en"
    time_zone: str = "UTC"
    wording: Wording = Wording()
    notice: str | None = None
    """A line on every page above all else: the demo says here that it is one."""
    agencies: tuple[Agency, ...] = ()
    """Those that have a page."""
    reserved: bool = True
    """Something here may not be mined to train models."""


class Cut(Struct, frozen=True, kw_only=True):
    """One width of a picture as this site serves it. Path below the edition, without a slash at the start."""

    path: str
    width: int
    height: int


class Plate(Struct, frozen=True, kw_only=True):
    """A picture ready to set: its cuts from narrow to wide, and its words."""

    cuts: tuple[Cut, ...]
    caption: str
    credit: str
    alt: str
    house: bool
    """Put there by the desk, not by the agency."""


class Reach(Struct, frozen=True, kw_only=True):
    """How far a story may go beyond this site, by the contract with its agency."""

    indexing: Indexing = Indexing.INDEX
    reserved: bool = True
    """It may not be mined to train models (TDM reservation)."""
    canonical: str | None = None
    """The agency's own address of it, where that is the one search engines are to show."""
    full_feeds: bool = False
    """Feeds may carry all of its text."""


class Copy(Struct, frozen=True, kw_only=True):
    """Story, notes and the desk's overlay, resolved: ready to set."""

    key: str
    id: str
    version: int | None
    path: str
    """Address below the site's, without a slash at the start: `india/headline-words-id`."""
    section: str
    language: str
    agency: str
    headline: str
    house_headline: bool
    byline: str
    """The reporter where one is named, then the agency."""
    dateline: str | None
    plate: Plate | None
    notes: Notes
    body_html: str
    wire_fingerprint: str
    first_published: datetime
    """When readers could first see it here: our clock."""
    updated: datetime
    """The time of the version in which the words last changed that readers see: the agency's clock."""
    urgency: int
    disclosure: str
    moved: bool = False
    """It may have stood at another address before: a pointer leads from there to here."""
    copyright: str | None = None
    corrections: tuple[Correction, ...] = ()
    """What readers of an earlier version have to be told, oldest first."""
    reach: Reach = Reach()
    linked: frozenset[str] | None = None
    """Slugs of the topics that have a page; none where all have."""


class Sitemaps(IntEnum):
    """In which sitemaps a story stands."""

    NONE = 0
    GENERAL = 1
    NEWS = 2
    """In the general one too."""


class FullText(Struct, frozen=True, kw_only=True):
    """What a feed has of a story whose contract lets feeds have all of it."""

    body_html: str
    disclosure: str
    copyright: str | None = None


class Card(Struct, frozen=True, kw_only=True):
    """What a list shows of a story: the front, a section, a topic, a feed."""

    id: str
    path: str
    section: str
    language: str
    agency: str
    headline: str
    standfirst: str | None
    plate: Plate | None
    first_published: datetime
    updated: datetime
    urgency: int
    topics: tuple[Topic, ...]
    corrected: bool = False
    """Readers of an earlier version are told of an error in it."""
    hour: str = ""
    """The hour of its first publication, in the site's zone: `2026-11-27T14`. It says where archives have it."""
    weight: int = 0
    """Its news value: of two stories the one that weighs more stands higher on the front (edition/front.py)."""
    sitemaps: Sitemaps = Sitemaps.NEWS
    full_text: FullText | None = None


class Page(Struct, frozen=True, kw_only=True):
    """A file of the edition. `body` none means: away with it."""

    path: str
    """Below the edition folder, without a slash at the start: `india/headline-words-id.html`."""
    body: bytes | None
    story_key: str | None = None


class Act(StrEnum):
    """What was done with a file of the edition."""

    PUT = "put"
    REMOVED = "removed"


class Receipt(Struct, frozen=True, kw_only=True):
    """What was put or removed where, when, with which digest."""

    path: str
    act: Act
    at: datetime
    digest: str | None = None
    """SHA-256 of the bytes that were put."""
    story_key: str | None = None
