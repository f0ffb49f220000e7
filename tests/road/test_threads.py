"""Stories of several items, down the whole road: one page, one fate (life.md sections 2 and 5)."""

import json
from datetime import timedelta
from itertools import permutations

import pytest

from makers import chief
from road.wire import cancel, g2, guid
from stet.desk import edit
from stet.engine.site import Site
from stet.floor import Floor
from stet.flow import Flow
from stet.journal import inquiry
from stet.journal.store import DjangoJournal
from stet.lists import Lists, is_patient
from stet.model.address import story_id
from stet.model.packet import Packet
from stet.settlement import Settlement

LONG = "The harbour council of Velmora approved a new ferry timetable on Saturday after six hours of debate. " * 4


def item(uri, *, version=1, created="2026-11-21T11:00:00Z", body=LONG, **fields):
    said = {
        "uri": uri, "type": "text", "version": str(version), "versioncreated": created, "pubstatus": "usable",
        "headline": f"Ferry {uri[-1]} sails", "body_text": f"{body} This is {uri} version {version}.",
    }  # fmt: skip
    return json.dumps(said | fields).encode()


def stopped(uri, *, version=9, created="2026-11-21T11:30:00Z", status="canceled", **fields):
    return item(uri, version=version, created=created, pubstatus=status, body_text="", **fields)


FIRST = item("urn:nw:1")
NEXT = item("urn:nw:2", created="2026-11-21T11:10:00Z", evolvedfrom="urn:nw:1")
THIRD = item("urn:nw:3", created="2026-11-21T11:20:00Z", evolvedfrom="urn:nw:2")


def answer(road, path):
    """Status and place of an answer of the site."""
    import asyncio

    said = []

    async def send(message):
        said.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "headers": [],
        "query_string": b"",
    }
    asyncio.run(Site(road.site)(scope, None, send))
    places = [value.decode() for name, value in said[0]["headers"] if name == b"location"]
    return (said[0]["status"], *places)


def test_a_successor_takes_over_the_page_at_the_same_address(road):
    road.take(FIRST)
    [before] = road.pages()
    road.clock.now += timedelta(minutes=1)
    road.take(NEXT)
    assert list(road.pages()) == [before]
    assert b"This is urn:nw:2 version 1" in road.pages()[before]


def test_the_addresses_of_all_items_lead_to_the_page_in_one_step(road):
    road.take(NEXT)
    road.take(FIRST)
    [path] = road.pages()
    for uri in ("urn:nw:1", "urn:nw:2"):
        address = f"/india/anything-{story_id(f'northwind-news/{uri}')}"
        assert answer(road, address) in ((301, f"/{path}"), (200,)), uri


def test_two_pages_that_turn_out_to_be_one_story_become_one(road):
    road.take(item("urn:nw:3", created="2026-11-21T11:20:00Z"), FIRST)
    assert len(road.pages()) == 2
    [old] = [path for path in road.pages() if path.endswith(story_id("northwind-news/urn:nw:3"))]
    road.take(item("urn:nw:3", version=2, created="2026-11-21T11:40:00Z", evolvedfrom="urn:nw:1"))
    [path] = road.pages()
    assert answer(road, f"/{old}") == (301, f"/{path}")
    assert b"urn:nw:3 version 2" in road.pages()[path]


@pytest.mark.parametrize("dead", ["urn:nw:1", "urn:nw:2", "urn:nw:3"])
def test_a_kill_of_any_item_takes_the_page_down_under_every_address(road, dead):
    road.take(FIRST, NEXT, THIRD)
    [path] = road.pages()
    road.take(stopped(dead))
    assert road.pages() == {}
    assert answer(road, f"/{path}") == (410,)
    for uri in ("urn:nw:1", "urn:nw:2", "urn:nw:3"):
        assert answer(road, f"/india/x-{story_id(f'northwind-news/{uri}')}") == (410,)


@pytest.mark.parametrize("dead", ["urn:nw:1", "urn:nw:2"])
def test_a_kill_that_arrives_before_all_items_blocks_the_page(road, dead):
    road.take(stopped(dead))
    road.take(FIRST)
    road.take(NEXT)
    shown = road.pages()
    assert not any(f"This is {dead} ".encode() in page for page in shown.values())
    assert shown == {}


def test_a_chain_in_any_order_of_arrival_gives_the_same_edition(new_road):
    editions = []
    for number, order in enumerate(permutations([FIRST, NEXT, THIRD])):
        road = new_road(f"house-{number}")
        for one in order:
            road.take(one)
        road.stet.replay()
        editions.append(road.edition())
    assert all(edition == editions[0] for edition in editions)


def test_the_house_headline_goes_on_over_a_successor(road):
    road.take(FIRST)
    [path] = road.pages()
    road.stet.act(path, lambda story: _headline(story, road.clock()))
    road.clock.now += timedelta(minutes=1)
    road.take(NEXT)
    assert b"Our own words" in road.pages()[path]


def _headline(story, at):
    from stet.desk import edit

    return edit.set_headline(story, "Our own words", who=chief("mira"), at=at)


def test_a_story_is_found_and_killed_by_any_of_its_items(road):
    from stet.desk import edit

    road.take(FIRST, NEXT)
    row = road.stet.act("urn:nw:2", lambda story: edit.kill(story, "denied", who=chief("mira"), at=road.clock()))
    assert (row.state, road.pages()) == ("withdrawn", {})


def test_verify_and_replay_hold_for_a_story_of_several_items(road):
    road.take(FIRST, NEXT, THIRD)
    assert [verdict.fault for verdict in road.stet.verify()] == [None]
    before = road.edition()
    road.stet.replay()
    assert road.edition() == before


# -- orders by another name, the same words, pictures


def test_a_kill_that_names_another_id_of_a_story_takes_it_down(road):
    road.take(item("urn:nw:1", altids={"serial": "88123"}))
    assert len(road.pages()) == 1
    road.take(stopped("88123"))
    assert road.pages() == {}


def test_a_kill_that_names_another_id_and_comes_first_blocks_its_story(road):
    road.take(stopped("88123"))
    road.take(item("urn:nw:1", altids={"serial": "88123"}))
    assert road.pages() == {}


def test_the_same_words_under_another_id_make_one_page(road):
    words = LONG + " The same."
    assert road.take(item("urn:nw:1", body_text=words)) == ["live"]
    road.clock.now += timedelta(minutes=1)
    assert road.take(item("urn:nw:2", body_text=words)) == ["filed"]
    assert len(road.pages()) == 1


def test_a_kill_of_words_that_came_twice_brings_no_second_page_up(road):
    words = LONG + " The same."
    road.take(item("urn:nw:1", body_text=words))
    road.clock.now += timedelta(minutes=1)
    road.take(item("urn:nw:2", body_text=words))
    road.take(stopped("urn:nw:1"))
    assert road.pages() == {}
    [row] = road.stet.take(
        [Packet(feed="wire", source="x", data=item("urn:nw:2", body_text=words), arrived=road.clock())]
    )[0].stories
    assert row.state == "held"


@pytest.mark.parametrize("order", list(permutations("AaBb")) + list(permutations("AaBK")))
def test_words_stopped_under_any_of_their_ids_are_up_under_none_in_whatever_order_they_came(road, order):
    words = LONG + " The same."
    known = {
        "A": item("urn:nw:1", body_text=words, altids={"serial": "88123"}),
        "a": item("urn:nw:1", version=2, body_text=words + " And more.", altids={"serial": "88123"}),
        "B": item("urn:nw:2", body_text=words, altids={"serial": "88124"}),
        "b": stopped("urn:nw:2"),
        "K": stopped("88124"),
    }
    for name in order:
        road.take(known[name])
        road.clock.now += timedelta(minutes=1)
    assert road.pages() == {}
    assert inquiry.find("urn:nw:1").state == "held"
    assert inquiry.find("urn:nw:2").state == "withdrawn"


@pytest.mark.parametrize("by", ["the desk", "the agency"])
def test_a_kill_of_the_later_of_two_with_the_same_words_takes_both_down_until_a_person_has_looked(road, by):
    words = LONG + " The same."
    road.take(item("urn:nw:1", body_text=words))
    [path] = road.pages()
    road.clock.now += timedelta(minutes=1)
    road.take(item("urn:nw:2", body_text=words))
    road.clock.now += timedelta(minutes=1)
    if by == "the desk":
        road.stet.act("urn:nw:2", lambda one: edit.kill(one, "lawyer", who=chief("mira"), at=road.clock()))
    else:
        road.take(stopped("urn:nw:2"))
    assert road.pages() == {}
    assert story_id("northwind-news/urn:nw:2") in inquiry.find("urn:nw:1").reason
    road.clock.now += timedelta(minutes=1)
    road.stet.act("urn:nw:1", lambda one: edit.release(one, who=chief("mira"), at=road.clock()))
    assert list(road.pages()) == [path]
    assert inquiry.find("urn:nw:2").state == "withdrawn"


@pytest.mark.parametrize("by", ["the desk", "the agency"])
def test_a_kill_of_a_story_of_several_items_asks_about_the_words_of_each(road, by):
    words = LONG + " The same."
    road.take(FIRST)
    road.take(item("urn:nw:2", created="2026-11-21T11:10:00Z", evolvedfrom="urn:nw:1", body_text=words))
    road.clock.now += timedelta(minutes=1)
    assert road.take(item("urn:nw:9", created="2026-11-21T11:12:00Z", body_text=words)) == ["filed"]
    if by == "the desk":
        road.stet.act("urn:nw:1", lambda one: edit.kill(one, "lawyer", who=chief("mira"), at=road.clock()))
    else:
        road.take(stopped("urn:nw:1"))
    assert road.pages() == {}
    assert inquiry.find("urn:nw:9").state == "held"


def test_a_picture_killed_by_itself_leaves_the_page_and_takes_its_files(road, picture):
    road.take(picture, source="ferry.jpg")
    shown = {"main": {"type": "picture", "uri": "urn:nw:p", "headline": "Ferry", "description_text": "The ferry",
                      "renditions": {"web": {"href": "ferry.jpg", "mimetype": "image/jpeg"}}}}  # fmt: skip
    road.take(item("urn:nw:1", associations=shown))
    [page] = road.pages().values()
    assert b"<img" in page
    road.take(json.dumps({"uri": "urn:nw:p", "type": "picture", "version": "2", "pubstatus": "canceled"}).encode())
    [page] = road.pages().values()
    assert b"<img" not in page
    assert not any(name.endswith((".avif", ".jpg", ".webp")) for name in road.edition() if "share" not in name)


PICTURE = {"type": "picture", "uri": "urn:nw:p", "headline": "Ferry", "description_text": "The ferry",
           "renditions": {"web": {"href": "ferry.jpg", "mimetype": "image/jpeg"}}}  # fmt: skip


def pictured(number: int) -> bytes:
    words = f"{LONG} They met for the {number}th time."
    return item(f"urn:nw:{number}", body_text=words, associations={"main": PICTURE})


def picture_item(version: int = 1) -> bytes:
    return json.dumps({**PICTURE, "version": str(version), "pubstatus": "usable"}).encode()


def files_of_pictures(road) -> list[str]:
    return [name for name in road.edition() if name.endswith((".avif", ".jpg", ".webp")) and "share" not in name]


def test_a_picture_that_the_desk_kills_is_off_every_page_that_shows_it(road, picture):
    """A kill by hand reaches what the agency's own would (life.md 5, rules 2 and 5)."""
    road.take(picture, source="ferry.jpg")
    road.take(pictured(1), pictured(2), picture_item())
    assert [b"<img" in page for page in road.pages().values()] == [True, True]
    road.stet.act("urn:nw:p", lambda one: edit.kill(one, "lawyer", who=chief("mira"), at=road.clock()))
    assert [b"<img" in page for page in road.pages().values()] == [False, False]
    assert files_of_pictures(road) == []
    road.take(pictured(3))
    assert not any(b"<img" in page for page in road.pages().values())
    before = road.edition()
    road.stet.replay()
    assert road.edition() == before


# -- what waits together is read together


def test_42_of_a_backlog_only_the_newest_version_is_ever_put(road, monkeypatch):
    put = []
    publish = road.stet.flow._publisher.publish

    def noting(pages, now):
        put.extend(page.body for page in pages if page.body and b"This is take" in page.body)
        return publish(pages, now)

    monkeypatch.setattr(road.stet.flow._publisher, "publish", noting)
    backlog = [g2(number, version) for version in (1, 2, 3) for number in range(120)]
    road.stet.flow.keep([Packet(feed="wire", source="x", data=one, arrived=road.clock()) for one in backlog])
    road.stet.flow.run_dry()
    assert put
    assert not [body for body in put if b"This is take 3" not in body and b"articleBody" in body]
    assert len(road.pages()) == 120


def test_of_a_backlog_the_first_pages_are_up_before_the_last_are_set(road, monkeypatch):
    up: list[int] = []
    put_up = Settlement.put_up

    def counted(*given):
        up.append(len(road.pages()))
        return put_up(*given)

    monkeypatch.setattr(Settlement, "put_up", counted)
    road.take(*(g2(number) for number in range(30)))
    assert (up[0], up[-1]) == (0, 25)


def test_a_stop_is_on_its_way_until_its_page_is_down_and_gives_nobody_the_floor_meanwhile(road, monkeypatch):
    road.take(g2(1))
    flow, seen = road.stet.flow, []
    take_down, wait = Settlement.take_down, Floor.wait

    def taken_down(*given):
        seen.append(flow.is_stopping())
        return take_down(*given)

    def waited(floor):
        seen.append("waits")
        wait(floor)

    monkeypatch.setattr(Settlement, "take_down", taken_down)
    monkeypatch.setattr(Floor, "wait", waited)
    flow.keep([Packet(feed="wire", source="x", data=cancel(1), arrived=road.clock())])
    assert flow.is_stopping()
    flow.turn()
    assert seen[: seen.index(True) + 1] == [True]
    assert not flow.is_stopping()
    assert road.pages() == {}


def test_while_copy_waits_some_lists_are_put_at_a_time_and_every_list_has_its_turn(road, monkeypatch):
    monkeypatch.setattr("stet.flow.PATIENT_AT_ONCE", 2)
    flow, put, few = road.stet.flow, [], Lists.few

    def keep(*data):
        flow.keep([Packet(feed="wire", source="x", data=one, arrived=road.clock()) for one in data])

    def noted(lists, names):
        for some in few(lists, names):
            put.append(some)
            yield some

    monkeypatch.setattr(Lists, "few", noted)
    keep(*(g2(number) for number in range(3)))
    while flow._step():
        pass
    waiting = {name for name in road.stet.journal.dirty_lists() if is_patient(name)}
    keep(g2(9))
    rounds = 0
    while not rounds or flow.are_lists_left():
        before, rounds = len(put), rounds + 1
        keep(g2(20 + rounds))
        flow.lists()
        assert len(put) - before <= 2
    assert rounds > 1
    assert waiting <= {name for some in put for name in some}


def test_lists_are_left_only_where_one_of_them_was_not_put(road):
    lists = road.stet.flow._lists
    for taken, left in ((1, True), (2, True), (3, False)):
        some = lists.few([f"topic:{number}" for number in range(6)])
        assert [len(next(some)) for _ in range(taken)] == [2] * taken
        some.close()
        assert lists.is_broken_off is left
        if left:
            assert next(lists.few([f"topic:{number}" for number in range(6)])) == [
                f"topic:{2 * taken}",
                f"topic:{2 * taken + 1}",
            ]
            lists._last = ""


def test_a_kill_at_the_end_of_a_backlog_is_settled_before_the_rest_is_read(road, monkeypatch):
    road.take(g2(1))
    backlog = [*(g2(number) for number in range(2, 400)), cancel(1)]
    road.stet.flow.keep([Packet(feed="wire", source="x", data=one, arrived=road.clock()) for one in backlog])
    road.stet.flow.turn()
    assert road.pages() == {}


def test_what_is_reworked_on_a_page_that_is_up_is_put_before_anything_is_read(road, monkeypatch):
    road.take(g2(1))
    [page] = road.pages()
    road.stet.flow.keep([Packet(feed="wire", source="x", data=g2(2), arrived=road.clock())])
    story = road.stet.story(inquiry.find(guid(1)).key)
    road.stet.flow.record(edit.set_headline(story, "Ours", who=chief(), at=road.clock()))
    seen: list[bool] = []
    read = Flow._read
    monkeypatch.setattr(Flow, "_read", lambda flow: seen.append(b"Ours" in road.pages()[page]) or read(flow))
    road.stet.flow.turn()
    assert seen == [True]


def test_a_stop_is_put_into_effect_before_what_is_due_beside_it_is_looked_at(road, monkeypatch):
    road.take(g2(1))
    asked: list[list[str]] = []
    histories = DjangoJournal.histories
    monkeypatch.setattr(
        DjangoJournal, "histories", lambda s, keys, at: asked.append(list(keys)) or histories(s, keys, at)
    )
    others = [Packet(feed="wire", source="x", data=g2(n), arrived=road.clock()) for n in range(2, 20)]
    road.stet.flow.keep(others)
    with monkeypatch.context() as unsettled:
        unsettled.setattr(Flow, "_settle", lambda _, **given: False)
        road.stet.flow.turn()
    road.stet.flow.keep([Packet(feed="wire", source="x", data=cancel(1), arrived=road.clock())])
    road.stet.flow.turn()
    assert asked[0] == [f"northwind-news/{guid(1)}"]


def test_what_is_reworked_on_a_page_that_is_up_waits_for_no_backlog_and_a_release_does(road):
    road.take(g2(1))
    road.take(g2(2), feed="slow")
    [page] = road.pages()
    backlog = [g2(number) for number in range(3, 400)]
    road.stet.flow.keep([Packet(feed="wire", source="x", data=one, arrived=road.clock()) for one in backlog])
    signed = {"who": chief(), "at": road.clock()}
    for number, act in (
        (1, lambda s: edit.set_headline(s, "Ours", **signed)),
        (2, lambda s: edit.release(s, **signed)),
    ):
        road.stet.flow.record(act(road.stet.story(inquiry.find(guid(number)).key)))
    road.stet.flow.turn()
    assert b"Ours" in road.pages()[page]
    assert list(road.pages()) == [page]
    road.stet.flow.run_dry()
    assert len(road.pages()) == 399


@pytest.mark.parametrize("at", ["read", "folded", "set"])
def test_a_kill_that_comes_while_a_batch_is_under_way_waits_for_one_of_it(road, monkeypatch, at):
    road.take(g2(1))
    [doomed] = road.pages()
    flow, under_way = road.stet.flow, []

    def packets(*data):
        return [Packet(feed="wire", source="x", data=one, arrived=road.clock()) for one in data]

    def and_a_kill_comes(act):
        def acting(*given):
            under_way.append(given)
            if len(under_way) == 3:
                flow.keep(packets(cancel(1)))
            return act(*given)

        return acting

    steps = {"read": (flow, "_file"), "folded": (flow._settlement, "fold"), "set": (flow._settlement, "put_up")}
    owner, step = steps[at]
    flow.keep(packets(*(g2(number) for number in range(2, 40))))
    monkeypatch.setattr(owner, step, and_a_kill_comes(getattr(owner, step)))
    while len(under_way) < 3:
        flow.turn()
    assert len(under_way) == 3, "the batch goes on although a kill has come"
    flow.turn()
    assert doomed not in road.pages()
    flow.run_dry()
    assert len(road.pages()) == 38
