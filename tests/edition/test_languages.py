import pytest
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from edition.making import SECTIONS, SITE
from stet.edition import Edition
from stet.edition.languages import direction, tag
from stet.model.page import Agency


@pytest.mark.parametrize(
    ("language", "way"),
    [
        ("ar", "rtl"), ("ur-PK", "rtl"), ("fa", "rtl"), ("he", "rtl"), ("AR-eg", "rtl"), ("pa-Arab", "rtl"),
        ("az-Arab-IR", "rtl"),
        ("en-IN", "ltr"), ("hi", "ltr"), ("pa", "ltr"), ("ks-Deva", "ltr"), ("ar-Latn", "ltr"), ("zh-Hant-TW", "ltr"),
        ("", "ltr"),
    ],
)  # fmt: skip
def test_a_language_runs_as_its_script_does(language: str, way: str) -> None:
    assert direction(language) == way


@pytest.mark.parametrize("language", ["", "english", '"><script>', "en_US", "e", "en-", "en\n", "../en"])
def test_what_is_no_language_tag_is_marked_undetermined(language: str) -> None:
    assert tag(language) == "und"


def test_a_tag_stays_as_the_agency_wrote_it() -> None:
    assert tag("pt-BR") == "pt-BR"


@pytest.mark.parametrize(
    ("name", "said", "marked"),
    [
        ("गुलमोहर समाचार", "hi", ("hi", "ltr")),
        ("وكالة أرجوان", "ar", ("ar", "rtl")),
        ("Gulmohar", "hi", (None, None)),
        ("गुलमोहर समाचार", None, (None, None)),
        ("Amber Wire – London", "en-IN", (None, None)),
    ],
)
def test_an_agency_is_named_in_its_language_on_its_own_page(
    name: str, said: str | None, marked: tuple[str | None, str | None]
) -> None:
    site = replace(SITE, agencies=(Agency(name=name, about=f"{name}.", language=said),))
    (page,) = Edition(site, SECTIONS).agency(name, [])
    assert page.body is not None
    made = LexborHTMLParser(page.body)
    for selector in ("h1", ".about p"):
        attributes = made.css(selector)[0].attributes
        assert (attributes.get("lang"), attributes.get("dir")) == marked
