"""Names of the lists that stories stand on, and of the periods by which their archives are cut.

A list is named `front`, `section:India`, `topic:india`, `agency:press-trust-of-india`; `archive` holds all that has a
page, `sitemap` all that search engines may show. `news` and `topics` are the news sitemap and the index of topics.

A period is a year, a month, a day or an hour in the site's zone, written as far as it is known: `2026`, `2026-11`,
`2026-11-27`, `2026-11-27T14`; all of time is the empty word. What is too much for one file has parts, `2026-11.2`.
The journal remembers two sorts of marks beside the names of lists: `hour:2026-11-27T14:topic:india`, something was
first published then, or is no longer there, so it must be counted again; `page:2026-11:topic:india`, the file of that
period must be set again.
"""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from stet.model.address import agency_folder

FRONT = "front"
ARCHIVE = "archive"
SITEMAP = "sitemap"
NEWS = "news"
TOPICS = "topics"
ALL_TIME = ""
TOPIC_TOLD = 2
"""So many live stories about a topic make it one that the index of topics names (docs/adr/0011)."""
_LENGTHS = (0, 4, 7, 10, 13)
HOUR = len(_LENGTHS) - 1
"""The level of an hour; a day is one below, all of time is 0."""
PART = HOUR + 1
"""The level of a part."""


class Bucket(Struct, frozen=True, kw_only=True):
    """How much of a list falls into a period."""

    period: str
    stories: int
    newest: datetime | None = None
    """When the last of them changed; only sitemaps ask."""


def agency_list(agency: str) -> str:
    """The name of an agency's list."""
    return agency_folder(agency).replace("/", ":", 1)


def hour_mark(listing: str, hour: str) -> str:
    """The mark of a list in which something of this hour came or went."""
    return f"hour:{hour}:{listing}"


def page_mark(listing: str, period: str) -> str:
    """The mark of a list whose file for this period must be set again."""
    return f"page:{period}:{listing}"


def read_mark(mark: str) -> tuple[str, str, str] | None:
    """The kind (`hour` or `page`), period and list of such a mark; none for the name of a list."""
    kind, _, rest = mark.partition(":")
    if kind not in ("hour", "page"):
        return None
    period, _, listing = rest.partition(":")
    return kind, period, listing


def level(period: str) -> int:
    """0 for all of time, 1 for a year, then month, day, hour; `PART` for a part of any of them."""
    return PART if "." in period else _LENGTHS.index(len(period))


def within(period: str, at: int) -> str:
    """The period of a higher level in which this one lies."""
    return period[: _LENGTHS[at]]


def part(period: str, number: int) -> str:
    """A part of a period, counted from 1: the first goes by the name of the whole."""
    return period if number == 1 else f"{period}.{number}"


def split_part(period: str) -> tuple[str, int]:
    """A period and which part of it is meant."""
    whole, _, number = period.partition(".")
    return whole, int(number or 1)


def parts(stories: int, most: int) -> int:
    """How many files so many stories need; at least one."""
    return max(1, -(-stories // most))


def total(buckets: Sequence[Bucket]) -> int:
    """How many stories these periods have together."""
    return sum(bucket.stories for bucket in buckets)
