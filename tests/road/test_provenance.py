"""How a page was made, out of the journal: on the whole road, and checked as a reader would (promise 5)."""

import json
import subprocess
import sys
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from house import House
from road.test_canary import NOTE, story
from road.test_promises import set_headline, set_picture, story_id
from road.test_threads import answer
from road.wire import cancel, g2, guid
from stet.model.address import story_id as id_of

CHECK = Path(__file__).parents[2] / "docs" / "reference" / "check-page.py"
BODIES = sorted((Path(__file__).parents[1] / "edition" / "bodies").glob("*.html"))


def told(road) -> dict[str, Any]:
    [file] = road.site.glob("india/*/provenance.json")
    return json.loads(file.read_text())


def test_it_says_what_arrived_and_that_the_page_shows_it(road):
    road.take(g2(1))
    road.clock.now += timedelta(minutes=5)
    data = g2(1, 2)
    road.take(data)
    said = told(road)
    [part] = said["received"]
    assert (part["item"], part["version"]) == (guid(1), 2)
    assert part["packet_sha256"] == sha256(data).hexdigest()
    assert part["arrived"] == "2026-11-21T17:35:00+05:30"
    assert part["agency_time"] == "2026-11-21T16:32:00+05:30"
    assert part["text_sha256"] == said["shown"]["text_sha256"]
    assert said["reworked"] == []


def test_what_the_desk_did_is_told_as_long_as_the_page_shows_it_and_never_who(road, picture):
    road.take(g2(1))
    id_ = story_id(road)
    road.clock.now += timedelta(minutes=1)
    set_headline(road, "New boats for Velmora", id_)
    road.clock.now += timedelta(minutes=1)
    set_picture(road, road.stet.keep_picture(picture), id_)
    assert told(road)["reworked"] == [
        {"what": "headline", "by": "the desk", "at": "2026-11-21T17:31:00+05:30"},
        {"what": "picture", "by": "the desk", "at": "2026-11-21T17:32:00+05:30"},
    ]
    road.clock.now += timedelta(minutes=1)
    set_headline(road, "", id_)
    assert [one["what"] for one in told(road)["reworked"]] == ["picture"]


def test_it_goes_with_the_page_and_answers_410_as_the_page_does(road):
    road.take(g2(1))
    [path] = road.pages()
    assert answer(road, f"/{path}/provenance.json") == (200,)
    road.take(cancel(1))
    assert not list(road.site.rglob("provenance.json"))
    assert not (road.site / path).exists()
    assert answer(road, f"/{path}/provenance.json") == (410,)


def test_at_an_older_address_it_is_found_where_the_story_stands_now(road):
    road.take(g2(2, after=(1,)))
    road.take(g2(1))
    [path] = road.pages()
    for number in (1, 2):
        old = f"/india/x-{id_of(f'northwind-news/{guid(number)}')}/provenance.json"
        assert answer(road, old) == (301, f"/{path}/provenance.json")


def test_a_replay_tells_the_same(road):
    road.take(g2(1), g2(1, 2))
    set_headline(road, "New boats for Velmora", story_id(road))
    before = road.edition()
    road.stet.replay()
    assert road.edition() == before


def test_no_note_to_editors_and_no_word_of_a_stopped_version_is_in_it(road):
    road.take(story("killed"))
    road.take(story("killed", 2, status="canceled").replace(b"Eds: ", NOTE.encode()))
    assert not list(road.site.rglob("provenance.json"))
    road.take(g2(1).replace(b"<pubStatus", b"<edNote>Eds: quillfeather is meant</edNote><pubStatus", 1))
    whole = b"".join(road.edition().values()).lower()
    for word in ("quillfeather", NOTE, "eds:"):
        assert word.encode() not in whole


@pytest.mark.slow
def test_a_reader_who_follows_the_recipe_finds_the_same_hash(tmp_path: Path):
    house = House(tmp_path)
    bodies = [g2(1, paragraphs=()).replace(b"<body>", b"<body>" + body.read_bytes()) for body in BODIES]
    files = [g2(0), *(data.replace(guid(1).encode(), guid(n).encode()) for n, data in enumerate(bodies, 1))]
    with house.running():
        for number, data in enumerate(files):
            house.drop(f"{number}.xml", data)
        pages = house.until(lambda: len(found := house.pages_of("india")) > 3 and found)
        for page in pages:
            address = f"{house.url}/india/{page.stem}"
            done = subprocess.run([sys.executable, CHECK, address], capture_output=True, text=True, check=False)
            assert done.returncode == 0, (address, done.stdout, done.stderr)
        page = pages[0]
        page.write_text(page.read_text().replace('<div class="body" itemprop="articleBody">', r"\g<0>not ", 1).replace(
            r"\g<0>", '<div class="body" itemprop="articleBody">'))  # fmt: skip
        done = subprocess.run(
            [sys.executable, CHECK, f"{house.url}/india/{page.stem}"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 1, done
