"""One road per journal: the process that holds the lock walks it; others append to the journal and wait."""

import fcntl
import os
from pathlib import Path
from typing import Self

from stet.errors import Unavailable


class RoadLock:
    """An advisory lock on a file beside the journal. It falls with the process that holds it, however that ends."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Try to become the one that walks the road. False when another process does, or another part of this one.

        Raises `Unavailable` when the file cannot be made.
        """
        try:
            descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise Unavailable(
                f"{self._file} cannot be opened for writing ({error.strerror or error}). Let Stet write in the folder "
                "of its stet.toml, and see that its disk is not full."
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Let another process walk it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
