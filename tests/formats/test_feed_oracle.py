"""Feeds as feedparser reads them, entry by entry: the same ids, pages, times, titles and texts, or a reason.

feedparser is the oracle and not the truth: where a standard or the file says otherwise Stet's reading stands, and
`peers/feeds.toml` says why. A difference without a reason fails, and so does a reason without a difference.
"""

from __future__ import annotations

import sys
import tomllib
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import feedparser
import pytest

from stet.formats import read
from stet.model.dispatch import Dispatch, Status
from stet.model.packet import Origin
from stet.model.text import fold

OWN = Path(__file__).parents[1] / "wires"
SHARED = Path(__file__).parents[3] / "shared" / "wires"
REASONS = Path(__file__).parent / "peers" / "feeds.toml"
FILES = [
    path
    for root in (OWN, SHARED)
    for name in ("rss", "atom")
    for path in sorted((root / name).rglob("*"))
    if path.is_file() and path.name != "expected.json"
]
UNSEEN = {"script", "style", "template", "iframe", "object", "noscript", "svg"}
INLINE = {
    "a", "abbr", "b", "big", "cite", "code", "dfn", "em", "font", "i", "img", "ins", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip


class Pair(NamedTuple):
    field: str
    """Number of the entry, from 1, and the name of the field; `entries` for the number of them."""
    oracle: Any
    ours: Any


class Stripped(HTMLParser):
    """HTML without its tags."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.unseen = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in UNSEEN
        self.words.append("" if tag in INLINE else " ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.words.append("" if tag in INLINE else " ")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in UNSEEN and self.unseen > 0
        self.words.append("" if tag in INLINE else " ")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.words.append(data)


def words(detail: Any) -> str:
    """A value of feedparser's without tags."""
    if not detail:
        return ""
    marked_up = detail.get("type") in ("text/html", "application/xhtml+xml")
    return fold("".join(Stripped(detail["value"]).words) if marked_up else detail["value"])


def instant(entry: Any, *names: str) -> datetime | None:
    for name in names:
        parsed = dict.get(entry, f"{name}_parsed")  # its own `get` would give one time for another
        if parsed:
            return datetime.fromtimestamp(timegm(parsed), UTC)
    return None


def seconds(at: datetime | None) -> datetime | None:
    return at.replace(microsecond=0) if at else None


def pairs(path: Path) -> Iterator[Pair]:
    data = path.read_bytes()
    oracle = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False).entries
    ours = [
        one
        for one in read(data, Origin(feed="", source=path.name, arrived=datetime(2026, 3, 4, tzinfo=UTC))).dispatches
        if one.status is not Status.CANCELED
    ]
    yield Pair("entries", len(oracle), len(ours))
    for number, (entry, dispatch) in enumerate(zip(oracle, ours, strict=False), start=1):
        for name, theirs, mine in fields(entry, dispatch):
            yield Pair(f"{number}.{name}", theirs, mine)


def fields(entry: Any, dispatch: Dispatch) -> Iterator[tuple[str, Any, Any]]:
    page = next((link.target for link in dispatch.links if link.rel == "alternate"), None)
    guid = "" if dispatch.guid.startswith("derived:") else dispatch.guid
    yield "id", fold(entry.get("id") or entry.get("link") or ""), guid
    # Without a page feedparser gives the id as one, also where it is no address: a convenience of its own.
    has_page = any(link.rel == "alternate" for link in entry.get("links", ()))
    link = entry.get("link") if has_page or (entry.get("link") or "").startswith("http") else None
    yield "link", link, page
    yield "updated", instant(entry, "updated", "published"), seconds(dispatch.version_created)
    yield "published", instant(entry, "published", "created", "updated"), seconds(dispatch.first_created)
    made = any("headline was made" in problem for problem in dispatch.problems)
    yield "title", words(entry.get("title_detail")), "" if made else fold(dispatch.headline or "")
    full = next((content for content in entry.get("content", ()) if content["value"].strip()), None)
    yield "text", words(full or entry.get("summary_detail")), fold(dispatch.body_text)


def reasons(path: Path) -> dict[str, str]:
    """By field: why Stet is right. Reasons that come often have a name and stand once, under `[why]`."""
    table = tomllib.loads(REASONS.read_text("utf-8"))
    why = table.pop("why", {})
    return {field: why.get(reason, reason) for field, reason in table.get(label(path), {}).items()}


def label(path: Path) -> str:
    """How the list names a file: `shared/atom/full.atom`, `rss/feed/01.xml`."""
    return str(path.relative_to(OWN)) if path.is_relative_to(OWN) else f"shared/{path.relative_to(SHARED)}"


@pytest.mark.parametrize("path", FILES, ids=label)
def test_a_feed_reads_as_feedparser_reads_it_or_there_is_a_reason(path: Path) -> None:
    found = {pair.field: pair for pair in pairs(path) if pair.oracle != pair.ours}
    given = reasons(path)
    unexplained = [
        f"{field}: feedparser {pair.oracle!r:.120}, Stet {pair.ours!r:.120}"
        for field, pair in found.items()
        if not explained(field, given)
    ]
    assert not unexplained, "\n" + "\n".join(unexplained)
    idle = [wanted for wanted in given if not any(covers(wanted, field) for field in found)]
    assert not idle, f"reasons for what agrees: {idle}"


def explained(field: str, given: dict[str, str]) -> bool:
    return any(covers(wanted, field) for wanted in given)


def covers(wanted: str, field: str) -> bool:
    """Whether a reason is about a field: `3.link` for one entry, `link` for those of all entries."""
    return wanted in (field, field.partition(".")[2])


def test_every_reason_is_a_sentence_about_a_file_that_is_there() -> None:
    table = tomllib.loads(REASONS.read_text("utf-8"))
    table.pop("why", None)
    there = {label(path) for path in FILES}
    assert not {name for name in table if name not in there and (SHARED.is_dir() or not name.startswith("shared/"))}
    given = {reason for path in FILES for reason in reasons(path).values()}
    assert all(len(reason.split()) >= 5 for reason in given), "a reason is a sentence"


def test_the_share_of_fields_that_agree_with_feedparser(capsys: pytest.CaptureFixture[str]) -> None:
    found = [pair for path in FILES for pair in pairs(path)]
    agreed = sum(pair.oracle == pair.ours for pair in found)
    with capsys.disabled():
        sys.stdout.write(f"\nfeedparser: {agreed} of {len(found)} fields of {len(FILES)} feeds agree\n")
    assert agreed >= 0.9 * len(found)
