"""The present instant, and what may be made of it when the clock is in doubt (life.md section 6)."""

from datetime import datetime

from msgspec import Struct


class Moment(Struct, frozen=True, kw_only=True):
    """The present, in UTC. All three instants are the same one, unless the clock has jumped."""

    now: datetime
    """The best guess: what is done now is stamped with it."""
    opens: datetime
    """What was to open by then may be open, and nothing that was to open later."""
    ends: datetime
    """What was to end by then is over."""
    trouble: str = ""
    """What is wrong with the clock and what to do, in a sentence or two; empty when nothing is."""


def certain(now: datetime) -> Moment:
    """An instant that nobody doubts."""
    return Moment(now=now, opens=now, ends=now)
