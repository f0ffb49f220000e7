"""The journal on Django's models. Reads and writes in batches; one transaction a method."""

import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from typing import Any, TypeVar

import msgspec
from django.db.models import Q, QuerySet

from stet.journal import beside, darkroom, files, lines, listings, minutes, remote, search, switches, ties
from stet.journal.base import (
    Asset,
    Filed,
    History,
    Kept,
    Lending,
    Named,
    Naming,
    Place,
    Pulse,
    Settled,
    Shown,
    Surroundings,
    Undrawn,
)
from stet.journal.connect import asking, writing
from stet.journal.derived import (
    AT_LEISURE,
    BY_HAND,
    DERIVED,
    NO_HASTE,
    SHOWN,
    Now,
    called,
    digest_of,
    parts,
    set_topics,
    shown_of,
    story_row,
    touch,
    write_receipts,
)
from stet.journal.feeds import say_doubts
from stet.journal.models import Asset as AssetRow
from stet.journal.models import (
    AssetName,
    Change,
    DirtyList,
    Dispatch,
    Fact,
    Feed,
    Line,
    ListPeriod,
    Packet,
    PictureWanted,
    Receipt,
    Refusal,
    Shelf,
    Story,
    StoryTopic,
    Tie,
    Topic,
)
from stet.journal.models import Naming as NamingRow
from stet.journal.prepared import Ask, prepared
from stet.model.change import AnyChange, Hold, Kill, Release, SetPicture, Unsealed, change_kind
from stet.model.dispatch import Dispatch as DispatchNoun
from stet.model.dispatch import file_key
from stet.model.listing import Bucket
from stet.model.packet import Packet as PacketNoun
from stet.model.page import Act, Beside, Card, Cut
from stet.model.page import Receipt as ReceiptNoun
from stet.model.web import is_address

_COMPRESSION = 1  # zlib's fastest: wire text shrinks to a third, in a tenth of the time of its best

_BYTES = 4_000_000  # of packets read in one turn: what comes in meanwhile waits for no more than that
_NAME_BYTES = 255
_LENDERS = 20  # of the stories that came with a picture so many are asked whether it may be shown over another
_FEW = 20  # stories settled in one turn for what stands beside them: copy that comes meanwhile waits for no more

_DERIVED = (
    StoryTopic,
    Topic,
    ListPeriod,
    Line,
    Shelf,
    NamingRow,
    Tie,
    Dispatch,
    Refusal,
    DirtyList,
    PictureWanted,
    AssetName,
    Story,
)

_dispatch = msgspec.json.Decoder(DispatchNoun)
_change = msgspec.json.Decoder(AnyChange)
_cuts = msgspec.json.Decoder(tuple[Cut, ...])
_encode = msgspec.json.Encoder().encode

_NEVER = (0, Shown())
"""What was shown of something that has no row, as a picture that only came with stories."""

_V = TypeVar("_V", str, int)
_Arrival = tuple[datetime, str, int]
"""When something came, by its packet's digest, and its place in there: which of two is the first."""


class DjangoJournal:
    """The journal of this process's database (see connect.py). Fulfils `journal.base.Journal`."""

    # -- the three doors

    def keep(self, packets: Sequence[PacketNoun], stops: Sequence[bool], pictures: Sequence[bool] = ()) -> int:
        """See `Journal.keep`."""
        pictures = pictures or [False] * len(packets)
        rows: dict[tuple[str, str], Packet] = {}
        first: dict[tuple[str, str], PacketNoun] = {}
        again: list[PacketNoun] = []
        for packet, stop, picture in zip(packets, stops, pictures, strict=True):
            identity = (packet.feed, packet.digest)
            if identity in rows:
                again.append(packet)
                continue
            first[identity] = packet
            rows[identity] = Packet(
                feed=packet.feed,
                digest=identity[1],
                source=packet.source,
                arrived=packet.arrived,
                facts=packet.facts,
                size=len(packet.data),
                data=zlib.compress(packet.data, _COMPRESSION),
                stop=stop,
                picture=picture,
            )
        with writing():
            feeds = {feed for feed, _ in rows}
            known = rows.keys() & {
                row for some in parts(digest for _, digest in rows) for row in _of_digests(sorted(feeds), some)
            }
            Packet.objects.bulk_create([row for identity, row in rows.items() if identity not in known])
            for packet in [*(packet for identity, packet in first.items() if identity in known), *again]:
                _sent_again(packet)
            for feed in {packet.feed for packet in packets}:
                last = max(packet.arrived for packet in packets if packet.feed == feed)
                earlier = Q(last_arrival__isnull=True) | Q(last_arrival__lt=last)
                if not Feed.objects.filter(earlier, name=feed).update(last_arrival=last):
                    Feed.objects.get_or_create(name=feed, defaults={"last_arrival": last})
        return len(rows) - len(known)

    def record(self, change: AnyChange) -> None:
        """See `Journal.record`."""
        with writing():
            Change.objects.create(
                story_key=change.story_key,
                kind=change_kind(change),
                who=change.who,
                at=change.at,
                value=_encode(change),
            )
            if isinstance(change, Unsealed):  # nothing happened to the story
                return
            key, besides = change.story_key, list[tuple[str, str]]()
            if isinstance(change, SetPicture):
                files.put_over([change])
            elif isinstance(change, Kill | Hold):
                files.bar([key])
            elif isinstance(change, Release):
                besides += files.also_showing([key], back=True)
            hastes = {key: ties.AT_ONCE if isinstance(change, Kill | Hold) else BY_HAND}
            touch(ties.reached(hastes, (), besides), {key: called(key)})

    def due(self, now: datetime, limit: int, *, stops: bool = False, ends: datetime | None = None) -> list[str]:
        """See `Journal.due`."""
        with asking():
            # What somebody reworked on a page that is up waits for nothing either: it shows no version that is not
            # shown already. A release would, and waits.
            if stops:
                return _hurried(limit)()
            first = _touched(limit)()
            if at_once := [key for key, haste, path in first if haste == 0 or (haste == BY_HAND and path is not None)]:
                return at_once
            touched = [key for key, haste, _ in first if haste < AT_LEISURE]
            if len(touched) < limit:
                by_time = _fallen(limit)(now, ends or now)[: limit - len(touched)]
                touched += [key for key in by_time if key not in set(touched)]
            return touched or [key for key, _, _ in first[:_FEW]]

    def newest(self) -> int:
        """See `Journal.newest`."""
        with asking():
            return next(iter(_newest()), 0)

    def is_unread(self, up_to: int) -> bool:
        """See `Journal.is_unread`."""
        with asking():
            return bool(_unread(up_to))

    # -- the road

    def pending(self, limit: int) -> list[Kept]:
        """See `Journal.pending`."""
        with asking():
            ids = _within(_stops(limit)() or _waiting(limit)())
            rows = _packets(ids)
        return [_kept(*row) for row in rows]

    def attempt(self, packet: int | str | None, what: str = "reading") -> int:
        """See `Journal.attempt`."""
        with writing():
            if packet is None:
                Fact.objects.filter(name=what).delete()
                return 0
            last = Fact.objects.filter(name=what).values_list("value", flat=True).first()
            times = last["times"] + 1 if last and last["packet"] == packet else 1
            Fact.objects.update_or_create(name=what, defaults={"value": {"packet": packet, "times": times}})
        return times

    def file(self, filed: Sequence[Filed]) -> None:
        """See `Journal.file`."""
        with writing():
            say_doubts(filed)
            self._file_dispatches(filed)
            minutes.count(filed)
            for one in filed:
                if one.asset:
                    self._keep_asset(one.asset)
                if digest := one.asset.digest if one.asset else one.again:
                    self._file_picture(one.kept, digest)
            Refusal.objects.filter(packet_id__in=[one.kept.id for one in filed]).delete()
            Refusal.objects.bulk_create(
                [
                    Refusal(packet_id=one.kept.id, index=refusal.index, reason=refusal.reason)
                    for one in filed
                    for refusal in one.reading.refusals
                ]
            )
            by_outcome: dict[tuple[str, str], list[int]] = defaultdict(list)
            for one in filed:
                refused = one.reading.refusals and not one.reading.dispatches
                by_outcome["refused" if refused else "read", one.reading.format or ""].append(one.kept.id)
            for (state, format_), ids in by_outcome.items():
                Packet.objects.filter(pk__in=ids).update(state=state, format=format_, counted=True)

    def _file_dispatches(self, filed: Sequence[Filed]) -> None:
        rows: dict[tuple[str, str, str], Dispatch] = {}
        arrivals: dict[tuple[str, str, str], _Arrival] = {}
        wanted: set[tuple[str, str, str]] = set()
        for one in filed:
            for dispatch, tied in zip(one.reading.dispatches, one.ties, strict=True):
                identity = (dispatch.story_key, dispatch.digest, dispatch.feed)
                arrival = (dispatch.arrived, dispatch.packet, dispatch.index)
                if identity not in rows or arrival < arrivals[identity]:
                    arrivals[identity] = arrival
                    rows[identity] = Dispatch(
                        packet_id=one.kept.id,
                        feed=dispatch.feed,
                        story_key=dispatch.story_key,
                        guid=dispatch.guid,
                        version=dispatch.version,
                        digest=dispatch.digest,
                        status=dispatch.status.value,
                        arrived=dispatch.arrived,
                        words=tied.words,
                        value=_encode(dispatch),
                    )
                wanted |= {(dispatch.feed, name, dispatch.story_key) for name in picture_files(dispatch)}
        if not rows:
            return
        _drop_later(arrivals)
        Dispatch.objects.bulk_create(list(rows.values()), ignore_conflicts=True)
        if wanted:
            PictureWanted.objects.bulk_create(
                [PictureWanted(feed=feed, name=name, story_key=key) for feed, name, key in sorted(wanted)],
                ignore_conflicts=True,
            )
        self._tie(filed, {row.story_key: row.guid for row in rows.values()})

    def _tie(self, filed: Sequence[Filed], guids: Mapping[str, str]) -> None:
        """Remember what hangs together, and touch all that something happened to."""
        tied = [(d.story_key, one) for f in filed for d, one in zip(f.reading.dispatches, f.ties, strict=True)]
        ties.tie(tied)
        hastes: dict[str, int] = {}
        for key, one in tied:
            hastes[key] = min(one.haste, hastes.get(key, one.haste))
        stopped = {key for key, one in tied if one.stops}
        by_file = files.filed(dispatch for one in filed for dispatch in one.reading.dispatches)
        touch(ties.reached(hastes, stopped, by_file), guids, place=min(one.kept.id for one in filed))

    def _file_picture(self, kept: Kept, digest: str) -> None:
        """Under one name the picture that came last is meant."""
        feed = kept.packet.feed
        own = {kept.packet.called: kept.packet.arrived} if kept.packet.called else {}
        for name, arrived in {**own, **kept.names}.items():
            newer = AssetName.objects.filter(feed=feed, name=name, arrived__gt=arrived)
            if not newer.exists():
                AssetName.objects.update_or_create(
                    feed=feed, name=name, defaults={"asset_id": digest, "arrived": arrived}
                )
                files.came(digest, {(feed, name)})
                stories = PictureWanted.objects.filter(feed=feed, name=name)
                touch(ties.reached(dict.fromkeys(stories.values_list("story_key", flat=True), NO_HASTE), ()))

    def known(self, keys: Collection[str], words: Collection[str], before: datetime) -> tuple[set[str], set[str]]:
        """See `Journal.known`."""
        with asking():
            return minutes.known(keys, words, before)

    def pulse(self, feed: str, at: datetime) -> Pulse:
        """See `Journal.pulse`."""
        with asking():
            return minutes.pulse(feed, at)

    def histories(self, keys: Sequence[str], at: datetime) -> list[History]:
        """See `Journal.histories`."""
        return self._histories(keys, at, lent=True)

    def _histories(self, keys: Sequence[str], at: datetime, *, lent: bool) -> list[History]:
        with asking():
            threads = ties.Threads(keys)
            members: dict[frozenset[str], list[ties.Member]] = {threads.of(key): [] for key in keys}
            for key, words, value in self._dispatches(threads.keys):
                members[threads.of(key)].append(ties.Member(_dispatch.decode(value), words))
            changes: dict[frozenset[str], list[AnyChange]] = defaultdict(list)
            for some in parts(threads.keys):
                for key, value in ties.acts_on(some):
                    changes[threads.of(key)].append(_change.decode(value))
            shown = {key: (touched, shown_of(*row)) for some in parts(keys) for key, touched, *row in _shown(some)}
            gate = switches.switched()
            dispatches = {together: [one.dispatch for one in many] for together, many in members.items()}
            names = self._asset_names(dispatches)
            house = {together: _house_files(together, changes[together]) for together in members}
            digests = set().union(*house.values(), *(known.values() for known in names.values()))
            around = ties.around(threads, members, gate, _same_files(names, house, files.barred_by(digests)))
            lending = self._lending(set().union(*house.values()), at) if lent else {}
            # What an older Stet cut has no files here: a page that shows it may keep it until it is cut anew.
            shows = [one.asset for _, one in shown.values() if one.asset]
            usable = AssetRow.objects.filter(Q(recipe__gt=0) | Q(pk__in=shows), pk__in=digests)
            cuts = dict(usable.values_list("digest", "cuts")) if digests else {}
        decoded = {digest: _cuts.decode(value) for digest, value in cuts.items()}
        return [
            History(
                key=key,
                at=at,
                dispatches=tuple(dispatches[together]),
                changes=tuple(changes[together]),
                touched=shown.get(key, _NEVER)[0],
                shown=shown.get(key, _NEVER)[1],
                assets=names.get(together, {}),
                cuts=decoded,
                around=around[together],
                gate=gate,
                lent={digest: lending[digest] for digest in sorted(house[together]) if digest in lending},
            )
            for key in keys
            for together in [threads.of(key)]
        ]

    def _lending(self, digests: Collection[str], at: datetime) -> dict[str, Lending]:
        calling = files.callers_of(digests, _LENDERS)
        keys = sorted(set().union(*calling.values()))
        if not keys:
            return {digest: Lending(names=frozenset(), histories=()) for digest in digests}
        names = files.names_of(digests)
        known = {one.key: one for one in self._histories(keys, at, lent=False)}
        return {
            digest: Lending(
                names=frozenset(names.get(digest, ())),
                histories=tuple(known[key] for key in calling.get(digest, ())),
            )
            for digest in digests
        }

    def _dispatches(self, keys: Collection[str]) -> Iterator[tuple[str, str, bytes | memoryview]]:
        for some in parts(keys):
            yield from _dispatches_of(some)

    def _asset_names(
        self, dispatches: Mapping[frozenset[str], Sequence[DispatchNoun]]
    ) -> dict[frozenset[str], dict[str, str]]:
        """For each thread: the digest of the picture behind each file name its dispatches use."""
        wanted = {(d.feed, name) for many in dispatches.values() for d in many for name in picture_files(d)}
        if not wanted:
            return {}
        known = {
            (row.feed, row.name): row.asset_id
            for row in AssetName.objects.filter(
                feed__in={feed for feed, _ in wanted}, name__in={name for _, name in wanted}
            )
        }
        return {
            key: {name: known[d.feed, name] for d in many for name in picture_files(d) if (d.feed, name) in known}
            for key, many in dispatches.items()
        }

    # -- pictures

    def undrawn(self, limit: int) -> list[Undrawn]:
        """See `Journal.undrawn`."""
        with asking():
            return darkroom.undrawn(limit)

    def cards_to_come(self) -> set[str]:
        """See `Journal.cards_to_come`."""
        with asking():
            return darkroom.cards_to_come()

    def drawn(self, keys: Collection[str], receipts: Sequence[ReceiptNoun]) -> None:
        """See `Journal.drawn`."""
        with writing():
            for some in parts(keys):
                Story.objects.filter(key__in=some).update(undrawn=False)
            write_receipts(receipts)

    def undeveloped(self) -> Kept | None:
        """See `Journal.undeveloped`."""
        with asking():
            waiting = Packet.objects.filter(state="new", picture=True).order_by("id")
            paused = switches.switched().paused()
            for feed, since in paused.items():
                waiting = waiting.exclude(feed=feed, arrived__gte=since)
            # Bytes that are here already may have come again by another name, by which a page calls for them.
            found = (
                row for row in waiting.defer("data").iterator() if not _came_again_since(row, paused.get(row.feed))
            )
            row = next(found, None)
            return _kept(*_packets([row.pk])[0]) if row else None

    def outdated(self, recipe: int) -> str | None:
        """See `Journal.outdated`."""
        with asking():
            return darkroom.outdated(recipe)

    def recipe_of(self, digest: str) -> int | None:
        """See `Journal.recipe_of`."""
        with asking():
            return AssetRow.objects.filter(pk=digest).values_list("recipe", flat=True).first()

    def asset(self, digest: str) -> Asset:
        """See `Journal.asset`."""
        with asking():
            return darkroom.asset(digest)

    def keep_asset(self, asset: Asset) -> None:
        """See `Journal.keep_asset`."""
        with writing():
            self._keep_asset(asset)

    def _keep_asset(self, asset: Asset) -> None:
        if keys := darkroom.keep(asset):
            touch(ties.reached(dict.fromkeys(keys, NO_HASTE), ()))

    def picture_files(self, paths: Collection[str]) -> dict[str, bytes]:
        """See `Journal.picture_files`."""
        with asking():
            return darkroom.files(paths)

    def wanting(self, feed: str, name: str) -> list[str]:
        """See `Journal.wanting`."""
        with asking():
            calling = PictureWanted.objects.filter(feed=feed, name=name)
            return list(calling.order_by("story_key").values_list("story_key", flat=True))

    def cuts_shown(self, digest: str, besides: Collection[str]) -> set[str]:
        """See `Journal.cuts_shown`."""
        with asking():
            return darkroom.cuts_shown(digest, besides)

    def removed_lately(self) -> list[str]:
        """See `Journal.removed_lately`."""
        with asking():
            acts = dict(Receipt.objects.filter(pk__gt=_checkpoint()).order_by("pk").values_list("path", "act"))
        return [path for path, act in acts.items() if act == Act.REMOVED]

    def settle(self, settled: Sequence[Settled], receipts: Sequence[ReceiptNoun], lists: Iterable[str]) -> None:
        """See `Journal.settle`."""
        entries = search.entries(settled)
        with writing():
            # What touched a story while it was being settled touches it still; locked, for it may be touched right now.
            now = {key: Now(*row) for some in parts(one.key for one in settled) for key, *row in _locked(some)}
            Story.objects.bulk_create(
                [story_row(one, now.get(one.key)) for one in settled],
                update_conflicts=True,
                unique_fields=["key"],
                update_fields=DERIVED,
            )
            remote.want(settled)
            set_topics(settled)
            search.record([one.key for one in settled], entries)
            beside.settled(settled)
            lines.write(settled)
            write_receipts(receipts)
            listings.make_dirty(lists)

    # -- lists

    def dirty_lists(self) -> list[str]:
        """See `Journal.dirty_lists`."""
        with asking():
            return listings.dirty()

    def clean_lists(self, names: Sequence[str], receipts: Sequence[ReceiptNoun]) -> None:
        """See `Journal.clean_lists`."""
        with writing():
            write_receipts(receipts)
            listings.clean(names)

    def cards(self, listing: str, *, by: str, limit: int, skip: int = 0, period: str = "") -> list[Card]:
        """See `Journal.cards`."""
        with asking():
            return listings.cards(listing, by=by, limit=limit, skip=skip, period=period)

    def places(self, month: str, *, limit: int, skip: int) -> list[Place]:
        """See `Journal.places`."""
        with asking():
            return listings.places(month, limit=limit, skip=skip)

    def count(self, listing: str, hour: str) -> int:
        """See `Journal.count`."""
        with asking():
            return listings.count(listing, hour)

    def periods(self, listing: str, inside: str, level: int) -> list[Bucket]:
        """See `Journal.periods`."""
        with asking():
            return listings.periods(listing, inside, level)

    def buckets(self, listing: str, periods: Collection[str]) -> dict[str, Bucket]:
        """See `Journal.buckets`."""
        with asking():
            return listings.buckets(listing, periods)

    def neighbours(self, listing: str, period: str) -> tuple[str | None, str | None]:
        """See `Journal.neighbours`."""
        with asking():
            return listings.neighbours(listing, period)

    def recounted(self, listing: str, counted: Sequence[Bucket], marks: Iterable[str]) -> None:
        """See `Journal.recounted`."""
        with writing():
            listings.write_counts(listing, counted, marks)

    def topic_count(self, slug: str) -> int:
        """See `Journal.topic_count`."""
        with asking():
            return listings.topic_count(slug)

    def topic_name(self, slug: str) -> str:
        """See `Journal.topic_name`."""
        with asking():
            return listings.topic_name(slug)

    def topic_told(self, slug: str, language: str) -> str:
        """See `Journal.topic_told`."""
        with asking():
            return listings.topic_told(slug, language)

    def name_topic(self, slug: str, name: str, marks: Iterable[str]) -> None:
        """See `Journal.name_topic`."""
        with writing():
            listings.name_topic(slug, name, marks)

    def most_told(self, limit: int, least: int) -> list[tuple[str, str, int]]:
        """See `Journal.most_told`."""
        with asking():
            return listings.most_told(limit, least)

    # -- what stands beside a story

    def arrange(self, limit: int, *, around: int, within: timedelta, choose: Callable[[Surroundings], Named]) -> int:
        """See `Journal.arrange`."""
        with asking():
            if not Story.objects.filter(stirred=True).exists():
                return 0
        with writing():
            return beside.arrange(limit, beside.Reach(around, within), choose)

    def beside(self, ids: Collection[str]) -> dict[str, Beside]:
        """See `Journal.beside`."""
        with asking():
            return beside.beside(ids)

    def naming(self, ids: Collection[str]) -> list[Naming]:
        """See `Journal.naming`."""
        with asking():
            return beside.naming(ids)

    def put_lately(self) -> list[str]:
        """See `Journal.put_lately`."""
        with asking():
            return beside.put_lately(_checkpoint())

    def live(self, ids: Collection[str]) -> set[str]:
        """See `Journal.live`."""
        with asking():
            return beside.live(ids)

    # -- rebuilding

    def forget(self) -> None:
        """Throw away all that is derived and mark every packet unread: what follows is a rebuild. It is remembered
        until `rebuilt`, so that one that was broken off is begun again."""
        with writing():
            search.forget()
            killed = set(Change.objects.filter(kind="kill").values_list("story_key", flat=True))
            bare = killed.difference(
                *(
                    Dispatch.objects.filter(story_key__in=some).values_list("story_key", flat=True)
                    for some in parts(killed)
                )
            )
            for table in _DERIVED:
                table.objects.all().delete()
            files.put_over_once()
            touch(dict.fromkeys(bare, ties.AT_ONCE), {key: called(key) for key in bare})  # no packet will
            Packet.objects.update(state="new", format="")
            Fact.objects.update_or_create(name="rebuilding", defaults={"value": True})


# -- what is asked at every turn

_of_digests = prepared(
    lambda feeds, digests: Packet.objects.filter(feed__in=feeds, digest__in=digests).values_list("feed", "digest")
)


def _due() -> QuerySet[Story]:
    return Story.objects.filter(touched__gt=0).order_by("haste", "place", "key")


@cache
def _touched(limit: int) -> Ask:
    return prepared(lambda: _due().values_list("key", "haste", "path")[:limit])


@cache
def _hurried(limit: int) -> Ask:
    by_hand = Q(haste=BY_HAND, path__isnull=False)
    those = _due().filter(Q(haste=0) | by_hand, haste__lte=BY_HAND)
    return prepared(lambda: those.values_list("key", flat=True)[:limit])


@cache
def _fallen(limit: int) -> Ask:
    return prepared(
        lambda now, ends: (
            Story.objects.filter(Q(until__lte=now) | Q(path__isnull=False), until__lte=ends)
            .order_by("until")
            .values_list("key", flat=True)[:limit]
        )
    )


def _new() -> QuerySet[Packet]:
    return Packet.objects.filter(state="new", picture=False).order_by("id")


@cache
def _stops(limit: int) -> Ask:
    return prepared(lambda: _new().filter(stop=True).values_list("pk", "size")[:limit])


@cache
def _waiting(limit: int) -> Ask:
    return prepared(lambda: _new().values_list("pk", "size")[:limit])


_unread = prepared(lambda up_to: _new().filter(pk__lte=up_to).values_list("pk")[:1])
_newest = prepared(lambda: Packet.objects.order_by("-pk").values_list("pk", flat=True)[:1])
_packets = prepared(
    lambda ids: (
        Packet.objects.filter(pk__in=ids)
        .order_by("id")
        .values_list("pk", "feed", "source", "data", "arrived", "facts", "names", "counted")
    )
)
_dispatches_of = prepared(
    lambda keys: (
        Dispatch.objects.filter(story_key__in=keys).order_by("arrived", "id").values_list("story_key", "words", "value")
    )
)
_shown = prepared(lambda keys: Story.objects.filter(key__in=keys).values_list("key", "touched", *SHOWN))
_locked = prepared(
    lambda keys: (
        Story.objects.select_for_update().filter(key__in=keys).values_list("key", "touched", "haste", "stirred")
    )
)
_filed = prepared(
    lambda keys: Dispatch.objects.filter(story_key__in=keys).values_list(
        "pk", "story_key", "digest", "feed", "arrived", "packet__digest"
    )
)


def _house_files(keys: Iterable[str], acts: Iterable[AnyChange]) -> set[str]:
    """Digests of the files that the desk has ever put over a story; and of the one that a key is of."""
    own = {digest for key in keys if (digest := digest_of(key))}
    return own | {act.asset for act in acts if isinstance(act, SetPicture) and act.asset}


def _same_files(
    names: Mapping[frozenset[str], Mapping[str, str]],
    house: Mapping[frozenset[str], Collection[str]],
    barred_by: Mapping[str, tuple[str, ...]],
) -> dict[frozenset[str], dict[str, tuple[str, ...]]]:
    """For each thread what may bar the files of its pictures, and of those that the desk has put over it."""
    found: dict[frozenset[str], dict[str, tuple[str, ...]]] = {
        together: {name: barred_by[digest] for name, digest in known.items()} for together, known in names.items()
    }
    for together, digests in house.items():
        if digests:
            found.setdefault(together, {}).update({file_key(digest): barred_by[digest] for digest in digests})
    return found


def _kept(
    pk: int,
    feed: str,
    source: str,
    data: bytes,
    arrived: datetime,
    facts: dict[str, Any],
    names: dict[str, str],
    counted: bool,
) -> Kept:
    packet = PacketNoun(feed=feed, source=source, data=zlib.decompress(data), arrived=arrived, facts=facts)
    by_name = {name: datetime.fromisoformat(at) for name, at in names.items()}
    return Kept(id=pk, packet=packet, names=by_name, counted=counted)


def _came_again_since(row: Packet, since: datetime | None) -> bool:
    return since is not None and any(datetime.fromisoformat(at) >= since for at in row.names.values())


def _checkpoint() -> int:
    return int(Fact.objects.filter(name="checkpoint").values_list("value", flat=True).first() or 0)


def picture_files(dispatch: DispatchNoun) -> Iterator[str]:
    """File names by which a dispatch calls for pictures that lie beside it, and addresses of pictures that may be
    fetched. Anything that looks like a path is none (edge case 93)."""
    for picture in dispatch.pictures:
        for rendition in picture.renditions:
            name = rendition.href
            if is_address(name) or _is_file_name(name):
                yield name


def _is_file_name(name: str) -> bool:
    plain = not set(name) & set("/\\:?#\0") and name[:1] != "."
    return bool(name) and plain and len(name.encode()) <= _NAME_BYTES


def _sent_again(packet: PacketNoun) -> None:
    """Counts bytes that came before. A picture may come by another name then, or by an older one again."""
    row = Packet.objects.defer("data").get(feed=packet.feed, digest=packet.digest)
    row.seen += 1
    if row.state == "refused" and not row.picture:
        row.state = "new"  # this version of Stet may read it
    elif row.picture or row.format == "image" or row.state == "new":
        if packet.called:
            row.names[packet.called] = max(packet.arrived.isoformat(), row.names.get(packet.called, ""))
        row.state = "new"
    row.save(update_fields=["seen", "state", "names"])


def _drop_later(arrivals: Mapping[tuple[str, str, str], _Arrival]) -> None:
    """Of the same words by the same feed the first arrival counts, also where it is filed after a later one: stops
    jump the queue, and what comes in one message with them does too. At one instant the packet's digest decides, as
    it does in story/history.py: another packet may have been read with other doubts."""
    later = []
    for some in parts({key for key, _, _ in arrivals}):
        for pk, key, digest, feed, arrived, packet in _filed(some):
            new = arrivals.get((key, digest, feed))
            if new is not None and new[:2] < (arrived, packet):
                later.append(pk)
    for part in parts(later):
        Dispatch.objects.filter(pk__in=part).delete()


def _within(waiting: Sequence[tuple[int, int]]) -> list[int]:
    """Ids of the first packets, by id and size, that together are not too many bytes; always one."""
    sums = accumulate(size for _, size in waiting)
    return [id_ for (id_, size), sum_ in zip(waiting, sums, strict=True) if sum_ <= _BYTES or sum_ == size]
