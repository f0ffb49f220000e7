"""One topic, one slug, however the name is spelled."""

import re

from stet.model.address import slug

_TO_BRITISH = (
    (re.compile(r"ization(s?)\b"), r"isation\1"),
    (re.compile(r"\bCenter(s?)\b"), r"Centre\1"),
    (re.compile(r"\bDefense\b"), "Defence"),
    (re.compile(r"\bLabor\b"), "Labour"),
    (re.compile(r"\bProgram(s?)\b"), r"Programme\1"),
    (re.compile(r"’"), "'"),
)
_AMERICAN = re.compile("ization|Center|Defense|Labor|Program|’")
_BRITISH = re.compile("isation|Centre|Defence|Labour|Programme")
_TO_AMERICAN = (
    (re.compile(r"isation(s?)\b"), r"ization\1"),
    (re.compile(r"\bCentre(s?)\b"), r"Center\1"),
    (re.compile(r"\bDefence\b"), "Defense"),
    (re.compile(r"\bLabour\b"), "Labor"),
    (re.compile(r"\bProgramme(s?)\b"), r"Program\1"),
)


def canonical_slug(name: str) -> str:
    """The slug of a topic: of its name in British spelling, so "Organisation" and "Organization" meet."""
    return slug(british(name))


def british(name: str) -> str:
    """The name with British endings and a plain apostrophe."""
    if _AMERICAN.search(name) is None:
        return name
    for pattern, spelling in _TO_BRITISH:
        name = pattern.sub(spelling, name)
    return name


def spellings(name: str) -> tuple[str, ...]:
    """The name as either side of the Atlantic spells it, with either apostrophe."""
    home = american = british(name)
    if _BRITISH.search(home):
        for pattern, spelling in _TO_AMERICAN:
            american = pattern.sub(spelling, american)
    found = dict.fromkeys((name, home, american))
    curly = [form.replace("'", "’") for form in found if "'" in form]
    return (*found, *curly)
