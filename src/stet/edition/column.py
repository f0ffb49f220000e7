"""Lists that have an address, feeds and an archive of their own: the site, a section, a topic, an agency."""

from msgspec import Struct

from stet.edition.house import department
from stet.edition.markup import address
from stet.model.address import agency_folder
from stet.model.story import Topic


class Column(Struct, frozen=True, kw_only=True):
    """One of them, as its pages tell of it."""

    name: str
    """What heads it; empty: the whole site."""
    folder: str
    """Where it stands, without slashes around; empty: the site itself."""
    kind: str = "site"

    @property
    def href(self) -> str:
        """Its address on this site."""
        return address(f"{self.folder}/") if self.folder else "/"

    def file(self, name: str) -> str:
        """The path of a file of it."""
        return f"{self.folder}/{name}" if self.folder else name

    def title(self, site: str) -> str:
        """What its feeds are called."""
        return f"{site}: {self.name}" if self.name else site


class Link(Struct, frozen=True, kw_only=True):
    """A way to another page."""

    href: str
    text: str


class Earlier(Struct, frozen=True, kw_only=True):
    """The periods that lead from the newest of a list to the rest of it."""

    months: tuple[str, ...] = ()
    """The latest first."""
    years: tuple[str, ...] = ()


WHOLE_SITE = Column(name="", folder="")
ARCHIVE = Column(name="Archive", folder="archive", kind="archive")
FIRST_PAGE_ONLY = Earlier()


def section_column(name: str) -> Column:
    """A section, by its name."""
    return Column(name=name, folder=department(name).folder, kind="section")


def topic_column(topic: Topic) -> Column:
    """A topic."""
    return Column(name=topic.name, folder=f"topic/{topic.slug}", kind="topic")


def agency_column(name: str) -> Column:
    """An agency, by its name."""
    return Column(name=name, folder=agency_folder(name), kind="agency")
