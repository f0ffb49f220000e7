"""What a pause and a hold-all of a feed come to, by the record alone: for any order, any number of times."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makers import KEY, POLICY, Status, cancel, dispatch, embargoed, kill, moment, release, withhold
from stet.model.story import SHOWN, Cause, State
from stet.model.switch import OPEN, Mode, Switch, gate
from stet.model.thread import Around
from stet.story import fold
from stet.story.paused import as_before, before, kept_back, puts_down


def switch(mode: Mode, at: float, feed: str = "northwind", reason: str = "a test") -> Switch:
    return Switch(feed=feed, mode=mode, reason=reason, who="mira", at=moment(at))


def paused(*switches, at=100.0, came=(), changes=(), policy=POLICY):
    """A story as the road takes it."""
    now, gated = moment(at), gate(switches)
    whole = fold(came, changes, policy, now, gate=gated)
    known = before(KEY, came, changes, Around(), gated)
    if known is None or puts_down(whole.standing):
        return whole
    if not known.has_copy:
        return kept_back(whole, known.pause)
    story = fold(known.dispatches, known.changes, policy, now, gate=gated)
    return as_before(story, whole, story, known)


def state(*switches, **case):
    story = paused(*switches, **case)
    return story.standing.state, story.current.version


ON = switch(Mode.PAUSE, 15)
"""After version 1 (minute 11) and before version 2 (minute 21)."""


def test_a_new_story_of_a_paused_feed_is_held_and_says_so():
    story = paused(switch(Mode.PAUSE, 5), came=[dispatch(1)])
    assert story.standing.state is State.HELD
    assert story.standing.causes == (Cause.PAUSED,)
    assert "Feed northwind was paused by mira" in story.standing.reason
    assert "(a test)" in story.standing.reason
    assert story.first_live is None


def test_an_update_of_a_live_story_waits_and_the_version_before_stays():
    story = paused(ON, came=[dispatch(1), dispatch(2)])
    assert (story.standing.state, story.current.version, story.first_live) == (State.LIVE, 1, moment(11))
    assert story.flags == ("A newer version came by feed northwind, which is paused: it waits.",)


def test_a_release_does_not_show_what_a_pause_keeps_back():
    assert state(switch(Mode.PAUSE, 5), came=[dispatch(1)], changes=[release(moment(20))]) == (State.HELD, 1)


@pytest.mark.parametrize("stop", [cancel, withhold])
def test_a_stop_is_never_delayed_by_a_pause(stop):
    assert state(ON, came=[dispatch(1), stop(2)])[0] is State.WITHDRAWN
    assert state(ON, came=[dispatch(1), dispatch(2), stop(3)])[0] is State.WITHDRAWN
    assert state(ON, came=[dispatch(1), stop(2), dispatch(3)])[0] is State.WITHDRAWN, "what lifts it waits"


def test_a_kill_at_the_desk_takes_what_waits_too():
    came, killed = [dispatch(1), dispatch(2)], kill(moment(30))
    assert state(ON, came=came, changes=[killed])[0] is State.WITHDRAWN
    over = paused(ON, switch(Mode.AUTO, 50), came=came, changes=[killed])
    assert over.standing.state is State.WITHDRAWN


def test_an_embargo_and_the_end_of_rights_in_what_waits_take_the_page_away():
    assert state(ON, came=[dispatch(1), embargoed(2, moment(500))])[0] is State.SCHEDULED
    assert state(ON, came=[dispatch(1), dispatch(2, rights_end=moment(60))])[0] is State.LAPSED
    ends_later = paused(ON, came=[dispatch(1), dispatch(2, rights_end=moment(160))])
    assert (ends_later.standing.state, ends_later.standing.until) == (State.LIVE, moment(160))


def test_an_expiry_in_what_waits_takes_the_story_off_the_lists():
    story = paused(ON, came=[dispatch(1), dispatch(2, expires=moment(60))])
    assert (story.standing.state, story.current.version) == (State.EXPIRED, 1)


def test_a_status_that_is_not_known_may_be_a_stop_and_its_copy_waits():
    odd = dispatch(2, status=Status.UNKNOWN)
    assert paused(ON, came=[dispatch(1), odd]).standing.causes == (Cause.STATUS,)
    assert state(ON, came=[dispatch(1), odd], changes=[release(moment(30), against=2)]) == (State.LIVE, 1)


def test_an_update_that_would_be_held_leaves_the_page_as_it_is():
    assert state(ON, came=[dispatch(1), dispatch(2, body_text="")]) == (State.LIVE, 1)


def test_what_another_feed_brings_goes_on():
    assert state(ON, came=[dispatch(1), dispatch(2, feed="other")]) == (State.LIVE, 2)


def test_when_a_pause_ends_only_the_newest_version_goes_out_as_if_it_had_come_then():
    end = switch(Mode.AUTO, 50)
    story = paused(switch(Mode.PAUSE, 5), end, came=[dispatch(1), dispatch(2)])
    assert (story.standing.state, story.current.version, story.first_live) == (State.LIVE, 2, moment(50))
    assert paused(ON, end, came=[dispatch(1), dispatch(2)]).first_live == moment(11)


def test_a_story_cannot_have_been_live_while_its_feed_was_paused():
    on, off = switch(Mode.PAUSE, 5), switch(Mode.AUTO, 50)
    story = paused(on, off, came=[dispatch(1), cancel(2, arrived=moment(40))], at=60)
    assert (story.standing.state, story.first_live) == (State.WITHDRAWN, None)


def test_a_pause_that_is_given_another_reason_goes_on():
    switches = [switch(Mode.PAUSE, 5), switch(Mode.PAUSE, 30, reason="still"), switch(Mode.AUTO, 50)]
    assert paused(*switches[:2], came=[dispatch(1)]).standing.causes == (Cause.PAUSED,)
    assert paused(*switches, came=[dispatch(1)]).first_live == moment(50)


# -- hold-all


def held(*switches, came):
    return gate(switches).held(came) is not None


def test_stories_that_first_come_while_a_feed_is_held_wait_for_a_person_also_afterwards():
    on, off = switch(Mode.HOLD, 5), switch(Mode.AUTO, 50)
    assert held(on, came=[dispatch(1)])
    assert held(on, off, came=[dispatch(1), dispatch(6)])
    assert not held(on, off, came=[dispatch(6)])


def test_stories_that_were_here_before_a_hold_follow_their_updates():
    on = switch(Mode.HOLD, 15)
    assert not held(on, came=[dispatch(1), dispatch(2)])
    assert not held(on, came=[dispatch(1, feed="other"), dispatch(2)])
    assert held(on, came=[cancel(1), dispatch(2)]), "a stop that came before is no story"


def test_what_came_in_a_pause_that_turns_into_a_hold_is_held():
    assert held(switch(Mode.PAUSE, 5), switch(Mode.HOLD, 50), came=[dispatch(1)])


# -- any order, any number of times

FEEDS = ("northwind", "other")
COPY = st.builds(
    lambda make, version, minute, feed: make(version, arrived=moment(minute), feed=feed),
    st.sampled_from([dispatch, dispatch, dispatch, cancel, withhold]),
    st.integers(1, 6),
    st.integers(0, 90),
    st.sampled_from(FEEDS),
)
SWITCHES = st.lists(
    st.builds(switch, st.sampled_from(list(Mode)), st.integers(0, 90), st.sampled_from(FEEDS)), max_size=5
)


@settings(max_examples=150, deadline=None)
@given(came=st.lists(COPY, min_size=1, max_size=5), switches=SWITCHES, chance=st.randoms(use_true_random=False))
def test_any_order_of_what_came_and_of_what_was_switched_gives_the_same_story(came, switches, chance):
    story = paused(*switches, came=came)
    for _ in range(3):
        again, anew = [*came, chance.choice(came)], [*switches, *switches[:1]]
        chance.shuffle(again)
        chance.shuffle(anew)
        assert paused(*anew, came=again) == story


@settings(max_examples=300, deadline=None)
@given(came=st.lists(COPY, min_size=1, max_size=5), switches=SWITCHES)
def test_no_switch_ever_shows_what_would_not_be_shown_without_it_and_none_delays_a_stop(came, switches):
    free, story = fold(came, [], POLICY, moment(100)), paused(*switches, came=came)
    if free.standing.state is State.WITHDRAWN:
        assert story.standing.state is State.WITHDRAWN
    if story.standing.state in SHOWN:
        assert free.standing.state in SHOWN
        assert not gate(switches).waits(story.current)
        assert story.first_live is not None
        assert all(_was_known(story.first_live, came, switches))


def _was_known(first_live, came, switches):
    """At the instant at which it was first live some copy of it was let through."""
    gated = gate(switches)
    yield any(gated.known(one) <= first_live for one in came if not gated.waits(one))


def test_of_two_switches_at_one_instant_the_same_one_counts_in_any_order():
    many = [switch(mode, 5) for mode in Mode]
    assert len({gate(order).now("northwind").mode for order in permutations(many)}) == 1
    assert gate([]) is OPEN


def test_what_was_switched_later_is_not_known_before():
    gated = gate([switch(Mode.PAUSE, 5), switch(Mode.AUTO, 50)])
    assert gated.as_of(moment(20)).waits(dispatch(1))
    assert not gated.as_of(moment(60)).waits(dispatch(1))
    assert not gated.as_of(moment(1)).spans["northwind"]
