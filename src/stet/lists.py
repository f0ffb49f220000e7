"""The pages that list stories: front, sections, topics, agencies, their feeds and archives, the sitemaps. The journal
remembers which of them changed, by the names and marks of model/listing.py.

Whatever the archive holds, one story changes its own few files: the front of each list it stands on, with the feeds;
the page of each archive that has its hour, with the counts above; one part of the sitemap. A small list has no archive:
all of it stands on its first page (stet/archives.py).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from stet.archives import Archives
from stet.edition import COLUMN_FILES, Edition
from stet.edition.column import ARCHIVE as ARCHIVE_COLUMN
from stet.edition.column import WHOLE_SITE, Column, agency_column, section_column, topic_column
from stet.edition.sitemap import NEWS_AGE, NEWS_MOST, for_news
from stet.journal.base import Journal
from stet.model.listing import ARCHIVE, FRONT, NEWS, TOPIC_TOLD, TOPICS, agency_list, read_mark
from stet.model.page import Card, Page, Site
from stet.model.story import Topic

LENGTH = 60
"""Stories on a front, a section front, a topic page and in a feed."""
LATEST = 12
"""Of the front's stories, those that may stand there for being new, however little they weigh."""
FEW = 2
"""Lists that are set together: a stop that comes meanwhile waits for no more."""
TOPICS_SHOWN = 500
"""Topics in the index: those with most stories."""


def is_patient(name: str) -> bool:
    """Whether a list may wait while the road is busy, so that many stories change it together. The front and the
    sections do not wait."""
    return name != FRONT and not name.startswith("section:")


class Lists:
    """Renders lists from the cards of stories."""

    def __init__(self, journal: Journal, edition: Edition, site: Site, sections: Iterable[str]) -> None:
        self._journal = journal
        self._edition = edition
        self._language = site.language.partition("-")[0]
        self._sections = tuple(dict.fromkeys(sections))
        self._agencies = {agency_list(agency.name): agency.name for agency in reversed(site.agencies)}
        self._archives = Archives(journal, edition, self._column, lambda: LENGTH)
        self._news_until: datetime | None = None
        self._last = ""
        """Of the lists that were set a few at a time the last one, where that was broken off."""

    def counted(self, names: Iterable[str]) -> list[str]:
        """Count again what has to be counted. Returns these names and those of whatever must be set again for it."""
        return sorted({*names, *self._archives.counted(names)}, key=_turn)

    def few(self, names: Iterable[str]) -> Iterator[list[str]]:
        """These names, a few lists at a time, with the marks of their archives; the index of topics comes last. It
        goes on where it was broken off the last time: every list has its turn."""
        those: dict[str, list[str]] = defaultdict(list)
        for name in sorted(names, key=_turn):
            mark = read_mark(name)
            those[mark[2] if mark else name].append(name)
        if not those:
            return
        last = self._last
        lists = sorted(those, key=lambda one: (one == TOPICS, one <= last, one))
        for start in range(0, len(lists), FEW):
            some = lists[start : start + FEW]
            self._last = some[-1] if start + FEW < len(lists) else ""
            yield [name for one in some for name in those[one]]

    @property
    def is_broken_off(self) -> bool:
        """Whether some were left the last time."""
        return bool(self._last)

    def is_news_old(self, now: datetime) -> bool:
        """Whether a story in the news sitemap has become older than those in it may be."""
        return self._news_until is not None and now >= self._news_until

    def pages(self, names: Iterable[str], now: datetime) -> Iterator[Page]:
        """The files of these lists, as they are now."""
        for name in sorted(names, key=_turn):
            kind, _, rest = name.partition(":")
            if (mark := read_mark(name)) is not None:
                yield from self._archives.pages(mark)
            elif kind == "section":
                yield from self._section(rest)
            elif kind == "topic":
                yield from self._topic(rest)
            elif kind == "agency":
                yield from self._agency(name)
            elif name == NEWS:
                yield from self._news(now)
            elif name == TOPICS:
                yield from self._edition.topics(self._journal.most_told(TOPICS_SHOWN, TOPIC_TOLD))
            elif name == FRONT:
                yield from self._front()

    def paths(self, names: Collection[str]) -> list[str]:
        """Paths of the files of these lists that may have a story in them."""
        found = []
        for name in sorted(names):
            if (mark := read_mark(name)) is not None:
                found += self._archives.paths(mark)
            elif name == NEWS:
                found.append("news-sitemap.xml")
            elif (column := self._column(name)) is not None:
                found += [column.file(file) for file in COLUMN_FILES]
        return found

    def standing(self, now: datetime) -> Iterator[Page]:
        """What every site has, story or no story: stylesheet, error page, front, sections and agencies of its feeds,
        archive, index of topics, sitemaps."""
        yield from self._edition.static()
        yield from self._front()
        for section in self._sections:
            yield from self._section(section)
        for name in self._agencies:
            yield from self._agency(name)
        yield from self._edition.topics(self._journal.most_told(TOPICS_SHOWN, TOPIC_TOLD))
        yield from self._archives.standing()
        yield from self._news(now)

    def front_cards(self) -> list[Card]:
        """What the front is made of: the stories with the greatest news value, and the latest."""
        return [
            *self._journal.cards(FRONT, by="value", limit=LENGTH),
            *self._journal.cards(FRONT, by="updated", limit=LATEST),
        ]

    def _front(self) -> tuple[Page, ...]:
        return (*self._edition.front(self.front_cards()), *self._feeds(FRONT, WHOLE_SITE))

    def _section(self, section: str) -> tuple[Page, ...]:
        name, column = f"section:{section}", section_column(section)
        earlier = self._archives.earlier(name)
        return (*self._edition.section(section, self._newest(name), earlier), *self._feeds(name, column))

    def _agency(self, name: str) -> tuple[Page, ...]:
        if name not in self._agencies:
            return ()
        agency = self._agencies[name]
        earlier = self._archives.earlier(name)
        return (
            *self._edition.agency(agency, self._newest(name), earlier),
            *self._feeds(name, agency_column(agency)),
        )

    def _topic(self, slug: str) -> tuple[Page, ...]:
        name = f"topic:{slug}"
        cards = self._newest(name)
        if not cards:
            return self._edition.no_column(topic_column(Topic(name=slug, slug=slug)))
        topic, stories = self._named(slug, name), self._journal.topic_count(slug)
        return (
            *self._edition.topic(topic, cards, stories, self._archives.earlier(name)),
            *self._feeds(name, topic_column(topic)),
        )

    def _newest(self, name: str) -> list[Card]:
        return self._journal.cards(name, by="updated", limit=LENGTH)

    def _feeds(self, name: str, column: Column) -> tuple[Page, ...]:
        return self._edition.feeds(self._journal.cards(name, by="published", limit=LENGTH), column)

    def _news(self, now: datetime) -> tuple[Page, ...]:
        cards = self._journal.cards(NEWS, by="published", limit=NEWS_MOST)
        fit = for_news(cards, now)
        self._news_until = fit[-1].first_published + NEWS_AGE if fit else None
        return (self._edition.news_sitemap(cards, now),)

    def _named(self, slug: str, listing: str) -> Topic:
        """The topic as the oldest story in the site's own language names it, else as the oldest does: so its name
        seldom changes. Where it does, all its pages change."""
        was, name = self._journal.topic_name(slug), self._journal.topic_told(slug, self._language)
        if was != name:
            self._journal.name_topic(slug, name, self._archives.every_page(listing) if was else ())
        return Topic(name=name, slug=slug)

    def _column(self, name: str) -> Column | None:
        """The list as its pages tell of it; none for one that has none."""
        kind, _, rest = name.partition(":")
        if kind == "section":
            return section_column(rest)
        if kind == "agency":
            return agency_column(self._agencies[name]) if name in self._agencies else None
        if kind == "topic":
            return topic_column(Topic(name=self._journal.topic_name(rest), slug=rest))
        return {FRONT: WHOLE_SITE, ARCHIVE: ARCHIVE_COLUMN}.get(name)


def _turn(name: str) -> tuple[bool, str]:
    """Topics are named before anything tells what they are called."""
    return name == TOPICS or read_mark(name) is not None, name
