"""Every wire file goes somewhere: to a page that shows the agency's words, to the file room, or back with a reason.

`tests/wires` holds invented copy; real agency files are taken as well where they lie beside the repository. Each file
has a feed of its own, for files of different houses share ids (dozens are called `simplest-test`) and would fold into
one story; a second test sends them all down one feed a format and checks just that folding.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

from stet import formats
from stet.app import Stet
from stet.config import House, parse
from stet.journal.inquiry import Outcome, StoryRow
from stet.model.dispatch import Dispatch, Kind, Status
from stet.model.packet import Packet

OWN = Path(__file__).parents[1] / "wires"
REAL = Path(__file__).parents[3] / "shared" / "wires"
SOURCES = ["own", *(["real"] if REAL.is_dir() else [])]
OF_A_FEED = ("agency", "time_zone", "language", "charset", "cut", "stop_signals")
"""What a case may say of its feed that stands in `stet.toml`."""

READABLE = ("live", "expired")
NO_WORDS = "no words: the item has neither body nor headline"
NO_BODY = "no body: a headline alone waits for a person"
WHY_NO_PAGE = {
    "A picture: it goes with stories and has no page of its own.": "a picture",
    "A package: sound, film or a list of other items, and has no page of its own.": "a package",
    "An advisory: a note to editors, not copy.": "an advisory",
    "There are no words to show: the agency has to send a version with a body.": NO_WORDS,
    "The story came without a body: a person has to look.": NO_BODY,
    "The agency gave a version a status that is not known here: a person has to decide.": "a status nobody knows",
    "Killed by the agency; only a later usable version can lift that.": "killed by the agency",
    "Withheld by the agency; it comes back by itself when a later usable version arrives.": "withheld by the agency",
    "Usable again after a kill: a person has to confirm it by releasing the story.": "usable after a kill",
    "It continues another take, which has not come, and is nothing without it.": "an add alone",
    "More of the text is to come: it waits for that a while.": "a first take that waits for more",
    "Under an embargo without an end: it stays shut until the agency names one or lifts it.": "an endless embargo",
}
"""All the reasons for which something that was read may be without a page, beside a question of the reader's."""
BY_TIME = ("embargo", "rights in it ended")


def wire_files(source: str) -> list[Path]:
    """Every file that came, or was written, as wire copy."""
    if source == "real":
        return sorted(path for path in REAL.glob("*/*") if path.is_file() and not path.name.endswith(".expected.json"))
    found = sorted(path for path in OWN.glob("*/*/*") if path.name != "expected.json")
    return [path for path in found if "limits" not in said_of_feed(path)]


def said_of_feed(path: Path) -> dict[str, Any]:
    """What an invented case says of the feed it comes by."""
    expected = path.parent / "expected.json"
    found: dict[str, Any] = json.loads(expected.read_text("utf-8"))[path.name].get("origin", {}) if (
        expected.is_file()) else {}  # fmt: skip
    return found


def format_of(path: Path, source: str) -> str:
    return path.relative_to(OWN if source == "own" else REAL).parts[0]


def feed_table(name: str, path: Path) -> str:
    """One feed of `stet.toml`."""
    # Wire files of many years come here at one instant: the far-date tripwire would leave nothing to look at.
    said: dict[str, Any] = {"agency": f"Agency {name}", "tripwires_off": ["far-date"]}
    said |= {k: v for k, v in said_of_feed(path).items() if k in OF_A_FEED and v}
    return f'[[feeds]]\nname = "{name}"\npath = "wire/{name}"\n' + "".join(
        f"{key} = {json.dumps(value)}\n" for key, value in said.items()
    )


def take(root: Path, clock, files: dict[Path, str]) -> tuple[Stet, dict[Path, Outcome]]:
    """Files by the name of their feed, through a house that has these feeds."""
    first = {name: path for path, name in reversed(files.items())}
    feeds = "".join(feed_table(name, path) for name, path in first.items())
    settings = parse(f'[site]\nname = "The Morning Ledger"\nurl = "https://news.example"\n{feeds}')
    stet = Stet(House(settings=settings, root=root), clock=clock)
    packets = [
        Packet(feed=feed, source=path.name, data=path.read_bytes(), arrived=clock()) for path, feed in files.items()
    ]
    outcomes = dict(zip(files, stet.take(packets), strict=True))
    return stet, outcomes


def dispatches(stet: Stet, path: Path, feed: str) -> tuple[Dispatch, ...]:
    """What a file holds, and what the minimal reader finds in one that is broken, as the road reads it."""
    origin = stet.flow.origin(feed, path.name, stet.clock())
    reading = formats.read(path.read_bytes(), origin)
    orders = formats.stop_orders(path.read_bytes(), origin) if reading.refusals else ()
    return (*reading.dispatches, *orders)


def may_be_shown(versions: list[Dispatch]) -> bool | None:
    """Whether these versions of one story call for a page: words, no stop, no embargo still on.

    None where a person was asked something, specimens of several sorts share an id, or a version was withheld and
    another is usable: the newest version decides.
    """
    if {Status.WITHHELD, Status.USABLE} <= {d.status for d in versions}:
        return None
    if (
        len({d.kind for d in versions if d.status is Status.USABLE}) > 1
        or any(d.queries for d in versions)
        or any(d.kind is Kind.ALERT and not d.body_text for d in versions)
    ):
        return None
    return (
        any(d.status is Status.USABLE and d.body_text and d.kind in (Kind.STORY, Kind.ALERT) for d in versions)
        and all(d.status is Status.USABLE for d in versions)
        and not any(d.embargo and (d.embargo.until is None or d.embargo.until > d.arrived) for d in versions)
        and not any(d.rights_end and d.rights_end <= d.arrived for d in versions)
        and versions[-1].kind in (Kind.STORY, Kind.ALERT)
        and not all({"wire:add", "wire:more"} & set(d.signals) for d in versions)  # the clock of the test stands still
    )


def has_words_for_a_body(data: bytes) -> bool:
    """Looked at without any of Stet's readers: is there text where a format puts the body?"""
    if data.lstrip()[:1] in (b"{", b"["):
        item = msgspec.json.decode(data)
        return any(isinstance(value, str) and value.strip() for key, value in item.items() if key.startswith("body"))
    places = list(etree.fromstring(data).iter("{*}inlineXML", "{*}inlineData", "{*}body.content"))
    heads = ("".join(head.itertext()) for place in places for head in place.iter("{*}head"))
    return any("".join(place.itertext()).strip() not in ("", *heads) for place in places)


def plain(reason: str, versions: list[Dispatch]) -> str:
    if any(reason in dispatch.queries for dispatch in versions):
        return "a person is asked: " + re.sub(r"[“'\"].*[”'\"]", "...", reason)
    return WHY_NO_PAGE.get(reason) or re.sub(r" on \d{4}-.* UTC", "", reason).rstrip(".").lower()


def told(table: Counter[tuple[str, str, str]]) -> str:
    rows = [("format", "outcome", "why", "items"), *((*row, str(n)) for row, n in sorted(table.items()))]
    return "\n" + "".join(f"{a:10} {b:10} {n:>5}  {c}\n" for a, b, c, n in rows)


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES)
def test_every_wire_file_becomes_a_page_or_is_put_aside_with_a_reason(source, tmp_path, database, clock, capsys):
    files = {path: f"feed-{n}" for n, path in enumerate(wire_files(source))}
    stet, outcomes = take(tmp_path, clock, files)
    table: Counter[tuple[str, str, str]] = Counter()
    pages: list[StoryRow] = []
    for path, outcome in outcomes.items():
        name = format_of(path, source)
        assert outcome.read, path
        table.update((name, "refused", refusal.reason) for refusal in outcome.refusals)
        versions = {row.key: list(stet.history(row.key).dispatches) for row in outcome.stories}
        here = {dispatch.story_key for dispatch in dispatches(stet, path, files[path])}
        assert here <= {dispatch.story_key for many in versions.values() for dispatch in many}, path
        for row in outcome.stories:
            table[name, row.state, plain(row.reason, versions[row.key])] += 1
            check(row, versions[row.key])
            if len(outcome.stories) == 1 and WHY_NO_PAGE.get(row.reason) in (NO_WORDS, NO_BODY):
                assert not has_words_for_a_body(path.read_bytes()), path
            pages += [row] * (row.path is not None)
    verdicts = list(stet.verify())
    assert [verdict for verdict in verdicts if verdict.fault] == []
    assert {verdict.path for verdict in verdicts} == {row.path for row in pages}
    assert all((tmp_path / "site" / f"{row.path}.html").is_file() for row in pages)
    if source == "real":
        with capsys.disabled():
            sys.stdout.write(told(table))


def check(row: StoryRow, versions: list[Dispatch]) -> None:
    """A story has a page exactly when what came of it calls for one, and else a reason that is known here."""
    asked = {query for dispatch in versions for query in dispatch.queries}
    assert (row.path is not None) == (row.state in READABLE), row
    assert may_be_shown(versions) in (None, row.path is not None), row
    assert (
        row.path is not None
        or row.reason in WHY_NO_PAGE
        or row.reason in asked
        or any(words in row.reason for words in BY_TIME)
    ), row


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES)
def test_files_of_one_feed_that_share_an_id_are_one_story(source, tmp_path, database, clock):
    files = {path: format_of(path, source) for path in wire_files(source) if not said_of_feed(path)}
    stet, outcomes = take(tmp_path, clock, files)
    versions = defaultdict(list)
    for path, feed in files.items():
        for dispatch in dispatches(stet, path, feed):
            versions[dispatch.story_key].append(dispatch)
    rows = {row.key: row for outcome in outcomes.values() for row in outcome.stories}
    assert rows.keys() == {stet.story(key).key for key in versions}
    assert [verdict for verdict in stet.verify() if verdict.fault] == []
