"""Agencies as data: `agencies.toml` says how each writes its ids, times, signals and sign-off lines.

A format file knows a standard; what one agency makes of it stands in the table, never in code (the house, "Layout").
"""

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from stet.formats.text import whole_number
from stet.model.dispatch import Status, gravest
from stet.model.packet import Origin

_ALARMING = re.compile(r"remove|kill|cancel|delete|withdraw|stop|hold|zurück|annul", re.IGNORECASE)


class Agency(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is known of one agency. Every key may stand in `agencies.toml`; all but the name may be absent."""

    name: str
    also: tuple[str, ...] = ()
    """Its other names, as feeds, providers and source letters give them; compared without case."""
    ids: tuple[str, ...] = ()
    """How its ids begin."""
    time_zone: str | None = None
    """IANA name of the zone of its times without one."""
    language: str | None = None
    charset: str | None = None
    """Charset of its text wires."""
    day_first: bool = False
    """Whether its text wires put the day before the month in dates of figures."""
    revision: tuple[str, ...] = ()
    """Patterns that match a whole id with a revision in it: group `id` is what stays the same, `version` the number."""
    query: Literal["keep", "drop"] = "keep"
    """What becomes of a query string in an id that is an address."""
    outside_dtd: bool = False
    """Its documents name files of their DTD by parameter entities: these are taken off, unread (ADR 8). For feeds that
    are known as its own, never by what an item says of itself."""
    shared_ids: tuple[str, ...] = ()
    """Ids it gives to many items at once: they name nothing."""
    cut: tuple[str, ...] = ()
    """Patterns of whole paragraphs at the top or the foot of a body that are the desk's: sign-off lines, banners."""
    stops: tuple[str, ...] = ()
    """Signals of its own that mean: take it away, whatever the status says."""
    withholds: tuple[str, ...] = ()
    """Signals of its own that mean: stop using it until told."""
    signals: tuple[str, ...] = ()
    """Other signals of its own that are known: they are recorded, and nobody is asked about them."""
    alerts: tuple[str, ...] = ()
    """Its words for a first line with more to follow, where it names the sort of an item."""
    advisories: tuple[str, ...] = ()
    """Its words for notes to editors and tests, where it names the sort of an item."""


class Identity(NamedTuple):
    """All that a stop order needs: which item, which version, what may be done with it."""

    guid: str
    """As the agency wrote it."""
    version: int | None
    status: Status
    provider: str | None
    stable: str | None = None
    """What of the id stays the same for all versions; the guid itself when absent."""
    signals: tuple[str, ...] = ()
    format: str = ""


class Home(NamedTuple):
    """An item's agency, and the origin with what is known of that agency filled in."""

    agency: Agency
    origin: Origin


NOBODY = Agency(name="")


def _load() -> tuple[Agency, ...]:
    table = tomllib.loads(files(__package__).joinpath("agencies.toml").read_text("utf-8"))
    return msgspec.convert(table["agencies"], tuple[Agency, ...])


AGENCIES = _load()
_BY_NAME = {name.casefold(): agency for agency in AGENCIES for name in (agency.name, *agency.also)}
_BY_ID = tuple((start.casefold(), agency) for agency in AGENCIES for start in agency.ids)
_STARTS = tuple(start for start, _ in _BY_ID)
STOP_SIGNALS = tuple(
    sorted({signal.casefold() for agency in AGENCIES for signal in (*agency.stops, *agency.withholds)})
)
"""Every private signal for a stop, in lower case."""


def home(origin: Origin, guid: str | None, provider: str | None) -> Home:
    """The agency by the item's id, else by its provider, else by the feed; none of the known ones is `NOBODY`.

    The zone a feed names itself goes before the agency's, and the agency's before the site's.
    """
    return _settled(origin, agency_by(origin, guid, provider))


def of_item(guid: str | None, provider: str | None) -> Agency:
    """The agency by what an item says itself, whatever feed it came by."""
    return _of_id(guid) or _named(provider) or NOBODY


def agency_by(origin: Origin, guid: str | None, provider: str | None) -> Agency:
    """As `home`, the agency alone."""
    return _of_id(guid) or _named(provider) or _named(origin.agency) or NOBODY


def _settled(origin: Origin, agency: Agency) -> Home:
    zone = agency.time_zone if agency.time_zone and not origin.zone_given else origin.time_zone
    language, charset = origin.language or agency.language, origin.charset or agency.charset
    if (zone, language, charset) != (origin.time_zone, origin.language, origin.charset):
        origin = replace(origin, time_zone=zone, language=language, charset=charset)
    return Home(agency, origin)


def _of_id(guid: str | None) -> Agency | None:
    if not guid:
        return None
    lower = guid.casefold()
    if not lower.startswith(_STARTS):
        return None
    return next((agency for start, agency in _BY_ID if lower.startswith(start)), None)


def _named(name: str | None) -> Agency | None:
    return _BY_NAME.get(_as_listed(name)) if name else None


@lru_cache(maxsize=1024)
def _as_listed(name: str) -> str:
    return " ".join(name.split()).casefold()


def is_known(name: str) -> bool:
    """Whether an agency of the table answers to this name."""
    return _named(name) is not None


def settled(said: Identity, origin: Origin, agency: Agency | None = None) -> Identity:
    """An identity by the agency's own rules: the revision out of the id, private signals obeyed.

    `agency` is whose it is, where that is known already.
    """
    if agency is None:
        agency = agency_by(origin, said.guid, said.provider)
    stable, version = said.stable or said.guid, said.version
    if agency.query == "drop":
        stable = stable.partition("?")[0]
    for pattern in agency.revision:
        if found := _compiled(pattern).fullmatch(stable):
            stable = found["id"]
            if version is None:
                version = whole_number(found.groupdict().get("version"))
            break
    status = _obeyed(said, agency, origin.stop_signals)
    return Identity(said.guid, version, status, said.provider, stable, said.signals, said.format)


def _obeyed(said: Identity, agency: Agency, of_the_feed: tuple[str, ...]) -> Status:
    if not said.signals:
        return said.status
    status = said.status
    if _meet(said.signals, (*agency.stops, *of_the_feed)):
        status = Status.CANCELED
    elif _meet(said.signals, agency.withholds):
        status = Status.WITHHELD
    return gravest((said.status, status))


def _meet(signals: Iterable[str], wanted: tuple[str, ...]) -> bool:
    return bool(wanted) and not {word.casefold() for word in wanted}.isdisjoint(word.casefold() for word in signals)


def suspicious(said: Identity, origin: Origin, agency: Agency) -> tuple[str, ...]:
    """What to ask a person about signals that nobody knows and that sound like a stop (life.md section 4).

    `said` is the identity as the item gives it. Signals that are obeyed, and those known to mean something else, are
    not asked about.
    """
    if not said.signals or said.status is not Status.USABLE:
        return ()
    odd = [signal for signal in said.signals if _ALARMING.search(signal.rpartition(":")[2])]
    if not odd:
        return ()
    known = {one.casefold() for one in (*agency.stops, *agency.withholds, *agency.signals, *origin.stop_signals)}
    return tuple(
        f"The signal {signal[:80]!r} is not known here and sounds like a stop: a person has to decide."
        for signal in odd
        if signal.casefold() not in known
    )


def cuts(origin: Origin, guid: str | None, provider: str | None) -> tuple[re.Pattern[str], ...]:
    """The cut rules of a feed and of an item's agency."""
    return cuts_of(origin, agency_by(origin, guid, provider))


def cuts_of(origin: Origin, agency: Agency) -> tuple[re.Pattern[str], ...]:
    """As `cuts`, for an agency that is known already."""
    rules = (*origin.cut, *agency.cut)
    return tuple(_compiled(rule) for rule in rules) if rules else ()


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
