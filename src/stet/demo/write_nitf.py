"""Writes an item as NITF 3.6 with its namespace."""

from datetime import datetime

from lxml import etree

from stet.demo.canvas import HEIGHT, WIDTH
from stet.demo.items import Block, Illustration, Item
from stet.demo.markup import Maker

_NITF = "http://iptc.org/std/NITF/2006-10-18/"
_E = Maker(_NITF)


def nitf(item: Item) -> bytes:
    """The item as an NITF document; a picture is a `media` block at the top of the body."""
    body = _E("body", _head_of_body(item))
    body.set("{http://www.w3.org/XML/1998/namespace}lang", item.feed.language)
    if item.body:
        media = [_media(item.picture)] if item.picture else []
        body.append(_E("body.content", *media, *(_block(block) for block in item.body)))
    root = _E("nitf", _head(item), body, version="-//IPTC//DTD NITF 3.6//EN")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _head(item: Item) -> "etree._Element":
    code, name = item.subject
    title = _E("title", item.headline or item.slugline)
    subject = _E("tobject.subject", **{"tobject.subject.refnum": code, "tobject.subject.type": name})
    times = sorted({item.first_created, item.created})
    history = [_E("revision-history", norm=_time(moment)) for moment in times]
    return _E("head", title, _E("tobject", subject, {"tobject.type": "News"}), _docdata(item), *history)


def _docdata(item: Item) -> "etree._Element":
    docdata = _E("docdata", {"management-status": item.status})
    if item.signals and "sig:correction" in item.signals:
        docdata.append(_E("correction", {"id-string": item.guid, "regsrc": item.agency.short, "info": item.note}))
    docdata.append(_E("doc-id", {"regsrc": item.agency.short, "id-string": item.guid}))
    docdata.append(_E("urgency", {"ed-urg": str(item.urgency)}))
    docdata.append(_E("date.issue", norm=_time(item.created)))
    if item.embargo:
        docdata.append(_E("date.release", norm=_time(item.embargo)))
    if item.note:
        docdata.append(_E("ed-msg", info=item.note))
    docdata.append(_E("du-key", key=item.slugline, version=str(item.version)))
    docdata.append(_E("doc.copyright", year=str(item.created.year), holder=item.agency.name))
    return docdata


def _head_of_body(item: Item) -> "etree._Element":
    head = _E("body.head")
    if item.headline:
        head.append(_E("hedline", _E("hl1", item.headline)))
    if item.byline:
        head.append(_E("byline", item.byline))
    head.append(_E("distributor", item.agency.name))
    if item.dateline:
        head.append(_E("dateline", _E("location", _E("city", item.dateline))))
    if item.summary:
        head.append(_E("abstract", _E("p", item.summary)))
    return head


def _media(picture: Illustration) -> "etree._Element":
    reference = _E(
        "media-reference",
        {
            "source": picture.file_name,
            "mime-type": "image/jpeg",
            "width": str(WIDTH),
            "height": str(HEIGHT),
            "alternate-text": picture.alt,
            "source-credit": picture.credit,
        },
    )
    caption = _E("media-caption", _E("p", picture.caption))
    return _E("media", reference, caption, _E("media-producer", picture.credit), {"media-type": "image"})


def _block(block: Block) -> "etree._Element":
    if block.kind == "h2":
        return _E("hl2", block.text)
    if block.kind == "ul":
        return _E("ul", *(_E("li", cell) for (cell,) in block.rows))
    if block.kind == "table":
        head, *rows = block.rows
        top = _E("thead", _E("tr", *(_E("th", cell) for cell in head)))
        return _E("table", top, _E("tbody", *(_E("tr", *(_E("td", cell) for cell in row)) for row in rows)))
    return _E("p", block.text)


def _time(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%S%z")
