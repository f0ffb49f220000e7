"""What people ask the journal: which story is meant, what became of a file, what was refused, how the feeds are."""

import re
import zlib
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from urllib.parse import unquote, urlsplit

import msgspec
from django.db.models import Count, Q
from msgspec import Struct

from stet.errors import Misused
from stet.journal.connect import asking
from stet.journal.derived import AT_LEISURE, parts
from stet.journal.models import Asset, Dispatch, Fact, Feed, Packet, Receipt, Refusal, Story, Tie
from stet.model.dispatch import LIKE_AN_ORDER, STOPS, Kind, file_key
from stet.model.dispatch import Dispatch as DispatchNoun
from stet.model.packet import mark
from stet.model.page import Act

_dispatch = msgspec.json.Decoder(DispatchNoun)
_DIGEST = re.compile(r"[0-9a-f]{12,64}")
_FEW = 20
"""Of what a text may mean so many are told."""


class StoryRow(Struct, frozen=True, kw_only=True):
    """A story as people ask for it."""

    key: str
    id: str
    state: str
    reason: str
    until: datetime | None
    path: str | None
    touched: bool
    """Something happened to it that the road has not seen to yet."""


class RefusedItem(Struct, frozen=True, kw_only=True):
    """A packet, or one item of it, that could not be read."""

    feed: str
    source: str
    arrived: datetime
    index: int | None
    reason: str
    packet: str
    """What the log calls the packet."""


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of a packet."""

    read: bool
    refusals: tuple[RefusedItem, ...]
    stories: tuple[StoryRow, ...]
    format: str


class Done(Struct, frozen=True, kw_only=True):
    """One receipt, with its number: a later act has a higher one."""

    number: int
    path: str
    act: Act
    at: datetime
    digest: str | None


class FeedState(Struct, frozen=True, kw_only=True):
    """How a feed is."""

    name: str
    trouble: str
    doubt: str
    last_arrival: datetime | None
    packets: int
    refused: int


@asking()
def find(text: str) -> StoryRow:
    """The story that a person means by its id, its key, the agency's guid, or its address.

    An id under which one agency sent copy and others nothing but orders means the copy: nothing stands in the way of a
    stop. Raises `Misused` when there is none, or more than one.
    """
    path = unquote(urlsplit(text).path if "://" in text and not text.startswith(("urn:", "tag:")) else text).strip("/")
    last = path.rpartition("-")[2]
    # An address ends in the id, so every one of these has an index.
    rows = list(Story.objects.filter(Q(sid=text) | Q(key=text) | Q(guid=text) | Q(sid=last)).order_by("key")[:20])
    exact = [row for row in rows if text in (row.sid, row.key, row.guid)] or rows
    exact = exact or list(Story.objects.filter(key__in=_files_called(text)).order_by("key"))
    if not exact:
        raise Misused(
            f"No story goes by {text!r}: nothing of that id has come, and only an agency's order can stop what has not "
            "come yet. Give its id (the last ten characters of its address) or its guid."
        )
    meant = list(_wholes(exact))
    if len(meant) > 1:
        meant = _with_copy(meant) or meant
    if len(meant) > 1:
        told = "".join(f"\n  {_told(row)}" for row in meant)
        raise Misused(f"{text!r} means more than one story. Give the id of the one you mean:{told}")
    return meant[0]


@asking()
def rows(ids: Collection[str]) -> dict[str, StoryRow]:
    """Stories by their ids, those that there are."""
    found = (row for some in parts(ids) for row in Story.objects.filter(sid__in=some))
    return {row.sid: _story(row) for row in found}


@asking()
def bare_picture(text: str) -> str | None:
    """The key of a picture that a person means by its id, its key, or the SHA-256 of its file or at least twelve
    characters of that, of which nothing has come but with stories; none of anything else.

    Raises `Misused` where more than one picture is meant.
    """
    known = Story.objects.filter(Q(sid=text) | Q(key=text) | Q(guid=text)).values_list("key", flat=True)
    keys = set(known) or set(_files_called(text)) or _pictures_called(text)
    came = set(Dispatch.objects.filter(story_key__in=keys).values_list("story_key", flat=True))
    bare = keys - came
    if len(keys) > 1 and bare:
        told = "".join(f"\n  {key}" for key in sorted(keys))
        raise Misused(f"{text!r} means more than one picture. Give the whole of the one you mean:{told}")
    return next(iter(bare), None)


@asking()
def picture_item(text: str) -> str | None:
    """The key of a picture that came as an item of its own, by that key or its id; none of anything else."""
    for row in Story.objects.filter(Q(key=text) | Q(guid=text))[:_FEW]:
        came = [
            _dispatch.decode(one) for one in Dispatch.objects.filter(story_key=row.key).values_list("value", flat=True)
        ]
        if Tie.objects.filter(kind="shows", other=row.key).exists() or any(one.kind is Kind.PICTURE for one in came):
            return row.key
    return None


def _files_called(text: str) -> list[str]:
    """Keys of the files of pictures whose SHA-256 begins so."""
    said = text.strip().lower().removeprefix(file_key(""))
    if _DIGEST.fullmatch(said) is None:
        return []
    found = Asset.objects.filter(digest__gte=said, digest__lte=said.ljust(64, "f")).order_by("digest")
    return [file_key(digest) for digest in found.values_list("digest", flat=True)[:_FEW]]


def _pictures_called(text: str) -> set[str]:
    """Keys of items of pictures that go by this id, of whatever agency. Their keys end in it; so few people ask for a
    picture by hand that all may be looked through."""
    shown = Tie.objects.filter(kind="shows")
    exact = set(shown.filter(other=text).values_list("other", flat=True)[:1])
    if exact or not text.strip():
        return exact
    ending = shown.filter(other__endswith=f"/{text}").values_list("other", flat=True).distinct()
    return {key for key in ending if key.partition("/")[2] == text}


def _with_copy(rows: list[StoryRow]) -> list[StoryRow]:
    """Those that readers can see, or of which anything but orders has come."""
    keys = {key for row in rows for key in _items(row)}
    copy = set(
        Dispatch.objects.filter(story_key__in=keys)
        .exclude(status__in=[status.value for status in STOPS])
        .values_list("story_key", flat=True)
    )
    return [row for row in rows if row.path is not None or not copy.isdisjoint(_items(row))]


def _items(row: StoryRow) -> set[str]:
    return {row.key, *Story.objects.filter(whole=row.key).values_list("key", flat=True)}


def _told(row: StoryRow) -> str:
    """A story for somebody who has to say which of several is meant."""
    came = Dispatch.objects.filter(story_key__in=_items(row)).order_by("-arrived", "-id")
    said = [_dispatch.decode(value) for value in came.values_list("value", flat=True)[:50]]
    agency = said[0].agency if said else "?"
    headline = next((one.headline for one in said if one.headline), "no headline")
    words = "".join(character if character.isprintable() else "\ufffd" for character in headline)
    return f"{row.id} ({agency}, {row.state}): {words}"


@asking()
def outcome(feed: str, digest: str) -> Outcome | None:
    """What became of a packet; none when the journal has no such packet."""
    packet = Packet.objects.filter(feed=feed, digest=digest).defer("data").first()
    if packet is None:
        return None
    keys = Dispatch.objects.filter(packet=packet).values_list("story_key", flat=True)
    return Outcome(
        read=packet.state != "new",
        refusals=tuple(_refusal(refusal) for refusal in packet.refusals.select_related("packet").order_by("id")),
        stories=tuple(_wholes(Story.objects.filter(key__in=list(keys)))),
        format=packet.format,
    )


@asking()
def refused(limit: int = 100) -> list[RefusedItem]:
    """The newest refusals."""
    rows = Refusal.objects.select_related("packet").defer("packet__data").order_by("-id")[:limit]
    return [_refusal(row) for row in rows]


@asking()
def feeds() -> list[FeedState]:
    """How every feed is that ever brought something or failed to."""
    # One at a time: each is counted in an index, without a look at the bytes.
    packets = dict(Packet.objects.values_list("feed").annotate(n=Count("id")).order_by("feed"))
    bad = dict(Packet.objects.filter(state="refused").values_list("feed").annotate(n=Count("id")).order_by("feed"))
    return [
        FeedState(
            name=row.name,
            trouble=row.trouble,
            doubt=row.doubt,
            last_arrival=row.last_arrival,
            packets=packets.get(row.name, 0),
            refused=bad.get(row.name, 0),
        )
        for row in Feed.objects.order_by("name")
    ]


class LikeAnOrder(Struct, frozen=True, kw_only=True):
    """Something that came and reads like an order to stop a story, and stopped none that is named here."""

    feed: str
    source: str
    arrived: datetime
    what: str
    """What it seems to mean, in the words of the reader."""


@asking()
def like_orders(since: datetime, limit: int) -> list[LikeAnOrder]:
    """What has come since then that reads like an order to stop a story and found none: the newest first."""
    refusals = Refusal.objects.filter(_says_order("reason"), packet__arrived__gte=since)
    found = [
        LikeAnOrder(feed=one.packet.feed, source=one.packet.source, arrived=one.packet.arrived, what=one.reason)
        for one in refusals.select_related("packet").defer("packet__data").order_by("-packet__arrived")[:limit]
    ]
    # Such an item is shown to nobody: it is held, or filed as a note to editors. So only those are looked into.
    keys = Story.objects.filter(state__in=("held", "filed")).values("key")
    came = Dispatch.objects.filter(arrived__gte=since, story_key__in=keys).select_related("packet")
    for row in came.defer("packet__data").order_by("-arrived").iterator():
        said = _dispatch.decode(row.value)
        if (what := _seems_an_order(said)) and (what := _still_to_do(row, what)):
            found.append(LikeAnOrder(feed=row.feed, source=row.packet.source, arrived=row.arrived, what=what))
    return sorted(found, key=lambda one: one.arrived, reverse=True)[:limit]


def _says_order(field: str) -> Q:
    signs = Q()
    for sign in LIKE_AN_ORDER:
        signs |= Q(**{f"{field}__icontains": sign})
    return signs


def _seems_an_order(said: DispatchNoun) -> str | None:
    """What an item that stopped nothing says about a stop; none for ordinary copy."""
    if said.status in STOPS:
        return None
    asked = next((query for query in said.queries if any(sign in query for sign in LIKE_AN_ORDER)), None)
    if asked or not {"wire:kill", "wire:hold"}.intersection(said.signals):
        return asked
    return "It reads like an order to stop a story, and names none that is known."


def _still_to_do(row: Dispatch, what: str) -> str | None:
    """What a person has to do about an order, by the stops that were read from the same packet: nothing where one of
    them surely names what came in another packet, for then it was obeyed."""
    given = Dispatch.objects.filter(packet=row.packet, status__in=[status.value for status in STOPS])
    keys = set(given.values_list("story_key", flat=True))
    if not keys:
        return what
    aimed = Tie.objects.filter(kind="stops", key__in=keys)
    sure = set(aimed.filter(sure=True).values_list("other", flat=True))
    if _came(sure, row):
        return None
    may_be = _came(set(aimed.filter(sure=False).values_list("other", flat=True)), row)
    if not may_be:
        return what
    held = Story.objects.filter(key__in=may_be, state="held")
    return f"{_HELD_FOR_IT} {', '.join(sorted(one.sid for one in held))}." if held.exists() else None


def _came(names: set[str], row: Dispatch) -> set[str]:
    """The keys of what goes by these names, and came in another packet."""
    called = names.union(Tie.objects.filter(kind="names", other__in=names).values_list("key", flat=True))
    came = Dispatch.objects.filter(story_key__in=called).exclude(packet=row.packet)
    return set(came.exclude(status__in=[status.value for status in STOPS]).values_list("story_key", flat=True))


_HELD_FOR_IT = "It reads like an order to stop a story, and not surely which: what it may mean is held:"


def stories_in(*states: str) -> Iterator[StoryRow]:
    """Stories in any of these states, in the order of their keys."""
    with asking():
        for row in Story.objects.filter(state__in=states).order_by("key").iterator():
            yield _story(row)


def stories_because(reason: str) -> Iterator[StoryRow]:
    """Stories that stand where they do for this reason, in the order of their keys."""
    with asking():
        for row in Story.objects.filter(reason=reason).order_by("key").iterator():
            yield _story(row)


@asking()
def count_states() -> dict[str, int]:
    """How many stories are in each state."""
    return dict(Story.objects.values_list("state").annotate(n=Count("key")).order_by("state"))


@asking()
def packet_bytes(feed: str, digest: str) -> bytes:
    """The bytes as they arrived."""
    return zlib.decompress(Packet.objects.values_list("data", flat=True).get(feed=feed, digest=digest))


@asking()
def put_digest(key: str, path: str) -> str | None:
    """The digest of what was last put for a story at a path of the edition; none when it was taken away or never was
    there."""
    last = Receipt.objects.filter(story_key=key, path=path).order_by("-id").first()
    return last.digest if last and last.act == Act.PUT else None


@asking()
def done_for(keys: Collection[str]) -> list[Done]:
    """Everything put and removed for the story that has these keys, in order."""
    rows = (row for some in parts(keys) for row in Receipt.objects.filter(story_key__in=some))
    return [_done(row) for row in sorted(rows, key=lambda row: row.pk)]


@asking()
def done_with(paths: Collection[str]) -> list[Done]:
    """Everything put and removed at these paths, for whatever story, in order."""
    rows = (row for some in parts(paths) for row in Receipt.objects.filter(path__in=some))
    return [_done(row) for row in sorted(rows, key=lambda row: row.pk)]


@asking()
def list_acts(path: str, number: int) -> tuple[Done | None, Done | None]:
    """The last thing done with a list before a receipt's number, and the first after it."""
    acts = Receipt.objects.filter(story_key="", path=path)
    before = acts.filter(pk__lt=number).order_by("-pk").first()
    after = acts.filter(pk__gt=number).order_by("pk").first()
    return _done(before) if before else None, _done(after) if after else None


@asking()
def source_of(feed: str, digest: str) -> str:
    """The name under which a packet first came."""
    return Packet.objects.values_list("source", flat=True).get(feed=feed, digest=digest)


@asking()
def trouble() -> str:
    """What keeps the road from going on; empty when nothing does."""
    return str(Fact.objects.filter(name="trouble").values_list("value", flat=True).first() or "")


@asking()
def waiting() -> int:
    """How many packets and stories the road has not seen to yet."""
    return Packet.objects.filter(state="new").count() + Story.objects.filter(touched__gt=0).count()


def _wholes(rows: Iterable[Story]) -> Iterator[StoryRow]:
    """The stories that these are, or are items of, in the order of their keys."""
    whole = {row.whole or row.key for row in rows}
    return (_story(row) for row in Story.objects.filter(key__in=whole).order_by("key"))


def _story(row: Story) -> StoryRow:
    return StoryRow(
        key=row.key,
        id=row.sid,
        state=row.state,
        reason=row.reason,
        until=row.until,
        path=row.path,
        touched=row.touched > 0 and row.haste < AT_LEISURE,
    )


def _done(row: Receipt) -> Done:
    return Done(number=row.pk, path=row.path, act=Act(row.act), at=row.at, digest=row.digest or None)


def _refusal(row: Refusal) -> RefusedItem:
    packet = row.packet
    return RefusedItem(
        feed=packet.feed,
        source=packet.source,
        arrived=packet.arrived,
        index=row.index,
        reason=row.reason,
        packet=mark(packet.digest),
    )
