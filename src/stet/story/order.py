"""Which of two versions is later: a total order, in which arrival only decides what the agency left open.

The rules (the house, decision 2; life.md section 2; edge cases 39 to 45):

1. A version with a number is later than one without: missing is not 0, and 0 is a version.
2. Numbers compare as integers. A gap means nothing, and nobody waits for the missing one. A higher number with
   an older time is still the later version.
3. Equal number, or no number at all: the later `version_created`; one without a time is the earlier.
4. Equal number and equal time but other content is a conflict: the first to arrive stands.
   Without numbers there is no conflict, only an edited entry: the last to arrive stands.
5. What is still level is settled by the digest, so that no two dispatches are ever equal.

Times are the agency's own, compared with each other only: a feed whose zone is set wrongly still keeps its order.
"""

from datetime import UTC, datetime, timedelta

from stet.model.dispatch import Dispatch

_NEVER = datetime.min.replace(tzinfo=UTC)
_FOREVER = datetime.max.replace(tzinfo=UTC)

Rank = tuple[bool, int, datetime, datetime]
SortKey = tuple[bool, int, datetime, datetime, timedelta, str]


def identity(dispatch: Dispatch) -> str:
    """What makes two dispatches the same one: the digest of what was said, else its place in its packet."""
    return dispatch.digest or f"{dispatch.packet}#{dispatch.index}"


def rank(dispatch: Dispatch) -> Rank:
    """The version as far as the agency gave one, with arrival for entries that carry no number."""
    created = dispatch.version_created or _NEVER
    if dispatch.version is None:
        return (False, 0, created, dispatch.arrived)
    return (True, dispatch.version, created, _NEVER)


def sort_key(dispatch: Dispatch) -> SortKey:
    """A key that puts versions from the earliest to the latest; different dispatches never have equal keys."""
    return (*rank(dispatch), _FOREVER - dispatch.arrived, identity(dispatch))
