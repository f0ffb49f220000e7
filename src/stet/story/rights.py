"""When the right to show a story ends (life.md section 7; promise 2)."""

from datetime import datetime

from stet.story.effective import Effective
from stet.story.history import History
from stet.story.release import usable


def rights_end(history: History, left: Effective) -> datetime | None:
    """From when on nobody may show the story; none when no end is known.

    The rights of the version shown decide: a later version without an end, or with a later one, has the rights it says.
    Where two of that version disagree the earlier end counts, and a newest version that came without a text, and so is
    not the one shown, can bring the end nearer but not put it off. An older version never takes the place of one whose
    rights are over. An end before the version's own time is an end like any other: unlike an expiry (edge case 129)
    it is not ignored, for showing less is the safe side.
    """
    shown = (history.level(left.current), history.level(left.newest))
    same = (version for version in usable(history) if history.level(version) in shown)
    ends = (d.rights_end for d in (left.current, left.newest, *same))
    return min((end for end in ends if end is not None), default=None)
