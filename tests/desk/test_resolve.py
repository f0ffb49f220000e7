"""Where the overlay wins over the wire, and where it falls."""

from itertools import permutations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makers import (
    AGENCY,
    BODY,
    HEADLINE,
    KEY,
    POLICY,
    SITE,
    State,
    cancel,
    dispatch,
    headline,
    hold,
    house_picture,
    kill,
    moment,
    notes,
    picture,
    release,
    standing,
    story,
)
from stet.desk.doubts import doubts
from stet.desk.resolve import address, resolve
from stet.model.address import story_id
from stet.model.dispatch import Rendition
from stet.model.page import Cut
from stet.model.story import Policy
from stet.story.fold import fold

NOW = moment(1000)
BRIDGE = (Cut(path="pictures/bridge-640.jpg", width=640, height=360),)
HARBOUR = (Cut(path="pictures/harbour-640.jpg", width=640, height=360),)
CUTS = {"bridge.jpg": BRIDGE, "asset-1": HARBOUR}
OURS = "Velmora bridge open again"
NEXT = "northwind:harbour-2"


def copy_of(*dispatches, changes=(), site=SITE, policy=POLICY, cuts=CUTS):
    made = fold(dispatches or [dispatch()], changes, policy, NOW)
    return resolve(made, changes, notes(), site, policy, cuts.get)


def test_untouched_copy_is_the_agencys():
    made = copy_of()
    assert (made.key, made.id, made.version, made.section) == (KEY, story_id(KEY), 1, "Harbour")
    assert (made.headline, made.house_headline) == (HEADLINE, False)
    assert (made.byline, made.agency, made.plate) == (AGENCY, AGENCY, None)
    assert made.body_html.startswith("<p>The harbour bridge")
    assert made.wire_fingerprint == dispatch().wire_fingerprint
    assert "reworked nothing" in made.disclosure
    assert (made.first_published, made.updated) == (moment(11), moment(10))
    assert made.urgency == 5


# -- the headline


def test_the_house_headline_survives_every_update():
    made = copy_of(dispatch(1), dispatch(2), dispatch(3), changes=[headline(OURS, moment(15))])
    assert (made.headline, made.house_headline) == (OURS, True)
    assert made.version == 3


def test_a_changed_agency_headline_is_flagged_and_the_house_headline_stays():
    versions, changes = (dispatch(1), dispatch(2, headline="Bridge shut again")), [headline(OURS, moment(15))]
    assert copy_of(*versions, changes=changes).headline == OURS
    [doubt] = doubts(fold(versions, changes, POLICY, NOW), changes, CUTS.get)
    assert doubt[:2] == ("house headline", "look at it again: the agency has changed its own headline since")
    assert not doubt.stale


def test_white_space_in_the_agencys_headline_is_no_change():
    versions, changes = (dispatch(1), dispatch(2, headline=f" {HEADLINE}\n")), [headline(OURS, moment(15))]
    assert doubts(fold(versions, changes, POLICY, NOW), changes, CUTS.get) == ()


def test_the_last_headline_counts_and_an_empty_one_goes_back_to_the_agencys():
    first, second, back = headline("First", moment(15)), headline("Second", moment(16)), headline("", moment(17))
    assert copy_of(changes=[second, first]).headline == "Second"
    assert copy_of(changes=[back, first, second]).headline == HEADLINE


def test_the_agencys_own_words_typed_again_are_not_called_reworked():
    made = copy_of(changes=[headline(HEADLINE, moment(15))])
    assert not made.house_headline
    assert "reworked nothing" in made.disclosure


def test_without_a_headline_the_first_sentence_of_the_body_is_one():
    assert copy_of(dispatch(headline=None)).headline == "The harbour bridge in Velmora reopened on Saturday."


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Mr. A. B. Quill of U.S. Corp. said this. More.", "Mr. A. B. Quill of U.S. Corp. said this."),
        ("“It is open.” He left.", "“It is open.”"),
        ("पुल फिर खुल गया। आगे पढ़ें।", "पुल फिर खुल गया।"),
        ("橋が再開した。詳しくは後ほど。", "橋が再開した。"),
        ("No full stop\n\nSecond paragraph.", "No full stop"),
        ("word " * 40, ("word " * 24).strip() + "…"),
    ],
)
def test_a_sentence_ends_where_a_reader_would_say(body, expected):
    made = copy_of(dispatch(headline=" ", body_text=body)).headline
    assert made == expected
    assert len(made) <= 121


def test_without_headline_and_body_the_slugline_is_the_headline():
    shown = story(dispatch(headline=None, body_text=""))
    assert resolve(shown, [], notes(), SITE, POLICY, CUTS.get).headline == "HARBOUR-BRIDGE"


# -- kills and the overlay


def test_an_overlay_from_before_an_agencys_kill_does_not_come_back():
    changes = [headline(OURS, moment(15)), house_picture("asset-1", moment(15)), release(moment(40), against=3)]
    made = copy_of(dispatch(1), cancel(2), dispatch(3, headline="Corrected"), changes=changes)
    assert (made.headline, made.house_headline, made.plate) == ("Corrected", False, None)
    assert "reworked nothing" in made.disclosure


def test_an_overlay_from_before_a_kill_by_the_desk_does_not_come_back():
    changes = [headline(OURS, moment(15)), kill(moment(16)), release(moment(40), against=2)]
    assert copy_of(dispatch(1), dispatch(2), changes=changes).headline == HEADLINE
    unnumbered = [
        headline(OURS, moment(15), against=None), kill(moment(16), against=None), release(moment(40), against=None),
    ]  # fmt: skip
    after = dispatch(None, version_created=moment(20), arrived=moment(21))
    assert copy_of(dispatch(None), after, changes=unnumbered).headline == HEADLINE


def test_an_overlay_made_after_the_lift_holds():
    changes = [kill(moment(16)), release(moment(40), against=2), headline(OURS, moment(50), against=2)]
    assert copy_of(dispatch(1), dispatch(2), changes=changes).headline == OURS


def test_an_overlay_from_before_a_kill_falls_although_its_version_came_later_by_the_clock():
    # `stet take --at` records an arrival as it is told, and clocks are set back.
    changes = [headline(OURS, moment(15), against=2), kill(moment(20)), release(moment(40), against=2)]
    assert copy_of(dispatch(1), dispatch(2, arrived=moment(25)), changes=changes).headline == HEADLINE


def test_an_overlay_on_an_entry_without_number_survives_its_edits_and_falls_with_its_kill():
    ours = headline(OURS, moment(15), against=None)
    edited = dispatch(None, version_created=moment(20), arrived=moment(21), body_text="Edited.")
    assert copy_of(dispatch(None), edited, changes=[ours]).headline == OURS
    order = cancel(None, version_created=moment(18), arrived=moment(19))
    confirmed = release(moment(40), against=None)
    assert copy_of(dispatch(None), order, edited, changes=[ours, confirmed]).headline == HEADLINE


def test_a_late_first_version_does_not_take_the_overlay_away():
    late = dispatch(1, arrived=moment(500))
    assert copy_of(dispatch(2), late, changes=[headline(OURS, moment(30), against=2)]).headline == OURS


def on_the_next(number=1, **fields):
    """A version of an item that goes on from the story under an id of its own."""
    return dispatch(number, story_key=NEXT, continues=(KEY,), **{"version_created": moment(100)} | fields)


def test_an_overlay_made_on_a_successor_holds_whatever_the_numbers_of_its_forerunner():
    made_on_it = msgspec.structs.replace(headline(OURS, moment(200), against=1), item=NEXT)
    assert copy_of(dispatch(5), on_the_next(1), changes=[made_on_it]).headline == OURS


def test_an_overlay_made_on_a_forerunner_falls_with_its_kill_although_the_successor_stands():
    changes = [headline(OURS, moment(15), against=1), release(moment(300), against=1)]
    changes[1] = msgspec.structs.replace(changes[1], item=NEXT)
    assert copy_of(dispatch(1), cancel(2), on_the_next(1, headline="Anew"), changes=changes).headline == "Anew"
    assert copy_of(dispatch(1), on_the_next(1, headline="Anew"), changes=changes).headline == OURS


@pytest.mark.parametrize("state", [State.HELD, State.SCHEDULED, State.WITHDRAWN, State.FILED])
def test_a_story_that_readers_may_not_see_has_no_copy(state):
    with pytest.raises(ValueError, match="has no copy"):
        resolve(story(standing=standing(state)), [], notes(), SITE, POLICY, CUTS.get)


def test_an_expired_story_still_has_its_copy_so_that_its_page_may_stay():
    assert resolve(story(standing=standing(State.EXPIRED)), [], notes(), SITE, POLICY, CUTS.get).headline == HEADLINE


# -- the picture


def test_the_agencys_picture_comes_with_its_words():
    plate = copy_of(dispatch(pictures=(picture(),))).plate
    assert (plate.cuts, plate.house) == (BRIDGE, False)
    assert (plate.caption, plate.credit) == ("The harbour bridge on Saturday", "Ida Halloran/Northwind")


def test_the_house_picture_wins_over_the_agencys():
    made = copy_of(dispatch(pictures=(picture(),)), changes=[house_picture("asset-1", moment(15))])
    assert (made.plate.cuts, made.plate.house) == (HARBOUR, True)
    assert made.plate.caption == "Velmora harbour from the air"
    assert "Only the picture" in made.disclosure


def test_no_house_picture_goes_back_to_the_agencys():
    changes = [house_picture("asset-1", moment(15)), house_picture(None, moment(16))]
    assert not copy_of(dispatch(pictures=(picture(),)), changes=changes).plate.house


def test_a_picture_without_cuts_is_left_out_and_never_disclosed():
    made = copy_of(changes=[house_picture("asset-lost", moment(15))])
    assert made.plate is None
    assert "reworked nothing" in made.disclosure
    assert copy_of(dispatch(pictures=(picture("lost.jpg"), picture()))).plate.cuts == BRIDGE


def test_a_picture_that_may_not_be_used_is_left_out_and_the_next_one_is_taken():
    pool = picture("harbour.jpg", usage_terms="Pool photo")
    cuts = CUTS | {"harbour.jpg": HARBOUR}
    assert copy_of(dispatch(pictures=(pool, picture())), cuts=cuts).plate.cuts == BRIDGE
    assert copy_of(dispatch(pictures=(pool,)), cuts=cuts).plate is None
    assert copy_of(dispatch(pictures=(picture(), pool)), cuts=cuts).plate.cuts == BRIDGE


def test_the_house_picture_is_not_asked_for_the_agencys_terms():
    made = copy_of(dispatch(usage_terms="No archive"), changes=[house_picture("asset-1", moment(15))])
    assert made.plate.house


def test_a_picture_that_names_nobody_is_credited_to_its_agency():
    plate = copy_of(dispatch(pictures=(picture(caption=None, credit=None, alt=None),))).plate
    assert (plate.caption, plate.credit, plate.alt) == ("", AGENCY, "")


@pytest.mark.parametrize(
    ("agencys", "shown"),
    [
        ("A steel bridge", "A steel bridge"),
        (" ", " "),
        (None, ""),
        ("bridge.jpg", ""),
        ("IMG_0042.JPEG", ""),
        ("https://images.example/a.webp", ""),
        ("The file bridge.jpg", "The file bridge.jpg"),
    ],
)
def test_the_alternative_text_is_the_agencys_and_never_the_name_of_a_file(agencys, shown):
    assert copy_of(dispatch(pictures=(picture(alt=agencys),))).plate.alt == shown


def test_96_of_the_renditions_that_are_there_the_widest_is_shown_whatever_its_name():
    names = {"thumb.jpg": 150, "web.jpg": 900, "print.jpg": 640, "same.jpg": 900}
    cuts = {name: (Cut(path=f"media/{name}", width=width, height=100),) for name, width in names.items()}
    renditions = tuple(Rendition(href=name) for name in ("lost.jpg", *names))
    assert copy_of(dispatch(pictures=(picture(renditions=renditions),)), cuts=cuts).plate.cuts == cuts["web.jpg"]


def test_the_share_image_is_the_one_around_the_focal_point_else_the_one_around_the_middle():
    middle, corner = (
        Cut(path=f"media/share-{focus[0]}.jpg", width=1200, height=630, focus=focus) for focus in ((50, 50), (10, 90))
    )
    cuts = {"asset-1": (*HARBOUR, middle, corner)}
    for focus, share in ((None, middle), ((0.12, 0.9), corner), ((0.9, 0.9), middle)):
        change = msgspec.structs.replace(house_picture("asset-1", moment(15)), focus=focus)
        plate = copy_of(changes=[change], cuts=cuts).plate
        assert (plate.cuts, plate.share) == (HARBOUR, share)
    assert copy_of(changes=[house_picture("asset-1", moment(15))], cuts={"asset-1": HARBOUR}).plate.share is None


def test_headline_and_picture_together_have_their_own_sentence():
    changes = [headline(OURS, moment(15)), house_picture("asset-1", moment(15))]
    assert "Only the headline and picture" in copy_of(changes=changes).disclosure
    assert "Only the headline of" in copy_of(changes=changes[:1]).disclosure


# -- the byline, the address, the times


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Ida Halloran", f"Ida Halloran, {AGENCY}"),
        ("BY  IDA HALLORAN ", f"IDA HALLORAN, {AGENCY}"),
        ("Bysshe Quill", f"Bysshe Quill, {AGENCY}"),
        (f"By Ida Halloran, {AGENCY}", f"Ida Halloran, {AGENCY}"),
        (AGENCY.upper(), AGENCY),
        ("NNA", AGENCY),
        ("By ", AGENCY),
        ("  ", AGENCY),
        (None, AGENCY),
    ],
)
def test_the_byline_names_the_reporter_then_the_agency_once(byline, expected):
    assert copy_of(dispatch(byline=byline, provider="NNA")).byline == expected


def test_the_address_is_the_section_the_first_headlines_words_and_the_id():
    made = copy_of(dispatch(1), dispatch(2, headline="Other words"), changes=[headline(OURS, moment(15))])
    assert made.path == f"harbour/harbour-bridge-reopens-after-storm-repairs-{story_id(KEY)}"


def test_no_killed_word_is_left_in_the_address():
    changes = [release(moment(40), against=3)]
    made = copy_of(dispatch(1, headline="Mayor stole"), cancel(2), dispatch(3, headline="Corrected"), changes=changes)
    assert made.path == f"harbour/corrected-{story_id(KEY)}"


def test_the_address_falls_back_to_the_slugline_and_always_ends_in_the_id():
    assert address(story(dispatch(headline=None)), POLICY) == f"harbour/harbour-bridge-{story_id(KEY)}"
    bare = story(dispatch(headline="—", slugline=None))
    assert address(bare, POLICY) == f"harbour/story-{story_id(KEY)}"
    assert address(bare, Policy(section="../")) == f"news/story-{story_id(KEY)}"


def test_updated_is_the_agencys_time_unless_it_lies_ahead_of_the_arrival():
    assert copy_of(dispatch(version_created=moment(3))).updated == moment(3)
    assert copy_of(dispatch(version_created=None)).updated == moment(11)
    assert copy_of(dispatch(version_created=moment(16))).updated == moment(16)
    assert copy_of(dispatch(version_created=moment(17))).updated == moment(11)


def test_language_and_urgency_fall_back_to_the_sites_and_the_middle():
    assert copy_of(dispatch(language=None)).language == "en-GB"
    assert copy_of(dispatch(language="hi")).language == "hi"
    assert copy_of(dispatch(urgency=1)).urgency == 1


# -- any history


CHANGES = [
    headline("First", moment(15)),
    headline("Second", moment(15)),
    headline("", moment(14)),
    house_picture("asset-1", moment(16)),
    house_picture(None, moment(12)),
    hold(moment(17)),
    kill(moment(18)),
    release(moment(60), against=4),
    release(moment(60), against=1),
]


def test_the_order_in_which_changes_are_given_does_not_matter():
    shown = fold([dispatch()], [], POLICY, NOW)
    made = {
        msgspec.json.encode(resolve(shown, order, notes(), SITE, POLICY, CUTS.get))
        for order in permutations(CHANGES[:5])
    }
    assert len(made) == 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(CHANGES), max_size=6), st.integers(1, 4), st.booleans())
def test_whatever_the_desk_does_the_words_are_the_agencys_and_the_disclosure_is_true(changes, versions, killed):
    received = [dispatch(n, body_text=f"{BODY} Version {n}.") for n in range(1, versions + 1)]
    received += [cancel(2)] if killed else []
    made = fold(received, changes, POLICY, NOW)
    if made.standing.state is not State.LIVE:
        return
    copy = resolve(made, changes, notes(), SITE, POLICY, CUTS.get)
    assert copy.body_html == made.current.body_html
    assert copy.house_headline is (copy.headline != HEADLINE)
    pictured = copy.plate is not None and copy.plate.house
    assert ("headline" in copy.disclosure) is copy.house_headline
    assert ("picture" in copy.disclosure) is pictured
