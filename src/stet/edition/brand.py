"""The site's own marks: the icon, and the card shown where a story has no picture."""

from functools import lru_cache
from io import BytesIO
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont

from stet.edition.press import Asset, asset

_INK, _PAPER, _RED = "#16181d", "#fffdf8", "#9b1c1c"
SHARE_WIDTH, SHARE_HEIGHT = 1200, 630
_MARGIN = 120


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
def share_card(name: str) -> Asset:
    """The site's name between two rules, 1200 by 630 pixels, for social previews of stories without a picture."""
    card = Image.new("RGB", (SHARE_WIDTH, SHARE_HEIGHT), _PAPER)
    pen = ImageDraw.Draw(card)
    pen.rectangle((_MARGIN, 150, SHARE_WIDTH - _MARGIN, 157), fill=_INK)
    pen.rectangle((_MARGIN, 164, SHARE_WIDTH - _MARGIN, 166), fill=_INK)
    pen.rectangle((_MARGIN, SHARE_HEIGHT - 160, SHARE_WIDTH - _MARGIN, SHARE_HEIGHT - 158), fill=_INK)
    if _drawable(name):
        pen.text((SHARE_WIDTH / 2, 320), name, fill=_INK, font=_fitting(pen, name), anchor="mm")
    else:
        pen.ellipse((SHARE_WIDTH / 2 - 60, 258, SHARE_WIDTH / 2 + 60, 378), fill=_RED)
    out = BytesIO()
    card.quantize(32).save(out, "PNG", optimize=True)
    return asset("card", "png", out.getvalue())


def _drawable(name: str) -> bool:
    """Whether the face that comes with Pillow has the letters; it knows Latin only."""
    return bool(name.strip()) and all(character.isprintable() and ord(character) < 0x180 for character in name)


def _fitting(pen: ImageDraw.ImageDraw, name: str) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The largest of a few sizes at which the name fits between the margins."""
    for size in (112, 96, 80, 64, 48, 36):
        face = ImageFont.load_default(size)
        if pen.textlength(name, face) <= SHARE_WIDTH - 2 * _MARGIN:
            return face
    return ImageFont.load_default(24)
