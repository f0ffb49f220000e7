"""Where a picture's file is, as an item says it: an address on the web, or a name beside the item (edge case 93).

A name that leads out of the item's own place is no name of a picture: it is dropped before anybody opens it.
"""

import re
import unicodedata
from typing import Any
from urllib.parse import unquote, urlsplit

from stet.model.dispatch import Rendition

_ADDRESS = re.compile(r"https?:", re.IGNORECASE)
_HOST = re.compile(r"https?://[^/\\?#\s]+", re.IGNORECASE)
_USUAL = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*/[!-\[\]-~]*")
_BESIDE = re.compile(r"file:(?:/{2,3})?\./\s*", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_STEPS = re.compile(r"[/\\?#]")
_OVERLONG = re.compile(r"%c[01]%[89ab]|%e0%[89][0-9a-f]%|%f0%8[0-9a-f]%", re.IGNORECASE)
"""A sign of ASCII in more bytes than it needs: no sender writes it, and some decoders take it for a dot or a slash."""
_ROUNDS = 8
"""How often a name may be quoted anew; none that means well is more than twice."""


def rendition(
    href: Any, type_: str | None, problems: list[str], width: int | None = None, height: int | None = None
) -> Rendition | None:
    """A picture file, where its address or name may be followed; says so where it may not."""
    if not isinstance(href, str) or not href.strip():
        return None
    where = picture_href(href)
    if where is not None:
        return Rendition(href=where, type=type_, width=width, height=height)
    problem = f"the picture file {href[:80]!r} is not beside the item and no web address; it was left out"
    if problem not in problems:
        problems.append(problem)
    return None


def picture_href(href: str | None) -> str | None:
    """An http or https address, or a relative name that stays where the item is; none for everything else."""
    if not href:
        return None
    href = href.strip()
    if _USUAL.fullmatch(href):  # by far the most common
        return href
    if _CONTROLS.search(href):
        return None
    if _ADDRESS.match(href):
        return href if _has_host(href) else None
    href = _BESIDE.sub("", href, count=1) if _BESIDE.match(href) else href
    return href if _stays(href) else None


def _has_host(address: str) -> bool:
    host = _HOST.match(address)
    if host is None or not (host[0].isascii() or _plain(host[0]) == unicodedata.normalize("NFKC", host[0])):
        return False
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def _stays(href: str) -> bool:
    """Whether a relative name stays below its folder, however often and in whatever signs it is quoted."""
    name = href
    for _ in range(_ROUNDS):
        if not _leads_down(name):
            return False
        bare = unquote(name)
        if bare == name:
            return True
        name = bare
    return False


def _leads_down(name: str) -> bool:
    """Whether none of its steps leads up, home or elsewhere; as it stands, and as a folder or a decoder may see it."""
    if _CONTROLS.search(name) or _OVERLONG.search(name):
        return False
    seen = name if name.isascii() else _plain(name)
    if not seen or _STEPS.match(seen) or _SCHEME.match(seen) or ("\ufffd" in seen and ".." in seen):
        return False
    return not any(step.startswith("~") or _is_dots(step) for step in map(str.strip, _STEPS.split(seen)))


def _is_dots(step: str) -> bool:
    return step.startswith("..") and not step.strip(". ")


def _plain(name: str) -> str:
    """A name in its plainest signs, without those that nobody sees: full-width dots are dots."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", name) if unicodedata.category(sign) != "Cf")
