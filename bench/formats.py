"""Reading: from bytes to finished dispatches, beside what the bare parser takes for the same bytes."""

import email
import json
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from lxml import etree

from bench.documents import AIMS, DOCUMENTS
from stet.formats import read
from stet.model.packet import Origin

DIFFERENT = 40
"""Documents of one round, all different."""
ROUNDS = 15


class Speed(NamedTuple):
    """One format. All times are of the processor, the best of several rounds."""

    format: str
    size: int
    """Bytes of a document."""
    items: int
    """Items of a document."""
    rate: float
    """Items a second."""
    aim: int | None
    bare: str
    """The parser beside it."""
    ratio: float
    """How many times longer than the bare parser."""


def speed_of(name: str) -> Speed:
    """Reads invented documents of a format. Raises AssertionError where they do not read as they should."""
    documents = [DOCUMENTS[name](number) for number in range(DIFFERENT)]
    origin = Origin(
        feed="wire", source="bench", arrived=datetime(2026, 11, 21, 10, 30, tzinfo=UTC), agency="Northwind News"
    )
    readings = [read(document, origin) for document in documents]
    assert all(reading.format == name and not reading.refusals for reading in readings), name
    items = [dispatch for reading in readings for dispatch in reading.dispatches]
    assert all(len(item.body_text) > 400 and not item.queries for item in items), name
    label, bare = _bare(documents[0])
    # Turn by turn, so that a machine that slows down slows both.
    rounds = [(_time(lambda data: read(data, origin), documents), _time(bare, documents)) for _ in range(ROUNDS)]
    here, there = (min(times) for times in zip(*rounds, strict=True))
    return Speed(
        name, sum(map(len, documents)) // DIFFERENT, len(items) // DIFFERENT, len(items) / here, AIMS.get(name), label,
        here / there,
    )  # fmt: skip


def _bare(data: bytes) -> tuple[str, Callable[[bytes], Any]]:
    if data[:1] == b"<":
        return "lxml.etree.fromstring", etree.fromstring
    if data[:1] == b"{":
        return "json.loads", json.loads
    if data[:5] == b"From:":
        return "email.message_from_bytes", email.message_from_bytes
    return "bytes.decode, splitlines", lambda text: text.decode().splitlines()


def _time(act: Callable[[bytes], Any], documents: Sequence[bytes]) -> float:
    began = time.process_time()
    for document in documents:
        act(document)
    return time.process_time() - began
