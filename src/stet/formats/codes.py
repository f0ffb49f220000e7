"""Controlled values: alias and code, however they were written (mapping.md 0.7 and 0.8).

The same value comes as a qcode, as a URI or as a literal, and aliases differ between agencies, so the IPTC's URIs
are brought to one alias each; no catalogue is fetched.
"""

from lxml import etree

from stet.formats.agencies import Agency
from stet.model.dispatch import Kind, Status

_CV = "cv.iptc.org/newscodes/"
_ALIASES = {
    "mediatopic": "medtop", "pubstatusg2": "stat", "signal": "sig", "ninature": "ninat", "cpnature": "cpnat",
    "subjectcode": "subj", "descriptionrole": "drol", "itemrelation": "irel", "rendition": "rnd", "genre": "genre",
    "icls": "ninat", "nrt": "stat",
}  # fmt: skip
_STATUS = {
    "usable": Status.USABLE, "embargoed": Status.USABLE, "withheld": Status.WITHHELD,
    "canceled": Status.CANCELED, "cancelled": Status.CANCELED,
}  # fmt: skip
_ALERTS = frozenset({"alert", "flash", "newsalert", "eilmeldung", "snap", "bulletin"})
_ADVISORIES = frozenset({"advisory", "advisories", "planungshinweis"})


def status_of(word: str | None) -> Status:
    """What a status word means, trimmed, in any case and either spelling; none at all means usable."""
    if word is None:
        return Status.USABLE
    return _STATUS.get(word.strip().casefold(), Status.UNKNOWN)


def of_address(uri: str) -> tuple[str | None, str]:
    """Scheme and code of a URI: the IPTC's by alias, others as all before the last slash and the rest."""
    scheme, _, code = uri.strip().rstrip("/").rpartition("/")
    _, found, name = scheme.partition(_CV)
    if found:
        return _ALIASES.get(name, name), code
    return scheme or None, code


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


def kind_by_words(words: "list[str | None]", agency: Agency) -> Kind:
    """Alert, advisory or story, by genre, profile and type words. Never by words of the text (life.md 3)."""
    known = {word.strip().casefold() for word in words if word}
    if known & _ADVISORIES or not known.isdisjoint(word.casefold() for word in agency.advisories):
        return Kind.ADVISORY
    if known & _ALERTS or not known.isdisjoint(word.casefold() for word in agency.alerts):
        return Kind.ALERT
    return Kind.STORY
