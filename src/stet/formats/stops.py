"""The minimal reader: id and status only, so that a kill with a broken body is still a kill (life.md 5).

It asks each format's `identities` for the same ids that the full reader uses, on as much of the packet as can be
parsed, and goes no further. What cannot be parsed is cut into items and each is tried by itself.
"""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import cast

import msgspec
from lxml import etree

from stet.errors import Refused
from stet.formats import json_ruins, mail, signs, slugs
from stet.formats.agencies import STOP_SIGNALS, Identity, home, settled
from stet.formats.base import recognise, stop_dispatch
from stet.formats.held import Held, agency_of
from stet.formats.text import declared_charset, decode, mend, western
from stet.formats.xml import mend_references
from stet.model.dispatch import STOPS, Dispatch
from stet.model.packet import Origin

_WORDS = (b"cancel", b"withh", b"deleted-entry", *(signal.encode() for signal in STOP_SIGNALS))
_HINT = re.compile(
    rb"(?:pubstatus|management-(?:idref-)?status)[^<]{0,300}?(?:cancel|withh)|deleted-entry|"
    rb"<(?:[\w.-]+:)?status[\s>][^<]{0,300}?(?:cancel|withh)|"
    + rb"|".join(re.escape(signal.encode()) for signal in STOP_SIGNALS)
)
_MARKUP = (b"<", b"{", b"[")
_DOCTYPE = re.compile(r"<!DOCTYPE(?:[^\[>]*\[.*?\]\s*>|[^>]*>)", re.DOTALL)
_ITEM_START = re.compile(
    r"<(?:[A-Za-z_][\w.-]*:)?(?:(?:[Nn]ews|package|concept|planning|knowledge|catalog)Item|nitf|deleted-entry)(?=[\s>])"
)
_PREFIX = re.compile(r"(</?)[A-Za-z_][\w.-]*:(?=[A-Za-z_])")
_PREFIXED_ATTRIBUTE = re.compile(r"(\s[A-Za-z_][\w.-]*):([A-Za-z_][\w.-]*\s*=)")


def looks_like_stop(data: bytes, signals: Sequence[str] = ()) -> bool:
    """Whether a packet may hold a stop order. Cheap enough for every packet; may say yes too often.

    `signals` are those that its feed sends for a stop, beside those known of agencies.
    A status spelled with character references is found by the full reader only. Any mail may carry one, encoded.
    """
    if signs.is_mail(data):
        return True
    if b"\x00" in data[:64]:
        data = data.replace(b"\x00", b"")
    lower = data.lower()
    if any(signal.casefold().encode() in lower for signal in signals):
        return True
    if lower[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in _MARKUP and slugs.may_stop(lower):
        return True
    return any(word in lower for word in _WORDS) and _HINT.search(lower) is not None


def stop_orders(data: bytes, origin: Origin) -> tuple[Dispatch, ...]:
    """The cancels and withholds of a packet, also of a broken one. Never raises for bad input.

    The story keys are those the full reader gives. Each dispatch carries id, version and status, and no words.
    """
    packet = sha256(data).hexdigest()
    orders: dict[tuple[str, int | None], Dispatch] = {}
    for name, found in _found(data[: origin.limits.bytes], origin):
        order = settled(found, origin)
        if order.status not in STOPS or not order.guid:
            continue
        like = Dispatch(
            feed=origin.feed, agency=agency_of(origin, order.provider), packet=packet, format=name, index=len(orders),
            arrived=origin.arrived, story_key="", guid="", problems=("read by the minimal reader: id and status only",),
        )  # fmt: skip
        try:
            orders.setdefault((order.guid, order.version), stop_dispatch(order, like))
        except Refused:
            continue  # no story can have come under such an id
    return tuple(orders.values())


Found = tuple[str, Identity]
"""The name of a format, and whom it gives an order on."""


def _found(data: bytes, origin: Origin, *, mails: bool = True) -> Iterator[Found]:
    """Everybody whom the packet names, whole or in ruins. What a mail carries is looked at as if it had come alone."""
    text = _text(data, origin)
    head = text.lstrip("\ufeff \t\r\n")[:1]
    if head in ("{", "["):
        yield from _in_json(text, data, origin)
    elif head == "<" or "<?xml" in text[:64]:
        yield from _in_xml(text, data, origin)
    else:
        yield from _named_in(Held(data, origin, text=text))
        if mails and signs.is_mail(data):
            for leaf in mail.carried(data):
                yield from _found(leaf, origin, mails=False)


def _named_in(held: Held) -> Iterator[Found]:
    try:
        format_, _ = recognise(held)
        parts = format_.split(held)
    except Refused:
        return
    for part in parts:
        try:
            for identity in format_.identities(part):
                yield format_.name, identity
        except Refused:
            continue


def _text(data: bytes, origin: Origin) -> str:
    """Characters at any price: only ids and status words are taken from them."""
    try:
        return decode(data, declared_charset(data), home(origin, None, None).origin.charset)[0].lstrip("\ufeff")
    except Refused:
        pass
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8", "replace")
    except UnicodeDecodeError:
        return western(data)


def _in_xml(text: str, data: bytes, origin: Origin) -> Iterator[Found]:
    text = _DOCTYPE.sub("", text[max(text.find("<"), 0) :], count=1)
    text = mend_references(mend(text)[0])[0]
    if "<!ENTITY" not in text:
        root, whole = _as_far_as_it_goes(text)
        if root is not None:
            yield from _named_in(Held(data, origin, root=root))
        if whole:
            return
    starts = [*(match.start() for match in _ITEM_START.finditer(text)), len(text)]
    for start, end in pairwise(starts):
        piece = _PREFIXED_ATTRIBUTE.sub(r"\1-\2", _PREFIX.sub(r"\1", text[start:end]))
        root, _ = _as_far_as_it_goes(piece)
        if root is not None:
            yield from _named_in(Held(data, origin, root=root))


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


def _in_json(text: str, data: bytes, origin: Origin) -> Iterator[Found]:
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        value = json_ruins.as_far_as_it_goes(text)
    yield from _named_in(Held(data, origin, value=value))
