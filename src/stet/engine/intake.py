"""Brings what a transport finds into the journal, feed by feed, whatever happens to the others."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from threading import Event
from typing import Any, Protocol

import structlog
from msgspec import Struct

from stet.errors import Unavailable
from stet.floor import Floor
from stet.logs import kind
from stet.model.packet import Packet
from stet.transports.base import Cursor, Haul, Outage

log = structlog.get_logger("stet.intake")

LONGEST_WAIT = 1.0
"""Seconds after which a watched folder is looked into even if nothing was said: a lost notice must not lose a file."""
HINTS_EVERY = 5.0
"""Seconds between two questions to a source of which others say that it has something new: however many say so, it is
asked twelve times a minute at most, unless its own pace is faster."""
SHORTEST_WAIT = 0.005
BREATH = 0.05
"""Seconds between two looks into a folder while the road is at work: what it could not take yet in any case is kept
together."""
CROWDED = 0.03
"""Seconds between two calls to a source that has more, while much is kept already and not read: what it cannot take yet
does not slow the road."""
PAUSE = 0.2
"""The same while a stop is on its way. What is new in a folder is taken at once all the same."""
AFTER_A_BUG = 10.0


class Remembering(Protocol):
    """What intake needs of a journal."""

    def cursor(self, feed: str) -> dict[str, Any]:
        """Where the feed's transport stopped."""

    def mark(self, feed: str, cursor: Cursor, trouble: str | None) -> None:
        """Remember where it is."""


class Road(Protocol):
    """What intake needs of the road."""

    @property
    def floor(self) -> Floor:
        """Taken while something is brought in: the road pauses meanwhile."""

    def keep(self, packets: Sequence[Packet]) -> int:
        """Make packets durable. Returns how many were new. Raises `Unavailable`; then nothing was kept."""

    def is_crowded(self) -> bool:
        """Whether much waits there."""

    def is_stopping(self) -> bool:
        """Whether a stop is on its way there."""


class Way(Struct, frozen=True, kw_only=True):
    """A feed and its transport, ready to be called."""

    feed: str
    fetch: Callable[[Cursor], Haul]
    watched: Path | None = None
    """A folder whose changes are worth a call at once."""


class Intake:
    """One feed's loop: fetch, keep, remember, wait. A failing source is asked again later; nothing else notices."""

    def __init__(self, way: Way, journal: Remembering, road: Road, kept: Callable[[], None], idle: Event) -> None:
        """`kept` is called when the road has something to do; `idle` is set while it has nothing."""
        self.feed = way.feed
        self._way = way
        self._journal = journal
        self._road = road
        self._kept = kept
        self._idle = idle
        self.watched = way.watched
        self.wake = Event()
        """Set it when something may have changed at the source."""
        self._trouble: str | None = None

    def run(self, stop: Event) -> None:
        """Until `stop` is set."""
        cursor: Cursor | None = None
        while not stop.is_set():
            try:
                if cursor is None:
                    cursor = self._journal.cursor(self._way.feed)
                cursor, wait = self._once(cursor)
            except Unavailable as trouble:  # the journal: nothing was kept, nothing let go at the source
                self._say(str(trouble))
                wait = trouble.retry_after or LONGEST_WAIT
            except Exception as bug:  # one feed's fault must not end it for ever; it is told in full
                log.exception("bug", feed=self._way.feed)
                self._say(f"Stet failed on this feed, which is a fault of Stet ({kind(bug)}). Please report it.")
                wait = AFTER_A_BUG
            if wait > 0:
                self._wait(max(wait, SHORTEST_WAIT), stop)

    def _once(self, cursor: Cursor) -> tuple[Cursor, float]:
        self.wake.clear()
        try:
            # A folder is looked into in no time if nobody else is at work; a server may take as long as it likes.
            with self._road.floor.taken() if self.watched else nullcontext():
                haul = self._way.fetch(cursor)
        except Outage as outage:
            self._say(str(outage))
            self._journal.mark(self._way.feed, outage.cursor, str(outage))
            return outage.cursor, outage.retry_after
        for note in haul.notes:
            log.warning("note", feed=self._way.feed, note=note)
        if haul.packets:
            with self._road.floor.taken():
                new = self._road.keep(haul.packets)
            self._kept()
            log.info("took", feed=self._way.feed, packets=len(haul.packets), known=len(haul.packets) - new)
        if haul.cursor != cursor or self._trouble:
            # After the packets are durable: the cursor says that they are.
            self._journal.mark(self._way.feed, haul.cursor, None)
            self._trouble = None
        return haul.cursor, haul.again or self._pause()

    def _pause(self) -> float:
        if self._road.is_stopping():
            return PAUSE
        return CROWDED if self._road.is_crowded() else 0.0

    def _say(self, trouble: str) -> None:
        if trouble != self._trouble:
            log.error("unavailable", feed=self._way.feed, trouble=trouble)
            self._trouble = trouble

    def _wait(self, seconds: float, stop: Event) -> None:
        """Until something changed at the source, or the time is out. A folder can be looked into at any moment; a
        server is not asked again at once, and one that failed only when its time has come. Never past `stop`."""
        if self.watched:
            if seconds > PAUSE:  # nothing more is there
                self._idle.wait(BREATH)
            self.wake.wait(min(seconds, LONGEST_WAIT))
            return
        alone = seconds if self._trouble else min(seconds, HINTS_EVERY)
        if not stop.wait(alone):
            self.wake.wait(seconds - alone)
