"""The edition of one site: what is ready to set becomes pages."""

from collections.abc import Mapping, Sequence

from stet.edition import brand
from stet.edition.about import About
from stet.edition.article import article
from stet.edition.beside import check_names
from stet.edition.cards import Cards
from stet.edition.faces import Faces
from stet.edition.front import front_values, list_values
from stet.edition.house import department, house
from stet.edition.look import rules
from stet.edition.press import THEME, Press, asset, stylesheet
from stet.edition.provenance import provenance
from stet.edition.search import Trouble, search_page
from stet.edition.syndication import json_feed, rss
from stet.edition.verbatim import check
from stet.model.address import file_of, gone_file, pointer_file, provenance_file, slug
from stet.model.page import Beside, Card, Copy, Cut, Page, Site
from stet.model.search import Found, Query
from stet.model.story import Topic

_NONE: Mapping[str, str] = {}
BARE = Faces()
"""The face that comes with the drawing library, and no other."""
_ALONE = Beside()


class Edition:
    """Sets pages for a site. Templates are compiled once; the same input gives the same bytes.

    `sections` are the sections' names in the order of the navigation. `theme` is for those who bring their own:
    file names with their text, the names those of `stet/edition/theme`. `agency_pages` are the paths of the pages about
    agencies, by the agency's name: bylines lead there.
    `faces` are for the headlines on share cards.
    """

    def __init__(
        self,
        site: Site,
        sections: Sequence[str],
        *,
        theme: Mapping[str, str] = THEME,
        agency_pages: Mapping[str, str] = _NONE,
        faces: Faces = BARE,
    ) -> None:
        self._style = asset("style", "css", stylesheet(theme, rules(site.look)))
        self._icon = brand.icon(site.name)
        self._share = brand.share_card(site.name, faces)
        self._cards = Cards(site.name, faces)
        self._house = house(site, sections, self._style, self._icon, self._share, agency_pages)
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
        return Card(
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
        )

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

    def section(self, name: str, cards: Sequence[Card]) -> tuple[Page, ...]:
        """A section's front; `cards` are that section's."""
        here = department(name)
        body = self._press.set("section.html", here=here, nearness="page", **list_values(self._house, cards))
        return (Page(path=f"{here.folder}/index.html", body=body),)

    def topic(self, topic: Topic, cards: Sequence[Card]) -> tuple[Page, ...]:
        """A topic's page; `cards` are the stories about it. Without any, the page goes away."""
        path = f"topic/{topic.slug}/index.html"
        if not cards:
            return (Page(path=path, body=None),)
        url = self._house.absolute(f"topic/{topic.slug}/")
        return (
            Page(
                path=path, body=self._press.set("topic.html", topic=topic, url=url, **list_values(self._house, cards))
            ),
        )

    def search(
        self, asked: Query, found: Found | None, *, by_date: bool, cut: bool, trouble: Trouble | None = None
    ) -> bytes:
        """The answer to a reader's query: a page that is no file. See `search_page`."""
        return search_page(self._press, self._house, asked, found, by_date=by_date, cut=cut, trouble=trouble)

    def missing(self) -> bytes:
        """The page for addresses that lead nowhere."""
        return self._press.set("404.html")

    def feeds(self, cards: Sequence[Card], section: str | None = None) -> tuple[Page, ...]:
        """RSS and JSON feed of the site, or of one section when it is named."""
        folder = slug(section) if section else ""
        title = f"{self._house.name}: {section}" if section else self._house.name
        base = f"{folder}/" if folder else ""
        return (
            Page(path=f"{base}rss.xml", body=rss(self._press, self._house, cards, folder, title)),
            Page(path=f"{base}feed.json", body=json_feed(self._house, cards, folder, title)),
        )

    def static(self) -> tuple[Page, ...]:
        """The files no story changes: stylesheet, marks, pages about the house, the page where there is none."""
        logo = (self._house.logo.file,) if self._house.logo else ()
        return (
            *(Page(path=file.path, body=file.body) for file in (self._style, self._icon, self._share, *logo)),
            *(self._about(page) for page in self._house.about),
            Page(path="404.html", body=self.missing()),
        )

    def _about(self, page: About) -> Page:
        url = self._house.absolute(f"{page.folder}/")
        return Page(path=f"{page.folder}/index.html", body=self._press.set("about.html", page=page, url=url))
