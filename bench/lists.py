"""What one more story costs the lists, with few and with many stories in the journal."""

import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from bench.wire import item
from stet.app import Stet
from stet.config import House, parse
from stet.edition.archive import MOST
from stet.edition.front import weight
from stet.edition.times import hour_of
from stet.lists import LENGTH
from stet.model.address import agency_folder, story_id
from stet.model.listing import ALL_TIME, ARCHIVE, SITEMAP, agency_list, level, within
from stet.model.packet import Packet
from stet.model.page import Card, Sitemaps
from stet.model.story import State, Topic

SETTINGS = """
[site]
name = "The Morning Ledger"
url = "https://news.example"
time_zone = "Asia/Kolkata"
[[feeds]]
name = "wire"
agency = "Northwind News"
path = "wire"
section = "India"
dated_behind = "36500d"
dated_ahead = "36500d"
unlisted_behind = "36500d"
"""
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
A_DAY = 137
AGENCY, SECTION, COMMON = "Northwind News", "India", Topic(name="India", slug="india")
_ENCODE = msgspec.json.Encoder().encode
_TIMES = 10
_IN_TOPIC = 10


def one_more(stories: int) -> dict[str, float]:
    """A story is published beside so many that came at one pace (100,000 are two years), a tenth of them about India:
    what that writes, and how long the lists take. The first that is published is left out, for it makes what the rows
    do not have: files."""
    with _house(stories) as stet:
        files, seconds, busy = [], [], []
        for number in range(_TIMES + 1):
            stet.flow.keep([Packet(feed="wire", source="a.xml", data=_about_india(number), arrived=stet.clock())])
            while stet.flow.turn():
                pass
            before = _files(stet.house.edition)
            began, worked = time.perf_counter(), time.process_time()
            while stet.flow.lists():
                pass
            seconds.append(time.perf_counter() - began)
            busy.append(time.process_time() - worked)
            after = _files(stet.house.edition)
            files.append(len([path for path in after if before.get(path) != after[path]]))
        topic = (stet.house.edition / "topic" / "india" / "index.html").read_text()
        assert topic.count("<article") <= LENGTH
        leaves = (stet.house.edition / "topic" / "india").glob("*/**/index.html")
        assert all(leaf.read_text().count("<article") <= MOST for leaf in leaves)
        return {
            "files of lists written": max(files[1:]),
            "ms": sorted(seconds[1:])[_TIMES // 2] * 1000,
            "ms of processor": sorted(busy[1:])[_TIMES // 2] * 1000,
            "stories on the topic's first page": topic.count("<article"),
            "stories of the topic": int(re.search(r'class="tally">([\d,]+)', topic)[1].replace(",", "")),
        }


def _about_india(number: int) -> bytes:
    data = item(1_000_000 + number)
    return data.replace(b"<body><p>", b"<body><p>India said that India and the Indian ministry agreed. ")


def _files(root: Path) -> dict[Path, tuple[int, int]]:
    """Every file, and which writing of it this is: a page is put by a rename, so each has an inode of its own."""
    found = ((path, path.stat()) for path in root.rglob("*") if path.is_file())
    return {path: (one.st_ino, one.st_mtime_ns) for path, one in found}


@contextmanager
def _house(stories: int) -> Iterator[Stet]:
    root = Path(tempfile.mkdtemp(prefix="stet-bench-"))
    try:
        stet = Stet(House(settings=parse(SETTINGS), root=root), clock=lambda: NOON)
        _fill(stories)
        stet.flow.open()
        yield stet
    finally:
        from django.db import connections

        connections.close_all()
        shutil.rmtree(root, ignore_errors=True)


def _fill(stories: int) -> None:
    """Rows as a journal has them that so many stories went through; packets and pages are left out."""
    from stet.journal import models

    zone, counts = ZoneInfo("Asia/Kolkata"), Counter()
    for start in range(0, stories, 10_000):
        cards = [_card(number, zone) for number in range(start, min(start + 10_000, stories))]
        rows = [_row(models.Story, card) for card in cards]
        models.Story.objects.bulk_create(rows)
        models.StoryTopic.objects.bulk_create(
            models.StoryTopic(
                story_id=f"bench/{card.id}", sid=card.id, slug=topic.slug, name=topic.name, language="en",
                updated=card.updated, published=card.first_published, hour=card.hour,
            )
            for card in cards
            for topic in card.topics
        )  # fmt: skip
        for card in cards:
            names = (ARCHIVE, SITEMAP, f"section:{SECTION}", agency_list(AGENCY))
            for name in (*names, *(f"topic:{topic.slug}" for topic in card.topics)):
                counts.update((name, within(card.hour, at)) for at in range(5))
    models.ListPeriod.objects.bulk_create(
        [
            models.ListPeriod(listing=name, level=level(period), period=period, stories=number)
            for (name, period), number in counts.items()
        ],
        batch_size=5000,
    )
    models.Topic.objects.bulk_create(
        models.Topic(slug=name.partition(":")[2], name=name.partition(":")[2].title(), stories=number)
        for (name, period), number in counts.items()
        if period == ALL_TIME and name.startswith("topic:")
    )


def _card(number: int, zone: ZoneInfo) -> Card:
    at = NOON - timedelta(hours=2) - timedelta(days=number / A_DAY)
    id_ = story_id(f"bench/{number}")
    own = Topic(name=f"Subject {number % 997}", slug=f"subject-{number % 997}")
    card = Card(
        id=id_,
        path=f"india/the-harbour-council-of-velmora-met-{id_}",
        section=SECTION,
        language="en",
        agency=AGENCY,
        headline=f"The harbour council of Velmora met for the time {number}",
        standfirst="Boats will leave every twenty minutes from Monday, the council said",
        plate=None,
        first_published=at,
        updated=at,
        urgency=number % 5 + 3,
        topics=(COMMON, own) if number % _IN_TOPIC == 0 else (own,),
        hour=hour_of(at, zone),
    )
    return msgspec.structs.replace(card, weight=weight(card))


def _row(table: type, card: Card) -> object:
    return table(
        key=f"bench/{card.id}", sid=card.id, touched=0, state=State.LIVE, section=SECTION, updated=card.updated,
        agency=agency_folder(AGENCY), published=card.first_published, hour=card.hour, weight=card.weight,
        sitemaps=Sitemaps.NEWS, path=card.path, card=_ENCODE(card),
    )  # fmt: skip
