"""What a house brings of its own beside its settings: templates, a logo, pages about itself. Read at the start."""

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from lxml import etree
from PIL import Image, UnidentifiedImageError

from stet.config import House
from stet.edition.press import THEME
from stet.errors import Misused
from stet.model.page import Leaf, Look, Mark, Style

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_LENGTH = re.compile(r"\s*([\d.]+)(?:px)?\s*")
_RASTERS = {"png": "PNG", "webp": "WEBP", "jpg": "JPEG", "jpeg": "JPEG"}


def theme(house: House) -> Mapping[str, str]:
    """The files of the theme, the house's own in place of those that ship.

    Raises `Misused` for a folder that is not there and for a file that no page asks for: a typing error in a name would
    change nothing, and nobody would see why.
    """
    folder = house.settings.theme.folder
    if folder is None:
        return THEME
    own = {file.name: _text(file) for file in _files(house.path(folder), "theme.folder")}
    strange = own.keys() - THEME.keys()
    # A template of another name may be one that the house's own templates extend or include.
    used = {name for name in strange if any(name in text for text in own.values())}
    if strange - used:
        raise Misused(
            f"{house.path(folder)}: the theme has no {', '.join(sorted(strange - used))}, and no template of yours "
            f"asks for it. It has: {', '.join(sorted(THEME))}."
        )
    return {**THEME, **own}


def about(house: House) -> tuple[Leaf, ...]:
    """The house's pages about itself. Raises `Misused` for a file whose name makes no address."""
    folder = house.path(house.settings.site.about)
    if not folder.is_dir():
        return ()
    leaves = []
    for file in _files(folder, "site.about"):
        if file.suffix != ".md":
            continue
        if not _NAME.fullmatch(file.stem):
            raise Misused(
                f"{file}: its name is a part of an address. Write small letters, digits and hyphens: contact.md."
            )
        leaves.append(Leaf(name=file.stem, text=_text(file)))
    return tuple(leaves)


def look(house: House) -> Look:
    """The house's colours, faces and logo. Raises `Misused` for a logo that is none."""
    given = house.settings.theme
    plain = {name: getattr(given, name) for name in Style.__struct_fields__}
    return Look(logo=_logo(house.path(given.logo), given.logo_height) if given.logo else None, **plain)


def _files(folder: Path, setting: str) -> list[Path]:
    try:
        return sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))
    except OSError as error:
        raise Misused(f"{folder} cannot be read ({error.strerror or error}). Make it, or mend `{setting}`.") from error


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misused(f"{file} cannot be read as text: {error}. Save it as UTF-8.") from error


def _logo(file: Path, height: int) -> Mark:
    ending = file.suffix.lower().lstrip(".")
    try:
        data = file.read_bytes()
        width, tall = _svg_size(data) if ending == "svg" else _raster_size(data, ending)
    except (OSError, KeyError, ValueError, etree.XMLSyntaxError, UnidentifiedImageError) as error:
        raise Misused(f"theme.logo: {file} cannot be used ({error}). Name an SVG, PNG, WebP or JPEG file.") from error
    return Mark(
        ending="jpg" if ending == "jpeg" else ending, data=data, width=round(width * height / tall), height=height
    )


def _raster_size(data: bytes, ending: str) -> tuple[float, float]:
    with Image.open(BytesIO(data), formats=[_RASTERS[ending]]) as image:
        return image.size


def _svg_size(data: bytes) -> tuple[float, float]:
    """Width and height of a drawing by its view box, else by its own size. Raises ValueError when it has neither."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    box = (root.get("viewBox") or "").replace(",", " ").split()
    if len(box) == 4:
        width, height = float(box[2]), float(box[3])
    else:
        lengths = [_LENGTH.fullmatch(root.get(name) or "") for name in ("width", "height")]
        width, height = (float(found[1]) if found else 0.0 for found in lengths)
    if width <= 0 or height <= 0:
        raise ValueError("it says no size: give it a viewBox")
    return width, height
