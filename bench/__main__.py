"""`make bench`: one command, a table out."""

import platform
from os import cpu_count

import structlog
from rich.console import Console
from rich.table import Table

from bench import road

MEASURES = (
    ("the machine, for comparison", road.machine),
    ("whole road, 2,000 files waiting at the start", lambda: road.batches(2000)),
    ("whole road, one file at a time, 200 times", lambda: road.alone(200)),
)


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    console = Console(width=120)
    table = Table("what", "measure", "value", title=f"Stet on {cpu_count()} cores, Python {platform.python_version()}")
    for what, measure in MEASURES:
        with console.status(what):
            for name, value in measure().items():
                table.add_row(what, name, f"{value:,.1f}")
                what = ""
    console.print(table)


if __name__ == "__main__":
    main()
