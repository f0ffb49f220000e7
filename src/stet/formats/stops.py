"""The minimal reader: id and status only, so that a kill with a broken body is still a kill (life.md 5).

It asks each format's `identities` for the same ids that the full reader uses, on as much of the packet as can be
parsed, and goes no further. What cannot be parsed is cut into items and each is tried by itself.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, cast

import msgspec
from lxml import etree
from msgspec.structs import replace

from stet.errors import Refused
from stet.formats import json_ruins, mail, signs, slugs, xml_ruins
from stet.formats.agencies import STOP_SIGNALS, Identity, home, settled
from stet.formats.base import FORMATS, recognise, stop_dispatch
from stet.formats.held import Held, agency_of, hold
from stet.formats.text import declared_charset, decode, mend, names, western
from stet.formats.xml import mend_references, name_of
from stet.model.dispatch import STOPS, Dispatch
from stet.model.packet import Origin

_WORDS = tuple({word for format_ in FORMATS for word in format_.stop_words})
_VALUE = re.compile(rb"""["'>:/=\[&<\x00]\s*(?:""" + b"|".join(map(re.escape, _WORDS)) + rb""")\s*["'<\],}\x00&\\/>]""")
"""A status word as a whole value: in an attribute, an element, a text of JSON, behind an alias or in an address."""
_ESCAPED = re.compile(
    rb"""stat(?:us|e)[\w-]*["']?(?:\s+[\w:-]+)?\s*[:=>]\s*[\[{]?\s*(?:"\w+"\s*:\s*)?["']?[^"'<>,]{0,80}?(?:&#|\\u00)"""
)
_SIGNALS = (b"deleted-entry", *(signal.encode() for signal in STOP_SIGNALS))
_MADE_UP = "derived:"
_NO_AGENCY = "unknown"
_MARKUP = (b"<", b"{", b"[")
_DOCTYPE_HEAD = re.compile(r"<!DOCTYPE[^\[>]*[\[>]")
_DOCTYPE_END = re.compile(r"\]\s{0,100}>")
_XML_START = re.compile(r"<\?xml|<!DOCTYPE|<!--|<[A-Za-z_]")
_JSON_START = re.compile(r"[{\[]\s*[\[{\"}\]]")
_ITEM_ROOTS = names(
    "newsmessage newsitem packageitem conceptitem planningitem knowledgeitem catalogitem newsml nitf feed entry "
    "deleted-entry rss"
)
_OPEN = "ninjs"
"""The format whose items stand in envelopes of everybody's own making; others bring theirs."""
_PARTS = names("associations renditions bodies headlines descriptions subjects altids standard infosources")
"""Properties of ninjs that hold parts of an item, and items with a life of their own that its reader looks for."""


Found = tuple[str, Identity]
"""The name of a format, and whom it gives an order on."""


def looks_like_stop(data: bytes, signals: Sequence[str] = ()) -> bool:
    """Whether a packet may hold a stop order. Cheap enough for every packet; may say yes too often.

    `signals` are those that its feed sends for a stop, beside those known of agencies. Any mail may carry one, encoded;
    so may a status that is spelled with character references or escapes.
    """
    if signs.is_mail(data):
        return True
    if b"\x00" in data[:64]:
        data = data.replace(b"\x00", b"")
    lower = data.lower()
    if any(signal.casefold().encode() in lower for signal in signals) or any(sign in lower for sign in _SIGNALS):
        return True
    if lower[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in _MARKUP and slugs.may_stop(lower):
        return True
    if any(word in lower for word in _WORDS) and _VALUE.search(lower):
        return True
    return (b"&#" in lower or b"\\u00" in lower) and _ESCAPED.search(lower) is not None


def stop_orders(data: bytes, origin: Origin) -> tuple[Dispatch, ...]:
    """The cancels and withholds of a packet, also of a broken one. Never raises for bad input.

    The story keys are those the full reader gives. Each dispatch carries id, version and status, and no words.
    """
    sure = _orders(_as_read(data, origin), data, origin)
    told = _orders(_found(data[: origin.limits.bytes], origin), data, origin)
    rest = [order for name, order in told.items() if name not in sure]
    # Beside what was read for sure, what the ruins say is weighed by itself.
    orders = [*sure.values(), *_best(rest, {order.guid for order in sure.values()})]
    return tuple(replace(order, index=index) for index, order in enumerate(orders))


def _orders(named: Iterable[Found], data: bytes, origin: Origin) -> dict[tuple[str, int | None], Dispatch]:
    """The stops among those named, by story and version."""
    packet = sha256(data).hexdigest()
    orders: dict[tuple[str, int | None], Dispatch] = {}
    for name, found in named:
        order = settled(found, origin)
        if order.status not in STOPS or not order.guid:
            continue
        like = Dispatch(
            feed=origin.feed, agency=agency_of(origin, order.provider), packet=packet, format=name, index=len(orders),
            arrived=origin.arrived, story_key="", guid="", problems=("read by the minimal reader: id and status only",),
        )  # fmt: skip
        try:
            done = stop_dispatch(order, like)
        except Refused:
            continue  # no story can have come under such an id
        orders.setdefault((done.story_key, done.version), done)
    return orders


def _as_read(data: bytes, origin: Origin) -> Iterator[Found]:
    """Everybody whom the full reader would name: what can be read needs no looking for in ruins."""
    try:
        yield from _named_in(hold(data, origin))
    except Refused:
        return


def _best(orders: list[Dispatch], named: set[str]) -> list[Dispatch]:
    """Without what is less surely the same: an id that was made up beside one that was given, an item without its
    agency beside the same with it. `named` are the ids that were read for sure."""
    if named or any(not order.guid.startswith(_MADE_UP) for order in orders):
        orders = [order for order in orders if not order.guid.startswith(_MADE_UP)]
    known = named | {order.guid for order in orders if order.agency != _NO_AGENCY}
    return [order for order in orders if order.agency != _NO_AGENCY or order.guid not in known]


def _found(data: bytes, origin: Origin, *, mails: bool = True) -> Iterator[Found]:
    """Everybody whom the packet names, whole or in ruins, and whatever stands before it: the header of a transport, a
    line of a log. What a mail carries is looked at as if it had come alone."""
    text = _text(data, origin).lstrip("\ufeff\x00 \t\r\n")
    if text[:1] not in ("<", "{", "["):
        yield from _named_in(Held(data, origin, text=text))
        if mails and signs.is_mail(data):
            for leaf in mail.carried(data):
                yield from _found(leaf, origin, mails=False)
            return
    readers = [_in_json, _in_xml] if text[:1] in ("{", "[") else [_in_xml, _in_json]
    for reader in readers:
        named = False
        for found in reader(text, data, origin):
            named = True
            yield found
        if named:
            return


def _named_in(held: Held) -> Iterator[Found]:
    try:
        format_, _ = recognise(held)
        parts = format_.split(held)
    except Refused:
        return
    for part in parts[: held.origin.limits.items]:
        try:
            for identity in format_.identities(part):
                yield format_.name, identity
        except Refused:
            continue


def _text(data: bytes, origin: Origin) -> str:
    """Characters at any price: only ids and status words are taken from them."""
    data = data.lstrip(b"\x00") if data[:4].count(0) == 3 and data[3:4] != b"\x00" and data[4:8].count(0) == 0 else data
    try:
        return decode(data, declared_charset(data), home(origin, None, None).origin.charset)[0].lstrip("\ufeff")
    except Refused:
        pass
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if data[:4].count(0) >= 2:
        return data.decode("utf-16-be" if data[0] == 0 else "utf-16-le", "replace")
    try:
        return data.decode("utf-8", "replace")
    except UnicodeDecodeError:
        return western(data)


def _in_xml(text: str, data: bytes, origin: Origin) -> Iterator[Found]:
    """A tree that is whole by its format, else by the items somewhere in it; else what can be told of the ruins."""
    start = _XML_START.search(text)
    if start is None:
        return
    whole = False
    bare = _without_doctype(text[start.start() :])
    if "<!ENTITY" not in bare:
        root, whole = _as_far_as_it_goes(mend_references(mend(bare)[0])[0])
        if root is not None:
            named = list(_named_in(Held(data, origin, root=root)))
            if whole and not named:
                named = list(_wrapped(root, data, origin))
            yield from named
            whole = whole and bool(named)
    # In a tree that is whole and known, ruins are looked at only where a name was torn: its status may be among them.
    for item, torn in xml_ruins.items(_without_doctype(text), origin.limits.items):
        if torn or not whole:
            yield from _named_in(Held(data, origin, root=item))


def _wrapped(root: etree._Element, data: bytes, origin: Origin) -> Iterator[Found]:
    """The items of any format that stand in a tree of somebody else's making."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        for child in element:
            found = list(_named_in(Held(data, origin, root=child))) if name_of(child) in _ITEM_ROOTS else []
            yield from found
            if not found:
                waiting.append(child)


def _without_doctype(text: str) -> str:
    start = text.find("<!DOCTYPE")
    if start < 0:
        return text
    head = _DOCTYPE_HEAD.match(text, start)
    inner = _DOCTYPE_END.search(text, head.end()) if head and text[head.end() - 1] == "[" else head
    return text[:start] + text[inner.end() :] if inner else text


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
    """The value by its format, else the objects somewhere in it that a format knows."""
    start = _JSON_START.search(text)
    if start is None:
        return
    text = text[start.start() :]
    ruined = False
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        value, ruined = json_ruins.as_far_as_it_goes(text), True
    whole = [*_named_in(Held(data, origin, value=value))]
    yield from whole
    if not ruined and any(name != _OPEN for name, _ in whole):
        return
    known = set() if ruined else {identity.guid for _, identity in whole}
    for found in _within(value, data, origin, ruined=ruined):
        if found[1].guid not in known:
            yield found


def _within(value: Any, data: bytes, origin: Origin, *, ruined: bool) -> Iterator[Found]:
    """Objects below that are items by themselves. What lies in an item is a part of it, and is not asked.

    In ruins, what is taken for an item may be a list that others' names have come to lie in: all is asked, what lies in
    an item last. But what a format with envelopes of its own has read is no item of the open one.
    """
    waiting, inside, asked = [(value, True)], list[tuple[Any, bool]](), 0
    while (waiting or inside) and asked < origin.limits.items:
        each, is_open = (waiting or inside).pop()
        if isinstance(each, list):
            waiting += [(row, is_open) for row in reversed(each) if isinstance(row, dict | list)]
        elif isinstance(each, dict):
            asked += 1
            found = [one for one in _named_in(Held(data, origin, value=each)) if is_open or one[0] != _OPEN]
            yield from found
            is_open = is_open and all(name == _OPEN for name, _ in found)
            if not found or each is value:
                waiting += [(part, is_open) for part in _inner(each)]
            elif ruined:
                inside += [(part, is_open) for part in _inner(each)]


def _inner(item: dict[str, Any]) -> list[Any]:
    """What may hold other items, the last first."""
    return [
        part for name, part in reversed(item.items()) if isinstance(part, dict | list) and name.lower() not in _PARTS
    ]
