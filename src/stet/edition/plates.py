"""A picture as the templates see it: one `<picture>` with a source for each file format, JPEG for all others."""

from functools import lru_cache

from msgspec import Struct

from stet.edition.markup import address
from stet.edition.pictures import AVIF, JPEG, WEBP
from stet.model.page import MIDDLE, Cut, Plate

BY_THE_WAY = 960
"""Pixels: the widest cut that lists offer of a picture that does not lead."""


class Source(Struct, frozen=True):
    """The cuts of one file format, as `srcset` has them."""

    type: str
    srcset: str


class Image(Struct, frozen=True, kw_only=True):
    """The cuts of a picture for one place on a page."""

    sources: tuple[Source, ...]
    """Those that browsers choose from before JPEG, the smallest files first."""
    srcset: str
    src: str
    width: int
    height: int


class Shown(Struct, frozen=True, kw_only=True):
    """A picture with its words. `large` is for where it leads, `small` for where it stands beside others."""

    large: Image
    small: Image
    alt: str
    caption: str
    credit: str
    focus: str
    """Classes that say which point of it must be seen when it is cropped; empty for its middle."""


@lru_cache(maxsize=4096)  # a card is set again with each list that shows it
def shown(plate: Plate | None) -> Shown | None:
    """A picture as the templates see it; none where there is nothing to show."""
    if plate is None or not plate.cuts:
        return None
    return Shown(
        large=_image(plate.cuts),
        small=_image([cut for cut in plate.cuts if cut.width <= BY_THE_WAY] or plate.cuts[:1]),
        alt=plate.alt,
        caption=plate.caption,
        credit=plate.credit,
        focus="" if plate.focus == MIDDLE else f"x{plate.focus[0]} y{plate.focus[1]}",
    )


def widest(plate: Plate) -> Cut:
    """The largest cut that every program can show."""
    return max(_of(JPEG, plate.cuts), key=lambda cut: cut.width)


def _image(cuts: list[Cut] | tuple[Cut, ...]) -> Image:
    jpegs = _of(JPEG, cuts)
    return Image(
        sources=tuple(Source(type_, _srcset(found)) for type_ in (AVIF, WEBP) if (found := _of(type_, cuts))),
        srcset=_srcset(jpegs),
        src=address(jpegs[-1].path),
        width=jpegs[-1].width,
        height=jpegs[-1].height,
    )


def _of(type_: str, cuts: list[Cut] | tuple[Cut, ...]) -> list[Cut]:
    return [cut for cut in cuts if cut.type == type_]


def _srcset(cuts: list[Cut]) -> str:
    return ", ".join(f"{address(cut.path)} {cut.width}w" for cut in cuts)
