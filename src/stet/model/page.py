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


class Mark(Struct, frozen=True, kw_only=True):
    """A logo: a file, and how large it is set."""

    ending: str
    """`svg`, `png`, `webp` or `jpg`."""
    data: bytes
    width: int
    """Pixels of the page."""
    height: int


class Style(Struct, frozen=True, kw_only=True):
    """What a house may change of the theme by words: colours, faces. None: as the theme has it."""

    paper: str | None = None
    """The ground of every page, as CSS writes a colour."""
    ink: str | None = None
    accent: str | None = None
    """Section names, marks, links that are pointed at."""
    dark_paper: str | None = None
    dark_ink: str | None = None
    dark_accent: str | None = None
    text_font: str | None = None
    """Faces for running text, as CSS writes a list of them; before those that each script needs."""
    display_font: str | None = None
    """Faces for headlines."""
    credo: str | None = None
    """The sentence at the foot of each page, in place of the one that ships."""


class Look(Style, frozen=True, kw_only=True):
    """All that a house may change of the theme without a template."""

    logo: Mark | None = None
    """In place of the name at the head of each page."""


class Leaf(Struct, frozen=True, kw_only=True):
    """A page of the house about itself, as it wrote it."""

    name: str
    """What its address ends in: `contact`; `index` for the first of them."""
    text: str
    """Markdown. Its first heading is the page's title."""


class Agency(Struct, frozen=True, kw_only=True):
    """An agency whose stories stand here, as its page tells of it."""

    name: str
    about: str | None = None
    website: str | None = None
    language: str | None = None
    """What its feed says its stories are in, and so its own words too."""


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
    look: Look = Look()
    about: tuple[Leaf, ...] = ()
    """Pages about the house: who it is, how to reach it, its terms."""
    agencies: tuple[Agency, ...] = ()
    """Those that have a page."""
    reserved: bool = True
    """Something here may not be mined to train models."""


Focus = tuple[int, int]
"""The point of a picture that must be seen when it is cropped: per cent from its left and from its top, in tens."""
MIDDLE: Focus = (50, 50)


def focus_at(left: float, top: float) -> Focus:
    """A point of a picture, given from 0 to 1 from its left and its top, in the steps that pages know."""
    return round(left * 10) * 10, round(top * 10) * 10


class Cut(Struct, frozen=True, kw_only=True):
    """A picture in one size and one file format, as this site serves it. Path below the edition, without a slash at the
    start."""

    path: str
    width: int
    height: int
    type: str = "image/jpeg"
    focus: Focus | None = None
    """Where it is the share image: the point around which it is cropped. None: the whole picture."""


class Plate(Struct, frozen=True, kw_only=True):
    """A picture ready to set: its cuts, those of one file format from narrow to wide, and its words."""

    cuts: tuple[Cut, ...]
    caption: str
    credit: str
    alt: str
    house: bool
    """Put there by the desk, not by the agency."""
    focus: Focus = MIDDLE
    share: Cut | None = None
    """What is shown with a link to the story; none of pictures that an older Stet made ready."""


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
    reporter: str | None = None
    """Who wrote it, as the byline names them; none where it names the agency only."""
    words: int = 0
    """Words of the body, as white space parts them."""
    provenance: Provenance = Provenance()
    reach: Reach = Reach()
    listed: bool = True
    """Lists show it: it is not past its relevance. The pages of its topics do then, and it leads to them."""


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
    drawn: Cut | None = None
    """The share card that is drawn for it, where it has no picture; none where it goes with the site's own."""
    marks: tuple[int, ...] = ()
    """How alike its text is to others (model/likeness.py)."""
    corrected: bool = False
    """Readers of an earlier version are told of an error in it."""
    hour: str = ""
    """The hour of its first publication, in the site's zone: `2026-11-27T14`. It says where archives have it."""
    weight: int = 0
    """Its news value: of two stories the one that weighs more stands higher on the front (edition/front.py)."""
    sitemaps: Sitemaps = Sitemaps.NEWS
    full_text: FullText | None = None


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
