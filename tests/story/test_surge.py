"""A burst of old or nearly identical items pauses publishing, and never a stop (edge case 47)."""

import pytest
from msgspec.structs import replace

from makers import POLICY, State, cancel, dispatch, moment, release
from stet.model.change import AnyChange
from stet.model.dispatch import Dispatch
from stet.model.story import Policy, Standing, Surge
from stet.story.effective import effective
from stet.story.history import gather
from stet.story.standing import Case, standing

FLOOD = Surge(items=112, stale=0, usual=9.0, busiest=25)
KEYED_ANEW = Surge(items=30, stale=16, usual=28.0, busiest=40)


def judged(
    surge: Surge | None, *dispatches: Dispatch, changes: tuple[AnyChange, ...] = (), policy: Policy = POLICY
) -> Standing:
    history = gather(dispatches or (dispatch(),), changes)
    return standing(Case(history=history, left=effective(history), policy=policy, surge=surge), moment(1000))


@pytest.mark.parametrize(
    ("surge", "says"),
    [
        (FLOOD, "112 stories came by this feed within an hour, where 9.0 are usual: "),
        (KEYED_ANEW, "16 of the 30 stories that came by this feed within an hour are old or known: "),
        (Surge(items=2000, stale=2000, usual=None, busiest=0), "2000 of the 2000 stories"),
        (Surge(items=20, stale=0, usual=0.0, busiest=0), "20 stories came by this feed within an hour, where 0.0"),
    ],
)  # fmt: skip
def test_47_a_burst_holds_what_comes_in_it_and_says_how_much_that_is(surge: Surge, says: str) -> None:
    found = judged(surge)
    assert found.state is State.HELD
    assert found.reason.startswith(says)
    assert found.reason.endswith("(tripwire burst).")


@pytest.mark.parametrize(
    "surge",
    [
        None,
        Surge(items=1, stale=1, usual=0.1, busiest=1),
        Surge(items=9, stale=9, usual=0.1, busiest=1),  # too few to say anything
        Surge(items=19, stale=0, usual=0.1, busiest=1),
        Surge(items=45, stale=0, usual=9.0, busiest=15),  # five times, and not more
        Surge(items=40, stale=0, usual=1.7, busiest=40),  # the morning's load, as every morning
        Surge(items=500, stale=0, usual=None, busiest=0),  # a feed on its first day has no usual
        Surge(items=30, stale=15, usual=28.0, busiest=40),  # half, and not more
    ],
)
def test_what_is_usual_few_or_not_known_holds_nothing(surge: Surge | None) -> None:
    assert judged(surge).state is State.LIVE


def test_47_a_burst_never_pauses_a_stop() -> None:
    for surge in (FLOOD, KEYED_ANEW):
        assert judged(surge, dispatch(1), cancel(2)).state is State.WITHDRAWN
        assert judged(surge, cancel(2)).state is State.WITHDRAWN


def test_a_person_lets_a_story_of_a_burst_go_and_its_updates_with_it() -> None:
    let_go = (release(moment(20)),)
    assert judged(FLOOD, dispatch(1), changes=let_go).state is State.LIVE
    assert judged(FLOOD, dispatch(1), dispatch(5), changes=let_go).state is State.LIVE


def test_a_feed_can_do_without_it() -> None:
    assert judged(FLOOD, policy=replace(POLICY, tripwires_off=("burst",))).state is State.LIVE
