"""The player: files appear whole, acts reach the desk, and it ends when it is told to."""

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from stet import config
from stet.demo import wire
from stet.demo.items import agencies, feeds
from stet.demo.script import AnyCue, Cue, DeskCue
from stet.story.terms import clauses_in

NOW = datetime.now(UTC)


def cue(at: float, name: str, data: bytes = b"<a/>") -> Cue:
    return Cue(at_seconds=at, feed="tamarind-india", file_name=name, copy=data, says=name)


def desk(at: float) -> DeskCue:
    return DeskCue(at_seconds=at, act="headline", feed="tamarind-india", agency="T", guid="g", text="x", says="desk")


def test_files_land_under_their_names_and_acts_reach_the_desk(tmp_path: Path) -> None:
    acts: list[DeskCue] = []
    seen: list[AnyCue] = []
    cues = [cue(0, "one.xml"), desk(0.01), cue(0.02, "two.xml", b"<b/>")]
    wire.play({"tamarind-india": tmp_path / "in"}, NOW, Event(), acts.append, seen.append, cues=cues)
    assert {file.name: file.read_bytes() for file in (tmp_path / "in").iterdir()} == {
        "one.xml": b"<a/>",
        "two.xml": b"<b/>",
    }
    assert acts == [cues[1]]
    assert seen == cues


def test_it_ends_at_once_when_it_is_stopped(tmp_path: Path) -> None:
    stop = Event()
    later = datetime.now(UTC) + timedelta(hours=1)
    player = Thread(
        target=wire.play,
        args=({"tamarind-india": tmp_path}, later, stop, lambda _: None, lambda _: None),
        kwargs={"cues": [cue(0, "late.xml")]},
    )
    player.start()
    stop.set()
    player.join(2)
    assert not player.is_alive()
    assert list(tmp_path.iterdir()) == []


def test_the_settings_are_valid_and_name_every_feed(tmp_path: Path) -> None:
    text = wire.settings(tmp_path, "127.0.0.1:8000")
    settings = config.parse(text)
    assert [feed.name for feed in settings.feeds] == list(feeds())
    assert {feed.section for feed in settings.feeds} == {"India", "World", "Business", "Sport", "Science"}
    assert len({feed.agency for feed in settings.feeds}) == 3
    assert settings.site.notice == wire.NOTICE


def test_settings_survive_a_folder_with_odd_letters() -> None:
    assert tomllib.loads(wire.settings(Path('/tmp/a "b" \\ c'), "127.0.0.1:1"))["server"]["bind"] == "127.0.0.1:1"


def test_no_picture_of_the_demonstration_is_barred_by_its_terms(tmp_path: Path) -> None:
    agreed = set(config.parse(wire.settings(tmp_path, "127.0.0.1:8000")).feeds[0].agreed_terms)
    for agency in agencies().values():
        assert {found.clause for found in clauses_in(agency.terms)} <= agreed, agency.name
