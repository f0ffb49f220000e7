"""Text between ZCZC and NNNN, the frame of telex that Australian desks still write.

The lines after ZCZC each begin with a mark that says what they are: `#` slug, `$` headline or category, `:` title or
place, `=` version, `&` author, `*` subject code or layout, `@` state, `%` where it goes. Which of two things a mark
means is told by its value: a headline has more than two letters, a place stands in brackets, a subject code is eight
digits. Two older dialects put a line of routing codes, or `:TOPIC :Title`, in their place.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from stet.formats import slugs
from stet.formats.agencies import home, is_known
from stet.formats.held import Format, Held
from stet.formats.text import line
from stet.formats.textwire import identities, read, source
from stet.formats.textwire_parts import (
    CUT_SHORT,
    LEFT_OVER,
    Broken,
    Message,
    TextPart,
    bare,
    dateline_of,
    lines_of,
    without_notes,
)
from stet.model.dispatch import Subject
from stet.model.packet import Origin

# Lines are found by the line end before them: many times faster than by a class of characters.
_OPENING = re.compile(r"\n[^\S\n]*+ZCZC\b[^\S\n]*+(?P<code>[^\n]*)")
_CLOSING = re.compile(r"\n[^\S\n]*+NNNN[\x00-\x09\x0b-\x20\x7f]*+(?=\n|\Z)")
_MARKED = re.compile(r"[^\S\n]*(?P<mark>[%#$:&*@=^+])(?P<value>[^\n]*)(?:\n|\Z)")
# A letter twice and codes after it, of which each begins with two capitals: a headline does not.
_ROUTING = re.compile(r"[^\S\n]*+(?P<words>([A-Z])\2(?: \(?[0-9A-Z]{2}[\w()]{0,18}){1,8})[^\S\n]*+(?:\n|\Z)")
_AMOUNT = re.compile(r"\d[\d.,]*\W")
_AS_OFTEN_AS_SENT = {":": 4, "*": 4, "+": 8, "@": 8, "$": 2}
"""How often a mark may stand in the head; others once."""
_LONGEST_UNMARKED = 100
_SIGN_OFF = re.compile(r"[^\S\n]*(?P<by>[A-Z]{2,6})(?: (?P<desk>[A-Z]{2,12}))?")
_TITLE = re.compile(r"(?P<words>[^\s][^\n]{2,120})\n(?=[ \t]+\S)")
_PLACE = re.compile(r"\((?P<name>[^()]{2,60})\)")


def claims(held: Held) -> str | None:
    """By ZCZC at its start."""
    if held.text is None:
        return None
    opening = _OPENING.search(f"\n{lines_of(held.text[:200])[0]}")
    return "text after ZCZC" if opening and not bare(opening.string[: opening.start()]) else None


def split(held: Held) -> Sequence[TextPart]:
    """The messages of the file, each after its own ZCZC."""
    text, problems = lines_of(f"\n{held.text or ''}")
    openings = list(_OPENING.finditer(text))
    ends = [*(opening.start() for opening in openings[1:]), len(text)]
    return [
        _message(opening, text[opening.end() : end], held.origin, problems)
        for opening, end in zip(openings, ends, strict=True)
    ]


def _message(opening: re.Match[str], rest: str, origin: Origin, problems: tuple[str, ...]) -> TextPart:
    said = list(problems)
    code = bare(opening["code"])
    closing = _CLOSING.search(rest)
    text = rest[1 : closing.start() + 1] if closing else rest[1:]
    after = line(bare(rest[closing.end() :])) or "" if closing else ""
    if after:
        said.append(f"“{after[:_NAMED_WHOLE]}” stands after the end of the text and was not used")
    head = _head(text, said)
    body, provider, credit = _signed_off(head.body)
    if not bare(body) and not head.keyword and not head.headline:
        return Broken("nothing stands between ZCZC and NNNN")
    parts = without_notes(body)
    if not closing and not credit:
        said.append("the message has no NNNN at its end")
    queries = [] if closing or credit else [CUT_SHORT]
    if head.unmarked:
        queries.append(_UNMARKED)
    if len(after) > _NAMED_WHOLE:
        queries.append(LEFT_OVER)
    dateline = dateline_of(parts.body.lstrip("\n"))
    named = code if is_known(code) else None
    if code and not named:
        said.append(f"“{code}” after ZCZC was not used")
    by = named or provider or dateline.by
    return Message(
        home=home(origin, None, by),
        body=parts.body,
        keyword=head.keyword,
        version=head.version,
        topical=not head.has_slug,
        title=head.headline or "",
        top=(head.headline,) if head.headline else (),
        provider=by,
        subjects=head.subjects,
        tabular=head.tabular,
        headline=head.headline,
        credit=credit,
        dateline=head.place,
        notes=parts.notes,
        places=head.places,
        problems=(*said, *parts.problems),
        queries=(*queries, *parts.queries),
    )


_NAMED_WHOLE = 200
_UNMARKED = "No mark says which line is slug, routing or headline: a person has to part them from the text."


class _Head(NamedTuple):
    """The marked lines, by what they are, and the text after them."""

    body: str
    keyword: str = ""
    has_slug: bool = False
    version: str = ""
    headline: str | None = None
    place: str | None = None
    places: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    tabular: bool = False
    unmarked: bool = False
    """Nothing says what the lines before the text are."""


def _head(text: str, said: list[str]) -> _Head:
    place = 0
    routing = _ROUTING.match(text)
    if routing and not _PLACE.fullmatch(routing["words"]):
        said.append(f"the routing line “{line(routing['words'])}” was not used")
        place = routing.end()
    values: dict[str, list[str]] = {mark: [] for mark in "%#$:&*@=^+"}
    while (marked := _MARKED.match(text, place)) and not _is_copy(marked, values):
        value = bare(marked["value"])
        if value:
            values[marked["mark"]].append(value)
        place = marked.end()
    head = _sorted(values, text[place:].strip("\n"), said)
    if not place:
        return head._replace(unmarked=_has_lines_on_top(head.body))
    if head.headline is None and (title := _TITLE.match(head.body)) and not dateline_of(title["words"]).place:
        return head._replace(headline=line(bare(title["words"])), body=head.body[title.end() :])
    return head


def _is_copy(marked: re.Match[str], before: dict[str, list[str]]) -> bool:
    """Whether a line that begins with a mark is text: an amount, a row of a list, or a mark that had its turn."""
    mark, value = marked["mark"], bare(marked["value"])
    if len(before[mark]) >= _AS_OFTEN_AS_SENT.get(mark, 1) or len(value) > 2 * _LONGEST_UNMARKED:
        return True
    if mark == "$":
        return _AMOUNT.match(value) is not None or (len(value) > 2 and any(len(one) > 2 for one in before["$"]))
    if mark in "*+":
        return not value.isdigit() and len(value) > 2
    return False


def _has_lines_on_top(body: str) -> bool:
    """Whether lines stand before the text that nothing marks: routing, slug and headline cannot be told apart."""
    first, _, rest = body.strip("\n").partition("\n")
    return len(first) <= _LONGEST_UNMARKED and bool(rest.strip()) and dateline_of(first).place is None


def _sorted(values: dict[str, list[str]], body: str, said: list[str]) -> _Head:
    headlines = [*values["^"], *(value for value in values["$"] if len(value) > 2)]
    subjects = [Subject(scheme="a1312cat", code=value) for value in values["$"] if len(value) <= 2]
    subjects += [Subject(scheme="subj", code=value) for value in (*values["*"], *values["+"]) if value.isdigit()]
    places = [found for value in values[":"] if (found := _PLACE.fullmatch(value))]
    titles = [value for value in values[":"] if not _PLACE.fullmatch(value) and any(map(str.isalpha, value))]
    unread = [f"{mark}{value}" for mark in "%&" for value in values[mark]]
    unread += [f":{value}" for value in values[":"] if not any(map(str.isalpha, value))]
    unread += [f"*{value}" for value in values["*"] if not value.isdigit() and value not in ("X", "T")]
    slug = " ".join(values["#"])
    for index, title in enumerate(titles):
        topic, colon, name = title.partition(" :")
        if colon and not headlines:
            headlines, slug = [name.strip()], slug or topic.strip()
        elif slug and not headlines:
            headlines = [title]
        elif not slug and not index:
            slug = title
        else:
            unread.append(f":{title}")
    said += [f"“{value}” in the header was not used" for value in (*unread, *headlines[1:])]
    told = slugs.parted(slug)
    return _Head(
        body=body,
        keyword=told.keyword,
        has_slug=bool(values["#"]),
        version=", ".join(unread for unread in (told.version, *values["="]) if unread),
        headline=line(headlines[0]) if headlines else None,
        place=line(places[0]["name"]) if places else None,
        places=tuple(values["@"]),
        subjects=tuple(subjects),
        tabular="T" in values["*"],
    )


def _signed_off(body: str) -> tuple[str, str | None, str | None]:
    """The text without its last line, where that is an agency and one of its desks (`AAP RTV`)."""
    text = body.rstrip()
    before = text.rfind("\n")
    found = _SIGN_OFF.fullmatch(text, before + 1)
    if found is None or not is_known(found["by"]):
        return body, None, None
    above = text[: max(before, 0)].rstrip(" \t")
    if not found["desk"] and above and not above.endswith(("\n", ".", "!", "?", "”", '"', "'", ")", "-")):
        return body, None, None  # the last word of a sentence
    return text[: max(before, 0)], found["by"], line(found[0])


FORMAT = Format("zczc", claims, split, identities, read, source)
