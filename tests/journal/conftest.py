from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import close_database
from stet.journal.connect import connect, migrate
from stet.journal.store import DjangoJournal


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DjangoJournal]:
    """A journal with nothing in it: once on SQLite, once on PostgreSQL."""
    if request.param == "sqlite":
        request.getfixturevalue("database")
        connect("sqlite:///stet.db", tmp_path)
        yield DjangoJournal()
        return
    connect(request.getfixturevalue("postgres_database"), tmp_path)
    migrate()
    yield DjangoJournal()
    close_database()
