"""How much of a headline others show: a search engine, a telephone. Pure, and a guess as theirs is.

Search engines cut a title by its width, at about 600 pixels of a face like Arial in 20 pixels, which is 60 to 70
letters; a telephone's lock screen has room for two lines of some 45.
"""

import unicodedata

from msgspec import Struct

SEARCH_PIXELS = 600
PHONE_SIGNS = 90

_WIDTHS = {
    5: "ijl'|",
    6: " ftI!.,:;/\\[]`·",
    7: 'r()-{}"*',
    10: "csvxyzJk",
    12: "&EKPSVXYABw",
    14: "CDHNRUGOQ",
    17: "mM%W—@",
}
"""Pixels of signs in 20 pixels of Arial, rounded; what is not here has 11."""
_OF = {sign: width for width, signs in _WIDTHS.items() for sign in signs}
_WIDE = 20
_OTHER = 11
_MORE = "…"


class Length(Struct, frozen=True, kw_only=True):
    """A headline as others show it."""

    signs: int
    pixels: int
    search: str
    """As a page of results has it."""
    phone: str
    is_cut_by_search: bool
    is_cut_by_phone: bool


def length(headline: str) -> Length:
    """How long a headline is, and what is left of it elsewhere."""
    text = " ".join(headline.split())
    clusters = _clusters(text)
    widths = [_width(one) for one in clusters]
    search = _fitting(clusters, widths, SEARCH_PIXELS)
    phone = _fitting(clusters, [1] * len(clusters), PHONE_SIGNS)
    return Length(
        signs=len(clusters),
        pixels=sum(widths),
        search=search,
        phone=phone,
        is_cut_by_search=search != text,
        is_cut_by_phone=phone != text,
    )


def _clusters(text: str) -> list[str]:
    """Signs as a reader counts them: a letter with what is set on it."""
    found: list[str] = []
    for sign in text:
        if found and (unicodedata.category(sign)[0] == "M" or sign in "\u200c\u200d"):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def _width(cluster: str) -> int:
    sign = cluster[0]
    if unicodedata.east_asian_width(sign) in "WF":
        return _WIDE
    return _OF.get(sign, _OTHER)


def _fitting(clusters: list[str], sizes: list[int], room: int) -> str:
    """As many whole words as there is room for; of one long word as many signs."""
    if sum(sizes) <= room:
        return "".join(clusters)
    left, at = room - sizes[0], 0
    while at < len(sizes) and left >= 0:
        at += 1
        left -= sizes[at] if at < len(sizes) else 0
    shown = "".join(clusters[:at])
    whole = shown if at < len(clusters) and clusters[at] == " " else shown.rpartition(" ")[0]
    return f"{(whole or shown).rstrip(' ,;:–—-')} {_MORE}"
