"""ninjs 1, 2 and 3, and the widespread flavour with `guid` and `body_html` (mapping.md 5).

One reader for all: names differ only in case and plural, and versions are told apart by what is there, not by
what an item says of itself.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from stet.errors import Refused
from stet.formats import codes
from stet.formats.agencies import Agency, Identity, home
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
    first_objects,
    id_of,
    is_left_out,
    lines,
    lowered,
    members,
    name_of,
    names,
    number,
    one_line,
    picture_end,
    rights_end,
    role_of,
    rows,
    size_of,
    status_of,
    subjects,
    time_of,
    urgency_of,
    version_of,
    words,
)
from stet.formats.text import names as word_set
from stet.formats.walk import looks_like_html
from stet.model.dispatch import Dispatch, Kind, Link, Picture, Rendition, Status
from stet.model.packet import Origin

_LISTS = ("items", "item", "_items", "hits")
_SHAPE = word_set(
    "type headline headlines bodies versioncreated pubstatus renditions body_html body_text body_xhtml body_html5 "
    "body_nitf body_main item_type embargoed embargoeduntil ednote"
)
_FILED = {
    "picture": Kind.PICTURE, "audio": Kind.PACKAGE, "video": Kind.PACKAGE, "graphic": Kind.PACKAGE,
    "component": Kind.PACKAGE, "event": Kind.ADVISORY, "planning": Kind.ADVISORY, "agenda": Kind.ADVISORY,
}  # fmt: skip
"""What is not copy by its type: filed, and no page."""
_WITH_STORIES = ("picture", "audio", "video", "graphic")
_COPY = frozenset({"text", "story", "article", "preformatted", "composite", "package"})
_ONE_DOT_X = ("body_xhtml", "body_html", "body_html5", "body_nitf", "body_text")
_SAID = {"body_text": "text/plain", "body_html": "text/html", "body_html5": "text/html", "body_xhtml": "text/html"}
_NITF = re.compile(r"<nitf[\s>]", re.IGNORECASE)
_WHOLE = frozenset({"", "main", "body", "text", "plain", "html", "html5", "xhtml", "richtext", "nitf", "full"})
"""Roles that say how a body is written and not that it is only a part."""
_BESIDE = re.compile(r"teaser|summary|abstract|preamble|caption|sidebar|factbox|infobox", re.IGNORECASE)
"""Roles of texts that go with the body and are not it."""
_SUMMARIES = ("summary", "abstract", "teaser", "main", "", "lead", "text", "caption", "richtext")
_CAPTIONS = ("caption", "main", "", "text", "richtext", "summary", "abstract", "lead", "teaser")
_NOT_DESCRIBING = frozenset({"creditline", "credit", "writer", "alttext", "alt", "keywords", "headline"})
_ALT = frozenset({"alttext", "alt"})
_CREDITS = frozenset({"creditline", "credit"})
_HEADLINES = ("main", "", "headline", "title")
_AUTHORS = frozenset({"author", "writer", "byline", "creator", "by"})
_DRAFTS = frozenset({"draft", "in_progress", "spiked"})
_NOT_MEANT = "marked_for_not_publication"
_YES = frozenset({"true", "1", "yes", "1.0"})
_SCHEDULES = ("utc_publish_schedule", "publish_schedule")
_STATES = {"killed": Status.CANCELED, "recalled": Status.CANCELED, "unpublished": Status.WITHHELD}
"""Words of the flavour's own `state`, for the stops that it also sends as `pubstatus`."""


def claims(held: Held) -> str | None:
    """By the shape of the JSON: an object with a uri or guid and properties of ninjs, alone or in a list."""
    for item in first_objects(items_of(held.value)):
        if (item.get("uri") or item.get("guid")) and any(name.lower() in _SHAPE for name in item):
            return f"JSON with {'uri' if item.get('uri') else 'guid'} and the properties of {_flavour(item)}"
    return None


def _flavour(item: Item) -> str:
    said = item.get("standard") or item.get("$standard")
    version = str(said.get("version") or "") if isinstance(said, dict) else ""
    if version:
        return f"ninjs {version[:8]}"
    if any(name in item for name in ("versionCreated", "pubStatus", "altIds")):
        return "ninjs 3"
    return "ninjs 2" if any(name in item for name in ("bodies", "headlines")) else "ninjs 1"


def split(held: Held) -> Sequence[Any]:
    """The one item, or those of the list it came in; after them the pictures, sound and film that lie whole in them."""
    items = [lowered(item) if isinstance(item, dict) else item for item in items_of(held.value)]
    known = {_own_id(item) for item in items if isinstance(item, dict)}
    whole: dict[str | None, Item] = {}
    for item in items:
        if isinstance(item, dict) and "associations" in item:
            whole |= {_own_id(row): row for row in _whole(item)}
    return [*items, *(row for guid, row in whole.items() if guid not in known)]


def _whole(item: Item) -> Iterator[Item]:
    """What is associated and is an item by itself: with an id and a version's time of its own, and not said to be a
    part of one. It lives its own life (mapping.md 4); text is left to come by itself, as the story it is."""
    for association in members(item["associations"]):
        row = lowered(association)
        whole = row.get("type") in _WITH_STORIES and row.get("representationtype", "full") in ("complete", "full")
        if whole and "versioncreated" in row and _own_id(row):
            yield row if provider_of(row) else {**row, "source": provider_of(item)}


def _own_id(item: Item) -> str | None:
    return id_of(item.get("uri")) or id_of(item.get("guid"))


def items_of(value: Any) -> list[Any]:
    """The items of parsed JSON, alone or in a list under one of its usual names."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return []
    if not (value.get("uri") or value.get("guid")):
        for name in _LISTS:
            if isinstance(value.get(name), list):
                return list(value[name])
    return [value]


def identity(item: Any) -> Identity:
    """Who the item is. Raises Refused where nothing names it."""
    if not isinstance(item, dict):
        raise Refused(f"an entry of the list is not an object but {type(item).__name__}")
    guid = _own_id(item)
    if not guid:
        raise Refused("a ninjs item without uri or guid: it cannot be told from others")
    return Identity(guid, version_of(item), _status(item), provider_of(item), signals=_signals(item))


def identities(part: Any) -> Iterator[Identity]:
    """The item; ninjs gives no orders on others."""
    yield identity(part)


def _status(item: Item) -> Status:
    status = status_of(item)
    return _STATES.get(_state(item), status) if status is Status.USABLE else status


def _signals(item: Item) -> tuple[str, ...]:
    """No schema has them; agencies send a list, one word, or an object of named values (TT)."""
    found: list[str | None] = []
    for value in (item.get("signals"), item.get("signal"), item.get("editorialtypes")):
        if isinstance(value, dict):
            found += [one_line(f"{name}:{said}") for name, said in value.items() if isinstance(said, str)]
        elif value is not None:
            found += [name_of(row) for row in (value if isinstance(value, list) else [value])]
    return unique(found) if found else ()


def provider_of(item: Item) -> str | None:
    """Who sent it."""
    sources = names(item, "infosources", "infosource")
    return sources[0] if sources else words(item, "source", "provider", "copyrightholder")


def read(part: Any, origin: Origin) -> Draft:
    """One item. What is not copy is filed by its type."""
    own = identity(part)
    agency, origin = home(origin, own.guid, own.provider)
    renditions = _renditions_of(part)
    where = first_with_words([found for _, found in renditions])
    problems: list[str] = []
    version_of(part, problems)
    kind = _kind(part, where is not None, agency, problems)
    if where is None and own.status is Status.USABLE and kind in (Kind.STORY, Kind.ALERT):
        problems.append("the item has no body")
    queries = list(_queries(part, origin, problems))
    if kind in (Kind.STORY, Kind.ALERT) and differ(where, [found for is_whole, found in renditions if is_whole]):
        queries.append(SEVERAL)
    return Draft(_Said(part, origin, kind, problems, queries).dispatch(own), own, where)


def _kind(item: Item, has_body: bool, agency: Agency, problems: list[str]) -> Kind:
    said = item.get("type") or item.get("item_type") or "text"
    word = said.casefold() if isinstance(said, str) else "text"
    if word in _FILED:
        return _FILED[word]
    if word in ("composite", "package") and not has_body:
        return Kind.PACKAGE  # one with words of its own is a story with pictures
    if word not in _COPY:
        problems.append(f"the type {word[:40]!r} is not one of ninjs; it was read as text")
    profile = item.get("profile")
    return codes.kind_by_words(
        [profile if isinstance(profile, str) else None, *names(item, "genres", "genre", "service")], agency
    )


class _Said(NamedTuple):
    item: Item
    origin: Origin
    kind: Kind
    problems: list[str]
    queries: list[str]

    def dispatch(self, own: Identity) -> Dispatch:
        item, zone, problems = self.item, self.origin.time_zone, self.problems
        pictured = self.kind is Kind.PICTURE
        holder = words(item, "copyrightholder")
        return Dispatch(
            **NOWHERE,
            agency=agency_of(self.origin, own.provider),
            guid=own.guid,
            alt_ids=_alt_ids(item),
            version=own.version,
            status=own.status,
            kind=self.kind,
            version_created=time_of(item, zone, problems, "versioncreated", "contentmodified"),
            first_created=time_of(item, zone, problems, "firstcreated", "contentcreated"),
            embargo=embargo_of(_with_schedule(item), zone, problems, "embargoeduntil", "embargoed", "utc_embargo"),
            expires=time_of(item, zone, problems, "expires"),
            rights_end=rights_end(item, zone, problems),
            urgency=urgency_of(item),
            language=words(item, "language") or self.origin.language,
            headline=_headline(item),
            slugline=words(item, "slugline", "slug"),
            byline=_byline(item),
            dateline=_dateline(item),
            provider=own.provider,
            credit=_credit(item) or holder,
            summary=None if pictured else _described(item, _SUMMARIES) or words(item, "abstract"),
            word_count=number(item.get("wordcount", item.get("word_count"))),
            subjects=subjects(item, "subjects", "subject"),
            people=names(item, "people", "person"),
            organisations=names(item, "organisations", "organisation", "organizations", "organization"),
            places=names(item, "places", "place"),
            ed_note=lines(item, "ednote"),
            public_note=words(item, "publicnote"),
            signals=own.signals,
            usage_terms=lines(item, "usageterms"),
            copyright=words(item, "copyrightnotice") or holder,
            pictures=tuple(_pictures(item, self)),
            links=tuple(_links(item)),
            problems=tuple(problems),
            queries=tuple(self.queries),
        )


def _queries(item: Item, origin: Origin, problems: list[str]) -> Iterator[str]:
    """What a newsroom system says of an item that is not meant to leave it, or not yet."""
    if _state(item) in _DRAFTS:
        yield f"The item says of itself that it is a draft (state “{str(item['state']).strip()[:40]}”)."
    flags = item.get("flags")
    if isinstance(flags, dict) and str(lowered(flags).get(_NOT_MEANT)).strip().casefold() in _YES:
        yield "The item is marked as not for publication."
    item = _with_schedule(item)
    for name in _SCHEDULES:
        if item.get(name):
            at = time_of(item, origin.time_zone, problems, name)
            if at is None or at > origin.arrived:
                if at is None:
                    yield "It is scheduled to be published at a time not read here."
                else:
                    yield f"It is scheduled to be published at {at.isoformat()}."
                return


def _state(item: Item) -> str:
    return str(item.get("state")).strip().casefold()


def _with_schedule(item: Item) -> Item:
    """The item, with the embargo that the `guid` flavour keeps among its schedule."""
    schedule = item.get("schedule_settings")
    return item | lowered(schedule) if isinstance(schedule, dict) else item


def _alt_ids(item: Item) -> tuple[str, ...]:
    """An object of names in 1.x, a list of values with roles in 2 and 3; TT has one as a property of its own."""
    value, alone = item.get("altids"), item.get("originaltransmissionreference")
    if value is None and alone is None:
        return ()
    found = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    plain = [row.get("value") if isinstance(row, dict) else row for row in found]
    return unique([id_of(one) for one in (*plain, alone)])


def _headline(item: Item) -> str | None:
    return _by_role(item, "headlines", _HEADLINES) or words(
        item, "headline", "headline_main", "headline_text", "headline_html", "title", "name"
    )


def _by_role(item: Item, name: str, wanted: Sequence[str], unwanted: frozenset[str] = frozenset()) -> str | None:
    """The text of the row with the best role; of one with another role only where it is not unwanted."""
    if name not in item:
        return None
    best: tuple[int, str] | None = None
    for row in rows(item[name]):
        said, role = row.get("value"), role_of(row)
        place = wanted.index(role) if role in wanted else len(wanted)
        if not isinstance(said, str) or not said.strip() or (place == len(wanted) and role in unwanted):
            continue
        if best is None or place < best[0]:
            best = place, said
    return one_line(best[1]) if best else None


def _byline(item: Item) -> str | None:
    """`byline` in 1.x, `by` after; else the authors named in rows."""
    found = words(item, "byline", "by")
    if found:
        return found
    named = [words(row, "byline", "by", "name") for row in rows(item.get("bylines")) if not row.get("internal")]
    for name, role in (("authors", "role"), ("people", "rel"), ("person", "rel")):
        named += [name_of(row) for row in rows(item.get(name)) if str(row.get(role)).casefold() in _AUTHORS]
    return ", ".join(unique(named)) or None


def _dateline(item: Item) -> str | None:
    """The place it was filed from; in the `guid` flavour what stands before the text."""
    said = item.get("dateline")
    if isinstance(said, dict):
        return words(lowered(said), "text")
    return words(item, "dateline") or (words(item, "located") if isinstance(item.get("located"), str) else None)


def _credit(item: Item) -> str | None:
    return words(item, "creditline", "description_creditline") or _of_role(item, _CREDITS)


def _of_role(item: Item, roles: frozenset[str]) -> str | None:
    """The first description with one of the roles."""
    if "descriptions" not in item:
        return None
    found = (words(row, "value") for row in rows(item["descriptions"]) if role_of(row) in roles)
    return next((said for said in found if said), None)


def _described(item: Item, wanted: Sequence[str]) -> str | None:
    return _by_role(item, "descriptions", wanted, _NOT_DESCRIBING) or words(
        item, "description_text", "description_html", "description_xhtml", "description_summary", "description_caption"
    )


def _alt(item: Item) -> str | None:
    """What a picture shows, for those who do not see it: a description of that role, in every generation."""
    return _of_role(item, _ALT) or words(item, "description_alt", "description_alttext", "alttext", "alt_text")


def _pictures(item: Item, said: _Said) -> Iterator[Picture]:
    if said.kind is Kind.PICTURE:
        yield _picture(item, said)
    for association in members(item.get("associations")):
        row = lowered(association)
        if row.get("type") in ("picture", "image") and not is_left_out(row, _called(row), said.origin, said.problems):
            yield _picture(row, said)


def _called(row: Item) -> str:
    return _own_id(row) or words(row, "headline") or ""


def _picture(item: Item, said: _Said) -> Picture:
    return Picture(
        guid=_own_id(item),
        caption=_described(item, _CAPTIONS) or words(item, "body_text"),
        credit=words(item, "creditline", "byline", "by") or _credit(item) or words(item, "copyrightholder"),
        alt=_alt(item),
        usage_terms=lines(item, "usageterms"),
        ed_note=lines(item, "ednote"),
        rights_end=picture_end(item, said.origin.time_zone),
        renditions=tuple(_renditions(item, said.problems)),
    )


def _renditions(item: Item, problems: list[str]) -> Iterator[Rendition]:
    for row in members(item.get("renditions")):
        said = row.get("mimetype") or row.get("contentType") or row.get("contenttype")
        type_ = one_line(said) if isinstance(said, str) else None
        if found := rendition(row.get("href"), type_, problems, **size_of(row)):
            yield found


def _links(item: Item) -> Iterator[Link]:
    """The story it goes on from, under its own name or TT's, then what is associated."""
    replaced = item.get("replacing")
    for value in (item.get("evolvedfrom"), *(replaced if isinstance(replaced, list) else [replaced])):
        target = id_of(value)
        if target:
            yield Link(rel="irel:evolvedFrom", target=target)
    for row in members(item.get("associations")):
        target = _own_id(row)
        if target:
            yield Link(rel=words(row, "rel", "type"), target=target, version=version_of(row))


def source(item: Any) -> Source | None:
    """The body: XHTML or HTML before NITF before plain text; the main one where roles are given. One without a word in
    it is the last choice."""
    return first_with_words([found for _, found in _renditions_of(item)])


def _renditions_of(item: Any) -> list[tuple[bool, Source]]:
    """The renditions of the body, the best first, and whether each is of all of it."""
    if not isinstance(item, dict) or item.get("type") == "picture":
        return []
    bodies = _bodies(item)
    if len(bodies) > 1:
        bodies.sort(key=_Written.rank)
    return [(one.role in _WHOLE, found) for one in bodies if (found := one.source()) is not None]


class _Written(NamedTuple):
    """One rendition of the body."""

    text: str
    said: str
    """What it is said to be: `text/plain`, `text/html` or whatever stands there."""
    role: str = ""

    def rank(self) -> tuple[bool, int]:
        if self.said == "text/plain" and not self.text.lstrip().startswith("<"):
            written = 2
        elif _NITF.search(self.text.lstrip()[:200]):
            written = 1
        else:
            written = 0 if looks_like_html(self.text) else 2
        return self.role not in _WHOLE, written

    def source(self) -> Source | None:
        if self.text.lstrip()[:200].startswith("<TTNITF"):
            return None
        return text_source(self.text, None, self.said)


def _bodies(item: Item) -> list[_Written]:
    """Every rendition of the body; what stands beside it only where there is nothing else."""
    given = [_written(row) for row in rows(item.get("bodies")) if isinstance(row.get("value"), str)]
    given = [one for one in given if not _BESIDE.search(one.role)] or given
    listed = [name for name in _ONE_DOT_X if name in item] or [name for name in item if name.startswith("body_")]
    listed = [name for name in listed if not _BESIDE.search(name)] or listed
    return given + [_Written(item[name], _SAID.get(name, "")) for name in listed if isinstance(item[name], str)]


def _written(row: Item) -> _Written:
    said = row.get("contentType") or row.get("contenttype") or row.get("mimetype")
    return _Written(row["value"], said.partition(";")[0].strip().lower() if isinstance(said, str) else "", role_of(row))


FORMAT = Format(
    "ninjs", claims, split, identities, read, source,
    stop_words=(*codes.STOP_WORDS, *(word.encode() for word in _STATES)),
)  # fmt: skip
