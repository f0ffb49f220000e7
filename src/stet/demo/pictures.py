"""The demo's pictures: illustrations drawn by this program, so that the demo needs no photograph of anybody's.

Licence: CC0 1.0. Whoever wants them may use them for anything, without asking and without credit.
"""

from collections.abc import Callable
from functools import cache

from stet.demo import scenes_land, scenes_still
from stet.demo.canvas import WIDTH, Canvas

LICENCE = "CC0 1.0 Universal: drawn by Stet's demo, free for any use"

SCENES: dict[str, Callable[[Canvas], None]] = {
    scene.__name__: scene
    for scene in (
        scenes_land.viaduct,
        scenes_land.reservoir,
        scenes_land.harbour,
        scenes_land.ferry,
        scenes_land.skyline,
        scenes_land.wheat,
        scenes_land.solar,
        scenes_still.museum,
        scenes_still.ballot,
        scenes_still.coffee,
        scenes_still.chess,
        scenes_still.cricket,
        scenes_still.orbiter,
        scenes_still.flasks,
    )
}


@cache
def draw(name: str, width: int = WIDTH) -> bytes:
    """The picture of that name as a JPEG of that width in pixels, in the ratio 3:2. The same bytes every time.

    Raises KeyError when there is no such picture.
    """
    canvas = Canvas(width)
    SCENES[name](canvas)
    return canvas.jpeg()
