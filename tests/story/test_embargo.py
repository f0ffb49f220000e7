"""Until when a story is shut (life.md section 6, edge cases 127 and 128)."""

from datetime import timedelta

from makers import HOLDING, POLICY, State, cancel, dispatch, embargoed, hold, moment, release, withhold
from stet.model.dispatch import Status
from stet.story.fold import fold

TEN = moment(100)


def at(now, *dispatches, changes=(), policy=POLICY):
    return fold(dispatches, changes, policy, now).standing


def test_an_embargo_shuts_the_story_until_its_instant_and_not_longer():
    item = embargoed(1, TEN)
    before = at(TEN - timedelta(microseconds=1), item)
    assert (before.state, before.until) == (State.SCHEDULED, TEN)
    assert at(TEN, item).state is State.LIVE


def test_an_embargo_without_an_end_never_opens_by_itself():
    shut = at(moment(10**6), embargoed(1, None))
    assert (shut.state, shut.until) == (State.SCHEDULED, None)


def test_an_embargo_in_the_past_at_receipt_is_no_embargo():
    assert at(moment(20), embargoed(1, moment(5))).state is State.LIVE


def test_a_newer_version_without_the_field_does_not_lift_the_embargo():
    assert at(moment(50), embargoed(1, None), dispatch(2)).state is State.SCHEDULED
    assert at(moment(50), embargoed(1, TEN), dispatch(2)).until == TEN


def test_a_person_who_decides_on_an_unknown_status_lifts_the_embargo_that_it_dropped():
    dispatches = [embargoed(1, None, status=Status.UNKNOWN), dispatch(2, status=Status.UNKNOWN)]
    assert at(moment(50), *dispatches, changes=[release(moment(30), against=2)]).state is State.LIVE
    assert at(moment(50), *dispatches, changes=[release(moment(30), against=1)]).state is State.SCHEDULED


def test_a_person_lifts_the_embargo_once_a_newer_version_came_without_it():
    dispatches = [embargoed(1, None), dispatch(2)]
    assert at(moment(50), *dispatches, changes=[release(moment(30), against=2)]).state is State.LIVE
    assert at(moment(50), *dispatches, changes=[release(moment(20), against=2)]).state is State.SCHEDULED
    assert at(moment(50), *dispatches, changes=[release(moment(30), against=1)]).state is State.SCHEDULED


def test_a_lifted_embargo_stays_lifted_for_the_versions_after_it():
    dispatches = [embargoed(1, None), dispatch(2), dispatch(3)]
    assert at(moment(50), *dispatches, changes=[release(moment(25), against=2)]).state is State.LIVE


def test_nobody_opens_an_embargo_that_the_newest_version_itself_carries():
    dispatches = [dispatch(1), embargoed(2, None)]
    assert at(moment(50), *dispatches, changes=[release(moment(30), against=2)]).state is State.SCHEDULED


def test_a_release_made_before_the_embargo_was_known_does_not_lift_it():
    dispatches = [embargoed(1, None, arrived=moment(60)), dispatch(2)]
    assert at(moment(90), *dispatches, changes=[release(moment(30), against=2)]).state is State.SCHEDULED


def test_the_latest_version_that_names_an_end_counts():
    assert at(moment(50), embargoed(1, None), embargoed(2, TEN)).until == TEN
    assert at(moment(50), embargoed(1, moment(30)), embargoed(2, TEN)).state is State.SCHEDULED
    assert at(moment(50), embargoed(1, TEN), embargoed(2, moment(30))).state is State.LIVE
    assert at(moment(50), embargoed(2, moment(30)), embargoed(1, TEN, arrived=moment(45))).state is State.LIVE


def test_two_of_one_version_that_disagree_mean_the_later_end():
    early, late = embargoed(1, moment(30), arrived=moment(11)), embargoed(1, TEN, arrived=moment(12))
    assert at(moment(20), early, late).until == TEN
    assert at(moment(20), late, early, embargoed(1, None, arrived=moment(13))).until is None


def test_an_embargo_on_a_live_story_takes_it_away_again():
    assert at(moment(50), dispatch(1), embargoed(2, TEN)).state is State.SCHEDULED


def test_a_withheld_version_can_shut_a_story_further_and_never_opens_it():
    assert at(moment(50), withhold(1, embargo=embargoed(1, TEN).embargo), dispatch(2)).until == TEN
    shut = at(moment(50), embargoed(1, None), withhold(2, embargo=embargoed(2, moment(5)).embargo), dispatch(3))
    assert (shut.state, shut.until) == (State.SCHEDULED, None)


def test_a_usable_version_that_names_an_end_replaces_the_endless_one_of_a_withheld_version():
    dispatches = [withhold(1, embargo=embargoed(1, None).embargo), embargoed(2, TEN)]
    assert at(moment(50), *dispatches).until == TEN
    assert at(TEN, *dispatches).state is State.LIVE


def test_what_is_held_stays_held_after_its_embargo():
    item = embargoed(1, TEN)
    assert at(moment(50), item, policy=HOLDING).state is State.SCHEDULED
    assert at(TEN, item, policy=HOLDING).state is State.HELD
    assert at(TEN, item, changes=[hold(moment(20))]).state is State.HELD


def test_a_kill_under_embargo_kills():
    assert at(moment(50), embargoed(1, TEN), cancel(2)).state is State.WITHDRAWN
    assert at(moment(500), embargoed(1, TEN), cancel(2)).state is State.WITHDRAWN


def test_the_newest_text_is_what_an_embargo_opens_on():
    made = fold([embargoed(1, TEN), embargoed(2, TEN, headline="Corrected")], [], POLICY, TEN)
    assert (made.standing.state, made.current.headline) == (State.LIVE, "Corrected")
