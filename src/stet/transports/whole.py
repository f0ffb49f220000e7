"""Whether bytes look like all of a file, or like one that is still being written (edge_cases.md 21, 101)."""

import re

import msgspec

_HEAD = 64 * 1024
_BOMS_OF_16 = (b"\xff\xfe", b"\xfe\xff")
_PROLOG = re.compile(
    rb"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>\"']|\"[^\"]*\"|'[^']*'|\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\])*>)*",
    re.DOTALL | re.IGNORECASE,
)
_ROOT = re.compile(rb"<([^\s<>/!?]+)")
_AFTER_ROOT = re.compile(rb"(?:<!--(?:(?!-->).)*-->|<\?(?:(?!\?>).)*\?>|\s)+\Z", re.DOTALL)
_TAIL = 4096
_ETX, _EOT = 0x03, 0x04


def looks_whole(data: bytes) -> bool:
    """True when the bytes carry their own end: the root's end tag, a parsable JSON text, an image's end mark, ETX.

    False means "cannot tell", not "broken": the caller waits until the file rests, then hands it over as it is.
    """
    if data.startswith(_BOMS_OF_16):
        if len(data) % 2:
            return False
        data = data.replace(b"\0", b"")
    start = data[:_HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1]
    if start == b"<":
        return _xml_ends(data)
    if start in (b"{", b"["):
        return _json_ends(data)
    return _image_ends(data) or _wire_text_ends(data)


def _xml_ends(data: bytes) -> bool:
    """The root's end tag is there once, with nothing but comments and instructions behind it.

    An end tag of that name twice may be a nested element's: that cannot tell.
    """
    body = data[:_HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe")
    prolog = _PROLOG.match(body)
    root = _ROOT.match(body, prolog.end() if prolog else 0)
    if root is None:
        return False
    end = b"</" + root[1]
    ends = data.count(end)
    if ends != 1:
        empty_root = data.rstrip().endswith(b"/>") and data.rfind(b"<") == data.find(root[0])
        return ends == 0 and empty_root
    tail = data[data.rindex(end) + len(end) :].strip()
    return tail == b">" or (tail[:1] == b">" and len(tail) < _TAIL and bool(_AFTER_ROOT.match(tail, 1)))


def _json_ends(data: bytes) -> bool:
    try:
        msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def _image_ends(data: bytes) -> bool:
    if data.startswith(b"\xff\xd8\xff"):
        return data.endswith(b"\xff\xd9")
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return data.endswith(b"IEND\xaeB`\x82")
    if data.startswith((b"GIF87a", b"GIF89a")):
        return data.endswith(b"\x3b")
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return len(data) >= int.from_bytes(data[4:8], "little") + 8
    return False


def _wire_text_ends(data: bytes) -> bool:
    """IPTC 7901 and ANPA close a message with ETX or EOT, perhaps with filler behind it."""
    tail = data[-64:].rstrip(b"\r\n \0\x16\x7f")
    return bool(tail) and tail[-1] in (_ETX, _EOT)
