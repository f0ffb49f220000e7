"""What ties a dispatch to other stories, and how much haste it has: all that the journal must find stories by."""

from stet.model.dispatch import STOPS, Dispatch
from stet.model.thread import Ties
from stet.story.aim import aims
from stet.story.corrections import is_correction
from stet.story.twins import words_of

_ORDINARY = 5


def ties(dispatch: Dispatch) -> Ties:
    """The ties of a dispatch."""
    return Ties(
        continues=dispatch.continues,
        names=dispatch.alt_keys,
        stops=aims(dispatch) if dispatch.status in STOPS else (),
        shows=tuple(dict.fromkeys(filter(None, dispatch.picture_keys))),
        translates=dispatch.translates,
        words=words_of(dispatch),
        haste=_haste(dispatch),
    )


def _haste(dispatch: Dispatch) -> int:
    """Stops, then corrections, then by urgency (edge case 112; life.md 3)."""
    if dispatch.status in STOPS:
        return 0
    if is_correction(dispatch):
        return 1
    return 1 + (dispatch.urgency or _ORDINARY)
