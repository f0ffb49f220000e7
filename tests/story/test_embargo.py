"""Until when a story is shut (life.md section 6, edge cases 127 and 128)."""

from datetime import timedelta
from itertools import permutations

import pytest

from makers import (
    HOLDING,
    KEY,
    POLICY,
    REPEATING,
    State,
    cancel,
    dispatch,
    embargoed,
    headline,
    hold,
    moment,
    picture,
    release,
    withhold,
)
from stet.model.dispatch import Status
from stet.model.thread import Around
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


def test_a_hold_a_headline_and_a_release_made_before_leave_an_embargo_shut():
    for change in (hold(moment(20)), headline("Ours", moment(20)), release(moment(20))):
        assert at(moment(50), embargoed(1, TEN), changes=[change]).state is State.SCHEDULED


def test_the_desk_is_told_that_a_newer_version_came_without_the_embargo():
    assert "A newer version came without it" in at(moment(50), embargoed(1, TEN), dispatch(2)).reason
    assert "A newer version came without it" in at(moment(50), embargoed(1, None), dispatch(2)).reason
    for shut in (
        at(moment(50), embargoed(1, TEN)),
        at(moment(50), dispatch(1), embargoed(2, TEN)),
        at(moment(50), embargoed(1, TEN), embargoed(2, TEN)),
        at(moment(50), embargoed(1, TEN), dispatch(1, arrived=moment(12), headline="By another channel")),
    ):
        assert "came without it" not in shut.reason


# -- a feed that repeats an embargo in each version (`embargo_repeats`)


@pytest.mark.parametrize("until", [TEN, None])
def test_of_a_feed_that_repeats_it_a_newer_version_without_the_embargo_lifts_it(until):
    made = fold([embargoed(1, until), dispatch(2)], [], REPEATING, moment(50))
    assert (made.standing.state, made.first_live) == (State.LIVE, moment(21))
    assert at(moment(50), embargoed(1, until), dispatch(2)).state is State.SCHEDULED


def test_of_a_feed_that_repeats_it_the_embargo_that_the_newest_version_carries_stands():
    for shut in (
        at(moment(50), embargoed(1, TEN), policy=REPEATING),
        at(moment(50), embargoed(1, TEN), embargoed(2, TEN), policy=REPEATING),
        at(moment(50), dispatch(1), embargoed(2, TEN), policy=REPEATING),
        at(moment(50), embargoed(1, moment(30)), dispatch(2), embargoed(3, TEN), policy=REPEATING),
    ):
        assert (shut.state, shut.until) == (State.SCHEDULED, TEN)


def test_of_a_feed_that_repeats_it_an_older_version_without_the_embargo_lifts_nothing_however_late_it_comes():
    late = dispatch(1, arrived=moment(45))
    assert at(moment(50), embargoed(2, TEN), late, policy=REPEATING).state is State.SCHEDULED


def test_of_a_feed_that_repeats_it_the_same_version_without_the_embargo_lifts_nothing():
    again = dispatch(1, arrived=moment(45), headline="By another channel")
    assert at(moment(50), embargoed(1, TEN), again, policy=REPEATING).state is State.SCHEDULED


def test_of_a_feed_that_repeats_it_what_is_only_perhaps_newer_lifts_nothing():
    """Without number and time only arrival is left, and a late delivery of what came before the embargo looks alike."""
    bare = {"version_created": None, "headline": "Edited"}
    shut = embargoed(None, TEN, version_created=None, arrived=moment(20))
    assert at(moment(50), shut, dispatch(None, arrived=moment(30), **bare), policy=REPEATING).until == TEN
    timed = dispatch(None, version_created=moment(30), arrived=moment(31))
    assert at(moment(50), embargoed(None, TEN, version_created=moment(10)), timed, policy=REPEATING).state is State.LIVE


@pytest.mark.parametrize("other", [withhold(2), cancel(2), dispatch(2, status=Status.UNKNOWN)])
def test_of_a_feed_that_repeats_it_what_is_not_usable_lifts_no_embargo(other):
    assert at(moment(50), embargoed(1, TEN), other, policy=REPEATING).state is not State.LIVE
    back = at(moment(50), embargoed(1, TEN), other, embargoed(3, TEN), policy=REPEATING)
    assert back.state is State.SCHEDULED


def test_of_a_feed_that_repeats_it_a_successor_without_the_embargo_lifts_it():
    after = dispatch(1, story_key="northwind:harbour-2", guid="h-2", continues=(KEY,), version_created=moment(30),
                     arrived=moment(31), body_text="The bridge is open.")  # fmt: skip
    assert at(moment(50), embargoed(1, TEN), after, policy=REPEATING).state is State.LIVE
    assert at(moment(50), embargoed(1, TEN), after).state is State.SCHEDULED


def test_of_a_feed_that_repeats_it_the_order_of_arrival_changes_nothing():
    history = [embargoed(1, None), dispatch(2), embargoed(3, TEN), dispatch(4)]
    made = {repr(fold(order, [], REPEATING, moment(50))) for order in permutations(history)}
    assert len(made) == 1


def test_an_embargo_of_a_picture_ends_by_itself_or_by_a_newer_version_of_a_feed_that_repeats_it():
    def shown(policy, feed="northwind", now=TEN - timedelta(minutes=1)):
        own = {"story_key": "northwind:p", "guid": "p", "kind": "picture", "body_text": "", "feed": feed}
        items = {"northwind:p": (embargoed(1, TEN, **own), dispatch(2, **own))}
        story = dispatch(pictures=(picture(),), picture_keys=("northwind:p",))
        return fold([story], [], policy, now, Around(pictures=items)).pictures

    assert shown(POLICY) == ()
    assert shown(REPEATING) != ()
    assert shown(REPEATING, feed="another") == ()
    assert shown(POLICY, now=TEN) != ()
