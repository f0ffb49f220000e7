from hashlib import sha256
from io import BytesIO
from zlib import crc32

import pytest
from PIL import Image, ImageCms, ImageDraw

from stet.edition import cuts, pictures, share, verify
from stet.errors import Refused
from stet.model.page import Cut


def drawn(width: int = 2000, height: int = 1000, mode: str = "RGB", colour: object = "navy") -> Image.Image:
    return Image.new(mode, (width, height), colour)  # type: ignore[arg-type]  # colours differ by mode


def as_file(image: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def jpegs(data: bytes) -> list[tuple[Cut, bytes]]:
    """The cuts of a picture that every program can show, from narrow to wide."""
    return [(cut, file) for cut, file in cuts(data) if cut.type == "image/jpeg" and cut.focus is None]


def opened(jpeg: bytes) -> Image.Image:
    image = Image.open(BytesIO(jpeg))
    image.load()
    return image


def colour_at(jpeg: bytes, x: int, y: int) -> tuple[int, int, int]:
    return opened(jpeg).getpixel((x, y))  # type: ignore[return-value]  # RGB by the test before


def near(one: tuple[int, ...], other: tuple[int, ...], by: int = 8) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


KINDS = {"image/avif": "AVIF", "image/webp": "WEBP", "image/jpeg": "JPEG"}


def test_a_large_picture_gets_five_widths_in_three_formats_from_narrow_to_wide() -> None:
    made = [(cut, file) for cut, file in cuts(as_file(drawn())) if cut.focus is None]
    widths = [(320, 160), (640, 320), (960, 480), (1280, 640), (1600, 800)]
    assert [(cut.type, cut.width, cut.height) for cut, _ in made] == [
        (type_, *size) for type_ in KINDS for size in widths
    ]
    for cut, file in made:
        image = opened(file)
        assert (image.format, image.mode, image.size) == (KINDS[cut.type], "RGB", (cut.width, cut.height))


def test_the_path_of_a_cut_comes_from_the_bytes_handed_in() -> None:
    data = as_file(drawn(500, 300))
    paths = [cut.path for cut, _ in cuts(data)]
    name = f"{sha256(data).hexdigest()[:20]}v{pictures.RECIPE}"
    assert paths == [
        *(f"media/{name}-{width}.{ending}" for ending in ("avif", "webp", "jpg") for width in (320, 500)),
        f"media/{name}-share.jpg",
    ]
    assert cuts(data) == cuts(data)
    assert not set(paths) & {cut.path for cut, _ in cuts(as_file(drawn(500, 301)))}


@pytest.mark.parametrize(
    ("width", "widths"),
    [(1, [1]), (300, [300]), (320, [320]), (1200, [320, 640, 960, 1200]), (1600, [320, 640, 960, 1280, 1600])],
)
def test_no_picture_is_enlarged_and_each_gets_a_cut_in_every_format(width: int, widths: list[int]) -> None:
    made = [cut for cut, _ in cuts(as_file(drawn(width, 200))) if cut.focus is None]
    for type_ in KINDS:
        assert [cut.width for cut in made if cut.type == type_] == widths


def test_a_picture_taller_than_a_format_can_hold_is_cut_narrower() -> None:
    made = cuts(as_file(drawn(400, 24_000)))
    assert max(cut.height for cut, _ in made) <= 16_000
    assert {cut.type for cut, _ in made} == set(KINDS)


def test_no_cut_carries_what_stood_in_the_file_beside_the_picture() -> None:
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = as_file(drawn(400, 300), "JPEG", exif=exif, comment=b"taken in private", icc_profile=profile)
    for _, file in cuts(data):
        for trace in (b"Exif", b"camera", b"private", b"ICC_PROFILE", b"ICCP"):
            assert trace not in file


def halves(left: str, right: str, size: tuple[int, int] = (6000, 1000)) -> bytes:
    """A picture whose sides differ in colour."""
    image = drawn(*size, colour=left)
    ImageDraw.Draw(image).rectangle((size[0] // 2, 0, *size), fill=right)
    return as_file(image)


def test_the_share_image_is_cropped_around_the_focal_point_and_never_beyond_the_edge() -> None:
    data = halves("red", "blue")
    for focus, left, right in (((0, 50), "red", "red"), ((100, 0), "blue", "blue"), ((50, 50), "red", "blue")):
        cut, jpeg = share(data, focus)
        assert (cut.width, cut.height, cut.focus, cut.type) == (1200, 630, focus, "image/jpeg")
        assert opened(jpeg).size == (1200, 630)
        for x, colour in ((5, left), (1194, right)):
            assert near(colour_at(jpeg, x, 300), {"red": (254, 0, 0), "blue": (0, 0, 254)}[colour])
    assert share(data, (0, 50))[0].path != share(data, (50, 50))[0].path
    assert share(data, (50, 50)) in cuts(data)
    assert share(data, (20, 80)) in cuts(data, [(50, 50), (20, 80)])


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((300, 200), (300, 157)),
        ((200, 300), (200, 105)),
        ((1, 1), (1, 1)),
        ((4000, 10), (19, 9)),
        ((1200, 630), (1200, 630)),
    ],
)
def test_a_share_image_is_never_enlarged(size: tuple[int, int], expected: tuple[int, int]) -> None:
    cut, jpeg = share(as_file(drawn(*size)), (50, 50))
    assert (cut.width, cut.height) == opened(jpeg).size == expected


def test_what_is_only_verified_is_decoded_to_its_last_byte() -> None:
    data = as_file(Image.effect_noise((300, 200), 80).convert("RGB"), "JPEG")
    verify(data)
    with pytest.raises(Refused):
        verify(data[: len(data) // 2])


def test_a_picture_on_its_side_is_turned_upright_and_loses_its_metadata() -> None:
    image = drawn(800, 400, colour="red")
    ImageDraw.Draw(image).rectangle((0, 0, 399, 399), fill="blue")
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise: the left becomes the top
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[2] = (59.0, 20.0, 0.0)  # where it was taken
    made = jpegs(as_file(image, "JPEG", exif=exif, comment=b"taken in private"))
    cut, jpeg = made[0]
    assert (cut.width, cut.height) == (320, 640)
    assert near(colour_at(jpeg, 160, 80), (0, 0, 254))
    assert near(colour_at(jpeg, 160, 560), (254, 0, 0))
    assert not opened(jpeg).getexif()
    for trace in (b"Exif", b"camera", b"private", b"ICC_PROFILE"):
        assert trace not in jpeg


def test_transparency_is_laid_on_white() -> None:
    (_, jpeg), *_ = jpegs(as_file(drawn(200, 100, "RGBA", (255, 0, 0, 0))))
    assert near(colour_at(jpeg, 50, 50), (255, 255, 255))
    palette = drawn(200, 100, "P", 0)
    palette.putpalette([10, 20, 30] * 256)
    (_, jpeg), *_ = jpegs(as_file(palette, "GIF", transparency=0))
    assert near(colour_at(jpeg, 50, 50), (255, 255, 255))


def test_print_colours_and_deep_greys_become_screen_colours() -> None:
    (_, jpeg), *_ = jpegs(as_file(drawn(200, 100, "CMYK", (0, 255, 255, 0)), "JPEG"))
    red, green, blue = colour_at(jpeg, 50, 50)
    assert red > 200
    assert max(green, blue) < 80
    deep = drawn(200, 100, "I;16", 32768)
    for kind in ("PNG", "TIFF"):
        (_, jpeg), *_ = jpegs(as_file(deep, kind))
        assert near(colour_at(jpeg, 50, 50), (128, 128, 128))


def test_an_embedded_profile_that_fits_is_followed_and_a_broken_one_ignored() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (srgb, b"no profile at all"):
        (_, jpeg), *_ = jpegs(as_file(drawn(200, 100, colour=(10, 120, 200)), "JPEG", icc_profile=profile, quality=95))
        assert near(colour_at(jpeg, 50, 50), (10, 120, 200))


def test_of_a_moving_picture_the_first_frame_is_taken() -> None:
    frames = [drawn(200, 100, colour=name) for name in ("lime", "red", "blue")]
    for kind in ("GIF", "WEBP", "PNG"):
        (_, jpeg), *_ = jpegs(as_file(frames[0], kind, save_all=True, append_images=frames[1:]))
        assert near(colour_at(jpeg, 50, 50), (0, 255, 0))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "an empty file"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "an SVG drawing"),
        (b'<?xml version="1.0"?>\n<svg/>', "an SVG drawing"),
        (b"<!doctype html><img src=x>", "a page or a text with markup"),
        (b"%PDF-1.7", "a PDF"),
        (b"GIF89a", "."),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "this file"),
        (b"MZ\x90\x00", "this file"),
    ],
)
def test_what_is_no_picture_is_refused_by_name(data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        cuts(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF"])
def test_a_picture_cut_short_is_refused(kind: str) -> None:
    noise = Image.effect_noise((300, 200), 80).convert("RGB")
    data = as_file(noise, kind)
    assert cuts(data)
    for keep in (0.9, 0.5, 0.02):
        with pytest.raises(Refused):
            cuts(data[: int(len(data) * keep)])


def test_size_is_refused_before_anything_of_that_size_is_made() -> None:
    bomb = bytearray(as_file(drawn(8, 8)))
    for side in (9_000, 12_000, 50_000):  # below, above and far above the limit of the library itself
        bomb[16:24] = side.to_bytes(4, "big") * 2
        with pytest.raises(Refused):
            cuts(_with_checksum(bomb))
    with pytest.raises(Refused, match="26 MB"):
        cuts(b"\xff\xd8\xff" + bytes(26 * 1024 * 1024))
    with pytest.raises(Refused, match="31000 by 10"):
        cuts(as_file(drawn(31_000, 10)))


def _with_checksum(png: bytearray) -> bytes:
    return bytes(png[:29] + crc32(png[12:29]).to_bytes(4, "big") + png[33:])


def test_damage_anywhere_is_refused_or_survived_never_a_crash() -> None:
    for kind in pictures._FORMATS:
        data = as_file(Image.effect_noise((64, 48), 60).convert("RGB"), kind)
        for at in range(0, len(data), max(1, len(data) // 60)):
            hurt = bytearray(data)
            hurt[at] ^= 0xFF
            try:
                assert cuts(bytes(hurt))
            except Refused:
                continue
