"""NewsML-G2: items of every kind, alone or in a newsMessage (mapping.md; NewsML-G2 2.35).

Elements are matched by local name and codes by meaning: agencies leave out namespaces, invent content types and
spell aliases their own way (mapping.md 0.5-0.7). What is a legitimate item and no copy is filed, not refused.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from lxml import etree
from msgspec.structs import replace

from stet.errors import Refused
from stet.formats import codes, xml
from stet.formats.agencies import Agency, Identity, home
from stet.formats.dates import moment
from stet.formats.g2_nitf import SILENT, inner_of
from stet.formats.g2_parts import (
    Fields,
    Part,
    about,
    alt_ids,
    is_public,
    language_of,
    links_of,
    name_in,
    named,
    public,
    rights,
    term,
)
from stet.formats.g2_pictures import Wanted, neighbours, picture_of, pictures_of
from stet.formats.held import (
    NOWHERE,
    SEVERAL,
    Draft,
    Format,
    Held,
    Source,
    agency_of,
    differ,
    document_source,
    first_with_words,
    flat,
    holds_text,
    inner_source,
    text_source,
    unique,
)
from stet.formats.rights import UNREAD, embargo_until, first_end
from stet.formats.text import decode, whole_number
from stet.formats.xml import local, name_of
from stet.model.dispatch import Dispatch, Embargo, Kind, Picture, Status
from stet.model.packet import Origin

_NOT_NEWS = {
    "conceptitem": "a conceptItem: it describes a concept or an event and is not copy",
    "planningitem": "a planningItem: it announces coverage and is not copy",
    "knowledgeitem": "a knowledgeItem: it is a list of codes and is not copy",
    "catalogitem": "a catalogItem: it is a catalogue of code lists and is not copy",
}
_ITEMS = frozenset({"newsitem", "packageitem", *_NOT_NEWS})
_ROOTS = frozenset({"newsmessage", *_ITEMS})
_KINDS = {
    "picture": Kind.PICTURE, "composite": Kind.PACKAGE, "video": Kind.PACKAGE, "audio": Kind.PACKAGE,
    "graphic": Kind.PACKAGE, "graphics": Kind.PACKAGE, "animation": Kind.PACKAGE,
}  # fmt: skip
_COPY = (Kind.STORY, Kind.ALERT)
_SECONDARY = re.compile(r"sub|kicker|over|seo|short|extended|teaser|caption")
_PUBLIC_ROLES = frozenset({codes.FOR_READERS, "public", "autopublishnotice"})
_DPA_ROLE = "dpaednoterole:"
_SUMMARIES = ("summary", "abstract", "teaser", "")
_WRITER = re.compile(r"author|writer|reporter|journalist|correspondent|byline|phot")
_SOURCES = ("origprov", "source", "")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d.*")


def claims(held: Held) -> str | None:
    """By the name of the root."""
    if held.root is None or name_of(held.root) not in _ROOTS:
        return None
    return f"the root is <{str(held.root.tag).rpartition('}')[2]}>"


def split(held: Held) -> Sequence[Part]:
    """The items of the message, or the one item. Some stand beside the itemSet they belong into."""
    root = held.root
    if root is None or name_of(root) != "newsmessage":
        return [Part(root)] if root is not None else []
    groups = ([child] if name_of(child) in _ITEMS else child if name_of(child) == "itemset" else () for child in root)
    parts = [Part(item) for group in groups for item in group]
    if not parts:
        raise Refused("a newsMessage that holds no items")
    if len(parts) > 1:
        beside = neighbours(parts)
        for part in parts:
            part.beside = beside
    return parts


def identities(part: Part) -> Iterator[Identity]:
    """The item; G2 gives no orders on others."""
    yield part.identity


def read(part: Part, origin: Origin) -> Draft:
    """One item. Raises Refused for what is none, and for one without a name."""
    if part.name not in _ITEMS:
        raise Refused(f"<{part.name[:60]}> is not an item of NewsML-G2")
    own = part.identity
    agency, origin = home(origin, own.guid, own.provider)
    problems: list[str] = []
    if own.version is None:
        problems.append(f"the version {part.item.get('version')!r} is not a number; it was not used")
    kind, renditions = _kind(part, agency), _renditions(part)
    where = first_with_words(renditions)
    if part.name in _NOT_NEWS:
        problems.append(_NOT_NEWS[part.name])
    elif where is None and own.status is Status.USABLE and kind in _COPY:
        kind = _without_text(part, kind, problems)
    queries = (SEVERAL,) if kind in _COPY and differ(where, renditions) else ()
    return Draft(_Said(part, part.fields, origin, kind, problems, queries).dispatch(own), own, where)


def _kind(part: Part, agency: Agency) -> Kind:
    """By the sort of item and its itemClass; then alert, advisory or story by genre, profile and role."""
    if part.name in _NOT_NEWS:
        return Kind.ADVISORY
    if part.name == "packageitem":
        return Kind.PACKAGE
    if part.media in _KINDS:
        return _KINDS[part.media]
    fields = part.fields
    words = [word for name in ("genre", "profile", "role") for element in fields[name] for word in _words(element)]
    return codes.kind_by_words(words, agency)


def _words(element: etree._Element) -> list[str | None]:
    return [codes.of_element(element)[1], name_in(element, "en"), None if len(element) else element.text]


def _without_text(part: Part, kind: Kind, problems: list[str]) -> Kind:
    """Says why a text item has no text. Data (tables of results, lists of events) are filed as a package is."""
    for content in part.contents:
        root = next(iter(content), None)
        if local(content.tag) == "inlinexml" and root is not None and not holds_text(root):
            problems.append(f"its content is <{name_of(root)[:60]}> data, not text")
            return Kind.PACKAGE
    elsewhere = [content.get("href") for content in part.contents if local(content.tag) == "remotecontent"]
    where = next((href for href in elsewhere if href), None)
    problems.append(f"the body is not in the item but at {where}" if where else "the item has no body")
    return kind


class _Said(NamedTuple):
    """What the reading of one item needs at every step."""

    part: Part
    fields: Fields
    origin: Origin
    kind: Kind
    problems: list[str]
    queries: tuple[str, ...]

    def dispatch(self, own: Identity) -> Dispatch:
        part, fields, origin, problems = self.part, self.fields, self.origin, self.problems
        inner = inner_of(part, problems) if self.kind in _COPY else SILENT
        language = language_of(part) or origin.language
        subjects, people, organisations, places = about(fields, language)
        signals = codes.with_correction(own.signals, map(_role, fields["ednote"]))
        ed_note, public_note = _notes(fields, corrected=codes.CORRECTION in signals)
        bounds = term(fields)
        embargo = self.embargo(bounds.starts)
        expires, rights_end = self.time("expires"), first_end(bounds.ends, origin.time_zone, problems)
        if bounds.unread:
            problems.append(UNREAD)
        return Dispatch(
            **NOWHERE,
            agency=agency_of(origin, own.provider),
            guid=own.guid,
            alt_ids=alt_ids(part) if fields["altid"] else (),
            version=own.version,
            status=own.status,
            kind=self.kind,
            version_created=self.time("versioncreated", "contentmodified", "contentcreated"),
            first_created=self.time("firstcreated", "contentcreated"),
            embargo=embargo,
            expires=expires,
            rights_end=rights_end,
            urgency=_urgency(fields),
            language=language,
            headline=_headline(fields) or (inner.headline if self.kind in _COPY else _title(fields)),
            slugline=_first(fields, "slugline"),
            byline=_byline(fields) or inner.byline,
            dateline=self.dateline() or inner.dateline,
            provider=own.provider,
            credit=_first(fields, "creditline") or _original_source(fields),
            summary=(_summary(fields) or inner.summary) if self.kind is not Kind.PICTURE else None,
            word_count=_word_count(part) if self.kind is not Kind.PICTURE else None,
            subjects=subjects,
            people=people,
            organisations=organisations,
            places=places,
            ed_note=ed_note,
            public_note=public_note,
            signals=signals,
            usage_terms=rights(fields["usageterms"], language),
            copyright=rights(fields["copyrightnotice"], language) or _holder(fields),
            pictures=_with_inner(self.pictures(embargo, expires, rights_end), inner.pictures),
            links=links_of(part),
            problems=tuple(problems),
            queries=self.queries,
        )

    def time(self, *names: str) -> datetime | None:
        """The first of these properties that says when."""
        for name in names:
            for element in self.fields[name]:
                at = self.instant(name, element.text)
                if at is not None:
                    return at
        return None

    def instant(self, name: str, words: str | None, *, latest: bool = False) -> datetime | None:
        if not words or words.isspace():
            return None
        found = moment(words, self.origin.time_zone, latest=latest)
        if found.assumed:
            self.problems.append(f"{name}: {found.assumed}")
        return found.at

    def embargo(self, rights_start: Iterable[str]) -> Embargo | None:
        """Until the latest of all times it names. An empty element, one that cannot be read, and a status that says
        no more than "embargoed" are an embargo without a known end (mapping.md 0.3)."""
        ends = [self.instant("embargoed", element.text, latest=True) for element in self.fields["embargoed"]]
        ends += [self.instant("rights", value, latest=True) for value in rights_start]
        if not ends and any(word.strip().casefold() == "embargoed" for word in self.part.statuses):
            return Embargo(None)
        return embargo_until(ends, self.problems) if ends else None

    def dateline(self) -> str | None:
        found = _first(self.fields, "dateline")
        if found and _TIME.fullmatch(found):
            self.problems.append("the dateline is a time and names no place; it was left out")
            return None
        return found

    def pictures(self, embargo: Embargo | None, *ends: datetime | None) -> tuple[Picture, ...]:
        if self.kind is Kind.PICTURE:
            last = min((end for end in ends if end is not None), default=None)
            return (replace(picture_of(self.part, self.problems), rights_end=last),)
        if self.part.name != "newsitem" or self.kind is Kind.PACKAGE:
            return ()
        return pictures_of(Wanted(self.part, self.origin, embargo, self.problems))


def _with_inner(pictures: tuple[Picture, ...], inner: tuple[Picture, ...]) -> tuple[Picture, ...]:
    """The item's pictures, and those placed in the copy that are not the same once more."""
    known = {picture.guid for picture in pictures if picture.guid}
    files = {rendition.href for picture in pictures for rendition in picture.renditions}
    more = (one for one in inner if one.guid not in known and files.isdisjoint(file.href for file in one.renditions))
    return (*pictures, *more)


def _first(fields: Fields, name: str) -> str | None:
    for element in fields[name]:
        if is_public(element) and (words := flat(element)):
            return words
    return None


def _urgency(fields: Fields) -> int | None:
    value = whole_number(_first(fields, "urgency"))
    return value if value is not None and 1 <= value <= 9 else None


def _headline(fields: Fields) -> str | None:
    """The headline without a role of the best rank; else the first that is not a secondary one."""
    found = [
        (element, codes.name_of_role(element.get("role")), words)
        for element in public(fields["headline"])
        if (words := flat(element))
    ]
    plain = [(whole_number(element.get("rank")) or 1, words) for element, role, words in found if not role]
    if plain:
        return min(plain, key=lambda ranked: ranked[0])[1]
    main = [words for _, role, words in found if not _SECONDARY.search(role)]
    return next((words for words in (*main, *(words for _, _, words in found))), None)


def _title(fields: Fields) -> str | None:
    """What an item that is no copy is called: a concept by its name, a plan by what is planned, others by title."""
    found = [name_in(concept, None) for concept in fields["concept"]]
    found += [_first(fields, "title")]
    found += [flat(line) for plan in fields["newscoverageset"] for line in plan.iter("{*}headline")]
    return next((words for words in found if words), None)


def _byline(fields: Fields) -> str | None:
    """The byline as written; else the creators whose role is to write or to take pictures."""
    found = _first(fields, "by")
    if found or not fields["creator"]:
        return found
    writers = [element for element in fields["creator"] if _WRITER.search(codes.name_of_role(element.get("role")))]
    return ", ".join(unique([named(element) for element in writers])) or None


def _original_source(fields: Fields) -> str | None:
    """Where the words come from, when no credit line says it: another source than the provider is due its name."""
    for role in _SOURCES:
        for element in fields["infosource"]:
            if codes.name_of_role(element.get("role")) == role and (found := named(element)):
                return found
    return None


def _summary(fields: Fields) -> str | None:
    elements = public(fields["description"])
    by_role = {codes.name_of_role(element.get("role")): element for element in reversed(elements) if flat(element)}
    return next((flat(by_role[role]) for role in _SUMMARIES if role in by_role), None)


def _word_count(part: Part) -> int | None:
    counts = (whole_number(content.get("wordcount")) for content in part.contents)
    return next((count for count in counts if count is not None), None)


def _notes(fields: Fields, *, corrected: bool) -> tuple[str | None, str | None]:
    """Notes for editors and notes worded for readers (mapping.md 2, life.md 4)."""
    closed: list[str | None] = []
    for_readers: list[str | None] = []
    for element in fields["ednote"]:
        (for_readers if _is_public(element, corrected) else closed).append(flat(element))
    return "\n".join(unique(closed)) or None, "\n".join(unique(for_readers)) or None


def _role(note: etree._Element) -> str:
    return codes.name_of_role(note.get("role") or note.get("ednoterole"))


def _is_public(note: etree._Element, corrected: bool) -> bool:
    """Of dpa's notes on a correction only the one worded for readers is for them (life.md section 4)."""
    role = _role(note)
    if "nonpublic" in (note.get("pubconstraint") or "") or role in codes.DESK_ROLES:
        return False
    if corrected and (role == "autopublishnotice" or (note.get("role") or "").startswith(_DPA_ROLE)):
        return role == codes.FOR_READERS
    return role in _PUBLIC_ROLES or (note.get("is_publishable") or "").strip().casefold() == "true"


def _holder(fields: Fields) -> str | None:
    return next((name for name in map(named, fields["copyrightholder"]) if name), None)


def source(part: Part) -> Source | None:
    """The body of an item: the best of its renditions, never several joined (edge_cases.md 71).

    XHTML and NITF come before HTML in characters, that before plain text; among equals the item's language, then the
    first; one without a word in it is the last choice. Pictures have none; sound and film may have one.
    """
    return first_with_words(_renditions(part))


def _renditions(part: Part) -> list[Source]:
    """The renditions of its body, the best first."""
    if part.name != "newsitem" or part.media == "picture":
        return []
    found = [(content, one) for content in part.contents if (one := _rendition(content)) is not None]
    if len(found) > 1:
        language = (language_of(part) or "")[:2]
        found.sort(key=lambda one: (*_rank(one[1]), (one[0].get(xml.XML_LANG) or language)[:2] != language))
    return [one for _, one in found]


def _rank(one: Source) -> tuple[bool, bool]:
    return one.tree is None, one.html is None


def _rendition(content: etree._Element) -> Source | None:
    name = local(content.tag)
    if name == "inlinexml":
        return document_source(content)
    if name != "inlinedata":
        return None
    if content.get("encoding"):
        return _decoded(content)
    return inner_source(content, declared=content.get("contenttype"))


def _decoded(content: etree._Element) -> Source | None:
    """Base64 that holds text or a document of text. Pictures sent this way are not text."""
    declared = (content.get("contenttype") or "").lower()
    if declared and not declared.startswith("text/") and "xml" not in declared and "html" not in declared:
        return None
    try:
        data = base64.b64decode("".join((content.text or "").split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("its body is declared as base64 and is not") from error
    return text_source(decode(data)[0], declared=declared)


FORMAT = Format("newsml-g2", claims, split, identities, read, source)
