"""Parts of NewsML 1 items: components and their roles, the body among them, pictures, topics."""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from lxml import etree
from msgspec.structs import replace

from stet.errors import Refused
from stet.formats.held import Source, flat, inner_source, nitf_body, text_source, unique
from stet.formats.hrefs import picture_href
from stet.formats.marks import role_of
from stet.formats.rights import picture_end
from stet.formats.text import decode, line, names, whole_number
from stet.formats.xml import XML_LANG, has_words, local, name_of
from stet.model.dispatch import Picture, Rendition, Subject
from stet.model.packet import Origin
from stet.model.text import fold

_MAIN = names("main body bodytext text maintext story mainstory article content original")
_ASIDE = names(
    "caption title headline subheadline subhead kicker byline dateline credit creditline copyright slugline keyword "
    "keywords abstract summary teaser stylesheet contact contacts logo notes advisory "
    "picture photo image graphic highdef highres lowres quicklook thumbnail preview viewimage webready icon"
)
_SUMMARIES = names("abstract summary teaser")
_RENDITIONS = names("image highdef highres lowres medium quicklook thumbnail preview viewimage webready icon")
_RECORDINGS = names("audio sound video clip animation")

_LOCATIONS = ("city", "sublocation", "area", "countryarea", "country")

_PICTURE, _RECORDING, _TEXT, _OTHER = "picture", "recording", "text", "other"
_MEDIA = (
    (re.compile(r"css|stylesheet|javascript|pdf"), _OTHER),
    (re.compile(r"image/|jpe?g|\bpng\b|\bgif\b|tiff?\b|webp|photo|picture|image|graphic"), _PICTURE),
    (re.compile(r"audio|video|mp[34]|mpe?g|quicktime|wav|wmv|wma|\baac\b|\bmov\b|\bavi\b|animation"), _RECORDING),
    (re.compile(r"text|nitf|html|ascii|plain|complexdata|xml"), _TEXT),
)
_TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "jpeg baseline": "image/jpeg", "png": "image/png",
          "gif": "image/gif", "tif": "image/tiff", "tiff": "image/tiff", "webp": "image/webp"}  # fmt: skip


@dataclass(slots=True)
class Component:
    """One NewsComponent, with what stands in it by lower-case local name."""

    element: etree._Element
    parent: "Component | None" = None
    role: str = ""
    parts: dict[str, list[etree._Element]] = field(default_factory=dict)
    """Its lines and metadata, out of the groups that the standard puts them in: dialects put them anywhere."""
    children: list["Component"] = field(default_factory=list)
    contents: list[etree._Element] = field(default_factory=list)
    refs: list[etree._Element] = field(default_factory=list)
    """Other items: references, and items inside it."""

    def above(self) -> Iterator["Component"]:
        """The component and all that it stands in, from the inside out."""
        one: Component | None = self
        while one is not None:
            yield one
            one = one.parent

    def below(self) -> Iterator["Component"]:
        """The component and all in it, in order."""
        yield self
        for child in self.children:
            yield from child.below()


def component(element: etree._Element, parent: Component | None = None) -> Component:
    """A NewsComponent and all in it, walked once."""
    made = Component(element, parent)
    parts = made.parts
    for child in element:
        name = local(child.tag)
        if name == "newscomponent":
            made.children.append(component(child, made))
        elif name == "contentitem":
            made.contents.append(child)
        elif name in ("newsitemref", "newsitem"):
            made.refs.append(child)
        elif name == "role":
            made.role = made.role or _role(word_of(child))
        else:
            parts.setdefault(name, []).append(child)
            for part in child:
                parts.setdefault(local(part.tag), []).append(part)
    return made


def word_of(element: etree._Element) -> str:
    """A controlled value: its FormalName, else its text; empty when it has neither."""
    return (element.get("FormalName") or element.text or "").strip()


@lru_cache(maxsize=1024)
def _role(word: str) -> str:
    return re.sub(r"[\s_-]", "", word.casefold())


@lru_cache(maxsize=1024)
def _medium_by(words: str) -> str | None:
    return next((medium for pattern, medium in _MEDIA if pattern.search(words)), None)


class Content(NamedTuple):
    """One ContentItem: what sort of thing it is, and what it carries or points at."""

    item: etree._Element
    medium: str
    type: str | None
    data: etree._Element | None
    coding: str | None
    """The notation of an Encoding around the data."""
    properties: dict[str, str]
    """Its characteristics by lower-case name."""


def content_of(item: etree._Element) -> Content:
    """A ContentItem, looked at once. Its mime type goes before its format, and that before its media type."""
    said: dict[str, str] = {}
    data, coding = None, None
    properties: dict[str, str] = {}
    for child in item:
        name = local(child.tag)
        if name == "datacontent":
            data = child
        elif name == "encoding":
            coding = child.get("Notation") or ""
            data = next((part for part in child if name_of(part) == "datacontent"), None)
        elif name == "characteristics":
            properties = {
                (part.get("FormalName") or "").casefold(): (part.get("Value") or "").strip()
                for part in child
                if local(part.tag) == "property"
            }
        else:
            said[name] = word_of(child).casefold()
    words = (said.get(name) for name in ("mimetype", "format", "mediatype"))
    medium = next((found for word in words if word and (found := _medium_by(word))), None)
    if medium is None:
        medium = (data is not None and _TEXT) or _medium_by((item.get("Href") or "").rpartition(".")[2].casefold())
    mime = said.get("mimetype") or _TYPES.get(said.get("format", ""))
    return Content(item, medium or _OTHER, mime, data, coding, properties)


class Text(NamedTuple):
    """A text of an item that may be its body."""

    component: Component
    content: Content
    source: Source
    rank: int


def _speaks(one: Component, around: Component) -> bool:
    """Whether a component says more of the item than the one around it, and is no mere part of that."""
    if one.role in _ASIDE or one.role in _MAIN or one.role in ("lead", "sound", "clip"):
        return False
    return bool(one.role) or "headline" not in around.parts


class Contents(NamedTuple):
    """What an item is made of."""

    tops: Sequence[Component]
    texts: Sequence[Text]
    """What may be the body, the best first."""
    scripts: Sequence[Component]
    """Components with the words of a recording or of a picture: no copy."""
    pictures: Sequence[tuple[Component, Content]]
    recordings: bool
    elsewhere: str | None
    """Where a text is that is not in the item."""

    @property
    def chain(self) -> list[Component]:
        """The components that say what goes for the body, the nearest first."""
        if self.texts:
            return list(self.texts[0].component.above())
        if self.scripts:
            return list(self.scripts[0].above())
        one = next(iter(self.tops), None)
        while one is not None and (inner := next((child for child in one.children if _speaks(child, one)), None)):
            one = inner
        return list(one.above()) if one is not None else []

    def refs(self) -> Iterator[etree._Element]:
        """The other items that are named in it."""
        for top in self.tops:
            for one in top.below():
                yield from one.refs


def contents_of(item: etree._Element) -> Contents:
    """Everything in the components of an item. Raises Refused for a body whose coding is broken."""
    tops = [component(child) for child in item if local(child.tag) == "newscomponent"]
    texts: list[Text] = []
    scripts: list[Component] = []
    pictures: list[tuple[Component, Content]] = []
    recordings, elsewhere = False, None
    for one in (found for top in tops for found in top.below()):
        for part in one.contents:
            content = content_of(part)
            if content.medium is _PICTURE:
                pictures.append((one, content))
            elif content.medium is _RECORDING:
                recordings = True
            elif content.medium is _TEXT:
                rank = _rank(one)
                if rank is None:
                    scripts += [one] if _role_above(one) in _MAIN and _holds_words(content.data) else []
                elif (source := source_of(content)) is not None:
                    texts.append(Text(one, content, source, rank))
                else:
                    elsewhere = elsewhere or part.get("Href")
    texts.sort(key=lambda text: (text.rank, text.source.tree is None, text.source.html is None))
    return Contents(tops, texts, scripts, pictures, recordings, elsewhere)


def _role_above(one: Component) -> str:
    return next((above.role for above in one.above() if above.role), "")


def _rank(one: Component) -> int | None:
    """How likely a component's text is the body; none when its role, or that of one around it, says it is not."""
    nearest = ""
    for above in one.above():
        role = above.role
        if role in _ASIDE or role in _RECORDINGS:
            return None
        nearest = nearest or role
    if nearest in _MAIN:
        return 0
    return 1 if not nearest else 3 if nearest == "lead" else 2


def _holds_words(data: etree._Element | None) -> bool:
    return data is not None and has_words(data)


def source_of(content: Content) -> Source | None:
    """The text in a ContentItem: NITF, XHTML, HTML in characters or plain text; none where there is no text."""
    data = content.data
    if data is None or not has_words(data):
        return None
    if content.coding is not None and content.coding.casefold() == "base64":
        return _characters(_decoded(data.text or ""), content)
    first = next(iter(data), None)
    if first is None:
        return _characters(data.text or "", content)
    name = name_of(first)
    if name == "nitf":
        return nitf_body(first)
    if name == "html":
        page = next((part for part in first if name_of(part) == "body"), None)
        return inner_source(page) if page is not None and has_words(page) else None
    if any(role_of(name_of(part)) for part in data) or (data.text or "").strip():
        return inner_source(data)
    return None


def _decoded(text: str) -> str:
    try:
        return decode(base64.b64decode("".join(text.split()), validate=True))[0]
    except (binascii.Error, ValueError) as error:
        raise Refused("its body is declared as base64 and is not") from error


def _characters(text: str, content: Content) -> Source | None:
    """Markup that came as characters, or plain text; what is declared to be plain is."""
    return text_source(text, None, content.type)


def body_in(found: Contents) -> Source | None:
    """The body: the best of the texts, with the lead that opens it where that is a part of its own."""
    if not found.texts:
        return None
    best = found.texts[0]
    lead = _lead(found, best)
    return best.source if lead is None else _joined(lead.source, best.source) or best.source


def doubts(found: Contents) -> list[str]:
    """What a person has to answer where an item holds more text than its body."""
    if len(found.texts) < 2:
        return []
    best = found.texts[0]
    lead = _lead(found, best)
    asked = []
    if lead is not None and _joined(lead.source, best.source) is None:
        asked.append("The lead came in another markup than the text after it and is not in the body.")
    shown = fold(best.source.sent())
    for other in found.texts[1:]:
        beside = other is not lead and other.rank == best.rank < 2 and not _equivalent(best.component, other.component)
        if beside and (fold(other.source.sent()) not in shown):
            asked.append("The item holds several texts beside one another, and only the first is shown.")
            break
    return asked


def _lead(found: Contents, best: Text) -> Text | None:
    """The text with the role of a lead beside the body, when the body does not begin with it."""
    for text in found.texts[1:]:
        if text.rank == 3 and text.component.parent is best.component.parent:
            opening = fold(text.source.sent())
            return None if fold(best.source.sent()).startswith(opening) else text
    return None


def _joined(lead: Source, body: Source) -> Source | None:
    if lead.plain is None or body.plain is None:
        return None
    above, below = lead.plain.strip("\r\n "), body.plain.lstrip("\r\n ")
    parted = re.search(r"\n\s*\n", above + "|" + below.rstrip())
    return body._replace(plain=above + ("\n\n" if parted else "\n") + below)


def _equivalent(one: Component, other: Component) -> bool:
    """Whether two components are alternatives of each other (`EquivalentsList`, `BasisForChoice`)."""
    around = list(other.above())
    for above in one.above():
        if above in around:
            listed = (above.element.get("EquivalentsList") or "").casefold() == "yes"
            return listed or "basisforchoice" in above.parts
    return False


def summary_in(found: Contents) -> str | None:
    """The abstract or, without one, the lead."""
    for roles in (_SUMMARIES, {"lead"}):
        for top in found.tops:
            for one in top.below():
                for part in one.contents if one.role in roles else ():
                    source = source_of(content_of(part))
                    if source is not None and (words := line(source.sent())):
                        return words
    return None


def pictures_in(
    found: Contents, chain: Sequence[Component], origin: Origin, problems: list[str]
) -> tuple[Picture, ...]:
    """Pictures, each with its renditions. A file that is not beside the item is dropped (edge case 93), and so is a
    picture whose own rights are over or end at a time that cannot be read (98)."""
    files: dict[int, tuple[Component, list[Rendition]]] = {}
    dropped = 0
    for one, content in found.pictures:
        if any(above.role in _RECORDINGS for above in one.above()):
            continue  # stills of a recording
        href = picture_href(content.item.get("Href"))
        if href is None:
            dropped += 1
            continue
        owner = one.parent if one.parent is not None and one.role in _RENDITIONS else one
        size = {side: _size(content, side) for side in ("width", "height")}
        files.setdefault(id(owner), (owner, []))[1].append(Rendition(href=href, type=content.type, **size))
    if dropped:
        problems.append(f"{dropped} picture file{'s' if dropped > 1 else ''} without a usable name dropped")
    shown = []
    for owner, renditions in files.values():
        end, legible = picture_end(ends_of_rights([owner]) if owner not in chain else (), origin.time_zone)
        if legible and (end is None or end > origin.arrived):
            shown.append(replace(_picture(owner, renditions, chain), rights_end=end))
        else:
            over = "are over" if legible else "end at a time that cannot be read"
            problems.append(f"the picture {renditions[0].href[:80]} was left out: its rights {over}")
    return tuple(dict.fromkeys(shown))


def _size(content: Content, side: str) -> int | None:
    return whole_number(content.properties.get(side) or content.properties.get(f"pixel{side}"))


def _picture(owner: Component, renditions: list[Rendition], chain: Sequence[Component]) -> Picture:
    its_own = owner not in chain
    captions = [one for one in owner.children if one.role == "caption"]
    if its_own and not captions:
        captions = [one for one in owner.children if one.role in _MAIN]
    words = [line(s.sent()) for one in captions for part in one.contents if (s := source_of(content_of(part)))]
    return Picture(
        guid=next(iter(properties_of([owner]).get("newsobjectid", ())), None) if its_own else None,
        caption=next((caption for caption in words if caption), None)
        or (first([owner], "headline") if its_own else None),
        credit=first([owner], "creditline", "byline") or (None if its_own else first(chain, "creditline")),
        usage_terms=usage_terms([owner]) if its_own else None,
        renditions=tuple(renditions),
    )


def first(chain: Sequence[Component], *wanted: str) -> str | None:
    """The text of the nearest such line or property, by order of the names."""
    for name in wanted:
        for one in chain:
            for element in one.parts.get(name, ()):
                words = flat(element)
                if words:
                    return words
    return None


def formal(chain: Sequence[Component], *wanted: str) -> list[str]:
    """The controlled values of those names that say something, the nearest first."""
    return [
        word for name in wanted for one in chain for element in one.parts.get(name, ()) if (word := word_of(element))
    ]


def properties_of(chain: Sequence[Component]) -> dict[str, list[str]]:
    """The values of all properties by lower-case name, the nearest first; those that say nothing, or 0, are none."""
    found: dict[str, list[str]] = {}
    for one in chain:
        for element in one.parts.get("property", ()):
            value = line(element.get("Value"))
            if value and value != "0":
                found.setdefault((element.get("FormalName") or "").casefold(), []).append(value)
    return found


def rights_of(chain: Sequence[Component]) -> list[etree._Element]:
    """What stands in the `UsageRights` of these components."""
    return [part for one in chain for rights in one.parts.get("usagerights", ()) for part in rights]


def ends_of_rights(chain: Sequence[Component]) -> list[str | None]:
    """When the rights end, as it is written."""
    return [part.text for part in rights_of(chain) if name_of(part) == "enddate"]


def usage_terms(chain: Sequence[Component]) -> str | None:
    """What may be done with it, in the agency's words (`UsageRights`)."""
    words = [flat(part) for part in rights_of(chain) if name_of(part) in ("usagetype", "geography", "limitations")]
    return "\n".join(unique(words)) or None


def language_of(chain: Sequence[Component]) -> str | None:
    """The nearest language: of the metadata, else of a component."""
    said = formal(chain, "language")
    if said:
        return said[0]
    for one in chain:
        for name, value in one.element.attrib.items():
            if (name == XML_LANG or local(str(name)) == "lang") and str(value).strip():
                return str(value).strip()
    return None


class Topic(NamedTuple):
    """A thing that a TopicSet names."""

    type: str
    subject: Subject


def topics_in(groups: Sequence[etree._Element]) -> dict[str, Topic]:
    """The topics of TopicSets by their Duid."""
    found: dict[str, Topic] = {}
    for group in groups:
        for topic in group:
            duid = topic.get("Duid")
            if duid and name_of(topic) == "topic":
                found[duid] = _topic(topic)
    return found


def _topic(topic: etree._Element) -> Topic:
    type_ = scheme = code = name = None
    for part in topic:
        kind = name_of(part)
        if kind == "topictype":
            type_ = type_ or word_of(part).casefold()
        elif kind == "formalname" and not code:
            code, scheme = line(part.text), part.get("Scheme")
        elif kind == "description":
            name = name or flat(part)
    return Topic(type_ or "", Subject(scheme=scheme, code=code, name=name))


def party_in(elements: Sequence[etree._Element], topics: dict[str, Topic]) -> str | None:
    """The first party that has a name: by the topic it refers to, else its FormalName."""
    for element in elements:
        for party in [element] if name_of(element) == "party" else element:
            if name_of(party) == "party":
                topic = topics.get((party.get("Topic") or "").lstrip("#"))
                found = (topic.subject.name or topic.subject.code if topic else None) or line(party.get("FormalName"))
                if found:
                    return found
    return None


def subjects_in(chain: Sequence[Component], topics: Sequence[Topic], keywords: Sequence[str]) -> tuple[Subject, ...]:
    """Subject codes, the agency's categories beside them, topics and keywords."""
    said: dict[tuple[str | None, str], None] = {}
    for one in chain:
        for group in one.parts.get("subjectcode", ()):
            for element in group:
                code, category = word_of(element), element.get("cat")
                if code:
                    iptc = len(code) == 8 and code.isdigit()
                    said["subj" if iptc else element.get("Vocabulary") or element.get("Scheme"), code] = None
                if category:
                    said["cat", category.strip()] = None
    found = [Subject(scheme=scheme, code=code) for scheme, code in said if code]
    found += [topic.subject for topic in topics]
    found += [Subject(name=word) for word in keywords]
    return tuple(dict.fromkeys(found))


def keywords_in(chain: Sequence[Component], properties: dict[str, list[str]]) -> tuple[str, ...]:
    """Keywords, as properties and as lines."""
    lines = (flat(e) for name in ("keywordline", "item_keyword") for one in chain for e in one.parts.get(name, ()))
    return unique([*properties.get("keyword", ()), *lines])


def places_in(chain: Sequence[Component]) -> tuple[str, ...]:
    """The most particular name of each location."""
    found = []
    for one in chain:
        for location in one.parts.get("location", ()):
            said = location_names(location)
            found.append(
                next((said[n] for n in ("city", "sublocation", "area", "countryarea", "country") if n in said), None)
            )
    return unique(found)


def location_names(location: etree._Element) -> dict[str, str]:
    """The names of a location by sort: city, area, country."""
    pairs = (((part.get("FormalName") or "").casefold(), line(part.get("Value"))) for part in location)
    return {name: value for name, value in pairs if value}
