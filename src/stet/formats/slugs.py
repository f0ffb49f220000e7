"""Slugs of text wires: the stem that all takes of a story share, and the words that say which take this is.

life.md sections 3 and 5. These words count only where an agency puts them: in the version field of a slug, as a whole
element of it, as a whole line at the top, or before a colon there. Never in running text: "Kill Bill" is a film and
"urgent" is a word.
"""

import re
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

_CYCLE = re.compile(r"(?:BC|AM|PM)s?-+", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[\s!-,./:-@\[-`{-~-]+")
_LONGEST_STEM = 120


class Mark(Enum):
    """What a version word says."""

    ALERT = "alert"
    LEAD = "lead"
    REPEAT = "repeat"
    REFILE = "refile"
    CORRECTION = "correction"
    CORRECTIVE = "corrective"
    ADD = "add"
    MORE = "more"
    """A first take, or the number of takes: more is to come."""
    SUB = "sub"
    ADVISORY = "advisory"
    ADVANCE = "advance"
    KILL = "kill"
    HOLD = "hold"


_ORDINAL = r"(?:(?:\d{1,2}(?:st|nd|rd|th|\.)?|first|second|third|new)[ -]?)"
# A version field is made of these and of nothing else; each also stands alone as a line. All fields are compared in
# small letters: patterns that heed no case take several times as long.
_FIELDS = {
    Mark.ALERT: r"\w{0,6}news ?alert|flash|bulletin|urgent|snap|alert|(?:blitz)?eil(?:meldung)?|blitz|alerte",
    Mark.LEAD: (
        rf"{_ORDINAL}?(?:ld|lead|ldall)|(?:{_ORDINAL}?(?:ld|lead)[ -]?)?writethru|rewrites throughout"
        rf"|complemented throughout|{_ORDINAL}?(?:roundup|wrapup|wrap)|update[ -]?\d{{0,2}}|{_ORDINAL}update"
        rf"|{_ORDINAL}?zusammenfassung|{_ORDINAL}?aktualisierung"
    ),
    Mark.REPEAT: r"rpt|rptg|repeat|repeating|resend|wiederholung|reprise|bis",
    Mark.REFILE: r"refile|refiled",
    Mark.CORRECTION: (
        rf"{_ORDINAL}?(?:correction|correcting|corrected|corrects|korrektur|berichtigung|rectificatif|correctif"
        r"|clarification)"
    ),
    Mark.CORRECTIVE: r"corrective",
    Mark.ADD: rf"{_ORDINAL}?adds?[ -]?\d{{0,2}}|(?:{_ORDINAL}|next )takes?|takes? (?:\d{{1,2}}|two|three|four)",
    Mark.MORE: r"(?:1st|first)[ -]?take|takes? (?:1|one)|(?:\d{1,2}|two|three|four)[ -]takes",
    Mark.SUB: rf"{_ORDINAL}?subs?(?: \d{{0,2}} ?(?:graf|grafs|paragraphs?))?|{_ORDINAL}?inserts?",
    Mark.ADVISORY: (
        r"advisory|editorial advisory|(?:news|sports|business) (?:digest|budget|planner)|daybook"
        r"|planungshinweis|impressum|achtung"
        r"|(?:note to|attention|achtung|hinweis(?: an die)?)[ :]*(?:all )?(?:editors|redaktionen)"
    ),
    Mark.ADVANCE: (
        r"\$?adv ?\d{2}(?:-\d{2})?|hfr|hold for release|embargo|embargoed|sperrfrist|sous embargo|for release .{3,40}"
    ),
    Mark.KILL: (
        r"(?:(?:bulletin|mandatory|urgent|story|copy|kill|advisory)[ ,:-]*){0,4}"
        r"(?:kill|killed|withdraw|withdrawn|withdrawal|retract|retraction|retracted|elimination|eliminate|eliminated)"
        r"(?:[ ,:-]*(?:mandatory|advisory|notice|kill|bulletin)){0,4}"
        r"|(?:zur(?:ü|ue)ckziehung[ ,:-]*)+|zur(?:ü|ue)ckgezogen|(?:annulation[ ,:-]*)+|annul(?:é|e)e?|annulez"
        r"|(?:anulaci(?:ó|o)n[ ,:-]*)+"
    ),
    Mark.HOLD: r"(?:(?:bulletin|urgent)[ ,:-]*)?(?:hold(?! for)[ ,:-]*)+|withh(?:old|eld)|(?:stopp[ ,:-]*){2,}",
}
_FIELD = re.compile("|".join(f"(?P<{mark.value}>(?:{pattern})(?!\\w))" for mark, pattern in reversed(_FIELDS.items())))
_BETWEEN = re.compile(r"[\s,;:.!()\[\]=_+*/-]*")
_NEUTRAL = re.compile(r"(?:abridged|optional|photos?|all|final|reax|the|copy|story)(?!\w)")
_BEFORE_COLON = re.compile(r"\(?([^\W\d_][^:\n–—]{1,40}|\d[^:\n–—]{2,40}?)\)?\s*(?::|[–—]|--| - )")
# A line in brackets at the top that says what it corrects.
_CORRECTS_LINE = re.compile(r"\(\s?(?:corrects|berichtigt|korrigiert|corrige)\s[^()]{3,}\)?\W*", re.IGNORECASE)
# The same in a line for editors: a sentence that begins with it, or a label before a colon.
_CORRECTS_NOTE = re.compile(
    r"(?:^|(?<=[.;:]\s))(?:CORRECT(?:S|ED|ION)\b|Correct(?:s|ed)\s"
    r"|(?:Correction|Korrektur|Berichtigung|Rectificatif|Correctif)\b\s?:)",
    re.MULTILINE,
)
# The only marks found inside a slug that has no version field: nobody writes about these.
_IN_KEYWORD = re.compile(
    r"(?P<alert>\b[a-z]{0,6}news ?alert\b|\beilmeldung\b)"
    r"|(?P<advisory>^(?:[\w.']+[- ])*?(?:news|sports|entertainment|business|finance|features?|weekend|photos?|graphics)"
    r"[- ]*(?:digest|budget|advisory|planner|daybook)(?: \S+){0,3}$"
    r"|^(?:impressum|planungshinweis|testartikel|testmeldung|test(?:[ -]test)+(?:[ -]please ignore)?)$)"
    # Alone these name no story: part of one, and not of which. "Titan Sub" is a boat.
    rf"|(?P<sub>^(?:{_FIELDS[Mark.SUB]})$)"
)
_IN_ALL_OF_THESE = (
    "alert", "eilmeldung", "digest", "budget", "advisory", "planner", "daybook", "impressum", "hinweis", "test",
    "sub", "insert",
)  # fmt: skip

# Words for a stop that are ordinary words of headlines and slugs as well, where nothing else stands with them.
_ALSO_WORDS = re.compile(
    r"killed|withdrawn|withdrawal|retracted|retraction|eliminated|elimination|eliminate|withheld|hold"
)
_ALSO_HEADLINES = re.compile(r"KILLED|WITHDRAWAL|ELIMINATED|ELIMINATION|RETRACTED")
_ORDERED = re.compile(
    r"(?:(?:mandatory|bulletin|story) )?kill|annulation|annulez|zur(?:ü|ue)ckziehung|anulaci(?:ó|o)n", re.IGNORECASE
)
_ORDER_AT_END = re.compile(
    r"(?P<by>[- ]+)(?P<word>kill|withdrawn|zur(?:ü|ue)ckziehung|annulation|anulaci(?:ó|o)n)\W*$", re.IGNORECASE
)

_ITEM = r"(?:story|stories|item|dispatch|report|copy|article|piece|take|alert|photo|picture|advisory|meldung|beitrag)"
_NUMBERED = r"(?-i:\b(?:[A-Z]{1,5}\d{3,5}|dpa[ ]?\d+)\b)"
_ANY_SERIAL = r"\b(?:[a-z]{1,5}-?\d{4}|dpa[ ]?\d+)\b"
# A slug as orders write it: two words or more with a hyphen between, in the capitals of a name.
_SLUG = r"(?-i:(?:[A-Z]{2,4}-{1,2})?[A-Z][\w.'’]*(?:-{1,2}[A-Z0-9][\w.'’]*)+)"
_GONE = r"(?:is|has\sbeen)\s(?:hereby\s)?(?:killed|withdrawn|retracted|eliminated)\b"
# Who is spoken to, or a capital at the start of the sentence: what somebody is quoted as saying is no order.
_ASKED = r"(?:(?<![\"“'‘`„«\w])(?-i:Please|PLEASE)|\b(?:editors|eds\.?)[,:]?\splease)"
_TO_EDITORS = r"(?:^|(?<=[.!)^]\s))\W{0,3}(?:attention\s)?(?:all\s)?(?:editors|eds)\b\.?\s?[:,]\s"
_ORDERED_IN_FRENCH = (
    r"(?:veuillez|prière\sd['’e]|merci\sd['’e]|bien\svouloir)\s?(?:annuler|ne\spas\s(?:utiliser|publier))"
)
# Sentences that nobody but an agency's desk writes, at the top of a message.
_ORDERS = re.compile(
    rf"""(?P<kill>
      {_ASKED}\s(?:kill|withdraw|retract|eliminate)\b [^.]{{0,30}}\b{_ITEM}\b
    | {_ASKED}\s(?:kill|withdraw|retract|eliminate|delete)\b [^.]{{0,80}}{_NUMBERED}
    | {_ASKED}\s(?:kill|withdraw|retract|eliminate)\s(?:the\s)?["“'‘]?
      (?:{_SLUG}(?=["”'’]?\s*(?:[.,;:!(]|$|\n)) | [^.]{{0,40}}{_ANY_SERIAL}(?=\s*(?:[.,;:!)]|$|\n)))
    | (?:{_TO_EDITORS}|^|(?<=[.!]\s))(?:kill|withdraw|eliminate)\s(?:the\s|our\s|this\s|that\s)?{_ITEM}\b
      [^.]{{0,80}}{_NUMBERED}
    | (?:(?-i:\bA)\skill|(?-i:\bKill|\bKILL))\sis\smandatory\b | (?-i:\bMANDATORY\sKILL\b|\bBULLETIN\sKILL\b)
    | ^\W{{0,3}}kill(?:[\s,]{{1,3}}kill){{1,4}}\W{{0,3}}$
    | (?-i:Make|MAKE)\s(?:certain|sure)\s(?:that\s)?(?:the\s|this\s|our\s)?{_ITEM}\sis\snot\s(?:used|published)\b
    | {_TO_EDITORS}[^.]{{0,200}}\b{_ITEM}\b[^.]{{0,80}}\s{_GONE}
    | {_TO_EDITORS}[^.]{{0,80}}\bhas\s(?:killed|withdrawn|retracted)\s(?:the\s|its\s|our\s)?{_ITEM}\b
    | \b{_ITEM},?\s(?:no\.?\s|number\s)?{_NUMBERED}[^.]{{0,30}}\s{_GONE}
    | \b{_ITEM}\b[^.]{{0,80}}\s(?:is|has\sbeen)\shereby\s(?:killed|withdrawn)\b
    | \bbitte\s(?:verwenden\ssie\s)?(?:die\s|diese\s|unsere\s)?(?:meldung|beitrag)\b[^.]{{0,80}}
      \b(?:nicht(?:\s(?:mehr\s)?verwenden)?|l(?:ö|oe)schen|streichen|zur(?:ü|ue)ckziehen)\b
    | \bmeldung\b[^.]{{0,80}}\b(?:wird|ist)\s(?:hiermit\s)zur(?:ü|ue)ckgezogen\b
    | \bmeldung\s{_NUMBERED}[^.]{{0,40}}\s(?:wird|ist)\szur(?:ü|ue)ckgezogen\b
    | \b{_ORDERED_IN_FRENCH}\b[^.]{{0,60}}\b(?:dépêche|depeche|papier|article)\b
    ) | (?P<hold>
      ^\W{{0,3}}hold(?:[\s,]{{1,3}}hold){{1,4}}\W{{0,3}}$
    | {_ASKED}\s(?:hold|withhold)\b[^.]{{0,30}}
      (?:\b(?:story|stories|dispatch|report|copy|alert|advisory|meldung)\b|{_NUMBERED})
    | {_ASKED}\s(?:do\snot|stop)\s(?:use|using|publish|publishing)\b[^.]{{0,40}}\b{_ITEM}\b
    )""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
_ORDERS_WITHIN = 600
"""Characters at the top in which an order stands: the first sentences."""
_NAMES_WITHIN = 1500
_IN_EVERY_ORDER = ("kill", "withd", "eliminat", "retract", "please", "is not used", "is not published", "bitte",
                   "gezogen", "annuler", "ne pas", "hold hold", "hold, hold")  # fmt: skip
"""One of these is in every such sentence: looking for them costs next to nothing."""
_BLANKS = re.compile(r"[^\S\n]+|\n+")

# What the orders above and the fields KILL and HOLD cannot do without, for a look at bytes in lower case.
_STOP_BYTES = (b"kill", b"withd", b"withh", b"retract", b"eliminat", b"hold", b"annul", b"anulac", b"ziehung", b"zogen",
               b"ziehen", b"stopp", b"please", b"is not used", b"is not published", b"streichen", b"verwenden",
               b"schen", b"utiliser", b"publier")  # fmt: skip
_STOP_WORD = rb"""(?:(?:bulletin|mandatory|urgent|story|copy|kill|advisory|achtung)[\s,:-]{0,8}+){0,6}
    (?:kill(?:ed)?|withdraw(?:n|al)?|retract(?:ion|ed)?|eliminat(?:ion|ed?)|hold|withh(?:old|eld)|stopp
    |zur[^a-z\s]{0,2}u?e?ck(?:ziehung|gezogen)|annul(?:ation|ez|[^a-z\s]{0,2}e?e?)|anulaci[^a-z\s]{0,2}o?n)
    (?:[\s,:-]{0,8}+(?:mandatory|advisory|notice|kill|hold|stopp|bulletin|annulation|anulaci|zur)){0,6}+"""
_STOP_HINT = re.compile(
    # A word that stands as a field: alone between marks or line ends, or before a colon or the date of a header.
    rb"""(?:\A|[\x02\n\r,/(^:=$-])[ \t]{0,40}+"""
    + _STOP_WORD
    + rb"""[ \t.!)=<+*-]{0,40}+(?:[,:\r\n/<=)\x02\x03\x04\xe2-]|\d|(?:ld|lead|write|adds?|subs?|rpt|corr|new|adv)\b|\Z)
    |[ ]"""
    + _STOP_WORD
    + rb"""[ ]{1,40}+\d\d-\d\d"""
    # The sentences of a desk.
    + rb"""|please\s(?:kill|withdraw|retract|eliminate|delete|hold|withhold|do\snot|stop)\b|kill\sis\smandatory
    |(?:mandatory|bulletin|kill|hold)[\s,]+(?:kill|hold)\b
    |(?:kill|withdraw|eliminate)\s[^.]{0,20}(?:stor|item|dispatch|report|copy|article|piece|take|alert|photo|picture)
    |is\snot\s(?:used|published)|(?:is|been)\shereby\s(?:killed|withdrawn)|(?:editors|eds)\b[^.]{0,300}(?:killed|withdrawn|retracted|eliminated)
    |(?:stor(?:y|ies)|item|dispatch|report|copy|article|piece|take|alert|photo|picture|advisory|meldung|beitrag)
     ,?\s(?:no\.?\s|number\s)?[a-z]{1,5}\s?\d{1,5}\b[^.]{0,40}\s(?:is|been|wird|ist)\s|bitte\sverwenden
    |bitte\s[^.]{0,10}(?:meldung|beitrag)|hiermit\szur|annuler|ne\spas\s(?:utiliser|publier)""",
    re.VERBOSE,
)


def may_stop(lower: bytes) -> bool:
    """Whether a text wire, in lower case, may hold a stop order. Cheap; says yes too often and never too seldom."""
    return any(word in lower for word in _STOP_BYTES) and _STOP_HINT.search(lower) is not None


def without_cycle(keyword: str) -> str:
    """A keyword without `BC-`, `AM-` or `PM-`, which say for which papers it is and not what it is about."""
    keyword = keyword.strip()
    cycle = _CYCLE.match(keyword)
    return keyword[cycle.end() :] if cycle else keyword


@lru_cache(maxsize=1024)
def stem(keyword: str) -> str:
    """The keyword as part of an id: the same for every take of a story (life.md 2), whatever its capitals and marks."""
    return _PUNCTUATION.sub("-", without_cycle(keyword).casefold()).strip("-")[:_LONGEST_STEM]


def field_marks(field: str) -> tuple[Mark, ...]:
    """What a version field says; nothing where any word of it is not a version word."""
    field = field.casefold()
    found: list[Mark] = []
    place = _BETWEEN.match(field).end()  # type: ignore[union-attr]
    while place < len(field):
        word = _FIELD.match(field, place)
        if word is not None and word.end() > place:
            found.append(Mark(word.lastgroup))
        else:
            word = _NEUTRAL.match(field, place)
            if word is None:
                return ()
        place = _BETWEEN.match(field, word.end()).end()  # type: ignore[union-attr]
    return tuple(dict.fromkeys(found))


class Parted(NamedTuple):
    """A slug in its parts."""

    keyword: str
    version: str
    words: int | None
    """The number at the end of it, in ANPA the count of words."""


def parted(slug: str) -> Parted:
    """`Heat-Hawks, 1st Ld-Writethru,416` in its parts: keyword, version field, number of words."""
    pieces = [piece.strip() for piece in slug.split(",")]
    count = None
    while len(pieces) > 1 and not pieces[-1]:
        pieces.pop()
    if len(pieces) > 1 and pieces[-1].isdigit() and pieces[-1].isascii():
        count = int(pieces.pop()[:9])
    cut = next((place for place, piece in enumerate(pieces) if place and _is_version(piece)), len(pieces))
    return Parted(", ".join(pieces[:cut]), ", ".join(pieces[cut:]), count)


def _is_version(piece: str) -> bool:
    """Whether an element of a slug is its version field. A withdrawal is a topic, unless it stands in capitals."""
    return bool(field_marks(piece)) and (piece.isupper() or piece.casefold() != "withdrawal")


@lru_cache(maxsize=1024)
def keyword_marks(keyword: str) -> tuple[Mark, ...]:
    """What a keyword says by itself: very little, for it names what the story is about.

    A keyword that is nothing but an order is one; `Kill` in `Kill-Bill` is not.
    """
    bare = without_cycle(keyword).casefold()
    found = _IN_KEYWORD.search(bare) if any(word in bare for word in _IN_ALL_OF_THESE) else None
    if found:
        return (Mark(found.lastgroup),)
    if _ALSO_WORDS.fullmatch(bare):
        return ()
    whole = field_marks(bare)
    return whole if whole and set(whole) <= {Mark.KILL, Mark.HOLD} else ()


def ends_in_order(keyword: str) -> str | None:
    """The word for a stop at the end of a keyword (`Mayor-Arrest-Kill`): it may be an order, or a topic."""
    return found["word"] if (found := _ORDER_AT_END.search(keyword)) and found.start() else None


def without_order(keyword: str) -> str:
    """A keyword without a word for a stop at its end."""
    found = _ORDER_AT_END.search(keyword)
    return keyword[: found.start()] if found else keyword


_PART_OF_THE_WORLD = re.compile(r"[A-Z]{2,3}--")


def without_desk(keyword: str) -> str:
    """A keyword without the part of the world or the desk that it begins with, which orders leave out: `Harbour-Fire`
    of `BC-EM--Harbour-Fire`."""
    bare = without_cycle(keyword)
    desk = _PART_OF_THE_WORLD.match(bare)
    return bare[desk.end() :] if desk else bare


def _means_it(mark: Mark, words: str) -> bool:
    words = words.strip(" .!():-").casefold()
    if mark in (Mark.ADD, Mark.MORE):
        return not words.startswith("take")  # "Take two" is what directors say
    return mark not in (Mark.KILL, Mark.HOLD) or _ALSO_WORDS.fullmatch(words) is None


_NUMBER = {"first": 1, "one": 1, "second": 2, "two": 2, "third": 3, "three": 3, "four": 4}
_NTH_TAKE = re.compile(
    r"(?:(?P<nth>\d{1,2}|first|second|third)(?:st|nd|rd|th|\.)?[ -]?(?P<what>add|take)s?"
    r"|(?P<kind>add|take)s?[ -]?(?P<number>\d{1,2}|two|three|four))(?!\w)",
    re.IGNORECASE,
)


def add_number(words: str) -> int | None:
    """Which continuation the words of a version field say this is: `1st Add`, `Add 1` and `take 2` are the first."""
    found = _NTH_TAKE.search(words)
    if found is None:
        return None
    told = (found["nth"] or found["number"]).casefold()
    number = _NUMBER.get(told) or int(told)
    return number - 1 if (found["what"] or found["kind"]).casefold() == "take" else number


def line_marks(line: str) -> tuple[Mark, ...]:
    """What a line at the top says: as a whole, or by what stands in capitals before its colon or dash."""
    whole = field_marks(line) if len(line) <= 80 else ()
    if whole:
        return whole if line.upper() == line or all(_means_it(mark, line) for mark in whole) else ()
    if _CORRECTS_LINE.fullmatch(line):
        return (Mark.CORRECTION,)
    before = _BEFORE_COLON.match(line)
    if before is None:
        return ()
    told = before[1].strip()
    if told.upper() != told:
        return (Mark.KILL,) if _ORDERED.fullmatch(told) and ":" in before[0] else ()
    if ":" not in before[0] and told.casefold() in ("hold", "withheld"):
        return ()
    return tuple(mark for mark in field_marks(told) if not _ALSO_HEADLINES.fullmatch(told))


def may_order(line: str) -> Mark | None:
    """The stop that a whole line at the top is a word for, in any letters: `Elimination` may be an order or a film."""
    whole = field_marks(line) if len(line) <= 80 else ()
    return first_of(whole, (Mark.KILL, Mark.HOLD))


def corrects(note: str) -> bool:
    """Whether a line for editors says that something was corrected: AP's only sign of it (life.md 3)."""
    return _CORRECTS_NOTE.search(note) is not None


def order_in(text: str) -> Mark | None:
    """The stop order that the top of a message spells out: a kill before a hold; mostly none."""
    found = None
    text = _BLANKS.sub(lambda found: "\n" if "\n" in found[0] else " ", text[:_ORDERS_WITHIN])
    folded = text.replace("\n", " ").casefold()
    if not any(needle in folded for needle in _IN_EVERY_ORDER):
        return None
    for order in _ORDERS.finditer(text):
        if order.lastgroup == "kill":
            return Mark.KILL
        found = Mark.HOLD
    return found


_NAMED_STORY = re.compile(
    rf"""\b{_ITEM}s?,?[ ](?:slugged[ ]|headlined[ ]|entitled[ ])?["“'`]*
    (?P<slug> [A-Z][\w.'-]*(?:[-/][\w.']+)+ | [A-Z][\w/ .-]{{2,60}}? ) ["”']*
    (?= ,?[ ]*(?: \( | [,;]?[ ]?(?:number[ ]|no\.?[ ])?[A-Z]{{1,2}}-?\d{{3,4}}\b | ,[ ](?:of|which|that|moved|sent)
      | \.[ ] | \.$ | \n | $ | [ ]moved | [ ]sent ))""",
    re.VERBOSE,
)
# What stands right behind the word for the stop: `Please kill Harbour-Fire`, `BULLETIN KILL: BC-EM--Harbour-Fire`.
_NAMED_BY_ITSELF = re.compile(
    rf"""\b(?:kill|withdraw|retract|eliminate|KILL|WITHDRAW)(?::|[ ]the)?[ ]["“'‘]?(?P<slug>{_SLUG})(?![\w-])""",
    re.VERBOSE,
)
_NAMED_SERIAL = re.compile(r"(?<![\w-])(?:[A-Za-z]-?\d{4}|(?:dpa|ap|aap|afp|apa|ats|etf)[ -]?\d{2,4})(?![\w-])")


class Target(NamedTuple):
    """What an order names: stories by slug and items by serial, as written."""

    slugs: tuple[str, ...]
    serials: tuple[str, ...]


def targets(text: str, own: Sequence[str] = ()) -> Target:
    """The stories and serials that the text of an order names.

    `own` are serials of the message that gives it: serials that begin like these are named by their numbers too.
    """
    top = " ".join(text[:_NAMES_WITHIN].split())
    stories = (
        found["slug"].strip(" .'’") for named in (_NAMED_STORY, _NAMED_BY_ITSELF) for found in named.finditer(top)
    )
    serials = [(found.start(), " ".join(found[0].split())) for found in _NAMED_SERIAL.finditer(top)]
    like_own = _like(tuple(own))
    if like_own is not None:
        serials += [(found.start(), _as_sent(found, own)) for found in like_own.finditer(top)]
    named = dict.fromkeys(
        slug for slug in stories
        if not _NAMED_SERIAL.fullmatch(slug) and not (like_own is not None and like_own.fullmatch(slug))
    )  # fmt: skip
    return Target(tuple(named), tuple(dict.fromkeys(serial for _, serial in sorted(serials))))


@lru_cache(maxsize=256)
def _like(own: tuple[str, ...]) -> re.Pattern[str] | None:
    """Serials that begin as these do: `mw 311` for `mw 0157`, `eca0402` for `eca0031`."""
    names = {name for serial in own if len(name := serial.rstrip("0123456789").rstrip()) > 1}
    if not names:
        return None
    longest_first = "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))
    return re.compile(rf"(?<![\w-])(?P<name>{longest_first})[ -]?(?P<number>\d{{1,6}})(?![\w-])", re.IGNORECASE)


def _as_sent(found: re.Match[str], own: Sequence[str]) -> str:
    """A serial with the blank that the header of the wire has in it, or without."""
    name = found["name"].casefold()
    parted = any(serial.casefold().startswith(f"{name} ") for serial in own)
    return f"{found['name']} {found['number']}" if parted else f"{found['name']}{found['number']}"


def serial_forms(serials: Iterable[str]) -> tuple[str, ...]:
    """Serials as written, and without the zeros that orders leave out: `dpa 0027` is `dpa 27`."""
    forms: list[str] = []
    for serial in serials:
        name, blank, number = serial.rpartition(" ")
        forms += (serial, f"{name} {number.lstrip('0') or '0'}" if blank else serial)
    return tuple(dict.fromkeys(forms))


def first_of(marks: Sequence[Mark], wanted: Iterable[Mark]) -> Mark | None:
    """The first of the wanted marks that is there."""
    return next((mark for mark in wanted if mark in marks), None)
