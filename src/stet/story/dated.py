"""Items whose own dates lie far from the day they came (edge cases 62 and 63).

In 2017 a machine reported an earthquake of 1925, sent again under a date eight years ahead; in 2008 a bankruptcy of
2002 came back as news and cost a living airline three quarters of its price. A few minutes ahead are a clock, some
days back a slow feed: how far is far stands in the feed's settings.
"""

import re
from datetime import date, datetime, timedelta

from stet.model.dispatch import Dispatch
from stet.model.story import Policy
from stet.story import spots

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar jänner janv janvier enero ene",
            "feb february februar feber févr fév février febrero",
            "mar march märz mär mars marzo",
            "apr april avr avril abril abr",
            "may mai mayo",
            "jun june juni juin junio",
            "jul july juli juil juillet julio",
            "aug august août agosto ago",
            "sep sept september septembre septiembre",
            "oct october okt oktober octobre octubre",
            "nov november novembre noviembre",
            "dec december dez dezember déc décembre diciembre dic",
        ),
        start=1,
    )
    for name in names.split()
}
CONTRADICTION = timedelta(days=30)
"""How far the day in a dateline may lie from the item's own time. A report may be sent again days after it was
written; a month later its dateline says that it is an old one."""
_DATED = re.compile(
    r"""\s*[^\W\d_][^\n\d]{1,60}?,\s
    (?: (?P<month>[^\W\d_]{3,9})\.?\s(?P<day>\d{1,2}) | (?P<day_>\d{1,2})\.?\s(?:de\s)?(?P<month_>[^\W\d_]{3,10})\.? )
    (?:,?\s(?:de\s)?(?P<year>(?:19|20)\d\d))?
    (?=\W{0,3}(?:\(|/|--|[-–—:]\s|\Z|[A-Z][\w.]{1,14}\s?(?:--|[-–—_]\s)))""",
    re.VERBOSE,
)


def far(item: Dispatch, known_since: datetime, policy: Policy) -> str | None:
    """What of the item's dates lies further from its arrival than the feed allows, and how far.

    `known_since` is when this house first had any version of the story: what it has followed from its youth may grow
    old. The day in a dateline is compared with the item's own time; one that carries no year
    is taken for the nearest before it, or soon after.
    """
    return (
        _off("Its time", item.version_created, item.arrived, policy)
        or _off("The time it was first made", item.first_created, known_since, policy)
        or _off_day(item)
    )


def _off(what: str, at: datetime | None, arrived: datetime, policy: Policy) -> str | None:
    if at is None:
        return None
    if at > arrived + policy.ahead:
        return f"{what}, {at:%Y-%m-%d %H:%M} UTC, lies {_length(at - arrived)} after it came"
    if at < arrived - policy.behind:
        return f"{what}, {at:%Y-%m-%d %H:%M} UTC, lies {_length(arrived - at)} before it came"
    return None


def _off_day(item: Dispatch) -> str | None:
    own = item.version_created or item.arrived
    for spot in (*spots.datelines(item), *spots.top(item)):
        words = _DATED.match(spot.words)
        day = _day(words, own.date()) if words else None
        if day is not None:
            distance = day - own.date()
            if abs(distance) <= CONTRADICTION:
                return None
            side = "after" if distance > timedelta(0) else "before"
            its = "its time" if item.version_created else "it came"
            return f"The day in its dateline, {day:%Y-%m-%d}, lies {_length(abs(distance))} {side} {its}"
    return None


def _day(words: re.Match[str], near: date) -> date | None:
    month = _MONTHS.get((words["month"] or words["month_"]).casefold())
    if month is None:
        return None
    number = int(words["day"] or words["day_"])
    years = [int(words["year"])] if words["year"] else [near.year - 1, near.year, near.year + 1]
    days = [day for year in years if (day := _date(year, month, number))]
    # One that is near is meant, else the last there was: nobody writes half a year ahead.
    return min(days, key=lambda day: (day - near > CONTRADICTION, abs(day - near)), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _length(span: timedelta) -> str:
    days = span.days
    if days >= 730:
        return f"{days // 365} years"
    if days >= 2:
        return f"{days} days"
    hours = int(span.total_seconds()) // 3600
    return f"{hours} hours" if hours >= 2 else f"{int(span.total_seconds()) // 60} minutes"
