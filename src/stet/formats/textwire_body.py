"""The text of a text wire laid out, twice: as it is set, and as it was sent.

Neither reader calls the other, nor anything that the other calls: a letter that one loses shows as a difference.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from stet.formats.body import Setter
from stet.formats.held import Layout
from stet.formats.sent import PART

_CONTROLS = (*range(9), 11, 12, *range(14, 32), 127)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes(_CONTROLS)


def controls_in(text: str) -> int:
    """How many control characters are left that the grammar has not consumed."""
    raw = text.encode("utf-8", "replace")  # single bytes are found many times faster than a class of characters
    return len(raw) - len(raw.translate(None, _CONTROL_BYTES))


# As it is set

_WIDEST = 100
"""The longest line of a text that is broken by the teleprinter; above it, lines are broken by hand."""
_NARROWEST = 50
"""The width below which no teleprinter breaks a line: every break was made by hand."""
_SLACK = 10
_BULLET = "-*•"
_BULLETS = ("- ", "* ", "• ", "-- ")
# Both begin with a plain line end, which is found many times faster than a class of characters.
_STARTS = re.compile(r"\n(?=[ \t])")
_STARTS_MARKED = re.compile(r"\n(?:(?=[ \t^]|==)|(?<=<\n))")
_COLUMNS = re.compile(r"\S(?:\t+| {3,})\S")
_INDENT = re.compile(r"[ \t]*")


def _setter_of(*, marked: bool, tabular: bool) -> Callable[[Setter, str], None]:
    def set_text(setter: Setter, text: str) -> None:
        for name, block in _blocks(_CONTROL.sub(" ", text) if controls_in(text) else text, marked, tabular):
            setter.block(name, block)

    return set_text


def _blocks(text: str, marked: bool, tabular: bool) -> Iterator[tuple[str, str]]:
    """Paragraphs (`p`) and tables made of blanks (`pre`).

    A blank line ends a paragraph and an indented line begins one; a line that is not indented belongs to the paragraph
    before it (edge_cases.md 75). A break that the width of the line forced is a blank; a break made by hand stays.
    """
    rows = [row.rstrip(" \t") for row in text.strip("\n").split("\n")]
    lengths = sorted(map(len, rows))
    width = lengths[len(lengths) * 19 // 20]  # where nineteen of twenty rows have ended
    starts = _STARTS_MARKED if marked else _STARTS
    text = "\n".join(rows)
    by_line = lengths[-1] > _WIDEST and not starts.search(text)
    for padded in text.split("\n\n"):
        group = padded.strip("\n")
        if "\n" not in group:
            if group:
                yield "p", _unmarked(group) if marked else group.strip()
        elif by_line:
            yield from (("p", _unmarked(row) if marked else row.strip()) for row in group.split("\n"))
        elif _is_table(group, tabular):
            yield from _table(group.split("\n"), marked)
        else:
            yield from _paragraphs(starts.split(group), width, marked)


def _paragraphs(units: Sequence[str], width: int, marked: bool) -> Iterator[tuple[str, str]]:
    listed: list[str] = []  # rows of a list: each indented by a blank or two
    for unit in units:
        broken = "\n" in unit
        if unit[:1] == " " and not broken and unit[:3] != "   ":
            listed.append(_unmarked(unit) if marked else unit.strip())
            continue
        if listed:
            yield "p", "\n".join(listed)
            listed = []
        if broken:
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
    if unit[0] in " \t":
        return unit.replace("\n", " ")
    first, *rows = unit.split("\n")
    wide, room = width >= _NARROWEST, width - _SLACK
    listed, length, text = first.startswith(_BULLETS), len(first), first
    for row in rows:
        forced = wide and (length > room or length + len(row.partition(" ")[0]) > room)
        if row[:1] in _BULLET and row.startswith(_BULLETS):
            forced = forced and not listed
            listed = listed or not forced
        text += f" {row}" if forced else f"\n{row}"
        length = len(row)
    return text


def _is_table(group: str, said: bool) -> bool:
    """Aligned columns; or rows that each begin a paragraph, where the header says that it is a table."""
    if "\t" not in group and "   " not in group and not said:
        return False
    rows = group.split("\n")
    parted = [row for row in map(str.strip, rows) if "\t" in row or "   " in row]
    if parted and sum(_COLUMNS.search(row) is not None for row in parted) * 2 > len(rows):
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
            waiting.append(row[:-1].rstrip(" \t") if marked and row[-1:] == "<" else row)
    if waiting:
        yield "pre", _dedented(waiting)


def _dedented(rows: list[str]) -> str:
    """The rows without the indentation they share; it only says that a paragraph begins."""
    indents = [_INDENT.match(row)[0] for row in rows if row]  # type: ignore[index]
    shared = min(indents, key=len, default="")
    cut = len(shared) if all(indent.startswith(shared) for indent in indents) else 0
    return "\n".join(row[cut:] for row in rows)


# As it was sent: what the message holds between its marks

_AS_BLANKS = bytes(32 if byte in _CONTROLS else byte for byte in range(256))
_PARTS = re.compile(r"\n(?=[ \t\n])")
_PARTS_MARKED = re.compile(r"\n(?:[ \t]*\^|(?=[ \t\n]|==))")
_ENDED = re.compile(r"<[ \t]*\n")


def _cleared(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").translate(_AS_BLANKS).decode("utf-8", "surrogatepass").strip("\n")


def _sent_plain(text: str) -> str:
    """The rows, `PART` where a blank or indented one begins a paragraph."""
    text = _cleared(text)
    rows = text.split("\n")
    if max(map(len, rows)) > 100 and not any(row[:1] in (" ", "\t") and row.strip() for row in rows):
        return PART.join(rows)
    return _PARTS.sub(PART, text)


def _sent_marked(text: str) -> str:
    """The same with the marks of ANPA: `^` begins a paragraph, `<` ends one, and neither is text."""
    return _PARTS_MARKED.sub(PART, _ENDED.sub(f"{PART}\n", f"\n{_cleared(text)}\n"))


LAYOUTS = {
    (marked, tabular): Layout(_setter_of(marked=marked, tabular=tabular), _sent_marked if marked else _sent_plain)
    for marked in (False, True)
    for tabular in (False, True)
}
"""By whether lines carry the marks of ANPA, and whether the header says that the text is a table."""
