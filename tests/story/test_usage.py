"""Which pictures may be shown, and until when (life.md section 7; edge cases 97 and 98)."""

from datetime import timedelta

import pytest

from makers import POLICY, Kind, State, dispatch, embargoed, hold, moment, picture, release
from stet.model.story import Clause, Policy
from stet.model.thread import Around
from stet.story.fold import fold

NOW = moment(50)
INDIA = Policy(section="Harbour", country="IN")
DAY = timedelta(days=1)


def made(*dispatches, changes=(), policy=POLICY, now=NOW):
    return fold(dispatches, changes, policy, now)


def places(story):
    """Which of the pictures of the version shown are barred; the others may be used."""
    out = [one.picture for one in story.barred]
    assert tuple(one for one in story.current.pictures if one not in out) == story.pictures
    return [place for place, one in enumerate(story.current.pictures) if one in out]


def barred(*pictures, policy=POLICY, now=NOW, **fields):
    return places(made(dispatch(pictures=pictures, **fields), policy=policy, now=now))


def test_a_picture_without_terms_may_be_used():
    assert barred(picture(), picture(usage_terms="No sales")) == []


def test_a_picture_that_its_terms_bar_is_barred_by_its_place_and_the_story_is_not():
    story = made(dispatch(pictures=(picture("a.jpg"), picture(usage_terms="Pool photo"), picture("b.jpg"))))
    assert places(story) == [1]
    assert story.barred[0].reason == "Its terms say “Pool photo” (pool)."
    assert story.standing.state is State.LIVE


def test_no_term_of_a_text_and_none_of_a_picture_holds_the_text():
    for terms in ("Not for archives. Handout. Members only.", "JAPAN OUT", "For 1 day only"):
        story = made(dispatch(usage_terms=terms, pictures=(picture(usage_terms=terms),)), now=moment(10**5))
        assert story.standing.state is State.LIVE


@pytest.mark.parametrize(
    "terms",
    ["No archive", "Not for internet", "Pool", "HANDOUT", "No video emulation", "Keine Weitergabe", "Members only"],
)
def test_what_a_program_cannot_promise_bars_a_picture(terms: str):
    assert barred(picture(usage_terms=terms), policy=INDIA) == [0]


@pytest.mark.parametrize("clause", sorted(set(Clause) - {Clause.DAYS}))
def test_a_clause_that_the_contract_settles_bars_none(clause: Clause):
    terms = {
        Clause.NO_ARCHIVE: "No archive", Clause.CREDIT: "Mandatory credit", Clause.WEB: "Not for internet",
        Clause.TERRITORY: "INDIA OUT", Clause.POOL: "Pool", Clause.HANDOUT: "Handout",
        Clause.SEQUENCE: "No video emulation", Clause.PASSING_ON: "No redistribution", Clause.UNKNOWN: "Members only",
    }  # fmt: skip
    shown = picture(usage_terms=terms[clause], credit=None)
    assert barred(shown, policy=INDIA) == [0]
    assert barred(shown, policy=Policy(section="Harbour", country="IN", agreed=(clause,))) == []


def test_97_a_picture_is_barred_where_a_credit_is_mandatory_and_missing_and_its_text_is_published():
    bare = picture(usage_terms="Mandatory credit", credit=None, caption=None)
    story = made(dispatch(pictures=(bare,)))
    assert (places(story), story.standing.state) == ([0], State.LIVE)
    assert barred(picture(usage_terms="Mandatory credit")) == []
    assert barred(picture(credit=None, caption=None)) == []


def test_97_where_the_terms_give_the_credit_word_for_word_another_is_none():
    terms = 'MANDATORY CREDIT "NORTHWIND / RO FENN"'
    assert barred(picture(usage_terms=terms, credit="Northwind/Ro Fenn")) == []
    assert barred(picture(usage_terms=terms, credit="Northwind", caption="Ships (Northwind / Ro Fenn)")) == []
    assert barred(picture(usage_terms=terms, credit="Northwind")) == [0]


def test_98_a_picture_barred_from_a_country_is_barred_from_a_site_there_and_from_one_that_does_not_say():
    out = picture(usage_terms="INDIA OUT")
    assert barred(out, policy=INDIA) == [0]
    assert barred(out, policy=Policy(section="Harbour", country="NP")) == []
    assert barred(out, policy=POLICY) == [0]


def test_98_a_picture_comes_off_at_the_end_of_its_own_rights_and_its_story_stays():
    item = dispatch(pictures=(picture(rights_end=moment(100)), picture()))
    before, after = made(item, now=moment(99)), made(item, now=moment(100))
    assert (before.barred, before.standing.until) == ((), moment(100))
    assert (places(after), after.standing.state, after.standing.until) == ([0], State.LIVE, None)
    assert "2026-11-21 13:40:00 UTC" in after.barred[0].reason


def test_98_so_many_days_count_from_the_earliest_time_of_the_story():
    item = dispatch(pictures=(picture(usage_terms="For 14 days only"),), first_created=moment(0))
    assert made(item).standing.until == moment(0) + 14 * DAY
    assert barred(*item.pictures, first_created=moment(0), now=moment(0) + 14 * DAY) == [0]


def test_98_a_later_version_does_not_make_a_pictures_days_begin_again():
    first = dispatch(1, pictures=(picture(usage_terms="For 14 days only"),), arrived=moment(5))
    later = dispatch(2, pictures=first.pictures, version_created=moment(20000), arrived=moment(20000))
    now = moment(5) + 14 * DAY
    assert places(made(first, later, now=now)) == [0]


def test_a_picture_that_comes_off_by_itself_goes_into_no_archive():
    assert barred(picture(usage_terms="For 14 days; no archiving")) == []
    assert barred(picture(usage_terms="No archiving", rights_end=moment(900))) == []
    assert barred(picture(usage_terms="No archiving")) == [0]


def test_the_days_can_be_settled_by_the_contract_too():
    settled = Policy(section="Harbour", agreed=(Clause.DAYS,))
    item = dispatch(pictures=(picture(usage_terms="For 14 days only"),))
    assert made(item, policy=settled).standing.until is None


def test_a_picture_without_terms_of_its_own_goes_by_its_storys():
    assert barred(picture(), usage_terms="No archiving") == [0]
    assert barred(picture(usage_terms="No sales"), usage_terms="No archiving") == []


def test_notes_to_editors_count_where_they_are_on_pictures():
    assert barred(picture(ed_note="JAPAN OUT")) == [0]
    assert barred(picture(), ed_note="PHOTOS: NO ARCHIVES") == [0]
    assert barred(picture(), ed_note="Adds quotes, not in earlier versions. With photos.") == []


def test_the_first_of_several_ends_is_the_next():
    shown = (picture(rights_end=moment(300)), picture(rights_end=moment(200)), picture(rights_end=moment(40)))
    assert made(dispatch(pictures=shown)).standing.until == moment(200)
    assert made(dispatch(pictures=shown, expires=moment(100))).standing.until == moment(100)
    assert made(dispatch(pictures=shown, expires=moment(45))).standing.until == moment(
        200
    )  # expired, and its page is up
    assert made(dispatch(pictures=shown, rights_end=moment(150))).standing.until == moment(150)


def test_the_end_of_a_picture_that_is_barred_anyway_wakes_nobody():
    assert made(dispatch(pictures=(picture(usage_terms="Pool", rights_end=moment(90)),))).standing.until is None


def test_what_is_not_up_is_not_asked_about_its_pictures():
    shown = (picture(rights_end=moment(90)),)
    assert made(dispatch(pictures=shown), changes=[hold(moment(20))]).standing.until is None
    assert made(embargoed(1, moment(500), pictures=shown)).standing.until == moment(500)
    assert made(dispatch(pictures=shown), changes=[hold(moment(20)), release(moment(30))]).standing.until == moment(90)


def own_item(**fields):
    """What came for the item of the picture itself."""
    item = dispatch(story_key="northwind:quay", guid="urn:northwind.example:quay", kind=Kind.PICTURE, **fields)
    return Around(pictures={"northwind:quay": (item,)})


def with_own(around, *, now):
    story = dispatch(pictures=(picture(), picture("next.jpg")), picture_keys=("northwind:quay", ""))
    return fold([story], [], POLICY, now, around)


@pytest.mark.parametrize(
    "says", [{"rights_end": moment(100)}, {"expires": moment(100)}, {"pictures": (picture(rights_end=moment(100)),)}]
)
def test_98_a_picture_comes_off_at_the_end_that_its_own_item_says(says):
    around = own_item(**{"pictures": (picture(),)} | says)
    before, after = with_own(around, now=moment(99)), with_own(around, now=moment(100))
    assert ([one.guid[-8:] for one in before.pictures], before.standing.until) == (
        ["idge.jpg", "next.jpg"],
        moment(100),
    )
    assert ([one.guid[-8:] for one in after.pictures], after.standing.until) == (["next.jpg"], None)


def test_98_a_picture_is_barred_by_the_terms_and_notes_that_its_own_item_brings_later():
    for says in ({"usage_terms": "Pool"}, {"ed_note": "JAPAN OUT"}):
        assert len(with_own(own_item(pictures=(picture(**says),)), now=NOW).barred) == 1
        assert len(with_own(own_item(pictures=(picture(),), **says), now=NOW).barred) == 1


def test_the_version_shown_decides_over_its_pictures():
    first = dispatch(1, pictures=(picture(usage_terms="Pool"),))
    assert made(first, dispatch(2, pictures=(picture(),))).barred == ()
