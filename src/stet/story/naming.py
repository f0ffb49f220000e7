"""Which version's words a story has in its address (docs/adr/0002; edge case 52)."""

from collections.abc import Sequence

from stet.model.dispatch import STOPS, Dispatch
from stet.model.story import Version
from stet.model.text import fold as folded
from stet.story.history import History
from stet.story.release import saw
from stet.story.standing import Case, looked_at
from stet.story.tripwires import trips


def named_by(case: Case, line: Sequence[Version]) -> Dispatch:
    """The first version that may give its words to the address, so that an update does not move the page.

    One that comes late, below what readers have, is never shown, so nothing has held it: what a tripwire finds in it
    may not come into the address either, unless a person let it go. Nor may what the agency took back: after a
    correction of the headline only the corrected words stand.
    """
    if len(line) < 2:
        return case.left.first
    since = max((place for place in range(1, len(line)) if _takes_words_back(line, place)), default=0)
    candidates = [version.dispatch for version in line[since:]]
    return next((one for one in candidates[:-1] if _may_be_said(one, case)), candidates[-1])


def _takes_words_back(line: Sequence[Version], place: int) -> bool:
    return line[place].corrects and any(
        _words(version.dispatch) != _words(line[place].dispatch) for version in line[:place]
    )


def _words(dispatch: Dispatch) -> tuple[str, str]:
    return folded(dispatch.headline or ""), dispatch.slugline or ""


def _may_be_said(version: Dispatch, case: Case) -> bool:
    if any(saw(release, [version], case.history) for release in case.history.releases):
        return True
    return not version.queries and not trips(looked_at(case, version))


def may_have_moved(history: History, named: Dispatch) -> bool:
    """Whether the story may have stood at another address: it is of several items, a later version came before the one
    that names it, an earlier one did not get to name it, or a person let one go that may not have named it before. Of
    a status not known here too, for a person may have let it go."""
    copy = [dispatch for dispatch in history.dispatches if dispatch.status not in STOPS]
    is_late = any(dispatch.arrived < named.arrived for dispatch in copy)
    let_go = bool(history.releases) and len(copy) > 1
    return len(history.thread.places) > 1 or is_late or let_go or copy[:1] not in ([], [named])
