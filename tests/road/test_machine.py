"""The life of stories at random, down the real road, against an oracle that knows nothing of how it is done.

Versions, corrections of numbers and times, stops, un-kills, embargoes, clock steps, desk acts, duplicates, reordered
batches and crashes, in any sequence; after each the public surfaces serve what `oracle.met` says, and nothing else.
"""

import asyncio
import json
import os
import random
import shutil
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from conftest import NOON, SetClock
from road.conftest import Road
from road.oracle import CANCELED, HEADLINE, HOLD, KILL, RELEASE, USABLE, WITHHELD, Did, Sent, met
from stet.desk import edit
from stet.engine.site import Site
from stet.errors import Misused
from stet.model.address import story_id
from stet.model.packet import Packet
from stet.publish.folder import FolderPublisher

SEQUENCES = 2000
STEPS = 8
SHARES = 8
"""The sequences run in so many tests, which processes share."""
ITEMS = {"urn:m:a": ("a", 0), "urn:m:b": ("a", 1), "urn:m:c": ("c", 0)}
"""Thread and place of each item: b goes on from a."""
SERIAL = "m-serial"
DEPTHS = st.integers(0, 4)


class Died(BaseException):
    """The process is no more: nothing catches this."""


class Life(RuleBasedStateMachine):
    """Two stories, one of them of two items."""

    road: Road

    @initialize()
    def begin(self) -> None:
        """An empty house."""
        _empty(self.road)
        self.said: dict[str, list[Any]] = {"a": [], "c": []}
        self.sent: list[bytes] = []
        self.number = 0

    # -- what happens

    @rule(
        item=st.sampled_from(sorted(ITEMS)), version=DEPTHS, age=st.integers(0, 30),
        status=st.sampled_from([USABLE] * 5 + [CANCELED, CANCELED, WITHHELD]),
        embargo=st.sampled_from([None] * 5 + [-5, 3, 40]), late=st.booleans(),
    )  # fmt: skip
    def wire(self, item: str, version: int, age: int, status: str, embargo: int | None, late: bool) -> None:
        """A version comes, perhaps in a batch whose order is turned around."""
        self.tick()
        batch = [self.version(item, version, age, status, embargo)]
        if late:
            batch.insert(0, self.version(item, version + 1, max(age - 1, 0), USABLE, None))
        self.take(batch)

    @rule(age=st.integers(0, 30))
    def order_by_another_name(self, age: int) -> None:
        """A kill that names the serial of item a."""
        self.tick()
        created = self.now - timedelta(minutes=age)
        self.said["a"].append(Sent(-1, 0, CANCELED, created, self.now, ""))
        self.take([_item(SERIAL, 9, CANCELED, created, "", None, altids=None)])

    @rule(again=st.randoms(use_true_random=False))
    def duplicate(self, again: random.Random) -> None:
        """Something comes again."""
        if self.sent:
            self.tick()
            self.take([again.choice(self.sent)], new=False)

    @rule(minutes=st.sampled_from([1, 4, 60]))
    def wait(self, minutes: int) -> None:
        """Time passes, and the road looks for what fell due."""
        self.road.clock.now += timedelta(minutes=minutes)
        self.road.stet.flow.run_dry()

    @rule(thread=st.sampled_from(["a", "c"]), what=st.sampled_from([HEADLINE, HEADLINE, HOLD, RELEASE, RELEASE, KILL]))
    def desk(self, thread: str, what: str) -> None:
        """A person acts, as far as the desk lets them."""
        if not any(isinstance(one, Sent) and one.place >= 0 for one in self.said[thread]):
            return
        self.tick()
        words = f"Ours {self.number}"
        try:
            story = self.road.stet.story(_key(thread))
            self.road.stet.flow.record(_act(story, what, words, self.now))
        except Misused:
            self.road.stet.flow.run_dry()  # what fell due meanwhile
            return
        place = ITEMS[story.current.guid][1]
        self.said[thread].append(
            Did(what, self.now, place, story.current.version or 0, words if what == HEADLINE else "")
        )
        self.road.stet.flow.run_dry()

    @rule(
        item=st.sampled_from(sorted(ITEMS)), version=DEPTHS, status=st.sampled_from([USABLE, CANCELED]),
        point=st.integers(1, 6), before=st.booleans(),
    )  # fmt: skip
    def crash(self, item: str, version: int, status: str, point: int, before: bool) -> None:
        """The process dies at some point of the road, and another one takes over."""
        self.tick()
        data = self.version(item, version, 0, status, None)
        with pytest.MonkeyPatch.context() as patch:
            _die_at(patch, self.road, point, before=before)
            with suppress(Died):
                self.take([data])
        _start_again(self.road)

    # -- what must hold

    @invariant()
    def every_surface_serves_what_it_should(self) -> None:
        """Pages, addresses, lists and feeds."""
        if not hasattr(self, "said"):
            return
        live = {thread: met(said, self.now) for thread, said in self.said.items()}
        pages = self.road.pages()
        for thread, expected in live.items():
            mine = [page for path, page in pages.items() if path.endswith(story_id(_key(thread)))]
            assert len(mine) == (expected.status == 200), (thread, expected)
            for item in self.come(thread):
                status = _status(self.road.site, f"/india/x-{story_id(f'northwind-news/{item}')}", mine)
                assert status == expected.status or (status == 404 and expected.status == 200), (item, expected)
            if mine:
                assert expected.mark.encode() in mine[0]
                assert (expected.headline or f"Headline {expected.mark}").encode() in mine[0]
        self.nothing_else_is_public({one.mark for one in live.values() if one.status == 200})

    def nothing_else_is_public(self, marks: set[str]) -> None:
        """No list, feed or file has the words of any other version."""
        closed = {one.mark for said in self.said.values() for one in said if isinstance(one, Sent)} - marks - {""}
        for name, body in self.road.edition().items():
            found = [mark for mark in closed if f"Headline {mark}".encode() in body or f"Body {mark}".encode() in body]
            assert not found, name
        for name in ("index.html", "rss.xml", "feed.json", "india/index.html"):
            body = (self.road.site / name).read_bytes()
            assert {thread for thread in self.said if story_id(_key(thread)).encode() in body} == {
                thread for thread, said in self.said.items() if met(said, self.now).status == 200
            }, name

    # -- helpers

    @property
    def now(self) -> datetime:
        """The instant the test's clock shows."""
        return self.road.clock.now

    def come(self, thread: str) -> list[str]:
        """The items of the thread that came."""
        places = {one.place for one in self.said[thread] if isinstance(one, Sent)}
        return [item for item, (one, place) in ITEMS.items() if one == thread and place in places]

    def tick(self) -> None:
        """No two commands at one instant."""
        self.number += 1
        self.road.clock.now += timedelta(minutes=1)

    def version(self, item: str, version: int, age: int, status: str, embargo: int | None) -> bytes:
        """A version of an item with a mark that no other has."""
        self.number += 1
        thread, place = ITEMS[item]
        created, mark = self.now - timedelta(minutes=age), f"mark{self.number:04}x"
        until = None if embargo is None or status != USABLE else self.now + timedelta(minutes=embargo)
        self.said[thread].append(
            Sent(place, version, status, created, self.now, mark if status == USABLE else "", until)
        )
        return _item(
            item, version, status, created, mark, until,
            altids={"serial": SERIAL} if item == "urn:m:a" else None,
            evolvedfrom="urn:m:a" if item == "urn:m:b" else None,
        )  # fmt: skip

    def take(self, batch: list[bytes], *, new: bool = True) -> None:
        """Keep a batch and walk the road until nothing waits."""
        if new:
            self.sent += batch
        packets = [Packet(feed="wire", source="x.json", data=data, arrived=self.now) for data in batch]
        self.road.stet.flow.keep(packets)
        self.road.stet.flow.run_dry()


def _item(uri, version, status, created, mark, until, **fields) -> bytes:
    said = {
        "uri": uri, "type": "text", "version": str(version), "versioncreated": created.isoformat(), "pubstatus": status,
        "headline": f"Headline {mark}" if mark else None, "body_text": f"Body {mark}." if mark else "",
        "embargoed": until.isoformat() if until else None,
    }  # fmt: skip
    return json.dumps({name: value for name, value in (said | fields).items() if value is not None}).encode()


def _key(thread: str) -> str:
    return f"northwind-news/urn:m:{thread}"


def _act(story, what: str, words: str, at: datetime):
    if what == HEADLINE:
        return edit.set_headline(story, words, who="mira", at=at)
    if what == KILL:
        return edit.kill(story, "denied", who="mira", at=at)
    return (edit.hold if what == HOLD else edit.release)(story, who="mira", at=at)


def _status(site: Path, path: str, pages: list[bytes]) -> int:
    """The status of an address, at the end of redirects."""
    for _ in range(2):
        status, place = _get(site, path)
        if status != 301:
            return status
        path = place
    raise AssertionError(f"{path} is moved more than once")


def _get(site: Path, path: str) -> tuple[int, str]:
    said: list[Any] = []

    async def send(message: Any) -> None:
        said.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "headers": [],
        "query_string": b"",
    }
    asyncio.run(Site(site)(scope, None, send))  # type: ignore[arg-type]
    return said[0]["status"], next((v.decode() for k, v in said[0]["headers"] if k == b"location"), "")


def _empty(road: Road) -> None:
    """The house as it was built."""
    from django.apps import apps
    from django.db import transaction

    with transaction.atomic():
        for model in reversed(list(apps.get_app_config("journal").get_models())):
            model.objects.all().delete()
    shutil.rmtree(road.site, ignore_errors=True)
    road.clock.now = NOON
    road.stet.publisher = FolderPublisher(road.site)
    road.stet.flow = road.stet._flow(road.stet.publisher)
    road.stet.flow.open()


def _start_again(road: Road) -> None:
    """As another process would after this one died."""
    road.stet.publisher = FolderPublisher(road.site)
    road.stet.flow = road.stet._flow(road.stet.publisher)
    road.stet.ledger.opened()  # the one that died never said that it ended
    road.stet.engine().run_dry()


def _die_at(patch: pytest.MonkeyPatch, road: Road, point: int, *, before: bool) -> None:
    """The so-maniest time that the road writes anything, before or after it did, is its last."""
    left = [point]
    places = [(road.stet.journal, name) for name in ("file", "settle", "clean_lists")]
    places += [(road.stet.flow._publisher, name) for name in ("put", "remove")]
    for owner, name in places:
        real = getattr(owner, name)

        def step(*args, real=real, **named):
            left[0] -= 1
            if before and left[0] == 0:
                raise Died
            done = real(*args, **named)
            if not before and left[0] == 0:
                raise Died
            return done

        patch.setattr(owner, name, step)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("share", range(SHARES))
def test_whatever_happens_every_surface_serves_what_it_should(share, tmp_path, database, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr(os, "sync", lambda: None)
    Life.road = Road(tmp_path, SetClock())
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    told = settings(
        max_examples=SEQUENCES // SHARES, stateful_step_count=STEPS, deadline=None, database=None,
        phases=[Phase.generate], report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck), print_blob=False,
    )  # fmt: skip
    run_state_machine_as_test(hypothesis.seed(share)(Life), settings=told)
