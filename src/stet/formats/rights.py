"""From when and until when something may be used, where an agency says so for machines (life.md section 7).

Plain ends are read: an attribute or element with a date, and the dateTime constraints of ODRL 2 (which RightsML is made
of) in XML and in JSON. What else a policy says is told as not read; nothing in it is guessed at.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from lxml import etree

from stet.errors import Refused
from stet.formats import xml
from stet.formats.dates import closing
from stet.formats.text import Query
from stet.formats.xml import name_of
from stet.model.dispatch import Embargo


class Term(NamedTuple):
    """From when and until when the rights reach, as the item writes it; and whether there is more that was not read."""

    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    unread: bool = False


_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?")
UNREAD = "the item states rights in a language for machines, of which not all was read"


class _Constraint(NamedTuple):
    """One condition of a rule. `rule` is what it belongs to: permission, prohibition, duty."""

    rule: str
    alone: bool
    """The rule has no other condition."""
    what: str
    operator: str
    value: str


def term_in_xml(policies: Iterable[etree._Element]) -> Term:
    """The times in policies of ODRL 2."""
    return _term([found for policy in policies for found in _in_xml(policy)])


def term_in_text(said: Iterable[str]) -> Term:
    """The times in policies of ODRL 2 that came as characters: XML, or JSON by the names of its model."""
    found: list[_Constraint] = []
    unread = False
    for text in said:
        begins = text.lstrip()[:1]
        try:
            more = list(_in_xml(xml.parse_text(text.strip())[0]) if begins == "<" else _in_json(_decoded(text)))
        except Refused:
            more = []
        unread |= not more  # it says something, and no condition of it was recognised
        found += more
    return _term(found, unread=unread)


def _term(found: Iterable[_Constraint], *, unread: bool = False) -> Term:
    """A permission holds before its end and after its start. A prohibition that is on nothing but a time afterwards is
    an end as well; one with further conditions says who or where, and is not read."""
    starts: list[str] = []
    ends: list[str] = []
    for one in found:
        earlier, later = one.operator in ("lt", "lteq"), one.operator in ("gt", "gteq")
        timed = one.what == "datetime" and bool(one.value)
        if timed and earlier and one.rule == "permission":
            ends.append(one.value if one.operator == "lteq" else _start_of(one.value))
        elif timed and later and one.rule == "permission":
            starts.append(one.value)
        elif timed and later and one.rule == "prohibition" and one.alone:
            ends.append(one.value if one.operator == "gt" else _start_of(one.value))
        else:
            unread = True
    return Term(tuple(starts), tuple(ends), unread)


def _start_of(value: str) -> str:
    """Before a day is not on it."""
    day = _DAY.fullmatch(value)
    return f"{day[1]}T00:00:00{day[2] or ''}" if day else value


def _in_xml(policy: etree._Element) -> Iterator[_Constraint]:
    for constraint in policy.iter("{*}constraint"):
        parent = constraint.getparent()
        rule = name_of(parent) if parent is not None else ""
        siblings = sum(1 for child in parent if child.tag == constraint.tag) if parent is not None else 1
        said = (constraint.get("name"), constraint.get("operator"), constraint.get("rightOperand"))
        what, operator, value = (part or "" for part in said)
        yield _Constraint(rule, siblings == 1, _term_name(what), _term_name(operator), value.strip())


def _term_name(word: str) -> str:
    """`http://www.w3.org/ns/odrl/2/lteq`, `odrl:lteq` and `lteq` are one."""
    return word.rpartition("/")[2].rpartition(":")[2].casefold()


def _decoded(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return None


def _in_json(policy: Any) -> Iterator[_Constraint]:
    for one in _rows(policy):
        for rule in ("permission", "prohibition"):
            for row in _rows(one.get(rule)):
                constraints = _rows(row.get("constraint"))
                for said in constraints:
                    what, operator, value = (said.get(name) for name in ("leftOperand", "operator", "rightOperand"))
                    value = value.get("@value") if isinstance(value, dict) else value
                    words = [part if isinstance(part, str) else "" for part in (what, operator, value)]
                    yield _Constraint(
                        rule, len(constraints) == 1, _term_name(words[0]), _term_name(words[1]), words[2].strip()
                    )


def _rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in (value if isinstance(value, list) else [value]) if isinstance(row, dict)]


def embargo_until(ends: Sequence[datetime | None], problems: list[str]) -> Embargo:
    """The embargo with these ends, of which there is one at least. Where they disagree the latest holds, and that is
    said; one that cannot be read may be later than all, so no end is known (life.md 6)."""
    if len(set(ends)) > 1:
        problems.append("its times for the end of the embargo disagree; the latest was used")
    known = [end for end in ends if end is not None]
    return Embargo(max(known) if len(known) == len(ends) else None)


def first_end(written: Iterable[str | None], time_zone: str, problems: list[str]) -> datetime | None:
    """The first of these ends of rights. One that cannot be read is a question for a person: until then it may not be
    shown, for it may be over."""
    ends: list[datetime] = []
    for value in written:
        if value is None or not value.strip():
            continue
        found = closing(value, time_zone)
        if found.at is None:
            said = value.strip()[:40]
            problems.append(Query(f"The end of its rights, {said!r}, cannot be read: they may be over already."))
            continue
        ends.append(found.at)
        if found.assumed:
            problems.append(f"end of rights: {found.assumed}")
    return min(ends, default=None)


def picture_end(written: Iterable[str | None], time_zone: str) -> tuple[datetime | None, bool]:
    """The first of these ends of a picture, and whether all could be read."""
    ends = [closing(value, time_zone).at for value in written if value is not None and value.strip()]
    return min((end for end in ends if end is not None), default=None), None not in ends
