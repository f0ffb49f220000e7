"""Which addresses a story's pictures are fetched from: of each picture one rendition, the widest that is of use."""

from stet.model.dispatch import Kind, Picture, Rendition
from stet.model.story import State, Story
from stet.model.web import is_address

WIDEST = 4096
"""Pixels. A wider rendition is only taken where there is no other: pages show 1600."""
_PROBED = 3
"""Of renditions that do not say how wide they are, so many are fetched, and the widest is shown (edge case 96)."""
_NEVER = (State.WITHDRAWN, State.LAPSED, State.FILED)


def wanted(story: Story) -> tuple[str, ...]:
    """Addresses of the pictures that this story may show, now or when it is released; none of one that is killed or
    barred, none for a story that will not be shown, and none for an item that is a picture: stories ask for it."""
    if story.standing.state in _NEVER or story.current.kind is Kind.PICTURE:
        return ()
    return tuple(dict.fromkeys(href for picture in story.pictures for href in chosen(picture)))


def chosen(picture: Picture) -> tuple[str, ...]:
    """The address to fetch a picture from; several, where none says how wide it is; none, where it has no address."""
    there = [one for one in picture.renditions if is_address(one.href) and _may_be_set(one)]
    measured = [one for one in there if one.width]
    if not measured:
        return tuple(dict.fromkeys(one.href for one in there))[:_PROBED]
    fitting = [one for one in measured if (one.width or 0) <= WIDEST]
    best = max(fitting, key=_width) if fitting else min(measured, key=_width)
    return (best.href,)


def _width(rendition: Rendition) -> int:
    return rendition.width or 0


def _may_be_set(rendition: Rendition) -> bool:
    type_ = (rendition.type or "image/").lower()
    return type_.startswith("image/") and "svg" not in type_
