"""`stet user`: who may use the desk, said from the command line, by real processes."""

import re
import subprocess
from pathlib import Path

import pytest

from house import STET, House

pytestmark = pytest.mark.slow


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def told_password(told: str) -> str:
    found = re.search(r"shown this once: (\S+)", told)
    assert found, told
    return found[1]


def test_people_are_added_listed_shut_out_let_in_reset_and_given_roles(house):
    told = house.stet("user", "add", "mira", "--role", "chief")
    assert f"mira is a chief at the desk now: {house.url}/desk/" in told
    first = told_password(told)
    house.stet("user", "add", "tom", "--role", "reader")
    assert "tom is an editor from" in house.stet("user", "role", "tom", "editor")
    assert "shut out" in house.stet("user", "disable", "tom")
    listed = house.stet("user", "list")
    assert re.search(r"mira +chief +has not chosen", listed)
    assert re.search(r"tom +editor +shut out", listed)
    assert "may sign in again" in house.stet("user", "enable", "tom")
    assert told_password(house.stet("user", "reset", "mira")) != first


def test_a_password_comes_from_standard_input_or_the_environment_and_is_never_printed(house, monkeypatch):
    done = subprocess.run(
        [*STET, "user", "add", "mira", "--role", "chief", "--password-stdin"],
        cwd=house.root, input="boats all night\n", capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert "boats" not in done.stdout + done.stderr
    assert "shown this once" not in done.stdout
    monkeypatch.setenv("STET_PASSWORD", "ferries all day")
    assert "ferries" not in house.stet("user", "add", "tom", "--role", "editor")
    assert "has not chosen" not in house.stet("user", "list")
    assert "too weak" in _with(monkeypatch, "short", house)
    assert "is empty" in _with(monkeypatch, "", house)


def _with(monkeypatch: pytest.MonkeyPatch, password: str, house: House) -> str:
    monkeypatch.setenv("STET_PASSWORD", password)
    return house.stet("user", "add", "eva", "--role", "editor", exits=2)


def test_wrong_use_is_named_and_does_nothing(house):
    assert "is no role" in house.stet("user", "add", "mira", "--role", "boss", exits=2)
    assert "Nobody yet" in house.stet("user", "list")
    assert "nobody yet" in house.stet("user", "reset", "mira", exits=2)
    house.stet("user", "add", "mira", "--role", "chief")
    assert "last chief" in house.stet("user", "disable", "mira", exits=2)
    assert "last chief" in house.stet("user", "role", "mira", "editor", exits=2)
    assert "There are: mira" in house.stet("user", "role", "tom", "chief", exits=2)
