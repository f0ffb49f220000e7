"""Which versions stand, and which of them is the story's text."""

from datetime import datetime

from msgspec import Struct

from stet.model.dispatch import Dispatch
from stet.story.history import History
from stet.story.release import usable
from stet.story.stops import Bar, bars, last_tombstone

REPEAT = "wire:repeat"
"""What readers of text wires say of a message that is sent again."""


class Effective(Struct, frozen=True, kw_only=True):
    """What is left of a history once its stops are applied."""

    versions: tuple[Dispatch, ...]
    """The usable versions that no stop reaches, earliest first."""
    first: Dispatch
    newest: Dispatch
    current: Dispatch
    """The newest, unless that came without the text the story already had (edge case 68)."""
    tombstone: datetime | None
    """When this house last learned of a cancel or killed the story itself."""


def effective(history: History) -> Effective:
    """The versions that stand: an unbroken run up to the highest usable one.

    When the highest is stopped all below it are, whatever their own times say. So a further stop can only
    take versions away, and never uncovers one. When none stands, the highest dispatch of all represents the story.
    """
    versions = _without_repeats(_standing(history))
    shown = versions or history.dispatches
    newest = shown[-1]
    return Effective(
        versions=versions,
        first=shown[0],
        newest=newest,
        current=newest if has_text(newest) else _with_text(versions) or newest,
        tombstone=last_tombstone(history),
    )


def _standing(history: History) -> tuple[Dispatch, ...]:
    versions, barred = usable(history), bars(history)
    start = len(versions) if barred else 0
    while start and _passes(versions[start - 1], barred, history):
        start -= 1
    return versions[start:]


def _without_repeats(versions: tuple[Dispatch, ...]) -> tuple[Dispatch, ...]:
    """Without what was only sent again: the same words, and the agency calls it a repeat (life.md section 3)."""
    kept: list[Dispatch] = []
    for version in versions:
        if not (REPEAT in version.signals and any(version.wire_fingerprint == one.wire_fingerprint for one in kept)):
            kept.append(version)
    return tuple(kept)


def _passes(version: Dispatch, barred: list[Bar], history: History) -> bool:
    place = history.place(version.story_key)
    return all(bar.lets_pass(version, place) for bar in barred)


def _with_text(versions: tuple[Dispatch, ...]) -> Dispatch | None:
    return next((dispatch for dispatch in reversed(versions) if has_text(dispatch)), None)


def has_text(dispatch: Dispatch) -> bool:
    """Whether there is anything to read in the body."""
    return bool(dispatch.body_text.strip())
