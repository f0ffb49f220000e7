"""Times as a reader sees them: in the site's zone, with the zone's name."""

from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

# Not strftime's: its month names follow the machine's locale, and the same input must give the same page.
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


MONTHS_IN_FULL = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Stamp(Struct, frozen=True):
    """One instant, for machines and for people."""

    iso: str
    """With the offset: `2023-04-28T18:54:00+05:30`."""
    text: str
    """`Apr 28 2023 | 6:54 PM IST`."""


def stamp(instant: datetime, zone: ZoneInfo) -> Stamp:
    """An instant, in the site's zone: to the minute for people, to the second for machines."""
    local = instant.astimezone(zone).replace(microsecond=0)
    day = f"{_MONTHS[local.month - 1]} {local.day} {local.year}"
    clock = f"{local.hour % 12 or 12}:{local.minute:02} {'AM' if local.hour < 12 else 'PM'}"
    return Stamp(local.isoformat(), f"{day} | {clock} {zone_name(local)}")


def period_name(period: str) -> str:
    """A period as its page is headed: `2026`, `November 2026`, `November 27, 2026`, `... , 2 PM to 3 PM`."""
    year, month, day, hour = period[:4], period[5:7], period[8:10], period[11:13]
    if not month:
        return year
    name = MONTHS_IN_FULL[int(month) - 1]
    if not day:
        return f"{name} {year}"
    date = f"{name} {int(day)}, {year}"
    return f"{date}, {_oclock(int(hour))} to {_oclock((int(hour) + 1) % 24)}" if hour else date


def _oclock(hour: int) -> str:
    return f"{hour % 12 or 12} {'AM' if hour < 12 else 'PM'}"


def hour_of(instant: datetime, zone: ZoneInfo) -> str:
    """The hour in which an instant lies, in the site's zone: `2026-11-27T14`."""
    return instant.astimezone(zone).strftime("%Y-%m-%dT%H")


def zone_name(local: datetime) -> str:
    """The zone's own abbreviation; `UTC+4` where the time zone database has only a number."""
    name = local.tzname() or "UTC"
    if name[:1] not in "+-":
        return name
    hours, minutes = int(name[1:3]), name[3:5]
    if not hours and not int(minutes or 0):
        return "UTC"
    return f"UTC{name[0]}{hours}" + (f":{minutes}" if int(minutes or 0) else "")
