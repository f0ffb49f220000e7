"""What every way in looks like, and the one that ships for tests and demonstrations.

A transport is called with a source and a cursor and hands out a haul: packets, and the cursor for the next call.
It keeps nothing to itself, so resuming, retrying and testing are the same thing.

Calling again with the cursor of a haul *means* that the packets of that haul are durable. Only then may a transport
let go of them at the source: put a file away, acknowledge a message. Calling again with an older cursor hands the
same packets out again, which costs a little work and never loses a thing.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Protocol, TypeAlias, TypeVar

from msgspec import Struct

from stet.errors import Unavailable
from stet.model.packet import Packet

Cursor: TypeAlias = dict[str, Any]
"""Where a transport stands with one source: JSON values only, opaque to all but the transport that made it.

Empty at the start. Never altered in place. A haul without packets may carry a new cursor too: hand it back.
"""

Clock: TypeAlias = Callable[[], datetime]
"""The present instant, in UTC. Arrival times are stamped with it."""


class Haul(Struct, frozen=True, kw_only=True):
    """What one call brought."""

    packets: tuple[Packet, ...] = ()
    cursor: Cursor
    again: float = 0.0
    """Seconds until it is worth calling again; 0 when more waits already."""
    notes: tuple[str, ...] = ()
    """What a person should know, one line each, said once and not at every call."""


class Outage(Unavailable):
    """The source does not answer now: the folder is gone, the server is down.

    `retry_after` (seconds) is always set. `cursor` is the one to call with next time; it holds how often the source
    failed, and nothing in it lets go of anything.
    """

    def __init__(self, message: str, *, cursor: Cursor, retry_after: float) -> None:
        super().__init__(message, retry_after=retry_after)
        self.cursor = cursor
        self.retry_after: float = retry_after


S_contra = TypeVar("S_contra", contravariant=True)


class Transport(Protocol[S_contra]):
    """The one function type of all ways in."""

    def __call__(self, source: S_contra, cursor: Cursor) -> Haul:
        """What waits at the source beyond the cursor.

        Raises:
            Outage: the source does not answer; what happened, and what to do.
        """
        ...


class Fake:
    """A transport that follows a script: hauls are handed out and errors raised, in order.

    Takes any source. The cursor counts the hauls that were handed out and confirmed, so calling with an older cursor
    hands the same haul out again, as a real transport does. After the script it has nothing, and says so with `again`.
    """

    def __init__(self, script: Iterable[tuple[Packet, ...] | Exception], *, again: float = 1.0) -> None:
        self._script = tuple(script)
        self._again = again
        self._raised: set[int] = set()
        self.calls: list[Cursor] = []
        """The cursors it was called with."""

    def __call__(self, source: object, cursor: Cursor) -> Haul:
        """The step of the script at which the cursor stands. An error is raised once, then its step is passed over."""
        self.calls.append(cursor)
        step = int(cursor.get("step", 0))
        while step in self._raised:
            step += 1
        if step >= len(self._script):
            return Haul(cursor={"step": step}, again=self._again)
        entry = self._script[step]
        if isinstance(entry, Exception):
            self._raised.add(step)
            raise entry
        more = step + 1 < len(self._script)
        return Haul(packets=entry, cursor={"step": step + 1}, again=0.0 if more else self._again)


def printable(text: str) -> str:
    """A name from outside, fit for one line of a log: control, bidirectional and undecodable characters replaced."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
