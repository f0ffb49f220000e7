from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stet.model.packet import Origin

WIRES = Path(__file__).parents[1] / "wires"
SHARED = Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="session")
def origin() -> Origin:
    return Origin(feed="mw", source="here.xml", arrived=datetime(2026, 3, 4, 12, tzinfo=UTC), time_zone="Asia/Kolkata")


@pytest.fixture(scope="session")
def wires() -> Path:
    return WIRES
