"""What a person at the desk may do."""

import inspect
from datetime import datetime

import pytest

import stet.desk.edit as edit
from makers import (
    AGENCY,
    BODY,
    HEADLINE,
    KEY,
    POLICY,
    State,
    chief,
    dispatch,
    embargoed,
    moment,
    standing,
    story,
    withhold,
)
from stet.desk.seen import numbered
from stet.errors import Forbidden, Misused
from stet.model import change as changes
from stet.model.change import AnyChange, Change, Hold, Kill, Release, SetHeadline, SetPicture, Unsealed
from stet.model.person import Person, Role
from stet.model.story import Cause, Standing
from stet.story.fold import fold

SIGNED = {"who": chief("mira"), "at": moment(30)}
ASSET = "a1" * 32
WORDS = {"caption": "The harbour", "credit": "The Morning Ledger", "alt": "A harbour seen from above"}
ACTIONS = (edit.set_headline, edit.set_picture, edit.kill, edit.kill_picture, edit.hold, edit.release, edit.unseal)


def in_state(state, current=None, until=None):
    return story(current, standing=standing(state, until))


def test_every_action_is_signed_dated_and_says_against_which_version():
    held = in_state(State.HELD, dispatch(4))
    done = [
        edit.set_headline(held, "Ours", **SIGNED),
        edit.set_picture(held, ASSET, **WORDS, **SIGNED),
        edit.kill(held, "not true", **SIGNED),
        edit.hold(held, **SIGNED),
        edit.release(held, **SIGNED),
        edit.unseal(held, "the agency's lawyer asks", **SIGNED),
    ]
    assert [type(one) for one in done] == [SetHeadline, SetPicture, Kill, Hold, Release, Unsealed]
    assert {(one.story_key, one.who, one.at, one.against) for one in done} == {(KEY, "mira", moment(30), 4)}


@pytest.mark.parametrize("who", ["", "  "])
def test_an_action_that_nobody_signs_is_refused(who):
    with pytest.raises(Misused, match="who you are"):
        edit.hold(story(), who=chief(who), at=moment(30))


def test_a_time_without_a_zone_is_a_bug():
    with pytest.raises(ValueError, match="zone"):
        edit.hold(story(), who=chief("mira"), at=datetime(2026, 11, 21))  # noqa: DTZ001 -- the point of the test


# -- the headline


def test_a_headline_is_recorded_beside_the_agencys():
    made = edit.set_headline(story(), "  Velmora bridge open again ", **SIGNED)
    assert (made.text, made.agency_headline) == ("Velmora bridge open again", HEADLINE)


def test_the_agencys_own_words_typed_again_are_the_agencys():
    assert edit.set_headline(story(), f"  {HEADLINE.replace(' ', '  ')} ", **SIGNED).text == ""


def test_an_empty_headline_goes_back_to_the_agencys():
    assert edit.set_headline(story(), "  ", **SIGNED).text == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x" * 301, "cut it to 300"),
        ("Two\nlines", "U+000A"),
        ("A bell\x07", "U+0007"),
        ("A null\x00", "U+0000"),
        ("A C1 control\x92s", "U+0092"),
        ("A line\u2028separator", "U+2028"),
        ("Turned \u202eround", "U+202E"),
        ("Isolated \u2066words\u2069", "U+2066"),
        ("Half a pair \ud83d", "U+D83D"),
        ("<b>Bold</b> claim", "markup"),
        ("Unclosed <script src=x", "markup"),
        ("<!-- a comment", "markup"),
        ("Fish &amp; chips", "markup"),
        ("Fish &#38; chips", "markup"),
        ("\u200d\u200c", "nothing that can be seen"),
    ],
)
def test_a_headline_that_is_not_one_line_of_plain_words_is_refused(text, says):
    with pytest.raises(Misused) as refused:
        edit.set_headline(story(), text, **SIGNED)
    assert says in str(refused.value)
    assert str(refused.value).startswith("The headline")


@pytest.mark.parametrize(
    "text",
    [
        "AT&T profit < 5% & R&D; down",
        "भारत और रूस ने रक्षा सहयोग बढ़ाया",
        "الجسر يفتح من جديد",
        "می‌خواهم",
        "Cup final \U0001f3c6 tonight",
        "x" * 300,
    ],
)
def test_words_of_any_script_are_taken_as_they_are(text):
    assert edit.set_headline(story(), text, **SIGNED).text == text


# -- a story that changed while somebody wrote


CORRECTED = dispatch(2, body_text=BODY.replace("Saturday", "Sunday"), signals=("sig:correction",))


def folded(*dispatches):
    return fold(dispatches, [], POLICY, moment(100))


def test_125_a_headline_written_on_a_version_that_was_corrected_since_has_to_be_said_again():
    now = folded(dispatch(1), CORRECTED)
    with pytest.raises(Misused) as refused:
        edit.set_headline(now, "Ours", seen=dispatch(1).digest, **SIGNED)
    assert str(refused.value) == (
        f"Story {now.id} was corrected while you wrote: “Saturday” is now “Sunday”. Look at your headline again, and "
        "set it on the version that stands now."
    )
    assert edit.set_headline(now, "Ours", seen=CORRECTED.digest, **SIGNED).against == 2
    assert edit.set_headline(now, "Ours", **SIGNED).against == 2


def test_125_an_update_of_the_words_is_told_as_one_and_other_data_do_not_matter():
    updated = dispatch(2, body_text=f"{BODY} It rained.", headline="Bridge open")
    with pytest.raises(Misused, match=r"was updated while you wrote: .*“It rained” was added"):
        edit.set_headline(folded(dispatch(1), updated), "Ours", seen=dispatch(1).digest, **SIGNED)
    again = dispatch(2, urgency=1)
    assert edit.set_headline(folded(dispatch(1), again), "Ours", seen=dispatch(1).digest, **SIGNED).against == 2


def test_125_a_long_list_of_differences_is_cut():
    anew = dispatch(2, body_text=" ".join(f"a{n} the" for n in range(9)))
    before = dispatch(1, body_text=" ".join(f"b{n} the" for n in range(9)))
    with pytest.raises(Misused, match=r"“b0” is now “a0”; .*\(and 6 more\)"):
        edit.set_headline(folded(before, anew), "Ours", seen=before.digest, **SIGNED)


def test_125_a_headline_written_on_a_version_that_a_stop_took_is_refused():
    left = folded(dispatch(1), withhold(2), dispatch(3))
    with pytest.raises(Misused, match="does not stand any more"):
        edit.set_headline(left, "Ours", seen=dispatch(1).digest, **SIGNED)


def test_a_version_is_named_by_its_number():
    now = folded(dispatch(1), CORRECTED)
    assert numbered(now, 1) == dispatch(1).digest
    with pytest.raises(Misused, match=r"no version 7 that stands; there is 1, 2\."):
        numbered(now, 7)


# -- the picture


@pytest.mark.parametrize("missing", ["caption", "credit", "alt"])
def test_a_picture_without_its_words_is_refused(missing):
    with pytest.raises(Misused, match="is empty"):
        edit.set_picture(story(), ASSET, **(WORDS | {missing: " "}), **SIGNED)


def test_a_caption_with_markup_is_refused():
    with pytest.raises(Misused, match="caption holds markup"):
        edit.set_picture(story(), ASSET, **(WORDS | {"caption": "<i>Harbour</i>"}), **SIGNED)


def test_no_picture_goes_back_to_the_agencys():
    assert edit.set_picture(story(), None, **SIGNED).asset is None
    with pytest.raises(Misused, match="name the picture"):
        edit.set_picture(story(), None, caption="Alone", **SIGNED)


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.LAPSED, State.FILED])
def test_what_has_no_page_takes_no_headline_and_no_picture(state):
    with pytest.raises(Misused, match="takes no headline"):
        edit.set_headline(in_state(state), "Ours", **SIGNED)
    with pytest.raises(Misused, match="takes no picture"):
        edit.set_picture(in_state(state), ASSET, **WORDS, **SIGNED)


@pytest.mark.parametrize("state", [State.HELD, State.SCHEDULED, State.EXPIRED])
def test_a_story_can_be_prepared_before_it_is_live(state):
    assert edit.set_headline(in_state(state), "Ours", **SIGNED).text == "Ours"


# -- stops


@pytest.mark.parametrize("state", list(State))
def test_a_kill_and_a_hold_are_never_refused_for_the_state_of_the_story(state):
    assert edit.kill(in_state(state), "not true", **SIGNED).reason == "not true"
    assert edit.hold(in_state(state), "being checked", **SIGNED).reason == "being checked"


def test_a_kill_needs_a_reason():
    with pytest.raises(Misused, match="reason of the kill is empty"):
        edit.kill(story(), " ", **SIGNED)


# -- the release


@pytest.mark.parametrize("reason", ["", "  ", "<b>"])
def test_sealed_words_are_not_read_without_a_reason(reason):
    with pytest.raises(Misused, match="The reason of the reading"):
        edit.unseal(in_state(State.WITHDRAWN), reason, **SIGNED)


def test_a_held_story_is_released():
    assert edit.release(in_state(State.HELD), **SIGNED) == Release(story_key=KEY, against=1, who="mira", at=moment(30))


def test_an_embargo_that_stands_is_not_released():
    with pytest.raises(Misused, match="2026-11-21 13:00:00 UTC"):
        edit.release(in_state(State.SCHEDULED, embargoed(1, moment(60)), moment(60)), **SIGNED)
    with pytest.raises(Misused, match="without an end"):
        edit.release(in_state(State.SCHEDULED, embargoed(1, None)), **SIGNED)


def test_an_older_versions_embargo_is_released_once_the_newest_is_without():
    assert edit.release(in_state(State.SCHEDULED, dispatch(2)), **SIGNED).against == 2
    assert edit.release(in_state(State.SCHEDULED, embargoed(2, moment(20))), **SIGNED).against == 2


def test_a_killed_story_without_a_newer_version_is_not_released():
    with pytest.raises(Misused, match="withdrawn and cannot be released"):
        edit.release(in_state(State.WITHDRAWN), **SIGNED)


def test_no_release_brings_back_what_nobody_may_show():
    with pytest.raises(Misused, match=r"The right to show story \w+ is over, and no release brings it back"):
        edit.release(in_state(State.LAPSED), **SIGNED)


@pytest.mark.parametrize("state", [State.LIVE, State.EXPIRED, State.FILED])
def test_a_story_that_waits_for_nobody_is_not_released(state):
    with pytest.raises(Misused, match="not waiting"):
        edit.release(in_state(state), **SIGNED)


# -- the body


def test_there_are_six_actions_and_the_record_of_a_reading_and_no_other():
    public = {
        function
        for name, function in inspect.getmembers(edit, inspect.isfunction)
        if not name.startswith("_") and function.__module__ == edit.__name__
    }
    assert public == set(ACTIONS)


def test_no_action_takes_a_body_and_none_returns_anything_but_a_change():
    for action in ACTIONS:
        signature = inspect.signature(action)
        assert set(signature.parameters) <= {
            "story", "key", "text", "asset", "caption", "credit", "alt", "focus", "reason", "who", "at", "seen",
        }  # fmt: skip
        assert issubclass(inspect.get_annotations(action, eval_str=True)["return"], Change)


@pytest.mark.parametrize("point", [(0, 0), (1, 1), (0.35, 0.5)])
def test_a_focal_point_inside_the_picture_is_kept_as_it_was_given(point):
    assert edit.set_picture(story(), ASSET, **WORDS, focus=point, **SIGNED).focus == point
    assert edit.set_picture(story(), ASSET, **WORDS, **SIGNED).focus is None


@pytest.mark.parametrize("point", [(-0.1, 0.5), (0.5, 1.01), (30, 50), (float("nan"), 0.5), (0.5, float("inf"))])
def test_a_focal_point_outside_the_picture_is_refused(point):
    with pytest.raises(Misused, match="top left corner"):
        edit.set_picture(story(), ASSET, **WORDS, focus=point, **SIGNED)


def test_a_focal_point_needs_a_picture():
    with pytest.raises(Misused, match=r"name the picture too\."):
        edit.set_picture(story(), None, focus=(0.5, 0.5), **SIGNED)


def test_no_change_has_a_field_for_the_body():
    kinds = [kind for _, kind in inspect.getmembers(changes, inspect.isclass) if issubclass(kind, Change)]
    assert set(kinds) == {Change, *AnyChange.__args__}
    common = {"story_key", "who", "at", "against", "item", "place"}
    own = {kind.__name__: set(kind.__struct_fields__) - common for kind in kinds}
    assert own == {
        "Change": set(),
        "SetHeadline": {"text", "agency_headline"},
        "SetPicture": {"asset", "caption", "credit", "alt", "focus"},
        "Kill": {"reason"},
        "Hold": {"reason"},
        "Release": set(),
        "Unsealed": {"reason"},
    }


def test_no_action_carries_the_body_into_its_change():
    for made in (edit.set_headline(story(), "Ours", **SIGNED), edit.kill(story(), "not true", **SIGNED)):
        assert BODY.split(".")[0] not in repr(made)
        assert AGENCY not in repr(made)


# -- who may do what


ALLOWED = {
    "set_headline": Role.EDITOR,
    "set_picture": Role.EDITOR,
    "kill": Role.CHIEF,
    "kill_picture": Role.CHIEF,
    "hold": Role.EDITOR,
    "release": Role.EDITOR,
    "unseal": Role.CHIEF,
}


def acts(one, who):
    signed = {"who": who, "at": moment(30)}
    return {
        "set_headline": lambda: edit.set_headline(one, "Ours", **signed),
        "set_picture": lambda: edit.set_picture(one, ASSET, **WORDS, **signed),
        "kill": lambda: edit.kill(one, "not true", **signed),
        "kill_picture": lambda: edit.kill_picture(one.key, "not true", **signed),
        "hold": lambda: edit.hold(one, **signed),
        "release": lambda: edit.release(one, **signed),
        "unseal": lambda: edit.unseal(one, "the lawyer asks", **signed),
    }


def test_for_every_action_it_is_said_whose_it_is():
    assert {action.__name__ for action in ACTIONS} == ALLOWED.keys()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", ALLOWED)
def test_an_action_is_done_by_those_whose_role_allows_it_and_by_nobody_else(action, role):
    act = acts(in_state(State.HELD), Person(name="mira", role=role))[action]
    if role >= ALLOWED[action]:
        assert act().who == "mira"
    else:
        with pytest.raises(Forbidden, match=f"mira is an? {role.called}"):
            act()


@pytest.mark.parametrize("cause", sorted(edit.LIFTED))
def test_to_lift_a_stop_takes_a_chief(cause):
    stopped = story(standing=Standing(state=State.HELD, reason="Because of a stop.", causes=(Cause.DESK, cause)))
    editor, head = (Person(name="mira", role=role) for role in (Role.EDITOR, Role.CHIEF))
    with pytest.raises(Forbidden, match="Lifting a stop takes a chief"):
        edit.release(stopped, who=editor, at=moment(30))
    assert edit.release(stopped, who=head, at=moment(30)).who == "mira"


def test_a_change_says_from_where_it_was_made():
    who = Person(name="mira", role=Role.CHIEF, place="203.0.113.7")
    assert edit.hold(story(), who=who, at=moment(30)).place == "203.0.113.7"
