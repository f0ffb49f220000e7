"""The page Stet descends from, made by hand: a file is dropped, and headline and picture are set at the desk.

`tests/road/test_seed.py` makes the same page by command, as of the time at which it was made; here the clock is that of
the machine, so the time at which it was first published is now.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext
from selectolax.lexbor import LexborHTMLParser

from browser.editor import Editor
from browser.hands import DESK, Mouse
from browser.test_desk_wire import open_wire
from house import House
from road.test_seed import SEEDS, SETTINGS, check, named, told

pytestmark = pytest.mark.slow

OF_OLD = """unlisted_behind = "36500d"
dated_behind = "36500d"
[server]
bind = "127.0.0.1:{port}"
"""


@pytest.mark.parametrize("wire", SEEDS, ids=named)
def test_the_page_is_made_by_hand_at_the_desk_and_shows_every_field_that_is_expected(
    wire: Path, tmp_path: Path, picture: bytes, context: Callable[..., BrowserContext]
) -> None:
    expected = json.loads(wire.with_name("expected.json").read_text())
    house = House(tmp_path)
    settings = SETTINGS.format(**expected["site"], agency=expected["page"]["byline"]) + OF_OLD.format(port=house.port)
    (tmp_path / "stet.toml").write_text(settings.replace("https://news.example", house.url))
    (tmp_path / "picture.jpg").write_bytes(picture)
    with house.running():
        editor = Editor(Mouse(open_wire(house, context, viewport=DESK)))
        house.drop(wire.name, wire.read_bytes())
        [page] = house.until(lambda: house.pages_of("news"))
        editor.sees(expected["page"]["byline"])
        editor.opens(page.stem[-10:])
        editor.sets_headline(expected["desk"]["headline"])
        editor.sets_picture(
            tmp_path / "picture.jpg", expected["desk"]["picture_caption"], "Desk", "Drawn for a test", focus=(50, 50)
        )
        answer = house.get(f"/news/{page.stem}")
    made = LexborHTMLParser(answer.text)
    published = made.css_first("time[itemprop=datePublished]").attributes["datetime"]
    assert timedelta(0) <= datetime.now(UTC) - datetime.fromisoformat(published) < timedelta(minutes=1)
    expected["page"]["first_published"] = told(made, "time[itemprop=datePublished]")
    check(made, expected)
    house.stet("verify")
