import pytest

from stet.edition.languages import direction, tag


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
