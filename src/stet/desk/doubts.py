"""What the desk has to look at in what it laid over the wire, in words (life.md section 9)."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from stet.desk.captions import CutsOf, recaptioned
from stet.desk.overlay import Fallen, made_on, overlay
from stet.desk.stale import Reason, stale
from stet.model.change import AnyChange, SetHeadline, SetPicture
from stet.model.dispatch import Dispatch, time_of
from stet.model.story import Story
from stet.model.text import fold

_HEADLINE, _PICTURE = "house headline", "house picture"


class Doubt(NamedTuple):
    """Something for the desk to look at."""

    about: str
    """`house headline` or `house picture`."""
    words: str
    stale: bool = False
    """The headline says what the story does not bear out any more: more than a remark."""


def doubts(story: Story, changes: Iterable[AnyChange], cuts_of: CutsOf) -> tuple[Doubt, ...]:
    """What there is to look at, about the house headline and picture; mostly none.

    A headline or a picture that a correction took away is told until the desk sets another, or goes back to the
    agency's by its own act. One that stays is told when there is a reason to doubt it: it is stale (stale.py); or, as a
    mere remark, a correction since, another headline of the agency's, an item of another id.
    """
    over = overlay(story, changes)
    found = []
    if over.fallen is not None:
        found.append(_fell(over.fallen))
    if over.headline is not None:
        why = reasons(over.headline, story)
        if why:
            found.append(Doubt(_HEADLINE, f"may be out of date: {'; '.join(map(str, why))}", stale=True))
        found += [Doubt(_HEADLINE, f"look at it again: {one}") for one in _about(over.headline, story)]
    if over.barred:
        found.append(Doubt(_PICTURE, f"is not shown, and another can be set: {over.barred}"))
    found += [Doubt(_PICTURE, f"look at it again: {one}") for one in _about_picture(over.picture, story)]
    by = recaptioned(story, over.picture, cuts_of) if over.picture is not None else None
    if by is not None:
        found.append(Doubt(_PICTURE, f"fell: {_named(by)} changed the words under the same picture of the agency's"))
    return tuple(found)


def _fell(fallen: Fallen) -> Doubt:
    what = ", ".join(f"“{word}”" for word in fallen.shares)
    return Doubt(_HEADLINE, f"“{fallen.headline.text}” fell: {_named(fallen.by)} changed what it says: {what}")


def reasons(headline: SetHeadline, story: Story) -> tuple[Reason, ...]:
    """Why a house headline may be out of date, by the version that it was written on; mostly nothing."""
    place = made_on(headline, story.line)
    return () if place is None else stale(headline.text, story.line[place].dispatch, story.current)


def _about(headline: SetHeadline, story: Story) -> Iterator[str]:
    if fold(headline.agency_headline or "") != fold(story.current.headline or ""):
        yield "the agency has changed its own headline since"
    place = made_on(headline, story.line)
    if place is None:
        return
    later = [version.dispatch for version in story.line[place + 1 :] if version.corrects]
    if later:
        yield f"{_named(later[-1])} changed nothing that it names, and may bear on it"
    if story.line[place].dispatch.story_key != story.current.story_key:
        yield f"it was made for the item {story.line[place].dispatch.guid}, which this one goes on from"


def _about_picture(picture: SetPicture | None, story: Story) -> Iterator[str]:
    """What the agency says of it now that lent it, where that is other than when the desk set it."""
    for one in story.lent:
        if picture is not None and one.asset == picture.asset and one.reworded:
            yield f"the agency says of it now: “{one.reworded}”"


def _named(correction: Dispatch) -> str:
    at = f"{time_of(correction):%Y-%m-%d %H:%M} UTC"
    if correction.version is None:
        return f"the correction ({at})"
    return f"the correction (version {correction.version}, {at})"
