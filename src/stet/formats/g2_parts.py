"""Parts of NewsML-G2 items: properties, identity, names, subjects, links, rights."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from lxml import etree

from stet.errors import Refused
from stet.formats import codes
from stet.formats.agencies import Identity
from stet.formats.held import flat, unique
from stet.formats.rights import Term, term_in_text, term_in_xml
from stet.formats.text import whole_number
from stet.formats.xml import XML_LANG, local
from stet.model.dispatch import Link, Picture, Subject, gravest

Fields = defaultdict[str, list[etree._Element]]
"""The properties of an item by lower-case local name, in order; none under a name that does not occur."""


class Neighbours(NamedTuple):
    """The other items of a message, as far as they bring pictures to its texts. Looked at once for all of them."""

    pictures: "Mapping[str, Part]"
    """Picture items by guid."""
    joined: Mapping[str, Sequence[str]]
    """By the guid of an item: the pictures that a package joins with it."""


ALONE = Neighbours({}, {})


class Shown(NamedTuple):
    """A picture item as stories see it."""

    picture: Picture
    problems: tuple[str, ...]
    unusable: str | None
    """Why no story may show it; none when one may."""
    embargoes: tuple[datetime | None, ...]
    """When its own embargoes end."""


class Part:
    """One item, and what its neighbours in a message bring to it. Each thing in it is looked for once."""

    __slots__ = ("_identity", "beside", "contents", "fields", "item", "media", "name", "shown")

    def __init__(self, item: etree._Element) -> None:
        self.item = item
        self.name = local(item.tag)
        self.beside = ALONE
        self.fields = _fields_of(item)
        """The item's properties; its groups of properties stand under their own names."""
        self.contents = [part for group in self.fields["contentset"] for part in group]
        """The renditions of its content."""
        self.media = _media(self.fields["itemclass"])
        """What it is made of: `text`, `picture`, `video` ...; empty when it does not say."""
        self.shown: Shown | None = None
        """What it brings to stories as a picture, once one of them asked."""
        self._identity: Identity | None = None

    @property
    def identity(self) -> Identity:
        """Who the item is. Raises Refused without a guid."""
        if self._identity is None:
            self._identity = _identity(self)
        return self._identity

    @property
    def statuses(self) -> list[str]:
        """The words of its pubStatus."""
        return [word for element in self.fields["pubstatus"] for word in _status_words(element)]


_GROUPS = frozenset({"itemmeta", "contentmeta", "rightsinfo"})
_LISTED = frozenset({"contentset", "groupset", "assert", "concept", "newscoverageset"})
_PEOPLE = frozenset({"person"})
_ORGANISATIONS = frozenset({"organisation", "organization"})
_PLACES = frozenset({"geoarea", "poi"})
_CODE = re.compile(r"\S*[:/\d_]\S*|[a-z]+(?:[A-Z][\w-]*)?|")
"""A literal that is a code: one word with a figure or a colon in it, or that begins small."""
_SEQUENCE_NUMBER = "recordsequencenumber"
_NUMBERED = ":"
_NO_NAMES = frozenset({_SEQUENCE_NUMBER, "revision-id"})
"""Sorts of altId that number the versions of an item and would name a hundred others."""
_RELATIONS = {
    name.casefold(): f"irel:{name}"
    for name in ("seeAlso", "derivedFrom", "evolvedFrom", "prevVersion", "processedFrom", "associatedWith")
}


def _fields_of(item: etree._Element) -> Fields:
    found: Fields = defaultdict(list)
    for group in item:
        name = local(group.tag)
        if name in _GROUPS:
            found[name].append(group)
            for element in group:
                found[local(element.tag)].append(element)
        elif name in _LISTED or name == "pubstatus":  # some put the status straight into the item
            found[name].append(group)
    return found


def _media(classes: list[etree._Element]) -> str:
    return next((codes.of_element(element)[1] or "" for element in classes), "").casefold()


def _identity(part: Part) -> Identity:
    item, fields = part.item, part.fields
    guid = (item.get("guid") or "").strip()
    if not guid:
        raise Refused(f"a {str(item.tag).rpartition('}')[2]} without a guid: it cannot be told from others")
    status = gravest(codes.status_of(word) for word in part.statuses)
    signals = [codes.as_qcode(*codes.of_element(element)) for element in fields["signal"]]
    return Identity(guid, _version(item, fields), status, _provider(fields), signals=unique(signals))


def _version(item: etree._Element, fields: Fields) -> int | None:
    """AP's number of the record where it stands, for AP counts versions there; else the item's own (mapping.md 1)."""
    for element in fields["altid"]:
        if codes.name_of_role(element.get("type")) == _SEQUENCE_NUMBER:
            number = whole_number(element.text)
            if number is not None:
                return number
    version = item.get("version")
    return 1 if version is None else whole_number(version)  # the schema's default is 1


def _status_words(element: etree._Element) -> Iterator[str]:
    """A status as qcode and as URI; as a literal or as bare text only where it is neither."""
    qcode, uri = element.get("qcode"), element.get("uri")
    if qcode:
        yield codes.of_qcode(qcode)[1]
    if uri:
        yield codes.of_address(uri)[1]
    if not qcode and not uri:
        yield element.get("literal") or element.text or ""


def _provider(fields: Fields) -> str | None:
    """The provider by name, else by literal or code."""
    for element in fields["provider"]:
        found = name_in(element, None) or codes.of_element(element)[1]
        if found:
            return found
    return None


def alt_ids(part: Part) -> tuple[str, ...]:
    """Other names of the item; numbers of its versions are none (mapping.md 1)."""
    found = [
        flat(element) or element.get("id")
        for element in part.fields["altid"]
        if codes.name_of_role(element.get("type")) not in _NO_NAMES
    ]
    return tuple(name for name in unique(found) if name != part.item.get("guid"))


def name_in(element: etree._Element, language: str | None) -> str | None:
    """The `name` of a concept in a language, else the first it has; an abbreviation only where it has no other."""
    first = short = None
    for child in element:
        if local(child.tag) != "name":
            continue
        words = flat(child)
        if not words:
            continue
        if codes.name_of_role(child.get("role")) == "mnemonic":
            short = short or words
        elif language is None or (child.get(XML_LANG) or "").startswith(language[:2]):
            return words
        else:
            first = first or words
    return first or short


def named(element: etree._Element, language: str | None = None) -> str | None:
    """The name of whom or what a property names, else what stands in it literally."""
    return name_in(element, language) or element.get("literal")


def public(elements: Iterable[etree._Element]) -> list[etree._Element]:
    """The properties that may be shown: those not constrained to be non-public."""
    return [element for element in elements if is_public(element)]


def is_public(element: etree._Element) -> bool:
    """Whether a property may be shown: where it is not constrained to be non-public."""
    return "nonpublic" not in (element.get("pubconstraint") or "")


def language_of(part: Part) -> str | None:
    """The language of the content, else of the item."""
    tags = (element.get("tag") for element in part.fields["language"])
    return next((tag.strip() for tag in tags if tag and tag.strip()), None) or part.item.get(XML_LANG)


class About(NamedTuple):
    """What an item is about."""

    subjects: tuple[Subject, ...]
    people: tuple[str, ...]
    organisations: tuple[str, ...]
    places: tuple[str, ...]


def about(fields: Fields, language: str | None) -> About:
    """The subjects by code and name, and of these the people, organisations and places; then where it was filed.

    What a subject lacks may stand in the item's `assert` of the same concept.
    """
    subjects: list[Subject] = []
    people: list[str | None] = []
    organisations: list[str | None] = []
    places: list[str | None] = []
    asserted = _asserted(fields["assert"])
    for element in fields["subject"]:
        scheme, code = codes.of_element(element)
        name, nature = name_in(element, language), _nature(element)
        if asserted and not (name and nature):
            stated = asserted.get((scheme, code))
            if stated is not None:
                name, nature = name or name_in(stated, language), nature or _nature_stated(stated)
            elif nature in _PLACES:
                places.append(_place_named(asserted.get((_NUMBERED, code)), language))
        if code or name:
            subjects.append(Subject(scheme=scheme, code=code, name=name))
        if nature in _PEOPLE:
            people.append(name or element.get("literal"))
        elif nature in _ORGANISATIONS:
            organisations.append(name or element.get("literal"))
        elif nature in _PLACES:
            places.append(name or _place_in_words(element))
    places += [name_in(element, language) or _place_in_words(element) for element in fields["located"]]
    return About(tuple(dict.fromkeys(subjects)), unique(people), unique(organisations), unique(places))


def _place_in_words(element: etree._Element) -> str | None:
    """The literal of a place where it is a name and no code: `poiID`, `geo:2950159` and `P17` name nothing."""
    literal = element.get("literal") or ""
    return None if _CODE.fullmatch(literal.strip()) else literal


def _nature(element: etree._Element) -> str:
    return codes.name_of_role(element.get("type") or element.get("typeuri"))


def _asserted(elements: list[etree._Element]) -> dict[tuple[str | None, str | None], etree._Element]:
    """What the item asserts, by scheme and code; and by the number at the end of a code of several parts."""
    found: dict[tuple[str | None, str | None], etree._Element] = {}
    for element in elements:
        scheme, code = codes.of_element(element)
        found[scheme, code] = element
        _, parted, number = (code or "").rpartition(":")
        if parted:
            found.setdefault((_NUMBERED, number), element)
    return found


def _place_named(stated: etree._Element | None, language: str | None) -> str | None:
    """The name of a place that is asserted in another scheme under the same number (STT), or of what it lies in."""
    if stated is None:
        return None
    wider = (name_in(child, language) for child in stated if local(child.tag) == "broader")
    return name_in(stated, language) or next((name for name in wider if name), None)


def _nature_stated(stated: etree._Element) -> str:
    kind = next((child for child in stated if local(child.tag) == "type"), None)
    return (codes.of_element(kind)[1] or "").casefold() if kind is not None else ""


def links_of(part: Part) -> tuple[Link, ...]:
    """Relations to other items: links of the item, parts of a package."""
    found = []
    for element in part.fields["link"]:
        target = element.get("residref") or element.get("guidref") or element.get("href")
        if target:
            found.append(Link(rel=relation(element), target=target, version=whole_number(element.get("version"))))
    found += [Link(rel="itemRef", target=target, version=version) for target, version in package_refs(part)]
    return tuple(found)


def relation(element: etree._Element) -> str | None:
    """How a link relates, in one spelling; none where it does not say."""
    qcode, uri = element.get("rel"), element.get("reluri")
    scheme, code = codes.of_qcode(qcode) if qcode else codes.of_address(uri) if uri else (None, None)
    return (_RELATIONS.get(code.casefold()) if code else None) or codes.as_qcode(scheme, code) or None


def package_refs(part: Part) -> list[tuple[str, int | None]]:
    """The items a packageItem refers to, in order."""
    refs = (ref for group in part.fields["groupset"] for ref in group.iter("{*}itemRef"))
    found = ((ref.get("residref") or ref.get("guidref") or "", whole_number(ref.get("version"))) for ref in refs)
    return [(target, version) for target, version in found if target]


def rights(elements: list[etree._Element], language: str | None) -> str | None:
    """A statement in the item's language, else all that are there."""
    own = [e for e in elements if language and (e.get(XML_LANG) or "")[:2] == language[:2]] if elements[1:] else []
    return "\n".join(unique([flat(element) for element in own or elements])) or None


def term(fields: Fields) -> Term:
    """The times in an item's rights: `validto`, and permissions and prohibitions of RightsML (ODRL 2)."""
    ends = [value for name in ("rightsinfo", "usageterms") for one in fields[name] if (value := one.get("validto"))]
    policies = term_in_xml(fields["rightsexpressionxml"])
    written = term_in_text(element.text or "" for element in fields["rightsexpressiondata"])
    return Term(
        (*policies.starts, *written.starts), (*ends, *policies.ends, *written.ends), policies.unread or written.unread
    )
