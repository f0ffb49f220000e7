"""What all dispatches of one story fold into, and what stands beside it."""

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from stet.model.dispatch import Dispatch, Picture, Subject


class State(StrEnum):
    """Whether readers may see the story now (life.md section 1)."""

    LIVE = "live"
    HELD = "held"
    """Waits for a person."""
    SCHEDULED = "scheduled"
    """Waits for a time."""
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    """Its news value is over; its page stays."""
    LAPSED = "lapsed"
    """The right to show it is over, by the agency's word or by the feed's archive limit; its page goes."""
    FILED = "filed"
    """Kept, but not a news page: a picture, a package, an advisory."""


SHOWN = (State.LIVE, State.EXPIRED)
"""Readers can see it. A story past its relevance leaves the lists but keeps its page (life.md section 7)."""


class Cause(StrEnum):
    """What a held story waits for a person to decide."""

    AFTER_A_KILL = "after-a-kill"
    """Usable again after a kill."""
    ORDER = "order"
    """An order to stop a story may mean it."""
    DESK = "desk"
    """Somebody at the desk holds it."""
    ONE_ID = "one-id"
    """Different reports come under its id."""
    STOPPED_WORDS = "stopped-words"
    """Its words came as a story that was stopped."""
    TWIN = "twin"
    """It began with the words of another."""
    STATUS = "status"
    """A status that is not known here."""
    QUERY = "query"
    """Something met while reading it."""
    TAKE = "take"
    """A part of a text whose rest is missing or does not fit."""
    ALERT = "alert"
    TRIPWIRE = "tripwire"
    NO_TEXT = "no-text"
    FEED = "feed"
    """All of its feed wait."""
    PAUSED = "paused"
    """Its feed is paused: it waits for that to end, and a release alone does not show it."""
    FAULT = "fault"
    """Its page failed a check, or Stet failed on it."""


class Standing(Struct, frozen=True, kw_only=True):
    """Whether a story may be shown, why, and when that changes by itself."""

    state: State
    reason: str
    until: datetime | None = None
    """The next instant (UTC) at which the clock alone may change the state."""
    causes: tuple[Cause, ...] = ()
    """Of a held one all that holds it; the reason tells the first."""


class Clause(StrEnum):
    """What the terms of a picture may ask that a program cannot promise (life.md section 7)."""

    NO_ARCHIVE = "no-archive"
    CREDIT = "mandatory-credit"
    """Asked for, and not there."""
    WEB = "not-for-internet"
    TERRITORY = "territory"
    POOL = "pool"
    HANDOUT = "handout"
    DAYS = "days"
    """For so many days only: no bar, but an end."""
    SEQUENCE = "sequence"
    """A league's ban on pictures in a row."""
    PASSING_ON = "passing-on"
    UNKNOWN = "unknown"
    """Words that restrict something, and are none of these."""


class Indexing(StrEnum):
    """What search engines may do with a story."""

    INDEX = "index"
    NOINDEX = "noindex"
    NOINDEX_NEWS = "noindex-news"
    """Google News may not show it; others may."""


class Policy(Struct, frozen=True, kw_only=True):
    """What the house decided for a feed."""

    section: str
    hold: bool = False
    """A person releases each story."""
    hold_because: str = ""
    """Why, where it is not what `stet.toml` says: one sentence."""
    hold_alerts: bool = False
    """A person releases what came as an alert only."""
    tripwires_off: tuple[str, ...] = ()
    """Names of the tripwires (story/tripwires.py) that hold nothing of this feed."""
    behind: timedelta = timedelta(days=1826)
    """How long before its arrival an item may be dated without a person having to look."""
    unlisted: timedelta = timedelta(days=365)
    """How long before its arrival an item may be dated and still be news, which lists show (edge case 63)."""
    ahead: timedelta = timedelta(days=7)
    """How long after its arrival an item may be dated; minutes, where a feed means an embargo by it (edge case 62)."""
    archive_days: int | None = None
    """How many days after it was first published here a story must be gone; none: never."""
    embargo_repeats: bool = False
    """The feed repeats an embargo in each version: a newer usable one without it lifts it (life.md section 6)."""
    agreed: tuple[Clause, ...] = ()
    """Clauses in the terms of pictures that the contract with the agency has settled: they bar no picture."""
    country: str | None = None
    """Where the site is, as ISO 3166 has it: pictures may be barred from a country. None: not known."""
    indexing: Indexing = Indexing.INDEX
    reserved: bool = True
    """Its stories may not be mined to train models."""
    canonical_agency: bool = False
    """Search engines are sent to the agency's own page of a story, where the item names one."""
    full_feeds: bool = False
    """Feeds may carry the whole text of its stories."""


class Surge(Struct, frozen=True, kw_only=True):
    """How much came by a feed in the hour that ends with a story's arrival, against what usually comes (edge case 47).

    Counted once, when the story is first read, and kept: what comes later, and a replay, change nothing in it.
    """

    items: int
    """Stories that this feed brought for the first time within the hour, this one included."""
    late: int
    """Of these, the ones whose own time lies more than an hour before they came: a line that was down brings such."""
    stale: int
    """Of these, the ones that are old by their own time, or have the words of a story of their agency that came
    before the hour. Nothing is old on a feed's first day: what it shows then is a window on what it was."""
    usual: float | None
    """Stories that came by the feed in the week before, for each hour of it; of a feed that is younger, for each hour
    of its life. None on its first day."""
    busiest: int
    """The most stories that came in any one hour (UTC) of that week."""


class Barred(Struct, frozen=True, kw_only=True):
    """A picture that may not be used now."""

    picture: Picture
    reason: str
    """In one line."""


class Lent(Struct, frozen=True, kw_only=True):
    """A file that the desk has put over a story, by what became of those it came with (life.md section 9)."""

    asset: str
    """SHA-256 of the file."""
    barred: str = ""
    """Why no page may show it now, in one line; empty where one may."""
    reworded: str = ""
    """The caption that its agency has given it since, if it did."""
    until: datetime | None = None
    """The next instant at which the clock alone may change that."""


class Version(Struct, frozen=True, kw_only=True):
    """One version in the line of those that make a story's text."""

    dispatch: Dispatch
    corrects: bool = False
    """The agency says that it fixes an error of an earlier one (life.md section 4)."""


class Correction(Struct, frozen=True, kw_only=True):
    """What readers are told of an error that the agency has fixed."""

    at: datetime
    """The agency's time of the version that fixed it, else its arrival."""
    version: int | None
    note: str | None
    """The agency's own words to readers about it; never a note to editors."""


class Story(Struct, frozen=True, kw_only=True):
    """All dispatches of one story, folded. The same for any order of arrival (promise 6)."""

    key: str
    id: str
    """Ten characters made from the key: the story's name in addresses."""
    others: tuple[str, ...] = ()
    """Keys of the other items of its thread, whose addresses lead here."""
    agency: str
    named: Dispatch
    """The version whose words the address has: the first that may give them, so an update does not move the page."""
    current: Dispatch
    """The version readers get, or would get if the standing allowed it; with the takes that are joined to it."""
    parts: tuple[Dispatch, ...] = ()
    """What `current` is joined of, in order; empty where it came as one."""
    also: tuple[Subject, ...] = ()
    """Subjects that the agency filed the same words under as another story (edge case 46)."""
    pictures: tuple[Picture, ...] = ()
    """The pictures of that version which may be shown, with the words that their own items give them now."""
    barred: tuple[Barred, ...] = ()
    """Those that no program may use now, by their ends or their terms (life.md section 7; edge cases 97 and 98)."""
    lent: tuple[Lent, ...] = ()
    """The files that the desk has put over it, as they may be shown."""
    versions: int
    """How many different dispatches were folded."""
    standing: Standing
    first_live: datetime | None
    """The first instant at which readers could see it here, by our clock; also of a page past its relevance then."""
    moved: bool = False
    """It may have stood at another address, by the words of another version or the id of another item."""
    conflict: bool = False
    """Two different contents came under one version; the first to arrive stands."""
    flags: tuple[str, ...] = ()
    """What the desk should look at, one sentence each."""
    line: tuple[Version, ...] = ()
    """The versions that stand, earliest first, the last of them `current` without its takes; none when a stop has taken
    all. Of two contents under one version it has the one that stands. They may be of several keys: never compare their
    numbers."""
    corrections: tuple[Correction, ...] = ()
    """What readers of an earlier version have to be told, oldest first."""


class Topic(Struct, frozen=True, kw_only=True, order=True):
    """What a story is about, as a reader would name it."""

    name: str
    slug: str


class Notes(Struct, frozen=True, kw_only=True):
    """What the program adds beside the text. Never in it, and never able to move it."""

    minutes: int
    """Reading time in whole minutes, at least 1; 0 when there is nothing to read."""
    standfirst: str | None = None
    """A contiguous run of the body's own words, or the agency's summary."""
    topics: tuple[Topic, ...] = ()
    marks: tuple[int, ...] = ()
    """How alike its text is to others (model/likeness.py)."""
