"""One version of one item, as the agency sent it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct


class Status(StrEnum):
    """What the agency says may be done with this version (IPTC pubstatus; mapping.md section 2)."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"
    UNKNOWN = "unknown"
    """A word that is none of the others. Never published; a person decides."""


STOPS = (Status.CANCELED, Status.WITHHELD)
"""What takes a story away, and jumps every queue (life.md section 5; the house, decision 6)."""

_GRAVITY = (Status.CANCELED, Status.WITHHELD, Status.UNKNOWN, Status.USABLE)


def gravest(statuses: Iterable[Status]) -> Status:
    """Of several statuses of one item the one that allows least; none at all means usable."""
    return min(statuses, key=_GRAVITY.index, default=Status.USABLE)


CLOCK_SKEW = timedelta(minutes=5)
"""How far an agency's clock may run ahead of ours. A time further ahead is not believed (edge case 62)."""


class Kind(StrEnum):
    """What sort of thing it is. Only stories and alerts become pages."""

    STORY = "story"
    ALERT = "alert"
    ADVISORY = "advisory"
    PACKAGE = "package"
    PICTURE = "picture"


class Embargo(Struct, frozen=True):
    """Not before this instant (UTC); without one, no end is known and it stays shut."""

    until: datetime | None


class Subject(Struct, frozen=True, kw_only=True):
    """A thing the agency says the item is about, by code or by name."""

    scheme: str | None = None
    code: str | None = None
    name: str | None = None


class Rendition(Struct, frozen=True, kw_only=True):
    """One size of a picture. Width and height in pixels."""

    href: str
    type: str | None = None
    width: int | None = None
    height: int | None = None


class Picture(Struct, frozen=True, kw_only=True):
    """A picture as the agency describes it. Caption and credit are verbatim, as the body is."""

    guid: str | None = None
    caption: str | None = None
    credit: str | None = None
    alt: str | None = None
    usage_terms: str | None = None
    ed_note: str | None = None
    """For editors, about this picture: restrictions may stand here too. Never shown to readers."""
    rights_end: datetime | None = None
    """From this instant the picture may not be shown, though its story may: the end of its rights or of its use."""
    renditions: tuple[Rendition, ...] = ()


def file_key(digest: str) -> str:
    """The key under which it is known what was done with a picture's file, whatever items it came with: by its SHA-256.
    No story key looks like it, for these begin with an agency."""
    return f"file:{digest}"


class Link(Struct, frozen=True, kw_only=True):
    """A relation to another item."""

    rel: str | None = None
    target: str
    version: int | None = None


class Dispatch(Struct, frozen=True, kw_only=True):
    """One version of one item. Everything in it is derived from the packet and can be derived again."""

    feed: str
    agency: str
    """The agency the story belongs to. Threads never cross it (the house, decision 5)."""
    packet: str
    """Digest of the packet it was read from."""
    format: str
    index: int
    """Its place in the packet, from 0."""
    arrived: datetime

    story_key: str
    """Agency and stable id, without the version."""
    guid: str
    """The id as the agency wrote it. A revision in it is not part of `story_key`."""
    alt_ids: tuple[str, ...] = ()
    """Other names of the item, by which the agency's own orders may call it: serials, keys, transmission numbers."""
    alt_keys: tuple[str, ...] = ()
    """The story keys that orders by these names have."""
    continues: tuple[str, ...] = ()
    """Story keys of the items it goes on from under an id of its own: one page for all of them (life.md section 2)."""
    translates: tuple[str, ...] = ()
    """Story keys of the items that it is a translation of, or that are translations of it."""
    version: int | None = None
    status: Status = Status.USABLE
    kind: Kind = Kind.STORY
    version_created: datetime | None = None
    first_created: datetime | None = None
    embargo: Embargo | None = None
    expires: datetime | None = None
    """When its news value is over: it leaves fronts and feeds, and its page may stay (life.md section 7)."""
    rights_end: datetime | None = None
    """From this instant it may not be shown at all: the end of the rights in it (life.md section 7)."""
    urgency: int | None = None
    """1 (most urgent) to 9."""
    language: str | None = None

    headline: str | None = None
    slugline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    provider: str | None = None
    credit: str | None = None
    summary: str | None = None
    body_html: str = ""
    """The canonical body: allow-listed markup, the agency's words."""
    body_text: str = ""
    """The same words, paragraphs split by a blank line."""
    word_count: int | None = None
    wire_fingerprint: str = ""
    """Fingerprint (model/text.py) of the body's text as an independent reader took it from the packet."""

    subjects: tuple[Subject, ...] = ()
    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    ed_note: str | None = None
    """For editors. Never shown to readers."""
    public_note: str | None = None
    signals: tuple[str, ...] = ()
    usage_terms: str | None = None
    copyright: str | None = None
    pictures: tuple[Picture, ...] = ()
    picture_keys: tuple[str, ...] = ()
    """For each picture the story key of its own item, by which its updates and stops come; empty where it has none."""
    links: tuple[Link, ...] = ()
    problems: tuple[str, ...] = ()
    """Repairs made and things assumed while reading, one sentence each."""
    queries: tuple[str, ...] = ()
    """What a person has to answer before this is published, one sentence each. Every query holds the story."""
    digest: str = ""
    """SHA-256 over what the agency said, without transport facts: the same words again have the same digest."""


def time_of(dispatch: Dispatch) -> datetime:
    """When the agency made this version, by its own clock; where it does not say so, or names a time too far ahead to
    be believed (edge case 62), the time of arrival."""
    created = dispatch.version_created
    return dispatch.arrived if created is None or created > dispatch.arrived + CLOCK_SKEW else created


BY_SLUG = "slug:"
"""How an id begins that was made of a slug and a day: several stories may have come under it, so it is never sure."""

LIKE_AN_ORDER = ("reads like an order", "reads like a kill")
"""What every reason and question says about words that may mean a stop of a story and name none that is known."""


class Refusal(Struct, frozen=True, kw_only=True):
    """Something in a packet that could not be read, and why, in one line for a wire editor."""

    source: str
    reason: str
    index: int | None = None
    """Its place in the packet; none when the whole packet is refused."""


class Reading(Struct, frozen=True, kw_only=True):
    """What a packet turned out to hold. One bad item never hides its neighbours."""

    format: str | None
    why: str
    """How the format was recognised, or why none was."""
    dispatches: tuple[Dispatch, ...] = ()
    refusals: tuple[Refusal, ...] = ()
