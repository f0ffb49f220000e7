import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import close_database
from stet.journal.connect import connect, migrate
from stet.journal.store import DjangoJournal


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of the test run's own, on a socket nobody else sees. Its address, without a database."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found and os.environ.get("STET_TEST_POSTGRES") != "required":
        pytest.skip("no PostgreSQL on this machine; CI installs one")
    programs = found[-1].parent
    folder = tmp_path_factory.mktemp("postgres")
    run = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if run:
        for parent in (folder, *folder.parents):
            if parent.owner() == "root" and parent.stat().st_mode & 0o001 == 0:
                parent.chmod(parent.stat().st_mode | 0o011)
        shutil.chown(folder, "postgres")
    data = folder / "data"
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/"}
    subprocess.run([*run, programs / "initdb", "-D", data, "-A", "trust", "-U", "stet"], **quiet)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder}"
    subprocess.run([*run, programs / "pg_ctl", "-D", data, "-w", "-o", options, "start"], **quiet)
    yield f"postgresql://stet@{str(folder).replace('/', '%2F')}"
    subprocess.run([*run, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **quiet)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DjangoJournal]:
    """A journal with nothing in it: once on SQLite, once on PostgreSQL."""
    if request.param == "sqlite":
        request.getfixturevalue("database")
        connect("sqlite:///stet.db", tmp_path)
        yield DjangoJournal()
        return
    server = request.getfixturevalue("postgres")
    connect(f"{server}/postgres", tmp_path)
    from django.db import connection

    name = f"test_{abs(hash(request.node.nodeid))}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    connect(f"{server}/{name}", tmp_path)
    migrate()
    yield DjangoJournal()
    close_database()
