"""The road, on one page.

    Packet -> Dispatch -> Story -> Notes -> Copy -> Page -> Receipt
     kept      read       folded   noted   resolved rendered  published

Three doors lead in and each appends to the journal: `keep` (the wire), `record` (the desk), and an instant falling
due (the clock). `turn` takes whatever has queued one step further, in one transaction a step:

    keep      packets are durable                              promise 4
    _read     packets -> dispatches, refusals                  stops before all else
    _settle   every touched story, from its whole history, once all that waited with it has been read:
              fold, stand; whoever must go goes first,         promises 2, 6
              then note, resolve, render, check and put        promises 1, 3, 5   (settlement.py)
    _draw     share cards of stories without a picture, when nothing else waits
    arrange   related stories and translations: once a tick; off every page at once when one goes   (beside.py)
    lists     front and sections: once a tick; all others as soon as there is time; at once whatever something was
              taken away from   (lists.py)
    develop   pictures, beside the road: what calls for one is settled again when it is ready      (darkroom.py)

A crash at any point leaves packets unread or stories touched, and the next turn does them again.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from threading import Event
from typing import Protocol, TypeVar

import structlog
from msgspec import Struct
from msgspec.structs import replace

from stet import formats
from stet.beside import Cleared, Neighbourhood
from stet.bursts import Bursts
from stet.darkroom import Darkroom
from stet.edition import Edition
from stet.errors import Unavailable
from stet.floor import Floor
from stet.journal.base import Filed, History, Journal, Kept, Shown, Undrawn
from stet.lists import LENGTH, Lists, is_patient
from stet.model.change import AnyChange
from stet.model.dispatch import Dispatch, Reading, Refusal
from stet.model.listing import NEWS
from stet.model.moment import Moment, certain
from stet.model.packet import FETCHED, Limits, Origin, Packet, mark
from stet.model.page import Act, Beside, Card, Page, Receipt, Site
from stet.model.story import Lent, Policy, Standing, State, Story
from stet.settlement import Folded, Move, Settlement
from stet.story import ties, wanted
from stet.why import Why, why

log = structlog.get_logger("stet.road")

BATCH = 25
"""At most so many packets are read, or stories looked up, in a turn: a stop that comes meanwhile waits for no more."""
AT_ONCE = 5
"""Stories that are put together, likewise. What is left is set again after the stop."""
CROWD = 100
"""Packets that were kept and not read: more need not be brought in haste."""
PUT_OFF = 10
"""So many stops in a row at most go before the lists of those before them."""
PATIENT_AT_ONCE = 3
"""So many times a few of the lists that may wait are put at one go while copy waits."""
LISTS_AT_ONCE = 200
"""Lists whose files are in memory together."""
CARDS = 50
"""At most so many share cards are drawn for a command, which is half a second's work."""
_CARDS_LOOKED_AT = 10


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

    def holds(self, path: str, digest: str) -> bool:
        """Whether exactly these bytes, by their SHA-256, are at a path."""

    def read(self, path: str) -> bytes | None:
        """What is at a path; none where nothing is. Raises `Unavailable`."""


class Flow:
    """The road between a journal and a publisher. For one thread, but for `keep` and `record`, and for `develop`, which
    may have one of its own."""

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
        self._somebody_acted = Event()
        self.floor = Floor()
        """Taken by what brings something in: the road pauses between two stories."""
        self._owed: set[str] = set()
        """Lists that had a story which is down, and are still to be put without it."""
        self._put_off = 0
        """How many times in a row a newer stop broke these off."""
        self._stopping = False
        """A stop was read, and is not settled yet."""
        self._unread = 0
        """Packets that were kept since all were read, but for those that were read since."""
        policies = {name: feed.policy for name, feed in self._feeds.items()}
        self._settlement = Settlement(journal, edition, site, policies)
        self._bursts = Bursts(journal)
        self._darkroom = Darkroom(journal, self.origin)
        self._neighbourhood = Neighbourhood(journal, publisher.read)
        self._lists = Lists(journal, edition, site, [policy.section for policy in policies.values()])

    # -- the doors

    def keep(self, packets: Sequence[Packet]) -> int:
        """Make packets durable. Returns how many were new. Raises `Unavailable`; then nothing was kept."""
        pictures = [is_picture(packet) for packet in packets]
        stops = [not p and self._looks_like_stop(packet) for packet, p in zip(packets, pictures, strict=True)]
        new = self._journal.keep(packets, stops, pictures)
        if any(stops):
            self._stop_came.set()
        self._unread += new
        return new

    def is_crowded(self) -> bool:
        """Whether much is here that was not read yet. Told by one thread to another, and so only nearly."""
        return self._unread > CROWD

    def is_stopping(self) -> bool:
        """Whether a stop is on its way."""
        return self._stopping or self._stop_came.is_set()

    def is_hurried(self) -> bool:
        """Whether a stop or what a person did came, and was not taken yet: nothing else is begun before it."""
        return self._stop_came.is_set()

    def record(self, change: AnyChange) -> None:
        """Append what a person did. Raises `Unavailable`; then nothing happened."""
        self._journal.record(change)
        # Somebody looks on: the turn that is under way ends where it is, and the next begins with this.
        self._somebody_acted.set()
        self._stop_came.set()

    # -- the road

    def turn(self) -> bool:
        """Take what has queued one turn further. Returns whether there was anything to do."""
        return self._step() or self._draw() is not None

    def run_dry(self) -> None:
        """Turn until nothing is left to do, lists included. Somebody waits: only a few share cards are drawn, and no
        old picture is cut anew. These are left to a road that goes on."""
        while self._step() or self.arrange() or self._darkroom.develop_new():
            pass
        drawn = 0
        while drawn < CARDS and (now := self._draw()) is not None:
            drawn += now
        while self.lists():  # what is counted or named anew marks further lists
            pass

    def _step(self) -> bool:
        acted = self._somebody_acted.is_set()
        if acted:
            self._somebody_acted.clear()
            self._stop_came.clear()  # a stop that came is read next
            self._settle(stops=True)
        read = self._read()
        settled = self._settle(stops=read and self._is_behind())
        self._stopping = False
        return read or settled or acted

    def develop(self) -> bool:
        """Make the next picture ready, which may take seconds. Returns whether there was one."""
        return self._darkroom.develop()

    def rebuild(self) -> None:
        """Derive everything again from packets and changes. All packets are read before the first page is put, so
        nothing goes up that a later packet takes down."""
        self._journal.forget()
        while self._read() or self.develop():
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
        log.error("deadly", **_named(kept.packet), see="stet doctor")
        if times == 2:
            origin = self.origin(kept.packet.feed, kept.packet.source, kept.packet.arrived)
            reading = _with_stops(reading, kept.packet, origin)
        return _filed(kept, reading)

    def fold(self, history: History) -> Story | None:
        """A story as its history makes it, also by the key of another of its items. None when nothing has arrived."""
        folded = self._settlement.fold(history, self._clock())
        return folded.story if folded.whole is None else self.fold(replace(history, key=folded.whole))

    def wants(self, feed: str, url: str) -> bool:
        """Whether a story may show the picture at this address, which came by this feed. In any thread."""
        now = self._now()
        for history in self._journal.histories(self._journal.wanting(feed, url), now):
            story = self.fold(history)
            if story and url in wanted(story) and url not in history.assets:
                return True
        return False

    def lent(self, history: History) -> tuple[Lent, ...]:
        """What becomes of the files that the desk has put over a story, or of the one whose history it is."""
        return self._settlement.lent(history, self._clock().opens)

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

    def preview(self, history: History, edition: Edition) -> bytes | None:
        """The page of a story as an edition would set it now, also of one that readers do not get yet; none for what
        has no page of its own. In any thread that has this edition for itself. Raises `Withheld`."""
        folded = self._settlement.fold(history, self._clock())
        if folded.whole is not None:
            return self.preview(replace(history, key=folded.whole), edition)
        beside = self._journal.beside([folded.story.id]) if folded.story else {}
        return self._settlement.preview(folded, edition, next(iter(beside.values()), Beside()))

    def why(self, card: Card) -> Why:
        """Why a live story stands where it does on the front."""
        front = self._lists.front_cards()
        section = self._journal.cards(f"section:{card.section}", by="updated", limit=LENGTH)
        return why(card, front, self._edition.layout(front), section)

    def _read(self) -> bool:
        self._stop_came.clear()
        kept = self._journal.pending(BATCH)
        if not kept:
            self._unread, self._read_up_to = 0, None
            return False
        self._stopping = self._looks_like_stop(kept[0].packet)  # while stops wait, only they are pending
        filed = self._bursts.counted([self._guarded_file(one) for one in self._until_a_stop_comes(kept)])
        try:
            self._journal.file(filed)
        except Unavailable:
            raise
        except Exception:  # what cannot be filed must not stop its neighbours, nor the road for ever
            log.exception("bug")
            for one in filed:
                self._file_alone(one)
        self._unread -= len(filed)
        return True

    def _until_a_stop_comes(self, batch: Iterable[T]) -> Iterator[T]:
        """What a turn takes, at least one; a stop that is kept meanwhile waits for no more than that which is under
        way. The others are taken the next time."""
        for one in batch:
            yield one
            if not self._stopping:
                self.floor.wait()
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
            log.exception("bug", **_named(kept.packet))
            return _filed(kept, _refused(kept.packet, None, _fault(bug)))

    def _file(self, kept: Kept) -> Filed:
        packet = kept.packet
        if is_picture(packet):  # one that an older Stet kept, which did not tell them apart
            return self._darkroom.filed(kept)
        origin = self.origin(packet.feed, packet.source, packet.arrived)
        reading = _guarded_read(packet, origin)
        if reading.refusals or self._looks_like_stop(packet):
            # A broken body must not hide a kill (edge case 117), nor damage that reads as something else.
            reading = _with_stops(reading, packet, origin)
        for refusal in reading.refusals:
            # A reason may quote what came, and no line of the log may: `stet doctor` tells it.
            log.warning("refused", **_named(packet), index=refusal.index, see="stet doctor")
        return _filed(kept, reading)

    def _looks_like_stop(self, packet: Packet) -> bool:
        feed = self._feeds.get(packet.feed)
        return formats.looks_like_stop(packet.data, feed.stop_signals if feed else ())

    def said(self, packet: Packet) -> tuple[Dispatch, ...]:
        """What is in a packet, as it would be read now. Nothing is kept of it."""
        return _guarded_read(packet, self.origin(packet.feed, packet.source, packet.arrived)).dispatches

    def origin(self, name: str, source: str, arrived: datetime) -> Origin:
        """What is known beside the bytes of what came by a feed, also by one that is no longer known here."""
        feed = self._feeds.get(name)
        if feed:
            return feed.origin(source, arrived)
        return Origin(feed=name, source=source, arrived=arrived, time_zone=self._site.time_zone)

    def _settle(self, *, stops: bool) -> bool:
        """What is due; with `stops` only that which waits for no reading."""
        moment = self._clock()
        due = self._journal.due(moment.opens, BATCH, stops=stops, ends=moment.ends)
        histories = self._journal.histories(due, moment.now)
        folded = [self._settlement.fold(history, moment) for history in self._until_a_stop_comes(histories)]
        down = [self._settlement.take_down(one) for one in folded if not one.is_shown]
        if down:
            self._publish(down)
            self._owed.update(*(move.lists for move in down))
        if owed := bool(self._owed):
            self._put_owed()
        shown = [one for one in folded if one.is_shown]
        for start in range(0, len(shown), AT_ONCE):
            if self._stop_came.is_set():
                break
            self._put_up(shown[start : start + AT_ONCE])
        return bool(histories) or owed

    def _draw(self) -> int | None:
        """Draw one share card, when nothing else waits: no story and no stop waits for more than that. Those that are
        there already, as after a replay, only count as drawn. How many were drawn; none: there is none to draw."""
        done: list[str] = []
        pages: list[Page] = []
        for one in self._journal.undrawn(_CARDS_LOOKED_AT):
            path = one.card.drawn.path if one.card.drawn else ""
            if one.digest is None or not self._publisher.holds(path, one.digest):
                if pages:
                    break
                pages += self._drawn(one)
            done.append(one.key)
        if not done:
            return None
        self._journal.drawn(done, self._publisher.publish(pages, self._now))
        return len(pages)

    def _drawn(self, one: Undrawn) -> list[Page]:
        try:
            page = self._edition.draw(one.card, one.key)
        except Exception:  # a headline that cannot be drawn must not stop the others; it is told in full
            log.exception("bug", story=one.card.id)
            return []
        return [page] if page else []

    def _put_up(self, shown: Sequence[Folded]) -> None:
        beside = self._journal.beside([one.story.id for one in shown if one.story])
        up = [
            self._settlement.put_up(one, one.story, beside.get(one.story.id, Beside()))
            for one in self._until_a_stop_comes(shown)
            if one.story
        ]
        # A page that did not pass its checks goes like one that was stopped, before others are put that may name it.
        self._publish([move for move in up if move.withdrawn] or up)

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
        keys = {m.settled.id: m.settled.key for m in moves if m.withdrawn and m.before.card is not None}
        cleared = list(self._neighbourhood.without(keys)) if keys else []
        pages = [each.page for each in cleared]
        pages += [*(page for move in moves for page in move.pages), *self._settlement.let_go(moves)]
        receipts = _told_of(cleared, keys, self._publisher.publish(pages, self._now))
        self._journal.settle([m.settled for m in moves], receipts, set().union(*(move.lists for move in moves)))
        for move in moves:
            standing = move.settled.standing
            log.info(
                "settled",
                story=move.settled.id,
                state=standing.state.value,
                version=move.version,
                **_because(standing),
            )

    def arrange(self) -> bool:
        """Find again what pages say of other stories, for some of those that something happened to. Returns whether
        there was one."""
        return self._neighbourhood.arrange()

    def lists(self, *, whole: bool = True, only: Collection[str] | None = None) -> bool:
        """Render every list that changed since the last call; without `whole` those only that wait for nothing, with
        `only` no others than these. While copy waits only some of those that may wait. Returns whether there was
        one."""
        names = self._journal.dirty_lists()
        if only is not None:
            names = [name for name in names if name in only]
        elif not whole:
            names = [name for name in names if not is_patient(name)]
        elif self._lists.is_news_old(self._now()):
            names.append(NEWS)
        # What readers see first is put before anything is counted.
        self._put_lists([name for name in names if not is_patient(name)])
        for number, some in enumerate(self._until_a_stop_comes(self._lists.few(list(filter(is_patient, names)))), 1):
            self._put_lists(self._lists.counted(some))
            if only is None and number >= PATIENT_AT_ONCE and self._unread > 0:
                break
        return bool(names)

    def are_lists_left(self) -> bool:
        """Whether rendering all that changed was broken off, for copy or a stop that came meanwhile."""
        return self._lists.is_broken_off

    def _put_owed(self) -> None:
        """Lists that had a story which is down. Where a newer stop comes meanwhile its page goes first, and what is
        left of these follows it; in a flood of stops not later than so many of them."""
        self._put_off += 1
        while self.lists(only=self._owed):
            if self._stop_came.is_set() and self._put_off < PUT_OFF:
                return
        self._owed, self._put_off = set(), 0

    def _put_lists(self, names: Sequence[str]) -> None:
        for start in range(0, len(names), LISTS_AT_ONCE):
            some = names[start : start + LISTS_AT_ONCE]
            receipts = self._publisher.publish(list(self._lists.pages(some, self._now())), self._now)
            self._journal.clean_lists(some, receipts)

    def open(self) -> None:
        """Put what every site has, story or no story; take away again what was taken away since the last checkpoint."""
        again = [Page(path=path, body=None) for path in self._journal.removed_lately()]
        self._publisher.publish([*again, *self._neighbourhood.again(), *self._lists.standing(self._now())], self._now)

    def _now(self) -> datetime:
        return self._clock().now


def _because(standing: Standing) -> dict[str, str]:
    """Why a story stands where it does, in words of the house alone: what holds a story may quote it."""
    if standing.state is not State.HELD:
        return {"reason": standing.reason}
    return {"causes": ",".join(standing.causes)} if standing.causes else {}


def _told_of(cleared: Sequence[Cleared], keys: Mapping[str, str], receipts: Sequence[Receipt]) -> list[Receipt]:
    """The receipts, and for each story that was cut out of another's page one of its own."""
    ids = {each.page.path: sorted(each.ids) for each in cleared}
    told: list[Receipt] = []
    for one in receipts:
        told.append(one)
        told += [replace(one, act=Act.CLEARED, story_key=keys[id_]) for id_ in ids.get(one.path, ())]
    return told


def _named(packet: Packet) -> dict[str, str]:
    """How the log calls a packet: the name of its file may have words of a story that is shut."""
    return {"feed": packet.feed, "packet": mark(packet.digest)}


def _filed(kept: Kept, reading: Reading) -> Filed:
    return Filed(kept=kept, reading=reading, ties=tuple(ties(one) for one in reading.dispatches))


def is_picture(packet: Packet) -> bool:
    """Whether it is a picture file, by its first bytes or because it was fetched as one."""
    return bool(packet.facts.get(FETCHED)) or formats.picture(packet.data) is not None


def _guarded_read(packet: Packet, origin: Origin) -> Reading:
    try:
        return formats.read(packet.data, origin)
    except Exception as bug:  # a bug met by one packet must not stop the others; it is told in full
        log.exception("bug", **_named(packet))
        return _refused(packet, None, _fault(bug))


def _with_stops(reading: Reading, packet: Packet, origin: Origin) -> Reading:
    """A reading and the stops that only the minimal reader finds. A bug there costs nothing that was read."""
    known = {(dispatch.story_key, dispatch.status) for dispatch in reading.dispatches}
    try:
        orders = formats.stop_orders(packet.data, origin)
    except Exception as bug:  # it is told in full, and what was read stands
        log.exception("bug", **_named(packet))
        fault = Refusal(source=packet.source, reason=_fault(bug))
        return replace(reading, refusals=(*reading.refusals, fault))
    fresh = [order for order in orders if (order.story_key, order.status) not in known]
    return replace(reading, dispatches=(*reading.dispatches, *fresh))


def _fault(bug: Exception) -> str:
    return f"Stet failed on this file, which is a fault of Stet: {bug!r}. Please report it."


def _refused(packet: Packet, format_: str | None, reason: str) -> Reading:
    return Reading(format=format_, why=reason, refusals=(Refusal(source=packet.source, reason=reason),))
