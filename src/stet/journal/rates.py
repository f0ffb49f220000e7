"""How much came by each feed, hour by hour, of what was counted minute by minute (minutes.py)."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Min, Sum

from stet.journal.connect import asking
from stet.journal.models import Minute

_HOUR = 60
_SECONDS = 3600


def hourly(feeds: Iterable[str], since: datetime) -> dict[str, dict[int, int]]:
    """New stories of each of these feeds by hour since 1970, UTC; hours in which nothing came are left out."""
    first = int(since.timestamp()) // _SECONDS * _HOUR
    found: dict[str, dict[int, int]] = {}
    with asking():
        for feed in feeds:  # one at a time: each is looked up in the index by feed and minute
            rows = Minute.objects.filter(feed=feed, minute__gte=first).annotate(hour=F("minute") / _HOUR)
            found[feed] = dict(rows.values_list("hour").annotate(came=Sum("stories")).order_by("hour"))
    return found


def begun(feeds: Iterable[str]) -> dict[str, int]:
    """The hour since 1970 in which each of these feeds brought its first story; of those that ever did."""
    found: dict[str, int] = {}
    with asking():
        for feed in feeds:
            first = Minute.objects.filter(feed=feed).aggregate(first=Min("minute"))["first"]
            if first is not None:
                found[feed] = first // _HOUR
    return found
