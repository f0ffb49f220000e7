"""All that is known of one story, without repetition and in one order, however it came."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec
from msgspec import Struct

from stet.model.change import AnyChange, Change, Hold, Kill, Release, Unsealed
from stet.model.dispatch import Dispatch, Status
from stet.model.switch import OPEN, Gate
from stet.model.thread import Around, Order, Twin
from stet.story.order import Rank, SortKey, identity, rank, sort_key
from stet.story.thread import Thread, thread

Level = tuple[int, *Rank]
"""How late a version is: the place of its item in the thread, then its rank among that item's versions."""

OUTSIDE = -1
"""The place of an order that named the story by another name than its key."""

TAKE = "wire:add"
"""What readers of text wires call a message that continues another."""
NOTHING = Around()


class History(Struct, frozen=True, kw_only=True):
    """The set of a story's dispatches and changes, put in order."""

    thread: Thread
    dispatches: tuple[Dispatch, ...]
    """From the earliest version to the latest; each content once, as it first arrived. Sure orders by another name
    stand before all of them."""
    changes: tuple[AnyChange, ...] = ()
    """From the first to the last."""
    doubts: tuple[Order, ...] = ()
    """Orders that may mean another story."""
    twins: tuple[Twin, ...] = ()
    """Other stories with the same words."""
    takes: tuple[Dispatch, ...] = ()
    """Takes that continue a text, in the order of the wire."""
    bursts: Mapping[str, str] = {}
    """Of its items that came in a burst: how much too much that was."""
    gate: Gate = OPEN
    """What the desk switched its feeds to, and when."""

    @property
    def kills(self) -> list[Kill]:
        """What the desk killed, first to last."""
        return [change for change in self.changes if isinstance(change, Kill)]

    @property
    def holds(self) -> list[Hold]:
        """What the desk held, first to last."""
        return [change for change in self.changes if isinstance(change, Hold)]

    @property
    def releases(self) -> list[Release]:
        """What the desk released, first to last."""
        return [change for change in self.changes if isinstance(change, Release)]

    def place(self, key: str) -> int:
        """How far down the thread an item is."""
        return self.thread.places.get(key, OUTSIDE)

    def level(self, dispatch: Dispatch) -> Level:
        """How late a version is, across the items of the thread."""
        return (self.place(dispatch.story_key), *rank(dispatch))

    def known(self, dispatch: Dispatch) -> datetime:
        """When this house knew a dispatch: as it came, or as the pause of its feed ended."""
        return self.gate.known(dispatch)

    def item_of(self, change: Change) -> str:
        """The key of the item whose version the person had before them."""
        return change.item or self.thread.key


def gather(
    dispatches: Iterable[Dispatch],
    changes: Iterable[AnyChange] = (),
    around: Around = NOTHING,
    gate: Gate = OPEN,
) -> History:
    """One history out of anything that was ever received, in any order, any number of times.

    Raises ValueError when there is no dispatch, or when they belong to more than one story.
    """
    own = _first_arrivals(dispatches)
    line = thread(own)
    acts = _acts(changes)
    if strange := {change.story_key for change in acts} - line.places.keys():
        raise ValueError(f"changes of another story cannot be folded into {line.key}: {sorted(strange)}")
    takes = [one for one in own if is_take(one)]
    whole = [one for one in own if not is_take(one)]
    sure = _first_arrivals(order.dispatch for order in around.orders if order.sure)

    def late(one: Dispatch) -> tuple[int, *SortKey]:
        return (line.places.get(one.story_key, OUTSIDE), *sort_key(one))

    return History(
        thread=line,
        dispatches=tuple(sorted([*sure, *(whole or takes)], key=late)),
        changes=acts,
        doubts=_doubts(around.orders, sure),
        twins=tuple(sorted(around.twins, key=lambda twin: (twin.arrived, twin.key))),
        takes=tuple(sorted(takes if whole else (), key=late)),
        bursts=around.bursts,
        gate=gate,
    )


def _doubts(orders: Iterable[Order], sure: Iterable[Dispatch]) -> tuple[Order, ...]:
    known = {identity(dispatch) for dispatch in sure}
    doubts = [order for order in orders if not order.sure and identity(order.dispatch) not in known]
    kept = _first_arrivals(order.dispatch for order in doubts)
    return tuple(Order(dispatch=one, sure=False) for one in sorted(kept, key=sort_key))


def is_take(dispatch: Dispatch) -> bool:
    """Whether it continues a text and is nothing without it (life.md 3)."""
    return TAKE in dispatch.signals and bool(dispatch.continues) and dispatch.status is Status.USABLE


def let_through(history: History) -> History:
    """The history without the copy that waits because its feed is paused; it may have no dispatch then."""
    if not history.gate.paused():
        return history
    return msgspec.structs.replace(
        history,
        dispatches=tuple(dispatch for dispatch in history.dispatches if not history.gate.waits(dispatch)),
        takes=tuple(take for take in history.takes if not history.gate.waits(take)),
    )


def known_by(history: History, instant: datetime) -> History:
    """The history as far as this house knew it at an instant; it may know no dispatch yet."""
    return msgspec.structs.replace(
        history,
        dispatches=tuple(dispatch for dispatch in history.dispatches if history.known(dispatch) <= instant),
        changes=tuple(change for change in history.changes if change.at <= instant),
        doubts=tuple(order for order in history.doubts if order.dispatch.arrived <= instant),
        twins=tuple(_as_known_by(twin, instant) for twin in history.twins if twin.arrived <= instant),
        takes=tuple(take for take in history.takes if history.known(take) <= instant),
    )


def _as_known_by(twin: Twin, instant: datetime) -> Twin:
    return msgspec.structs.replace(twin, stops=tuple(stop for stop in twin.stops if stop <= instant))


def _first_arrivals(dispatches: Iterable[Dispatch]) -> list[Dispatch]:
    first: dict[tuple[str, str], Dispatch] = {}
    for dispatch in dispatches:
        key = (dispatch.story_key, identity(dispatch))
        known = first.get(key)
        if known is None or _arrival(dispatch) < _arrival(known):
            first[key] = dispatch
    return list(first.values())


def _arrival(dispatch: Dispatch) -> tuple[datetime, str, str, str, int]:
    # The same words by two channels at one instant: some copy has to be the one that counts, always the same.
    return (dispatch.arrived, dispatch.feed, dispatch.packet, dispatch.format, dispatch.index)


def _acts(changes: Iterable[AnyChange]) -> tuple[AnyChange, ...]:
    acts = (change for change in changes if not isinstance(change, Unsealed))  # who read it changes nothing in it
    return tuple(sorted(dict.fromkeys(acts), key=_moment))


def _moment(change: AnyChange) -> tuple[datetime, bytes]:
    return (change.at, msgspec.json.encode(change))
