import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
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
    # By its id, not its folder: another test run of this account may have shut the folders above it to all others.
    os.kill(int((data / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)


_number = count()


@pytest.fixture
def postgres_database(postgres: str, tmp_path: Path) -> Iterator[str]:
    """The address of an empty PostgreSQL database of the test's own."""
    from stet.journal.connect import connect

    connect(f"{postgres}/postgres", tmp_path)
    from django.db import connection

    name = f"test_{next(_number)}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield f"{postgres}/{name}"
    close_database()


@pytest.fixture(scope="session")
def picture() -> bytes:
    """A small drawn picture."""
    from io import BytesIO

    from PIL import Image, ImageDraw

    image = Image.new("RGB", (1200, 800), "#345")
    ImageDraw.Draw(image).ellipse((300, 200, 900, 600), fill="#dcb")
    file = BytesIO()
    image.save(file, "JPEG")
    return file.getvalue()
