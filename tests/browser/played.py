"""A house filled with the demonstration's wire, all at once, under a clock of its own.

    python -m browser.played ROOT LANGUAGE ADDRESS [START]

In a process of its own, because a browser's driver and the journal do not share a thread.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from makers import chief
from stet.app import Stet
from stet.config import load
from stet.demo import wire
from stet.demo.items import feeds
from stet.demo.script import Cue, DeskCue, timeline
from stet.demonstration import act
from stet.desk import edit
from stet.journal import inquiry
from stet.model.packet import Packet

START = datetime(2026, 11, 21, 13, 24, tzinfo=UTC)
NAMES = {"en-IN": "The Morning Ledger", "hi-IN": "प्रभात बही", "ar-EG": "دفتر الصباح"}
SECTIONS = {"hi-IN": "भारत", "ar-EG": "العالم"}
LAST = 97.0
"""Seconds after the start: the demonstration's whole plot."""


def fill(root: Path, language: str, bind: str, start: datetime = START) -> None:
    """Take all that the demonstration sends in a language; an English house takes all languages."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "stet.toml").write_text(settings(root, language, bind), "utf-8")
    now = start
    stet = Stet(load(root / "stet.toml"), clock=lambda: now)
    for cue in timeline(start):
        now = start + timedelta(seconds=cue.at_seconds)
        if isinstance(cue, DeskCue):
            if cue.feed in stet.feeds:
                stet.flow.run_dry()
                act(stet, cue, now)
        elif isinstance(cue, Cue) and cue.feed in stet.feeds:
            stet.flow.keep([Packet(feed=cue.feed, source=cue.file_name, data=cue.data, arrived=now)])
            stet.flow.run_dry()
    now = start + timedelta(seconds=LAST + 60)
    stet.flow.open()
    stet.flow.run_dry()
    if not list(inquiry.stories_in("withdrawn")):
        # Every house has a page that says that a report was withdrawn.
        one = max(inquiry.stories_in("live"), key=lambda row: row.id)
        stet.act(one.id, lambda story: edit.kill(story, "The agency rang.", who=chief("desk"), at=now))
        stet.flow.run_dry()


def settings(root: Path, language: str, bind: str) -> str:
    """The demonstration's settings, for a house in this language."""
    text = wire.settings(root, bind).replace('language = "en-IN"', f'language = "{language}"', 1)
    text = text.replace(wire.SITE_NAME, NAMES[language]).replace(f'notice = "{wire.NOTICE}"\n', "")
    if language == "en-IN":
        return text
    head, *tables = text.split("[[feeds]]")
    short = language.partition("-")[0]
    mine = [
        table
        for table in tables
        if any(f'"{feed.name}"' in table for feed in feeds().values() if feed.language[:2] == short)
    ]
    for feed in feeds().values():
        mine = [table.replace(f'section = "{feed.section}"', f'section = "{SECTIONS[language]}"') for table in mine]
    return "[[feeds]]".join([head, *mine])


if __name__ == "__main__":
    fill(Path(sys.argv[1]), sys.argv[2], sys.argv[3], *map(datetime.fromisoformat, sys.argv[4:]))
