"""Edge cases 35 to 52: identity, order and duplicates (edge_cases.md, section C), down the whole road."""

import json
from datetime import timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser

from conftest import NOON
from makers import chief
from road.test_threads import LONG, answer, item, stopped
from road.wire import cancel, g2
from stet.desk import edit
from stet.model.packet import Packet


def g2_(version, body="Words.", **fields):
    return g2(1, version, paragraphs=(body,), **fields)


def shown(road):
    """The text of the only page."""
    [page] = road.pages().values()
    return page.decode()


def test_35_an_entry_without_an_id_has_a_weak_one_and_is_no_version_of_another(road):
    entry = "<item><title>Ferry {0}</title><description>{1} {0}</description></item>"
    both = "".join(entry.format(n, LONG) for n in (1, 2))
    road.take(f'<rss version="2.0"><channel><title>N</title>{both}</channel></rss>'.encode())
    assert len(road.pages()) == 2
    [story] = [road.stet.story(row.key) for row in _rows(road)][:1]
    assert any("carries no id" in problem for problem in story.current.problems)


def _rows(road):
    from stet.journal import inquiry

    return list(inquiry.stories_in("live"))


def test_36_one_id_for_a_whole_feed_is_held(road):
    topics = ("harbour ferry storm", "election council vote", "football final penalty", "budget minister taxes")
    for number, topic in enumerate(topics):
        road.clock.now += timedelta(minutes=1)
        said = item("urn:nw:all", version=number, headline=topic, body_text=f"{topic} " * 30)
        [state] = road.take(said)
    assert state == "held"
    assert road.pages() == {}


def test_37_an_id_with_a_query_or_a_revision_in_it_is_the_same_story(tmp_path, road):
    for number, query in enumerate(("qt=a&et=1", "qt=b&et=2"), start=1):
        uri = f"http://api.ap.org/media/v/content/0123456789abcdef0123456789abcdef?{query}"
        road.take(item(uri, version=number, provider="AP", infosource=[{"name": "AP"}]))
    assert len(road.pages()) == 1


def test_38_the_same_version_with_the_same_content_is_dropped(road):
    road.take(g2_(1))
    before = road.edition()
    road.clock.now += timedelta(minutes=3)
    road.take(g2_(1), source="again.xml")
    assert road.edition() == before
    assert road.stet.story("northwind-news/urn:newsml:northwind.example:20261121:1").versions == 1


def test_39_the_same_version_with_other_content_and_a_later_time_is_taken_and_without_one_is_a_conflict(road):
    road.take(g2_(1, "First.", created=NOON - timedelta(minutes=9)))
    road.take(g2_(1, "Second.", created=NOON - timedelta(minutes=5)))
    assert "Second." in shown(road)
    road.clock.now += timedelta(minutes=1)
    road.take(g2_(1, "Third.", created=NOON - timedelta(minutes=5)))
    assert "Second." in shown(road)
    assert road.stet.story("northwind-news/urn:newsml:northwind.example:20261121:1").conflict


def test_40_a_lower_version_after_a_higher_one_is_filed_and_not_shown(road):
    road.take(g2_(3, "Third."))
    road.take(g2_(2, "Second."))
    assert "Third." in shown(road)


def test_41_a_kill_first_stops_the_story_that_comes_later(road):
    road.take(cancel(1, 2))
    assert road.take(g2_(1)) == ["withdrawn"]
    assert road.pages() == {}


def test_42_of_versions_1_3_and_2_in_one_poll_only_the_3rd_is_ever_put(road):
    put = []
    publish = road.stet.flow._publisher.publish
    road.stet.flow._publisher.publish = lambda pages, now: put.extend(pages) or publish(pages, now)
    road.take(g2_(1, "First."), g2_(3, "Third."), g2_(2, "Second."))
    bodies = [page.body for page in put if page.body and page.path.endswith(".html") and b"articleBody" in page.body]
    assert bodies
    assert all(b"Third." in body for body in bodies)


def test_43_versions_are_numbers_and_not_words(road):
    road.take(g2_(9, "Ninth."), g2_(10, "Tenth."))
    assert "Tenth." in shown(road)


def test_43_a_version_that_is_no_number_goes_by_its_time(road):
    early, late = "2026-11-21T10:00:00Z", "2026-11-21T11:00:00Z"
    road.take(item("urn:nw:1", version="1.10", created=late, body_text=f"{LONG} Late."))
    road.take(item("urn:nw:1", version="1.9", created=early, body_text=f"{LONG} Early."))
    assert "Late." in shown(road)


def test_a_version_that_begins_its_numbers_anew_is_told_to_the_desk_and_the_higher_one_stands(road, capsys):
    road.take(g2_(9, "The ninth."))
    road.take(g2_(1, "The first of the new system.", created=NOON + timedelta(hours=1)))
    assert "The ninth." in shown(road)
    assert "the agency may number anew" in capsys.readouterr().out


def test_44_version_0_is_a_version_and_none_is_not_0(road):
    road.take(item("urn:nw:1", version=0, body_text=f"{LONG} Nought."))
    assert road.stet.story("northwind-news/urn:nw:1").current.version == 0
    road.take(item("urn:nw:1", version=None, created="2026-11-21T11:50:00Z", body_text=f"{LONG} None."))
    assert "Nought." in shown(road)


def test_45_a_version_above_31_bits_is_one_number_like_others(road):
    road.take(
        *(g2_(number, words, created=NOON) for number, words in ((1927777166, "Higher."), (1927777165, "Lower.")))
    )
    assert "Higher." in shown(road)
    road.take(g2_(4_000_000_000_000, "Highest.", created=NOON))
    assert "Highest." in shown(road)


def topics_on(road):
    """Names of the topics on the one page there is."""
    [page] = road.pages().values()
    return [one.text() for one in LexborHTMLParser(page).css(".topics li")]


def test_46_the_same_story_under_two_ids_is_published_once(road):
    road.take(item("urn:nw:f", body_text=LONG))
    road.clock.now += timedelta(minutes=2)
    road.take(item("urn:nw:a", body_text=LONG))
    assert len(road.pages()) == 1


def test_46_its_page_has_the_subjects_of_both_until_one_is_killed(road):
    def filed_under(code, name):
        return {"subject": [{"code": f"medtop:{code}", "name": name}]}

    road.take(item("urn:nw:f", body_text=LONG, **filed_under("15000000", "sport")))
    road.clock.now += timedelta(minutes=2)
    road.take(item("urn:nw:a", body_text=LONG, **filed_under("04000000", "economy, business and finance")))
    assert {"Sport", "Economy, business and finance"} <= set(topics_on(road))
    road.take(item("urn:nw:a", version=2, pubstatus="canceled", body_text=""))
    assert road.pages() == {}, "the words were stopped: a person has to look"
    road.clock.now += timedelta(minutes=1)
    road.stet.act("urn:nw:f", lambda one: edit.release(one, who=chief("mira"), at=road.clock()))
    assert "Economy, business and finance" not in topics_on(road)


def test_47_old_text_under_new_ids_after_a_move_makes_no_second_pages(road):
    road.take(*(item(f"old:{n}", body_text=f"{LONG} Number {n}.") for n in range(30)))
    road.clock.now += timedelta(hours=3)
    road.take(*(item(f"new:{n}", body_text=f"{LONG} Number {n}.") for n in range(30)))
    assert len(road.pages()) == 30


def test_48_blanks_around_an_id_do_not_count_and_capitals_do(road):
    road.take(item("urn:nw:a "), item(" urn:nw:a", version=2))
    assert len(road.pages()) == 1
    road.take(item("urn:nw:A"))
    assert len(road.pages()) == 2


def test_49_one_item_by_two_feeds_is_one_story_and_both_ways_are_known(tmp_path, database, clock):
    from stet.app import Stet
    from stet.config import House, parse

    feeds = "".join(
        f'[[feeds]]\nname = "{name}"\nagency = "Northwind News"\npath = "{name}"\n' for name in ("ftp", "api")
    )
    stet = Stet(House(settings=parse(f'[site]\nname = "Ledger"\n{feeds}'), root=tmp_path), clock=clock)
    for name in ("ftp", "api"):
        stet.take([Packet(feed=name, source="x", data=g2_(1), arrived=clock())])
    [row] = _rows(None)
    assert {dispatch.feed for dispatch in stet.history(row.key).dispatches} == {"ftp", "api"}
    assert stet.story(row.key).versions == 1


@pytest.mark.parametrize(("day", "state"), [("21", "withdrawn"), ("22", "withdrawn"), ("25", "held"), ("30", "live")])
def test_50_a_serial_that_wraps_stops_the_story_of_its_own_day_and_asks_about_those_of_the_week(road, day, state):
    road.take(item("urn:nw:1", altids={"serial": "v9991/2026-11-21"}))
    road.take(stopped(f"v9991/2026-11-{day}"))
    assert road.stet.story("northwind-news/urn:nw:1").standing.state == state
    assert bool(road.pages()) == (state == "live")


@pytest.mark.parametrize("step", ["journal", "publisher"])
def test_51_a_crash_between_journal_and_page_is_made_good_at_the_next_start(road, monkeypatch, step):
    from road.conftest import Road

    class Died(BaseException):
        pass

    def die(*_):
        raise Died

    where, name = (road.stet.flow._publisher, "publish") if step == "publisher" else (road.stet.journal, "settle")
    with monkeypatch.context() as patch:
        patch.setattr(where, name, die)
        with pytest.raises(Died):
            road.take(g2_(1))
    again = Road(road.root, road.clock)
    again.stet.engine().run_dry()
    again.stet.engine().run_dry()
    assert len(again.pages()) == 1


def test_52_two_stories_of_one_headline_have_two_addresses_and_old_ones_lead_on(road):
    road.take(item("urn:nw:1", headline="Ferry sails"), item("urn:nw:2", headline="Ferry sails"))
    assert len(road.pages()) == 2
    path = next(iter(road.pages()))
    road.clock.now += timedelta(minutes=5)
    uri = "urn:nw:3"
    road.take(item(uri, version=1, headline="Boat sails", created="2026-11-21T11:00:00Z"))
    [old] = [p for p in road.pages() if "boat" in p]
    road.clock.now += timedelta(seconds=30)
    road.take(item(uri, version=2, headline="Boat may sail", created="2026-11-21T11:30:00Z"))
    [new] = [p for p in road.pages() if "boat" in p]
    assert old != new
    assert answer(road, f"/{old}") == (301, f"/{new}")
    assert answer(road, f"/{path}") == (200,)


def test_an_order_of_no_known_story_is_kept_and_harms_nothing(road):
    assert road.take(json.dumps({"uri": "urn:nw:77", "type": "text", "pubstatus": "canceled"}).encode()) == [
        "withdrawn"
    ]
