"""How much comes by each feed, minute by minute: counted once, when a packet is first read."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import F, Sum
from msgspec.structs import replace

from stet.journal.base import Filed, Pulse
from stet.journal.derived import parts
from stet.journal.models import Burst, Dispatch, Minute
from stet.journal.prepared import prepared

_HOUR = 60
_DAY = 24 * _HOUR
_WEEK = 7 * _DAY


def pulse(feed: str, at: datetime) -> Pulse:
    """What a feed brought within the hour that ends then, and in the week before it."""
    now = _minute(at)
    [(items, late, stale)] = _sums(feed, now - _HOUR, now) or [(0, 0, 0)]
    hour = Pulse(items=items, late=late, stale=stale)
    first = next(iter(_first(feed)), None)
    end = now - _HOUR
    if first is None or end - first < _DAY:
        return hour
    begin = max(end - _WEEK, first)
    week = Minute.objects.filter(feed=feed, minute__gt=begin, minute__lte=end).annotate(hour=F("minute") / _HOUR)
    hours = list(week.values("hour").annotate(came=Sum("stories")).values_list("came", flat=True))
    return replace(hour, usual=sum(hours) / ((end - begin) / _HOUR), busiest=max(hours, default=0))


_sums = prepared(
    lambda feed, after, until: (
        Minute.objects.filter(feed=feed, minute__gt=after, minute__lte=until)
        .values("feed")
        .annotate(items=Sum("stories"), lates=Sum("late"), stales=Sum("stale"))
        .values_list("items", "lates", "stales")
    )
)
_first = prepared(lambda feed: Minute.objects.filter(feed=feed).order_by("minute").values_list("minute", flat=True)[:1])


def count(filed: Sequence[Filed]) -> None:
    """Add what these packets brought, and remember which of it came in a burst."""
    sums: dict[tuple[str, int], Counter[str]] = {}
    for one in filed:
        if one.newcomers:
            row = sums.setdefault((one.kept.packet.feed, _minute(one.kept.packet.arrived)), Counter())
            for newcomer in one.newcomers:
                row.update(stories=1, late=int(newcomer.late), stale=int(newcomer.stale))
    Minute.objects.bulk_create(
        [Minute(feed=feed, minute=minute) for feed, minute in sorted(sums)], ignore_conflicts=True
    )
    for (feed, minute), row in sorted(sums.items()):
        Minute.objects.filter(feed=feed, minute=minute).update(**{name: F(name) + n for name, n in row.items()})
    bursts = [(n.key, n.burst) for one in filed for n in one.newcomers if n.burst]
    Burst.objects.bulk_create([Burst(story_key=key, reason=why) for key, why in bursts], ignore_conflicts=True)


def known(keys: Collection[str], words: Collection[str], before: datetime) -> tuple[set[str], set[str]]:
    """Which of these stories came already, and which of these words came before that time."""
    came: set[str] = set()
    for some in parts(keys):
        came |= set(_came(some))
    told: set[str] = set()
    for some in parts(words):
        told |= set(_told(some, before))
    return came, told


_came = prepared(lambda keys: Dispatch.objects.filter(story_key__in=keys).values_list("story_key", flat=True))
_told = prepared(
    lambda words, before: Dispatch.objects.filter(words__in=words, arrived__lt=before).values_list("words", flat=True)
)


def bursts(keys: Collection[str]) -> dict[str, str]:
    """Of these items, those that came in a burst, and how much that was."""
    found: dict[str, str] = {}
    for some in parts(keys):
        found |= dict(_bursts(some))
    return found


_bursts = prepared(lambda keys: Burst.objects.filter(story_key__in=keys).values_list("story_key", "reason"))


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // 60
