"""Pages of archives: what they are called, where they stand, what they lead to."""

from itertools import pairwise

import pytest
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from edition.making import SECTIONS, SITE, numbered
from stet.edition import Edition
from stet.edition.archive import Way, file_of_period
from stet.edition.column import ARCHIVE, section_column, topic_column
from stet.edition.times import period_name
from stet.model.listing import Bucket
from stet.model.page import Page
from stet.model.story import Topic

EDITION = Edition(SITE, SECTIONS)
INDIA = section_column("India")


def tree(page: Page) -> LexborHTMLParser:
    assert page.body is not None
    return LexborHTMLParser(page.body)


@pytest.mark.parametrize(
    ("period", "name", "file"),
    [
        ("2026", "2026", "archive/2026/index.html"),
        ("2026-11", "November 2026", "archive/2026/11/index.html"),
        ("2026-11-07", "November 7, 2026", "archive/2026/11/07/index.html"),
        ("2026-11-07T00", "November 7, 2026, 12 AM to 1 AM", "archive/2026/11/07/00/index.html"),
        ("2026-11-07T23", "November 7, 2026, 11 PM to 12 AM", "archive/2026/11/07/23/index.html"),
    ],
)
def test_a_period_has_a_name_and_a_place(period: str, name: str, file: str) -> None:
    assert period_name(period) == name
    assert file_of_period(ARCHIVE, period) == file


def test_a_part_has_its_number_at_the_end() -> None:
    assert file_of_period(INDIA, "2026-11-07T14.3") == "india/2026/11/07/14/3/index.html"
    page = tree(EDITION.stories_of(INDIA, "2026-11-07T14.3", [], 9, Way()))
    assert page.css("h1")[0].text().endswith(", part 3")


def test_a_leap_day_is_a_day_and_an_empty_day_is_told() -> None:
    inside = [Bucket(period="2028-02-29", stories=2)]
    lines = [
        " ".join(li.text().split()) for li in tree(EDITION.calendar(ARCHIVE, "2028-02", inside, Way())).css("li")
        if "February" in li.text()
    ]  # fmt: skip
    assert len(lines) == 29
    assert lines[0] == "1 February no reports"
    assert lines[-1] == "29 February 2 reports"


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en-US", ["2026", "November 2026", "November 7, 2026", "November 7, 2026, 2 PM to 3 PM"]),
        ("en-IN", ["2026", "November 2026", "7 November 2026", "7 November 2026, 2 PM to 3 PM"]),
        ("de-DE", ["2026", "November 2026", "7. November 2026", "7. November 2026, 14:00–15:00"]),
        ("hi-IN", ["2026", "नवंबर 2026", "7 नवंबर 2026", "7 नवंबर 2026, 2:00 pm–3:00 pm"]),
        ("ar-EG", ["٢٠٢٦", "نوفمبر ٢٠٢٦", "٧ نوفمبر ٢٠٢٦", "٧ نوفمبر ٢٠٢٦, ٢:٠٠ م–٣:٠٠ م"]),
    ],
)
def test_a_period_is_named_as_the_sites_language_names_it(language: str, names: list[str]) -> None:
    periods = ["2026", "2026-11", "2026-11-07", "2026-11-07T14"]
    assert [" ".join(period_name(period, language).split()) for period in periods] == names
    edition = Edition(replace(SITE, language=language), SECTIONS)
    page = tree(edition.calendar(ARCHIVE, "2026-11", [Bucket(period="2026-11-07", stories=2)], Way(earlier="2025")))
    assert page.css("h1")[0].text() == names[1]
    assert "November" not in page.css("main")[0].text() or language[:2] in ("en", "de")


def test_an_empty_archive_says_so() -> None:
    page = tree(EDITION.calendar(ARCHIVE, "", [], Way()))
    assert "No report has been published" in page.css("main")[0].text()


def test_headings_can_be_walked_without_a_gap_and_every_story_is_one() -> None:
    cards = [EDITION.card(made) for made in numbered(9)]
    topic = topic_column(Topic(name="ए & <b>", slug="x"))
    for page in (
        EDITION.stories_of(INDIA, "2023-04", cards, 9, Way(earlier="2023-03")),
        EDITION.stories_of(topic, "2023-04-28T17.2", cards, 9, Way(later="2023-05-01")),
        EDITION.calendar(topic, "2023", [Bucket(period="2023-04", stories=9)], Way()),
    ):
        made = tree(page)
        levels = [int((h.tag or "")[1]) for h in made.css("h1, h2, h3")]
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert len(made.css("article.card h2")) in (0, 9)
        assert made.css("link[rel=canonical]")[0].attributes["href"] == (
            f"https://news.example/{page.path.removesuffix('index.html')}"
        )
