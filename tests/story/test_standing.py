"""Held, filed, expired, live: and why (life.md sections 1, 7 and 8; edge cases 62, 68, 69, 116 and 129)."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from makers import HOLDING, POLICY, State, cancel, dispatch, hold, moment, release, withhold
from stet.model.dispatch import Kind, Status
from stet.story.fold import fold

NOW = moment(1000)
UNKNOWN = Status.UNKNOWN


def standing(*dispatches, changes=(), policy=POLICY, now=NOW):
    return fold(dispatches, changes, policy, now).standing


def state(*dispatches, **given):
    return standing(*dispatches, **given).state


def test_every_standing_says_why_in_one_line():
    cases = [
        standing(dispatch()),
        standing(dispatch(), policy=HOLDING),
        standing(dispatch(status=UNKNOWN)),
        standing(dispatch(kind=Kind.PICTURE)),
        standing(dispatch(expires=moment(20))),
        standing(dispatch(), changes=[hold(moment(20))]),
    ]
    assert all(case.reason.endswith(".") and "\n" not in case.reason for case in cases)


def test_a_hold_by_the_desk_takes_the_story_away_until_a_release():
    assert state(dispatch(), changes=[hold(moment(20))]) is State.HELD
    assert state(dispatch(), changes=[hold(moment(20)), release(moment(30))]) is State.LIVE
    assert state(dispatch(), changes=[release(moment(10)), hold(moment(20))]) is State.HELD


def test_a_hold_and_a_release_at_one_instant_hold():
    assert state(dispatch(), changes=[release(moment(20)), hold(moment(20))]) is State.HELD


def test_an_update_does_not_end_a_hold():
    assert state(dispatch(1), dispatch(5), changes=[hold(moment(20))]) is State.HELD


def test_the_reason_of_a_hold_names_who_and_why():
    assert "mira: check the date" in standing(dispatch(), changes=[hold(moment(20), reason="check the date")]).reason


def test_a_feed_that_waits_for_a_person_holds_each_story_until_one_releases_it():
    assert state(dispatch(), policy=HOLDING) is State.HELD
    assert state(dispatch(), policy=HOLDING, changes=[release(moment(20))]) is State.LIVE
    assert state(dispatch(1), dispatch(2), policy=HOLDING, changes=[release(moment(15))]) is State.LIVE


def test_a_release_at_the_very_instant_of_arrival_counts():
    assert state(dispatch(arrived=NOW), policy=HOLDING, changes=[release(NOW)]) is State.LIVE


def test_an_unknown_status_is_never_shown_by_itself():
    assert state(dispatch(1, status=UNKNOWN)) is State.HELD
    assert state(dispatch(1), dispatch(2, status=UNKNOWN)) is State.HELD


def test_a_person_decides_on_an_unknown_status():
    assert state(dispatch(1, status=UNKNOWN), changes=[release(moment(50))]) is State.LIVE
    made = fold([dispatch(1), dispatch(2, status=UNKNOWN)], [release(moment(50))], POLICY, NOW)
    assert (made.standing.state, made.current.version) == (State.LIVE, 1)


def test_what_a_person_let_go_is_a_version_like_any_other():
    first = dispatch(1, status=UNKNOWN)
    made = fold([first, dispatch(2)], [release(moment(15))], POLICY, NOW)
    assert (made.named, [one.dispatch.version for one in made.line]) == (first, [1, 2])
    assert state(first, dispatch(2, status=UNKNOWN), changes=[release(moment(15))]) is State.HELD


def test_what_nobody_let_go_has_no_part_in_the_story_that_follows():
    made = fold([dispatch(1, status=UNKNOWN), dispatch(2)], [], POLICY, NOW)
    assert (made.named.version, [one.dispatch.version for one in made.line]) == (2, [2])


def test_whoever_had_a_usable_version_before_them_did_not_decide_on_an_unknown_status():
    made = fold([dispatch(1, status=UNKNOWN), dispatch(2)], [release(moment(50), against=2)], POLICY, NOW)
    assert (made.named.version, made.standing.state) == (2, State.LIVE)


def test_a_usable_version_that_comes_late_below_what_a_person_let_go_holds_nothing():
    late = dispatch(1, arrived=moment(300))
    assert state(late, dispatch(2, status=UNKNOWN), changes=[release(moment(50), against=2)]) is State.LIVE


def test_an_unknown_status_below_what_a_person_let_go_holds_nothing():
    late = dispatch(1, status=UNKNOWN, arrived=moment(300))
    assert state(late, dispatch(2, status=UNKNOWN), changes=[release(moment(50), against=2)]) is State.LIVE


def test_a_stop_of_what_a_person_let_go_takes_it_away():
    let_go = [release(moment(15))]
    assert state(dispatch(1, status=UNKNOWN), withhold(1, arrived=moment(30)), changes=let_go) is State.WITHDRAWN
    assert state(dispatch(1, status=UNKNOWN), cancel(0, arrived=moment(30)), changes=let_go) is State.HELD


def test_a_query_of_the_reader_holds_the_story_until_a_person_has_seen_it():
    asked = dispatch(queries=("It seems to hold a note to editors: “Not for publication”.",))
    assert standing(asked).reason == "It seems to hold a note to editors: “Not for publication”."
    assert state(asked) is State.HELD
    assert state(asked, changes=[release(moment(20))]) is State.LIVE
    assert state(asked, dispatch(2)) is State.LIVE


def test_a_usable_version_above_settles_an_unknown_status_below():
    assert state(dispatch(2, status=UNKNOWN), dispatch(3)) is State.LIVE


@pytest.mark.parametrize("kind", [Kind.PICTURE, Kind.PACKAGE, Kind.ADVISORY])
def test_what_is_no_news_page_is_filed(kind):
    assert state(dispatch(kind=kind)) is State.FILED


def test_an_alert_with_words_is_published():
    assert state(dispatch(kind=Kind.ALERT, body_text="")) is State.LIVE
    assert state(dispatch(kind=Kind.ALERT, headline=None)) is State.LIVE


@pytest.mark.parametrize("kind", [Kind.STORY, Kind.ALERT])
def test_without_a_word_nothing_is_published_not_even_by_a_person(kind):
    item = dispatch(kind=kind, headline=" ", body_text="  \n")
    assert state(item) is State.HELD
    assert state(item, changes=[release(moment(50))]) is State.HELD


def test_a_story_without_a_body_waits_for_a_person():
    assert state(dispatch(body_text="")) is State.HELD
    assert state(dispatch(body_text=""), changes=[release(moment(50))]) is State.LIVE


def test_an_update_with_an_empty_body_keeps_the_old_text_and_waits_for_a_person():
    dispatches = [dispatch(1), dispatch(2, body_text="")]
    made = fold(dispatches, [], POLICY, NOW)
    assert (made.standing.state, made.current.version) == (State.HELD, 1)
    made = fold(dispatches, [release(moment(50))], POLICY, NOW)
    assert (made.standing.state, made.current.version) == (State.LIVE, 1)
    assert state(*dispatches, dispatch(3)) is State.LIVE


def test_when_the_text_was_stopped_a_bare_headline_does_not_take_its_place():
    dispatches = [dispatch(1), dispatch(1, status=Status.WITHHELD), dispatch(2, kind=Kind.ALERT, body_text="")]
    assert state(*dispatches, changes=[release(moment(50), against=2)]) is State.HELD


def test_the_agencys_expiry_takes_a_story_off_at_its_instant():
    item = dispatch(expires=moment(60))
    assert (standing(item, now=moment(59)).state, standing(item, now=moment(59)).until) == (State.LIVE, moment(60))
    assert state(item, now=moment(60)) is State.EXPIRED


def test_63_what_was_old_when_it_came_has_a_page_and_stands_on_no_list() -> None:
    old = dispatch(version_created=moment(11) - timedelta(days=366))
    assert state(old) is State.EXPIRED
    assert state(dispatch(version_created=moment(11) - timedelta(days=364))) is State.LIVE
    assert state(old, policy=replace(POLICY, unlisted=timedelta(days=900))) is State.LIVE


def test_63_a_story_that_is_updated_after_years_is_news_again() -> None:
    old = dispatch(1, version_created=moment(11) - timedelta(days=900))
    assert state(old, dispatch(2)) is State.LIVE


def test_an_expired_story_keeps_the_instant_it_was_first_live_so_that_its_page_may_stay():
    assert fold([dispatch(expires=moment(60))], [], POLICY, NOW).first_live == moment(11)


def test_an_expiry_before_the_versions_own_time_is_ignored_and_said():
    shown = standing(dispatch(version_created=moment(10), expires=moment(5)))
    assert shown.state is State.LIVE
    assert "ignored" in shown.reason


def test_a_newer_version_without_expiry_lives_on():
    assert state(dispatch(1, expires=moment(60)), dispatch(2)) is State.LIVE


def test_a_time_far_ahead_of_our_clock_is_published_and_said():
    shown = standing(dispatch(version_created=moment(60 * 48), arrived=moment(11)))
    assert shown.state is State.LIVE
    assert "future" in shown.reason
    assert "future" not in standing(dispatch(version_created=moment(15), arrived=moment(11))).reason


def test_standing_of_what_only_the_clock_can_change_names_the_instant():
    assert standing(dispatch()).until is None
    assert standing(dispatch(), policy=HOLDING).until is None
