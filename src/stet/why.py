"""Why a story stands where it does on the front and in its section: what it weighs, part by part, and what is above."""

from collections.abc import Sequence

from msgspec import Struct

from stet.edition.front import Layout, distinct, weigh
from stet.model.page import Card


class Why(Struct, frozen=True, kw_only=True):
    """A live story's place, and what makes it."""

    card: Card
    parts: dict[str, float]
    """Of its news value, in seconds."""
    rank: int | None
    """Its place by news value among all live stories, from 1; none: more weigh more than the front looks at."""
    looked_at: int
    slot: str | None
    """Where it stands on the front; none: nowhere."""
    twin: str | None
    """The story that tells the same and stands there for it."""
    in_section: int | None
    """Its place among the newest of its section, from 1; none: it is no longer on the section's first page."""


def why(card: Card, front: Sequence[Card], plan: Layout, section: Sequence[Card]) -> Why:
    """Made from the cards that the front is made of, how they are laid out, and the newest of the story's section."""
    order = [one.id for one in distinct(front)]
    newest = [one.id for one in section]
    return Why(
        card=card,
        parts=weigh(card),
        rank=order.index(card.id) + 1 if card.id in order else None,
        looked_at=len(order),
        slot=plan.place_of(card.id),
        twin=plan.twins.get(card.id),
        in_section=newest.index(card.id) + 1 if card.id in newest else None,
    )
