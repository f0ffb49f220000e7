"""Typefaces for what is drawn: which of them has every letter of a text, so that no box ever stands for one.

The face that comes with Pillow knows little more than ASCII. Others come from outside, with their bytes.
"""

import struct
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from io import BytesIO
from typing import TypeAlias

from PIL import ImageFont, features

Font: TypeAlias = ImageFont.FreeTypeFont
Search: TypeAlias = Callable[[str], Iterable[tuple[str, bytes]]]
"""Gives faces that may know a script, best first, as names and bytes. The script is the first word that its letters'
names in Unicode begin with: `latin`, `devanagari`, `arabic`, `cjk`."""

_SHAPES = features.check("raqm")
"""Whether letters can be joined and marks placed as scripts like Arabic and Devanagari need it."""
_PLAIN = frozenset(
    {"latin", "greek", "cyrillic", "cjk", "hiragana", "katakana", "hangul", "digit", "georgian", "armenian"}
)
"""Scripts whose letters stand side by side."""
_TRIED = 6
"""Faces that are looked at for a script."""


class Face:
    """A typeface with the characters that it has."""

    def __init__(self, name: str, data: bytes) -> None:
        """Raises ValueError for bytes that are no font with Unicode characters."""
        self.name = name
        self._data = data
        self._has = characters(data)
        self._sizes: dict[int, Font] = {}

    def covers(self, text: str) -> bool:
        """Whether every character of a text can be drawn, also in the way its script joins them."""
        missing = set(text) - self._has
        return not any(map(_leaves_a_mark, missing)) and (_SHAPES or not any(map(_needs_shaping, text)))

    def at(self, size: int) -> Font:
        """The face in a size, in pixels."""
        if size not in self._sizes:
            self._sizes[size] = ImageFont.truetype(BytesIO(self._data), size)
        return self._sizes[size]


class Faces:
    """Finds the face for a text. Faces that were looked at once are remembered, found or not."""

    def __init__(self, search: Search = lambda script: ()) -> None:
        self._search = search
        self._known: dict[str, list[Face]] = {}
        self._built_in = _built_in()

    def choose(self, text: str) -> Face | None:
        """A face that has every letter of a text; none where none is known."""
        if self._built_in and self._built_in.covers(text):
            return self._built_in
        script = script_of(text)
        if script not in self._known:
            self._known[script] = list(_loaded(self._search(script)))
        return next((face for face in self._known[script] if face.covers(text)), None)


def script_of(text: str) -> str:
    """The script of a text's letters that is not Latin, if there is one: that is what a face must know."""
    found = [_script(character) for character in text if character.isalpha()]
    return next((script for script in found if script != "latin"), "latin")


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    return unicodedata.name(character, "unknown").partition(" ")[0].partition("-")[0].lower()


def _needs_shaping(character: str) -> bool:
    return character.isalpha() and _script(character) not in _PLAIN


def _leaves_a_mark(character: str) -> bool:
    """Blanks, joiners and marks of direction leave none."""
    return not character.isspace() and unicodedata.category(character) != "Cf"


def _loaded(found: Iterable[tuple[str, bytes]]) -> Iterator[Face]:
    for _, (name, data) in zip(range(_TRIED), found, strict=False):
        try:
            face = Face(name, data)
            face.at(24)
        except (ValueError, OSError):  # a file that is no font, whatever its name says
            continue
        yield face


@lru_cache(maxsize=1)
def _built_in() -> Face | None:
    """The face that comes with Pillow; none where Pillow was built without FreeType."""
    font = ImageFont.load_default(24)
    return Face("built-in", font.font_bytes) if isinstance(font, Font) else None


def characters(font: bytes) -> frozenset[str]:
    """The characters that a TrueType or OpenType font, or the first of a collection, has glyphs for.

    Raises ValueError for what is no such font.
    """
    try:
        return frozenset(map(chr, _code_points(font)))
    except (struct.error, IndexError, OverflowError) as error:
        raise ValueError("not a font, or one that is cut off") from error


def _code_points(font: bytes) -> set[int]:
    start = struct.unpack_from(">I", font, 12)[0] if font[:4] == b"ttcf" else 0
    if font[start : start + 4] not in (b"\0\1\0\0", b"OTTO", b"true"):
        raise ValueError("not a font")
    tables = struct.unpack_from(">H", font, start + 4)[0]
    records = (struct.unpack_from(">4sIII", font, start + 12 + 16 * number) for number in range(tables))
    cmap = next((offset for tag, _, offset, _ in records if tag == b"cmap"), None)
    if cmap is None:
        raise ValueError("a font without characters")
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * number)
        if platform == 0 or (platform, encoding) in ((3, 1), (3, 10)):
            found |= _in_table(font, cmap + offset)
    return found - set(range(0xD800, 0xE000))


def _in_table(font: bytes, at: int) -> set[int]:
    """The code points of a table of format 4 or 12; the others are for what no headline has (OpenType, `cmap`)."""
    format_ = struct.unpack_from(">H", font, at)[0]
    if format_ == 12:
        groups = struct.unpack_from(">I", font, at + 12)[0]
        spans = (struct.unpack_from(">III", font, at + 16 + 12 * number) for number in range(min(groups, 20_000)))
        return {code for first, last, _ in spans if last <= 0x10FFFF for code in range(first, last + 1)}
    return set(_in_segments(font, at)) if format_ == 4 else set()


def _in_segments(font: bytes, at: int) -> Iterator[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends, starts, deltas, offsets = (
        _numbers(font, at + 14 + 2 * count * number + (2 if number else 0), count) for number in range(4)
    )
    for number in range(count):
        for code in range(starts[number], min(ends[number], 0xFFFE) + 1):
            glyph = code
            if offsets[number]:
                place = at + 16 + 6 * count + 2 * number + offsets[number] + 2 * (code - starts[number])
                glyph = struct.unpack_from(">H", font, place)[0]
                if glyph == 0:
                    continue
            if (glyph + deltas[number]) & 0xFFFF:
                yield code


def _numbers(font: bytes, at: int, count: int) -> tuple[int, ...]:
    return struct.unpack_from(f">{count}H", font, at)
