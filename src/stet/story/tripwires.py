"""What must never be published unseen, by its own words or dates (wow.md 8; life.md sections 3, 5, 6 and 7).

Each tripwire has a name, by which a feed's settings can switch it off, and looks only where a desk speaks
(story/spots.py). What one finds holds the whole story until a person releases it. That goes for an update and a
correction of a live story too: the older text is what the agency has just replaced, so it is no safer to leave up, and
the safe side is to show less. A stop is not looked at: it acts before any of this.

A release answers for what the person saw: the version before them, and each later one in which the same tripwire finds
the same. docs/reference/tripwires.md tells an editor about each.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache

from msgspec import Struct

from stet.model.dispatch import Dispatch
from stet.model.story import Policy
from stet.story import notices
from stet.story.dated import far
from stet.story.obituary import IN_EVERY_OBITUARY, obituary
from stet.story.placeholders import placeholder
from stet.story.spots import everything
from stet.story.web_use import IN_EVERY_TERM, off_the_web


class Look(Struct, frozen=True, kw_only=True):
    """What a tripwire is shown: a version, and what this house knows beside it."""

    item: Dispatch
    known_since: datetime
    """When the first version of the story came that stands."""
    policy: Policy
    burst: str | None = None
    """How much too much came by the feed in the hour in which the story did; none when it was not too much."""


class Tripwire(Struct, frozen=True, kw_only=True):
    """One sort of thing that holds a story."""

    name: str
    finds: Callable[[Look], str | None]
    """What was found and where, for the beginning of a sentence; none when there is nothing."""
    so: str
    """What that means, for the end of the sentence."""
    needles: tuple[str, ...] = ("",)
    """One of these is in all that it finds, among the words in small letters (`spots.everything`)."""


def _in(finds: Callable[[Dispatch], str | None]) -> Callable[[Look], str | None]:
    return lambda look: finds(look.item)


TRIPWIRES = (
    Tripwire(name="placeholder", finds=_in(placeholder), so="a place that nobody filled in"),
    Tripwire(
        name="do-not-publish",
        finds=_in(notices.do_not_publish),
        so="it says that it is not to be published",
        needles=notices.IN_EVERY_ORDER,
    ),
    Tripwire(
        name="draft",
        finds=_in(notices.draft),
        so="it calls itself a draft, or made in advance",
        needles=notices.IN_EVERY_DRAFT,
    ),
    Tripwire(name="test", finds=_in(notices.trial), so="it calls itself a test", needles=notices.IN_EVERY_TEST),
    Tripwire(
        name="advisory",
        finds=_in(notices.advisory),
        so="it reads like a note to editors, sent as a story",
        needles=notices.IN_EVERY_ADVISORY,
    ),
    Tripwire(name="web-forbidden", finds=_in(off_the_web), so="the web may not show it", needles=IN_EVERY_TERM),
    Tripwire(
        name="far-date",
        finds=lambda look: far(look.item, look.known_since, look.policy),
        so="it may be an old item sent again, or wrong",
    ),
    Tripwire(
        name="burst",
        finds=lambda look: look.burst,
        so="the feed may be sending its archive, or have been keyed anew",
    ),
    Tripwire(
        name="obituary",
        finds=_in(obituary),
        so="an obituary, and a person confirms the death",
        needles=IN_EVERY_OBITUARY,
    ),
)
"""In the order in which they are asked: the first that finds something gives the reason."""

ALWAYS = {
    "embargo-in-words": "asked by the reader of every format (formats/in_words.py, formats/textwire.py)",
    "usable-after-a-kill": "a rule of the standing (story/standing.py)",
}
"""Tripwires that stand elsewhere on the road and that no setting switches off, and where."""

NAMES = tuple(wire.name for wire in TRIPWIRES)
"""The names that `tripwires_off` knows."""


class Trip(Struct, frozen=True, kw_only=True):
    """A tripwire that found something."""

    name: str
    reason: str
    """One line for the desk, which begins with what was found."""


@lru_cache(maxsize=8)  # a story is judged at each instant at which it may have opened, mostly by the same version
def trips(look: Look) -> tuple[Trip, ...]:
    """What the tripwires find that the feed has not switched off, in their order."""
    return tuple(_found(look))


def _found(look: Look) -> Iterator[Trip]:
    words = everything(look.item)
    for wire in TRIPWIRES:
        if wire.name in look.policy.tripwires_off or not any(needle in words for needle in wire.needles):
            continue
        if what := wire.finds(look):
            yield Trip(name=wire.name, reason=f"{what}: {wire.so} (tripwire {wire.name}).")
