"""What the formats in JSON share: properties without regard to capitals, words on one line, ids, times, codes.

Absent, null and empty are three things (mapping.md 0.3): null counts as absent, what is there but empty stays.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from html import unescape
from itertools import islice
from typing import Any

from stet.formats import codes
from stet.formats.dates import moment
from stet.formats.held import unique
from stet.formats.rights import UNREAD, Term, first_end, term_in_text
from stet.formats.rights import picture_end as end_of_picture
from stet.formats.sent import sent_in_html
from stet.formats.text import line, mend, whole_number
from stet.formats.walk import looks_like_html, parse_html
from stet.model.dispatch import STOPS, Embargo, Status, Subject, gravest
from stet.model.packet import Origin

Item = dict[str, Any]
"""An object of JSON, its names in lower case: generations of ninjs differ in capitals, and so do senders."""

_STATUS_KEYS = ("qcode", "uri", "code", "literal", "value", "name")

_REFERENCE = re.compile(r"&(?:#[0-9A-Za-z]+|[A-Za-z][A-Za-z0-9]*);")
_PLAIN_REFERENCE = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")

LOOKED_AT = 8
"""How many entries of a list are looked at to tell what it is a list of: the first may be the damaged one."""


def lowered(item: Item) -> Item:
    """The properties under their names in lower case, without those that are null."""
    found = {name.lower(): value for name, value in item.items() if value is not None}
    if len(found) < len(item):
        statuses = [value for name, value in item.items() if value is not None and name.lower() == "pubstatus"]
        if len(statuses) > 1:  # in two spellings of its name: neither hides the other
            found["pubstatus"] = statuses
    return found


def first_objects(entries: Iterable[Any]) -> list[Item]:
    """The objects among the first entries of a list."""
    return [entry for entry in islice(entries, LOOKED_AT) if isinstance(entry, dict)]


def rows(value: Any) -> list[Item]:
    """The objects of a list; an object that stands alone is a list of one."""
    if isinstance(value, list):
        return [row for row in value if isinstance(row, dict)]
    return [value] if isinstance(value, dict) else []


def members(value: Any) -> list[Item]:
    """The objects of a list, or of an object that holds them by name (ninjs 1.x, AP)."""
    return rows(list(value.values()) if isinstance(value, dict) else value)


def words(item: Item, *names: str) -> str | None:
    """The first property that holds text, on one line."""
    for name in names:
        value = item.get(name)
        if isinstance(value, str) and (found := one_line(value)):
            return found
    return None


def lines(item: Item, name: str) -> str | None:
    """A property that is text or a list of texts, a line for each (AP sends usage terms so)."""
    value = item.get(name)
    if not isinstance(value, list):
        return words(item, name)
    return "\n".join(unique([one_line(part) for part in value if isinstance(part, str)])) or None


def one_line(value: str) -> str | None:
    """A field as one line of plain text: markup off, references decoded, controls to blanks, white space folded."""
    if "<" in value and looks_like_html(value):
        return line(sent_in_html(parse_html(value)))
    if "&" in value:
        value = _decoded(value)
    if not value.isprintable():
        return line(mend(value)[0])
    if "  " in value or value.startswith(" ") or value.endswith(" "):
        return line(value)
    return value or None  # by far the most common: nothing to fold


def _decoded(value: str) -> str:
    """A line that was stored as HTML (Superdesk), as plain text. One with a reference that is none of these, or that
    HTML does not know, was not stored so; a bare ampersand is only that."""
    if not all(_PLAIN_REFERENCE.fullmatch(found) for found in _REFERENCE.findall(value)):
        return value
    return _REFERENCE.sub(lambda found: unescape(found[0]), value)


def name_of(row: Any) -> str | None:
    """The name in a row; a bare text is one."""
    value = row.get("name") if isinstance(row, dict) else row
    return one_line(value) if isinstance(value, str) else None


def names(item: Item, *listed: str) -> tuple[str, ...]:
    """The names in lists of rows, each once."""
    found = [item[name] for name in listed if name in item]
    if not found:
        return ()
    return unique([name_of(row) for value in found for row in (value if isinstance(value, list) else [value])])


@lru_cache(maxsize=512)
def _role(said: str) -> str:
    return said.rstrip("/").rpartition("/" if "/" in said else ":")[2].strip().casefold()


def role_of(row: Item) -> str:
    """The role of a row in lower case, without its scheme; empty where it has none."""
    said = row.get("role")
    return _role(said) if isinstance(said, str) else ""


def id_of(value: Any) -> str | None:
    """An id is text, or a number that a sender forgot to quote."""
    if isinstance(value, str):
        return value.strip() or None
    return str(value) if type(value) is int else None


def number(value: Any) -> int | None:
    """A whole number, also where JSON has it as `4.0`."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return whole_number(value)


def version_of(item: Item, problems: list[str] | None = None) -> int | None:
    """The version, as text or number; one that is not a whole number orders nothing (edge_cases.md 43)."""
    said = item.get("version")
    version = whole_number(said)
    if version is None and said not in (None, "") and problems is not None:
        problems.append(f"the version {said!r} is not a whole number; it was not used"[:200])
    return version


def status_of(item: Item) -> Status:
    """`pubstatus` in any spelling of its name and its word, the gravest of several; absent means usable."""
    word = item.get("pubstatus")
    if word is None or isinstance(word, str):
        return codes.status_of(word)
    return gravest(codes.status_of(each) for each in status_words(word))


def status_words(said: Any) -> list[str]:
    """The words of a status: text, a list of them, or an object with a code."""
    if isinstance(said, list):
        return [word for each in said for word in status_words(each)] or [""]
    if isinstance(said, dict):
        said = next((said[key] for key in _STATUS_KEYS if said.get(key)), "")
    return [] if said is None else [str(said)]


def urgency_of(item: Item) -> int | None:
    """1 to 9; anything else is none."""
    value = number(item.get("urgency"))
    return value if value is not None and 1 <= value <= 9 else None


def time_of(item: Item, time_zone: str, problems: list[str], *listed: str, latest: bool = False) -> datetime | None:
    """The first property that gives an instant. What was assumed for it is said."""
    for name in listed:
        value = item.get(name)
        if isinstance(value, str) and value.strip():
            found = moment(value, time_zone, latest=latest)
            if found.assumed:
                problems.append(f"{name}: {found.assumed}")
            if found.at:
                return found.at
    return None


def embargo_of(item: Item, time_zone: str, problems: list[str], *listed: str) -> Embargo | None:
    """The embargo of any of the properties: there but without a time that can be read, it has no known end.

    Where two disagree the later one holds (life.md 6), and rights that begin later are one too. The status `embargoed`
    is an embargo also without a time.
    """
    found = {
        name: time_of(item, time_zone, problems, name, latest=True)
        for name in listed
        if item.get(name) is not None and item[name] is not False
    }
    starts = [moment(start, time_zone, latest=True).at for start in _term(item).starts]
    if starts:
        found["rightsinfo"] = None if None in starts else max(filter(None, starts))
    if not found:
        return Embargo(None) if codes.is_embargoed(status_words(item.get("pubstatus"))) else None
    if len(set(found.values())) > 1:
        problems.append(f"{' and '.join(found)} disagree; the later one was used")
    ends = [end for end in found.values() if end is not None]
    return Embargo(max(ends) if len(ends) == len(found) else None)


def is_left_out(row: Item, name: str, origin: Origin, problems: list[str]) -> bool:
    """Whether a picture may not go with the story although the story may (edge_cases.md 98); and says so."""
    about = f"the picture {name}".strip()
    embargo = embargo_of(row, origin.time_zone, problems, "embargoeduntil", "embargoed", "releasedatetime")
    end, legible = _picture_end(row, origin.time_zone)
    expires = min(filter(None, (time_of(row, origin.time_zone, problems, "expires"), end)), default=None)
    status = status_of(row)
    if status is not Status.USABLE:
        reason = f"its status is {status}" if status in STOPS else f"its status is {str(row['pubstatus'])[:40]!r}"
    elif embargo and (embargo.until is None or embargo.until > origin.arrived):
        reason = f"it is under an embargo {f'until {embargo.until.isoformat()}' if embargo.until else 'without an end'}"
    elif expires and expires <= origin.arrived:
        reason = f"it expired on {expires.isoformat()}"
    elif not legible:
        reason = "the end of its rights cannot be read"
    else:
        if expires:
            problems.append(f"{about} expires on {expires.isoformat()}")
        return False
    problems.append(f"{about} was left out: {reason}")
    return True


def rights_end(item: Item, time_zone: str, problems: list[str]) -> datetime | None:
    """The end of the rights in it, from a policy of ODRL that came encoded (ninjs `rightsInfo`)."""
    term = _term(item)
    if term.unread:
        problems.append(UNREAD)
    return first_end(term.ends, time_zone, problems)


def picture_end(row: Item, time_zone: str) -> datetime | None:
    """Until when a picture may be shown: to the end of its rights or of its use, whichever is first."""
    expires = row.get("expires")
    end, _ = _picture_end(row, time_zone)
    last = moment(expires, time_zone).at if isinstance(expires, str) else None
    return min(filter(None, (last, end)), default=None)


def _picture_end(row: Item, time_zone: str) -> tuple[datetime | None, bool]:
    return end_of_picture(_term(row).ends, time_zone)


def _term(item: Item) -> Term:
    said = [lowered(row).get("encodedrights") for row in rows(item.get("rightsinfo"))]
    return term_in_text(text for text in said if isinstance(text, str) and text.strip())


def subjects(item: Item, *listed: str) -> tuple[Subject, ...]:
    """What the item is about, by code or name: ninjs of every generation, AP, and the flavour with `qcode`."""
    found = (_subject_in(row) for name in listed if name in item for row in rows(item[name]))
    return tuple(dict.fromkeys(subject for subject in found if subject))


def _subject_in(row: Item) -> Subject | None:
    code = row.get("code") or row.get("literal") or row.get("qcode")
    scheme, uri, name = row.get("scheme"), row.get("uri"), row.get("name")
    return _subject(
        str(code) if isinstance(code, str | int) else None,
        scheme if isinstance(scheme, str) else None,
        uri if isinstance(uri, str) else None,
        name if isinstance(name, str) else None,
    )


@lru_cache(maxsize=8192)
def _subject(code: str | None, scheme: str | None, uri: str | None, name: str | None) -> Subject | None:
    scheme, code = _coded(code, scheme, uri)
    name = one_line(name) if name else None
    return Subject(scheme=scheme, code=code, name=name) if code or name else None


def _coded(code: str | None, scheme: str | None, uri: str | None) -> tuple[str | None, str | None]:
    """Scheme and code, however they are divided between the properties."""
    address = codes.of_address(uri) if uri else (None, None)
    if not code or (not scheme and address[1] == code):
        return address
    if scheme and "/" in scheme:  # an address of a vocabulary: the IPTC's have an alias each
        return codes.of_address(f"{scheme.rstrip('/')}/-")[0], code
    alias, bare = codes.of_qcode(code)
    return scheme or alias, bare


def size_of(row: Item) -> dict[str, int | None]:
    """Width and height, for a rendition."""
    return {"width": number(row.get("width")), "height": number(row.get("height"))}
