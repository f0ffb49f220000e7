"""What pages say of other stories: related ones and translations. Found once a tick; taken off at once when one dies.

A name may stand on a page only while the journal has a row for it (journal/beside.py), so whoever must go is found on
every page that names it. There it is cut out of the page as it stands: that takes a thousandth of a second, where
setting the page again takes its whole history, which may wait for what is unread. The page is set again afterwards,
and is then the same as if the dead one had never been.
"""

from collections.abc import Callable, Collection, Iterator

from msgspec import Struct

from stet.edition import named_on, without
from stet.enrichment import AROUND, WITHIN, related, translations
from stet.journal.base import Journal, Named, Surroundings
from stet.model.address import file_of
from stet.model.page import Page

AT_ONCE = 25
"""Stirred stories in one transaction at most: a twentieth of a second, which whatever comes in meanwhile waits for."""

Read = Callable[[str], bytes | None]
"""The bytes at a path of the edition."""


class Cleared(Struct, frozen=True, kw_only=True):
    """A page without the names of some stories."""

    page: Page
    ids: frozenset[str]


class Neighbourhood:
    """Minds what stands beside stories."""

    def __init__(self, journal: Journal, read: Read) -> None:
        self._journal = journal
        self._read = read

    def arrange(self) -> bool:
        """Find again what stands beside stories that were stirred, and touch the pages that must say something else.
        Returns whether any was stirred."""
        return bool(self._journal.arrange(AT_ONCE, around=AROUND, within=WITHIN, choose=choose))

    def without(self, ids: Collection[str]) -> Iterator[Cleared]:
        """The pages that name any of these stories, without their names."""
        for naming in self._journal.naming(ids):
            for page in self._cut(file_of(naming.path), naming.ids, naming.key):
                yield Cleared(page=page, ids=naming.ids)

    def again(self) -> Iterator[Page]:
        """After a stop without a word, cuts may be lost: the pages that were put last, without the names of whoever is
        not live."""
        for path in self._journal.put_lately():
            page = self._read(path)
            ids = named_on(page) if page else frozenset()
            if dead := ids - self._journal.live(ids) if ids else ids:
                yield from self._cut(path, dead, None)

    def _cut(self, path: str, ids: Collection[str], key: str | None) -> Iterator[Page]:
        page = self._read(path)
        if page is not None and (rest := without(page, ids)) != page:
            yield Page(path=path, body=rest, story_key=key)


def choose(around: Surroundings) -> Named:
    """What a page is to name."""
    return Named(related=related(around.card, around.near), translations=translations(around.card, around.told))
