"""What became of a story since somebody looked at it, and whether it is already as they ask."""

import pytest

from makers import (
    HOLDING,
    POLICY,
    cancel,
    chief,
    dispatch,
    headline,
    hold,
    house_picture,
    kill,
    moment,
    picture,
    release,
    unsealed,
)
from stet.desk import edit
from stet.desk.moved import UNKNOWN, already, moved, stamp
from stet.model.change import Hold, Kill, Release, SetHeadline, SetPicture
from stet.story import fold


def folded(*dispatches, changes=(), policy=POLICY):
    return fold(dispatches, changes, policy, moment(200))


def test_nothing_moved_where_nothing_came():
    story = folded(dispatch(1))
    assert moved(story, (), stamp(story, ())) == ()


def test_an_update_is_told_by_the_words_that_differ():
    seen = stamp(folded(dispatch(1)), ())
    now = folded(dispatch(1), dispatch(2, body_text="The harbour bridge in Velmora reopened on Sunday."))
    assert any(one.startswith("The agency updated it") and "“Sunday" in one for one in moved(now, (), seen))


def test_what_headline_and_body_change_alike_is_told_once():
    was = dispatch(1, headline="31 ferries", body_text="There are 31 of them.")
    now = folded(was, dispatch(2, headline="45 ferries", body_text="There are 45 of them."))
    [told] = moved(now, (), stamp(folded(was), ()))
    assert told.count("“31” is now “45”") == 1


def test_a_version_with_the_same_words_is_no_move():
    seen = stamp(folded(dispatch(1)), ())
    assert moved(folded(dispatch(1), dispatch(2)), (), seen) == ()


def test_other_pictures_of_the_agencys_are_a_move():
    seen = stamp(folded(dispatch(1)), ())
    now = folded(dispatch(1), dispatch(2, pictures=(picture(),)))
    assert moved(now, (), seen) == ("The agency's pictures of it are others now.",)


def test_what_others_did_is_told_with_their_names():
    story, acts = folded(dispatch(1)), (headline("Bridge open again", moment(30)),)
    assert moved(story, acts, stamp(story, ())) == ("mira set the headline “Bridge open again” at 12:30:00 UTC.",)


def test_another_standing_is_told_with_its_reason():
    seen = stamp(folded(dispatch(1)), ())
    told = moved(folded(dispatch(1), changes=(hold(moment(30)),)), (hold(moment(30)),), seen)
    assert told[0].startswith("It was live and is held now: ")


def test_of_a_killed_story_no_word_is_told():
    acts = (headline("Bridge open again", moment(30)),)
    seen = stamp(folded(dispatch(1)), ())
    told = moved(folded(dispatch(1), cancel(2), changes=acts), acts, seen)
    assert told[0].startswith("It was live and is withdrawn now: ")
    assert "Bridge" not in " ".join(told)


def test_to_read_what_is_sealed_moves_nothing():
    story = folded(dispatch(1), cancel(2))
    assert moved(story, (unsealed(moment(40)),), stamp(story, ())) == ()


@pytest.mark.parametrize("seen", ["", "x", "a.b.c", "a.live.", "a.live.-1", "a.live.9999999999", "a.live.٣"])
def test_a_stamp_that_says_nothing_is_asked_again(seen):
    assert moved(folded(dispatch(1)), (), seen) == (UNKNOWN,)


# -- already so


def asks(story, changes, act):
    return already(story, changes, type(act), act)


def test_the_same_headline_twice_is_so_already():
    acts = (headline("Bridge open again", moment(30)),)
    story = folded(dispatch(1), changes=acts)
    assert asks(story, acts, edit.set_headline(story, "Bridge open again", who=chief(), at=moment(40)))
    assert not asks(story, acts, edit.set_headline(story, "Bridge is open", who=chief(), at=moment(40)))


def test_the_agencys_own_words_are_so_already_until_ours_stand_over_them():
    story = folded(dispatch(1))
    back = edit.set_headline(story, "", who=chief(), at=moment(40))
    assert asks(story, (), back)
    assert not asks(story, (headline("Bridge open again", moment(30)),), back)


def test_the_same_picture_twice_is_so_already():
    acts = (house_picture("a" * 64, moment(30)),)
    story = folded(dispatch(1), changes=acts)
    same = SetPicture(**{name: getattr(acts[0], name) for name in acts[0].__struct_fields__})
    assert asks(story, acts, same)
    assert not asks(story, acts, edit.set_picture(story, None, who=chief(), at=moment(40)))


def test_a_second_hold_kill_or_release_is_so_already():
    held = (hold(moment(30)),)
    assert already(folded(dispatch(1), changes=held), held, Hold, None)
    killed = (kill(moment(30)),)
    assert already(folded(dispatch(1), changes=killed), killed, Kill, None)
    let_go = (release(moment(30)),)
    assert already(folded(dispatch(1), changes=let_go, policy=HOLDING), let_go, Release, None)


def test_a_kill_after_the_agencys_own_stop_is_not_so_already():
    acts = (kill(moment(15)),)
    assert not already(folded(dispatch(1), cancel(2), changes=acts), acts, Kill, None)


def test_a_headline_that_was_refused_is_not_so_already():
    assert not already(folded(dispatch(1)), (), SetHeadline, None)
