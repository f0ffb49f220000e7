"""Writes an item as NewsML-G2 2.35: a newsItem alone, or a newsMessage with the item and its picture."""

from datetime import datetime

from lxml import etree

from stet.demo.canvas import HEIGHT, WIDTH
from stet.demo.items import Block, Illustration, Item
from stet.demo.markup import Maker

_NAR = "http://iptc.org/std/nar/2006-10-01/"
_XHTML = "http://www.w3.org/1999/xhtml"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_CATALOGUE = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
_G = Maker(_NAR)
_H = Maker(_XHTML)


def news_item(item: Item) -> bytes:
    """The item as a newsItem."""
    return _bytes(_text_item(item))


def news_message(item: Item) -> bytes:
    """The item in a newsMessage, after its picture where it has one (life.md section 8)."""
    parts = [_text_item(item)]
    if item.picture:
        parts.insert(0, _picture_item(item, item.picture))
    header = _G(
        "header", _G("sent", _time(item.created)), _G("sender", item.agency.host), _G("transmitId", item.file_name)
    )
    return _bytes(_G("newsMessage", header, _G("itemSet", *parts)))


def _bytes(root: "etree._Element") -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _text_item(item: Item) -> "etree._Element":
    root = _frame(item, item.guid)
    meta = _item_meta(item, "ninat:text")
    meta.extend(_G("edNote", note) for note in [item.note] if note)
    meta.extend(_G("signal", qcode=signal) for signal in item.signals)
    if item.picture:
        target = {"rel": "irel:seeAlso", "residref": _picture_guid(item)}
        meta.append(_G("link", _G("itemClass", qcode="ninat:picture"), **target))
    root.extend([meta, _content_meta(item)])
    if item.body:
        root.append(_content_set(item))
    return root


def _picture_item(item: Item, picture: Illustration) -> "etree._Element":
    root = _frame(item, _picture_guid(item))
    content = _G(
        "contentMeta",
        _G("creditline", picture.credit),
        _G("description", picture.caption, role="drol:caption"),
        _G("description", picture.alt, role="drol:altText"),
    )
    size = {"width": str(WIDTH), "height": str(HEIGHT)}
    remote = _G("remoteContent", rendition="rnd:highRes", href=picture.file_name, contenttype="image/jpeg", **size)
    root.extend([_item_meta(item, "ninat:picture"), content, _G("contentSet", remote)])
    return root


def _frame(item: Item, guid: str) -> "etree._Element":
    standard = {"standard": "NewsML-G2", "standardversion": "2.35", "conformance": "power"}
    root = _G("newsItem", guid=guid, version=str(item.version), **standard)
    root.set(f"{_XML}lang", item.feed.language)
    year = item.created.year
    rights = _G(
        "rightsInfo",
        _G("copyrightHolder", _G("name", item.agency.name), literal=item.agency.short),
        _G("copyrightNotice", f"© {year} {item.agency.name}"),
        _G("usageTerms", item.agency.terms),
    )
    root.extend([_G("catalogRef", href=_CATALOGUE), rights])
    return root


def _item_meta(item: Item, kind: str) -> "etree._Element":
    meta = _G(
        "itemMeta",
        _G("itemClass", qcode=kind),
        _G("provider", _G("name", item.agency.name), literal=item.agency.short),
        _G("versionCreated", _time(item.created)),
        _G("firstCreated", _time(item.first_created)),
    )
    if item.embargo:
        meta.append(_G("embargoed", _time(item.embargo)))
    meta.append(_G("pubStatus", qcode=f"stat:{item.status}"))
    return meta


def _content_meta(item: Item) -> "etree._Element":
    meta = _G("contentMeta", _G("urgency", str(item.urgency)))
    if item.dateline:
        meta.append(_G("located", _G("name", item.dateline), literal=item.dateline))
    meta.append(_G("language", {"tag": item.feed.language}))
    code, name = item.subject
    meta.append(_G("subject", _G("name", name), type="cpnat:abstract", qcode=f"medtop:{code}"))
    words = {"slugline": item.slugline, "headline": item.headline, "dateline": item.dateline, "by": item.byline}
    meta.extend(_G(tag, text) for tag, text in words.items() if text)
    meta.append(_G("creditline", item.agency.name))
    if item.summary:
        meta.append(_G("description", item.summary, role="drol:summary"))
    return meta


def _content_set(item: Item) -> "etree._Element":
    body = _H("body", *(_block(block) for block in item.body))
    html = _H("html", _H("head", _H("title", item.headline)), body)
    if item.feed.language == "ar":
        html.set("dir", "rtl")
    return _G("contentSet", _G("inlineXML", html, contenttype="application/xhtml+xml"))


def _block(block: Block) -> "etree._Element":
    if block.kind == "ul":
        return _H("ul", *(_H("li", cell) for (cell,) in block.rows))
    if block.kind == "table":
        head, *rows = block.rows
        top = _H("thead", _H("tr", *(_H("th", cell) for cell in head)))
        return _H("table", top, _H("tbody", *(_H("tr", *(_H("td", cell) for cell in row)) for row in rows)))
    return _H(block.kind, block.text)


def _picture_guid(item: Item) -> str:
    return f"{item.guid}-P"


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
