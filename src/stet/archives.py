"""The archives of lists, and the sitemap: which files they have, and which of them a story changes.

A list is cut by the hour of first publication. The journal keeps a count for each hour, day, month and year of each
list; what is in them and where follows from the counts (edition/archive.py):

* the archive of the whole site has a page for each year, month and day; a day with much in it leads to its hours;
* a section, topic or agency has an archive once it no longer fits on its first page: a page for each year and month; a
  month with much in it leads to its days, such a day to its hours;
* the sitemap has a part for each month, and further parts where a month has much.

An hour with too much for one page has parts, numbered from the oldest. So an address stays what it is, and a story that
comes or goes changes the page it stands on, the counts above it, and the neighbour of a period that was empty before.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from stet.edition import Edition
from stet.edition import archive as layout
from stet.edition import sitemap as maps
from stet.edition.archive import Way, file_of_period
from stet.edition.column import FIRST_PAGE_ONLY, Column, Earlier
from stet.journal.base import Journal
from stet.model.listing import (
    ALL_TIME,
    ARCHIVE,
    HOUR,
    PART,
    SITEMAP,
    Bucket,
    level,
    page_mark,
    part,
    parts,
    read_mark,
    split_part,
    total,
    within,
)
from stet.model.page import Page

MONTHS_SHOWN = 12
"""Months to which the first page of a list leads; further back it leads to years."""
_YEAR, _MONTH, _DAY = 1, 2, 3
_LEVELS = (_DAY, _MONTH, _YEAR, 0)

Counts = Mapping[str, int]


class Archives:
    """Counts and renders them."""

    def __init__(
        self,
        journal: Journal,
        edition: Edition,
        column: Callable[[str], Column | None],
        first_page: Callable[[], int],
    ) -> None:
        """`column` gives a list as its pages tell of it, `first_page` how many stories stand on the first of them."""
        self._journal = journal
        self._edition = edition
        self._column = column
        self._first_page = first_page

    # -- counting

    def counted(self, names: Iterable[str]) -> list[str]:
        """Count the hours that are marked among these names. Returns the marks of what must be set again for it; they
        are in the journal before anything else happens, so that no crash loses one."""
        hours: dict[str, set[str]] = defaultdict(set)
        for mark in filter(None, map(read_mark, names)):
            kind, period, listing = mark
            if kind == "hour":
                hours[listing].add(period)
        return [mark for listing in sorted(hours) for mark in self._count(listing, hours[listing])]

    def _count(self, listing: str, hours: set[str]) -> list[str]:
        was: dict[str, int] = {}
        now: dict[str, Bucket] = {
            hour: Bucket(period=hour, stories=self._journal.count(listing, hour)) for hour in hours
        }
        for at in _LEVELS:
            for period in {within(one, at) for one in hours}:
                inside = {one.period: one for one in self._journal.periods(listing, period, at + 1)}
                was |= {one: inside[one].stories if one in inside else 0 for one in now if _is_inside(one, period, at)}
                inside |= {one: now[one] for one in now if _is_inside(one, period, at)}
                now[period] = Bucket(period=period, stories=total([*inside.values()]))
        before = self._journal.buckets(listing, [ALL_TIME]).get(ALL_TIME)
        was[ALL_TIME] = before.stories if before else 0
        if listing == SITEMAP:
            return self._count_sitemap(was, now, hours)
        change = _Change(listing, was, {period: bucket.stories for period, bucket in now.items()})
        marks = sorted(set(self._again(change)))
        self._journal.recounted(listing, [*now.values()], marks)
        return marks

    def _again(self, change: "_Change") -> Iterator[str]:
        """What must be set again: marks, and the name of the list where its first page leads elsewhere now."""
        listing, first_page = change.listing, self._first_page()
        whole = listing == ARCHIVE
        if not whole and max(change.was[ALL_TIME], change.now[ALL_TIME]) <= first_page:
            return
        opens = not whole and (change.was[ALL_TIME] > first_page) != (change.now[ALL_TIME] > first_page)
        if not whole and (opens or any(level(one) == _MONTH for one in change.appeared)):
            yield listing
        # All of time is the list's own first page, but for the archive of the site.
        told = [one for one in change.now if one or whole]
        periods = {
            one for one in told if self._is_up(listing, one, change.now) or self._is_up(listing, one, change.was)
        }
        for period in change.appeared:
            periods |= self._beside(listing, period)
        for period in [ALL_TIME] if opens else change.turned(whole):
            for inside in self._inside(change, period):
                periods |= inside | self._beside(listing, min(inside)) | self._beside(listing, max(inside))
        known = {one.period: one.stories for one in self._journal.buckets(listing, periods).values()}
        for period in periods:
            most = max(known.get(period, 0), change.now.get(period, 0))
            number = parts(most, layout.MOST) if level(period) == HOUR else 1
            yield from (page_mark(listing, part(period, one)) for one in range(1, number + 1))

    def _inside(self, change: "_Change", period: str) -> Iterator[set[str]]:
        """The periods inside another that have something or had, level by level."""
        for at in range(level(period) + 1, HOUR + 1):
            known = {one.period for one in self._journal.periods(change.listing, period, at)}
            known |= {one for one in change.now if level(one) == at and one.startswith(period)}
            if known:
                yield known

    def every_page(self, listing: str) -> list[str]:
        """The marks of all pages that the archive of a list may have."""
        if self._counts(listing, ALL_TIME).get(ALL_TIME, 0) <= self._first_page():
            return []
        found: list[str] = []
        for at in range(_YEAR, HOUR + 1):
            for one in self._journal.periods(listing, ALL_TIME, at):
                number = parts(one.stories, layout.MOST) if at == HOUR else 1
                found += [page_mark(listing, part(one.period, count)) for count in range(1, number + 1)]
        return found

    def _beside(self, listing: str, period: str) -> set[str]:
        return {one for one in self._journal.neighbours(listing, period) if one}

    def _count_sitemap(self, was: Counts, now: Mapping[str, Bucket], hours: set[str]) -> list[str]:
        """The parts of each month from the first that has a day in which something changed."""
        marks, counted = [page_mark(SITEMAP, ALL_TIME)], [*now.values()]
        for month in {within(hour, _MONTH) for hour in hours}:
            first_day = min(within(hour, _DAY) for hour in hours if hour.startswith(month))
            before = [one for one in self._journal.periods(SITEMAP, month, _DAY) if one.period < first_day]
            first = total(before) // maps.PART + 1
            last = parts(max(was[month], now[month].stories), maps.PART)
            for number in range(first, last + 1):
                name = f"{month}.{number}"
                places = self._journal.places(month, skip=(number - 1) * maps.PART, limit=maps.PART)
                newest = max((place.changed for place in places), default=None)
                counted.append(Bucket(period=name, stories=len(places), newest=newest))
                marks.append(page_mark(SITEMAP, name))
        self._journal.recounted(SITEMAP, counted, marks)
        return marks

    # -- rendering

    def pages(self, mark: tuple[str, str, str]) -> Iterator[Page]:
        """The file of what is marked. The mark of an hour is only there to have it counted."""
        kind, period, listing = mark
        if kind != "page":
            return
        if listing == SITEMAP:
            yield self._map_of(period)
        elif (column := self._column(listing)) is not None:
            yield self._page(listing, column, period)

    def standing(self) -> Iterator[Page]:
        """What every site has, story or no story."""
        yield from self.pages(("page", ALL_TIME, ARCHIVE))
        yield self._map_of(ALL_TIME)

    def _map_of(self, period: str) -> Page:
        if period == ALL_TIME:
            return self._edition.sitemap_index(self._journal.periods(SITEMAP, ALL_TIME, PART))
        month, _, number = period.partition(".")
        places = self._journal.places(month, skip=(int(number) - 1) * maps.PART, limit=maps.PART)
        return self._edition.sitemap_part(period, [(place.path, place.changed) for place in places])

    def _page(self, listing: str, column: Column, name: str) -> Page:
        period, number = split_part(name)
        counts = self._counts(listing, period)
        stories = counts.get(period, 0)
        if not self._is_up(listing, period, counts) or number > parts(stories, layout.MOST):
            return Page(path=file_of_period(column, name), body=None)
        way = self._way(listing, name, counts)
        if self._leads_on(listing, period, counts):
            inside = self._journal.periods(listing, period, level(period) + 1)
            return self._edition.calendar(column, period, inside, way)
        cards = self._journal.cards(
            listing, by="oldest", period=period, skip=(number - 1) * layout.MOST, limit=layout.MOST
        )
        return self._edition.stories_of(column, name, cards, stories, way)

    def _counts(self, listing: str, period: str) -> dict[str, int]:
        """The counts of a period and of those around it."""
        around = [within(period, at) for at in range(level(period) + 1)]
        return {one.period: one.stories for one in self._journal.buckets(listing, around).values()}

    def _is_up(self, listing: str, period: str, counts: Counts) -> bool:
        """Whether a period has a page of its own."""
        if listing == ARCHIVE and period == ALL_TIME:
            return True
        if not counts.get(period) or (listing != ARCHIVE and counts[ALL_TIME] <= self._first_page()):
            return False
        return all(self._leads_on(listing, within(period, at), counts) for at in range(1, level(period)))

    def _leads_on(self, listing: str, period: str, counts: Counts) -> bool:
        """Whether the page of a period leads to those inside it, and does not show its stories."""
        return _leads_on(level(period), counts.get(period, 0), whole=listing == ARCHIVE)

    def _way(self, listing: str, name: str, counts: Counts) -> Way:
        period, number = split_part(name)
        if period == ALL_TIME:
            return Way()
        before, after = self._journal.neighbours(listing, period)
        earlier = self._home(listing, before) if before else None
        later = self._home(listing, after) if after else None
        if number > 1:
            earlier = part(period, number - 1)
        if level(period) == HOUR and number < parts(counts[period], layout.MOST):
            later = part(period, number + 1)
        return Way(earlier=earlier, later=later)

    def _home(self, listing: str, period: str) -> str:
        """The period, or the one around it on whose page its stories stand."""
        counts = self._counts(listing, period)
        return next(
            one for at in range(level(period), 0, -1) if self._is_up(listing, one := within(period, at), counts)
        )

    # -- what others ask

    def earlier(self, listing: str) -> Earlier:
        """What leads from the first page of a list to its archive."""
        counts = self._counts(listing, ALL_TIME)
        if self._column(listing) is None or counts.get(ALL_TIME, 0) <= self._first_page():
            return FIRST_PAGE_ONLY
        years = self._journal.periods(listing, ALL_TIME, _YEAR)[::-1]
        months: list[Bucket] = []
        for year in years:
            months += self._journal.periods(listing, year.period, _MONTH)[::-1]
            if len(months) >= MONTHS_SHOWN:
                break
        return Earlier(
            months=tuple(one.period for one in months[:MONTHS_SHOWN]),
            years=tuple(one.period for one in years),
        )

    def paths(self, mark: tuple[str, str, str]) -> list[str]:
        """Where a story of a marked hour may stand in an archive or a sitemap."""
        kind, hour, listing = mark
        if kind != "hour":
            return []
        if listing == SITEMAP:
            return self._sitemap_paths(hour)
        column = self._column(listing)
        if column is None:
            return []
        stories = self._counts(listing, hour).get(hour, 0) + 1
        hours = [part(hour, number) for number in range(1, parts(stories, layout.MOST) + 1)]
        days = [within(hour, _DAY)] if listing == ARCHIVE else [within(hour, _MONTH), within(hour, _DAY)]
        return [file_of_period(column, period) for period in (*days, *hours)]

    def _sitemap_paths(self, hour: str) -> list[str]:
        month, day = within(hour, _MONTH), within(hour, _DAY)
        days = self._journal.periods(SITEMAP, month, _DAY)
        first = total([one for one in days if one.period < day]) // maps.PART + 1
        last = parts(total(days) + 1, maps.PART)
        return [maps.part_file(f"{month}.{number}") for number in range(first, last + 1)]


class _Change:
    """How the counts of a list changed."""

    def __init__(self, listing: str, was: Counts, now: Counts) -> None:
        self.listing, self.was, self.now = listing, was, now

    @property
    def appeared(self) -> list[str]:
        """Periods that have something now and had nothing, or the other way round."""
        return [one for one in self.now if one and bool(self.was.get(one, 0)) != bool(self.now[one])]

    def turned(self, whole: bool) -> list[str]:
        """Periods whose page led to those inside it and shows its stories now, or the other way round."""
        return [
            one
            for one in self.now
            if _leads_on(level(one), self.was.get(one, 0), whole=whole)
            != _leads_on(level(one), self.now[one], whole=whole)
        ]


def _leads_on(at: int, stories: int, *, whole: bool) -> bool:
    if at <= _YEAR or (whole and at == _MONTH):
        return True
    return at < HOUR and stories > layout.MOST


def _is_inside(period: str, around: str, at: int) -> bool:
    return level(period) == at + 1 and period.startswith(around)
