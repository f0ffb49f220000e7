"""Waiting for a folder to change, so that a file is taken within milliseconds and not at the next scan.

A watcher can miss things: network file systems tell nothing, a folder may be replaced. So it only wakes the caller
early; the caller scans at its own pace besides.
"""

import contextlib
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

import watchfiles

_STEP_MS = 3
_DEBOUNCE_MS = 20
_LOOK_MS = 1_000

_Identities: TypeAlias = dict[Path, tuple[int, int]]


def watch(
    folders: Mapping[Path, threading.Event], stop: threading.Event, tell: Callable[[Path], None] = lambda path: None
) -> None:
    """Set a folder's event whenever something appears or is written in it, until `stop` is set. Blocks meanwhile.
    Before that `tell` is called with each absolute path that did.

    A folder that is not there, or is replaced by another, is watched again within a second of being there, and its
    event is set then too. Names that start with a dot, and names that go away, wake nobody.
    """
    events = {path.absolute(): event for path, event in folders.items()}
    before: _Identities = {}
    while not stop.is_set():
        there = _identities(events)
        for path in [path for path in there if there[path] != before.get(path)]:
            events[path].set()
        before = there
        if not there:
            stop.wait(_LOOK_MS / 1000)
            continue
        with contextlib.suppress(FileNotFoundError):  # gone between the look and the watch: look again
            for path in _changed(there, events, stop):
                tell(path)
                events[path.parent].set()


def _changed(there: _Identities, wanted: Collection[Path], stop: threading.Event) -> Iterator[Path]:
    """What appeared in these folders, until one of those wanted comes, goes or is replaced."""
    rounds = watchfiles.watch(
        *there,
        watch_filter=_matters,
        step=_STEP_MS,
        debounce=_DEBOUNCE_MS,
        stop_event=stop,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,
        raise_interrupt=False,
        recursive=False,
    )
    for changes in rounds:
        yield from (path for _, name in changes if (path := Path(name)).parent in there)
        if _identities(wanted) != there:
            return


def _matters(change: watchfiles.Change, path: str) -> bool:
    return change is not watchfiles.Change.deleted and not Path(path).name.startswith(".")


def _identities(paths: Collection[Path]) -> _Identities:
    """Device and inode of the folders that are there."""
    found: _Identities = {}
    for path in paths:
        with contextlib.suppress(OSError):
            status = path.stat()
            found[path] = (status.st_dev, status.st_ino)
    return found
