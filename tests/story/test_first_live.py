"""When readers could first see a story here: our clock, and the same at every replay."""

from makers import HOLDING, POLICY, State, cancel, dispatch, embargoed, hold, kill, moment, release, withhold
from stet.story.fold import fold


def first_live(*dispatches, changes=(), policy=POLICY, now=None):
    return fold(dispatches, changes, policy, now or moment(1000)).first_live


def test_a_story_is_first_live_when_it_arrives():
    assert first_live(dispatch(1), dispatch(2)) == moment(11)


def test_an_update_a_hold_and_a_kill_leave_it_where_it_was():
    later = [dispatch(2), cancel(3)]
    assert first_live(dispatch(1), *later, changes=[hold(moment(15)), kill(moment(40))]) == moment(11)


def test_an_embargoed_story_is_first_live_when_its_embargo_ends():
    assert first_live(embargoed(1, moment(100))) == moment(100)
    assert first_live(embargoed(1, moment(100)), now=moment(99)) is None


def test_a_held_story_is_first_live_when_a_person_releases_it():
    assert first_live(dispatch(), policy=HOLDING, changes=[release(moment(50))]) == moment(50)
    assert first_live(dispatch(), policy=HOLDING) is None


def test_a_story_blocked_by_an_earlier_kill_never_was_live():
    assert first_live(cancel(2, arrived=moment(1)), dispatch(1)) is None


def test_what_arrives_at_one_instant_counts_together():
    assert first_live(dispatch(1, arrived=moment(50)), cancel(2, arrived=moment(50))) is None


def test_a_story_killed_later_keeps_its_first_instant_when_it_comes_back():
    dispatches = [dispatch(1), cancel(2), dispatch(3)]
    assert first_live(*dispatches, changes=[release(moment(40), against=3)]) == moment(11)


def test_a_withheld_story_is_first_live_when_usable_comes():
    assert first_live(withhold(1), dispatch(2)) == moment(21)


def test_it_is_never_after_now():
    made = fold([dispatch(arrived=moment(90))], [], POLICY, moment(60))
    assert (made.standing.state, made.first_live) == (State.LIVE, moment(60))


def test_later_knowledge_does_not_move_it():
    assert first_live(dispatch(1), embargoed(2, moment(500), arrived=moment(60))) == moment(11)


def test_many_versions_that_never_opened_are_looked_through_quickly():
    versions = [embargoed(n, None) for n in range(60)]
    assert first_live(*versions) is None


def test_a_story_that_comes_after_its_expiry_can_be_read_from_then_on():
    made = fold([dispatch(expires=moment(20), arrived=moment(70))], [], POLICY, moment(1000))
    assert (made.standing.state, made.first_live) == (State.EXPIRED, moment(70))
