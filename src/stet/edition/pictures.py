"""Pictures, made safe and small: what an agency or the desk hands in becomes plain JPEG cuts.

Nothing of the file handed in is published as it came: it is decoded, turned upright, brought to sRGB on white,
stripped of its metadata (where it was taken, on whose camera) and encoded anew.
"""

import struct
import warnings
import zlib
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from stet.errors import Refused
from stet.model.page import Cut

WIDTHS = (480, 960, 1600)
BYTES_LIMIT = 25 * 1024 * 1024
PIXELS_LIMIT = 80_000_000
_SIDE_LIMIT = 30_000  # pixels; JPEG itself ends at 65,535
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF")
_ADVICE = "use a JPEG, PNG, WebP, AVIF, GIF or TIFF file"
_QUALITY = 82
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
)


def cuts(data: bytes) -> tuple[tuple[Cut, bytes], ...]:
    """A picture at the widths the theme uses, from narrow to wide, as JPEG bytes.

    480, 960 and 1600 pixels wide; a picture narrower than 1600 ends with its own width, for it is never enlarged.
    Raises Refused for what is no picture, is damaged, or is larger than 25 MB or 80 megapixels.
    """
    picture = _upright(data)
    name = sha256(data).hexdigest()[:20]
    widest = min(picture.width, WIDTHS[-1])
    widths = [width for width in WIDTHS if width < widest] + [widest]
    made: list[tuple[Cut, bytes]] = []
    for width in reversed(widths):
        # Each cut is made from the next wider one: as good to the eye, and far quicker than from the original.
        picture = _at(picture, width)
        cut = Cut(path=f"media/{name}-{width}.jpg", width=picture.width, height=picture.height)
        made.append((cut, _jpeg(picture)))
    return tuple(reversed(made))


def _upright(data: bytes) -> Image.Image:
    """The first frame, decoded to the last byte, upright, in sRGB on white, without metadata."""
    if len(data) > BYTES_LIMIT:
        raise Refused(f"the picture has {len(data) / 1048576:.0f} MB, more than 25; send a smaller one")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # damaged metadata is only warned about, and is thrown away here
            with Image.open(BytesIO(data), formats=_FORMATS) as image:
                _admit(image)
                image.draft(None, (WIDTHS[-1], WIDTHS[-1]))  # JPEG only: decode large ones at a fraction
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


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
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
