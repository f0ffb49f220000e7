"""Adds and takes down the road: one page, in order, whole (life.md sections 3 and 8; edge case 89)."""

from datetime import timedelta
from itertools import permutations

import pytest

from makers import chief
from road.anpa import FIRST, MORE, add, anpa, fire
from road.test_promises import only, text
from stet.desk import edit
from stet.journal import inquiry

BODY = "[itemprop=articleBody]"
LAST = "The sheds held rope, the harbour office said, and nothing of what burned had been insured by anybody."


def body(road) -> str:
    return text(only(road), BODY)


def proved(road) -> bool:
    return [verdict.fault for verdict in road.stet.verify()] == [None]


def test_an_add_is_joined_to_its_story(road):
    assert road.take(fire()) == ["live"]
    assert road.take(add(1)) == ["live"]
    assert body(road) == f"{FIRST} {MORE}"
    assert proved(road)


def test_adds_come_to_one_page_in_any_order(road, new_road):
    for number, order in enumerate(permutations([fire(), add(1), add(2, LAST, serial="w2103", at="0750")])):
        other = new_road(f"order-{number}")
        for one in order:
            other.take(one)
        assert body(other) == f"{FIRST} {MORE} {LAST}"
        assert proved(other)


def test_an_add_alone_is_never_published(road):
    assert road.take(add(1)) == ["held"]
    road.clock.now += timedelta(days=2)
    road.stet.flow.run_dry()
    assert road.pages() == {}


def test_what_is_missing_stops_the_joining_and_is_told(road):
    road.take(fire(), add(2, LAST, serial="w2103", at="0750"))
    assert body(road) == FIRST
    [page] = road.pages()
    assert "Add 1 of this story is missing" in road.stet.story(_row().key).flags[0]
    road.take(add(1))
    assert body(road) == f"{FIRST} {MORE} {LAST}"
    assert list(road.pages()) == [page]
    assert road.stet.story(_row().key).flags == ()


def _row():
    return next(inquiry.stories_in("live"))


@pytest.mark.parametrize("number", ["take 2", "2nd Take", "ADD 1", "1st Add"])
def test_every_way_to_count_is_understood(road, number):
    road.take(fire(), add(number))
    assert body(road) == f"{FIRST} {MORE}"


def test_an_add_without_a_number_is_joined_where_its_first_line_repeats_how_the_text_before_it_ends(road):
    road.take(fire(), add("Add", MORE))
    assert body(road) == FIRST
    road.take(add("Add", "EASTMERE: was lit.", LAST, serial="w2103"))
    assert body(road) == f"{FIRST} {LAST}"
    assert proved(road)


def test_the_line_that_repeats_the_end_of_the_take_before_is_not_printed_twice(road):
    road.take(fire(), add(1, "EASTMERE: was lit.", MORE))
    assert body(road) == f"{FIRST} {MORE}"
    assert proved(road)


def test_a_line_that_only_looks_like_it_stays(road):
    road.take(fire(), add(1, "EASTMERE: was not lit.", MORE))
    assert body(road) == f"{FIRST} EASTMERE: was not lit. {MORE}"
    assert proved(road)


def test_a_newer_version_of_the_whole_takes_the_place_of_its_takes(road):
    road.take(fire(), add(1))
    for version in ("1st Ld-Writethru", "2nd Ld"):
        road.take(fire(version, LAST, at="0800" if "1st" in version else "0810"))
        assert body(road) == LAST
    road.take(add(1, MORE, serial="w2109", at="0820"))
    assert body(road) == f"{LAST} {MORE}"
    assert proved(road)


def test_a_take_that_is_sent_again_corrected_takes_the_place_of_the_one_before(road):
    road.take(fire(), add(1), add("1st Add, Correction", LAST, serial="w2104", at="0745"))
    assert body(road) == f"{FIRST} {LAST}"


def test_a_take_moves_the_time_of_the_page(road):
    road.take(fire())
    assert "1:00 PM IST" in text(only(road), "time[itemprop=dateModified]")
    road.clock.now += timedelta(minutes=1)
    road.take(add(1))
    assert "1:10 PM IST" in text(only(road), "time[itemprop=dateModified]")


# -- stops, embargoes, questions


def kill(words: str) -> bytes:
    slug = "BC-Advisory-Kill, KILL,60"
    return anpa(slug, words, "A kill is mandatory.", serial="w2199", head="^BULLETIN KILL<", at="0900")


@pytest.mark.parametrize("serial", ["w2101", "w2102"])
def test_a_kill_of_a_story_or_of_its_add_takes_the_page_down(road, serial):
    road.take(fire(), add(1))
    road.take(kill(f"Please kill item {serial.upper()} of today."))
    assert road.pages() == {}


@pytest.mark.parametrize("serial", ["w2101", "w2102"])
def test_a_kill_of_a_story_or_of_its_add_that_comes_first_keeps_it_down(road, serial):
    road.take(kill(f"Please kill item {serial.upper()} of today."))
    road.take(add(1))
    road.take(fire())
    assert road.pages() == {}


def test_a_kill_by_hand_takes_the_takes_with_it(road):
    road.take(fire(), add(1))
    road.stet.act(_row().id, lambda story: edit.kill(story, "wrong", who=chief("desk"), at=road.clock()))
    assert road.pages() == {}
    road.clock.now += timedelta(minutes=5)
    road.take(add(2, LAST, serial="w2103", at="1203"))
    assert road.pages() == {}


def test_an_embargo_in_words_on_a_take_shuts_the_story(road):
    road.take(fire())
    road.take(add(1, "EMBARGOED until 1900 GMT", MORE))
    assert road.pages() == {}


def test_a_letter_lost_in_a_take_holds_the_story(road):
    road.take(fire())
    road.take(add(1, MORE.replace("quay", "qu\ufffdy")))
    assert road.pages() == {}
    assert "letter" in next(iter(inquiry.stories_in("held"))).reason


def test_a_take_that_is_not_whole_is_released_by_a_person_with_its_story(road):
    road.take(fire(), add(1, MORE.replace("quay", "qu\ufffdy")))
    row = next(iter(inquiry.stories_in("held")))
    road.stet.act(row.id, lambda story: edit.release(story, who=chief("desk"), at=road.clock()))
    assert body(road).endswith("no business there.")
    assert proved(road)


# -- more to come


@pytest.mark.parametrize("last", ["(more)", "(MORE)", "(mehr)", "(suite)", "-- more --"])
def test_a_first_take_waits_half_an_hour_for_more_and_then_goes_up_without_that_line(road, last):
    assert road.take(fire("", FIRST, last)) == ["held"]
    road.clock.now += timedelta(minutes=30) - timedelta(microseconds=1)
    road.stet.flow.run_dry()
    assert road.pages() == {}
    road.clock.now += timedelta(microseconds=1)
    road.stet.flow.run_dry()
    assert body(road) == FIRST
    assert proved(road)


def test_a_slug_that_counts_its_takes_waits_too(road):
    assert road.take(fire("2 Takes")) == ["held"]


def test_any_add_releases_a_first_take(road):
    road.take(fire("", FIRST, "(more)"))
    assert road.take(add(1)) == ["live"]
    assert body(road) == f"{FIRST} {MORE}"
    assert proved(road)


def test_a_version_that_ends_with_more_takes_no_page_down(road):
    road.take(fire())
    assert road.take(fire("1st Ld", LAST, "(more)", at="0800")) == ["live"]
    assert body(road) == LAST


def test_a_mail_that_ends_with_more_waits_and_goes_up_as_it_is(road):
    mail = (
        b"From: Northwind News <desk@northwind.example>\nDate: Sat, 21 Nov 2026 07:30:00 +0000\n"
        b"Subject: Fire in Eastmere\nMessage-ID: <1@northwind.example>\n\nTwo sheds burned in Eastmere.\n\n(more)\n"
    )
    assert road.take(mail) == ["held"]
    road.clock.now += timedelta(minutes=30)
    road.stet.flow.run_dry()
    assert body(road) == "Two sheds burned in Eastmere. (more)"


def test_a_replay_comes_to_the_same_pages(road):
    road.take(fire("", FIRST, "(more)"))
    road.clock.now += timedelta(minutes=40)
    road.stet.flow.run_dry()
    road.take(add(1, at="1230"))
    before = road.edition()
    road.stet.replay()
    assert road.edition() == before
