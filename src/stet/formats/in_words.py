"""Orders, embargoes and advisories in words, for formats that have fields for them and senders who do not use these.

A kill sent as an ordinary story with `KILL KILL KILL` for a headline must never become a page, and neither must an
embargo that stands only in a note (life.md sections 3, 5 and 6). What is found is asked about, not acted upon: the
words say that something is not for readers, and rarely with certainty what. They count in the headline, the slug, the
notes to editors and the first two lines only.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from stet.formats.slugs import Mark, keyword_marks, line_marks, order_in, parted
from stet.formats.slugs import field_marks as marks_of_field
from stet.model.dispatch import Dispatch

_LONGEST_LINE = 200
# A day that is named, and is not what happens on it: "Advance for Sunday's final" is news.
_DAY_NAMED = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:jan|febr)uary|march|april|june|july|august|(?:septem|octo|novem|decem)ber|(?:jan|feb|aug|sept?|oct|nov|dec)\.)"
    r"(?!['’\w])"
)
_EMBARGO = re.compile(
    rf"""(?:\b|\A)(?: embargo(?:ed)?[ ]?(?:to|until|till|for[ ]release)\b | (?:under|strict|sous)[ ]embargo\b
    | hold[ ]for[ ]release\b | (?:not[ ]for|no)[ ](?:use|publication|release|broadcast)[ ](?:before|until|till)\b
    | not[ ]to[ ]be[ ](?:used|published|released|broadcast)[ ](?:before|until|till)\b
    | sperrfrist\b | nicht[ ]vor[ ].{{3,60}}[ ](?:verwenden|ver(?:ö|oe)ffentlichen)\b
    | \b(?:embargo|embargoed|sperrfrist|sous[ ]embargo)\s*:\s*.{{0,40}}?
      (?:\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)
    | \A\W*bis\b.{{3,60}}\bgesperrt\W*\Z | \A\W*gesperrt[ ]bis\b
    | do[ ]not[ ](?:use|publish|release|broadcast|run)[ ](?:before|until|till)\b
    | \b(?:strictly|still)[ ](?:under[ ])?embargo(?:ed)?\b
    | \A\W*(?:moved[ ])?(?:in[ ])?advance[ ]for[ ](?:(?:release|use|publication)[ ])?(?:on[ ])?{_DAY_NAMED}
    | \A\W*for[ ](?:release|use|publication)[ ](?:(?:at|on|from|after)[ ])?(?:\d|{_DAY_NAMED})
    | embargo[ ]jusqu | embargado[ ]hasta\b | embargo[ ](?:fino|hasta|tot)\b )""",
    re.IGNORECASE | re.VERBOSE,
)
_IN_EVERY_EMBARGO = ("embarg", "release", "before", "until", "till", "sperrfrist", "nicht vor", "gesperrt",
                     "advance for", "for use", "for publication")  # fmt: skip
"""One of these is in every such line: looking for them costs next to nothing."""
_LIFTED = re.compile(r"\b(?:lifted|broken|aufgehoben|lev(?:é|e)|levantado|no longer)\b", re.IGNORECASE)

_WEEKDAYS = tuple(
    re.compile(rf"\b(?:{names})\b", re.IGNORECASE)
    for names in (
        "monday|montag|lundi|lunes", "tuesday|dienstag|mardi|martes", "wednesday|mittwoch|mercredi|mi(?:é|e)rcoles",
        "thursday|donnerstag|jeudi|jueves", "friday|freitag|vendredi|viernes",
        "saturday|samstag|sonnabend|samedi|s(?:á|a)bado", "sunday|sonntag|dimanche|domingo",
    )
)  # fmt: skip
_EVERYWHERE = [timedelta(hours=hours) for hours in range(-12, 15)]
"""How far the clocks of the world are from UTC."""

_NOT_FOR_READERS = re.compile(
    r"""\W{0,9}+(?: (?-i:DO[ ]NOT|NOT[ ]FOR|NOT[ ]TO[ ]BE)[ ]
      (?-i:PUBLISH|PUBLICATION|PUBLISHED|USE|USED|RELEASE|BROADCAST)\b
    | (?:do[ ]not[ ](?:publish|use|release)|not[ ]for[ ](?:publication|release|broadcast|use)
      |nicht[ ](?:ver(?:ö|oe)ffentlichen|verwenden|zur[ ]ver(?:ö|oe)ffentlichung)|ne[ ]pas[ ](?:publier|diffuser)
      |no[ ]publicar)[ ]*(?:\W*\Z|[:–—(\[-]) )""",
    re.IGNORECASE | re.VERBOSE,
)
# "KILLED: Five soldiers in ambush" is news, and `line_marks` leaves it alone; "KILLED: UP-BRIDGE" is a desk's.
_MAYBE_NEWS = re.compile(r"(?:KILLED|WITHDRAWAL|ELIMINATION|ELIMINATED)\s*+:(?P<of>.+)|HOLD\s*+(?:[–—]|-+)(?P<on>.+)")
_DESK_WORD = re.compile(
    r"\b(?:kill|story|stories|item|copy|dispatch|slug\w*|advisory|mandatory|editors?|bulletin|writethru|[a-z]{1,2}\d{3,4})\b",
    re.IGNORECASE,
)
_ORDERS_OF_A_SLUG = {Mark.KILL, Mark.HOLD, Mark.ADVANCE, Mark.ADVISORY}
_ALSO_TOPICS = re.compile(
    r"killed|withdrawn|withdrawal|retract(?:ed|ion)|eliminated?|elimination|withheld|hold|embargo|advisory|update"
)
_ORDERS_OF_A_NOTE = {Mark.KILL, Mark.HOLD, Mark.ADVANCE}
_SENTENCE_END = re.compile(r"(?<=[.!;])\s")
_TO_WHOM = re.compile(r"\A\W*(?:note|eds|editors|attention)\s?[:,]\s", re.IGNORECASE)
_THIS_IS_GONE = re.compile(
    r"""(?:\b(?:this|the)[ ]|\A\W*)(?:story|item|report|article|dispatch|copy|alert)[ ]
      (?:is|was|has[ ]been)[ ](?:hereby[ ])?(?:killed|withdrawn|retracted)\b
    | \A\W*(?:is|has[ ]been)[ ](?:hereby[ ])?(?:killed|withdrawn|retracted)\b
    | \A\W*(?:please[ ])?(?:kill|withdraw|retract|stop[ ]us(?:e|ing))[ ](?:of[ ])?
      (?:this|the)[ ](?:story|item|report|article|dispatch|copy|alert)\b
    | \A\W*please[ ](?:kill|withdraw|retract|hold|do[ ]not[ ]use|stop[ ]using)\b
    | \A\W*stop[ ]us(?:e|ing)\W*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_ID_TO_STOP = re.compile(
    r"""\b(?:kill|withdraw|retract)\W{1,3}(?:(?:the|our)[ ])?(?:(?:story|item|report|article|dispatch|copy|alert)[ ])?
    (?:(?:guid|uri|id|no\.?|number)[ ]?:?[ ]?)?["“]?(?P<id>(?:urn|tag):[^\s"“”<>,;()]+)""",
    re.IGNORECASE | re.VERBOSE,
)
_SLUG_TO_STOP = re.compile(
    r"""\b(?:kill|withdraw|retract)\W{1,3}(?:(?:the|our)[ ])?
    (?:story|item|report|article|dispatch|copy|alert)[ ](?:slugged[ ])?["“]?
    (?P<slug>(?!urn:|tag:)[\w.'’]+(?:[-/]+[\w.'’]+)+)(?![:\w])""",
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCE = 3
"""Fewer words than this are more like a slug."""

_SAYS = {
    Mark.KILL: "It reads like a kill (“{}”): it is not for readers, and a person has to see which story it takes away.",
    Mark.HOLD: "It reads like an order to stop using a story (“{}”): a person has to see which.",
    Mark.ADVANCE: "It speaks of an embargo in words only (“{}”): a person has to say from when it may be shown.",
    Mark.ADVISORY: "It reads like a note to editors (“{}”): a person has to say whether it is copy.",
    Mark.SUB: "It reads like a change to part of a story (“{}”), which cannot be made by a machine.",
    Mark.ADD: "It reads like a further part of a story (“{}”): a person has to say whether it can stand alone.",
}
_ANOTHER_DAY = (
    "Its words name another day for the end of its embargo (“{}”) than its own field does: a person has to say which "
    "is meant."
)


def asked_in_words(said: Dispatch, text: str) -> tuple[str, ...]:
    """What a person has to answer about orders in the words of an item with this body, the gravest one; none for
    ordinary copy. An embargo in its own field is obeyed and needs no words, unless these name another day: then one of
    the two is wrong, and the field may be the earlier."""
    found = dict(_found(said.headline or "", said.slugline or "", said.ed_note or "", text))
    says = _SAYS
    if said.embargo is not None and _is_another_day(found.get(Mark.ADVANCE, ""), said.embargo.until):
        says = _SAYS | {Mark.ADVANCE: _ANOTHER_DAY}
    elif said.embargo is not None:
        found.pop(Mark.ADVANCE, None)
    if "wire:add" in said.signals:
        found.pop(Mark.ADD, None)  # its story waits for it
    gravest = next((mark for mark in says if mark in found), None)
    return (says[gravest].format(_short(found[gravest])),) if gravest else ()


def stops_in_words(said: Dispatch, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids and the slugs that an item which reads like a kill names right behind the word for it, where its desk
    speaks. The ids are exact (edge case 119); several stories may share a slug, and an item that names neither is for a
    person to obey."""
    if not said.ed_note and "kill" not in f"{said.headline} {text[:_LONGEST_LINE]}".lower():
        return (), ()
    places = "\n".join((said.headline or "", said.ed_note or "", *_top(text)))
    ids = dict.fromkeys(found["id"].rstrip(".)’'") for found in _ID_TO_STOP.finditer(places))
    named = dict.fromkeys(found["slug"].rstrip(".'’") for found in _SLUG_TO_STOP.finditer(places))
    if not (ids or named):
        return (), ()
    if Mark.KILL not in dict(_found(said.headline or "", said.slugline or "", said.ed_note or "", text)):
        return (), ()
    return tuple(ids), tuple(named)


def _found(headline: str, slugline: str, ed_note: str, text: str) -> Iterator[tuple[Mark, str]]:
    """Marks and the words that are one. What is graver comes last where two are of one sort."""
    lines = [line for line in (headline, *_top(text)) if len(line) <= _LONGEST_LINE]
    slug = parted(slugline)
    yield from ((mark, slugline) for mark in (*marks_of_field(slug.version), *keyword_marks(slug.keyword)))
    yield from ((mark, slugline) for mark in _of_a_slug_that_is_a_word(slugline))
    for line in lines:
        if _NOT_FOR_READERS.match(line):
            yield Mark.ADVISORY, line
        if _is_like_a_slug(line):
            yield Mark.KILL, line
        yield from ((mark, line) for mark in line_marks(line))
        if _speaks_of_an_embargo(line):
            yield Mark.ADVANCE, line
    for note in (*ed_note.split("\n"), *lines):
        order = order_in(note)
        if order:
            yield order, note
    for note in ed_note.split("\n"):
        yield from ((mark, note) for mark in _ordered_in_a_note(note.strip()))
        if _speaks_of_an_embargo(note):
            yield Mark.ADVANCE, note


def _of_a_slug_that_is_a_word(slugline: str) -> tuple[Mark, ...]:
    """What a slug orders that is nothing but such a word. What may name a topic as well counts in capitals only."""
    words = slugline.strip()
    found = marks_of_field(words)
    if not found or not set(found) <= _ORDERS_OF_A_SLUG:
        return ()
    return () if _ALSO_TOPICS.fullmatch(words.casefold()) and not words.isupper() else found


def _ordered_in_a_note(note: str) -> tuple[Mark, ...]:
    """What the first sentence of a line for editors orders, as a whole or before a colon, or says of this very item. An
    order that names no other story is about the one under it."""
    note = _TO_WHOM.sub("", note)
    first = _SENTENCE_END.split(note, maxsplit=1)[0]
    marks = tuple(mark for mark in (*marks_of_field(first), *line_marks(first)) if mark in _ORDERS_OF_A_NOTE)
    if marks:
        return marks
    return (Mark.KILL,) if _THIS_IS_GONE.search(note) else ()


def _is_like_a_slug(line: str) -> bool:
    """Whether what follows a word that a desk may order with is a slug or a desk's words, not a sentence."""
    found = _MAYBE_NEWS.match(line.strip())
    if found is None:
        return False
    rest = (found["of"] or found["on"]).strip()
    return len(rest.split()) < _SENTENCE or rest.upper() == rest or _DESK_WORD.search(rest) is not None


def _speaks_of_an_embargo(line: str) -> bool:
    lower = line.lower()
    if not any(word in lower for word in _IN_EVERY_EMBARGO):
        return False
    return _EMBARGO.search(line) is not None and _LIFTED.search(line) is None


def _is_another_day(words: str, until: datetime | None) -> bool:
    """Whether words name days of the week, and none on which the embargo ends anywhere."""
    if until is None:
        return False
    named = {day for day, names in enumerate(_WEEKDAYS) if names.search(words)}
    return bool(named) and named.isdisjoint((until + off).weekday() for off in _EVERYWHERE)


def _top(text: str) -> list[str]:
    """The first two lines of a body that hold anything."""
    return [line for line in text[: 4 * _LONGEST_LINE].split("\n") if line.strip()][:2]


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 80 else words[:79] + "…"
