"""Whose words a story has in its address: never words that were stopped, corrected, or held unseen."""

from itertools import permutations

import pytest

from makers import HOLDING, cancel, dispatch, embargoed, moment, release
from stet.model.story import Policy
from stet.story import fold

NOW = moment(500)
POLICY = Policy(section="Harbour")
CORRECTION = ("sig:correction",)


def named(*given, changes=(), policy=POLICY, now=NOW):
    """What names the story, in whatever order it came."""
    found = {fold(those, changes, policy, now).named.headline for those in permutations(given)}
    assert len(found) == 1
    return found.pop()


def test_an_update_does_not_move_the_page():
    assert named(dispatch(1, headline="First"), dispatch(2, headline="Second")) == "First"


def test_a_version_that_comes_late_gives_the_address_no_words_that_a_tripwire_holds():
    late = dispatch(1, headline="XXX of Velmora arrested", arrived=moment(300))
    assert named(late, dispatch(2, headline="Second"), dispatch(3, headline="Third")) == "Second"


def test_a_version_that_a_later_one_replaced_before_a_person_released_the_story_gives_the_address_no_words():
    given = dispatch(1, headline="Smithers arrested"), dispatch(2, headline="Mayor leaves office")
    assert named(*given, changes=[release(moment(30), against=2)], policy=HOLDING) == "Mayor leaves office"
    assert named(*given, changes=[release(moment(15), against=1)], policy=HOLDING) == "Smithers arrested"


def test_a_version_that_was_replaced_under_its_embargo_gives_the_address_no_words():
    given = (
        embargoed(1, moment(100), headline="Smithers arrested"),
        embargoed(2, moment(100), headline="Mayor leaves office"),
    )
    assert named(*given, dispatch(12, headline="Mayor leaves for good")) == "Mayor leaves office"


def test_a_version_that_comes_late_below_what_readers_have_gives_the_address_no_words():
    late = dispatch(1, headline="Smithers arrested", arrived=moment(300))
    assert named(late, dispatch(2, headline="Second"), dispatch(3, headline="Third")) == "Second"


def test_of_versions_that_wait_in_one_backlog_only_the_newest_gives_the_address_its_words():
    """Edge case 42: what is settled together is shown once, whatever instants the clock gave to each."""
    given = [
        dispatch(n, headline=f"Version {n}", version_created=moment(9), arrived=moment(60 + at / 600))
        for at, n in enumerate((1, 3, 2))
    ]
    assert named(*given) == "Version 3"
    assert named(*given, dispatch(20, headline="Much later")) == "Version 3"


def test_what_readers_had_before_a_hold_keeps_its_words_in_the_address():
    given = dispatch(1, headline="First"), dispatch(2, headline="XXX of Velmora"), dispatch(3, headline="Third")
    assert named(*given) == "First"


def test_words_that_a_person_let_go_may_stand_in_the_address():
    held = dispatch(1, headline="XXX of Velmora arrested")
    assert named(held, dispatch(2, headline="Second"), changes=[release(moment(15))]) == held.headline


def test_a_version_that_was_read_with_a_doubt_gives_the_address_no_words():
    assert named(dispatch(1, headline="First", queries=("Is it this?",)), dispatch(2, headline="Second")) == "Second"


def test_where_every_version_is_in_doubt_the_one_that_readers_get_names_the_story():
    assert named(*(dispatch(n, headline=f"XXX of Velmora, {n}") for n in (1, 2, 3))) == "XXX of Velmora, 3"


@pytest.mark.parametrize("between", [(), (dispatch(2, headline="Mayor silent"),)])
def test_after_a_correction_the_corrected_words_are_not_in_the_address(between):
    corrected = dispatch(3, headline="Mayor not arrested", signals=CORRECTION)
    assert named(dispatch(1, headline="Mayor arrested"), *between, corrected) == corrected.headline
    assert named(dispatch(1, headline="Mayor arrested"), *between, corrected, dispatch(4, headline="Later")) == (
        corrected.headline
    )


def test_a_correction_that_leaves_the_headline_leaves_the_address():
    corrected = dispatch(2, headline="First", body_text="Two boats, not three.", signals=CORRECTION)
    assert named(dispatch(1, headline="First"), corrected, dispatch(3, headline="Third")) == "First"


def test_no_word_below_a_kill_names_what_came_after_it():
    assert named(dispatch(1, headline="Mayor stole"), cancel(2), dispatch(3, headline="Corrected")) == "Corrected"


def test_whenever_the_address_may_have_been_another_there_is_a_pointer():
    def moved(*given, changes=()):
        return fold(given, changes, POLICY, NOW).moved

    assert not moved(dispatch(1, headline="First"), dispatch(2, headline="Second"))
    assert moved(dispatch(1, headline="First"), dispatch(2, headline="Second", signals=CORRECTION))
    assert moved(dispatch(1, headline="First", arrived=moment(300)), dispatch(2, headline="Second"))
    held = (dispatch(1, headline="XXX of Velmora"), dispatch(2, headline="Second"))
    assert moved(*held)
    assert moved(*held, changes=[release(moment(30), against=2)])
