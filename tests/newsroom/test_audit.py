"""Who did what, when, to which version, from where; nothing of it can be removed."""

import csv
import io
import re
from datetime import timedelta
from urllib.parse import quote

import pytest

from makers import NOON
from road.wire import cancel, g2, guid
from stet.desk import edit
from stet.journal import inquiry
from stet.model.person import Person, Role
from stet.model.switch import Mode
from stet.newsroom import audit
from stet.newsroom.record import Kind, record

EDGES = [
    "0001-01-01T00:00:00%2B14:00~story~1",
    "9999-12-31T23:59:59-14:00~story~1",
    "2026-11-21T12:00:00Z~story~%C2%B2",
]
"""Instants that have no UTC, and a digit that is no number."""
MIRA = Person(name="mira", role=Role.CHIEF, place="203.0.113.7")
TOM = Person(name="tom", role=Role.EDITOR, place="198.51.100.9")


def later(road, minutes=1):
    road.clock.now += timedelta(minutes=minutes)


@pytest.fixture
def night(road):
    """A headline, a hold, a switch, a role and a kill; a minute lies between any two."""
    road.take(g2(1), g2(2))

    def did(number, act):
        later(road)
        road.stet.act(guid(number), act)

    did(1, lambda s: edit.set_headline(s, "Harbour quay opens", who=TOM, at=road.clock()))
    did(2, lambda s: edit.hold(s, "being checked", who=TOM, at=road.clock()))
    later(road)
    road.stet.switch("slow", Mode.PAUSE, "goes mad", MIRA)
    later(road)
    record(Kind.ROLE_CHANGED, who=MIRA, at=road.clock(), about="tom", words="reader to editor")
    did(2, lambda s: edit.kill(s, "not true", who=MIRA, at=road.clock()))
    return road


def told(answer) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", answer.text.partition("<tbody>")[2], re.DOTALL)
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]
        for row in rows
    ]


def test_everything_that_people_did_is_told_the_last_first(night, desk):
    one, two = (inquiry.find(guid(number)).id for number in (1, 2))
    assert told(desk(Role.READER).get("/desk/audit/")) == [
        ["17:35:00", "mira", "kill", f"{two} v1", "not true", "203.0.113.7"],
        ["17:34:00", "mira", "role changed", "tom", "reader to editor", "203.0.113.7"],
        ["17:33:00", "mira", "feed paused", "slow", "goes mad", "203.0.113.7"],
        ["17:32:00", "tom", "hold", f"{two} v1", "being checked", "198.51.100.9"],
        ["17:31:00", "tom", "headline", f"{one} v1", "Harbour quay opens", "198.51.100.9"],
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("who=tom", 2), ("who=TOM", 2), ("who=nobody", 0), ("act=kill", 1), ("act=feed-pause", 1),
        ("act=role-changed", 1), ("act=nonsense", 0), (f"story={quote(guid(2))}", 2), ("since=2026-11-21T17:33", 3),
        ("until=2026-11-21T17:33", 2), ("since=2026-11-21T17:32&until=2026-11-21T17:34&who=mira", 1),
    ],
)  # fmt: skip
def test_it_is_filtered_by_person_act_story_and_time(night, desk, query, found):
    assert len(told(desk().get(f"/desk/audit/?{query}"))) == found


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("story=nonsense", "No story goes by"),
        ("since=soon", "is not a time"),
        ("until=0001-01-01T00:00", "is not a time"),
    ],
)
def test_what_it_cannot_be_asked_is_said(night, desk, query, says):
    answer = desk().get(f"/desk/audit/?{query}")
    assert answer.status_code == 422
    assert says in answer.text
    assert desk().get(f"/desk/audit/table/?{query}").status_code == 422


def test_older_acts_are_on_further_pages_each_once(road, desk, monkeypatch):
    monkeypatch.setattr(audit, "PAGE", 3)
    road.take(g2(1))
    for number in range(4):  # all at one instant, by three records
        record(Kind.SIGN_IN, who=MIRA, at=NOON, about=f"session {number}")
        road.stet.switch("slow", Mode.HOLD if number % 2 else Mode.PAUSE, f"switch {number}", MIRA)
        road.stet.act(guid(1), lambda s, n=number: edit.hold(s, f"hold {n}", who=MIRA, at=NOON))
    somebody, address, seen = desk(), "/desk/audit/", []
    while address:
        page = somebody.get(address)
        seen += told(page)
        link = re.search(r'href="([^"]*)" rel="next"', page.text)
        address = link[1].replace("&amp;", "&") if link else ""
    assert len(seen) == len({tuple(row) for row in seen}) == 12


@pytest.mark.parametrize(
    "place", ["nonsense", "2026~story~1", "2026-11-21T12:00~x~1", "x~story~1", "~~", "9" * 99, *EDGES]
)
def test_a_place_that_is_none_is_the_beginning(night, desk, place):
    assert len(told(desk().get(f"/desk/audit/?below={place}"))) == 5


# -- sealed words


@pytest.mark.parametrize("stop", ["agency", "desk"])
def test_words_of_what_was_stopped_are_told_to_nobody(road, desk, stop):
    road.take(g2(1), g2(2))
    for number in (1, 2):
        later(road)
        text = f"Harbour quay {number} opens"
        road.stet.act(guid(number), lambda s, t=text: edit.set_headline(s, t, who=TOM, at=road.clock()))
    later(road)
    if stop == "agency":
        road.take(cancel(1))
    else:
        road.stet.act(guid(1), lambda s: edit.kill(s, "libel", who=MIRA, at=road.clock()))
    for role in Role:
        page, table = desk(role).get("/desk/audit/").text, desk(role).get("/desk/audit/table/").text
        for text in (page, table):
            assert "quay 1" not in text
            assert "quay 2" in text
            assert "(sealed)" in text
            assert "ferry" not in text


def test_a_headline_that_lies_over_the_story_after_a_stop_is_told_and_the_one_before_is_not(road, desk):
    road.take(g2(1))
    later(road)
    road.stet.act(guid(1), lambda s: edit.set_headline(s, "First of ours", who=TOM, at=road.clock()))
    later(road)
    road.take(cancel(1), g2(1, 3))
    later(road)
    road.stet.act(guid(1), lambda s: edit.release(s, who=MIRA, at=road.clock()))
    road.stet.act(guid(1), lambda s: edit.set_headline(s, "Second of ours", who=TOM, at=road.clock()))
    page = desk().get("/desk/audit/").text
    assert "First of ours" not in page
    assert "Second of ours" in page


# -- for a spreadsheet


def test_the_table_has_everything_in_its_order(night, desk):
    answer = desk().get("/desk/audit/table/?who=tom")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="audit-2026-11-21.csv"'
    head, *rows = csv.reader(io.StringIO(answer.text))
    assert head == ["at", "who", "act", "on", "version", "words", "from"]
    two = inquiry.find(guid(2)).id
    assert rows[0] == ["2026-11-21T12:02:00+00:00", "tom", "hold", two, "1", "being checked", "198.51.100.9"]
    assert len(rows) == 2


def test_the_table_is_made_in_parts_and_has_each_act_once(night, desk, monkeypatch):
    whole = desk().get("/desk/audit/table/").text
    monkeypatch.setattr(audit, "_CHUNK", 2)
    assert desk().get("/desk/audit/table/").text == whole
    assert len(whole.splitlines()) == 6


@pytest.mark.parametrize("words", ["=HYPERLINK(1)", "+1", "-1+1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(road, desk, words):
    record(Kind.SIGN_IN_REFUSED, who=Person(name=words, role=Role.READER), at=NOON, about=words, words=words)
    _, row = csv.reader(io.StringIO(desk().get("/desk/audit/table/").text))
    assert row.count("'" + words) == 3
    assert audit.inert("a = 1") == "a = 1"


def test_hostile_words_are_text(road, desk):
    record(Kind.SIGN_IN_REFUSED, who=Person(name="<b>x", role=Role.READER), at=NOON, words="<script>alert(1)</script>")
    page = desk().get("/desk/audit/").text
    assert "<script>alert" not in page
    assert "<b>x" not in page


def test_no_route_removes_anything(night, desk):
    chief = desk()
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for path in ("/desk/audit/", "/desk/audit/table/"):
            assert chief.send(method, path).status_code in (403, 405)
    assert len(told(chief.get("/desk/audit/"))) == 5


def test_every_act_has_its_word():
    from stet.model.change import AnyChange

    tags = {kind.__struct_config__.tag for kind in AnyChange.__args__}
    assert audit.KINDS.keys() == {*tags, *Kind}
