"""Times as agencies write them, read without guessing.

One parser for every format (mapping.md 0.4, edge_cases.md 53-67). A zone comes from the value, else from the
feed; day and month are never guessed; whatever had to be assumed is said in words for `Dispatch.problems`.
"""

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta, timezone, tzinfo
from enum import Enum
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# An offset is signed as ISO 8601 signs it, after UTC or GMT too: "UTC+05:30" lies east of Greenwich.
_OFFSET = r"(?:UTC|GMT)?[+\-−](?:\d\d(?::?\d\d)?|\d(?::\d\d)?)"
_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    rf"(?:[T\s]\s*(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{{1,9}}))?)?"
    rf"(?:\s*([ap])\.?m\.?(?![a-z]))?\s*({_OFFSET}|[A-Z]{{1,5}})?)?",
    re.IGNORECASE,
)
_WEEKDAY = r"(?:[^\W\d_][^\d\s,.]{1,14}(?:,\s*|\.?,?\s+))?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th|er|º|\.)?"
_MONTH = r"([^\W\d_][^\d\s,./-]{1,14})\.?"
_CLOCK = (
    r"(?:,?\s*(?:at\s+)?(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?"
    rf"(?:\s*([ap])\.?m\.?(?![a-z]))?\s*({_OFFSET}|[A-Z]{{1,5}})?)?"
)
_NAMED = re.compile(
    rf"{_WEEKDAY}{_DAY}[\s-]*(?:de\s+)?{_MONTH},?[\s-]*(?:de\s+)?(\d{{4}}|\d\d)(?=[\s,]|\Z){_CLOCK}", re.IGNORECASE
)
_AMERICAN = re.compile(rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+(\d{{4}}){_CLOCK}", re.IGNORECASE)
_YEAR_LAST = re.compile(rf"((?:\S+\s+){{2,3}})([\d:]+(?:\s+(?:{_OFFSET}|[A-Z]{{1,5}}))?)\s+(\d{{4}})", re.IGNORECASE)
_COMMENT = re.compile(r"\s*\([^()]*\)\Z")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(\D.*)?", re.DOTALL)
_SLASHED = re.compile(r"\d{1,4}[/.]\d{1,2}[/.]\d{1,4}")
_LONGEST = 100
# Only names that mean one month wherever they are used: "listopad" is October in Zagreb and November in Prague.
_MONTH_TABLES = (
    """january jan januar jänner jän janvier janv enero ene gennaio gen janeiro januari ocak oca tammi
    february feb februar feber février févr fév febrero febbraio fevereiro februari şubat şub helmi
    march mar märz mrz maerz mär mars marzo março marts mart maart mrt maalis
    april apr avril avr abril abr aprile nisan nis huhti
    may mai mayo maggio mag maio mei maj mayıs touko
    june jun juni juin junio giugno giu junho haziran haz kesä
    july jul juli juillet juil julio luglio lug julho temmuz tem heinä
    august aug août agosto ago augustus augusti ağustos ağu elo
    september sep sept septembre septiembre setiembre settembre set setembro eylül eyl syys
    october oct okt oktober octobre octubre ottobre ott outubro out ekim eki loka
    november nov novembre noviembre novembro kasım kas marras
    december dec dez dezember décembre déc diciembre dic dicembre dezembro desember des aralık ara joulu""",
    """января январь янв січня जनवरी يناير
    февраля февраль фев лютого फरवरी फ़रवरी فبراير
    марта март мар березня मार्च مارس
    апреля апрель апр квітня अप्रैल أبريل ابريل إبريل نيسان
    мая май травня मई مايو أيار ايار
    июня июнь июн червня जून يونيو حزيران
    июля июль июл липня जुलाई يوليو تموز
    августа август авг серпня अगस्त أغسطس اغسطس آب
    сентября сентябрь сен сент вересня सितंबर सितम्बर سبتمبر أيلول ايلول
    октября октябрь окт жовтня अक्टूबर अक्तूबर أكتوبر اكتوبر
    ноября ноябрь ноя नवंबर नवम्बर نوفمبر
    декабря декабрь дек грудня दिसंबर दिसम्बर ديسمبر""",
)


def _plain(name: str) -> str:
    """A name as a wire without accents writes it: of Latin letters only, for others have none to spare."""
    letters = normalize("NFKD", name).encode("ascii", "ignore").decode()
    return letters if len(letters) == len(name) else name


_MONTHS = {
    name: number
    for table in _MONTH_TABLES
    for number, names in enumerate(normalize("NFC", table).casefold().split("\n"), start=1)
    for written in names.split()
    for name in (written, _plain(written))
}
# What stands in dates as RFC 822 and RFC 5322 have them written, and nearly all of RSS writes them.
_WEEKDAYS = frozenset({"Mon,", "Tue,", "Wed,", "Thu,", "Fri,", "Sat,", "Sun,"})
_SHORT_MONTHS = {
    "Jan": "01", "Feb": "02", "Mar": "03", "Apr": "04", "May": "05", "Jun": "06", "Jul": "07", "Aug": "08",
    "Sep": "09", "Oct": "10", "Nov": "11", "Dec": "12",
}  # fmt: skip
_AHEAD = timedelta(days=7)
# RFC 822 section 5, and nothing that two countries share. "IST" is India, Ireland and Israel: the feed decides.
_UNIVERSAL = ("Z", "UT", "UTC", "GMT")
_AMERICAN_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
# What other names may mean, in hours: never enough to say when something was, but an embargo holds to the last of it.
_MAY_BE = {
    "WET": (0,), "WEST": (1,), "CET": (1,), "CEST": (2,), "MEZ": (1,), "MESZ": (2,), "EET": (2,), "EEST": (3,),
    "BST": (1, 6), "IST": (1, 2, 5.5), "MSK": (3,), "TRT": (3,), "SAST": (2,), "CAT": (2,), "EAT": (3,), "WAT": (1,),
    "GST": (4,), "PKT": (5,), "NPT": (5.75,), "BDT": (6,), "WIB": (7,), "ICT": (7,), "HKT": (8,), "SGT": (8,),
    "AWST": (8,), "JST": (9,), "KST": (9,), "ACST": (9.5,), "ACDT": (10.5,), "AEST": (10,), "AEDT": (11,),
    "NZST": (12,), "NZDT": (13,), "BRT": (-3,), "ART": (-3,), "CLT": (-4,), "AST": (-4, 3), "NST": (-3.5,),
    "ET": (-5, -4), "CT": (-6, -5), "MT": (-7, -6), "PT": (-8, -7), "AKST": (-9,), "AKDT": (-8,), "HST": (-10,),
}  # fmt: skip


class Moment(NamedTuple):
    """An instant in UTC, or none, and what was assumed to get it."""

    at: datetime | None
    assumed: str | None = None


class _Lean(Enum):
    """Which instant is meant where a value may mean several: the one that shows least."""

    NONE = 0
    LATEST = 1
    """Something opens then: of what the name of a zone may mean the last."""
    END = 2
    """Something ends then: the first of all, and a date alone is its day to the end."""


# A date alone with a zone behind it, as XML Schema writes one, or with zeros for its time, as NITF does.
_BARE_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:0{6}|(?=[Z+\-]))(Z|[+\-]\d\d:?\d\d)?", re.IGNORECASE)


@lru_cache(maxsize=64)
def zone(name: str) -> tzinfo:
    """The zone of an IANA name; UTC for a name this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def month(name: str) -> int | None:
    """The month that a name or its short form stands for, in the languages of the wires read here (edge case 61)."""
    return _MONTHS.get(normalize("NFC", name).casefold().rstrip("."))


def nearest_year(month_: int, day: int, arrived: datetime) -> int | None:
    """The year of a date without one (edge case 60): the latest in which it lies at most a week after its arrival, for
    a clock may be wrong and a file old, but nothing was written half a year from now. None for no possible date."""
    reach = 8 if (month_, day) == (2, 29) else 1
    years = [y for y in range(arrived.year - reach, arrived.year + 2) if _is_date(y, month_, day)]
    at = arrived.replace(tzinfo=None)
    return max((year for year in years if datetime(year, month_, day) - at <= _AHEAD), default=None)  # noqa: DTZ001


def _is_date(year: int, month_: int, day: int) -> bool:
    return MINYEAR <= year <= MAXYEAR and 1 <= month_ <= 12 and 1 <= day <= monthrange(year, month_)[1]


def moment(text: str, time_zone: str, *, latest: bool = False) -> Moment:
    """The instant a date names. `time_zone` (IANA) stands for values that carry none.

    Never raises: a value that cannot be a time gives no instant, and says so. A date alone is the start of its day, so
    it never goes ahead of what carries a time of that day. `latest` is for embargoes: of the instants that the name of
    a zone may mean it takes the last, so that none opens early (edge case 64).
    """
    return _found(text.strip(), time_zone, _Lean.LATEST if latest else _Lean.NONE)


def closing(text: str, time_zone: str) -> Moment:
    """The instant at which something ends that may be used until then: rights (life.md section 7).

    Of several instants it may mean the first is taken: of those that the name of a zone may mean, and of the two that
    a doubled hour has. A date alone, also one with a zone or with NITF's zeros for a time, allows that day to its end,
    in its own zone or `time_zone`: agencies name the last day of use. Never raises; `moment` says what it says.
    """
    text = text.strip()
    bare = _BARE_DATE.fullmatch(text)
    if bare:
        text = f"{bare[1]}-{bare[2]}-{bare[3]}T24:00:00{bare[4] or ''}"
    found = _found(text, time_zone, _Lean.END)
    if found.at is None and _LAST_DAY.match(text):  # no calendar has the midnight after it; it means: for ever
        return Moment(datetime.max.replace(tzinfo=UTC))
    return found


_LAST_DAY = re.compile(r"9999-?12-?31(?!\d)")


def _found(text: str, time_zone: str, lean: _Lean) -> Moment:
    quick = _strict(text)
    if quick:
        return Moment(quick)
    if len(text) > _LONGEST:
        return Moment(None, f"{text[:40]!r} is not a date; it was not used")
    found = _ISO.fullmatch(text)
    if found:
        return _iso(text, found, time_zone, lean)
    text = _COMMENT.sub("", text)  # RFC 5322 section 3.3: the zone's name may stand behind it, in brackets
    found = _NAMED.fullmatch(text)
    if found:
        day, name, year, *clock = found.groups()
        return _named(text, (year, name, day), clock, time_zone, lean)
    found = _AMERICAN.fullmatch(text)
    if found:
        name, day, year, *clock = found.groups()
        return _named(text, (year, name, day), clock, time_zone, lean)
    return _odd(text, time_zone, lean)


def _odd(text: str, time_zone: str, lean: _Lean) -> Moment:
    found = _YEAR_LAST.fullmatch(text)
    if found and _AMERICAN.fullmatch(turned := f"{found[1]}{found[3]} {found[2]}"):  # as C's asctime writes it
        return _found(turned, time_zone, lean)
    found = _YEAR_FIRST.fullmatch(text)
    if found:  # no country writes the day after the year
        return _found(f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}{found[4] or ''}", time_zone, lean)
    if _SLASHED.match(text):
        return Moment(None, f"the date {text[:40]!r} may be read two ways; it was not used")
    return Moment(None, f"{text[:40]!r} is not a date; it was not used")


def _strict(text: str) -> datetime | None:
    """RFC 3339 in full, the same without signs between the figures, and RFC 822 by the book: nearly all there is."""
    if not (text[10:11] == "T" and len(text) >= 20) and not _is_basic(text):
        text = _rfc_3339(text)
        if not text:
            return None
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _is_basic(text: str) -> bool:
    """Whether it begins like `20260304T173000`."""
    return text[8:9] == "T" and text[:8].isdigit() and text[9:15].isdigit()


def _rfc_3339(text: str) -> str:
    """`Wed, 04 Mar 2026 17:30:00 +0530` as RFC 3339 writes it; nothing for any other form."""
    parts = text.split(" ")
    if len(parts) != 6 or parts[0] not in _WEEKDAYS or parts[2] not in _SHORT_MONTHS:
        return ""
    _, day, name, year, clock, offset = parts
    if offset in _UNIVERSAL:
        offset = "+0000"
    if len(year) != 4 or len(clock) != 8 or clock[2] + clock[5] != "::" or len(offset) != 5 or offset[0] not in "+-":
        return ""
    return f"{year}-{_SHORT_MONTHS[name]}-{day if len(day) == 2 else '0' + day}T{clock}{offset}"


def _iso(text: str, found: re.Match[str], time_zone: str, lean: _Lean) -> Moment:
    year, month_, day, *clock, half, offset = found.groups()
    time = _in_half(_time_of_day(clock), half)
    return _moment(text, (int(year), int(month_), int(day)), time, offset, time_zone, lean)


def _named(text: str, date: tuple[str, str, str], clock: list[str | None], time_zone: str, lean: _Lean) -> Moment:
    year, name, day = date
    number = month(name)
    if number is None:
        return Moment(None, f"{text[:40]!r} names a month that is not known; it was not used")
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 70 else 1900)
    *clock, half, offset = clock
    time = _in_half(_time_of_day(clock), half)
    return _moment(text, (full, number, int(day)), time, offset, time_zone, lean)


def _in_half(time: tuple[int, ...] | None, half: str | None) -> tuple[int, ...] | None:
    """A time of day by a clock of twelve hours: no hour of it is a day's 25th, which no time can be."""
    if time is None or not half:
        return time
    hour, *rest = time
    return (hour % 12 + (12 if half in "pP" else 0) if 1 <= hour <= 12 else 25, *rest)


def _time_of_day(clock: list[str | None]) -> tuple[int, ...] | None:
    """Hour, minute, second and microsecond; none where no time is written."""
    hour, minute, second, fraction = clock
    if hour is None:
        return None
    return int(hour), int(minute or 0), int(second or 0), int((fraction or "0").ljust(6, "0")[:6])


def _moment(
    text: str,
    date: tuple[int, int, int],
    time: tuple[int, ...] | None,
    offset: str | None,
    time_zone: str,
    lean: _Lean,
) -> Moment:
    hour, minute, second, micro = time or (0, 0, 0, 0)
    extra = timedelta()
    if hour == 24 and minute == second == 0:  # the end of that day
        hour, extra = 0, timedelta(days=1)
    if time is None and lean is _Lean.END:
        extra = timedelta(days=1)
    if second == 60:  # a leap second is the next minute's start
        second, extra = 59, timedelta(seconds=1)
    try:
        naive = datetime(*date, hour, minute, second, micro) + extra  # noqa: DTZ001 - zoned below
        place, note = _place(naive, offset, time_zone)
        at = _settle(naive, place, lean)
        if lean is not _Lean.NONE and note and offset:
            at = _leaning(naive, at, offset, lean)
    except (ValueError, OverflowError):
        return Moment(None, f"{text[:40]!r} is not a possible date; it was not used")
    if time is None:
        stands_in = "end" if lean is _Lean.END else "start"
        note = f"{text!r} is a date without a time; the {stands_in} of that day in {time_zone} stands in"
    return Moment(at, note)


def _leaning(naive: datetime, at: datetime, offset: str, lean: _Lean) -> datetime:
    meant = (naive - timedelta(hours=hours) for hours in _MAY_BE.get(offset.upper(), ()))
    choose = min if lean is _Lean.END else max
    return choose([at, *(one.replace(tzinfo=UTC) for one in meant)])


def _place(naive: datetime, offset: str | None, time_zone: str) -> tuple[tzinfo, str | None]:
    """The zone a value is in, and what was assumed about it."""
    if offset is None:
        return zone(time_zone), f"{naive.isoformat()} carries no time zone; the feed's ({time_zone}) was used"
    name = offset.upper()
    if name in _UNIVERSAL:
        return UTC, None
    sign = name.removeprefix("UTC").removeprefix("GMT")
    if sign[0] in "+-−":
        digits = sign[1:].replace(":", "")
        shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
        if len(digits) == 3:  # "5:30"
            shift = timedelta(hours=int(digits[:1]), minutes=int(digits[1:]))
        return timezone(shift if sign[0] == "+" else -shift), None
    own = _names_of(time_zone, naive.year).get(name)
    if own is not None:
        return timezone(own), None
    if name in _AMERICAN_ZONES:
        return timezone(timedelta(hours=_AMERICAN_ZONES[name])), None
    return zone(
        time_zone
    ), f"the time zone {offset!r} has no or more than one meaning; the feed's ({time_zone}) was used"


@lru_cache(maxsize=64)
def _names_of(time_zone: str, year: int) -> dict[str, timedelta]:
    """What the feed's own zone is called in winter and in summer, and how far each is from UTC."""
    named = {}
    for month_ in (1, 7):
        at = datetime(year, month_, 1, 12, tzinfo=zone(time_zone))
        named[at.tzname() or ""] = at.utcoffset() or timedelta()
    return named


def _settle(naive: datetime, place: tzinfo, lean: _Lean) -> datetime:
    """To UTC. In a doubled hour the later instant, in a missing one as far after the gap as the clock meant.

    Neither is ever before what was meant: an embargo must not open early (edge case 64). An end is the other way about.
    """
    either = [naive.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1)]
    return min(either) if lean is _Lean.END else max(either)
