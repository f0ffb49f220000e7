"""One road per journal: the process that holds the lock walks it; others append to the journal and wait.

The lock belongs to the journal and not to a folder, so that two houses that are pointed at one database by mistake
do not both walk. It falls with the process that holds it, however that ends.
"""

import fcntl
import os
from pathlib import Path
from typing import Any, Protocol, Self

from django.db import connections

from stet.errors import Unavailable
from stet.journal.connect import asking, folder_of

_WALKING = 0x57E8  # any number: it names the lock among those of the database


class _Hold(Protocol):
    def take(self) -> bool:
        """Try to hold it. False when somebody does."""

    def release(self) -> None:
        """Let it go."""


class RoadLock:
    """The right to walk the road of this process's journal (see connect.py)."""

    def __init__(self) -> None:
        database = connections["default"].settings_dict
        self._hold: _Hold = _File(Path(f"{database['NAME']}.road")) if folder_of(database) else _Advisory()

    def take(self) -> bool:
        """Try to become the one that walks the road. False when another process does, or another part of this one.

        Raises `Unavailable` when the lock cannot be asked for.
        """
        return self._hold.take()

    def release(self) -> None:
        """Let another process walk it."""
        self._hold.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


class _File:
    """A lock on a file beside an SQLite journal."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._descriptor: int | None = None

    def take(self) -> bool:
        try:
            descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise Unavailable(
                f"{self._file} cannot be opened for writing ({error.strerror or error}). Let Stet write in the folder "
                "of its database, and see that its disk is not full."
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class _Advisory:
    """A lock of PostgreSQL's, held by a connection of its own."""

    def __init__(self) -> None:
        self._connection: Any = None

    def take(self) -> bool:
        connection = connections.create_connection("default")
        with asking(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_WALKING])
            (taken,) = cursor.fetchone()
        if not taken:
            connection.close()
            return False
        # Used by whichever thread lets it go.
        connection.inc_thread_sharing()
        self._connection = connection
        return True

    def release(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
