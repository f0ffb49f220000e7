"""The stream of an open desk, out of a Stet that runs."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import msgspec
import pytest

from house import House
from newsroom.asking import session_in
from road.wire import cancel, g2
from stet.model.person import Role

pytestmark = pytest.mark.slow


class Stream:
    """What an open desk hears."""

    def __init__(self, house: House, key: str, query: str = "") -> None:
        self.events: list[tuple[str, dict, str]] = []
        self.status: int | None = None
        self._address = f"{house.url}/desk/events?{query}"
        self._cookies = {"stet_desk": key}
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        with (
            httpx.Client(trust_env=False, cookies=self._cookies, timeout=30) as client,
            client.stream("GET", self._address) as answer,
        ):
            self.status = answer.status_code
            kind = number = ""
            for line in answer.iter_lines():
                name, _, value = line.partition(": ")
                kind, number = (value if name == "event" else kind), (value if name == "id" else number)
                if name == "data":
                    self.events.append((kind, msgspec.json.decode(value), number))
                if self._end.is_set():
                    return

    def of(self, kind: str) -> list[dict]:
        return [said for event, said, _ in self.events if event == kind]

    def close(self) -> None:
        self._end.set()
        self._thread.join(40)


@pytest.fixture
def house(tmp_path) -> Iterator[House]:
    made = House(tmp_path)
    with made.running():
        yield made


@contextmanager
def open_desk(house: House, name: str = "mira", query: str = "") -> Iterator[Stream]:
    stream = Stream(house, session_in(house.root, name, Role.EDITOR), query)
    try:
        house.until(lambda: stream.status)
        yield stream
    finally:
        stream.close()


def test_a_story_that_arrives_is_told_and_a_kill_is_said_aloud_and_who_was_away_hears_what_they_missed(house):
    with open_desk(house) as stream:
        house.drop("1.xml", g2(1))
        (first,) = house.until(lambda: stream.of("lines")[:1])
        assert len(first["lines"]) == 1
        house.drop("2.xml", cancel(1))
        assert house.until(lambda: [one for said in stream.of("lines") for one in said["aloud"]])[0]["what"] == "stop"
        seen = stream.events[0][2]
        house.drop("end.xml", g2(2))  # so that the reader sees that it is to end
        house.until(lambda: len(stream.of("lines")) > 2)
        stream._end.set()
        house.drop("end2.xml", g2(3))
    with open_desk(house, query=f"after={seen}") as again:
        missed = house.until(lambda: again.of("lines"))[0]
        assert len(missed["lines"]) == 3
        again._end.set()
        house.drop("end3.xml", g2(4))


def test_two_who_have_one_story_open_hear_of_each_other_until_one_goes(house):
    house.drop("1.xml", g2(1))
    id_ = house.address()[-10:]
    with open_desk(house, "mira", f"story={id_}") as mira:
        with open_desk(house, "arun", f"story={id_}") as arun:
            house.until(lambda: {"others": ["arun"]} in mira.of("presence"))
            house.until(lambda: {"others": ["mira"]} in arun.of("presence"))
            arun._end.set()
            house.drop("2.xml", g2(2))
        house.until(lambda: mira.of("presence")[-1] == {"others": []})
        mira._end.set()
        house.drop("3.xml", g2(3))


def test_nobody_hears_anything_without_a_session_of_somebody_who_is_let_in(house):
    for key in ("", "nonsense", "x" * 5000):
        answer = httpx.get(f"{house.url}/desk/events", cookies={"stet_desk": key}, trust_env=False)
        assert (answer.status_code, answer.text) == (403, "")


def test_whoever_owes_a_second_factor_hears_nothing_before_there_is_one(house):
    key = session_in(house.root, "arun", Role.CHIEF, with_app=False)
    asked = {"cookies": {"stet_desk": key}, "trust_env": False}
    assert httpx.get(f"{house.url}/desk/", **asked).headers["location"] == "/desk/me/second-factor/"
    assert httpx.get(f"{house.url}/desk/events", **asked).status_code == 403


def test_who_is_shut_out_is_told_so_at_once_and_hears_no_more(house):
    with open_desk(house) as stream:
        house.stet("user", "disable", "mira")
        house.until(lambda: stream.of("out"))
        house.drop("1.xml", g2(1))
        house.until(lambda: house.pages(1))
    assert stream.of("lines") == []


def test_the_stream_has_a_beat(house):
    with open_desk(house) as stream:
        house.until(lambda: stream.of("beat"))


def test_the_public_site_sets_no_cookie_and_the_desk_only_its_own(house):
    assert "set-cookie" not in house.get("/").headers
    key = session_in(house.root, "mira", Role.EDITOR)
    answer = httpx.get(f"{house.url}/desk/", cookies={"stet_desk": key}, trust_env=False)
    assert answer.status_code == 200
    assert all("Path=/desk/" in cookie for cookie in answer.headers.get_list("set-cookie"))


def test_an_act_at_the_desk_is_seen_to_by_the_road_that_runs_at_once(house):
    """A sanity bound and no timing: ten times what is aimed at (bench/desk.py has the figures)."""
    house.drop("1.xml", g2(1))
    id_ = house.address()[-10:]
    began = time.monotonic()
    house.stet("hold", id_, "--reason", "checking")
    house.until(lambda: house.get(f"/india/x-{id_}").status_code == 410)
    assert time.monotonic() - began < 10
