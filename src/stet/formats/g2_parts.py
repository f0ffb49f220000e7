"""Parts of NewsML-G2 items: names, subjects, pictures, links."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from stet.formats import codes
from stet.formats.held import flat, unique
from stet.formats.text import whole_number
from stet.formats.xml import XML_LANG, name_of
from stet.model.dispatch import Link, Picture, Rendition, Status, Subject

Fields = dict[str, list[etree._Element]]

MOST_PICTURES = 100
"""At most so many pictures come to a story by way of packages: a message of thousands must not multiply."""


class Neighbours(NamedTuple):
    """The other items of a message, as far as they bring pictures to its texts. Looked at once for all of them."""

    pictures: Mapping[str, etree._Element]
    """Picture items by guid."""
    joined: Mapping[str, Sequence[str]]
    """By the guid of an item: the pictures that a package joins with it."""


ALONE = Neighbours({}, {})

_GROUPS = frozenset({"itemmeta", "contentmeta", "rightsinfo"})
_PEOPLE = frozenset({"person"})
_ORGANISATIONS = frozenset({"organisation", "organization"})
_PLACES = frozenset({"geoarea", "poi"})
_PICTURE_FILES = ("image/", "application/illustrator")


def fields_of(item: etree._Element) -> Fields:
    """The properties of an item by lower-case local name, in order."""
    found: Fields = defaultdict(list)
    for group in item:
        if name_of(group) in _GROUPS:
            for element in group:
                found[name_of(element)].append(element)
    return found


def name_in(element: etree._Element, language: str | None) -> str | None:
    """The `name` of a concept in a language, else the first it has."""
    first: str | None = None
    for child in element:
        if name_of(child) == "name":
            words = flat(child)
            if words and (language is None or (child.get(XML_LANG) or "").startswith(language[:2])):
                return words
            first = first or words
    return first


def language_of(item: etree._Element, fields: Fields) -> str | None:
    """The language of the content, else of the item."""
    tags = (element.get("tag") for element in fields["language"])
    return next((tag.strip() for tag in tags if tag and tag.strip()), None) or item.get(XML_LANG)


def subjects_of(fields: Fields, language: str | None) -> tuple[Subject, ...]:
    """What the agency says the item is about, by code and name."""
    found = []
    for element in fields["subject"]:
        scheme, code = codes.of_element(element)
        name = name_in(element, language)
        if code or name:
            found.append(Subject(scheme=scheme, code=code, name=name))
    return tuple(dict.fromkeys(found))


def people_and_places(fields: Fields, language: str | None) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Names of people, organisations and places among the subjects."""
    people: list[str | None] = []
    organisations: list[str | None] = []
    places: list[str | None] = []
    for element in fields["subject"]:
        nature = (element.get("type") or element.get("typeuri") or "").rpartition(":")[2].rpartition("/")[2].casefold()
        group = (
            people if nature in _PEOPLE
            else organisations if nature in _ORGANISATIONS
            else places if nature in _PLACES else None
        )  # fmt: skip
        if group is not None:
            group.append(name_in(element, language) or element.get("literal"))
    return unique(people), unique(organisations), unique(places)


def links_of(item: etree._Element, fields: Fields) -> tuple[Link, ...]:
    """Relations to other items: links of the item, parts of a package."""
    found = []
    for element in fields["link"]:
        target = element.get("residref") or element.get("guidref") or element.get("href")
        if target:
            rel = codes.as_qcode(*codes.of_qcode(element.get("rel") or "")) or element.get("reluri")
            found.append(Link(rel=rel or None, target=target, version=whole_number(element.get("version"))))
    found += [Link(rel="itemRef", target=target, version=version) for target, version in package_refs(item)]
    return tuple(found)


def package_refs(item: etree._Element) -> list[tuple[str, int | None]]:
    """The items a packageItem refers to, in order."""
    if name_of(item) != "packageitem":
        return []
    refs = (ref for ref in item.iter("{*}itemRef") if ref.get("residref"))
    return [(ref.get("residref") or "", whole_number(ref.get("version"))) for ref in refs]


def picture_of(item: etree._Element) -> Picture:
    """A picture item as a picture."""
    fields = fields_of(item)
    by_role = {(e.get("role") or "").rpartition(":")[2].casefold(): flat(e) for e in fields["description"]}
    alt = next((text for role, text in by_role.items() if "alt" in role), None)
    caption = by_role.get("caption") or by_role.get("") or next((t for r, t in by_role.items() if "caption" in r), None)
    creators = [name_in(element, None) for element in fields["creator"]]
    credit = [flat(element) for element in fields["creditline"]] or [flat(e) for e in fields["by"]] or creators
    return Picture(
        guid=item.get("guid"),
        caption=caption,
        credit=next((words for words in credit if words), None),
        alt=alt,
        usage_terms="\n".join(unique([flat(element) for element in fields["usageterms"]])) or None,
        renditions=renditions_of(item),
    )


def renditions_of(item: etree._Element) -> tuple[Rendition, ...]:
    """The picture files an item points at."""
    found = []
    for group in item:
        if name_of(group) == "contentset":
            for part in group:
                href, type_ = part.get("href"), part.get("contenttype")
                if name_of(part) == "remotecontent" and href and (not type_ or type_.startswith(_PICTURE_FILES)):
                    size = {side: whole_number(part.get(side)) for side in ("width", "height")}
                    found.append(Rendition(href=href, type=type_, **size))
    return tuple(found)


def pictures_of(item: etree._Element, beside: Neighbours, fields: Fields) -> tuple[Picture, ...]:
    """Pictures of a text item: its own files, those it links to, those a package of the message joins with it."""
    own = renditions_of(item)
    found: dict[str, Picture] = {"": Picture(renditions=own)} if own else {}
    for element in fields["link"]:
        target = element.get("residref") or element.get("guidref")
        if target and target in beside.pictures:
            _attach(found, target, beside.pictures[target])
        elif target and _links_a_picture(element):
            found[target] = _linked(element, target)
    for target in beside.joined.get(item.get("guid") or "", ()):
        if target not in found:
            _attach(found, target, beside.pictures[target])
    return tuple(found.values())


def neighbours(message: etree._Element) -> Neighbours:
    """What the items of a message have of one another."""
    pictures = _picture_items(message)
    joined: dict[str, list[str]] = defaultdict(list)
    for package in message.iter("{*}packageItem") if pictures else ():
        members = [target for target, _ in package_refs(package)]
        shown = [target for target in members if target in pictures][:MOST_PICTURES]
        for member in dict.fromkeys(members) if shown else ():
            joined[member] += shown[: MOST_PICTURES - len(joined[member])]
    return Neighbours(pictures, joined)


def _attach(found: dict[str, Picture], target: str, item: etree._Element) -> None:
    """A picture that may be used. A stopped one comes off stories that are themselves fine (mapping.md 4)."""
    words = [codes.of_element(element)[1] or "" for element in fields_of(item)["pubstatus"]]
    if all(codes.status_of(word) is Status.USABLE for word in words):
        found[target] = picture_of(item)


def _picture_items(message: etree._Element) -> dict[str, etree._Element]:
    found: dict[str, etree._Element] = {}
    for group in message:
        for item in group if name_of(group) == "itemset" else ():
            guid = item.get("guid")
            if guid and name_of(item) == "newsitem" and _is_picture(item):
                found[guid] = item
    return found


def _is_picture(item: etree._Element) -> bool:
    return any((codes.of_element(element)[1] or "").casefold() == "picture" for element in item.iter("{*}itemClass"))


def _links_a_picture(element: etree._Element) -> bool:
    if (element.get("contenttype") or "").startswith("image/"):
        return True
    return any(name_of(c) == "itemclass" and (codes.of_element(c)[1] or "").casefold() == "picture" for c in element)


def _linked(element: etree._Element, target: str) -> Picture:
    """A picture known only by a link to it."""
    href = element.get("href")
    title = next((flat(child) for child in element if name_of(child) == "title"), None)
    renditions = (Rendition(href=href, type=element.get("contenttype")),) if href else ()
    return Picture(guid=target, alt=title, renditions=renditions)
