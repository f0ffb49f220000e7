"""Pictures, made safe and small: what an agency or the desk hands in becomes plain AVIF, WebP and JPEG cuts.

Nothing of the file handed in is published as it came: it is decoded, turned upright, brought to sRGB on white,
stripped of its metadata (where it was taken, on whose camera) and encoded anew. That takes a second or two of a core
for a photograph of 12 megapixels, so it is never done on the road itself (see darkroom.py).
"""

import struct
import warnings
import zlib
from collections.abc import Iterable
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from stet.errors import Refused
from stet.model.page import MIDDLE, Cut, Focus

RECIPE = 1
"""How pictures are cut now. What was cut by a lower one is cut anew."""
WIDTHS = (320, 640, 960, 1280, 1600)
SHARE_WIDTH, SHARE_HEIGHT = 1200, 630
AVIF, WEBP, JPEG = "image/avif", "image/webp", "image/jpeg"
BYTES_LIMIT = 25 * 1024 * 1024
PIXELS_LIMIT = 80_000_000
_SIDE_LIMIT = 30_000  # pixels; JPEG itself ends at 65,535
_TALLEST = 16_000  # pixels of a cut; WebP ends at 16,383
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF")
_ADVICE = "use a JPEG, PNG, WebP, AVIF, GIF or TIFF file"
# AVIF at speed 9 takes a quarter of the time of speed 8 and a seventh of the usual 6, for a twentieth more bytes. One
# thread: the others of this machine are there for the road.
_ENCODINGS: dict[str, tuple[str, str, dict[str, object]]] = {
    AVIF: ("avif", "AVIF", {"quality": 60, "speed": 9, "max_threads": 1}),
    WEBP: ("webp", "WEBP", {"quality": 78, "method": 2}),
    JPEG: ("jpg", "JPEG", {"quality": 82, "optimize": True, "progressive": True}),
}
_SRGB = ImageCms.createProfile("sRGB")
# What Pillow's decoders raise on damaged files; it promises no single class.
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    zlib.error,
    IndexError,
    KeyError,
    OverflowError,
    TypeError,
    RuntimeError,
)


def cuts(data: bytes, focuses: Iterable[Focus] = (MIDDLE,)) -> tuple[tuple[Cut, bytes], ...]:
    """A picture at the widths the theme uses in each file format, from narrow to wide, and its share images.

    320 to 1600 pixels wide; a picture narrower than 1600 ends with its own width, for it is never enlarged. A share
    image is a JPEG of 1200 by 630 pixels, or as large as the picture allows in that ratio, around each of `focuses`.
    Raises Refused for what is no picture, is damaged, or is larger than 25 MB or 80 megapixels.
    """
    picture = _upright(data)
    name = _name(data)
    shares = [_share(picture, name, focus) for focus in focuses]
    sizes: list[Image.Image] = []
    for width in reversed(_widths(picture)):
        # Each size is made from the next wider one: as good to the eye, and far quicker than from the original.
        picture = _at(picture, width)
        sizes.insert(0, picture)
    return (*(_cut(size, name, type_) for type_ in (AVIF, WEBP, JPEG) for size in sizes), *shares)


def share(data: bytes, focus: Focus) -> tuple[Cut, bytes]:
    """A picture's share image around a point of it. Raises Refused as `cuts` does."""
    return _share(_upright(data), _name(data), focus)


def verify(data: bytes) -> None:
    """Decodes a picture to its last byte. Raises Refused as `cuts` does."""
    _upright(data)


def _name(data: bytes) -> str:
    """Of the bytes and the recipe: what is cut in another way has another address."""
    return f"{sha256(data).hexdigest()[:20]}v{RECIPE}"


def _widths(picture: Image.Image) -> list[int]:
    """From narrow to wide, the last no wider than the picture; a very tall one is cut narrower."""
    widest = max(1, min(picture.width, WIDTHS[-1], _TALLEST * picture.width // picture.height))
    return [*(width for width in WIDTHS if width < widest), widest]


def _cut(picture: Image.Image, name: str, type_: str) -> tuple[Cut, bytes]:
    ending, kind, how = _ENCODINGS[type_]
    path = f"media/{name}-{picture.width}.{ending}"
    return Cut(path=path, width=picture.width, height=picture.height, type=type_), _encoded(picture, kind, how)


def _share(picture: Image.Image, name: str, focus: Focus) -> tuple[Cut, bytes]:
    """The largest part in the ratio of a share image that has the point as near its middle as the edges allow."""
    width = min(picture.width, max(1, picture.height * SHARE_WIDTH // SHARE_HEIGHT))
    height = min(picture.height, max(1, width * SHARE_HEIGHT // SHARE_WIDTH))
    left = _edge(picture.width, width, focus[0])
    top = _edge(picture.height, height, focus[1])
    part = picture.crop((left, top, left + width, top + height))
    if width > SHARE_WIDTH:
        part = part.resize((SHARE_WIDTH, SHARE_HEIGHT), Image.Resampling.LANCZOS, reducing_gap=3.0)
    ending, kind, how = _ENCODINGS[JPEG]
    where = "" if focus == MIDDLE else f"-{focus[0]}-{focus[1]}"
    path = f"media/{name}-share{where}.{ending}"
    return Cut(path=path, width=part.width, height=part.height, focus=focus), _encoded(part, kind, how)


def _edge(whole: int, part: int, per_cent: int) -> int:
    """Where a part of a side begins so that the point is in its middle, or as near as it can be."""
    return max(0, min(whole - part, round(whole * per_cent / 100 - part / 2)))


def _upright(data: bytes) -> Image.Image:
    """The first frame, decoded to the last byte, upright, in sRGB on white, without metadata."""
    if len(data) > BYTES_LIMIT:
        raise Refused(f"the picture has {len(data) / 1048576:.0f} MB, more than 25; send a smaller one")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # damaged metadata is only warned about, and is thrown away here
            with Image.open(BytesIO(data), formats=_FORMATS) as image:
                _admit(image)
                image.draft(None, (WIDTHS[-1], 1))  # JPEG only: decode large ones at a fraction, but not narrower
                image.load()
                picture = _in_srgb(ImageOps.exif_transpose(image))
    except UnidentifiedImageError:
        raise Refused(f"{_what(data)} is no picture that can be set; {_ADVICE}") from None
    except Image.DecompressionBombError:
        raise Refused("the picture has far more than 80 megapixels; send a smaller one") from None
    except _DAMAGE as fault:
        raise Refused(f"the picture is damaged and cannot be decoded ({fault}); send it again") from fault
    picture.info.clear()
    return picture


def _admit(image: Image.Image) -> None:
    """Looks at the size a file claims before anything of that size is made."""
    if image.width * image.height > PIXELS_LIMIT or max(image.size) > _SIDE_LIMIT:
        raise Refused(
            f"the picture has {image.width} by {image.height} pixels, more than can be set; send a smaller one"
        )


def _in_srgb(image: Image.Image) -> Image.Image:
    """Any mode to RGB: deep greys scaled, transparency laid on white, colour profiles followed."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda level: level / 256).convert("L").convert("RGB")
    if image.mode == "F":
        raise Refused(f"the picture holds measurements, not colours (32-bit float); {_ADVICE}")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image).convert("RGB")
    return _by_profile(image) or image.convert("RGB")


def _by_profile(image: Image.Image) -> Image.Image | None:
    """The colours the embedded profile means; none when there is no profile or it does not fit."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK", "L"):
        return None
    try:
        return ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(BytesIO(profile)), _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return None


def _at(picture: Image.Image, width: int) -> Image.Image:
    if picture.width == width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _encoded(picture: Image.Image, kind: str, how: dict[str, object]) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def _what(data: bytes) -> str:
    """A name for what came instead, in the words of somebody who picked the wrong file."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        return "an empty file"
    if b"<svg" in start:
        return "an SVG drawing"
    if start.startswith(b"<"):
        return "a page or a text with markup"
    return "a PDF" if start.startswith(b"%pdf") else "this file"
