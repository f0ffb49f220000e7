from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SetClock
from stet.app import Stet
from stet.config import House, parse
from stet.model.packet import Packet

SETTINGS = """
[site]
name = "The Morning Ledger"
url = "https://news.example"
language = "en-IN"
time_zone = "Asia/Kolkata"

[[feeds]]
name = "wire"
agency = "Northwind News"
path = "wire"
section = "India"

[[feeds]]
name = "slow"
agency = "Southwind News"
path = "slow"
section = "World"
publish = "hold"
"""


class Road:
    """A house under a clock of the test's own, and the shortest ways to use it."""

    def __init__(self, root: Path, clock: SetClock) -> None:
        self.root = root
        self.clock = clock
        self.stet = Stet(House(settings=parse(SETTINGS), root=root), clock=clock)
        self.site = root / "site"

    def take(self, *data: bytes, feed: str = "wire", source: str = "item.xml") -> list[str]:
        """Put files on the road. The states of the stories they belong to."""
        packets = [Packet(feed=feed, source=source, data=one, arrived=self.clock()) for one in data]
        return [row.state for outcome in self.stet.take(packets) for row in outcome.stories]

    def pages(self) -> dict[str, bytes]:
        """Story pages by address."""
        return {
            str(file.relative_to(self.site))[: -len(".html")]: file.read_bytes()
            for file in self.site.glob("*/*-*.html")
            if file.parent.name not in ("gone", "at", "topic")
        }

    def edition(self) -> dict[str, bytes]:
        """Every file of the edition."""
        return {str(file.relative_to(self.site)): file.read_bytes() for file in self.site.rglob("*") if file.is_file()}


@pytest.fixture
def road(tmp_path: Path, database: Path, clock: SetClock) -> Road:
    return Road(tmp_path, clock)


@pytest.fixture
def new_road(empty_database: Path, tmp_path: Path, clock: SetClock) -> Callable[[str], Road]:
    """Makes a second house beside the first, in a folder of its own."""
    import shutil

    def make(name: str) -> Road:
        (tmp_path / name).mkdir()
        shutil.copy(empty_database, tmp_path / name / "stet.db")
        return Road(tmp_path / name, clock)

    return make
