"""Items that come with a stop of another item: a note about a kill must never become a page (life.md 5).

Its words may repeat what was killed, and nothing in them needs to say that it is a note. What it does says so.
"""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from stet.errors import Refused
from stet.formats.agencies import Identity, agency_by, settled
from stet.formats.held import story_key, unique
from stet.model.dispatch import STOPS, Dispatch, Kind, Status
from stet.model.packet import Origin

_ORDERS = "It stops another item: what is said with such an order is not for readers unless a person says otherwise."
_NAMES = (
    "It names an item that is stopped in the same file: what is said with such an order is not for readers unless a "
    "person says otherwise."
)


def with_orders(said: Dispatch, orders: Iterable[Dispatch]) -> Dispatch:
    """The item, to be asked about where one of the stops it gives is of another item than itself."""
    others = any(order.story_key != said.story_key for order in orders)
    return _asked(said, _ORDERS) if others and _may_be_shown(said) else said


def beside_stops(items: Sequence[Dispatch], origin: Origin) -> list[Dispatch]:
    """The items of a file, to be asked about where they name one of it that is stopped there.

    A successor is not asked about: what a stop of the item before it comes to is decided by their times.
    """
    stopped = {one.story_key for one in items if one.status in STOPS and one.kind is not Kind.PICTURE}
    if not stopped:
        return list(items)
    return [_asked(one, _NAMES) if _may_be_shown(one) and _names_one_of(stopped, one, origin) else one for one in items]


def _names_one_of(stopped: set[str], said: Dispatch, origin: Origin) -> bool:
    agency = agency_by(origin, said.guid, said.provider)
    for link in said.links:
        identity = settled(Identity(link.target, link.version, Status.USABLE, said.provider), origin, agency)
        try:
            key = story_key(said.agency, identity.stable or identity.guid)
        except Refused:
            continue  # no item can have come under such an id
        if key in stopped and key != said.story_key and key not in said.continues:
            return True
    return False


def _may_be_shown(said: Dispatch) -> bool:
    return said.status not in STOPS and said.kind is not Kind.ADVISORY


def _asked(said: Dispatch, query: str) -> Dispatch:
    return replace(said, queries=unique((*said.queries, query)))
