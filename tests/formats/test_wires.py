"""Each case under tests/wires reads as its expected.json says. A case is files beside that; no test code is needed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from stet.formats import read, sent_texts
from stet.model.packet import Origin
from stet.model.text import fingerprint

WIRES = Path(__file__).parents[1] / "wires"
FILES = sorted(path for path in WIRES.glob("*/*/*") if path.name != "expected.json")


def expected_of(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((path.parent / "expected.json").read_text("utf-8"))[path.name]
    return found


def origin_of(path: Path, origin: Origin) -> Origin:
    """The fixtures' common origin, with what the case says of its feed: `"origin": {"charset": "windows-1256"}`."""
    return msgspec.structs.replace(origin, source=path.name, **expected_of(path).get("origin", {}))


def as_far_as_said(found: Any, expected: Any) -> Any:
    """What was found, less the keys that a case says nothing of."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return {key: as_far_as_said(found[key], value) for key, value in expected.items()}
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [as_far_as_said(one, value) for one, value in zip(found, expected, strict=True)]
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(WIRES)))
def test_a_wire_file_reads_as_expected(path: Path, origin: Origin) -> None:
    expected = expected_of(path)
    reading = read(path.read_bytes(), origin_of(path, origin))
    assert reading.format == expected["format"]
    assert [refusal.reason for refusal in reading.refusals] == expected["refused"]
    items = json.loads(msgspec.json.encode(reading.dispatches))
    assert as_far_as_said(items, expected["items"]) == expected["items"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(WIRES)))
def test_the_text_as_set_is_the_text_as_sent(path: Path, origin: Origin) -> None:
    data, origin = path.read_bytes(), origin_of(path, origin)
    sent = sent_texts(data, origin)
    for dispatch in read(data, origin).dispatches:
        assert dispatch.wire_fingerprint == fingerprint(sent.get(dispatch.index, ""))
        assert dispatch.wire_fingerprint == fingerprint(dispatch.body_text)


def test_every_case_says_what_each_of_its_files_is() -> None:
    for case in {path.parent for path in FILES}:
        assert set(json.loads((case / "expected.json").read_text())) == {p.name for p in FILES if p.parent == case}
