"""Which versions correct an error, and of which of them readers are told (life.md sections 3, 4 and 10).

Whether a version is a correction only its agency can say, in the places it has for that: signals, and what the readers
of formats made a signal of (roles of notes, version fields, lines for editors). Words of the copy say nothing.
A refile fixes a letter and is none; a repeat is none by itself; a corrective fixes another day's story and is a new
one; an update is none, however much it changes.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from stet.model.dispatch import Dispatch, time_of
from stet.model.story import Correction, Version
from stet.model.text import fold
from stet.story.effective import Effective
from stet.story.order import rank

_CODES = frozenset({"correction", "corrected"})
"""Codes of signals, whatever their alias: the IPTC's, and the words of version fields and editorial types."""
_OTHERWISE = frozenset({"wire:refile", "wire:corrective"})
"""Beside these "corrected" is said of a slip of the pen, or of another day's story (life.md section 3)."""


def is_correction(dispatch: Dispatch) -> bool:
    """Whether the agency says that this version fixes an error."""
    if not _OTHERWISE.isdisjoint(dispatch.signals):
        return False
    return any(signal.rpartition(":")[2].casefold() in _CODES for signal in dispatch.signals)


def line(left: Effective) -> tuple[Version, ...]:
    """The versions that make the text: those that stand, up to the one that readers get.

    Of contents that came under one version only the last in order counts: it is the one that stands, and nobody
    was shown another.
    """
    upto = left.versions[: left.versions.index(left.current) + 1] if left.versions else ()
    kept = [one for one, after in pairwise(upto) if (one.story_key, rank(one)) != (after.story_key, rank(after))]
    return tuple(Version(dispatch=one, corrects=is_correction(one)) for one in (*kept, *upto[-1:]))


def corrections(versions: Sequence[Version], first_live: datetime | None) -> tuple[Correction, ...]:
    """What readers have to be told, oldest first.

    Only of a correction that had an earlier version to correct, that came when readers could see the story, and in
    which something differs that they see. What a stop reached does not stand and is not told.
    """
    if first_live is None:
        return ()
    found = []
    notes = {_note(one.dispatch) for one in versions[:1]}
    for before, after in pairwise(versions):
        said = after.dispatch
        note = None if (words := _note(said)) in notes else words
        notes.add(words)
        if after.corrects and said.arrived >= first_live and (note or _seen(before.dispatch) != _seen(said)):
            found.append(Correction(at=time_of(said), version=said.version, note=note))
    return tuple(sorted(found, key=lambda correction: correction.at))


def _note(dispatch: Dispatch) -> str | None:
    return fold(dispatch.public_note or "") or None


def _seen(dispatch: Dispatch) -> tuple[Any, ...]:
    """What a page shows of a version, white space folded."""
    words = (dispatch.headline, dispatch.summary, dispatch.byline, dispatch.dateline, dispatch.body_text)
    pictures = [(picture.caption, picture.credit) for picture in dispatch.pictures]
    return (*(fold(each or "") for each in words), *pictures)
