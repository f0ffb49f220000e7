"""What the desk has switched a feed to, and what that means for what comes by it.

A switch is a record like a change: who, when, why. What it does is derived from the record alone, so a replay does the
same: *hold-all* keeps the stories that first came while it was in force until a person releases them; a *pause* keeps
new copy from being known at all until it ends, and never a stop.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from stet.model.dispatch import STOPS, Dispatch


class Mode(StrEnum):
    """What becomes of what a feed brings."""

    AUTO = "auto"
    """What `stet.toml` says."""
    HOLD = "hold"
    """Each new story waits for a person."""
    PAUSE = "pause"
    """Nothing but stops has any effect until it ends."""


class Switch(Struct, frozen=True, kw_only=True):
    """One act of one person on one feed. Appended to the journal, never altered."""

    feed: str
    mode: Mode
    reason: str
    who: str
    at: datetime
    place: str = ""
    """Where it was done: a network address, or `command line`."""


class Span(Struct, frozen=True, kw_only=True):
    """A stretch of time in which a feed was not left to itself."""

    mode: Mode
    since: datetime
    until: datetime | None
    """None: it is in force."""
    switch: Switch
    """What began it."""

    def has(self, at: datetime) -> bool:
        """Whether it was in force at an instant. What comes at the instant at which it ends finds it ended."""
        return self.since <= at and (self.until is None or at < self.until)


class Gate(Struct, frozen=True):
    """All that was ever switched, as what came is let through it."""

    spans: Mapping[str, tuple[Span, ...]] = {}
    """By feed, first to last."""

    def pause_at(self, feed: str, at: datetime) -> Span | None:
        """The pause that what came by a feed at that instant waits for now; none where it waits for none."""
        span = self._last_pause(feed, at)
        return span if span is not None and span.until is None else None

    def passed(self, feed: str, at: datetime) -> datetime:
        """When copy that came by a feed at that instant was known: at once, or as the pause ended that it came in.
        While that goes on, there is no such instant; then it is when it came."""
        span = self._last_pause(feed, at)
        return span.until if span is not None and span.until is not None else at

    def _last_pause(self, feed: str, at: datetime) -> Span | None:
        found = None
        for span in self.spans.get(feed, ()):
            if span.mode is Mode.PAUSE and span.has(at):
                found = span
                if span.until is None:
                    break
                at = span.until  # another pause may have begun at that very instant
        return found

    def waits(self, dispatch: Dispatch) -> Span | None:
        """The pause that keeps a dispatch from being known now. No stop waits."""
        return None if dispatch.status in STOPS else self.pause_at(dispatch.feed, dispatch.arrived)

    def known(self, dispatch: Dispatch) -> datetime:
        """When this house knew a dispatch, as far as pages go; of one that still waits, when it came."""
        return dispatch.arrived if dispatch.status in STOPS else self.passed(dispatch.feed, dispatch.arrived)

    def held(self, dispatches: Iterable[Dispatch]) -> Span | None:
        """The hold-all under which the first copy of a story came, if it did; of several at one instant any counts."""
        copy = [(self.known(one), one.feed) for one in dispatches if one.status not in STOPS and not self.waits(one)]
        first = min((at for at, _ in copy), default=None)
        for feed in sorted({feed for at, feed in copy if at == first}):
            for span in self.spans.get(feed, ()):
                if span.mode is Mode.HOLD and first is not None and span.has(first):
                    return span
        return None

    def now(self, feed: str) -> Span | None:
        """What is in force for a feed now; none where it is left to itself."""
        last = next(reversed(self.spans.get(feed, ())), None)
        return last if last is not None and last.until is None else None

    def paused(self) -> dict[str, datetime]:
        """The feeds that are paused now, each with the instant since when."""
        now = {feed: self.now(feed) for feed in self.spans}
        return {feed: span.since for feed, span in now.items() if span is not None and span.mode is Mode.PAUSE}

    def as_of(self, at: datetime) -> "Gate":
        """What had been switched by an instant."""
        return Gate(
            {
                feed: tuple(
                    span if span.until is None or span.until <= at else replace(span, until=None)
                    for span in many
                    if span.since <= at
                )
                for feed, many in self.spans.items()
            }
        )


OPEN = Gate()
"""Nothing was ever switched."""


def gate(switches: Iterable[Switch]) -> Gate:
    """What these switches come to, in whatever order they are given."""
    by_feed: dict[str, list[Switch]] = {}
    for switch in sorted(dict.fromkeys(switches), key=lambda one: (one.at, one.mode, one.who, one.reason, one.place)):
        by_feed.setdefault(switch.feed, []).append(switch)
    return Gate({feed: tuple(_spans(many)) for feed, many in by_feed.items()}) if by_feed else OPEN


def _spans(switches: list[Switch]) -> Iterator[Span]:
    ends = [*(after.at for _, after in pairwise(switches)), None]
    for one, until in zip(switches, ends, strict=True):
        if one.mode is not Mode.AUTO and until != one.at:  # of two at one instant the last counts
            yield Span(mode=one.mode, since=one.at, until=until, switch=one)
