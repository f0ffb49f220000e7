"""Tells people when the clock has jumped, remembers it across processes, and makes good when it is over."""

from collections.abc import Mapping
from time import monotonic
from typing import Any, Protocol

import msgspec
import structlog

from stet.engine.clock import Anchor, CheckedClock

log = structlog.get_logger("stet.engine")

_ASK_AGAIN = 1.0
"""Seconds between two looks whether a person has said that the clock is right."""


class ClockLedger(Protocol):
    """What a timekeeper needs of a journal. Every method raises `Unavailable`."""

    def clock(self) -> dict[str, Any]:
        """What was last remembered of the clock; empty at first."""

    def remember_clock(self, anchor: Mapping[str, Any]) -> None:
        """Remember what the clock shows, and by which uptime."""

    def is_clock_stopped(self) -> bool:
        """Whether nothing opens by the clock."""

    def stop_clock(self) -> None:
        """From now on nothing opens by the clock. Saying so again changes nothing."""

    def start_clock(self) -> None:
        """The clock is believed again; what was settled meanwhile is settled again."""


def anchor_of(ledger: ClockLedger) -> Anchor | None:
    """What was last remembered of the clock."""
    known = ledger.clock()
    return msgspec.convert(known, Anchor) if known else None


class Timekeeper:
    """Minds the clock of the process that walks the road."""

    def __init__(self, clock: CheckedClock, ledger: ClockLedger) -> None:
        self._clock = clock
        self._ledger = ledger
        self._stopped: bool | None = None
        self._asked = 0.0

    def mind(self) -> None:
        """Look at the clock; to be called before each turn. Raises `Unavailable`."""
        if self._stopped is None:
            self._stopped = self._ledger.is_clock_stopped()
            self.remember()
        moment = self._clock()
        if moment.trouble and self._is_confirmed():
            moment = self._clock()
        if moment.trouble and not self._stopped:
            self.remember()
            self._ledger.stop_clock()
            log.error("clock_stopped", trouble=moment.trouble)
        elif self._stopped and not moment.trouble:
            self._stopped = False
            self.remember()
            self._ledger.start_clock()
            log.warning("clock_agrees", doing="opening by the clock again, and settling again what was settled since")
        self._stopped = bool(moment.trouble)

    def remember(self) -> None:
        """For the next process, unless the clock is in doubt: a person may be saying just now that it is right. Raises
        `Unavailable`."""
        if not self._stopped:
            self._ledger.remember_clock(msgspec.to_builtins(self._clock.anchor))

    def _is_confirmed(self) -> bool:
        """Whether a person has said meanwhile, to another process, that the clock is right."""
        if monotonic() - self._asked < _ASK_AGAIN:
            return False
        self._asked = monotonic()
        known = anchor_of(self._ledger)
        if known is None or not known.by or known == self._clock.anchor:
            return False
        self._clock.follow(known)
        return True
