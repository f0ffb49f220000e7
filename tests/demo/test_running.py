"""The stories that go on: without an end, without chance, without nonsense."""

from collections import defaultdict
from datetime import UTC, datetime
from itertools import islice, pairwise

import pytest

from stet.demo.running import RUNNING, Running
from stet.demo.script import SLOW_FROM, slow

START = datetime(2026, 11, 21, 12, 0, 5, tzinfo=UTC)


def test_it_goes_on_from_any_cue_as_if_it_had_never_stopped() -> None:
    assert list(islice(slow(START, 17), 5)) == list(islice(slow(START), 17, 22))


def test_something_comes_every_twenty_to_forty_seconds() -> None:
    times = [cue.at_seconds for cue in islice(slow(START), 100)]
    assert times[0] == SLOW_FROM
    assert all(20 <= late - early <= 40 for early, late in pairwise(times))


def test_no_file_name_comes_twice_in_a_feed() -> None:
    names = [(cue.feed, cue.file_name) for cue in islice(slow(START), 300)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("run", RUNNING, ids=lambda run: run.slugline)
def test_each_version_has_something_new_on_top(run: Running) -> None:
    tops = defaultdict(list)
    for round_ in range(30):
        story = run.story(round_)
        for version in story.versions:
            tops[round_].append(version.body.split("\n\n")[0])
            assert len(version.headline) <= 110, version.headline
    assert all(len(set(found)) == run.steps for found in tops.values())


def test_scores_add_up_over_many_matches() -> None:
    [cricket] = [run for run in RUNNING if run.slugline == "CRICKET-LIVE"]
    for round_ in range(60):
        headlines = [version.headline for version in cricket.story(round_).versions]
        assert not any("-" in word and word.startswith("-") for line in headlines for word in line.split())
        needs = [int(line.split("need ")[1].split()[0]) for line in headlines if "need " in line]
        assert needs == sorted(needs, reverse=True)
        assert needs[-1] > 0
