"""What one version of a running story adds, and how a turn of phrase is chosen without chance."""

from collections.abc import Sequence
from typing import TypeVar
from zlib import crc32

from msgspec import Struct

T = TypeVar("T")


class Telling(Struct, frozen=True, kw_only=True):
    """What one version tells."""

    headline: str
    lead: str
    more: tuple[str, ...] = ()
    """Paragraphs and tables that only this version has."""
    keep: str = ""
    """The paragraph in which later versions remember this one."""
    background: tuple[str, ...] = ()


def pick(options: Sequence[T], *seed: object) -> T:
    """One of the options; always the same one for the same seed."""
    return options[number(len(options), *seed)]


def number(below: int, *seed: object) -> int:
    """A whole number from 0 to `below` - 1, the same for the same seed."""
    return crc32("/".join(map(str, seed)).encode()) % below
