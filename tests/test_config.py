import re
from datetime import timedelta

import pytest

from stet.config import load, parse, without_effect
from stet.errors import Misused

GOOD = """
[site]
name = "The Morning Ledger"
url = "https://news.example"
language = "en-IN"
time_zone = "Asia/Kolkata"

[[feeds]]
name = "pti"
agency = "Invented Press"
path = "wire/pti"
every = "5m"

[[feeds]]
name = "web"
agency = "Invented Web"
transport = "poll"
url = "https://wire.example/rss.xml"
"""


def test_what_is_not_said_has_a_default():
    settings = parse(GOOD)
    assert settings.server.bind == "127.0.0.1:8000"
    assert settings.storage.database == "sqlite:///stet.db"
    assert settings.feeds[0].publish == "auto"
    assert settings.feeds[0].seconds == 300


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        (
            'agency = "Invented Press"',
            'agancy = "Invented Press"',
            10,
            "feeds[1].agancy: Stet knows no such key here; did you mean agency?",
        ),
        ('agency = "Invented Press"', "", 8, "feeds[1].agency: this key must be there"),
        ('path = "wire/pti"', 'paht = "wire/pti"', 11, "feeds[1].paht: Stet knows no such key here"),
        ('time_zone = "Asia/Kolkata"', 'time_zone = "IST"', 6, "'IST' is not a time zone"),
        ('url = "https://news.example"', 'url = "news.example"', 4, "is not a public address"),
        ('transport = "poll"', 'transport = "pol"', 17, "feeds[2].transport"),
        ('url = "https://wire.example/rss.xml"', "", 14, 'needs url = "https://...'),
        ('every = "5m"', 'every = "often"', 12, "feeds[1].every: 'often' is not a length of time"),
        ('every = "5m"', "every = 0", 12, "between one second and one day"),
        ('name = "web"', 'name = "pti"', 15, "two feeds are called 'pti'"),
        ('name = "web"', 'name = "We b"', 15, "feeds[2].name"),
        ('language = "en-IN"', 'language = "english, please"', 5, "is not a language tag"),
        ('language = "en-IN"', 'country = "India"', 5, "site.country: 'India' is not a country's code"),
        ('every = "5m"', "archive_days = 0", 12, "feeds[1].archive_days: write a number not below 1"),
        ('every = "5m"', 'embargo_repeats = "yes"', 12, "feeds[1].embargo_repeats: write true or false"),
        ('every = "5m"', 'agreed_terms = ["pools"]', 12, "feeds[1].agreed_terms"),
        ('path = "wire/pti"', 'path = "wire/pti"\nsection = "Gone"', 12, "/gone/ is an address Stet needs itself"),
        ("[[feeds]]\nname", "[[feed]]\nname", 8, "feed: Stet knows no such key here"),
        ("[[feeds]]\nname", "[server]\nbind = '127.0.0.1:99999'\n\n[[feeds]]\nname", 9, "is not address:port"),
        (
            'every = "5m"',
            'tripwires_off = ["test", "obituaries"]',
            12,
            "feeds[1].tripwires_off: 'obituaries' is no tripwire; write of these: placeholder, do-not-publish",
        ),
        (
            'every = "5m"',
            'tripwires_off = ["embargo-in-words"]',
            12,
            "'embargo-in-words' cannot be switched off; those that can: placeholder, ",
        ),
        ('every = "5m"', 'tripwires_off = "test"', 12, "feeds[1].tripwires_off: write a list"),
        ('every = "5m"', 'dated_behind = "a month"', 12, "'a month' is not a length of time above zero"),
        ('every = "5m"', "dated_ahead = 0", 12, "is not a length of time above zero"),
        ("[site]", "[[site]]", 2, "site: write [site], and once"),
        ('name = "The Morning Ledger"', "name = 5", 3, "site.name"),
        ('name = "The Morning Ledger"', "name = ", 3, "not TOML"),
    ],
)
def test_a_wrong_setting_is_named_with_its_line(old: str, new: str, line: int, says: str):
    text = GOOD.replace(old, new, 1)
    with pytest.raises(Misused) as told:
        parse(text)
    assert says in str(told.value)
    assert f"line {line}" in str(told.value)


def test_how_far_from_now_an_item_may_be_dated_is_a_length_of_time():
    feed = parse(GOOD.replace('every = "5m"', 'dated_ahead = "5m"\ndated_behind = "2d"')).feeds[0]
    assert (feed.ahead, feed.behind) == (timedelta(minutes=5), timedelta(days=2))
    assert (parse(GOOD).feeds[0].ahead, parse(GOOD).feeds[0].behind) == (timedelta(days=7), timedelta(days=1826))
    assert parse(GOOD).feeds[0].unlisted == timedelta(days=365)
    assert parse(GOOD.replace('"5m"', '"1d"')).feeds[0].seconds == 86400


def test_a_feed_is_not_known_to_repeat_embargoes_unless_its_settings_say_so():
    said = parse(GOOD.replace('every = "5m"', "embargo_repeats = true"))
    assert [feed.embargo_repeats for feed in said.feeds] == [True, False]


def test_an_unknown_key_is_told_what_there_is():
    with pytest.raises(Misused, match="It knows: name, url, language, time_zone, country, notice"):
        parse(GOOD.replace("[site]", '[site]\npaper = "red"'))


def test_the_environment_overrides_where_a_container_must(monkeypatch):
    monkeypatch.setenv("STET_SERVER_BIND", "0.0.0.0:80")
    assert parse(GOOD).server.port == 80


def test_a_wrong_value_from_the_environment_is_told_as_the_environments(monkeypatch):
    monkeypatch.setenv("STET_SERVER_BIND", "everywhere")
    with pytest.raises(Misused, match=r"^environment variable STET_SERVER_BIND: server.bind: 'everywhere' is not"):
        parse(GOOD)


def test_the_environment_does_not_hide_a_table_that_is_none(monkeypatch):
    monkeypatch.setenv("STET_SITE_URL", "https://news.example")
    with pytest.raises(Misused, match="line 1: site: "):
        parse("site = 3")


def test_one_feed_in_single_brackets_is_told_to_take_two():
    with pytest.raises(Misused, match=r"line 7: feeds: write \[\[feeds\]\], once for each feed"):
        parse(GOOD.partition("[[feeds]]")[0].rstrip() + "\n[feeds]\nname = 'a'\n")


def test_a_table_that_is_missing_is_missed_by_name_alone():
    with pytest.raises(Misused, match=r"^stet.toml: site: this key must be there"):
        parse("[server]\nbind = '127.0.0.1:80'\n")


def test_keys_that_a_transport_does_not_look_at_are_known():
    first, second = parse(GOOD.replace('transport = "poll"', 'transport = "poll"\nafter = "leave"')).feeds
    assert without_effect(first) == ["every"]
    assert without_effect(second) == ["after"]


def test_a_missing_file_says_how_to_make_one(tmp_path):
    with pytest.raises(Misused, match="stet init"):
        load(tmp_path / "stet.toml")


def test_a_password_comes_from_the_environment_and_is_missed_by_name(tmp_path, monkeypatch):
    (tmp_path / "stet.toml").write_text(GOOD + 'user = "desk"\npassword_env = "WEB_PASSWORD"\n')
    house = load(tmp_path / "stet.toml")
    with pytest.raises(Misused, match="set the environment variable WEB_PASSWORD"):
        house.password(house.feed("web"))
    monkeypatch.setenv("WEB_PASSWORD", "x")
    assert house.password(house.feed("web")) == "x"


def test_paths_are_relative_to_the_file(tmp_path):
    (tmp_path / "stet.toml").write_text(GOOD)
    assert load(tmp_path / "stet.toml").edition == tmp_path / "site"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('stop_signals = "x"', 'write a list: ["…"]'),
        ('size_limit = "5 MB"', "write a whole number"),
        ("section = 3", 'write text in quotes: "…"'),
    ],
)
def test_a_value_of_the_wrong_type_is_told_in_toml_and_not_in_python(line: str, says: str) -> None:
    with pytest.raises(Misused, match=re.escape(says)):
        parse(f'[site]\nname = "A"\n[[feeds]]\nname = "a"\nagency = "B"\npath = "w"\n{line}\n')


@pytest.mark.parametrize(
    ("language", "country", "where"),
    [
        ("en-IN", None, "IN"),
        ("zh-Hant-TW", None, "TW"),
        ("en", None, None),
        ("en-IN", "DE", "DE"),
        ("zh-Hant", None, None),
    ],
)
def test_the_site_is_in_its_country_else_in_that_of_its_language(language: str, country: str, where: str) -> None:
    text = GOOD.replace("en-IN", language)
    assert (
        parse(text.replace("[[feeds]]", f'country = "{country}"\n[[feeds]]', 1) if country else text).site.where
        == where
    )
