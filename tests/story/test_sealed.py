"""Which words nobody is shown any more (life.md section 5, rules 6 and 7)."""

from makers import cancel, dispatch, hold, kill, moment, release, withhold
from stet.model.thread import Around, Order
from stet.story import sealed


def test_nothing_is_sealed_where_nothing_was_stopped():
    assert sealed([], []) == ()
    assert sealed([dispatch(1), dispatch(2)], [hold(moment(5)), release(moment(6))]) == ()


def test_a_kill_seals_every_version_and_itself():
    all_ = [dispatch(1), dispatch(2), cancel(3)]
    assert sealed(all_, []) == tuple(all_)


def test_a_withhold_and_a_kill_by_hand_seal_what_they_reach():
    assert sealed([dispatch(1), withhold(2)], []) == (dispatch(1), withhold(2))
    assert sealed([dispatch(1)], [kill(moment(20))]) == (dispatch(1),)


def test_a_later_usable_version_is_not_sealed_and_those_below_the_stop_are():
    assert sealed([dispatch(1), cancel(2), dispatch(3)], []) == (dispatch(1), cancel(2))


def test_the_same_words_by_another_feed_are_sealed_too():
    other = dispatch(1, feed="second")
    assert sealed([dispatch(1), other, cancel(2)], []) == (dispatch(1), other, cancel(2))


def test_an_order_by_another_name_seals():
    order = Order(dispatch=cancel(None, story_key="northwind:order", version_created=moment(60)), sure=True)
    assert sealed([dispatch(1)], [], Around(orders=(order,))) == (dispatch(1),)
