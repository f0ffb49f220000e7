"""Every wire file goes somewhere: to a page that shows the agency's words, to the file room, or back with a reason.

`tests/wires` holds invented copy; real agency files are taken as well where they lie beside the repository. Each file
has a feed of its own, for files of different houses share ids (dozens are called `simplest-test`) and would fold into
one story; a second test sends them all down one feed a format and checks just that folding.
"""

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import msgspec
import pytest
from lxml import etree

from stet import formats
from stet.app import Stet
from stet.config import House, parse
from stet.journal.inquiry import Outcome, StoryRow
from stet.model.dispatch import Dispatch, Kind, Status
from stet.model.packet import Origin, Packet

OWN = Path(__file__).parents[1] / "wires"
REAL = Path(__file__).parents[3] / "shared" / "wires"
FORMATS = ("newsml-g2", "nitf", "ninjs")
SOURCES = ["own", *(["real"] if REAL.is_dir() else [])]

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
    "Under an embargo without an end: it stays shut until the agency names one or lifts it.": "an endless embargo",
}
"""All the reasons for which something that was read may be without a page."""


def wire_files(source: str) -> list[Path]:
    if source == "own":
        return sorted(path for path in OWN.glob("*/*/*") if path.name != "expected.json")
    found = (path for name in FORMATS for path in (REAL / name).iterdir())
    return sorted(path for path in found if not path.name.endswith(".expected.json"))


def format_of(path: Path, source: str) -> str:
    return path.relative_to(OWN if source == "own" else REAL).parts[0]


def take(root: Path, clock, files: dict[Path, str]) -> tuple[Stet, dict[Path, Outcome]]:
    """Files by the name of their feed, through a house that has these feeds."""
    feeds = "".join(
        f'[[feeds]]\nname = "{name}"\nagency = "Agency {name}"\npath = "wire/{name}"\n'
        for name in dict.fromkeys(files.values())
    )
    settings = parse(f'[site]\nname = "The Morning Ledger"\nurl = "https://news.example"\n{feeds}')
    stet = Stet(House(settings=settings, root=root), clock=clock)
    packets = [
        Packet(feed=feed, source=path.name, data=path.read_bytes(), arrived=clock()) for path, feed in files.items()
    ]
    outcomes = dict(zip(files, stet.take(packets), strict=True))
    return stet, outcomes


def dispatches(path: Path, clock) -> tuple[Dispatch, ...]:
    return formats.read(path.read_bytes(), Origin(feed="", arrived=clock())).dispatches


def may_be_shown(versions: list[Dispatch]) -> bool:
    """Whether these versions of one story call for a page: words, no stop, no embargo without an end."""
    return (
        any(d.status is Status.USABLE and d.body_text and d.kind in (Kind.STORY, Kind.ALERT) for d in versions)
        and all(d.status is Status.USABLE for d in versions)
        and not any(d.embargo and d.embargo.until is None for d in versions)
    )


def has_words_for_a_body(data: bytes) -> bool:
    """Looked at without any of Stet's readers: is there text where a format puts the body?"""
    if data.lstrip()[:1] in (b"{", b"["):
        item = msgspec.json.decode(data)
        return any(isinstance(value, str) and value.strip() for key, value in item.items() if key.startswith("body"))
    places = etree.fromstring(data).iter("{*}inlineXML", "{*}inlineData", "{*}body.content")
    return any("".join(place.itertext()).strip() for place in places)


def plain(reason: str) -> str:
    return WHY_NO_PAGE.get(reason) or re.sub(r" on \d{4}-.* UTC", "", reason).rstrip(".").lower()


def told(table: Counter[tuple[str, str, str]]) -> str:
    rows = [("format", "outcome", "why", "items"), *((*row, str(n)) for row, n in sorted(table.items()))]
    return "\n" + "".join(f"{a:10} {b:10} {n:>5}  {c}\n" for a, b, c, n in rows)


@pytest.mark.parametrize("source", SOURCES)
def test_every_wire_file_becomes_a_page_or_is_put_aside_with_a_reason(source, tmp_path, database, clock, capsys):
    files = wire_files(source)
    stet, outcomes = take(tmp_path, clock, {path: f"feed-{n}" for n, path in enumerate(files)})
    table: Counter[tuple[str, str, str]] = Counter()
    pages: list[StoryRow] = []
    for path, outcome in outcomes.items():
        name = format_of(path, source)
        assert outcome.read, path
        assert outcome.refusals or outcome.stories, path
        table.update((name, "refused", refusal.reason) for refusal in outcome.refusals)
        versions = defaultdict(list)
        for dispatch in dispatches(path, clock):
            versions[dispatch.guid].append(dispatch)
        assert len(versions) == len(outcome.stories), path
        for row in outcome.stories:
            table[name, row.state, plain(row.reason)] += 1
            assert (row.path is not None) == (row.state in READABLE)
            own = next(many for guid, many in versions.items() if row.key.endswith(f"/{guid}"))
            assert (row.path is not None) == may_be_shown(own), (path, row)
            assert row.path is not None or row.reason in WHY_NO_PAGE, (path, row)
            if plain(row.reason) in (NO_WORDS, NO_BODY):
                assert not has_words_for_a_body(path.read_bytes()), path
            pages += [row] * (row.path is not None)
    verdicts = list(stet.verify())
    assert [verdict for verdict in verdicts if verdict.fault] == []
    assert {verdict.path for verdict in verdicts} == {row.path for row in pages}
    assert all((tmp_path / "site" / f"{row.path}.html").is_file() for row in pages)
    if source == "real":
        with capsys.disabled():
            sys.stdout.write(told(table))


@pytest.mark.parametrize("source", SOURCES)
def test_files_of_one_feed_that_share_an_id_are_one_story(source, tmp_path, database, clock):
    files = {path: format_of(path, source) for path in wire_files(source)}
    stet, outcomes = take(tmp_path, clock, files)
    versions = defaultdict(list)
    for path, feed in files.items():
        for dispatch in dispatches(path, clock):
            versions[feed, dispatch.guid].append(dispatch)
    rows = {row.key: row for outcome in outcomes.values() for row in outcome.stories}
    assert len(rows) == len(versions)
    for (feed, guid), many in versions.items():
        row = rows[f"agency-{feed}/{guid}"]
        assert (row.path is not None) == may_be_shown(many), row
    assert [verdict for verdict in stet.verify() if verdict.fault] == []
