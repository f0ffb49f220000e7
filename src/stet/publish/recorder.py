"""A publisher that remembers what belongs to the edition, so that a rebuild can sweep away the rest."""

from collections.abc import Sequence
from typing import Protocol

from stet.model.page import Page, Receipt
from stet.publish.base import Clock


class Publishing(Protocol):
    """A publisher, as far as the recorder cares."""

    def publish(self, pages: Sequence[Page], clock: Clock) -> tuple[Receipt, ...]:
        """Put and remove."""

    def holds(self, path: str, digest: str) -> bool:
        """Whether exactly these bytes are there."""

    def read(self, path: str) -> bytes | None:
        """What is at a path."""


class Recorder:
    """Hands everything on, and notes the paths that were put and not removed since."""

    def __init__(self, publisher: Publishing) -> None:
        self._publisher = publisher
        self.put: set[str] = set()

    def publish(self, pages: Sequence[Page], clock: Clock) -> tuple[Receipt, ...]:
        """Put and remove."""
        receipts = self._publisher.publish(pages, clock)
        self.put -= {page.path for page in pages if page.body is None}
        self.put |= {page.path for page in pages if page.body is not None}
        return receipts

    def holds(self, path: str, digest: str) -> bool:
        """Whether exactly these bytes are there. What is asked for belongs to the edition."""
        found = self._publisher.holds(path, digest)
        if found:
            self.put.add(path)
        return found

    def read(self, path: str) -> bytes | None:
        """What is at a path."""
        return self._publisher.read(path)
