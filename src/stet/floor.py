"""Who has the floor: what comes in goes before what goes out, for a moment at a time.

Threads of one interpreter take turns, and a thread that reads files gives its turn away at each of them: beside a road
that sets pages, a look into a folder takes ten times as long. So the road pauses between two stories while one is under
way. No work is added by that; it is done in another order.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

LONGEST = 0.1
"""Seconds that the road pauses at most for one who took the floor: a folder on a dead disk must not stop it."""


class Floor:
    """Taken by intakes, waited for by the road."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._taken: frozenset[object] = frozenset()
        self._late: frozenset[object] = frozenset()
        """Of those who have it the ones that were waited for long enough."""

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Have the floor, beside others who have it."""
        turn = object()
        with self._changed:
            self._taken |= {turn}
        try:
            yield
        finally:
            with self._changed:
                self._taken -= {turn}
                self._late -= {turn}
                self._changed.notify_all()

    def wait(self) -> None:
        """Wait until those who have the floor now gave it back, but for who has had it too long. Whoever takes it
        meanwhile has the next pause: however many there are, the road goes on between them."""
        if not self._taken:
            return
        with self._changed:
            those = self._taken - self._late
            if not self._changed.wait_for(lambda: those.isdisjoint(self._taken), LONGEST):
                self._late |= those & self._taken
