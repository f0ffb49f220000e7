"""JSON, strictly first. What breaks a rule in a way that leaves nothing to guess is read all the same, and said."""

import json
import math
import re
from typing import Any

import msgspec

from stet.errors import Refused
from stet.formats.text import TURNED, blanked

_LONE_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_CONTROL = re.compile(r"(?<!\\)(?:\\\\)*\\u00(?:0[0-8bBcCeEfF]|1[0-9a-fA-F])")
_OVERRIDE = re.compile(r"\\u202[deDE]")


def parse(text: str, depth: int) -> tuple[Any, list[str]]:
    """The value, and what was mended. One object on each line (JSON Lines) is read as a list of them.

    Of a name that stands twice in an object the last counts, as with most readers of JSON (RFC 8259 section 4).
    Raises Refused with one line for a wire editor.
    """
    text = text.lstrip("\ufeff")
    problems: list[str] = []
    if "\\u00" in text:  # strings of JSON hold controls in no other way; each field blanks its own, an id refuses them
        problems = blanked(len(_CONTROL.findall(text)), "control character", "control characters")
    if "\\u202" in text and _OVERRIDE.search(text):
        problems.append(TURNED)
    try:
        value = msgspec.json.decode(text)
    except RecursionError as error:
        raise Refused(_too_deep(depth)) from error
    except msgspec.DecodeError as error:
        value, mended = _by_lines(text) or _leniently(text, error, depth)
        problems += mended
    if text.count("{") + text.count("[") > depth and _is_deeper(value, depth):
        raise Refused(_too_deep(depth))
    return value, problems


def _too_deep(depth: int) -> str:
    return f"nested more than {depth} levels deep, and {depth} is the limit"


def _is_deeper(value: Any, depth: int) -> bool:
    level = [value]
    for _ in range(depth):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _by_lines(text: str) -> tuple[list[Any], list[str]] | None:
    """JSON Lines: an object on each line. A line that is none stays a string, which no format takes for an item.

    None where it is something else. Raises Refused where the last line breaks off.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines):
        return None
    values: list[Any] = []
    for line in lines:
        try:
            values.append(msgspec.json.decode(line))
        except (msgspec.DecodeError, RecursionError):
            values.append(line)
    if not any(isinstance(value, dict) for value in values):
        return None
    if isinstance(values[-1], str) and not lines[-1].rstrip().endswith("}"):
        raise Refused("truncated: the last line of the JSON breaks off")
    return values, []


def _leniently(text: str, fault: msgspec.DecodeError, depth: int) -> tuple[Any, list[str]]:
    """NaN and infinity are no value, and a line break inside a string is one: nothing else is forgiven."""
    if _LONE_SURROGATE.search(text) is None:
        try:
            value = json.loads(text, strict=False, parse_constant=_nothing, parse_float=_finite)
        except RecursionError as error:
            raise Refused(_too_deep(depth)) from error
        except ValueError:
            pass
        else:
            return value, [
                "the JSON broke a rule (a number that is none, or a control inside a string); read all the same"
            ]
    words = str(fault)
    if "truncated" in words:
        raise Refused("truncated: the JSON breaks off before its end") from fault
    if "trailing characters" in words:
        raise Refused("something stands after the end of the JSON: perhaps two items in one file") from fault
    raise Refused(f"not JSON that can be read: {words[:120]}") from fault


def _nothing(_name: str) -> None:
    return None


def _finite(number: str) -> float | None:
    return found if math.isfinite(found := float(number)) else None
