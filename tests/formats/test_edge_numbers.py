"""Each line of the sections on bytes, XML, time, content and pictures has a test that carries its number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SECTIONS = {"bytes": range(1, 16), "XML": range(16, 35), "time": range(53, 68), "content": range(68, 92),
            "pictures": range(92, 101)}  # fmt: skip


def numbers() -> set[int]:
    names = (re.findall(r"^def test_(\d+)_", path.read_text("utf-8"), re.MULTILINE) for path in HERE.glob("test_*.py"))
    return {int(number) for found in names for number in found}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_numbered_case_has_a_test_of_its_own(section: str) -> None:
    assert set(SECTIONS[section]) - numbers() == set()
