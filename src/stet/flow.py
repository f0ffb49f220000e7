"""The road, on one page.

    Packet -> Dispatch -> Story -> Notes -> Copy -> Page -> Receipt
     kept      read       folded   noted   resolved rendered  published

Three doors lead in and each appends to the journal: `keep` (the wire), `record` (the desk), and an instant falling
due (the clock). `turn` takes whatever has queued one step further, in one transaction a step:

    keep      packets are durable                              promise 4
    _read     packets -> dispatches, refusals, pictures        stops before all else
    _settle   every touched story, from its whole history:
              fold, stand; whoever must go goes first,         promise 2
              then note, resolve, render, check and put        promises 1, 3, 5, 6
    lists     front, sections, topics, feeds: once a tick, at once when something was taken away

A crash at any point leaves packets unread or stories touched, and the next turn does them again.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Protocol

import structlog
from msgspec import Struct
from msgspec.structs import replace

from stet import formats
from stet.desk import address, resolve
from stet.edition import Edition, cuts
from stet.enrichment import notes
from stet.errors import Refused, Withheld
from stet.journal.base import Asset, Filed, History, Journal, Kept, Settled, Shown
from stet.model.address import file_of, gone_file, pointer_file, story_id
from stet.model.change import AnyChange
from stet.model.dispatch import Reading, Refusal
from stet.model.packet import Origin, Packet
from stet.model.page import Copy, Cut, Page, Receipt, Site
from stet.model.story import Policy, Standing, State, Story
from stet.story import fold

log = structlog.get_logger("stet.road")

BATCH = 200
"""At most so many packets or stories a turn, so that a stop that comes in meanwhile waits for few."""
FRONT_LENGTH = 60
"""Stories on a front, a section front, a topic page and in a feed."""


class Feed(Struct, frozen=True, kw_only=True):
    """What the road must know of a feed."""

    name: str
    agency: str
    time_zone: str
    language: str | None
    policy: Policy


class Publisher(Protocol):
    """Where pages go. Removals are done before anything is put."""

    def publish(self, pages: Sequence[Page], now: datetime) -> tuple[Receipt, ...]:
        """Put and remove; receipts for what changed. Raises `Unavailable`."""


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
        clock: Callable[[], datetime],
    ) -> None:
        self._journal = journal
        self._publisher = publisher
        self._site = site
        self._feeds = {feed.name: feed for feed in feeds}
        self._clock = clock
        self._edition = edition

    # -- the doors

    def keep(self, packets: Sequence[Packet]) -> int:
        """Make packets durable. Returns how many were new. Raises `Unavailable`; then nothing was kept."""
        return self._journal.keep(packets, [formats.looks_like_stop(packet.data) for packet in packets])

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
        self.lists()

    def rebuild(self) -> None:
        """Derive everything again from packets and changes. All packets are read before the first page is put, so
        nothing goes up that a later packet takes down."""
        self._journal.forget()
        while self._read():
            pass
        self._journal.touch_changed()
        self.open()
        self.run_dry()

    def _read(self) -> bool:
        kept = self._journal.pending(BATCH)
        if kept:
            self._journal.file([self._file(one) for one in kept])
        return bool(kept)

    def _file(self, kept: Kept) -> Filed:
        packet = kept.packet
        origin = self._origin(packet)
        reading = _guarded_read(packet, origin)
        if reading.refusals:
            # A broken body must not hide a kill (edge case 117).
            known = {(dispatch.story_key, dispatch.status) for dispatch in reading.dispatches}
            orders = formats.stop_orders(packet.data, origin)
            fresh = [order for order in orders if (order.story_key, order.status) not in known]
            reading = replace(reading, dispatches=(*reading.dispatches, *fresh))
        asset = None
        if reading.format == "image" and not reading.refusals:
            try:
                asset = make_asset(packet.data)
            except Refused as unfit:
                reading = _refused(packet, reading.format, str(unfit))
        for refusal in reading.refusals:
            log.warning("refused", feed=packet.feed, source=packet.source, index=refusal.index, reason=refusal.reason)
        return Filed(kept=kept, reading=reading, asset=asset)

    def _origin(self, packet: Packet) -> Origin:
        feed = self._feeds.get(packet.feed)
        return Origin(
            feed=packet.feed,
            agency=feed.agency if feed else None,
            source=packet.source,
            arrived=packet.arrived,
            time_zone=feed.time_zone if feed else self._site.time_zone,
            language=feed.language if feed else None,
        )

    def _settle(self) -> bool:
        now = self._clock()
        histories = self._journal.histories(self._journal.due(now, BATCH))
        outcomes = [self._fold(history, now) for history in histories]
        down = [one for one in outcomes if one.story is None or one.story.standing.state not in SHOWN]
        if down:
            self._publish([self._taken_down(one) for one in down], now)
            self.lists()
        up = [one for one in outcomes if one.story is not None and one.story.standing.state in SHOWN]
        if up:
            self._publish([self._put_up(one) for one in up], now)
        return bool(histories)

    def _publish(self, moves: Sequence["_Move"], now: datetime) -> None:
        receipts = self._publisher.publish([page for move in moves for page in move.pages], now)
        lists = {name for move in moves for name in _lists_of(move.before, move.settled)}
        self._journal.settle([move.settled for move in moves], receipts, lists)
        for move in moves:
            settled = move.settled
            log.info("settled", story=settled.id, state=settled.standing.state.value, reason=settled.standing.reason)

    def _fold(self, history: History, now: datetime) -> "_Folded":
        if not history.dispatches:
            nothing = Standing(state=State.HELD, reason="Nothing has arrived for this story.")
            return _Folded(history=history, story=None, standing=nothing, policy=Policy(section=""))
        policy = self._policy({dispatch.feed for dispatch in history.dispatches})
        try:
            story = fold(history.dispatches, history.changes, policy, now)
        except Exception as bug:  # noqa: BLE001 -- a bug met by one story must not stop the others; it is told in full
            return _Folded(history=history, story=None, standing=_bug(history.key, bug), policy=policy)
        return _Folded(history=history, story=story, standing=story.standing, policy=policy)

    def folded(self, history: History) -> Story:
        """A story as its history makes it now. Raises ValueError when nothing has arrived for it."""
        policy = self._policy({dispatch.feed for dispatch in history.dispatches})
        return fold(history.dispatches, history.changes, policy, self._clock())

    def _policy(self, names: set[str]) -> Policy:
        """A story that came by several feeds goes by the first of them in `stet.toml`."""
        return next((feed.policy for name, feed in self._feeds.items() if name in names), _UNKNOWN_FEED)

    def _put_up(self, folded: "_Folded") -> "_Move":
        history, story = folded.history, folded.story
        assert story is not None  # noqa: S101 -- the caller chose it so
        try:
            copy = self._copy(history, story, folded.policy)
            pages = [*self._edition.story(copy), *self._picture_pages(history, copy)]
        except Withheld as withheld:
            held = Standing(state=State.HELD, reason=str(withheld))
            log.error("withheld", story=story.id, reason=str(withheld))
            return self._taken_down(replace(folded, standing=held))
        except Exception as bug:  # noqa: BLE001 -- as above
            return self._taken_down(replace(folded, standing=_bug(story.key, bug)))
        shown = Shown(path=copy.path, asset=_asset_of(history, copy), card=self._edition.card(copy))
        pages += self._no_longer(history, shown)
        pages.append(Page(path=gone_file(story.id), body=None, story_key=story.key))
        return _Move(before=history.shown, settled=_settled(history, story.standing, shown), pages=tuple(pages))

    def _copy(self, history: History, story: Story, policy: Policy) -> Copy:
        def cuts_of(name: str) -> tuple[Cut, ...] | None:
            return history.cuts.get(history.assets.get(name, name))

        return resolve(story, history.changes, notes(story), self._site, policy, cuts_of)

    def _taken_down(self, folded: "_Folded") -> "_Move":
        history, standing = folded.history, folded.standing
        id_ = story_id(history.key)
        was_live = history.shown.path is not None or (folded.story is not None and folded.story.first_live is not None)
        gone = standing.state is State.WITHDRAWN or was_live or history.shown.gone
        shown = Shown(gone=gone)
        pages = [*self._no_longer(history, shown), Page(path=pointer_file(id_), body=None, story_key=history.key)]
        if folded.story is not None:
            # Also where it would stand: after a rebuild was broken off the journal may not know the page.
            pages.append(Page(path=file_of(address(folded.story, folded.policy)), body=None, story_key=history.key))
        if gone:
            pages += self._edition.gone(id_, history.key)
        return _Move(before=history.shown, settled=_settled(history, standing, shown), pages=tuple(pages))

    def _picture_pages(self, history: History, copy: Copy) -> list[Page]:
        """The picture's files, unless they were put with the story before."""
        asset = _asset_of(history, copy)
        if asset is None or asset == history.shown.asset:
            return []
        return [Page(path=cut.path, body=data, story_key=copy.key) for cut, data in cuts(self._journal.asset(asset))]

    def _no_longer(self, history: History, shown: Shown) -> list[Page]:
        """Files of the last settlement that this one does without."""
        before = history.shown
        away = []
        if before.path is not None and before.path != shown.path:
            away.append(file_of(before.path))
        plate = before.card.plate if before.card else None
        let_go = before.asset is not None and before.asset != shown.asset
        if plate and before.asset and let_go and not self._journal.asset_in_use(before.asset, besides=history.key):
            away += [cut.path for cut in plate.cuts]
        return [Page(path=path, body=None, story_key=history.key) for path in away]

    # -- lists

    def lists(self) -> bool:
        """Render every list that changed since the last call. Returns whether there was one."""
        names = self._journal.dirty_lists()
        if names:
            pages = [page for name in names for page in self._list(name)]
            self._journal.clean_lists(names, self._publisher.publish(pages, self._clock()))
        return bool(names)

    def open(self) -> None:
        """Put what every site has, story or no story: stylesheet, error pages, the front."""
        now = self._clock()
        self._publisher.publish([*self._edition.static(), *self._front()], now)
        for feed in self._feeds.values():
            self._publisher.publish(self._section(feed.policy.section), now)

    def _list(self, name: str) -> tuple[Page, ...]:
        kind, _, rest = name.partition(":")
        return {"front": lambda _: self._front(), "section": self._section, "topic": self._topic}[kind](rest)

    def _front(self) -> tuple[Page, ...]:
        cards = self._journal.cards(limit=FRONT_LENGTH)
        return (*self._edition.front(cards), *self._edition.feeds(cards))

    def _section(self, section: str) -> tuple[Page, ...]:
        cards = self._journal.cards(section=section, limit=FRONT_LENGTH)
        return (*self._edition.section(section, cards), *self._edition.feeds(cards, section))

    def _topic(self, slug: str) -> tuple[Page, ...]:
        cards = self._journal.cards(topic=slug, limit=FRONT_LENGTH)
        if not cards:
            return (Page(path=f"topic/{slug}/index.html", body=None),)
        names = (topic for card in cards for topic in card.topics if topic.slug == slug)
        return self._edition.topic(next(names), cards)


SHOWN = (State.LIVE, State.EXPIRED)
"""A story past its relevance leaves the lists but keeps its page (life.md section 7)."""

_UNKNOWN_FEED = Policy(section="News", hold=True)
"""A feed that is no longer in `stet.toml`: its stories wait for a person."""


class _Folded(Struct, frozen=True):
    history: History
    story: Story | None
    standing: Standing
    policy: Policy


class _Move(Struct, frozen=True):
    before: Shown
    settled: Settled
    pages: tuple[Page, ...]


def make_asset(data: bytes) -> Asset:
    """A picture file made ready. Raises `Refused` when it is not a picture this site can show."""
    return Asset(digest=sha256(data).hexdigest(), data=data, cuts=tuple(cut for cut, _ in cuts(data)))


def _guarded_read(packet: Packet, origin: Origin) -> Reading:
    try:
        return formats.read(packet.data, origin)
    except Exception as bug:  # a bug met by one packet must not stop the others; it is told in full
        log.exception("bug", source=packet.source)
        return _refused(packet, None, f"Stet failed on this file, which is a fault of Stet: {bug!r}. Please report it.")


def _refused(packet: Packet, format_: str | None, reason: str) -> Reading:
    return Reading(format=format_, why=reason, refusals=(Refusal(source=packet.source, reason=reason),))


def _bug(key: str, bug: Exception) -> Standing:
    log.exception("bug", story=key)
    return Standing(state=State.HELD, reason=f"Stet failed on this story, which is a fault of Stet: {bug!r}.")


def _settled(history: History, standing: Standing, shown: Shown) -> Settled:
    return Settled(
        key=history.key,
        id=story_id(history.key),
        touched=history.touched,
        listed=history.shown.card is not None,
        standing=standing,
        shown=shown,
    )


def _asset_of(history: History, copy: Copy) -> str | None:
    if copy.plate is None:
        return None
    return next(digest for digest, known in history.cuts.items() if known == copy.plate.cuts)


def _lists_of(before: Shown, settled: Settled) -> set[str]:
    """Names of the lists that show the story differently now."""
    was = before.card
    listed = settled.shown.card if settled.standing.state is State.LIVE else None
    if was == listed:
        return set()
    names = {"front"}
    for card in (was, listed):
        if card is not None:
            names |= {f"section:{card.section}", *(f"topic:{topic.slug}" for topic in card.topics)}
    return names
