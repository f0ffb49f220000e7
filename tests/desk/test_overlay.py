"""The house headline and picture under corrections, updates and threads (the house, decision 3; life.md section 9)."""

from itertools import permutations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makers import (
    HEADLINE,
    KEY,
    POLICY,
    SITE,
    cancel,
    dispatch,
    headline,
    house_picture,
    kill,
    moment,
    notes,
    picture,
    release,
    story,
)
from stet.desk.brief import brief
from stet.desk.doubts import doubts
from stet.desk.overlay import made_on, overlay
from stet.desk.resolve import resolve
from stet.model.brief import Flag
from stet.model.dispatch import Status
from stet.model.page import Cut
from stet.model.story import Version
from stet.story.fold import fold

NOW = moment(1000)
SIGNAL = ("sig:correction",)
BEFORE = "The harbour bridge in Velmora cost 12 million crowns.\n\nImra Doss, who leads the port, said so on Saturday."
COST = BEFORE.replace("12 million", "14 million")
NAME = BEFORE.replace("Imra Doss", "Ilra Doss")
DAY = BEFORE.replace("Saturday", "Sunday")
OURS = "Bridge for 12 million opens"
BRIDGE = (Cut(path="media/bridge-640.jpg", width=640, height=360),)
HARBOUR = (Cut(path="media/harbour-640.jpg", width=640, height=360),)
CUTS = {"bridge.jpg": BRIDGE, "asset-bridge": BRIDGE, "asset-harbour": HARBOUR}


def first(**fields):
    return dispatch(1, **({"body_text": BEFORE} | fields))


def update(version, body=BEFORE, **fields):
    return dispatch(version, body_text=body, **fields)


def correction(version, body, **fields):
    return dispatch(version, body_text=body, signals=SIGNAL, **fields)


def ours(at=15, text=OURS, **fields):
    return headline(text, moment(at), **fields)


def copy_of(*dispatches, changes):
    return resolve(fold(dispatches, changes, POLICY, NOW), changes, notes(), SITE, POLICY, CUTS.get)


def shown(*dispatches, changes):
    return copy_of(*dispatches, changes=changes).headline


def told(*dispatches, changes):
    return [doubt.words for doubt in doubts(fold(dispatches, changes, POLICY, NOW), changes, CUTS.get)]


# -- a correction against the house headline


def test_a_correction_of_a_number_in_the_house_headline_takes_it_away_at_once():
    made = copy_of(first(), correction(2, COST), changes=[ours()])
    assert (made.headline, made.house_headline) == (HEADLINE, False)
    assert "reworked nothing" in made.disclosure


def test_a_correction_of_a_name_in_the_house_headline_takes_it_away_at_once():
    assert shown(first(), correction(2, NAME), changes=[ours(text="Doss opens her bridge")]) == HEADLINE


def test_a_correction_in_the_agencys_headline_counts_as_one_in_the_text():
    wrong = "Harbour bridge in Velmora reopens for 12 million"
    versions = first(headline=wrong), correction(2, BEFORE, headline=wrong.replace("12", "14"))
    assert shown(*versions, changes=[ours(agency_headline=wrong)]) == versions[1].headline


def test_a_correction_of_anything_else_leaves_the_house_headline_and_tells_the_desk():
    versions = first(), correction(2, DAY)
    assert shown(*versions, changes=[ours()]) == OURS
    [doubt] = told(*versions, changes=[ours()])
    assert doubt == (
        "look at it again: the correction (version 2, 2026-11-21 12:20 UTC) changed nothing that it names, "
        "and may bear on it"
    )


def test_the_desk_is_told_which_headline_fell_and_why():
    [doubt] = told(first(), correction(2, COST), update(3, COST), changes=[ours()])
    assert doubt == f"“{OURS}” fell: the correction (version 2, 2026-11-21 12:20 UTC) changed what it says: “12”"


def test_an_update_that_changes_the_same_words_leaves_the_house_headline():
    assert shown(first(), update(2, COST), changes=[ours()]) == OURS


def test_the_desk_is_told_that_a_headline_may_be_out_of_date_and_why():
    [doubt] = doubts(fold([first(), update(2, COST)], [ours()], POLICY, NOW), [ours()], CUTS.get)
    assert doubt.words == "may be out of date: “12 million” is “14 million” now"
    assert doubt.stale


def test_a_headline_is_out_of_date_by_the_version_it_was_written_on_and_the_one_that_stands():
    assert told(first(), update(2, COST), update(3), changes=[ours()]) == []
    assert told(first(), update(2, COST), changes=[ours(25, against=2)]) == []
    assert told(first(), update(2, DAY), update(3, COST), changes=[ours(25, against=2)])


def test_a_mere_remark_makes_no_headline_out_of_date():
    versions = first(), update(2, headline="Harbour bridge in Velmora open"), correction(3, DAY)
    told_of = doubts(fold(versions, [ours()], POLICY, NOW), [ours()], CUTS.get)
    assert told_of
    assert not any(doubt.stale for doubt in told_of)


def test_the_list_has_a_headline_as_stale_when_it_may_be_out_of_date_and_not_for_a_mere_remark():
    def flags(*versions):
        made = fold(versions, [ours()], POLICY, NOW)
        return brief(made, [ours()], made.standing, policy=POLICY, came=NOW, cuts_of=CUTS.get).flags

    assert Flag.STALE in flags(first(), update(2, COST))
    assert Flag.STALE not in flags(first(), update(2, headline="Harbour bridge in Velmora open"))
    assert Flag.STALE not in flags(first(), correction(2, COST))


def test_an_update_that_changes_the_agencys_headline_leaves_the_house_headline_and_tells_the_desk():
    versions = first(), update(2, headline="Bridge shut again")
    assert shown(*versions, changes=[ours()]) == OURS
    assert told(*versions, changes=[ours()]) == ["look at it again: the agency has changed its own headline since"]


def test_an_update_after_the_correction_does_not_bring_the_headline_back():
    assert shown(first(), correction(2, COST), update(3, COST), changes=[ours()]) == HEADLINE
    assert shown(first(), correction(2, COST), update(3, BEFORE), changes=[ours()]) == HEADLINE


def test_an_older_house_headline_does_not_come_back_when_the_last_one_falls():
    changes = [ours(14, "Bridge open"), ours(15)]
    assert shown(first(), correction(2, COST), changes=changes) == HEADLINE


def test_a_headline_set_on_the_corrected_version_stands():
    after = ours(25, "Bridge for 14 million opens", against=2)
    assert shown(first(), correction(2, COST), changes=[ours(), after]) == after.text
    assert shown(first(), correction(2, COST), update(3, COST), changes=[after]) == after.text
    assert told(first(), correction(2, COST), changes=[ours(), after]) == []
    # Also where it says again what fell: the person had the corrected version before them.
    again = ours(25, OURS, against=2)
    assert shown(first(), correction(2, COST), changes=[ours(), again]) == OURS


def test_a_headline_set_on_the_corrected_version_falls_to_the_next_correction():
    after = ours(25, "Bridge for 14 million opens", against=2)
    assert shown(first(), correction(2, COST), correction(3, BEFORE), changes=[after]) == HEADLINE


def test_a_correction_that_arrives_late_takes_a_headline_of_an_earlier_version_and_no_later_one():
    late = correction(2, COST, arrived=moment(500))
    assert shown(first(), update(3, COST), late, changes=[ours()]) == HEADLINE
    on_the_third = ours(40, "Bridge for 14 million opens", against=3)
    assert shown(first(), update(3, COST), late, changes=[on_the_third]) == on_the_third.text


def test_an_error_that_came_and_went_after_the_headline_was_made_does_not_touch_it():
    assert shown(first(), update(2, COST), correction(3, BEFORE), changes=[ours()]) == OURS


def test_what_was_corrected_bit_by_bit_counts_together():
    once, twice = BEFORE.replace("12", "13"), COST
    assert shown(first(), update(2, once), correction(3, twice), changes=[ours()]) == HEADLINE


def test_a_headline_made_on_an_alert_falls_to_a_correction_of_the_body_that_came_later():
    alert = dispatch(1, body_text="", kind="alert")
    assert shown(alert, update(2), correction(3, COST), changes=[ours()]) == HEADLINE


def test_a_body_that_only_now_came_is_no_correction_of_the_headline():
    alert = dispatch(1, body_text="", kind="alert")
    assert shown(alert, correction(2, BEFORE), changes=[ours()]) == OURS


def test_a_correction_that_a_stop_reached_takes_no_headline():
    changes = [release(moment(60), against=4), ours(70, against=4)]
    versions = first(), correction(2, COST), cancel(3), update(4)
    assert shown(*versions, changes=changes) == OURS


def test_an_entry_without_a_number_goes_by_what_was_here():
    entry = dispatch(None, body_text=BEFORE, version_created=moment(10), arrived=moment(11))
    fixed = dispatch(None, body_text=COST, signals=SIGNAL, version_created=moment(20), arrived=moment(21))
    assert shown(entry, fixed, changes=[ours(15, against=None)]) == HEADLINE
    assert shown(entry, fixed, changes=[ours(25, against=None)]) == OURS


def test_a_headline_made_on_a_status_nobody_knows_lies_over_what_a_person_let_go():
    unknown = first(status=Status.UNKNOWN)
    assert shown(unknown, changes=[ours(), release(moment(20))]) == OURS
    assert shown(unknown, update(2), changes=[ours(), release(moment(20))]) == OURS
    assert shown(unknown, update(2), changes=[ours()]) == HEADLINE


def test_going_back_to_the_agencys_headline_ends_what_the_desk_is_told():
    assert told(first(), correction(2, COST), changes=[ours(), ours(30, "", against=2)]) == []


def test_the_house_picture_stays_when_the_headline_falls():
    made = copy_of(first(), correction(2, COST), changes=[ours(), house_picture("asset-harbour", moment(16))])
    assert (made.house_headline, made.plate.house) == (False, True)
    assert "Only the picture" in made.disclosure


# -- any order

VERSIONS = [first(), correction(2, DAY), update(3, COST), correction(4, COST)]
CHANGES = [
    ours(),
    ours(25, "Port of Velmora open", against=2),
    ours(35, OURS, against=3),
    house_picture("asset-harbour", moment(16)),
]


@pytest.mark.parametrize("changes", [[], CHANGES[:1], CHANGES[:2], CHANGES])
def test_any_order_of_versions_and_changes_gives_the_same_overlay(changes):
    made = {
        (copy.headline, copy.house_headline, copy.updated, copy.corrections)
        for order in permutations(VERSIONS)
        for copy in [copy_of(*order, changes=list(reversed(changes)))]
    }
    assert len(made) == 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(VERSIONS), min_size=1, max_size=6),
    st.lists(st.sampled_from(CHANGES), max_size=4),
    st.randoms(use_true_random=False),
)
def test_any_repetition_in_any_order_gives_the_same_overlay(versions, changes, random):
    again, acts = [*versions, *versions], [*changes, *changes]
    random.shuffle(again)
    random.shuffle(acts)
    assert copy_of(*again, changes=acts) == copy_of(*versions, changes=changes)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(VERSIONS[1:]), max_size=3), st.booleans())
def test_what_does_not_correct_the_headlines_words_never_takes_it(later, corrects):
    """Only `correction(4, COST)` changes what the headline says and says that it corrects."""
    versions = [first(), *(one for one in later if corrects or one is not VERSIONS[3])]
    falls = any(one is VERSIONS[3] for one in versions)
    assert (shown(*versions, changes=[ours()]) == HEADLINE) is falls


# -- a thread of several ids


def goes_on(version, body, minute, **fields):
    """A version of an item that goes on from the first one under an id of its own."""
    given = {"story_key": "northwind:harbour-9", "guid": "urn:northwind.example:harbour-9", "body_text": body}
    return dispatch(version, **(given | {"version_created": moment(minute), "arrived": moment(minute + 1)} | fields))


def thread_of(*dispatches):
    """A story folded from several ids, as its versions follow each other."""
    line = tuple(Version(dispatch=one, corrects=one.signals == SIGNAL) for one in dispatches)
    return story(dispatches[-1], key=KEY, named=dispatches[0], line=line)


def headline_of(made, changes):
    return resolve(made, changes, notes(), SITE, POLICY, CUTS.get).headline


def test_126_a_headline_of_a_story_that_goes_on_under_another_id_is_carried_over_and_flagged():
    made, changes = thread_of(first(), goes_on(1, BEFORE, 30)), [ours()]
    assert headline_of(made, changes) == OURS
    assert [doubt.words for doubt in doubts(made, changes, CUTS.get)] == [
        "look at it again: it was made for the item urn:northwind.example:harbour-1, which this one goes on from"
    ]


def test_126_a_headline_made_on_the_new_id_is_not_flagged_although_the_old_one_had_its_number_too():
    new_headline = "Bridge opens after all"
    made = thread_of(first(), update(2), goes_on(1, BEFORE, 30, headline=new_headline))
    for key in (KEY, "northwind:harbour-9"):
        change = type(ours())(
            story_key=key,
            item="northwind:harbour-9",
            who="mira",
            at=moment(40),
            against=1,
            text=OURS,
            agency_headline=new_headline,
        )
        assert headline_of(made, [change]) == OURS
        assert doubts(made, [change], CUTS.get) == ()


def test_126_numbers_of_two_ids_are_never_compared():
    """The old item is at version 7, the new one begins at 1: what was made on 7 is older than 1, and older than 2."""
    old = update(7, arrived=moment(12))
    made = thread_of(old, goes_on(1, BEFORE, 30), goes_on(2, COST, 40, signals=SIGNAL))
    assert headline_of(made, [ours(15, against=7)]) == HEADLINE
    after = msgspec.structs.replace(ours(45, against=2), item="northwind:harbour-9")
    assert headline_of(made, [after]) == OURS


def test_126_a_headline_made_on_an_id_that_was_killed_does_not_come_back_with_its_successor():
    left = thread_of(goes_on(1, BEFORE, 30), goes_on(2, BEFORE, 40))
    assert headline_of(left, [ours(15, against=3)]) == HEADLINE
    assert headline_of(left, [ours(15, against=3), kill(moment(16))]) == HEADLINE


def test_what_a_person_had_before_them_is_found_by_number_and_else_by_time():
    line = fold([first(), update(3), update(5)], [], POLICY, NOW).line
    assert [made_on(ours(at, against=n), line) for at, n in [(15, 1), (35, 3), (500, 1), (35, 4), (35, 5), (5, 3)]] == [
        0, 1, 0, 1, 2, 1,
    ]  # fmt: skip
    assert made_on(ours(35, against=0), line) is None
    assert [made_on(ours(at, against=None), line) for at in (5, 15, 35, 500)] == [None, 0, 1, 2]


def test_without_a_version_that_stands_nothing_lies_over_it():
    made = fold([first(), cancel(2)], [ours()], POLICY, NOW)
    assert overlay(made, [ours()]) == overlay(made, [])


# -- the words under a picture


WRONG = picture(caption="The bridge on Friday")
RIGHT = picture(caption="The bridge on Saturday")
BY_THE_DESK = house_picture("asset-bridge", moment(15))


def plate_of(*dispatches, changes):
    return copy_of(*dispatches, changes=changes).plate


def test_a_correction_of_the_caption_of_the_very_picture_that_the_desk_set_brings_the_agencys_back():
    versions = first(pictures=(WRONG,)), correction(2, BEFORE, pictures=(RIGHT,))
    plate = plate_of(*versions, changes=[BY_THE_DESK])
    assert (plate.house, plate.caption) == (False, "The bridge on Saturday")
    [doubt] = told(*versions, changes=[BY_THE_DESK])
    assert doubt.startswith("fell: the correction (version 2")


def test_a_correction_of_another_pictures_caption_leaves_the_house_picture():
    versions = first(pictures=(WRONG,)), correction(2, BEFORE, pictures=(RIGHT,))
    changes = [house_picture("asset-harbour", moment(15))]
    assert plate_of(*versions, changes=changes).house
    assert told(*versions, changes=changes) == []


def test_an_update_of_the_caption_and_a_correction_of_something_else_leave_the_house_picture():
    assert plate_of(first(pictures=(WRONG,)), update(2, pictures=(RIGHT,)), changes=[BY_THE_DESK]).house
    assert plate_of(first(pictures=(WRONG,)), correction(2, COST, pictures=(WRONG,)), changes=[BY_THE_DESK]).house


def test_a_picture_set_on_the_corrected_version_stands():
    versions = first(pictures=(WRONG,)), correction(2, BEFORE, pictures=(RIGHT,))
    assert plate_of(*versions, changes=[house_picture("asset-bridge", moment(25), against=2)]).house


# -- the time of the last update


def updated(*dispatches, changes=()):
    return copy_of(*dispatches, changes=changes).updated


def test_last_updated_moves_when_the_text_changes():
    assert updated(first(), update(2, COST)) == moment(20)


def test_last_updated_moves_when_the_agencys_headline_or_its_summary_changes():
    assert updated(first(), update(2, headline="Other words")) == moment(20)
    assert updated(first(summary="One."), update(2, summary="Two.")) == moment(20)


def test_last_updated_stays_when_a_version_is_sent_again_with_other_data():
    again = update(3, urgency=1, slugline="OTHER", body_html="<p><b>" + BEFORE, subjects=(), ed_note="Sent again.")
    spaced = update(2, f"  {BEFORE} ".replace("\n\n", "\n\n\n"))
    assert updated(first(), spaced, again) == moment(10)
    assert updated(first(), update(2, COST), update(3, COST, copyright="Northwind")) == moment(20)


def test_last_updated_stays_when_a_picture_or_its_caption_comes():
    assert updated(first(), update(2, pictures=(RIGHT,))) == moment(10)


def test_last_updated_stays_when_the_agencys_headline_changes_under_the_houses():
    versions = first(), update(2, headline="Other words")
    assert updated(*versions, changes=[ours()]) == moment(10)
    assert updated(*versions, changes=[ours(25, against=2)]) == moment(20)
    assert updated(*versions, changes=[ours(), ours(30, "", against=2)]) == moment(20)


def test_last_updated_does_not_move_when_the_desk_sets_a_headline():
    assert updated(first(), changes=[ours(100)]) == moment(10)


def test_last_updated_is_the_arrival_where_the_agency_gives_no_time():
    assert updated(first(), update(2, COST, version_created=None)) == moment(21)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([BEFORE, COST, NAME]), min_size=1, max_size=6))
def test_last_updated_is_the_time_of_the_last_version_that_differs_from_the_one_before(bodies):
    expected = max([0, *(n for n in range(1, len(bodies)) if bodies[n] != bodies[n - 1])])
    versions = [update(n, body) for n, body in enumerate(bodies, 1)]
    assert updated(*versions) == moment((expected + 1) * 10)
    assert updated(*reversed(versions)) == moment((expected + 1) * 10)
