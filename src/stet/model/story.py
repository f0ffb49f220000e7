"""What all dispatches of one story fold into, and what stands beside it."""

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from stet.model.dispatch import Dispatch, Picture


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


class Standing(Struct, frozen=True, kw_only=True):
    """Whether a story may be shown, why, and when that changes by itself."""

    state: State
    reason: str
    until: datetime | None = None
    """The next instant (UTC) at which the clock alone may change the state."""


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


class Policy(Struct, frozen=True, kw_only=True):
    """What the house decided for a feed."""

    section: str
    hold: bool = False
    """A person releases each story."""
    hold_alerts: bool = False
    """A person releases what came as an alert only."""
    tripwires_off: tuple[str, ...] = ()
    """Names of the tripwires (story/tripwires.py) that hold nothing of this feed."""
    behind: timedelta = timedelta(days=365)
    """How long before its arrival an item may be dated without a person having to look."""
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


class Surge(Struct, frozen=True, kw_only=True):
    """How much came by a feed in the hour that ends with a story's arrival, against what usually comes (edge case 47).

    For a story, F is the feed and T the time of the first of its usable dispatches of kind story or alert to arrive
    (the least by arrival, then feed). *Came* is said of a story at its own T and on its own F. All windows lie on
    `arrived`, the later end included, so what came in one packet counts as a whole, and nothing that comes later
    changes a Surge: it is a pure function of what the journal holds. A back file that is put on the road under an
    earlier time does change those of the hour and the week behind it; a story is to be settled again then.
    """

    items: int
    """Different stories that came by F in the hour (T - 1 h, T], this one included."""
    stale: int
    """Of these, the ones that are old or known: `version_created` of that first dispatch lies more than the feed's
    `behind` before its arrival, or its likeness (model/likeness.py) is near that of another story of the same agency,
    in or before the hour, that came before it, or at the same instant under a lesser story key."""
    usual: float | None
    """Stories that came by F in the 7 days (T - 1 h - 7 d, T - 1 h], for each hour of them. When the first story ever
    to come by F did so less than 7 days before T - 1 h, the hours since then count; less than 24 hours: None."""
    busiest: int
    """The most stories that came by F in any one clock hour (UTC) of those 7 days."""


class Barred(Struct, frozen=True, kw_only=True):
    """A picture that may not be used now."""

    picture: Picture
    reason: str
    """In one line."""


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
    first: Dispatch
    """The earliest version no stop has reached: it gives the address, so an update does not move the page."""
    current: Dispatch
    """The version readers get, or would get if the standing allowed it; with the takes that are joined to it."""
    parts: tuple[Dispatch, ...] = ()
    """What `current` is joined of, in order; empty where it came as one."""
    pictures: tuple[Picture, ...] = ()
    """The pictures of that version which may be shown, with the words that their own items give them now."""
    barred: tuple[Barred, ...] = ()
    """Those that no program may use now, by their ends or their terms (life.md section 7; edge cases 97 and 98)."""
    versions: int
    """How many different dispatches were folded."""
    standing: Standing
    first_live: datetime | None
    """The first instant at which readers could see it here, by our clock; also of a page past its relevance then."""
    moved: bool = False
    """It may have stood at another address: a later version reached this house before the first did, or one that was
    earlier still has been stopped."""
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
