"""The site's own marks: the icon, and the card of the site itself."""

from functools import lru_cache
from xml.sax.saxutils import escape

from stet.edition.cards import Cards
from stet.edition.faces import Faces
from stet.edition.press import Asset, asset

_INK, _PAPER, _RED = "#16181d", "#fffdf8", "#9b1c1c"


def icon(name: str) -> Asset:
    """The site's initial on ink, as SVG."""
    initial = escape(name.strip()[:1].upper() or "·")
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" rx="8" fill="{_INK}"/><path d="M14 53h36" stroke="{_RED}" stroke-width="3"/>'
        f'<text x="32" y="44" font-family="Georgia,serif" font-size="42" font-weight="700" text-anchor="middle" '
        f'fill="{_PAPER}">{initial}</text></svg>'
    )
    return asset("icon", "svg", drawing.encode("utf-8", "replace"))


@lru_cache(maxsize=16)
def share_card(name: str, faces: Faces) -> Asset:
    """The site's name between two rules, 1200 by 630 pixels, for all that is shared and has no card of its own."""
    return asset("card", "png", Cards(name, faces).plain())
