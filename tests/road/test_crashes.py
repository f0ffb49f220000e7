"""The process is killed wherever the road commits, renders or changes a file while a stop is on its way: after the next
start nothing serves the text, and the house is as if it had not fallen (promise 2; wow.md 1; edge case 51)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from road.crashes import SCENARIOS

POINTS = 24
"""Of each scenario, drawn evenly; STET_TEST_CRASHES=all takes every one."""


def test_there_are_at_least_two_hundred_points():
    assert POINTS * len(SCENARIOS) >= 200


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_killed_at_any_point_of_a_stop_the_next_start_serves_no_word_of_the_story(scenario, tmp_path: Path):
    every = os.environ.get("STET_TEST_CRASHES") == "all"
    here = Path(__file__).parent.parent
    path = os.pathsep.join([str(here), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "road.crashes", scenario, tmp_path, *([] if every else [str(POINTS)])]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}, check=False)
    assert done.returncode == 0, done.stderr
    first, *falls = [json.loads(line) for line in done.stdout.splitlines()]
    expected = first["expected"]
    assert expected["canary"] == expected["dirty"] == expected["faults"] == expected["receipt"] == []
    assert (expected["unread"], expected["left"]) == (0, [])
    assert expected["answers"] == [410]
    assert len(expected["files"]) > 8
    assert len(falls) == (first["points"] if every else POINTS)
    assert {fall["killed"] for fall in falls} == {True}
    assert len({fall["where"] for fall in falls}) >= 5
    assert [fall for fall in falls if fall["wrong"]] == []
