"""NewsML 1.0 to 1.2: NewsItems in a NewsML document (mapping.md; NewsML 1.2 Functional Specification).

An item is known by ProviderId, DateId and NewsItemId; its PublicIdentifier is those with the revision behind them.
Elements are matched by local name: dialects differ in case, spelling and in the group a property stands in.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from lxml import etree

from stet.errors import Refused
from stet.formats import codes
from stet.formats.agencies import Agency, Identity, home, of_item
from stet.formats.dates import moment
from stet.formats.held import NOWHERE, Draft, Format, Held, Source, agency_of, flat, unique
from stet.formats.newsml_1_parts import (
    Component,
    Contents,
    Topic,
    body_in,
    contents_of,
    doubts,
    ends_of_rights,
    first,
    formal,
    keywords_in,
    language_of,
    location_names,
    party_in,
    pictures_in,
    places_in,
    properties_of,
    rights_of,
    subjects_in,
    summary_in,
    topics_in,
    usage_terms,
    word_of,
)
from stet.formats.rights import embargo_until, first_end
from stet.formats.text import line, whole_number
from stet.formats.xml import local, name_of
from stet.model.dispatch import STOPS, Dispatch, Embargo, Kind, Link, Picture, Status, gravest
from stet.model.packet import Origin

Parts = dict[str, list[etree._Element]]
"""Elements by lower-case local name, in order."""

_REVISION = re.compile(r"(\d{1,18})\s*[NUA]?", re.IGNORECASE)
_TAIL = re.compile(r":(\d{1,18})([NUA]?)\Z")
_WHOLE_URN = 5
"""Colons in `urn:newsml:provider:date:item:revision`: in what has fewer the last part is no revision."""
_FIGURES = re.compile(r"[1-9]\d*")
_NOTES = ("advisoryline", "advisory", "ednote", "editorialnote", "editorsnote")
_CATCHWORDS = 4
"""A line under the headline of no more words is what others call a slugline."""
_ITEM_PARTS = frozenset({"identification", "newsmanagement"})
_PEOPLE = ("person", "people")
_ORGANISATIONS = ("company", "organisation", "organization", "party")
_PLACES = ("location", "country", "city", "place", "geography", "region")
_RELATIONS = {"derivedfrom": "irel:derivedFrom", "associatedwith": "irel:associatedWith"}


def claims(held: Held) -> str | None:
    """By the name of the root; a NewsItem by itself by what it begins with, for NewsML-G2 has such a root too."""
    root = held.root
    if root is None:
        return None
    name = name_of(root)
    if name == "newsml":
        return "the root is <NewsML>"
    if name == "newsitem" and any(name_of(child) in _ITEM_PARTS for child in root):
        return "the root is a <NewsItem> with its Identification: NewsML 1"
    return None


class Part(NamedTuple):
    """One NewsItem, and what stands around all of them, looked at once."""

    item: etree._Element
    envelope: Parts


def split(held: Held) -> Sequence[Part]:
    """The NewsItems, also those inside others."""
    root = held.root
    if root is None:
        return []
    items = [root] if name_of(root) == "newsitem" else list(root.iter("{*}NewsItem"))
    if not items:
        raise Refused("a NewsML document that holds no NewsItem")
    envelope = _envelope(root)
    return [Part(item, envelope) for item in items]


class Head(NamedTuple):
    """Who an item is and how it is managed. Little of the item is needed for it: a stop may come in ruins."""

    item: etree._Element
    ids: dict[str, str]
    """The parts of the identifier that say something, by lower-case name."""
    update: str
    """What a revision brings: N all of it, U a patch, A its management only."""
    parts: Parts
    """Everything else of Identification and NewsManagement, and what stands straight in the item."""
    envelope: Parts
    """What stands in the envelope, and beside it in the document."""

    def all(self, name: str) -> list[etree._Element]:
        """Elements of that lower-case name."""
        return self.parts.get(name, [])

    def word(self, name: str) -> str | None:
        """The first controlled value of that name that says something."""
        return next((word for word in map(word_of, self.all(name)) if word), None)


def head_of(part: Part) -> Head:
    """Identification and management of an item."""
    item = part.item
    ids: dict[str, str] = {}
    parts: Parts = {}
    update = "N"
    for group in item:
        name = local(group.tag)
        if name not in _ITEM_PARTS:
            parts.setdefault(name, []).append(group)
            continue
        for element in group:
            name = local(element.tag)
            if name != "newsidentifier":
                parts.setdefault(name, []).append(element)
                continue
            for said in element:
                name, words = local(said.tag), line(said.text)
                if words:
                    ids.setdefault(name, words)
                if name == "revisionid":
                    update = (said.get("Update") or "N").strip().upper()
    return Head(item, ids, update, parts, part.envelope)


def identity(head: Head) -> Identity:
    """Who the item is. Raises Refused where nothing names it.

    The provider is the one of the identifier: that is there when the rest of an item is not.
    """
    ids = head.ids
    public, number = ids.get("publicidentifier"), ids.get("newsitemid")
    if public and not _names_an_item(public, ids.get("providerid")):
        public = None
    if number and number != "0":
        stable = ":".join(part for part in (ids.get("providerid"), ids.get("dateid"), number) if part)
    elif public:
        stable = _without_revision(public, ids.get("revisionid"))
    else:
        stable = _duid(head.item) or _derived(head)
    status = gravest(map(codes.status_of, map(word_of, head.all("status"))))
    return Identity(
        public or stable, _version(ids, public), status, ids.get("providerid") or _sender(head.envelope),
        stable=stable, signals=_signals(head),
    )  # fmt: skip


def identities(part: Part) -> Iterator[Identity]:
    """The item, then the older revisions of it that it stops (`Instruction/RevisionStatus`)."""
    head = head_of(part)
    own = identity(head)
    yield own
    yield from _stopped_revisions(head, own)


def _names_an_item(public: str, provider: str | None) -> bool:
    """A `urn:newsml` that ends with its provider is the same for all of that provider's items."""
    if public in of_item(public, provider).shared_ids:
        return False
    return not public.casefold().startswith("urn:newsml:") or public.count(":") > 2


def _without_revision(public: str, revision: str | None) -> str:
    """Without the last part where that is a revision: it is the same as the RevisionId, has the letter of an update, or
    is the last of all the parts that the standard names. Anything else is a part of the name."""
    if revision and public.rstrip("NUA").endswith(f":{revision.rstrip('NUA')}"):
        return public.rstrip("NUA").removesuffix(f":{revision.rstrip('NUA')}")
    tail = _TAIL.search(public)
    if tail is None or not (tail[2] or (revision is None and public.count(":") >= _WHOLE_URN)):
        return public
    return public[: tail.start()]


def _version(ids: dict[str, str], public: str | None) -> int | None:
    revision = ids.get("revisionid")
    if revision is None:
        found = _TAIL.search(public) if public else None
        return int(found[1]) if found and (found[2] or (public or "").count(":") >= _WHOLE_URN) else None
    whole = _REVISION.fullmatch(revision)
    return int(whole[1]) if whole else None


def _duid(item: etree._Element) -> str | None:
    """A Duid that is more than a number within its document (`NewsComponent0001`) stands in for a missing id."""
    for element in item:
        duid = (element.get("Duid") or "").strip()
        if local(element.tag) == "newscomponent" and len(duid) >= 8 and sum(map(len, _FIGURES.findall(duid))) >= 4:
            return duid
    return None


def _derived(head: Head) -> str:
    """A weak id from the first time of the item and its words (edge_cases.md 35)."""
    created = next((e.text or "" for e in head.all("firstcreated")), "") or head.ids.get("dateid", "")
    headline = next((words for e in head.item.iter("{*}HeadLine") if (words := flat(e))), "")
    if not created and not headline:
        raise Refused("a NewsItem without NewsItemId, time or headline: it cannot be told from others")
    key = f"{head.ids.get('providerid', '')} {created.strip()} {headline}"
    return f"derived:{sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"


def _signals(head: Head) -> tuple[str, ...]:
    type_ = head.word("newsitemtype")
    said = [None if type_ is None or type_.casefold() == "news" else type_, *map(word_of, head.all("instruction"))]
    return unique([*said, f"Update:{head.update}" if head.update in ("U", "A") else None])


def _stopped_revisions(head: Head, own: Identity) -> Iterator[Identity]:
    """A RevisionStatus without a revision goes for all before this one."""
    for instruction in head.all("instruction"):
        for order in instruction:
            word = next((word_of(part) for part in order if name_of(part) == "status"), None)
            status = codes.status_of(word)
            if name_of(order) != "revisionstatus" or status not in STOPS:
                continue
            revision = whole_number(order.get("Revision"))
            if revision is None and own.version is not None:
                revision = own.version - 1
            if revision is None or revision >= 0:
                yield Identity(own.stable or own.guid, revision, status, own.provider, stable=own.stable)


def _envelope(root: etree._Element) -> Parts:
    """What stands in the envelope, and beside it in the document, by lower-case name."""
    parts: Parts = {}
    for child in root if name_of(root) != "newsitem" else ():
        name = local(child.tag)
        if name == "newsenvelope":
            for part in child:
                parts.setdefault(local(part.tag), []).append(part)
        elif name == "topicset":
            parts.setdefault(name, []).append(child)
    return parts


def _sender(envelope: Parts) -> str | None:
    return party_in(envelope.get("sentfrom", ()), {})


def read(part: Part, origin: Origin) -> Draft:
    """One item."""
    head = head_of(part)
    own = identity(head)
    agency, origin = home(origin, own.guid, own.provider)
    problems: list[str] = []
    try:
        found = contents_of(part.item)
        where = body_in(found)
    except Refused as refused:
        if own.status not in STOPS:
            raise
        found, where = Contents((), (), (), (), False, None), None
        problems.append(f"the body cannot be read: {refused}")
    chain = found.chain
    return _Said(head, found, chain, properties_of(chain), origin, agency, problems).draft(own, where)


class _Said(NamedTuple):
    """What the reading of one item needs at every step."""

    head: Head
    found: Contents
    chain: list[Component]
    """The components that say what goes for the body, the nearest first."""
    properties: dict[str, list[str]]
    """What the properties of those say, by lower-case name."""
    origin: Origin
    agency: Agency
    problems: list[str]

    def draft(self, own: Identity, where: Source | None) -> Draft:
        pictures = pictures_in(self.found, self.chain, self.origin, self.problems) if self.found.pictures else ()
        kind = self.kind(where, pictures)
        self.explain(own, where, kind)
        said = self.dispatch(own, where, kind, () if kind is Kind.PACKAGE else pictures)
        return Draft(said, own, where, tuple(_stopped_revisions(self.head, own)), self.label())

    def kind(self, where: Source | None, pictures: tuple[Picture, ...]) -> Kind:
        """By the words for its sort; an item without a text of its own by what else it holds."""
        head, found = self.head, self.found
        words: list[str | None] = [*map(word_of, head.all("newsitemtype")), *formal(self.chain, "genre")]
        words += [*(one.role for one in self.chain), *self.properties.get("newsproduct", ())]
        kind = codes.kind_by_words(words, self.agency)
        if kind is Kind.ADVISORY or where is not None:
            return kind
        if found.recordings or any(True for _ in found.refs()):
            return Kind.PACKAGE
        if pictures:
            return Kind.PICTURE
        if head.all("topicset") and not found.tops:
            return Kind.ADVISORY
        empty = found.tops and not any(one.contents for top in found.tops for one in top.below())
        return Kind.PACKAGE if empty and not first(self.chain, "headline") and head.update == "N" else kind

    def explain(self, own: Identity, where: Source | None, kind: Kind) -> None:
        """What is missing, and what had to stand in for it."""
        problems = self.problems
        revision = self.head.ids.get("revisionid")
        if own.version is None and revision:
            problems.append(f"the revision {revision[:40]!r} is not a number; it was not used")
        if own.guid.startswith("derived:"):
            problems.append(
                "the item carries no id of its own; one was made from its first time and headline, and an update "
                "may not find it"
            )
        elif own.guid == own.stable and not {"newsitemid", "publicidentifier"} & set(self.head.ids):
            problems.append("the item carries no NewsItemId; the Duid of its component stands in")
        if not self.head.all("status"):
            problems.append("the item names no status; usable was assumed")
        if where is None and own.status is Status.USABLE and kind not in (Kind.PACKAGE, Kind.PICTURE):
            if self.head.update == "A":
                problems.append("only the management of the item came (Update A): there is no text in it")
            elif self.found.elsewhere:
                problems.append(f"the body is not in the item but at {self.found.elsewhere}")
            else:
                problems.append("the item has no body")

    def dispatch(self, own: Identity, where: Source | None, kind: Kind, pictures: tuple[Picture, ...]) -> Dispatch:
        head, chain, said, origin = self.head, self.chain, self.properties, self.origin
        envelope = head.envelope
        topics, occurring = self.topics(envelope)
        created = self.time(head.all("thisrevisioncreated"))
        begun = self.time(head.all("firstcreated"))
        provider = party_in([e for one in chain for e in one.parts.get("provider", ())], topics)
        queries, stops = self.queries(where)
        keywords = keywords_in(chain, said)
        subheadline, catchwords = first(chain, "subheadline"), None
        if subheadline and len(subheadline.split()) <= _CATCHWORDS:
            subheadline, catchwords = None, subheadline
        return Dispatch(
            **NOWHERE,
            agency=agency_of(origin, own.provider),
            guid=own.guid,
            alt_ids=self.alt_ids(own, envelope),
            version=own.version,
            status=own.status,
            kind=kind,
            version_created=created or begun,
            first_created=begun or created,
            embargo=self.embargo(created or begun),
            rights_end=min(filter(None, (stops, self.rights_end())), default=None),
            urgency=self.urgency(envelope),
            language=language_of(chain) or _language(head.item) or origin.language,
            headline=first(chain, "headline"),
            slugline=first(chain, "slugline") or self.label() or catchwords or "-".join(keywords) or None,
            byline=first(chain, "byline"),
            dateline=first(chain, "dateline") or _filed_from(chain),
            provider=provider or party_in(envelope.get("sentfrom", ()), topics) or own.provider,
            credit=self.credit(topics),
            summary=summary_in(self.found) or subheadline,
            word_count=self.word_count() if where is not None else None,
            subjects=subjects_in(chain, occurring, keywords),
            people=_named(occurring, _PEOPLE),
            organisations=unique([*(name for sort in _ORGANISATIONS for name in said.get(sort, ())),
                                  *_named(occurring, _ORGANISATIONS)]),
            places=unique([*places_in(chain), *_named(occurring, _PLACES)]),
            ed_note=self.ed_note(),
            signals=own.signals,
            usage_terms=usage_terms(chain),
            copyright=first(chain, "copyrightline") or _copyright(chain),
            pictures=pictures,
            links=tuple(_links(head, self.found)),
            problems=tuple(self.problems),
            queries=tuple(queries),
        )  # fmt: skip

    def topics(self, envelope: Parts) -> tuple[dict[str, Topic], list[Topic]]:
        """What the TopicSets name, and which of it the item says that it is about."""
        groups = [*envelope.get("topicset", ()), *self.head.all("topicset")]
        groups += [element for one in self.chain for element in one.parts.get("topicset", ())]
        if not groups:
            return {}, []
        named = topics_in(groups)
        targets = (e.get("Topic") or "" for one in self.chain for e in one.parts.get("topicoccurrence", ()))
        return named, [named[target] for target in (t.lstrip("#") for t in targets) if target in named]

    def time(self, elements: Sequence[etree._Element]) -> datetime | None:
        """The first of these that says something."""
        for element in elements:
            if element.text and element.text.strip():
                at = moment(element.text, self.origin.time_zone)
                if at.assumed:
                    self.problems.append(f"{str(element.tag).rpartition('}')[2]}: {at.assumed}")
                return at.at
        return None

    def changes(self) -> Iterator[tuple[Status, datetime | None]]:
        """The statuses that are to come by themselves, and when (`StatusWillChange`)."""
        for element in self.head.all("statuswillchange"):
            word = next((word_of(part) for part in element if name_of(part) == "futurestatus"), None)
            if word and not codes.is_embargoed([word]):
                yield codes.status_of(word), self.time([part for part in element if name_of(part) == "dateandtime"])

    @property
    def embargoed(self) -> bool:
        return codes.is_embargoed(map(word_of, self.head.all("status")))

    def embargo(self, created: datetime | None) -> Embargo | None:
        """Status "embargoed" until it is to become usable; rights that begin later than this version or its arrival.

        Of several times the latest. Where one of them cannot be read no end is known (life.md 6).
        """
        dates = [part for part in rights_of(self.chain) if name_of(part) == "startdate" and (part.text or "").strip()]
        ends = [self.time([part]) for part in dates]
        if not self.embargoed:
            since = min(created or self.origin.arrived, self.origin.arrived)
            ends = ends if any(end is None or end > since for end in ends) else []
        else:
            ends += [at for status, at in self.changes() if status is Status.USABLE] or [None]
        return embargo_until(ends, self.problems) if ends else None

    def rights_end(self) -> datetime | None:
        return first_end(ends_of_rights(self.chain), self.origin.time_zone, self.problems)

    def queries(self, where: Source | None) -> tuple[list[str], datetime | None]:
        """What a person has to answer, and when the item may no longer be used by what it announces itself."""
        asked = doubts(self.found) if where is not None else []
        if self.head.update == "U":
            asked.append("It is a patch to an earlier version (Update U): ask the agency for the full text.")
        changes = [] if self.embargoed else [one for one in self.changes() if one[0] is not Status.USABLE]
        asked += [
            f"The agency announces that its status becomes {status.value}"
            + (f" on {at:%Y-%m-%d %H:%M} UTC." if at else ", without a time that can be read.")
            for status, at in changes
        ]
        return asked, min((at for _, at in changes if at is not None), default=None)

    def urgency(self, envelope: Parts) -> int | None:
        """The urgency; without one the priority, of the item or of its transmission."""
        said = [
            self.head.word("urgency"),
            *self.properties.get("priority", ()),
            *map(word_of, envelope.get("priority", ())),
        ]
        numbers = (whole_number(word) for word in said)
        return next((number for number in numbers if number is not None and 1 <= number <= 9), None)

    def label(self) -> str | None:
        return next((words for words in map(flat, self.head.all("namelabel")) if words), None)

    def credit(self, topics: dict[str, Topic]) -> str | None:
        sources = [e for one in self.chain for e in one.parts.get("source", ())]
        return (
            first(self.chain, "creditline")
            or next(iter(self.properties.get("credit", ())), None)
            or party_in(sources, topics)
        )

    def word_count(self) -> int | None:
        said = self.found.texts[0].content.properties
        return whole_number(said.get("words") or said.get("wordcount"))

    def ed_note(self) -> str | None:
        """What the agency says to editors. A comment with a name of its own is a technical value."""
        notes = [
            flat(part) for one in self.chain for row in one.parts.get("newsline", ()) for part in _texts_to_editors(row)
        ]
        notes += [flat(part) for order in self.head.all("instruction") for part in order if name_of(part) == "comment"]
        comments = [*self.head.all("comment"), *(e for one in self.chain for e in one.parts.get("comment", ()))]
        notes += [flat(element) for element in comments if not element.get("FormalName")]
        return "\n".join(unique(notes)) or None

    def alt_ids(self, own: Identity, envelope: Parts) -> tuple[str, ...]:
        """Other names of the item, not of the pictures in it. One that only says 0 is none."""
        said = [
            self.head.ids.get("newsitemid"),
            *self.properties.get("newsobjectid", ()), *self.properties.get("foreignid", ()),
            *(line(element.text) for element in envelope.get("transmissionid", ())),
        ]  # fmt: skip
        return tuple(name for name in unique(said) if name not in ("0", own.guid))


def _language(item: etree._Element) -> str | None:
    """The `xml:lang` of an item; some write it in a namespace of their own making."""
    values = (str(value).strip() for name, value in item.attrib.items() if local(str(name)) == "lang")
    return next((value for value in values if value), None)


def _filed_from(chain: list[Component]) -> str | None:
    """The city of the location an item comes from."""
    for one in chain:
        for location in one.parts.get("location", ()):
            if (location.get("HowPresent") or "").casefold() == "origin":
                city = location_names(location).get("city")
                if city:
                    return city
    return None


def _texts_to_editors(row: etree._Element) -> list[etree._Element]:
    """The texts of a NewsLine that is of a type for editors."""
    types = (re.sub(r"[\s_'’-]", "", word_of(part).casefold()) for part in row if name_of(part) == "newslinetype")
    return [part for part in row if name_of(part) == "newslinetext"] if any(word in _NOTES for word in types) else []


def _copyright(chain: list[Component]) -> str | None:
    """Year and holder, where there is no line for it."""
    for one in chain:
        for notice in one.parts.get("copyright", ()):
            said = {name_of(part): flat(part) for part in notice}
            words = line(" ".join(filter(None, (said.get("copyrightdate"), said.get("copyrightholder")))))
            if words:
                return words
    return None


def _named(topics: Sequence[Topic], types: Sequence[str]) -> tuple[str, ...]:
    return unique([topic.subject.name or topic.subject.code for topic in topics if topic.type in types])


def _links(head: Head, found: Contents) -> Iterator[Link]:
    """Relations to other items, and the items that this one names as its parts."""
    for name, rel in _RELATIONS.items():
        for element in head.all(name):
            target = (element.get("NewsItem") or "").strip()
            if target:
                yield _link(rel, target)
    for element in found.refs():
        target = (element.get("NewsItem") or "").strip()
        if name_of(element) == "newsitem":
            target = identity(head_of(Part(element, head.envelope))).guid
        if target:
            yield _link("itemRef", target)


def _link(rel: str, target: str) -> Link:
    """The revision behind an identifier is the version that is meant."""
    revision = _TAIL.search(target) if target.casefold().startswith("urn:newsml:") and target.count(":") > 4 else None
    return Link(rel=rel, target=target, version=int(revision[1]) if revision else None)


def source(part: Part) -> Source | None:
    """Where the body is."""
    return body_in(contents_of(part.item))


FORMAT = Format("newsml-1", claims, split, identities, read, source)
