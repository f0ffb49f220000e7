"""Lines in a body that were never meant for readers, and items that are only tests (edge_cases.md 82, 83 and 89).

What a feed's or an agency's cut rules take off is gone before this looks. What is left of it holds the story: a
machine must neither publish a desk's telephone number nor take words off by guessing. Only whole lines at the top
and the foot count, by how they begin and end; a sentence about editors is a sentence.
"""

import re

from stet.formats.agencies import is_known

_TOP, _FOOT = 300, 1500
"""Characters of a body in which such lines stand."""

_NEEDLES = (
    "editor", "eds:", "eds.", "publication", "veröffentlichung", "redaktion", "ansprechpartner", "copyright by",
    "cap-", "contact", "ryryry", "newsroom", "(adds", "(updates", "(recasts", "(rewrites", "(removes", "(edits",
)  # fmt: skip
"""One of these is in every line for editors: looking for them costs next to nothing."""

_FOR_EDITORS = re.compile(
    r"""[\W_]*(?:
      (?:the\ following\ (?:\w+\ ){1,2}(?:is|are)\ )?(?:strictly\ )?not\ (?:intended\ |meant\ )?for\ publication[\W_]*
    | (?:die\ folgenden\ \w+\ sind\ )?nicht\ (?:für\ die|zur)\ veröffentlichung(?:\ bestimmt)?[\W_]*
    | (?:editorial|media|press|newsroom)\ contacts?\s*(?::.*|[\W_]*)
    | redaktionelle[rs]?\ (?:kontakte?|hinweise?)\s*(?::.*|[\W_]*)
    | (?:ihre?\ )?ansprechpartner(?:in)?\s*:.*
    | notes?\ (?:to|for)\ (?:the\ )?(?:news\ )?editors?\s*(?::.*|[\W_]*)
    | hinweise?\ (?:an|für)\ die\ redaktion(?:en)?\s*(?::.*|[\W_]*)
    | (?:attention|attn\.?|achtung)[,:]?\ (?:all\ )?(?:news\ ?)?(?:editors?|newsrooms?|redaktionen)\b.*
    | editors?,?\ please\ note\b.*
    | eds\s*[:.]\s.*
    | \((?:adds|updates|recasts|rewrites|removes|edits),?\ [^()]{3,}\)
    | (?:\w+\ )?copyright\ by\ \w+(?:\ \w+){0,4}(?:\ copyright\ by\ .*)?[\W_]*
    | (?:ry){3,}\b.*
    | \^?c?ap-[a-z]{2}-\d\d-\d\d-\d\d\b.*
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_EDITORS_NOTE = re.compile(r"[\W_]*EDITOR[’']?S[’']? NOTES?\s*[:_—–-].*")
"""In capitals only: in small letters it is a note to readers."""

_LONGEST_LINE = 400
"""Characters of a line that is looked at: a longer one is text."""

# Initials in Latin letters alone ("abc/de/fgh") are signed under half of what some agencies send and stay as sent:
# they tell nobody anything that is not for readers.
_SIGN_OFF = re.compile(
    r"(?:dpa|afp|apa|sda|ats|epd|kna|sid|rtr|aap|ansa|efe|pti)(?:[ /][a-z0-9äöü]{2,4}){1,5}"  # dpa aa bb cc
    r"|[ء-ي]{1,4}(?: [ء-ي]{1,4})?(?:/[ء-ي]{1,4}(?: [ء-ي]{1,4})?)+"
)
_NAME_AND_INITIALS = re.compile(r"(?P<name>[A-Z]{2,8})(?:[ /](?:[A-Z]{2,4})){1,4}")
_MORE = re.compile(
    r"[(\[=–—-]+\s*(?:more|mehr|mehr folgt|folgt|à suivre|suite|sigue|segue)\s*[)\]=–—-]+", re.IGNORECASE
)

_TEST = re.compile(
    r"""[\W_]*(?:
      (?-i:TEST)(?:\s+(?-i:TEST))+\b.*
    | (?:this\ is\ (?:only\ |just\ )?a\ |dies\ ist\ (?:nur\ )?ein\ |ceci\ est\ un\ |esto\ es\ una\ )?
      (?:test|essai|prueba)[\W_\d]*
    | .*\btest\b.*\b(?:please|pls|bitte)\s+(?:ignore|disregard|ignorieren|nicht\ (?:beachten|verwenden))\b.*
    | (?:please|pls|bitte)\s+(?:ignore|disregard|ignorieren)\b.*\btest\b.*
    | .*\btest-?(?:artikel|meldung|beitrag)\b.*
    | test\ (?:message|story|article|item)[\W_\d]*(?:(?:please|do\ not|not\ for)\b.*)?
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def is_more(line: str) -> bool:
    """Whether a line at the foot says that more is to come (edge case 89)."""
    return len(line) < 20 and _MORE.fullmatch(line) is not None


def questions(headline: str | None, text: str, *, waits: bool = False) -> tuple[str, ...]:
    """What a person has to answer about desk lines in a finished body, and about tests, one sentence each.

    `waits`: the item is of a wire that sends in takes, and the story waits for more by itself.
    """
    if _is_test(headline, text):
        return ("It calls itself a test: it must not be published unless a person says otherwise.",)
    last = text.rpartition("\n")[2].strip()
    found = _for_editors(text) or (last if _is_sign_off(last) else None)
    if found:
        shown = found if len(found) <= 80 else found[:79] + "…"
        return (f"A line in the body looks like one for editors: “{shown}”. No cut rule takes it off.",)
    if is_more(last) and not waits:
        return (f"The text ends with “{last}”: more of it is to come.",)
    return ()


def _is_test(headline: str | None, text: str) -> bool:
    if headline and len(headline) <= _LONGEST_LINE and "test" in headline.casefold() and _TEST.fullmatch(headline):
        return True
    return len(text) < 200 and "test" in text[:200].casefold() and _TEST.fullmatch(text.partition("\n")[0]) is not None


def _for_editors(text: str) -> str | None:
    """The first line at the top or the foot that is addressed to editors."""
    around = text if len(text) <= _TOP + _FOOT else f"{text[:_TOP]}\n{text[-_FOOT:]}"
    lowered = around.lower()
    for needle in _NEEDLES:
        if needle in lowered:
            break
    else:
        return None
    for line in around.split("\n"):
        line = line.strip()
        if len(line) <= _LONGEST_LINE and (_FOR_EDITORS.fullmatch(line) or _EDITORS_NOTE.fullmatch(line)):
            return line
    return None


def _is_sign_off(line: str) -> bool:
    if len(line) >= 40:
        return False
    if _SIGN_OFF.fullmatch(line):
        return True
    found = _NAME_AND_INITIALS.fullmatch(line)
    return found is not None and is_known(found["name"])
