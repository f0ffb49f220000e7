"""The parts of HTTP that a server of files must get right (RFC 9110): types, conditions, coding, safe addresses."""

import re
from datetime import UTC
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes

_MAX_PATH = 2048
_MAX_SEGMENT = 240  # bytes: with `.html` it is still a file name
_UNSAFE = re.compile(r"[/\\\x00-\x1f\x7f]")
_ETAG = re.compile(r'(?:W/)?("[^"]*")')
_WEIGHT = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\Z")

TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "json": "application/json",
    "webmanifest": "application/manifest+json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
    "pdf": "application/pdf",
}
_NAMED = {
    "rss.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json",
}
_TEXT = (
    "text/",
    "application/xml",
    "application/rss",
    "application/atom",
    "application/json",
    "application/feed",
    "application/manifest",
    "image/svg",
    "image/x-icon",
)


def content_type(name: str) -> str:
    """The media type of a file by its name."""
    return _NAMED.get(name) or TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def is_text(media_type: str) -> bool:
    """Whether a body of this type gains from compression."""
    return media_type.startswith(_TEXT)


@lru_cache(4096)
def segments(raw: bytes) -> tuple[str, ...] | None:
    """The parts of a request's path, each decoded by itself so that `%2f` makes no new part. The last is empty for
    an address that ends in a slash. None for an address that no page could ever have: not UTF-8, with a control
    character or a slash inside a part, with `.` or `..` or nothing for a part, or over-long.
    """
    if not raw.startswith(b"/") or len(raw) > _MAX_PATH:
        return None
    try:
        parts = tuple(unquote_to_bytes(part).decode() for part in raw[1:].split(b"/"))
    except UnicodeDecodeError:
        return None
    return None if "" in parts[:-1] or any(_is_unsafe(part) for part in parts) else parts


def _is_unsafe(part: str) -> bool:
    return part in (".", "..") or bool(_UNSAFE.search(part)) or len(part.encode()) > _MAX_SEGMENT


def location(path: str, query: bytes = b"") -> bytes:
    """A path of this site as the value of a Location header. Nothing in it can name another host or end the line."""
    address = "/" + quote(path.lstrip("/"), safe="/-._~!$&'()*+,;=:@")
    if query:
        address += "?" + quote(query.decode("latin-1"), safe="/-._~!$&'()*+,;=:@?%", encoding="latin-1")
    return address.encode("ascii")


@lru_cache(1024)
def takes_gzip(accept: bytes) -> bool:
    """Whether Accept-Encoding prefers gzip to nothing at all (RFC 9110 section 12.5.3)."""
    weights = {"identity": 0.001}  # taken if nothing else is named, but anything named is liked better
    for entry in accept.decode("latin-1").lower().split(","):
        coding, _, parameter = (part.strip() for part in entry.partition(";"))
        weight = _WEIGHT.match(parameter.replace(" ", "")) if parameter else None
        if coding:
            weights[coding] = float(weight[1]) if weight else (1.0 if not parameter else 0.0)
    gzip = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return gzip > 0 and gzip >= weights["identity"]


def unchanged(etag: bytes, modified: float, if_none_match: bytes | None, if_modified_since: bytes | None) -> bool:
    """Whether the visitor has it already (RFC 9110 section 13.2.2). An entity tag decides alone when it is sent."""
    if if_none_match is not None:
        if if_none_match.strip() == b"*":
            return True
        return etag.decode() in _ETAG.findall(if_none_match.decode("latin-1"))
    if if_modified_since is None:
        return False
    since = _instant(if_modified_since)
    return since is not None and int(modified) <= since


@lru_cache(256)
def _instant(date: bytes) -> float | None:
    try:
        since = parsedate_to_datetime(date.decode("latin-1"))
        return (since if since.tzinfo else since.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def http_date(instant: float) -> bytes:
    """Seconds since 1970 as an HTTP date."""
    return formatdate(instant, usegmt=True).encode("ascii")
