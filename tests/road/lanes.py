"""Sequences of commands on the real road, many side by side in one house: each lane has stories of its own.

A sequence is plain data, so that one that fails can be kept as a file:

    {"feed": "wire", "rounds": [{"after": 60, "wire": [{...}, ...], "desk": [["headline", "a", "words"]]}, ...]}

`after` are seconds since the round before, times in messages are seconds since noon. `crash` in a round is the step of
the road at which the process dies; what it was doing is then tried again, as a transport and a person do.
"""

import asyncio
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from conftest import NOON, SetClock
from makers import chief
from road.conftest import SETTINGS
from road.learned import FOREVER, NONE, Came, Did
from road.oracle import Page, threads
from road.wire import PARAGRAPHS, g2, guid
from stet import flow, lists
from stet.app import Stet
from stet.config import House, parse
from stet.desk import edit
from stet.edition import front, syndication
from stet.engine.site import Site
from stet.errors import Misused
from stet.journal import models, search
from stet.model.address import story_id
from stet.model.packet import Packet

AGENCIES = {"wire": "northwind-news", "slow": "southwind-news"}
TABLES = (
    models.StoryTopic, models.Topic, models.ListPeriod, models.Shelf, models.Naming, models.Tie, models.Dispatch,
    models.Refusal, models.DirtyList, models.PictureWanted, models.AssetName, models.Story, models.Change,
    models.Switch, models.Receipt, models.Packet, models.Feed, models.Fact,
)  # fmt: skip
COPY = (*PARAGRAPHS[:2], "Ministers of India and Nepal met, and India said that Nepal agreed.")
Json = dict[str, Any]
_BODY = re.compile(r"\bbm\w+")
_HEAD = re.compile(r"\b(?:hd|ours)\w+")
_H1 = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_LINK = re.compile(r"-([0-9abcdefghjkmnpqrstvwxyz]{10})(?=[\"<?#])")
_PAGE = re.compile(r"(?!gone/|topic/|agency/)[^/]+/[^/]+-([0-9abcdefghjkmnpqrstvwxyz]{10})\.html")
_LISTS = ("index.html", "rss.xml", "feed.json", "atom.xml")
_CALENDAR = re.compile(r"archive(/\d+){0,2}/index\.html|topic/index\.html")
"""What leads to lists and has no story itself."""
_SITEMAP = re.compile(r"sitemaps/.*\.xml")
_ROOM = 1000
"""Stories on a list: all that there are, of however many sequences."""


class Crash(BaseException):
    """The process dies here. No `except Exception` may save it."""


class Lane:
    """One sequence: what the agency and the desk have done so far."""

    def __init__(self, name: str, sequence: Json) -> None:
        self.name, self.feed, self.rounds = name, sequence["feed"], sequence["rounds"]
        self.came: list[Came] = []
        self.did: list[Did] = []
        self.addresses: set[str] = set()
        self.acted = -1.0
        """When the desk last did something, or tried to."""

    def key(self, item: str) -> str:
        """The story key of an item."""
        return f"{AGENCIES[self.feed]}/{guid(self.name + item)}"

    def id(self, item: str) -> str:
        """Its name in addresses."""
        return story_id(self.key(item))

    def mark(self, word: str) -> str:
        """A word of this lane's own."""
        return f"bm{self.name}{word}"

    def words(self, headline: str) -> str:
        """A headline of this lane's own."""
        return f"Talks on ferry hd{self.name}{headline}"

    def file(self, message: Json) -> bytes:
        """The message as the agency sends it."""
        text, until, ends = message.get("text"), message.get("until"), message.get("ends")
        meta = "<embargoed/>" if until == "open" else ""
        if "expires" in message:
            meta += f"<expires>{_time(message['expires']).isoformat()}</expires>"
        return g2(
            self.name + message["item"],
            message["number"],
            status=message.get("status", "usable"),
            headline=self.words(message["headline"]) if text else "",
            paragraphs=COPY if text else (),
            closing=f"The council will meet again, {self.mark(text)} said." if text else "",
            created=_time(message["created"]),
            embargo=_time(until) if until not in (None, "open") else None,
            meta=meta,
            ends=_time(ends) if ends is not None else None,
            after=tuple(self.name + one for one in message.get("after", ())),
            names=tuple(self.name + one for one in message.get("names", ())),
            correction=message.get("correction", False),
        )

    def take(self, message: Json, at: float) -> None:
        """Remember that a message came; the same again says nothing."""
        until = message.get("until")
        one = Came(
            item=message["item"],
            number=NONE if message["number"] is None else message["number"],
            created=message["created"],
            at=at,
            status=message.get("status", "usable"),
            until=FOREVER if until == "open" else until,
            text=message.get("text") or "",
            headline=message.get("headline") or "",
            after=tuple(message.get("after", ())),
            correction=message.get("correction", False),
            names=tuple(message.get("names", ())),
            expires=message.get("expires"),
            ends=message.get("ends"),
        )
        if not any(known._replace(at=at) == one for known in self.came):
            self.came.append(one)

    def pages(self, now: float) -> list[Page]:
        """What the oracle says."""
        hold = self.feed == "slow"
        return [Page(items, self.came, self.did, now, hold) for items in threads(self.came)]


def _time(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@contextmanager
def _unprotected() -> Iterator[None]:
    """What people did is never removed, but by who begins a house anew."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _, sql in triggers:
            cursor.execute(sql)


class Lanes:
    """A house in which sequences run."""

    def __init__(self, root: Path) -> None:
        self.root, self.clock = root, SetClock()
        # Side by side they come in a burst, which each of them alone is not.
        self.settings = parse(SETTINGS.replace("section =", 'tripwires_off = ["burst"]\nsection ='))
        self._fuse: int | None = None
        self.last: Json = {}
        """What the items of the first sequence answered in the end: status, the body's word, the headline."""
        self._torn: set[str] = set()
        self.stet = self._open()

    def _open(self) -> Stet:
        stet = Stet(House(settings=self.settings, root=self.root), clock=self.clock)
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
        stet.publisher.checkpoint = lambda: None  # type: ignore[method-assign]
        for end, names in (
            (stet.journal, ("keep", "record", "due", "pending", "file", "histories", "settle", "clean_lists")),
            (stet.publisher, ("put", "remove")),
        ):
            for name in names:
                setattr(end, name, self._fused(getattr(end, name)))
        return stet

    def _fused(self, step: Callable[..., Any]) -> Callable[..., Any]:
        """The step, which is the process's last when the fuse has burnt down: before it is done, or just after."""

        def fused(*given: Any, **named: Any) -> Any:
            if self._fuse is None:
                return step(*given, **named)
            self._fuse -= 1
            if self._fuse == 0:
                raise Crash
            done = step(*given, **named)
            self._fuse -= 1
            if self._fuse == 0:
                raise Crash
            return done

        return fused

    @property
    def site(self) -> Path:
        """The edition folder."""
        return self.root / "site"

    @property
    def now(self) -> float:
        """Seconds since noon."""
        return (self.clock.now - NOON).total_seconds()

    def run(self, sequences: Sequence[Json], *, batch: int = 100, rebuild: bool = False) -> list[tuple[int, str]]:
        """Run sequences side by side. Which of them went wrong, and how; those that did not are not named.

        `batch` is how much the road does in a turn. `rebuild`: at the end a replay has to leave the same files.
        """
        self._fuse = None
        self.clear()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(flow, "BATCH", batch)
            for where, name in (
                (lists, "LENGTH"),
                (front, "LIST_LIMIT"),
                (front, "SECTION_CARDS"),
                (syndication, "FEED_LIMIT"),
            ):
                patch.setattr(where, name, _ROOM)
            return self._run([Lane(f"l{number}", one) for number, one in enumerate(sequences)], rebuild=rebuild)

    def clear(self) -> None:
        """Begin anew: an empty house at noon."""
        from django.db import transaction
        from django.db.models import QuerySet

        with transaction.atomic():
            search.forget()
            with _unprotected():
                for table in TABLES:
                    QuerySet(table)._raw_delete("default")
        shutil.rmtree(self.site, ignore_errors=True)
        self.clock.now = NOON
        self.stet = self._open()
        self.stet.ledger.opened()
        self.stet.flow.open()

    def _run(self, lanes: list[Lane], *, rebuild: bool) -> list[tuple[int, str]]:
        wrong: dict[int, str] = {}
        for number in range(max(len(lane.rounds) for lane in lanes)):
            doing = [(lane, lane.rounds[number]) for lane in lanes if number < len(lane.rounds)]
            self.clock.now += timedelta(seconds=max(one["after"] for _, one in doing))
            before = _marks(_files(self.site))
            self._round(doing, number)
            for place, fault in self._faults(lanes):
                wrong.setdefault(place, f"round {number}: {fault}")
            if early := self._torn - before.keys() - _marks(_files(self.site)).keys():
                wrong.setdefault(-1, f"round {number}: while the road was down it served {sorted(early)[:5]}")
        if rebuild:
            was = _files(self.site)
            self.stet.replay()
            now = _files(self.site)
            if changed := {name for name in was.keys() | now.keys() if was.get(name) != now.get(name)}:
                wrong.setdefault(-1, f"a replay changes {sorted(changed)[:5]}")
        return sorted(wrong.items())

    def files(self) -> dict[str, bytes]:
        """Every file of the edition."""
        return _files(self.site)

    def goes_wrong(self, sequence: Json) -> bool:
        """Whether a sequence goes wrong alone."""
        return bool(self.run([sequence]))

    # -- one round

    def _round(self, doing: list[tuple[Lane, Json]], number: int) -> None:
        packets = [
            Packet(feed=lane.feed, source=f"{lane.name}-{number}", data=lane.file(message), arrived=self.clock())
            for lane, one in doing
            for message in one.get("wire", ())
        ]
        acts = [(lane, *act) for lane, one in doing for act in one.get("desk", ())]
        self._fuse = next((one["crash"] for _, one in doing if "crash" in one), None)
        self._torn = set()
        saw = [self._before(lane, item) for lane, _, item, *_ in acts]
        try:
            self._do(packets, acts, saw)
            self.stet.flow.run_dry()
        except Crash:
            self._fuse = None
            self._torn = set(_marks(_files(self.site)))
            self.stet = self._open()
            self._do(packets, acts, saw)
            self.stet.engine().run_dry()
            self.stet.ledger.opened()
        self._fuse = None
        if number % 3 == 2:
            self.stet.ledger.checkpoint(self.stet.ledger.last_receipt())
        for lane, one in doing:
            for message in one.get("wire", ()):
                lane.take(message, self.now)

    def _before(self, lane: Lane, item: str) -> tuple[Page, Came | None] | None:
        """What a person has before them."""
        page = next((page for page in lane.pages(self.now) if item in page.items), None)
        if page is None or not any(m.item in page.items for m in lane.came):
            return None
        return page, page.shown

    def _do(self, packets: list[Packet], acts: list[Any], saw: list[Any]) -> None:
        if packets:
            self.stet.flow.keep(packets)
        for (lane, kind, _, *words), before in zip(acts, saw, strict=True):
            if before is not None and lane.acted < self.now:
                self._act(lane, kind, before[0].items[0], before[1], words[0] if words else "")
                lane.acted = self.now

    def _act(self, lane: Lane, kind: str, item: str, saw: Came | None, words: str) -> None:
        """As a person does it; after a crash only what was not recorded. What is refused did not happen."""
        key = lane.key(item)
        if not models.Change.objects.filter(story_key=key, at=self.clock()).exists():
            signed = {"who": chief("desk"), "at": self.clock()}
            try:
                story = self.stet.story(key)
                make: dict[str, Callable[[], Any]] = {
                    "headline": lambda: edit.set_headline(
                        story, f"Seen from here, ours{lane.name}{words}" if words else "", **signed
                    ),
                    "hold": lambda: edit.hold(story, **signed),
                    "release": lambda: edit.release(story, **signed),
                    "kill": lambda: edit.kill(story, "lawyer", **signed),
                }
                change = make[kind]()
            except Misused:
                if kind in ("hold", "kill"):
                    raise
                return
            self.stet.flow.record(change)
        lane.did.append(Did(item, kind, self.now, saw, words))

    # -- what readers get

    def _faults(self, lanes: list[Lane]) -> Iterator[tuple[int, str]]:
        files = _files(self.site)
        told: dict[str, set[str]] = defaultdict(set)
        for name, body in files.items():
            if (name.endswith(_LISTS) and not _CALENDAR.fullmatch(name)) or _SITEMAP.fullmatch(name):
                told[_LIST_OF_PARTS.sub(r"\1", name)] |= set(_LINK.findall(body.decode()))
        late = set(_LINK.findall(files["news-sitemap.xml"].decode())) - told["index.html"]
        if late:
            yield 0, f"the news sitemap has {sorted(late)}"
        marks = _marks(files)
        up = {found[1]: f"/{name[:-5]}" for name in files if (found := _PAGE.fullmatch(name))}
        said = [[(page, _visits(lane, page, up)) for page in lane.pages(self.now)] for lane in lanes]
        asked = {address for lane, pages in zip(lanes, said, strict=True) for _, some in pages for address in some}
        answers = asyncio.run(_ask(Site(self.site), sorted(asked | {a for lane in lanes for a in lane.addresses})))
        self.last = dict(sorted(_last(lanes[0], said[0], answers)))
        for place, (lane, those) in enumerate(zip(lanes, said, strict=True)):
            for fault in _of_lane(lane, those, answers, told, marks):
                yield place, fault
                break


_LIST_OF_PARTS = re.compile(r"((?:archive|sitemaps)/).*")
"""Lists of which each page has the stories of its days, and all pages together have all."""


def _visits(lane: Lane, page: Page, up: dict[str, str]) -> list[str]:
    """Where to ask for the items of a page: where a file is, else anywhere, for an address is known by its end."""
    return [up.get(lane.id(item), f"/x/anything-{lane.id(item)}") for item in page.items]


Visit = tuple[int, str, str]
"""Status in the end, the address it is at, and the page's text; after one redirect at most."""


async def _ask(site: Site, addresses: Sequence[str]) -> dict[str, Visit]:
    found: dict[str, Visit] = {}
    for address in addresses:
        status, where, body = await _get(site, address)
        at = address
        if status == 301:
            at = where
            status, _, body = await _get(site, where)
        found[address] = (status, at, body)
    return found


async def _get(site: Site, address: str) -> tuple[int, str, str]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": address, "headers": []}
    await site(scope, lambda: None, send)  # type: ignore[arg-type, return-value]
    headers = dict(sent[0]["headers"])
    return sent[0]["status"], headers.get(b"location", b"").decode(), sent[1]["body"].decode(errors="replace")


def _of_lane(
    lane: Lane,
    said: list[tuple[Page, list[str]]],
    answers: dict[str, Visit],
    told: dict[str, set[str]],
    marks: dict[str, set[str]],
) -> Iterator[str]:
    """What readers of a lane's stories find, against what they must."""
    allowed: dict[str, str] = {}
    listed: set[str] = set()
    up: set[str] = set()
    """What has a page: the archive has also what is past its relevance."""
    for page, addresses in said:
        want = 200 if page.live else 410 if page.withdrawn or page.was_live() else 404
        for item, address in zip(page.items, addresses, strict=True):
            status, at, body = answers[address]
            if status != want:
                yield f"{item} answers {status}, must answer {want}"
            if want == 200:
                lane.addresses.add(at)
                up.add(lane.id(page.items[0]))
                yield from _of_page(lane, page, at, body, has_topics=page.listed)
        if page.listed:
            listed.add(lane.id(page.items[0]))
        if page.live:
            ours = page.standing[0]
            allowed[lane.mark(ours.text)] = page.items[0]
            allowed |= {f"hd{lane.name}{one.headline}": page.items[0] for one in page.standing}
            allowed[f"ours{lane.name}{page.headline()}"] = page.items[0]
    for address in lane.addresses:
        status, at, _ = answers.get(address, (0, "", ""))
        root = next((page for page, _ in said if any(address.endswith(lane.id(item)) for item in page.items)), None)
        if status and root and status != (200 if root.live else 410 if root.withdrawn or root.was_live() else 404):
            yield f"the older address {address} answers {status}"
    for mark, names in marks.items():
        if re.fullmatch(rf"(bm|hd|ours){lane.name}[^\d]\w*", mark) and mark not in allowed:
            yield f"{mark} stands in {sorted(names)[:3]}"
    ours_ids = {lane.id(item): item for page, _ in said for item in page.items}
    for name, ids in told.items():
        found = {one for one in ids if one in ours_ids}
        section = name.partition("/")[0] if "/" in name else ""
        whole = ("", {"wire": "india", "slow": "world"}[lane.feed], "topic", "archive", "sitemaps")
        agency = f"agency/{AGENCIES[lane.feed]}/"
        shown = up if section in ("archive", "sitemaps") else listed
        expected = shown if section in whole or name.startswith(agency) else set()
        if found != expected:
            wrong = {ours_ids[one] for one in found ^ expected}
            yield f"{name} {'lists' if found - expected else 'lacks'} {sorted(wrong)}"
    if listed and not any(name.startswith("topic/") for name in told):
        yield "there is no topic page"
    if listed and not any(name.startswith(("archive/", "sitemaps/")) for name in told):
        yield "there is no archive, or no sitemap"


def _of_page(lane: Lane, page: Page, at: str, body: str, *, has_topics: bool) -> Iterator[str]:
    if ('rel="tag"' in body) != has_topics:
        yield f"{page.items[0]} {'lacks links' if has_topics else 'links'} to topics"
    shown = set(_BODY.findall(body))
    if shown != {lane.mark(page.standing[0].text)}:
        yield f"{page.items[0]} shows {sorted(shown)}, must show {page.standing[0].text}"
    [first] = _H1.findall(body)
    house = page.headline() != page.standing[0].headline
    want = f"ours{lane.name}{page.headline()}" if house else f"hd{lane.name}{page.headline()}"
    if want not in first:
        yield f"{page.items[0]} is headed {first.strip()!r}, must be {want}"


def _last(lane: Lane, said: list[tuple[Page, list[str]]], answers: dict[str, Visit]) -> Iterator[tuple[str, Any]]:
    for page, addresses in said:
        for item, address in zip(page.items, addresses, strict=True):
            status, _, body = answers[address]
            told = _H1.findall(body)[0].split()[-1].removeprefix("ours").removeprefix("hd") if status == 200 else ""
            yield item, [status, *sorted({mark.removeprefix(lane.mark("")) for mark in _BODY.findall(body)}), told]


def _marks(files: dict[str, bytes]) -> dict[str, set[str]]:
    """The words of sequences, and the files in which they stand."""
    marks: dict[str, set[str]] = {}
    for name, body in files.items():
        if name.endswith((".html", ".xml", ".json")) or name.startswith("at/"):
            text = f"{name} {body.decode()}"
            for mark in {*_BODY.findall(text), *_HEAD.findall(text)}:
                marks.setdefault(mark, set()).add(name)
    return marks


def _files(site: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(site)): file.read_bytes()
        for file in site.rglob("*")
        if file.is_file() and ".tmp" not in file.parts
    }


def told(sequence: Json) -> str:
    """A sequence as a file."""
    return json.dumps(sequence, indent=1)
