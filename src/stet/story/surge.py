"""A burst of old or nearly identical items: a feed that was keyed anew, an archive sent as news (edge case 47).

A hundred obituaries of the living went out in one morning of 2020 because the first went out like the last. What is
counted stands in `Surge` (model/story.py), and who counts is bursts.py; here is only what is old, and when it is too
much. Stops, and further versions of stories that came before the burst, pass it.
"""

from datetime import timedelta

from stet.model.dispatch import Dispatch
from stet.model.story import Surge

TIMES = 5
"""How many times the usual of an hour is a burst, where it is also twice the busiest hour of the week: a feed that
brings a day's stories at six each morning does nothing unusual then."""
FEWEST = 20
"""Fewer stories in an hour than this are no burst by number: a feed may be silent for a week."""
FEWEST_STALE = 10
"""Fewer old or known stories than this say nothing of their share."""

OLD = timedelta(days=7)
"""What came later than that is no news that was held up on its way."""
LATE = timedelta(hours=1)


def is_old(item: Dispatch) -> bool:
    """Whether an item says of itself that it is from another week."""
    return item.version_created is not None and item.version_created < item.arrived - OLD


def is_late(item: Dispatch) -> bool:
    """Whether an item was made well before it came: after an outage a feed sends what it could not send before."""
    return item.version_created is not None and item.version_created < item.arrived - LATE


def burst(surge: Surge) -> str | None:
    """Why so much is too much, in words; none when it is not."""
    if surge.stale >= FEWEST_STALE and surge.stale * 2 > surge.items:
        return f"{surge.stale} of the {surge.items} stories that came by this feed within an hour are old or known"
    fresh = surge.items - surge.late
    if surge.usual is None or fresh < FEWEST or fresh <= 2 * surge.busiest:
        return None
    if fresh > TIMES * surge.usual:
        return f"{fresh} stories came by this feed within an hour, where {surge.usual:.1f} are usual"
    return None
