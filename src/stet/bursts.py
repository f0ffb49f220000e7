"""Which of what a feed brings comes in a burst (edge case 47): counted once, when a packet is first read.

What a person puts on the road by hand is neither counted nor held for it: they know how much it is.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import structlog
from msgspec import Struct
from msgspec.structs import replace

from stet.journal.base import Filed, Journal, Newcomer, Pulse
from stet.model.dispatch import Dispatch, Kind, Status
from stet.model.story import Surge
from stet.model.thread import Ties
from stet.story import burst, is_late, is_old

log = structlog.get_logger("stet.road")

_HOUR = timedelta(hours=1)


class _Hour(Struct):
    """What one feed has brought within an hour, while a batch is counted."""

    end: datetime
    before: Pulse
    items: int = 0
    late: int = 0
    stale: int = 0
    told: bool = False


class Bursts:
    """Counts what feeds bring, for the road."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def counted(self, filed: Sequence[Filed]) -> list[Filed]:
        """The same, each with the stories that it brings for the first time, and with what too much came."""
        news = [one for one in filed if not one.kept.counted and not one.kept.packet.facts.get("by")]
        usable = [pair for one in news for pair in _stories(one)]
        if not usable:
            return list(filed)
        keys, words = self._journal.known(
            {key for dispatch, _ in usable for key in (dispatch.story_key, *dispatch.continues)},
            {ties.words for _, ties in usable} - {""},
            min(dispatch.arrived for dispatch, _ in usable) - _HOUR,
        )
        hours: dict[str, _Hour] = {}
        counted = []
        for one in filed:
            newcomers = tuple(self._newcomers(one, keys, words, hours)) if one in news else ()
            counted.append(replace(one, newcomers=newcomers))
        return counted

    def _newcomers(self, one: Filed, keys: set[str], words: set[str], hours: dict[str, _Hour]) -> Iterator[Newcomer]:
        for dispatch, ties in _stories(one):
            if dispatch.story_key not in keys and keys.isdisjoint(dispatch.continues):
                yield self._newcomer(dispatch, ties.words in words, hours)
            keys.add(dispatch.story_key)

    def _newcomer(self, dispatch: Dispatch, is_known: bool, hours: dict[str, _Hour]) -> Newcomer:
        hour = hours.get(dispatch.feed)
        if hour is None or abs(dispatch.arrived - hour.end) > _HOUR:
            pulse = self._journal.pulse(dispatch.feed, dispatch.arrived)
            hour = hours[dispatch.feed] = _Hour(end=dispatch.arrived, before=pulse)
        before = hour.before
        late = is_late(dispatch)
        stale = is_known or (before.usual is not None and is_old(dispatch))
        hour.items += 1
        hour.late += late
        hour.stale += stale
        too_much = burst(
            Surge(
                items=before.items + hour.items,
                late=before.late + hour.late,
                stale=before.stale + hour.stale,
                usual=before.usual,
                busiest=before.busiest,
            )
        )
        if too_much and not hour.told:
            hour.told = True
            log.warning("burst", feed=dispatch.feed, reason=too_much)
        return Newcomer(key=dispatch.story_key, late=late, stale=stale, burst=too_much)


def _stories(one: Filed) -> Iterator[tuple[Dispatch, Ties]]:
    for dispatch, ties in zip(one.reading.dispatches, one.ties, strict=True):
        if dispatch.status is Status.USABLE and dispatch.kind in (Kind.STORY, Kind.ALERT):
            yield dispatch, ties
