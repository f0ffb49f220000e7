"""ANPA 1312, the format of American high-speed wires and of those who took it over (mapping.md, column ANPA).

SYN SYN SOH a0105 US asian                          service letter and serial, selector
r i DC3 DC1 BC-AS--Escape 1stLd-Writethru  05-09 1444   priority, category, format, slug, day, words
STX ^BC-AS--Escape, 1st Ld-Writethru,827<           keyword line
^Headline<  ^(Eds: ...)<  ^By NAME=  ^Agency=       lines of the head, each with its marks
TAB a paragraph; lines without a TAB belong to it
ETX AP-WF-05-09-17 0056GMT<                         when it was sent
EOT
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from stet.formats import slugs
from stet.formats.agencies import Home, home, is_known
from stet.formats.dates import Moment, nearest_year, zone
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
    is_note,
    left_over,
    lines_of,
    note,
    without_notes,
)
from stet.model.dispatch import Link, Subject
from stet.model.packet import Origin

_HEADER = re.compile(
    r"[\x00\x16\x7f\s]*+\x01?[ \t]*(?P<letter>[A-Za-z])(?P<serial>\d{3,5})(?P<agency>[^\x1f\n\x02\d]{0,24})"
    r"(?:\x1f[^\n\x02]*+)?\n\s*+"
    r"(?P<priority>[A-Za-z])[ \t](?P<category>[A-Za-z0-9])(?P<format>[\x0e-\x1f]{0,4})"
    r"[ \t\x1f]{1,60}+(?P<slug>[^\n\x02]{0,300}?)"
    r"(?:[ \t\x1f]{1,60}(?P<one>\d\d)-(?P<two>\d\d)(?:[ \t]{1,60}(?P<words>\d{1,6}))?)?[ \t]*+(?:\n|(?=\x02)|\Z)"
)
_TABULAR = "\x12"
# When it was sent: `AP-WF-05-09-17 0056GMT` or `KWS-21:37-09-12-18`.
_TRAILER = re.compile(
    r"(?<![\w-])(?P<by>[A-Z]{1,6})-(?:(?P<desk>[A-Z]{1,4})-(?P<one>\d\d)-(?P<two>\d\d)-(?P<year>\d\d)"
    r"[ \t]{1,8}(?P<clock>\d{4})[ \t]{0,8}(?P<zone>[A-Z]{1,5})?"
    r"|(?P<hours>\d\d:\d\d)-(?P<first>\d\d)-(?P<second>\d\d)-(?P<y>\d\d))[ \t]*<?"
)
_URGENCY = {"f": 1, "b": 1, "u": 2, "r": 4, "d": 6, "a": 5, "s": 5, "z": 5}
_BARE_LINE = re.compile(r"\s*?(?:\A|(?<=\n))(?P<words>[^\s^][^\n]*)(?:\n|\Z)")
_MARKED_LINE = re.compile(r"(?:[ \t]*+\n)*+[ \t]*+\^(?P<words>[^\n]*+)(?:\n|\Z)")
_GOES_ON = re.compile(r"(?P<words>[^\s^][^\n]*+)(?:\n|\Z)")
_INDENTED = re.compile(r"(?:[ \t]*+\n)*+(?:\t| {2})[ \t]*+\S")
_BYLINE = re.compile(r"By\b:?[ \t]+(?=\S)", re.IGNORECASE)
_MOST_ROWS, _LONGEST_CREDIT, _LONGEST_LINE, _LONGEST_NOTE = 6, 80, 300, 2000
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_PHOTOS = re.compile(r"\w+ (?:Photos?|Graphics?)\b:? (?P<codes>[A-Z]{1,5}\d{2,5}(?:, *[A-Z]{1,5}\d{2,5})*)\.?")


def claims(held: Held) -> str | None:
    """By its control characters and its first two lines."""
    if held.text is None:
        return None
    head = held.text[:4000]
    if not any(control in head for control in "\x01\x02\x16\x1f") or not any_begins(head, _HEADER):
        return None
    return "a header of ANPA 1312 in its first two lines"


def split(held: Held) -> Sequence[TextPart]:
    """The messages of the file."""
    text, problems = lines_of(held.text or "")
    return [_message(chunk, held.origin, problems) for chunk in chunks(text)]


def _message(chunk: str, origin: Origin, problems: tuple[str, ...]) -> TextPart:
    header = _HEADER.match(chunk)
    if header is None:
        return Broken(f"not a message of ANPA 1312: “{bare(chunk)[:40]}” is no header")
    said = list(problems)
    begin = chunk.find("\x02", header.end())
    if begin < 0:
        said.append("the message has no start of text")
    elif between := line(bare(chunk[header.end() : begin])):
        said.append(f"“{between[:200]}” before the text was not used")
    frame = framed(chunk, begin + 1 if begin >= 0 else header.end(), _TRAILER)
    trailer = _TRAILER.search(frame.tail)
    head = _headed(frame.text, header["slug"])
    parts = without_notes(head.body)
    words = whole_number(header["words"])
    if head.words is not None and words is not None and head.words != words:
        said.append(f"the keyword line counts {head.words} words, the header {words}")
    provider = _provider(header, trailer, head.credit, parts.body)
    whose = home(origin, None, provider)
    sent, day = _times(header, trailer, whose)
    return Message(
        home=whose,
        body=parts.body,
        keyword=head.keyword,
        version=head.version,
        top=(*head.notes, *(words for words in (head.headline, head.summary) if words)),
        provider=provider,
        serials=(f"{header['letter']}{header['serial']}",),
        urgency=_URGENCY.get(header["priority"].lower()),
        subjects=(Subject(scheme="a1312cat", code=header["category"]),),
        is_advisory=header["category"].lower() == "v",
        words=words if words is not None else head.words,
        tabular=_TABULAR in header["format"],
        marked=True,
        day=day,
        sent=sent,
        headline=head.headline,
        byline=head.byline,
        credit=head.credit,
        summary=head.summary,
        notes=(*head.notes, *parts.notes),
        links=head.links,
        problems=(*said, *frame.problems, *parts.problems, *left_over(frame.tail, trailer)),
        queries=(*frame.queries, *parts.queries, *asked_after(frame.tail, trailer)),
    )


class _Headed(NamedTuple):
    """The lines between the start of the text and its first paragraph, by what they are."""

    body: str
    keyword: str
    version: str
    headline: str | None
    byline: str | None
    credit: str | None
    summary: str | None
    notes: tuple[str, ...]
    links: tuple[Link, ...]
    words: int | None
    """The words the keyword line counts."""


def _headed(text: str, slug: str) -> _Headed:
    """Keyword line, headline, notes, pictures, byline and credit, in the order in which the wire has them."""
    keyword, version = _of_header(slug)
    sorts: dict[str, list[str]] = {"headline": [], "summary": [], "byline": [], "credit": [], "notes": [], "photos": []}
    count = None
    end = 0
    for index, (words, after) in enumerate(_head_lines(text, keyword)):
        if not (is_note(words) or (index == 0 and _is_keyword(words, keyword))) and _is_copy(words, sorts):
            break
        end = after
        if index == 0 and _is_keyword(words, keyword):
            told = slugs.parted(words)
            repeated = version and _squashed(told.keyword).endswith(_squashed(version))
            keyword, version, count = told.keyword, told.version or ("" if repeated else version), told.words
        elif photos := _PHOTOS.fullmatch(words):
            sorts["photos"] += [code.strip() for code in photos["codes"].split(",")]
        else:
            sort = _sort_of(words, sorts)
            sorts[sort].append(note(words) if sort == "notes" else words)
    headline, summary, byline, credit = (
        line(" ".join(sorts[name])) for name in ("headline", "summary", "byline", "credit")
    )
    links = tuple(Link(rel="photo", target=code) for code in sorts["photos"])
    return _Headed(text[end:], keyword, version, headline, byline, credit, summary, tuple(sorts["notes"]), links, count)


def _sort_of(words: str, before: dict[str, list[str]]) -> str:
    if is_note(words):
        return "notes"
    if _BYLINE.match(words) and not before["byline"]:
        return "byline"
    if before["byline"]:
        return "credit"
    return "summary" if before["headline"] else "headline"


def _is_copy(words: str, before: dict[str, list[str]]) -> bool:
    """Whether a marked line is the first of the text: it has a dateline, or all that may stand in the head is there."""
    if dateline_of(words).place or len(words) > _LONGEST_LINE:
        return True
    if before["byline"]:
        return bool(before["credit"]) or len(words) > _LONGEST_CREDIT
    return bool(before["summary"]) and not _BYLINE.match(words) and not _PHOTOS.fullmatch(words)


def _of_header(slug: str) -> tuple[str, str]:
    """Keyword and version field of the header, where a keyword has no blanks in it."""
    slug = bare(slug)
    keyword, _, version = slug.partition(" ")
    return (keyword, version.strip()) if slugs.field_marks(version) else (slug, "")


def _head_lines(text: str, keyword: str) -> Iterator[tuple[str, int]]:
    """The lines of the head, without their marks, and where each ends.

    The head goes as far as lines bear `^`. Agencies that do not write that mark (Kyodo) put keyword line and headline
    first and indent every paragraph: there it is what stands before the first indented line.
    """
    end = 0
    row = _BARE_LINE.match(text)
    if row and _is_keyword(row["words"], keyword):
        end = row.end()
        yield bare(row["words"]).rstrip("<=").rstrip(), end
    marked = False
    while row := _MARKED_LINE.match(text, end):
        marked = True
        words, end = _whole(row["words"].rstrip(), text, row.end())
        yield " ".join(bare(words).rstrip("<=").split()), end
    row = None if marked else _BARE_LINE.match(text, end)
    if row and _INDENTED.match(text, row.end()) and len(row["words"]) <= 200 and not dateline_of(row["words"]).place:
        yield bare(row["words"]).rstrip("<=+").rstrip(), row.end()


def _whole(words: str, text: str, end: int) -> tuple[str, int]:
    """A marked line with the lines on which it goes on up to its end mark, and where it ends.

    Where no mark ends it soon, or a dateline comes before that, it is one line, and text follows (edge_cases.md 75).
    """
    longest = _LONGEST_NOTE if is_note(words) else _LONGEST_LINE
    told, place, rows = words, end, 0
    while not told.endswith(("<", "=")):
        row = _GOES_ON.match(text, place)
        if row is None or rows == _MOST_ROWS or len(told) > longest or dateline_of(row["words"]).place:
            return words, end
        place, told, rows = row.end(), f"{told} {row['words'].rstrip()}", rows + 1
    return (told, place) if len(told) <= longest else (words, end)


def _is_keyword(words: str, of_header: str) -> bool:
    """Whether a line is the slug again, in full: it begins as the header's does, or as only slugs begin."""
    if slugs.without_cycle(words) != words.strip() and (" " not in words.strip() or "," in words or not of_header):
        return True
    start = _squashed(of_header)[:12]
    return len(start) > 2 and _squashed(words).startswith(start)


def _squashed(words: str) -> str:
    return _NOT_ALPHANUMERIC.sub("", slugs.without_cycle(words)).casefold()


def _provider(header: re.Match[str], trailer: re.Match[str] | None, credit: str | None, body: str) -> str | None:
    """The agency: of its names in the header, the trailer, the dateline and the credit, the first that is known."""
    names = [
        line(bare(header["agency"])), trailer["by"] if trailer else None, dateline_of(body.lstrip("\n")).by, credit
    ]  # fmt: skip
    there = [name for name in names if name]
    return next((name for name in there if is_known(name)), there[0] if there else None)


def _times(header: re.Match[str], trailer: re.Match[str] | None, whose: Home) -> tuple[Moment | None, date | None]:
    """When it was sent, and the service day: the header's, whose year is the trailer's or the nearest to arrival."""
    agency, origin = whose
    sent = _sent(trailer, agency.day_first, origin) if trailer else None
    if not header["one"]:
        return sent, None
    month, day = _month_and_day(header["one"], header["two"], agency.day_first)
    near = (sent.at if sent and sent.at else origin.arrived).astimezone(zone(origin.time_zone))
    year = nearest_year(month, day, near)
    if year is None:
        return sent, None
    return sent or instant(year, month, day, None, None, origin.time_zone), date(year, month, day)


def _sent(trailer: re.Match[str], day_first: bool, origin: Origin) -> Moment:
    if trailer["clock"]:
        month, day = _month_and_day(trailer["one"], trailer["two"], day_first)
        return instant(int(trailer["year"]), month, day, trailer["clock"], trailer["zone"], origin.time_zone)
    month, day = _month_and_day(trailer["first"], trailer["second"], day_first)
    return instant(int(trailer["y"]), month, day, trailer["hours"], None, origin.time_zone)


def _month_and_day(one: str, two: str, day_first: bool) -> tuple[int, int]:
    """The standard puts the month first; some agencies put the day there. There is no thirteenth month."""
    first, second = int(one), int(two)
    return (second, first) if (day_first and second <= 12) or first > 12 else (first, second)


FORMAT = Format("anpa", claims, split, identities, read, source)
