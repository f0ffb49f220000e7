"""The commands: parse, call the app, print. Exit 0 done, 1 something was refused (and is named), 2 wrong use."""

import logging
import sys
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from importlib.resources import files as package_files
from pathlib import Path
from typing import Annotated, TextIO, cast

import structlog
import typer
from rich.progress import track

from stet import __version__, cli_feed, cli_user, demonstration, formats, show_receipt, show_why
from stet import doctor as doctors
from stet import show as shown
from stet.app import Stet, now, origin
from stet.config import FILE_NAME
from stet.desk import edit
from stet.desk.seen import numbered
from stet.desk.words import point as focal_point
from stet.errors import Misused, StetError
from stet.journal.inquiry import StoryRow, find
from stet.logs import without_words
from stet.model.change import SetHeadline
from stet.model.packet import Packet
from stet.model.story import Story
from stet.newsroom.mount import mount
from stet.show import plural
from stet.terminal import Settings, err, out

app = typer.Typer(
    name="stet",
    help="A wire desk: takes syndicated agency copy in, publishes it as news pages, and lets the words stand.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(cli_feed.app)
app.add_typer(cli_user.app)

STDIN = Path("-")
REFUSED = 1
WRONG_USE = 2

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="Wire files.", exists=True, dir_okay=False, readable=True)
]
FilesOrStdin = Annotated[list[Path], typer.Argument(metavar="FILE", help="Wire files; - is standard input.")]
HeadlineText = Annotated[str, typer.Argument(metavar="TEXT", help='"" goes back to the agency\'s.')]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="For the record; no reader sees it.")]
StoryName = Annotated[str, typer.Argument(metavar="STORY", help="Its id, its guid, its key or its address.")]


def main() -> None:
    """The command line's entry."""
    try:
        app()
    except Misused as wrong:
        err.print(f"stet: {wrong}", style="red", markup=False)
        sys.exit(WRONG_USE)
    except StetError as trouble:
        err.print(f"stet: {trouble}", style="red", markup=False)
        sys.exit(REFUSED)


@app.callback(invoke_without_command=True)
def _options(
    config: Annotated[Path, typer.Option("--config", metavar="FILE", help="Settings file.")] = Path(FILE_NAME),
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say what the road does.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    Settings.file = config
    _log(logging.INFO if verbose else logging.WARNING)
    if version:
        out.print(f"stet {__version__}")
        raise typer.Exit


class _Unfailing:
    """A stream that loses a line rather than stop the road: a log may lie on the very disk that is full."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._stream.flush()


def _log(level: int) -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_words,
            structlog.dev.ConsoleRenderer()
            if sys.stderr.isatty()
            else structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", _Unfailing(sys.stderr))),
        cache_logger_on_first_use=False,
    )


# -- a house


@app.command()
def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where; else here.")] = Path()) -> None:
    """Write a commented stet.toml to begin with."""
    file = folder / FILE_NAME
    if file.exists():
        raise Misused(f"{file} is already there and was left as it is.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(package_files("stet").joinpath("stet.toml").read_bytes())
    except OSError as error:
        raise Misused(f"{file} cannot be written: {error.strerror or error}. Name a folder of your own.") from error
    out.print(f"Wrote {file}. Name your site and your feed in it, then: stet run", markup=False)


@app.command()
def run() -> None:
    """Run intake, road, clock and site in this process."""
    _log(logging.INFO)
    house = Settings.house()
    stet = Stet(house)
    bind = house.settings.server.bind
    stet.run(
        ready=lambda: out.print(
            f"Serving {house.settings.site.name} on http://{bind}/, its desk on /desk/ - stop with Ctrl-C.",
            markup=False,
        ),
        beside={"desk": mount(stet)},
    )


@app.command()
def demo(
    folder: Annotated[
        Path | None, typer.Option("--dir", metavar="DIR", help="Where to put the scratch site; else a new one.")
    ] = None,
    bind: Annotated[str, typer.Option(metavar="ADDRESS:PORT", help="Where to listen.")] = "127.0.0.1:8000",
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say what the road does.")] = False,
) -> None:
    """Run a made-up wire on a scratch site."""
    _log(logging.INFO if verbose else logging.WARNING)
    root = folder or Path(tempfile.mkdtemp(prefix="stet-demo-"))
    demonstration.run(
        root, bind, say=lambda line: out.print(line, markup=False), beside=lambda stet: {"desk": mount(stet, demo=True)}
    )


# -- wire files


@app.command()
def read(
    files: FilesOrStdin,
    feed: Annotated[str | None, typer.Option(metavar="NAME", help="Read them as this feed's.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object an item and line.")] = False,
) -> None:
    """Show what Stet makes of a file. Publishes nothing."""
    house = Settings.house() if feed or Settings.file.exists() else None
    way = house.feed(feed) if house and feed else None
    zone = house.settings.site.time_zone if house else None
    for file in files:
        _must_be_file(file)
    refused = False
    for file in files:
        source = "standard input" if file == STDIN else file.name
        reading = formats.read(_bytes_of(file), origin(house, way, source, now()))
        refused = refused or bool(reading.refusals)
        if json:
            for line in shown.as_json(str(file), reading):
                sys.stdout.write(line + "\n")
        else:
            out.print(shown.reading(source if file == STDIN else str(file), reading, zone))
    raise typer.Exit(REFUSED if refused else 0)


def _must_be_file(file: Path) -> None:
    if file == STDIN:
        return
    if file.is_dir():
        raise Misused(f"{file} is a folder. Name the files in it, as {file / '*'}.")
    if not file.exists():
        raise Misused(f"There is no {file}.")


def _bytes_of(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == STDIN else file.read_bytes()
    except OSError as error:
        raise Misused(f"{file} cannot be read: {error.strerror or error}.") from error


_BACK_FILES = (
    "Back files? Release these with `stet release`, or set dated_behind of feed {feed} and run `stet replay`. "
    "Others can be taken with the time they came: --at TIME."
)


@app.command()
def take(
    files: Files,
    feed: Annotated[str, typer.Option(metavar="NAME", help="The feed they belong to.")],
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help="The arrival time to record, as 2026-11-21T18:54:00+05:30.")
    ] = None,
) -> None:
    """Put files on the road: kept, read, published."""
    house = Settings.house()
    given = _instant(at) if at else None
    name = house.feed(feed).name
    stet = Stet(house)
    arrived = given or stet.clock()
    packets = [
        Packet(feed=name, source=file.name, data=file.read_bytes(), arrived=arrived, facts={"by": stet.who.name})
        for file in track(files, "Reading", console=err, transient=True, disable=len(files) < 50)
    ]
    refused = False
    outcomes = stet.take(packets)
    for file, outcome in zip(files, outcomes, strict=True):
        for refusal in outcome.refusals:
            refused = True
            out.print(f"{file.name}: refused: {refusal.reason}", markup=False)
        for row in outcome.stories:
            where = f"{stet.site.url}/{row.path}" if row.path else row.reason
            out.print(f"{file.name}: {row.id} {row.state}  {where}", markup=False)
        if outcome.read and not outcome.refusals and not outcome.stories:
            out.print(f"{file.name}: kept as {outcome.format}; nothing new in it for a story", markup=False)
    if given is None and any("(tripwire far-date)" in row.reason for outcome in outcomes for row in outcome.stories):
        err.print(_BACK_FILES.format(feed=name), markup=False)
    raise typer.Exit(REFUSED if refused else 0)


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise Misused(f"--at {text!r} is not a time; write 2026-11-21T18:54:00+05:30.") from None
    if instant.tzinfo is None:
        raise Misused(f"--at {text!r} has no zone; write 2026-11-21T18:54:00+05:30, or end it with Z for UTC.")
    return instant.astimezone(UTC)


# -- the desk


@app.command()
def headline(
    story: StoryName,
    text: HeadlineText,
    against: Annotated[
        int | None, typer.Option(metavar="VERSION", help="The version you wrote it for: refused if the words changed.")
    ] = None,
) -> None:
    """Set the house headline."""
    stet = Stet(Settings.house())

    def act(now: Story) -> SetHeadline:
        seen = None if against is None else numbered(now, against)
        return edit.set_headline(now, text, who=stet.who, at=stet.clock(), seen=seen)

    _did(stet, stet.act(story, act))


@app.command()
def picture(
    story: StoryName,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="A picture file.")
    ] = None,
    caption: Annotated[str, typer.Option(metavar="TEXT", help="Under the picture.")] = "",
    credit: Annotated[str, typer.Option(metavar="TEXT", help="Whose it is.")] = "",
    alt: Annotated[str, typer.Option(metavar="TEXT", help="What it shows, for those who do not see it.")] = "",
    focus: Annotated[
        str | None,
        typer.Option(metavar="X,Y", help="The point to be seen when it is cropped, 0 to 1 from left and top."),
    ] = None,
    agency: Annotated[bool, typer.Option("--agency", help="Go back to the agency's picture.")] = False,
) -> None:
    """Set the house picture, or go back to the agency's."""
    if agency == (file is not None):
        raise Misused("Name a picture file, or write --agency to go back to the agency's picture.")
    point = _point(focus) if focus else None
    stet = Stet(Settings.house())
    asset = stet.keep_picture(file.read_bytes(), point) if file else None
    _did(
        stet,
        stet.act(
            story,
            lambda s: edit.set_picture(
                s, asset, caption=caption, credit=credit, alt=alt, focus=point, who=stet.who, at=stet.clock()
            ),
        ),
    )


def _point(text: str) -> tuple[float, float]:
    try:
        left, top = (float(part) for part in text.split(","))
    except ValueError:
        raise Misused(
            f"--focus {text!r} is no point; write --focus 0.3,0.5 for 30 % from the left, half way down."
        ) from None
    return focal_point(left, top)


@app.command()
def kill(story: StoryName, reason: Reason) -> None:
    """Take a story down for good, or a picture off every page."""
    stet = Stet(Settings.house())
    _did(stet, stet.kill(story, reason))


@app.command()
def hold(
    story: StoryName,
    reason: Reason = "",
) -> None:
    """Keep a story off the site until it is released."""
    stet = Stet(Settings.house())
    _did(stet, stet.act(story, lambda s: edit.hold(s, reason, who=stet.who, at=stet.clock())))


@app.command()
def release(story: StoryName) -> None:
    """Let a held story go."""
    stet = Stet(Settings.house())
    _did(stet, stet.act(story, lambda s: edit.release(s, who=stet.who, at=stet.clock())))


def _did(stet: Stet, row: StoryRow) -> None:
    where = f"{stet.site.url}/{row.path}" if row.path else "no page"
    out.print(f"{row.id} {row.state}: {row.reason}\n{where}", markup=False)


@app.command()
def show(
    story: StoryName,
    sealed: Annotated[bool, typer.Option("--sealed", help="The words that a stop took away; it is recorded.")] = False,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why they are read.")] = "",
    why: Annotated[bool, typer.Option("--why", help="Why it stands where it does on the front.")] = False,
) -> None:
    """Show a story's standing, versions and changes."""
    if sealed != bool(reason.strip()):
        raise Misused('Sealed words are read with a reason, which is recorded: --sealed --reason "...".')
    stet = Stet(Settings.house())
    if sealed:
        words = stet.unseal(story, reason)
        out.print(shown.sealed(words, stet.history(find(story).key).changes))
        return
    row = find(story)
    history = stet.history(row.key)
    out.print(shown.story(row, stet.story(row.key), history, stet.site.url, sealed=stet.sealed(row.key)))
    if why:
        found = stet.why(row.key)
        out.print()
        out.print(show_why.told(found) if found else "It stands on no list.")


# -- proof and repair


@app.command("kill-receipt")
def kill_receipt(
    story: StoryName,
    json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Say when a story was stopped, and when each place that served it served it no more."""
    receipt, serving = Stet(Settings.house()).kill_receipt(story)
    if json:
        sys.stdout.write(show_receipt.as_json(receipt, serving) + "\n")
    else:
        out.print(show_receipt.receipt(receipt, serving))
    raise typer.Exit(REFUSED if serving else 0)


@app.command()
def verify() -> None:
    """Check every page against the agency's bytes."""
    stet = Stet(Settings.house())
    good = bad = 0
    for verdict in track(stet.verify(), "Comparing", console=err, transient=True, disable=not err.is_terminal):
        if verdict.fault is None:
            good += 1
            continue
        bad += 1
        out.print(f"{verdict.id} {verdict.path}: {verdict.fault}", style="red", markup=False)
    out.print(f"{plural(good, 'page')} with the agency's text, {bad} without.")
    raise typer.Exit(REFUSED if bad else 0)


@app.command()
def replay() -> None:
    """Rebuild every story and page from the journal."""
    stet = Stet(Settings.house())
    with err.status("Rebuilding"):
        stories, swept = stet.replay()
    out.print(f"{plural(stories, 'story', 'stories')} rebuilt; {plural(swept, 'file')} that belonged to none removed.")


@app.command()
def clock(
    confirm: Annotated[bool, typer.Option("--confirm", help="It is right as it is: open by it again.")] = False,
) -> None:
    """Say whether the clock is believed that embargoes open by."""
    stet = Stet(Settings.house())
    if confirm:
        stet.confirm_clock()
    moment = stet.moment()
    out.print(moment.trouble or f"The clock is believed: {moment.now:%Y-%m-%d %H:%M:%S} UTC.", markup=False)
    raise typer.Exit(REFUSED if moment.trouble else 0)


@app.command()
def doctor() -> None:
    """Say what is wrong and how to mend it."""
    marks = {"good": ("green", "ok  "), "note": ("yellow", "note"), "wrong": ("red", "FIX ")}
    wrong = False
    for finding in doctors.examine(Settings.house()):
        colour, mark = marks[finding.state]
        wrong = wrong or finding.state == "wrong"
        out.print(f"[{colour}]{mark}[/]", end="  ")
        out.print(finding.what, markup=False)
    raise typer.Exit(REFUSED if wrong else 0)
