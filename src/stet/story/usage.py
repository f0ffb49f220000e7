"""What may be done with the pictures of a story: by their own ends, and by what the agency's words allow.

A picture that may not be shown costs its story nothing but itself: the text stands, and the next picture is taken
(life.md section 7; edge cases 97 and 98).
"""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from stet.model.dispatch import Dispatch, Picture
from stet.model.story import Barred, Clause, Policy
from stet.model.text import fold
from stet.story.effective import Effective
from stet.story.terms import Found, clauses_about_pictures, clauses_in, clauses_in_note, shortest, told


class Usable(Struct, frozen=True, kw_only=True):
    """The pictures that may be used now, those that may not, and when the clock alone takes the first of them away."""

    pictures: tuple[Picture, ...]
    barred: tuple[Barred, ...] = ()
    until: datetime | None = None


def usable(pictures: Iterable[Picture], left: Effective, policy: Policy, now: datetime) -> Usable:
    """What of a version's pictures a program may use at `now` (UTC)."""
    shown: list[Picture] = []
    barred: list[Barred] = []
    ends: list[datetime] = []
    for picture in pictures:
        found = _clauses(picture, left.current, policy)
        end = _end(picture, found, left)
        why_not = _why_not(picture, found, end, policy, now)
        if why_not is not None:
            barred.append(Barred(picture=picture, reason=why_not))
            continue
        shown.append(picture)
        if end is not None:
            ends.append(end)
    return Usable(pictures=tuple(shown), barred=tuple(barred), until=min(ends, default=None))


def _why_not(picture: Picture, found: list[Found], end: datetime | None, policy: Policy, now: datetime) -> str | None:
    if end is not None and end <= now:
        return f"It might be used until {end:%Y-%m-%d %H:%M:%S} UTC."
    bars = [one for one in found if _bars(one, picture, policy, ends=end is not None)]
    return f"Its terms say {', '.join(told(bars))}." if bars else None


def clauses(picture: Picture, shown: Dispatch) -> tuple[Clause, ...]:
    """What the words of an agency ask of whoever shows a picture of this version, each once."""
    return tuple(dict.fromkeys(one.clause for one in _said(picture, shown)))


def _clauses(picture: Picture, shown: Dispatch, policy: Policy) -> list[Found]:
    return [one for one in dict.fromkeys(_said(picture, shown)) if one.clause not in policy.agreed]


def _said(picture: Picture, shown: Dispatch) -> list[Found]:
    """What its own terms say, or the story's where it has none; and what notes to editors say of it."""
    return [
        *clauses_in(picture.usage_terms or shown.usage_terms or ""),
        *clauses_in_note(picture.ed_note or ""),
        *clauses_about_pictures(shown.ed_note or ""),
    ]


def _end(picture: Picture, found: list[Found], left: Effective) -> datetime | None:
    """The first of its own end and of the days that its terms allow, from the earliest time known of its story: that is
    not after the picture was sent."""
    days = shortest(found)
    first = (left.first.arrived, left.current.arrived, left.current.version_created, left.current.first_created)
    last = None if days is None else min(at for at in first if at is not None) + days
    return min((end for end in (picture.rights_end, last) if end is not None), default=None)


def _bars(one: Found, picture: Picture, policy: Policy, *, ends: bool) -> bool:
    """Whether a clause keeps the picture from this site. A picture that comes off by itself goes into no archive."""
    if one.clause is Clause.DAYS:
        return False
    if one.clause is Clause.NO_ARCHIVE:
        return not ends
    if one.clause is Clause.CREDIT:
        return not _is_credited(picture, one.credit)
    if one.territory is not None:
        return one.territory.bars(policy.country)
    return True


def _is_credited(picture: Picture, asked: str | None) -> bool:
    """Whether the page will carry the credit that is asked for: some credit, or exactly the words the terms give."""
    if not (picture.credit or "").strip():
        return False
    shown = _plain(f"{picture.credit} {picture.caption or ''}")
    return asked is None or _plain(asked) in shown


def _plain(words: str) -> str:
    return fold("".join(c if c.isalnum() else " " for c in words.casefold()))
