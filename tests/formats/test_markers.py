"""Words that act and words that only sound like it, in `markers.txt` with what they do (life.md 3; edge case 124)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from re import findall

import pytest

from road.anpa import FIRST, anpa
from stet.formats import read
from stet.model.dispatch import STOPS, Dispatch, Kind, Status
from stet.model.packet import Origin

ROWS = [
    tuple(cell.strip() for cell in row.split(" | "))
    for row in Path(__file__).with_name("markers.txt").read_text("utf-8").splitlines()
    if not row.startswith("#")
]
NEWS = "^Fire destroys two sheds in Eastmere harbour<"
ORIGIN = Origin(
    feed="wire", agency="Northwind News", arrived=datetime(2026, 11, 21, 12, tzinfo=UTC), time_zone="Asia/Kolkata"
)
SIGNALS = {
    "sig:correction": "correction", "wire:corrective": "corrective", "wire:refile": "refile", "wire:repeat": "repeat",
    "wire:sub": "sub", "wire:more": "more", "wire:advance": "advance", "sig:update": "update",
}  # fmt: skip


def message(where: str, words: str) -> bytes:
    slug, head, body = "BC-EM--Harbour-Fire,87", NEWS, (FIRST,)
    if where == "slug":
        slug = f"BC-{words},87"
    elif where == "headline":
        head = f"^{words}<"
    elif where == "line":
        body = (words, FIRST)
    else:
        body = (words, "That is all of it.")
    return anpa(slug, *body, head=head)


def outcome(dispatches: tuple[Dispatch, ...]) -> str:
    """What is made of a message, in a word; the gravest of several."""
    own, *orders = dispatches
    assert all(order.status in STOPS for order in orders)
    assert own.status is Status.USABLE
    if own.kind is Kind.ADVISORY:
        return next((word for word in ("kill", "hold") if f"wire:{word}" in own.signals), "advisory")
    if "wire:add" in own.signals:
        number = next((s.rpartition("-")[2] for s in own.signals if s.startswith("wire:add-")), "?")
        return f"add {number}"
    if own.kind is Kind.ALERT:
        return "alert"
    told = next((word for signal, word in SIGNALS.items() if signal in own.signals), None)
    if told:
        return told
    if any("embargo" in query for query in own.queries):
        return "advance"
    return "asked" if own.queries else "story"


def test_there_are_at_least_sixty_of_either() -> None:
    does = Counter(row[2] == "story" for row in ROWS)
    assert min(does[True], does[False]) >= 60
    assert len(set(ROWS)) == len(ROWS)


@pytest.mark.parametrize(("where", "words", "does"), ROWS, ids=[f"{row[0]}: {row[1]}" for row in ROWS])
def test_words_do_what_is_written_beside_them(where: str, words: str, does: str) -> None:
    reading = read(message(where, words), ORIGIN)
    assert reading.refusals == ()
    assert outcome(reading.dispatches) == does
    if does == "story":
        (own,) = reading.dispatches
        assert (own.kind, own.signals, own.links, own.queries) == (Kind.STORY, (), (), ())


def documented() -> list[tuple[str, str]]:
    """The words of docs/reference/text-wires.md and what they are said to be read as."""
    page = (Path(__file__).parents[2] / "docs/reference/text-wires.md").read_text("utf-8")
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in page.splitlines() if row.startswith("| `")]
    return [(word, row[2].strip("`")) for row in rows for word in findall("`([^`]+)`", row[0])]


@pytest.mark.parametrize(("words", "does"), documented())
def test_the_reference_says_what_a_version_word_does(words: str, does: str) -> None:
    assert outcome(read(message("slug", f"Harbour-Fire, {words}"), ORIGIN).dispatches) == does


def test_the_reference_tells_every_outcome() -> None:
    assert {does for _, does in documented()} == {row[2] for row in ROWS} - {"story", "asked", "add 3"}
