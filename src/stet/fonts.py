"""Fonts that are installed on this machine, for the headlines on share cards. Nothing else of a site needs one."""

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from stet.errors import Misused

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
)
_LARGEST = 64 * 1024 * 1024
_NAMES = {
    "cjk": ("cjk", "notosanssc", "notoserifsc", "notosansjp", "wqy", "droidsansfallback", "ipag"),
    "hiragana": ("cjk", "notosansjp", "notoserifjp", "ipag", "takao"),
    "katakana": ("cjk", "notosansjp", "notoserifjp", "ipag", "takao"),
    "hangul": ("cjk", "notosanskr", "notoserifkr", "nanum"),
    "arabic": ("naskh", "arabic", "amiri", "kacst"),
    "latin": (), "greek": (), "cyrillic": (),
}  # fmt: skip
"""What the files of fonts for a script have in their names; elsewhere the name of the script."""
_GENERAL = ("notoserif-", "notosans-", "dejavuserif", "dejavusans", "freeserif", "freesans", "liberationserif")


class Fonts:
    """Looks for fonts when one is asked for the first time, and not again."""

    def __init__(self, first: Path | None = None, folders: tuple[str, ...] = FOLDERS) -> None:
        """`first` is the house's own font, tried before all others. Raises `Misused` when it cannot be read."""
        self._first = first
        self._folders = folders
        if first is not None and not first.is_file():
            raise Misused(f"There is no font {first}: correct theme.font, or take it out.")

    def __call__(self, script: str) -> Iterator[tuple[str, bytes]]:
        """Fonts that may know a script, by name and with their bytes, the likeliest first."""
        own = [self._first] if self._first else []
        for path in (*own, *self._likely(script)):
            try:
                if path.stat().st_size <= _LARGEST:
                    yield path.name, path.read_bytes()
            except OSError:  # it is listed and cannot be read: the next one may do
                continue

    def _likely(self, script: str) -> list[Path]:
        words = _NAMES.get(script, (script,))
        special = [path for path in self._installed if any(word in _plain(path) for word in words)]
        general = [path for path in self._installed if _plain(path).startswith(_GENERAL)]
        return list(dict.fromkeys([*sorted(special, key=_rank), *sorted(general, key=_rank)]))

    @cached_property
    def _installed(self) -> list[Path]:
        found: list[Path] = []
        for folder in self._folders:
            for place, _, files in os.walk(Path(folder).expanduser()):
                found += [Path(place, name) for name in files if name.lower().endswith((".ttf", ".otf", ".ttc"))]
        return sorted(found)


def _plain(path: Path) -> str:
    return path.name.lower().replace("_", "-")


def _rank(path: Path) -> tuple[int, bool, bool, str]:
    """Faces for headlines first: bold, upright, with serifs."""
    name = _plain(path)
    weight = 0 if "-bold." in name else 1 if "-regular." in name or "-" not in name else 2
    return (weight, "serif" not in name and "naskh" not in name, "noto" not in name, path.name)
