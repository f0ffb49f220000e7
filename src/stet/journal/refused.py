"""Files that could not be read, as a whole or in part: they are kept, shown, and read again when somebody says so."""

import zlib
from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from msgspec import Struct

from stet.errors import Misused
from stet.journal.connect import asking, writing
from stet.journal.derived import parts
from stet.journal.models import Dispatch, Packet, Refusal, Story
from stet.model.packet import Packet as PacketNoun
from stet.model.story import State


class Refused(Struct, frozen=True, kw_only=True):
    """A file, and why it could not be read."""

    id: int
    feed: str
    source: str
    arrived: datetime
    size: int
    digest: str
    format: str
    seen: int
    """How often it came."""
    whole: bool
    """Nothing of it could be read."""
    reasons: tuple[str, ...]
    waits: bool
    """It is to be read again, and was not yet."""


def refused(feed: str, limit: int) -> list[Refused]:
    """The newest of a feed."""
    with asking():
        ids = Refusal.objects.filter(packet__feed=feed).order_by("-packet_id").values_list("packet_id", flat=True)
        return _told(Packet.objects.filter(pk__in=list(ids.distinct()[:limit])))


def one(feed: str, number: int) -> Refused | None:
    """One of a feed; none where it has no such file that was refused or waits to be read again."""
    with asking():
        rows = Packet.objects.filter(pk=number, feed=feed)
        return next((told for told in _told(rows) if told.reasons or told.waits), None)


def _told(rows: QuerySet[Packet]) -> list[Refused]:
    packets = list(rows.defer("data").order_by("-id"))
    reasons: dict[int, list[str]] = {}
    for refusal in Refusal.objects.filter(packet__in=[row.pk for row in packets]).order_by("id"):
        reasons.setdefault(refusal.packet_id, []).append(refusal.reason)
    return [
        Refused(
            id=row.pk,
            feed=row.feed,
            source=row.source,
            arrived=row.arrived,
            size=row.size,
            digest=row.digest,
            format=row.format,
            seen=row.seen,
            whole=row.state == "refused",
            reasons=tuple(reasons.get(row.pk, ())),
            waits=row.state == "new",
        )
        for row in packets
    ]


def packet(number: int) -> PacketNoun:
    """A file as it arrived."""
    with asking():
        row = Packet.objects.get(pk=number)
    data = zlib.decompress(row.data)
    return PacketNoun(feed=row.feed, source=row.source, data=data, arrived=row.arrived, facts=row.facts)


def stories_of(number: int, said: Collection[str]) -> list[str]:
    """The keys of the stories that something of a file belongs to, by what was filed of it or by what it says."""
    with asking():
        filed = Dispatch.objects.filter(packet=number).values_list("story_key", flat=True)
        keys = {*filed, *said}
        return [k for some in parts(keys) for k in Story.objects.filter(key__in=some).values_list("key", flat=True)]


def names_what_was_stopped(data: bytes) -> bool:
    """Whether bytes that nobody could read have the id of a story in them that is withdrawn: they may be its words.
    Also where every other byte is a zero, as in UTF-16."""
    with asking():
        stopped = Story.objects.filter(state=State.WITHDRAWN).exclude(guid="").values_list("guid", flat=True)
        plain = data.replace(b"\0", b"")
        return any(guid.encode("utf-8", "surrogatepass") in plain for guid in stopped.iterator())


def mark_unread(number: int) -> None:
    """Have the road read it again. Raises `Misused` where nothing was refused."""
    with writing():
        rows = Packet.objects.filter(pk=number, refusals__isnull=False).distinct()
        if not rows.exists():
            raise Misused("Nothing of this file was refused: there is nothing to read again.")
        Packet.objects.filter(pk=number).update(state="new")


def is_unread(number: int) -> bool:
    """Whether the road has still to read it."""
    with asking():
        return Packet.objects.filter(pk=number, state="new").exists()
