"""A story ready to set, the page it becomes, and the proof that it was put."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from stet.model.story import Correction, Notes, Topic


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


class Received(Struct, frozen=True, kw_only=True):
    """One version of one item that a page shows, as it reached this house."""

    item: str
    """The agency's id of it, as the agency wrote it."""
    version: int | None
    made: datetime | None
    """The agency's time of this version; none where it gave none."""
    arrived: datetime
    packet: str
    """SHA-256 of the bytes it came in, in hex."""
    text: str
    """Fingerprint (model/text.py) of the agency's text in them."""


class Rework(Struct, frozen=True, kw_only=True):
    """Something that the desk put in the agency's place and the page shows. Never who."""

    what: str
    """`headline` or `picture`."""
    at: datetime


class Provenance(Struct, frozen=True, kw_only=True):
    """Where what a page shows comes from, out of the journal (promise 5)."""

    received: tuple[Received, ...] = ()
    """What the text is joined of, in order; of most stories one."""
    reworked: tuple[Rework, ...] = ()


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
    reporter: str | None = None
    """Who wrote it, as the byline names them; none where it names the agency only."""
    words: int = 0
    """Words of the body, as white space parts them."""
    provenance: Provenance = Provenance()


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
    marks: tuple[int, ...] = ()
    """How alike its text is to others (model/likeness.py)."""


class Beside(Struct, frozen=True, kw_only=True):
    """What a page says of other stories."""

    related: tuple[Card, ...] = ()
    """What else there is about its topics, the nearest first."""
    translations: tuple[Card, ...] = ()
    """The same story in other languages, one in each."""


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
    CLEARED = "cleared"
    """Another story's page was put again without the name of this one."""


class Receipt(Struct, frozen=True, kw_only=True):
    """What was put or removed where, when, with which digest."""

    path: str
    act: Act
    at: datetime
    digest: str | None = None
    """SHA-256 of the bytes that were put."""
    story_key: str | None = None
