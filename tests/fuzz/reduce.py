"""The least input that still shows a fault: pieces are taken away while it does."""

import time
from collections.abc import Callable

from fuzz.check import check
from stet.model.packet import Origin

PATIENCE = 20.0
"""Seconds for one input."""


def reduced(data: bytes, origin: Origin, claim: str, kind: Callable[[str], str]) -> bytes:
    """What is left of `data` when every piece that the fault does without is gone."""
    until = time.monotonic() + PATIENCE

    def shows(some: bytes) -> bool:
        return any(kind(fault) == claim for fault in check(some, origin).faults)

    size = len(data) // 2
    while size and time.monotonic() < until:
        at = 0
        while at < len(data) and time.monotonic() < until:
            less = data[:at] + data[at + size :]
            if shows(less):
                data = less
            else:
                at += size
        size //= 2
    return data
