"""IPTC 7901, the teleprinter format of European agencies (mapping.md, column 7901).

SOH ecp0007 4 s 850  dpa-tns 0908      source and serial, priority, category, words, agency and its number
American Football/NFL/                 slug
STX Chiefs-Rams ...                    headline, ended by " ="; kickers, notes and bylines stand with it
text, a blank line between paragraphs
ETX 211259 GMT Nov 18                  when it was sent
DEL DEL EOT
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from stet.formats import slugs
from stet.formats.agencies import home
from stet.formats.dates import Moment, month
from stet.formats.held import Format, Held
from stet.formats.text import line, whole_number
from stet.formats.textwire import identities, read, source
from stet.formats.textwire_parts import (
    Broken,
    Message,
    TextPart,
    any_begins,
    asked_after,
    bare,
    chunks,
    dateline_of,
    framed,
    instant,
    left_over,
    lines_of,
    without_notes,
)
from stet.model.dispatch import Subject
from stet.model.packet import Origin

_HEADER = re.compile(
    r"[\x00\x16\x7f\s]*\x01?[ \t]*(?P<letters>[A-Za-z]{1,6})(?P<serial>\d{1,6})[ \t]+(?P<priority>\d)(?!\d)"
    r"(?:[ \t]+(?P<category>[A-Za-z]{1,6})(?![\w-]))?(?:[ \t]+(?P<words>\d{1,6})(?!\S))?"
    r"(?:[ \t]+(?P<agency>[A-Za-z][\w./-]{0,15})(?:[ \t]+(?P<number>\d{1,6})(?!\S))?)?"
    r"[ \t]*(?P<rest>[^\n\x02]*)(?:\n|(?=\x02)|\Z)"
)
_TRAILER = re.compile(
    r"(?<!\d)(?P<day>\d\d)(?P<clock>\d{4})[ \t]{0,8}(?P<zone>[A-Z]{1,5})?[ \t]{1,8}(?P<month>[^\W\d_]{3,10})\.?"
    r"[ \t]{1,8}(?P<year>\d{4}|\d\d)(?!\d)"
)
_ROW = re.compile(r"(?P<words>[^\n]*+)(?:\n|\Z)")
_MOST_ROWS, _LONGEST_HEAD = 8, 600
_BYLINE = re.compile(r"(?:By|Von|Par|Por|Di|Da|Van|Av|Af)\b:?[ \t]+(?=\S)")
_IN_BRACKETS = re.compile(r"\(.*\)")


def claims(held: Held) -> str | None:
    """By its control characters and its first line: source, serial and priority."""
    if held.text is None:
        return None
    head = held.text[:4000]
    if ("\x01" in head or "\x02" in head) and any_begins(head, _HEADER):
        return "a header of IPTC 7901 between control characters"
    if "\x01" in head[:40] and "\x02" in held.text:
        return "text between the control characters SOH and STX"
    return None


def split(held: Held) -> Sequence[TextPart]:
    """The messages of the file."""
    text, problems = lines_of(held.text or "")
    return [_message(chunk, held.origin, problems) for chunk in chunks(text)]


def _message(chunk: str, origin: Origin, problems: tuple[str, ...]) -> TextPart:
    header = _HEADER.match(chunk)
    begin = chunk.find("\x02")
    if header is None and begin < 0:
        return Broken(f"not a message of IPTC 7901: “{bare(chunk)[:40]}” is no header, and no text begins after it")
    said = list(problems)
    start = header.end() if header else 0
    if header is None:
        said.append(f"the header “{line(bare(chunk[:begin].partition(chr(10))[0]))}” could not be read")
        start = max(chunk.find("\n", 0, begin) + 1, 0) or begin
    elif header["rest"].strip():
        said.append(f"“{header['rest'].strip()}” in the header was not used")
    if begin < 0:
        said.append("the message has no start of text")
    frame = framed(chunk, max(begin + 1, start), _TRAILER)
    keyword, version, unread = _slug(bare(chunk[start:begin]) if begin > start else "")
    head = _headed(frame.text)
    parts = without_notes(head.body)
    agency = header["agency"] if header else None
    provider = _provider(agency) or (dateline_of(parts.body).by if header is None else None)
    whose = home(origin, None, provider)
    sent, after = _sent(frame.tail, whose.origin.time_zone)
    return Message(
        home=whose,
        body=parts.body,
        keyword=keyword,
        version=version,
        topical=True,
        title=head.headline or "",
        top=tuple(words for words in (*head.notes, head.headline) if words),
        provider=provider,
        serials=_serials(header) if header else (),
        urgency=_urgency(header["priority"]) if header else None,
        subjects=(Subject(scheme="iptc7901", code=header["category"]),) if header and header["category"] else (),
        words=whole_number(header["words"]) if header else None,
        sent=sent,
        headline=head.headline,
        byline=head.byline,
        notes=(*head.notes, *parts.notes),
        problems=(*said, *unread, *frame.problems, *parts.problems, *after),
        queries=(*frame.queries, *parts.queries, *asked_after(frame.tail, _TRAILER.search(frame.tail))),
    )


def _provider(agency: str | None) -> str | None:
    """`dpa` of `dpa-tns`: what follows the hyphen is one of its services."""
    return agency.partition("-")[0] if agency else None


def _serials(header: re.Match[str]) -> tuple[str, ...]:
    own = f"{header['letters']}{header['serial']}"
    if not header["number"]:
        return (own,)
    names = dict.fromkeys((_provider(header["agency"]), header["agency"]))
    return (*(f"{name} {header['number']}" for name in names), own)


def _urgency(digit: str) -> int | None:
    return int(digit) or None


def _slug(text: str) -> tuple[str, str, tuple[str, ...]]:
    """Keyword and version field out of the lines before the text, and what is neither, named."""
    keyword: list[str] = []
    version: list[str] = []
    unread: list[str] = []
    for row in text.split("\n"):
        words = row.strip()
        if not words:
            continue
        if slugs.field_marks(words) and not words.endswith("/"):
            version.append(words)
        elif words.endswith("/") or not keyword:
            keyword.append(words.strip("/ "))
        else:
            unread.append(f"“{words}” before the text was not used")
    return "/".join(keyword), ", ".join(version), tuple(unread)


class _Headed(NamedTuple):
    """What stands with the headline, and the text after it."""

    body: str
    headline: str | None = None
    byline: str | None = None
    notes: tuple[str, ...] = ()


def _headed(text: str) -> _Headed:
    """The lines up to the end mark, which stands before the first blank line; without it all is text."""
    rows, end = _head_rows(text)
    if not rows or not text[end:].strip():
        return _Headed(text)
    headline: list[str] = []
    byline: list[str] = []
    notes: list[str] = []
    for row in rows:
        words = bare(row)
        if _IN_BRACKETS.fullmatch(words):
            notes.append(words)
        elif byline or (headline and _BYLINE.match(words)):
            byline.append(_BYLINE.sub("", words, count=1))
        elif words:
            headline.append(words)
    return _Headed(text[end:], line(" ".join(headline)), line(", ".join(byline)), tuple(notes))


def _head_rows(text: str) -> tuple[list[str], int]:
    """The rows up to the end mark, and where they end; none where a dateline or a blank line comes first."""
    start = end = len(text) - len(text.lstrip())
    rows: list[str] = []
    while len(rows) < _MOST_ROWS and end < len(text) and end - start < _LONGEST_HEAD:
        row = _ROW.match(text, end)
        words = row["words"].rstrip() if row else ""
        if row is None or not words or len(words) > _LONGEST_HEAD or dateline_of(words).place:
            break
        end = row.end()
        if words.endswith("="):
            return [*rows, words[:-1].rstrip()], end
        rows.append(words)
    return [], 0


def _sent(tail: str, time_zone: str) -> tuple[Moment | None, tuple[str, ...]]:
    """When it was sent, and what else stands after the text."""
    found = _TRAILER.search(tail)
    after = left_over(tail, found)
    if found is None:
        return None, after
    number = month(found["month"])
    if number is None:
        return None, (*after, f"the month “{found['month']}” of the trailer is not known; its time was not used")
    return instant(int(found["year"]), number, int(found["day"]), found["clock"], found["zone"], time_zone), after


FORMAT = Format("iptc7901", claims, split, identities, read, source)
