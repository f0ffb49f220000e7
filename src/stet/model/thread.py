"""How stories hang together: what ties an item to others, and what came for a story from outside it."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from stet.model.change import AnyChange
from stet.model.dispatch import Dispatch, Subject


class Ties(Struct, frozen=True, kw_only=True):
    """What ties a dispatch to other items. All are story keys, but for the words."""

    continues: tuple[str, ...] = ()
    """Items it goes on from: their story is its own."""
    names: tuple[str, ...] = ()
    """Keys under which orders may call it, besides its own."""
    stops: tuple[tuple[str, bool], ...] = ()
    """Of a stop: keys it may be meant for besides its own, and whether that is sure."""
    shows: tuple[str, ...] = ()
    """Items of its pictures."""
    translates: tuple[str, ...] = ()
    """Items that are the same in another language."""
    words: str = ""
    """The same for all items of one agency with the same words; empty where there are too few to tell."""
    haste: int = 9
    """Who is settled first when much waits; 0 is a stop."""


class Order(Struct, frozen=True, kw_only=True):
    """A stop that reached a story by another name than its key."""

    dispatch: Dispatch
    sure: bool
    """It can mean no other story. If not, the story is held, and a person kills or releases it."""


class Twin(Struct, frozen=True, kw_only=True):
    """Another story of the same agency that came with the same words (life.md section 2, re-transmission)."""

    key: str
    words: str
    arrived: datetime
    """When the first dispatch with these words came for it."""
    stops: tuple[datetime, ...] = ()
    """When stops came for it, from the agency or the desk, first to last."""
    subjects: tuple[Subject, ...] = ()
    """What the agency filed it under."""

    @property
    def stopped(self) -> datetime | None:
        """When the last stop came for it."""
        return self.stops[-1] if self.stops else None


class Around(Struct, frozen=True, kw_only=True):
    """What came for other items and touches a story."""

    orders: tuple[Order, ...] = ()
    twins: tuple[Twin, ...] = ()
    pictures: Mapping[str, tuple[Dispatch, ...]] = {}
    """All that came under the keys of its pictures' own items."""
    picture_acts: Mapping[str, tuple[AnyChange, ...]] = {}
    """What the desk did with these items, and with the files themselves: it may have killed one."""
    same_file: Mapping[str, tuple[str, ...]] = {}
    """For a name by which it calls for the file of a picture, and for the key of the file of a house picture: keys of
    items that have that very file and were ever stopped or held, and of the file itself."""
    bursts: Mapping[str, str] = {}
    """Of its items that came in a burst: how much too much came with them, in words."""
