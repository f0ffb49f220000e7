"""Copy for tests: whole and plausible unless a test says otherwise. All words, agencies and people are invented."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from html import unescape
from re import sub
from typing import Any

from stet.edition import article_text
from stet.model.page import Copy, Cut, Plate, Site
from stet.model.story import Notes, Topic
from stet.model.text import fingerprint

SITE = Site(name="The Harbour Ledger", url="https://news.example", language="en-IN", time_zone="Asia/Kolkata")
SECTIONS = ("India", "World", "Business")
NOON = datetime(2023, 4, 28, 12, 0, tzinfo=UTC)
BODY = (
    "<p>The ferry left Port Amber at dawn, <em>an hour late</em>.</p>"
    '<p>"Nobody was hurt," the harbour master\'s office said.</p>'
)


def words_of(body_html: str) -> str:
    """The words of simple markup, made without the gate's parser: every tag is a word break but those inside words."""
    return unescape(sub(r"<[^>]*>", " ", sub(r"</?(?:em|strong|a|b|i|sub|sup|span)\b[^>]*>", "", body_html)))


def plate(**given: Any) -> Plate:
    values: dict[str, Any] = {
        "cuts": (
            Cut(path="media/0a1b-480.jpg", width=480, height=320),
            Cut(path="media/0a1b-1600.jpg", width=1600, height=1067),
        ),
        "caption": "The ferry at its berth on Thursday",
        "credit": "Asha Verma / Amber Wire",
        "alt": "A white ferry beside a stone quay",
        "house": False,
    }
    return Plate(**(values | given))


def copy(**given: Any) -> Copy:
    body = given.get("body_html", BODY)
    values: dict[str, Any] = {
        "key": "Amber Wire|ferry-1",
        "id": "abc123defg",
        "version": 2,
        "path": "india/ferry-leaves-an-hour-late-abc123defg",
        "section": "India",
        "language": "en-IN",
        "agency": "Amber Wire",
        "headline": "Ferry leaves an hour late",
        "house_headline": False,
        "byline": "Amber Wire",
        "dateline": "Port Amber",
        "plate": None,
        "notes": Notes(
            minutes=1,
            standfirst="The ferry left Port Amber at dawn",
            topics=(Topic(name="Port Amber", slug="port-amber"), Topic(name="Shipping", slug="shipping")),
        ),
        "body_html": body,
        "wire_fingerprint": fingerprint(words_of(body)),
        "first_published": NOON + timedelta(minutes=103),
        "updated": NOON + timedelta(minutes=84),
        "urgency": 4,
        "disclosure": "This report is auto-generated from a syndicated feed.",
    }
    return Copy(**(values | given))


def numbered(count: int, *, sections: Sequence[str] = SECTIONS, **given: Any) -> list[Copy]:
    """Different stories, each ten minutes older than the one before it."""
    return [
        copy(
            key=f"Amber Wire|{n}",
            id=f"story{n:05}",
            path=f"{sections[n % len(sections)].lower()}/report-number-{n}-story{n:05}",
            section=sections[n % len(sections)],
            headline=f"Report number {n}",
            updated=NOON - timedelta(minutes=10 * n),
            first_published=NOON - timedelta(minutes=10 * n - 1),
            **given,
        )
        for n in range(count)
    ]


__all__ = ["BODY", "NOON", "SECTIONS", "SITE", "article_text", "copy", "numbered", "plate", "words_of"]
