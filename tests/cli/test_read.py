"""`stet read`: what a person sees of a file, and what a program gets."""

import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from stet import show
from stet.formats import read
from stet.model.dispatch import Dispatch, Embargo, Picture, Reading, Refusal, Rendition, Status, Subject
from stet.model.packet import Origin

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
FERRY = Path(__file__).parents[2] / "docs" / "guide" / "example" / "ferry-1.xml"
STORY = Dispatch(
    feed="", agency="Northwind", packet="", format="ninjs", index=0, arrived=NOON, story_key="northwind/n-1",
    guid="n-1",
    version=3, version_created=datetime(2026, 11, 21, 20, tzinfo=UTC), headline="Ferry to run all winter",
    body_text="The ferry will run.\n\nIt is new.",
)  # fmt: skip


def said(*dispatches: Dispatch, refusals: tuple[Refusal, ...] = (), width: int = 100, zone: str | None = None) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, soft_wrap=True, highlight=False)
    reading = Reading(format="ninjs", why="JSON with uri", dispatches=dispatches, refusals=refusals)
    console.print(show.reading("a.json", reading, zone))
    return out.getvalue()


def with_(**fields: object) -> Dispatch:
    from msgspec.structs import replace

    return replace(STORY, **fields)


def test_the_format_and_why_stand_above_the_item_and_the_headline_first():
    lines = said(STORY).splitlines()
    assert lines[1].startswith("│ ninjs: JSON with uri")
    assert lines[2].startswith("│ headline         Ferry to run all winter")


def test_times_are_told_in_utc_and_in_the_zone_of_the_site():
    assert "2026-11-21 20:00:00 UTC, 2026-11-22 01:30:00 IST" in said(STORY, zone="Asia/Kolkata")
    assert "2026-11-21 20:00:00 UTC " in said(STORY, zone="UTC")
    last = with_(expires=datetime.max.replace(tzinfo=UTC))
    assert "9999-12-31 23:59:59 UTC" in said(last, zone="Asia/Kolkata")


def test_a_body_is_an_excerpt_and_its_size():
    assert "The ferry will run. It is new." in said(STORY)
    assert "[2 paragraphs, 31 characters]" in said(STORY)
    long = said(with_(body_text="word " * 900))
    assert "word ..." in long
    assert long.count("word") < 100


@pytest.mark.parametrize(
    ("status", "words"), [(Status.CANCELED, "canceled: to be taken away"), (Status.UNKNOWN, "unknown: a word")]
)
def test_a_status_that_keeps_a_story_off_the_site_says_what_it_means(status: Status, words: str):
    assert words in said(with_(status=status))


def test_an_order_on_another_item_is_no_more_than_what_becomes_of_whom():
    order = with_(status=Status.CANCELED, headline=None, body_text="", version=None, version_created=None)
    labels = [line.strip("│ ").split("  ")[0] for line in said(order).splitlines()[2:-1]]
    assert labels == ["status", "guid", "story_key"]


def test_an_item_that_came_in_a_mail_says_its_own_format():
    assert "format           nitf" in said(with_(format="nitf"))
    assert "format  " not in said(STORY)


def test_an_embargo_without_an_end_says_so():
    assert "until the agency lifts it" in said(with_(embargo=Embargo(until=None)))


def test_what_a_person_has_to_answer_stands_below_and_the_problems_after_it():
    told = said(with_(queries=("Is this for print?",), problems=("A zone was assumed.",)))
    assert told.index("The ferry") < told.index("A person has to answer before this is published:")
    assert told.index("- Is this for print?") < told.index("- A zone was assumed.")


def test_a_picture_is_one_line_with_its_largest_file():
    sizes = tuple(Rendition(href=f"https://p.example/{w}.jpg", type="image/jpeg", width=w, height=w) for w in (9, 90))
    told = said(with_(pictures=(Picture(caption="A quay.", credit="Ro Fenn", renditions=sizes),)), width=150)
    assert "A quay., Ro Fenn, 90 x 90, 2 sizes, https://p.example/90.jpg" in told


def test_subjects_are_short_and_a_long_list_is_cut():
    many = tuple(Subject(scheme="medtop", code=f"{n:08}", name=f"Name {n}") for n in range(40))
    told = " ".join(said(with_(subjects=many)).replace("│", "").split())
    assert "Name 0 (medtop:00000000); Name 1 (medtop:00000001)" in told
    assert "and 28 more" in told


def test_a_refusal_says_what_to_do_now():
    told = said(refusals=(Refusal(source="a.xml", reason="truncated: the document breaks off at line 3"),))
    assert "refused: truncated" in told
    assert "If it is still being written, wait; else ask for it again." in told
    assert "item 2 refused: odd" in said(STORY, refusals=(Refusal(source="a.xml", reason="odd", index=1),))


def test_several_items_are_numbered():
    assert "2 of 2" in said(STORY, STORY)


HOSTILE = "[bold red]Mark[/] \x1b[2J\x1b]0;title\x07 \x9b31m \u202eedis\u202c \u2066x\u2069 \r\n end"


def test_nothing_that_the_wire_holds_acts_on_the_terminal():
    fields = ("headline", "guid", "byline", "ed_note", "body_text", "summary", "story_key")
    told = said(
        with_(
            **dict.fromkeys(fields, HOSTILE), alt_ids=(HOSTILE,), subjects=(Subject(name=HOSTILE),), queries=(HOSTILE,),
        ),
        refusals=(Refusal(source="x", reason=HOSTILE),),
    )  # fmt: skip
    assert not set(told) & set("\x1b\x07\x9b\r\u202e\u202c\u2066\u2069")
    assert "[bold red]Mark[/]" in told
    assert "[U+001B]" in told
    assert "[U+202E]" in told


@pytest.mark.parametrize("width", [40, 60, 100, 200])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(width: int):
    story = with_(headline="Überfähre " * 9, guid="g" * 300, ed_note="漢字 " * 70, problems=("A long sentence " * 12,))
    refusals = (Refusal(source="x", reason="a reason that is rather long " * 8),)
    lines = said(story, refusals=refusals, width=width).splitlines()
    assert {cell_len(line) for line in lines} == {width}
    assert "".join(lines).count("g") >= 300
    assert sum(line.count("sentence") for line in lines) >= 10


def test_a_json_line_has_every_key_in_its_order_and_queries_before_problems():
    [line] = show.as_json(
        "a.json", Reading(format="ninjs", why="", dispatches=(with_(queries=("Q?",), problems=("P.",)),))
    )
    told = json.loads(line)
    assert list(told) == ["source", *show.READ_KEYS]
    assert told["problems"] == ["Q?", "P."]
    assert told["version_created"] == "2026-11-21T20:00:00Z"
    assert told["embargo"] is None
    assert told["pictures"] == told["links"] == told["subjects"] == []


def test_a_json_line_says_when_the_news_or_the_rights_end_whichever_is_first_and_no_more_than_it_promised():
    early, late = datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 24, tzinfo=UTC)
    picture = Picture(guid="p", rights_end=early, ed_note="ALDER OUT")
    for ends in ({"expires": late, "rights_end": early}, {"expires": early}, {"rights_end": early}):
        [line] = show.as_json(
            "a.json", Reading(format="ninjs", why="", dispatches=(with_(pictures=(picture,), **ends),))
        )
        told = json.loads(line)
        assert told["expires"] == "2026-12-01T00:00:00Z"
        assert list(told["pictures"][0]) == list(show.READ_PICTURE_KEYS)
        assert list(told) == ["source", *show.READ_KEYS]


def test_the_end_of_the_rights_is_shown_of_a_story_and_of_a_picture():
    end = datetime(2026, 12, 1, tzinfo=UTC)
    told = said(with_(rights_end=end, pictures=(Picture(guid="p", rights_end=end, ed_note="ALDER OUT"),)), width=150)
    assert "rights_end       2026-12-01 00:00:00 UTC" in told
    assert "to editors: ALDER OUT, not after 2026-12-01 00:00:00 UTC" in told


def test_a_refused_item_is_a_json_line_beside_its_neighbours():
    reading = Reading(
        format="ninjs", why="", dispatches=(STORY,), refusals=(Refusal(source="x", reason="odd", index=1),)
    )
    first, second = (json.loads(line) for line in show.as_json("a.json", reading))
    assert first["guid"] == "n-1"
    assert second == {"source": "a.json", "refused": "odd"}


def test_a_packet_that_holds_no_items_is_a_json_line_with_its_format():
    data = (Path(__file__).parents[1] / "wires" / "image" / "kinds" / "02.png").read_bytes()
    reading = read(data, Origin(feed="", arrived=NOON))
    assert [json.loads(line) for line in show.as_json("b.png", reading)] == [{"source": "b.png", "format": "image"}]
    console = Console(file=io.StringIO(), width=60)
    console.print(show.reading("b.png", reading))
    assert "It holds no items." in console.file.getvalue()


# -- as a process


def stet(folder: Path, *words: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "stet", "read", *map(str, words)],
        cwd=folder,
        input=stdin,
        capture_output=True,
        check=False,
    )


def test_several_files_are_shown_and_the_exit_tells_of_a_refused_one(tmp_path: Path):
    (tmp_path / "cut.xml").write_bytes(FERRY.read_bytes()[:-40])
    told = stet(tmp_path, FERRY, "cut.xml", "--json")
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    assert [set(line) >= {"source", "guid"} for line in lines] == [True, False]
    assert set(lines[1]) == {"source", "refused"}
    assert told.returncode == 1


def test_a_dash_is_standard_input(tmp_path: Path):
    told = stet(tmp_path, "-", "--json", stdin=FERRY.read_bytes())
    assert json.loads(told.stdout)["source"] == "-"
    assert told.returncode == 0


@pytest.mark.parametrize(
    ("name", "says"),
    [("nowhere.xml", "There is no nowhere.xml."), ("sub", "sub is a folder. Name the files in it, as sub/*.")],
)
def test_a_path_that_cannot_be_read_is_told_in_a_sentence_and_nothing_is_read(tmp_path: Path, name: str, says: str):
    (tmp_path / "sub").mkdir()
    told = stet(tmp_path, FERRY, name)
    assert told.returncode == 2
    assert told.stderr.decode() == f"stet: {says}\n"
    assert told.stdout == b""


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told_in_a_sentence(tmp_path: Path):
    (tmp_path / "shut.xml").touch(mode=0o000)
    told = stet(tmp_path, "shut.xml")
    assert told.returncode == 2
    assert b"shut.xml cannot be read: Permission denied." in told.stderr
