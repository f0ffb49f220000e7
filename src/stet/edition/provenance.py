"""How a page was made: what came from the agency and when, what the desk put in its place, and how to check it.

Once for machines, as `provenance.json` beside the page, and once for people, on the page. Both are made of the same
copy, which is made of the journal; nobody writes them, so they cannot say what was not done (promise 5). Not a word of
the body is in them, no note to editors, and nobody at the desk by name.
"""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from stet.edition.house import House
from stet.edition.markup import address
from stet.edition.times import Stamp
from stet.model.address import provenance_file
from stet.model.page import Copy, Received
from stet.model.text import printable

DESK = "the desk"
"""Whoever it was."""

RULE = (
    "The text that the agency sent and the text that the page shows are the same when they are equal after every run "
    "of white space is folded into one blank and the ends are trimmed. text_sha256 is the SHA-256 of that text in "
    "UTF-8. On the page it is the text of the element with itemprop=articleBody, with a blank at the edges of "
    "paragraphs, headings, items and cells."
)
JOINED = (
    "It was received in parts. They are joined in this order with one blank between them, without a line at the head "
    "of a part that only repeats how the part before it ends."
)


class Part(Struct, frozen=True, kw_only=True):
    """One received version, for the page."""

    item: str
    version: int | None
    made: Stamp | None
    arrived: Stamp
    packet: str
    text: str


class Making(Struct, frozen=True, kw_only=True):
    """How the page was made, for people."""

    href: str
    """The address of the same for machines."""
    parts: tuple[Part, ...]
    shown: str
    """Fingerprint of the text that the page shows. The last gate has held the page against it."""
    headline: Stamp | None
    """When the desk wrote the headline; none where it is the agency's."""
    picture: Stamp | None
    """When the desk chose the picture; none where it is the agency's, or there is none."""


def making(house: House, copy: Copy) -> Making:
    """What the page tells people about how it was made."""
    reworked = {one.what: house.stamp(one.at) for one in copy.provenance.reworked}
    return Making(
        href=address(provenance_file(copy.path)),
        parts=tuple(_part(house, one) for one in copy.provenance.received),
        shown=copy.wire_fingerprint,
        headline=reworked.get("headline"),
        picture=reworked.get("picture"),
    )


def _part(house: House, one: Received) -> Part:
    return Part(
        item=one.item,
        version=one.version,
        made=None if one.made is None else house.stamp(one.made),
        arrived=house.stamp(one.arrived),
        packet=one.packet,
        text=one.text,
    )


def provenance(house: House, copy: Copy, shown: str) -> bytes:
    """`provenance.json`. `shown` is the fingerprint of the text in the finished page, as the gate took it there."""

    def iso(instant: datetime) -> str:
        return house.stamp(instant).iso

    made = copy.provenance
    told: dict[str, Any] = {
        "page": house.absolute(copy.path),
        "story": copy.id,
        "agency": printable(copy.agency),
        "received": [
            {
                "item": printable(one.item),
                "version": one.version,
                "agency_time": None if one.made is None else iso(one.made),
                "arrived": iso(one.arrived),
                "packet_sha256": one.packet,
                "text_sha256": one.text,
            }
            for one in made.received
        ],
        "shown": {
            "text_sha256": shown,
            "first_published": iso(copy.first_published),
            "last_updated": iso(copy.updated),
        },
        "reworked": [{"what": one.what, "by": DESK, "at": iso(one.at)} for one in made.reworked],
        "disclosure": printable(copy.disclosure),
        "corrections": [
            {"at": iso(one.at), "version": one.version, "note": None if one.note is None else printable(one.note)}
            for one in copy.corrections
        ],
        "rule": f"{RULE} {JOINED}" if len(made.received) > 1 else RULE,
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n"
