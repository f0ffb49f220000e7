"""Times as a reader sees them: in the site's zone and language, with the zone's name."""

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_timezone_name
from babel.numbers import format_decimal
from msgspec import Struct

from stet.edition.languages import tag

# Not the CLDR's for English: the house has a form of its own, the one that its page began with.
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_ZEROS = {
    "arab": "٠", "arabext": "۰", "beng": "০", "deva": "०", "gujr": "૦", "guru": "੦", "khmr": "០", "knda": "೦",
    "laoo": "໐", "mlym": "൦", "mymr": "၀", "orya": "୦", "tamldec": "௦", "telu": "౦", "thai": "๐", "tibt": "༠",
}  # fmt: skip
"""The zero of each system of numerals that a language may have for its own (CLDR); the others follow it."""


class Stamp(Struct, frozen=True):
    """One instant, for machines and for people."""

    iso: str
    """With the offset: `2023-04-28T18:54:00+05:30`."""
    text: str
    """`Apr 28 2023 | 6:54 PM IST`; in another language as it writes dates: `28. April 2023, 15:24 MESZ`."""


@lru_cache(maxsize=16_384)  # a story stands on many lists, and each list is set again with every other story of it
def stamp(instant: datetime, zone: ZoneInfo, language: str = "en") -> Stamp:
    """An instant, in the site's zone: to the minute for people, to the second for machines."""
    local = instant.astimezone(zone).replace(microsecond=0)
    return Stamp(local.isoformat(), _told(local.replace(second=0), zone, language))


def day(local: datetime, language: str = "en") -> str:
    """A day as a language writes it: `Apr 28 2023`, `28. April 2023`."""
    locale = locale_of(language)
    if locale.language == "en":
        return f"{_MONTHS[local.month - 1]} {local.day} {local.year}"
    return numerals(format_date(local, "long", locale=locale), language)


def month(local: datetime, language: str = "en") -> str:
    """A month as a language writes it: `April 2023`."""
    return _by_skeleton(local, "yMMMM", language)


def numerals(text: str, language: str) -> str:
    """The digits of a text in those that a language has for its own; most have the Latin ones."""
    return text.translate(_digits(language))


def number(value: int, language: str) -> str:
    """A whole number as a language writes it: `1,234`, `1.234`, `١٬٢٣٤`."""
    return numerals(format_decimal(value, locale=locale_of(language), numbering_system="default"), language)


@lru_cache(maxsize=256)
def locale_of(language: str) -> Locale:
    """What the CLDR knows of a language; of one that it does not know, what it knows of English."""
    try:
        return Locale.parse(tag(language), sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@lru_cache(maxsize=256)
def _digits(language: str) -> dict[int, int]:
    zero = _ZEROS.get(locale_of(language).default_numbering_system or "latn")
    return {ord("0") + digit: ord(zero) + digit for digit in range(10)} if zero else {}


@lru_cache(maxsize=4096)  # many stories of one list were updated in the same minute, and each is set many times
def _told(local: datetime, _zone: ZoneInfo, language: str) -> str:
    # The zone is for the cache: one instant is equal to itself in all zones.
    locale = locale_of(language)
    if locale.language == "en":
        clock = f"{local.hour % 12 or 12}:{local.minute:02} {'AM' if local.hour < 12 else 'PM'}"
        return f"{day(local, language)} | {clock} {zone_name(local)}"
    clock = numerals(format_time(local, "short", locale=locale), language)
    pattern = str(locale.datetime_formats["medium"])
    return pattern.format(f"{clock} {_zone_in(local, locale)}", day(local, language))


def _zone_in(local: datetime, locale: Locale) -> str:
    """The zone as a language abbreviates it, `MESZ`; where it has only a number for it, by its international name."""
    name = get_timezone_name(local, width="short", locale=locale)
    return zone_name(local) if any(character.isdigit() for character in name) else name


def period_name(period: str, language: str = "en") -> str:
    """A period as its page is headed: `2026`, `November 2026`, `November 27, 2026`, `... , 2 PM to 3 PM`."""
    if len(period) == len("2026"):
        return numerals(period, language)
    if len(period) == len("2026-11"):
        return month(datetime.fromisoformat(f"{period}-01"), language)
    day = numerals(format_date(datetime.fromisoformat(period[:10]), "long", locale=locale_of(language)), language)
    return f"{day}, {hour_name(period, language)}" if "T" in period else day


def name_inside(period: str, language: str = "en") -> str:
    """A period as it is called on the page of the one around it: `November`, `November 27`, `2 PM to 3 PM`."""
    locale = locale_of(language)
    if "T" in period:
        return hour_name(period, language)
    if len(period) == len("2026-11-27"):
        return _by_skeleton(datetime.fromisoformat(period), "MMMMd", language)
    if len(period) == len("2026-11"):
        return str(locale.months["stand-alone"]["wide"][int(period[5:])])
    return period_name(period, language)


def _by_skeleton(local: datetime, skeleton: str, language: str) -> str:
    locale = locale_of(language)
    return numerals(format_date(local, str(locale.datetime_skeletons[skeleton]), locale=locale), language)


def hour_name(period: str, language: str) -> str:
    """The hour of a period, from its beginning to its end: `2 PM to 3 PM`; `14:00–15:00`."""
    begins = datetime.fromisoformat(f"{period}:00")
    ends, locale = begins + timedelta(hours=1), locale_of(language)
    if locale.language == "en":
        return f"{_oclock(begins.hour)} to {_oclock(ends.hour)}"
    return "–".join(numerals(format_time(time, "short", locale=locale), language) for time in (begins, ends))


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
