"""A stop always wins (life.md section 5, edge cases 40, 41 and 116 to 122)."""

from itertools import permutations

import pytest

from makers import HOLDING, POLICY, State, cancel, dispatch, headline, hold, kill, moment, release, withhold
from stet.story.fold import fold

NOW = moment(1000)


def state(*dispatches, changes=(), policy=POLICY, now=NOW):
    return fold(dispatches, changes, policy, now).standing.state


def why(*dispatches, changes=()):
    return fold(dispatches, changes, POLICY, NOW).standing.reason


def test_a_cancel_withdraws_the_story():
    assert state(dispatch(1), cancel(2)) is State.WITHDRAWN


def test_a_kill_that_arrives_before_its_story_blocks_it():
    assert state(cancel(2, arrived=moment(1))) is State.WITHDRAWN
    assert state(cancel(2, arrived=moment(1)), dispatch(1, arrived=moment(40))) is State.WITHDRAWN


def test_a_version_not_above_the_cancel_is_dead_on_arrival():
    for version in (0, 1, 2):
        assert state(cancel(2), dispatch(version, arrived=moment(90), version_created=moment(80))) is State.WITHDRAWN


def test_usable_above_a_cancel_waits_for_a_person():
    assert state(dispatch(1), cancel(2), dispatch(3)) is State.HELD
    assert "after a kill" in why(dispatch(1), cancel(2), dispatch(3))


def test_a_person_confirms_the_version_that_lifts_a_kill():
    dispatches = [dispatch(1), cancel(2), dispatch(3)]
    assert state(*dispatches, changes=[release(moment(40), against=3)]) is State.LIVE


def test_updates_of_a_story_confirmed_after_a_kill_flow_again():
    dispatches = [dispatch(1), cancel(2), dispatch(3), dispatch(4)]
    made = fold(dispatches, [release(moment(35), against=3)], POLICY, NOW)
    assert made.standing.state is State.LIVE
    assert made.current.version == 4


def test_a_release_made_before_the_kill_arrived_lifts_nothing():
    dispatches = [dispatch(1), cancel(2, arrived=moment(60)), dispatch(3)]
    assert state(*dispatches, changes=[release(moment(50), against=3)]) is State.HELD


def test_a_release_of_the_killed_version_lifts_nothing():
    dispatches = [dispatch(1), cancel(2), dispatch(3)]
    assert state(*dispatches, changes=[release(moment(40), against=1)]) is State.HELD
    assert state(*dispatches, changes=[release(moment(30), against=3)]) is State.HELD
    assert state(*dispatches, changes=[release(moment(40), against=None)]) is State.HELD


def test_a_second_cancel_needs_a_second_confirmation():
    dispatches = [cancel(2), dispatch(3), cancel(4), dispatch(5)]
    assert state(*dispatches, changes=[release(moment(35), against=3)]) is State.HELD
    assert state(*dispatches, changes=[release(moment(55), against=5)]) is State.LIVE


def test_a_cancel_below_a_live_version_holds_it_in_whatever_order_they_came():
    for late in (moment(5), moment(500)):
        assert state(dispatch(1), dispatch(3), cancel(2, arrived=late)) is State.HELD


def test_a_cancel_without_a_number_is_outlived_only_by_a_later_time():
    order = cancel(None, version_created=moment(50), arrived=moment(51))
    assert state(dispatch(4), order) is State.WITHDRAWN
    assert state(order, dispatch(7, version_created=moment(49), arrived=moment(90))) is State.WITHDRAWN
    assert state(order, dispatch(7, version_created=moment(70), arrived=moment(90))) is State.HELD


def test_a_cancel_with_neither_number_nor_time_is_final():
    order = cancel(None, version_created=None, arrived=moment(1))
    assert state(order, dispatch(7), changes=[release(moment(90), against=7)]) is State.WITHDRAWN


def test_a_version_without_a_number_never_outlives_a_numbered_cancel():
    assert state(cancel(2), dispatch(None, version_created=moment(90), arrived=moment(91))) is State.WITHDRAWN


def test_entries_without_numbers_are_killed_and_lifted_by_their_times():
    order = cancel(None, version_created=moment(20), arrived=moment(21))
    before = dispatch(None, version_created=moment(19), arrived=moment(30))
    after = dispatch(None, version_created=moment(31), arrived=moment(32))
    assert state(before, order) is State.WITHDRAWN
    assert state(before, order, after) is State.HELD
    assert state(before, order, after, changes=[release(moment(40), against=None)]) is State.LIVE


def test_the_order_in_which_a_kill_and_its_story_arrive_changes_nothing():
    history = [dispatch(1), cancel(2), dispatch(3), withhold(4)]
    stories = [fold(order, [], POLICY, NOW) for order in permutations(history)]
    assert all(story == stories[0] for story in stories)


def test_withheld_takes_the_story_away_and_usable_brings_it_back_without_a_person():
    assert state(dispatch(1), withhold(2)) is State.WITHDRAWN
    assert "Withheld" in why(dispatch(1), withhold(2))
    assert state(dispatch(1), withhold(2), dispatch(3)) is State.LIVE


def test_withheld_is_not_brought_back_by_an_equal_or_older_version():
    assert state(withhold(2), dispatch(2, arrived=moment(1))) is State.WITHDRAWN
    assert state(withhold(2), dispatch(1, arrived=moment(90))) is State.WITHDRAWN


def test_the_desk_cannot_bring_back_what_the_agency_withholds():
    assert state(dispatch(1), withhold(2), changes=[release(moment(50), against=2)]) is State.WITHDRAWN


def test_a_kill_by_the_desk_withdraws_the_story():
    assert state(dispatch(1), changes=[kill(moment(15))]) is State.WITHDRAWN
    assert "desk" in why(dispatch(1), changes=[kill(moment(15))])


def test_a_kill_by_the_desk_is_not_lifted_by_a_release_alone():
    assert state(dispatch(1), changes=[kill(moment(15)), release(moment(20))]) is State.WITHDRAWN


def test_a_kill_by_the_desk_is_lifted_by_a_later_version_and_a_person():
    changes = [kill(moment(15))]
    assert state(dispatch(1), dispatch(2), changes=changes) is State.HELD
    assert state(dispatch(1), dispatch(2), changes=[*changes, release(moment(30), against=2)]) is State.LIVE


def test_an_older_version_that_arrives_after_a_kill_by_the_desk_is_dead():
    changes = [kill(moment(35), against=3), release(moment(99), against=3)]
    assert state(dispatch(3), dispatch(2, arrived=moment(60)), changes=changes) is State.WITHDRAWN


def test_a_version_the_desk_had_before_it_at_the_kill_is_killed_although_another_was_named():
    changes = [kill(moment(35), against=1), release(moment(99), against=3)]
    assert state(dispatch(1), dispatch(3), changes=changes) is State.WITHDRAWN


def test_a_kill_by_the_desk_of_an_entry_without_number_or_time_is_lifted_by_what_comes_after():
    was = dispatch(None, version_created=None, arrived=moment(1))
    after = dispatch(None, version_created=None, arrived=moment(40), headline="Another")
    changes = [kill(moment(20), against=None)]
    assert state(was, changes=changes) is State.WITHDRAWN
    assert state(was, after, changes=changes) is State.HELD
    assert state(was, after, changes=[*changes, release(moment(50), against=None)]) is State.LIVE


def test_a_kill_by_the_desk_of_a_timed_entry_is_not_lifted_by_an_older_time():
    was = dispatch(None, version_created=moment(10), arrived=moment(11))
    older = dispatch(None, version_created=moment(5), arrived=moment(40), headline="Another")
    changes = [kill(moment(20), against=None), release(moment(50), against=None)]
    assert state(was, older, changes=changes) is State.WITHDRAWN


@pytest.mark.parametrize("change", [headline("Ours", moment(50)), hold(moment(50)), release(moment(500))])
def test_nothing_the_desk_did_vetoes_a_kill(change):
    assert state(dispatch(1), cancel(2), changes=[change]) is State.WITHDRAWN
    assert state(dispatch(1), cancel(2), changes=[change], policy=HOLDING) is State.WITHDRAWN


def test_a_kill_outranks_an_embargo_and_an_expiry():
    assert state(dispatch(1, expires=moment(15)), cancel(2)) is State.WITHDRAWN


def test_a_stop_counts_although_its_time_of_arrival_lies_ahead_of_the_clock():
    assert state(dispatch(1), cancel(2, arrived=moment(9000)), now=moment(30)) is State.WITHDRAWN


def test_the_reason_of_a_kill_never_repeats_what_anybody_wrote():
    assert "denies" not in why(dispatch(1), changes=[kill(moment(15), reason="the port denies it")])
    assert "libel" not in why(dispatch(1), cancel(2, ed_note="Kill: libel", body_text="libel"))
