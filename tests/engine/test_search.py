"""`/search` over HTTP: what visitors send, what they get, and that a flood or a dead journal closes nothing else."""

import asyncio
import gzip
import threading
import time

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from edition.making import SECTIONS, SITE, copy
from engine.test_site import Visitor
from stet.edition import Edition
from stet.engine.search import RUNNING, WAITING, Search, understood
from stet.engine.site import Site
from stet.errors import Unavailable
from stet.model.search import Found, Hit

EDITION = Edition(SITE, SECTIONS)


class Finder:
    """Finds one report for everything, or fails as told."""

    def __init__(self) -> None:
        self.asked = []
        self.trouble = None
        self.gate = threading.Event()
        self.gate.set()
        self.hits = (Hit(card=EDITION.card(copy()), text="The ferry left."),)

    def find(self, query, *, by_date, page):
        self.asked.append((query.text, by_date, page))
        self.gate.wait(10)
        if self.trouble:
            raise self.trouble
        return Found(hits=self.hits, count=45, page=min(page, 3))


@pytest.fixture
def finder():
    return Finder()


@pytest.fixture
def search(finder):
    search = Search(finder, EDITION, lambda card: True)
    yield search
    finder.gate.set()
    search.close()


@pytest.fixture
def visit(search, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_bytes(b"front")
    return Visitor(Site(tmp_path / "site", beside={"search": search}))


def test_a_query_is_answered_with_a_page(visit, finder):
    response, body = visit("/search?q=ferry&sort=date&page=2")
    assert response.status_code == 200
    assert finder.asked == [("ferry", True, 2)]
    assert "45 reports" in LexborHTMLParser(body).css_first(".count").text()
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["cache-control"] == "private, max-age=0, must-revalidate"
    assert response.headers["content-length"] == str(len(body))
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in response.headers


def test_without_a_word_nothing_is_looked_for(visit, finder):
    for target in ("/search", "/search?q=", "/search?q=+%20", "/search?page=3", "/search?q=%00"):
        response, body = visit(target)
        assert response.status_code == 200
        assert LexborHTMLParser(body).css("main form")
    assert finder.asked == []


def test_packed_for_those_who_take_it(visit):
    plain, body = visit("/search?q=ferry")
    packed, small = visit("/search?q=ferry", accept_encoding="gzip")
    assert gzip.decompress(small) == body
    assert packed.headers["content-encoding"] == "gzip"
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"


def test_who_has_the_answer_already_is_told_so_and_who_has_another_gets_it(visit, finder):
    first, _ = visit("/search?q=ferry")
    again, body = visit("/search?q=ferry", if_none_match=first.headers["etag"])
    assert (again.status_code, body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    packed, _ = visit("/search?q=ferry", accept_encoding="gzip")
    assert packed.headers["etag"] != first.headers["etag"]
    finder.hits = ()
    other, _ = visit("/search?q=ferry", if_none_match=first.headers["etag"])
    assert other.status_code == 200


@pytest.mark.parametrize("target", ["/search", "/search?q=ferry", "/search?" + "q" * 9000, "/search/", "/search/x"])
def test_head_says_what_get_says_without_the_body(visit, target):
    got, body = visit(target)
    head, nothing = visit(target, "HEAD")
    assert (head.status_code, head.headers, nothing) == (got.status_code, got.headers, b"")
    assert head.headers["content-length"] == str(len(body))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "get"])
def test_search_is_for_reading(visit, method):
    response, _ = visit("/search?q=ferry", method)
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("target", "status", "where"),
    [
        ("/search/?q=a%20b&page=2", 301, "/search?q=a%20b&page=2"),
        ("/search/?q=\r\nset-cookie:x", 301, "/search?q=%0D%0Aset-cookie:x"),
        ("/search/", 301, "/search"),
        ("/search/x", 404, None),
        ("/search/?" + "x" * 9000, 301, "/search?" + "x" * 9000),
    ],
)
def test_search_has_one_address(visit, target, status, where):
    response, _ = visit(target)
    assert (response.status_code, response.headers.get("location")) == (status, where)


@pytest.mark.parametrize(
    ("raw", "text", "by_date", "page"),
    [
        (b"q=ferry", "ferry", False, 1),
        (b"q=heavy+rain&sort=date", "heavy rain", True, 1),
        ("q=नमस्ते".encode(), "नमस्ते", False, 1),
        (b"q=%E0%A4%A8%E0%A4%AE", "नम", False, 1),
        (b"q=a&q=b&sort=x&page=2&page=3", "a", False, 2),
        (b"q=%", "%", False, 1),
        (b"q=%zz%4", "%zz%4", False, 1),
        (b"q=%ff%fe", "\ufffd\ufffd", False, 1),
        (b"q=\xff", "\ufffd", False, 1),
        (b"page=-1&q=a", "a", False, 1),
        (b"page=0&q=a", "a", False, 0),
        (b"page=99999999999999999999999&q=a", "a", False, 999999999),
        (b"page=1e9&q=a", "a", False, 1),
        ("page=٣&q=a".encode(), "a", False, 1),
        (b"&&==&q", "", False, 1),
        (b"q=a%00b%0d%0a", "a b", False, 1),
    ],
)
def test_what_a_visitor_asks_for_is_understood(raw, text, by_date, page):
    asked = understood(raw)
    assert (asked.query.text, asked.by_date, asked.page) == (text, by_date, page)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_are_an_error(raw):
    understood(raw)
    understood(b"q=" + raw)


def test_what_is_long_is_cut_and_what_is_endless_is_refused(visit, finder):
    response, body = visit("/search?q=" + "x" * 300)
    assert response.status_code == 200
    assert [len(text) for text, *_ in finder.asked] == [200]
    assert "first 200 characters" in body.decode()
    response, body = visit("/search?q=" + "x" * 10_000)
    assert response.status_code == 414
    assert b"x" * 100 not in body
    assert visit("/search?q=" + "%E6%9D%B1" * 200 + "&sort=date")[0].status_code == 200


def test_a_report_whose_page_is_gone_is_not_shown_though_the_journal_still_has_it(finder):
    search = Search(finder, EDITION, lambda card: False)
    response, body = Visitor(search)("/search?q=ferry")
    assert response.status_code == 200
    assert b"Ferry leaves" not in body
    search.close()


def test_when_the_journal_does_not_answer_search_alone_is_closed(visit, finder, capsys):
    finder.trouble = Unavailable("The journal's database refused: gone.")
    for _ in range(3):
        response, body = visit("/search?q=ferry")
        assert (response.status_code, response.headers["retry-after"]) == (503, "30")
        assert "Search is closed for the moment." in body.decode()
        assert b"The journal" not in body
    assert visit("/")[1] == b"front"
    assert visit("/search")[0].status_code == 200
    assert capsys.readouterr().out.count("search_closed") == 1
    finder.trouble = None
    assert visit("/search?q=ferry")[0].status_code == 200


def test_a_search_that_was_broken_off_is_to_be_tried_again(visit, finder):
    finder.trouble = Unavailable("It took longer than 1 s.", retry_after=5.0)
    response, body = visit("/search?q=ferry")
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert "too much to do" in body.decode()


def test_a_fault_of_stets_own_is_told_in_the_log_and_no_trace_is_shown(visit, finder, capsys):
    finder.trouble = ZeroDivisionError("oops")
    response, body = visit("/search?q=ferry")
    assert response.status_code == 503
    assert b"oops" not in body
    assert "ZeroDivisionError" in capsys.readouterr().out


def test_in_a_flood_few_run_few_wait_and_the_others_are_told_at_once(search, finder):
    finder.gate.clear()

    async def flood():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(search), base_url="http://x") as client:
            many = [asyncio.ensure_future(client.get(f"/search?q=n{n}")) for n in range(200)]
            began = time.monotonic()
            while sum(one.done() for one in many) < 200 - RUNNING - WAITING:
                assert time.monotonic() - began < 5
                await asyncio.sleep(0.01)
            assert len(finder.asked) == RUNNING
            finder.gate.set()
            return [one.status_code for one in await asyncio.gather(*many)]

    told = asyncio.run(flood())
    assert (told.count(200), told.count(503)) == (RUNNING + WAITING, 200 - RUNNING - WAITING)


def test_who_has_waited_too_long_is_not_searched_for_any_more(search, finder, monkeypatch):
    monkeypatch.setattr("stet.engine.search.PATIENCE", 0.1)
    finder.gate.clear()

    async def wait():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(search), base_url="http://x") as client:
            many = [asyncio.ensure_future(client.get(f"/search?q=n{n}")) for n in range(RUNNING + 3)]
            await asyncio.sleep(0.3)
            finder.gate.set()
            return [one.status_code for one in await asyncio.gather(*many)]

    assert asyncio.run(wait()).count(503) == 3
    assert len(finder.asked) == RUNNING
