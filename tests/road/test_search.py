"""Search on the whole road: what readers can see is found, and what they may not see is found nowhere, at once."""

import shutil
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from conftest import close_database
from engine.test_site import Visitor
from house import House
from makers import chief
from road.conftest import SETTINGS, Road
from road.wire import cancel, g2
from stet.app import Stet
from stet.config import House as Settings
from stet.config import parse
from stet.desk import edit
from stet.engine.search import Search
from stet.engine.site import Site
from stet.flow import Flow
from stet.journal import search
from stet.journal.connect import connect
from stet.journal.search_reader import Index
from stet.model.search import query

MIRA = chief("mira")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def house(request: pytest.FixtureRequest, new_road) -> Road:
    """A road on each of the databases."""
    road: Road = new_road("house")
    if request.param == "postgresql":
        settings = SETTINGS + f'[storage]\ndatabase = "{request.getfixturevalue("postgres_database")}"\n'
        road.stet = Stet(Settings(settings=parse(settings), root=road.root), clock=road.clock)
    return road


@pytest.fixture
def index() -> Iterator[Index]:
    index = Index()
    yield index
    index.close()


def found(index: Index, typed: str) -> list[str]:
    answer = index.find(query(typed), by_date=False, page=1)
    assert answer.count == len(answer.hits)
    return sorted(hit.card.headline for hit in answer.hits)


def canary(number: int, version: int = 1, **fields) -> bytes:
    paragraphs = ("The quillfeather affair began in Velmora.", "Nobody was hurt.")
    return g2(number, version, headline=f"Quillfeather affair {number}", paragraphs=paragraphs, **fields)


STOPS = {
    "kill": lambda road: road.take(cancel(1)),
    "withhold": lambda road: road.take(canary(1, 2, status="withheld")),
    "desk kill": lambda road: road.stet.act(address(road), lambda s: edit.kill(s, "no", who=MIRA, at=road.clock())),
    "desk hold": lambda road: road.stet.act(address(road), lambda s: edit.hold(s, "no", who=MIRA, at=road.clock())),
}  # fmt: skip


def address(road: Road) -> str:
    return next(path for path in road.pages() if "affair-1" in path)


@pytest.mark.parametrize("stop", STOPS)
def test_after_the_turn_that_takes_a_story_down_no_word_of_it_is_found(house, index, stop):
    house.take(canary(1), canary(2))
    assert len(found(index, "quillfeather")) == 2
    STOPS[stop](house)
    for typed in ("quillfeather", "affair", "velmora", "quill*", '"quillfeather affair"'):
        assert found(index, typed) == ["Quillfeather affair 2"], typed
    assert found(index, '"affair 1"') == []


def test_an_embargoed_story_is_found_from_the_instant_it_opens_and_not_before(house, index):
    house.take(canary(1, embargo=house.clock() + timedelta(hours=1)))
    assert found(index, "quillfeather") == []
    house.clock.now += timedelta(hours=1)
    house.stet.engine().run_dry()
    assert found(index, "quillfeather") == ["Quillfeather affair 1"]


def test_a_story_that_waits_for_a_person_is_not_found(house, index):
    house.take(canary(1), feed="slow")
    assert found(index, "quillfeather") == []


def test_it_is_the_headline_that_readers_see_by_which_a_story_is_found(house, index):
    house.take(canary(1))
    house.stet.act(address(house), lambda s: edit.set_headline(s, "Harbour inquiry", who=MIRA, at=house.clock()))
    assert found(index, "inquiry") == ["Harbour inquiry"]
    assert found(index, '"quillfeather affair 1"') == []
    house.take(canary(1, 2))
    assert found(index, "harbour quillfeather") == ["Harbour inquiry"]


def test_a_replay_finds_the_same(house, index):
    house.take(canary(1), canary(2), g2(3))
    house.take(cancel(2))
    asked = ("quillfeather", "velmora", "ferry", "the", "nobody hurt")
    before = [found(index, typed) for typed in asked]
    house.stet.replay()
    assert [found(index, typed) for typed in asked] == before


def test_a_journal_from_before_there_was_an_index_is_indexed_by_the_road_and_a_stop_goes_first(house, index):
    house.take(*(canary(number) for number in range(1, 4)))
    search.forget()
    from stet.journal.models import Fact

    Fact.objects.filter(name="search").delete()
    before = house.edition()
    assert found(index, "quillfeather") == []
    search.renew()
    house.stet.flow.keep(house_packets(house, cancel(2)))
    house.stet.flow.turn()
    assert "india/quillfeather-affair-2" not in " ".join(house.pages())
    house.stet.engine().run_dry()
    assert found(index, "quillfeather") == ["Quillfeather affair 1", "Quillfeather affair 3"]
    kept = {path: body for path, body in before.items() if "affair-1" in path or "affair-3" in path}
    assert kept.items() <= house.edition().items()


def house_packets(road: Road, *data: bytes):
    from stet.model.packet import Packet

    return [Packet(feed="wire", source="item.xml", data=one, arrived=road.clock()) for one in data]


def test_while_the_journal_cannot_be_written_a_story_whose_page_is_gone_is_not_shown(road, index, monkeypatch):
    """A disk that is full lets a page be taken away, and keeps the journal from knowing it."""
    road.take(canary(1), canary(2))
    visit = Visitor(Search(index, road.stet._edition(), road.stet._is_up))
    assert shown(visit("/search?q=quillfeather")[1]) == ["Quillfeather affair 1", "Quillfeather affair 2"]

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(road.stet.journal, "settle", full)
    road.stet.flow.keep(house_packets(road, cancel(1)))
    with pytest.raises(OSError, match="No space"):
        Flow.run_dry(road.stet.flow)
    _, body = visit("/search?q=quillfeather")
    assert shown(body) == ["Quillfeather affair 2"]
    assert "1 report" in body.decode()


def shown(body: bytes | str) -> list[str]:
    return sorted(each.text() for each in LexborHTMLParser(body).css(".result h3"))


def test_when_the_database_is_away_the_site_is_up_and_search_says_that_it_is_closed(road, tmp_path):
    road.take(canary(1))
    close_database()
    shutil.move(tmp_path / "stet.db", tmp_path / "away.db")
    connect("sqlite:///stet.db", tmp_path)
    index = Index()
    visit = Visitor(Site(road.site, beside={"search": Search(index, road.stet._edition(), road.stet._is_up)}))
    response, body = visit("/search?q=quillfeather")
    assert (response.status_code, response.headers["retry-after"]) == (503, "30")
    assert "Search is closed for the moment" in body.decode()
    assert visit(f"/{address(road)}")[0].status_code == 200
    assert not (tmp_path / "stet.db").exists()
    shutil.move(tmp_path / "away.db", tmp_path / "stet.db")
    assert shown(visit("/search?q=quillfeather")[1]) == ["Quillfeather affair 1"]
    index.close()


@pytest.mark.slow
def test_a_reader_searches_while_the_wire_runs_and_a_kill_is_seen_at_once_behind_a_flood(tmp_path: Path):
    house = House(tmp_path)
    with house.running():
        for number in range(1, 31):
            house.drop(f"{number}.xml", canary(number))
        house.until(lambda: len(list((tmp_path / "site" / "india").glob("quillfeather-*.html"))) == 30)
        house.until(lambda: "30 reports" in house.get("/search?q=quillfeather").text)
        page = house.get("/search?q=quillfeather")
        assert page.headers["cache-control"] == "private, max-age=0, must-revalidate"
        assert len(shown(page.text)) == 20
        onward = LexborHTMLParser(page.text).css_first(".turns a[rel=next]").attributes["href"]
        assert len(shown(house.get(onward).text)) == 10
        for typed in ("\"'<script>", "NEAR(", '"', "*", "-", "!?", "नमस्ते", "東京", "x" * 2000):
            assert house.get(f"/search?q={quote(typed)}").status_code == 200
        assert house.get("/search?q=" + "x" * 10_000).status_code == 414
        for target in (
            "/search?q=%",
            "/search?q=%ff%zz",
            "/search?q=affair&page=-7",
            "/search?q=affair&page=9999999999",
        ):
            assert house.get(target).status_code == 200
        assert httpx.head(house.url + "/search?q=affair", trust_env=False).status_code == 200
        assert httpx.post(house.url + "/search", data={"q": "affair"}, trust_env=False).status_code == 405

        stop = threading.Event()
        statuses: set[int] = set()

        def flood() -> None:
            with httpx.Client(base_url=house.url, trust_env=False, timeout=20) as client:
                while not stop.is_set():
                    statuses.add(client.get("/search?q=the quillfeather affair").status_code)

        threads = [threading.Thread(target=flood) for _ in range(30)]
        for thread in threads:
            thread.start()
        try:
            [page] = (tmp_path / "site" / "india").glob("quillfeather-affair-7-*.html")
            began = time.monotonic()
            house.drop("kill.xml", cancel(7))
            with httpx.Client(base_url=house.url, trust_env=False, timeout=20) as reader:
                house.until(lambda: reader.get(f"/india/{page.stem}").status_code == 410)
                took = time.monotonic() - began
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        assert "affair 7<" not in house.get("/search?q=quillfeather 7").text
        assert took < 5
        assert statuses <= {200, 503}
        assert 200 in statuses
    assert "quillfeather" not in house.log.lower(), "what people search for is not logged"
