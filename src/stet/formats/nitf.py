"""NITF 3.x, with and without its namespace (mapping.md; NITF 3.6)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from lxml import etree

from stet.errors import Refused
from stet.formats import codes
from stet.formats.agencies import Agency, Identity, home
from stet.formats.dates import moment
from stet.formats.held import NOWHERE, Draft, Format, Held, Source, agency_of, flat, inner_source, unique
from stet.formats.text import line, whole_number
from stet.formats.xml import XML_LANG, all_text, name_of
from stet.model.dispatch import STOPS, Dispatch, Embargo, Kind, Link, Picture, Rendition, Status, Subject
from stet.model.packet import Origin


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

    def all(self, name: str) -> list[etree._Element]:
        """Elements of that lower-case name."""
        return self.parts.get(name, [])

    def value(self, name: str, attribute: str) -> str | None:
        """The first such attribute that says something."""
        found = ((element.get(attribute) or "").strip() for element in self.all(name))
        return next((value for value in found if value), None)

    def words(self, name: str) -> str | None:
        """The text of the first such element that has one."""
        return next((words for words in map(flat, self.all(name)) if words), None)


def head_of(root: etree._Element) -> Head:
    """Everything of a document except what is in its body.content."""
    parts: dict[str, list[etree._Element]] = {}
    for element in _without_copy(root):
        parts.setdefault(name_of(element), []).append(element)
    return Head(root, parts)


def _without_copy(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        yield child
        if len(child) and name_of(child) not in ("body.content", "hedline", "abstract", "note"):
            yield from _without_copy(child)
        elif name_of(child) == "hedline":
            yield from child


def identity(head: Head) -> Identity:
    """Who the document is. Raises Refused where nothing names it."""
    guid = head.value("doc-id", "id-string") or _meta(head, "guid") or _derived(head)
    if not guid:
        raise Refused("an NITF document without doc-id, key or headline: it cannot be told from others")
    word = head.value("docdata", "management-status")
    version = whole_number(head.value("du-key", "version"))
    return Identity(guid, version, codes.status_of(word), provider_of(head))


def identities(root: etree._Element) -> Iterator[Identity]:
    """The document, then the others it stops (`management-doc-idref`, NITF 3.6 docdata)."""
    head = head_of(root)
    try:
        own = identity(head)
    except Refused:
        if not any(_others(head)):
            raise
        own = Identity("", None, codes.status_of(None), provider_of(head))
    yield own
    yield from _others(head)


def _others(head: Head) -> Iterator[Identity]:
    for data in head.all("docdata"):
        target = (data.get("management-doc-idref") or "").strip()
        status = codes.status_of(data.get("management-idref-status"))
        if target and status in STOPS:
            yield Identity(target, None, status, provider_of(head))


def provider_of(head: Head) -> str | None:
    """Who sent it: distributor, else the registry of the id, else the holder of the rights."""
    return (
        head.words("distributor")
        or head.value("doc-id", "regsrc")
        or head.value("doc.copyright", "holder")
        or head.value("from-src", "src-name")
    )


def _meta(head: Head, name: str) -> str | None:
    values = ((e.get("content") or "").strip() for e in head.all("meta") if (e.get("name") or "").casefold() == name)
    return next((value for value in values if value), None)


def _derived(head: Head) -> str | None:
    """A weak id for a document without one, from what stays the same between its versions (edge_cases.md 35)."""
    key = head.value("du-key", "key") or head.words("hl1") or head.words("title")
    if not key:
        return None
    day = (head.value("date.issue", "norm") or head.value("story.date", "norm") or "")[:10]
    return f"derived:{sha256(f'{key} {day}'.encode()).hexdigest()[:24]}"


def read(root: etree._Element, origin: Origin, held: Held) -> Draft:
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
    return Draft(_Said(head, origin, agency, problems).dispatch(own), own, where, tuple(_others(head)))


class _Said(NamedTuple):
    head: Head
    origin: Origin
    agency: Agency
    problems: list[str]

    def dispatch(self, own: Identity) -> Dispatch:
        head = self.head
        issued = self.time("date.issue", head.value("date.issue", "norm"))
        revisions = sorted(filter(None, (self.time("revision", e.get("norm")) for e in head.all("revision-history"))))
        created = issued or (revisions[-1] if revisions else None)
        ed_note, public_note = _notes(head)
        return Dispatch(
            **NOWHERE,
            agency=agency_of(self.origin, own.provider),
            guid=own.guid,
            version=own.version,
            status=own.status,
            kind=_kind(head, self.agency),
            version_created=created,
            first_created=revisions[0] if revisions else issued,
            embargo=self.embargo(created),
            expires=self.time("date.expire", head.value("date.expire", "norm")),
            urgency=_urgency(head),
            language=_language(head.root) or self.origin.language,
            headline=self.headline(),
            slugline=head.value("du-key", "key") or head.value("keyword", "key"),
            byline=_byline(head),
            dateline=head.words("dateline"),
            provider=own.provider,
            credit=head.words("distributor"),
            summary=next((words for words in map(flat, head.all("abstract")) if words), None),
            word_count=_word_count(head),
            subjects=tuple(_subjects(head)),
            people=unique([flat(e) or e.get("value") for e in head.all("person") if _identified(e)]),
            organisations=unique([flat(e) or e.get("value") for e in head.all("org") if _identified(e)]),
            places=unique(
                [*(flat(e) for e in head.all("location") if _identified(e)), *map(_event_place, head.all("evloc"))]
            ),
            ed_note=ed_note,
            public_note=public_note,
            signals=("sig:correction",) if head.all("correction") else (),
            usage_terms=_usage(head),
            copyright=_copyright(head),
            pictures=tuple(_pictures(head.root)),
            links=tuple(_links(head)),
            problems=tuple(self.problems),
        )

    def time(self, name: str, value: str | None) -> datetime | None:
        if not value or not value.strip():
            return None
        found = moment(value, self.origin.time_zone)
        if found.assumed:
            self.problems.append(f"{name}: {found.assumed}")
        return found.at

    def embargo(self, created: datetime | None) -> Embargo | None:
        """Status "embargoed", or a release that lies after the issue. Without a time no end is known."""
        release = self.time("date.release", self.head.value("date.release", "norm"))
        word = (self.head.value("docdata", "management-status") or "").casefold()
        if word == "embargoed":
            return Embargo(release)
        return Embargo(release) if release and (created is None or release > created) else None

    def headline(self) -> str | None:
        head = self.head
        found = head.words("hl1") or next((w for w in (line(e.text) for e in head.all("hedline")) if w), None)
        if found:
            return found
        title = head.words("title")
        if title:
            self.problems.append("no headline in the hedline; the title of the document stands in")
        return title


def _identified(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and name_of(parent) == "identified-content"


def _event_place(element: etree._Element) -> str | None:
    names = (element.get(name) for name in ("city", "county-dist", "state-prov", "iso-cc"))
    return line(", ".join(name for name in names if name))


def _kind(head: Head, agency: Agency) -> Kind:
    words = [head.value("tobject", "tobject.type")]
    words += [element.get("tobject.property.type") for element in head.all("tobject.property")]
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


def _byline(head: Head) -> str | None:
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
    return None


def _subjects(head: Head) -> Iterator[Subject]:
    for element in head.all("tobject.subject"):
        names = (element.get(f"tobject.subject.{part}") for part in ("detail", "matter", "type"))
        name, code = next((name for name in names if name), None), element.get("tobject.subject.refnum")
        if name or code:
            yield Subject(scheme="subj" if code else None, code=code, name=name)


def _notes(head: Head) -> tuple[str | None, str | None]:
    """What is for editors (`ed-msg`, `npa`), and notes for print (`std`, `pa`)."""
    closed: list[str | None] = [line(element.get("info")) for element in head.all("ed-msg")]
    public: list[str | None] = []
    for element in head.all("note"):
        (closed if (element.get("type") or "npa") == "npa" else public).append(flat(element))
    return "\n".join(unique(closed)) or None, "\n".join(unique(public)) or None


def _usage(head: Head) -> str | None:
    limits = [element.get("limitations") for element in head.all("doc.rights")]
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


def _pictures(root: etree._Element) -> Iterator[Picture]:
    """Still pictures placed in the copy."""
    for media in root.iter("{*}media"):
        if (media.get("media-type") or "image").casefold() not in ("image", "photo", "picture"):
            continue
        files = [child for child in media if name_of(child) == "media-reference"]
        yield Picture(
            guid=next((file.get("id") for file in files if file.get("id")), media.get("id")),
            caption=_joined(media, "media-caption"),
            credit=_joined(media, "media-producer")
            or next((f.get("source-credit") for f in files if f.get("source-credit")), None),
            alt=next((f.get("alternate-text") for f in files if f.get("alternate-text")), None),
            renditions=tuple(_rendition(file) for file in files if file.get("source")),
        )


def _joined(media: etree._Element, name: str) -> str | None:
    return line(" ".join(flat(child) or "" for child in media if name_of(child) == name))


def _rendition(file: etree._Element) -> Rendition:
    size = {side: whole_number(file.get(side)) for side in ("width", "height")}
    return Rendition(href=file.get("source") or "", type=file.get("mime-type"), **size)


def nitf_body(root: etree._Element) -> Source | None:
    """The copy of a document: its body.content. NITF 3.6 allows several: then, and where there is none, it is all of
    the body but its head and end, which both readers leave out."""
    for body in root:
        if name_of(body) == "body":
            contents = [child for child in body if name_of(child) == "body.content"]
            content = contents[0] if len(contents) == 1 else body
            if all_text(content).strip():
                return inner_source(content)
    return None


def source(root: etree._Element) -> Source | None:
    """Where the body is."""
    return nitf_body(root)


FORMAT = Format("nitf", claims, split, identities, read, source)
