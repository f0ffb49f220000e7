"""The queues: what waits for a person, what may be done there, and by whom."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest

from conftest import NOON
from makers import chief
from road.wire import PARAGRAPHS, cancel, g2, guid
from stet.desk import edit
from stet.journal import inquiry
from stet.model.change import Release
from stet.model.person import Role
from stet.model.switch import Mode
from stet.newsroom import queues

HELD, ORDERS, STALE = "/desk/queues/held/", "/desk/queues/orders/", "/desk/queues/stale/"
ANY = "/desk/?q=x"
"""A page with a form on it, whatever has left the queue."""
AGENCYS = "Velmora council approves ferry timetable 1"


@pytest.fixture
def id_(road) -> str:
    """A story that waits for a person."""
    road.take(g2(1), feed="slow")
    return inquiry.find(guid(1)).id


def row(answer, id_: str) -> str:
    """A line of a queue."""
    found = re.search(rf'<li class="line[^>]*id="s-{id_}".*?</li>', answer.text, re.DOTALL)
    assert found, answer.text
    return found[0]


def words(part: str) -> str:
    """What people read."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", part)).split())


def form(part: str, id_: str, act: str) -> dict[str, str]:
    """The hidden fields of a form of a line."""
    found = re.search(rf'<form method="post" action="/desk/story/{id_}/{act}/".*?</form>', part, re.DOTALL)
    assert found, part
    return hidden(found[0])


def hidden(part: str) -> dict[str, str]:
    """What a form says of itself, but for the token, which is one of each session."""
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', part))
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def error(answer) -> str:
    found = re.search(r'id="wrong"[^>]*>(.*?)</div>', answer.text, re.DOTALL)
    assert found, answer.text
    return words(found[1])


def changes(road) -> list:
    return list(road.stet.history(inquiry.find(guid(1)).key).changes)


def state(number: int = 1) -> str:
    return inquiry.find(guid(number)).state


# -- released and killed from the list


def test_a_held_story_is_released_from_the_queue_and_leads_back_there(road, desk, id_):
    editor = desk(Role.EDITOR)
    line = row(editor.get(HELD), id_)
    assert "Readers get it at once, on its page and in every list." in words(line)
    answer = editor.post(f"/desk/story/{id_}/release/", form(line, id_, "release"), form=ANY)
    assert (answer.status_code, answer.headers["location"]) == (303, HELD)
    page = editor.get(HELD).text
    assert f"{AGENCYS}: It is released." in page
    assert "Nothing waits here." in page
    assert road.pages()
    assert [(type(one), one.who) for one in changes(road)] == [(Release, "editor")]


def test_a_held_story_is_killed_from_the_queue_with_a_reason_and_the_notice_has_none_of_its_words(road, desk, id_):
    chief_ = desk()
    given = form(row(chief_.get(HELD), id_), id_, "kill")
    answer = chief_.post(f"/desk/story/{id_}/kill/", given | {"reason": "the port denies it"}, form=ANY)
    assert (answer.status_code, answer.headers["location"]) == (303, HELD)
    page = chief_.get(HELD).text
    assert f"Southwind News {id_}: It is killed" in page
    assert AGENCYS not in page
    assert state() == "withdrawn"


def test_a_kill_without_a_reason_comes_back_in_the_queue_with_its_form_open(desk, id_):
    chief_ = desk()
    given = form(row(chief_.get(HELD), id_), id_, "kill")
    answer = chief_.post(f"/desk/story/{id_}/kill/", given | {"reason": " "}, form=ANY)
    assert answer.status_code == 422
    assert "The reason of the kill" in error(answer)
    assert '<details class="kill" open>' in row(answer, id_)
    assert state() == "held"


def test_what_may_be_done_in_a_queue_is_what_edit_py_says_to_whoever_looks(desk, id_):
    seen = {role: row(desk(role).get(HELD), id_) for role in Role}
    may = {role: {act for act in ("release", "kill") if f"/{act}/" in line} for role, line in seen.items()}
    assert may == {Role.READER: set(), Role.EDITOR: {"release"}, Role.CHIEF: {"release", "kill"}}


@pytest.mark.parametrize(("act", "role"), [("release", Role.READER), ("kill", Role.READER), ("kill", Role.EDITOR)])
def test_who_may_not_is_told_so_in_the_queue_whatever_they_send(road, desk, id_, act, role):
    given = {"queue": "held", "seen": "x", "reason": "it is wrong"}
    answer = desk(role).post(f"/desk/story/{id_}/{act}/", given, form=ANY)
    assert answer.status_code == 403
    assert f"is {'an' if role is Role.EDITOR else 'a'} {role.called} here" in error(answer)
    assert "<h1>Held</h1>" in answer.text
    assert changes(road) == []


def test_an_act_of_a_queue_is_not_done_by_looking_and_not_without_a_token(road, desk, id_):
    for act in ("release", "kill"):
        assert desk().get(f"/desk/story/{id_}/{act}/?queue=held").status_code == 405
        given = {"queue": "held", "seen": "x", "reason": "x"}
        assert desk().send("POST", f"/desk/story/{id_}/{act}/", data=given).status_code == 403
    assert desk().send("POST", HELD).status_code == 403
    assert desk().post(HELD, {"seen": "x"}).status_code == 405
    assert changes(road) == []


def test_a_story_that_moved_is_told_in_the_queue_and_asked_again(road, desk, id_):
    editor = desk(Role.EDITOR)
    given = form(row(editor.get(HELD), id_), id_, "release")
    road.clock.now += timedelta(minutes=1)
    changed = (PARAGRAPHS[0].replace("six", "nine"), *PARAGRAPHS[1:])
    road.take(g2(1, 2, correction=True, paragraphs=changed), feed="slow")
    answer = editor.post(f"/desk/story/{id_}/release/", given, form=ANY)
    assert answer.status_code == 409
    assert "“six” is now “nine”" in error(answer)
    assert AGENCYS in error(answer)
    assert changes(road) == []
    again = form(row(answer, id_), id_, "release")
    assert again["seen"] != given["seen"]
    assert editor.post(f"/desk/story/{id_}/release/", again, form=ANY).status_code == 303
    assert state() == "live"


def test_a_story_that_somebody_else_killed_a_second_ago_is_told_without_its_words(road, desk, id_):
    editor = desk(Role.EDITOR)
    given = form(row(editor.get(HELD), id_), id_, "release")
    road.take(cancel(1), feed="slow")
    answer = editor.post(f"/desk/story/{id_}/release/", given, form=ANY)
    assert answer.status_code == 409
    assert "It was held and is withdrawn now" in error(answer)
    assert AGENCYS not in answer.text
    assert changes(road) == []


def test_a_kill_from_a_queue_waits_for_nothing_that_moved(road, desk, id_):
    chief_ = desk()
    given = form(row(chief_.get(HELD), id_), id_, "kill")
    road.stet.act(guid(1), lambda s: edit.set_headline(s, "Ferries on time", who=chief("asha"), at=road.clock()))
    assert chief_.post(f"/desk/story/{id_}/kill/", given | {"reason": "wrong"}, form=ANY).status_code == 303
    assert state() == "withdrawn"
    assert "It had moved since you looked: asha set" in chief_.get(HELD).text


def test_a_release_from_a_queue_that_is_sent_twice_is_done_once(road, desk, id_):
    editor = desk(Role.EDITOR)
    given = form(row(editor.get(HELD), id_), id_, "release")
    for _ in range(2):
        assert editor.post(f"/desk/story/{id_}/release/", given, form=ANY).headers["location"] == HELD
    assert "It is released already." in editor.get(HELD).text
    assert len(changes(road)) == 1


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "../audit", "nonsense", "held/../../audit", ""]
)
def test_an_act_leads_to_no_address_that_a_form_names(desk, id_, elsewhere):
    editor = desk(Role.EDITOR)
    given = form(row(editor.get(HELD), id_), id_, "release") | {"queue": elsewhere, "next": elsewhere}
    answer = editor.post(f"/desk/story/{id_}/release/", given, form=ANY)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/desk/story/{id_}/")


@pytest.mark.parametrize("below", ["//evil.example~x", "2026-11-21T12:00:00+00:00~//evil.example", "~", "x" * 5000])
def test_a_place_in_a_queue_is_a_place_in_the_queue_or_none(desk, id_, below):
    editor = desk(Role.EDITOR)
    given = form(row(editor.get(HELD), id_), id_, "release") | {"below": below}
    answer = editor.post(f"/desk/story/{id_}/release/", given, form=ANY)
    assert answer.headers["location"].split("?")[0] == HELD
    assert editor.get(answer.headers["location"]).status_code == 200


def test_who_was_signed_out_at_a_queue_sends_it_again_and_is_led_back_there(road, desk, id_):
    chief_ = desk()
    given = form(row(chief_.get(HELD), id_), id_, "kill") | {"reason": "the port denies it"}
    session = chief_.client.cookies.get("stet_desk")
    chief_.client.cookies.delete("stet_desk")
    token = {"csrfmiddlewaretoken": chief_.client.cookies.get("stet_desk_csrf")}
    headers = {"Referer": f"https://news.example{HELD}"}
    answer = chief_.send("POST", f"/desk/story/{id_}/kill/", data=given | token, headers=headers)
    assert answer.status_code == 403
    assert "the port denies it" in answer.text
    kept = hidden(answer.text)
    assert kept["queue"] == "held"
    chief_.client.cookies.set("stet_desk", session, domain="news.example", path="/desk/")
    again = kept | {"reason": "the port denies it"}
    assert chief_.post(f"/desk/story/{id_}/kill/", again, form=ANY).headers["location"] == HELD


def test_what_cannot_be_released_says_why_and_has_no_button(road, desk):
    road.take(g2(1))
    road.stet.switch("wire", Mode.PAUSE, "their wire is broken", chief())
    road.clock.now += timedelta(minutes=1)
    road.take(g2(2))
    id_ = inquiry.find(guid(2)).id
    line = row(desk().get(HELD), id_)
    assert f"/desk/story/{id_}/release/" not in line
    assert "Resume the feed." in words(line)


# -- pages of a queue


def test_the_older_lines_of_a_queue_are_a_page_further_and_an_act_there_leads_back_to_it(road, desk, monkeypatch):
    monkeypatch.setattr(queues, "PAGE", 2)
    for number in (1, 2, 3):
        road.take(g2(number), feed="slow")
        road.clock.now += timedelta(minutes=1)
    editor = desk(Role.EDITOR)
    older = unescape(re.search(r'href="([^"]+)" rel="next"', editor.get(HELD).text)[1])
    page = editor.get(older)
    first = inquiry.find(guid(1)).id
    assert re.findall(r'data-id="(\w+)"', page.text) == [first]
    assert form(row(page, first), first, "release")["below"]
    again = unescape(re.search(r'data-rows="([^"]+)"', page.text)[1])
    line = row(editor.get(f"{again}&ids={first}"), first)
    answer = editor.post(f"/desk/story/{first}/release/", form(line, first, "release"), form=ANY)
    assert answer.headers["location"] == older


def test_the_stories_of_a_queue_are_read_from_the_journal_in_one_go(road, desk, monkeypatch):
    for number in range(5):
        road.take(g2(number), feed="slow")
    asked: list[int] = []
    read = road.stet.journal.histories
    monkeypatch.setattr(road.stet.journal, "histories", lambda keys, at: (asked.append(len(keys)), read(keys, at))[1])
    assert len(re.findall(r"data-id=", desk().get(HELD).text)) == 5
    assert asked == [5]


def test_a_queue_counts_what_it_lists(road, desk):
    road.take(g2(1))
    road.stet.act(guid(1), lambda s: edit.set_headline(s, "Six hours for a ferry", who=chief(), at=road.clock()))
    road.clock.now += timedelta(minutes=1)
    changed = (PARAGRAPHS[0].replace("six", "nine"), *PARAGRAPHS[1:])
    road.take(g2(1, 2, correction=True, paragraphs=changed))
    road.clock.now += timedelta(minutes=1)
    road.take(g2(1, 3, paragraphs=changed))
    overview = desk().get("/desk/queues/").text
    counted = overview.partition('/queues/corrections/">')[2].partition("</h2>")[0]
    assert len(re.findall(r"data-id=", desk().get("/desk/queues/corrections/").text)) == 1
    assert ">1<" in counted


# -- a queue that is open


def test_a_queue_says_what_it_wants_to_be_told_of_and_gets_its_lines_with_their_acts(road, desk, id_):
    editor = desk(Role.EDITOR)
    page = editor.get(HELD).text
    assert 'data-query="standing=held"' in page
    assert 'data-rows="/desk/queues/held/rows/"' in page
    part = editor.get(f"{HELD}rows/?ids={id_},0000000000", headers={"HX-Request": "true"})
    assert form(row(part, id_), id_, "release")["queue"] == "held"
    road.stet.act(guid(1), lambda s: edit.release(s, who=chief(), at=road.clock()))
    left = row(editor.get(f"{HELD}rows/?ids={id_}"), id_)
    assert "<form" not in left
    assert ">live<" in left
    assert editor.get("/desk/queues/nonsense/rows/?ids=x").status_code == 404


def test_the_list_of_a_queue_comes_alone_where_the_script_asks_for_it(desk, id_):
    part = desk().get(HELD, headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith("<section")
    assert id_ in part


# -- what each queue shows


def order_for(road, number: int, **note: str) -> None:
    """An order that may mean the story of that slug, or another."""
    road.take(json.dumps(slugged(number)).encode(), source="story.json")
    road.clock.now += timedelta(minutes=1)
    road.take(json.dumps(stopped(number) | note).encode(), source="order.json")


def slugged(number: int) -> dict:
    body = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    return {
        "uri": f"urn:nw:{number}", "type": "text", "pubstatus": "usable", "version": "1", "language": "en",
        "versioncreated": (NOON - timedelta(hours=1)).isoformat(), "headline": "Ferries cross every twenty minutes",
        "slugline": "Ferry-Row", "body_xhtml": body, "altids": {"slug": "ferry-fire/2026-11-18"},
    }  # fmt: skip


def stopped(number: int) -> dict:
    return {
        "uri": "ferry-fire/2026-11-21", "type": "text", "pubstatus": "canceled", "version": "2",
        "versioncreated": NOON.isoformat(), "headline": "KILL: the mayor was never accused",
        "ednote": "Editors: kill ferry-fire. The man is not the mayor.",
    }  # fmt: skip


def test_the_suspect_and_the_order_stand_side_by_side(road, desk):
    order_for(road, 1)
    id_ = inquiry.find("urn:nw:1").id
    line = row(desk().get(ORDERS), id_)
    suspect, order = (words(part) for part in re.findall(r"<section>(.*?)</section>", line, re.DOTALL))
    assert "Ferries cross every twenty minutes" in suspect
    assert "Ferry-Row" in suspect
    assert PARAGRAPHS[0] in suspect
    assert "canceled , but not surely this story" in order
    assert "ferry-fire/2026-11-21" in order
    assert "The man is not the mayor." in order
    assert "never accused" not in line  # what a stop says beside its note may be what it stops


def test_an_order_in_doubt_is_answered_by_a_chief_and_by_nobody_else(road, desk):
    order_for(road, 1)
    id_ = inquiry.find("urn:nw:1").id
    assert "/release/" not in row(desk(Role.EDITOR).get(ORDERS), id_)
    line = row(desk().get(ORDERS), id_)
    assert "the stop does not count" in words(line)
    road.clock.now += timedelta(minutes=1)
    answer = desk().post(f"/desk/story/{id_}/release/", form(line, id_, "release"), form=ANY)
    assert answer.headers["location"] == ORDERS
    assert inquiry.find("urn:nw:1").state == "live"


def test_words_of_an_order_are_text_and_nothing_else(road, desk):
    order_for(road, 1, ednote="<script>alert(1)</script>\u202ekill ferry-fire")
    page = desk().get(ORDERS).text
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_headline_turns_no_notice_of_a_queue_around(road, desk):
    road.take(g2(1, headline="Ferries \u202eemit no"), feed="slow")
    id_ = inquiry.find(guid(1)).id
    editor = desk(Role.EDITOR)
    editor.post(f"/desk/story/{id_}/release/", form(row(editor.get(HELD), id_), id_, "release"), form=ANY)
    page = editor.get(HELD).text
    assert "It is released." in page
    assert "\u202e" not in page


def test_of_a_story_usable_after_a_kill_the_stop_is_told_with_who_and_why(road, desk, id_):
    road.stet.act(guid(1), lambda s: edit.kill(s, "the port denies it", who=chief("asha"), at=road.clock()))
    road.clock.now += timedelta(minutes=1)
    road.take(g2(1, 3), feed="slow")
    told = words(row(desk().get(ORDERS), id_))
    assert "by asha" in told
    assert "the port denies it" in told


def test_a_stale_headline_stands_with_what_changed_in_the_body_that_it_says(road, desk):
    road.take(g2(1))
    road.stet.act(guid(1), lambda s: edit.set_headline(s, "Six hours for a ferry", who=chief(), at=road.clock()))
    road.clock.now += timedelta(minutes=1)
    changed = (PARAGRAPHS[0].replace("six", "nine"), PARAGRAPHS[1].replace("Monday", "Tuesday"), *PARAGRAPHS[2:])
    road.take(g2(1, 2, paragraphs=changed))
    line = row(desk().get(STALE), inquiry.find(guid(1)).id)
    assert "may be out of date" in words(line)
    assert "<del>six </del><ins>nine </ins>" in line
    assert "Tuesday" not in line  # it changed as well, and the headline says nothing of it


def test_a_correction_stands_with_the_rework_that_it_took(road, desk):
    road.take(g2(1))
    road.stet.act(guid(1), lambda s: edit.set_headline(s, "Six hours for a ferry", who=chief(), at=road.clock()))
    road.clock.now += timedelta(minutes=1)
    changed = (PARAGRAPHS[0].replace("six", "nine"), *PARAGRAPHS[1:])
    road.take(g2(1, 2, correction=True, paragraphs=changed))
    line = words(row(desk().get("/desk/queues/corrections/"), inquiry.find(guid(1)).id))
    assert "“Six hours for a ferry” fell" in line
    assert "“six”" in line.casefold()


def test_an_embargo_stands_with_its_end_by_the_clock_of_the_house(road, desk):
    road.take(g2(1, embargo=NOON + timedelta(hours=2)))
    line = words(row(desk().get("/desk/queues/embargoed/"), inquiry.find(guid(1)).id))
    assert "Changes by itself at 19:30:00" in line  # in Kolkata


def test_what_is_withdrawn_stands_with_the_way_to_its_receipt(road, desk):
    road.take(g2(1))
    road.take(cancel(1))
    id_ = inquiry.find(guid(1)).id
    assert f'href="/desk/story/{id_}/receipt/"' in row(desk().get("/desk/queues/withdrawn/"), id_)
    assert desk().get(f"/desk/story/{id_}/receipt/").status_code == 200


@pytest.mark.parametrize("name", [one.name for one in queues.QUEUES])
def test_every_queue_has_the_keys_and_is_told_what_comes(desk, name):
    page = desk().get(f"/desk/queues/{name}/").text
    for script in ("keys", "wire"):
        assert f'src="/desk/static/desk/{script}.js"' in page
    for part in ("list", "fresh", "aloud", "words", "keys"):
        assert f'id="{part}"' in page
