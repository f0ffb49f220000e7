"""Plays the demo's timeline into the folders of its feeds, in real time, and writes the settings it needs."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from threading import Event

from stet.demo.items import feeds
from stet.demo.script import AnyCue, Cue, DeskCue, slow, timeline

NOTICE = "This is a demonstration: every agency, person, company and event in these pages is invented."
SITE_NAME = "The Morning Ledger"


def play(
    folder_for_feed: Mapping[str, Path],
    start: datetime,
    stop: Event,
    act: Callable[[DeskCue], None],
    on_cue: Callable[[AnyCue], None],
    *,
    cues: Iterable[AnyCue] | None = None,
) -> None:
    """Give each cue at its time until `stop` is set: files into folders, acts to `act`, and every cue to `on_cue`.

    A file is written under a name with a dot and renamed, so that nobody sees half of it. Without `cues` the timeline
    is played and then the running stories, without an end. Raises OSError where a folder cannot be written.
    """
    for cue in chain(timeline(start), slow(start)) if cues is None else cues:
        if stop.wait(max(0.0, cue.at_seconds - (datetime.now(UTC) - start).total_seconds())):
            return
        if isinstance(cue, Cue):
            deliver(cue, folder_for_feed[cue.feed])
        else:
            act(cue)
        on_cue(cue)


def deliver(cue: Cue, folder: Path) -> None:
    """Put the cue's file into a folder, whole at once; makes the folder where it misses. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{cue.file_name}.part"
    part.write_bytes(cue.data)
    part.replace(folder / cue.file_name)


def settings(root: Path, bind: str) -> str:
    """The text of a `stet.toml` for the demo: three agencies with seven feeds whose folders lie below `root`."""
    return _HEAD.format(bind=bind, site=SITE_NAME, notice=NOTICE, root=root) + "".join(
        _FEED.format(
            name=feed.name,
            agency=feed.agency,
            section=feed.section,
            language=feed.language,
            style=feed.style.value,
        )
        for feed in feeds().values()
    )


_HEAD = """\
# The demo's settings. Its files lie in {root}
# Everything here works the same for real feeds: see `stet init`.

[site]
name = "{site}"
url = "http://{bind}"
language = "en-IN"
time_zone = "Asia/Kolkata"
notice = "{notice}"

[server]
bind = "{bind}"

[storage]
database = "sqlite:///stet.db"
edition = "site"

# Three invented agencies. A feed is one of an agency's services: a folder, a section of the paper, a language.
"""

_FEED = """
[[feeds]]
name = "{name}"  # speaks {style}
agency = "{agency}"
transport = "folder"
path = "wire/{name}"
time_zone = "Asia/Kolkata"
language = "{language}"
section = "{section}"
publish = "auto"
agreed_terms = ["unknown"]  # the contract says what its pictures' terms mean; a program reads no Hindi or Arabic terms
"""
