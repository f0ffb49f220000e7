"""Drawing tools for the demo's pictures: flat shapes, gradients, glows and a little grain; no fonts, no photographs.

All coordinates are in units of a sheet of 1600 x 1067, whatever size is drawn. A colour is `#rrggbb` or `#rrggbbaa`.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import shake_128
from io import BytesIO
from math import cos, hypot, pi, sin

from PIL import Image, ImageChops, ImageColor, ImageDraw

WIDTH, HEIGHT = 1600, 1067
_OVERSAMPLING = 2
Point = tuple[float, float]
Stops = Sequence[tuple[float, str]]


class Canvas:
    """A sheet that is drawn at twice its size, so that edges come out smooth."""

    def __init__(self, width: int = WIDTH) -> None:
        self._size = (width, round(width * HEIGHT / WIDTH))
        self._scale = _OVERSAMPLING * width / WIDTH
        self._image = Image.new("RGB", (self._size[0] * _OVERSAMPLING, self._size[1] * _OVERSAMPLING))
        self._pen = ImageDraw.Draw(self._image, "RGBA")

    def fade(self, stops: Stops, top: float = 0, bottom: float = HEIGHT) -> None:
        """A vertical gradient over the whole width."""
        first, last = self._length(top), self._length(bottom)
        self._image.paste(_gradient(stops, (self._image.width, last - first)), (0, first))

    def polygon(self, points: Iterable[Point], fill: str) -> None:
        """A filled polygon."""
        self._pen.polygon(self._points(points), fill=fill)

    def shaded(self, points: Iterable[Point], stops: Stops, *, sideways: bool = False) -> None:
        """A polygon filled with a gradient over its own box, from the top down or from left to right."""
        scaled = self._points(points)
        left, top = int(min(x for x, _ in scaled)), int(min(y for _, y in scaled))
        size = int(max(x for x, _ in scaled)) - left + 2, int(max(y for _, y in scaled)) - top + 2
        mask = Image.new("1", size)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in scaled], fill=1)
        self._image.paste(_gradient(stops, size, sideways=sideways), (left, top), mask)

    def rectangle(self, box: tuple[float, float, float, float], fill: str, *, radius: float = 0) -> None:
        """A rectangle given by left, top, right and bottom, with round corners on request."""
        scaled = [value * self._scale for value in box]
        if radius:
            self._pen.rounded_rectangle(scaled, radius * self._scale, fill=fill)
        else:
            self._pen.rectangle(scaled, fill=fill)

    def ellipse(self, x: float, y: float, across: float, down: float, fill: str) -> None:
        """A filled ellipse about a centre, by its two radii."""
        self._pen.ellipse([v * self._scale for v in (x - across, y - down, x + across, y + down)], fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        """A filled circle."""
        self.ellipse(x, y, radius, radius, fill)

    def ring(self, x: float, y: float, across: float, down: float, stroke: str, width: float) -> None:
        """The outline of an ellipse."""
        box = [v * self._scale for v in (x - across, y - down, x + across, y + down)]
        self._pen.ellipse(box, outline=stroke, width=max(1, self._length(width)))

    def line(self, points: Iterable[Point], stroke: str, width: float) -> None:
        """A line through points, with round joints."""
        self._pen.line(self._points(points), fill=stroke, width=max(1, self._length(width)), joint="curve")

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float = 1.0) -> None:
        """Light that falls off from a centre to nothing at the radius. Strength is from 0 to 1."""
        side = max(2, 2 * self._length(radius))
        mask = (
            _falloff().resize((side, side), Image.Resampling.BILINEAR).point([round(v * strength) for v in range(256)])
        )
        self._image.paste(colour, (self._length(x) - side // 2, self._length(y) - side // 2), mask)

    def veil(self, top: float, bottom: float, colour: str, strength: float = 1.0) -> None:
        """Mist: a band over the whole width that grows from nothing at its top to `strength` at its bottom."""
        first, last = self._length(top), self._length(bottom)
        mask = Image.linear_gradient("L").resize((self._image.width, last - first), Image.Resampling.BILINEAR)
        self._image.paste(colour, (0, first), mask.point([round(v * strength) for v in range(256)]))

    def jpeg(self, grain: float = 0.05) -> bytes:
        """The finished sheet at its real size, with a little grain, as a JPEG."""
        image = self._image.reduce(_OVERSAMPLING)
        noise = _noise(self._size, grain)
        out = BytesIO()
        ImageChops.add(image, noise, offset=-128).save(
            out, "JPEG", quality=85, comment=b"CC0 1.0: drawn by Stet's demo"
        )
        return out.getvalue()

    def _length(self, value: float) -> int:
        return round(value * self._scale)

    def _points(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self._scale, y * self._scale) for x, y in points]


def ridge(base: float, height: float, waves: Sequence[tuple[float, float, float]], step: int = 10) -> list[Point]:
    """The outline of hills from edge to edge, closed along the bottom. A wave is (weight, crests per sheet, phase)."""
    total = sum(weight for weight, _, _ in waves)
    line = [
        (float(x), base - height * sum(w * sin(2 * pi * n * x / WIDTH + phase) for w, n, phase in waves) / total)
        for x in range(-step, WIDTH + 2 * step, step)
    ]
    return [*line, (WIDTH + step, HEIGHT + step), (-step, HEIGHT + step)]


def arc(x: float, y: float, across: float, down: float, start: float, end: float, steps: int = 40) -> list[Point]:
    """Points along an ellipse; angles in degrees, clockwise from three o'clock."""
    angles = (start + (end - start) * n / steps for n in range(steps + 1))
    return [(x + across * cos(a * pi / 180), y + down * sin(a * pi / 180)) for a in angles]


def leaf(x: float, y: float, length: float, width: float, angle: float) -> list[Point]:
    """A pointed oval from a root at (x, y); angle in degrees, clockwise from three o'clock."""
    turn = angle * pi / 180
    outline = [(length * t / 8, width * sin(pi * t / 8)) for t in range(9)]
    outline += [(along, -off) for along, off in reversed(outline)]
    return [(x + a * cos(turn) - o * sin(turn), y + a * sin(turn) + o * cos(turn)) for a, o in outline]


def scatter(seed: str, count: int) -> list[tuple[float, float, float]]:
    """Triples of numbers from 0 to 1, the same for the same seed."""
    drops = shake_128(seed.encode()).digest(6 * count)
    numbers = [int.from_bytes(drops[i : i + 2]) / 65535 for i in range(0, len(drops), 2)]
    return list(zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True))


def _gradient(stops: Stops, size: tuple[int, int], *, sideways: bool = False) -> Image.Image:
    strip = Image.new("RGB", (1, 256))
    strip.putdata([_between(stops, n / 255) for n in range(256)])
    if sideways:
        strip = strip.transpose(Image.Transpose.ROTATE_90)
    return strip.resize(size, Image.Resampling.BILINEAR)


def _between(stops: Stops, place: float) -> tuple[int, ...]:
    before = max((s for s in stops if s[0] <= place), key=lambda s: s[0], default=stops[0])
    after = min((s for s in stops if s[0] >= place), key=lambda s: s[0], default=stops[-1])
    share = (place - before[0]) / (after[0] - before[0]) if after[0] > before[0] else 0.0
    colours = zip(ImageColor.getrgb(before[1])[:3], ImageColor.getrgb(after[1])[:3], strict=True)
    return tuple(round(a + (b - a) * share) for a, b in colours)


@cache
def _falloff() -> Image.Image:
    """White in the middle, black at the rim of the circle and beyond."""
    values = [max(0.0, 1 - hypot(x - 63.5, y - 63.5) / 63.5) for y in range(128) for x in range(128)]
    image = Image.new("L", (128, 128))
    image.putdata([round(255 * v * v) for v in values])
    return image


@cache
def _noise(size: tuple[int, int], strength: float) -> Image.Image:
    drops = shake_128(b"grain").digest(size[0] * size[1])
    levels = [round(128 + (v - 127.5) * strength) for v in range(256)]
    return Image.frombytes("L", size, drops).point(levels).convert("RGB")
