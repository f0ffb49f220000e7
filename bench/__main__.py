"""`make bench`: one command, tables out. `python -m bench formats`, `road`, `lists`, `search` or `desk`
measures one part."""

import platform
import sys
from collections.abc import Callable
from os import cpu_count

import structlog
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bench import desk, formats, kills, lists, road, search
from bench.documents import DOCUMENTS, ENTRIES

Measures = tuple[tuple[str, Callable[[], dict[str, float]]], ...]
MEASURES: Measures = (
    ("the machine, for comparison", road.machine),
    ("whole road, 2,000 files waiting at the start", lambda: road.batches(2000)),
    ("whole road, one file at a time, 200 times", lambda: road.alone(200)),
    ("kill clock, order in the folder to 410, 100 times", lambda: kills.alone(100)),
    ("kill clock, one order after another, 100 times", lambda: kills.in_a_row(100)),
    ("kill clock behind 10,000 files, 40 times", lambda: kills.behind_a_backlog(40)),
)
LISTS: Measures = (
    ("one more story beside 1,000", lambda: lists.one_more(1000)),
    ("one more story beside 100,000", lambda: lists.one_more(100_000)),
)

SEARCHES: Measures = (("search, 100,000 stories, 200 queries", lambda: search.answers(100_000)),)
DESK: Measures = (
    ("200 desks look while 50 stories a second come", lambda: desk.open_desks(200)),
    ("a headline set at the desk, form to page, 40 times", lambda: desk.changes(40)),
)
PARTS = ("formats", "road", "lists", "search", "desk")


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    console = Console(width=120)
    console.print(f"Stet on {cpu_count()} cores, Python {platform.python_version()}")
    wanted = sys.argv[1:] or PARTS
    if "formats" in wanted:
        _reading(console)
    for part, title, measures in (
        ("road", "The road", MEASURES),
        ("lists", "Lists", LISTS),
        ("search", "Search", SEARCHES),
        ("desk", "The desk", DESK),
    ):
        if part in wanted:
            _measured(console, title, measures)


def _reading(console: Console) -> None:
    table = Table("format", title="Reading: bytes to dispatches, on one core")
    for column in ("bytes", "items", "items/s", "aim"):
        table.add_column(column, justify="right")
    table.add_column("beside the bare parser")
    for name in DOCUMENTS:
        with console.status(name):
            speed = formats.speed_of(name)
        enough = "" if speed.aim is None else "green" if speed.rate >= speed.aim else "red"
        table.add_row(
            name, f"{speed.size:,}", str(speed.items), Text(f"{speed.rate:,.0f}", enough),
            f"{speed.aim:,}" if speed.aim else "-",
            f"{speed.ratio:.1f} times {speed.bare}",
        )  # fmt: skip
    console.print(table)
    console.print(
        f"A file of rss, atom and jsonfeed holds {ENTRIES} items. Processor time, best of {formats.ROUNDS} rounds.",
        style="dim",
    )


def _measured(console: Console, title: str, measures: Measures) -> None:
    table = Table("what", "measure", "value", title=title)
    for what, measure in measures:
        with console.status(what):
            for name, value in measure().items():
                table.add_row(what, name, f"{value:,.1f}")
                what = ""
    console.print(table)


if __name__ == "__main__":
    main()
