"""Writes an item as ninjs 1.6, 2.1 or 3.1, each with its own names (mapping.md section 5)."""

from html import escape
from typing import Any

import msgspec

from stet.demo.canvas import HEIGHT, WIDTH
from stet.demo.items import Block, Illustration, Item

_CODES = "http://cv.iptc.org/newscodes/mediatopic/"


def ninjs_1(item: Item) -> bytes:
    """The item as ninjs 1.6."""
    return _bytes(
        {
            "uri": item.guid,
            "$standard": _standard("1.6"),
            **_times(item, "versioncreated", "firstcreated", "embargoed"),
            **_common(item, "pubstatus", "copyrightholder", "copyrightnotice", "usageterms", "ednote"),
            "byline": item.byline,
            "headline": item.headline,
            "located": item.dateline,
            "subject": [{"name": item.subject[1], "scheme": _CODES, "code": item.subject[0]}],
            "infosource": [{"name": item.agency.name}],
            "description_text": item.summary,
            "body_xhtml": _html(item),
            "associations": {"mainpic": _picture_1(item, item.picture)} if item.picture else None,
        }
    )


def ninjs_2(item: Item) -> bytes:
    """The item as ninjs 2.1."""
    return _bytes(
        {
            "uri": item.guid,
            "standard": _standard("2.1"),
            **_times(item, "versioncreated", "firstcreated", "embargoed"),
            **_common(item, "pubstatus", "copyrightholder", "copyrightnotice", "usageterms", "ednote"),
            **_arrays(item, "contenttype"),
            "infosources": [{"name": item.agency.name}],
            "associations": _pictures(item, "copyrightholder", "contenttype"),
        }
    )


def ninjs_3(item: Item) -> bytes:
    """The item as ninjs 3.1."""
    return _bytes(
        {
            "uri": item.guid,
            "standard": _standard("3.1"),
            **_times(item, "versionCreated", "firstCreated", "embargoedUntil"),
            **_common(item, "pubStatus", "copyrightHolder", "copyrightNotice", "usageTerms", "edNote"),
            **_arrays(item, "contentType"),
            "infoSources": [{"name": item.agency.name}],
            "associations": _pictures(item, "copyrightHolder", "contentType"),
        }
    )


def _bytes(document: dict[str, Any]) -> bytes:
    """Without what is empty: in JSON, absent and empty are not the same."""
    return msgspec.json.format(msgspec.json.encode({k: v for k, v in document.items() if v}), indent=1)


def _standard(version: str) -> dict[str, str]:
    return {"name": "ninjs", "version": version, "schema": f"http://www.iptc.org/std/ninjs/ninjs-schema_{version}.json"}


def _times(item: Item, version: str, first: str, embargo: str) -> dict[str, str | None]:
    return {
        version: item.created.isoformat(timespec="seconds"),
        first: item.first_created.isoformat(timespec="seconds"),
        embargo: item.embargo.isoformat(timespec="seconds") if item.embargo else None,
    }


def _common(item: Item, status: str, holder: str, notice: str, terms: str, note: str) -> dict[str, Any]:
    return {
        "type": "text",
        "version": str(item.version),
        status: item.status,
        "urgency": item.urgency,
        "language": item.feed.language,
        "slugline": item.slugline,
        holder: item.agency.name,
        notice: f"© {item.created.year} {item.agency.name}",
        terms: item.agency.terms,
        note: item.note,
    }


def _arrays(item: Item, content_type: str) -> dict[str, Any]:
    code, name = item.subject
    body = {"role": "main", content_type: "application/xhtml+xml", "value": _html(item)}
    return {
        "by": item.byline,
        "located": item.dateline,
        "headlines": [{"role": "main", "value": item.headline}] if item.headline else None,
        "descriptions": [{"role": "summary", "value": item.summary}] if item.summary else None,
        "bodies": [body] if item.body else None,
        "subjects": [{"name": name, "uri": f"{_CODES}{code}"}],
    }


def _picture_1(item: Item, picture: Illustration) -> dict[str, Any]:
    return {
        "uri": f"{item.guid}-P",
        "type": "picture",
        "copyrightholder": item.agency.name,
        "byline": picture.credit,
        "description_text": picture.caption,
        "description_alt": picture.alt,
        "renditions": {"original": {"mimetype": "image/jpeg", **_place(picture)}},
    }


def _pictures(item: Item, holder: str, content_type: str) -> list[dict[str, Any]] | None:
    picture = item.picture
    if not picture:
        return None
    captions = [{"role": "caption", "value": picture.caption}, {"role": "altText", "value": picture.alt}]
    rendition = {"name": "original", content_type: "image/jpeg", **_place(picture)}
    return [
        {
            "name": "mainpic",
            "uri": f"{item.guid}-P",
            "type": "picture",
            holder: item.agency.name,
            "by": picture.credit,
            "descriptions": captions,
            "renditions": [rendition],
        }
    ]


def _place(picture: Illustration) -> dict[str, Any]:
    return {"href": picture.file_name, "width": WIDTH, "height": HEIGHT}


def _html(item: Item) -> str:
    return "\n".join(_block(block) for block in item.body)


def _block(block: Block) -> str:
    if block.kind == "ul":
        return f"<ul>{''.join(_tagged('li', cell) for (cell,) in block.rows)}</ul>"
    if block.kind == "table":
        head, *rows = (tuple(row) for row in block.rows)
        top = _tagged_row("th", head)
        return f"<table><thead>{top}</thead><tbody>{''.join(_tagged_row('td', row) for row in rows)}</tbody></table>"
    return _tagged(block.kind, block.text)


def _tagged_row(tag: str, cells: tuple[str, ...]) -> str:
    return f"<tr>{''.join(_tagged(tag, cell) for cell in cells)}</tr>"


def _tagged(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text, quote=False)}</{tag}>"
