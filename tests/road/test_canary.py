"""A phrase that is nowhere else, in a story that is shut: nothing public has it (life.md 5 and 6; wow.md 1 and 9).

Public is every file of the edition, also the hidden ones, every answer of the server to every address anybody knows or
guesses, and what the house logs.
"""

import http.client
import logging
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import product
from pathlib import Path
from urllib.parse import quote

import pytest
import structlog

from house import House
from makers import chief
from road.test_pictures import file_of, jpeg
from road.test_threads import item
from road.wire import g2
from stet import cli
from stet.desk import edit
from stet.doctor import _journal
from stet.journal import inquiry
from stet.model.address import story_id

WORDS = {"embargoed": "zephyrine", "killed": "quillfeather", "withheld": "brambleworth", "barred": "ondolay"}
"""One word for each shut story. It stands in every field that holds words."""
NUMBERS = {"embargoed": 1, "killed": 2, "withheld": 3, "barred": 4}
NOTE = "vermilion libel"
"""Words of a kill's own note."""


def story(kind: str, version: int = 1, **fields) -> bytes:
    word = WORDS[kind]
    paragraphs = (f"The {word} affair began in Velmora.", f"India and Nepal spoke of {word.capitalize()} for hours.")
    data = g2(
        NUMBERS[kind], version, headline=f"{word.capitalize()} affair shakes harbour", paragraphs=paragraphs,
        picture=file_of(f"{kind}.jpg"), **fields,
    )  # fmt: skip
    said = f"<by>By Ada {word}</by><creditline>{word} Press</creditline><slugline>{word}-AFFAIR</slugline>"
    data = data.replace(f"<slugline>FERRY-{NUMBERS[kind]}</slugline>".encode(), said.encode())
    return data.replace(b"<pubStatus", f"<edNote>Eds: {word} is meant</edNote><pubStatus".encode(), 1)


def stop(kind: str, status: str = "canceled", version: int = 2) -> bytes:
    return story(kind, version, status=status).replace(b"Eds: ", f"{NOTE} ".encode())


def id_of(kind: str) -> str:
    return story_id(f"northwind-news/urn:newsml:northwind.example:20261121:{NUMBERS[kind]}")


class Public:
    """Everything that readers, and those who pry, can get of a house."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.seen: set[str] = set()
        """Every path that ever was in the edition."""

    def files(self) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for file in (self.house.root / "site").rglob("*"):
            try:
                found[str(file.relative_to(self.house.root / "site"))] = file.read_bytes() if file.is_file() else b""
            except FileNotFoundError:  # written under a hidden name, and renamed meanwhile
                continue
        self.seen |= found.keys()
        return found

    def answers(self) -> dict[str, tuple[int, bytes]]:
        """By address, asked plainly and as somebody who was there before would."""
        connection = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=10)
        found: dict[str, tuple[int, bytes]] = {}
        for address in self.addresses():
            for headers in ({}, {"If-Modified-Since": "Mon, 01 Jan 2035 00:00:00 GMT", "If-None-Match": "*"}):
                connection.request("GET", address, headers={**headers, "Connection": "keep-alive"})
                answer = connection.getresponse()
                told = str(answer.headers).encode() + answer.read()
                found[address + str(len(headers))] = (answer.status, told)
        connection.close()
        return found

    def addresses(self) -> set[str]:
        known = {f"/{quote(path)}" for path in self.seen} | {f"/{quote(path)[:-5]}" for path in self.seen}
        known |= {f"/{path.rpartition('/')[0]}/" for path in self.seen}
        for kind, word in WORDS.items():
            id_, words = id_of(kind), f"{word}-affair-shakes-harbour"
            for section, name in product(("", "india/", "news/", "x/y/"), (words, "x", "")):
                known |= {f"/{section}{name}-{id_}{end}" for end in ("", ".html", "/", "/provenance.json", "?a=1")}
            known |= {f"/{id_}", f"/gone/{id_}.html", f"/at/{id_}", f"/.tmp/{id_}", f"/media/{kind}.jpg"}
            known |= {
                f"/topic/{word}/",
                f"/search?q={word[:-1]}",
                f"/search?q={word[:3]}*&sort=date",
                f"/{word}",
                f"/desk/{id_}",
                f"/api/v1/stories/{id_}",
            }
        known |= {"/", "/rss.xml", "/atom.xml", "/feed.json", "/sitemap.xml", "/news-sitemap.xml", "/robots.txt"}
        known |= {"/india/rss.xml", "/healthz", "/metrics", "/search", "/archive/", "/archive/2026/11/21/", "/.tmp/"}
        known |= {"/../stet.db", "/%2e%2e/stet.db", "/india/..%2f..%2fstet.db", "/stet.db", "/wire/taken/embargoed.xml"}
        return known

    def hits(self, *words: str) -> list[str]:
        """Where any of the words stands, in any case."""
        files, answers = self.files(), self.answers()
        places = {
            **{f"file {path}": path.encode() + body for path, body in files.items()},
            **{f"answer {address}": told for address, (_, told) in answers.items()},
            "log": self.house.log.encode(),
        }
        assert len(places) > 200
        return sorted(place for place, text in places.items() for word in words if word.encode() in text.lower())


@pytest.mark.slow
def test_nothing_public_has_a_word_of_a_shut_story_and_an_embargoed_one_is_there_when_it_opens(tmp_path: Path):
    house = House(tmp_path)
    public = Public(house)
    with house.running():
        for number, kind in enumerate(WORDS):
            house.drop(f"{kind}.jpg", jpeg(["#345", "#543", "#534", "#453"][number]))
        for kind in ("killed", "withheld"):
            house.drop(f"{kind}.xml", story(kind))
            house.until(lambda kind=kind: any(WORDS[kind] in path for path in public.files()))
        house.until(lambda: all(WORDS[kind] in house.get().text.lower() for kind in ("killed", "withheld")))
        house.until(
            lambda: [path for path in public.files() if path.startswith("topic/") and path != "topic/index.html"]
        )
        house.until(lambda: len([path for path in public.files() if path.endswith(".avif")]) == 2)
        opens = datetime.now(UTC) + timedelta(seconds=15)
        house.drop("zephyrine-affair.xml", story("embargoed", embargo=opens))
        house.drop("zephyrine-torn.xml", story("embargoed", embargo=opens).replace(b"</p>", b"</b>", 1))
        house.drop("quillfeather-killed.xml", stop("killed"))
        house.drop("withheld-2.xml", stop("withheld", "withheld"))
        house.drop("barred-2.xml", stop("barred"))
        house.drop("barred.xml", story("barred"))
        house.drop("other.xml", g2(9))
        house.until(lambda: house.pages(9) and all(house.get(f"/x-{id_of(kind)}").status_code == 410
                                                   for kind in ("killed", "withheld", "barred")))  # fmt: skip
        house.until(lambda: not [file for file in (tmp_path / "wire").iterdir() if file.is_file()])

        shut = [*WORDS.values(), *NOTE.split()]
        assert public.hits(*shut) == []
        answers = public.answers()
        for kind in ("killed", "withheld", "barred"):
            pages = ((address, status) for address, (status, _) in answers.items() if "/media/" not in address)
            at_id = [status for address, status in pages if f"-{id_of(kind)}" in address.split("/")[-1]]
            assert set(at_id) == {410}, kind
        left = [path for path in public.files() if path.startswith(("media/", "topic/")) and path != "topic/index.html"]
        assert len(left) == len(house.pages(9)) == 1, "the share card of the story that is not shut"
        assert not [path for path in left for kind in WORDS if id_of(kind) in path]
        assert house.get("/healthz").text == "ok\n"
        assert datetime.now(UTC) < opens, "the search took longer than the embargo"

        time.sleep(max(0.0, (opens - datetime.now(UTC)).total_seconds()))
        house.until(lambda: house.get(f"/india/zephyrine-affair-shakes-harbour-{id_of('embargoed')}").is_success, 1)
        house.until(lambda: "file index.html" in public.hits("zephyrine"), 5)
        assert [path for path in public.files() if path.startswith("media/") and path.endswith(".avif")]
        assert public.hits(*[word for word in shut if word != "zephyrine"]) == []
        assert "log" not in public.hits("zephyrine")
    assert not [word for word in shut if word in house.log.lower()]
    assert "state=scheduled" in house.log


def _in_words(field: str, words: str, **more) -> bytes:
    return item("urn:nw:1", **({"headline": "Zephyrine affair shakes harbour", field: words} | more))


OPENS = {"embargoed": "2031-01-01T00:00:00Z"}
HELD = {
    "an embargo in words": _in_words("ednote", "EMBARGOED until Monday: the zephyrine affair"),
    "a kill in words": _in_words("headline", "KILL: Zephyrine affair"),
    "a note to editors": _in_words("headline", "DO NOT PUBLISH: Zephyrine affair", **OPENS),
    "a place left blank": _in_words("headline", "Zephyrine dies at XX"),
    "a signal nobody knows": _in_words("signals", ["zephyrine:kill"]),
    "a status nobody knows": _in_words("pubstatus", "zephyrine"),
    "times nobody can read": _in_words(
        "versioncreated", "zephyrine", urgency="zephyrine", expires="zephyrine", **OPENS
    ),
    "a torn tag": story("embargoed", embargo=datetime(2031, 1, 1, tzinfo=UTC)).replace(b"</p>", b"</zephyrine>", 1),
    "a reference to nothing": story("embargoed", embargo=datetime(2031, 1, 1, tzinfo=UTC)).replace(
        b"</p>", b"&zephyrine;</p>", 1
    ),
    "JSON that breaks off": _in_words("ednote", "zephyrine", **OPENS)[:-9] + b"zephyrine",
    "an order without a frame": b"KILL KILL KILL\n\nEditors: kill the story slugged ZEPHYRINE. It is wrong.\n",
}


@pytest.mark.parametrize("what", HELD)
def test_no_line_of_the_log_has_a_word_of_what_is_held_or_refused_nor_of_the_reason(road, capsys, what):
    cli._log(logging.INFO)
    try:
        road.take(HELD[what])
        for row in list(inquiry.stories_in("held")):
            road.stet.act(row.id, lambda s: edit.hold(s, "zephyrine is libel", who=chief("mira"), at=road.clock()))
    finally:
        structlog.reset_defaults()
    logged = capsys.readouterr().err
    assert "event=settled" in logged or "event=refused" in logged
    assert "zephyrine" not in logged.lower()
    assert not [name for name, body in road.edition().items() if b"zephyrine" in name.encode() + body.lower()]


SAYS = f"the {WORDS['embargoed']} affair"


def clumsy(*given):
    """Says what it was given, as a bug may."""
    try:
        raise ValueError(SAYS, given)
    except ValueError as first:
        raise ZeroDivisionError(SAYS) from first


SHUT = story("embargoed", embargo=datetime(2031, 1, 1, tzinfo=UTC))
FAULTS = {
    "as it is folded": ("stet.settlement.fold", SHUT, "embargoed.xml"),
    "as it is read": ("stet.formats.read", SHUT, "zephyrine-affair.xml"),
    "as a stop is looked for": ("stet.formats.stop_orders", stop("embargoed"), "zephyrine-affair.xml"),
    "as a picture is made ready": ("stet.darkroom.make_asset", jpeg("#345"), "zephyrine-affair.jpg"),
}


@pytest.mark.parametrize("where", FAULTS)
def test_a_bug_met_by_what_is_shut_is_logged_by_an_id_and_without_what_it_says(road, monkeypatch, capsys, where):
    place, data, source = FAULTS[where]
    monkeypatch.setattr(place, clumsy)
    cli._log(logging.INFO)
    try:
        road.take(data, source=source)
    finally:
        structlog.reset_defaults()
    logged = capsys.readouterr().err
    assert id_of("embargoed") in logged or sha256(data).hexdigest()[:12] in logged
    assert all(told in logged for told in ("Traceback", "clumsy", "ValueError", "ZeroDivisionError"))
    assert "urn:newsml" not in logged
    assert WORDS["embargoed"] not in logged.lower()


def test_the_doctor_names_the_file_that_the_log_calls_by_its_packet(road, capsys):
    cli._log(logging.INFO)
    data = SHUT.replace(b"</p>", b"</zephyrine>", 1)
    try:
        road.take(data, source="zephyrine-affair.xml")
    finally:
        structlog.reset_defaults()
    mark = sha256(data).hexdigest()[:12]
    assert f"packet={mark}" in capsys.readouterr().err
    said = " ".join(found.what for found in _journal(road.stet))
    assert "refused: zephyrine-affair.xml" in said
    assert f"packet {mark}" in said
