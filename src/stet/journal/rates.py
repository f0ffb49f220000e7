"""How much came by each feed, hour by hour, of what was counted minute by minute (minutes.py)."""

from datetime import datetime

from django.db.models import F, Min, Sum

from stet.journal.connect import asking
from stet.journal.models import Minute

_HOUR = 60
_SECONDS = 3600


def hourly(since: datetime) -> dict[str, dict[int, int]]:
    """New stories of each feed by hour since 1970, UTC; hours in which nothing came are left out."""
    first = int(since.timestamp()) // _SECONDS * _HOUR
    found: dict[str, dict[int, int]] = {}
    with asking():
        rows = Minute.objects.filter(minute__gte=first).annotate(hour=F("minute") / _HOUR)
        for feed, hour, stories in rows.values_list("feed", "hour").annotate(came=Sum("stories")):
            found.setdefault(feed, {})[hour] = stories
    return found


def begun() -> dict[str, int]:
    """The hour since 1970 in which each feed brought its first story."""
    with asking():
        firsts = Minute.objects.values_list("feed").annotate(first=Min("minute")).order_by("feed")
        return {feed: first // _HOUR for feed, first in firsts}
