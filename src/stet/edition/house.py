"""What every page of one site has in common: its name, its sections, its clock, its tongue."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct

from stet.edition.about import About, about
from stet.edition.languages import direction, tag
from stet.edition.markup import address
from stet.edition.press import Asset, asset
from stet.edition.times import Stamp, stamp
from stet.edition.words import Words, words_in
from stet.model.address import agency_folder, slug
from stet.model.page import Agency, Mark, Site

CREDO = (
    "Agency reports stand as the agencies sent them. "
    "Where a headline or a picture was reworked here, the report says so."
)


class Department(Struct, frozen=True):
    """A section as the navigation shows it."""

    name: str
    folder: str
    href: str


class Tongue(Struct, frozen=True):
    """A language and its direction, as attributes."""

    lang: str
    dir: str


class Logo(Struct, frozen=True):
    """A house's mark at the head of each page."""

    file: Asset
    width: int
    height: int


class House(Struct, frozen=True, kw_only=True):
    """The site as the templates see it."""

    name: str
    url: str
    notice: str | None
    tongue: Tongue
    words: Words
    """The furniture's words in the site's language."""
    zone: ZoneInfo
    departments: tuple[Department, ...]
    about: tuple[About, ...]
    """Pages about the house itself, in the order of the foot of each page."""
    credo: str
    """The sentence at the foot of each page."""
    logo: Logo | None
    style: Asset
    icon: Asset
    share: Asset
    """The picture of stories that have none: the site's own card."""
    agencies: Mapping[str, Agency] = {}
    """Those that have a page, by name."""
    agency_pages: Mapping[str, str] = {}
    """Paths of the pages about agencies, by the agency's name."""
    reserved: bool = True
    """Something here may not be mined to train models."""

    def stamp(self, instant: datetime) -> Stamp:
        """A time in the site's zone and language."""
        return stamp(instant, self.zone, self.tongue.lang)

    def absolute(self, path: str) -> str:
        """The public address of a path below the edition."""
        return self.url + address(path)


@lru_cache(maxsize=1024)
def department(name: str) -> Department:
    """A section by its name; its folder is its slug."""
    folder = slug(name)
    return Department(name, folder, address(f"{folder}/"))


@lru_cache(maxsize=1024)
def tongue(language: str) -> Tongue:
    """How a page marks text in a language."""
    return Tongue(tag(language), direction(language))


def house(site: Site, sections: Sequence[str], style: Asset, icon: Asset, share: Asset) -> House:
    """The site, ready for the templates. Reads the time zone once, so that no page does."""
    words = words_in(site.language)
    return House(
        name=site.name,
        url=site.url.rstrip("/"),
        notice=site.notice,
        tongue=tongue(site.language),
        words=words,
        zone=ZoneInfo(site.time_zone),
        about=about(site.about, site.name, words),
        credo=site.look.credo or words(CREDO),
        logo=_logo(site.look.logo),
        departments=tuple(department(name) for name in dict.fromkeys(sections)),
        style=style,
        icon=icon,
        share=share,
        agencies={agency.name: agency for agency in reversed(site.agencies)},
        agency_pages={agency.name: f"{agency_folder(agency.name)}/" for agency in site.agencies},
        reserved=site.reserved,
    )


def _logo(mark: Mark | None) -> Logo | None:
    return Logo(asset("logo", mark.ending, mark.data), mark.width, mark.height) if mark else None
