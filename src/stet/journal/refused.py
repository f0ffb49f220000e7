"""Files that could not be read, as a whole or in part: they are kept, shown, and read again when somebody says so."""

import zlib
from datetime import datetime

from django.db.models import QuerySet
from msgspec import Struct

from stet.errors import Misused
from stet.journal.connect import asking, writing
from stet.journal.models import Dispatch, Packet, Refusal


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


def one(feed: str, packet: int) -> Refused | None:
    """One of a feed; none where it has no such file that was refused or waits to be read again."""
    with asking():
        rows = Packet.objects.filter(pk=packet, feed=feed)
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


def data(packet: int) -> bytes:
    """The bytes as they arrived."""
    with asking():
        return zlib.decompress(Packet.objects.values_list("data", flat=True).get(pk=packet))


def stories_in(packet: int) -> list[str]:
    """The keys of the stories that something of a file belongs to."""
    with asking():
        return list(Dispatch.objects.filter(packet=packet).values_list("story_key", flat=True).distinct())


def mark_unread(packet: int) -> None:
    """Have the road read it again. Raises `Misused` where nothing was refused."""
    with writing():
        rows = Packet.objects.filter(pk=packet, refusals__isnull=False).distinct()
        if not rows.exists():
            raise Misused("Nothing of this file was refused: there is nothing to read again.")
        Packet.objects.filter(pk=packet).update(state="new")


def is_unread(packet: int) -> bool:
    """Whether the road has still to read it."""
    with asking():
        return Packet.objects.filter(pk=packet, state="new").exists()
