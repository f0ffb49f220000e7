"""What must never be published unseen, and what only sounds like it (wow.md 8; edge cases 62, 63, 82, 83, 124, 130).

The words stand in two tables beside this file: `tripwires/held.toml`, and `tripwires/ordinary.toml` for those that must
hold nothing.
"""

import time
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from makers import BODY, POLICY, State, cancel, dispatch, moment, release, withhold
from stet.model.dispatch import Dispatch, Subject
from stet.story.fold import fold
from stet.story.tripwires import ALWAYS, NAMES, TRIPWIRES, Look, trips

NOW = moment(1000)
FIRST, LAST = BODY.split("\n\n")

FILES = Path(__file__).parent / "tripwires"
HOLD: dict[str, dict[str, list[str]]] = tomllib.loads((FILES / "held.toml").read_text("utf-8"))
FALSE_FRIENDS: dict[str, list[str]] = tomllib.loads((FILES / "ordinary.toml").read_text("utf-8"))
PHRASES = [words for wires in HOLD.values() for many in wires.values() for words in many]


def item(place: str, words: str) -> Dispatch:
    """A version in which these words stand there."""
    bodies = {
        "first": f"{words}\n\n{FIRST}\n\n{LAST}",
        "last": f"{FIRST}\n\n{LAST}\n\n{words}",
        "deep": f"{FIRST}\n\n{words}\n\n{LAST}",
    }
    return dispatch(body_text=bodies[place]) if place in bodies else dispatch(**{place: words})


def held(*dispatches: Dispatch, changes=(), policy=POLICY) -> str | None:
    """Why the story is held; none when it is not."""
    standing = fold(dispatches, changes, policy, NOW).standing
    return standing.reason if standing.state is State.HELD else None


def state(*dispatches: Dispatch, changes=(), policy=POLICY) -> State:
    return fold(dispatches, changes, policy, NOW).standing.state


def names(found: Dispatch, policy=POLICY) -> list[str]:
    return [tripped.name for tripped in trips(Look(item=found, known_since=found.arrived, policy=policy))]


@pytest.mark.parametrize(
    ("place", "name", "words"),
    [(place, name, words) for place, wires in HOLD.items() for name, many in wires.items() for words in many],
)
def test_words_that_hold_a_story_hold_it(place: str, name: str, words: str) -> None:
    found = item(place, words)
    assert name in names(found)
    assert held(found)


@pytest.mark.parametrize(
    ("place", "words"), [(place, words) for place, many in FALSE_FRIENDS.items() for words in many]
)
def test_124_words_that_are_ordinary_in_news_hold_nothing(place: str, words: str) -> None:
    assert names(item(place, words)) == []
    assert held(item(place, words)) is None


@settings(deadline=None)
@given(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=3), st.sampled_from(["headline", "ed_note", "first"]))
def test_the_quick_look_for_words_overlooks_nothing(words: list[str], place: str) -> None:
    found = item(place, " ".join(words))
    look = Look(item=found, known_since=found.arrived, policy=POLICY)
    slowly = [wire.name for wire in TRIPWIRES if wire.finds(look)]
    assert names(found) == slowly


def test_there_are_more_than_fifty_false_friends_and_every_tripwire_of_words_is_tried() -> None:
    assert sum(map(len, FALSE_FRIENDS.values())) > 100
    assert {name for wires in HOLD.values() for name in wires} == set(NAMES) - {"far-date", "burst"}


def test_the_reason_is_one_line_that_begins_with_what_was_found_and_names_the_tripwire() -> None:
    reason = held(dispatch(headline="Imra Doss dies at XX"))
    assert reason == "“dies at XX” in the headline: a place that nobody filled in (tripwire placeholder)."
    long = held(dispatch(headline="DO NOT PUBLISH - " + "a very long headline " * 8))
    assert long is not None
    assert long.startswith("“DO NOT PUBLISH - a very long headline")
    assert len(long) < 160
    assert "\n" not in long


def test_83_a_test_by_its_slug_alone_is_not_published_unseen() -> None:
    assert held(dispatch(slugline="Testmeldung 4")) == (
        "“Testmeldung 4” in the slug: it calls itself a test (tripwire test)."
    )


def test_130_terms_of_use_that_forbid_the_web_hold_the_story() -> None:
    assert held(dispatch(usage_terms="Editorial use only. Not for internet use.")) == (
        "“Not for internet use” in the terms of use: the web may not show it (tripwire web-forbidden)."
    )
    assert held(dispatch(usage_terms="Photos: not for internet use.")) is None


def test_an_obituary_is_known_by_its_subject_too() -> None:
    reason = held(dispatch(subjects=(Subject(scheme="genre", name="Obituary"),)))
    assert reason == "The subject “Obituary”: an obituary, and a person confirms the death (tripwire obituary)."


@pytest.mark.parametrize("name", ["placeholder", "do-not-publish", "draft", "test", "advisory", "obituary", "far-date"])
def test_a_feed_can_do_without_any_tripwire(name: str) -> None:
    first = {n: words[0] for n, words in HOLD["headline"].items()}
    found = dispatch(first_created=moment(-5000000)) if name == "far-date" else dispatch(headline=first[name])
    assert names(found)[0] == name
    assert name not in names(found, replace(POLICY, tripwires_off=(name,)))
    assert state(found, policy=replace(POLICY, tripwires_off=NAMES)) is State.LIVE


def test_names_are_told_apart_and_what_stands_elsewhere_is_named_too() -> None:
    assert len(set(NAMES)) == len(TRIPWIRES)
    assert not set(NAMES) & set(ALWAYS)


# -- what a release answers for


def test_a_person_releases_what_a_tripwire_held() -> None:
    found = dispatch(headline="Imra Doss dies at 91")
    assert state(found, changes=[release(moment(20))]) is State.LIVE
    assert state(found, changes=[release(moment(10))]) is State.HELD


def test_a_further_version_in_which_the_same_is_found_needs_no_second_release() -> None:
    first = dispatch(1, headline="Imra Doss dies at 91")
    again = dispatch(3, headline="Imra Doss dies at 91", body_text=f"{BODY}\n\nHer family said so.")
    other = dispatch(3, headline="Imra Doss, builder of bridges, dies at 91")
    assert state(first, again, changes=[release(moment(20))]) is State.LIVE
    assert state(first, other, changes=[release(moment(20))]) is State.LIVE
    more = dispatch(3, headline="Imra Doss dies at 91 in [PLACE]")
    assert "placeholder" in str(held(first, more, changes=[release(moment(20))]))


def test_what_was_mended_and_comes_back_is_asked_about_again() -> None:
    """The person who released the second version saw that the first one's fault was gone."""
    versions = [dispatch(1, headline="Mayor [NAME] resigns"), dispatch(2), dispatch(3, headline="Mayor [NAME] resigns")]
    assert state(*versions[:2]) is State.LIVE
    assert state(*versions, changes=[release(moment(25), against=2)]) is State.HELD


# -- what is live, and stops


def test_an_update_of_a_live_story_that_trips_takes_the_whole_story_away() -> None:
    assert state(dispatch(1), dispatch(2, headline="Mayor [NAME] resigns")) is State.HELD
    assert state(dispatch(1), dispatch(2, headline="Mayor [NAME] resigns"), dispatch(3)) is State.LIVE


def test_a_correction_that_trips_does_not_leave_the_wrong_text_up() -> None:
    assert state(dispatch(1), dispatch(2, signals=("sig:correction",), headline="DO NOT PUBLISH")) is State.HELD


def test_the_text_that_is_kept_is_looked_at_as_well_as_the_newest_version() -> None:
    kept, bare = dispatch(1, body_text=f"XXX\n\n{BODY}"), dispatch(2, body_text="")
    assert "placeholder" in str(held(kept, bare))


@pytest.mark.parametrize("stop", [cancel, withhold])
def test_a_stop_is_a_stop_whatever_trips(stop) -> None:
    tripping = [dispatch(1, headline="DO NOT PUBLISH"), dispatch(2, headline="Testartikel")]
    for versions in ([stop(1)], [stop(3)], [*tripping, stop(3, headline="Test, please ignore")]):
        assert state(*versions) is State.WITHDRAWN
        assert state(*versions, changes=[release(moment(900))]) is State.WITHDRAWN


@settings(deadline=None)
@given(
    st.permutations(
        [dispatch(1), dispatch(2, headline="[NAME] resigns"), dispatch(3, headline="[NAME] resigns, again")]
    )
)
def test_the_order_of_arrival_changes_nothing(versions: list[Dispatch]) -> None:
    changes = [release(moment(25), against=2)]
    assert fold(versions, changes, POLICY, NOW) == fold(versions[::-1], changes, POLICY, NOW)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("XxTK0 -–:()[]“”\n.ademnsity?19_{}$"), max_size=400))
def test_no_text_costs_more_than_a_look(words: str) -> None:
    for place in ("headline", "slugline", "ed_note", "usage_terms", "first", "last"):
        names(item(place, words))


@pytest.mark.parametrize(
    "words",
    [
        *("News digest " + "1" * 180, "News Digest " + "a" * 180, "X" * 200, "Test " * 40, "(" * 200, "not for " * 25),
        *("Ab " * 66, "died " * 120, "TK-" * 66, "A. " * 66 + "dies", "Please ignore " + "this " * 36),
    ],
)
def test_no_text_makes_a_pattern_run_away(words: str) -> None:
    begun = time.process_time()
    for place in ("headline", "slugline", "ed_note", "usage_terms", "first", "last"):
        names(item(place, words))
    assert time.process_time() - begun < 0.5


# -- dates


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"version_created": moment(11) - timedelta(days=1827)}, "5 years before it came"),
        ({"version_created": moment(11) + timedelta(days=8 * 365)}, "8 years after it came"),
        ({"version_created": moment(11) + timedelta(days=8)}, "8 days after it came"),
        ({"first_created": moment(11) - timedelta(days=6 * 365)}, "6 years before it came"),
        ({"first_created": moment(11) + timedelta(days=74)}, "74 days after it came"),
        ({"dateline": "VELMORA, Dec. 10, 2020"}, "2020-12-10"),
        ({"dateline": "VELMORA, 10 déc. 2020"}, "2020-12-10"),
        ({"body_text": f"VELMORA, Sept. 7 (Northwind) -- {BODY}"}, "2026-09-07"),
        ({"body_text": f"VELMORA, 7. September (Northwind) – {BODY}"}, "2026-09-07"),
        ({"body_text": f"VELMORA, 7 de septiembre de 2019 (Northwind) - {BODY}"}, "2019-09-07"),
    ],
)
def test_63_an_item_dated_far_from_its_arrival_is_held(fields: dict, says: str) -> None:
    reason = held(dispatch(**fields))
    assert reason is not None
    assert says in reason
    assert "tripwire far-date" in reason


@pytest.mark.parametrize(
    "fields",
    [
        {"version_created": moment(11) - timedelta(days=1825)},
        {"version_created": moment(11) + timedelta(minutes=5)},
        {"version_created": moment(11) + timedelta(days=6)},
        {"version_created": None, "first_created": None},
        {"first_created": moment(11) - timedelta(days=1825)},
        {"dateline": "VELMORA, Nov. 20"},
        {"dateline": "VELMORA, Nov. 22"},
        {"dateline": "VELMORA, 21 de noviembre"},
        {"dateline": "VELMORA, Feb. 30"},
        {"dateline": "Bay 5, March 12 Street"},
        {"body_text": f"On Sept. 7, 2001, nothing happened in Velmora (or little).\n\n{BODY}"},
        {"body_text": f"VELMORA, May 4 times winner of the prize, is in debt.\n\n{BODY}"},
        {"body_text": f"Wren, March 12 winner, says he is happy.\n\n{BODY}"},
    ],
)
def test_an_item_dated_near_its_arrival_is_not(fields: dict) -> None:
    assert held(dispatch(**fields)) is None


def test_the_day_in_a_dateline_is_held_against_the_items_own_time() -> None:
    """An archive that comes with its own dates contradicts nothing; how old it may be is the feed's to say."""
    old = {"version_created": moment(0) - timedelta(days=200), "dateline": "VELMORA, May 5"}
    assert held(dispatch(**old)) is None
    fresh = held(dispatch(dateline="VELMORA, May 5"))
    assert fresh is not None
    assert "The day in its dateline, 2026-05-05, lies 200 days before its time" in fresh


def test_a_day_of_last_year_is_near_in_january() -> None:
    arrived = moment(0).replace(month=1, day=2)
    near = {"arrived": arrived, "version_created": arrived}
    assert held(dispatch(dateline="VELMORA, Dec. 30", **near)) is None
    assert held(dispatch(dateline="VELMORA, Oct. 30", **near)) is not None


def test_62_a_feed_that_means_an_embargo_by_a_date_to_come_says_how_far_is_far() -> None:
    soon = dispatch(version_created=moment(11) + timedelta(minutes=20))
    assert state(soon) is State.LIVE
    assert state(soon, policy=replace(POLICY, ahead=timedelta(minutes=5))) is State.HELD
    old = dispatch(first_created=moment(11) - timedelta(days=1900))
    assert state(old, policy=replace(POLICY, behind=timedelta(days=2000))) is State.LIVE


def test_a_story_followed_from_its_youth_may_grow_old() -> None:
    made = moment(0)
    first = dispatch(1, first_created=made)
    late = dispatch(
        2, first_created=made, version_created=made + timedelta(days=1900), arrived=made + timedelta(days=1900)
    )
    assert fold([first, late], [], POLICY, made + timedelta(days=1901)).standing.state is State.LIVE
    assert fold([late], [], POLICY, made + timedelta(days=1901)).standing.state is State.HELD


def test_a_release_of_an_old_story_answers_for_its_later_versions() -> None:
    """Its first day is as far as it was, so nothing new is found."""
    old = {"first_created": moment(0) - timedelta(days=1900)}
    assert state(dispatch(1, **old), dispatch(3, **old), changes=[release(moment(20))]) is State.LIVE
