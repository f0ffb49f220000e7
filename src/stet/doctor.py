"""What is wrong with a house, and how to mend it: one line each."""

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from stet.app import Stet, picture_source
from stet.config import FeedSettings, House, without_effect
from stet.engine.clock import is_kept_right
from stet.errors import StetError
from stet.journal import inquiry, remote, switches
from stet.model.switch import Mode
from stet.show import plural
from stet.story import WITHHELD
from stet.transports.base import printable
from stet.transports.fetch import shown
from stet.transports.websub import Subscription

ROOM = 200_000_000
"""Bytes of free disk below which the doctor warns."""
LOOKED_BACK = timedelta(days=7)
"""How long an order that found no story is told of."""
LISTED = 20
"""At most so many refused files and held stories are named."""


class Finding(Struct, frozen=True):
    """One line: good, worth knowing, or wrong."""

    state: Literal["good", "note", "wrong"]
    what: str


def examine(house: House) -> Iterator[Finding]:
    """Look at everything a newsroom engineer would look at, cheapest first."""
    settings = house.settings
    yield Finding("good", f"settings: {plural(len(settings.feeds), 'feed')}, site {settings.site.name!r}")
    yield from _edition(house)
    yield from _port(house)
    yield from _about(house)
    try:
        stet = Stet(house)
        yield from _clock(stet)
        yield from _journal(stet)
        yield from _like_orders(stet)
    except StetError as trouble:
        yield Finding("wrong", f"journal: {trouble}")
        return
    if not settings.feeds:
        yield Finding("note", "feeds: none yet; add a [[feeds]] table to stet.toml")
    for feed in settings.feeds:
        yield from _feed(house, feed)
        if feed.websub and feed.transport == "poll":
            yield from _hub(stet, feed)
    for name in stet.former:
        yield Finding(
            "note",
            f"feed {name}: no longer in stet.toml; what came by it stays as it is until it is killed, or the feed is "
            "named again",
        )
    yield from _switched()
    yield from _stories()


def _edition(house: House) -> Iterator[Finding]:
    folder = house.edition
    there = folder if folder.exists() else folder.parent
    if folder.exists() and not folder.is_dir():
        yield Finding("wrong", f"edition: {folder} is a file; name a folder in storage.edition")
    elif not there.exists() or not os.access(there, os.W_OK | os.X_OK):
        yield Finding("wrong", f"edition: {there} cannot be written; make it, or give Stet's account the right to")
    else:
        free = shutil.disk_usage(there).free
        state: Literal["good", "wrong"] = "good" if free > ROOM else "wrong"
        advice = "" if free > ROOM else "; make room, or pages and packets cannot be kept"
        yield Finding(state, f"edition: {folder}, {free / 1e9:.1f} GB free{advice}")


def _about(house: House) -> Iterator[Finding]:
    folder = house.path(house.settings.site.about)
    missing = [name for name in ("contact.md", "ownership.md", "terms.md") if not (folder / name).is_file()]
    if missing:
        yield Finding(
            "note",
            f"about: {folder} has no {', '.join(missing)}; readers and search engines for news look for these pages, "
            "and only the house can write them",
        )


def _port(house: House) -> Iterator[Finding]:
    server = house.settings.server
    try:
        connection = socket.create_connection((server.host, server.port), timeout=1)
    except OSError:
        yield Finding("note", f"server: nothing listens on {server.bind}; start it with `stet run`")
        return
    answer = b""
    with connection, suppress(OSError):
        connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: stet\r\n\r\n")
        answer = connection.recv(4096)
    if b" 200 " in answer.split(b"\r\n", 1)[0]:
        yield Finding("good", f"server: answers on {server.bind}")
    else:
        yield Finding("wrong", f"server: something else listens on {server.bind}; choose another server.bind")


def _clock(stet: Stet) -> Iterator[Finding]:
    trouble = stet.moment().trouble
    if trouble:
        yield Finding("wrong", f"clock: {trouble}")
    else:
        yield Finding("good", "clock: agrees with the time this machine has been up")
    if is_kept_right() is False:
        yield Finding(
            "note",
            "clock: the system does not say that a time server keeps it right; embargoes open by it, so set one up "
            "(`timedatectl set-ntp true`)",
        )


def _journal(stet: Stet) -> Iterator[Finding]:
    stet.ledger.writable()
    yield Finding("good", f"journal: {stet.house.settings.storage.database} answers and can be written")
    if stet.ledger.rebuilding():
        yield Finding("wrong", "journal: a `stet replay` was broken off; run it again")
    if trouble := inquiry.trouble():
        yield Finding("wrong", f"road: {trouble}")
    waiting = inquiry.waiting()
    if waiting:
        yield Finding("note", f"road: {waiting} packets and stories wait; `stet run` takes them further")
    for item in inquiry.refused(limit=LISTED):
        yield Finding(
            "note",
            f"refused: {item.source} (feed {item.feed}, {item.arrived:%Y-%m-%d %H:%M} UTC, packet {item.packet}): "
            f"{item.reason}",
        )


def _like_orders(stet: Stet) -> Iterator[Finding]:
    """A stop that found no story is the worst thing that can lie here unseen."""
    now = stet.moment().now
    for one in inquiry.like_orders(now - LOOKED_BACK, LISTED):
        came = f"{printable(one.source)} (feed {one.feed}, {one.arrived:%Y-%m-%d %H:%M} UTC)"
        yield Finding(
            "wrong",
            f"order: {came}: {printable(one.what)} Find the story that it means and run "
            "`stet kill STORY --reason …`; this line goes seven days after it came",
        )


def _feed(house: House, feed: FeedSettings) -> Iterator[Finding]:
    for key in without_effect(feed):
        yield Finding("note", f'feed {feed.name}: {key} has no effect with transport = "{feed.transport}"; take it out')
    yield from _pictures(house, feed)
    state = {one.name: one for one in inquiry.feeds()}.get(feed.name)
    if feed.transport == "folder":
        yield from _folder(feed, house.path(feed.path or feed.name), new=state is None)
        yield from _too_large(feed, house.path(feed.path or feed.name) / "refused")
    else:
        house.password(feed)
    if state is None:
        yield Finding("note", f"feed {feed.name}: nothing has come yet")
    elif state.trouble:
        yield Finding("wrong", f"feed {feed.name}: {state.trouble.removeprefix(f'Feed {feed.name}: ')}")
    elif state.doubt:
        yield Finding("wrong", f"feed {feed.name}: {state.doubt}")
    else:
        last = f"{state.last_arrival:%Y-%m-%d %H:%M} UTC" if state.last_arrival else "never"
        yield Finding(
            "good", f"feed {feed.name}: {plural(state.packets, 'packet')}, {state.refused} refused, last {last}"
        )


def _hub(stet: Stet, feed: FeedSettings) -> Iterator[Finding]:
    """Whether somebody tells of the feed's changes. That nobody does is no fault: it is polled."""
    known, now = stet.ledger.subscription(feed.name), stet.moment().now
    agreed = msgspec.convert(known, Subscription) if known else None
    every = f"the feed is polled every {feed.seconds:g} s"
    if not stet.ledger.cursor(feed.name).get("announced"):
        yield Finding("note", f"feed {feed.name}: announces no hub, as far as it was polled; {every}")
    elif agreed is None or agreed.asked is None:
        yield Finding("note", f"feed {feed.name}: its hub was not asked yet; {every}")
    elif agreed.ends is None or agreed.ends <= now:
        yield Finding(
            "note",
            f"feed {feed.name}: {shown(agreed.hub)} was asked ({agreed.asked:%Y-%m-%d %H:%M} UTC) and sends nothing; "
            f"{every}. See the log, and whether the hub can reach {stet.site.url}",
        )
    else:
        until = f"{agreed.ends:%Y-%m-%d %H:%M} UTC"
        yield Finding("good", f"feed {feed.name}: {shown(agreed.hub)} tells of its changes, until {until} and on")


def _pictures(house: House, feed: FeedSettings) -> Iterator[Finding]:
    """Pictures that stories name by address and that are not to be had."""
    source = picture_source(house, feed)
    for host, count in remote.waiting(feed.name).items():
        if not source.allows(host):
            hosts = ", ".join(f'"{name}"' for name in (*feed.picture_hosts, host))
            yield Finding(
                "note",
                f"feed {feed.name}: {plural(count, 'picture')} at {host}, which it may not ask; if that is right "
                f"for this agency, write picture_hosts = [{hosts}] under this feed",
            )
    if lost := remote.given_up(feed.name):
        yield Finding(
            "note",
            f"feed {feed.name}: {plural(lost.count, 'picture')} given up, the last: {printable(lost.last)}; set one by "
            "hand with `stet picture`",
        )


def _folder(feed: FeedSettings, folder: Path, *, new: bool) -> Iterator[Finding]:
    if new and not folder.exists():
        yield Finding("note", f"feed {feed.name}: there is no folder {folder} yet; `stet run` makes it")
    elif not folder.is_dir():
        yield Finding("wrong", f"feed {feed.name}: there is no folder {folder}; make it, or correct its path")
    elif not os.access(folder, os.R_OK | os.X_OK):
        yield Finding("wrong", f"feed {feed.name}: {folder} cannot be read; give Stet's account the right to")
    elif feed.after != "leave" and not os.access(folder, os.W_OK):
        yield Finding("note", f"feed {feed.name}: {folder} is read-only; taken files stay there and are remembered")


def _too_large(feed: FeedSettings, refused: Path) -> Iterator[Finding]:
    with suppress(OSError):
        names = sorted(printable(file.name) for file in refused.iterdir())
        if names:
            listed = ", ".join(names[:LISTED])
            yield Finding(
                "note",
                f"feed {feed.name}: larger than size_limit and not taken, in {refused}: {listed}; raise size_limit "
                "and put back what is wanted, and empty the folder",
            )


def _switched() -> Iterator[Finding]:
    """Feeds that somebody switched: what does not come up has a reason."""
    gate = switches.current()
    for name in sorted(gate.spans):
        if span := gate.now(name):
            what = "paused: only its stops have any effect" if span.mode is Mode.PAUSE else "held: new stories wait"
            yield Finding(
                "note",
                f"feed {name}: {what}, by {span.switch.who} since {span.since:%Y-%m-%d %H:%M} UTC: "
                f"{printable(span.switch.reason)}; end it with `stet feed resume {name} --reason …`",
            )


def _stories() -> Iterator[Finding]:
    counts = inquiry.count_states()
    told = ", ".join(f"{count} {state or 'waiting'}" for state, count in counts.items()) or "none yet"
    yield Finding("good", f"stories: {told}")
    for row in islice(inquiry.stories_in("held"), LISTED):
        yield Finding("note", f"held: {row.id}: {row.reason}")
    if counts.get("held", 0) > LISTED:
        yield Finding("note", f"held: and {counts['held'] - LISTED} more")
    for row in islice(inquiry.stories_because(WITHHELD), LISTED):
        yield Finding("note", f"withheld: {row.id}: {row.reason}")
