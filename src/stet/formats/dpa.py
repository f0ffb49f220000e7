"""dpa's digitalwires in JSON: an entry, or the entries of a wireQ answer (mapping.md 6).

What is in it is what dpa makes of the same item in NewsML-G2, so both are read alike: the infobox belongs to the
text, the dateline stands apart, the link box is links.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from stet.errors import Refused
from stet.formats import codes
from stet.formats.agencies import Identity, home
from stet.formats.held import NOWHERE, Draft, Format, Held, Source, agency_of, text_source, unique
from stet.formats.hrefs import rendition
from stet.formats.json_parts import (
    Item,
    embargo_of,
    first_objects,
    id_of,
    is_left_out,
    lowered,
    names,
    number,
    one_line,
    picture_end,
    role_of,
    rows,
    size_of,
    status_of,
    time_of,
    urgency_of,
    version_of,
    words,
)
from stet.formats.walk import parse_html
from stet.model.dispatch import Dispatch, Kind, Link, Picture, Rendition, Status, Subject, gravest
from stet.model.packet import Origin

_DPA = "dpa"
"""The agency of all that comes as digitalwires: partners' copy too, and a kill may come without its categories."""
_LISTS = ("entries", "items")
_SHAPE = frozenset({"format", "entry_id", "article_html", "version_created", "pubstatus", "ednotes"})
_TEXTS = ("article_html", "infobox_html")
_SUBJECTS = ("dnltype:dpasubject", "dnltype:keyword", "dnltype:desk")


def claims(held: Held) -> str | None:
    """By its format's name, or by an `urn` beside its properties."""
    for item in first_objects(_entries(held.value)):
        if str(item.get("format")).startswith("digitalwires"):
            return f"JSON that says it is {str(item['format'])[:40]} of dpa"
        if item.get("urn") and not _SHAPE.isdisjoint(item):
            return "JSON with urn and the properties of dpa's digitalwires"
    return None


def split(held: Held) -> Sequence[Any]:
    """The one entry, or those of the list it came in."""
    return [lowered(item) if isinstance(item, dict) else item for item in _entries(held.value)]


def _entries(value: Any) -> list[Any]:
    if isinstance(value, dict) and not value.get("urn"):
        return next((value[name] for name in _LISTS if isinstance(value.get(name), list)), [value])
    return value if isinstance(value, list) else [value] if isinstance(value, dict) else []


def identity(item: Any) -> Identity:
    """Who the entry is. Raises Refused where nothing names it."""
    if not isinstance(item, dict):
        raise Refused(f"an entry of the list is not an object but {type(item).__name__}")
    guid = id_of(item.get("urn"))
    if not guid:
        raise Refused("an entry of dpa's digitalwires without urn: it cannot be told from others")
    return Identity(guid, version_of(item), _status(item), _DPA, signals=names(item, "signal", "signals"))


def identities(part: Any) -> Iterator[Identity]:
    """The entry; it gives no orders on others."""
    yield identity(part)


def _status(item: Item) -> Status:
    """`pubstatus`, and the same once more among the categories: the graver of them; neither means usable."""
    said = [_code(row) for row in _categories(item, "dnltype:pubstatus")]
    return gravest([status_of(item), *(codes.status_of(word) for word in said if word is not None)])


def _categories(item: Item, kind: str) -> Iterator[Item]:
    return (row for row in rows(item.get("categories")) if row.get("type") == kind)


def _code(row: Item) -> str | None:
    said = row.get("qcode") or row.get("name")
    return codes.of_qcode(said)[1] if isinstance(said, str) else None


def read(part: Any, origin: Origin) -> Draft:
    """One entry. Without an article it is what its one association is."""
    own = identity(part)
    agency, origin = home(origin, own.guid, own.provider)
    item: Item = part
    problems: list[str] = []
    version_of(item, problems)
    if "pubstatus" not in item:
        problems.append("pubstatus is not given; it was taken as usable" if own.status is Status.USABLE else
                        f"pubstatus is not given; the categories say {own.status}")  # fmt: skip
    where = source(item)
    kind = _without_text(item) if where is None else None
    if kind is None:
        kind = codes.kind_by_words([*_genres(item), *(text for _, text, _ in _notes(item))], agency)
        if where is None and own.status is Status.USABLE:
            problems.append("the item has no body")
    beside = [name for name in ("kicker", "subhead") if words(item, name)]
    if beside:
        problems.append(f"the {' and the '.join(beside)} stand beside the headline and are not shown")
    if _linked(item):
        problems.append("the link box is kept as links; its words are not shown")
    return Draft(_dispatch(item, own, kind, origin, problems), own, where)


def _without_text(item: Item) -> Kind | None:
    associated = rows(item.get("associations"))
    if len(associated) != 1:
        return None
    return Kind.PICTURE if associated[0].get("type") == "image" else Kind.PACKAGE


def _genres(item: Item) -> list[str | None]:
    return [words(row, "name") for row in _categories(item, "dnltype:genre")] + list(names(item, "genre_names"))


def _dispatch(item: Item, own: Identity, kind: Kind, origin: Origin, problems: list[str]) -> Dispatch:
    zone = origin.time_zone
    provider = next((found for row in _categories(item, "dnltype:provider") if (found := words(row, "name"))), None)
    signals = codes.with_correction(own.signals, (role for role, _, _ in _notes(item)))
    for_desks, for_readers = _sorted_notes(item, corrected=codes.CORRECTION in signals)
    return Dispatch(
        **NOWHERE,
        agency=agency_of(origin, own.provider),
        guid=own.guid,
        version=own.version,
        status=own.status,
        kind=kind,
        version_created=time_of(item, zone, problems, "version_created"),
        first_created=time_of(item, zone, problems, "content_created"),
        embargo=embargo_of(item, zone, problems, "embargoed"),
        expires=time_of(item, zone, problems, "expires"),
        urgency=urgency_of(item),
        language=words(item, "language") or origin.language,
        headline=words(item, "headline"),
        byline=words(item, "byline"),
        dateline=words(item, "dateline"),
        provider=provider or own.provider,
        credit=words(item, "creditline") or provider or own.provider,
        summary=words(item, "teaser") or _description(item),
        subjects=tuple(_subjects(item)),
        places=_places(item),
        ed_note=for_desks,
        public_note=for_readers,
        signals=signals,
        usage_terms=words(item, "usageterms"),
        copyright=words(item, "copyrightnotice"),
        pictures=tuple(_pictures(item, origin, problems)),
        links=tuple(_links(item)),
        problems=tuple(problems),
        queries=tuple(_queries(item)),
    )


def _queries(item: Item) -> Iterator[str]:
    """An embargo in words only: a person reads the time in it (life.md 6)."""
    if "embargoed" not in item and any(role == "embargo" for role, _, _ in _notes(item)):
        yield "A note to editors is about an embargo, and the item gives no time for one."
    for name in _TEXTS:
        if _is_unread(item.get(name)):
            yield f"Not all of {name} is text: a person has to see whether words are missing."


def _notes(item: Item) -> Iterator[tuple[str, str, bool]]:
    """Role and words of each note, and whether it may be published."""
    for row in rows(item.get("ednotes")):
        said = row.get("ednote")
        text = one_line(said) if isinstance(said, str) else None
        if text:
            yield role_of(row), text, row.get("is_publishable") is True


def _sorted_notes(item: Item, *, corrected: bool) -> tuple[str | None, str | None]:
    """The notes for desks, and those that readers may see: of a correction only what is worded for them about it."""
    desks: list[str] = []
    readers: list[str] = []
    for role, text, publishable in _notes(item):
        public = role == codes.FOR_READERS or (publishable and not corrected and role not in codes.DESK_ROLES)
        (readers if public else desks).append(text)
    notepad = item.get("notepad")
    if isinstance(notepad, dict):
        desks.append(words(notepad, "nonpublic_html") or "")
        if not readers and not corrected:  # the public part of the notepad is the publishable notes, set as a page
            readers.append(words(notepad, "public_html") or "")
    (desks if corrected else readers).insert(0, words(item, "autopublishnotice") or "")
    return "\n".join(unique(desks)) or None, "\n".join(unique(readers)) or None


def _description(item: Item) -> str | None:
    found = (words(row, "description", "value") for row in rows(item.get("descriptions")))
    return next((text for text in found if text), None)


def _subjects(item: Item) -> Iterator[Subject]:
    for row in rows(item.get("categories")):
        if row.get("type") in _SUBJECTS and (row.get("qcode") or row.get("name")):
            said = row.get("qcode")
            scheme, code = codes.of_qcode(said) if isinstance(said, str) and said else (None, None)
            yield Subject(scheme=scheme, code=code, name=words(row, "name"))


def _places(item: Item) -> tuple[str, ...]:
    found = [words(row, "name") for row in _categories(item, "dnltype:geosubject")]
    return unique(found) or names(item, "geosubject_names")


def _pictures(item: Item, origin: Origin, problems: list[str]) -> Iterator[Picture]:
    """The images, the one to show first in front, then as they are ranked."""
    associated = map(lowered, rows(item.get("associations")))
    images = [row for row in associated if row.get("type") in ("image", "picture")]
    images.sort(key=lambda row: (row.get("is_featureimage") is not True, number(row.get("rank")) or 0))
    for row in images:
        if is_left_out(row, id_of(row.get("urn")) or "", origin, problems):
            continue
        yield Picture(
            guid=id_of(row.get("urn")),
            caption=words(row, "caption"),
            credit=words(row, "creditline"),
            alt=words(row, "alttext", "alt_text"),
            usage_terms=words(row, "usageterms"),
            rights_end=picture_end(row, origin.time_zone),
            renditions=tuple(_renditions(row, problems)),
        )


def _renditions(row: Item, problems: list[str]) -> Iterator[Rendition]:
    for one in rows(row.get("renditions")):
        if found := rendition(one.get("url"), words(one, "mimetype"), problems, **size_of(one)):
            yield found


def _linked(item: Item) -> str:
    said = item.get("linkbox_html")
    return said if isinstance(said, str) else ""


def _links(item: Item) -> Iterator[Link]:
    for row in rows(item.get("associations")):
        target = id_of(row.get("urn"))
        if target:
            yield Link(rel=words(row, "type"), target=target, version=version_of(row))
    if _linked(item):
        for anchor in parse_html(_linked(item)).css("a[href]"):
            target = id_of(anchor.attributes.get("href"))
            if target:
                yield Link(rel="irel:seeAlso", target=target)


def source(item: Any) -> Source | None:
    """The article and its infobox, one after the other: the infobox is part of the story."""
    if not isinstance(item, dict):
        return None
    return text_source("\n".join(piece for name in _TEXTS for piece in _pieces(item.get(name))), None, "text/html")


def _pieces(said: Any) -> list[str]:
    """A text, also where it comes in several pieces."""
    return [piece for piece in (said if isinstance(said, list) else [said]) if isinstance(piece, str)]


def _is_unread(said: Any) -> bool:
    return said is not None and (
        len(_pieces(said)) < len(said) if isinstance(said, list) else not isinstance(said, str)
    )


FORMAT = Format("dpa-json", claims, split, identities, read, source)
