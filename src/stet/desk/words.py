"""Whether words that a person typed can stand on a page."""

import re
import unicodedata
from html.entities import html5

from stet.errors import Misused

_MARKUP = re.compile(r"</?[a-z!?]", re.IGNORECASE)
_REFERENCE = re.compile(r"&(#[0-9]+|#x[0-9a-f]+|[a-z][a-z0-9]+);", re.IGNORECASE)
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NOT_WORDS = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})


def checked(what: str, text: str, *, limit: int) -> str:
    """The text, trimmed, if it can be set as plain words; it may be empty.

    Raises `Misused`, beginning with `what`, when it is longer than `limit` characters, or holds control characters
    (line breaks are some), marks that override the direction of writing (edge case 13), markup, or nothing visible.
    """
    text = text.strip()
    if len(text) > limit:
        raise Misused(f"{what} is {len(text)} characters long: cut it to {limit} or fewer.")
    for character in text:
        if character in _OVERRIDES:
            raise Misused(
                f"{what} holds U+{ord(character):04X}, a mark that overrides the direction of writing: take it out, "
                "right-to-left words are set correctly without it."
            )
        if unicodedata.category(character) in _NOT_WORDS:
            raise Misused(
                f"{what} holds the control character U+{ord(character):04X}: type it as one line of plain words."
            )
    if _MARKUP.search(text) or _has_reference(text):
        raise Misused(f"{what} holds markup: write plain words, an ampersand as & and quotation marks as they are.")
    if text and not any(unicodedata.category(character)[0] in "LNPS" for character in text):
        raise Misused(f"{what} holds nothing that can be seen: write words, or nothing at all.")
    return text


def required(what: str, text: str, *, limit: int) -> str:
    """As `checked`, and not empty. Raises `Misused`."""
    text = checked(what, text, limit=limit)
    if not text:
        raise Misused(f"{what} is empty: it has to be given.")
    return text


def _has_reference(text: str) -> bool:
    return any(found[1][0] == "#" or f"{found[1]};" in html5 for found in _REFERENCE.finditer(text))


def point(left: float, top: float) -> tuple[float, float]:
    """A point of a picture, from 0 to 1 from its left and its top. Raises `Misused` for one outside it."""
    if not (0 <= left <= 1 and 0 <= top <= 1):
        raise Misused(
            f"The focal point {left:g},{top:g} is not in the picture: 0,0 is its top left corner, 1,1 its bottom right."
        )
    return left, top
