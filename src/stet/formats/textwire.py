"""What a message of a text wire says: who the item is, what its slug says, what it orders for other items.

A format file finds the lines of a message (`textwire_parts.Message`), and everything after that is the same for all
text wires. Every line ends in the body or in a field, or is named in `problems`.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from stet.errors import Refused
from stet.formats import slugs
from stet.formats.agencies import Agency, Identity, cuts_of
from stet.formats.codes import CORRECTION
from stet.formats.dates import zone
from stet.formats.desk_marks import is_more
from stet.formats.headlines import made_headline
from stet.formats.held import NOWHERE, Draft, Source, agency_of, unique
from stet.formats.slugs import Mark
from stet.formats.textwire_body import LAYOUTS, controls_in
from stet.formats.textwire_parts import Broken, Message, TextPart, after_dateline, dateline_of
from stet.model.dispatch import Dispatch, Kind, Link, Status
from stet.model.packet import Origin


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
    agency, origin = message.home
    marks = _marks(message)
    day, problems = _day(message, origin)
    provider = agency.name or message.provider
    base, weak = _base(message, slugs.stem(provider or origin.agency or "wire"), day)
    guid = base
    orders: tuple[Identity, ...] = ()
    links: tuple[Link, ...] = ()
    kill = slugs.first_of(marks, (Mark.KILL, Mark.HOLD))
    spoken = None if kill else _spoken(message)
    piece = slugs.first_of(marks, _PIECES)
    if kill:
        guid = f"{base}/{kill.value}-{_print_of(message)}"
        orders, links = _orders(message, kill, base.partition("/")[0], provider, day, own=_is_said_as_an_order(message))
    elif spoken:
        marks = (*marks, spoken)
        guid = f"{base}/{spoken.value}-{_print_of(message)}"
        own = slugs.ends_in_order(message.keyword) is not None
        orders, links = _orders(message, spoken, base.partition("/")[0], provider, day, own=own)
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
    if (order := _headed_as_an_order(message)) is not None:
        found.append(order)
    return tuple(dict.fromkeys(found))


def _headed_as_an_order(message: Message) -> Mark | None:
    """The stop that a line at the top is a word for, where the text below it is one as well: `Elimination` over a text
    that is no story, and asks for a stop or names a serial."""
    order = next((mark for row in message.top if (mark := slugs.may_order(row))), None)
    if order is None or dateline_of(message.body.lstrip("\n^\t ")).place:
        return None
    return order if _spoken(message) or _named(message).serials else None


_NO_TARGET = "It reads like an order to stop a story, and none that it names is known here: a person has to see which."
_FIRST_SENTENCES = 500


def _is_said_as_an_order(message: Message) -> bool:
    """Whether the slug says that it is a stop, or a line at the top does so as a whole, or in capitals before a colon:
    then its own slug is meant."""
    stops = (Mark.KILL, Mark.HOLD)
    if _headed_as_an_order(message):
        return True
    if slugs.first_of((*slugs.field_marks(message.version), *slugs.keyword_marks(message.keyword)), stops):
        return True
    return any(
        slugs.first_of(slugs.line_marks(row), stops) and (slugs.may_order(row) or row.partition(":")[0].isupper())
        for row in (*message.top, _first_line(message.body))
    )


def _spoken(message: Message) -> Mark | None:
    """The order that a message gives in sentences: notes and the first lines of a text that is no story.

    A text with a dateline is copy, whatever somebody says in it (life.md 3): it is asked about and stops nothing.
    """
    if dateline_of(message.body.lstrip("\n^\t ")).place:
        return None
    notes = (f"Eds: {note}" for note in message.notes)
    return slugs.order_in("\n".join((*message.top, *notes, message.body[:_FIRST_SENTENCES].strip())))


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
    message: Message, kill: Mark, name: str, provider: str | None, day: date, *, own: bool = True
) -> tuple[tuple[Identity, ...], tuple[Link, ...]]:
    """The stops a message orders, and the names by which it calls what it stops (life.md 5).

    A slug that is named, and else the message's own, gives the id that a story under it has that day; a serial gives
    the id that stands among an item's other names. A slug that names a topic may hit more than was meant: it is obeyed
    all the same, for what was killed must not come back by itself. Beside a serial the message's own slug only
    withholds, and one that names a topic is no target. Without `own`, for an order that only its sentences tell, it is
    none either. A word for a stop at the end of the message's own slug is no part of the story's.
    """
    status = Status.CANCELED if kill is Mark.KILL else Status.WITHHELD
    named = _named(message)
    serials = named.serials
    keyword = slugs.without_order(message.keyword)
    mine = slugs.stem(keyword) if not slugs.field_marks(message.keyword) else ""
    stories: dict[str, Status] = {}
    for slug in named.slugs:
        told = slugs.stem(slug)
        told = mine if told and mine.endswith(told) else told
        stories[f"{name}/{told}/{day}"] = status
    for serial in serials:
        stories[_serial_id(name, serial, day)] = status
    if not own:
        mine = ""
    if mine and not (message.topical and stories):
        sure = not stories or bool(named.slugs)
        stories.setdefault(f"{name}/{mine}/{day}", status if sure else Status.WITHHELD)
        if keyword != message.keyword:  # the word may belong to the story's slug after all: nobody takes a road kill up
            stories.setdefault(f"{name}/{slugs.stem(message.keyword)}/{day}", Status.WITHHELD)
    targets = (*named.slugs, *slugs.serial_forms(serials), slugs.without_cycle(keyword) if mine else "")
    links = tuple(Link(rel=kill.value, target=target) for target in unique(targets))
    return tuple(Identity(guid, None, ordered, provider) for guid, ordered in stories.items()), links


def _named(message: Message) -> slugs.Target:
    """The stories and the other serials that the message names."""
    found = slugs.targets("\n".join((*message.top, *message.notes, message.body)), message.serials)
    own = {form.casefold() for form in slugs.serial_forms(message.serials)}
    others = (serial for serial in found.serials if own.isdisjoint(map(str.casefold, slugs.serial_forms((serial,)))))
    return slugs.Target(found.slugs, tuple(others))


def _serial_id(name: str, serial: str, day: date) -> str:
    return f"{name}/{slugs.stem(slugs.serial_forms((serial,))[-1])}/{day}"


def ids_named(named: slugs.Target, name: str, day: date) -> tuple[str, ...]:
    """The ids that stories by these slugs and serials have that day; `name` is the agency's, as part of an id."""
    by_slug = (f"{name}/{slugs.stem(slug)}/{day}" for slug in named.slugs)
    return (*by_slug, *(_serial_id(name, serial, day) for serial in named.serials))


def _other_names(message: Message, said: _Said) -> tuple[str, ...]:
    """Serials and slugs, as orders name them, and the ids that an order makes of them."""
    name = said.base.partition("/")[0]
    told = slugs.stem(message.keyword)
    ids = [_serial_id(name, serial, said.day) for serial in message.serials]
    if told and message.topical:
        ids.append(f"{name}/{told}/{said.day}")
    is_copy = slugs.first_of(said.marks, _STOPS_AND_NOTES) is None
    if told and is_copy and (short := slugs.stem(slugs.without_desk(message.keyword))) and short != told:
        ids.append(f"{name}/{short}/{said.day}")
    house = slugs.stem(said.origin.agency or "")
    if house and house != name:  # an order by mail knows no other name of the agency
        ids += ids_named(slugs.Target((told,) if told else (), message.serials), house, said.day)
    return unique([*slugs.serial_forms(message.serials), message.keyword, slugs.without_cycle(message.keyword), *ids])


def identities(part: TextPart) -> Iterator[Identity]:
    """The message, and a stop for each item it orders one for."""
    if isinstance(part, Broken):
        raise Refused(part.reason)
    said = _said(part)
    yield Identity(said.guid, None, Status.USABLE, said.provider)
    yield from said.orders


def read(part: TextPart, origin: Origin) -> Draft:
    """One message."""
    if isinstance(part, Broken):
        raise Refused(part.reason)
    said = _said(part)
    where = source(part)
    own = Identity(said.guid, None, Status.USABLE, said.provider)
    return Draft(_dispatch(part, said, where), own, where, said.orders)


def source(part: TextPart) -> Source | None:
    """The lines of the text, and how this wire lays them out; without the line that says that more is to come."""
    if isinstance(part, Broken) or not part.body.strip():
        return None
    return Source(plain=_more(part)[0], layout=LAYOUTS[part.marked, part.tabular])


_LAST_LINE = re.compile(r"\n[ \t^]*(?P<words>[^\n]{4,24}?)[ \t<]*\s*\Z")


def _more(part: Message) -> tuple[str, str | None]:
    """The text without a last line `(more)`, and that line. It is for desks that paste takes together."""
    last = _LAST_LINE.search(part.body[-200:])
    if last is None or not is_more(last["words"]) or not part.body[: -len(last[0])].strip():
        return part.body, None
    return part.body[: -len(last[0])], last["words"]


def _dispatch(part: Message, said: _Said, where: Source | None) -> Dispatch:
    problems = [*part.problems, *said.problems]
    sent = part.sent
    if sent is not None and sent.assumed:
        problems.append(f"time sent: {sent.assumed}")
    if where is None:
        problems.append("the message has no text")
    elif more := _more(part)[1]:
        problems.append(f"“{more}” at the end of the text was taken off: more of it is to come")
    if where is not None and (count := controls_in(part.body)):
        problems.append(f"{count} control character{'s' if count > 1 else ''} in the text replaced by a blank")
    headline = part.headline
    kind = _kind(part, said)
    if (
        headline is None
        and where is not None
        and (made := made_headline(None, after_dateline(where.sent(cuts_of(said.origin, said.agency)))))
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
        queries=(*part.queries, *_queries(part, said.marks), *((_NO_TARGET,) if _hits_nothing(said) else ())),
    )


def _hits_nothing(said: _Said) -> bool:
    return Mark.KILL in said.marks and not said.orders


_STOPS_AND_NOTES = (Mark.KILL, Mark.HOLD, Mark.ADVISORY)


def _kind(part: Message, said: _Said) -> Kind:
    """By the slug and the lines at the top only (life.md 3)."""
    if part.is_advisory or slugs.first_of(said.marks, _STOPS_AND_NOTES):
        return Kind.ADVISORY
    if _is_called(part, said.agency.advisories):
        return Kind.ADVISORY
    return Kind.ALERT if Mark.ALERT in said.marks or _is_called(part, said.agency.alerts) else Kind.STORY


def _is_called(part: Message, words: Sequence[str]) -> bool:
    """Whether an element of the slug, the version or a line at the top is one of an agency's own words."""
    if not words:
        return False
    told = {word.casefold() for word in (*re.split(r"[/,]", part.keyword), part.version, *part.top)}
    return not told.isdisjoint(word.casefold() for word in words)


_SIGNALS = {
    Mark.LEAD: "sig:update", Mark.CORRECTION: CORRECTION, Mark.CORRECTIVE: "wire:corrective",
    Mark.REPEAT: "wire:repeat", Mark.REFILE: "wire:refile", Mark.ADD: "wire:add", Mark.MORE: "wire:more",
    Mark.SUB: "wire:sub", Mark.ADVANCE: "wire:advance", Mark.KILL: "wire:kill", Mark.HOLD: "wire:hold",
}  # fmt: skip


def _signals(part: Message, marks: tuple[Mark, ...]) -> tuple[str, ...]:
    """The version field as written, and what it means in the words of the IPTC where they have one."""
    told = [_SIGNALS.get(mark) for mark in marks]
    if Mark.ADD in marks and (number := _add_number(part)) is not None:
        told.append(f"wire:add-{number}")
    if _more(part)[1]:
        told.append(_SIGNALS[Mark.MORE])
    return unique([part.version, *told])


def _add_number(part: Message) -> int | None:
    """Which continuation it is; none where neither its version field nor a line at its top says so."""
    lines = (row.partition(":")[0] for row in (*part.top, _first_line(part.body)) if Mark.ADD in slugs.line_marks(row))
    return next((number for words in (part.version, *lines) if (number := slugs.add_number(words)) is not None), None)


_QUERIES = {
    Mark.SUB: "The slug calls this a sub or an insert: it replaces a part of another take, which a person has to do.",
    Mark.HOLD: "The message asks to hold an item until it is checked: a person has to see when that is over.",
    Mark.ADVANCE: "The message is an advance or under embargo in words: a person has to say when it may be used.",
}
_PICKS_UP = re.compile(r"\bpicks? up\b.{0,40}\b(?:grafs?|graphs?|paragraphs?|previous|pvs)\b")
_EMBARGO = re.compile(
    r"(?-i:\bEMBARGO(?:ED)?\b)|\b(?:sperrfrist|hold for release|sous embargo)\b|\bembargo(?:ed)? (?:until|till|to)\b"
    r"|\bembargo jusqu|\bnot (?:for use|to be used|for publication) (?:before|until|till)\b"
    r"|\bnicht vor .{2,40} verwenden\b|^for release \b",
    re.MULTILINE | re.IGNORECASE,
)
_IN_EVERY_EMBARGO = ("embargo", "sperrfrist", "release", "not for use", "not to be used", "not for pub", "nicht vor")
"""One of these is in all such words: looking for them costs next to nothing."""


def _queries(part: Message, marks: tuple[Mark, ...]) -> Iterator[str]:
    for mark, words in _QUERIES.items():
        if mark in marks:
            yield words
    if Mark.SUB not in marks and any(map(_picks_up, (*part.notes, part.body[-160:]))):
        yield _QUERIES[Mark.SUB]
    if Mark.ADVANCE not in marks and _is_embargoed("\n".join((*part.top, *part.notes, _first_line(part.body)))):
        yield _QUERIES[Mark.ADVANCE]
    if slugs.first_of(marks, (Mark.KILL, Mark.HOLD)) is None and (word := slugs.ends_in_order(part.keyword)):
        yield f"The slug ends in “{word}” and reads like an order to stop a story: a person has to see if, and which."
    if release := of_a_release(part.body):
        yield release


def _picks_up(words: str) -> bool:
    folded = words.casefold()
    return "pick" in folded and _PICKS_UP.search(folded) is not None


def _is_embargoed(words: str) -> bool:
    folded = words.casefold()
    return any(needle in folded for needle in _IN_EVERY_EMBARGO) and _EMBARGO.search(words) is not None


def _first_line(body: str) -> str:
    return body[:200].strip().partition("\n")[0].strip("\t ^<=")


# Text that is no wire

_RELEASE = re.compile(
    r"\n(?:[ \t]*(?:(?:media|press|news) release\b|medienmitteilung\b|communiqu[ée] de presse\b)|[^\n]*/ ?pr ?newswire)"
)
_RELEASE_FROM = re.compile(r"\n[ \t]*SOURCE:?[ \t]+(?P<who>\S[^\n]{1,80})\s*\Z")


def instead_of_wire(text: str) -> str:
    """What text is that no format claims, for somebody who has to do something about it."""
    rows = text[:2000].splitlines()[:12]
    if "\x01" in text[:200]:
        return "it begins like a message of a wire (SOH), but no header in it can be read and no text begins (STX)"
    if slugs.order_in("\n".join(rows)) or any(Mark.KILL in slugs.line_marks(row.strip("\t ^<=")) for row in rows):
        return "it reads like an order to stop a story, without the frame of a wire: a person has to carry it out"
    if _is_release("\n".join(rows)):
        return "a press release, not a wire: no header or slug says which agency sent it, and when"
    if sum(row.count("|") > 2 for row in rows) * 2 > len(rows):
        return "a table of fields parted by bars, not a wire: no header or slug says which agency sent it, and when"
    return "plain text without the envelope of a wire: no header, start of text or end of text"


def of_a_release(text: str) -> str | None:
    """What to ask where an agency passes on what somebody paid for."""
    named = _RELEASE_FROM.search(f"\n{text[-200:]}")
    if named is None and not _is_release(text[:300]):
        return None
    who = f" of {named['who'].strip()}" if named else ""
    return f"This is a press release{who}, not the agency's own report: a person has to say whether it is published."


def _is_release(text: str) -> bool:
    return _RELEASE.search(f"\n{text}".casefold()) is not None
