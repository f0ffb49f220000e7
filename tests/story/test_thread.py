"""Items that go on from one another are one story (life.md section 2)."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makers import BODY, KEY, POLICY, State, cancel, dispatch, hold, kill, moment, picture, release, withhold
from stet.model.address import story_id
from stet.model.dispatch import Kind, Status
from stet.model.story import SHOWN
from stet.model.thread import Around, Order, Twin
from stet.story.fold import fold
from stet.story.thread import thread
from stet.story.ties import ties
from stet.story.twins import words_of

NEXT = "northwind:harbour-2"
THIRD = "northwind:harbour-3"
NOW = moment(1000)


def successor(version=1, key=NEXT, of=KEY, created=100.0, **fields):
    return dispatch(
        version, story_key=key, guid=key, continues=(of,), version_created=moment(created),
        **({"arrived": moment(created + 1), "body_text": f"Body of {key}."} | fields),
    )  # fmt: skip


def story(*dispatches, changes=(), around=None):
    return fold(dispatches, changes, POLICY, NOW, around or Around())


# -- one page


def test_an_item_that_goes_on_from_another_gives_its_body_to_the_same_page():
    made = story(dispatch(3), successor())
    assert (made.key, made.id, made.others) == (KEY, story_id(KEY), (NEXT,))
    assert made.current.story_key == NEXT
    assert made.named.story_key == KEY
    assert made.standing.state is State.LIVE


def test_a_successor_is_later_whatever_the_numbers_say():
    assert story(dispatch(9), successor(0)).current.story_key == NEXT


def test_a_successor_that_comes_alone_stands_at_the_address_of_the_item_it_goes_on_from():
    assert story(successor()).key == KEY


def test_a_chain_that_arrives_in_any_order_is_one_story_under_its_first_key():
    items = [dispatch(), successor(), successor(key=THIRD, of=NEXT, created=200)]
    made = {repr(story(*order)) for order in permutations(items)}
    assert len(made) == 1
    assert story(*items).current.story_key == THIRD


def test_items_that_go_on_from_each_other_in_a_ring_have_one_order():
    ring = [dispatch(continues=(NEXT,)), successor()]
    assert repr(story(*ring)) == repr(story(*reversed(ring)))
    assert story(*ring).standing.state is State.LIVE


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12), st.randoms(use_true_random=False))
def test_any_net_of_continuations_has_one_thread_whatever_the_order(links, random):
    items = [dispatch(story_key="n:0")]
    items += [dispatch(1, story_key=f"n:{a}", continues=(f"n:{b}",)) for a, b in links if a != b]
    try:
        before = thread(items)
    except ValueError:
        return
    random.shuffle(items)
    after = thread(items)
    assert (after.key, after.places) == (before.key, before.places)


# -- stops


@pytest.mark.parametrize("stop", [cancel, withhold])
def test_a_stop_of_the_first_item_reaches_the_page_of_its_successor(stop):
    assert story(dispatch(), successor(created=100), stop(2, version_created=moment(150))).standing.state is (
        State.WITHDRAWN
    )


def test_a_stop_of_the_successor_reaches_the_page():
    gone = successor(2, status=Status.CANCELED, body_text="", created=150)
    assert story(dispatch(), successor(), gone).standing.state is State.WITHDRAWN


def test_a_kill_of_a_successor_that_never_came_reaches_the_page_it_would_have_gone_to():
    assert story(dispatch(), successor(1, status=Status.CANCELED, body_text="")).standing.state is State.WITHDRAWN


def test_a_first_item_that_arrives_after_the_kill_of_its_successor_stays_down():
    late = dispatch(arrived=moment(900))
    assert story(successor(2, status=Status.CANCELED, body_text=""), late).standing.state is State.WITHDRAWN


def test_a_substitute_with_an_id_of_its_own_waits_for_a_person():
    items = [dispatch(), cancel(2, version_created=moment(50)), successor(created=100)]
    made = story(*items)
    assert made.standing.state is State.HELD
    confirmed = release(moment(500), against=1)
    assert story(*items, changes=[replaced(confirmed, item=NEXT)]).standing.state is State.LIVE


def test_a_substitute_of_a_withheld_item_comes_up_by_itself():
    assert story(dispatch(), withhold(2, version_created=moment(50)), successor()).standing.state is State.LIVE


def test_a_successor_without_a_time_does_not_get_past_a_kill():
    made = story(dispatch(), cancel(2, version_created=moment(50)), without_a_time())
    assert made.standing.state is State.WITHDRAWN


def test_a_kill_by_the_desk_takes_every_item_that_was_here():
    made = story(dispatch(), successor(), changes=[replaced(kill(moment(500)), item=NEXT)])
    assert made.standing.state is State.WITHDRAWN


def test_a_successor_that_comes_after_a_kill_by_the_desk_waits_for_a_person():
    made = story(dispatch(), successor(created=600, arrived=moment(601)), changes=[kill(moment(500))])
    assert made.standing.state is State.HELD


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_no_kill_of_any_item_of_a_thread_leaves_a_version_that_is_not_later_by_the_agencys_time(data):
    times = st.integers(0, 300)
    items = [dispatch(data.draw(st.integers(0, 3)), version_created=moment(data.draw(times))) for _ in range(2)]
    items += [successor(data.draw(st.integers(0, 3)), created=data.draw(times)) for _ in range(2)]
    dead = data.draw(st.sampled_from([KEY, NEXT]))
    at = data.draw(times)
    stop = successor(9, status=Status.CANCELED, created=at) if dead == NEXT else cancel(9, version_created=moment(at))
    made = story(*items, stop)
    assert made.standing.state not in SHOWN
    if made.standing.state is not State.WITHDRAWN:
        assert made.current.version_created > moment(at)


# -- orders by another name


def order(sure=True, **fields):
    return Order(dispatch=cancel(None, story_key="northwind:v9991/2026-11-21", guid="v9991", **fields), sure=sure)


def test_a_sure_order_by_another_name_withdraws_the_story():
    assert (
        story(dispatch(), around=Around(orders=(order(version_created=moment(50)),))).standing.state is State.WITHDRAWN
    )


def test_a_sure_order_without_a_time_stops_every_version():
    around = Around(orders=(order(version_created=None),))
    assert story(dispatch(1), dispatch(9), around=around).standing.state is State.WITHDRAWN


def test_an_order_that_may_mean_another_story_holds_this_one_until_a_person_has_looked():
    around = Around(orders=(order(sure=False, arrived=moment(300)),))
    assert story(dispatch(), around=around).standing.state is State.HELD
    assert story(dispatch(), around=around, changes=[release(moment(200))]).standing.state is State.HELD
    assert story(dispatch(), around=around, changes=[release(moment(400))]).standing.state is State.LIVE


def test_orders_by_another_name_in_any_order_and_number_give_the_same():
    orders = [order(version_created=moment(50)), order(sure=False), order(sure=False, version_created=moment(60))]
    made = {repr(story(dispatch(), around=Around(orders=tuple(o)))) for o in permutations([*orders, orders[1]])}
    assert len(made) == 1


@pytest.mark.parametrize(
    ("day", "sure"), [("2026-11-21", True), ("2026-11-20", True), ("2026-11-19", False), ("2026-11-14", False)]
)
def test_50_a_serial_is_sure_within_a_day_and_asked_about_within_a_week(day, sure):
    told = dict(ties(cancel(None, story_key="nw/nw/v9991/2026-11-21")).stops)
    assert told[f"nw/nw/v9991/{day}"] is sure


def test_50_a_serial_of_more_than_a_week_ago_is_another_one():
    assert "nw/nw/v9991/2026-11-13" not in dict(ties(cancel(None, story_key="nw/nw/v9991/2026-11-21")).stops)


def test_a_slug_of_another_day_is_never_sure():
    told = dict(ties(cancel(None, story_key="nw/nw/heat-hawks/2026-11-21")).stops)
    assert (told["nw/nw/heat-hawks/2026-11-21"], told["nw/nw/heat-hawks/2026-11-20"]) == (True, False)


# -- the same words under another id

LONG = " ".join(f"word{n}" for n in range(40))


def _stops(stopped):
    return () if stopped is None else (moment(stopped),)


def twin(arrived, *, words=None, stopped=None, key="northwind:other"):
    words = words_of(dispatch(body_text=LONG)) if words is None else words
    return Around(twins=(Twin(key=key, words=words, arrived=moment(arrived), stops=_stops(stopped)),))


def test_the_same_words_under_another_id_are_published_once():
    assert story(dispatch(body_text=LONG, arrived=moment(20)), around=twin(10)).standing.state is State.FILED
    assert story(dispatch(body_text=LONG, arrived=moment(20)), around=twin(30)).standing.state is State.LIVE


def test_what_is_filed_for_the_same_words_does_not_say_that_the_other_is_published():
    made = story(dispatch(body_text=LONG, arrived=moment(20)), around=twin(10))
    assert (
        made.standing.reason
        == f"The same words came before, as story {story_id('northwind:other')}: that one stands for both."
    )


def test_of_two_that_came_at_one_instant_exactly_one_is_published():
    here = dispatch(body_text=LONG, arrived=moment(20))
    there = dispatch(body_text=LONG, arrived=moment(20), story_key="northwind:other", guid="o")
    words = words_of(here)
    states = {
        story(
            here, around=Around(twins=(Twin(key="northwind:other", words=words, arrived=moment(20)),))
        ).standing.state,
        story(there, around=Around(twins=(Twin(key=KEY, words=words, arrived=moment(20)),))).standing.state,
    }
    assert states == {State.LIVE, State.FILED}


def test_words_that_came_here_first_under_a_status_nobody_knows_still_came_here_first():
    first = dispatch(1, body_text=LONG, arrived=moment(20), status=Status.UNKNOWN)
    usable = dispatch(2, body_text=LONG, arrived=moment(40))
    assert story(first, usable, around=twin(30)).standing.state is State.LIVE


def test_the_same_words_after_two_days_are_a_new_report():
    assert story(dispatch(body_text=LONG, arrived=moment(48 * 60 + 11)), around=twin(10)).standing.state is State.LIVE


def test_the_words_of_a_story_that_was_stopped_do_not_come_back_under_another_id_unseen():
    here = dispatch(body_text=LONG, arrived=moment(20))
    assert story(here, around=twin(10, stopped=15)).standing.state is State.HELD
    assert story(here, around=twin(10, stopped=15), changes=[release(moment(30))]).standing.state is State.LIVE


@pytest.mark.parametrize("first", [10, 30])
def test_words_that_were_stopped_under_another_id_are_held_here_whichever_came_first(first):
    here = dispatch(body_text=LONG, arrived=moment(20))
    assert story(here, around=twin(first, stopped=40)).standing.state is State.HELD


def test_a_release_before_the_stop_of_the_same_words_does_not_cover_it_and_one_after_it_does():
    here = dispatch(body_text=LONG, arrived=moment(20))
    around = twin(30, stopped=40)
    assert story(here, around=around, changes=[release(moment(35))]).standing.state is State.HELD
    assert story(here, around=around, changes=[release(moment(40))]).standing.state is State.HELD
    assert story(here, around=around, changes=[release(moment(41))]).standing.state is State.LIVE


def test_a_release_covers_the_stopped_words_only_if_they_were_here_then():
    before = dispatch(1, body_text="Other words. " * 20, arrived=moment(20))
    after = dispatch(2, body_text=LONG, arrived=moment(60))
    known = [release(moment(50), against=1)]
    assert story(before, after, around=twin(30, stopped=40), changes=known).standing.state is State.HELD


def test_a_story_that_was_up_before_its_words_were_stopped_elsewhere_was_once_live():
    here = dispatch(body_text=LONG, arrived=moment(20))
    assert story(here, around=twin(30, stopped=40)).first_live == moment(20)
    assert story(here, around=twin(30, stopped=15)).first_live is not None


def test_stopped_words_that_no_standing_version_has_hold_nothing():
    here = dispatch(1, body_text=LONG, arrived=moment(20))
    gone = dispatch(1, body_text="", arrived=moment(25), status=Status.WITHHELD)
    back = dispatch(2, body_text="Other words. " * 20, arrived=moment(50))
    assert story(here, gone, back, around=twin(30, stopped=40)).standing.state is State.LIVE


def test_the_same_words_stopped_two_days_apart_are_two_reports():
    here = dispatch(body_text=LONG, arrived=moment(10))
    assert story(here, around=twin(48 * 60 + 11, stopped=48 * 60 + 20)).standing.state is State.LIVE


def test_a_story_that_began_as_another_and_changed_waits_for_a_person():
    first = dispatch(1, body_text=LONG, arrived=moment(20))
    made = story(first, dispatch(2, body_text=LONG + " more", arrived=moment(40)), around=twin(10))
    assert made.standing.state is State.HELD


def test_a_few_words_are_no_sign_of_the_same_report():
    assert words_of(dispatch(body_text="Ferry sinks.")) == ""


def test_the_words_of_two_agencies_are_never_the_same_report():
    assert words_of(dispatch(body_text=LONG)) != words_of(dispatch(body_text=LONG, agency="Southwind"))


# -- ids that do not say which story it is


def test_36_many_different_reports_under_one_id_within_an_hour_are_held():
    topics = ["harbour ferry storm", "election council vote", "football final penalty", "budget minister taxes"]
    items = [
        dispatch(None, headline=topic.title(), body_text=f"{topic} " * 20, version_created=moment(n), arrived=moment(n))
        for n, topic in enumerate(topics)
    ]
    assert story(*items).standing.state is State.HELD
    assert story(*items[:3]).standing.state is State.LIVE


def test_36_different_reports_that_are_all_said_to_go_on_from_one_id_are_held():
    topics = ["harbour ferry storm", "election council vote", "football final penalty", "budget minister taxes"]
    items = [
        successor(key=f"n:{n}", headline=topic.title(), body_text=f"{topic} " * 20, created=n)
        for n, topic in enumerate(topics)
    ]
    assert story(*items).standing.state is State.HELD


def test_36_a_story_that_grows_and_changes_its_headline_often_is_one_story():
    items = [
        dispatch(n, headline=f"Harbour bridge: {word} engineers", body_text=f"{BODY} {word}.", arrived=moment(n))
        for n, word in enumerate(["stormy", "closed", "flooded", "reopened", "inspected", "crowded"])
    ]
    assert story(*items).standing.state is State.LIVE


def test_numbers_that_begin_anew_are_told_and_the_higher_one_stands():
    made = story(dispatch(9, version_created=moment(10)), dispatch(1, version_created=moment(90)))
    assert made.current.version == 9
    assert "number anew" in made.flags[0]


def test_a_higher_number_with_an_older_time_decides_and_is_told():
    made = story(dispatch(4, version_created=moment(90)), dispatch(5, version_created=moment(10)))
    assert made.current.version == 5
    assert "the number decides" in made.flags[0]


# -- pictures


def pictured(**fields):
    return dispatch(pictures=(picture(),), picture_keys=("northwind:p",), **fields)


def item(version=1, **fields):
    own = {"story_key": "northwind:p", "guid": "p", "kind": Kind.PICTURE, "body_text": ""}
    return dispatch(version, **(own | fields))


def with_item(*items):
    return story(pictured(), around=Around(pictures={"northwind:p": items}))


def test_98_a_picture_that_is_killed_by_itself_leaves_the_story_standing():
    made = with_item(item(), cancel(2, story_key="northwind:p"))
    assert (made.pictures, made.standing.state) == ((), State.LIVE)


def test_98_a_kill_of_a_picture_that_comes_before_the_story_keeps_it_off():
    assert with_item(cancel(2, story_key="northwind:p")).pictures == ()


def test_98_an_embargoed_picture_joins_its_story_when_the_embargo_ends():
    from stet.model.dispatch import Embargo

    made = with_item(item(embargo=Embargo(until=moment(2000))))
    assert (made.pictures, made.standing.until) == ((), moment(2000))


def test_99_a_corrected_caption_of_the_pictures_own_item_is_the_one_shown():
    made = with_item(item(1, pictures=(picture(),)), item(2, pictures=(picture(caption="Corrected"),)))
    assert made.pictures[0].caption == "Corrected"


def of_picture(act, key="northwind:p"):
    import msgspec

    return msgspec.structs.replace(act, story_key=key)


def with_acts(*acts, items=(), **around):
    acts = {"northwind:p": tuple(of_picture(act) for act in acts)}
    return story(pictured(), around=Around(pictures={"northwind:p": items}, picture_acts=acts, **around))


def test_a_picture_that_the_desk_holds_is_off_the_page_until_it_is_released():
    assert with_acts(hold(moment(50)), items=(item(),)).pictures == ()
    assert with_acts(hold(moment(50)), release(moment(60)), items=(item(),)).pictures
    assert with_acts(hold(moment(50)), release(moment(40)), items=(item(),)).pictures == ()


def test_a_held_picture_stands_as_held_and_a_filed_one_does_not():
    made = fold([item()], [of_picture(hold(moment(50), reason="whose?"))], POLICY, NOW)
    assert (made.standing.state, made.standing.reason) == (State.HELD, "Held at the desk by mira: whose?")
    assert fold([item()], [], POLICY, NOW).standing.state is State.FILED


def test_a_picture_that_is_usable_again_after_a_kill_waits_for_a_person():
    again = (item(1), cancel(2, story_key="northwind:p"), item(3))
    assert with_item(*again).pictures == ()
    assert with_acts(release(moment(90), against=3), items=again).pictures
    withheld = (item(1), withhold(2, story_key="northwind:p"), item(3))
    assert with_item(*withheld).pictures


def test_a_picture_that_only_came_with_stories_is_killed_by_its_id_for_good():
    assert with_acts(kill(moment(50), against=None)).pictures == ()
    later = (item(arrived=moment(60)),)
    assert with_acts(kill(moment(50), against=None), items=later).pictures == ()


def test_the_same_file_is_down_where_it_was_stopped_or_is_held_under_another_id():
    def shown(*came, acts=()):
        around = Around(
            pictures={"northwind:q": came},
            picture_acts={"northwind:q": tuple(of_picture(act, "northwind:q") for act in acts)},
            same_file={"bridge.jpg": ("northwind:q",)},
        )
        return bool(story(pictured(), around=around).pictures)

    assert shown(item(story_key="northwind:q"))
    assert not shown(item(story_key="northwind:q"), cancel(2, story_key="northwind:q"))
    assert not shown(acts=[kill(moment(50))])
    assert not shown(item(story_key="northwind:q"), acts=[hold(moment(50))])
    assert shown(item(story_key="northwind:q"), acts=[hold(moment(50)), release(moment(60))])


def replaced(change, **fields):
    import msgspec

    return msgspec.structs.replace(change, **fields)


def without_a_time():
    import msgspec

    from makers import sign

    return sign(msgspec.structs.replace(successor(), version_created=None))


def test_a_page_whose_first_version_is_stopped_may_have_stood_elsewhere():
    assert not story(dispatch(1), dispatch(2)).moved
    late_first = dispatch(2, headline="The first item", arrived=moment(300))
    assert story(successor(), late_first).moved
    assert story(successor(), late_first, withhold(5, arrived=moment(400))).moved
    assert story(dispatch(1, status=Status.UNKNOWN), withhold(2), dispatch(3)).moved


def test_a_stop_of_the_version_that_was_a_twin_does_not_open_the_story():
    changed = [dispatch(2, body_text=LONG, arrived=moment(20)), dispatch(3, body_text=f"{LONG} More.")]
    assert story(*changed, around=twin(10)).standing.state is State.HELD
    assert story(*changed, withhold(2, arrived=moment(40)), around=twin(10)).standing.state is State.HELD
