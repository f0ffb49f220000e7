"""What one story's turn on the road comes to: files to put, files to take away, and the record of both."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

import structlog
from msgspec import Struct
from msgspec.structs import replace

from stet.desk import address, brief, brief_of_no_story, resolve
from stet.edition import Edition
from stet.enrichment import notes
from stet.errors import Withheld
from stet.journal.base import History, Journal, Lending, Settled, Shown
from stet.model.address import gone_file, pointer_file, story_id
from stet.model.brief import Brief
from stet.model.change import Kill, SetPicture
from stet.model.dispatch import STOPS, Dispatch, Kind
from stet.model.listing import ARCHIVE, FRONT, NEWS, SITEMAP, TOPICS, agency_list, hour_mark
from stet.model.moment import Moment
from stet.model.page import Beside, Card, Copy, Cut, Page, Site
from stet.model.story import SHOWN, Cause, Lent, Policy, Standing, State, Story
from stet.model.switch import Gate, Span
from stet.story import Lender, fold, lent, wanted
from stet.story.paused import as_before, before, kept_back, puts_down

log = structlog.get_logger("stet.road")

_ALONE = Beside()
_UNKNOWN_FEED = Policy(section="News", hold=True)
"""A feed that nobody remembers: its stories wait for a person."""


class Folded(Struct, frozen=True, kw_only=True):
    """A story's history, and where the story stands now. No story: nothing arrived, or Stet failed on it."""

    history: History
    policy: Policy
    standing: Standing
    story: Story | None = None
    whole: str | None = None
    """The key of the story that this is only an item of. That story's turn says what is at this item's addresses."""

    @property
    def is_shown(self) -> bool:
        """Whether readers may see it."""
        return self.story is not None and self.standing.state in SHOWN


class Move(Struct, frozen=True, kw_only=True):
    """The files of one story that come and go, and what the journal is to know."""

    before: Shown
    settled: Settled
    version: int | None
    """The agency's number of the version that stands."""
    pages: tuple[Page, ...]

    stopped: bool = False
    """A stop came for something of the story: words that other pages have of it may be meant."""

    @property
    def withdrawn(self) -> bool:
        """Whether other pages may no longer name it, or not as they do."""
        was, now = self.before.card, self.settled.shown.card
        if self.settled.shown.path is None or was is None or now is None:
            return self.settled.shown.path is None
        return self.stopped and (was.headline, was.path) != (now.headline, now.path)

    @property
    def let_go(self) -> set[str]:
        """Paths of the picture files that the page no longer shows."""
        return self.before.files - self.settled.shown.files

    @property
    def lists(self) -> set[str]:
        """Names of the lists that show the story differently now, and marks of what their archives have to count."""
        was, standing = self.before.card if self.before.listed else None, self.settled.standing
        now = self.settled.shown.card if standing.state is State.LIVE else None
        return _lists(was, now) | _archives(self.before.card, self.settled.shown.card)


def _lists(was: Card | None, now: Card | None) -> set[str]:
    """Lists of live stories."""
    if was == now:
        return set()
    names = {FRONT, NEWS, TOPICS}
    for card in filter(None, (was, now)):
        its = [f"section:{card.section}", agency_list(card.agency)]
        its += [f"topic:{topic.slug}" for topic in card.topics]
        names |= {*its, *(hour_mark(name, card.hour) for name in its)}
    return names


def _archives(was: Card | None, now: Card | None) -> set[str]:
    """Where everything stands that has a page."""
    if was == now:
        return set()
    hours = {card.hour for card in (was, now) if card is not None}
    return {hour_mark(name, hour) for name in (ARCHIVE, SITEMAP) for hour in hours}


class Settlement:
    """Settles stories one by one for a site."""

    def __init__(self, journal: Journal, edition: Edition, site: Site, policies: Mapping[str, Policy]) -> None:
        self._journal = journal
        self._edition = edition
        self._site = site
        self._policies = policies

    def fold(self, history: History, moment: Moment) -> Folded:
        """Fold a history as it stands now. A fault of Stet's holds the story and stops no other.

        While the clock is in doubt a story is shown as far as it may be at both instants that it may be now.
        """
        sure = self._fold(history, moment.opens)
        if moment.opens == moment.ends or not (sure.is_shown and sure.story):
            return sure
        late = self._fold(history, moment.ends)
        if late.story is None:
            return late
        pictures = tuple(picture for picture in late.story.pictures if picture in sure.story.pictures)
        lent = tuple(then if then.barred else now for now, then in zip(late.story.lent, sure.story.lent, strict=True))
        return replace(late, story=replace(late.story, pictures=pictures, lent=lent))

    def _fold(self, history: History, at: datetime) -> Folded:
        policy = self._policy(history.dispatches, history.gate)
        if not history.dispatches:
            return Folded(history=history, policy=policy, standing=_of_nothing(history))
        try:
            story, policy = self._as_known(history, policy, at)
            story = _with_lent(story, self.lent(history, at))
        except Exception as bug:  # noqa: BLE001 -- it is told in full, and the story is not shown
            return Folded(history=history, policy=policy, standing=_bug(history.key, bug))
        if story.key != history.key:
            return Folded(history=history, policy=policy, standing=_part_of(story), whole=story.key)
        return Folded(history=history, policy=policy, standing=story.standing, story=story)

    def lent(self, history: History, at: datetime) -> tuple[Lent, ...]:
        """What becomes of the files that the desk has put over a story, by those they came with."""
        found = []
        for digest, lending in history.lent.items():
            put = (act.at for act in history.changes if isinstance(act, SetPicture) and act.asset == digest)
            found.append(
                lent(
                    digest,
                    lending.names,
                    list(self._lenders(history, lending, at)),
                    history.around,
                    self._policy(history.dispatches, history.gate),
                    now=at,
                    since=max(put, default=None),
                )
            )
        return tuple(found)

    def _lenders(self, history: History, lending: Lending, at: datetime) -> Iterator[Lender]:
        own = {one.story_key for one in history.dispatches}
        for one in lending.histories:
            if one.dispatches:
                story, _ = self._as_known(one, self._policy(one.dispatches, one.gate), at)
                yield Lender(story=story, is_own=not own.isdisjoint({story.key, *story.others}))

    def _as_known(self, history: History, policy: Policy, at: datetime) -> tuple[Story, Policy]:
        """The story, without what waits because its feed is paused; and the policy that it goes by then."""
        gate = history.gate
        whole = fold(history.dispatches, history.changes, policy, at, history.around, gate)
        known = before(history.key, history.dispatches, history.changes, history.around, gate)
        if known is None or puts_down(whole.standing):
            return whole, policy
        if not known.has_copy:
            return kept_back(whole, known.pause), policy
        policy = self._policy(known.dispatches, gate)
        story = fold(known.dispatches, known.changes, policy, at, known.around, gate)
        strict = fold(known.dispatches, known.changes, policy, at, history.around, gate)
        return as_before(story, whole, strict, known), policy

    def _policy(self, dispatches: Sequence[Dispatch], gate: Gate) -> Policy:
        """What the house decided for the feeds of a story, and what the desk switched them to as it came."""
        policy = self._policy_of({dispatch.feed for dispatch in dispatches})
        held = gate.held(dispatches)
        return replace(policy, hold=True, hold_because=_held_because(held)) if held else policy

    def _policy_of(self, feeds: set[str]) -> Policy:
        """A story that came by several feeds goes by the first of them in `stet.toml`. Only where all of them repeat an
        embargo is a version without one more than what its feed leaves out."""
        first = next((policy for name, policy in self._policies.items() if name in feeds), _UNKNOWN_FEED)
        if first.embargo_repeats and not all(self._policies.get(name, _UNKNOWN_FEED).embargo_repeats for name in feeds):
            return replace(first, embargo_repeats=False)
        return first

    def put_up(self, folded: Folded, story: Story, beside: Beside = _ALONE) -> Move:
        """The story's page, through every check; when one fails, whatever page there was goes. `beside` is what it
        says of others."""
        history = folded.history
        try:
            copy = self._copy(folded, story)
            shown = self._shown(history, copy)
            pages = [*self._edition.story(copy, beside), *self._picture_pages(history, shown)]
        except Withheld as withheld:
            log.error("withheld", story=story.id, see=f"stet show {story.id}")  # the reason quotes what differs
            held = Standing(state=State.HELD, reason=str(withheld), causes=(Cause.FAULT,))
            return self.take_down(replace(folded, standing=held))
        except Exception as bug:  # noqa: BLE001 -- it is told in full, and the story is not shown
            return self.take_down(replace(folded, standing=_bug(story.key, bug)))
        for flag in story.flags:
            log.warning("look", story=story.id, flag=flag)
        pages += self._no_longer(history, shown)
        pages.append(Page(path=gone_file(story.id), body=None, story_key=story.key))
        for key in story.others:
            pages += self._edition.led_here(story_id(key), copy)
        return _move(folded, shown, pages, story.current.body_text, brief=self._brief(folded, shown))

    def preview(self, folded: Folded, edition: Edition, beside: Beside = _ALONE) -> bytes | None:
        """The story's page as this edition would set it now, as if it were live; of one that is gone what stays of it.
        None for what has no page of its own. Raises `Withheld` when the page fails its check."""
        history, story = folded.history, folded.story
        if story is None or story.standing.state is State.FILED or story.current.kind is Kind.PICTURE:
            return None
        if story.standing.state in (State.WITHDRAWN, State.LAPSED):
            return next(page.body for page in edition.gone(story.id, history.key) if page.body is not None)
        if story.standing.state not in SHOWN:
            live = Standing(state=State.LIVE, reason="As it would be set.")
            story = replace(story, standing=live, first_live=story.first_live or history.at)
        return edition.story(self._copy(folded, story), beside)[0].body

    def _copy(self, folded: Folded, story: Story) -> Copy:
        history = folded.history
        return resolve(story, history.changes, notes(story), self._site, folded.policy, _cuts_of(history))

    def _brief(self, folded: Folded, shown: Shown) -> Brief:
        """What the desk's list says. A fault in it costs the line its words, and no page and no stop."""
        history, story = folded.history, folded.story
        came = (*(one.arrived for one in history.dispatches), *(one.dispatch.arrived for one in history.around.orders))
        at = max(came, default=history.at)
        if story is not None:
            try:
                return brief(
                    story,
                    history.changes,
                    folded.standing,
                    policy=folded.policy,
                    came=at,
                    cuts_of=_cuts_of(history),
                    path=shown.path,
                    topics=shown.card.topics if shown.card else (),
                )
            except Exception:  # it is told in full, and the story is on the list without words
                log.exception("bug", story=story.id)
        last = max(history.dispatches, key=lambda one: one.arrived, default=None)
        return brief_of_no_story(story_id(history.key), last, folded.standing, folded.policy, at)

    def _shown(self, history: History, copy: Copy) -> Shown:
        """What readers see of the story now; a share card that was not named before is still to be drawn."""
        before = history.shown
        shown = Shown(path=copy.path, asset=_asset_of(history, copy), card=self._edition.card(copy))
        is_new = shown.drawn != before.drawn or before.undrawn or before.unsure
        return replace(shown, undrawn=shown.drawn is not None and is_new)

    def take_down(self, folded: Folded) -> Move:
        """Every file of the story goes. An address that readers may know answers 410 from now on."""
        history, story = folded.history, folded.story
        if folded.whole is not None:
            return _move(folded, Shown(), self._no_longer(history, Shown()))
        # What was really up may hang on how dispatches fell into turns; a replay must come to the same (promise 6).
        was_live = story.first_live is not None if story else history.shown.path is not None or history.shown.gone
        gone = folded.standing.state is State.WITHDRAWN or was_live
        pages = self._no_longer(history, Shown(gone=gone))
        if story is not None:
            # Also where it would stand: after a rebuild was broken off the journal may not know the page.
            pages += self._edition.no_page(address(story, folded.policy), history.key)
        for key in (history.key, *(story.others if story else ())):
            pages += self._edition.gone(story_id(key), history.key) if gone else _nothing_at(key, history.key)
        return _move(folded, Shown(gone=gone), pages, brief=self._brief(folded, Shown()))

    def _picture_pages(self, history: History, shown: Shown) -> list[Page]:
        """The picture's files, but for those that were put with the story before."""
        wanted = shown.files if history.shown.unsure else shown.files - history.shown.files
        if not wanted:
            return []
        files = self._journal.picture_files(wanted)
        return [Page(path=path, body=files[path], story_key=history.key) for path in sorted(files)]

    def _no_longer(self, history: History, shown: Shown) -> list[Page]:
        """Files of the last settlement that this one does without."""
        before = history.shown
        pages: list[Page] = []
        if before.path is not None and before.path != shown.path:
            pages += self._edition.no_page(before.path, history.key)
        if before.drawn is not None and before.drawn != shown.drawn:
            pages.append(Page(path=before.drawn, body=None, story_key=history.key))
        return pages

    def let_go(self, moves: Sequence[Move]) -> list[Page]:
        """Files of the pictures that these stories, taken together, were the last to show."""
        free: dict[str, list[Move]] = defaultdict(list)
        for move in moves:
            if move.let_go and move.before.asset:
                free[move.before.asset].append(move)
        shown = set().union(*(move.settled.shown.files for move in moves))
        return [
            Page(path=path, body=None, story_key=those[0].settled.key)
            for digest, those in free.items()
            for path in sorted(
                set().union(*(move.let_go for move in those))
                - shown
                - self._journal.cuts_shown(digest, [move.settled.key for move in moves])
            )
        ]


def _cuts_of(history: History) -> Callable[[str], tuple[Cut, ...] | None]:
    return lambda name: history.cuts.get(history.assets.get(name, name))


def _with_lent(story: Story, lent: tuple[Lent, ...]) -> Story:
    until = min((one.until for one in lent if one.until), default=None)
    if until is None or story.standing.state not in SHOWN:
        return replace(story, lent=lent) if lent else story
    standing = replace(story.standing, until=min(filter(None, (story.standing.until, until))))
    return replace(story, lent=lent, standing=standing)


def _held_because(held: Span) -> str:
    switch = held.switch
    return (
        f"It came while {switch.who} had all of feed {switch.feed} wait ({switch.reason}): release the story to "
        "publish it."
    )


def _nothing_at(key: str, story_key: str) -> tuple[Page, Page]:
    """No address of this item leads anywhere, nor says that something is gone."""
    paths = (pointer_file(story_id(key)), gone_file(story_id(key)))
    return (Page(path=paths[0], body=None, story_key=story_key), Page(path=paths[1], body=None, story_key=story_key))


def _of_nothing(history: History) -> Standing:
    """Where something stands of which nothing has come by itself: a picture that came with stories, or its file."""
    if any(isinstance(act, Kill) for act in history.changes):
        return Standing(state=State.WITHDRAWN, reason="A picture, killed at the desk: no page shows it.")
    return Standing(state=State.HELD, reason="Nothing has arrived for this story.")


def _part_of(story: Story) -> Standing:
    return Standing(state=State.FILED, reason=f"Part of story {story.id}.")


def _asset_of(history: History, copy: Copy) -> str | None:
    if copy.plate is None:
        return None
    return next(digest for digest, known in history.cuts.items() if set(copy.plate.cuts) <= set(known))


def _move(folded: Folded, shown: Shown, pages: list[Page], text: str = "", *, brief: Brief | None = None) -> Move:
    history, story = folded.history, folded.story
    settled = Settled(
        key=history.key,
        id=story_id(history.key),
        touched=history.touched,
        listed=history.shown.card is not None,
        standing=folded.standing,
        shown=shown,
        whole=folded.whole,
        remote=_remote(folded),
        text=text,
        brief=brief,
        stirred=_as_named(history.shown.card if history.shown.listed else None)
        != _as_named(shown.card if folded.standing.state is State.LIVE else None),
    )
    version = story.current.version if story else None
    return Move(
        before=history.shown,
        settled=settled,
        version=version,
        pages=tuple(pages),
        stopped=_is_stopped(history),
    )


def _as_named(card: Card | None) -> tuple[object, ...] | None:
    """All that pages of other stories go by or say."""
    if card is None:
        return None
    first = (card.path, card.language, card.agency, card.headline, card.updated, card.first_published)
    return (*first, *card.topics, *card.marks)


def _is_stopped(history: History) -> bool:
    return (
        bool(history.around.orders)
        or any(one.status in STOPS for one in history.dispatches)
        or any(isinstance(one, Kill) for one in history.changes)
    )


def _remote(folded: Folded) -> tuple[tuple[str, str], ...]:
    """The pictures that are still to be fetched for a story, with the feeds that name them."""
    history = folded.history
    if folded.story is None:
        return ()
    return tuple(
        (feed, url)
        for url in wanted(folded.story)
        if url not in history.assets
        for feed in sorted({dispatch.feed for dispatch in history.dispatches if _names(dispatch, url)})
    )


def _names(dispatch: Dispatch, url: str) -> bool:
    return any(rendition.href == url for picture in dispatch.pictures for rendition in picture.renditions)


def _bug(key: str, bug: Exception) -> Standing:
    log.exception("bug", story=story_id(key))  # a key may have words of the story in it
    reason = f"Stet failed on this story, which is a fault of Stet: {bug!r}."
    return Standing(state=State.HELD, reason=reason, causes=(Cause.FAULT,))
