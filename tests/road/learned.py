"""What a house learns, in plain words and numbers: times are seconds since noon, items are called `a`, `b` and `c`."""

from typing import NamedTuple

FOREVER = float("inf")
NONE = -1
"""The number of a version that has none, which is less than any number."""


class Came(NamedTuple):
    """A message of the agency as it first arrived. `until` is its embargo, `expires` the end of its news value, `ends`
    that of the rights in it; `after` are items it goes on from."""

    item: str
    number: int
    created: float
    at: float
    status: str = "usable"
    until: float | None = None
    text: str = ""
    headline: str = ""
    after: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    correction: bool = False
    expires: float | None = None
    ends: float | None = None


class Did(NamedTuple):
    """What a person did on a page, and the version they had before them."""

    item: str
    kind: str
    at: float
    saw: Came | None
    words: str = ""
