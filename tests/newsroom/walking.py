"""Every address of the desk, to be walked by tests that say something of all of them."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def routes(patterns=None, prefix: str = "/") -> Iterator[tuple[str, dict]]:
    """Every address of the desk as Django knows it, with the parts that are to be filled in."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, prefix + str(one.pattern))
        elif isinstance(one, URLPattern):
            yield prefix + str(one.pattern), dict(one.pattern.converters)


def filled(route: str, parts: dict, known: dict[str, str]) -> str:
    strange = parts.keys() - known.keys()
    assert not strange, f"{route}: tell the walk what {strange} may be"
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: known[found[1]], route)


def known(id_: str, **more: str) -> dict[str, str]:
    """What the parts of addresses may be, in a house where a story has that id."""
    return {
        "id": id_, "sid": id_, "name": "held", "key": "1", "pk": "1", "feed": "wire", "packet": "1", "path": "x",
        "digest": "ab" * 32, "username": "chief", "number": "1", "token": "x", **more,
    }  # fmt: skip
