import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class SetClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal with its tables and nothing in them, made once and copied for each test."""
    from stet.journal.connect import connect, migrate

    folder = tmp_path_factory.mktemp("journal")
    connect("sqlite:///empty.db", folder)
    migrate()
    close_database()
    return folder / "empty.db"


def close_database() -> None:
    from django.db import connections

    connections.close_all()


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Iterator[Path]:
    """A journal of the test's own: `sqlite:///stet.db` below its tmp_path."""
    shutil.copy(empty_database, tmp_path / "stet.db")
    yield tmp_path / "stet.db"
    close_database()


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("STET_") and not name.startswith("STET_TEST_")]:
        monkeypatch.delenv(name)
