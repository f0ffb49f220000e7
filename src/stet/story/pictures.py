"""Which of a version's pictures may be shown now, and until when (life.md section 7; edge cases 97 and 98).

A picture that may not be shown costs its story nothing but itself: the text stands, and the next picture is taken.
"""

from datetime import datetime

from stet.model.dispatch import Dispatch, Picture
from stet.model.story import Barred, Clause, Policy
from stet.model.text import fold
from stet.story.effective import Effective
from stet.story.terms import Found, clauses_about_pictures, clauses_in, clauses_in_note, shortest, told


def barred(left: Effective, policy: Policy, now: datetime) -> tuple[Barred, ...]:
    """The pictures of the version shown that no program may use now, and why."""
    return tuple(
        Barred(place=place, reason=reason)
        for place, picture in enumerate(left.current.pictures)
        if (reason := _why_not(picture, left, policy, now)) is not None
    )


def next_end(left: Effective, policy: Policy, now: datetime) -> datetime | None:
    """The next instant at which one of the pictures that may be used now may be used no more."""
    ends = (
        _end(picture, _clauses(picture, left.current, policy), left)
        for picture in left.current.pictures
        if _why_not(picture, left, policy, now) is None
    )
    return min((end for end in ends if end is not None), default=None)


def _why_not(picture: Picture, left: Effective, policy: Policy, now: datetime) -> str | None:
    found = _clauses(picture, left.current, policy)
    end = _end(picture, found, left)
    if end is not None and end <= now:
        return f"It might be used until {end:%Y-%m-%d %H:%M:%S} UTC."
    bars = [one for one in found if _bars(one, picture, policy, ends=end is not None)]
    return f"Its terms say {', '.join(told(bars))}." if bars else None


def _clauses(picture: Picture, shown: Dispatch, policy: Policy) -> list[Found]:
    """What its own terms say, or the story's where it has none; and what notes to editors say of it."""
    found = [
        *clauses_in(picture.usage_terms or shown.usage_terms or ""),
        *clauses_in_note(picture.ed_note or ""),
        *clauses_about_pictures(shown.ed_note or ""),
    ]
    return [one for one in dict.fromkeys(found) if one.clause not in policy.agreed]


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
