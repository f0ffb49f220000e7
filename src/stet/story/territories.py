"""Where a picture may be used and where not, in an agency's words: "JAPAN OUT", "UK only", "rights except Italy"."""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple


class Territory(NamedTuple):
    """Countries that are barred, or the only ones that are not; none for words that name no country known here."""

    words: str
    countries: frozenset[str] | None
    only: bool = False

    def bars(self, country: str | None) -> bool:
        """Whether it keeps a picture from a site in this country. A site that does not say where it is, is barred."""
        if country is None or self.countries is None:
            return True
        return (country in self.countries) is not self.only


def _read() -> dict[str, frozenset[str]]:
    table = tomllib.loads(files("stet.story").joinpath("territories.toml").read_text("utf-8"))
    named = {name: frozenset({code}) for code, names in table["countries"].items() for name in names}
    return named | {name: frozenset(codes) for name, codes in table["groups"].items()}


_NAMED = _read()
_LIST = re.compile(r"\s*(?:,|/|&|\+|\b(?:and|or|und|oder|et|ou|y|e|og|och|en)\b)\s*", re.IGNORECASE)
_FILLING = re.compile(r"(?:(?:for|use|used|in|within|the) )+")
_WHERE = r"(?P<where>[^.;\n|¦:()*–—]{2,120}?)"
_END = r"(?=[.;\n|¦:()*–—]|\Z)"
_USE = r"(?:use|used|usage|sale|distribution|distributed|publication|published|release|nutzung|verwendung)"
_OUT = re.compile(rf"{_WHERE} (?P<out>out)\b", re.IGNORECASE)
_OUTSIDE = re.compile(
    rf"\b(?:no |not |not for |nicht )?(?:{_USE} )?(?:outside(?: of)?|außerhalb(?: von)?)(?: the)? {_WHERE}{_END}",
    re.IGNORECASE,
)
_BARRED = re.compile(
    rf"\b(?:no|not(?: for| to be)?|keine?|nicht(?: zur)?) (?:{_USE} )?in(?: the)? {_WHERE}{_END}", re.IGNORECASE
)
_EXCEPT = re.compile(
    rf"\b(?:world(?:wide)? )?(?:rights? |{_USE} )?"
    rf"(?:except(?:ing)?(?: for| in)?|excluding|ausgenommen|sauf(?: en| au)?)(?: the)? {_WHERE}{_END}",
    re.IGNORECASE,
)
_ONLY_BEFORE = re.compile(
    rf"\b(?:only|nur) (?:for |für )?(?:{_USE} )?(?:in |within )?(?:the )?{_WHERE}{_END}", re.IGNORECASE
)
_ONLY_BEHIND = re.compile(rf"(?:\bfor )?(?:{_USE} )?(?:\bin )?(?:\bthe )?{_WHERE} (?:{_USE} )?only\b", re.IGNORECASE)


def territories_in(terms: str) -> tuple[list[Territory], str]:
    """The territories that terms name, and the terms without them.

    An OUT in capitals bars whatever stands before it, known or not, and so does "no use in" what stands behind it.
    What a sentence takes "out", allows "only" or excepts is a territory where it is a country.
    """
    found: list[Territory] = []

    def take(match: re.Match[str], territory: Territory | None) -> str:
        if territory is None:
            return match[0]
        found.append(territory)
        return " ¦ "

    rest = _OUT.sub(lambda m: take(m, _out(m)), terms)
    rest = _OUTSIDE.sub(lambda m: take(m, _where(m[0], m["where"], only=True)), rest)
    rest = _BARRED.sub(lambda m: take(m, _where(m[0], m["where"])), rest)
    rest = _EXCEPT.sub(lambda m: take(m, _known(m[0], m["where"])), rest)
    for only in (_ONLY_BEFORE, _ONLY_BEHIND):
        rest = only.sub(lambda m: take(m, _known(m[0], m["where"], only=True)), rest)
    return found, rest


def _out(match: re.Match[str]) -> Territory | None:
    return _where(match[0], match["where"]) if match["out"] == "OUT" else _known(match[0], match["where"])


def _where(words: str, where: str, *, only: bool = False) -> Territory:
    return Territory(words.strip(), _countries(where), only)


def _known(words: str, where: str, *, only: bool = False) -> Territory | None:
    territory = _where(words, where, only=only)
    return territory if territory.countries is not None else None


def _countries(where: str) -> frozenset[str] | None:
    """All the countries of a list; none when one of its names is not known."""
    found = list(map(_NAMED.get, _names(where)))
    return None if None in found or not found else frozenset().union(*filter(None, found))


def _names(where: str) -> Iterator[str]:
    for name in _LIST.split(where):
        plain = _FILLING.sub("", " ".join(name.casefold().split()).strip(" '\"-*"))
        if plain:
            yield plain
