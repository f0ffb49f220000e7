"""The package's tables: one row a line, columns split by a bar, lists in a column by a semicolon."""

from importlib.resources import files
from typing import NamedTuple

_DATA = files("stet.enrichment.topics") / "data"


class Row(NamedTuple):
    """A country or an organisation as one language spells it."""

    key: str
    names: tuple[str, ...]
    """The first is the one shown."""
    shorts: tuple[str, ...] = ()
    """Abbreviations: they count as the name does, and are not shown."""
    demonyms: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    """Capitals and seats of government that stand for the country."""
    unsure: frozenset[str] = frozenset()
    """Forms that mean something else as well: they count only where the text makes it plain."""
    context: tuple[str, ...] = ()
    """Words that make it plain."""


class Label(NamedTuple):
    """A published IPTC subject, by the words a reader sees."""

    name: str
    above: str | None
    """Code of the level above; none at the top."""


def lines(file: str) -> list[list[str]]:
    """The rows of a table as columns, comments left out."""
    text = (_DATA / file).read_text(encoding="utf-8")
    return [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line and line[0] != "#"]


def english_countries() -> list[Row]:
    """code | name | other names | demonyms | seats | unsure | context."""
    rows = []
    for cells in lines("countries.en.txt"):
        key, name, also, demonyms, seats, unsure, context = _padded(cells, 7)
        names = (name, *_list(also))
        rows.append(
            Row(key, names, (), _list(demonyms), _list(seats), frozenset(_list(unsure)), _list(context)),
        )
    return rows


def english_organisations() -> list[Row]:
    """key | name | short forms | other names | unsure | context."""
    rows = []
    for cells in lines("organisations.en.txt"):
        key, name, shorts, also, unsure, context = _padded(cells, 6)
        rows.append(Row(key, (name, *_list(also)), _list(shorts), (), (), frozenset(_list(unsure)), _list(context)))
    return rows


def hindi() -> list[Row]:
    """Countries: code | names | demonyms and seats. Organisations: key | names."""
    return [
        Row(key, _list(names), (), _list(weak))
        for file in ("countries.hi.txt", "organisations.hi.txt")
        for key, names, weak in (_padded(cells, 3) for cells in lines(file))
    ]


def arabic() -> list[Row]:
    """Countries: code | names | demonyms | seats | unsure | context. Organisations: key | names."""
    return [
        Row(key, _list(names), (), _list(demonyms), _list(seats), frozenset(_list(unsure)), _list(context))
        for file in ("countries.ar.txt", "organisations.ar.txt")
        for key, names, demonyms, seats, unsure, context in (_padded(cells, 6) for cells in lines(file))
    ]


def masks() -> list[str]:
    """Longer names that hold a known one and mean something else."""
    return [cells[0] for cells in lines("masks.en.txt")]


def labels() -> dict[str, dict[str, Label]]:
    """The IPTC's labels by vocabulary and eight-digit code: vocabulary | code | label | level above.

    A subject without words of its own takes those of the level above.
    """
    found: dict[str, dict[str, Label]] = {"medtop": {}, "subj": {}}
    for cells in sorted(lines("newscodes.txt"), key=lambda cells: len(cells)):
        vocabulary, code, name, above = _padded(cells, 4)
        known = found[vocabulary]
        known[code] = Label(name, above or None) if name else known[above]
    return found


def _padded(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part for part in (part.strip() for part in cell.split(";")) if part)
