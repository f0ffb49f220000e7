"""Plain picture files: recognised by their first bytes, so that they can be kept beside the items they belong to."""

from collections.abc import Iterator, Sequence
from typing import Any

from stet.errors import Refused
from stet.formats.agencies import Identity
from stet.formats.held import Draft, Format, Held, Source
from stet.model.packet import Origin


def claims(held: Held) -> str | None:
    """The kind of picture, by magic bytes."""
    return f"a {held.picture} file by its first bytes" if held.picture else None


def split(_held: Held) -> Sequence[Any]:
    """A picture file holds no items."""
    return ()


def identities(_part: Any) -> Iterator[Identity]:
    """A picture file names no item."""
    return iter(())


def read(_part: Any, _origin: Origin) -> Draft:
    """Raises Refused: a picture file holds no items."""
    raise Refused("a picture file, not an item")


def source(_part: Any) -> Source | None:
    """A picture file holds no body."""
    return None


FORMAT = Format("image", claims, split, identities, read, source)
