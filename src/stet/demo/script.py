"""The demo's timeline: what arrives when, and what the desk does. The same for the same start; it needs no clock."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec import Struct

from stet.demo import pictures
from stet.demo.items import Illustration, Item, Story, Style, feeds, guid, item, stories
from stet.demo.running import RUNNING
from stet.demo.write_g2 import news_item, news_message
from stet.demo.write_ninjs import ninjs_1, ninjs_2, ninjs_3
from stet.demo.write_nitf import nitf

OPENS_AT = 60.0
"""Seconds after the start at which the embargo ends."""
SLOW_FROM = 110.0
"""Seconds after the start at which the running stories begin."""
DESK = "demo desk"

_WRITERS = {
    Style.G2_MESSAGE: news_message,
    Style.NITF: nitf,
    Style.NINJS_1: ninjs_1,
    Style.NINJS_2: ninjs_2,
    Style.NINJS_3: ninjs_3,
}


class Cue(Struct, frozen=True, kw_only=True):
    """A file that an agency delivers."""

    at_seconds: float
    """Seconds after the start."""
    feed: str
    file_name: str
    says: str
    """What happens here, for somebody who watches."""
    copy: bytes = b""
    picture: str | None = None
    """Instead of copy, a picture by its name in `pictures.py`: it is drawn when it is wanted."""

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return pictures.draw(self.picture) if self.picture else self.copy


class DeskCue(Struct, frozen=True, kw_only=True):
    """Something a person at the desk does with a story."""

    at_seconds: float
    """Seconds after the start."""
    act: str
    """`headline` or `picture`."""
    feed: str
    agency: str
    guid: str
    """The story's id as its agency gives it."""
    says: str
    who: str = DESK
    text: str = ""
    """The house headline."""
    picture: Illustration | None = None
    """The house picture and its words."""

    @property
    def data(self) -> bytes:
        """The bytes of the house picture; none for a headline."""
        return pictures.draw(self.picture.name) if self.picture else b""


AnyCue = Cue | DeskCue


class _Row(NamedTuple):
    """One delivery."""

    at: float
    story: str
    version: int = 1
    age: float = 3
    """How many seconds before its arrival the agency made it."""
    says: str = ""
    trick: str = ""
    """`again`: the same bytes under another file name; `cut`: the file breaks off halfway."""


_MINUTE = 60
# The front page is full at once, with stories of the last hours; how many minutes ago each was made.
_OPENING = (
    ("rail-freight", 7), ("chess-final", 12), ("reservoirs", 38), ("coffee", 16), ("berth-calendar", 51),
    ("qawarib", 64), ("gaon-saur", 75), ("kalpavanam-election", 95), ("cricket-series", 110), ("island-ferry", 140),
    ("wheat-harvest", 155), ("museum-reopens", 22), ("pustak-nauka", 33), ("nilakanni-looms", 47), ("tadhkira", 88),
    ("frog", 58), ("kabaddi", 71), ("rain-loans", 102), ("ship-order", 83), ("fisheries-ruling", 175),
    ("tumur", 120), ("hill-marathon", 190), ("tree-rings", 132), ("telescope-mirror", 205), ("vaccine-trains", 165),
    ("umbrella-library", 220),
)  # fmt: skip
_ROWS = (
    *(_Row(round(0.06 * n, 2), story, age=minutes * _MINUTE) for n, (story, minutes) in enumerate(_OPENING)),
    _Row(1.6, "sorghum", age=26 * _MINUTE, says="comes under embargo and stays out of sight until +60 s"),
    _Row(7, "rain-gauges"),
    _Row(13, "orbiter", 1, says="an alert of one sentence"),
    _Row(25, "tea-auction"),
    _Row(28, "lisbon-tram", 2, says="a cancel for a story that nobody has seen yet"),
    _Row(
        31, "coffee", 1, age=16 * _MINUTE + 31, trick="again", says="the very same file once more: counted, not shown"
    ),
    _Row(34, "orbiter", 2, says="the alert grows: same address, more text"),
    _Row(37, "mandi-bhav"),
    _Row(40, "rail-freight", 2, says="an update: new text, and the house headline stays"),
    _Row(44, "lisbon-tram", 1, age=30 * _MINUTE, says="the cancelled story arrives late and stays dead"),
    _Row(47, "glacier-station", trick="cut", says="a file that breaks off: refused, kept, and nothing else is held up"),
    _Row(50, "reservoirs", 2, says="a correction: the right figure stands, in headline, text and lists"),
    _Row(53, "gaon-saur", 2, says="withheld by the agency: off the page until further notice"),
    _Row(56, "asean-plug"),
    _Row(58, "orbiter", 3, says="and the full report, with a list and a picture"),
    _Row(64, "rel-malgadi"),
    _Row(68, "makhtutat"),
    _Row(72, "boat-race"),
    _Row(75, "nilakanni-looms", 2, says="a kill: the page answers 410 and leaves every list"),
    _Row(79, "gaon-saur", 3, says="usable again: the page is back under its old address"),
    _Row(87, "glacier-station", 1, says="the file that broke off comes again, whole"),
    _Row(92, "shatranj"),
    _Row(97, "tahliya"),
)
_HEADLINES = (
    (18.0, "rail-freight", "Goods trains to Nepal get a timetable of their own", "the desk writes a house headline"),
    (23.0, "museum-reopens", "A museum of navigation finds its way back", "a house headline for it as well"),
)
_HOUSE_PICTURE = Illustration(
    name="museum",
    caption="The museum's old customs house on the evening of the preview",
    credit="Illustration: The Morning Ledger",
    alt="Drawing of a columned building with lit doors at dusk, visitors on its steps",
)


def timeline(start: datetime) -> list[AnyCue]:
    """The first 100 seconds, in order. Times in the copy are reckoned from `start`, which must carry a zone."""
    cues: list[AnyCue] = []
    for row in _ROWS:
        cues += _deliver(row, start)
    cues += [_house_headline(start, *row) for row in _HEADLINES]
    cues.append(_house_picture(start, 22.0, "museum-reopens"))
    return sorted(cues, key=lambda cue: cue.at_seconds)


def slow(start: datetime, n: int = 0) -> Iterator[Cue]:
    """The running stories, from the n-th cue on, without an end: one every 20 to 40 seconds."""
    at = SLOW_FROM
    number = 0
    while True:
        if number >= n:
            yield _running(start, number, at)
        at += 20 + (number * 13) % 21
        number += 1


def _deliver(row: _Row, start: datetime) -> list[AnyCue]:
    """The file of a row, after the picture that it is the first to need."""
    story = stories()[row.story]
    made = item(story, row.version, start, _made(row, start), _first(row.story, start), _embargo(row, start))
    data = write(made)
    name = made.file_name
    if row.trick == "again":
        name = name.replace("-v", "-again-v")
    if row.trick == "cut":
        name, data = name.replace("-v", "-part-v"), data[: len(data) * 3 // 5]
    says = f"{made.agency.name}: {row.says or 'a new story'} - {made.headline or story.slugline}"
    cues: list[AnyCue] = []
    if made.picture and row.version == story.pictured_from and not row.trick:
        cues.append(_picture(made, made.picture, row.at))
    cues.append(Cue(at_seconds=row.at, feed=made.feed.name, file_name=name, copy=data, says=says))
    return cues


def write(made: Item) -> bytes:
    """The item in its feed's format. A feed of single G2 items sends a message where a picture goes with one."""
    if made.feed.style is Style.G2:
        return news_message(made) if made.picture else news_item(made)
    return _WRITERS[made.feed.style](made)


def _made(row: _Row, start: datetime) -> datetime:
    """When the agency made this version: before it arrived. Whole seconds, as agencies give them."""
    return (start + timedelta(seconds=row.at - row.age)).replace(microsecond=0)


def _first(story: str, start: datetime) -> datetime:
    return next(_made(row, start) for row in _ROWS if row.story == story and row.version == 1 and not row.trick)


def _embargo(row: _Row, start: datetime) -> datetime | None:
    return (start + timedelta(seconds=OPENS_AT)).replace(microsecond=0) if row.story == "sorghum" else None


def _picture(made: Item, picture: Illustration, at: float) -> Cue:
    says = f"{made.agency.name}: picture {picture.file_name}"
    return Cue(at_seconds=at, feed=made.feed.name, file_name=picture.file_name, picture=picture.name, says=says)


def _house_headline(start: datetime, at: float, name: str, text: str, says: str) -> DeskCue:
    story, agency = _desk_story(name)
    says = f"Desk: {says} - {text}"
    return DeskCue(
        at_seconds=at, act="headline", feed=story.feed, agency=agency, guid=guid(story, start), text=text, says=says
    )


def _house_picture(start: datetime, at: float, name: str) -> DeskCue:
    story, agency = _desk_story(name)
    return DeskCue(
        at_seconds=at,
        act="picture",
        feed=story.feed,
        agency=agency,
        guid=guid(story, start),
        picture=_HOUSE_PICTURE,
        says="Desk: a house picture for the museum story, which came without one",
    )


def _desk_story(name: str) -> tuple[Story, str]:
    story = stories()[name]
    return story, feeds()[story.feed].agency


def _running(start: datetime, number: int, at: float) -> Cue:
    turn, which = divmod(number, len(RUNNING))
    run = RUNNING[which]
    round_, step = divmod(turn, run.steps)
    story = run.story(round_)
    created = (start + timedelta(seconds=at - 3)).replace(microsecond=0)
    begun = (start + timedelta(seconds=_at(number - step * len(RUNNING)) - 3)).replace(microsecond=0)
    made = item(story, step + 1, start, created, begun)
    says = f"{made.agency.name}: {'update' if step else 'a new story'} - {made.headline}"
    return Cue(at_seconds=at, feed=made.feed.name, file_name=made.file_name, copy=write(made), says=says)


def _at(number: int) -> float:
    """Seconds after the start of the running cue of that number."""
    return SLOW_FROM + sum(20 + (n * 13) % 21 for n in range(number))
