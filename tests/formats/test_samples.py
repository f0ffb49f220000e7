"""Real agency files, where they lie beside the repository: each is a story word for word, or refused with a reason."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from stet.formats import read, sent_texts
from stet.model.dispatch import Kind, Reading
from stet.model.packet import Origin
from stet.model.text import fingerprint

SHARED = Path(__file__).parents[3] / "shared"
FORMATS = ("newsml-g2", "newsml-1", "nitf", "ninjs", "rss", "atom")
pytestmark = pytest.mark.skipif(not (SHARED / "wires").is_dir(), reason="no samples beside the repository")


def _files(folder: str) -> list[Path]:
    return [path for path in sorted((SHARED / "wires" / folder).iterdir()) if not path.name.endswith(".expected.json")]


def _check(data: bytes, origin: Origin) -> Reading:
    reading = read(data, origin)
    assert reading.dispatches or reading.refusals
    assert all(refusal.reason and "\n" not in refusal.reason for refusal in reading.refusals)
    sent = sent_texts(data, origin)
    for dispatch in reading.dispatches:
        assert fingerprint(sent.get(dispatch.index, "")) == dispatch.wire_fingerprint == fingerprint(dispatch.body_text)
        assert dispatch.kind is not Kind.PICTURE or dispatch.pictures
    return reading


@pytest.mark.slow
def test_every_sample_is_read_word_for_word_or_refused_with_a_reason(
    origin: Origin, capsys: pytest.CaptureFixture[str]
) -> None:
    table: Counter[tuple[str, str]] = Counter()
    for folder in FORMATS:
        for path in _files(folder):
            reading = _check(path.read_bytes(), origin)
            assert reading.format == folder or (reading.format is None and not reading.dispatches), path
            table.update((folder, f"{d.kind} {'with' if d.body_text else 'without'} body") for d in reading.dispatches)
            table.update((folder, f"refused: {refusal.reason}") for refusal in reading.refusals)
    rows = [f"{count:5}  {folder:10} {outcome}" for (folder, outcome), count in sorted(table.items())]
    with capsys.disabled():
        sys.stdout.write("\n".join(["", *rows, ""]))


def test_the_seed_is_read_exactly(origin: Origin) -> None:
    page = (SHARED / "seed" / "original.txt").read_text()
    for name in ("pti-sco.newsml-g2.xml", "pti-sco.nitf.xml"):
        (dispatch,) = _check((SHARED / "seed" / name).read_bytes(), origin).dispatches
        assert dispatch.problems == ()
        assert dispatch.agency == "Press Trust of India"
        assert dispatch.dateline == "New Delhi"
        assert dispatch.headline == "Rajnath, Shoigu vow to strengthen India-Russia military partnership"
        assert str(dispatch.version_created) == "2023-04-28 13:24:00+00:00"
        assert len(dispatch.body_text.split("\n\n")) == 18
        assert all(
            " ".join(paragraph.split()) in " ".join(page.split()) for paragraph in dispatch.body_text.split("\n\n")
        )
