"""The grammar of text wires: control characters, frames, times, datelines, notes, and the message they make up.

IPTC 7901 and ANPA 1312 frame a message with SOH, STX, ETX and EOT; what else they hold is line by line. A format file
finds the lines and names them (`Message`); `textwire` concludes what they say.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from stet.formats.agencies import Home
from stet.formats.dates import Moment, moment
from stet.formats.sent import PART
from stet.formats.text import line, mend_c1
from stet.model.dispatch import Link, Subject

# Control characters

_LINE_ENDS = re.compile(r"\r+\n?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_C1 = re.compile(rb"\xc2[\x80-\x9f]")
_HEADER_WITHIN, _LONGEST_HEADER = 4000, 500
_BEFORE_SOH = "\x00\x04\x0c\x16\x7f\n\r"


def lines_of(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with one kind of line end, whatever was sent (CR CR LF, CR LF, CR or LF), and what was mended."""
    if "\r" in text:
        text = "\n".join(text.split("\r\n"))  # in less time than `replace` takes
    if "\r" in text:
        text = _LINE_ENDS.sub(_line_end, text)
    if text.isascii() or not _C1.search(text.encode("utf-8", "replace")):  # bytes are searched faster than characters
        return text, ()
    return mend_c1(text), ("characters of Windows-1252 found as control codes; read as what they mean",)


def _line_end(found: re.Match[str]) -> str:
    return "\n" if found[0][-1] == "\n" else "\n" * len(found[0])


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

# Copy is never taken off by guessing: a note is one where a format or an agency's own heading marks it as such, and
# whatever is taken off is named.
_LABELLED = (
    r"(?:Eds?|Editors?|Editor['’]?s['’]? notes?|Editors['’] notes?|Notes? to editors|Attention,? editors)\.?[ ]?:"
)
_LABEL = re.compile(r"(\(?)(?:Eds|Editors)\b\.?\s*:\s*", re.IGNORECASE)
_LABELLED_LINE = re.compile(rf"\(?{_LABELLED}", re.IGNORECASE)
# On top of a text: in brackets that close at a line end, or between the marks of ANPA.
_NOTE_ON_TOP = re.compile(
    rf"\s*+(?P<note>\^?\({_LABELLED}(?:[^\n)]|\n(?![ \t]*+\n)){{0,1500}}\)[ \t]*+<?|\^{_LABELLED}[^\n<]{{0,1500}}<)"
    r"[ \t]*+(?:\n|\Z)",
    re.IGNORECASE,
)
_MOST_NOTES = 20

# A line that says that all below it is for editors: a sentence, or a heading in the block that dpa puts at the foot.
# The heading of the whole block (`# Notebook`), where nothing else stands under it, goes with it.
_CLOSED = re.compile(
    r"""\n[ \t^]*+(?:
      the[ ]following[ ]information[ ]is[ ]not[ ](?:intended[ ])?for[ ]publication
    | die[ ]folgenden[ ]informationen[ ]sind[ ]nicht[ ](?:zur|f(?:ü|ue)r[ ]die)[ ]ver(?:ö|oe)ffentlichung
      (?:[ ]bestimmt)?
    | (?P<headed> (?:\#[ ][^\n]{1,80}\n\s*+)? \#{2,3}[ ]
        (?: editorial[ ]contacts? | redaktionelle[ ]kontakte?
        | notes?[ ](?:to|for)[ ](?:the[ ])?editors? | redaktionelle[ ]hinweise?
        | hinweise?[ ](?:an|f(?:ü|ue)r)[ ]die[ ]redaktion(?:en)? ))
    )[.:]?[ \t<]*+(?=\n|\Z)""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_FOOT, _LONGEST_NOTE = 3000, 160
_NOTE_ROW = re.compile(r"[-*•#(©_=<]|[\w ./]{1,30}:|.*[@©]|https?:|www\.")


def is_note(words: str) -> bool:
    """Whether a line of the head calls itself a note to editors: by a label and its colon."""
    return _LABELLED_LINE.match(words) is not None


def note(text: str) -> str:
    """A note to editors without its label."""
    return _LABEL.sub(r"\1", " ".join(text.split()), count=1)


class Parts(NamedTuple):
    """A text in what is for readers and what is for editors."""

    body: str
    notes: tuple[str, ...]
    problems: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()


def without_notes(body: str) -> Parts:
    """Takes the notes to editors off the top of a text, and what is not for publication off its foot."""
    notes: list[str] = []
    said: list[str] = []
    start = 0
    while len(notes) < _MOST_NOTES and (found := _NOTE_ON_TOP.match(body, start)):
        notes.append(note(found["note"].strip("\t ^<")))
        said.append(f"a note to editors was taken off the text: “{_short(notes[-1])}”")
        start = found.end()
    text = f"\n{body[start:]}"
    closed = _CLOSED.search(text)
    if closed is None:
        return Parts(text[1:], tuple(notes), tuple(said))
    shown = " ".join(closed[0].split())
    below = text[closed.end() :]
    if not text[: closed.start()].strip():
        return Parts(text[1:], tuple(notes), tuple(said))  # the desk's marks at the top of a body are asked about there
    if not _is_foot(below):
        return Parts(text[1:], tuple(notes), tuple(said), (_UNSURE.format(shown),))
    rows = text[closed.start("headed") if closed["headed"] else closed.end() :].split("\n")
    rest = "\n".join(filter(None, (row.strip().removeprefix("^").removesuffix("<").rstrip() for row in rows)))
    said.append(f"what follows “{shown}” was kept for editors")
    return Parts(text[1 : closed.start()], (*notes, rest) if rest else tuple(notes), tuple(said))


_UNSURE = "“{}” stands in the text as if only notes to editors followed, but copy may: a person has to part them."


def _is_foot(below: str) -> bool:
    """Whether all below a heading for editors looks like notes: rows of a list, names with a colon, short lines."""
    if len(below) > _LONGEST_FOOT:
        return False
    blocks = re.split(r"\n[ \t]*+\n", below)
    return not any(_is_paragraph(block) for block in blocks)


def _is_paragraph(block: str) -> bool:
    rows = [row.strip("\t ^<") for row in block.split("\n")]
    rows = [row for row in rows if row]
    if _CLOSED.fullmatch(f"\n{rows[0]}" if rows else ""):
        rows = rows[1:]
    after = max((place for place, row in enumerate(rows, 1) if _NOTE_ROW.match(row)), default=0)
    words = " ".join(rows[after:])
    if len(words) > _LONGEST_NOTE or dateline_of(words).place is not None:
        return True
    return not after and words.endswith((".", "!", "?", "”", '"'))


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 120 else words[:119] + "…"


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
ENDED_TWICE = "The end of the text is marked twice: a person has to see whether all of it is text."
LEFT_OVER = "Much stands after the end of the text: a person has to see whether it is copy."
_NAMED_WHOLE = 200


def framed(message: str, start: int, trailer: re.Pattern[str]) -> Frame:
    """The text from `start` to ETX, and the tail. Where ETX is missing, EOT or a trailer ends the text."""
    problems: list[str] = []
    end = message.find("\x03", start)
    if end >= 0:
        last = message.rfind("\x03", end, _or_end(message.find("\x04", end), message))
        if not bare(message[end:last]):
            return Frame(message[start:end], message[end + 1 :].replace("\x03", " "), (), ())
        return Frame(message[start:last], message[last + 1 :].replace("\x03", " "), (), (ENDED_TWICE,))
    problems.append("the message has no end of text")
    end = message.find("\x04", start)
    text = message[start : _or_end(end, message)]
    found = next(iter(reversed(list(trailer.finditer(text, max(len(text) - 120, 0))))), None)
    if found and not bare(text[found.end() :]):
        return Frame(text[: found.start()], text[found.start() :], tuple(problems), ())
    return Frame(text, "", tuple(problems), () if end >= 0 else (CUT_SHORT,))


def _or_end(place: int, text: str) -> int:
    return place if place >= 0 else len(text)


def left_over(tail: str, trailer: re.Match[str] | None) -> tuple[str, ...]:
    """What stands after the text and is no trailer, named."""
    words = _rest(tail, trailer)
    return (f"“{words[:_NAMED_WHOLE]}” stands after the end of the text and was not used",) if words else ()


def asked_after(tail: str, trailer: re.Match[str] | None) -> tuple[str, ...]:
    """What to ask where more stands after the text than can be named in a line: it may be copy."""
    return (LEFT_OVER,) if len(_rest(tail, trailer)) > _NAMED_WHOLE else ()


def _rest(tail: str, trailer: re.Match[str] | None) -> str:
    rest = tail if trailer is None else f"{tail[: trailer.start()]} {tail[trailer.end() :]}"
    return " ".join(bare(rest).strip("<").split())


TextPart = Message | Broken
