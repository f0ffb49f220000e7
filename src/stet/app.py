"""Wiring: settings in, a ready house out. The only file that names concrete ends."""

import getpass
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event, Lock
from types import MappingProxyType

import msgspec

from stet import house_files
from stet.config import FeedSettings, House, LimitsSettings, Settings
from stet.darkroom import make_asset, make_share
from stet.desk import check_wording, edit, switches
from stet.edition import RECIPE, Edition, Faces, verify
from stet.edition.words import words_in
from stet.engine.beside import Beside
from stet.engine.clock import CheckedClock, Uptime, uptime
from stet.engine.embedded import Embedded
from stet.engine.fetching import Fetching
from stet.engine.intake import Way
from stet.engine.push import Push
from stet.engine.search import Search
from stet.engine.site import App
from stet.engine.site import Site as SiteApp
from stet.engine.site_serve import listening, serve
from stet.engine.subscribing import Subscribing
from stet.engine.timekeeper import Timekeeper, anchor_of
from stet.errors import Misused, Unavailable
from stet.flow import Feed, Flow, Publisher
from stet.fonts import Fonts
from stet.journal import files, inquiry, refused, search
from stet.journal import switches as switched
from stet.journal.base import History
from stet.journal.connect import connect, migrate
from stet.journal.ledger import Ledger
from stet.journal.remote import RemotePictures
from stet.journal.road_lock import RoadLock
from stet.journal.search_reader import Index
from stet.journal.store import DjangoJournal
from stet.kill_receipt import Case, KillReceipt, kill_receipt, orders, without
from stet.model.address import file_of, gone_file, story_id
from stet.model.change import AnyChange, Kill
from stet.model.dispatch import Dispatch, Picture, file_key
from stet.model.moment import Moment, certain
from stet.model.packet import Limits, Origin, Packet
from stet.model.page import MIDDLE, Agency, Card, Site, Wording, focus_at
from stet.model.person import Person, Role
from stet.model.story import SHOWN, Clause, Lent, Policy, State, Story
from stet.model.switch import Mode, Switch
from stet.proof import Claim, Part, Verdict, prove
from stet.publish.folder import FolderPublisher
from stet.publish.recorder import Recorder
from stet.story import clauses, sealed
from stet.transports.folder import Folder, FolderSource
from stet.transports.pictures import Pictures, PictureSource, own_host
from stet.transports.poll import Poll, PollSource
from stet.transports.watch import watch
from stet.transports.websub import Hubs
from stet.why import Why

SWITCH = 0.0005
"""Seconds after which a thread that computes lets others go on. Ten times sooner than Python's own: else each look into
a folder, each answer of the server waits 5 ms for the road whenever it has read or written a byte."""
PICTURES_EVERY = 1.0
"""Seconds between two looks whether a picture is to be fetched."""
HUBS_EVERY = 1.0
"""Seconds between two looks whether a hub is to be asked."""
COMMAND_LINE = "command line"
"""Where an act comes from that a command did."""
_GLANCE = 0.01
"""Seconds between two looks whether the road has seen to what was appended."""
PATIENCE = 30.0
"""Seconds a command waits for the process that walks the road, from the last sign that it goes on."""


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def origin(house: House | None, feed: FeedSettings | None, source: str, arrived: datetime) -> Origin:
    """What is known about bytes that come by a feed, or by none."""
    if house is None:
        return Origin(feed="", source=source, arrived=arrived)
    if feed is None:
        settings = house.settings
        return Origin(
            feed="", source=source, arrived=arrived, time_zone=settings.site.time_zone, limits=_limits(settings.limits)
        )
    return _road_feed(house, feed).origin(source, arrived)


def picture_source(house: House, feed: FeedSettings) -> PictureSource:
    """Where the pictures of a feed may be fetched: from its own host, and from those that its settings name."""
    home = feed.url if feed.transport == "poll" else None
    return PictureSource(
        feed=feed.name,
        hosts=(*own_host(home), *feed.picture_hosts),
        home=home,
        allow_private=feed.allow_private,
        size_limit=feed.size_limit,
        user=feed.user,
        password=house.password(feed) if home else None,
    )


def _limits(limits: LimitsSettings) -> Limits:
    return Limits(bytes=limits.bytes, items=limits.items, depth=limits.depth, text=limits.text)


def _road_feed(house: House, feed: FeedSettings) -> Feed:
    """What the road must know of a feed, with what the site decides for all of them."""
    return Feed(
        name=feed.name,
        agency=feed.agency,
        time_zone=feed.time_zone or house.settings.site.time_zone,
        zone_given=feed.time_zone is not None,
        language=feed.language,
        charset=feed.charset,
        cut=feed.cut,
        stop_signals=feed.stop_signals,
        limits=_limits(house.settings.limits),
        policy=Policy(
            section=feed.section,
            hold=feed.publish == "hold",
            hold_alerts=feed.alerts == "hold",
            tripwires_off=feed.tripwires_off,
            behind=feed.behind,
            ahead=feed.ahead,
            unlisted=feed.unlisted,
            archive_days=feed.archive_days,
            embargo_repeats=feed.embargo_repeats,
            agreed=feed.agreed_terms,
            country=house.settings.site.where,
            indexing=feed.indexing,
            reserved=feed.ai == "reserve",
            canonical_agency=feed.canonical == "agency",
            full_feeds=feed.feed_text == "full",
        ),
    )


def _wording(settings: Settings) -> Wording:
    """The disclosure's sentences: the house's own, else those that ship, in the site's language."""
    ours, said = Wording(), words_in(settings.site.language)
    given = {name: getattr(settings.disclosure, name) for name in Wording.__struct_fields__}
    return Wording(**{name: said(text) if text == getattr(ours, name) else text for name, text in given.items()})


def _checked(clock: Callable[[], datetime], since: Callable[[], Uptime] | None, ledger: Ledger) -> CheckedClock | None:
    if since is None and clock is now:
        since = uptime
    return CheckedClock(clock, since, anchor_of(ledger)) if since else None


def _terms(feed: Feed) -> tuple[object, ...]:
    """What the contract with the agency says, as far as it decides what may be shown, and to whom."""
    policy = feed.policy
    may_be_shown = (policy.archive_days, policy.agreed, policy.country, policy.embargo_repeats)
    return (*may_be_shown, policy.indexing, policy.reserved, policy.canonical_agency, policy.full_feeds)


class Stet:
    """A house with its journal, road and edition, ready to be used by a command, a server or a test."""

    def __init__(
        self, house: House, *, clock: Callable[[], datetime] = now, uptime: Callable[[], Uptime] | None = None
    ) -> None:
        """`uptime` is what the clock is checked by: this machine's, for this machine's clock; another clock that comes
        without one is believed. Raises `Misused` for settings that cannot be, `Unavailable` when the database does
        not answer."""
        settings = house.settings
        wording = _wording(settings)
        check_wording(wording)
        self.house = house
        self.feeds = {feed.name: _road_feed(house, feed) for feed in settings.feeds}
        connect(settings.storage.database, house.root)
        migrate()
        self.journal = DjangoJournal()
        self.ledger = Ledger()
        self.former = self._former_feeds()
        self.site = Site(
            name=settings.site.name,
            url=settings.site.url.rstrip("/"),
            language=settings.site.language,
            time_zone=settings.site.time_zone,
            wording=wording,
            notice=settings.site.notice,
            look=house_files.look(house),
            about=house_files.about(house),
            agencies=self._agencies(),
            reserved=any(feed.policy.reserved for feed in (*self.feeds.values(), *self.former.values())),
        )
        self.checked = _checked(clock, uptime, self.ledger)
        self.moment: Callable[[], Moment] = self.checked or (lambda: certain(clock()))
        self.publisher = FolderPublisher(house.edition)
        self._theme = house_files.theme(house)
        font = settings.theme.font
        self._faces = Faces(Fonts(house.path(font) if font else None))
        self.edition = self._edition()
        self._previewing = Lock()
        self._preview_edition: Edition | None = None
        self.flow = self._flow(self.publisher)
        self.lock = RoadLock()
        self.stopping = Event()
        """Set when this process is to end: what answers without an end of its own ends then."""
        self._running: Embedded | None = None
        """What walks the road in this process."""
        self._folders: dict[Path, list[Folder]] = defaultdict(list)

    def _flow(self, publisher: Publisher) -> Flow:
        return Flow(
            journal=self.journal,
            publisher=publisher,
            edition=self.edition,
            site=self.site,
            feeds=(*self.feeds.values(), *self.former.values()),
            clock=self.moment,
        )

    def _edition(self) -> Edition:
        """What sets pages, for one thread at a time."""
        sections = list(dict.fromkeys(feed.policy.section for feed in self.feeds.values()))
        return Edition(self.site, sections, theme=self._theme, faces=self._faces)

    def clock(self) -> datetime:
        """The present instant, for the record of what is done now."""
        return self.moment().now

    def _former_feeds(self) -> dict[str, Feed]:
        """Feeds that are no longer in `stet.toml`, as they last stood there. What came by them is read and shown as
        it was: else a kill that came by one would not find its story again, and pages would go unasked."""
        return {name: feed for name, feed in self._feeds_once().items() if name not in self.feeds}

    def _agencies(self) -> tuple[Agency, ...]:
        """Those that have a page: of every feed there is or was. What the first feed of one says of it stands."""
        told: dict[str, Agency] = {}
        for feed in self.house.settings.feeds:
            known = told.get(feed.agency, Agency(name=feed.agency))
            told[feed.agency] = Agency(
                name=feed.agency,
                about=known.about or feed.about,
                website=known.website or feed.website,
                language=known.language or feed.language,
            )
        for former in self.former.values():
            told.setdefault(former.agency, Agency(name=former.agency))
        return tuple(told.values())

    def _feeds_once(self) -> dict[str, Feed]:
        return msgspec.convert(self.ledger.feeds_once(), dict[str, Feed])

    def _remember_feeds(self) -> None:
        """Where the contract with an agency is told differently now, its stories are looked at again: a limit that is
        new must also reach what was published before it."""
        once = self._feeds_once()
        changed = [name for name, feed in self.feeds.items() if name in once and _terms(once[name]) != _terms(feed)]
        self.ledger.remember_feeds({name: msgspec.to_builtins(feed) for name, feed in self.feeds.items()}, changed)

    # -- the engine

    def engine(self, subscriptions: Sequence[Subscribing] = ()) -> Embedded:
        """The road with every feed's transport, and what is done beside it."""
        pictures = Pictures(self.clock, site_url=self.site.url)
        return Embedded(
            flow=self.flow,
            ledger=self.ledger,
            ways=[self._way(feed) for feed in self.house.settings.feeds],
            watch=partial(watch, tell=self._tell),
            flush=self.publisher.checkpoint,
            timekeeper=Timekeeper(self.checked, self.ledger) if self.checked else None,
            beside=[
                Beside("darkroom", self.flow.develop),
                *(self._fetching(feed, pictures) for feed in self.house.settings.feeds),
                *(Beside(f"hub of {one.feed}", one.next, pause=HUBS_EVERY) for one in subscriptions),
            ],
        )

    def subscriptions(self) -> list[Subscribing]:
        """What is agreed with the hubs of feeds that have one, and what keeps it up. Raises `Unavailable`."""
        hubs = Hubs(self.clock, site_url=self.site.url)
        return [
            Subscribing(
                feed.name,
                callbacks=f"{self.site.url}/push/{feed.name}/",
                allow_private=feed.allow_private,
                size_limit=feed.size_limit,
                journal=self.ledger,
                ask=hubs,
                clock=self.clock,
            )
            for feed in self.house.settings.feeds
            if feed.websub and feed.transport == "poll"
        ]

    def _fetching(self, feed: FeedSettings, pictures: Pictures) -> Beside:
        """What fetches the pictures that stories of a feed name by address."""
        fetching = Fetching(
            picture_source(self.house, feed),
            journal=RemotePictures(),
            fetch=pictures,
            verify=verify,
            wants=self.flow.wants,
            keep=self.flow.keep,
            clock=self.clock,
        )
        return Beside(f"pictures of {feed.name}", fetching.next, pause=PICTURES_EVERY)

    def _tell(self, path: Path) -> None:
        """The folders of feeds hear which file came."""
        for folder in self._folders[path.parent]:
            folder.tell(path.name)

    def _way(self, feed: FeedSettings) -> Way:
        if feed.transport == "folder":
            source = FolderSource(
                feed=feed.name,
                path=self.house.path(feed.path or feed.name),
                after=feed.after,
                size_limit=feed.size_limit,
            )
            with suppress(OSError):  # the transport says what is wrong with it, and the other feeds go on
                source.path.mkdir(parents=True, exist_ok=True)
            folder = Folder(self.clock)
            self._folders[source.path.absolute()].append(folder)
            return Way(feed=feed.name, fetch=partial(folder, source), watched=source.path)
        password = self.house.password(feed)
        poll = PollSource(
            feed=feed.name,
            url=feed.url or "",
            every=feed.seconds,
            timeout=feed.timeout,
            allow_private=feed.allow_private,
            size_limit=feed.size_limit,
            user=feed.user,
            password=password,
            websub=feed.websub,
        )
        return Way(feed=feed.name, fetch=partial(Poll(self.clock, site_url=self.site.url), poll))

    def run(
        self, *, ready: Callable[[], None] = lambda: None, beside: Mapping[str, App] = MappingProxyType({})
    ) -> None:
        """Intake, road, clock and site in this process, until it is told to stop. `beside` are further applications
        beside the site, by the first part of their addresses.

        Raises `Misused` when another process walks this journal's road or the port is taken.
        """
        server = self.house.settings.server
        sys.setswitchinterval(SWITCH)
        self.stopping.clear()
        if not self.lock.take():
            raise Misused("Another Stet is running on this journal. Stop it first, or use the one that runs.")
        with self.lock:
            self._remember_feeds()
            if self.ledger.rebuilding():
                self._replay()
            search.renew()
            subscriptions = self.subscriptions()
            engine = self.engine(subscriptions)
            with listening(server.host, server.port) as listener, closing(Index()) as index:
                seeking = Search(index, self._edition(), self._is_up)
                push = Push({one.feed: one for one in subscriptions}, engine.wake)
                engine.start()
                self._running = engine
                try:
                    apps: dict[str, App] = {**beside, "search": seeking, "push": push}
                    serve(SiteApp(self.house.edition, beside=apps), listener, stop=self.stopping, ready=ready)
                finally:
                    self._running = None
                    seeking.close()
                    engine.stop()

    def _is_up(self, card: Card) -> bool:
        """Whether readers can get a report's page right now."""
        edition = self.house.edition
        return (edition / file_of(card.path)).is_file() and not (edition / gone_file(card.id)).exists()

    def _walk(self, done: Callable[[], bool]) -> None:
        """Have the road take in what was appended: here if nobody walks it, else by whoever does."""
        waiting, patience = -1, 0.0
        if self._running:
            self._running.look()
        # Asked for again each time: whoever walks it may end just before it sees what was appended.
        while not self.lock.take():
            if done():
                return
            if waiting != (waiting := inquiry.waiting()):
                patience = time.monotonic() + PATIENCE  # it goes on; much may lie before what was appended
            if time.monotonic() > patience:
                raise Unavailable(
                    f"It is recorded, but the Stet that is running has not seen to it in {PATIENCE:.0f} s. "
                    "Look at its log, and run `stet doctor`."
                )
            time.sleep(_GLANCE)
        with self.lock:
            self._remember_feeds()
            self.engine().run_dry()

    # -- the doors

    def take(self, packets: Sequence[Packet]) -> list[inquiry.Outcome]:
        """Put packets on the road and wait until they have been seen to. One outcome a packet, in order."""
        self.flow.keep(packets)

        def outcomes() -> list[inquiry.Outcome]:
            return [one for p in packets if (one := inquiry.outcome(p.feed, p.digest))]

        self._walk(lambda: all(one.read and not any(row.touched for row in one.stories) for one in outcomes()))
        return outcomes()

    def act(self, text: str, action: Callable[[Story], AnyChange]) -> inquiry.StoryRow:
        """Have a person act on the story that `text` means. `action` is one of desk/edit.py's, with its words filled
        in; what it forbids is raised as `Misused`. Returns the story as it stands afterwards."""
        with self.flow.floor.taken():  # the road pauses for whoever looks on
            row = inquiry.find(text)
            self.flow.record(self._after_all_that_was_known(row.key, action(self.story(row.key))))
        self._walk(lambda: not inquiry.find(row.key).touched)
        return inquiry.find(row.key)

    def kill(self, text: str, reason: str, who: Person | None = None) -> inquiry.StoryRow:
        """Take down for good what `text` means: a story; or a picture, off every page that shows it, by the id of its
        item, also where it only came with stories, or by the SHA-256 of its file. Raises what desk/edit.py does."""
        person, key = who or self.who, inquiry.bare_picture(text)
        if key is None:
            return self.act(text, lambda story: edit.kill(story, reason, who=person, at=self.clock()))
        change = edit.kill_picture(key, reason, who=person, at=self.clock())
        self.flow.record(self._after_all_that_was_known(key, change))
        self._walk(lambda: not inquiry.find(key).touched)
        return inquiry.find(key)

    def kill_picture(self, text: str, reason: str, who: Person | None = None) -> inquiry.StoryRow:
        """As `kill`, of a picture alone, and once: what is killed already stays as it is. Raises `Misused` for what
        is none, so that a slip of a form takes no story down."""
        edit.kill_picture(text, reason, who=who or self.who, at=self.clock())  # who may, before what there is
        key = inquiry.bare_picture(text) or inquiry.picture_item(text)
        if key is None:
            raise Misused(f"No picture goes by {text!r}: look at the page again, and name the one that it shows.")
        if (
            any(isinstance(act, Kill) for act in self.history(key).changes)
            and inquiry.find(key).state == State.WITHDRAWN
        ):
            return inquiry.find(key)
        return self.kill(key, reason, who)

    def unseal(self, text: str, reason: str, who: Person | None = None) -> tuple[Dispatch, ...]:
        """Read what a stop has taken away of a story: on record, with a reason, before a word of it is handed out.

        Raises `Misused` without a reason, and where nothing is sealed.
        """
        key = inquiry.find(text).key
        change = edit.unseal(self.story(key), reason, who=who or self.who, at=self.clock())
        words = self.sealed(key)
        if not words:
            raise Misused(f"Nothing of story {story_id(key)} is sealed: no stop has reached it.")
        self.flow.record(self._after_all_that_was_known(key, change))
        return words

    def switch(self, feed: str, mode: Mode, reason: str, who: Person | None = None) -> Switch:
        """Hold a feed, pause it, or leave it to itself again; what the stories come to is seen to by the road that
        runs, within a tick, or here where none does. Raises `Misused` for a feed that is none, and what
        desk/switches.py raises."""
        if feed not in self.feeds and feed not in self.former:
            self.house.feed(feed)
        act = switches.switch(switched.current(), feed, mode, reason, who=who or self.who, at=self.clock())
        done = switched.record(act)
        self._walk(lambda: True)
        return done

    def read_again(self, packet: int, who: Person | None = None) -> None:
        """Read a file again that could not be read, as a whole or in part. Nothing that was read of it comes twice.
        Raises `Misused` where nothing was refused."""
        switches.may_read_again(who=who or self.who)
        refused.mark_unread(packet)
        self._walk(lambda: not refused.is_unread(packet))

    def _after_all_that_was_known(self, key: str, change: AnyChange) -> AnyChange:
        """A person acts on what they see: whatever the clock says, the act is later than all that was here before it.
        Else a kill by hand could miss what it was meant for."""
        history = self.history(key)
        orders = (order.dispatch for order in history.around.orders)
        came = (one.arrived for one in (*history.dispatches, *orders))
        last = max((*came, *(one.at for one in history.changes)), default=change.at)
        return change if change.at > last else msgspec.structs.replace(change, at=last + timedelta(microseconds=1))

    def replay(self) -> tuple[int, int]:
        """Rebuild every story and page from the journal. Returns how many stories there are, and how many files of
        the edition belonged to none and were removed. Raises `Misused` while another process walks the road."""
        if not self.lock.take():
            raise Misused("Another Stet is running on this journal. Stop it before a replay.")
        with self.lock:
            self._remember_feeds()
            return self._replay()

    def _replay(self) -> tuple[int, int]:
        recorder = Recorder(self.publisher)
        self._flow(recorder).rebuild()
        # A card that is there and not looked at yet stays until it is drawn again: links that were shared name it.
        swept = self.publisher.sweep((recorder.put | self.journal.cards_to_come()).__contains__)
        self.publisher.checkpoint()
        self.ledger.rebuilt()
        return sum(inquiry.count_states().values()), len(swept)

    def keep_picture(self, data: bytes, focus: tuple[float, float] | None = None) -> str:
        """Keep a picture the desk brings, with a share image around its focal point. Returns its digest. Raises
        `Refused` for what is no picture. Takes a second or two; nothing waits for it but the person."""
        focuses = dict.fromkeys((MIDDLE, focus_at(*focus) if focus else MIDDLE))
        asset = make_asset(data, tuple(focuses))
        self.journal.keep_asset(asset)
        return asset.digest

    def keep_share(self, digest: str, focus: tuple[float, float]) -> None:
        """Keep one more share image of a picture that the journal has, around this point of it."""
        point, old = focus_at(*focus), self.journal.asset(digest)
        if point in {cut.focus for cut in old.cuts}:
            return
        fresh = old.recipe == RECIPE
        made = make_share(digest, old.data, point) if fresh else make_asset(old.data, (MIDDLE, point))
        self.journal.keep_asset(made)

    @property
    def who(self) -> Person:
        """Who acts by a command: the account it runs under. Whoever may read and write the journal is a chief."""
        return Person(name=getpass.getuser(), role=Role.CHIEF, place=COMMAND_LINE)

    def confirm_clock(self) -> None:
        """A person says that this machine's clock is right as it is. Raises `Misused` when nobody doubts it."""
        if self.checked is None or not self.checked().trouble:
            raise Misused("Nobody doubts the clock: there is nothing to confirm.")
        self.ledger.remember_clock(msgspec.to_builtins(self.checked.confirm(self.who.name)))

    # -- questions

    def story(self, key: str) -> Story:
        """A story folded from its whole history, as it stands now."""
        story = self.flow.fold(self.history(key))
        if story is None:
            raise Misused(f"Nothing has arrived for {key!r} yet.")
        return story

    def why(self, key: str) -> Why | None:
        """Why a story stands where it does on the front; none for one that stands on no list."""
        shown = self.history(key).shown
        return self.flow.why(shown.card) if shown.card and shown.listed else None

    def preview(self, key: str) -> bytes | None:
        """The page of a story as readers get it, or would get it; none for what has no page of its own. Raises
        `Withheld` where the page fails its check."""
        history = self.history(key)
        with self._previewing:  # an edition is for one thread at a time, and the road has its own
            if self._preview_edition is None:
                self._preview_edition = self._edition()
            return self.flow.preview(history, self._preview_edition)

    def history(self, key: str) -> History:
        """All that is known of a story now."""
        return self.histories([key])[0]

    def histories(self, keys: Sequence[str]) -> list[History]:
        """The same of many stories, in the order of their keys."""
        return self.journal.histories(keys, self.clock())

    def kill_receipt(self, text: str) -> tuple[KillReceipt, list[str]]:
        """The receipt of the stops of the story that `text` means, and the paths of the edition that serve it now
        though it is withdrawn. Raises `Misused` for a story that no stop ever reached."""
        row = inquiry.find(text)
        history = self.history(row.key)
        found = orders(history, inquiry.source_of)
        if not found:
            raise Misused(f"No order to stop story {row.id} ever came: there is nothing to give a receipt for.")
        case = Case(
            story=row.id,
            key=row.key,
            state=row.state,
            orders=found,
            done=inquiry.done_for({row.key, *(one.story_key for one in history.dispatches)}),
            pictured=inquiry.done_with(files.paths_of(row.key)),
            lists_before=lambda order, at: self.flow.lists_with(without(history, order, at), at),
            list_acts=inquiry.list_acts,
            is_there=lambda path: (self.house.edition / path).is_file(),
        )
        receipt = kill_receipt(case)
        naming = self.publisher.naming(row.id) if row.state == State.WITHDRAWN else []
        return receipt, [path for path in naming if path != gone_file(row.id)]

    def sealed(self, key: str) -> tuple[Dispatch, ...]:
        """The dispatches of a story whose words nobody is shown any more."""
        return self.sealed_in(self.history(key))

    def sealed_in(self, history: History) -> tuple[Dispatch, ...]:
        """As `sealed`, of a history that was asked for already."""
        return sealed(history.dispatches, history.changes, history.around)

    def lent(self, digest: str) -> Lent:
        """What those say of the file of a picture with whom it came, and the desk: whether a page may show it now."""
        history = self.history(file_key(digest))
        return self.flow.lent(history)[0]

    def clauses(self, picture: Picture, shown: Dispatch) -> tuple[Clause, ...]:
        """What the words of an agency ask of whoever shows a picture of this version."""
        return clauses(picture, shown)

    def is_sealed(self, packet: int) -> bool:
        """Whether words of a file, which could not be read as a whole, are words that a stop has sealed."""
        kept = refused.packet(packet)
        if refused.names_what_was_stopped(kept.data):
            return True
        said = {(one.story_key, one.digest) for one in self.flow.said(kept)}
        keys = refused.stories_of(packet, {key for key, _ in said})
        return any(
            one.packet == kept.digest or (one.story_key, one.digest) in said
            for history in self.journal.histories(keys, self.clock())
            for one in self.sealed_in(history)
        )

    def verify(self) -> Iterator[Verdict]:
        """Compare every page that is up with the agency's bytes."""
        return prove(self._claims(), self._page)

    def _claims(self) -> Iterator[Claim]:
        for row in inquiry.stories_in(*SHOWN):
            if row.path is None:
                continue
            story = self.story(row.key)
            yield Claim(
                id=row.id,
                path=row.path,
                parts=tuple(self._part(dispatch) for dispatch in story.parts or (story.current,)),
                receipt=inquiry.put_digest(row.key, file_of(row.path)),
            )

    def _part(self, dispatch: Dispatch) -> Part:
        return Part(
            dispatch=dispatch,
            packet=inquiry.packet_bytes(dispatch.feed, dispatch.packet),
            origin=self.flow.origin(dispatch.feed, "", dispatch.arrived),
        )

    def _page(self, path: str) -> bytes | None:
        file = self.house.edition / file_of(path)
        return file.read_bytes() if file.is_file() else None
