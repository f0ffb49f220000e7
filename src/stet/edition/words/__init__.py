"""The furniture's words in the site's language: what stands on a page beside the agency's copy.

A catalog is a file `LANGUAGE.po` beside this one, in the format of gettext. English is the language of the code and has
none. What a catalog does not have stands in English. Translators find how in docs/reference/theme.md.
"""

import gettext
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from stet.edition.times import number


def _load() -> dict[str, bytes]:
    folder = files("stet.edition").joinpath("words")
    return {file.name.removesuffix(".po"): file.read_bytes() for file in folder.iterdir() if file.name.endswith(".po")}


CATALOGS: Mapping[str, bytes] = _load()
"""The catalogs that ship, by language."""


class Words:
    """Says things in one language."""

    def __init__(self, catalog: gettext.NullTranslations, language: str) -> None:
        self._catalog = catalog
        self._language = language

    def __call__(self, text: str, /, **values: object) -> str:
        """A sentence of the code in the language of the site, with the values in its braces; numbers as it has them."""
        said = self._catalog.gettext(text)
        return said.format(**self._written(values)) if values else said

    def many(self, one: str, more: str, n: int, /, **values: object) -> str:
        """The form that fits a number, with the number as `{n}`."""
        return self._catalog.ngettext(one, more, n).format(**self._written({"n": n} | values))

    def _written(self, values: Mapping[str, object]) -> dict[str, object]:
        return {name: number(it, self._language) if isinstance(it, int) else it for name, it in values.items()}


@lru_cache(maxsize=64)
def words_in(language: str) -> Words:
    """The words of a language, by the first part of its tag."""
    source = CATALOGS.get(language.partition("-")[0].lower())
    if source is None:
        return Words(gettext.NullTranslations(), language)
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source)))
    compiled.seek(0)
    return Words(gettext.GNUTranslations(compiled), language)
