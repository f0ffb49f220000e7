"""Whether a picture that the desk put over one story may be shown there, by what became of those it came with.

A house picture that an agency brought for another story follows that item's state (life.md section 9): its kill, its
embargo, the end of its rights, a corrected caption. One that nobody but the house brought is asked for what the desk
did with the file itself.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import pairwise

from msgspec import Struct

from stet.model.dispatch import Dispatch, Kind, Picture, file_key
from stet.model.story import Lent, Policy, State, Story
from stet.model.text import fold
from stet.model.thread import Around
from stet.story.pictures import is_stopped

Name = tuple[str, str]
"""Feed, and what its stories call a file."""

_SHUT = (State.WITHDRAWN, State.LAPSED, State.SCHEDULED)
_KILLED = "it was stopped, or the desk holds it."


class Lender(Struct, frozen=True, kw_only=True):
    """A story, or an item that is a picture, which came with the file, as it stands now."""

    story: Story
    is_own: bool = False
    """It is the story over which the desk put the picture."""


def lent(
    digest: str,
    names: Collection[Name],
    lenders: Iterable[Lender],
    around: Around,
    policy: Policy,
    *,
    now: datetime,
    since: datetime | None,
) -> Lent:
    """What those say of a file with whom it came, under whichever of these names, and the desk that put it over a story
    at `since`. Of all of them the one that allows least decides; but a story that is stopped takes the picture with it
    only where every one is that came with it."""
    if is_stopped(around, [file_key(digest)], policy):
        return Lent(asset=digest, barred=_KILLED)
    those = [(one, _pictures(one.story.current, names)) for one in lenders]
    bars = [reason for one, pictures in those for reason in _bars(one, pictures)]
    bars += [why for one, _ in those if not one.is_own and (why := _corrected(one.story, names, since))]
    shut = [one.story for one, _ in those if one.story.standing.state in _SHUT]
    if those and len(shut) == len(those):
        bars.append(f"the story that it came with is not to be shown: {shut[0].standing.reason}")
    instants = (one.story.standing.until for one, _ in those)
    ends = (picture.rights_end for _, pictures in those for picture in pictures)
    pending = [at for at in (*instants, *ends) if at is not None and at > now]
    reworded = next((words for one, _ in those if not one.is_own and (words := _reworded(one.story, names, since))), "")
    return Lent(asset=digest, barred=next(iter(bars), ""), reworded=reworded, until=min(pending, default=None))


def _pictures(said: Dispatch, names: Collection[Name]) -> list[Picture]:
    """Those pictures of a version that have the file."""
    return [one for one in said.pictures if any((said.feed, rendition.href) in names for rendition in one.renditions)]


def _bars(one: Lender, pictures: list[Picture]) -> Iterator[str]:
    story = one.story
    if story.current.kind is Kind.PICTURE:
        if story.standing.state is not State.FILED:
            yield story.standing.reason
        elif not pictures:
            yield "the agency has put another file in its place."
    elif story.standing.state in _SHUT:
        return
    barred = {_mark(each.picture): each.reason for each in story.barred}
    shown = {_mark(picture) for picture in story.pictures}
    for picture in pictures:
        if _mark(picture) in barred:
            yield barred[_mark(picture)]
        elif _mark(picture) not in shown and story.current.kind is not Kind.PICTURE:
            yield "its own item was stopped, waits for a person, or is under an embargo."


def _mark(picture: Picture) -> tuple[str | None, tuple[str, ...]]:
    """What stays the same of a picture when its own item gives it other words."""
    return picture.guid, tuple(rendition.href for rendition in picture.renditions)


def _corrected(story: Story, names: Collection[Name], since: datetime | None) -> str:
    for _, after, corrects in _rewordings(story, names, since):
        if corrects:
            return f"the agency corrected the words under it: “{after.caption or after.credit or ''}”"
    return ""


def _reworded(story: Story, names: Collection[Name], since: datetime | None) -> str:
    words = [after.caption or after.credit or "" for _, after, corrects in _rewordings(story, names, since)]
    return words[-1] if words else ""


def _rewordings(
    story: Story, names: Collection[Name], since: datetime | None
) -> Iterator[tuple[Picture, Picture, bool]]:
    """Where a version that came since then gave the picture another caption or credit; and whether as a correction."""
    for before, after in pairwise(story.line):
        if since is None or after.dispatch.arrived <= since:
            continue
        for was in _pictures(before.dispatch, names):
            for now in after.dispatch.pictures:
                if (_mark(was) == _mark(now) or (was.guid and was.guid == now.guid)) and _words(was) != _words(now):
                    yield was, now, after.corrects


def _words(picture: Picture) -> tuple[str, str]:
    return fold(picture.caption or ""), fold(picture.credit or "")
