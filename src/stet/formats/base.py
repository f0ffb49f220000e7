"""Which format bytes are, and what they hold. `FORMATS` decides, in its order, one line each."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import msgspec
from msgspec.structs import replace

from stet.errors import Refused
from stet.formats import feed, image, newsml_g2, ninjs, nitf
from stet.formats.held import MAX_ITEMS, NOWHERE, Draft, Format, Held, hold, story_key
from stet.formats.text import word_count
from stet.model.dispatch import Dispatch, Reading, Refusal
from stet.model.packet import Origin
from stet.model.text import fingerprint, fold

FORMATS: tuple[Format, ...] = (
    newsml_g2.FORMAT,
    nitf.FORMAT,
    ninjs.FORMAT,
    feed.RSS,
    feed.ATOM,
    image.FORMAT,
)

_encode = msgspec.json.Encoder().encode


def read(data: bytes, origin: Origin) -> Reading:
    """What a packet holds. Never raises for bad input: what cannot be read is refused by name.

    The format is found by the bytes alone; one bad item never hides its neighbours.
    """
    try:
        held = hold(data)
        format_, why = _recognise(held)
        parts = format_.split(held)
        if len(parts) > MAX_ITEMS:
            raise Refused(f"{len(parts)} items in one file, and {MAX_ITEMS} is the limit")
    except Refused as refused:
        reason = str(refused)
        return Reading(format=None, why=reason, refusals=(Refusal(source=origin.source, reason=reason),))
    packet = sha256(data).hexdigest()
    dispatches: list[Dispatch] = []
    refusals: list[Refusal] = []
    orders: list[Dispatch] = []
    for index, part in enumerate(parts):
        try:
            own, *others = [
                _finish(draft, format_.name, packet, index, origin, held) for draft in format_.read(part, origin, held)
            ]
        except Refused as refused:
            refusals.append(Refusal(source=origin.source, reason=str(refused), index=index))
            continue
        dispatches.append(own)
        orders += others
    orders = [replace(order, index=len(parts) + place) for place, order in enumerate(orders)]
    return Reading(format=format_.name, why=why, dispatches=(*dispatches, *orders), refusals=tuple(refusals))


def sent_texts(data: bytes, origin: Origin) -> dict[int, str]:
    """For each item, the text the agency sent as its body, read again from the kept bytes.

    The keys are `Dispatch.index`. Items without a body have an empty text; unreadable bytes give nothing.
    """
    try:
        held = hold(data)
        format_, _ = _recognise(held)
        parts = format_.split(held)
    except Refused:
        return {}
    return dict(_sent(format_, parts))


def _sent(format_: Format, parts: Any) -> Iterator[tuple[int, str]]:
    for index, part in enumerate(parts):
        try:
            source = format_.source(part)
        except Refused:
            continue
        yield index, source.sent() if source else ""


def _recognise(held: Held) -> tuple[Format, str]:
    for format_ in FORMATS:
        why = format_.claims(held)
        if why:
            return format_, why
    if held.root is not None:
        name = str(held.root.tag).rpartition("}")[2][:60]
        raise Refused(f"XML with the root <{name}>, which is none of the wire formats read here")
    if held.value is not None:
        raise Refused("JSON, but not the shape of any wire format read here")
    raise Refused("none of the wire formats read here: neither XML nor JSON nor a picture")


def _finish(draft: Draft, name: str, packet: str, index: int, origin: Origin, held: Held) -> Dispatch:
    """The dispatch with its body set, its fingerprint taken independently, and its transport facts."""
    said = draft.dispatch
    problems = (*held.problems, *said.problems)
    if draft.source is None:
        body_html = body_text = ""
        mark = fingerprint("")
    else:
        body = draft.source.set()
        body_html, body_text = body.html, body.text
        sent = fold(draft.source.sent())
        mark = fingerprint(sent)
        problems += body.problems
        if "\ufffd" in sent:
            problems += ("the text holds U+FFFD, the mark of a letter lost before it reached us",)
        if fold(body_text) != sent:
            problems += ("the body as set differs from the text as sent; it cannot be published",)
    words = word_count(body_text) if said.word_count is None and body_text else said.word_count
    said = replace(said, body_html=body_html, body_text=body_text, word_count=words, problems=())
    agency = said.agency
    return replace(
        said, feed=origin.feed, packet=packet, format=name, index=index, arrived=origin.arrived,
        story_key=story_key(agency, said.guid), wire_fingerprint=mark, problems=problems, digest=digest(said),
    )  # fmt: skip


def digest(said: Dispatch) -> str:
    """SHA-256 of what the agency said: the same words again have the same digest, over any channel."""
    return sha256(_encode(replace(said, agency="", wire_fingerprint="", problems=(), **NOWHERE))).hexdigest()
