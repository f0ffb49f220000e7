"""Organisations a text introduces by itself: "Full Name of It (FNI)"."""

import re
from typing import NamedTuple

from stet.enrichment.words import WORDS

_INTRODUCTION = re.compile(r"\(([A-Z][A-Za-z.&-]{1,9})\)")
_WORD = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*\.?")
_SMALL = WORDS["small"]
_JOINTS = WORDS["joints"]
_ORGANISATION = WORDS["organisation"]

_LONGEST = 140
_MOST = 20
"""Introductions of one story: each is looked for in all of the text, and the text is anybody's."""


class Introduction(NamedTuple):
    """A name and its abbreviation."""

    name: str
    short: str
    is_organisation: bool


def introductions(text: str) -> list[Introduction]:
    """The introductions in a text, in order, one for each abbreviation."""
    if "(" not in text:
        return []
    found: dict[str, Introduction] = {}
    for match in _INTRODUCTION.finditer(text):
        short = match.group(1)
        letters = [c for c in short if c.isupper()]
        if short in found or len(letters) < 2:
            continue
        if len(found) == _MOST:
            break
        name = _name_before(text[max(0, match.start() - _LONGEST) : match.start()], letters)
        if name is not None:
            found[short] = Introduction(name, short, _is_organisation(name))
    return list(found.values())


def _is_organisation(name: str) -> bool:
    """Whether the name's head says so: its last word, the one before its first "of", or the first of three."""
    words = [word.lower() for word in _WORD.findall(name)]
    joint = next((at for at, word in enumerate(words) if word in _JOINTS), len(words))
    heads = {words[-1], words[joint - 1], *(words[:1] if len(words) > 2 else ())}
    return not heads.isdisjoint(_ORGANISATION)


def _name_before(before: str, letters: list[str]) -> str | None:
    """The words right before the bracket whose initials are the letters; small words may or may not give one."""
    if not before.endswith(" "):
        return None
    words = list(_WORD.finditer(before.rpartition("\n")[2]))
    left = len(letters)
    for word in reversed(words):
        initial = word.group()[0]
        if initial.upper() == letters[left - 1] and (initial.isupper() or word.group() in _SMALL):
            left -= 1
            if left == 0:
                return _from(before, word.start()) if initial.isupper() else None
        elif word.group().lower() not in _SMALL:
            return None
    return None


def _from(before: str, start: int) -> str | None:
    name = before.rpartition("\n")[2][start:].strip()
    return name if not re.search(r"[.!?:;]\s|[\"“”]", name) else None
