"""Controlled values: alias and code, however they were written (mapping.md 0.7 and 0.8).

The same value comes as a qcode, as a URI or as a literal, and aliases differ between agencies, so the IPTC's URIs
are brought to one alias each; no catalogue is fetched.
"""

from collections.abc import Iterable
from functools import lru_cache

from lxml import etree

from stet.formats.agencies import Agency
from stet.model.dispatch import STOPS, Kind, Status

_CV = "cv.iptc.org/newscodes/"
_ALIASES = {
    "mediatopic": "medtop", "pubstatusg2": "stat", "signal": "sig", "ninature": "ninat", "cpnature": "cpnat",
    "subjectcode": "subj", "descriptionrole": "drol", "itemrelation": "irel", "rendition": "rnd", "genre": "genre",
    "icls": "ninat", "nrt": "stat",
}  # fmt: skip
_STATUS = {
    "usable": Status.USABLE, "embargoed": Status.USABLE, "withheld": Status.WITHHELD,
    "canceled": Status.CANCELED, "cancelled": Status.CANCELED, "killed": Status.CANCELED, "recalled": Status.CANCELED,
    "retracted": Status.CANCELED, "withdrawn": Status.CANCELED,
}  # fmt: skip
STOP_WORDS = tuple(word.encode() for word, status in _STATUS.items() if status in STOPS)
"""The status words of a stop, in lower case, as bytes."""
CORRECTION, _UPDATE = "sig:correction", "sig:update"
"""The IPTC's signals for an error that was fixed, and for any other new version."""
FOR_READERS = "correction_consumerready"
"""dpa's role for a correction worded for readers (life.md section 4)."""
DESK_ROLES = frozenset({"closingline", "correction", "correctionshort"})
"""dpa's roles of notes for desks, also where they may be published: it words a correction for readers apart."""
_CORRECTED = frozenset({FOR_READERS, "correction", "correctionshort"})
_ALERTS = frozenset({"alert", "flash", "newsalert", "eilmeldung", "snap", "bulletin"})
_ADVISORIES = frozenset({
    "advisory", "advisories", "media advisory", "mediaadvisory", "news advisory", "newsadvisory", "daybook",
    "news digest", "newsdigest", "test", "planungshinweis",
})  # fmt: skip


def status_of(word: str | None) -> Status:
    """What a status word means, in any case and spelling, as a qcode or URI too; none at all means usable.

    The words that desks use for a kill are one (life.md 5): to hold it for a person would leave the story standing.
    """
    return Status.USABLE if word is None else _STATUS.get(status_word(word), Status.UNKNOWN)


@lru_cache(maxsize=1024)
def status_word(word: str) -> str:
    """A status without alias or address, trimmed and in lower case."""
    return word.strip().rstrip("/").rpartition("/")[2].rpartition(":")[2].strip().casefold()


def is_embargoed(words: Iterable[str | None]) -> bool:
    """Whether any of an item's status words says that it is under embargo (NewsML 1)."""
    return any(word is not None and status_word(word) == "embargoed" for word in words)


@lru_cache(maxsize=4096)
def of_address(uri: str) -> tuple[str | None, str]:
    """Scheme and code of a URI: the IPTC's by alias, others as all before the last slash and the rest."""
    scheme, _, code = uri.strip().rstrip("/").rpartition("/")
    _, found, name = scheme.partition(_CV)
    if found:
        return _ALIASES.get(name, name), code
    return scheme or None, code


@lru_cache(maxsize=4096)
def of_qcode(qcode: str) -> tuple[str | None, str]:
    """Scheme and code of `alias:code`."""
    alias, colon, code = qcode.strip().partition(":")
    return (_ALIASES.get(alias, alias), code) if colon else (None, alias)


def of_element(element: etree._Element) -> tuple[str | None, str | None]:
    """Scheme and code of a NewsML-G2 element, from `qcode`, else `uri`, else `literal`."""
    qcode = element.get("qcode")
    if qcode:
        return of_qcode(qcode)
    uri = element.get("uri")
    if uri:
        return of_address(uri)
    return None, element.get("literal")


def as_qcode(scheme: str | None, code: str | None) -> str | None:
    """`alias:code`, or the code alone."""
    return f"{scheme}:{code}" if scheme and code else code


@lru_cache(maxsize=4096)
def name_of_role(role: str | None) -> str:
    """The code of a role, in lower case: of `drol:caption` and of the IPTC's URI for it, `caption`."""
    if not role:
        return ""
    scheme_and_code = of_address(role) if "/" in role else of_qcode(role)
    return scheme_and_code[1].casefold()


def with_correction(signals: tuple[str, ...], roles: Iterable[str]) -> tuple[str, ...]:
    """An item's signals, and that for a correction where it has a note in one of dpa's roles for one.

    dpa gives its reason for an update in the same roles: beside that signal only a note worded for readers counts.
    """
    found = _CORRECTED.intersection(roles)
    if CORRECTION in signals or not found or (_UPDATE in signals and FOR_READERS not in found):
        return signals
    return (*signals, CORRECTION)


def kind_by_words(words: "list[str | None]", agency: Agency) -> Kind:
    """Alert, advisory or story, by genre, profile and type words. Never by words of the text (life.md 3)."""
    known = {word.strip().casefold() for word in words if word}
    if not known.isdisjoint(_ADVISORIES) or _meets(known, agency.advisories):
        return Kind.ADVISORY
    if not known.isdisjoint(_ALERTS) or _meets(known, agency.alerts):
        return Kind.ALERT
    return Kind.STORY


def _meets(known: set[str], words: tuple[str, ...]) -> bool:
    return bool(words) and not known.isdisjoint(word.casefold() for word in words)
