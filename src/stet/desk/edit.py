"""What a person at the desk may do: one function per action, each allowed or refused here and nowhere else.

There are five, and none for the body: no change has a place for it; and reading what a stop has sealed is signed as
they are. Each takes the story as it stands now and returns the change to append, signed with who did it, when, from
where, and against which version. Each raises `Forbidden` for a person whose role does not allow it, and `Misused` with
what to do instead. What takes a story away is never refused but for the role: nothing may veto a stop (promise 2), and
an editor, who may not kill, takes a page down as fast by a hold.
"""

from datetime import datetime
from typing import TypedDict

from stet.desk.roles import must_be, name_of
from stet.desk.seen import must_stand_as_seen
from stet.desk.words import checked, point, required
from stet.errors import Misused
from stet.model.change import Hold, Kill, Release, SetHeadline, SetPicture, Unsealed
from stet.model.dispatch import Kind
from stet.model.person import Person, Role
from stet.model.story import Cause, State, Story
from stet.model.text import fold

HEADLINE_LIMIT = 300
"""Characters (edge case 87)."""
CAPTION_LIMIT = 2000
LINE_LIMIT = 500
"""Characters of a credit, an alternative text or a reason."""

LIFTED = frozenset({Cause.AFTER_A_KILL, Cause.ORDER, Cause.STOPPED_WORDS})
"""What holds a story because of a stop: a release says that the stop does not count."""


def set_headline(story: Story, text: str, *, who: Person, at: datetime, seen: str | None = None) -> SetHeadline:
    """Put the house headline over the agency's. An empty text goes back to the agency's, and so do its own words typed
    again: they are no rework, also when the agency changes them.

    `seen` is the digest of the version that the person had before them while they wrote. Refused when the words have
    changed since, telling what differs, so that they look and say it again (edge case 125); for what has no page to
    carry it; and for words that are not one line of plain text.
    """
    must_be(Role.EDITOR, who, "Reworking a headline")
    _must_take_an_overlay(story, "headline")
    must_stand_as_seen(story, seen)
    words = checked("The headline", text, limit=HEADLINE_LIMIT)
    return SetHeadline(
        **_signed(story, who, at),
        text="" if fold(words) == fold(story.current.headline or "") else words,
        agency_headline=story.current.headline,
    )


def set_picture(
    story: Story,
    asset: str | None,
    *,
    caption: str = "",
    credit: str = "",
    alt: str = "",
    focus: tuple[float, float] | None = None,
    who: Person,
    at: datetime,
) -> SetPicture:
    """Put the house picture, by the digest of its asset, over the agency's. No asset goes back to the agency's.

    A picture needs its caption, its credit, and words for those who do not see it; `focus` is the point of it that must
    be seen when it is cropped. Refused without these words, for a point outside, and for what has no page to carry it.
    """
    must_be(Role.EDITOR, who, "Setting a picture")
    _must_take_an_overlay(story, "picture")
    if asset is not None:
        caption = required("The picture's caption", caption, limit=CAPTION_LIMIT)
        credit = required("The picture's credit", credit, limit=LINE_LIMIT)
        alt = required("The picture's alternative text", alt, limit=LINE_LIMIT)
        focus = None if focus is None else point(*focus)
    elif caption or credit or alt or focus:
        raise Misused(
            "A caption, a credit, an alternative text or a focal point was given without a picture: name the picture "
            "too."
        )
    return SetPicture(
        **_signed(story, who, at),
        asset=asset,
        caption=caption,
        credit=credit,
        alt=alt,
        focus=focus,
    )


def kill(story: Story, reason: str, *, who: Person, at: datetime) -> Kill:
    """Take the story down for good, in whatever state it is. The reason is for the record and never shown."""
    must_be(Role.CHIEF, who, "A kill")
    return Kill(
        **_signed(story, who, at),
        reason=required("The reason of the kill", reason, limit=LINE_LIMIT),
    )


def kill_picture(key: str, reason: str, *, who: Person, at: datetime) -> Kill:
    """Take a picture off every page for good that never came but with stories: by the key of its item, or of its file
    (model/dispatch.py, `file_key`). One that came by itself is killed as a story is."""
    must_be(Role.CHIEF, who, "A kill")
    return Kill(
        story_key=key,
        who=name_of(who),
        at=at,
        place=who.place,
        reason=required("The reason of the kill", reason, limit=LINE_LIMIT),
    )


def hold(story: Story, reason: str = "", *, who: Person, at: datetime) -> Hold:
    """Keep the story off the site until somebody releases it, in whatever state it is.

    Of use also for a withheld story, which would otherwise come back by itself.
    """
    must_be(Role.EDITOR, who, "A hold")
    return Hold(
        **_signed(story, who, at),
        reason=checked("The reason of the hold", reason, limit=LINE_LIMIT),
    )


def release(story: Story, *, who: Person, at: datetime) -> Release:
    """Let a held story go, confirm one that is usable after a kill, or lift an embargo that a newer version dropped.

    Refused where it could not help: an embargo that the newest version itself carries, a stop with nothing usable
    above it, rights that are over, a feed that is paused, and a story that is not waiting. Where the release would lift
    a stop it takes a chief.
    """
    must_be(Role.EDITOR, who, "A release")
    if not LIFTED.isdisjoint(story.standing.causes):
        must_be(Role.CHIEF, who, "Lifting a stop")
    if story.standing.causes == (Cause.PAUSED,):
        raise Misused(f"Story {story.id} waits for its feed alone: {story.standing.reason} Resume the feed.")
    state, newest = story.standing.state, story.current
    if state is State.WITHDRAWN:
        raise Misused(
            f"Story {story.id} is withdrawn and cannot be released: {story.standing.reason} "
            "When one has arrived, release that."
        )
    if state is State.LAPSED:
        raise Misused(
            f"The right to show story {story.id} is over, and no release brings it back: {story.standing.reason} "
            "Ask the agency for a version that may be shown longer."
        )
    if state is State.SCHEDULED and newest.embargo is not None:
        until = newest.embargo.until
        if until is None:
            raise Misused(f"Story {story.id} is under an embargo without an end: only the agency can lift it.")
        if until > at:
            raise Misused(
                f"Story {story.id} is under the agency's embargo until {until:%Y-%m-%d %H:%M:%S} UTC and opens by "
                "itself then: nobody can open it before."
            )
    if state not in (State.HELD, State.SCHEDULED):
        raise Misused(f"Story {story.id} is not waiting for a release: it is {state}.")
    return Release(**_signed(story, who, at))


def unseal(story: Story, reason: str, *, who: Person, at: datetime) -> Unsealed:
    """Put on record that somebody reads the words that a stop has taken away, and why. Never without a reason."""
    must_be(Role.CHIEF, who, "Reading what was sealed")
    return Unsealed(
        **_signed(story, who, at),
        reason=required("The reason of the reading", reason, limit=LINE_LIMIT),
    )


def _must_take_an_overlay(story: Story, what: str) -> None:
    if story.standing.state is State.WITHDRAWN:
        raise Misused(f"Story {story.id} is withdrawn and takes no {what}: {story.standing.reason}")
    if story.standing.state is State.LAPSED:
        raise Misused(f"Story {story.id} has lapsed and takes no {what}: {story.standing.reason}")
    if story.standing.state is State.FILED or story.current.kind is Kind.PICTURE:
        raise Misused(f"Item {story.id} has no page of its own and takes no {what}: {story.standing.reason}")


def _item(story: Story) -> str | None:
    """The item whose version the person has before them, where it is not the story's own."""
    shown = story.current.story_key
    return shown if shown != story.key else None


class _Signature(TypedDict):
    story_key: str
    who: str
    at: datetime
    place: str
    against: int | None
    item: str | None


def _signed(story: Story, who: Person, at: datetime) -> _Signature:
    name = name_of(who)
    if at.tzinfo is None:
        raise ValueError("the time of a change needs a zone")
    return _Signature(
        story_key=story.key,
        who=name,
        at=at,
        place=who.place,
        against=story.current.version,
        item=_item(story),
    )
