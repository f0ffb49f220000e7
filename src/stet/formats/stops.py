"""The minimal reader: id and status only, so that a kill with a broken body is still a kill (life.md 5).

It asks each format's `identity` for the same id and provider that the full reader uses, on as much of the packet as
can be parsed, and goes no further. What cannot be parsed is cut into items and each is tried by itself.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from typing import Any, cast

import msgspec
from lxml import etree
from msgspec.structs import replace

from stet.errors import Refused
from stet.formats import feed, newsml_g2, ninjs, nitf
from stet.formats.base import digest
from stet.formats.g2_parts import fields_of
from stet.formats.held import NOWHERE, agency_of, story_key
from stet.formats.text import declared_charset, decode, mend, western
from stet.formats.xml import MAX_BYTES, mend_references, name_of
from stet.model.dispatch import STOPS, Dispatch, Status
from stet.model.packet import Origin
from stet.model.text import fingerprint

_HINT = re.compile(
    rb"(?:pubstatus|management-(?:idref-)?status)[^<]{0,300}?(?:cancel|withh)|deleted-entry", re.IGNORECASE
)
_DOCTYPE = re.compile(r"<!DOCTYPE(?:[^\[>]*\[.*?\]\s*>|[^>]*>)", re.DOTALL)
_ITEM_START = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?:newsItem|packageItem|nitf)(?=[\s>])")
_PREFIX = re.compile(r"(</?)[A-Za-z_][\w.-]*:(?=[A-Za-z_])")
_PREFIXED_ATTRIBUTE = re.compile(r"(\s[A-Za-z_][\w.-]*):([A-Za-z_][\w.-]*\s*=)")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
_LISTS = ("items", "item", "_items")


def looks_like_stop(data: bytes) -> bool:
    """Whether a packet may hold a stop order. Cheap enough for every packet; may say yes too often.

    A status spelled with character references is found by the full reader only.
    """
    if b"\x00" in data[:64]:
        data = data.replace(b"\x00", b"")
    lower = data.lower()
    if b"cancel" not in lower and b"withh" not in lower and b"deleted-entry" not in lower:
        return False
    return _HINT.search(lower) is not None


def stop_orders(data: bytes, origin: Origin) -> tuple[Dispatch, ...]:
    """The cancels and withholds of a packet, also of a broken one. Never raises for bad input.

    The story keys are those the full reader gives. Each dispatch carries id, version and status, and no words.
    """
    text = _text(data[:MAX_BYTES])
    found = _in_json(text) if text.lstrip()[:1] in ("{", "[") else _in_xml(text)
    packet = sha256(data).hexdigest()
    orders: dict[tuple[str, int | None], Dispatch] = {}
    for format_, guid, version, status, provider in found:
        if status in STOPS and (guid, version) not in orders:
            agency = agency_of(origin, provider)
            try:
                key = story_key(agency, guid)
            except Refused:
                continue  # no story can have come under such an id
            order = Dispatch(**NOWHERE, agency=agency, guid=guid, version=version, status=status)
            orders[guid, version] = replace(
                order, feed=origin.feed, packet=packet, format=format_, index=len(orders), arrived=origin.arrived,
                story_key=key, wire_fingerprint=fingerprint(""), digest=digest(order),
                problems=("read by the minimal reader: id and status only",),
            )  # fmt: skip
    return tuple(orders.values())


Found = tuple[str, str, int | None, Status, str | None]


def _text(data: bytes) -> str:
    """Characters at any price: only ids and status words are taken from them."""
    try:
        return decode(data, declared_charset(data))[0].lstrip("\ufeff")
    except Refused:
        pass
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8", "replace")
    except UnicodeDecodeError:
        return western(data)


def _in_xml(text: str) -> Iterator[Found]:
    text = _DOCTYPE.sub("", text[max(text.find("<"), 0) :], count=1)
    text = mend_references(mend(text)[0])[0]
    if "<!ENTITY" not in text:
        root, whole = _as_far_as_it_goes(text)
        if root is not None:
            yield from _in_tree(root)
        if whole:
            return
    starts = [*(match.start() for match in _ITEM_START.finditer(text)), len(text)]
    for start, end in pairwise(starts):
        piece = _PREFIXED_ATTRIBUTE.sub(r"\1-\2", _PREFIX.sub(r"\1", text[start:end]))
        root, _ = _as_far_as_it_goes(piece)
        if root is not None:
            yield from _in_tree(root)


def _as_far_as_it_goes(text: str) -> tuple[etree._Element | None, bool]:
    """The tree up to the first fault, by a parser that is still strict, and whether there was none."""
    parser = etree.XMLPullParser(
        events=("start",), encoding="utf-8", no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    root: etree._Element | None = None
    whole = True
    try:
        parser.feed(text.encode("utf-8", "replace"))
        parser.close()
    except etree.XMLSyntaxError:
        whole = False
    try:
        for event in parser.read_events():
            root = cast("etree._Element", event[1])
            break
    except etree.XMLSyntaxError:
        whole = False
    return root, whole


def _in_tree(root: etree._Element) -> Iterator[Found]:
    name = name_of(root)
    if name == "nitf":
        yield from _in_nitf(root)
    elif name == "feed":
        title = next((child.text for child in root if name_of(child) == "title"), None)
        for entry in root:
            if name_of(entry) == "deleted-entry" and entry.get("ref"):
                yield (
                    "atom",
                    feed.as_id(entry.get("ref")),
                    None,
                    Status.CANCELED,
                    " ".join((title or "").split()) or None,
                )
    else:
        for item in (root, *root.iter("{*}newsItem", "{*}packageItem")):
            if name_of(item) in ("newsitem", "packageitem"):
                yield from _in_g2(item)


def _in_g2(item: etree._Element) -> Iterator[Found]:
    try:
        guid, version, status, provider = newsml_g2.identity(item, fields_of(item))
    except Refused:
        return
    yield "newsml-g2", guid, version, status, provider


def _in_nitf(root: etree._Element) -> Iterator[Found]:
    head = nitf.head_of(root)
    provider = nitf.provider_of(head)
    try:
        guid, version, status, provider = nitf.identity(head)
        yield "nitf", guid, version, status, provider
    except Refused:
        pass
    for order in nitf.other_orders(head, ""):
        yield "nitf", order.guid, None, order.status, provider


def _in_json(text: str) -> Iterator[Found]:
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        items: list[dict[str, Any]] = list(_scanned(text))
    else:
        rows = value if isinstance(value, list) else [value]
        rows += (
            next((value[name] for name in _LISTS if isinstance(value.get(name), list)), [])
            if isinstance(value, dict)
            else []
        )
        items = [row for row in rows if isinstance(row, dict)]
    for item in items:
        try:
            guid, version, status, provider = ninjs.identity(item)
        except Refused:
            continue
        yield "ninjs", guid, version, status, provider


def _scanned(text: str) -> Iterator[dict[str, Any]]:
    """The plain properties of the outer objects of JSON that breaks off or is damaged somewhere.

    An object inside an item, a picture say, is not the item: its status is not looked at.
    """
    stack: list[tuple[str, dict[str, Any], str]] = []  # bracket, properties, the key it stands under
    key, last = "", ""
    for found in _TOKEN.finditer(text):
        mark = found[0]
        if mark in "{[":
            stack.append((mark, {}, key))
            key = ""
        elif mark in "}]":
            if stack:
                bracket, item, _ = stack.pop()
                if bracket == "{" and _is_outer(stack):
                    yield item
            key = ""
        elif mark == ":":
            key = last
        elif mark == ",":
            key = ""
        else:
            last = _value(mark)
            if key and stack and stack[-1][0] == "{":
                stack[-1][1].setdefault(key, last)
                key = ""
    for depth, (bracket, item, _) in enumerate(stack):
        if bracket == "{" and _is_outer(stack[:depth]):
            yield item


def _is_outer(above: list[tuple[str, dict[str, Any], str]]) -> bool:
    return all((bracket == "[" and key in ("", *_LISTS)) or not key for bracket, _, key in above)


def _value(mark: str) -> Any:
    try:
        return msgspec.json.decode(mark)
    except msgspec.DecodeError:
        return mark.strip('"')
