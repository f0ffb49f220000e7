"""The commands as a person types them: real processes, real files, real answers."""

import getpass
import json
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from house import House, free_port
from road.wire import cancel, g2


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_init_writes_settings_that_load_and_never_overwrites(tmp_path, monkeypatch):
    monkeypatch.setenv("STET_SERVER_BIND", f"127.0.0.1:{free_port()}")  # the port it names may be in use here
    house = House(tmp_path)
    house.stet("init", tmp_path / "new")
    assert (tmp_path / "new" / "stet.toml").exists()
    told = house.stet("init", tmp_path / "new", exits=2)
    assert "already there" in told
    assert "nothing listens" in house.stet("--config", tmp_path / "new" / "stet.toml", "doctor")
    assert "cannot be written" in house.stet("init", tmp_path / "new" / "stet.toml" / "below", exits=2)


@pytest.mark.slow
def test_a_story_goes_from_file_to_page_to_kill_by_command(house):
    file = write(house.root / "a.xml", g2(1))
    told = house.stet("take", file, "--feed", "wire", "--at", "2026-11-21T19:13:00+05:30")
    assert " live " in told
    id_ = told.split()[1]
    assert "Ours" in house.stet("headline", id_, "Ours") + house.stet("show", id_)
    [page] = (house.root / "site" / "india").glob("*-*.html")
    assert "Nov 21 2026 | 7:13 PM IST" in page.read_text()
    assert "1 page with the agency's text, 0 without." in house.stet("verify")
    assert "held" in house.stet("hold", id_)
    assert "live" in house.stet("release", id_)
    assert "withdrawn" in house.stet("kill", id_, "--reason", "the lawyer rang")
    assert not page.exists()
    assert "1 story rebuilt" in house.stet("replay")


@pytest.mark.slow
def test_back_files_that_are_held_for_their_dates_say_how_they_are_shown(house):
    settings = house.root / "stet.toml"
    given = settings.read_text()
    settings.write_text(given.replace('dated_behind = "36500d"', ""))
    old = datetime(2016, 3, 4, 12, tzinfo=UTC)
    file, other = (write(house.root / f"{n}.xml", g2(n, created=old)) for n in (1, 2))
    told = house.stet("take", file, "--feed", "wire")
    assert " held " in told
    assert "Back files? Release these with `stet release`, or set dated_behind of feed wire" in told
    told = house.stet("take", other, "--feed", "wire", "--at", "2016-03-04T12:01:00Z")
    assert " live " in told
    assert "Back files?" not in told
    settings.write_text(given)
    house.stet("replay")
    assert " live " in house.stet("take", file, "--feed", "wire")


@pytest.mark.slow
def test_the_words_of_a_killed_story_are_shown_to_nobody_who_gives_no_reason_and_every_reading_is_on_record(house):
    id_ = house.stet("take", write(house.root / "a.xml", g2(1)), "--feed", "wire").split()[1]
    house.stet("headline", id_, "Boats all night")
    assert "Nothing of story" in house.stet("show", "--sealed", "--reason", "curious", id_, exits=2)
    house.stet("kill", id_, "--reason", "the lawyer rang")
    told = house.stet("show", id_)
    for words in ("ferry", "timetable", "Boats", "Imra Doss"):
        assert words not in told
    assert told.count("(sealed)") == 2
    for refused in (["--sealed"], ["--sealed", "--reason", "  "], ["--reason", "court order"]):
        assert "Sealed words are read with a reason" in house.stet("show", *refused, id_, exits=2)
    assert "unsealed" not in house.stet("show", id_)
    told = house.stet("show", "--sealed", "--reason", "court order 7/26", id_)
    for words in ("Velmora council approves ferry timetable 1", "Imra Doss told reporters", "Boats all night"):
        assert words in told
    assert "take 1 of story 1." in told
    told = house.stet("show", id_)
    [line] = [line for line in told.splitlines() if line.split()[:1] == ["unsealed"]]
    assert "court order 7/26" in line
    assert getpass.getuser() in line
    assert "ferry" not in told
    assert "withdrawn" in told
    house.stet("replay")
    assert "court order 7/26" in house.stet("show", id_)


@pytest.mark.slow
def test_a_kill_receipt_is_printed_for_people_and_for_programs(house):
    id_ = house.stet("take", write(house.root / "a.xml", g2(1)), "--feed", "wire").split()[1]
    assert "No order to stop" in house.stet("kill-receipt", id_, exits=2)
    house.stet("take", write(house.root / "order.xml", cancel(1)), "--feed", "wire")
    told = house.stet("kill-receipt", id_)
    assert "feed wire, order.xml" in told
    read = json.loads(house.stet("kill-receipt", id_, "--json"))
    assert told.rstrip().endswith(read["sha256"])
    assert read["serving_now"] == []
    assert {one["kind"] for one in read["receipt"]["stops"][0]["surfaces"]} >= {"page", "front", "section", "feed"}
    (house.root / "site" / "india" / f"copy-{id_}.html").write_text("put back by hand")
    assert "STILL NAMED" in house.stet("kill-receipt", id_, exits=1)


@pytest.mark.slow
def test_after_a_kill_was_lifted_only_what_was_killed_is_sealed(house):
    for number, data in enumerate((g2(1), cancel(1), g2(1, 3, headline="Velmora adds night boats"))):
        told = house.stet("take", write(house.root / f"{number}.xml", data), "--feed", "wire")
    id_ = told.split()[1]
    house.stet("release", id_)
    house.stet("headline", id_, "Boats all night")
    told = house.stet("show", id_)
    assert "adds night boats" in told
    assert "Boats all night" in told
    assert "ferry timetable" not in told
    assert "ferry timetable" in house.stet("show", "--sealed", "--reason", "check", id_)


def test_read_shows_what_stet_makes_of_a_file_and_publishes_nothing(house):
    file = write(house.root / "a.xml", g2(1, 3))
    told = json.loads(house.stet("read", file, "--json", "--feed", "wire"))
    assert told["format"] == "newsml-g2"
    assert told["version"] == 3
    assert told["story_key"] == "northwind-news/urn:newsml:northwind.example:20261121:1"
    assert told["version_created"] == "2026-11-21T11:03:00Z"
    assert told["body_text"].startswith("The harbour council of Velmora")
    assert told["source"] == str(file)
    assert "Velmora council approves" in house.stet("read", file)
    assert not (house.root / "stet.db").exists()


def test_a_refused_file_is_named_with_its_reason_and_the_exit_says_so(house):
    file = write(house.root / "cut.xml", g2(1)[:-40])
    assert json.loads(house.stet("read", file, "--json", exits=1))["refused"]
    told = house.stet("take", file, "--feed", "wire", exits=1)
    assert "cut.xml: refused: " in told
    assert "cut.xml" in house.stet("doctor")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["take", "a.xml", "--feed", "nobody"], "No feed is called 'nobody'"),
        (["take", "a.xml", "--feed", "wire", "--at", "yesterday"], "is not a time"),
        (["take", "a.xml", "--feed", "wire", "--at", "2026-11-21T10:00:00"], "has no zone"),
        (["take", "missing.xml", "--feed", "wire"], "does not exist"),
        (["headline", "nothing", "x"], "No story goes by 'nothing'"),
        (["--config", "elsewhere.toml", "run"], "There is no elsewhere.toml"),
        (["frobnicate"], "No such command"),
    ],
)
def test_wrong_use_is_told_in_a_sentence_and_exits_2(house, words, says):
    write(house.root / "a.xml", g2(1))
    assert says in house.stet(*words, exits=2)


@pytest.mark.slow
def test_an_update_and_a_cancel_dropped_into_the_folder_are_on_the_site_within_a_second(house):
    with house.running():
        house.drop("a.xml", g2(1))
        address = house.address()
        house.stet("headline", address, "Ours")
        assert ">Ours<" in house.get(address).text
        house.drop("b.xml", g2(1, 2))
        house.until(lambda: "take 2" in house.get(address).text, 1)
        assert ">Ours<" in house.get(address).text
        house.drop("c.xml", cancel(1, 3))
        house.until(lambda: house.get(address).status_code == 410, 1)
        for path in ("/", "/india/", "/rss.xml", "/feed.json", "/india/rss.xml"):
            answer = house.get(path)
            assert answer.status_code == 200
            assert address not in answer.text
            assert "ferry" not in answer.text
        assert "ferry" not in house.get(address).text
        house.drop("d.xml", cancel(2))
        house.drop("e.xml", g2(2))
        time.sleep(1)
        assert "timetable 2" not in house.get().text
    assert (house.root / "wire" / "taken" / "a.xml").exists()


@pytest.mark.slow
def test_an_embargo_opens_while_the_site_runs(house):
    with house.running():
        opens = datetime.now(UTC) + timedelta(seconds=2)
        house.drop("a.xml", g2(1, embargo=opens))
        time.sleep(0.7)
        assert "ferry" not in house.get().text
        address = house.address()
        assert datetime.now(UTC) >= opens
        assert datetime.now(UTC) < opens + timedelta(seconds=1)
        assert house.get(address).status_code == 200


@pytest.mark.slow
def test_killed_at_any_moment_it_starts_again_with_nothing_lost(house):
    import random
    import signal

    chance = random.Random(11)
    for number in range(120):
        house.drop(f"{number}.xml", g2(number))
        if number % 10 == 0:
            house.drop(f"{number}-kill.xml", cancel(number))
    for _ in range(6):
        with subprocess.Popen(
            [sys.executable, "-m", "stet", "run"],
            cwd=house.root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            time.sleep(chance.uniform(0.5, 2.0))
            process.send_signal(signal.SIGKILL)
    with house.running():
        house.until(lambda: len(list((house.root / "site" / "india").glob("*-*.html"))) == 108)
        house.until(lambda: len(list((house.root / "site" / "gone").glob("*.html"))) == 12)
        house.until(lambda: not [f for f in (house.root / "wire").iterdir() if f.is_file()])
        house.until(lambda: len(list((house.root / "site" / "media").glob("card-*.png"))) == 108, 30)
    after = {f: f.read_bytes() for f in (house.root / "site").rglob("*") if f.is_file()}
    assert "108 pages with the agency's text, 0 without." in house.stet("verify")
    house.stet("replay")
    assert {f: f.read_bytes() for f in (house.root / "site").rglob("*") if f.is_file()} == after


@pytest.mark.slow
def test_a_polled_feed_becomes_pages(house):
    pages = house.root / "public"
    pages.mkdir()
    items = "".join(
        f"<item><title>Ferry note {n}</title><guid>urn:n:{n}</guid><pubDate>Sat, 21 Nov 2026 10:0{n}:00 +0530</pubDate>"
        f"<description>&lt;p&gt;The harbour office wrote note {n}.&lt;/p&gt;</description></item>"
        for n in range(3)
    )
    (pages / "rss.xml").write_text(f'<rss version="2.0"><channel><title>Harbour</title>{items}</channel></rss>')
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"],
        cwd=pages,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with (house.root / "stet.toml").open("a") as settings:
        settings.write(
            '[[feeds]]\nname = "web"\nagency = "Harbour Web"\ntransport = "poll"\nevery = 1\nsection = "India"\n'
            f'url = "http://127.0.0.1:{port}/rss.xml"\nallow_private = ["127.0.0.1"]\n'
        )
    try:
        with house.running():
            house.until(lambda: all(f"Ferry note {n}" in house.get().text for n in range(3)))
            assert "3 pages with the agency's text, 0 without." in house.stet("verify")
    finally:
        server.terminate()
        server.wait()


@pytest.mark.slow
def test_a_port_that_is_taken_is_told_with_what_to_do(house):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", house.port))
        taken.listen()
        told = house.stet("run", exits=2)
    assert str(house.port) in told


@pytest.mark.slow
def test_a_second_stet_on_the_same_house_is_refused(house):
    with house.running():
        assert "Another Stet is running" in house.stet("run", exits=2)
        assert "Another Stet is running" in house.stet("replay", exits=2)


@pytest.mark.slow
def test_the_desk_goes_back_to_the_agencys_picture_and_headline(house, tmp_path):
    from PIL import Image

    Image.new("RGB", (800, 600), "#345").save(tmp_path / "ours.jpg")
    file = write(house.root / "a.xml", g2(1))
    # Readers have had its first version for a while: an update does not move the page then.
    earlier = (datetime.now(UTC) - timedelta(minutes=5)).isoformat()
    id_ = house.stet("take", file, "--feed", "wire", "--at", earlier).split()[1]
    words = ("--caption", "A ferry", "--credit", "Desk", "--alt", "A ferry at its berth")
    house.stet("picture", id_, "ours.jpg", *words, "--focus", "0.2,0.8")
    house.stet("headline", id_, "Ours")
    [page] = (house.root / "site" / "india").glob("*-*.html")
    assert 'class="x20 y80"' in page.read_text()
    for wrong in ("0.2", "a,b", "1,2", "nan,0"):
        assert "point" in house.stet("picture", id_, "ours.jpg", *words, "--focus", wrong, exits=2)
    assert "headline and picture" in page.read_text()
    write(house.root / "b.xml", g2(1, 2, headline="Velmora adds night boats"))
    house.stet("take", house.root / "b.xml", "--feed", "wire")
    assert "the agency has changed its own headline" in house.stet("show", id_)
    house.stet("picture", id_, "--agency")
    house.stet("headline", id_, "")
    assert "reworked nothing" in page.read_text()
    assert not [file for file in (house.root / "site").glob("media/*") if not file.name.startswith("card-")]
    assert "write --agency" in house.stet("picture", id_, exits=2)
    assert "caption" in house.stet("picture", id_, "ours.jpg", exits=2)


def test_the_desk_is_told_which_headline_a_correction_took_and_a_stale_one_has_to_be_said_again(house):
    id_ = house.stet("take", write(house.root / "a.xml", g2(1)), "--feed", "wire").split()[1]
    house.stet("headline", id_, "Ferries every twenty minutes", "--against", "1")
    thirty = g2(1, 2, meta='<signal qcode="sig:correction"/>').replace(b"every twenty", b"every thirty")
    house.stet("take", write(house.root / "b.xml", thirty), "--feed", "wire")
    shown = " ".join(house.stet("show", id_).split())
    assert "house headline “Ferries every twenty minutes” fell: the correction (version 2" in shown
    assert "changed what it says: “twenty”" in shown
    told = house.stet("headline", id_, "Boats every twenty minutes", "--against", "1", exits=2)
    assert "was corrected while you wrote: “twenty” is now “thirty”" in " ".join(told.split())
    assert "there is 1, 2" in house.stet("headline", id_, "Boats", "--against", "9", exits=2)
    house.stet("headline", id_, "Boats every thirty minutes", "--against", "2")
    assert "house headline" not in house.stet("show", id_)
