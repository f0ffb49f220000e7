"""Properties of every history: order cannot matter, and a stop never shows more (promises 2 and 6)."""

from functools import lru_cache

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from makers import (
    HOLDING,
    POLICY,
    REPEATING,
    State,
    cancel,
    dispatch,
    embargoed,
    hold,
    kill,
    moment,
    release,
    sign,
    unsealed,
    withhold,
)
from stet.model.dispatch import Embargo, Kind, Status
from stet.model.story import SHOWN
from stet.story.fold import fold

NOW = moment(25)
minutes = st.integers(0, 30)
numbers = st.one_of(st.none(), st.integers(0, 4))
ends = st.one_of(st.just(0), st.just(0), st.none(), minutes)  # 0: carries no embargo


@lru_cache(maxsize=20_000)
def version(number, status, kind, created, arrived, end, words, expires):
    return dispatch(
        number,
        status=status,
        kind=kind,
        version_created=None if created is None else moment(created),
        arrived=moment(arrived),
        embargo=None if end == 0 else Embargo(until=None if end is None else moment(end)),
        body_text=words,
        expires=None if expires is None else moment(expires),
    )


dispatches = st.builds(
    version,
    numbers,
    st.sampled_from([Status.USABLE, Status.USABLE, Status.USABLE, *Status]),
    st.sampled_from([Kind.STORY, Kind.STORY, Kind.ALERT, Kind.ADVISORY]),
    st.one_of(st.none(), minutes),
    minutes,
    ends,
    st.sampled_from(["Words.", "Other words.", ""]),
    st.one_of(st.none(), st.none(), minutes),
)
against = numbers
changes = st.one_of(
    st.builds(lambda at, seen: release(moment(at), against=seen), minutes, against),
    st.builds(lambda at, seen: release(moment(at), against=seen), minutes, against),
    st.builds(lambda at, seen: hold(moment(at), against=seen), minutes, against),
    st.builds(lambda at, seen: kill(moment(at), against=seen), minutes, against),
)
histories = st.tuples(st.lists(dispatches, min_size=1, max_size=5), st.lists(changes, max_size=3))
policies = st.sampled_from([POLICY, POLICY, HOLDING, REPEATING])
quick = settings(max_examples=20, deadline=None)


@quick
@given(histories, policies, st.randoms(use_true_random=False), st.data())
def test_any_order_and_any_repetition_give_the_same_story(history, policy, random, data):
    once, acts = history
    repeated = [*once, *data.draw(st.lists(st.sampled_from(once), max_size=4))]
    again = [*acts, *acts]
    random.shuffle(repeated)
    random.shuffle(again)
    assert fold(repeated, again, policy, NOW) == fold(once, acts, policy, NOW)


@quick
@given(histories, policies, st.lists(st.builds(lambda at: unsealed(moment(at)), minutes), min_size=1))
def test_who_reads_the_sealed_words_of_a_story_changes_nothing_in_it(history, policy, readings):
    received, acts = history
    assert fold(received, [*acts, *readings], policy, NOW) == fold(received, acts, policy, NOW)


@quick
@given(histories, st.integers(0, 4), minutes)
def test_never_live_when_a_cancel_reaches_every_usable_version(history, number, arrived):
    received, acts = history
    killed = [d for d in received if d.status is not Status.USABLE or (d.version or 0) <= number]
    made = fold([*killed, cancel(number, arrived=moment(arrived))], acts, POLICY, NOW)
    assert made.standing.state is State.WITHDRAWN


@st.composite
def stops(draw):
    """A stop of any kind; a cancel or a withhold may bring an embargo along."""
    number, created, arrived = draw(numbers), draw(st.one_of(st.none(), minutes)), moment(draw(minutes))
    end = draw(ends)
    carried = None if end == 0 else embargoed(1, None if end is None else moment(end)).embargo
    fields = {
        "version_created": None if created is None else moment(created), "arrived": arrived, "embargo": carried,
    }  # fmt: skip
    make = draw(st.sampled_from(["cancel", "withhold", "kill", "hold"]))
    if make in ("kill", "hold"):
        return [], [(kill if make == "kill" else hold)(arrived, against=number)]
    return [(cancel if make == "cancel" else withhold)(number, **fields)], []


@settings(max_examples=60, deadline=None)
@given(histories, policies, stops())
def test_a_further_stop_never_shows_a_story_that_was_not_shown(history, policy, stop):
    received, acts = history
    before = fold(received, acts, policy, NOW).standing.state
    after = fold([*received, *stop[0]], [*acts, *stop[1]], policy, NOW).standing.state
    assert not (after in SHOWN and before not in SHOWN)


@quick
@given(histories, policies)
def test_a_story_that_is_shown_has_been_shown_since_some_instant_not_after_now(history, policy):
    made = fold(*history, policy, NOW)
    if made.standing.state in SHOWN:
        assert made.first_live is not None
    assert made.first_live is None or made.first_live <= NOW


@quick
@given(histories, policies)
def test_the_first_published_time_of_a_later_replay_is_the_one_of_the_day(history, policy):
    received, acts = history
    known = [d for d in received if d.arrived <= NOW] or [dispatch(arrived=moment(0))]
    done = [c for c in acts if c.at <= NOW]
    on_the_day = fold(known, done, policy, NOW).first_live
    if on_the_day is not None:
        later = [d for d in received if d.arrived > NOW]
        assert (
            fold([*known, *later], [*done, *(c for c in acts if c.at > NOW)], policy, moment(99)).first_live
            == on_the_day
        )


@quick
@given(
    st.lists(dispatches, max_size=4),
    st.lists(changes.filter(lambda c: not isinstance(c, type(kill(NOW)))), max_size=3),
    policies,
)
def test_nothing_opens_an_embargo_that_the_highest_version_carries_before_its_end(received, acts, policy):
    newest = embargoed(9, moment(26), arrived=moment(3))
    assert fold([*received, newest], acts, policy, NOW).standing.state not in SHOWN
    assert fold([*received, newest], acts, policy, NOW).first_live in {
        None, fold(received or [newest], acts, policy, NOW).first_live
    }  # fmt: skip


@quick
@given(histories, policies)
def test_until_is_when_the_clock_alone_may_change_the_standing(history, policy):
    now = max([NOW, *(d.arrived for d in history[0]), *(c.at for c in history[1])])
    made = fold(*history, policy, now).standing
    end = made.until or moment(100_000)
    assert end > now
    just_before = fold(*history, policy, end - (end - now) / 1000).standing
    assert (just_before.state, just_before.reason) == (made.state, made.reason)


def test_the_digest_of_a_maker_tells_contents_apart():
    assert sign(msgspec.structs.replace(dispatch(), feed="other")).digest == dispatch().digest
    assert dispatch(headline="Other").digest != dispatch().digest
