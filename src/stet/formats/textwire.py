"""What all text wires share: the message between its control characters, made into a dispatch and a body.

IPTC 7901 and ANPA 1312 frame a message with SOH, STX, ETX and EOT; what else they hold is line by line. A format file
finds the lines (`Message`), and everything after that is the same: who the item is, what its slug says, what it orders
for other items, and how its lines become paragraphs. Every line ends in the body or in a field, or is named in
`problems`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from itertools import islice, pairwise
from typing import NamedTuple
from unicodedata import normalize

from stet.errors import Refused
from stet.formats import slugs
from stet.formats.agencies import Agency, Identity, cuts, home
from stet.formats.body import Setter
from stet.formats.dates import Moment, moment, zone
from stet.formats.headlines import made_headline
from stet.formats.held import NOWHERE, Draft, Held, Layout, Source, agency_of, unique
from stet.formats.sent import PART
from stet.formats.slugs import Mark
from stet.formats.text import line, mend_c1
from stet.model.dispatch import Dispatch, Kind, Link, Status, Subject
from stet.model.packet import Origin

# Control characters

_LINE_ENDS = re.compile(r"\r+\n|\r")
_TELETYPE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TELETYPE_BYTES = bytes([*range(9), 11, 12, *range(14, 32), 127])
_C1 = re.compile("[\x80-\x9f]")


def lines_of(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with one kind of line end, whatever was sent (CR CR LF, CR LF, CR or LF), and what was mended."""
    if "\r\r" in text:
        text = _LINE_ENDS.sub("\n", text)
    elif "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() or not _C1.search(text):
        return text, ()
    return mend_c1(text), ("characters of Windows-1252 found as control codes; read as what they mean",)


def has_control(text: str) -> bool:
    """Whether a control character is left that the grammar has not consumed."""
    raw = text.encode("utf-8", "replace")  # single bytes are found many times faster than a class of characters
    return len(raw.translate(None, _TELETYPE_BYTES)) != len(raw)


def bare(text: str) -> str:
    """One line or more without its control characters, trimmed."""
    return text.strip() if text.isprintable() else _TELETYPE.sub(" ", text).strip()


# Times

_MONTHS_IN = """
jan feb mar apr may jun jul aug sep oct nov dec
january february march april may june july august september october november december
jan feb mär apr mai jun jul aug sep okt nov dez
jän feb mrz apr mai jun jul aug sept okt nov dez
januar februar märz april mai juni juli august september oktober november dezember
jänner feber maerz april mai juni juli august september oktober november dezember
janv févr mars avr mai juin juil août sept oct nov déc
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
ene feb mar abr may jun jul ago set oct nov dic
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gen feb mar apr mag giu lug ago set ott nov dic
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
jan fev mar abr mai jun jul ago set out nov dez
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
jan feb mrt apr mei jun jul aug sep okt nov dec
januari februari maart april mei juni juli augustus september oktober november december
jan feb mar apr maj jun jul aug sep okt nov dec
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november december
januar februar mars april mai juni juli august september oktober november desember
jan feb mar apr mai jun jul aug sep okt nov des
tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu
oca şub mar nis may haz tem ağu eyl eki kas ara
"""
MONTHS = {
    name: number
    for row in _MONTHS_IN.strip().split("\n")
    for number, word in enumerate(row.split(), start=1)
    for name in (word, "".join(c for c in normalize("NFKD", word) if c.isalpha()))
}
"""Months by name and by short name in the languages of the wires, with their accents and without."""


def month_of(word: str) -> int | None:
    """The number of a month named in any of the languages known here (edge_cases.md 61)."""
    return MONTHS.get(normalize("NFC", word.strip(" .")).casefold())


def nearest_year(month: int, day: int, to: date) -> int | None:
    """The year that brings a date without one nearest to `to` (edge_cases.md 60); none for no date at all."""
    found: list[tuple[int, int]] = []
    for year in range(to.year - 4, to.year + 5):  # 29 February may be four years away
        try:
            found.append((abs((date(year, month, day) - to).days), year))
        except ValueError:
            continue
    return min(found)[1] if found else None


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


def _after_dateline(text: str) -> str:
    text = text.lstrip(f"\n{PART}")
    found = _DATELINE.match(text)
    return text[found.end() :] if found else text


# Notes

NOT_FOR_PUBLICATION = re.compile(
    r"^[ \t]*(?:The following information is not (?:intended )?for publication|## Editorial contacts"
    r"|Die folgenden Informationen sind nicht (?:zur|f(?:ü|ue)r die) Ver(?:ö|oe)ffentlichung[^\n]*)"
    r"[.:]?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
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
    problems: list[str] = []
    while found := _NOTE_ON_TOP.match(body):
        notes.append(note(found["note"].strip("\t ^<")))
        body = body[found.end() :]
    closed = NOT_FOR_PUBLICATION.search(body)
    if closed:
        headed = closed[0].lstrip().startswith("#")
        rest = body[closed.start() if headed else closed.end() :]
        if not headed:
            problems.append(f"what follows “{closed[0].strip()}” was kept for editors")
        rest = "\n".join(row.strip() for row in rest.split("\n") if row.strip())
        notes += [rest] if rest else []
        body = body[: closed.start()]
    return Parts(body, tuple(notes), tuple(problems))


# The message


class Message(NamedTuple):
    """One message of a text wire, its lines found and named, before anything is concluded from them."""

    origin: Origin
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


def chunks(text: str) -> Sequence[str]:
    """The messages of a file: each begins with SOH at the start of a line or after the end of another message."""
    if text.find("\x01", text.find("\x01") + 1) < 0 and _BEGINS.match(text):
        return [text]
    starts = [found.end() - 1 for found in _BEGINS.finditer(text)]
    if not starts:
        return [text]
    pieces = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    before = bare(text[: starts[0]])
    return [f"{before}\n", *pieces] if before else pieces


def any_begins(text: str, header: re.Pattern[str]) -> bool:
    """Whether a message with such a header begins the text, or one begins with SOH further down."""
    return header.match(text) is not None or any(
        header.match(text, begin.end() - 1) for begin in islice(_BEGINS.finditer(text), 20)
    )


_BEGINS = re.compile("(?:\\A|[\x00\x04\x0c\x16\x7f\n])[\x00\x16\x7f \t]*\x01")


TextPart = Message | Broken


class _Said(NamedTuple):
    """What a message says by its words."""

    agency: Agency
    origin: Origin
    marks: tuple[Mark, ...]
    guid: str
    provider: str | None
    base: str
    """The id of the story that a message about it, or a piece of it, belongs to."""
    day: date
    orders: tuple[Identity, ...]
    links: tuple[Link, ...]
    problems: tuple[str, ...]


_PIECES = {Mark.ADD: "add", Mark.SUB: "sub", Mark.CORRECTIVE: "corrective", Mark.ADVISORY: "advisory"}


def _said(message: Message) -> _Said:
    agency, origin = home(message.origin, None, message.provider)
    marks = _marks(message)
    day, problems = _day(message, origin)
    provider = agency.name or message.provider
    base, weak = _base(message, slugs.stem(provider or origin.agency or "wire"), day)
    guid = base
    orders: tuple[Identity, ...] = ()
    links: tuple[Link, ...] = ()
    kill = slugs.first_of(marks, (Mark.KILL, Mark.HOLD))
    piece = slugs.first_of(marks, _PIECES)
    if kill:
        guid = f"{base}/{kill.value}-{_print_of(message)}"
        orders, links = _orders(message, kill, base.partition("/")[0], provider, day)
    elif piece:
        guid = f"{base}/{_PIECES[piece]}-{_print_of(message)}"
        links = (Link(rel=_PIECES[piece], target=base),)
    return _Said(agency, origin, marks, guid, provider, base, day, orders, links, (*problems, weak))


def _marks(message: Message) -> tuple[Mark, ...]:
    found = [*slugs.field_marks(message.version)] if message.version else []
    found += slugs.keyword_marks(message.keyword)
    for words in message.top:
        found += slugs.line_marks(words)
    if message.body:
        found += slugs.line_marks(_first_line(message.body))
    stop = slugs.order_in("\n".join((*message.top, *message.notes, message.body[:1500])))
    return tuple(dict.fromkeys([*found, stop] if stop else found))


def _day(message: Message, origin: Origin) -> tuple[date, tuple[str, ...]]:
    """The service day in the agency's zone: the header's, else that of the time sent, else that of arrival."""
    if message.day is not None:
        return message.day, ()
    if message.sent is not None and message.sent.at is not None:
        return message.sent.at.astimezone(zone(origin.time_zone)).date(), ()
    return origin.arrived.astimezone(zone(origin.time_zone)).date(), (
        "the message says no day; that of its arrival stands in its id",
    )


_WEAK = "text wires carry no id: one was made from the agency, the slug and the day, and is weak"
_WEAKER = "text wires carry no id, and this message no slug: one was made from its words, and is weak"


def _base(message: Message, name: str, day: date) -> tuple[str, str]:
    """The id made for a message that carries none, and the sentence that says so (edge_cases.md 35).

    A slug that names a topic or a sort of message is shared by stories of one day: the headline tells them apart.
    """
    told = slugs.stem(message.keyword)
    if not told:
        return f"{name}/{_print_of(message)}/{day}", _WEAKER
    if message.topical or slugs.keyword_marks(message.keyword):
        told = f"{told}/{slugs.stem(message.title) or _print_of(message)}"
    return f"{name}/{told}/{day}", _WEAK


def _print_of(message: Message) -> str:
    words = " ".join(" ".join((*message.serials, message.keyword, *message.top, message.body)).split())
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _orders(
    message: Message, kill: Mark, name: str, provider: str | None, day: date
) -> tuple[tuple[Identity, ...], tuple[Link, ...]]:
    """The stops a message orders, and the names by which it calls what it stops (life.md 5).

    A slug that is named, and else the message's own, gives the id that a story under it has that day; a serial gives
    the id that stands among an item's other names. What may hit more than was meant only withholds.
    """
    status = Status.CANCELED if kill is Mark.KILL else Status.WITHHELD
    named = slugs.targets("\n".join((*message.top, *message.notes, message.body)))
    serials = tuple(serial for serial in named.serials if serial not in message.serials)
    mine = slugs.stem(message.keyword) if not slugs.field_marks(message.keyword) else ""
    stories: dict[str, Status] = {}
    for slug in named.slugs:
        told = slugs.stem(slug)
        told = mine if mine.endswith(told) else told
        stories[f"{name}/{told}/{day}"] = Status.WITHHELD if message.topical else status
    for serial in serials:
        stories[_serial_id(name, serial, day)] = status
    if mine and not (message.topical and stories):
        sure = not stories or bool(named.slugs and not message.topical)
        stories.setdefault(f"{name}/{mine}/{day}", status if sure and not message.topical else Status.WITHHELD)
    targets = (*named.slugs, *slugs.serial_forms(serials), slugs.without_cycle(message.keyword) if mine else "")
    links = tuple(Link(rel=kill.value, target=target) for target in unique(targets))
    return tuple(Identity(guid, None, ordered, provider) for guid, ordered in stories.items()), links


def _serial_id(name: str, serial: str, day: date) -> str:
    return f"{name}/{slugs.stem(slugs.serial_forms((serial,))[-1])}/{day}"


def _other_names(message: Message, said: _Said) -> tuple[str, ...]:
    """Serials and slugs, as orders name them, and the ids that an order makes of them."""
    name = said.base.partition("/")[0]
    told = slugs.stem(message.keyword)
    ids = [_serial_id(name, serial, said.day) for serial in message.serials]
    if told and message.topical:
        ids.append(f"{name}/{told}/{said.day}")
    return unique([*slugs.serial_forms(message.serials), message.keyword, slugs.without_cycle(message.keyword), *ids])


def identities(part: TextPart) -> Iterator[Identity]:
    """The message, and a stop for each item it orders one for."""
    if isinstance(part, Broken):
        raise Refused(part.reason)
    said = _said(part)
    yield Identity(said.guid, None, Status.USABLE, said.provider)
    yield from said.orders


def read(part: TextPart, origin: Origin, held: Held) -> Draft:
    """One message."""
    if isinstance(part, Broken):
        raise Refused(part.reason)
    said = _said(part)
    where = source(part)
    own = Identity(said.guid, None, Status.USABLE, said.provider)
    return Draft(_dispatch(part, said, where), own, where, said.orders)


def source(part: TextPart) -> Source | None:
    """The lines of the text, and how this wire lays them out."""
    if isinstance(part, Broken) or not part.body.strip():
        return None
    return Source(plain=part.body, layout=_LAYOUTS[part.marked, part.tabular])


def _dispatch(part: Message, said: _Said, where: Source | None) -> Dispatch:
    problems = [*part.problems, *said.problems]
    sent = part.sent
    if sent is not None and sent.assumed:
        problems.append(f"time sent: {sent.assumed}")
    if where is None:
        problems.append("the message has no text")
    elif has_control(part.body):
        count = len(_TELETYPE.findall(part.body))
        problems.append(f"{count} control character{'s' if count > 1 else ''} in the text replaced by a blank")
    headline = part.headline
    kind = _kind(part, said)
    if (
        headline is None
        and where is not None
        and (made := made_headline(None, _after_dateline(where.sent(cuts(said.origin, said.guid, said.provider)))))
    ):
        headline = made.headline
        problems.append(made.problem)
    dateline = part.dateline or dateline_of(part.body.lstrip("\n")).place
    first = sent.at if sent is not None and not part.version else None
    return Dispatch(
        **NOWHERE,
        agency=agency_of(said.origin, said.provider),
        guid=said.guid,
        alt_ids=_other_names(part, said),
        kind=kind,
        version_created=sent.at if sent is not None else None,
        first_created=first,
        urgency=part.urgency,
        language=said.origin.language,
        headline=headline,
        slugline=slugs.without_cycle(part.keyword) or None,
        byline=part.byline,
        dateline=dateline,
        provider=said.provider,
        credit=part.credit,
        summary=part.summary,
        word_count=part.words,
        subjects=part.subjects,
        places=part.places,
        ed_note="\n".join(part.notes) or None,
        signals=_signals(part, said.marks),
        copyright=part.copyright,
        links=(*said.links, *part.links),
        problems=tuple(problems),
        queries=(*part.queries, *_queries(part, said.marks)),
    )


_STOPS_AND_NOTES = (Mark.KILL, Mark.HOLD, Mark.ADVISORY)


def _kind(part: Message, said: _Said) -> Kind:
    """By the slug and the lines at the top only (life.md 3)."""
    if part.is_advisory or slugs.first_of(said.marks, _STOPS_AND_NOTES):
        return Kind.ADVISORY
    words = {word.casefold() for word in (*re.split(r"[/,]", part.keyword), part.version, *part.top)}
    if not words.isdisjoint(word.casefold() for word in said.agency.advisories):
        return Kind.ADVISORY
    if Mark.ALERT in said.marks or not words.isdisjoint(word.casefold() for word in said.agency.alerts):
        return Kind.ALERT
    return Kind.STORY


_SIGNALS = {
    Mark.LEAD: "sig:update", Mark.CORRECTION: "sig:correction", Mark.CORRECTIVE: "sig:correction",
    Mark.REPEAT: "wire:repeat", Mark.ADD: "wire:add", Mark.SUB: "wire:sub", Mark.ADVANCE: "wire:advance",
    Mark.KILL: "wire:kill", Mark.HOLD: "wire:hold",
}  # fmt: skip


def _signals(part: Message, marks: tuple[Mark, ...]) -> tuple[str, ...]:
    """The version field as written, and what it means in the words of the IPTC where they have one."""
    return unique([part.version, *(_SIGNALS.get(mark) for mark in marks)])


_QUERIES = {
    Mark.ADD: "The slug calls this an add: it continues another take and is nothing without it.",
    Mark.SUB: "The slug calls this a sub or an insert: it replaces a part of another take, which a person has to do.",
    Mark.HOLD: "The message asks to hold an item until it is checked: a person has to see when that is over.",
    Mark.ADVANCE: "The message is an advance or under embargo in words: a person has to say when it may be used.",
}
_PICKS_UP = re.compile(r"\bpicks? up\b.{0,40}\b(?:grafs?|graphs?|paragraphs?|previous|pvs)\b", re.IGNORECASE)
_EMBARGO = re.compile(
    r"\b(?:EMBARGO(?:ED)?|SPERRFRIST|HOLD FOR RELEASE|SOUS EMBARGO)\b|\bSperrfrist\b|\bembargoed (?:until|till|to)\b"
    r"|\bnot (?:for use|to be used|for publication) before\b|\bNicht vor .{2,40} verwenden\b|^For release \b"
)


def _queries(part: Message, marks: tuple[Mark, ...]) -> Iterator[str]:
    for mark, words in _QUERIES.items():
        if mark in marks:
            yield words
    if Mark.SUB not in marks and any(map(_PICKS_UP.search, (*part.notes, part.body[-160:]))):
        yield _QUERIES[Mark.SUB]
    if Mark.ADVANCE not in marks and any(map(_EMBARGO.search, (*part.top, *part.notes, _first_line(part.body)))):
        yield _QUERIES[Mark.ADVANCE]
    if release := of_a_release(part.body):
        yield release


def _first_line(body: str) -> str:
    return body[:200].strip().partition("\n")[0].strip("\t ^<=")


# Text that is no wire

_RELEASE = re.compile(
    r"^[ \t]*(?:(?:MEDIA|PRESS|NEWS) RELEASE\b|MEDIENMITTEILUNG\b|COMMUNIQU(?:É|E) DE PRESSE\b)|/ ?PR ?Newswire",
    re.IGNORECASE | re.MULTILINE,
)
_RELEASE_FROM = re.compile(r"^[ \t]*SOURCE:?[ \t]+(?P<who>\S[^\n]{1,80})\s*\Z", re.MULTILINE)


def instead_of_wire(text: str) -> str:
    """What text is that no format claims, for somebody who has to do something about it."""
    rows = text[:2000].splitlines()[:12]
    if "\x01" in text[:200]:
        return "it begins like a message of a wire (SOH), but no header in it can be read and no text begins (STX)"
    if _RELEASE.search("\n".join(rows)):
        return "a press release, not a wire: no header or slug says which agency sent it, and when"
    if sum(row.count("|") > 2 for row in rows) * 2 > len(rows):
        return "a table of fields parted by bars, not a wire: no header or slug says which agency sent it, and when"
    return "plain text without the envelope of a wire: no header, start of text or end of text"


def of_a_release(text: str) -> str | None:
    """What to ask where an agency passes on what somebody paid for."""
    named = _RELEASE_FROM.search(text[-200:])
    if named is None and not _RELEASE.search(text[:300]):
        return None
    who = f" of {named['who'].strip()}" if named else ""
    return f"This is a press release{who}, not the agency's own report: a person has to say whether it is published."


# The text as set

_WIDEST = 100
"""The longest line of a text that is broken by the teleprinter; above it, lines are broken by hand."""
_NARROWEST = 50
"""The width below which no teleprinter breaks a line: every break was made by hand."""
_SLACK = 10
_BULLETS = ("- ", "* ", "• ", "-- ")
_PARTED = re.compile(r"\n(?:[ \t]*\n)+")
_STARTS = re.compile(r"\n(?=[ \t])")
_STARTS_MARKED = re.compile(r"\n(?=[ \t^]|==)|(?<=<)[ \t]*\n")
_COLUMNS = re.compile(r"\S(?:\t+| {3,})\S")
_INDENT = re.compile(r"[ \t]*")


def _setter_of(*, marked: bool, tabular: bool) -> Callable[[Setter, str], None]:
    def set_text(setter: Setter, text: str) -> None:
        for name, block in _blocks(_TELETYPE.sub(" ", text) if has_control(text) else text, marked, tabular):
            setter.block(name, block)

    return set_text


def _blocks(text: str, marked: bool, tabular: bool) -> Iterator[tuple[str, str]]:
    """Paragraphs (`p`) and tables made of blanks (`pre`).

    A blank line ends a paragraph and an indented line begins one; a line that is not indented belongs to the paragraph
    before it (edge_cases.md 75). A break that the width of the line forced is a blank; a break made by hand stays.
    """
    text = text.strip("\n")
    lengths = sorted(map(len, text.split("\n")))
    width = lengths[len(lengths) * 19 // 20]  # where nineteen of twenty rows have ended
    starts = _STARTS_MARKED if marked else _STARTS
    by_line = lengths[-1] > _WIDEST and not starts.search(text)
    for group in _PARTED.split(text):
        if "\n" not in group:
            yield "p", _unmarked(group) if marked else group.strip()
        elif by_line:
            yield from (("p", _unmarked(row) if marked else row.strip()) for row in group.split("\n"))
        else:
            yield from _grouped(group, starts, width, marked, tabular)


def _grouped(group: str, starts: re.Pattern[str], width: int, marked: bool, tabular: bool) -> Iterator[tuple[str, str]]:
    rows = group.split("\n")
    if _is_table(rows, tabular):
        yield from _table(rows, marked)
        return
    listed: list[str] = []  # rows of a list: each indented by a blank or two
    for unit in starts.split(group):
        if unit[:1] == " " and unit[:3] != "   " and "\n" not in unit:
            listed.append(_unmarked(unit) if marked else unit.strip())
            continue
        if listed:
            yield "p", "\n".join(listed)
            listed = []
        if "\n" in unit:
            unit = _folded(unit, width)
        yield "p", _unmarked(unit) if marked else unit.strip()
    if listed:
        yield "p", "\n".join(listed)


def _unmarked(unit: str) -> str:
    """A paragraph of ANPA without `^` before it and `<` behind it."""
    unit = unit.strip(" \t\n")
    if unit[-1:] == "<":
        unit = unit[:-1].rstrip(" \t")
    return unit[1:] if unit[:1] == "^" else unit


def _folded(unit: str, width: int) -> str:
    """The rows of a paragraph as one text.

    Where an indent begins a paragraph, its other breaks mean nothing. Elsewhere a break is forced, and a blank, where
    the next word had no room before it; any other was made by hand and stays.
    """
    rows = unit.split("\n")
    indented = rows[0][:1] in (" ", "\t")
    pieces = [rows[0].strip(" \t")]
    listed = pieces[0].startswith(_BULLETS)
    for before, row in pairwise(rows):
        row = row.strip(" \t")
        bullet = row.startswith(_BULLETS)
        full = width >= _NARROWEST and len(before.rstrip(" \t")) + len(row.partition(" ")[0]) + _SLACK > width
        forced = indented or (full and not (bullet and listed))
        listed = listed or (bullet and not forced)
        pieces += (" " if forced else "\n", row)
    return "".join(pieces)


def _is_table(rows: Sequence[str], said: bool) -> bool:
    """Aligned columns; or rows that each begin a paragraph, where the header says that it is a table."""
    if sum(_COLUMNS.search(row) is not None for row in rows) * 2 > len(rows):
        return True
    return said and sum(row[:1] in ("\t", " ", "^") for row in rows) * 10 > len(rows) * 9


def _table(rows: Sequence[str], marked: bool) -> Iterator[tuple[str, str]]:
    waiting: list[str] = []
    for row in rows:
        if len(row) > _WIDEST or (marked and row.lstrip(" \t").startswith(("^", "=="))):
            if waiting:
                yield "pre", _dedented(waiting)
                waiting = []
            yield "p", _unmarked(row) if marked else row.strip()
        else:
            row = row.rstrip(" \t")
            waiting.append(row[:-1].rstrip(" \t") if marked and row[-1:] == "<" else row)
    if waiting:
        yield "pre", _dedented(waiting)


def _dedented(rows: list[str]) -> str:
    """The rows without the indentation they share; it only says that a paragraph begins."""
    indents = [_INDENT.match(row)[0] for row in rows if row]  # type: ignore[index]
    shared = min(indents, key=len, default="")
    cut = len(shared) if all(indent.startswith(shared) for indent in indents) else 0
    return "\n".join(row[cut:] for row in rows)


# The text as sent: what the message holds between its marks, by a reader of its own

_AS_BLANKS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), " ")


def _sent_plain(text: str) -> str:
    """The rows, `PART` where a blank or indented one begins a paragraph."""
    rows = text.translate(_AS_BLANKS).strip("\n").split("\n")
    apart = max(map(len, rows)) > 100 and not any(row[:1] in (" ", "\t") and row.strip() for row in rows)
    words: list[str] = []
    for row in rows:
        words.append(PART if apart or row[:1] in ("", " ", "\t") else "\n")
        words.append(row.strip(" \t"))
    return "".join(words)


def _sent_marked(text: str) -> str:
    """The same with the marks of ANPA: `^` begins a paragraph, `<` ends one, and neither is text."""
    words: list[str] = []
    ended = False
    for row in text.translate(_AS_BLANKS).strip("\n").split("\n"):
        inner = row.strip(" \t")
        words.append(PART if ended or inner.startswith(("^", "==")) or row[:1] in ("", " ", "\t") else "\n")
        inner = inner.removeprefix("^")
        ended = inner.endswith("<")
        words.append(inner.removesuffix("<").rstrip(" \t"))
    return "".join(words)


_LAYOUTS = {
    (marked, tabular): Layout(_setter_of(marked=marked, tabular=tabular), _sent_marked if marked else _sent_plain)
    for marked in (False, True)
    for tabular in (False, True)
}
