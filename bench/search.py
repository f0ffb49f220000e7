"""Search in a journal of very many stories: how long an answer takes, from the query to the finished page."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import accumulate
from pathlib import Path

from bench.road import scratch
from stet.edition import Edition
from stet.journal.base import Settled, Shown
from stet.journal.connect import connect, migrate
from stet.journal.search_reader import Index
from stet.journal.store import DjangoJournal
from stet.model.address import story_id
from stet.model.page import Card, Site
from stet.model.search import query
from stet.model.story import Standing, State, Topic

QUERIES = 200
LENGTH = 400
"""Words of a story."""
BATCH = 200
_SYLLABLES = (
    "ba ko ri ten mar lo vel mi sta nor du che pra sin gol tra wen fo li ou har bo re ste ka da ne mo vi sal".split()
)


class Language:
    """Invented words, few of them often and very many seldom, as in any language."""

    def __init__(self, words: int = 60_000) -> None:
        chance = random.Random(1)
        made = ("".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(10 * words))
        self.words = list(dict.fromkeys(made))[:words]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))

    def copy(self, chance: random.Random, length: int) -> list[str]:
        return chance.choices(self.words, cum_weights=self._weights, k=length)


def answers(stories: int, url: str = "sqlite:///stet.db") -> dict[str, float]:
    """`stories` in the index, then so many queries of all sorts as `QUERIES` says, each for its first page."""
    with scratch() as root:
        connect(url, root)
        migrate()
        language, journal = Language(), DjangoJournal()
        began = time.perf_counter()
        for first in range(0, stories, BATCH):
            journal.settle([_story(n, language) for n in range(first, min(first + BATCH, stories))], [], [])
        told = {"stories indexed/s": stories / (time.perf_counter() - began), "journal MB": _size(root) / 1e6}
        edition = Edition(Site(name="The Morning Ledger", url="http://127.0.0.1"), ["India"])
        with closing(Index()) as index:
            for name, by_date in (("best first", False), ("newest first", True)):
                told |= _measured(name, partial(_answer, index, edition, by_date), language)
        return told


def _measured(name: str, answer: Callable[[str], None], language: Language) -> dict[str, float]:
    for typed in _queries(language, 99, 10):
        answer(typed)
    took = []
    for typed in _queries(language, 7, QUERIES):
        began = time.perf_counter()
        answer(typed)
        took.append(time.perf_counter() - began)
    took.sort()
    return {
        f"{name}: p50 ms": statistics.median(took) * 1000,
        f"{name}: p95 ms": took[int(len(took) * 0.95)] * 1000,
        f"{name}: slowest ms": took[-1] * 1000,
    }


def _answer(index: Index, edition: Edition, by_date: bool, typed: str) -> None:
    asked = query(typed)
    edition.search(asked, index.find(asked, by_date=by_date, page=1), by_date=by_date, cut=False)


def _queries(language: Language, seed: int, count: int) -> Iterator[str]:
    """One word, two, three, a phrase, a beginning, one without another: words as often as copy has them, and any."""
    chance = random.Random(seed)
    for number in range(count):
        a, b, c = language.copy(chance, 3) if number % 2 else chance.choices(language.words, k=3)
        yield (a, f"{a} {b}", f"{a} {b} {c}", f'"{a} {b}"', f"{a[:4]}*", f"{a} -{b}")[number % 6]


def _story(number: int, language: Language) -> Settled:
    chance = random.Random(number)
    words = language.copy(chance, LENGTH)
    id_ = story_id(f"bench:{number}")
    card = Card(
        id=id_, path=f"india/story-{id_}", section="India", language="en", agency="Northwind News",
        headline=" ".join(words[:9]).capitalize(), standfirst=" ".join(words[20:45]).capitalize(), plate=None,
        first_published=datetime(2026, 1, 1, tzinfo=UTC),
        updated=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=5 * number), urgency=4,
        topics=(Topic(name=words[50].title(), slug=words[50]),),
    )  # fmt: skip
    sentences = [" ".join(words[at : at + 20]).capitalize() + "." for at in range(0, LENGTH, 20)]
    return Settled(
        key=f"bench:{number}", id=id_, touched=0, listed=False, standing=Standing(state=State.LIVE, reason="Live."),
        shown=Shown(path=card.path, card=card), text="\n\n".join(sentences),
    )  # fmt: skip


def _size(root: Path) -> int:
    return sum(file.stat().st_size for file in root.glob("stet.db*"))
