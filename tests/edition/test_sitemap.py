"""Sitemaps by the rules of sitemaps.org and of Google News; what robots.txt lets whom do."""

import json
from datetime import timedelta
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree
from msgspec.structs import replace

from edition.making import NOON, SECTIONS, SITE, copy, numbered
from stet.edition import Edition
from stet.edition.sitemap import AI_CRAWLERS, news_language
from stet.model.listing import Bucket
from stet.model.page import Reach, Sitemaps
from stet.model.story import Indexing

EDITION = Edition(SITE, SECTIONS)
SM = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def test_the_index_names_each_part_in_the_order_of_months_and_numbers() -> None:
    names = ["2026-11.10", "2026-11.2", "2025-12.1", "2026-11.1"]
    page = EDITION.sitemap_index([Bucket(period=name, stories=1, newest=NOON) for name in names])
    index = etree.fromstring(page.body or b"")
    assert [e.text for e in index.iter(f"{SM}loc")] == [
        f"https://news.example/sitemaps/{name}.xml" for name in ("2025-12", "2026-11", "2026-11-2", "2026-11-10")
    ]
    assert {e.text for e in index.iter(f"{SM}lastmod")} == {"2023-04-28T17:30:00+05:30"}


def test_a_part_without_pages_goes_away() -> None:
    assert EDITION.sitemap_part("2026-11.1", []).body is None


def test_an_address_in_another_script_is_escaped() -> None:
    page = EDITION.sitemap_part("2026-11.1", [("india/नौका-&-abc123defg", NOON)])
    [loc] = etree.fromstring(page.body or b"").iter(f"{SM}loc")
    assert loc.text == "https://news.example/india/%E0%A4%A8%E0%A5%8C%E0%A4%95%E0%A4%BE-%26-abc123defg"


def test_the_news_sitemap_has_at_most_a_thousand_of_the_last_two_days_with_name_language_and_title() -> None:
    cards = [EDITION.card(replace(made, headline="A & B")) for made in numbered(1200)]
    made = [replace(card, first_published=NOON - timedelta(minutes=n)) for n, card in enumerate(cards)]
    old = replace(made[0], id="old0000000", first_published=NOON - timedelta(days=2))
    urls = etree.fromstring(EDITION.news_sitemap([old, *made], NOON).body or b"")
    assert len(urls) == 1000
    first = urls[0]
    assert first.findtext(f"{SM}loc") == "https://news.example/india/report-number-0-story00000"
    said = {name: first.findtext(f".//{NEWS}{name}") for name in ("name", "language", "publication_date", "title")}
    assert said == {
        "name": "The Harbour Ledger",
        "language": "en",
        "publication_date": "2023-04-28T17:30:00+05:30",
        "title": "A & B",
    }
    assert "old0000000" not in (EDITION.news_sitemap([old], NOON).body or b"").decode()


@pytest.mark.parametrize(
    ("language", "told"), [("en-IN", "en"), ("hi", "hi"), ("zh-Hant-TW", "zh-tw"), ("zh", "zh-cn"), ("???", "und")]
)
def test_google_news_is_told_languages_as_it_wants_them(language: str, told: str) -> None:
    assert news_language(language) == told


def test_only_what_search_engines_may_show_here_is_in_a_sitemap() -> None:
    def of(**reach: object) -> Sitemaps:
        return EDITION.card(copy(reach=Reach(**reach))).sitemaps  # type: ignore[arg-type]

    assert of() is Sitemaps.NEWS
    assert of(indexing=Indexing.NOINDEX_NEWS) is Sitemaps.GENERAL
    assert of(indexing=Indexing.NOINDEX) is of(canonical="https://agency.example/1") is Sitemaps.NONE


def told(edition: Edition) -> dict[str, bytes]:
    return {page.path: page.body or b"" for page in edition.static()}


def robots(edition: Edition) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(told(edition)["robots.txt"].decode().splitlines())
    return parser


def test_robots_admits_google_and_its_news_and_names_both_sitemaps() -> None:
    rules = robots(EDITION)
    for crawler in ("Googlebot", "Googlebot-News", "Bingbot"):
        assert rules.can_fetch(crawler, "https://news.example/india/ferry-abc123defg")
    assert rules.site_maps() == ["https://news.example/sitemap.xml", "https://news.example/news-sitemap.xml"]


def test_gatherers_of_training_data_are_kept_out_while_anything_is_reserved() -> None:
    open_house = Edition(replace(SITE, reserved=False), SECTIONS)
    for crawler in AI_CRAWLERS:
        assert not robots(EDITION).can_fetch(crawler, "https://news.example/india/ferry-abc123defg"), crawler
        assert robots(open_house).can_fetch(crawler, "https://news.example/india/ferry-abc123defg"), crawler
    for edition, reserved in ((EDITION, 1), (open_house, 0)):
        [rule] = json.loads(told(edition)[".well-known/tdmrep.json"])
        assert rule == {"location": "/", "tdm-reservation": reserved}
