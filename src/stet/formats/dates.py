"""Times as agencies write them, read without guessing.

One parser for every format (mapping.md 0.4, edge_cases.md 53-67). A zone comes from the value, else from the
feed; day and month are never guessed; whatever had to be assumed is said in words for `Dispatch.problems`.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[Tt\s]\s*(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|UTC|GMT|[+\-−]\d\d(?::?\d\d)?|[A-Z]{2,5})?)?",
    re.IGNORECASE,
)
_RFC822 = re.compile(
    r"(?:[A-Za-z]{2,9}\.?,?\s+)?(\d{1,2})[\s-]+([A-Za-z]{3,9})\.?[\s-]+(\d{4}|\d\d)"
    r"\s+(\d{1,2}):(\d\d)(?::(\d\d))?\s*([+-]\d\d:?\d\d|[A-Za-z]{1,5})?"
)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(\D.*)?")
_SLASHED = re.compile(r"\d{1,4}[/.]\d{1,2}[/.]\d{1,4}")
_MONTHS = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)  # noqa: SIM905
}
# RFC 822 section 5, and nothing that two countries share. "IST" is India, Ireland and Israel: the feed decides.
_ZONES = {"Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
          "PST": -8, "PDT": -7}  # fmt: skip


class Moment(NamedTuple):
    """An instant in UTC, or none, and what was assumed to get it."""

    at: datetime | None
    assumed: str | None = None


@lru_cache(maxsize=64)
def zone(name: str) -> tzinfo:
    """The zone of an IANA name; UTC for a name this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def moment(text: str, time_zone: str) -> Moment:
    """The instant a date names. `time_zone` (IANA) stands for values that carry none.

    Never raises: a value that cannot be a time gives no instant, and says so.
    """
    text = text.strip()
    quick = _strict(text)
    if quick:
        return Moment(quick)
    found = _ISO.fullmatch(text)
    if found:
        return _iso(text, found, time_zone)
    found = _RFC822.fullmatch(text)
    if found:
        return _rfc822(text, found, time_zone)
    found = _YEAR_FIRST.fullmatch(text)
    if found:  # no country writes the day after the year
        return moment(f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}{found[4] or ''}", time_zone)
    if _SLASHED.match(text):
        return Moment(None, f"the date {text[:40]!r} may be read two ways; it was not used")
    return Moment(None, f"{text[:40]!r} is not a date; it was not used")


def _strict(text: str) -> datetime | None:
    """RFC 3339 in full, by far the most common case."""
    if len(text) < 20 or text[10] != "T":
        return None
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _iso(text: str, found: re.Match[str], time_zone: str) -> Moment:
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    micro = int((fraction or "0").ljust(6, "0")[:6])
    at, note = _instant(
        text,
        (int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), micro),
        offset,
        time_zone,
    )
    if at and hour is None:
        note = f"{text!r} is a date without a time; the start of that day in {time_zone} stands in"
    return Moment(at, note)


def _rfc822(text: str, found: re.Match[str], time_zone: str) -> Moment:
    day, name, year, hour, minute, second, offset = found.groups()
    month = _MONTHS.get(name[:3].lower())
    if month is None:
        return Moment(None, f"{text[:40]!r} names a month that is not known; it was not used")
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 70 else 1900)
    return Moment(
        *_instant(text, (full, month, int(day), int(hour), int(minute), int(second or 0), 0), offset, time_zone)
    )


def _instant(
    text: str, parts: tuple[int, int, int, int, int, int, int], offset: str | None, time_zone: str
) -> tuple[datetime | None, str | None]:
    year, month, day, hour, minute, second, micro = parts
    extra = timedelta()
    if hour == 24 and minute == second == 0:  # the end of that day
        hour, extra = 0, timedelta(days=1)
    if second == 60:  # a leap second is the next minute's start
        second, extra = 59, timedelta(seconds=1)
    try:
        naive = datetime(year, month, day, hour, minute, second, micro) + extra  # noqa: DTZ001 - zoned below
        place, note = _place(naive, offset, time_zone)
        return _settle(naive, place), note
    except (ValueError, OverflowError):
        return None, f"{text[:40]!r} is not a possible date; it was not used"


def _place(naive: datetime, offset: str | None, time_zone: str) -> tuple[tzinfo, str | None]:
    """The zone a value is in, and what was assumed about it."""
    if offset is None:
        return zone(time_zone), f"{naive.isoformat()} carries no time zone; the feed's ({time_zone}) was used"
    if offset[0] in "+-−":
        digits = offset[1:].replace(":", "").ljust(4, "0")
        shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return timezone(shift if offset[0] == "+" else -shift), None
    known = _ZONES.get(offset.upper())
    if known is not None:
        return timezone(timedelta(hours=known)), None
    home = zone(time_zone)
    if naive.replace(tzinfo=home).tzname() == offset.upper():
        return home, None
    return home, f"the time zone {offset!r} has more than one meaning; the feed's ({time_zone}) was used"


def _settle(naive: datetime, place: tzinfo) -> datetime:
    """To UTC. In a doubled hour the later instant (an embargo must not open early), in a missing one the next."""
    return naive.replace(tzinfo=place, fold=1 if _doubled(naive, place) else 0).astimezone(UTC)


def _doubled(naive: datetime, place: tzinfo) -> bool:
    early, late = (naive.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
    return late > early
