"""The theme, compiled once: templates in, bytes out."""

import re
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from typing import Any

from minijinja import Environment
from msgspec import Struct


def _load() -> dict[str, str]:
    folder = files("stet.edition").joinpath("theme")
    return {
        file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith((".html", ".xml", ".css"))
    }


THEME: Mapping[str, str] = _load()
"""The files of the theme that ships, by name."""

_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_AROUND = re.compile(r"\s*([{};,>])\s*")
_SPACES = re.compile(r"\s+")


class Asset(Struct, frozen=True):
    """A file that never changes under its name: the name holds a digest of the bytes."""

    path: str
    body: bytes


def asset(stem: str, ending: str, body: bytes) -> Asset:
    """Names bytes by what they are: `assets/style-1f2e3d4c5b.css`."""
    return Asset(f"assets/{stem}-{sha256(body).hexdigest()[:10]}.{ending}", body)


def stylesheet(theme: Mapping[str, str], more: str = "") -> bytes:
    """The theme's stylesheet, and the house's own rules after it, without comments and needless white space."""
    text = _CSS_COMMENT.sub("", theme["style.css"] + more)
    return _SPACES.sub(" ", _CSS_AROUND.sub(r"\1", text)).replace(";}", "}").strip().encode()


class Press:
    """Renders templates of one theme. Everything is escaped but `CanonicalBody` and `HouseText`; a missing value is an
    error."""

    def __init__(self, theme: Mapping[str, str], **everywhere: Any) -> None:
        self._environment = Environment(
            templates={name: _tight(text) for name, text in theme.items()},
            globals=everywhere,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined_behavior="strict",
            debug=False,
        )

    def set(self, template: str, **values: Any) -> bytes:
        """A template with its values, as UTF-8. What UTF-8 cannot hold becomes a question mark."""
        page = self._environment.render_template(template, **values)
        # minijinja writes every slash as a reference, which doubles the length of addresses. It means the same
        # either way in text and attributes, and cannot occur in script data, where `&` is written \u0026.
        return page.replace("&#x2f;", "/").encode("utf-8", "replace")


def _tight(template: str) -> str:
    """A template without the indentation that is only there for those who write it."""
    return "\n".join(line for line in (line.strip() for line in template.splitlines()) if line)
