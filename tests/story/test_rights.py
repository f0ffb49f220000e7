"""The end of the right to show a story, by the agency's word and by the archive limit (life.md 7; promises 2 and 6)."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from makers import HOLDING, POLICY, Kind, State, cancel, dispatch, embargoed, hold, kill, moment, release, withhold
from stet.model.dispatch import Status
from stet.model.story import SHOWN, Policy
from stet.story.fold import fold

END = moment(100)
SHORT = timedelta(microseconds=1)
MONTH = Policy(section="Harbour", archive_days=30)
OUT_OF_TIME = moment(11) + timedelta(days=30)


def made(*dispatches, changes=(), policy=POLICY, now=END):
    return fold(dispatches, changes, policy, now)


def standing(*dispatches, **given):
    return made(*dispatches, **given).standing


def state(*dispatches, **given):
    return standing(*dispatches, **given).state


# -- the agency's end


def test_the_end_of_the_rights_takes_a_story_away_at_its_instant_and_not_before():
    item = dispatch(rights_end=END)
    before = standing(item, now=END - SHORT)
    assert (before.state, before.until) == (State.LIVE, END)
    after = standing(item)
    assert (after.state, after.until) == (State.LAPSED, None)
    assert after.reason == f"The agency's rights in it ended on {END:%Y-%m-%d %H:%M:%S} UTC."


def test_a_lapsed_story_keeps_the_instant_it_was_first_live_so_that_its_address_can_say_it_is_gone():
    assert made(dispatch(rights_end=END)).first_live == moment(11)


def test_what_came_when_its_rights_were_over_was_never_shown():
    late = made(dispatch(rights_end=moment(5)))
    assert (late.standing.state, late.first_live) == (State.LAPSED, None)


def test_the_end_of_its_news_value_leaves_the_page_and_the_end_of_the_rights_takes_it():
    item = dispatch(expires=moment(60), rights_end=END)
    assert [(s.state, s.until) for s in (standing(item, now=moment(n)) for n in (50, 60, 99))] == [
        (State.LIVE, moment(60)), (State.EXPIRED, END), (State.EXPIRED, END),
    ]  # fmt: skip
    assert state(item) is State.LAPSED


def test_the_end_of_the_rights_wins_over_a_release_by_the_desk():
    item = dispatch(rights_end=END)
    assert state(item, changes=[release(moment(50)), release(moment(200))], now=moment(300)) is State.LAPSED
    assert state(item, policy=HOLDING, changes=[release(moment(50))]) is State.LAPSED
    assert state(item, changes=[hold(moment(50)), release(moment(60))]) is State.LAPSED


def test_of_a_held_and_of_an_embargoed_story_the_clock_is_asked_again_at_the_end_of_its_rights():
    assert standing(dispatch(rights_end=END), policy=HOLDING, now=moment(50)).until == END
    shut = embargoed(1, moment(500), rights_end=END)
    assert (standing(shut, now=moment(50)).state, standing(shut, now=moment(50)).until) == (State.SCHEDULED, END)
    assert standing(embargoed(1, moment(60), rights_end=END), now=moment(50)).until == moment(60)
    assert standing(embargoed(1, None, rights_end=END), now=moment(50)).until == END
    assert state(embargoed(1, moment(200), rights_end=END), now=moment(300)) is State.LAPSED


def test_a_stop_is_a_stop_whatever_the_rights_say():
    assert state(dispatch(1, rights_end=END), cancel(2)) is State.WITHDRAWN
    assert state(dispatch(1, rights_end=END), changes=[kill(moment(50))]) is State.WITHDRAWN
    assert state(dispatch(1), withhold(2, rights_end=moment(30))) is State.WITHDRAWN


def test_an_item_that_has_no_page_does_not_lapse():
    assert state(dispatch(kind=Kind.ADVISORY, rights_end=moment(20))) is State.FILED


def test_a_later_version_without_an_end_or_with_a_later_one_decides():
    first = dispatch(1, rights_end=END)
    assert (standing(first, dispatch(2)).state, standing(first, dispatch(2)).until) == (State.LIVE, None)
    assert standing(first, dispatch(2, rights_end=moment(200))).until == moment(200)


def test_a_lapsed_story_comes_back_by_itself_with_a_later_version_that_may_be_shown():
    first, back = dispatch(1, rights_end=END), dispatch(2, arrived=moment(150))
    assert state(first, now=moment(149)) is State.LAPSED
    assert state(first, back, now=moment(150)) is State.LIVE


def test_a_later_version_with_an_earlier_end_ends_earlier():
    assert state(dispatch(1, rights_end=moment(500)), dispatch(2, rights_end=END)) is State.LAPSED


def test_no_older_version_takes_the_place_of_one_whose_rights_are_over():
    assert state(dispatch(1), dispatch(2, rights_end=END)) is State.LAPSED


def test_where_two_of_one_version_disagree_the_earlier_end_counts():
    one, other = dispatch(1, rights_end=END), dispatch(1, rights_end=moment(500), arrived=moment(12))
    none = dispatch(1, arrived=moment(13))
    for order in ([one, other, none], [none, other, one], [other, one, none]):
        assert state(*order) is State.LAPSED


def test_where_two_of_what_a_person_let_go_disagree_the_earlier_end_counts():
    first, again = dispatch(status=Status.UNKNOWN), dispatch(status=Status.UNKNOWN, rights_end=END, arrived=moment(12))
    let_go = [release(moment(15))]
    assert state(first, again, changes=let_go, now=END - SHORT) is State.LIVE
    assert state(first, again, changes=let_go) is State.LAPSED


def test_a_version_without_text_can_bring_the_end_nearer_and_not_put_it_off():
    seen = [release(moment(50), against=2)]
    near, far = dispatch(2, body_text="", rights_end=END), dispatch(2, body_text="", rights_end=moment(900))
    assert state(dispatch(1), near, changes=seen) is State.LAPSED
    assert state(dispatch(1, rights_end=END), far, changes=seen) is State.LAPSED


def test_129_an_end_of_rights_before_the_versions_own_time_is_not_ignored_as_an_expiry_is():
    assert state(dispatch(version_created=moment(10), rights_end=moment(5))) is State.LAPSED
    assert state(dispatch(version_created=moment(10), expires=moment(5))) is State.LIVE


def test_rights_for_ever_do_not_lapse():
    last = datetime.max.replace(tzinfo=UTC)
    assert (standing(dispatch(rights_end=last)).state, standing(dispatch(rights_end=last)).until) == (State.LIVE, last)


# -- the archive limit


def test_so_many_days_after_it_was_first_published_here_a_story_must_be_gone():
    before = standing(dispatch(), policy=MONTH, now=OUT_OF_TIME - SHORT)
    assert (before.state, before.until) == (State.LIVE, OUT_OF_TIME)
    after = standing(dispatch(), policy=MONTH, now=OUT_OF_TIME)
    assert (after.state, after.until) == (State.LAPSED, None)
    assert "may stand for 30 days" in after.reason


def test_the_limit_counts_from_our_clock_and_not_the_agencys():
    old = dispatch(version_created=moment(-60 * 24 * 300), arrived=moment(11))
    assert standing(old, policy=MONTH, now=moment(20)).until == OUT_OF_TIME
    shut = embargoed(1, END)
    assert standing(shut, policy=MONTH, now=END).until == END + timedelta(days=30)
    assert standing(shut, policy=MONTH, now=END - SHORT).until == END


def test_no_update_correction_or_release_makes_the_days_begin_again():
    later = dispatch(2, arrived=OUT_OF_TIME - timedelta(days=1))
    assert state(dispatch(1), later, policy=MONTH, now=OUT_OF_TIME) is State.LAPSED
    after = dispatch(3, arrived=OUT_OF_TIME + timedelta(days=1))
    now = OUT_OF_TIME + timedelta(days=2)
    assert state(dispatch(1), after, policy=MONTH, now=now) is State.LAPSED
    assert state(dispatch(1), policy=MONTH, changes=[release(now)], now=now) is State.LAPSED


def test_a_story_that_was_never_shown_has_no_days_to_count():
    waiting = standing(dispatch(), policy=Policy(section="Harbour", hold=True, archive_days=1), now=moment(10**5))
    assert (waiting.state, waiting.until) == (State.HELD, None)


def test_without_a_limit_a_story_stands_for_ever():
    assert standing(dispatch(), now=moment(10**8)).state is State.LIVE


def test_the_first_of_the_two_ends_takes_the_story_away():
    item = dispatch(rights_end=moment(60))
    assert standing(item, policy=MONTH, now=moment(50)).until == moment(60)
    assert state(item, policy=MONTH, now=moment(60)) is State.LAPSED
    longer = dispatch(rights_end=moment(10**7))
    assert standing(longer, policy=MONTH, now=moment(50)).until == OUT_OF_TIME


# -- any history


minutes = st.integers(0, 60)
versions = st.builds(
    lambda number, created, arrived, end, expires, status: {"usable": dispatch, "stop": cancel, "shut": embargoed}[
        status
    ](
        number,
        **({"until": moment(created + 20)} if status == "shut" else {}),
        version_created=moment(created), arrived=moment(arrived),
        rights_end=None if end is None else moment(end), expires=None if expires is None else moment(expires),
    ),
    st.integers(0, 3), minutes, minutes, st.none() | minutes, st.none() | minutes,
    st.sampled_from(["usable", "usable", "usable", "shut", "stop"]),
)  # fmt: skip
desk = st.sampled_from([hold, release])
acts = st.lists(st.builds(lambda at, n, do: do(moment(at), against=n), minutes, st.integers(0, 3), desk), max_size=2)
histories = st.tuples(st.lists(versions, min_size=1, max_size=4), acts)
policies = st.sampled_from([POLICY, HOLDING, MONTH])
many = settings(max_examples=80, deadline=None)


@many
@given(histories, policies, st.integers(0, 200))
def test_never_shown_at_or_after_an_end_that_the_version_shown_carries(history, policy, now):
    story = fold(*history, policy, moment(now))
    end = story.current.rights_end
    assert not (story.standing.state in SHOWN and end is not None and end <= moment(now))


@many
@given(histories, policies, st.integers(0, 200))
def test_between_now_and_until_the_clock_changes_nothing(history, policy, now):
    now = max([moment(now), *(d.arrived for d in history[0]), *(c.at for c in history[1])])
    found = fold(*history, policy, now).standing
    end = found.until or moment(10**7)
    assert end > now
    just_before = fold(*history, policy, end - SHORT).standing
    assert (just_before.state, just_before.reason, just_before.until) == (found.state, found.reason, found.until)


@many
@given(histories, policies, st.integers(0, 200), st.integers())
def test_the_order_of_what_came_does_not_matter(history, policy, now, seed):
    received, done = list(history[0]), list(history[1])
    random.Random(seed).shuffle(received)
    random.Random(seed).shuffle(done)
    assert fold([*received, received[0]], done, policy, moment(now)) == fold(*history, policy, moment(now))


@many
@given(histories, policies, st.integers(0, 200), minutes)
def test_an_end_in_the_version_shown_never_shows_what_was_not_shown(history, policy, now, end):
    before = fold(*history, policy, moment(now))
    ended = [
        dispatch(d.version, version_created=d.version_created, arrived=d.arrived, rights_end=moment(end))
        for d in history[0]
        if d is before.current
    ]
    after = fold([*history[0], *ended], history[1], policy, moment(now))
    assert not (after.standing.state in SHOWN and before.standing.state not in SHOWN)
