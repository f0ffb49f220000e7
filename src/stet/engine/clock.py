"""The clock by which embargoes open, checked against one that nobody can set (life.md section 6, edge case 66).

A machine's clock may be set, by a hand or by a time server that errs. How long the machine has been up cannot. So what
the clock should show is known: what it showed once, and the time that has passed since. While the two are more than
30 seconds apart, nobody knows which is right, and the safe side is to show less: nothing opens by the clock, and what
is to end ends by whichever of the two is later. Stops need no clock.
"""

import ctypes
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Lock

from msgspec import Struct
from msgspec.structs import replace

from stet.model.moment import Moment

LEAP = timedelta(seconds=30)
"""A clock further than this from what it should be is not believed."""

_SLOW = 1.0  # seconds between two looks at the machine: it was held up in between, and they do not belong together
_TRIES = 3
_WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
"""No right clock shows a time before Stet was written."""
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Uptime(Struct, frozen=True):
    """How long the machine has been up: seconds that nobody can set, and which start of the machine they count from."""

    boot: str
    seconds: float


class Anchor(Struct, frozen=True, kw_only=True):
    """What the clock once showed, and when that was by the machine's uptime."""

    boot: str
    seconds: float
    wall: datetime
    seen: datetime
    """The latest instant that was believed. Embargoes that ended by then have opened."""
    at_least: bool = False
    """The machine was started since: how long it was down is not known, only that it cannot be earlier than `wall`."""
    by: str = ""
    """Who said that the clock is right; empty where nobody had to."""


def uptime() -> Uptime:
    """This machine's uptime, with the time it slept where the system counts that."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    seconds = time.monotonic() if clock is None else time.clock_gettime(clock)
    return Uptime(_boot(), seconds)


@cache
def _boot() -> str:
    try:
        return _BOOT.read_text("ascii").strip()
    except OSError:
        return _THIS_PROCESS


_THIS_PROCESS = uuid.uuid4().hex
"""Where a start of the machine has no name, only this process can say that it is the same one."""


def is_kept_right() -> bool | None:
    """Whether the system says that a time server keeps its clock right; none where it does not tell."""
    ask = getattr(ctypes.CDLL(None), "adjtimex", None)
    if ask is None:
        return None
    answer = ask(ctypes.create_string_buffer(_TIMEX_BYTES))  # all zero: it is asked, and nothing is set
    return None if answer < 0 else answer != _TIME_ERROR


_TIMEX_BYTES = 1024  # struct timex takes 208 here
_TIME_ERROR = 5


class CheckedClock:
    """The present instant, checked. Safe to ask from several threads. It never goes back by itself."""

    def __init__(
        self, wall: Callable[[], datetime], uptime: Callable[[], Uptime], anchor: Anchor | None = None
    ) -> None:
        """`anchor`: what was remembered of the clock when it was last asked, by any process."""
        self._wall = wall
        self._uptime = uptime
        self._lock = Lock()
        self._anchor = self._begin(anchor)
        self._last = self._anchor.seen

    def __call__(self) -> Moment:
        """The present instant."""
        wall, up = self._look()
        with self._lock:
            return self._judge(wall, up)

    @property
    def anchor(self) -> Anchor:
        """What the next process has to know."""
        return self._anchor

    def follow(self, anchor: Anchor) -> None:
        """Go by what another process remembered: a person has said there that the clock is right."""
        with self._lock:
            self._anchor = anchor
            self._last = anchor.seen

    def confirm(self, by: str) -> Anchor:
        """A person says that the clock is right as it is now."""
        wall, up = self._look()
        with self._lock:
            self._anchor = Anchor(boot=up.boot, seconds=up.seconds, wall=wall, seen=wall, by=by)
            self._last = wall
        return self._anchor

    def _begin(self, known: Anchor | None) -> Anchor:
        _, up = self._look()
        if known is not None and known.boot == up.boot:
            return known
        seen = known.seen if known else _WRITTEN
        return Anchor(boot=up.boot, seconds=up.seconds, wall=seen, seen=seen, at_least=True)

    def _look(self) -> tuple[datetime, Uptime]:
        """Clock and uptime at one instant."""
        for _ in range(_TRIES):
            before = self._uptime()
            wall = self._wall()
            after = self._uptime()
            if after.seconds - before.seconds < _SLOW:
                break
        return wall, after

    def _judge(self, wall: datetime, up: Uptime) -> Moment:
        anchor = self._anchor
        due = anchor.wall + timedelta(seconds=up.seconds - anchor.seconds)
        if anchor.at_least and wall >= due - LEAP:
            anchor, due = replace(anchor, seconds=up.seconds, wall=wall, at_least=False), wall
        if abs(wall - due) > LEAP:
            seen, now = anchor.seen, self._stamp(due)
            return Moment(now=now, opens=seen, ends=max(wall, now), trouble=_trouble(wall, due))
        seen = max(wall, anchor.seen)
        self._anchor = replace(anchor, seen=seen)
        return Moment(now=self._stamp(seen), opens=seen, ends=seen)

    def _stamp(self, guess: datetime) -> datetime:
        """What is done later has a later time in the record, however the guess changes."""
        self._last = max(guess, self._anchor.seen, self._last)
        return self._last


def _trouble(wall: datetime, due: datetime) -> str:
    off = abs(wall - due)
    way = "ahead of" if wall > due else "behind"
    return (
        f"The clock of this machine shows {wall:%Y-%m-%d %H:%M:%S} UTC, which is {off.total_seconds():,.0f} s {way} "
        f"what it should be ({due:%Y-%m-%d %H:%M:%S} UTC, by the time that has passed). No embargo opens meanwhile; "
        "kills, expiries and all else go on. Set the clock right: it is believed again as soon as it agrees. If it is "
        "right as it is, say `stet clock --confirm`."
    )
