"""The pages that list stories: front, sections, topics, and their feeds. Named so that the journal can remember which
of them changed: `front`, `section:India`, `topic:india`."""

from collections.abc import Iterable, Iterator, Sequence

from stet.edition import Edition
from stet.journal.base import Journal
from stet.model.page import Card, Page, Site
from stet.model.story import Topic

LENGTH = 60
"""Stories on a front, a section front, a topic page and in a feed."""


class Lists:
    """Renders lists from the cards of live stories."""

    def __init__(self, journal: Journal, edition: Edition, site: Site, sections: Iterable[str]) -> None:
        self._journal = journal
        self._edition = edition
        self._language = site.language.partition("-")[0]
        self._sections = tuple(dict.fromkeys(sections))

    def pages(self, names: Iterable[str]) -> Iterator[Page]:
        """The files of these lists, as they are now."""
        for name in names:
            kind, _, rest = name.partition(":")
            if kind == "section":
                yield from self._section(rest)
            elif kind == "topic":
                yield from self._topic(rest)
            else:
                yield from self._front()

    def standing(self) -> Iterator[Page]:
        """What every site has, story or no story: stylesheet, error page, front, the sections of its feeds."""
        yield from self._edition.static()
        yield from self._front()
        for section in self._sections:
            yield from self._section(section)

    def _front(self) -> tuple[Page, ...]:
        cards = self._journal.cards(limit=LENGTH)
        return (*self._edition.front(cards), *self._edition.feeds(cards))

    def _section(self, section: str) -> tuple[Page, ...]:
        cards = self._journal.cards(section=section, limit=LENGTH)
        return (*self._edition.section(section, cards), *self._edition.feeds(cards, section))

    def _topic(self, slug: str) -> tuple[Page, ...]:
        cards = self._journal.cards(topic=slug, limit=LENGTH)
        if not cards:
            return (Page(path=f"topic/{slug}/index.html", body=None),)
        return self._edition.topic(self._named(slug, cards), cards)

    def _named(self, slug: str, cards: Sequence[Card]) -> Topic:
        """The topic as stories in the site's own language name it, if there is one."""
        at_home = [card for card in cards if card.language.partition("-")[0] == self._language]
        return next(topic for card in (*at_home, *cards) for topic in card.topics if topic.slug == slug)
