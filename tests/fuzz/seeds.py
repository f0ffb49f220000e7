"""What is mutated: the fixtures, and real samples where they lie beside the repository, by the format they read as."""

from datetime import UTC, datetime
from pathlib import Path

from stet.formats import FORMATS, read
from stet.model.packet import Origin

TESTS = Path(__file__).parents[1]
WIRES = TESTS / "wires"
SAMPLES = TESTS.parents[1] / "shared" / "wires"
LONGEST = 40_000
"""Larger samples say nothing that smaller ones do not, and cost time."""

ARRIVED = datetime(2026, 3, 4, 12, tzinfo=UTC)
ORIGINS = (
    Origin(feed="wire", source="here", arrived=ARRIVED),
    Origin(feed="wire", source="here", arrived=ARRIVED, time_zone="Asia/Kolkata", agency="Northwind News"),
    Origin(
        feed="wire", source="here", arrived=ARRIVED, time_zone="Europe/Berlin", zone_given=True, language="de",
        charset="windows-1256", cut=(r"copyright.*", r"\(.{2,12}\)"), stop_signals=("house:stop",),
    ),
)  # fmt: skip

Seeds = dict[str, tuple[bytes, ...]]


def seeds(*, samples: bool = True) -> Seeds:
    """Files by format; under "" those that are no format. A format without any has an empty list."""
    found: dict[str, dict[bytes, None]] = {"": {}, **{format_.name: {} for format_ in FORMATS}}
    folders = [WIRES, SAMPLES] if samples and SAMPLES.is_dir() else [WIRES]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if not path.is_file() or path.name.endswith("expected.json"):
                continue
            data = path.read_bytes()
            if 0 < len(data) <= LONGEST:
                found[read(data, ORIGINS[0]).format or ""][data] = None
    return {name: tuple(files) for name, files in found.items()}
