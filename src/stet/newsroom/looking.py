"""A story as somebody at the desk has it before them."""

from collections.abc import Collection

from django.http import Http404
from msgspec import Struct

from stet.desk.moved import stamp
from stet.desk.overlay import Overlay, overlay
from stet.desk.resolve import headline_of
from stet.errors import Misused
from stet.journal import inquiry
from stet.journal.base import History
from stet.journal.inquiry import StoryRow
from stet.model.dispatch import Dispatch
from stet.model.story import State, Story
from stet.newsroom.middleware import Asked


class Look(Struct, frozen=True, kw_only=True):
    """All that the desk knows of a story at an instant."""

    row: StoryRow
    history: History
    story: Story | None
    """None where Stet failed on it, or nothing but its name is known."""
    sealed: tuple[Dispatch, ...]
    """Versions whose words nobody is shown any more."""
    over: Overlay

    @property
    def is_withdrawn(self) -> bool:
        """Nothing of its words is shown."""
        return self.row.state == State.WITHDRAWN or self.story is None or self.story.current in self.sealed

    @property
    def stamp(self) -> str:
        """What forms carry, to tell whether it moved under them."""
        return stamp(self.story, self.history.changes) if self.story else ""

    @property
    def headline(self) -> str:
        """The one readers get, or would get; empty where it is sealed."""
        return headline_of(self.story, self.over)[0] if self.story and not self.is_withdrawn else ""

    @property
    def named(self) -> str:
        """What it is called where many are told of: its headline, or whose it is and its id where that is sealed."""
        return self.headline or " ".join(filter(None, (self.story.agency if self.story else "", self.row.id)))

    @property
    def is_ours(self) -> bool:
        """The house's headline stands over the agency's."""
        return self.story is not None and not self.is_withdrawn and headline_of(self.story, self.over)[1]

    @property
    def agency_headline(self) -> str:
        """The agency's own, also one that was made of its copy; empty where it is sealed."""
        return headline_of(self.story, Overlay())[0] if self.story and not self.is_withdrawn else ""


def look(request: Asked, id_: str) -> Look:
    """The story of that id, or the one that an item of that id belongs to. Raises `Http404`."""
    try:
        row = inquiry.find(id_)
    except Misused as unknown:
        raise Http404(str(unknown)) from None
    return _look(request, row, request.stet.history(row.key))


def looks(request: Asked, ids: Collection[str]) -> dict[str, Look]:
    """Many stories by their ids, read from the journal in one go. What has no story of that id is left out."""
    rows = inquiry.rows(ids)
    histories = request.stet.histories([row.key for row in rows.values()])
    return {id_: _look(request, row, history) for (id_, row), history in zip(rows.items(), histories, strict=True)}


def _look(request: Asked, row: StoryRow, history: History) -> Look:
    story = request.stet.flow.fold(history) if history.dispatches else None
    return Look(
        row=row,
        history=history,
        story=story,
        sealed=request.stet.sealed_in(history),
        over=overlay(story, history.changes) if story else Overlay(),
    )
