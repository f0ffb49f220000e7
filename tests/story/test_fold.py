"""What a story's dispatches fold into."""

import pytest

from makers import AGENCY, KEY, POLICY, State, cancel, dispatch, headline, hold, moment
from stet.model.address import story_id
from stet.model.dispatch import Kind, Status
from stet.story.fold import fold
from stet.story.thread import thread

NOW = moment(1000)


def story(*dispatches, changes=(), policy=POLICY, now=NOW):
    return fold(dispatches, changes, policy, now)


def test_one_usable_version_is_a_live_story():
    first = dispatch()
    made = story(first)
    assert (made.key, made.id, made.agency) == (KEY, story_id(KEY), AGENCY)
    assert made.named == made.current == first
    assert (made.versions, made.conflict) == (1, False)
    assert made.standing.state is State.LIVE
    assert made.first_live == first.arrived


def test_a_dispatch_belongs_to_the_story_its_key_names():
    assert thread([dispatch(story_key="northwind:other")]).key == "northwind:other"


def test_a_later_version_is_current_and_the_first_keeps_the_address():
    made = story(dispatch(3), dispatch(1), dispatch(8))
    assert (made.named.version, made.current.version, made.versions) == (1, 8, 3)


def test_of_versions_1_3_and_2_in_one_poll_the_3rd_is_shown_and_all_are_kept():
    made = story(dispatch(1), dispatch(3), dispatch(2))
    assert (made.current.version, made.versions) == (3, 3)


def test_a_version_that_arrives_late_is_history():
    assert story(dispatch(2), dispatch(1, arrived=moment(500))).current.version == 2


def test_a_transport_duplicate_changes_nothing():
    first = dispatch()
    again = dispatch(feed="northwind-ftp", packet="other", arrived=moment(300))
    assert again.digest == first.digest
    assert story(first, again, first) == story(first)


def test_the_same_words_count_from_when_they_first_arrived_by_any_channel():
    late, early = dispatch(arrived=moment(300)), dispatch(arrived=moment(12), feed="northwind-ftp")
    assert story(late, early).first_live == moment(12)


def test_other_content_under_one_version_and_time_is_a_conflict_and_the_first_stands():
    stands = dispatch(2, headline="As first sent", arrived=moment(21))
    other = dispatch(2, headline="As sent again", arrived=moment(25))
    made = story(other, stands)
    assert made.conflict
    assert made.current == stands
    assert made.standing.state is State.LIVE


def test_other_content_with_a_later_time_is_an_update_and_no_conflict():
    made = story(dispatch(2), dispatch(2, headline="Mended", version_created=moment(29), arrived=moment(30)))
    assert not made.conflict
    assert made.current.headline == "Mended"


def test_an_edited_entry_without_numbers_is_no_conflict():
    made = story(dispatch(None), dispatch(None, headline="Edited", arrived=moment(60)))
    assert not made.conflict
    assert made.current.headline == "Edited"


def test_a_cancel_beside_a_usable_version_of_the_same_number_is_a_stop_and_no_conflict():
    made = story(dispatch(2), cancel(2, arrived=moment(99)))
    assert not made.conflict
    assert made.standing.state is State.WITHDRAWN


def test_what_readers_saw_was_first_live_also_when_a_hold_carries_a_later_time_than_now():
    held = [hold(moment(11.5))]
    assert fold([dispatch(1)], held, POLICY, moment(11)).first_live == moment(11)
    assert fold([dispatch(1)], held, POLICY, moment(12)).first_live == moment(11)


def test_an_alert_grows_into_the_full_story():
    alert = dispatch(1, kind=Kind.ALERT, body_text="")
    made = story(alert, dispatch(2))
    assert made.named == alert
    assert made.current.version == 2
    assert made.standing.state is State.LIVE


def test_after_a_kill_the_address_comes_from_what_stands_and_not_from_what_was_killed():
    made = story(dispatch(1, headline="The killed words"), cancel(2), dispatch(3, headline="The substitute"))
    assert made.named.version == 3


def test_without_anything_usable_the_highest_dispatch_stands_for_the_story():
    made = story(cancel(2), dispatch(1))
    assert made.current.version == 2
    assert made.standing.state is State.WITHDRAWN


def test_no_dispatch_is_no_story():
    with pytest.raises(ValueError, match="at least one dispatch"):
        fold([], [], POLICY, NOW)


def test_dispatches_of_two_stories_do_not_fold_together():
    with pytest.raises(ValueError, match="different stories"):
        story(dispatch(), dispatch(story_key="northwind:other"))


def test_a_change_of_another_story_does_not_fold_in():
    with pytest.raises(ValueError, match="another story"):
        story(dispatch(story_key="northwind:other"), changes=[headline("Ours", moment(50))])


def test_dispatches_without_a_digest_are_told_apart_by_their_place():
    import msgspec

    a = msgspec.structs.replace(dispatch(1), digest="")
    b = msgspec.structs.replace(dispatch(2), digest="")
    assert story(a, b, a).versions == 2


def test_a_story_that_was_never_usable_was_never_live():
    assert story(dispatch(status=Status.WITHHELD)).first_live is None
