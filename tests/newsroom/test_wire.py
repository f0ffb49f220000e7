"""The wire at the desk: what stands on the list, how it is found, and what is told while it is open."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest

from makers import chief
from road.wire import cancel, g2, guid
from stet.desk import edit
from stet.journal import inquiry, lines
from stet.journal.lines import Wanted
from stet.model.brief import Flag
from stet.model.story import State
from stet.newsroom import asks, live

HEADLINE = re.compile(r'<a class="open"[^>]*>([^<]*)</a>')


def headlines(answer) -> list[str]:
    return HEADLINE.findall(answer.text)


def test_a_story_stands_on_the_list_with_its_standing_and_why(road, desk):
    road.take(g2(1), feed="slow")
    page = desk().get("/desk/").text
    assert "This feed waits for a person: release the story to publish it." in page
    assert '<span class="tag warn">held</span>' in page


def test_what_came_last_stands_first_whatever_number_it_has(road, desk):
    road.take(g2(1))
    road.clock.now += timedelta(minutes=1)
    road.take(g2(2))
    road.clock.now += timedelta(minutes=1)
    road.take(g2(1, 2))
    first, second = headlines(desk().get("/desk/"))
    assert "timetable 1" in first
    assert "timetable 2" in second


def test_both_headlines_are_shown_where_ours_stands_over_the_agencys(road, desk):
    road.take(g2(1))
    road.stet.act(guid(1), lambda s: edit.set_headline(s, "Ferries on time", who=chief(), at=road.clock()))
    page = desk().get("/desk/").text
    assert "Ferries on time" in page
    assert "Velmora council approves ferry timetable 1" in page
    assert 'data-flag="headline"' in page


def test_of_what_was_stopped_no_word_is_on_the_list(road, desk):
    road.take(g2(1))
    road.take(cancel(1))
    page = desk().get("/desk/?standing=all").text
    assert "ferry" not in page
    assert "(sealed)" in page
    assert "Killed by the agency" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=FERRY+timetable", 3), (f"q={guid(2)}", 1), ("q=nothing", 0), ("agency=northwind-news", 2),
        ("agency=elsewhere", 0),
        ("section=India", 2), ("section=World", 1), ("standing=held", 1), ("standing=live", 2), ("standing=all", 3),
        ("flag=no-picture", 3), ("flag=alert", 0), ("cause=feed", 1), ("standing=nonsense&flag=nonsense", 3),
        ("q=%25", 0), ("q=_", 0),
    ],
)  # fmt: skip
def test_the_list_is_filtered_by_what_the_address_says(road, desk, query, found):
    road.take(g2(1), g2(2))
    road.take(g2(3), feed="slow")
    assert len(headlines(desk().get(f"/desk/?{query}"))) == found


def test_a_line_is_told_to_whoever_the_list_would_show_it_to(road):
    """The query of the list and the look at a single line say the same."""
    road.take(g2(1), g2(2))
    road.take(g2(3), feed="slow")
    road.take(cancel(2))
    everything = lines.lines(Wanted(states=tuple(State)), limit=100)
    assert len(everything) == 3
    for wanted in (
        Wanted(), Wanted(agency="northwind-news"), Wanted(section="World"), Wanted(states=(State.HELD,)),
        Wanted(flags=Flag.NO_PICTURE | Flag.ALERT), Wanted(words=("timetable", "3")), Wanted(words=("ferry 1",)),
        Wanted(topic="india"), asks.wanted({"cause": "feed"}),
    ):  # fmt: skip
        asked = {one.id for one in lines.lines(wanted, limit=100)}
        assert asked == {one.id for one in everything if wanted.fits(one)}, wanted


def test_older_stories_are_on_further_pages_each_once(road, desk):
    road.take(*(g2(number) for number in range(60)))
    somebody, address, seen = desk(), "/desk/", []
    while address:
        page = somebody.get(address)
        seen += headlines(page)
        link = re.search(r'href="([^"]*)" rel="next"', page.text)
        address = link[1].replace("&amp;", "&") if link else ""
    assert len(seen) == len(set(seen)) == 60


def test_a_page_is_counted_from_where_the_last_one_ended_though_more_came(road, desk):
    road.take(*(g2(number) for number in range(60)))
    somebody = desk()
    first = somebody.get("/desk/")
    older = re.search(r'href="([^"]*)" rel="next"', first.text)[1].replace("&amp;", "&")
    road.clock.now += timedelta(minutes=1)
    road.take(*(g2(number) for number in range(100, 120)))
    assert set(headlines(first)).isdisjoint(headlines(somebody.get(older)))
    assert len(headlines(somebody.get(older))) == 10


def test_a_filter_is_kept_under_a_name_for_whoever_kept_it(road, desk):
    road.take(g2(1))
    mira = desk(name="mira")
    mira.post("/desk/views/", {"name": "Held by us", "query": "standing=held&cause=desk"}, form="/desk/?standing=held")
    assert '<a href="/desk/?standing=held&amp;cause=desk">Held by us</a>' in mira.get("/desk/").text
    assert "Held by us" not in desk(name="arun").get("/desk/").text
    number = re.search(r'name="remove" value="(\d+)"', mira.get("/desk/").text)[1]
    arun = desk(name="arun")
    assert arun.post("/desk/views/", {"remove": number}, form="/desk/?q=x").status_code == 404
    mira.post("/desk/views/", {"remove": number}, form="/desk/?q=x")
    assert "Held by us" not in mira.get("/desk/").text


def test_hostile_words_of_an_item_are_text_on_the_list(road, desk):
    road.take(g2(1, headline="<script>alert(1)</script> bridge"))
    assert "&lt;script&gt;alert(1)" in desk().get("/desk/").text
    page = desk().get("/desk/?q=" + quote('"><script>x</script>')).text
    assert "<script>x" not in page


# -- what is told while it is open


def test_a_desk_is_told_of_each_line_that_was_written_since_it_looked(road):
    road.take(g2(1))
    seen = lines.newest()
    road.take(g2(2), g2(3))
    said = live.since(seen, Wanted())
    assert len(said["lines"]) == 2
    assert said["turn"] == lines.newest()
    assert live.since(said["turn"], Wanted())["lines"] == []


def test_a_line_that_left_the_filter_is_told_as_one_of_the_others(road):
    road.take(g2(1), feed="slow")
    seen = lines.newest()
    road.stet.act(guid(1), lambda s: edit.release(s, who=chief(), at=road.clock()))
    said = live.since(seen, Wanted(states=(State.HELD,)))
    assert said["lines"] == []
    assert said["others"] == [inquiry.find(guid(1)).id]


def test_a_stop_is_said_aloud_whatever_the_list_is_filtered_by(road):
    road.take(g2(1))
    seen = lines.newest()
    road.take(cancel(1))
    (said,) = live.since(seen, Wanted(section="World"))["aloud"]
    assert (said["what"], said["headline"]) == ("stop", "")


def test_a_settlement_that_says_nothing_new_is_not_told(road):
    road.take(g2(1))
    seen = lines.newest()
    road.take(g2(1), source="again.xml")
    assert lines.newest() == seen


def test_who_missed_too_much_is_told_to_load_the_list_again(road, monkeypatch):
    monkeypatch.setattr(live, "MOST", 2)
    road.take(*(g2(number) for number in range(4)))
    assert live.since(0, Wanted())["reload"] is True


def test_a_list_that_is_open_gets_the_lines_it_asks_for(road, desk):
    road.take(g2(1), g2(2))
    id_ = inquiry.find(guid(2)).id
    assert len(headlines(desk().get(f"/desk/rows/?ids={id_},0000000000"))) == 1


def test_a_replay_writes_the_same_lines(road):
    road.take(g2(1), g2(2))
    road.take(cancel(2))
    before = lines.lines(Wanted(states=tuple(State)), limit=10)
    road.stet.replay()
    assert lines.lines(Wanted(states=tuple(State)), limit=10) == before


def test_a_journal_of_before_gets_its_lines_from_the_road_and_no_page_changes(road):
    from stet.journal.models import Line, Story

    road.take(g2(1))
    before, acts = road.edition(), inquiry.done_for({guid(1)})
    Line.objects.all().delete()
    Story.objects.update(touched=1, haste=10)  # what the migration does
    road.stet.flow.run_dry()
    assert len(lines.lines(Wanted(), limit=10)) == 1
    assert (road.edition(), inquiry.done_for({guid(1)})) == (before, acts)


# -- queues


def test_each_queue_has_what_waits_in_it_and_counts_it(road, desk):
    road.take(g2(1), feed="slow")
    road.take(g2(2), g2(3))
    road.take(cancel(3))
    page = desk().get("/desk/queues/").text
    held, withdrawn = (page.partition(f'/queues/{name}/">')[2].partition("</h2>")[0] for name in ("held", "withdrawn"))
    assert ">1<" in held
    assert ">1<" in withdrawn
    assert len(headlines(desk().get("/desk/queues/held/"))) == 1
    assert len(headlines(desk().get("/desk/queues/withdrawn/"))) == 1
    assert desk().get("/desk/queues/nonsense/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "?below=0001-01-01T00:00:00%2B14:00~x", "?below=9999-12-31T23:59:59-14:00~x", "?below=2026-11-21~x",
        "queues/held/?below=0001-01-01T00:00:00%2B14:00~x", "changes/?after=%C2%B2", "changes/?after=" + "9" * 99,
    ],
)  # fmt: skip
def test_a_place_in_an_address_that_is_none_is_the_beginning(road, desk, address):
    road.take(g2(1))
    assert desk().get(f"/desk/{address}").status_code == 200
