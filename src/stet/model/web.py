"""Addresses on the web that came from outside: what is one, and whose it is."""

import re
from urllib.parse import urlsplit

_LONGEST = 2000
"""Characters of an address."""
_HOST = re.compile(r"([a-z0-9._~-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?")
_USUAL = ("80", "443")


def host_of(href: str) -> str | None:
    """The host of an http or https address, with the port where it names one that is not usual; none where it is no
    such address, carries a user name, or is not written plainly."""
    if len(href) > _LONGEST or not href.isascii() or not href.isprintable():
        return None
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    found = _HOST.fullmatch(parts.netloc.lower())
    if parts.scheme not in ("http", "https") or found is None:
        return None
    host, port = found.groups()
    return host if port is None or port in _USUAL else f"{host}:{port}"


def is_address(href: str) -> bool:
    """Whether it is an http or https address that may be asked."""
    return host_of(href) is not None


def is_named(host: str, names: tuple[str, ...]) -> bool:
    """Whether a host, as `host_of` gives it, is one of those named: `host`, `host:port`, or `*.domain` for any host
    below a domain."""
    return any(host == name or (name.startswith("*.") and host.endswith(name[1:])) for name in map(_plain, names))


def _plain(name: str) -> str:
    name = name.strip().lower()
    host, _, port = name.rpartition(":")
    return host if port in _USUAL else name
