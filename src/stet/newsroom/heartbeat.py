"""Whether a feed is silent for longer than usual: a kill may be waiting behind a line that is dead (life.md 11).

Usual is what came in the same hour of the day, in the site's zone, on the days before. A feed that slept last night may
sleep tonight; one that brings forty stories an hour at noon is not heard of for twenty minutes once a year.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo

from msgspec import Struct

LOOKED_BACK = timedelta(days=28)
MISSED = 4.0
"""So many stories would usually have come since the last: by chance alone that is so one time in fifty."""
_DAY = 24
_HOUR = 3600


class Beat(Struct, frozen=True, kw_only=True):
    """How a feed usually brings its stories, and how it does now."""

    rates: tuple[float, ...]
    """New stories in each hour of the day; none known on its first day."""
    day: tuple[int, ...]
    """New stories in each of the last 24 hours, the present one last."""
    missed: float
    """How many would usually have come since it was last heard of."""

    @property
    def is_silent(self) -> bool:
        """Silent for longer than usual."""
        return self.missed >= MISSED


def beat(hours: Mapping[int, int], first: int | None, last: datetime | None, now: datetime, zone: tzinfo) -> Beat:
    """The beat of a feed that brought so many stories in each hour since 1970, its first in hour `first`, and was last
    heard of at `last`."""
    present = int(now.timestamp()) // _HOUR
    day = tuple(hours.get(hour, 0) for hour in range(present - _DAY + 1, present + 1))
    if first is None or present - first < _DAY:
        return Beat(rates=(), day=day, missed=0.0)
    begin = max(first, present - int(LOOKED_BACK.total_seconds()) // _HOUR)
    seen: Counter[int] = Counter()
    came: Counter[int] = Counter()
    for hour in range(begin, present):
        there = _hour_of_day(hour, zone)
        seen[there] += 1
        came[there] += hours.get(hour, 0)
    rates = tuple(came[hour] / seen[hour] if seen[hour] else 0.0 for hour in range(_DAY))
    return Beat(rates=rates, day=day, missed=_usual_between(rates, last, now, zone) if last else 0.0)


def _hour_of_day(hour: int, zone: tzinfo) -> int:
    return datetime.fromtimestamp(hour * _HOUR, zone).hour


def _usual_between(rates: tuple[float, ...], last: datetime, now: datetime, zone: tzinfo) -> float:
    """How many stories usually come between two instants."""
    start, end = max(last, now - LOOKED_BACK).timestamp(), now.timestamp()
    return sum(
        rates[_hour_of_day(hour, zone)] * (min(end, (hour + 1) * _HOUR) - max(start, hour * _HOUR)) / _HOUR
        for hour in range(int(start) // _HOUR, int(end) // _HOUR + 1)
        if end > hour * _HOUR
    )
