"""Work beside the road, in a thread of its own: what takes long and nobody waits for, such as cutting pictures."""

import os
from collections.abc import Callable
from contextlib import suppress
from threading import Event, get_native_id

import structlog

from stet.errors import Unavailable

log = structlog.get_logger("stet.engine")

PAUSE = 0.25
"""Seconds between two looks whether there is something to do."""
RETRY = 5.0
"""Seconds until it is tried again after something went wrong."""
_COURTESY = 10
"""How much this thread lets others of this machine go first; the system's scale goes to 19."""


class Beside:
    """Does one thing after the other as long as there is one. What goes wrong is told and tried again."""

    def __init__(self, name: str, work: Callable[[], bool], *, pause: float = PAUSE) -> None:
        """`work` does the next thing and returns whether there was one."""
        self.name = name
        self._work = work
        self._pause = pause
        self._trouble = ""

    def run(self, stop: Event) -> None:
        """Until `stop` is set; what is under way then is finished."""
        _let_others_go_first()
        while not stop.is_set():
            try:
                worked = self._work()
                self._trouble = ""
            except Unavailable as trouble:  # the journal: nothing was kept, and it is tried again
                self._say(str(trouble))
                stop.wait(trouble.retry_after or RETRY)
                continue
            except Exception:  # it must not end for ever; it is told in full
                log.exception("bug", beside=self.name)
                stop.wait(RETRY)
                continue
            if not worked:
                stop.wait(self._pause)

    def _say(self, trouble: str) -> None:
        if trouble != self._trouble:
            log.error("unavailable", beside=self.name, trouble=trouble)
            self._trouble = trouble


def _let_others_go_first() -> None:
    """This thread's own priority, where the system has one for threads."""
    with suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, get_native_id(), _COURTESY)
