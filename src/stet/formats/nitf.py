"""NITF 3.x, with and without its namespace (mapping.md; NITF 3.6)."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from lxml import etree

from stet.errors import Refused
from stet.formats import codes
from stet.formats.agencies import Agency, Identity, cuts_of, home
from stet.formats.dates import moment
from stet.formats.headlines import made_headline
from stet.formats.held import NOWHERE, Draft, Format, Held, Source, agency_of, flat, nitf_body, unique
from stet.formats.hrefs import rendition
from stet.formats.rights import embargo_until, first_end
from stet.formats.text import line, whole_number
from stet.formats.xml import XML_LANG, all_text, local, name_of
from stet.model.dispatch import STOPS, Dispatch, Embargo, Kind, Link, Picture, Rendition, Status, Subject, gravest
from stet.model.packet import Origin

_CLOSED = frozenset({"body.content", "abstract", "note"})
"""What the walk through the head does not go into: copy."""

_ID_NAME = re.compile(r".*(?:id|guid|uri|sequence|serial|transref|friendlykey)")
_NOT_AN_ID = frozenset({"anpa-wordcount", "editorid"})
_SLUGS = ("slugline", "slug", "anpa-keyword", "ntbstikkord")
_WORD_COUNTS = ("anpa-wordcount", "wordcount", "word-count")
_SLUG_TITLE = re.compile(r"\d+ [A-Z]{2,}")
"""PA's title: the number of the take and the slug."""

_FILE = re.compile(r"[./\\:]")
_STILLS = ("image", "photo", "picture")


def claims(held: Held) -> str | None:
    """By the name of the root."""
    return "the root is <nitf>" if held.root is not None and name_of(held.root) == "nitf" else None


def split(held: Held) -> Sequence[etree._Element]:
    """A document is one item."""
    return [held.root] if held.root is not None else []


class Head(NamedTuple):
    """The parts of a document by name, found in one walk of everything but the copy."""

    root: etree._Element
    parts: dict[str, list[etree._Element]]
    metas: dict[str, str]
    """Content by name, in lower case, of each meta that has both."""

    def all(self, name: str) -> list[etree._Element]:
        """Elements of that lower-case name."""
        return self.parts.get(name, [])

    def value(self, name: str, attribute: str) -> str | None:
        """The first such attribute that says something."""
        for element in self.all(name):
            value = (element.get(attribute) or "").strip()
            if value:
                return value
        return None

    def words(self, name: str) -> str | None:
        """The text of the first such element that has one."""
        return next((words for words in map(flat, self.all(name)) if words), None)

    def meta(self, *names: str) -> str | None:
        """The content of the meta of the first of these names that is there."""
        return next((self.metas[name] for name in names if name in self.metas), None)


def head_of(root: etree._Element) -> Head:
    """Everything of a document except what is in its body.content."""
    parts: dict[str, list[etree._Element]] = {}
    waiting = [root]
    for element in waiting:  # grows while it is gone through: level by level, each in order
        for child in element:
            name = local(child.tag)
            parts.setdefault(name, []).append(child)
            if len(child) and name not in _CLOSED:
                waiting.append(child)
    metas: dict[str, str] = {}
    for meta in parts.get("meta", ()):
        name, content = (meta.get("name") or "").strip().casefold(), (meta.get("content") or "").strip()
        if name and content:
            metas.setdefault(name, content)
    return Head(root, parts, metas)


def identity(head: Head) -> Identity:
    """Who the document is. Raises Refused where nothing names it."""
    guid = head.value("doc-id", "id-string") or head.meta("guid") or _derived(head)
    if not guid:
        raise Refused("an NITF document without doc-id, key or headline: it cannot be told from others")
    status = gravest(codes.status_of(word) for word in _statuses(head))
    version = whole_number(head.value("du-key", "version"))
    signals = (codes.CORRECTION,) if head.all("correction") else ()
    return Identity(guid, version, status, provider_of(head), signals=signals)


def _statuses(head: Head) -> list[str | None]:
    """What each docdata says: of two the gravest goes, for nobody can tell which one was meant."""
    return [word for data in head.all("docdata") if (word := (data.get("management-status") or "").strip())]


def identities(root: etree._Element) -> Iterator[Identity]:
    """The document, then the others it stops (`management-doc-idref`, NITF 3.6 docdata)."""
    head = head_of(root)
    others = tuple(_others(head))
    try:
        yield identity(head)
    except Refused:
        if not others:
            raise
        yield Identity("", None, codes.status_of(None), provider_of(head))
    yield from others


def _others(head: Head) -> Iterator[Identity]:
    """An order on another document has its own status; where that is missing, a stop of this one is meant for both."""
    for data in head.all("docdata"):
        target = (data.get("management-doc-idref") or "").strip()
        status = codes.status_of(data.get("management-idref-status") or data.get("management-status"))
        if target and status in STOPS:
            yield Identity(target, None, status, provider_of(head))


def provider_of(head: Head) -> str | None:
    """Who sent it: distributor, else the registry of the id, else the agent or the holder of the rights."""
    return (
        head.words("distributor")
        or head.value("doc-id", "regsrc")
        or head.value("doc.rights", "agent")
        or head.value("doc.copyright", "holder")
        or head.value("from-src", "src-name")
    )


def _derived(head: Head) -> str | None:
    """A weak id for a document without one, from what stays the same between its versions (edge_cases.md 35)."""
    key = head.value("du-key", "key") or head.words("hl1") or head.words("title")
    if not key:
        return None
    day = (head.value("date.issue", "norm") or head.value("story.date", "norm") or "")[:10]
    return f"derived:{sha256(f'{key} {day}'.encode()).hexdigest()[:24]}"


def read(root: etree._Element, origin: Origin) -> Draft:
    """The document."""
    head = head_of(root)
    own = identity(head)
    agency, origin = home(origin, own.guid, own.provider)
    problems: list[str] = []
    if own.guid.startswith("derived:"):
        problems.append("the item carries no id; one was made from its key and day, and an update may not find it")
    where = source(root)
    if where is None and own.status is Status.USABLE:
        problems.append("the item has no body")
    problems += _unshown(head)
    said = _Said(head, origin, agency, where, problems, [])
    return Draft(said.dispatch(own), own, where, tuple(_others(head)))


def _unshown(head: Head) -> Iterator[str]:
    """What the agency wrote for readers and no page of ours has a place for."""
    second = head.words("hl2")
    if second:
        yield f"the second headline is not shown: {second[:200]}"
    for element in head.all("tagline"):
        words = flat(element)
        if words and not _is_for_editors(element):
            yield f"the line at the end of the body (tagline) is not shown: {words[:200]}"


class _Said(NamedTuple):
    """What the reading of one document needs at every step."""

    head: Head
    origin: Origin
    agency: Agency
    where: Source | None
    problems: list[str]
    queries: list[str]

    def dispatch(self, own: Identity) -> Dispatch:
        head = self.head
        issued = self.time("date.issue", head.value("date.issue", "norm"))
        revisions = sorted(filter(None, (self.time("revision", e.get("norm")) for e in head.all("revision-history"))))
        created = issued or (revisions[-1] if revisions else None)
        ed_note, public_note = _notes(head)
        people, organisations, places = _identified(head)
        self.ask_about_takes()
        return Dispatch(
            **NOWHERE,
            agency=agency_of(self.origin, own.provider),
            guid=own.guid,
            alt_ids=_alt_ids(head, own.guid),
            version=own.version,
            status=own.status,
            kind=_kind(head, self.agency),
            version_created=created,
            first_created=revisions[0] if revisions else issued,
            embargo=self.embargo(created),
            expires=self.expires(),
            rights_end=self.rights_end(),
            urgency=_urgency(head),
            language=_language(head.root) or self.origin.language,
            headline=self.headline(),
            slugline=_slugline(head),
            byline=byline_in(head),
            dateline=head.words("dateline"),
            provider=own.provider,
            credit=head.words("distributor"),
            summary=head.words("abstract"),
            word_count=_word_count(head),
            subjects=tuple(dict.fromkeys(_subjects(head))),
            people=people,
            organisations=organisations,
            places=places,
            ed_note=ed_note,
            public_note=public_note,
            signals=own.signals,
            usage_terms=_usage(head),
            copyright=_copyright(head),
            pictures=tuple(pictures_in(head.root, self.problems)),
            links=tuple(_links(head)),
            problems=tuple(self.problems),
            queries=tuple(self.queries),
        )

    def time(self, name: str, value: str | None, *, latest: bool = False) -> datetime | None:
        if not value or not value.strip():
            return None
        found = moment(value, self.origin.time_zone, latest=latest)
        if found.assumed:
            self.problems.append(f"{name}: {found.assumed}")
        return found.at

    def embargo(self, created: datetime | None) -> Embargo | None:
        """Status "embargoed", or a release or a start of rights that lies after the issue or the arrival, for the issue
        may be the time it is meant for; of several the latest. Without a time, or with one that cannot be read, no end
        is known (life.md 6).
        """
        releases = self.times("date.release", "norm") + self.times("doc.rights", "startdate")
        releases += self.times("rights.startdate", "norm")
        since = min(created or self.origin.arrived, self.origin.arrived)
        is_shut = codes.is_embargoed(_statuses(self.head)) or any(at is None or at > since for at in releases)
        if not is_shut:
            return None
        return embargo_until(releases, self.problems) if releases else Embargo(None)

    def times(self, name: str, attribute: str) -> list[datetime | None]:
        """All times of one sort. One that cannot be read may be an embargo: a person has to look."""
        found: list[datetime | None] = []
        for element in self.head.all(name):
            value = (element.get(attribute) or flat(element) or "").strip()
            at = self.time(name, value, latest=True)
            if at is not None or value:
                found.append(at)
            if at is None and value:
                self.queries.append(f"The time in {name}, {value[:40]!r}, cannot be read: it may be an embargo.")
        return found

    def expires(self) -> datetime | None:
        """The end of its news value (life.md 7)."""
        ends = (self.time("date.expire", element.get("norm")) for element in self.head.all("date.expire"))
        return min((end for end in ends if end is not None), default=None)

    def rights_end(self) -> datetime | None:
        """The first end of rights, in whichever of the two places NITF has for one: an attribute among the data of the
        document, an element in its body's head."""
        ends = [element.get("enddate") for element in self.head.all("doc.rights")]
        ends += [element.get("norm") or flat(element) for element in self.head.all("rights.enddate")]
        return first_end(ends, self.origin.time_zone, self.problems)

    def headline(self) -> str | None:
        """The headline; else the title. That is often no more than a slug: then the first sentence (edge case 69)."""
        head = self.head
        found = head.words("hl1") or next((w for w in (line(e.text) for e in head.all("hedline")) if w), None)
        title = None if found else head.words("title")
        if title is None:
            return found
        slug = title == _slugline(head) or _SLUG_TITLE.match(title) or len(title.split()) < 3
        if slug and self.where is not None:
            made = made_headline(None, self.where.sent(cuts_of(self.origin, self.agency)))
            if made is not None:
                self.problems.append(made.problem)
                return made.headline
        self.problems.append("no headline in the hedline; the title of the document stands in")
        return title

    def ask_about_takes(self) -> None:
        """A later take of a story goes out after the first, and never alone (life.md 3)."""
        part = whole_number(self.head.value("du-key", "part"))
        if part is not None and part > 1:
            self.queries.append(f"It is part {part} of a story sent in parts: it continues another item.")


def _alt_ids(head: Head, guid: str) -> tuple[str, ...]:
    """The key of the story, and metas that name the item: ids and transmission numbers."""
    found = [head.value("du-key", "key")]
    for name, content in head.metas.items():
        if _ID_NAME.fullmatch(name) and name not in _NOT_AN_ID and not any(map(str.isspace, content)):
            found.append(content)
    return tuple(name for name in unique(found) if name != guid)


def _slugline(head: Head) -> str | None:
    return head.value("du-key", "key") or head.value("keyword", "key") or head.meta(*_SLUGS)


def _identified(head: Head) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """People, organisations and places: those the document is identified by, then those marked in the copy."""
    marked: dict[str, list[str | None]] = {"person": [], "org": [], "location": []}
    for name, found in marked.items():
        found += [
            _name_in(element) or element.get("value")
            for element in head.all(name)
            if (parent := element.getparent()) is not None and name_of(parent) == "identified-content"
        ]
    for content in head.all("body.content"):
        for element in content.iter("{*}person", "{*}org", "{*}location"):
            marked[local(element.tag)].append(_name_in(element) or element.get("value"))
    places = marked["location"] + [_event_place(element) for element in head.all("evloc")]
    return unique(marked["person"]), unique(marked["org"]), unique(places)


def _name_in(element: etree._Element) -> str | None:
    """The name in an element: of a person the parts of it, of a place or a body what it lies in behind a comma."""
    own = f"{element.text or ''}{''.join(child.tail or '' for child in element)}"
    if not len(element) or own.strip():
        return flat(element)
    return line((" " if name_of(element) == "person" else ", ").join(filter(None, map(flat, element))))


def _event_place(element: etree._Element) -> str | None:
    names = (element.get(name) for name in ("city", "county-dist", "state-prov", "iso-cc"))
    return line(", ".join(name for name in names if name))


def _kind(head: Head, agency: Agency) -> Kind:
    words = [head.value("tobject", "tobject.type"), head.value("fixture", "fix-id")]
    words += [element.get("tobject.property.type") for element in head.all("tobject.property")]
    words.append(head.meta("anpa-takekey"))
    return codes.kind_by_words(words, agency)


def _urgency(head: Head) -> int | None:
    value = whole_number(head.value("urgency", "ed-urg"))
    return value if value is not None and 1 <= value <= 9 else None


def _language(root: etree._Element) -> str | None:
    body = next((child for child in root if name_of(child) == "body"), None)
    places = [body] if body is not None else []
    for element in [*places, root]:
        for name in (XML_LANG, "lang", "baselang"):
            if element.get(name):
                return element.get(name)
    return None


def byline_in(head: Head) -> str | None:
    """The byline without the writer's title or paper (byttl)."""
    for element in head.all("byline"):
        words = [element.text or ""]
        for child in element:
            words += ["" if name_of(child) == "byttl" else all_text(child), child.tail or ""]
        found = line("".join(words))
        if found:
            return found
    return None


def _word_count(head: Head) -> int | None:
    for element in head.all("pubdata"):
        if (element.get("unit-of-measure") or "").casefold() in ("word", "words"):
            return whole_number(element.get("item-length"))
    return whole_number(head.meta(*_WORD_COUNTS))


def _subjects(head: Head) -> Iterator[Subject]:
    for element in head.all("tobject.subject"):
        names = (element.get(f"tobject.subject.{part}") for part in ("detail", "matter", "type"))
        name, code = next((name for name in names if name), None), element.get("tobject.subject.refnum")
        if name or code:
            yield Subject(scheme="subj" if code else None, code=code, name=name)


def _notes(head: Head) -> tuple[str | None, str | None]:
    """What is for editors (`ed-msg`, what was corrected, `npa`), and notes for print (`std`, `pa`).

    A note without a type is for editors: it is safer unseen.
    """
    closed: list[str | None] = [line(element.get("info")) for element in head.all("ed-msg")]
    closed += [line(element.get("info")) for element in head.all("correction")]
    public: list[str | None] = []
    for element in head.all("note"):
        (closed if _is_for_editors(element, "npa") else public).append(_note(element))
    closed += [_note(element) for element in head.all("tagline") if _is_for_editors(element)]
    for content in head.all("body.content"):
        closed += [_note(element) for element in content.iter("{*}note") if _is_for_editors(element)]
    return "\n".join(unique(closed)) or None, "\n".join(unique(public)) or None


def _is_for_editors(element: etree._Element, untyped: str = "") -> bool:
    return ((element.get("type") or "").strip() or untyped).casefold() == "npa"


def _note(element: etree._Element) -> str | None:
    """The words of a note, also of one that both readers of a body leave out."""
    words = [element.text or ""]
    for child in element:
        words += [flat(child) or "", child.tail or ""]
    return line(" ".join(words))


def _usage(head: Head) -> str | None:
    limits: list[str | None] = []
    for element in head.all("doc.rights"):
        limits += [line(element.get(name)) for name in ("type", "limitations")]
        where = line(element.get("geography"))
        limits.append(f"Geography: {where}" if where else None)
    return "\n".join(unique([*limits, *map(flat, head.all("rights"))])) or None


def _copyright(head: Head) -> str | None:
    return line(" ".join(filter(None, (head.value("doc.copyright", "year"), head.value("doc.copyright", "holder")))))


def _links(head: Head) -> Iterator[Link]:
    target = head.value("docdata", "management-doc-idref")
    if target:
        yield Link(rel="management", target=target)
    corrected = head.value("correction", "id-string")
    if corrected:
        yield Link(rel="correction", target=corrected)
    series = head.value("series", "series.name")
    if series:
        yield Link(rel="series", target=series, version=whole_number(head.value("series", "series.part")))


def pictures_in(root: etree._Element, problems: list[str]) -> Iterator[Picture]:
    """Still pictures placed in the copy."""
    for media in root.iter("{*}media"):
        if (media.get("media-type") or "image").casefold() not in _STILLS:
            continue
        files = [child for child in media if name_of(child) == "media-reference"]
        yield Picture(
            guid=_of(files, "id") or media.get("id") or _id_in(_of(files, "source")),
            caption=_joined(media, "media-caption"),
            credit=_joined(media, "media-producer") or _of(files, "source-credit"),
            alt=_of(files, "alternate-text"),
            usage_terms=_of(files, "copyright"),
            renditions=tuple(_renditions(files, problems)),
        )


def _id_in(source: str | None) -> str | None:
    """NTB gives the id of a picture in place of a file."""
    return source if source and not _FILE.search(source) else None


def _of(files: list[etree._Element], attribute: str) -> str | None:
    return next((value for file in files if (value := (file.get(attribute) or "").strip())), None)


def _joined(media: etree._Element, name: str) -> str | None:
    return line(" ".join(flat(child) or "" for child in media if name_of(child) == name))


def _renditions(files: list[etree._Element], problems: list[str]) -> Iterator[Rendition]:
    for file in files:
        size = {side: whole_number(file.get(side)) for side in ("width", "height")}
        if found := rendition(file.get("source"), file.get("mime-type"), problems, **size):
            yield found


def source(root: etree._Element) -> Source | None:
    """Where the body is."""
    return nitf_body(root)


FORMAT = Format("nitf", claims, split, identities, read, source)
