"""An act of a person on a story that others may touch at the same moment (edge case 125).

What reworks or releases is done only to what the person saw: if the story moved, nothing is done, and they are told
what moved. A stop is done whatever moved, and waits for nothing but a stop of the same kind on the same story, which is
what somebody who clicks twice sends.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock

from msgspec import Struct

from stet.desk.moved import already, moved
from stet.errors import Forbidden, Misused
from stet.journal import inquiry
from stet.journal.inquiry import StoryRow
from stet.model.change import AnyChange, Change, Hold, Kill
from stet.model.story import Story
from stet.newsroom.middleware import Asked

STOPS = (Kill, Hold)


class AlreadySo(Exception):
    """The story is as they ask; nothing was done."""


class Moved(Exception):
    """The story is not what they saw; nothing was done."""

    def __init__(self, told: tuple[str, ...]) -> None:
        super().__init__(*told)
        self.told = told


class Done(Struct, frozen=True, kw_only=True):
    """An act that was carried out."""

    row: StoryRow
    """The story as it stands afterwards."""
    moved: tuple[str, ...] = ()
    """Of a stop: what had become of the story since they looked."""


def carry_out(
    request: Asked, id_: str, kind: type[Change], make: Callable[[Story], AnyChange], *, seen: str = ""
) -> Done:
    """Do it. `make` is one of desk/edit.py's functions with its words filled in, `seen` the stamp of the form.

    Raises `AlreadySo`, `Moved`, and what desk/edit.py refuses: `Forbidden` and `Misused`.
    """
    told: list[str] = []

    def action(story: Story) -> AnyChange:
        changes = request.stet.history(story.key).changes
        if kind in STOPS:
            change = make(story)
            with suppress(Exception):  # what is only told afterwards must not keep a stop from being done
                told.extend(moved(story, changes, seen))
            if words := already(story, changes, kind, change):
                raise AlreadySo(words)
            return change
        return _checked(story, changes, kind, make, seen)

    key = inquiry.find(id_).key
    with _ALONE((key, kind if kind in STOPS else None)):
        row = request.stet.act(key, action)
    return Done(row=row, moved=tuple(told))


def _checked(
    story: Story, changes: tuple[AnyChange, ...], kind: type[Change], make: Callable[[Story], AnyChange], seen: str
) -> AnyChange:
    """The change, of a story that is still as it was seen. What moved is told before what is wrong with the words."""

    def must_stand_still(change: AnyChange | None) -> None:
        if words := already(story, changes, kind, change):
            raise AlreadySo(words)
        if told := moved(story, changes, seen):
            raise Moved(told)

    try:
        change = make(story)
    except Forbidden:
        raise
    except Misused:
        must_stand_still(None)
        raise
    must_stand_still(change)
    return change


class _OneByOne:
    """Who asks for the same thing waits until the one before has it done."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._held: dict[object, tuple[Lock, int]] = {}

    @contextmanager
    def __call__(self, what: object) -> Iterator[None]:
        with self._guard:
            lock, waiting = self._held.get(what, (Lock(), 0))
            self._held[what] = (lock, waiting + 1)
        try:
            with lock:
                yield
        finally:
            with self._guard:
                lock, waiting = self._held.pop(what)
                if waiting > 1:
                    self._held[what] = (lock, waiting - 1)


_ALONE = _OneByOne()
