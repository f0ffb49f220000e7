"""What a feed says of itself: which hub tells of its changes, and under which address (WebSub, section 4).

`Link` headers are gone by first, then the links of an Atom or RSS document. Both come from outside, and only whole http
and https addresses count (model/web.py); whether one may be asked is decided when it is (fetch.py).
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import cast

from lxml import etree

from stet.model.web import is_address
from stet.transports.fetch import Answer

_LOOKED_AT = 1_000_000
"""Bytes. A feed names its links before its entries."""
_LONGEST_HEADER = 8192
_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[^\s;,=\"]+(?:\s*=\s*(?:\"(?:[^\"\\]|\\.)*\"|[^\s;,\"]*))?)*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]*))", re.IGNORECASE)


def announced(answer: Answer) -> dict[str, str]:
    """The first `hub`, and the feed's own address, its `topic`. Empty where either is missing: without an address that
    the feed gives itself there is nothing to subscribe to, and the one it is polled at may hold a secret."""
    found: dict[str, str] = {}
    for rel, href in (*_in_headers(answer.headers), *_in_document(answer.body)):
        if is_address(href):
            found.setdefault(rel, href)
    return {"hub": found["hub"], "topic": found["self"]} if {"hub", "self"} <= found.keys() else {}


def _in_headers(headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of relation and address (RFC 8288)."""
    for link in _LINK.finditer(headers.get("link", "")[:_LONGEST_HEADER]):
        if rel := _REL.search(link[2]):
            yield from ((one, link[1].strip()) for one in (rel[1] or rel[2] or "").lower().split())


def _in_document(body: bytes) -> Iterator[tuple[str, str]]:
    """The same of XML: the links of the feed, not those of its entries; what comes before a fault, if there is one."""
    if not body[:512].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
        return
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, huge_tree=False)
    with suppress(etree.XMLSyntaxError):  # cut off above, or not well-formed: its reader says what is wrong with it
        parser.feed(body[:_LOOKED_AT])
    with suppress(etree.XMLSyntaxError):
        for _, element in cast("Iterator[tuple[str, etree._Element]]", parser.read_events()):
            if _name(element) == "link" and _name(element.getparent()) in ("feed", "channel"):
                href = element.get("href", "").strip()
                yield from ((rel, href) for rel in element.get("rel", "").lower().split())


def _name(element: etree._Element | None) -> str:
    return "" if element is None else str(element.tag).rpartition("}")[2].lower()
