"""Which version's words a story has in its address (docs/adr/0002; edge case 52)."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from stet.model.dispatch import STOPS, Dispatch
from stet.model.story import Version
from stet.model.text import fold as folded
from stet.story.effective import Effective
from stet.story.history import History
from stet.story.showings import Showing

TOGETHER = timedelta(minutes=1)
"""Versions that come so close to one another may be settled as one: then nobody is shown the earlier (edge case 42)."""


def named_by(
    left: Effective, line: Sequence[Version], showings: Iterable[Showing], known: Callable[[Dispatch], datetime]
) -> Dispatch:
    """The first version that readers were shown, so that an update does not move the page. `known` says since when this
    house knows a version: what waited for the end of a pause was settled as one.

    Words that nobody was shown may not come into the address: of a version that waited for a person or an embargo when
    a later one took its place, of one that came too late, or of one of a backlog. Nor may what the agency took back:
    after a correction of the headline only the corrected words stand. Where nothing was shown, or nothing that still
    stands, it is the version that readers would get.
    """
    if len(line) < 2:
        return left.first
    since = max((place for place in range(1, len(line)) if _takes_words_back(line, place)), default=0)
    candidates = [version.dispatch for version in line[since:]]
    for shown in showings:
        if shown.version in candidates:
            later = candidates[candidates.index(shown.version) + 1 :]
            if not any(known(one) < known(shown.version) + TOGETHER for one in later):
                return shown.version
    return candidates[-1]


def _takes_words_back(line: Sequence[Version], place: int) -> bool:
    return line[place].corrects and any(
        _words(version.dispatch) != _words(line[place].dispatch) for version in line[:place]
    )


def _words(dispatch: Dispatch) -> tuple[str, str]:
    return folded(dispatch.headline or ""), dispatch.slugline or ""


def may_have_moved(history: History, named: Dispatch) -> bool:
    """Whether the story may have stood at another address: it is of several items, a later version came before the one
    that names it, an earlier one does not name it, or a person let one go that may not have named it before. Of a
    status not known here too, for a person may have let it go."""
    copy = [dispatch for dispatch in history.dispatches if dispatch.status not in STOPS]
    is_late = any(history.known(dispatch) < history.known(named) for dispatch in copy)
    let_go = bool(history.releases) and len(copy) > 1
    return len(history.thread.places) > 1 or is_late or let_go or copy[:1] not in ([], [named])
