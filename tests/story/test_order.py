"""Which of two versions is later (edge cases 39 to 45)."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from makers import dispatch, moment
from stet.story.order import rank, sort_key


def later(a, b):
    return sort_key(a) > sort_key(b)


def test_versions_compare_as_integers_and_not_as_words():
    assert later(dispatch(10), dispatch(9))


def test_a_gap_in_the_numbers_is_normal():
    assert later(dispatch(1_927_777_166), dispatch(3))
    assert later(dispatch(2**62), dispatch(2**31))


def test_version_0_is_a_version_and_missing_is_not_0():
    assert later(dispatch(1), dispatch(0))
    assert later(dispatch(0, version_created=moment(0)), dispatch(None, version_created=moment(500)))


def test_a_higher_number_is_later_although_its_time_is_older():
    assert later(dispatch(3, version_created=moment(5)), dispatch(2, version_created=moment(50)))


def test_under_one_number_the_later_time_wins_whatever_arrived_last():
    newer = dispatch(2, version_created=moment(25), arrived=moment(26))
    older = dispatch(2, version_created=moment(20), arrived=moment(90))
    assert later(newer, older)


def test_a_time_is_later_than_no_time():
    assert later(dispatch(2, version_created=moment(20)), dispatch(2, version_created=None))


def test_under_one_number_and_one_time_the_first_to_arrive_stands():
    assert later(dispatch(2, headline="First", arrived=moment(21)), dispatch(2, headline="Second", arrived=moment(22)))


def test_without_numbers_the_time_decides_before_the_arrival():
    newer = dispatch(None, version_created=moment(30), arrived=moment(31))
    older = dispatch(None, version_created=moment(20), arrived=moment(40))
    assert later(newer, older)


def test_an_edited_entry_without_number_wins_over_the_one_that_arrived_before_it():
    edited = dispatch(None, headline="Edited", arrived=moment(40))
    assert later(edited, dispatch(None, headline="As first sent", arrived=moment(20)))


def test_the_digest_settles_what_is_still_level():
    a, b = dispatch(2, headline="One"), dispatch(2, headline="Other")
    assert rank(a) == rank(b)
    assert later(a, b) is not later(b, a)
    assert later(a, b) is (a.digest > b.digest)


versions = st.builds(
    dispatch,
    st.one_of(st.none(), st.integers(0, 2)),
    version_created=st.one_of(st.none(), st.integers(0, 2).map(moment)),
    arrived=st.integers(0, 3).map(moment),
    headline=st.sampled_from(["One", "Two"]),
)


@given(st.lists(versions, max_size=6, unique_by=lambda d: (d.digest, d.arrived)))
def test_the_order_is_total_so_no_two_different_dispatches_are_level(dispatches):
    ordered = sorted(dispatches, key=sort_key)
    assert all(later(b, a) and not later(a, b) for a, b in pairwise(ordered))


def test_an_instant_far_ahead_keeps_its_microseconds():
    far = moment(60 * 24 * 365 * 5000)
    assert later(dispatch(2, version_created=far + timedelta(microseconds=1)), dispatch(2, version_created=far))
