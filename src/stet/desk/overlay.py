"""Which of the desk's headlines and pictures still hold (the house, decision 3; life.md section 9).

A pure function of the story and of the set of changes. What was made on a version that a stop reached fell with it.
A headline that shares a name or a number with what a later version corrected falls to the agency's, for good: an update
after it does not bring it back, and one that was made on the corrected version stands.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TypeVar

import msgspec
from msgspec import Struct

from stet.desk.passages import changed, in_common
from stet.model.change import AnyChange, Change, Kill, SetHeadline, SetPicture
from stet.model.dispatch import Dispatch
from stet.model.story import State, Story, Version
from stet.model.text import fold

_C = TypeVar("_C", bound=Change)


class Fallen(Struct, frozen=True, kw_only=True):
    """A house headline that a correction took away."""

    headline: SetHeadline
    by: Dispatch
    shares: tuple[str, ...]
    """The words of it that the correction's changed passages have too."""


class Overlay(Struct, frozen=True, kw_only=True):
    """What lies over the wire; nothing where the agency's own is to be shown."""

    headline: SetHeadline | None = None
    picture: SetPicture | None = None
    fallen: Fallen | None = None
    barred: str = ""
    """Why the last picture is not shown, though the desk has taken it back by no act; empty where it is."""


def overlay(story: Story, changes: Iterable[AnyChange]) -> Overlay:
    """The last headline and the last picture that no stop and no correction has taken away. Updates leave both."""
    acts = list(changes)
    if not acts:
        return _BARE
    killed = max((change.at for change in acts if isinstance(change, Kill)), default=None)
    kept = [change for change in acts if _holds(change, story, killed)]
    headline = _last(change for change in kept if isinstance(change, SetHeadline))
    picture = _last(change for change in kept if isinstance(change, SetPicture))
    fallen = _fallen(headline, story) if headline and headline.text else None
    barred = next((one.barred for one in story.lent if picture and one.asset == picture.asset), "")
    return Overlay(
        headline=headline if headline and headline.text and not fallen else None,
        picture=picture if picture and picture.asset and not barred else None,
        fallen=fallen,
        barred=barred,
    )


_BARE = Overlay()


def let_fall(story: Story | None, changes: Iterable[AnyChange]) -> tuple[AnyChange, ...]:
    """House headlines and pictures that do not lie over the story any more. A stop may have taken them: where one has
    reached the story their words are sealed as the agency's are. Without a story all have fallen."""
    acts = tuple(changes)
    reworks = (one for one in acts if isinstance(one, SetHeadline | SetPicture))
    if story is None or story.standing.state is State.WITHDRAWN:
        return tuple(reworks)
    over = overlay(story, acts)
    return tuple(one for one in reworks if one not in (over.headline, over.picture))


def made_on(change: Change, line: Sequence[Version]) -> int | None:
    """The place in the line of the version that a person had before them; none when it does not stand.

    It is the one of the item and with the number that the change carries; of an item of which nothing stands, none.
    Where several have that number, the one whose headline the person saw, else the last that was here. Where no number
    tells, the last that was here; one that came at the very instant of the change they need not have seen.
    """
    here = [at for at, one in enumerate(line) if one.dispatch.arrived <= change.at]
    if change.against is None:
        return _last_before(change, here, line)
    if not any(_is_of_item(change, one.dispatch) for one in line):
        return None
    numbered = [at for at in here if _has_number_of(change, line[at].dispatch)]
    numbered = [at for at in numbered if line[at].dispatch.version == change.against]
    if numbered:
        saw = [at for at in numbered if _saw(change, line[at].dispatch)]
        return (saw or numbered)[-1]
    own = [at for at, one in enumerate(line) if _has_number_of(change, one.dispatch)]
    if own:
        # `against` may lie between two versions that stand: what was seen then is the one below it.
        return max((at for at in own if (line[at].dispatch.version or 0) <= change.against), default=None)
    return _last_before(change, here, line)


def _last_before(change: Change, here: Sequence[int], line: Sequence[Version]) -> int | None:
    before = [at for at in here if line[at].dispatch.arrived < change.at]
    return before[-1] if before else next(iter(here), None)


def _saw(change: Change, dispatch: Dispatch) -> bool:
    return isinstance(change, SetHeadline) and fold(change.agency_headline or "") == fold(dispatch.headline or "")


def _has_number_of(change: Change, dispatch: Dispatch) -> bool:
    """Whether the numbers of change and version can be compared: they are of one id."""
    return dispatch.version is not None and _is_of_item(change, dispatch)


def _is_of_item(change: Change, dispatch: Dispatch) -> bool:
    """Whether the dispatch is of the item that the person had before them."""
    return dispatch.story_key == (change.item or change.story_key)


def _holds(change: AnyChange, story: Story, killed: datetime | None) -> bool:
    """Whether the change was made after every stop: on a version that still stands."""
    return (killed is None or change.at > killed) and made_on(change, story.line) is not None


def _fallen(headline: SetHeadline, story: Story) -> Fallen | None:
    """The first correction since the version that the headline was made on which changed what the headline says.

    Compared with that version, not with the one before the correction: an error that came and went in between was
    never in the headline, and what it says may have been corrected bit by bit.
    """
    place = made_on(headline, story.line)
    if place is None:
        return None
    seen = story.line[place].dispatch
    for before, after in pairwise(story.line[place:]):
        if after.corrects:
            texts = compared(seen, after.dispatch, instead=before.dispatch)
            if shares := in_common(headline.text, changed(texts)):
                return Fallen(headline=headline, by=after.dispatch, shares=shares)
    return None


def compared(seen: Dispatch, now: Dispatch, *, instead: Dispatch) -> Sequence[tuple[str, str]]:
    """What two versions say: headline beside headline, summary beside summary, body beside body.

    Where the first says nothing (an alert has no body), `instead` speaks for it. What either side then lacks was not
    corrected.
    """
    pairs = [
        (seen.headline or instead.headline, now.headline),
        (seen.summary or instead.summary, now.summary),
        (seen.body_text or instead.body_text, now.body_text),
    ]
    return [(was, is_) for was, is_ in pairs if was and is_]


def _last(changes: Iterable[_C]) -> _C | None:
    return max(changes, key=_moment, default=None)


def _moment(change: Change) -> tuple[datetime, bytes]:
    # Two at one instant: some one has to count, always the same.
    return (change.at, msgspec.json.encode(change))
