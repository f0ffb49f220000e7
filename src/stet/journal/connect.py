"""Which database holds the journal, and how it is spoken to.

Django wants to be set up before a model can be imported. That happens here, when this module is imported, with a
database that holds nothing; `connect` then names the real one.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, DataError, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from stet.errors import Misused, Unavailable
from stet.journal import settings as common

_COMMON = {name: value for name, value in vars(common).items() if name.isupper()}
if not settings.configured:
    settings.configure(**_COMMON)
if not apps.ready:
    django.setup()

# Never lose bytes: a commit has reached the disk before it is reported (the house, "Stack").
_SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000;"
_MIGRATING = 0x57E7  # any number: it names the lock that is held while tables are made
SQLITE_PATIENCE = 20.0
"""Seconds to wait for another writer."""


def connect(url: str, root: Path) -> None:
    """Point this process at the journal that `url` names: `sqlite:///file` (a path relative to `root`, or absolute
    with four slashes) or `postgresql://user@host/name`, whose password comes from PGPASSWORD or a passfile.

    A process has one journal. Calling again moves it, which only tests do. Raises `Misused` for any other address.
    """
    database = connections.configure_settings({"default": _database(url, root)})["default"]
    if parent := folder_of(database):
        with contextlib.suppress(OSError):  # the database then says in its own words that it cannot be opened
            parent.mkdir(parents=True, exist_ok=True)
    if connections.settings["default"] != database:
        connections.close_all()
        connections.settings["default"] = database
        del connections["default"]


def migrate() -> None:
    """Bring the journal's tables to this version's shape. Does nothing when they have it.

    Of several processes that start at once, one does it and the others wait. Raises `Unavailable`.
    """
    with asking():
        if not _is_migrated():
            with _alone():
                call_command("migrate", verbosity=0, interactive=False)


def _is_migrated() -> bool:
    executor = MigrationExecutor(connections["default"])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


@contextmanager
def _alone() -> Iterator[None]:
    """No other process of this house is in here. The lock falls with the process, however that ends."""
    connection = connections["default"]
    place = folder_of(connection.settings_dict)
    if place is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATING])
        return
    # The folder, not the file: to close a second handle on the file would drop the locks SQLite holds on it.
    folder = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


# SQLite has one writer, and a second one that finds it busy sleeps before it asks again. Threads of this process
# therefore queue here, where the next is woken at once; other processes wait as SQLite has it.
_one_writer = Lock()


@contextmanager
def writing() -> Iterator[None]:
    """One transaction."""
    with _one_writer, asking(), transaction.atomic():
        yield


@contextmanager
def asking() -> Iterator[None]:
    """What the database complains of becomes a sentence."""
    try:
        yield
    except DataError:
        raise  # it is there, and will not have this value: a fault of Stet, and no time will mend it
    except DatabaseError as error:
        raise Unavailable(
            f"The journal's database refused: {_in_one_line(error)}. Nothing was lost: what was not kept is still "
            "where it came from. Check that its disk is not full and that Stet may write there, that it runs and that "
            "storage.database names it."
        ) from error


def _in_one_line(error: DatabaseError) -> str:
    return " ".join(str(error).split()).rstrip(".?")


def folder_of(database: dict[str, Any]) -> Path | None:
    """The folder of an SQLite file."""
    return Path(database["NAME"]).parent if "sqlite3" in database["ENGINE"] else None


def _has_port_or_none(parts: SplitResult) -> bool:
    try:
        return parts.port is None or parts.port > 0
    except ValueError:  # what stands in its place is no number, or too high a one
        return False


def _database(url: str, root: Path) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and not parts.netloc and len(parts.path) > 1:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str((root / unquote(parts.path[1:])).resolve()),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": SQLITE_PATIENCE,
                "init_command": _SQLITE_PRAGMAS,
            },
        }
    if parts.scheme in ("postgresql", "postgres") and len(parts.path) > 1 and _has_port_or_none(parts):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
        }
    raise Misused(
        f"storage.database = {url!r} is not an address Stet knows. "
        "Write sqlite:///stet.db for a file, or postgresql://user@host/name."
    )
