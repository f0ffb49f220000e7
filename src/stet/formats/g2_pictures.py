"""Pictures of NewsML-G2 texts: their own files, picture items beside them, and links (mapping.md 4, last row)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from lxml import etree
from msgspec.structs import replace

from stet.formats import codes
from stet.formats.agencies import home, settled
from stet.formats.dates import moment
from stet.formats.g2_parts import Neighbours, Part, Shown, name_in, package_refs, relation, term
from stet.formats.held import flat, unique
from stet.formats.hrefs import rendition
from stet.formats.rights import picture_end
from stet.formats.text import whole_number
from stet.formats.xml import local
from stet.model.dispatch import Embargo, Picture, Rendition, Status
from stet.model.packet import Origin

MOST_PICTURES = 100
"""At most so many pictures come to a story by way of packages: a message of thousands must not multiply."""

_PICTURE_FILES = ("image/", "application/illustrator")
_PICTURE_LINKS = frozenset({"featuremedia", "photogallery"})


class Wanted(NamedTuple):
    """For which story pictures are looked for."""

    part: Part
    origin: Origin
    embargo: Embargo | None
    problems: list[str]


def neighbours(parts: Sequence[Part]) -> Neighbours:
    """What the items of a message have of one another."""
    pictures = {(part.item.get("guid") or "").strip(): part for part in parts if part.media == "picture"}
    pictures.pop("", None)
    joined: dict[str, list[str]] = defaultdict(list)
    for package in parts if pictures else ():
        members = [target for target, _ in package_refs(package)]
        shown = [target for target in members if target in pictures][:MOST_PICTURES]
        for member in dict.fromkeys(members) if shown else ():
            joined[member] += shown[: MOST_PICTURES - len(joined[member])]
    return Neighbours(pictures, joined)


def picture_of(part: Part, problems: list[str]) -> Picture:
    """A picture item as a picture."""
    fields = part.fields
    by_role = {codes.name_of_role(element.get("role")): flat(element) for element in fields["description"]}
    alt = next((text for role, text in by_role.items() if "alt" in role), None)
    caption = by_role.get("caption") or by_role.get("") or next((t for r, t in by_role.items() if "caption" in r), None)
    creators = [name_in(element, None) for element in fields["creator"]]
    named = (*map(flat, fields["creditline"]), *map(flat, fields["by"]), *creators)
    return Picture(
        guid=part.item.get("guid"),
        caption=caption,
        credit=next((words for words in named if words), None),
        alt=alt,
        usage_terms="\n".join(unique([flat(element) for element in fields["usageterms"]])) or None,
        ed_note="\n".join(unique([flat(element) for element in fields["ednote"]])) or None,
        renditions=renditions_of(part, problems),
    )


def renditions_of(part: Part, problems: list[str]) -> tuple[Rendition, ...]:
    """The picture files an item points at."""
    found = []
    for content in part.contents:
        if local(content.tag) != "remotecontent":
            continue
        href, type_ = content.get("href"), content.get("contenttype")
        if href and (not type_ or type_.startswith(_PICTURE_FILES)):
            found += _rendition(href, type_, problems, content)
    return tuple(found)


def _rendition(
    href: str, type_: str | None, problems: list[str], sized: etree._Element | None = None
) -> list[Rendition]:
    width, height = (None, None) if sized is None else (_pixels(sized, "width"), _pixels(sized, "height"))
    found = rendition(href, type_, problems, width, height)
    return [found] if found is not None else []


def _pixels(element: etree._Element, side: str) -> int | None:
    unit = element.get(f"{side}unit")
    return whole_number(element.get(side)) if not unit or codes.name_of_role(unit) in ("pixels", "px") else None


def pictures_of(wanted: Wanted) -> tuple[Picture, ...]:
    """Pictures of a text item: its own files, those it links to, those a package of the message joins with it."""
    part, beside = wanted.part, wanted.part.beside
    own = renditions_of(part, wanted.problems) if part.contents else ()
    found: dict[str, Picture] = {"": Picture(renditions=own)} if own else {}
    for element in part.fields["link"]:
        target = element.get("residref") or element.get("guidref")
        if target and target in beside.pictures:
            _attach(found, target, wanted)
        elif _links_a_picture(element):
            picture = _linked(element, target, wanted.problems)
            found[target or element.get("href") or ""] = picture
    for target in beside.joined.get(part.item.get("guid") or "", ()):
        if target not in found:
            _attach(found, target, wanted)
    return tuple(found.values())


def _attach(found: dict[str, Picture], target: str, wanted: Wanted) -> None:
    """A picture that may be used. A stopped, embargoed or expired one comes off stories that are themselves fine
    (mapping.md 4, edge case 98)."""
    item = wanted.part.beside.pictures[target]
    if item.shown is None:
        item.shown = _shown(item, wanted.origin)
    why = item.shown.unusable
    if why is None and any(not _open(end, wanted) for end in item.shown.embargoes):
        why = "under an embargo of its own"
    if why:
        wanted.problems.append(f"the picture {target[:80]} is {why} and was left out")
    else:
        wanted.problems.extend(item.shown.problems)
        found[target] = item.shown.picture


def _shown(item: Part, origin: Origin) -> Shown:
    problems: list[str] = []
    picture = picture_of(item, problems)
    said, bounds = item.identity, term(item.fields)
    agency, known = home(origin, said.guid, said.provider)
    zone, status = known.time_zone, settled(said, origin, agency).status
    ends = [moment(words, zone, latest=True).at for words in (*_texts(item, "embargoed"), *bounds.starts)]
    if not ends and "embargoed" in (word.strip().casefold() for word in item.statuses):
        ends = [None]
    end, legible = picture_end(bounds.ends, zone)
    last = min((at for at in (end, *(moment(words, zone).at for words in _texts(item, "expires"))) if at), default=None)
    unusable = None
    if status is not Status.USABLE:
        unusable = {Status.CANCELED: "killed", Status.WITHHELD: "withheld"}.get(status, "of a status not known here")
    elif last is not None and last <= origin.arrived:
        unusable = "expired"
    elif not legible:
        unusable = "of rights that end at a time that cannot be read"
    return Shown(replace(picture, rights_end=last), tuple(problems), unusable, tuple(ends))


def _texts(picture: Part, name: str) -> list[str]:
    return [element.text or "" for element in picture.fields[name]]


def _open(end: datetime | None, wanted: Wanted) -> bool:
    """Whether an embargo is over when the story can be seen: now, or when the story's own embargo ends."""
    if end is None:
        return False
    until = wanted.embargo.until if wanted.embargo else None
    return end <= wanted.origin.arrived or (until is not None and end <= until)


def _links_a_picture(element: etree._Element) -> bool:
    type_ = element.get("contenttype") or ""
    if type_.startswith("image/"):
        return True
    classes = [(codes.of_element(c)[1] or "").casefold() for c in element if local(c.tag) == "itemclass"]
    if classes or type_:
        return "picture" in classes
    relates = relation(element)
    return relates is not None and relates.rpartition(":")[2].casefold() in _PICTURE_LINKS


def _linked(element: etree._Element, target: str | None, problems: list[str]) -> Picture:
    """A picture known only by a link to it; its file is at the address, or has a name beside the item."""
    caption = alt = file = None
    for child in element:
        name = local(child.tag)
        if name == "title":
            if codes.name_of_role(child.get("role")) == "caption":
                caption = caption or flat(child)
            else:
                alt = alt or flat(child)
        elif name == "filename":
            file = flat(child)
    href = element.get("href") or file
    renditions = tuple(_rendition(href, element.get("contenttype"), problems)) if href else ()
    return Picture(guid=target, caption=caption, alt=alt, renditions=renditions)
