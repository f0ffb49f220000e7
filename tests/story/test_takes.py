"""Takes of a text, joined (life.md sections 3 and 8; edge case 89)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from makers import BODY, KEY, POLICY, State, cancel, dispatch, kill, moment, release, sign
from stet.model.dispatch import Embargo, Kind
from stet.model.story import SHOWN, Policy
from stet.model.text import fingerprint, joined
from stet.story.fold import fold
from stet.story.takes import WAIT, waits_until

NOW = moment(1000)
ALERTS_WAIT = Policy(section="Harbour", hold_alerts=True)


def take(number=1, created=20.0, key="", **fields):
    """A take that goes on from the story; none: one without a number."""
    signals = ("wire:add",) if number is None else ("wire:add", f"wire:add-{number}")
    key = key or f"{KEY}/add-{number}-{created}"
    return dispatch(
        None, story_key=key, guid=key, continues=(KEY,),
        **({"signals": signals, "version_created": moment(created), "arrived": moment(created + 1),
            "body_text": f"Words of take {number}."} | fields),
    )  # fmt: skip


def first(**fields):
    return dispatch(None, **({"version_created": moment(10), "arrived": moment(11)} | fields))


def lead(created, **fields):
    return first(version_created=moment(created), arrived=moment(created + 1), **({"body_text": "A lead."} | fields))


def story(*dispatches, changes=(), policy=POLICY, now=NOW):
    return fold(dispatches, changes, policy, now)


def test_a_story_that_came_as_one_has_no_parts():
    assert story(first()).parts == ()


def test_takes_are_joined_and_the_whole_has_everybodys_words():
    made = story(take(2, 30), first(word_count=9), take(1, word_count=5))
    assert made.current.body_text == f"{BODY}\n\nWords of take 1.\n\nWords of take 2."
    assert made.current.body_html.endswith("</p>\n<p>Words of take 1.</p>\n<p>Words of take 2.</p>")
    assert made.current.wire_fingerprint == fingerprint(made.current.body_text)
    assert made.current.word_count == 9 + 5 + 4
    assert [part.story_key for part in made.parts] == [KEY, take(1).story_key, take(2, 30).story_key]
    assert (made.key, made.current.story_key, made.current.headline) == (KEY, KEY, first().headline)
    assert made.current.version_created == moment(30)


def test_the_newest_part_is_what_the_page_was_updated_by_also_where_it_came_long_after_the_first():
    assert story(first(), take(created=500)).current.arrived == moment(501)


@pytest.mark.parametrize("without", ["body_text", "time"])
def test_what_cannot_be_placed_is_not_joined(without):
    odd = take(2, body_text="") if without == "body_text" else take(2, version_created=None)
    made = story(first(), lead(15), take(1, 20), odd)
    assert made.current.body_text == "A lead.\n\nWords of take 1."


def test_two_takes_under_one_number_and_time_are_joined_only_where_they_say_the_same():
    same = take(1, 20, f"{KEY}/add-other")
    assert len(story(first(), take(1, 20), same).parts) == 2
    other = take(1, 20, f"{KEY}/add-other", body_text="Other words.")
    made = story(first(), take(1, 20), other)
    assert made.parts == ()
    assert "Add 1 of this story is missing" in made.flags[0]


def test_a_take_whose_words_are_not_those_that_were_sent_holds_the_story():
    made = story(first(), take(wire_fingerprint=fingerprint("Other words.")))
    assert made.standing.state is State.HELD
    assert "letter by letter" in made.standing.reason


def test_a_take_older_than_the_version_that_stands_is_not_asked_about():
    made = story(first(), take(queries=("What is this?",)), lead(40))
    assert made.standing.state is State.LIVE
    assert story(first(), take(queries=("What is this?",))).standing.reason == "What is this?"


def test_a_person_answers_for_the_takes_that_had_come_and_not_for_those_after():
    asked = [first(), take(1, 20, queries=("First?",)), take(2, 40, queries=("Second?",))]
    answered = [release(moment(30), against=None)]
    assert story(*asked[:2], changes=answered).standing.state is State.LIVE
    assert story(*asked, changes=answered).standing.reason == "Second?"


def test_a_note_to_editors_is_no_take_of_the_text():
    assert story(first(), take(kind=Kind.ADVISORY)).parts == ()


@pytest.mark.parametrize("until", [moment(2000), None])
def test_an_embargo_on_a_take_shuts_the_story(until):
    made = story(first(), take(embargo=Embargo(until=until)))
    assert (made.standing.state, made.standing.until) == (State.SCHEDULED, until)
    if until:
        assert story(first(), take(embargo=Embargo(until=until)), now=until).standing.state is State.LIVE


def test_takes_of_a_killed_version_do_not_come_back_with_its_substitute():
    items = [first(), take(1, 20), cancel(None, version_created=moment(30)), lead(40), take(2, 50)]
    made = story(*items, changes=[release(moment(600), against=None)])
    assert made.standing.state is State.LIVE
    assert made.current.body_text == "A lead."


@pytest.mark.parametrize("at", [25, 500])
def test_a_kill_at_the_desk_takes_the_takes_too(at):
    assert story(first(), take(1, 20), changes=[kill(moment(at), against=None)]).standing.state is State.WITHDRAWN


def test_takes_that_were_here_at_a_kill_do_not_come_back_with_what_follows_it():
    late = lead(15, body_text="A late lead.")
    late = sign(replace(late, arrived=moment(40)))
    made = story(
        first(), take(1, 20), late, changes=[kill(moment(30), against=None), release(moment(50), against=None)]
    )
    assert made.standing.state is State.LIVE
    assert made.current.body_text == "A late lead."


# -- more to come

PROMISES = {"signals": ("wire:more",)}


def test_a_first_take_waits_and_says_until_when():
    waiting = story(first(**PROMISES), now=moment(11))
    assert (waiting.standing.state, waiting.standing.until) == (State.HELD, moment(11) + WAIT)
    assert waiting.first_live is None
    up = story(first(**PROMISES), now=moment(11) + WAIT)
    assert (up.standing.state, up.first_live) == (State.LIVE, moment(11) + WAIT)


def test_an_add_or_a_newer_version_or_a_person_ends_the_waiting():
    now = moment(22)
    assert story(first(**PROMISES), take(1, 20), now=now).first_live == moment(21)
    assert story(first(**PROMISES), take(2, 20), now=now).standing.state is State.LIVE
    assert story(first(**PROMISES), lead(20), now=now).standing.state is State.LIVE
    assert story(first(), lead(20, **PROMISES), now=now).standing.state is State.LIVE
    told = [release(moment(20), against=None)]
    assert story(first(**PROMISES), changes=told, now=now).first_live == moment(20)


# -- alerts


def test_an_alert_waits_only_where_the_house_says_so_and_while_it_is_one():
    alert = first(kind=Kind.ALERT)
    assert story(alert).standing.state is State.LIVE
    assert story(alert, policy=ALERTS_WAIT).standing.state is State.HELD
    assert story(alert, lead(20), policy=ALERTS_WAIT).standing.state is State.LIVE


# -- repeats


def test_a_repeat_of_the_same_words_is_not_a_version():
    made = story(first(), lead(20, body_text=BODY, signals=("wire:repeat",)))
    assert made.current == first()


def test_a_repeat_counts_where_a_stop_has_taken_what_it_repeats():
    stopped = [first(), cancel(None, version_created=moment(30))]
    again = lead(40, body_text=BODY, signals=("wire:repeat",))
    assert story(*stopped).standing.state is State.WITHDRAWN
    assert story(*stopped, again).standing.state is State.HELD


# -- properties

minutes = st.integers(10, 60)
whole = st.builds(
    lambda at, more, words: lead(at, body_text=words, signals=more),
    minutes, st.sampled_from([(), ("wire:more",), ("wire:repeat",)]), st.sampled_from([BODY, "A lead."]),
)  # fmt: skip
takes = st.builds(
    lambda n, at, ask, shut: take(n, at, queries=ask, embargo=Embargo(until=moment(shut)) if shut else None),
    st.sampled_from([None, 1, 1, 2, 2, 3]), minutes, st.sampled_from([(), (), (), ("Why?",)]),
    st.one_of(st.none(), st.none(), minutes),
)  # fmt: skip
stops = st.builds(lambda at: cancel(None, version_created=moment(at), arrived=moment(at + 1)), minutes)
histories = st.tuples(
    st.lists(whole, min_size=1, max_size=3), st.lists(takes, max_size=5), st.lists(stops, max_size=1)
).map(lambda many: [one for some in many for one in some])
acts = st.lists(st.builds(lambda at: release(moment(at), against=None), minutes), max_size=1)
quick = settings(max_examples=150, deadline=None)


@quick
@given(histories, acts, st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_of_takes_give_the_same_story(came, changes, random):
    again = [*came, *came]
    random.shuffle(again)
    assert story(*again, changes=changes) == story(*came, changes=changes)


@quick
@given(histories, acts)
def test_what_is_shown_is_always_the_takes_that_were_sent_in_their_order_without_a_gap(came, changes):
    made = story(*came, changes=changes)
    parts = made.parts or (made.current,)
    assert made.current.wire_fingerprint == fingerprint(joined(part.body_text for part in parts))
    if made.standing.state in SHOWN:
        assert fingerprint(made.current.body_text) == made.current.wire_fingerprint
        for number, part in enumerate(made.parts[1:], 1):
            assert f"wire:add-{number}" in part.signals
            assert part.version_created >= made.parts[0].version_created


@quick
@given(histories, acts, stops)
def test_a_further_stop_never_shows_more_of_the_takes(came, changes, stop):
    before, after = story(*came, changes=changes), story(*came, stop, changes=changes)
    if before.standing.state not in SHOWN:
        assert after.standing.state not in SHOWN
    if after.standing.state in SHOWN:
        assert len(after.parts) <= max(len(before.parts), 0)


@quick
@given(histories, acts)
def test_the_clock_alone_changes_a_story_of_takes_only_at_the_instant_it_names(came, changes):
    for minute in range(61, 100, 7):
        made = story(*came, changes=changes, now=moment(minute))
        until = made.standing.until
        if until is None:
            assert story(*came, changes=changes, now=moment(5000)).standing == made.standing
        else:
            assert until > moment(minute)
            just = story(*came, changes=changes, now=moment(minute) + (until - moment(minute)) / 2)
            assert just.standing == made.standing


@quick
@given(histories, acts)
def test_the_first_published_time_of_a_story_of_takes_stays_what_it_was(came, changes):
    earlier = story(*came, changes=changes, now=moment(70)).first_live
    later = story(*came, changes=changes, now=moment(5000)).first_live
    assert earlier is None or earlier == later


@quick
@given(histories, acts)
def test_the_first_published_time_is_that_of_the_day_as_the_takes_came(came, changes):
    live = None
    for at in map(moment, range(10, 100)):
        known = [one for one in came if one.arrived <= at]
        done = [act for act in changes if act.at <= at]
        if known and story(*known, changes=done, now=at).standing.state in SHOWN:
            live = at
            break
    assert story(*came, changes=changes, now=moment(100)).first_live == live


def test_a_text_that_promises_nothing_waits_for_nothing():
    assert waits_until(first()) is None
