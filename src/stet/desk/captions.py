"""When the agency corrects the caption of a picture that the desk put over the story (life.md section 9)."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from stet.desk.overlay import made_on
from stet.model.change import SetPicture
from stet.model.dispatch import Dispatch, Picture
from stet.model.page import Cut
from stet.model.story import Story
from stet.model.text import fold

CutsOf = Callable[[str], tuple[Cut, ...] | None]
"""Gives a picture's cuts, by the digest of a house asset or the href of an agency's rendition; none: not to be had."""


def recaptioned(story: Story, house: SetPicture, cuts_of: CutsOf) -> Dispatch | None:
    """The correction, made since the desk set its picture, of the caption or credit of that very picture; mostly none.

    The desk typed the words under a house picture, so a correction of another picture's caption says nothing about it.
    Where the house picture is the same file as a picture of the agency's, the words of the desk may hold the error:
    the agency's picture comes back, with the agency's words.
    """
    place = made_on(house, story.line)
    cuts = cuts_of(house.asset) if house.asset is not None else None
    if place is None or not cuts:
        return None
    for before, after in pairwise(story.line[place:]):
        if after.corrects and any(
            _is_file_of(cuts, picture, cuts_of) for picture in _corrected(before.dispatch, after.dispatch)
        ):
            return after.dispatch
    return None


def _corrected(before: Dispatch, after: Dispatch) -> Iterator[Picture]:
    """The pictures of both versions, as they were and as they are, whose words differ."""
    for was in before.pictures:
        for now in after.pictures:
            if _is_one(was, now) and _words(was) != _words(now):
                yield was
                yield now


def _is_one(was: Picture, now: Picture) -> bool:
    if was.guid is not None and was.guid == now.guid:
        return True
    return not {one.href for one in was.renditions}.isdisjoint(one.href for one in now.renditions)


def _words(picture: Picture) -> tuple[str, str]:
    return fold(picture.caption or ""), fold(picture.credit or "")


def _is_file_of(cuts: tuple[Cut, ...], picture: Picture, cuts_of: CutsOf) -> bool:
    """Whether the picture is that file: the same bytes have the same cuts, whatever name they came under."""
    return any(cuts_of(rendition.href) == cuts for rendition in picture.renditions)
