"""Whether a story still says what a person had before them while they wrote (edge case 125)."""

from typing import NamedTuple

from stet.desk.overlay import compared
from stet.desk.passages import wordings
from stet.errors import Misused
from stet.model.story import Story

_TOLD = 3
"""Differences that are told, each with so many characters at most of either wording:"""
_LONGEST = 80
_MOVED = {True: "corrected", False: "updated"}


def numbered(story: Story, number: int) -> str:
    """The digest of the version of that number, for `seen`. Raises `Misused` when none that stands has it."""
    found = [one.dispatch.digest for one in story.line if one.dispatch.version == number]
    if not found:
        standing = ", ".join(str(one.dispatch.version) for one in story.line if one.dispatch.version is not None)
        raise Misused(f"Story {story.id} has no version {number} that stands; there is {standing or 'none'}.")
    return found[-1]


class Since(NamedTuple):
    """What is different from a version that somebody had before them."""

    told: str
    """How the words differ; empty where only other data do."""
    corrected: bool
    pictures: bool
    """There are other pictures, or other words to them."""


def since(story: Story, seen: str) -> Since | None:
    """What has changed since the version with that digest; none when it does not stand any more."""
    place = next((at for at, one in enumerate(story.line) if one.dispatch.digest == seen), None)
    if place is None:
        return None
    before = story.line[place].dispatch
    # Headline and body often change alike.
    pairs = wordings(compared(before, story.current, instead=before))
    differ = list(dict.fromkeys(_said(*pair) for pair in pairs))
    more = f" (and {len(differ) - _TOLD} more)" if len(differ) > _TOLD else ""
    return Since(
        told=f"{'; '.join(differ[:_TOLD])}{more}",
        corrected=any(one.corrects for one in story.line[place + 1 :]),
        pictures=before.pictures != story.current.pictures,
    )


def must_stand_as_seen(story: Story, seen: str | None) -> None:
    """Raises `Misused`, telling what differs, when the words have changed since the version with that digest.

    Other data may have changed. Without a digest nobody asked.
    """
    if seen is None or seen == story.current.digest:
        return
    found = since(story, seen)
    if found is None:
        raise Misused(
            f"The version of story {story.id} that you had before you does not stand any more. Look at the story and "
            "set the headline again."
        )
    if found.told:
        raise Misused(
            f"Story {story.id} was {_MOVED[found.corrected]} while you wrote: {found.told}. Look at your headline "
            "again, and set it on the version that stands now."
        )


def _said(was: str, now: str) -> str:
    was, now = (words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…" for words in (was, now))
    if not was:
        return f"“{now}” was added"
    return f"“{was}” is now “{now}”" if now else f"“{was}” was taken out"
