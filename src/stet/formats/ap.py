"""The JSON of AP's Media API: one item, a feed of items, a search answer (mapping.md 6).

Every item lies in an envelope, and its text is not in it: it is a rendition in NITF of its own, which a poller may
have put beside the envelope's `data`. The words of the fields are AP's ("Content Metadata Fields", "Identifying
Publishable Content" in the guide to the API).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from stet.errors import Refused
from stet.formats import codes
from stet.formats.agencies import Identity, home
from stet.formats.held import (
    NOWHERE,
    SEVERAL,
    Draft,
    Format,
    Held,
    Source,
    agency_of,
    differ,
    first_with_words,
    text_source,
    unique,
)
from stet.formats.hrefs import rendition
from stet.formats.json_parts import (
    Item,
    embargo_of,
    id_of,
    is_left_out,
    lines,
    lowered,
    members,
    names,
    number,
    one_line,
    picture_end,
    rows,
    size_of,
    status_of,
    subjects,
    time_of,
    urgency_of,
    version_of,
    words,
)
from stet.model.dispatch import Dispatch, Kind, Link, Picture, Rendition, Status
from stet.model.packet import Origin

_AP = "AP"
"""The agency of all that comes through the API: `provider` may be a third party, and a kill may come without it."""
_ADDRESS = re.compile(r"/media/v/content/([0-9a-f]{32})(?![0-9a-f])")
_FILED = {"picture": Kind.PICTURE, "graphic": Kind.PACKAGE, "audio": Kind.PACKAGE, "video": Kind.PACKAGE,
          "composite": Kind.PACKAGE}  # fmt: skip
_PUBLISHABLE = "newscontent"
"""AP: without this signal an item may not be published to consumers at any time (advisories, daybooks)."""


class Part(NamedTuple):
    """One item, and the text that was put beside it."""

    item: Any
    nitf: Any = None


def claims(held: Held) -> str | None:
    """By the envelope: `data` with an item, or with items, that have AP's ids."""
    found = _parts(held.value)
    for part in found[:8]:
        if isinstance(part.item, dict) and _item_id(part.item):
            where = "data.items" if len(found) > 1 or _is_page(held.value) else "data.item"
            return f"JSON with {where} and altids.itemid: the AP Media API"
    return None


def split(held: Held) -> Sequence[Part]:
    """The items, out of their envelope."""
    return [
        part._replace(item=lowered(part.item)) if isinstance(part.item, dict) else part for part in _parts(held.value)
    ]


def _is_page(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("data"), dict) and "items" in value["data"]


def _parts(value: Any) -> list[Part]:
    if isinstance(value, list):  # envelopes, one after the other
        return [part for envelope in value if isinstance(envelope, dict) for part in _parts(envelope)]
    data = value.get("data") if isinstance(value, dict) else None
    if not isinstance(data, dict):
        return []
    alone = [Part(data["item"], value.get("nitf"))] if isinstance(data.get("item"), dict) else []
    entries = data.get("items")
    return alone + [
        Part(entry.get("item", entry), entry.get("nitf")) if isinstance(entry, dict) else Part(entry)
        for entry in (entries if isinstance(entries, list) else [])
    ]


def _item_id(item: Item) -> str | None:
    """The id that all versions share; in an address it is what comes before the query (edge_cases.md 37)."""
    altids = item.get("altids")
    found = id_of(altids.get("itemid")) if isinstance(altids, dict) else None
    if found:
        return found
    address = _ADDRESS.search(str(item.get("uri")))
    return address[1] if address else None


def identity(part: Part) -> Identity:
    """Who the item is. Raises Refused where nothing names it."""
    item = part.item
    if not isinstance(item, dict):
        raise Refused(f"an entry of the page is not an object but {type(item).__name__}")
    guid = _item_id(item)
    if not guid:
        raise Refused("an item of the AP Media API without altids.itemid: it cannot be told from others")
    signals = names(item, "signals", "editorialtypes", "editorialrole")
    return Identity(guid, version_of(item), status_of(item), _AP, signals=signals)


def identities(part: Part) -> Iterator[Identity]:
    """The item; it gives no orders on others."""
    yield identity(part)


def read(part: Part, origin: Origin) -> Draft:
    """One item. Its text may be elsewhere; then the address of it is said."""
    own = identity(part)
    agency, origin = home(origin, own.guid, own.provider)
    item: Item = part.item
    problems: list[str] = []
    version_of(item, problems)
    kind = _FILED.get(str(item.get("type")).casefold())
    if kind is None:
        categories = [row.get("code") for row in rows(item.get("subject")) if row.get("rels") == ["category"]]
        said = [words(item, "profile"), *own.signals, *(code for code in categories if isinstance(code, str))]
        kind = codes.kind_by_words(said, agency)
        if _PUBLISHABLE not in own.signals and own.status is Status.USABLE:
            kind = Kind.ADVISORY
            problems.append(f"no signal {_PUBLISHABLE!r}: AP does not mean it to be published")
    renditions = _renditions_of(part) if kind in (Kind.STORY, Kind.ALERT, Kind.ADVISORY) else []
    where = first_with_words(renditions)
    if where is None and kind in (Kind.STORY, Kind.ALERT, Kind.ADVISORY) and own.status is Status.USABLE:
        problems.append(_elsewhere(item))
    dispatch = _dispatch(item, own, kind, where, origin, problems)
    return Draft(replace(dispatch, queries=(SEVERAL,)) if differ(where, renditions) else dispatch, own, where)


def _dispatch(
    item: Item, own: Identity, kind: Kind, where: Source | None, origin: Origin, problems: list[str]
) -> Dispatch:
    zone = origin.time_zone
    return Dispatch(
        **NOWHERE,
        agency=agency_of(origin, own.provider),
        guid=own.guid,
        alt_ids=_alt_ids(item),
        version=own.version,
        status=own.status,
        kind=kind,
        version_created=time_of(item, zone, problems, "versioncreated"),
        first_created=time_of(item, zone, problems, "firstcreated"),
        embargo=embargo_of(item, zone, problems, "embargoed", "releasedatetime"),
        expires=time_of(item, zone, problems, "expires"),
        urgency=urgency_of(item),
        language=words(item, "language") or origin.language,
        headline=words(item, "headline", "title"),
        slugline=words(item, "slugline"),
        byline=_byline(item),
        dateline=words(item, "located"),
        provider=words(item, "provider") or own.provider,
        credit=words(item, "description_creditline", "provider") or own.provider,
        summary=None if kind is Kind.PICTURE else words(item, "description_summary"),
        word_count=_words_elsewhere(item) if where is None else None,
        subjects=subjects(item, "subject"),
        people=names(item, "person"),
        organisations=names(item, "organisation", "organization", "company"),
        places=names(item, "place"),
        ed_note=lines(item, "ednote"),
        signals=own.signals,
        usage_terms=lines(item, "usageterms"),
        copyright=words(item, "copyrightnotice"),
        pictures=tuple(_pictures(item, kind, origin, problems)),
        links=tuple(_links(item)),
        problems=tuple(problems),
    )


def _alt_ids(item: Item) -> tuple[str, ...]:
    """All names but the id itself and the one of a single revision (`etag`); a member's own ids too."""
    altids = item.get("altids")
    named = altids if isinstance(altids, dict) else {}
    found = [value for name, value in named.items() if name not in ("itemid", "etag")]
    found += [value for row in rows(item.get("foreignkeys")) for value in row.values()]
    return unique([id_of(value) for value in found])


def _byline(item: Item) -> str | None:
    said = unique([words(row, "by") for row in rows(item.get("bylines"))])
    return ", ".join(said) or words(item, "byline") or next(iter(names(item, "photographer")), None)


def _pictures(item: Item, kind: Kind, origin: Origin, problems: list[str]) -> Iterator[Picture]:
    """A picture is its own; those of a story are named in it, and come as items of their own."""
    if kind is Kind.PICTURE:
        yield _picture(item, origin.time_zone, problems)
    for row in map(lowered, members(item.get("associations"))):
        if row.get("type") == "picture" and not is_left_out(row, _item_id(row) or "", origin, problems):
            yield _picture(row, origin.time_zone, problems)


def _picture(item: Item, time_zone: str, problems: list[str]) -> Picture:
    return Picture(
        guid=_item_id(item),
        caption=words(item, "description_caption"),
        credit=words(item, "description_creditline") or next(iter(names(item, "photographer")), None),
        alt=words(item, "description_alttext", "description_alt"),
        usage_terms=lines(item, "usageterms"),
        ed_note=lines(item, "ednote"),
        rights_end=picture_end(item, time_zone),
        renditions=tuple(_renditions(item, problems)),
    )


def _renditions(item: Item, problems: list[str]) -> Iterator[Rendition]:
    for row in members(item.get("renditions")):
        if row.get("type", "picture") == "picture":
            found = rendition(row.get("href"), words(row, "mimetype"), problems, **size_of(row))
            if found is not None:
                yield found


def _links(item: Item) -> Iterator[Link]:
    for row in members(item.get("associations")):
        target = _item_id(row)
        if target:
            yield Link(rel=words(row, "type"), target=target, version=version_of(row))
    for row in rows(item.get("links")):
        target = id_of(row.get("href"))
        if target:
            yield Link(rel=words(row, "rel"), target=target)


def _nitf(item: Item) -> Item:
    """The rendition that holds the text, by its name or by what it says it is."""
    named = item.get("renditions")
    found = named.get("nitf") if isinstance(named, dict) else None
    return found if isinstance(found, dict) else {}


def _words_elsewhere(item: Item) -> int | None:
    return number(_nitf(item).get("words"))


def _elsewhere(item: Item) -> str:
    href = _nitf(item).get("href")
    if not isinstance(href, str) or not href:
        return "the item has no body"
    return f"the body is not in the item but at {one_line(href.partition('?')[0])}"


def source(part: Part) -> Source | None:
    """The text put beside the envelope: NITF, or the HTML made of it. One without words is the last choice."""
    return first_with_words(_renditions_of(part))


def _renditions_of(part: Part) -> list[Source]:
    found = part.nitf
    texts = [(found.get(name), type_) for name, type_ in _TEXTS.items()] if isinstance(found, dict) else [(found, None)]
    sources = (text_source(text, None, type_) for text, type_ in texts if isinstance(text, str))
    return [one for one in sources if one is not None]


_TEXTS = {"body_html": "text/html", "body_xhtml": "text/html", "body_nitf": None, "body_text": "text/plain"}

FORMAT = Format("ap-json", claims, split, identities, read, source)
