"""Where a picture's file is, as an item says it: an address on the web, or a name beside the item (edge case 93).

A name that leads out of the item's own place is no name of a picture: it is dropped before anybody opens it.
"""

import re
from urllib.parse import unquote

_ADDRESS = re.compile(r"https?://[^/\\?#\s]", re.IGNORECASE)
_BESIDE = re.compile(r"file:(?:/{2,3})?\./\s*", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_CONTROLS = re.compile("[\x00-\x1f\x7f]")


def picture_href(href: str | None) -> str | None:
    """An http or https address, or a relative name that stays where the item is; none for everything else."""
    if not href:
        return None
    href = href.strip()
    if _ADDRESS.match(href):
        return href
    href = _BESIDE.sub("", href, count=1) if _BESIDE.match(href) else href
    return href if _stays(href) else None


def _stays(href: str) -> bool:
    """Whether a relative name stays below its folder, also after one and after two rounds of unquoting."""
    once = unquote(href)
    for name in (href, once, unquote(once)):
        path = name.replace("\\", "/").partition("?")[0].partition("#")[0]
        if not path or path[0] == "/" or _SCHEME.match(path) or _CONTROLS.search(name):
            return False
        if any(step.strip() in ("..", "~") or step.startswith("~") for step in path.split("/")):
            return False
    return True
