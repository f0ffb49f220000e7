"""What should not come in, does. Each has an outcome that `stet doctor` or the log names in one line; no packet is
lost, no wrong page appears, no other feed stops.

One house runs for the whole file. What it has to be patient with (a file that may still be written) is dropped at once
for all tests, so that they wait together.
"""

import json
import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from house import House
from road.wire import PARAGRAPHS, g2

pytestmark = pytest.mark.slow

number = count(1000)
SIZE = 50_000_000
ENTITY = b'<!DOCTYPE newsItem [<!ENTITY a "ha">%s]>'
BOMB = ENTITY % b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(8))
EXTERNAL = ENTITY % b'<!ENTITY x SYSTEM "file:///etc/passwd">'


def g2_with(story: int, doctype: bytes, entity: bytes) -> bytes:
    declaration, rest = g2(story).split(b"\n", 1)
    return declaration + b"\n" + doctype + b"\n" + rest.replace(b"<p>Freight", b"<p>" + entity + b"Freight")


def latin(story: int) -> bytes:
    """Declared as UTF-8, with a byte in it that is not, beside letters that are."""
    return g2(story).replace(b"Freight", b"Fr\xe9ight")


REFUSED = {
    "truncated.xml": (g2(1)[:-40], "truncated: the document breaks off"),
    "truncated.json": (
        b'{"uri": "urn:n:2", "headline": "Ferry timetable 2", "body_text": "The har',
        "truncated: the JSON",
    ),
    "letter.xml": (b"Dear desk, the ferry timetable 3 is attached. Regards", "without the envelope of a wire"),
    "error.xml": (b"<!doctype html><html><body>503 ferry timetable 4</body></html>", "an HTML page, not a wire item"),
    "latin.xml": (latin(5), "is not part of any UTF-8 character"),
    "bomb.xml": (g2_with(6, BOMB, b"&i;"), "it declares XML entities"),
    "passwd.xml": (g2_with(7, EXTERNAL, b"&x;"), "it declares XML entities"),
    "nothing.xml": (b"", "the file is empty"),
    "long-id.xml": (g2(8).replace(b"urn:newsml:", b"urn:" + b"x" * 10_000), "its id is longer than 2000 bytes"),
    "ferries.json": (b'{"type": "FeatureCollection", "features": ["ferry timetable 9"]}', "JSON, but not the shape"),
}
HALF = g2(20)


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("house"))
    for name, (data, _) in REFUSED.items():
        house.drop(name, data)
    house.drop("half.xml", HALF[:400])
    with (house.root / "wire" / "huge.xml").open("wb") as file:
        file.truncate(SIZE)
    with house.running():
        yield house


def the_other_feed_goes_on(house: House) -> None:
    story = next(number)
    house.drop(f"{story}.xml", g2(story), feed="other")
    house.until(lambda: house.pages(story), 3)


def page(house: House, story: int) -> LexborHTMLParser:
    [file] = house.until(lambda: house.pages(story), 3)
    return LexborHTMLParser(file.read_text())


def words(tree: LexborHTMLParser, selector: str) -> str:
    found = tree.css_first(selector)
    assert found is not None, selector
    return " ".join(found.text().split())


def seen_to(house: House, data: bytes) -> str:
    """Wait until the road has seen to these bytes. What it says of the one story they belong to."""
    found = house.until(
        lambda: (one := house.outcome(data)) and one.read and not any(row.touched for row in one.stories) and one, 3
    )
    assert not found.refusals
    [row] = found.stories
    return f"{row.state}: {row.reason}"


# -- bytes that cannot be read


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_by_name_and_kept(house, name):
    data, says = REFUSED[name]
    [line] = house.until(lambda: [line for line in house.doctor().splitlines() if f"refused: {name} " in line], 5)
    assert says in line
    assert "feed wire" in line
    found = house.outcome(data)
    assert len(found.refusals) == 1
    assert found.stories == ()
    house.until(lambda: (house.root / "wire" / "taken" / name).exists())
    assert not [story for story in range(1, 10) if house.pages(story)]
    the_other_feed_goes_on(house)


def test_a_half_written_file_waits_for_its_other_half(house):
    whole = g2(21)
    file = house.root / "wire" / "growing.xml"
    file.write_bytes(whole[:400])
    the_other_feed_goes_on(house)
    assert house.outcome(whole[:400]) is None
    assert file.exists()
    file.write_bytes(whole)
    assert "story 21" in words(page(house, 21), "[itemprop=articleBody]")
    assert house.outcome(whole[:400]) is None


def test_a_half_written_file_that_is_never_finished_is_refused_in_the_end(house):
    line = house.until(lambda: next((li for li in house.doctor().splitlines() if "refused: half.xml" in li), ""), 5)
    assert "truncated" in line
    assert house.outcome(HALF[:400]).read
    assert house.pages(20) == []


def test_a_file_of_50_megabytes_is_put_aside_unread(house):
    aside = house.root / "wire" / "refused" / "huge.xml"
    house.until(aside.exists, 5)
    assert aside.stat().st_size == SIZE
    [line] = [line for line in house.doctor().splitlines() if "huge.xml" in line]
    assert "larger than size_limit" in line
    # No log line has a name of a file: words of the copy may stand in it.
    assert "huge.xml" not in house.log
    assert f"{SIZE} bytes, more than size_limit" in next(li for li in house.log.splitlines() if called(aside) in li)
    the_other_feed_goes_on(house)


def called(path: Path) -> str:
    """How the log calls what lies there."""
    return f"`ls -i` has it as {path.lstat().st_ino}"


# -- copy that is odd


def test_an_empty_body_waits_for_a_person(house):
    data = g2(30)
    data = data[: data.index(b"<body>") + 6] + data[data.index(b"</body>") :]
    house.drop("empty.xml", data)
    assert seen_to(house, data) == "held: The story came without a body: a person has to look."
    assert "The story came without a body" in house.doctor()
    assert house.pages(30) == []


def test_a_story_without_a_headline_goes_by_its_first_sentence(house):
    data = g2(31, headline="")
    house.drop("bare.xml", data)
    assert seen_to(house, data) == "live: Live."
    [file] = (house.root / "site" / "india").glob("the-harbour-council-of-velmora-*.html")
    assert words(LexborHTMLParser(file.read_text()), "h1") == PARAGRAPHS[0]


def test_a_version_that_goes_backwards_is_kept_and_not_shown(house):
    house.drop("v3.xml", g2(32, 3))
    assert "take 3" in words(page(house, 32), "[itemprop=articleBody]")
    house.drop("v1.xml", g2(32, 1))
    assert seen_to(house, g2(32, 1)) == "live: Live."
    assert "take 3" in words(page(house, 32), "[itemprop=articleBody]")
    [file] = house.pages(32)
    told = [line for line in house.log.splitlines() if "event=settled" in line and file.stem[-10:] in line]
    assert len(told) == 2
    assert all("version=3" in line for line in told)


def test_the_same_file_twice_is_one_packet_and_one_page(house):
    data = g2(33)
    house.drop("once.xml", data)
    seen_to(house, data)
    [file] = house.pages(33)
    before = file.stat().st_mtime_ns
    house.drop("twice.xml", data)
    house.until(lambda: (house.root / "wire" / "taken" / "twice.xml").exists())
    assert seen_to(house, data) == "live: Live."
    assert [one.stat().st_mtime_ns for one in house.pages(33)] == [before]
    assert any("event=took" in line and "known=1" in line for line in house.log.splitlines())


def test_a_headline_cannot_bring_markup_or_turn_the_text_around(house):
    data = g2(34, headline="<script>alert(1)</script> Ferry \u202etimetable\u202c & “34”\u0085")
    house.drop("hostile.xml", data)
    assert seen_to(house, data) == "live: Live."
    [file] = (house.root / "site" / "india").glob("script-alert-1-script-ferry-timetable-34-*.html")
    for shown in (file, house.root / "site" / "index.html", house.root / "site" / "rss.xml"):
        text = shown.read_text()
        assert "<script>alert" not in text
        assert "\u202e" not in text
    assert words(LexborHTMLParser(file.read_text()), "h1").startswith("<script>alert(1)</script> Ferry timetable")
    assert json.loads((house.root / "site" / "feed.json").read_text())


# -- folders with other things in them


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: path.mkdir(), "a folder lies in it"),
        (lambda path: path.symlink_to("/etc/passwd"), "a link or a device lies in it"),
        (lambda path: os.mkfifo(path), "a link or a device lies in it"),
    ],
    ids=["folder", "link", "pipe"],
)
def test_what_is_no_file_is_left_where_it_is(house, make, says, request):
    path = house.root / "wire" / f"{request.node.callspec.id}.xml"
    make(path)
    house.until(lambda: [line for line in house.log.splitlines() if called(path) in line and says in line])
    the_other_feed_goes_on(house)
    assert os.path.lexists(path)
    story = next(number)
    house.drop(f"{story}.xml", g2(story))
    house.until(lambda: house.pages(story))


def test_a_file_that_may_not_be_read_is_named_and_taken_once_it_may(house):
    story = next(number)
    (house.root / "wire" / ".shut.xml").write_bytes(g2(story))
    (house.root / "wire" / ".shut.xml").chmod(0)
    (house.root / "wire" / ".shut.xml").rename(house.root / "wire" / "shut.xml")
    shut = called(house.root / "wire" / "shut.xml")
    house.until(lambda: [li for li in house.log.splitlines() if shut in li and "cannot be read (Permission" in li])
    the_other_feed_goes_on(house)
    assert house.pages(story) == []
    (house.root / "wire" / "shut.xml").chmod(0o600)
    house.until(lambda: house.pages(story))


def test_a_folder_that_vanishes_is_named_and_read_again_when_it_is_back(house):
    shutil.rmtree(house.root / "other")
    line = house.until(
        lambda: next((li for li in house.doctor().splitlines() if li.startswith("wrong: feed other")), "")
    )
    assert "there is no folder" in line
    house.until(lambda: "event=unavailable" in house.log)
    story = next(number)
    house.drop(f"{story}.xml", g2(story))
    house.until(lambda: house.pages(story))
    the_other_feed_goes_on(house)  # it makes the folder again
    house.until(lambda: "wrong: feed other" not in house.doctor())


# -- and stops among all that


def test_a_kill_with_a_broken_body_is_a_kill(house):
    story = next(number)
    house.drop(f"{story}.xml", g2(story))
    house.until(lambda: house.pages(story))
    kill = g2(story, 2, status="canceled")
    kill = kill[: kill.index(b"<p>") + 20]
    house.drop(f"{story}-kill.xml", kill)
    house.until(lambda: not house.pages(story), 5)
    assert f"refused: {story}-kill.xml" in house.doctor()


def test_every_page_that_came_of_all_this_shows_the_agencys_words(house):
    the_other_feed_goes_on(house)
    assert house.faults() == []
    assert "event=bug" not in house.log
