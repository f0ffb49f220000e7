"""Which of a story's pictures may be shown: each lives a life of its own (life.md 2, 7 and 8; edge cases 98 and 99).

A picture that comes as an item of its own can be killed, embargoed, held back or given another caption by itself; the
desk may kill and hold it as well, also one that never came but with stories. The story stays; the picture leaves every
page that shows it, or is shown with the words it has now. The same file under another name is the same picture where
it was stopped or is held (life.md 5, rule 1).
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from stet.model.change import AnyChange, Hold, Kill, Release
from stet.model.dispatch import Dispatch, Picture, Status
from stet.model.story import Policy
from stet.model.thread import Around
from stet.story.effective import effective
from stet.story.embargo import embargo
from stet.story.history import gather
from stet.story.standing import Case, held_picture


class Shown(Struct, frozen=True, kw_only=True):
    """The pictures that may be shown now, and the next instant at which the clock alone may change that."""

    pictures: tuple[Picture, ...]
    until: datetime | None = None


def pictures_of(
    current: Dispatch,
    around: Around,
    policy: Policy,
    now: datetime,
    repeating: Collection[str] = (),
) -> Shown:
    """The pictures of a version, by what came for their own items until `now` (UTC), and what the desk did with them.

    `repeating` are feeds known to repeat an embargo in each version.
    """
    if not (around.pictures or around.picture_acts):
        return Shown(pictures=current.pictures)
    shown: list[Picture] = []
    instants: list[datetime] = []
    for picture, key in zip(current.pictures, current.picture_keys or [""] * len(current.pictures), strict=True):
        own, until = _own(picture, key, around, policy, now, repeating)
        if own is not None and not is_stopped(around, [one.href for one in picture.renditions], policy):
            shown.append(own)
        if until is not None:
            instants.append(until)
    return Shown(pictures=tuple(shown), until=min(instants, default=None))


def is_stopped(around: Around, files: Iterable[str], policy: Policy) -> bool:
    """Whether one of these files is stopped or held: as itself, or as what some item of a picture has for its file."""
    keys = {key for file in files for key in around.same_file.get(file, ())}
    return any(_is_down(key, around, policy) for key in sorted(keys))


def _own(
    picture: Picture, key: str, around: Around, policy: Policy, now: datetime, repeating: Collection[str]
) -> tuple[Picture | None, datetime | None]:
    if _is_down(key, around, policy):
        return None, None
    came = around.pictures.get(key)
    if not came:
        return picture, None
    history = gather(came, around.picture_acts.get(key, ()))
    shut = embargo(history, now, repeats=all(one.feed in repeating for one in came))
    if shut is not None:
        return None, shut.until
    return _with_words_of(picture, effective(history).newest), None


def _is_down(key: str, around: Around, policy: Policy) -> bool:
    """Whether what is known by this key is stopped, or waits for a person."""
    came, acts = around.pictures.get(key), around.picture_acts.get(key, ())
    if not came:
        return _is_down_by_hand(acts)
    history = gather(came, acts)
    left = effective(history)
    if not left.versions or any(one.status is Status.UNKNOWN for one in history.dispatches):
        return True
    return held_picture(Case(history=history, left=left, policy=policy)) is not None


def _is_down_by_hand(acts: Iterable[AnyChange]) -> bool:
    """Of what never came by itself no later version lifts a kill: it is for good."""
    told = tuple(acts)
    held = max((act.at for act in told if isinstance(act, Hold)), default=None)
    released = any(held is not None and act.at > held for act in told if isinstance(act, Release))
    return any(isinstance(act, Kill) for act in told) or (held is not None and not released)


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
