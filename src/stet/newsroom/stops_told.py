"""The orders that may mean a story, for whoever has to say whether they do: beside the story, in their own words."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from stet.model.address import story_id
from stet.model.change import Kill
from stet.model.dispatch import STOPS, Dispatch
from stet.newsroom.looking import Look

_MOST = 5
_LONGEST = 400
"""Characters of a note that are shown in a list."""


class Told(Struct, frozen=True, kw_only=True):
    """A stop, as far as the desk may show it. What it says to editors is for editors; its headline and its text are
    sealed as those of what it stops are, for it may say them again."""

    at: datetime
    act: str
    """`canceled` or `withheld` by the agency, `killed` at the desk, `stopped` where it was a stop of another story."""
    is_sure: bool = True
    """It means this story and no other."""
    feed: str = ""
    names: str = ""
    """What it names, as the agency wrote it."""
    slug: str = ""
    version: int | None = None
    words: str = ""
    """To editors, or the reason of whoever killed it here."""
    who: str = ""
    story: str = ""
    """The id of another story, which it was meant for."""


def stops_told(it: Look) -> list[Told]:
    """The stops that reach a story, or stopped its words under another id: the newest first."""
    return sorted((*_by_agencies(it), *_by_hand(it), *_of_twins(it)), key=lambda one: one.at, reverse=True)[:_MOST]


def _by_agencies(it: Look) -> Iterator[Told]:
    yield from (_sent(one, is_sure=True) for one in it.history.dispatches if one.status in STOPS)
    yield from (_sent(one.dispatch, is_sure=one.sure) for one in it.history.around.orders)


def _sent(said: Dispatch, *, is_sure: bool) -> Told:
    return Told(
        at=said.arrived,
        act=said.status.value,
        is_sure=is_sure,
        feed=said.feed,
        names=said.guid,
        slug=said.slugline or "",
        version=said.version,
        words=(said.ed_note or "")[:_LONGEST],
    )


def _by_hand(it: Look) -> Iterator[Told]:
    for act in it.history.changes:
        if isinstance(act, Kill):
            yield Told(at=act.at, act="killed", who=act.who, version=act.against, words=act.reason[:_LONGEST])


def _of_twins(it: Look) -> Iterator[Told]:
    for twin in it.history.around.twins:
        if twin.stopped is not None:
            yield Told(at=twin.stopped, act="stopped", story=story_id(twin.key))
