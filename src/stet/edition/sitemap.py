"""For those who index: sitemaps (sitemaps.org 0.9), the news sitemap, and what crawlers may do here."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from stet.edition.house import House, tongue
from stet.edition.press import Press
from stet.model.listing import Bucket
from stet.model.page import Card, Page, Sitemaps

PART = 5000
"""Pages in one sitemap. The protocol allows 50,000, and what is set again with each story stays small."""
NEWS_AGE = timedelta(days=2)
NEWS_MOST = 1000

AI_CRAWLERS = (
    "AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "Claude-Web", "ClaudeBot",
    "cohere-ai", "cohere-training-data-crawler", "Diffbot", "FacebookBot", "Google-CloudVertexBot", "Google-Extended",
    "GPTBot", "ICC-Crawler", "ImagesiftBot", "img2dataset", "Kangaroo Bot", "Meta-ExternalAgent", "omgili", "omgilibot",
    "PanguBot", "PerplexityBot", "PetalBot", "Timpibot", "VelenPublicWebCrawler", "Webzio-Extended", "YouBot",
)  # fmt: skip
"""Names under which the known gatherers of training data ask for pages. What fetches one page because a person asked,
or to send readers here, is not among them."""
_NOT_FOR_CRAWLERS = ("/api/", "/desk/", "/push/", "/search")


class Entry(Struct, frozen=True, kw_only=True):
    """An address in a sitemap, and when it last changed."""

    url: str
    changed: str


def part_file(part: str) -> str:
    """The path of a part of the sitemap: `2026-11.1` is `sitemaps/2026-11.xml`, `2026-11.2` `.../2026-11-2.xml`."""
    month, _, number = part.partition(".")
    return f"sitemaps/{month}.xml" if number == "1" else f"sitemaps/{month}-{number}.xml"


def index(press: Press, house: House, parts: Sequence[Bucket]) -> Page:
    """The index: a part for each month with pages, or several."""
    order = sorted(parts, key=lambda one: (one.period.partition(".")[0], int(one.period.partition(".")[2])))
    entries = [_entry(house, part_file(one.period), one.newest) for one in order if one.newest]
    return Page(path="sitemap.xml", body=press.set("sitemap-index.xml", entries=entries))


def urlset(press: Press, house: House, part: str, pages: Sequence[tuple[str, datetime]]) -> Page:
    """One part: pages by their paths, and when each last changed. Without pages it goes away."""
    entries = [_entry(house, path, changed) for path, changed in pages]
    return Page(path=part_file(part), body=press.set("sitemap.xml", entries=entries) if entries else None)


def news(press: Press, house: House, cards: Sequence[Card], now: datetime) -> Page:
    """The stories of the last two days, newest first, at most 1,000."""
    body = press.set(
        "news-sitemap.xml",
        entries=[
            {
                "url": house.absolute(card.path),
                "language": news_language(card.language),
                "published": house.stamp(card.first_published).iso,
                "title": card.headline,
            }
            for card in for_news(cards, now)
        ],
    )
    return Page(path="news-sitemap.xml", body=body)


def for_news(cards: Sequence[Card], now: datetime) -> list[Card]:
    """Those of them that the news sitemap has at an instant."""
    fit = [card for card in cards if card.sitemaps is Sitemaps.NEWS and now - NEWS_AGE < card.first_published]
    return sorted(fit, key=lambda card: (-card.first_published.timestamp(), card.id))[:NEWS_MOST]


def news_language(language: str) -> str:
    """As Google News wants it: ISO 639, and for Chinese `zh-cn` or `zh-tw`."""
    first, *rest = tongue(language).lang.lower().split("-")
    if first == "zh":
        return "zh-tw" if {"hant", "tw", "hk", "mo"} & set(rest) else "zh-cn"
    return first


def robots(house: House) -> Page:
    """Who may crawl what. Those who gather for models are kept out while anything here is reserved."""
    everyone = ["Allow: /", *(f"Disallow: {path}" for path in _NOT_FOR_CRAWLERS)]
    groups = [
        ["User-agent: Googlebot", "User-agent: Googlebot-News", *everyone],
        ["User-agent: *", *everyone],
    ]
    if house.reserved:
        groups.append([*(f"User-agent: {name}" for name in AI_CRAWLERS), "Disallow: /"])
    maps = [f"Sitemap: {house.absolute(path)}" for path in ("sitemap.xml", "news-sitemap.xml")]
    text = "\n\n".join("\n".join(lines) for lines in [*groups, maps])
    return Page(path="robots.txt", body=f"{text}\n".encode())


def tdm(house: House) -> Page:
    """The reservation of text and data mining, for machines (TDM Reservation Protocol, W3C community group)."""
    rule = {"location": "/", "tdm-reservation": int(house.reserved)}
    return Page(path=".well-known/tdmrep.json", body=msgspec.json.encode([rule]))


def _entry(house: House, path: str, changed: datetime) -> Entry:
    return Entry(url=house.absolute(path), changed=house.stamp(changed).iso)
