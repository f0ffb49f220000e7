"""One process that does everything: intake, the road, the clock; a newsroom's whole Stet on one machine."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Protocol

import structlog

from stet.engine.beside import Beside
from stet.engine.intake import Intake, Remembering, Way
from stet.engine.timekeeper import Timekeeper
from stet.errors import Unavailable
from stet.flow import Flow
from stet.logs import kind

log = structlog.get_logger("stet.engine")

TICK = 0.25
"""Seconds between two renderings of the lists at least, however many stories change meanwhile."""
REST = 9
"""While copy comes lists rest so many times as long as they took: they have a tenth of the road,"""
LONGEST_REST = 2.0
"""but not longer than these seconds."""
OTHERS_EVERY = 5.0
"""Seconds that lists other than the front and the sections wait at most while the road is busy."""
PULSE = 0.1
"""Seconds after which the road looks for work by itself: an embargo that opens, a change made by another process."""
RETRY = 1.0
"""Seconds until the road is tried again after something went wrong."""
CHECKPOINT_EVERY = 30.0
"""Seconds between two points up to which all pages are known to have reached the disk."""


class Ledger(Remembering, Protocol):
    """What the engine needs of a journal to survive an unclean stop."""

    def opened(self) -> bool:
        """A road runs now; whether the last one ended in order."""

    def last_receipt(self) -> int:
        """Number of the newest receipt."""

    def checkpoint(self, receipt: int) -> None:
        """Pages up to this receipt are on the disk."""

    def closed(self) -> None:
        """The road ended in order."""

    def complain(self, trouble: str) -> None:
        """What keeps the road from going on, for `stet doctor`; empty when nothing does."""


class Embedded:
    """Runs intakes and the road in threads of this process."""

    def __init__(
        self,
        *,
        flow: Flow,
        ledger: Ledger,
        ways: Sequence[Way],
        watch: Callable[[Mapping[Path, Event], Event], None],
        flush: Callable[[], None],
        timekeeper: Timekeeper | None = None,
        beside: Sequence[Beside] = (),
    ) -> None:
        self._flow = flow
        self._ledger = ledger
        self._watch = watch
        self._flush = flush
        self._timekeeper = timekeeper
        self._beside = beside
        self._stop = Event()
        self._work = Event()
        self._idle = Event()
        self._intakes = [Intake(way, ledger, flow, self._work.set, self._idle) for way in ways]
        self._threads: list[Thread] = []
        self._checkpointed = 0
        self._trouble = ""
        self._is_open = False
        self._is_orderly = True

    def start(self) -> None:
        """Begin. After an unclean stop, pages since the last checkpoint are rendered again.

        Raises `Unavailable` when the journal cannot be written. An edition that cannot is tried again by the road:
        packets are taken meanwhile, and the pages that are there are served.
        """
        self._is_orderly = self._ledger.opened()
        if not self._is_orderly:
            log.warning("unclean_stop", doing="rendering again what was put since the last checkpoint")
        try:
            self._open()
        except Unavailable as error:
            self._complain(str(error))
        self._threads = [Thread(target=self._walk, name="road")]
        self._threads += [Thread(target=one.run, args=(self._stop,), name="intake") for one in self._intakes]
        self._threads += [Thread(target=one.run, args=(self._stop,), name=one.name) for one in self._beside]
        watched = {one.watched: one.wake for one in self._intakes if one.watched}
        if watched:
            self._threads.append(Thread(target=self._watch, args=(watched, self._stop), name="watch"))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End in order: what is under way is finished, all pages reach the disk."""
        self._stop.set()
        self._work.set()
        self._idle.set()
        for intake in self._intakes:
            intake.wake.set()
        for thread in self._threads:
            thread.join()
        self._close()

    def wake(self, feed: str) -> None:
        """Somebody says that a feed has something new: its source is asked as soon as it may be."""
        for intake in self._intakes:
            if intake.feed == feed:
                intake.wake.set()

    def look(self) -> None:
        """Somebody appended to the journal and waits: the road looks at once."""
        self._work.set()

    def run_dry(self) -> None:
        """Walk until nothing waits, without intakes: for a command that finds no other process on the road."""
        self._is_orderly = self._ledger.opened()
        self._mind_the_clock()
        self._open()
        self._flow.run_dry()
        self._close()

    def _open(self) -> None:
        if not self._is_open:
            self._flow.open()
            if not self._is_orderly:
                self._flow.read_carefully()
            self._is_open = True

    def _walk(self) -> None:
        others_at = checkpoint_at = monotonic()
        lists_at = others_at + TICK
        while not self._stop.is_set():
            self._work.clear()
            try:
                self._mind_the_clock()
                self._open()
                worked = self._flow.turn()
                if (began := monotonic()) >= lists_at and not self._flow.is_hurried():
                    is_busy, whole = worked, not worked or began - others_at >= OTHERS_EVERY
                    worked = self._flow.lists(whole=whole) or worked
                    worked = worked or self._flow.arrange()
                    ended = monotonic()
                    lists_at = ended + (min(max(TICK, REST * (ended - began)), LONGEST_REST) if is_busy else TICK)
                    others_at = ended if whole and not self._flow.are_lists_left() else others_at
                if monotonic() - checkpoint_at >= CHECKPOINT_EVERY:
                    self._checkpoint()
                    checkpoint_at = monotonic()
                self._complain("")
            except Unavailable as error:  # disk full, database gone: everything waits in the journal or at the source
                self._complain(str(error))
                self._stop.wait(error.retry_after or RETRY)
                continue
            except Exception as bug:  # the site must go on and the next kill be tried; it is told in full
                log.exception("bug")
                self._complain(f"Stet failed on the road, which is a fault of Stet: {bug!r}. Please report it.", bug)
                self._stop.wait(RETRY)
                continue
            if not worked:
                self._idle.set()
                self._work.wait(PULSE)
                self._idle.clear()

    def _complain(self, trouble: str, bug: Exception | None = None) -> None:
        if trouble == self._trouble:
            return
        if trouble:  # what a fault says may quote copy, and no line of the log may
            told = trouble if bug is None else f"Stet failed on the road, which is a fault of Stet ({kind(bug)})."
            log.error("road_stopped", trouble=told, see="stet doctor")
        self._trouble = trouble
        with suppress(Unavailable):  # the database may be the trouble; the log has it
            self._ledger.complain(trouble)

    def _mind_the_clock(self) -> None:
        if self._timekeeper:
            self._timekeeper.mind()

    def _close(self) -> None:
        """The lists of the last tick; then all pages reach the disk."""
        try:
            while self._flow.lists():
                pass
        except Unavailable as error:  # they are in the journal, and are rendered at the next start
            self._complain(str(error))
        self._checkpoint()
        self._ledger.closed()

    def _checkpoint(self) -> None:
        if self._timekeeper:
            self._timekeeper.remember()
        receipt = self._ledger.last_receipt()
        if receipt > self._checkpointed:
            self._flush()
            self._ledger.checkpoint(receipt)
            self._checkpointed = receipt
