"""The edition of one site: what is ready to set becomes pages."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from stet.edition import archive, brand, sitemap
from stet.edition.about import About
from stet.edition.archive import Way
from stet.edition.article import article
from stet.edition.beside import check_names
from stet.edition.cards import Cards
from stet.edition.column import (
    FIRST_PAGE_ONLY,
    WHOLE_SITE,
    Column,
    Earlier,
    agency_column,
    section_column,
    topic_column,
)
from stet.edition.faces import Faces
from stet.edition.front import Layout, front_values, layout, list_values, weight
from stet.edition.house import department, house, tongue
from stet.edition.look import rules
from stet.edition.markup import address
from stet.edition.press import THEME, Press, asset, stylesheet
from stet.edition.provenance import provenance
from stet.edition.search import Trouble, search_page
from stet.edition.syndication import feeds
from stet.edition.times import hour_of
from stet.edition.verbatim import check
from stet.model.address import file_of, gone_file, pointer_file, provenance_file
from stet.model.listing import Bucket
from stet.model.page import Beside, Card, Copy, Cut, FullText, Page, Site, Sitemaps
from stet.model.search import Found, Query
from stet.model.story import Indexing, Topic

COLUMN_FILES = ("index.html", "rss.xml", "atom.xml", "feed.json")
"""What each list with an address of its own consists of, beside its archive."""

BARE = Faces()
"""The face that comes with the drawing library, and no other."""
_ALONE = Beside()


class Edition:
    """Sets pages for a site. Templates are compiled once; the same input gives the same bytes.

    `sections` are the sections' names in the order of the navigation. `theme` is for those who bring their own:
    file names with their text, the names those of `stet/edition/theme`.
    `faces` are for the headlines on share cards.
    """

    def __init__(
        self,
        site: Site,
        sections: Sequence[str],
        *,
        theme: Mapping[str, str] = THEME,
        faces: Faces = BARE,
    ) -> None:
        self._style = asset("style", "css", stylesheet(theme, rules(site.look)))
        self._icon = brand.icon(site.name)
        self._share = brand.share_card(site.name, faces)
        self._cards = Cards(site.name, faces)
        self._house = house(site, sections, self._style, self._icon, self._share)
        # `here` is the section the menu marks; `nearness` says whether as this page or as its parent (aria-current).
        self._press = Press(
            theme, _=self._house.words, many=self._house.words.many, house=self._house, here=None, nearness=None
        )

    def story(self, copy: Copy, beside: Beside = _ALONE) -> tuple[Page, ...]:
        """A story's page, the pointer to it when it may have stood elsewhere before, and how it was made. The page has
        passed the gate: raises Withheld when it cannot, and when the stories named on it could not be cut out again."""
        page = article(self._press, self._house, copy, beside, self._drawn(copy))
        check_names(page, beside, f"{copy.id} ({copy.key})")
        shown = check(page, copy.wire_fingerprint, f"{copy.id} ({copy.key})", copy.body_html)
        told = provenance(self._house, copy, shown)
        return (
            Page(path=file_of(copy.path), body=page, story_key=copy.key),
            Page(path=pointer_file(copy.id), body=copy.path.encode() if copy.moved else None, story_key=copy.key),
            Page(path=provenance_file(copy.path), body=told, story_key=copy.key),
        )

    def no_page(self, path: str, story_key: str) -> tuple[Page, ...]:
        """Away with a story's page at this path, and with what stands beside it."""
        return tuple(Page(path=file, body=None, story_key=story_key) for file in (file_of(path), provenance_file(path)))

    def led_here(self, other_id: str, copy: Copy) -> tuple[Page, ...]:
        """Visitors who come by the id of another item of the story are led to its page."""
        return (
            Page(path=pointer_file(other_id), body=copy.path.encode(), story_key=copy.key),
            Page(path=gone_file(other_id), body=None, story_key=copy.key),
        )

    def gone(self, story_id: str, story_key: str) -> tuple[Page, ...]:
        """What stays of a withdrawn story: a fixed sentence, not one word of the story, and no way to its old page."""
        return (
            Page(path=pointer_file(story_id), body=None, story_key=story_key),
            Page(path=gone_file(story_id), body=self._press.set("gone.html"), story_key=story_key),
        )

    def card(self, copy: Copy) -> Card:
        """What lists show of a story."""
        card = Card(
            id=copy.id,
            path=copy.path,
            section=copy.section,
            language=copy.language,
            agency=copy.agency,
            headline=copy.headline,
            standfirst=copy.notes.standfirst,
            plate=copy.plate,
            first_published=copy.first_published,
            updated=copy.updated,
            urgency=copy.urgency,
            topics=copy.notes.topics,
            drawn=self._drawn(copy),
            marks=copy.notes.marks,
            corrected=bool(copy.corrections),
            hour=hour_of(copy.first_published, self._house.zone),
            sitemaps=_sitemaps(copy),
            full_text=_full_text(copy) if copy.reach.full_feeds else None,
        )
        return replace(card, weight=weight(card))

    # -- fronts: the newest of a list

    def draw(self, card: Card, story_key: str) -> Page | None:
        """The share card of a story that has one; none where no face for it is to be had any more."""
        if card.drawn is None or self._cards.named(card.id, card.headline) != card.drawn:
            return None
        return Page(path=card.drawn.path, body=self._cards.draw(card.headline, card.language), story_key=story_key)

    def _drawn(self, copy: Copy) -> Cut | None:
        """The share card of a story without a picture."""
        has_picture = copy.plate is not None and copy.plate.cuts
        return None if has_picture else self._cards.named(copy.id, copy.headline)

    def front(self, cards: Sequence[Card]) -> tuple[Page, ...]:
        """The front page, ranked from all cards given, in whatever order they come."""
        return (Page(path="index.html", body=self._press.set("front.html", **front_values(self._house, cards))),)

    def layout(self, cards: Sequence[Card]) -> Layout:
        """Where each of these cards stands on the front that is made of them."""
        return layout(self._house, cards)

    def section(self, name: str, cards: Sequence[Card], earlier: Earlier = FIRST_PAGE_ONLY) -> tuple[Page, ...]:
        """A section's front; `cards` are that section's newest."""
        here = department(name)
        return (self._column("section.html", section_column(name), cards, earlier, here=here, nearness="page"),)

    def topic(
        self, topic: Topic, cards: Sequence[Card], stories: int, earlier: Earlier = FIRST_PAGE_ONLY
    ) -> tuple[Page, ...]:
        """A topic's page: the newest of so many stories about it."""
        return (self._column("topic.html", topic_column(topic), cards, earlier, topic=topic, stories=stories),)

    def topics(self, most_told: Sequence[tuple[str, str, int]]) -> tuple[Page, ...]:
        """The index of topics: those given as slug, name and number of stories, by their names."""
        rows = [
            {"name": name, "href": address(f"topic/{slug}/"), "stories": stories}
            for slug, name, stories in sorted(most_told, key=lambda row: (row[1].casefold(), row[0]))
        ]
        return (Page(path="topic/index.html", body=self._press.set("topics.html", topics=rows)),)

    def agency(self, name: str, cards: Sequence[Card], earlier: Earlier = FIRST_PAGE_ONLY) -> tuple[Page, ...]:
        """The page about an agency that has one: who it is, and the newest of its stories."""
        agency, column = self._house.agencies[name], agency_column(name)
        told = {"@context": "https://schema.org", "@type": "NewsMediaOrganization", "name": name}
        told |= {"description": agency.about} if agency.about else {}
        told |= {"url": agency.website} if agency.website else {}
        its = tongue(agency.language or self._house.tongue.lang)
        # A name in plain letters may be of any language.
        named, described = (
            its if its != self._house.tongue and words and not words.isascii() else None
            for words in (agency.name, agency.about)
        )
        return (
            self._column(
                "agency.html", column, cards, earlier,
                agency=agency, named=named, described=described, linked_data=told,
            ),
        )  # fmt: skip

    def _column(self, template: str, column: Column, cards: Sequence[Card], earlier: Earlier, **given: Any) -> Page:
        onward = {
            "months": [archive.way_to(self._house, column, one) for one in earlier.months],
            "years": [archive.way_to(self._house, column, one) for one in earlier.years],
        }
        values = {"column": column, "earlier": onward, "url": self._house.url + column.href, **given}
        body = self._press.set(template, **values, **list_values(self._house, cards))
        return Page(path=column.file("index.html"), body=body)

    def feeds(self, cards: Sequence[Card], column: Column = WHOLE_SITE) -> tuple[Page, ...]:
        """RSS, Atom and JSON feed of a list, from the cards that were published last."""
        made = feeds(self._press, self._house, cards, column)
        return tuple(Page(path=column.file(name), body=body) for name, body in made.items())

    def no_column(self, column: Column) -> tuple[Page, ...]:
        """Away with a list's front and feeds."""
        return tuple(Page(path=column.file(name), body=None) for name in COLUMN_FILES)

    # -- archives and sitemaps

    def calendar(self, column: Column, period: str, inside: Sequence[Bucket], way: Way) -> Page:
        """The page of a period that leads to those inside it; see edition/archive.py."""
        return archive.calendar(self._press, self._house, column, period, inside, way)

    def stories_of(self, column: Column, period: str, cards: Sequence[Card], stories: int, way: Way) -> Page:
        """The page of a period that shows its stories; see edition/archive.py."""
        return archive.stories_of(self._press, self._house, column, period, cards, stories, way)

    def sitemap_index(self, parts: Sequence[Bucket]) -> Page:
        """The sitemap's index."""
        return sitemap.index(self._press, self._house, parts)

    def sitemap_part(self, part: str, pages: Sequence[tuple[str, datetime]]) -> Page:
        """A part of the sitemap."""
        return sitemap.urlset(self._press, self._house, part, pages)

    def news_sitemap(self, cards: Sequence[Card], now: datetime) -> Page:
        """The news sitemap as it is at an instant."""
        return sitemap.news(self._press, self._house, cards, now)

    # -- what is no file of a story or a list

    def search(
        self, asked: Query, found: Found | None, *, by_date: bool, cut: bool, trouble: Trouble | None = None
    ) -> bytes:
        """The answer to a reader's query: a page that is no file. See `search_page`."""
        return search_page(self._press, self._house, asked, found, by_date=by_date, cut=cut, trouble=trouble)

    def missing(self) -> bytes:
        """The page for addresses that lead nowhere."""
        return self._press.set("404.html")

    def static(self) -> tuple[Page, ...]:
        """The files no story changes: stylesheet, marks, pages about the house, the pages for addresses that lead
        nowhere, and what crawlers are told."""
        logo = (self._house.logo.file,) if self._house.logo else ()
        return (
            *(Page(path=file.path, body=file.body) for file in (self._style, self._icon, self._share, *logo)),
            *(self._about(page) for page in self._house.about),
            Page(path="404.html", body=self.missing()),
            Page(path="archive/404.html", body=self._press.set("nothing.html")),
            sitemap.robots(self._house),
            sitemap.tdm(self._house),
        )

    def _about(self, page: About) -> Page:
        url = self._house.absolute(f"{page.folder}/")
        return Page(path=f"{page.folder}/index.html", body=self._press.set("about.html", page=page, url=url))


def _sitemaps(copy: Copy) -> Sitemaps:
    """Only what search engines may show, under this address."""
    if copy.reach.canonical or copy.reach.indexing is Indexing.NOINDEX:
        return Sitemaps.NONE
    return Sitemaps.GENERAL if copy.reach.indexing is Indexing.NOINDEX_NEWS else Sitemaps.NEWS


def _full_text(copy: Copy) -> FullText:
    return FullText(body_html=copy.body_html, disclosure=copy.disclosure, copyright=copy.copyright)
