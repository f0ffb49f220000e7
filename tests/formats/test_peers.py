"""How Stet and another system read the same agency files, field by field, and why they differ where they do.

`NAME.expected.json` beside a sample holds the other system's reading. It is a peer, not the truth: where the file or
the standard says otherwise, Stet's reading stands, and `peers/<format>.toml` says why. A difference without a reason
fails, and so does a reason without a difference. `pytest tests/formats/test_peers.py` prints the table.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from stet.formats import read
from stet.model.dispatch import Dispatch
from stet.model.packet import Origin
from stet.model.text import fold

WIRES = Path(__file__).parents[3] / "shared" / "wires"
REASONS = Path(__file__).parent / "peers"
FORMATS = sorted(path.name for path in WIRES.iterdir() if path.is_dir() and list(path.glob("*.expected.json"))) if (
    WIRES.is_dir()) else []  # fmt: skip
LEAST = 0.82
"""What has been reached, and what an honest reader can reach: see docs/adr/0009-a-peer-is-no-yardstick.md."""
pytestmark = pytest.mark.skipif(not FORMATS, reason="no samples beside the repository")

TIMES = {"version_created", "first_created", "embargo_until"}


class Pair(NamedTuple):
    """One field of one item, as the peer reads it and as Stet does."""

    file: str
    field: str
    """The name of the field; after a second and further item of a file, its number stands before it."""
    peer: Any
    ours: Any
    agrees: bool


def pairs(name: str) -> Iterator[Pair]:
    for expected in sorted((WIRES / name).glob("*.expected.json")):
        file = expected.with_name(expected.name.removesuffix(".expected.json"))
        data = file.read_bytes()
        said_by_peer = msgspec.json.decode(expected.read_bytes())
        origin = Origin(
            feed="", source=file.name, agency=said_by_peer["agency"], arrived=datetime(2026, 3, 4, 12, tzinfo=UTC)
        )
        dispatches = read(data, origin).dispatches
        for number, item in enumerate(said_by_peer["items"]):
            dispatch = match(item, dispatches, number)
            for field, peer in item.items():
                ours = said(dispatch, field) if dispatch else None
                label = f"{number + 1}.{field}" if number else field
                yield Pair(
                    file.name, label, peer, ours, agree(field, peer, ours, data, dispatch.version if dispatch else None)
                )


def match(item: dict[str, Any], dispatches: tuple[Dispatch, ...], number: int) -> Dispatch | None:
    """The item by its id, else by its place."""
    same = [one for one in dispatches if item.get("guid") in (one.guid, f"{one.guid}:{one.version}")]
    return same[0] if same else dispatches[number] if number < len(dispatches) else None


def said(dispatch: Dispatch, field: str) -> Any:
    if field == "embargo_until":
        return dispatch.embargo.until if dispatch.embargo else None
    if field == "subject_codes":
        return {subject.code for subject in dispatch.subjects}
    return getattr(dispatch, field)


def agree(field: str, peer: Any, ours: Any, data: bytes, version: int | None) -> bool:
    """White space folded, times as instants; one without a zone is in UTC. A language agrees without its region.

    Of a body all letters: the peer puts a blank at every tag. Of subjects the IPTC's codes; where there are none, the
    codes that stand in the file. The peer adds its own.
    """
    if field == "subject_codes":
        shared = {code for code in peer if code.isdigit() and len(code) == 8}
        return (shared or {code for code in peer if code.encode() in data}) <= (ours or set())
    if ours is None:
        return False
    if field == "guid" and version is not None and peer == f"{ours}:{version}":
        return True  # the peer glues the version to the id: both halves are the same
    if field in TIMES:
        instant = datetime.fromisoformat(peer)
        return bool((instant if instant.tzinfo else instant.replace(tzinfo=UTC)) == ours)
    if field == "body_text":
        return "".join(peer.split()) == "".join(ours.split())
    if field == "language":
        return bool(peer == ours or peer == ours.partition("-")[0])
    return fold(str(peer)) == fold(str(ours))


def reasons(name: str) -> dict[tuple[str, str], str]:
    """By file and field: why Stet is right. Reasons that come often have a name and stand once, under `[why]`."""
    path = REASONS / f"{name}.toml"
    table = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    why = table.pop("why", {})
    return {
        (file, field): why.get(reason, reason) for file, fields in table.items() for field, reason in fields.items()
    }


def unused(name: str) -> set[str]:
    path = REASONS / f"{name}.toml"
    table = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    return set(table.pop("why", {})) - {reason for fields in table.values() for reason in fields.values()}


@pytest.mark.parametrize("name", FORMATS)
def test_every_difference_from_a_peer_has_its_reason_and_every_reason_a_difference(name: str) -> None:
    found = {(pair.file, pair.field): pair for pair in pairs(name) if not pair.agrees}
    given = reasons(name)
    unexplained = [
        f"{file}: {field}: peer {fold(str(pair.peer))[:90]!r}, Stet {fold(str(pair.ours))[:90]!r}"
        for (file, field), pair in found.items()
        if (file, field) not in given
    ]
    assert not unexplained, "\n" + "\n".join(unexplained)
    assert not set(given) - set(found), "reasons for what agrees"
    assert not unused(name), "named reasons that nothing goes by"
    assert all(len(reason.split()) >= 5 for reason in given.values()), "a reason is a sentence"


def test_the_share_of_fields_that_agree_with_the_peers_does_not_fall(capsys: pytest.CaptureFixture[str]) -> None:
    total: Counter[tuple[str, str]] = Counter()
    agreed: Counter[tuple[str, str]] = Counter()
    for name in FORMATS:
        for pair in pairs(name):
            key = (name, pair.field.rpartition(".")[2])
            total[key] += 1
            agreed[key] += pair.agrees
    fields = sorted({field for _, field in total})
    lines = [f"{'':16}" + "".join(f"{name:>12}" for name in FORMATS) + f"{'all':>12}"]
    for field in [*fields, None]:
        keys = [[key for key in total if key[0] == name and field in (None, key[1])] for name in FORMATS]
        keys.append([key for group in keys for key in group])
        cells = [(sum(agreed[key] for key in group), sum(total[key] for key in group)) for group in keys]
        lines.append(f"{field or 'all':16}" + "".join(f"{f'{a}/{t}' if t else '-':>12}" for a, t in cells))
    share = sum(agreed.values()) / sum(total.values())
    with capsys.disabled():
        sys.stdout.write("\n".join(["", *lines, f"{share:.1%} of the fields agree", ""]))
    assert share >= LEAST
