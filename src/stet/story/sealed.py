"""Which words of a story nobody is shown any more (life.md section 5, rules 6 and 7)."""

from collections.abc import Iterable

from stet.model.change import AnyChange
from stet.model.dispatch import Dispatch
from stet.model.thread import Around
from stet.story.effective import effective
from stet.story.history import NOTHING, gather
from stet.story.order import identity
from stet.story.stops import bars


def sealed(
    dispatches: Iterable[Dispatch], changes: Iterable[AnyChange], around: Around = NOTHING
) -> tuple[Dispatch, ...]:
    """Those of the dispatches whose words are sealed: every one that does not stand where something was stopped, also
    the stops themselves. None where nothing was stopped, or nothing has arrived."""
    given = tuple(dispatches)
    if not given:
        return ()
    history = gather(given, changes, around)
    if not bars(history):
        return ()
    stand = {(one.story_key, identity(one)) for one in effective(history).versions}
    return tuple(one for one in given if (one.story_key, identity(one)) not in stand)
