"""Embargoes on the whole road: how one is lifted, and what it hides (life.md section 6; docs/policy/embargo.md)."""

from datetime import timedelta

import pytest

from conftest import NOON
from makers import chief
from road.conftest import SETTINGS, Road
from road.test_pictures import file_of, jpeg, media
from road.test_threads import answer
from road.wire import cancel, g2, guid
from stet.app import Stet
from stet.config import House, parse
from stet.desk import edit
from stet.errors import Misused
from stet.journal import inquiry
from stet.model.address import story_id

HOUR = timedelta(hours=1)
OPENS = NOON + HOUR
ID = story_id(f"northwind-news/{guid(1)}")


def repeating(road: Road, *feeds: str, agency: str = "Southwind News") -> None:
    """The house as it is after a restart in which these feeds are said to repeat an embargo in each version."""
    written = SETTINGS.replace("Southwind News", agency).replace('publish = "hold"', "")
    for feed in feeds:
        written = written.replace(f'path = "{feed}"\n', f'path = "{feed}"\nembargo_repeats = true\n')
    road.stet = Stet(House(settings=parse(written), root=road.root), clock=road.clock)


def later(road: Road, time: timedelta = timedelta(minutes=1)) -> None:
    road.clock.now += time
    road.stet.flow.run_dry()


def noted(words: str, version: int, **fields) -> bytes:
    return g2(1, version, **fields).replace(b"<pubStatus", f"<edNote>{words}</edNote><pubStatus".encode(), 1)


def state(road: Road) -> str:
    return road.stet.story(f"northwind-news/{guid(1)}").standing.state


# -- lifted


def test_of_a_feed_that_repeats_embargoes_a_newer_version_without_one_is_published_at_once(road):
    repeating(road, "wire")
    assert road.take(g2(1, embargo=OPENS)) == ["scheduled"]
    later(road)
    assert road.take(g2(1, 2)) == ["live"]
    assert b"take 2" in next(iter(road.pages().values()))
    before = road.edition()
    road.stet.replay()
    assert road.edition() == before


def test_of_a_feed_that_repeats_embargoes_a_version_with_one_stays_shut_to_its_end(road):
    repeating(road, "wire")
    assert road.take(g2(1, embargo=OPENS), g2(1, 2, embargo=OPENS)) == ["scheduled", "scheduled"]
    later(road, HOUR - timedelta(microseconds=1))
    assert road.pages() == {}
    later(road, timedelta(microseconds=1))
    assert len(road.pages()) == 1


def test_a_setting_that_a_feed_repeats_embargoes_reaches_what_came_before_it(road):
    road.take(g2(1, embargo=OPENS), g2(1, 2))
    assert road.pages() == {}
    repeating(road, "wire")
    road.take(g2(9))  # any turn of the road
    assert len(road.pages()) == 2
    repeating(road)
    road.take(g2(8))
    assert state(road) == "scheduled"


@pytest.mark.parametrize("feeds", [["wire"], ["slow"], ["wire", "slow"]])
def test_of_a_story_by_two_feeds_a_version_without_the_embargo_lifts_it_only_where_both_repeat_it(road, feeds):
    repeating(road, *feeds, agency="Northwind News")
    road.take(g2(1, embargo=OPENS), feed="wire")
    road.take(g2(1, 2), feed="slow")
    assert bool(road.pages()) is (len(feeds) == 2)


@pytest.mark.parametrize("note", ["Embargo lifted", "EMBARGO BROKEN: use at will", "The embargo is no longer in force"])
def test_a_note_that_an_embargo_is_lifted_opens_nothing_until_a_person_has_said(road, note):
    road.take(g2(1, embargo=OPENS))
    later(road)
    assert road.take(noted(note, 2)) == ["scheduled"]
    [row] = inquiry.stories_in("scheduled")
    assert "release the story if the agency has lifted it" in row.reason
    later(road)
    road.stet.act(row.id, lambda one: edit.release(one, who=chief("mira"), at=road.clock()))
    assert len(road.pages()) == 1


def test_a_note_to_editors_that_an_embargo_is_lifted_opens_no_story(road):
    road.take(g2(1, embargo=OPENS))
    later(road)
    advisory = g2(7, headline="ADVISORY: Embargo lifted", paragraphs=("The embargo on FERRY-1 is lifted.",))
    assert "live" not in road.take(advisory)
    assert (state(road), road.pages()) == ("scheduled", {})


def test_no_release_opens_a_version_that_says_beside_its_embargo_that_it_is_lifted(road):
    road.take(noted("Embargo lifted", 1, embargo=OPENS))
    with pytest.raises(Misused, match="nobody can open it before"):
        road.stet.act(ID, lambda one: edit.release(one, who=chief("mira"), at=road.clock()))


def test_an_embargo_in_words_alone_waits_for_a_person_and_no_time_is_taken_from_them(road):
    assert road.take(noted("Embargoed to 1300 Saturday November 21", 1)) == ["held"]
    later(road, 48 * HOUR)
    assert road.pages() == {}
    [row] = inquiry.stories_in("held")
    assert "Embargoed to 1300 Saturday November 21" in row.reason
    road.stet.act(row.id, lambda one: edit.release(one, who=chief("mira"), at=road.clock()))
    assert len(road.pages()) == 1


def test_65_a_field_and_words_that_name_two_days_wait_for_a_person_when_the_field_is_over(road):
    assert road.take(noted("Embargoed to 0001 Thursday November 26", 1, embargo=OPENS)) == ["scheduled"]
    later(road, HOUR)
    assert (state(road), road.pages()) == ("held", {})
    assert road.take(g2(2, embargo=OPENS).replace(b"<pubStatus", b"<edNote>Embargoed to 1300 Saturday</edNote>"
                                                  b"<pubStatus", 1)) == ["live"]  # fmt: skip


# -- while it is shut


def test_a_story_that_was_never_open_has_no_address_and_one_that_was_says_that_it_is_gone(road):
    road.take(g2(1, embargo=OPENS))
    assert answer(road, f"/india/x-{ID}") == (404,)
    road.take(g2(2))
    [path] = road.pages()
    later(road)
    road.take(g2(2, 2, embargo=OPENS))
    assert answer(road, f"/{path}") == (410,)
    later(road, HOUR)
    assert answer(road, f"/{path}") == (200,)


def test_what_the_desk_does_to_a_shut_story_waits_with_it(road, picture):
    road.take(g2(1, embargo=OPENS))
    digest = road.stet.keep_picture(picture)
    signed = {"who": chief("mira"), "at": road.clock()}
    words = {"caption": "A zephyrine ferry", "credit": "Desk", "alt": "A ferry", **signed}
    road.stet.act(ID, lambda one: edit.set_headline(one, "Zephyrine boats", **signed))
    road.stet.act(ID, lambda one: edit.set_picture(one, digest, **words))
    assert not [name for name, body in road.edition().items() if b"ephyrine" in body or ID in name]
    assert media(road) == []
    later(road, HOUR)
    [page] = road.pages().values()
    assert b"Zephyrine boats" in page
    assert media(road)


def test_the_picture_of_a_shut_story_is_on_no_file_of_the_site_until_it_opens(road):
    road.take(jpeg("#345"), source="quay.jpg")
    road.take(g2(1, embargo=OPENS, picture=file_of("quay.jpg")))
    assert media(road) == []
    later(road, HOUR)
    assert media(road)


def test_a_correction_under_an_embargo_is_what_it_opens_with(road):
    road.take(g2(1, embargo=OPENS), g2(1, 2, embargo=OPENS, headline="Corrected", correction=True))
    later(road, HOUR)
    [page] = road.pages().values()
    assert b"take 2" in page
    assert b"take 1" not in page
    assert b'class="correction' not in page


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_kill_under_an_embargo_is_not_opened_by_its_end(road, by_hand):
    road.take(g2(1, embargo=OPENS))
    if by_hand:
        road.stet.act(ID, lambda one: edit.kill(one, "denied", who=chief("mira"), at=road.clock()))
    else:
        road.take(cancel(1))
    later(road, 2 * HOUR)
    assert (state(road), road.pages()) == ("withdrawn", {})
    assert b"ferry" not in b"".join(road.edition().values())


def test_what_fell_due_while_no_process_ran_opens_at_the_next_start(road):
    road.take(g2(1, embargo=OPENS))
    road.clock.now += 3 * HOUR
    again = Road(road.root, road.clock)
    assert again.pages() == {}
    again.stet.engine().run_dry()
    assert len(again.pages()) == 1
    assert state(again) == "live"
