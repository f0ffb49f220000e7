"""What every place that pages go to looks like, and the one in memory that ships for tests.

A page is put whole or not at all, and what must go goes before anything is put (promise 2).
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import sha256
from typing import Protocol, TypeAlias

from stet.errors import Withheld
from stet.model.page import Act, Page, Receipt

Clock: TypeAlias = Callable[[], datetime]
"""The present instant, in UTC. Asked after each act, so that a receipt has the time of its own."""

WELL_KNOWN = ".well-known/"
"""The one hidden folder that readers may see into (RFC 8615)."""
_NEVER = re.compile(r"[\\\x00-\x1f\x7f\ud800-\udfff]")
_SEGMENT_BYTES = 255
_PATH_BYTES = 2000


class Publisher(Protocol):
    """A place that pages go to. Doing the same again is harmless and leaves the same pages."""

    def put(self, page: Page, clock: Clock) -> Receipt:
        """Put the page in place of what is there. Always gives a receipt, also when the same bytes are there already.

        Raises:
            Unavailable: the place cannot be written; what was there before is there still.
            Withheld: the page's path is none that may be published.
        """
        ...

    def remove(self, page: Page, clock: Clock) -> Receipt | None:
        """Take away what is at the page's path. None when nothing was there. Raises as `put` does."""
        ...

    def read(self, path: str) -> bytes | None:
        """The bytes at a path; none where nothing is. Raises as `put` does."""
        ...

    def publish(self, pages: Iterable[Page], clock: Clock) -> tuple[Receipt, ...]:
        """Put and remove all of them, as the function `publish` below does."""
        ...

    def holds(self, path: str, digest: str) -> bool:
        """Whether exactly these bytes, by their SHA-256 in hex, are at a path."""
        ...

    def checkpoint(self) -> None:
        """All that was put and removed until now survives a power cut. Raises `Unavailable`."""
        ...


def publish(publisher: Publisher, pages: Iterable[Page], clock: Clock) -> tuple[Receipt, ...]:
    """Removals first, then what is put, each in the order given; of several pages for one path only the last counts.

    When it raises, what was done is done, and doing all of it again is right.
    """
    last = {page.path: page for page in pages}
    for path in last:
        check_path(path)
    removed = [publisher.remove(page, clock) for page in last.values() if page.body is None]
    put = [publisher.put(page, clock) for page in last.values() if page.body is not None]
    return (*(receipt for receipt in removed if receipt), *put)


def check_path(path: str) -> None:
    """Raise `Withheld` for a path that is not plainly below the edition: absolute, with dots, empty parts, controls."""
    parts = path.removeprefix(WELL_KNOWN).split("/")
    if (
        any(not part or part[0] == "." or len(part.encode(errors="replace")) > _SEGMENT_BYTES for part in parts)
        or _NEVER.search(path)
        or len(path.encode(errors="replace")) > _PATH_BYTES
    ):
        raise Withheld(f"{path[:200]!r} is no path of a page: it must stay below the edition folder. It was not put.")


def put_receipt(page: Page, body: bytes, at: datetime) -> Receipt:
    """The proof that these bytes are at the page's path."""
    digest = sha256(body).hexdigest()
    return Receipt(path=page.path, act=Act.PUT, at=at, digest=digest, story_key=page.story_key)


def removed_receipt(page: Page, at: datetime) -> Receipt:
    """The proof that something was at the page's path and is no more."""
    return Receipt(path=page.path, act=Act.REMOVED, at=at, story_key=page.story_key)


class Fake:
    """A publisher that keeps its pages in memory, and what was done in order."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.receipts: list[Receipt] = []
        self.failing: Exception | None = None
        """Raised by everything while it is set."""

    def put(self, page: Page, clock: Clock) -> Receipt:
        """See `Publisher`."""
        self._may(page)
        body = page.body or b""
        self.pages[page.path] = body
        self.receipts.append(put_receipt(page, body, clock()))
        return self.receipts[-1]

    def remove(self, page: Page, clock: Clock) -> Receipt | None:
        """See `Publisher`."""
        self._may(page)
        if self.pages.pop(page.path, None) is None:
            return None
        self.receipts.append(removed_receipt(page, clock()))
        return self.receipts[-1]

    def read(self, path: str) -> bytes | None:
        """See `Publisher`."""
        check_path(path)
        if self.failing:
            raise self.failing
        return self.pages.get(path)

    def publish(self, pages: Iterable[Page], clock: Clock) -> tuple[Receipt, ...]:
        """See `Publisher`."""
        return publish(self, pages, clock)

    def holds(self, path: str, digest: str) -> bool:
        """See `Publisher`."""
        return path in self.pages and sha256(self.pages[path]).hexdigest() == digest

    def checkpoint(self) -> None:
        """Memory keeps nothing."""

    def _may(self, page: Page) -> None:
        check_path(page.path)
        if self.failing:
            raise self.failing
