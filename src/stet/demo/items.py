"""The demo's copy: agencies, feeds and stories as they stand in `copy/*.toml`, and an item ready to be written.

A story's text is plain: paragraphs are split by a blank line, `## ` opens a subhead, lines with `- ` are a list, lines
with `| ` a table whose first row is its head. A line `= 3-5` in a later version stands for blocks 3 to 5 of the version
before it, so that an update says only what is new. `{today}`, `{yesterday}` and `{tomorrow}` become names of weekdays.
"""

import re
import tomllib
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "hi": ("सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार", "रविवार"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
}
_KEPT = re.compile(r"= (\d+)-(\d+)")


class Style(StrEnum):
    """The wire format a feed speaks."""

    G2 = "newsml-g2"
    G2_MESSAGE = "newsml-g2 message"
    NITF = "nitf"
    NINJS_1 = "ninjs 1.6"
    NINJS_2 = "ninjs 2.1"
    NINJS_3 = "ninjs 3.1"


class Agency(Struct, frozen=True, kw_only=True):
    """An invented agency."""

    name: str
    short: str
    """How its ids begin."""
    host: str
    zone: str
    """IANA name of the zone its times carry."""
    terms: str
    """Its usage terms, in its own language."""


class Feed(Struct, frozen=True, kw_only=True):
    """One of an agency's services: a section of the paper, a language, a format."""

    name: str
    agency: str
    section: str
    desk: str
    """Three letters in the ids of its items."""
    language: str
    style: Style


class Block(Struct, frozen=True, kw_only=True):
    """A piece of a body. A paragraph and a subhead have one cell in one row, a list one cell a row."""

    kind: str
    """`p`, `h2`, `ul` or `table`."""
    rows: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """The only cell of a paragraph or a subhead."""
        return self.rows[0][0]


class Illustration(Struct, frozen=True, kw_only=True):
    """A picture that goes with a story, by its name in `pictures.py`."""

    name: str
    caption: str
    credit: str
    alt: str

    @property
    def file_name(self) -> str:
        """The file it is delivered under, in the folder of the story's feed."""
        return f"{self.name}.jpg"


class Version(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one version of a story says. Empty strings in an order that stops the story."""

    headline: str = ""
    body: str = ""
    summary: str = ""
    note: str = ""
    """For editors."""
    status: str = "usable"
    signals: tuple[str, ...] = ()
    urgency: int | None = None
    """Another urgency than the story's."""


class Story(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A story with all its versions, from the first on."""

    name: str
    feed: str = ""
    serial: int = 0
    slugline: str
    subject: tuple[str, str]
    """Code and name of a media topic."""
    dateline: str
    byline: str = ""
    urgency: int = 5
    picture: Illustration | None = None
    pictured_from: int = 1
    """The first version that comes with the picture."""
    versions: tuple[Version, ...]


class Item(Struct, frozen=True, kw_only=True):
    """One version of one story, with its times: ready to be written in any format."""

    agency: Agency
    feed: Feed
    guid: str
    version: int
    status: str
    created: datetime
    first_created: datetime
    embargo: datetime | None = None
    urgency: int
    slugline: str
    subject: tuple[str, str]
    headline: str = ""
    dateline: str = ""
    byline: str = ""
    summary: str = ""
    note: str = ""
    signals: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    picture: Illustration | None = None

    @property
    def file_name(self) -> str:
        """A file name as the agency would give it."""
        tail = re.sub(r"[^A-Za-z0-9]+", "-", self.guid.rsplit("/", 1)[-1].rsplit(":", 1)[-1])
        return f"{tail}-v{self.version}.{'json' if self.feed.style.startswith('ninjs') else 'xml'}"


@cache
def agencies() -> dict[str, Agency]:
    """The agencies by name."""
    found = msgspec.convert(_toml("agencies.toml")["agency"], list[Agency])
    return {agency.name: agency for agency in found}


@cache
def feeds() -> dict[str, Feed]:
    """The feeds by name, in the order of the paper's sections."""
    found = msgspec.convert(_toml("agencies.toml")["feed"], list[Feed])
    return {feed.name: feed for feed in found}


@cache
def stories() -> dict[str, Story]:
    """The stories by name."""
    found: dict[str, Story] = {}
    for feed in feeds():
        for number, raw in enumerate(_toml(f"{feed}.toml")["story"], 1):
            story = msgspec.convert({**raw, "feed": feed, "serial": number}, Story)
            found[story.name] = story
    return found


def item(
    story: Story, number: int, start: datetime, created: datetime, first: datetime, embargo: datetime | None = None
) -> Item:
    """Version `number` (from 1) of a story, in a run that began at `start`; `first` is when version 1 was made."""
    feed = feeds()[story.feed]
    agency = agencies()[feed.agency]
    version = story.versions[number - 1]
    zone = ZoneInfo(agency.zone)
    days = _days(created.astimezone(zone), feed.language)
    stopped = version.status == "canceled"
    return Item(
        agency=agency,
        feed=feed,
        guid=guid(story, start),
        version=number,
        status=version.status,
        created=created.astimezone(zone),
        first_created=first.astimezone(zone),
        embargo=embargo.astimezone(zone) if embargo else None,
        urgency=version.urgency or story.urgency,
        slugline=story.slugline,
        subject=story.subject,
        headline=_dated(version.headline, days),
        dateline="" if stopped else story.dateline,
        byline="" if stopped else story.byline,
        summary=_dated(version.summary, days),
        note=version.note,
        signals=version.signals,
        body=blocks(_dated("\n\n".join(_whole(story, number)), days)),
        picture=None if stopped or number < story.pictured_from else story.picture,
    )


def guid(story: Story, start: datetime) -> str:
    """The story's id: the same for all its versions, another one in each run."""
    feed = feeds()[story.feed]
    agency = agencies()[feed.agency]
    local = start.astimezone(ZoneInfo(agency.zone))
    tail = f"{feed.desk}-{local:%H%M%S}-{story.serial:02}"
    if feed.style is Style.NITF:
        return f"{agency.short}-{local:%Y%m%d}-{tail}"
    if feed.style.startswith("ninjs"):
        return f"https://api.{agency.host}/items/{local:%Y%m%d}/{tail}"
    return f"urn:newsml:{agency.host}:{local:%Y%m%d}:{tail}"


def blocks(text: str) -> tuple[Block, ...]:
    """The pieces of a body."""
    return tuple(_block(piece) for piece in _pieces(text))


def _block(piece: str) -> Block:
    lines = piece.split("\n")
    if piece.startswith("## "):
        return Block(kind="h2", rows=((piece[3:],),))
    if piece.startswith("- "):
        return Block(kind="ul", rows=tuple((line[2:],) for line in lines))
    if piece.startswith("| "):
        return Block(kind="table", rows=tuple(tuple(cell.strip() for cell in line[1:].split("|")) for line in lines))
    return Block(kind="p", rows=((" ".join(lines),),))


def _whole(story: Story, number: int) -> list[str]:
    """The pieces of a version's text, with those it keeps from the version before."""
    pieces: list[str] = []
    for piece in _pieces(story.versions[number - 1].body):
        kept = _KEPT.fullmatch(piece)
        if kept:
            pieces += _whole(story, number - 1)[int(kept[1]) - 1 : int(kept[2])]
        else:
            pieces.append(piece)
    return pieces


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in text.split("\n\n") if piece.strip()]


def _days(now: datetime, language: str) -> dict[str, str]:
    names = _WEEKDAYS[language[:2]]
    shifts = {"{yesterday}": -1, "{today}": 0, "{tomorrow}": 1}
    return {word: names[(now + timedelta(days=shift)).weekday()] for word, shift in shifts.items()}


def _dated(text: str, days: dict[str, str]) -> str:
    for word, name in days.items():
        text = text.replace(word, name)
    return text


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("stet.demo").joinpath("copy", name).read_text("utf-8"))
