"""A burst of old or nearly identical items pauses publishing, and never a stop (edge case 47)."""

import pytest
from msgspec.structs import replace

from makers import POLICY, State, cancel, dispatch, moment, release
from stet.model.change import AnyChange
from stet.model.dispatch import Dispatch
from stet.model.story import Policy, Standing, Surge
from stet.model.thread import Around
from stet.story.effective import effective
from stet.story.history import gather
from stet.story.standing import Case, standing
from stet.story.surge import burst

FLOOD = Surge(items=112, late=0, stale=0, usual=9.0, busiest=25)
KEYED_ANEW = Surge(items=30, late=16, stale=16, usual=28.0, busiest=40)


def judged(
    surge: Surge, *dispatches: Dispatch, changes: tuple[AnyChange, ...] = (), policy: Policy = POLICY
) -> Standing:
    """Where a story stands, the first item of which came in such a surge."""
    came = dispatches or (dispatch(),)
    too_much = burst(surge)
    around = Around(bursts={came[0].story_key: too_much} if too_much else {})
    history = gather(came, changes, around)
    return standing(Case(history=history, left=effective(history), policy=policy), moment(1000))


@pytest.mark.parametrize(
    ("surge", "says"),
    [
        (FLOOD, "112 stories came by this feed within an hour, where 9.0 are usual: "),
        (KEYED_ANEW, "16 of the 30 stories that came by this feed within an hour are old or known: "),
        (Surge(items=2000, late=2000, stale=2000, usual=None, busiest=0), "2000 of the 2000 stories"),
        (Surge(items=20, late=0, stale=0, usual=0.0, busiest=0), "20 stories came by this feed within an hour, where"),
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
        Surge(items=1, late=0, stale=1, usual=0.1, busiest=1),
        Surge(items=9, late=0, stale=9, usual=0.1, busiest=1),  # too few to say anything
        Surge(items=19, late=0, stale=0, usual=0.1, busiest=1),
        Surge(items=45, late=0, stale=0, usual=9.0, busiest=15),  # five times, and not more
        Surge(items=40, late=0, stale=0, usual=1.7, busiest=40),  # the morning's load, as every morning
        Surge(items=500, late=0, stale=0, usual=None, busiest=0),  # a feed on its first day has no usual
        Surge(items=30, late=0, stale=15, usual=28.0, busiest=40),  # half, and not more
        Surge(items=300, late=260, stale=0, usual=9.0, busiest=25),  # a line that was down sends what it could not
    ],
)
def test_what_is_usual_few_or_not_known_holds_nothing(surge: Surge) -> None:
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
