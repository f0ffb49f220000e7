"""Edge cases 116 to 130: orders (edge_cases.md, section H), down the whole road."""

import json
from datetime import timedelta

import pytest

from conftest import NOON
from makers import chief
from road.conftest import SETTINGS, Road
from road.test_threads import answer, item, stopped
from road.wire import cancel, g2
from stet.desk import edit
from stet.doctor import _like_orders
from stet.errors import Misused
from stet.journal import inquiry

KEY = "northwind-news/urn:newsml:northwind.example:20261121:1"


def live(road) -> bool:
    return bool(road.pages())


@pytest.mark.parametrize("status", ["Usable ", "USABLE", " usable"])
def test_116_the_status_word_is_read_whatever_its_blanks_and_capitals(road, status):
    road.take(item("urn:nw:1", pubstatus=status))
    assert live(road)


def test_116_a_status_nobody_knows_is_held(road):
    assert road.take(item("urn:nw:1", pubstatus="OPEN")) == ["held"]


def test_117_a_kill_needs_no_words_and_no_whole_file(road):
    road.take(item("urn:nw:1"))
    road.take(b'{"uri": "urn:nw:1", "version": "2", "pubstatus": "canceled", "body_html": "<p>broken')
    assert not live(road)


def test_118_a_kill_of_a_story_never_seen_is_a_tombstone(road):
    assert road.take(stopped("urn:nw:1")) == ["withdrawn"]
    road.take(item("urn:nw:1"))
    assert not live(road)


OTHER = "Another report, of another thing, that nobody has asked to stop at all."
NOTE = {"headline": "MANDATORY KILL: Ferry", "body_text": "Please kill the story FERRY-1. It names the wrong man."}


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("where", ["ednote", "body_text"])
def test_119_a_note_that_reads_like_a_kill_stops_the_item_whose_very_id_it_names_and_no_other(road, where, first):
    told = item("urn:nw:9", **(NOTE | {where: "Please kill urn:nw:1. It names the wrong man."}))
    for data in (told, item("urn:nw:1")) if first else (item("urn:nw:1"), told):
        road.take(data)
    assert not live(road)
    road.take(item("urn:nw:11", body_text=OTHER))
    assert len(road.pages()) == 1


def test_119_a_note_that_reads_like_a_kill_and_names_a_slug_of_the_last_days_holds_what_came_under_it_and_asks(road):
    road.take(item("urn:nw:1", slugline="Ferry-Row"), item("urn:nw:2", slugline="Other-Row", body_text=OTHER))
    road.clock.now += timedelta(days=1)
    told = NOTE | {"body_text": "Please kill the story ferry-row. It names the wrong man."}
    road.take(item("urn:nw:9", **told))
    [page] = road.pages().values()
    assert b"another thing" in page
    meant = inquiry.find("urn:nw:1")
    assert (meant.state, "not surely" in meant.reason) == ("held", True)
    [finding] = _like_orders(road.stet)
    assert (finding.state, meant.id in finding.what) == ("wrong", True)
    road.clock.now += timedelta(minutes=1)
    road.stet.act("urn:nw:1", lambda one: edit.release(one, who=chief("mira"), at=road.clock()))
    assert len(road.pages()) == 2
    assert not list(_like_orders(road.stet))


def test_119_a_note_that_reads_like_a_kill_and_names_nothing_known_stops_nothing_and_is_told_to_be_mended(road):
    road.take(item("urn:nw:1", slugline="Ferry-Row"), item("urn:nw:9", **NOTE))
    assert len(road.pages()) == 1
    [told] = _like_orders(road.stet)
    assert told.state == "wrong"


@pytest.mark.parametrize("words", ["The film Kill urn:nw:1 is out.", "She said: kill urn:nw:1 at once, and wept."])
def test_119_copy_that_only_speaks_of_it_stops_nothing(road, words):
    road.take(item("urn:nw:1"))
    road.take(item("urn:nw:9", body_text=f"{words} The council of Velmora met for two hours and went home."))
    assert len(road.pages()) == 2


def test_119_a_kill_by_a_name_that_may_mean_another_story_holds_and_asks(road):
    road.take(item("urn:nw:1", altids={"slug": "ferry-fire/2026-11-18"}))
    road.take(stopped("ferry-fire/2026-11-21"))
    story = road.stet.story("northwind-news/urn:nw:1")
    assert (story.standing.state, "person" in story.standing.reason) == ("held", True)
    road.clock.now += timedelta(minutes=1)
    road.stet.act("urn:nw:1", lambda one: edit.release(one, who=chief("mira"), at=road.clock()))
    assert live(road)


def test_120_a_private_signal_of_a_feed_stops_a_usable_item(tmp_path, database, clock):
    from stet.app import Stet
    from stet.config import House, parse

    road = Road(tmp_path, clock)
    settings = SETTINGS.replace('section = "India"', 'section = "India"\nstop_signals = ["nw:pull"]')
    road.stet = Stet(House(settings=parse(settings), root=tmp_path), clock=clock)
    road.take(item("urn:nw:1"))
    assert live(road)
    road.take(item("urn:nw:1", version=2, signals=["nw:pull"]))
    assert not live(road)


def test_121_a_kill_of_an_expired_story_still_takes_its_page(road):
    road.take(item("urn:nw:1", expires="2026-11-21T11:30:00Z"))
    [path] = road.pages()
    road.take(stopped("urn:nw:1"))
    assert answer(road, f"/{path}") == (410,)


def test_122_a_usable_version_after_a_kill_waits_for_a_person(road):
    road.take(g2(1), cancel(1, 2))
    assert road.take(g2(1, 3)) == ["held"]
    road.clock.now += timedelta(minutes=1)
    road.stet.act(KEY, lambda one: edit.release(one, who=chief("mira"), at=road.clock()))
    assert live(road)


def test_123_a_kill_of_one_edition_takes_only_that(road):
    road.take(item("urn:nw:1-en"), item("urn:nw:1-hi", language="hi"))
    road.take(stopped("urn:nw:1-hi"))
    assert len(road.pages()) == 1


@pytest.mark.parametrize("headline", ["Kill Bill returns to cinemas", "CORRECTED: the film", "Ministry on hold"])
def test_124_words_of_stops_in_a_headline_stop_nothing(road, headline):
    road.take(item("urn:nw:1", headline=headline))
    assert live(road)


def test_125_a_headline_made_against_an_older_version_is_kept_and_the_desk_is_told(road):
    from stet.desk import doubts

    road.take(g2(1, headline="Council approves"))
    row = road.stet.act(KEY, lambda one: edit.set_headline(one, "Ours", who=chief("mira"), at=road.clock()))
    road.take(g2(1, 2, headline="Council rejects"))
    history = road.stet.history(row.key)
    told = doubts(road.stet.story(row.key), history.changes, lambda _: None)
    assert any("headline" in doubt.about for doubt in told)
    assert b"Ours" in next(iter(road.pages().values()))


def test_126_a_headline_of_a_story_that_is_joined_later_goes_on_over_it(road):
    road.take(item("urn:nw:1"))
    [path] = road.pages()
    road.stet.act(path, lambda one: edit.set_headline(one, "Ours", who=chief("mira"), at=road.clock()))
    road.clock.now += timedelta(minutes=1)
    road.take(item("urn:nw:2", created="2026-11-21T11:10:00Z", evolvedfrom="urn:nw:1"))
    assert b"Ours" in road.pages()[path]


def test_127_an_embargo_that_a_newer_version_drops_stays_until_a_person_has_said(road):
    road.take(g2(1, embargo=NOON + timedelta(hours=2)))
    road.clock.now += timedelta(minutes=1)
    road.take(g2(1, 2))
    assert not live(road)
    road.clock.now += timedelta(minutes=1)
    road.stet.act(KEY, lambda one: edit.release(one, who=chief("mira"), at=road.clock()))
    assert live(road)


def test_128_an_embargo_that_is_over_when_it_arrives_holds_nothing(road):
    road.take(g2(1, embargo=NOON - timedelta(minutes=1)))
    assert live(road)


def test_129_an_expiry_before_the_versions_own_time_is_ignored_and_told(road):
    road.take(item("urn:nw:1", created="2026-11-21T11:00:00Z", expires="2026-11-20T11:00:00Z"))
    assert live(road)
    assert "ignored" in road.stet.story("northwind-news/urn:nw:1").standing.reason


# -- nothing may veto a stop (promise 2)


def test_a_hold_a_house_headline_and_an_embargo_veto_no_kill(road):
    road.take(g2(1))
    [path] = road.pages()
    road.stet.act(path, lambda one: edit.set_headline(one, "Ours", who=chief("mira"), at=road.clock()))
    road.stet.act(path, lambda one: edit.hold(one, who=chief("mira"), at=road.clock()))
    assert road.take(cancel(1, 2)) == ["withdrawn"]
    assert answer(road, f"/{path}") == (410,)
    with pytest.raises(Misused):
        road.stet.act(KEY, lambda one: edit.release(one, who=chief("mira"), at=road.clock()))


def test_a_package_that_refers_to_a_story_vetoes_no_kill(road):
    road.take(item("urn:nw:1"))
    package = {
        "uri": "urn:nw:pack", "type": "composite", "version": "1", "pubstatus": "usable", "headline": "Top stories",
        "associations": {"one": {"type": "text", "uri": "urn:nw:1"}},
    }  # fmt: skip
    road.take(json.dumps(package).encode())
    road.take(stopped("urn:nw:1"))
    assert not live(road)


def test_the_words_of_a_kill_are_shown_nowhere(road):
    road.take(item("urn:nw:1"))
    road.take(stopped("urn:nw:1", headline="KILL: the mayor was never accused", ednote="Legal: libel of the mayor"))
    assert not [name for name, body in road.edition().items() if b"mayor" in body]
    assert "mayor" not in next(iter(inquiry.stories_in("withdrawn"))).reason


def test_a_version_of_a_live_story_without_a_body_keeps_nothing_up_unseen(road):
    road.take(g2(1))
    assert road.take(g2(1, 2, paragraphs=()).replace(b"<p>This is take 2 of story 1.</p>", b"")) == ["held"]
