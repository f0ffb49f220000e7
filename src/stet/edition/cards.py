"""Share cards: what is shown with a link to a story that has no picture. The site's name, and the story's headline.

A card is named by what is drawn on it, so the name is known before it is drawn. Drawing takes some thousandths of a
second, more than all else that is done for a story: the road does it when nothing else waits.
"""

from collections.abc import Iterator
from functools import cached_property, lru_cache
from hashlib import sha256
from io import BytesIO
from typing import Literal

from PIL import Image, ImageDraw

from stet.edition.faces import Face, Faces, script_of
from stet.edition.languages import direction
from stet.edition.pictures import SHARE_HEIGHT, SHARE_WIDTH
from stet.model.page import Cut

_RECIPE = "1"
"""How cards are drawn; another one gives all of them other names."""
_MARGIN = 80
_TOP, _BOTTOM = 96, 500
"""Pixels between which the headline stands."""
_SIZES = (84, 72, 62, 54, 46, 40)
_LINE = 1.24
"""Height of a line, in sizes; scripts with marks above and below the letters need more."""
_TALL_LINE = 1.6
_NAME_SIZE = 40
_LONGEST_WORD = 20
"""Letters of a word that is not parted: so many have room on a line at the largest size, or very nearly."""
_LONGEST = 400
"""Characters of a headline that are looked at: more never fits."""
# Ink, two mixtures, paper: four colours take two bits a pixel, and a small file.
_PALETTE = (255, 253, 248, 178, 177, 176, 100, 101, 105, 22, 24, 29)
_INK = 3
_LEVELS = [min(3, (level + 42) // 85) for level in range(256)]
_TALL = frozenset(
    ("devanagari", "arabic", "bengali", "tamil", "thai", "telugu", "kannada", "malayalam", "gujarati", "gurmukhi",
     "oriya", "sinhala")
)  # fmt: skip


class Cards:
    """The share cards of one site."""

    def __init__(self, name: str, faces: Faces) -> None:
        self._name = name
        self._faces = faces
        self.named = lru_cache(maxsize=1024)(self._named)  # asked for the page, and again for the lists

    def _named(self, story_id: str, headline: str) -> Cut | None:
        """The card of a story; none where no face has every letter of its headline: better none than boxes."""
        face = self._faces.choose(headline)
        if face is None:
            return None
        drawn = repr((_RECIPE, self._name, face.name, headline))
        digest = sha256(drawn.encode("utf-8", "replace")).hexdigest()[:10]
        return Cut(path=f"media/card-{story_id}-{digest}.png", width=SHARE_WIDTH, height=SHARE_HEIGHT, type="image/png")

    def draw(self, headline: str, language: str) -> bytes:
        """A story's card, as PNG. Raises ValueError where `named` gives none."""
        face = self._faces.choose(headline)
        if face is None:
            raise ValueError("no face has every letter of this headline")
        card = self._ground.copy()
        tall = script_of(headline) in _TALL
        lines, size = _fitted(headline, face, _TALL_LINE if tall else _LINE)
        height = round(size * (_TALL_LINE if tall else _LINE))
        sheet = Image.new("L", (SHARE_WIDTH, _BOTTOM - _TOP), 0)
        pen = ImageDraw.Draw(sheet)
        rtl = direction(language) == "rtl"
        left, anchor = (SHARE_WIDTH - _MARGIN, "rs") if rtl else (_MARGIN, "ls")
        for number, line in enumerate(lines):
            baseline = round(size * (1.2 if tall else 1)) + number * height
            pen.text((left, baseline), line, fill=255, font=face.at(size), anchor=anchor)
        card.paste(sheet.point(_LEVELS), (0, _TOP))
        return _png(card)

    def plain(self) -> bytes:
        """The site's own card: its name between two rules, as PNG."""
        card = _paper()
        pen = ImageDraw.Draw(card)
        middle = SHARE_HEIGHT // 2
        pen.rectangle((_MARGIN, 150, SHARE_WIDTH - _MARGIN, 157), fill=_INK)
        pen.rectangle((_MARGIN, 164, SHARE_WIDTH - _MARGIN, 166), fill=_INK)
        pen.rectangle((_MARGIN, SHARE_HEIGHT - 160, SHARE_WIDTH - _MARGIN, SHARE_HEIGHT - 158), fill=_INK)
        face = self._faces.choose(self._name) if self._name.strip() else None
        if face is None:
            pen.ellipse((SHARE_WIDTH / 2 - 60, middle - 60, SHARE_WIDTH / 2 + 60, middle + 60), fill=_INK)
            return _png(card)
        room = SHARE_WIDTH - 2 * _MARGIN
        size = next((size for size in (112, 96, 80, 64, 48, 36) if face.at(size).getlength(self._name) <= room), 24)
        _write(card, (SHARE_WIDTH // 2, middle), self._name, face, size, "mm")
        return _png(card)

    @cached_property
    def _ground(self) -> Image.Image:
        """What all cards have in common: a rule above, a rule and the site's name below."""
        card = _paper()
        pen = ImageDraw.Draw(card)
        pen.rectangle((_MARGIN, 56, SHARE_WIDTH - _MARGIN, 63), fill=_INK)
        pen.rectangle((_MARGIN, SHARE_HEIGHT - 110, SHARE_WIDTH - _MARGIN, SHARE_HEIGHT - 108), fill=_INK)
        face = self._faces.choose(self._name)
        if face is not None:
            room = SHARE_WIDTH - 2 * _MARGIN
            size = next((size for size in (_NAME_SIZE, 32, 26) if face.at(size).getlength(self._name) <= room), 20)
            _write(card, (_MARGIN, SHARE_HEIGHT - 58), self._name, face, size, "lm")
        return card


def _paper() -> Image.Image:
    """A blank card. Its pixels are numbers of the palette; it is told of the palette when it is finished."""
    return Image.new("L", (SHARE_WIDTH, SHARE_HEIGHT), 0)


Anchor = Literal["mm", "lm"]


def _write(card: Image.Image, at: tuple[int, int], text: str, face: Face, size: int, anchor: Anchor) -> None:
    sheet = Image.new("L", card.size, 0)
    ImageDraw.Draw(sheet).text(at, text, fill=255, font=face.at(size), anchor=anchor)
    ink = sheet.point(_LEVELS)
    card.paste(ink, (0, 0), sheet.point([255 if level else 0 for level in _LEVELS]))


def _png(card: Image.Image) -> bytes:
    finished = Image.frombytes("P", card.size, card.tobytes())
    finished.putpalette(_PALETTE)
    out = BytesIO()
    finished.save(out, "PNG", compress_level=3, bits=2)
    return out.getvalue()


def _fitted(text: str, face: Face, line: float) -> tuple[list[str], int]:
    """The lines of a headline at the largest size at which all of it has room; at the smallest, cut off with a sign."""
    units = list(_units(text[:_LONGEST]))
    measure = face.at(_SIZES[0])
    widths = [measure.getlength(unit) / _SIZES[0] for unit in units]
    for size in _SIZES:
        room = (SHARE_WIDTH - 2 * _MARGIN) / size
        most = int((_BOTTOM - _TOP) / (size * line))
        lines = _wrapped(units, widths, room)
        if len(lines) <= most and len(text) <= _LONGEST:
            return lines, size
    return _cut_off(lines[:most], "…" if face.covers("…") else "..."), size


def _units(text: str) -> Iterator[str]:
    """What may not be parted: words with the blank after them, and single letters of scripts without blanks."""
    word = ""
    for character in " ".join(text.split()):
        if _parts_anywhere(character):
            if word:
                yield word
            yield character
            word = ""
        else:
            word += character
            if character == " " or len(word) >= _LONGEST_WORD:
                yield word
                word = ""
    if word:
        yield word


def _parts_anywhere(character: str) -> bool:
    """Han, kana and hangul, and the signs between them."""
    return (
        "\u2e80" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\U00020000" <= character <= "\U0003ffff"
    )


def _wrapped(units: list[str], widths: list[float], room: float) -> list[str]:
    lines, length = [""], 0.0
    for unit, width in zip(units, widths, strict=True):
        if lines[-1] and length + width > room:
            lines.append("")
            length = 0.0
        lines[-1] += unit
        length += width
    return [line.rstrip() for line in lines]


def _cut_off(lines: list[str], sign: str) -> list[str]:
    """With a sign at the end that there is more; in place of the last word, so that it has room."""
    last = lines[-1].rpartition(" ")[0] or lines[-1][:-3]
    return [*lines[:-1], last.rstrip(" ,;:–—-") + sign]
