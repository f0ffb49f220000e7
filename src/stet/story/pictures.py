"""Which of a story's pictures may be shown: each lives a life of its own (life.md 2, 7 and 8; edge cases 98 and 99).

A picture that comes as an item of its own can be killed, embargoed, held back or given another caption by itself; the
desk may kill it as well. The story stays; the picture leaves every page that shows it, or is shown with the words it
has now.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from stet.model.change import AnyChange
from stet.model.dispatch import Dispatch, Picture, Status
from stet.model.thread import Around
from stet.story.effective import effective
from stet.story.embargo import embargo
from stet.story.history import gather


class Shown(Struct, frozen=True, kw_only=True):
    """The pictures that may be shown now, and the next instant at which the clock alone may change that."""

    pictures: tuple[Picture, ...]
    until: datetime | None = None


def pictures_of(
    current: Dispatch,
    around: Around,
    now: datetime,
    repeating: Collection[str] = (),
) -> Shown:
    """The pictures of a version, by what came for their own items until `now` (UTC), and what the desk did with them.

    `repeating` are feeds known to repeat an embargo in each version.
    """
    if not around.pictures:
        return Shown(pictures=current.pictures)
    shown: list[Picture] = []
    instants: list[datetime] = []
    for picture, key in zip(current.pictures, current.picture_keys or [""] * len(current.pictures), strict=True):
        came = around.pictures.get(key)
        if not came:
            shown.append(picture)
            continue
        acts = around.picture_acts.get(key, ())
        own, until = _own(picture, came, acts, now, repeats=all(one.feed in repeating for one in came))
        if own is not None:
            shown.append(own)
        if until is not None:
            instants.append(until)
    return Shown(pictures=tuple(shown), until=min(instants, default=None))


def _own(
    picture: Picture, came: Iterable[Dispatch], acts: Iterable[AnyChange], now: datetime, *, repeats: bool
) -> tuple[Picture | None, datetime | None]:
    history = gather(came, acts)
    left = effective(history)
    if not left.versions or any(d.status is Status.UNKNOWN for d in history.dispatches):
        return None, None
    shut = embargo(history, now, repeats=repeats)
    if shut is not None:
        return None, shut.until
    return _with_words_of(picture, left.newest), None


def _with_words_of(picture: Picture, item: Dispatch) -> Picture:
    """The picture with the words and terms that its own item gives it now; of all ends of its use the first."""
    newest = next(iter(item.pictures), None)
    if newest is None:
        return picture
    ends = (picture.rights_end, newest.rights_end, item.rights_end, item.expires)
    return replace(
        picture,
        caption=newest.caption or picture.caption,
        credit=newest.credit or picture.credit,
        alt=newest.alt or picture.alt,
        usage_terms=newest.usage_terms or item.usage_terms or picture.usage_terms,
        ed_note=newest.ed_note or item.ed_note or picture.ed_note,
        rights_end=min(filter(None, ends), default=None),
    )
