"""NewsML-G2: newsItem and packageItem, alone or in a newsMessage (mapping.md; NewsML-G2 2.35).

Elements are matched by local name and codes by meaning: agencies leave out namespaces, invent content types and
spell aliases their own way (mapping.md 0.5-0.7).
"""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from lxml import etree

from stet.errors import Refused
from stet.formats import codes
from stet.formats.agencies import Agency, Identity, home
from stet.formats.dates import moment
from stet.formats.g2_parts import (
    ALONE,
    Fields,
    Neighbours,
    fields_of,
    language_of,
    links_of,
    name_in,
    neighbours,
    people_and_places,
    picture_of,
    pictures_of,
    subjects_of,
)
from stet.formats.held import (
    NOWHERE,
    Draft,
    Format,
    Held,
    Source,
    agency_of,
    flat,
    inner_source,
    text_source,
    unique,
)
from stet.formats.nitf import nitf_body
from stet.formats.text import decode, names, whole_number
from stet.formats.xml import XML_LANG, all_text, name_of
from stet.model.dispatch import Dispatch, Embargo, Kind, Picture, Status
from stet.model.packet import Origin

_ROOTS = ("newsmessage", "newsitem", "packageitem", "conceptitem", "planningitem", "knowledgeitem", "catalogitem")
_NOT_NEWS = {
    "conceptitem": "a conceptItem: it describes a concept or an event and is not copy",
    "planningitem": "a planningItem: it announces coverage and is not copy",
    "knowledgeitem": "a knowledgeItem: it is a list of codes and is not copy",
    "catalogitem": "a catalogItem: it is a catalogue of code lists and is not copy",
}
_KINDS = {"picture": Kind.PICTURE, "composite": Kind.PACKAGE}
_OTHER_MEDIA = {"video", "audio", "graphic", "graphics", "animation"}
_SECONDARY = re.compile(r"sub|kicker|over|seo|short|extended", re.IGNORECASE)
_PUBLIC_ROLES = frozenset({"correction_consumerready", "public"})
_TEXT_ROOTS = names(
    "html body nitf body.content block p div section article span h1 h2 h3 table ul ol pre text blockquote a"
)


class Part(NamedTuple):
    """One item of a message, with what its neighbours say about pictures."""

    item: etree._Element
    beside: Neighbours = ALONE


def claims(held: Held) -> str | None:
    """By the name of the root."""
    if held.root is None or name_of(held.root) not in _ROOTS:
        return None
    return f"the root is <{str(held.root.tag).rpartition('}')[2]}>"


def split(held: Held) -> Sequence[Part]:
    """The items of the message, or the one item."""
    root = held.root
    if root is None or name_of(root) != "newsmessage":
        return [Part(root)] if root is not None else []
    items = [item for group in root if name_of(group) == "itemset" for item in group]
    if not items:
        raise Refused("a newsMessage that holds no items")
    beside = neighbours(root)
    return [Part(item, beside) for item in items]


def identity(item: etree._Element, fields: Fields) -> Identity:
    """Who the item is. Raises Refused without a guid."""
    guid = (item.get("guid") or "").strip()
    if not guid:
        raise Refused(f"a {str(item.tag).rpartition('}')[2]} without a guid: it cannot be told from others")
    version = item.get("version")
    number = 1 if version is None else whole_number(version)  # the schema's default is 1
    signals = unique([codes.as_qcode(*codes.of_element(element)) for element in fields["signal"]])
    return Identity(guid, number, _status(fields), provider_of(fields), signals=signals)


def identities(part: Part) -> Iterator[Identity]:
    """The item; G2 gives no orders on others."""
    if name_of(part.item) in _NOT_NEWS:
        raise Refused(_NOT_NEWS[name_of(part.item)])
    yield identity(part.item, fields_of(part.item))


def _status(fields: Fields) -> Status:
    words = [codes.of_element(element)[1] or "" for element in fields["pubstatus"]]
    found = [codes.status_of(word) for word in words] or [Status.USABLE]
    order = (Status.CANCELED, Status.WITHHELD, Status.UNKNOWN, Status.USABLE)
    return min(found, key=order.index)


def provider_of(fields: Fields) -> str | None:
    """The provider by name, else by literal or code."""
    for element in fields["provider"]:
        found = name_in(element, None) or codes.of_element(element)[1]
        if found:
            return found
    return None


def read(part: Part, origin: Origin, held: Held) -> Draft:
    """One item. Raises Refused for what is not copy, naming what it is."""
    item = part.item
    name = name_of(item)
    if name in _NOT_NEWS:
        raise Refused(_NOT_NEWS[name])
    if name not in ("newsitem", "packageitem"):
        raise Refused(f"<{name[:60]}> is not an item of NewsML-G2")
    fields = fields_of(item)
    own = identity(item, fields)
    agency, origin = home(origin, own.guid, own.provider)
    kind = _kind(item, fields, own.status, agency)
    problems: list[str] = []
    if own.version is None:
        problems.append(f"the version {item.get('version')!r} is not a number; it was not used")
    where = source(part) if kind not in (Kind.PICTURE, Kind.PACKAGE) else None
    if where is None and own.status is Status.USABLE and kind not in (Kind.PICTURE, Kind.PACKAGE):
        _explain_no_text(item, problems)
    return Draft(_Said(part, fields, origin, kind, problems).dispatch(own), own, where)


def _kind(item: etree._Element, fields: Fields, status: Status, agency: Agency) -> Kind:
    if name_of(item) == "packageitem":
        return Kind.PACKAGE
    class_ = next((codes.of_element(element)[1] for element in fields["itemclass"]), None) or ""
    word = class_.casefold()
    if word in _OTHER_MEDIA and status is Status.USABLE:
        raise Refused(f"a{'n' if word[0] == 'a' else ''} {word} item, not text: kept, not published")
    if word in _KINDS:
        return _KINDS[word]
    words = [text for name in ("genre", "profile", "role") for element in fields[name] for text in _words(element)]
    return codes.kind_by_words(words, agency)


def _words(element: etree._Element) -> list[str | None]:
    return [codes.of_element(element)[1], name_in(element, "en"), None if len(element) else element.text]


def _explain_no_text(item: etree._Element, problems: list[str]) -> None:
    parts = [part for group in item if name_of(group) == "contentset" for part in group]
    for part in parts:
        inner = next(iter(part), None)
        if name_of(part) == "inlinexml" and inner is not None and name_of(inner) not in _TEXT_ROOTS:
            raise Refused(f"its content is <{name_of(inner)[:60]}> data, not text")
    elsewhere = [part.get("href") for part in parts if name_of(part) == "remotecontent" and part.get("href")]
    problems.append(f"the body is not in the item but at {elsewhere[0]}" if elsewhere else "the item has no body")


class _Said(NamedTuple):
    """What the reading of one item needs at every step."""

    part: Part
    fields: Fields
    origin: Origin
    kind: Kind
    problems: list[str]

    def dispatch(self, own: Identity) -> Dispatch:
        part, fields, origin, problems = self.part, self.fields, self.origin, self.problems
        language = language_of(part.item, fields) or origin.language
        people, organisations, places = people_and_places(fields, language)
        ed_note, public_note = _notes(fields)
        return Dispatch(
            **NOWHERE,
            agency=agency_of(origin, own.provider),
            guid=own.guid,
            version=own.version,
            status=own.status,
            kind=self.kind,
            version_created=self.time("versioncreated", "contentmodified", "contentcreated"),
            first_created=self.time("firstcreated", "contentcreated"),
            embargo=self.embargo(),
            expires=self.time("expires"),
            urgency=_urgency(fields),
            language=language,
            headline=_headline(fields),
            slugline=_first(fields, "slugline"),
            byline=_byline(fields),
            dateline=_first(fields, "dateline"),
            provider=own.provider,
            credit=_first(fields, "creditline"),
            summary=_summary(fields, self.kind),
            word_count=_word_count(part.item) if self.kind is not Kind.PICTURE else None,
            subjects=subjects_of(fields, language),
            people=people,
            organisations=organisations,
            places=places,
            ed_note=ed_note,
            public_note=public_note,
            signals=own.signals,
            usage_terms=_rights(fields, "usageterms", language),
            copyright=_rights(fields, "copyrightnotice", language) or _holder(fields),
            pictures=self.pictures(),
            links=links_of(part.item, fields),
            problems=tuple(problems),
        )

    def time(self, *names: str) -> datetime | None:
        """The first of these properties that says something."""
        for name in names:
            for element in self.fields[name]:
                if element.text and element.text.strip():
                    found = moment(element.text, self.origin.time_zone)
                    if found.assumed:
                        self.problems.append(f"{name}: {found.assumed}")
                    return found.at
        return None

    def embargo(self) -> Embargo | None:
        """An empty element, or one that cannot be read, is an embargo without a known end (mapping.md 0.3)."""
        if not self.fields["embargoed"]:
            return None
        if any(not (element.text or "").strip() for element in self.fields["embargoed"]):
            return Embargo(None)
        return Embargo(self.time("embargoed"))

    def pictures(self) -> tuple[Picture, ...]:
        if self.kind is Kind.PICTURE:
            return (picture_of(self.part.item),)
        if self.kind is Kind.PACKAGE or name_of(self.part.item) == "packageitem":
            return ()
        return pictures_of(self.part.item, self.part.beside, self.fields)


def _first(fields: Fields, name: str) -> str | None:
    return next((text for text in map(flat, fields[name]) if text), None)


def _urgency(fields: Fields) -> int | None:
    value = whole_number(_first(fields, "urgency"))
    return value if value is not None and 1 <= value <= 9 else None


def _headline(fields: Fields) -> str | None:
    """The headline without a role of the best rank; else the first that is not a secondary one."""
    plain = [element for element in fields["headline"] if not element.get("role") and flat(element)]
    if plain:
        return flat(min(plain, key=lambda element: whole_number(element.get("rank")) or 1))
    other = [element for element in fields["headline"] if flat(element)]
    main = [element for element in other if not _SECONDARY.search(element.get("role") or "")]
    return flat((main or other)[0]) if other else None


def _byline(fields: Fields) -> str | None:
    return _first(fields, "by")


def _summary(fields: Fields, kind: Kind) -> str | None:
    if kind is Kind.PICTURE:
        return None
    by_role = {
        (element.get("role") or "").rpartition(":")[2].casefold(): flat(element) for element in fields["description"]
    }
    return next((by_role[role] for role in ("summary", "abstract", "teaser", "") if by_role.get(role)), None)


def _word_count(item: etree._Element) -> int | None:
    for group in item:
        if name_of(group) == "contentset":
            return next((count for part in group if (count := whole_number(part.get("wordcount"))) is not None), None)
    return None


def _notes(fields: Fields) -> tuple[str | None, str | None]:
    """Notes for editors and notes worded for readers, by role (life.md 4)."""
    closed: list[str | None] = []
    public: list[str | None] = []
    for element in fields["ednote"]:
        role = (element.get("role") or "").rpartition(":")[2].casefold()
        (public if role in _PUBLIC_ROLES else closed).append(flat(element))
    return "\n".join(unique(closed)) or None, "\n".join(unique(public)) or None


def _rights(fields: Fields, name: str, language: str | None) -> str | None:
    """A statement in the item's language, else all that are there."""
    own = [
        e for e in fields[name] if language and (e.get(XML_LANG) or "").partition("-")[0] == language.partition("-")[0]
    ]
    return "\n".join(unique([flat(element) for element in own or fields[name]])) or None


def _holder(fields: Fields) -> str | None:
    for element in fields["copyrightholder"]:
        found = name_in(element, None) or element.get("literal")
        if found:
            return found
    return None


def source(part: Part) -> Source | None:
    """The body of a text item: the best of its renditions, never several joined (edge_cases.md 71).

    XHTML and NITF come before HTML in characters, that before plain text.
    """
    item = part.item
    class_ = next((codes.of_element(e)[1] or "" for e in fields_of(item)["itemclass"]), "").casefold()
    if name_of(item) != "newsitem" or class_ in _KINDS:
        return None
    parts = [part for group in item if name_of(group) == "contentset" for part in group]
    found = [one for part in parts if (one := _rendition(part)) is not None]
    return min(found, key=lambda one: (one.tree is None, one.html is None)) if found else None


def _rendition(part: etree._Element) -> Source | None:
    name = name_of(part)
    if name == "inlinexml":
        return _inline_xml(part)
    if name != "inlinedata":
        return None
    if part.get("encoding"):
        return _decoded(part)
    declared = (part.get("contenttype") or "").lower()
    return Source(plain=part.text) if declared == "text/plain" and part.text else inner_source(part)


def _inline_xml(part: etree._Element) -> Source | None:
    roots = list(part)
    if not roots:
        return text_source(part.text)
    if name_of(roots[0]) == "nitf":
        return nitf_body(roots[0])
    if name_of(roots[0]) not in _TEXT_ROOTS:
        return None
    page = next(roots[0].iter("{*}body", "{*}BODY"), None) if name_of(roots[0]) == "html" else None
    if page is None:
        return Source(tree=part) if all_text(part).strip() else None
    return inner_source(page)


def _decoded(part: etree._Element) -> Source | None:
    """Base64 that holds text. Pictures sent this way are not text."""
    if not (part.get("contenttype") or "text/").startswith("text/"):
        return None
    try:
        data = base64.b64decode("".join((part.text or "").split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("its body is declared as base64 and is not") from error
    return text_source(decode(data)[0])


FORMAT = Format("newsml-g2", claims, split, identities, read, source)
