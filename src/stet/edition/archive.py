"""Archives: what was first published here in a year, a month, a day, an hour, in the site's zone.

A period with little in it shows its stories; one with much leads to the periods inside it. Which is which follows from
counts alone (`shape`), so the same stories always stand at the same addresses, and a story that comes or goes changes
the page it stands on and the counts above it.
"""

from calendar import monthrange
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from stet.edition.column import ARCHIVE, Column, Link
from stet.edition.front import entry
from stet.edition.house import House
from stet.edition.markup import address
from stet.edition.press import Press
from stet.edition.times import name_inside, period_name
from stet.model.listing import Bucket, level, split_part, total
from stet.model.page import Card, Page

MOST = 200
"""Stories on one page of an archive."""
_YEAR, _MONTH, _DAY = 1, 2, 3


class Way(Struct, frozen=True, kw_only=True):
    """The periods that a page of an archive leads to."""

    earlier: str | None = None
    later: str | None = None


class Line(Struct, frozen=True, kw_only=True):
    """A period inside another: what it is called, how much is in it, and where it is if there is anything."""

    text: str
    stories: int
    href: str | None


def folder_of(column: Column, period: str) -> str:
    """Where a period stands, below the edition, with a slash at the end: `archive/2026/11/27/`."""
    whole, number = split_part(period)
    steps = [part for part in whole.replace("T", "-").split("-") if part]
    return "/".join([column.folder, *steps, *([str(number)] if number > 1 else [])]) + "/"


def file_of_period(column: Column, period: str) -> str:
    """The file of a period's page."""
    return f"{folder_of(column, period)}index.html"


def way_to(house: House, column: Column, period: str) -> Link:
    """A link to a period's page."""
    whole, number = split_part(period)
    name = period_name(whole, house.tongue.lang) if whole else heading(house, column)
    if number > 1:
        name = house.words("{period}, part {n}", period=name, n=number)
    return Link(href=address(folder_of(column, period)), text=name)


def heading(house: House, column: Column) -> str:
    """What heads a list; the archive of the whole site in the site's language."""
    return house.words("Archive") if column == ARCHIVE else column.name


def calendar(press: Press, house: House, column: Column, period: str, inside: Sequence[Bucket], way: Way) -> Page:
    """The page of a period that leads to the periods inside it, which are given as far as they have stories."""
    return _page(press, house, column, period, way, lines=_lines(house, column, period, inside), stories=total(inside))


def stories_of(
    press: Press, house: House, column: Column, period: str, cards: Sequence[Card], stories: int, way: Way
) -> Page:
    """The page of a period that shows its stories, in the order in which they were first published. `stories` are
    all of the period, also those in other parts of it."""
    entries = [entry(house, card) for card in cards]
    return _page(press, house, column, period, way, entries=entries, stories=stories)


def _page(press: Press, house: House, column: Column, period: str, way: Way, **given: Any) -> Page:
    link = way_to(house, column, period)
    values: dict[str, Any] = {"lines": None, "entries": None, **given}
    body = press.set(
        "archive.html",
        heading=heading(house, column),
        column=column,
        title=link.text,
        whole_archive=not period,
        url=house.url + link.href,
        crumbs=_crumbs(house, column, period),
        earlier=way_to(house, column, way.earlier) if way.earlier else None,
        later=way_to(house, column, way.later) if way.later else None,
        by_hour=level(split_part(period)[0]) == _DAY if values["lines"] else False,
        **values,
    )
    return Page(path=file_of_period(column, period), body=body)


def _crumbs(house: House, column: Column, period: str) -> list[Link]:
    """The periods around this one, the widest first."""
    whole, number = split_part(period)
    above = [whole[:length] for length in (4, 7, 10) if length < len(whole)]
    if number > 1:
        above.append(whole)
    top = [Link(href=column.href, text=heading(house, column))] if period else []
    return [*top, *(way_to(house, column, one) for one in above)]


def _lines(house: House, column: Column, period: str, inside: Sequence[Bucket]) -> list[Line]:
    """A line for each period inside, also for the empty ones before the last that has something."""
    known = {bucket.period: bucket.stories for bucket in inside}
    last = max(known, default="")
    names = [one for one in (_all_inside(period) or sorted(known)) if one <= last]
    return [
        Line(
            text=name_inside(one, house.tongue.lang),
            stories=known.get(one, 0),
            href=address(folder_of(column, one)) if one in known else None,
        )
        for one in names
    ]


def _all_inside(period: str) -> list[str]:
    """Months of a year, days of a month. Of hours and years only those with something in them are told."""
    if level(period) == _YEAR:
        return [f"{period}-{month:02}" for month in range(1, 13)]
    if level(period) == _MONTH:
        days = monthrange(int(period[:4]), int(period[5:]))[1]
        return [f"{period}-{day:02}" for day in range(1, days + 1)]
    return []
