"""A burst of old or nearly identical items: a feed that was keyed anew, an archive sent as news (edge case 47).

A hundred obituaries of the living went out in one morning of 2020 because the first went out like the last. What is
counted stands in `Surge` (model/story.py), and the journal counts it; here is only when it is too much. Stops, and
further versions of stories that came before the burst, pass it.
"""

from stet.model.story import Surge

TIMES = 5
"""How many times the usual of an hour is a burst, where it is also twice the busiest hour of the week: a feed that
brings a day's stories at six each morning does nothing unusual then."""
FEWEST = 20
"""Fewer stories in an hour than this are no burst by number: a feed may be silent for a week."""
FEWEST_STALE = 10
"""Fewer old or known stories than this say nothing of their share."""


def burst(surge: Surge) -> str | None:
    """Why so much is too much, in words; none when it is not."""
    if surge.stale >= FEWEST_STALE and surge.stale * 2 > surge.items:
        return f"{surge.stale} of the {surge.items} stories that came by this feed within an hour are old or known"
    if surge.usual is None or surge.items < FEWEST or surge.items <= 2 * surge.busiest:
        return None
    if surge.items > TIMES * surge.usual:
        return f"{surge.items} stories came by this feed within an hour, where {surge.usual:.1f} are usual"
    return None
