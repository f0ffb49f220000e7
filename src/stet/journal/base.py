"""What the road asks of a journal, and the values that pass between them.

The journal is what is durable: pages can be rendered again from it, and it from nothing. Three doors append to it,
packets from the wire, changes from the desk, and instants that fall due; the road reads from it what to do next, so
a start after a crash is the same code as any other turn.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from stet.model.brief import Brief
from stet.model.change import AnyChange
from stet.model.dispatch import Dispatch, Reading
from stet.model.listing import Bucket
from stet.model.packet import Packet
from stet.model.page import Beside, Card, Cut, Receipt
from stet.model.story import Standing
from stet.model.switch import OPEN, Gate
from stet.model.thread import Around, Ties


class Kept(Struct, frozen=True, kw_only=True):
    """A packet that is durable and waits to be read."""

    id: int
    packet: Packet
    names: Mapping[str, datetime] = {}
    """The file names it came under and when it last did, once it came more than once; for pictures."""
    counted: bool = False
    """It was read before, and its stories are counted among those that its feed brings."""


class Asset(Struct, frozen=True, kw_only=True):
    """A picture file: its bytes are kept once, by digest, whatever names it came under."""

    digest: str
    data: bytes
    cuts: tuple[Cut, ...]
    files: Mapping[str, bytes] = {}
    """The cuts as files, by path."""
    recipe: int = 0
    """How it was cut: a higher number takes the place of a lower one."""


class Newcomer(Struct, frozen=True, kw_only=True):
    """A story that a packet brought for the first time, counted once among those that its feed brings."""

    key: str
    late: bool
    stale: bool
    burst: str | None = None
    """How much too much came with it, in words."""


class Pulse(Struct, frozen=True, kw_only=True):
    """How many stories a feed brought within an hour, and in the week before that hour (model/story.py, `Surge`)."""

    items: int = 0
    late: int = 0
    stale: int = 0
    usual: float | None = None
    busiest: int = 0


class Filed(Struct, frozen=True, kw_only=True):
    """What reading one packet came to. Filed in one transaction with its neighbours."""

    kept: Kept
    reading: Reading
    ties: tuple[Ties, ...] = ()
    """What ties each dispatch of the reading to others, in their order."""
    asset: Asset | None = None
    """The picture the packet turned out to be."""
    again: str | None = None
    """Its digest, where the journal has it and its cuts already."""
    newcomers: tuple[Newcomer, ...] = ()
    """Stories that it brings for the first time."""


class Shown(Struct, frozen=True, kw_only=True):
    """What readers could see of a story after its last settlement."""

    path: str | None = None
    asset: str | None = None
    card: Card | None = None
    listed: bool = True
    """Lists show the card: the story is not past its relevance."""
    gone: bool = False
    undrawn: bool = False
    """The share card that the page names is not drawn yet."""
    unsure: bool = False
    """The picture's files may not have reached the disk and are to be put again."""

    @property
    def drawn(self) -> str | None:
        """Path of the share card that the page names."""
        return self.card.drawn.path if self.card and self.card.drawn else None

    @property
    def files(self) -> set[str]:
        """Paths of the picture's files."""
        plate = self.card.plate if self.card else None
        if plate is None:
            return set()
        return {cut.path for cut in (*plate.cuts, *((plate.share,) if plate.share else ()))}


class Lending(Struct, frozen=True, kw_only=True):
    """Those with whom a file came that the desk has put over a story."""

    names: frozenset[tuple[str, str]]
    """The names under which it ever came, each after its feed."""
    histories: tuple["History", ...]
    """Of the newest of those that call for it by one of these."""


class History(Struct, frozen=True, kw_only=True):
    """All that is known of one story at an instant, and what was last shown of it."""

    key: str
    at: datetime
    dispatches: tuple[Dispatch, ...]
    changes: tuple[AnyChange, ...]
    touched: int
    """How often something happened to it since it was last settled; handed back with the outcome."""
    shown: Shown
    cuts: Mapping[str, tuple[Cut, ...]]
    """Cuts of pictures, by asset digest: of all this story may use, at least."""
    assets: Mapping[str, str]
    """Asset digest by the file name a dispatch calls it."""
    around: Around = Around()
    """What came for other items and touches the story."""
    gate: Gate = OPEN
    """What the desk switched feeds to, and when."""
    lent: Mapping[str, Lending] = {}
    """For each file that the desk has ever put over it those with whom it came."""


class Surroundings(Struct, frozen=True, kw_only=True):
    """A live story and those that may be named on its page."""

    card: Card
    near: tuple[Card, ...]
    """Live stories that are nearest in time to it among those about one of its topics in its language."""
    told: tuple[Card, ...]
    """Live stories that are translations of it, or of the same one."""


class Named(Struct, frozen=True, kw_only=True):
    """Ids of the stories that a page is to name, each in order."""

    related: tuple[str, ...] = ()
    translations: tuple[str, ...] = ()


class Naming(Struct, frozen=True, kw_only=True):
    """A page that may name stories."""

    key: str
    path: str
    ids: frozenset[str]


class Settled(Struct, frozen=True, kw_only=True):
    """The outcome of one story's turn on the road."""

    key: str
    id: str
    touched: int
    listed: bool
    """It had a card before: lists may have shown it."""
    standing: Standing
    shown: Shown
    whole: str | None = None
    """The key of the story that this is only an item of."""
    remote: tuple[tuple[str, str], ...] = ()
    """Pictures to fetch for it, by feed and address."""
    text: str = ""
    """The body that readers see, for search."""
    brief: Brief | None = None
    """The story's line in the desk's list; none of what is only an item of another."""
    stirred: bool = False
    """What other pages may say of it has changed, or whether they may."""


class Undrawn(Struct, frozen=True, kw_only=True):
    """A story whose page names a share card that is not drawn yet."""

    key: str
    card: Card
    digest: str | None
    """Of the bytes that were last put under that name, if they were not removed since: a replay finds them there."""


class Place(Struct, frozen=True, kw_only=True):
    """A page as a sitemap has it."""

    path: str
    changed: datetime


class Journal(Protocol):
    """The one place that remembers. Every method is one transaction; all raise `Unavailable` when the
    database does not answer, is full or read-only."""

    # -- the three doors
    def keep(self, packets: Sequence[Packet], stops: Sequence[bool], pictures: Sequence[bool] = ()) -> int:
        """Make packets durable; those marked as stops are read before all others, those marked as pictures are not
        read but made ready beside the road. Bytes that this feed sent before are counted, not kept twice. Returns how
        many are new."""

    def record(self, change: AnyChange) -> None:
        """Append what a person did, and touch the story."""

    def due(self, now: datetime, limit: int, *, stops: bool = False, ends: datetime | None = None) -> list[str]:
        """Keys of stories that a stop touched since they were settled, and of those whose page is up and was reworked
        by hand. Where there are none, and `stops` does not ask for no others: all that were touched, those with most
        haste first, then as they came; and those whose time has come, by `ends` for those that readers can see."""

    def newest(self) -> int:
        """The number of the newest packet; 0 when there is none."""

    def is_unread(self, up_to: int) -> bool:
        """Whether a packet up to this number waits to be read."""

    # -- the road
    def pending(self, limit: int) -> list[Kept]:
        """Packets not read yet, oldest first, some megabytes of them at most; no pictures. While stops wait, only
        they."""

    def attempt(self, packet: int | str | None, what: str = "reading") -> int:
        """Remember that this packet is about to be read, or this picture made ready (`developing`); none: that it went
        well. Returns how often in a row."""

    def file(self, filed: Sequence[Filed]) -> None:
        """Store what was read, mark the packets read or refused, touch the stories."""

    def known(self, keys: Collection[str], words: Collection[str], before: datetime) -> tuple[set[str], set[str]]:
        """Which of these stories came already, and which of these words came before that time."""

    def pulse(self, feed: str, at: datetime) -> Pulse:
        """What a feed brought until then."""

    def histories(self, keys: Sequence[str], at: datetime) -> list[History]:
        """All dispatches and changes of each story, whatever item of its thread the key is of, and what surrounds it;
        to be folded as of `at`."""

    # -- pictures
    def undrawn(self, limit: int) -> list[Undrawn]:
        """Stories whose share card is to be drawn, the latest first."""

    def cards_to_come(self) -> set[str]:
        """Paths of the share cards that are still to be drawn."""

    def drawn(self, keys: Collection[str], receipts: Sequence[Receipt]) -> None:
        """The share cards of these stories are there now."""

    def undeveloped(self) -> Kept | None:
        """The oldest picture that waits to be made ready."""

    def outdated(self, recipe: int) -> str | None:
        """The digest of a picture that was cut by a lower recipe; those that pages show come first."""

    def recipe_of(self, digest: str) -> int | None:
        """How a picture was cut; none for one that the journal does not have."""

    def asset(self, digest: str) -> Asset:
        """A picture, without its files."""

    def keep_asset(self, asset: Asset) -> None:
        """Keep a picture that the desk brings, or that was cut anew: the stories that show it are then touched."""

    def picture_files(self, paths: Collection[str]) -> dict[str, bytes]:
        """Cuts as files, by path; those that are kept."""

    def wanting(self, feed: str, name: str) -> list[str]:
        """Keys of the stories that call for a picture by this name or address."""

    def cuts_shown(self, digest: str, besides: Collection[str]) -> set[str]:
        """Paths of the cuts of this picture that the pages of stories other than those show."""

    def removed_lately(self) -> list[str]:
        """Paths that were taken away since the last checkpoint and not put again: a removal, too, may not have
        reached the disk."""

    def settle(self, settled: Sequence[Settled], receipts: Sequence[Receipt], lists: Iterable[str]) -> None:
        """Store the outcome, the receipts and the lists to render; the stories are no longer touched. But stories are
        whose pages must now lead to the page of a topic, or no longer, because of what became of others."""

    def forget(self) -> None:
        """Throw away all that is derived; every packet is unread again."""

    # -- lists (named as model/listing.py says)
    def dirty_lists(self) -> list[str]:
        """Names and marks of the lists to render again."""

    def clean_lists(self, names: Sequence[str], receipts: Sequence[Receipt]) -> None:
        """These lists have been put."""

    # -- what stands beside a story
    def arrange(self, limit: int, *, around: int, within: timedelta, choose: Callable[[Surroundings], Named]) -> int:
        """Find again what stands beside stories that were stirred, at most so many of them, and beside those that they
        came near to or left: `around` of them on either side about each topic, none further off in time than `within`.
        `choose` is pure. Stories whose page has to say something else are touched, to be settled when nothing else is.
        Returns how many were stirred."""

    def beside(self, ids: Collection[str]) -> dict[str, Beside]:
        """What the pages of these stories are to say of others, of which only live ones are given."""

    def naming(self, ids: Collection[str]) -> list[Naming]:
        """The pages that may name one of these stories, each with those of the ids that it may name."""

    def put_lately(self) -> list[str]:
        """Paths of stories' files that were put since the last checkpoint and not taken away: what was put last may not
        have reached the disk, and what stood there before may be there."""

    def live(self, ids: Collection[str]) -> set[str]:
        """Those of the stories that are live."""

    def cards(self, listing: str, *, by: str, limit: int, skip: int = 0, period: str = "") -> list[Card]:
        """Cards of a list: by `value`, the greatest news value first; by `updated`, the latest first by agency time; by
        `published`, the latest to be published here first, or `oldest` first. With a period only those first published
        in it."""

    def places(self, month: str, *, limit: int, skip: int) -> list[Place]:
        """Pages first published in a month that search engines may show, the oldest first."""

    def count(self, listing: str, hour: str) -> int:
        """How many stories of a list were first published in an hour, counted now."""

    def periods(self, listing: str, inside: str, level: int) -> list[Bucket]:
        """What was counted for the periods of a level that lie inside another, the earliest first."""

    def buckets(self, listing: str, periods: Collection[str]) -> dict[str, Bucket]:
        """What was counted for these periods; those that have stories."""

    def neighbours(self, listing: str, period: str) -> tuple[str | None, str | None]:
        """The period with something in it before this one, and the one after it, of the same level."""

    def recounted(self, listing: str, counted: Sequence[Bucket], marks: Iterable[str]) -> None:
        """Store what was counted, and mark lists to render."""

    def topic_count(self, slug: str) -> int:
        """How many live stories are about a topic."""

    def topic_name(self, slug: str) -> str:
        """What the pages of a topic call it; empty before it has one."""

    def topic_told(self, slug: str, language: str) -> str:
        """What the oldest story in that language calls a topic, else what the oldest of all does."""

    def name_topic(self, slug: str, name: str, marks: Iterable[str]) -> None:
        """Store what the pages of a topic call it, and mark lists to render."""

    def most_told(self, limit: int, least: int) -> list[tuple[str, str, int]]:
        """Slug, name and number of live stories of the topics that have most of them, and at least so many."""
