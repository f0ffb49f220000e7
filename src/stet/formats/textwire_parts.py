"""The grammar of text wires: control characters, frames, times, datelines, notes, and the message they make up.

IPTC 7901 and ANPA 1312 frame a message with SOH, STX, ETX and EOT; what else they hold is line by line. A format file
finds the lines and names them (`Message`); `textwire` concludes what they say.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import islice
from typing import NamedTuple

from stet.formats.agencies import Home
from stet.formats.dates import Moment, moment
from stet.formats.sent import PART
from stet.formats.text import line, mend_c1
from stet.model.dispatch import Link, Subject

# Control characters

_LINE_ENDS = re.compile(r"\r+\n|\r")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_C1 = re.compile(rb"\xc2[\x80-\x9f]")
_HEADER_WITHIN, _LONGEST_HEADER = 4000, 500
_BEFORE_SOH = "\x00\x04\x0c\x16\x7f\n\r"


def lines_of(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with one kind of line end, whatever was sent (CR CR LF, CR LF, CR or LF), and what was mended."""
    if "\r" in text:
        text = "\n".join(text.split("\r\n"))  # in less time than `replace` takes
    if "\r" in text:
        text = _LINE_ENDS.sub("\n", text)
    if text.isascii() or not _C1.search(text.encode("utf-8", "replace")):  # bytes are searched faster than characters
        return text, ()
    return mend_c1(text), ("characters of Windows-1252 found as control codes; read as what they mean",)


def bare(text: str) -> str:
    """One line or more without its control characters, trimmed."""
    return text.strip() if text.isprintable() else _CONTROL.sub(" ", text).strip()


def chunks(text: str) -> Sequence[str]:
    """The messages of a file: each begins with SOH at the start of a line or after the end of another message."""
    starts = list(_beginnings(text))
    if not starts:
        return [text]
    pieces = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    before = bare(text[: starts[0]])
    return [f"{before}\n", *pieces] if before else pieces


def any_begins(text: str, header: re.Pattern[str]) -> bool:
    """Whether a message with such a header begins the text, or one begins with SOH a little further down."""
    head = text[:_HEADER_WITHIN]
    first = len(head) - len(head.lstrip("\x00\x16\x7f \t\r\n"))
    for place in dict.fromkeys((first, *islice(_beginnings(head), 20))):
        if header.match(lines_of(head[place : place + _LONGEST_HEADER])[0]):
            return True
    return False


def _beginnings(text: str) -> Iterator[int]:
    """Where SOH begins a message: before it stands a line end, the end of another message or nothing but blanks."""
    place = text.find("\x01")
    while place >= 0:
        before = place
        while before and text[before - 1] in " \t":
            before -= 1
        if not before or text[before - 1] in _BEFORE_SOH:
            yield place
        place = text.find("\x01", place + 1)


# Times


def instant(year: int, month: int, day: int, clock: str | None, place: str | None, time_zone: str) -> Moment:
    """The instant of a trailer's figures. A year of two digits lies in this century up to 69."""
    full = year if year > 99 else year + (2000 if year < 70 else 1900)
    if clock is None:
        return moment(f"{full:04}-{month:02}-{day:02}", time_zone)
    mark = "Z" if place in ("GMT", "UTC", "Z") else f" {place}" if place else ""
    return moment(f"{full:04}-{month:02}-{day:02}T{clock[:2]}:{clock[-2:]}:00{mark}", time_zone)


# Datelines

_DATELINE = re.compile(
    r"[ \t]*(?P<place>[^\W\d_][^\n()\t]{1,70}?) ?\((?P<by>[\w./& -]{2,24})\) ?(?:--?|[_–—]|:)(?=\s)"
    r"|[ \t]*(?P<dated>[^\W\d_][^\n()\t]{1,50}?, [^\W\d_]{3,9}\.? \d{1,2})"
    r"(?:, \d{4})?,? (?P<credit>[A-Z][A-Za-z]{1,11}) ?(?:--?|[_–—])(?=\s)"
)


class Dateline(NamedTuple):
    """Where a text says it comes from, and the agencies that it names there."""

    place: str | None = None
    by: str | None = None


def dateline_of(text: str) -> Dateline:
    """The dateline at the head of a body. It is read there and stays there: it is the agency's text."""
    found = _DATELINE.match(text)
    if not found:
        return Dateline()
    if found["place"]:
        return Dateline(line(found["place"].rstrip(" ,")), line(found["by"]))
    return Dateline(line(found["dated"]), line(found["credit"]))


def after_dateline(text: str) -> str:
    """A text less its dateline."""
    text = text.lstrip(f"\n{PART}")
    found = _DATELINE.match(text)
    return text[found.end() :] if found else text


# Notes

# A line that says that all below it is for editors: a sentence, or a heading in the block that dpa puts at the foot.
# The heading of the whole block (`# Notebook`), where nothing else stands under it, goes with it.
_CLOSED = re.compile(
    r"""\n[ \t^]*(?:
      the[ ]following[ ]information[ ]is[ ]not[ ](?:intended[ ])?for[ ]publication
    | die[ ]folgenden[ ]informationen[ ]sind[ ]nicht[ ](?:zur|f(?:ü|ue)r[ ]die)[ ]ver(?:ö|oe)ffentlichung[^\n]*
    | (?P<headed> (?:\#[ ][^\n]*\n\s*)? \#{2,3}[ ]
        (?: editorial[ ]contacts? | redaktionelle[ ]kontakte?
        | (?P<note> notes?[ ](?:to|for)[ ](?:the[ ])?editors? | redaktionelle[ ]hinweise?
          | hinweise?[ ](?:an|f(?:ü|ue)r)[ ]die[ ]redaktion(?:en)? )))
    )[.:]?[ \t<]*(?=\n|\Z)""",
    re.IGNORECASE | re.VERBOSE,
)
_NOTE = r"\(?(?:Eds?\.?|Editors?)\b[,:]|\(?(?:EDITORS?['’]?S?['’]? NOTE|NOTE TO EDITORS|ATTENTION EDITORS)\b"
_NOTE_ON_TOP = re.compile(rf"\s*(?P<note>[ \t]*[\^]?(?:{_NOTE}).*?)(?:\n[ \t]*\n|\n(?=\t| {{3,}}|\^)|\Z)", re.DOTALL)
_LABEL = re.compile(r"(\(?)(?:Eds|Editors)\b\.?\s*:\s*", re.IGNORECASE)


def note(text: str) -> str:
    """A note to editors without its label."""
    return _LABEL.sub(r"\1", " ".join(text.split()), count=1)


class Parts(NamedTuple):
    """A text in what is for readers and what is for editors."""

    body: str
    notes: tuple[str, ...]
    problems: tuple[str, ...] = ()


def without_notes(body: str) -> Parts:
    """Takes the notes to editors off the top of a text, and what is not for publication off its foot."""
    notes: list[str] = []
    while found := _NOTE_ON_TOP.match(body):
        notes.append(note(found["note"].strip("\t ^<")))
        body = body[found.end() :]
    text = f"\n{body}"
    closed = next(filter(partial(_closes, text), _CLOSED.finditer(text)), None)
    if closed is None:
        return Parts(body, tuple(notes))
    rows = text[closed.start("headed") if closed["headed"] else closed.end() :].split("\n")
    rest = "\n".join(filter(None, (row.strip().removeprefix("^").removesuffix("<").rstrip() for row in rows)))
    said = () if closed["headed"] else (f"what follows “{closed[0].strip()}” was kept for editors",)
    return Parts(text[1 : closed.start()], (*notes, rest) if rest else tuple(notes), said)


def _closes(text: str, line_for_editors: re.Match[str]) -> bool:
    """A note stands at the foot: one that nothing stands before may have the story behind it."""
    return not line_for_editors["note"] or bool(text[: line_for_editors.start()].strip())


# The message


class Message(NamedTuple):
    """One message of a text wire, its lines found and named, before anything is concluded from them."""

    home: Home
    """Whose it is, and where it came from."""
    body: str
    """The text for readers, as it stands in the message."""
    keyword: str = ""
    """The slug without version words."""
    version: str = ""
    """The version words, as written."""
    topical: bool = False
    """Whether slugs of this kind name the topic only, so that several stories of a day may share one."""
    title: str = ""
    """What tells stories apart whose slug is topical."""
    top: tuple[str, ...] = ()
    """Lines at the top that may carry version words: kickers, headlines, notes."""
    provider: str | None = None
    serials: tuple[str, ...] = ()
    urgency: int | None = None
    subjects: tuple[Subject, ...] = ()
    is_advisory: bool = False
    """The header's category says so."""
    words: int | None = None
    tabular: bool = False
    marked: bool = False
    """Lines carry the marks of ANPA: `^` before, `<` behind."""
    day: date | None = None
    """The service day the header names."""
    sent: Moment | None = None
    """When the message was sent, by its header or trailer."""
    headline: str | None = None
    byline: str | None = None
    credit: str | None = None
    dateline: str | None = None
    summary: str | None = None
    notes: tuple[str, ...] = ()
    copyright: str | None = None
    places: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    problems: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()


class Broken(NamedTuple):
    """A message among others that cannot be read."""

    reason: str


class Frame(NamedTuple):
    """The text of a message and what stands after it, by STX, ETX and EOT."""

    text: str
    tail: str
    problems: tuple[str, ...]
    queries: tuple[str, ...]


CUT_SHORT = "Nothing marks the end of the text: the message may have been cut short."


def framed(message: str, start: int, trailer: re.Pattern[str]) -> Frame:
    """The text from `start` to ETX, and the tail. Where ETX is missing, EOT or a trailer ends the text."""
    problems: list[str] = []
    end = message.find("\x03", start)
    if end >= 0:
        return Frame(message[start:end], message[end + 1 :].replace("\x03", " "), (), ())
    problems.append("the message has no end of text")
    end = message.find("\x04", start)
    text = message[start:] if end < 0 else message[start:end]
    last = next(iter(reversed(list(trailer.finditer(text, max(len(text) - 120, 0))))), None)
    if last and not bare(text[last.end() :]):
        return Frame(text[: last.start()], text[last.start() :], tuple(problems), ())
    return Frame(text, "", tuple(problems), () if end >= 0 else (CUT_SHORT,))


def left_over(tail: str, trailer: re.Match[str] | None) -> tuple[str, ...]:
    """What stands after the text and is no trailer, named."""
    rest = tail if trailer is None else f"{tail[: trailer.start()]} {tail[trailer.end() :]}"
    words = " ".join(bare(rest).strip("<").split())
    return (f"“{words[:200]}” stands after the end of the text and was not used",) if words else ()


TextPart = Message | Broken
