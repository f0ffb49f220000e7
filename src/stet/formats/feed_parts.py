"""Parts of an entry of a feed: who wrote it, what it is about, its pictures, its links."""

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from stet.formats.feed_body import base_of
from stet.formats.feed_fields import Entry, Feed, Fields, can_be_read, has_scheme, is_web, join
from stet.formats.held import unique
from stet.formats.hrefs import picture_href
from stet.formats.text import line, whole_number
from stet.formats.xml import name_of
from stet.model.dispatch import Link, Picture, Rendition, Subject

_NAMED_MAIL = re.compile(r"\s*[^\s()@]+@[^\s()]+\s*\(([^()]+)\)\s*")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|tiff?)(?:[?#]|\Z)", re.IGNORECASE)
_PICTURED = frozenset({"media:content", "media:group", "media:thumbnail", "image"})
_KEYWORDS = ("dc:subject", "prism:keyword", "media:keywords")
_RELATED = frozenset({"related", "via", "canonical", "alternate"})
_GONE = ("blocked", "deleted")


def byline(entry: Entry) -> str | None:
    """Who wrote it: of the entry, of the feed it was taken from, of the feed (RFC 4287 section 4.2.1)."""
    feed, fields = entry.feed, entry.fields
    names = _authors(feed, fields)
    if not names and feed.is_atom:
        for source in fields.get("source", ()):
            names = names or _authors(feed, feed.fields_of(source))
        names = names or [name for name in _authors(feed, feed.fields) if name != feed.title]
    return ", ".join(unique(names)) or None


def _authors(feed: Feed, fields: Fields) -> list[str]:
    for key in ("author", "dc:creator") if feed.is_atom else ("dc:creator", "creator", "author"):
        if key in fields:
            names = [_person(_named(feed, element, key)) for element in fields[key]]
            found = [name for name in names if name]
            if found:
                return found
    return []


def _named(feed: Feed, element: etree._Element, key: str) -> str | None:
    if not len(element):
        return feed.line_of(element, key)
    for child in element:
        if name_of(child) == "name":
            return feed.line_of(child, key)
    return None if key == "author" else feed.line_of(element, key)


def _person(name: str | None) -> str | None:
    """A name without its e-mail address: RSS writes `desk@agency.example (Tam Orrin)`."""
    if not name or "@" not in name:
        return name
    found = _NAMED_MAIL.fullmatch(name)
    return line(found[1] if found else " ".join(word for word in name.split() if "@" not in word).strip(" ()<>"))


def subjects(entry: Entry) -> tuple[Subject, ...]:
    """Categories, each once. Atom's `term` is a code where a scheme says whose."""
    feed, fields = entry.feed, entry.fields
    found = [_subject(feed, element) for element in fields.get("category", ())]
    for group in fields.get("categories", ()):
        found += [_subject(feed, element) for element in feed.fields_of(group).get("category", ())]
    for key in _KEYWORDS:
        if key in fields:
            found += [Subject(name=word) for word in _keywords(feed, fields[key], key)]
    return tuple(dict.fromkeys(filter(None, found)))


def _subject(feed: Feed, element: etree._Element) -> Subject | None:
    term, scheme = element.get("term"), line(element.get("domain") or element.get("scheme"))
    if term is None:
        code, name = line(element.get("nicename")), feed.line_of(element, "category")
    else:
        code = line(term)
        name = line(element.get("label")) or code
    return Subject(scheme=scheme, code=code if scheme or term is None else None, name=name) if name else None


def _keywords(feed: Feed, elements: Sequence[etree._Element], key: str) -> Iterator[str]:
    for element in elements:
        words = feed.line_of(element, key) or ""
        yield from filter(None, map(line, words.split(",") if key == "media:keywords" else [words]))


def names(entry: Entry, *keys: str) -> tuple[str, ...]:
    """All values of some fields, each once."""
    if entry.fields.keys().isdisjoint(keys):
        return ()
    return unique([entry.feed.line_of(e, key) for key in keys for e in entry.fields.get(key, ())])


def page(entry: Entry) -> str | None:
    """The address of the entry's page: its link, else a guid that is one (RSS 2.0, `isPermaLink`)."""
    written = entry.page
    if written is None:
        for element in entry.fields.get("guid", ()):
            if (element.get("isPermaLink") or "true").strip().lower() == "true" and is_web(
                (element.text or "").strip()
            ):
                return (element.text or "").strip()
        return None
    return whole(entry, written)


def whole(entry: Entry, written: str) -> str | None:
    """An address of the web, or what is left of one without a base; none for another scheme."""
    if is_web(written):
        return written
    address = join(base_of(entry), written) or written
    return address if is_web(address) or not has_scheme(address) else None


def links(entry: Entry, first: str | None) -> Iterator[Link]:
    """The entry's page first, then what it is related to."""
    if first:
        yield Link(rel="alternate", target=first)
    if entry.feed.is_atom or len(entry.fields.get("link", ())) > 1:
        for element in entry.fields.get("link", ()):
            rel, href = element.get("rel") or "alternate", (element.get("href") or "").strip()
            target = whole(entry, href) if href and rel in _RELATED else None
            if target and target != first:
                yield Link(rel=rel, target=target)
    for element in entry.fields.get("content", ()):
        target = whole(entry, (element.get("src") or "").strip()) if is_elsewhere(element) else None
        if target:
            yield Link(rel="content", target=target)


def is_elsewhere(content: etree._Element) -> bool:
    """Whether a content is only pointed at, and is no picture (RFC 4287 section 4.1.3.2)."""
    return bool((content.get("src") or "").strip()) and not (content.get("type") or "").startswith("image/")


# Pictures: enclosures, Media RSS, and the `image` that some feeds give an item.


def pictures(entry: Entry) -> tuple[Picture, ...]:
    """Files that say they are pictures, or whose name does. One picture in several sizes is one."""
    fields = entry.fields
    files = _files(fields)
    if (not files and _PICTURED.isdisjoint(fields)) or _is_gone(fields):
        return ()
    every = [*_of_media(entry), *_of_files(entry, files)]
    found = list({picture.renditions[0].href: picture for picture in reversed(every)}.values())[::-1]
    thumbnails = _renditions(entry, fields.get("media:thumbnail", ()), named=True)
    if thumbnails and not found:
        found = [_picture(entry, thumbnails, fields)]
    elif thumbnails and len(found) == 1:
        found = [_with(found[0], thumbnails)]
    return tuple(found)


def _of_media(entry: Entry) -> Iterator[Picture]:
    feed, fields = entry.feed, entry.fields
    for element in fields.get("media:content", ()):
        yield from _shown(entry, [element], feed.fields_of(element), fields)
    for group in fields.get("media:group", ()):
        within = feed.fields_of(group)
        yield from _shown(entry, within.get("media:content", ()), within, fields)


def _shown(entry: Entry, files: Sequence[etree._Element], within: Fields, fields: Fields) -> Iterator[Picture]:
    """The picture of one media object: its files, or the still of a film. What is said inside goes first."""
    if _is_gone(within):
        return
    own = [entry.feed.fields_of(file) for file in files if len(file)] if files else []
    found = _renditions(entry, files, named=False)
    for place in (within, *own):
        found += _renditions(entry, place.get("media:thumbnail", ()), named=True)
    if found:
        yield _picture(entry, found, *own, within, fields)


def _files(fields: Fields) -> list[etree._Element]:
    """What may be a file of its own: enclosures, and a content that is pointed at."""
    found = [*fields.get("enclosure", ())]
    found += [element for element in fields.get("link", ()) if element.get("rel") == "enclosure"]
    found += [element for element in fields.get("content", ()) if _written(element)]
    return found


def _written(file: etree._Element) -> str | None:
    """The address of a file, in whatever attribute it stands."""
    return file.get("url") or file.get("href") or file.get("src")


def _of_files(entry: Entry, files: Sequence[etree._Element]) -> Iterator[Picture]:
    fields = entry.fields
    for element in files:
        for rendition in _renditions(entry, [element], named=False):
            yield _picture(entry, [rendition], fields)
    for element in fields.get("image", ()):
        address = next((child for child in element if name_of(child) == "url"), element)
        href = _href(entry, address.get("href") or address.text)
        if href:
            yield Picture(renditions=(Rendition(href=href),))


def _renditions(entry: Entry, files: Sequence[etree._Element], *, named: bool) -> list[Rendition]:
    found = []
    for file in files:
        written = _written(file)
        type_ = (file.get("type") or "").strip().lower()
        if not written or not (named or _is_picture(file, type_, written)):
            continue
        href = _href(entry, written)
        if href:
            size = {side: whole_number(file.get(side)) for side in ("width", "height")}
            found.append(Rendition(href=href, type=type_ if "/" in type_ else None, **size))
    return found


def _is_picture(file: etree._Element, type_: str, href: str) -> bool:
    medium = file.get("medium")
    if medium or "/" in type_:
        return medium == "image" or type_.startswith("image/")
    return _PICTURE_FILE.search(href) is not None


def _href(entry: Entry, written: str | None) -> str | None:
    written = (written or "").strip()
    address = written if is_web(written) else join(base_of(entry), written)
    return picture_href(address) if can_be_read(address or "") else None


def _picture(entry: Entry, renditions: Sequence[Rendition], *places: Fields) -> Picture:
    """A picture with what is said of it, in the nearest place that says it."""

    def said(*names: str) -> str | None:
        return next(filter(None, (entry.feed.words(place, *names) for place in places)), None)

    return Picture(
        caption=said("media:description"),
        credit=said("media:credit"),
        usage_terms=said("media:license", "media:copyright"),
        renditions=tuple({r.href: r for r in reversed(renditions)}.values())[::-1],
    )


def _with(picture: Picture, thumbnails: Sequence[Rendition]) -> Picture:
    known = {rendition.href for rendition in picture.renditions}
    more = tuple(thumbnail for thumbnail in thumbnails if thumbnail.href not in known)
    return Picture(
        guid=picture.guid, caption=picture.caption, credit=picture.credit, alt=picture.alt,
        usage_terms=picture.usage_terms, renditions=(*picture.renditions, *more),
    )  # fmt: skip


def _is_gone(fields: Fields) -> bool:
    """Whether the agency took its media away (Media RSS, `media:status`)."""
    return any((element.get("state") or "").strip().lower() in _GONE for element in fields.get("media:status", ()))


def has_film_or_sound(entry: Entry) -> bool:
    """Whether it brings a file that is neither text nor a picture."""
    fields, feed = entry.fields, entry.feed
    files = [*fields.get("enclosure", ()), *fields.get("media:content", ()), *fields.get("link", ())]
    for group in fields.get("media:group", ()):
        files += feed.fields_of(group).get("media:content", ())
    return any(
        file.get("medium") in ("video", "audio") or (file.get("type") or "").startswith(("video/", "audio/"))
        for file in files
    )
