"""What an address of the list asks for. The filter is all in the address: it can be kept, sent and gone back to."""

from collections.abc import Mapping
from datetime import UTC, datetime

from stet.journal.lines import Place, Wanted
from stet.model.brief import Brief, Flag
from stet.model.story import Cause, State

_MOST_WORDS = 8
_LONGEST_WORD = 60
UNFILED = tuple(state for state in State if state is not State.FILED)
"""What the list shows unless something else is asked for: pictures and packages have no page."""


def wanted(given: Mapping[str, str]) -> Wanted:
    """The filter in the parameters of an address. What it does not know counts as not given."""
    states = tuple(State(one) for one in given.get("standing", "").split(",") if one in set(State))
    if not states:
        states = tuple(State) if given.get("standing") == "all" else UNFILED
    return Wanted(
        agency=given.get("agency", "")[:200],
        section=given.get("section", "")[:200],
        topic=given.get("topic", "")[:120],
        states=states,
        flags=_flags(given.get("flag", "")),
        cause=Cause(given["cause"]) if given.get("cause") in set(Cause) else None,
        words=tuple(word[:_LONGEST_WORD] for word in given.get("q", "").casefold().split()[:_MOST_WORDS]),
    )


def _flags(words: str) -> Flag:
    known = {flag.called: flag for flag in Flag}
    found = Flag(0)
    for word in words.split(","):
        found |= known.get(word, Flag(0))
    return found


def below(text: str) -> Place | None:
    """The place that a page of the list begins below; none for the first page."""
    came, _, id_ = text.partition("~")
    at = instant(came)
    return Place(at, id_) if at else None


def instant(text: str) -> datetime | None:
    """A point in time out of an address; none where it is no such thing, or one that no record can have."""
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def number(text: str) -> int | None:
    """A whole number out of an address; none where it is no such thing. `²` is a digit to Python, and no number."""
    return int(text[:_LONGEST]) if text.isascii() and text.isdigit() else None


_LONGEST = 18
"""Digits: more than any count here comes to, and few enough for a database."""


def place(one: Brief | Place) -> str:
    """A place in an address."""
    return f"{one.came.isoformat()}~{one.id}"
