"""What is odd about a feed of entries from one visit to the next (edge cases 107 and 108).

A feed shows its newest entries only. Where nothing of the last visit is in it any more, some may have come and gone
between two visits; where it is suddenly empty, its sender has a fault. Neither means that a story is withdrawn.
"""

from collections.abc import Iterator, Sequence

import structlog

from stet.journal.base import Filed
from stet.journal.derived import parts
from stet.journal.models import Dispatch, Feed

log = structlog.get_logger("stet.intake")

ENTRIES = ("rss", "atom", "jsonfeed")
"""Formats of which one document after another shows the newest entries."""
_FEW = 3
"""A document of fewer entries is no window on a feed."""


def say_doubts(filed: Sequence[Filed]) -> None:
    """Remember for each feed of entries what is odd about the last document, before its entries are filed."""
    for name, doubt in dict(_doubts(filed)).items():
        if Feed.objects.filter(name=name).exclude(doubt=doubt).update(doubt=doubt) and doubt:
            log.warning("doubt", feed=name, doubt=doubt)


def _doubts(filed: Sequence[Filed]) -> Iterator[tuple[str, str]]:
    known: set[tuple[str, str]] = set()
    for one in filed:
        if one.reading.format not in ENTRIES or one.reading.refusals:
            continue
        feed, keys = one.kept.packet.feed, {dispatch.story_key for dispatch in one.reading.dispatches}
        yield feed, _doubt(feed, keys, known)
        known |= {(feed, key) for key in keys}


def _doubt(feed: str, keys: set[str], known: set[tuple[str, str]]) -> str:
    before = Dispatch.objects.filter(feed=feed)
    if not keys:
        came_before = any(name == feed for name, _ in known) or before.exists()
        return "It is suddenly empty. Nothing is taken down for that; ask its sender." if came_before else ""
    if len(keys) < _FEW or any((feed, key) in known for key in keys):
        return ""
    if any(before.filter(story_key__in=some).exists() for some in parts(keys)):
        return ""
    if not any(name == feed for name, _ in known) and not before.exists():
        return ""  # the first visit
    return "Nothing of the last visit is in it any more: entries may have been missed. Ask for it more often (`every`)."
