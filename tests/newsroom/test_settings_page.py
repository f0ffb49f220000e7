"""The settings at the desk: each value with where it comes from and what it means, and nothing secret."""

import re
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

from stet.app import Stet
from stet.config import Settings, load
from stet.model.person import Role
from stet.newsroom.settings_page import ABOUT, tables

TOML = """
[site]
name = "The <b>Ledger</b>"

[storage]
database = "sqlite:///stet.db"

[[feeds]]
name = "grey"
agency = "Grey Island Press"
path = "wire/grey"

[[feeds]]
name = "island"
agency = "Grey Island Press"
transport = "poll"
url = "https://wire.example/feed.xml?key=Sesame"
user = "newsroom"
password_env = "ISLAND_PASSWORD"
publish = "hold"
"""
ROOT = Path(__file__).parents[2]


@pytest.fixture
def house(tmp_path):
    (tmp_path / "stet.toml").write_text(TOML)
    return load(tmp_path / "stet.toml")


def value(house, title, key, environment=()):
    (table,) = [one for one in tables(house, dict(environment)) if one.title == title]
    return next(one for one in table.values if one.key == key)


def test_every_setting_stands_there_with_its_meaning(house):
    shown = {one.name: {value.key for value in one.values} for one in tables(house, {})}
    for field in msgspec.structs.fields(Settings):
        kind = field.type.__args__[0] if field.name == "feeds" else field.type
        name = "[[feeds]]" if field.name == "feeds" else f"[{field.name}]"
        assert shown[name] == set(kind.__struct_fields__)
    assert all(words for table in ABOUT.values() for words in table.values())


def test_a_value_says_from_which_line_or_variable_it_comes_or_that_it_is_the_default(house, monkeypatch, tmp_path):
    assert value(house, "[site]", "name").source == "stet.toml, line 3"
    assert value(house, "[[feeds]] island", "url").source == "stet.toml, line 17"
    assert value(house, "[[feeds]] grey", "publish").source == "default"
    monkeypatch.setenv("STET_SERVER_BIND", "0.0.0.0:9000")
    told = value(load(tmp_path / "stet.toml"), "[server]", "bind", {"STET_SERVER_BIND": "x"}.items())
    assert (told.value, told.source) == ('"0.0.0.0:9000"', "environment variable STET_SERVER_BIND")


def test_of_a_password_only_stands_whether_it_is_there(house):
    assert value(house, "[[feeds]] island", "password_env").value == '"ISLAND_PASSWORD" (is not set)'
    told = value(house, "[[feeds]] island", "password_env", {"ISLAND_PASSWORD": "Sesame"}.items())
    assert told.value == '"ISLAND_PASSWORD" (is set)'


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://stet:Sesame@db.example/stet", '"postgresql://stet:…@db.example/stet"'),
        ("postgresql://stet@db.example/stet", '"postgresql://stet@db.example/stet"'),
        ("sqlite:////srv/stet.db", '"sqlite:////srv/stet.db"'),
    ],
)
def test_a_password_in_the_address_of_the_database_is_not_shown(tmp_path, address, said):
    (tmp_path / "stet.toml").write_text(TOML.replace("sqlite:///stet.db", address))
    assert value(load(tmp_path / "stet.toml"), "[storage]", "database").value == said


@pytest.mark.parametrize("role", Role)
def test_everybody_at_the_desk_may_read_it_and_nothing_secret_stands_there(
    house, desk, database, road, role, monkeypatch
):
    monkeypatch.setenv("ISLAND_PASSWORD", "Sesame")
    road.stet = Stet(house, clock=road.clock)
    page = desk(role).get("/desk/settings/")
    assert page.status_code == 200
    assert "Sesame" not in page.text
    assert "https://wire.example/feed.xml?…" in page.text
    assert "The &lt;b&gt;Ledger&lt;/b&gt;" in page.text
    assert "<b>Ledger" not in page.text
    assert not re.search(r"<form|<input|<button", page.text.partition("<main")[2])


def test_a_file_that_has_changed_since_is_said_to_have(house, desk, database, road):
    road.stet = Stet(house, clock=road.clock)
    changed = "The file says something else now"
    assert changed not in desk().get("/desk/settings/").text
    (road.root / "stet.toml").write_text(TOML + "\n")
    assert changed in desk().get("/desk/settings/").text
    (road.root / "stet.toml").unlink()
    assert changed in desk().get("/desk/settings/").text


def test_it_cannot_be_written_to(desk):
    assert desk().send("POST", "/desk/settings/").status_code in (403, 405)


def test_the_reference_that_ships_is_the_one_of_the_documents():
    here = Path(str(files("stet").joinpath("settings.md")))
    assert here.samefile(ROOT / "docs" / "reference" / "settings.md")
