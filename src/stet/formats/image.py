"""Plain picture files: recognised by their first bytes, so that they can be kept beside the items they belong to."""

from collections.abc import Sequence
from typing import Any

from stet.formats.held import Draft, Format, Held, Source
from stet.model.packet import Origin


def claims(held: Held) -> str | None:
    """The kind of picture, by magic bytes."""
    return f"a {held.picture} file by its first bytes" if held.picture else None


def split(_held: Held) -> Sequence[Any]:
    """A picture file holds no items."""
    return ()


def read(_part: Any, _origin: Origin, _held: Held) -> Sequence[Draft]:
    """Never called: there are no items."""
    return ()


def source(_part: Any) -> Source | None:
    """A picture file holds no body."""
    return None


FORMAT = Format("image", claims, split, read, source)
