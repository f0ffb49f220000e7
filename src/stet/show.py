"""What the commands show people: a file as Stet reads it, a story as it stands."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain, repeat
from zoneinfo import ZoneInfo

import msgspec
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from stet.desk import doubts
from stet.desk.overlay import let_fall
from stet.journal.base import History
from stet.journal.inquiry import StoryRow
from stet.model.change import AnyChange, SetHeadline, SetPicture, change_kind, words_of
from stet.model.dispatch import LIKE_AN_ORDER, STOPS, Dispatch, Picture, Reading, Refusal, Status, Subject
from stet.model.packet import mark
from stet.model.story import Story

# The keys of `stet read --json`, in order; others rely on them (the house, "Faces").
READ_KEYS = (
    "format", "index", "story_key", "guid", "version", "status", "version_created", "first_created", "embargo",
    "expires", "urgency", "language", "kind", "headline", "slugline", "byline", "dateline", "provider", "credit",
    "summary", "body_html", "body_text", "word_count", "subjects", "people", "organisations", "places", "ed_note",
    "public_note", "signals", "usage_terms", "copyright", "pictures", "links", "problems",
)  # fmt: skip
READ_PICTURE_KEYS = ("guid", "caption", "credit", "alt", "usage_terms", "renditions")

_COLOURS = {Status.USABLE: "green", Status.WITHHELD: "yellow", Status.CANCELED: "red", Status.UNKNOWN: "magenta"}
_LONGEST = 300
"""Characters of one field that are shown."""
_MOST = 12
"""Entries of one list that are shown."""
# What would move the cursor, colour the rest of the screen or turn the direction of reading: the wire may hold it.
_ACTIVE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_ADVICE = (
    (LIKE_AN_ORDER, "Find the story that it means and stop it by hand: stet kill STORY --reason …"),
    (("truncated", "breaks off"), "If it is still being written, wait; else ask for it again."),
    (("HTML page",), "Look at the address it came from: a server's error page was kept in the place of a wire file."),
    (("the file is empty", "nothing but blanks"), "Ask for it again."),
    (("is the limit",), "If such files are wanted, raise the limit under [limits] in stet.toml."),
    (("charset", "damaged", "UTF-8", "UTF-16"), "Ask for it again; if all of a feed's files are so, name its charset."),
    (("entities",), "Ask for it without them; an agency known for harmless ones is read by its feed: --feed NAME."),
    (("none of the wire formats", "not the shape of any", "without the envelope", "not wire copy"),
     "Nothing is lost if it is no copy; if it is, its format is not one that Stet reads."),
)  # fmt: skip
_NO_ADVICE = "Look at the file; if it is copy, ask the agency to send it again."


def as_json(source: str, reading: Reading) -> Iterator[str]:
    """A reading as lines of JSON, an object an item; a refused file or item gives its reason.

    `expires` is the end of the news value or of the rights, whichever is first.
    """
    for dispatch in reading.dispatches:
        fields = msgspec.to_builtins(dispatch)
        fields["problems"] = [*fields["queries"], *fields["problems"]]
        fields["pictures"] = [{key: picture[key] for key in READ_PICTURE_KEYS} for picture in fields["pictures"]]
        fields["expires"] = min(filter(None, (dispatch.expires, dispatch.rights_end)), default=None)
        yield msgspec.json.encode({"source": source, **{key: fields[key] for key in READ_KEYS}}).decode()
    for refusal in reading.refusals:
        yield msgspec.json.encode({"source": source, "refused": refusal.reason}).decode()
    if not reading.dispatches and not reading.refusals:
        yield msgspec.json.encode({"source": source, "format": reading.format}).decode()


def reading(source: str, read: Reading, time_zone: str | None = None) -> RenderableType:
    """A reading for people: its format and why, a table an item, what was refused. `time_zone` is the site's."""
    zone = ZoneInfo(time_zone) if time_zone else None
    parts: list[RenderableType] = [folded(_inert(f"{read.format}: {read.why}", "dim"))] if read.format else []
    for number, dispatch in enumerate(read.dispatches, start=1):
        if len(read.dispatches) > 1:
            parts.append(Rule(Text(f"{number} of {len(read.dispatches)}"), align="left", style="dim"))
        parts.append(_item(dispatch, zone, outer=read.format))
    if read.format and not read.dispatches and not read.refusals:
        parts.append(Text("It holds no items."))
    parts += [_refusal(refusal, whole=read.format is None) for refusal in read.refusals]
    return Panel(Group(*parts), title=_inert(source), title_align="left", padding=(0, 1))


def folded(words: Text) -> Table:
    """Words on as many lines as they need, also on a console that leaves lines as long as they are."""
    table = Table.grid()
    table.add_column(overflow="fold")
    table.add_row(words)
    return table


def _refusal(refusal: Refusal, *, whole: bool) -> Table:
    reason = refusal.reason
    what = "refused" if whole or refusal.index is None else f"item {refusal.index + 1} refused"
    advice = next((words for signs, words in _ADVICE if any(sign in reason for sign in signs)), _NO_ADVICE)
    return folded(Text.assemble((f"{what}: ", "bold red"), _inert(reason, "red"), f"\n{advice}"))


def _item(dispatch: Dispatch, zone: ZoneInfo | None, outer: str | None) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True, min_width=len("version_created"))
    table.add_column(overflow="fold")
    if dispatch.format != outer:  # attached to a mail
        table.add_row("format", Text(dispatch.format))
    for label, words, style in _rows(dispatch, zone):
        if words:
            table.add_row(label, _inert(words, style))
    if dispatch.queries:
        table.add_row("held", Text("A person has to answer before this is published:", style="bold yellow"))
        for query in dispatch.queries:
            table.add_row("", _inert(f"- {query}", "yellow"))
    for label, problem in zip(chain(["problems"], repeat("")), dispatch.problems, strict=False):
        table.add_row(label, _inert(f"- {problem}", "dim"))
    return table


def _rows(said: Dispatch, zone: ZoneInfo | None) -> Iterator[tuple[str, str | None, str]]:
    """What an item says, most wanted first, under the names of `stet read --json`."""
    yield "headline", said.headline, "bold"
    yield "status", _status(said), _COLOURS[said.status]
    bare = said.status in STOPS and not said.headline and not said.body_text  # an order, and no copy
    if not bare:
        yield "kind", said.kind.value, ""
    yield "version", ("" if bare else "none") if said.version is None else str(said.version), ""
    yield "guid", said.guid, ""
    yield "other ids", _listed(said.alt_ids), ""
    yield "story_key", said.story_key, ""
    yield "version_created", _both(said.version_created, zone), ""
    yield "first_created", _both(said.first_created, zone), ""
    if said.embargo:
        yield "embargo", _both(said.embargo.until, zone) or "until the agency lifts it", "yellow"
    yield "expires", _both(said.expires, zone), ""
    yield "rights_end", _both(said.rights_end, zone), "yellow"
    for key in ("urgency", "language", "slugline", "byline", "dateline", "provider", "credit", "summary"):
        value = getattr(said, key)
        yield key, None if value is None else str(value), ""
    yield "body", None if bare else _body(said), ""
    yield "word_count", None if said.word_count is None else f"{said.word_count:,}", ""
    yield "subjects", _listed([_subject(subject) for subject in said.subjects]), ""
    for key in ("people", "organisations", "places", "signals"):
        yield key, _listed(getattr(said, key)), ""
    for key in ("ed_note", "public_note", "usage_terms", "copyright"):
        yield key, getattr(said, key), ""
    for label, picture in zip(chain(["pictures"], repeat("")), said.pictures, strict=False):
        yield label, _picture(picture), ""
    for label, link in zip(chain(["links"], repeat("")), said.links, strict=False):
        version = "" if link.version is None else f", version {link.version}"
        yield label, f"{link.rel or 'no relation named'}: {link.target}{version}", ""


def _status(said: Dispatch) -> str:
    meaning = {
        Status.WITHHELD: "not to be used until the agency says so",
        Status.CANCELED: "to be taken away",
        Status.UNKNOWN: "a word that is not known here",
    }.get(said.status)
    return f"{said.status.value}: {meaning}" if meaning else said.status.value


def _body(said: Dispatch) -> str:
    if not said.body_text:
        return "none"
    paragraphs = said.body_text.count("\n\n") + 1
    return f"{_cut(said.body_text)}\n[{plural(paragraphs, 'paragraph')}, {plural(len(said.body_text), 'character')}]"


def _subject(subject: Subject) -> str:
    code = ":".join(part for part in (subject.scheme, subject.code) if part)
    return f"{subject.name} ({code})" if subject.name and code and subject.name != code else subject.name or code


def _picture(picture: Picture) -> str:
    """One line: what it shows, whose it is, its largest file."""
    largest = max(picture.renditions, key=lambda one: (one.width or 0) * (one.height or 0), default=None)
    size = f"{largest.width} x {largest.height}" if largest and largest.width and largest.height else None
    more = f"{len(picture.renditions)} sizes" if len(picture.renditions) > 1 else None
    terms = f"terms: {_cut(picture.usage_terms, 60)}" if picture.usage_terms else None
    note = f"to editors: {_cut(picture.ed_note, 60)}" if picture.ed_note else None
    end = f"not after {_instant(picture.rights_end)}" if picture.rights_end else None
    words = _cut(picture.caption or picture.alt or "no caption", 80)
    where = largest.href if largest else picture.guid or "no file named"
    return ", ".join(
        part for part in (words, picture.credit or "no credit", size, more, terms, note, end, _cut(where, 90)) if part
    )


def _listed(entries: Sequence[str]) -> str:
    more = f"; and {len(entries) - _MOST:,} more" if len(entries) > _MOST else ""
    return "; ".join(entries[:_MOST]) + more


def _both(instant: datetime | None, zone: ZoneInfo | None) -> str | None:
    """An instant in UTC, and in the site's zone."""
    if instant is None:
        return None
    try:
        local = instant.astimezone(zone)
        there = f", {local:%Y-%m-%d %H:%M:%S %Z}" if zone and local.utcoffset() else ""
    except OverflowError:  # the first and the last day that a calendar has
        there = ""
    return _instant(instant) + there


def _cut(text: str, longest: int = _LONGEST) -> str:
    folded = " ".join(text.split())
    if len(folded) <= longest:
        return folded
    whole, blank, _ = folded[:longest].rpartition(" ")
    return f"{whole if blank else folded[:longest]} ..."


def _inert(text: str, style: str = "") -> Text:
    """Words of the wire for a terminal: no markup of ours in them, and nothing in them that acts."""
    told = harmless(text)
    return Text(told if len(told) < 3 * _LONGEST else _cut(told, 3 * _LONGEST), style=style)


def harmless(text: str) -> str:
    """Text in which nothing acts on a terminal."""
    return "\n".join(_ACTIVE.sub(_named, line) for line in text.split("\n"))


def _named(active: re.Match[str]) -> str:
    return " " if active[0] in "\t\r" else f"[U+{ord(active[0]):04X}]"


SEALED = "(sealed)"
"""Stands for the words of what was stopped: `stet show --sealed` shows those, and records who read them."""


def sealed(dispatches: Sequence[Dispatch], changes: Sequence[AnyChange]) -> RenderableType:
    """The words of dispatches that a stop has reached, whole, and what the desk had put over them. The words of the
    stops themselves are left out: a kill's note may be as bad as what it kills (life.md section 5, rule 6)."""
    told = [one for one in dispatches if one.status not in STOPS]
    parts: list[RenderableType] = []
    for one in sorted(told, key=lambda d: (d.version or 0, d.arrived)):
        number = "without a number" if one.version is None else str(one.version)
        parts.append(Rule(Text(f"version {number}, arrived {_instant(one.arrived)}"), align="left", style="dim"))
        captions = (picture.caption for picture in one.pictures)
        words = (one.headline, one.byline, one.dateline, one.summary, one.body_text, *captions)
        parts += [Text(harmless(text) + "\n") for text in words if text]
    for act in changes:
        if isinstance(act, SetHeadline | SetPicture) and words_of(act):
            by = f"{change_kind(act)} by {harmless(act.who)}, {_instant(act.at)}"
            parts += [Rule(Text(by), align="left", style="dim"), Text(harmless(words_of(act)) + "\n")]
    return Group(*(parts or [Text("No version with words ever came: there is nothing to read.")]))


def story(
    row: StoryRow, folded: Story, history: History, url: str, *, sealed: Collection[Dispatch] = ()
) -> RenderableType:
    """A story: where it stands and why, every version, every change; of what was stopped without its words."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="bold", no_wrap=True)
    facts.add_column(overflow="fold")
    facts.add_row("standing", Text(f"{row.state}: {row.reason}" + _until(row.until)))
    facts.add_row("page", f"{url}/{row.path}" if row.path else "none")
    facts.add_row("key", Text(row.key))
    facts.add_row("agency", Text(folded.agency))
    facts.add_row("first live here", _instant(folded.first_live) if folded.first_live else "never")
    for doubt in doubts(folded, history.changes, lambda name: history.cuts.get(history.assets.get(name, name))):
        facts.add_row(doubt.about, Text(doubt.words))
    if folded.current not in sealed:
        for names, picture in _by_name(folded, history):
            facts.add_row("picture", _inert(f"{names}: {_cut(picture.caption or picture.alt or 'no caption', 80)}"))
    for act in history.changes:
        if isinstance(act, SetPicture) and act.asset and (words := _put_over(act, folded)):
            facts.add_row("house picture", Text(words))
    for one in folded.barred:
        facts.add_row("picture not used", _inert(f"{one.picture.guid or _picture(one.picture)}: {one.reason}"))
    if folded.others:
        facts.add_row("also", Text("\n".join(folded.others)))
    for flag in folded.flags:
        facts.add_row("look at it", Text(flag))
    if folded.conflict:
        facts.add_row("conflict", "two contents came under one version; the first to arrive stands")
    versions = Table("version", "status", "agency's time", "arrived", "headline", box=None, header_style="bold")
    for dispatch in sorted(history.dispatches, key=lambda d: (d.version or 0, d.arrived)):
        mark = "* " if dispatch in (folded.parts or (folded.current,)) else ""
        versions.add_row(
            f"{mark}{'-' if dispatch.version is None else dispatch.version}",
            dispatch.status.value,
            _instant(dispatch.version_created) if dispatch.version_created else "-",
            _instant(dispatch.arrived),
            Text(SEALED if dispatch in sealed else dispatch.headline or dispatch.slugline or "-"),
        )
    changes = Table("change", "by", "at", "against", "what", box=None, header_style="bold")
    fallen = let_fall(folded, history.changes) if sealed else ()
    for change in history.changes:
        changes.add_row(
            change_kind(change),
            Text(change.who),
            _instant(change.at),
            "-" if change.against is None else str(change.against),
            Text(SEALED if change in fallen else words_of(change)),
        )
    return Group(facts, Text(), versions, *((Text(), changes) if history.changes else ()))


def _by_name(folded: Story, history: History) -> Iterator[tuple[str, Picture]]:
    """The pictures of the version that stands, each with what `stet kill` knows it by: the id of its item, and the
    beginning of the SHA-256 of its file, once that has come."""
    said = folded.current
    for picture, key in zip(said.pictures, said.picture_keys or [""] * len(said.pictures), strict=True):
        files = {history.assets[one.href] for one in picture.renditions if one.href in history.assets}
        names = [*filter(None, [key.partition("/")[2]]), *(f"file {mark(digest)}" for digest in sorted(files))]
        yield ", ".join(names) or "no file yet", picture


def _put_over(act: SetPicture, folded: Story) -> str:
    """A file that the desk has put over the story and that stands, or is not shown now."""
    if act.asset is None or act.asset not in {one.asset for one in folded.lent}:
        return ""
    return f"file {mark(act.asset)}, set by {harmless(act.who)}, {_instant(act.at)}"


def plural(number: int, one: str, many: str = "") -> str:
    """`1 page`, `2 pages`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _until(until: datetime | None) -> str:
    return f" (changes by itself at {_instant(until)})" if until else ""


def _instant(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
