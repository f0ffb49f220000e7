"""The furniture in other languages: every word of it, and the values where they belong."""

import ast
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import stet.edition
from stet.desk import check_wording
from stet.edition.house import CREDO
from stet.edition.linked_data import CORRECTED
from stet.edition.words import CATALOGS, words_in
from stet.model.page import Wording

SOURCE = Path(stet.edition.__file__).parent
IN_TEMPLATES = re.compile(r"""\b(?:_|many)\(\s*"((?:[^"\\]|\\.)*)"(?:,\s*"((?:[^"\\]|\\.)*)")?""")
VALUES = re.compile(r"{(\w*)}")


def catalog(language: str) -> Catalog:
    return read_po(BytesIO(CATALOGS[language]))


def said() -> set[str]:
    """All that templates and code of the edition say to readers by way of the catalogs, and the disclosure."""
    found = {CORRECTED, CREDO} | {getattr(Wording(), name) for name in Wording.__struct_fields__}
    for file in (SOURCE / "theme").iterdir():
        for one, more in IN_TEMPLATES.findall(file.read_text("utf-8")):
            found |= {one} | ({more} if more else set())
    for file in SOURCE.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in CALLS:
                given = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                found |= {text for text in given if isinstance(text, str)}
    return found


CALLS = ("house.words", "house.words.many", "self._house.words", "words", "words.many")


def in_catalog(language: str) -> set[str]:
    return {text for message in catalog(language) if message.id for text in _ids(message.id)}


def _ids(id_: str | tuple[str, ...]) -> tuple[str, ...]:
    return (id_,) if isinstance(id_, str) else tuple(id_)


@pytest.mark.parametrize("language", ["hi", "ar", "de", "fr"])
def test_every_word_of_the_furniture_is_in_the_catalog_and_no_other(language: str) -> None:
    assert in_catalog(language) == said()


@pytest.mark.parametrize("language", sorted(CATALOGS))
def test_a_translation_has_the_values_of_its_original_and_is_none_of_them_left_out(language: str) -> None:
    for message in catalog(language):
        if message.id:
            values = set(VALUES.findall(_ids(message.id)[0]))
            forms = [message.string] if isinstance(message.string, str) else list(message.string)
            assert all(form.strip() for form in forms), message.id
            # A language may have a word for one and for two, and then says no number.
            spare = {"n"} if len(forms) > 2 else set()
            for form in forms:
                assert values - spare <= set(VALUES.findall(form)) <= values, (message.id, form)


@pytest.mark.parametrize("language", sorted(CATALOGS))
def test_the_disclosure_can_be_said(language: str) -> None:
    words = words_in(language)
    check_wording(Wording(**{name: words(getattr(Wording(), name)) for name in Wording.__struct_fields__}))


def test_a_number_takes_the_form_that_its_language_has_for_it() -> None:
    arabic = words_in("ar-EG")
    forms = {n: arabic.many("{n} min read", "{n} min read", n) for n in (1, 2, 3, 11, 100)}
    assert forms[2] == "دقيقتا قراءة"
    assert forms[3].startswith("٣ ")
    assert forms[3][2:] != forms[11][3:]


def test_what_no_catalog_has_stands_in_english() -> None:
    assert words_in("xx")("Latest") == "Latest"
    assert words_in("de")("Nobody has translated this.") == "Nobody has translated this."
