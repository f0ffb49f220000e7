"""The road, on one page.

    Packet -> Dispatch -> Story -> Notes -> Copy -> Page -> Receipt
     kept      read       folded   noted   resolved rendered  published

Three doors lead in and each appends to the journal: `keep` (the wire), `record` (the desk), and an instant falling
due (the clock). `turn` takes whatever has queued one step further, in one transaction a step:

    keep      packets are durable                              promise 4
    _read     packets -> dispatches, refusals, pictures        stops before all else
    _settle   every touched story, from its whole history, once all that waited with it has been read:
              fold, stand; whoever must go goes first,         promises 2, 6
              then note, resolve, render, check and put        promises 1, 3, 5   (settlement.py)
    lists     front and sections: once a tick; all others as soon as there is time; at once whatever something was
              taken away from   (lists.py)

A crash at any point leaves packets unread or stories touched, and the next turn does them again.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from threading import Event
from typing import Protocol, TypeVar

import structlog
from msgspec import Struct
from msgspec.structs import replace

from stet import formats
from stet.bursts import Bursts
from stet.edition import Edition, cuts
from stet.errors import Refused, Unavailable
from stet.journal.base import Asset, Filed, History, Journal, Kept, Shown
from stet.lists import LENGTH, Lists, is_patient
from stet.model.change import AnyChange
from stet.model.dispatch import Reading, Refusal
from stet.model.listing import NEWS
from stet.model.moment import Moment, certain
from stet.model.packet import Limits, Origin, Packet
from stet.model.page import Card, Page, Receipt, Site
from stet.model.story import Policy, Story
from stet.settlement import Move, Settlement
from stet.story import ties
from stet.why import Why, why

log = structlog.get_logger("stet.road")

BATCH = 100
"""At most so many packets or stories a turn."""
LISTS_AT_ONCE = 200
"""Lists whose files are in memory together."""


_DEADLY = "Stet ended without a word while it read this file, which is a fault of Stet. Please report it."


T = TypeVar("T")


class Feed(Struct, frozen=True, kw_only=True):
    """What the road must know of a feed."""

    name: str
    agency: str
    time_zone: str
    zone_given: bool = False
    """Whether the feed itself names that zone."""
    language: str | None
    charset: str | None = None
    cut: tuple[str, ...] = ()
    stop_signals: tuple[str, ...] = ()
    limits: Limits = Limits()
    policy: Policy

    def origin(self, source: str, arrived: datetime) -> Origin:
        """What a reader of formats may know about bytes that came by this feed."""
        return Origin(
            feed=self.name,
            agency=self.agency or None,
            source=source,
            arrived=arrived,
            time_zone=self.time_zone,
            zone_given=self.zone_given,
            language=self.language,
            charset=self.charset,
            cut=self.cut,
            stop_signals=self.stop_signals,
            limits=self.limits,
        )


class Publisher(Protocol):
    """Where pages go. Removals are done before anything is put."""

    def publish(self, pages: Sequence[Page], clock: Callable[[], datetime]) -> tuple[Receipt, ...]:
        """Put and remove; receipts for what changed, each with the time of its own act. Raises `Unavailable`."""


class Flow:
    """The road between a journal and a publisher. Not thread-safe but for `keep` and `record`."""

    def __init__(
        self,
        *,
        journal: Journal,
        publisher: Publisher,
        edition: Edition,
        site: Site,
        feeds: Iterable[Feed],
        clock: Callable[[], Moment],
    ) -> None:
        self._journal = journal
        self._publisher = publisher
        self._edition = edition
        self._site = site
        self._feeds = {feed.name: feed for feed in feeds}
        self._clock = clock
        self._read_up_to: int | None = None
        self._stop_came = Event()
        policies = {name: feed.policy for name, feed in self._feeds.items()}
        self._settlement = Settlement(journal, edition, site, policies)
        self._bursts = Bursts(journal)
        self._lists = Lists(journal, edition, site, [policy.section for policy in policies.values()])

    # -- the doors

    def keep(self, packets: Sequence[Packet]) -> int:
        """Make packets durable. Returns how many were new. Raises `Unavailable`; then nothing was kept."""
        stops = [self._looks_like_stop(packet) for packet in packets]
        new = self._journal.keep(packets, stops)
        if any(stops):
            self._stop_came.set()
        return new

    def record(self, change: AnyChange) -> None:
        """Append what a person did. Raises `Unavailable`; then nothing happened."""
        self._journal.record(change)

    # -- the road

    def turn(self) -> bool:
        """Take what has queued one turn further. Returns whether there was anything to do."""
        read = self._read()
        settled = self._settle()
        return read or settled

    def run_dry(self) -> None:
        """Turn until nothing is left to do, lists included."""
        while self.turn():
            pass
        while self.lists():  # what is counted or named anew marks further lists
            pass

    def rebuild(self) -> None:
        """Derive everything again from packets and changes. All packets are read before the first page is put, so
        nothing goes up that a later packet takes down."""
        self._journal.forget()
        while self._read():
            pass
        self.open()
        self.run_dry()

    def read_carefully(self) -> None:
        """After a stop without a word: read what was next packet by packet, each named before it is read. One that
        ends this process is known by that the next time, and no longer keeps the others and their stops from being
        read (edge case 114)."""
        for _ in range(2 * BATCH):  # it died at one of these, or comes to it again behind the stops that came since
            kept = self._journal.pending(1)
            if not kept:
                break
            times = self._journal.attempt(kept[0].id)
            self._journal.file([self._guarded_file(kept[0]) if times < 2 else self._file_deadly(kept[0], times)])
        self._journal.attempt(None)

    def _file_deadly(self, kept: Kept, times: int) -> Filed:
        """A packet at which the process has ended: only its stops are read; if that ends it too, nothing."""
        reading = _refused(kept.packet, None, _DEADLY)
        log.error("deadly", feed=kept.packet.feed, source=kept.packet.source)
        if times == 2:
            origin = self.origin(kept.packet.feed, kept.packet.source, kept.packet.arrived)
            reading = _with_stops(reading, kept.packet, origin)
        return _filed(kept, reading)

    def fold(self, history: History) -> Story | None:
        """A story as its history makes it, also by the key of another of its items. None when nothing has arrived."""
        folded = self._settlement.fold(history, self._clock())
        return folded.story if folded.whole is None else self.fold(replace(history, key=folded.whole))

    def lists_with(self, history: History, at: datetime) -> tuple[str, ...]:
        """Paths of the lists that show a story of this history, as it stands at an instant; none where readers cannot
        see it."""
        folded = self._settlement.fold(replace(history, shown=Shown()), certain(at))
        if folded.whole is not None:
            return self.lists_with(replace(history, key=folded.whole), at)
        if not (folded.is_shown and folded.story):
            return ()
        names = self._settlement.put_up(folded, folded.story).lists
        return tuple(dict.fromkeys(self._lists.paths(names)))

    def why(self, card: Card) -> Why:
        """Why a live story stands where it does on the front."""
        front = self._lists.front_cards()
        section = self._journal.cards(f"section:{card.section}", by="updated", limit=LENGTH)
        return why(card, front, self._edition.layout(front), section)

    def _read(self) -> bool:
        self._stop_came.clear()
        kept = self._journal.pending(BATCH)
        if not kept:
            return False
        filed = self._bursts.counted([self._guarded_file(one) for one in self._until_a_stop_comes(kept)])
        try:
            self._journal.file(filed)
        except Unavailable:
            raise
        except Exception:  # what cannot be filed must not stop its neighbours, nor the road for ever
            log.exception("bug")
            for one in filed:
                self._file_alone(one)
        return True

    def _until_a_stop_comes(self, batch: Sequence[T]) -> Iterator[T]:
        """What a turn takes, at least one; a stop that is kept meanwhile waits for no more than that which is under
        way. The others are taken the next time."""
        for one in batch:
            yield one
            if self._stop_came.is_set():
                return

    def _file_alone(self, filed: Filed) -> None:
        try:
            self._journal.file([filed])
        except Unavailable:
            raise
        except Exception as bug:  # noqa: BLE001 -- it is told in full, and the packet is kept
            reading = _refused(filed.kept.packet, filed.reading.format, _fault(bug))
            self._journal.file([_filed(filed.kept, reading)])

    def _guarded_file(self, kept: Kept) -> Filed:
        try:
            return self._file(kept)
        except Exception as bug:  # a bug met by one packet must not stop the others; it is told in full
            log.exception("bug", source=kept.packet.source)
            return _filed(kept, _refused(kept.packet, None, _fault(bug)))

    def _file(self, kept: Kept) -> Filed:
        packet = kept.packet
        origin = self.origin(packet.feed, packet.source, packet.arrived)
        reading = _guarded_read(packet, origin)
        if reading.refusals or self._looks_like_stop(packet):
            # A broken body must not hide a kill (edge case 117), nor damage that reads as something else.
            reading = _with_stops(reading, packet, origin)
        asset = None
        if reading.format == "image" and not reading.refusals:
            try:
                asset = make_asset(packet.data)
            except Refused as unfit:
                reading = _refused(packet, reading.format, str(unfit))
        for refusal in reading.refusals:
            log.warning("refused", feed=packet.feed, source=packet.source, index=refusal.index, reason=refusal.reason)
        return _filed(kept, reading, asset)

    def _looks_like_stop(self, packet: Packet) -> bool:
        feed = self._feeds.get(packet.feed)
        return formats.looks_like_stop(packet.data, feed.stop_signals if feed else ())

    def origin(self, name: str, source: str, arrived: datetime) -> Origin:
        """What is known beside the bytes of what came by a feed, also by one that is no longer known here."""
        feed = self._feeds.get(name)
        if feed:
            return feed.origin(source, arrived)
        return Origin(feed=name, source=source, arrived=arrived, time_zone=self._site.time_zone)

    def _settle(self) -> bool:
        moment = self._clock()
        due = self._journal.due(moment.opens, BATCH, stops=self._is_behind(), ends=moment.ends)
        histories = self._journal.histories(due, moment.now)
        folded = [self._settlement.fold(history, moment) for history in self._until_a_stop_comes(histories)]
        down = [self._settlement.take_down(one) for one in folded if not one.is_shown]
        if down:
            self._publish(down)
            self.lists(only=set().union(*(move.lists for move in down)))
        self._settlement.begin()
        shown = self._until_a_stop_comes([one for one in folded if one.is_shown])
        up = [self._settlement.put_up(one, one.story) for one in shown if one.story]
        if up:
            self._publish(up)
        return bool(histories)

    def _is_behind(self) -> bool:
        """Whether packets are unread that were here when this stretch of reading began: a newer version or a kill may
        be among them. Until they are read nothing is settled but what a stop touched (edge case 42, life.md 11)."""
        if self._read_up_to is None:
            self._read_up_to = self._journal.newest()
        if self._journal.is_unread(self._read_up_to):
            return True
        self._read_up_to = None
        return False

    def _publish(self, moves: Sequence[Move]) -> None:
        pages = [*(page for move in moves for page in move.pages), *self._settlement.let_go(moves)]
        receipts = self._publisher.publish(pages, self._now)
        self._journal.settle([m.settled for m in moves], receipts, set().union(*(move.lists for move in moves)))
        for move in moves:
            standing = move.settled.standing
            log.info(
                "settled",
                story=move.settled.id,
                state=standing.state.value,
                version=move.version,
                reason=standing.reason,
            )

    def lists(self, *, whole: bool = True, only: Collection[str] | None = None) -> bool:
        """Render every list that changed since the last call; without `whole` those only that wait for nothing, with
        `only` no others than these. Returns whether there was one."""
        names = self._journal.dirty_lists()
        if only is not None:
            names = [name for name in names if name in only]
        elif not whole:
            names = [name for name in names if not is_patient(name)]
        elif self._lists.is_news_old(self._now()):
            names.append(NEWS)
        # What readers see first is put before anything is counted.
        self._put_lists([name for name in names if not is_patient(name)])
        self._put_lists(self._lists.counted([name for name in names if is_patient(name)]))
        return bool(names)

    def _put_lists(self, names: Sequence[str]) -> None:
        for start in range(0, len(names), LISTS_AT_ONCE):
            some = names[start : start + LISTS_AT_ONCE]
            receipts = self._publisher.publish(list(self._lists.pages(some, self._now())), self._now)
            self._journal.clean_lists(some, receipts)

    def open(self) -> None:
        """Put what every site has, story or no story; take away again what was taken away since the last checkpoint."""
        again = [Page(path=path, body=None) for path in self._journal.removed_lately()]
        self._publisher.publish([*again, *self._lists.standing(self._now())], self._now)

    def _now(self) -> datetime:
        return self._clock().now


def _filed(kept: Kept, reading: Reading, asset: Asset | None = None) -> Filed:
    return Filed(kept=kept, reading=reading, ties=tuple(ties(one) for one in reading.dispatches), asset=asset)


def make_asset(data: bytes) -> Asset:
    """A picture file made ready. Raises `Refused` when it is not a picture this site can show."""
    return Asset(digest=sha256(data).hexdigest(), data=data, cuts=tuple(cut for cut, _ in cuts(data)))


def _guarded_read(packet: Packet, origin: Origin) -> Reading:
    try:
        return formats.read(packet.data, origin)
    except Exception as bug:  # a bug met by one packet must not stop the others; it is told in full
        log.exception("bug", source=packet.source)
        return _refused(packet, None, _fault(bug))


def _with_stops(reading: Reading, packet: Packet, origin: Origin) -> Reading:
    """A reading and the stops that only the minimal reader finds. A bug there costs nothing that was read."""
    known = {(dispatch.story_key, dispatch.status) for dispatch in reading.dispatches}
    try:
        orders = formats.stop_orders(packet.data, origin)
    except Exception as bug:  # it is told in full, and what was read stands
        log.exception("bug", source=packet.source)
        fault = Refusal(source=packet.source, reason=_fault(bug))
        return replace(reading, refusals=(*reading.refusals, fault))
    fresh = [order for order in orders if (order.story_key, order.status) not in known]
    return replace(reading, dispatches=(*reading.dispatches, *fresh))


def _fault(bug: Exception) -> str:
    return f"Stet failed on this file, which is a fault of Stet: {bug!r}. Please report it."


def _refused(packet: Packet, format_: str | None, reason: str) -> Reading:
    return Reading(format=format_, why=reason, refusals=(Refusal(source=packet.source, reason=reason),))
