"""Which versions are corrections, and which of them readers are told of (life.md sections 3, 4 and 10)."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makers import HOLDING, POLICY, cancel, dispatch, embargoed, moment, picture, release, withhold
from stet.model.story import Correction
from stet.story.corrections import is_correction
from stet.story.fold import fold

NOW = moment(1000)
SIGNAL = ("sig:correction",)
NOTE = "An earlier version named the wrong quay."


def correction(version=2, **fields):
    """A version that corrects, with other words than the one before."""
    return dispatch(version, **({"signals": SIGNAL, "body_text": f"Corrected words {version}."} | fields))


def told(*dispatches, changes=(), policy=POLICY, now=NOW):
    return fold(dispatches, changes, policy, now).corrections


# -- which versions are corrections


@pytest.mark.parametrize(
    "signals",
    [
        ("sig:correction",),
        ("sig:update", "sig:correction"),
        ("signal:correction",),
        ("Correction",),
        ("newscontent", "Lead", "Correction"),
        ("CORRECTION", "sig:correction"),
        ("Corrected",),
        ("wire:repeat", "sig:correction"),
    ],
)
def test_a_signal_for_a_correction_makes_a_version_one(signals):
    assert is_correction(dispatch(2, signals=signals))


@pytest.mark.parametrize(
    "signals",
    [
        (),
        ("sig:update",),
        ("wire:repeat",),
        ("wire:refile",),
        ("REFILE, CORRECTED", "wire:refile", "sig:correction"),
        ("wire:corrective",),
        ("Corrective",),
        ("aparole:correctionnote",),
        ("Update:U",),
    ],
)
def test_a_refile_a_repeat_a_corrective_and_an_update_are_none(signals):
    assert not is_correction(dispatch(2, signals=signals))


def test_words_of_the_copy_never_make_a_version_a_correction():
    spoken = {
        "headline": "CORRECTED: the film",
        "slugline": "CORRECTION",
        "summary": "Correction",
        "ed_note": "Corrects",
    }
    assert not is_correction(dispatch(2, body_text="Correction: he said.", **spoken))


# -- what readers are told


def test_a_correction_of_what_was_shown_is_told_with_the_agencys_time_and_its_note_for_readers():
    made = told(dispatch(1), correction(2, public_note=NOTE, ed_note="Never show this."))
    assert made == (Correction(at=moment(20), version=2, note=NOTE),)


def test_without_a_note_for_readers_there_is_none_and_an_editors_note_is_never_one():
    [made] = told(dispatch(1), correction(2, ed_note="Corrects the quay."))
    assert made.note is None


def test_corrections_are_told_oldest_first():
    made = told(correction(4), dispatch(3), dispatch(1), correction(2))
    assert [one.version for one in made] == [2, 4]


def test_a_version_without_a_time_or_with_one_from_the_future_is_told_under_its_arrival():
    assert told(dispatch(1), correction(2, version_created=None))[0].at == moment(21)
    assert told(dispatch(1), correction(2, version_created=moment(500)))[0].at == moment(21)


def test_a_story_whose_first_version_is_a_correction_tells_nothing():
    assert told(correction(2)) == ()


def test_an_update_after_it_leaves_a_correction_told():
    assert [one.version for one in told(dispatch(1), correction(2), dispatch(3))] == [2]


@pytest.mark.parametrize("stop", [cancel, withhold])
def test_a_correction_that_a_stop_reached_is_not_told(stop):
    assert told(dispatch(1), correction(2), stop(3)) == ()
    after = told(
        dispatch(1), correction(2), stop(3), dispatch(4), correction(5), changes=[release(moment(60), against=5)]
    )
    assert [one.version for one in after] == [5]


def test_a_correction_is_not_told_when_a_stop_has_taken_all_that_it_corrected():
    assert told(dispatch(1), cancel(2), correction(3), changes=[release(moment(60), against=3)]) == ()


def test_a_correction_under_an_embargo_is_not_told_for_nobody_saw_the_error():
    until = moment(100)
    assert told(embargoed(1, until), correction(2, embargo=embargoed(2, until).embargo)) == ()
    later = correction(12, embargo=embargoed(12, until).embargo)
    assert [one.version for one in told(embargoed(1, until), later)] == [12]


def test_a_correction_that_came_before_a_person_let_the_story_go_is_not_told():
    changes = [release(moment(30), against=2)]
    made = told(dispatch(1), correction(2), correction(4), changes=changes, policy=HOLDING)
    assert [one.version for one in made] == [4]


def test_a_story_that_is_not_shown_yet_tells_nothing():
    assert told(dispatch(1), correction(2), policy=HOLDING) == ()


def test_a_correction_newer_than_the_text_that_is_shown_is_not_told():
    without_text = correction(2, body_text="")
    assert told(dispatch(1), without_text, changes=[release(moment(60), against=2)]) == ()


def test_a_correction_that_is_shown_to_nobody_because_another_content_stands_is_not_told():
    first = dispatch(2, body_text="As it came first.", arrived=moment(21))
    second = correction(2, arrived=moment(30))
    assert told(dispatch(1), first, second) == ()


def test_a_correction_sent_again_is_told_once():
    assert [one.version for one in told(dispatch(1), correction(2), correction(2, feed="other"))] == [2]
    again = correction(3, body_text="Corrected words 2.")
    assert [one.version for one in told(dispatch(1), correction(2), again)] == [2]


def test_a_note_that_an_earlier_version_carried_is_not_the_corrections():
    standing = "Contains descriptions of violence."
    [made] = told(dispatch(1, public_note=standing), correction(2, public_note=standing))
    assert made.note is None


def test_a_correction_of_something_beside_the_text_is_told_when_it_shows_or_is_worded_for_readers():
    same = dispatch(1).body_text
    pictured = dispatch(1, pictures=(picture(),))
    recaptioned = correction(2, body_text=same, pictures=(picture(caption="Another bridge"),))
    assert [one.version for one in told(pictured, recaptioned)] == [2]
    assert [one.note for one in told(dispatch(1), correction(2, body_text=same, public_note=NOTE))] == [NOTE]
    assert told(dispatch(1), correction(2, body_text=same, ed_note="Urgency corrected.", urgency=2)) == ()


# -- any order


SET = [
    dispatch(1), correction(2), dispatch(3), correction(4, public_note=NOTE),
    dispatch(None, body_text="Without a number."), cancel(2, version_created=moment(15)),
]  # fmt: skip


@pytest.mark.parametrize("count", [3, 4, 5])
def test_any_order_gives_the_same_corrections(count):
    for some in ([SET[0], *SET[1:count]], SET[-count:]):
        made = {told(*order) for order in permutations(some)}
        assert len(made) == 1


@settings(max_examples=40, deadline=None)
@given(st.permutations([11, 21, 31, 41]))
def test_any_order_of_arrival_gives_the_same_corrections(arrivals):
    made = (dispatch, correction, dispatch, correction)
    came = [
        make(number, version_created=moment(number), arrived=moment(minute))
        for number, (make, minute) in enumerate(zip(made, arrivals, strict=True), 1)
    ]
    assert [one.version for one in told(*came)] == [2, 4]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(SET), min_size=1, max_size=6))
def test_what_is_told_was_sent_as_a_correction_and_stands(received):
    story = fold(received, [release(moment(900), against=9)], POLICY, NOW)
    standing = {one.dispatch.version for one in story.line if one.corrects}
    assert {one.version for one in story.corrections} <= standing
    assert [one.at for one in story.corrections] == sorted(one.at for one in story.corrections)
