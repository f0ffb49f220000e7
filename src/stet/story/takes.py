"""A text sent in takes, joined in the order of the wire (life.md sections 3 and 8; edge case 89).

A take goes on from the version that stands: the first version of its story, or one that is older than it. It is joined
when it is surely the next: by its number, counted from the first continuation, or by its first line, where that repeats
how the take before it ends. What is missing stops the joining: readers get what is whole, and the desk is told.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from stet.model.dispatch import Dispatch, Kind, Status, time_of
from stet.model.text import fingerprint, fold, joined, pick_up, sealed
from stet.story.effective import Effective, has_text
from stet.story.history import History
from stet.story.stops import bars

MORE = "wire:more"
"""What readers of text wires say of a text that ends with `(more)`, or calls itself a first take."""
WAIT = timedelta(minutes=30)
"""How long such a text waits for what it promises."""

_NUMBERED = re.compile(r"wire:add-(\d+)")
_NEVER = datetime.min.replace(tzinfo=UTC)


class Joined(Struct, frozen=True, kw_only=True):
    """The version that stands and what goes on from it, as one text."""

    current: Dispatch
    """What readers get: the version with its takes, under its own id and headline."""
    parts: tuple[Dispatch, ...] = ()
    """The version and the takes that are joined to it, in order; empty where none is."""
    missing: int | None = None
    """The number of the take that others wait for."""
    doubt: tuple[datetime, str] | None = None
    """Since when a person has to look at one of the takes, and why."""

    @property
    def flags(self) -> tuple[str, ...]:
        """What the desk should look at."""
        if self.missing is None:
            return ()
        return (f"Add {self.missing} of this story is missing, or carries no number: later ones are not shown.",)


def join(history: History, left: Effective) -> Joined:
    """The version that stands, with every take that surely comes next."""
    waiting = takes_of(history, left)
    if not waiting:
        return Joined(current=left.current)
    parts = [left.current]
    while (following := _next(parts, waiting)) is not None:
        parts.append(following)
        waiting = [take for take in waiting if take is not following and _number(take) != len(parts) - 1]
    doubt = _doubt(takes_of(history, left), parts)
    missing = len(parts) if waiting else None
    if len(parts) == 1:
        return Joined(current=left.current, missing=missing, doubt=doubt)
    return Joined(current=_one(parts), parts=tuple(parts), missing=missing, doubt=doubt)


def takes_of(history: History, left: Effective) -> list[Dispatch]:
    """The takes that go on from the version that stands and that no stop has reached, in the order of the wire."""
    if not history.takes or not left.versions:
        return []
    barred = bars(history)
    return [
        take
        for take in history.takes
        if take.kind in (Kind.STORY, Kind.ALERT)
        and has_text(take)
        and _goes_on_from(take, left)
        and all(bar.lets_pass(take, history.place(take.story_key)) for bar in barred)
    ]


def _goes_on_from(take: Dispatch, left: Effective) -> bool:
    """A newer version of the whole text takes the place of all takes before it, by the agency's time."""
    since, told = left.current.version_created, take.version_created
    is_first = left.current is left.versions[0]
    if since is None or told is None:
        return is_first
    return told > since or (is_first and told == since)


def waits_until(dispatch: Dispatch) -> datetime | None:
    """Until when a first take waits for what it promises; none where it promises nothing."""
    return dispatch.arrived + WAIT if MORE in dispatch.signals and dispatch.status is Status.USABLE else None


def _next(parts: Sequence[Dispatch], waiting: Iterable[Dispatch]) -> Dispatch | None:
    """The take that comes next: of several under one number the newest, if it can be told which that is."""
    number, before = len(parts), fold(parts[-1].body_text)
    found = [take for take in waiting if _number(take) == number]
    found = found or [t for t in waiting if _number(t) is None and pick_up(before, fold(t.body_text))]
    if not found:
        return None
    newest = max(take.version_created or _NEVER for take in found)
    best = [take for take in found if (take.version_created or _NEVER) == newest]
    return best[0] if len({take.wire_fingerprint for take in best}) == 1 else None


def _number(take: Dispatch) -> int | None:
    return next((int(found[1]) for signal in take.signals if (found := _NUMBERED.fullmatch(signal))), None)


def _doubt(takes: Sequence[Dispatch], parts: Sequence[Dispatch]) -> tuple[datetime, str] | None:
    """What is asked about any take holds the story: an embargo in its words is one on all of it. Of several the last
    to arrive counts: who has answered that has seen the others."""
    asked = [(take.arrived, take.queries[0]) for take in takes if take.queries]
    asked += [
        (take.arrived, "What continues the text cannot be joined to it letter by letter.")
        for before, take in pairwise(parts)
        if _is_torn(take) or _is_torn(before) or _less_pick_up(before, take) is None
    ]
    return max(asked, default=None)


def _is_torn(part: Dispatch) -> bool:
    return fingerprint(part.body_text) != part.wire_fingerprint


def _less_pick_up(before: Dispatch, take: Dispatch) -> tuple[str, str] | None:
    """Markup and text of a take without the line that repeats the end of the one before; none where it is no line."""
    again = pick_up(fold(before.body_text), fold(take.body_text))
    if not again:
        return take.body_html, take.body_text
    first, _, text = take.body_text.partition("\n\n")
    line = f"<p>{escape(first, quote=False)}</p>"
    if fold(first) != again or not take.body_html.startswith(line):
        return None
    return take.body_html[len(line) :].lstrip("\n"), text


def _one(parts: Sequence[Dispatch]) -> Dispatch:
    """The takes as one version: the first one's id and headline, everybody's words, the newest one's time."""
    pieces = [(parts[0].body_html, parts[0].body_text)]
    for before, take in pairwise(parts):
        pieces.append(_less_pick_up(before, take) or (take.body_html, take.body_text))
    newest = max(parts, key=time_of)
    counts = [part.word_count for part in parts if part.word_count is not None]
    return replace(
        parts[0],
        body_html="\n".join(html for html, _ in pieces if html),
        body_text="\n\n".join(text for _, text in pieces if text),
        wire_fingerprint=sealed(joined(part.body_text for part in parts)),
        word_count=sum(counts) if counts else None,
        version_created=newest.version_created,
        arrived=newest.arrived,
    )
