"""What the commands show people: a file as Stet reads it, a story as it stands."""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from stet.desk import is_headline_doubtful
from stet.journal.base import History
from stet.journal.inquiry import StoryRow
from stet.model.change import AnyChange, change_kind
from stet.model.dispatch import Dispatch, Reading, Status
from stet.model.story import Story

# The keys of `stet read --json`, in order; others rely on them (the house, "Faces").
READ_KEYS = (
    "format", "index", "story_key", "guid", "version", "status", "version_created", "first_created", "embargo",
    "expires", "urgency", "language", "kind", "headline", "slugline", "byline", "dateline", "provider", "credit",
    "summary", "body_html", "body_text", "word_count", "subjects", "people", "organisations", "places", "ed_note",
    "public_note", "signals", "usage_terms", "copyright", "pictures", "links", "problems",
)  # fmt: skip

_COLOURS = {Status.USABLE: "green", Status.WITHHELD: "yellow", Status.CANCELED: "red", Status.UNKNOWN: "magenta"}
_LONGEST = 400


def as_json(source: str, reading: Reading) -> Iterator[str]:
    """A reading as lines of JSON, an object an item; a refused file or item gives its reason."""
    for dispatch in reading.dispatches:
        fields = msgspec.to_builtins(dispatch)
        fields["problems"] = [*fields["queries"], *fields["problems"]]
        yield msgspec.json.encode({"source": source, **{key: fields[key] for key in READ_KEYS}}).decode()
    for refusal in reading.refusals:
        yield msgspec.json.encode({"source": source, "refused": refusal.reason}).decode()
    if not reading.dispatches and not reading.refusals:
        yield msgspec.json.encode({"source": source, "format": reading.format}).decode()


def reading(source: str, read: Reading) -> RenderableType:
    """A reading for people: a table an item, problems below."""
    parts: list[RenderableType] = [Text(f"{read.format}: {read.why}", style="dim")] if read.format else []
    for number, dispatch in enumerate(read.dispatches):
        parts += [Text(), _item(dispatch)] if number else [_item(dispatch)]
    parts += [Text(f"refused: {refusal.reason}", style="red") for refusal in read.refusals]
    return Panel(Group(*parts), title=Text(source), title_align="left")


def _item(dispatch: Dispatch) -> Table:
    fields = msgspec.to_builtins(dispatch)
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for key in READ_KEYS[1:]:
        if key in ("body_html", "problems") or fields[key] in (None, [], (), ""):
            continue
        style = _COLOURS[dispatch.status] if key == "status" else ""
        table.add_row(key, Text(_short(fields[key]), style=style))
    for query in dispatch.queries:
        table.add_row("query", Text(query, style="bold yellow"))
    for problem in dispatch.problems:
        table.add_row("problem", Text(problem, style="yellow"))
    return table


def _short(value: object) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ... ({len(text):,} characters)"


def story(row: StoryRow, folded: Story, history: History, url: str) -> RenderableType:
    """A story: where it stands and why, every version, every change."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="bold", no_wrap=True)
    facts.add_column(overflow="fold")
    facts.add_row("standing", Text(f"{row.state}: {row.reason}" + _until(row.until)))
    facts.add_row("page", f"{url}/{row.path}" if row.path else "none")
    facts.add_row("key", Text(row.key))
    facts.add_row("agency", Text(folded.agency))
    facts.add_row("first live here", _instant(folded.first_live) if folded.first_live else "never")
    if is_headline_doubtful(folded, history.changes):
        facts.add_row("house headline", "look at it again: the agency has changed its own headline since")
    if folded.conflict:
        facts.add_row("conflict", "two contents came under one version; the first to arrive stands")
    versions = Table("version", "status", "agency's time", "arrived", "headline", box=None, header_style="bold")
    for dispatch in sorted(history.dispatches, key=lambda d: (d.version or 0, d.arrived)):
        mark = "* " if dispatch == folded.current else ""
        versions.add_row(
            f"{mark}{'-' if dispatch.version is None else dispatch.version}",
            dispatch.status.value,
            _instant(dispatch.version_created) if dispatch.version_created else "-",
            _instant(dispatch.arrived),
            Text(dispatch.headline or dispatch.slugline or "-"),
        )
    changes = Table("change", "by", "at", "against", "what", box=None, header_style="bold")
    for change in history.changes:
        changes.add_row(
            change_kind(change),
            Text(change.who),
            _instant(change.at),
            "-" if change.against is None else str(change.against),
            Text(_words(change)),
        )
    return Group(facts, Text(), versions, *((Text(), changes) if history.changes else ()))


def plural(number: int, one: str, many: str = "") -> str:
    """`1 page`, `2 pages`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _until(until: datetime | None) -> str:
    return f" (changes by itself at {_instant(until)})" if until else ""


def _instant(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _words(change: AnyChange) -> str:
    for field in ("text", "caption", "reason"):
        if value := getattr(change, field, ""):
            return str(value)
    return ""
