"""`/desk/settings/`: what this house runs by, value by value: where each comes from, and what it means.

Read-only: settings are a file, for a file can be reviewed, kept and taken back. Nothing secret stands here: of a
password only whether it is there.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import msgspec
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from msgspec import Struct

from stet.config import FILE_NAME, FROM_ENVIRONMENT, House, Place, line_of
from stet.newsroom.middleware import Asked
from stet.transports.fetch import shown

_HIDDEN = "…"
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_CELL = re.compile(r"(?<!\\)\|")


class Value(Struct, frozen=True, kw_only=True):
    """One setting, as it is now."""

    key: str
    value: str
    source: str
    """Where it comes from, in words."""
    is_default: bool
    about: tuple[tuple[str, bool], ...]
    """What it means: pieces of text, and whether each is code."""


class Table(Struct, frozen=True, kw_only=True):
    """One table of the file."""

    name: str
    """As the file has it: `[[feeds]]`."""
    title: str
    values: tuple[Value, ...]


@require_GET
def settings(request: Asked) -> HttpResponse:
    """All of them."""
    house = request.stet.house
    context = {
        "screen": "settings",
        "tables": tables(house, os.environ),
        "file": house.file or FILE_NAME,
        "has_changed": _has_changed(house),
    }
    return render(request, "desk/settings.html", context)


def _has_changed(house: House) -> bool:
    """Whether the file says something else now than when it was read."""
    with suppress(OSError, UnicodeDecodeError):
        return house.file is not None and house.file.read_text("utf-8") != house.text
    return True


def tables(house: House, environment: Mapping[str, str]) -> list[Table]:
    """Every table with every value, in the order of the reference."""
    written = tomllib.loads(house.text)
    found = []
    for name in house.settings.__struct_fields__:
        value = getattr(house.settings, name)
        each = value if isinstance(value, tuple) else (value,)
        for number, struct in enumerate(each):
            place: Place = (name, number) if isinstance(value, tuple) else (name,)
            spelt = f"[[{name}]]" if isinstance(value, tuple) else f"[{name}]"
            title = f"{spelt} {struct.name}" if isinstance(value, tuple) else spelt
            values = _values(struct, place, written, house, environment)
            found.append(Table(name=spelt, title=title, values=tuple(values)))
    return found


def _values(
    struct: Struct, place: Place, written: Mapping[str, Any], house: House, environment: Mapping[str, str]
) -> Iterator[Value]:
    told = ABOUT[str(place[0])]
    given = _given(written, place)
    defaults = {field.name: field.default for field in msgspec.structs.fields(struct)}
    for key in [key for key in told if key in defaults]:
        value, here = getattr(struct, key), (*place, key)
        outside = next((name for name, at in FROM_ENVIRONMENT.items() if at == here and name in environment), None)
        is_default = outside is None and key not in given and value == defaults[key]
        yield Value(
            key=key,
            value=_spelt(here, value, environment),
            source=_source(here, house, outside, is_given=key in given, is_default=is_default),
            is_default=is_default,
            about=told[key],
        )


def _given(written: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    """The part of the file that is this table."""
    part: Any = written
    for step in place:
        try:
            part = part[step]
        except (KeyError, IndexError):
            return {}
    return part if isinstance(part, dict) else {}


def _source(here: Place, house: House, outside: str | None, *, is_given: bool, is_default: bool) -> str:
    if outside is not None:
        return _("environment variable %(name)s") % {"name": outside}
    if is_default:
        return _("default")
    line = line_of(house.text, here) if is_given else None
    file = house.file.name if house.file else FILE_NAME
    return _("%(file)s, line %(line)d") % {"file": file, "line": line} if line else file


def _spelt(here: Place, value: object, environment: Mapping[str, str]) -> str:
    """A value as the file would have it, without what may be secret."""
    key = here[-1]
    if value is None:
        return _("none")
    if key == "password_env":
        name = str(value)
        is_there = _("is set") if name in environment else _("is not set")
        return f'"{name}" ({is_there})'
    if key == "database":
        return f'"{_without_password(str(value))}"'
    if key == "url" and here[0] == "feeds":
        return f'"{shown(str(value))}"'
    return msgspec.json.encode(value).decode()


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    user, at, host = parts.netloc.rpartition("@")
    name, colon, _password = user.partition(":")
    hidden = f"{name}{colon}{_HIDDEN if colon else ''}{at}{host}"
    return urlunsplit(parts._replace(netloc=hidden, query=_HIDDEN if parts.query else "")) if at else address


# -- what each means: the words of docs/reference/settings.md, which ship with the program


def _reference() -> dict[str, dict[str, tuple[tuple[str, bool], ...]]]:
    found: dict[str, dict[str, tuple[tuple[str, bool], ...]]] = {}
    table = ""
    for line in files("stet").joinpath("settings.md").read_text("utf-8").splitlines():
        if heading := re.fullmatch(r"## `\[+(\w+)\]+`", line):
            table = heading[1]
        elif line.startswith("#"):
            table = ""
        elif table and line.startswith("| `"):
            cells = [cell.strip() for cell in _CELL.split(line.strip().strip("|"))]
            found.setdefault(table, {})[cells[0].strip("`")] = _pieces(cells[-1])
    return found


def _pieces(words: str) -> tuple[tuple[str, bool], ...]:
    plain = _LINK.sub(r"\1", words).replace("\\|", "|")
    return tuple((piece, number % 2 == 1) for number, piece in enumerate(plain.split("`")) if piece)


ABOUT = _reference()
"""What each setting means, by table and key."""
