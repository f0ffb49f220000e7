"""The names the program knows, indexed by their first word, one index for each script.

Built once, when the module is imported, from the tables in `data/`.
"""

import re
from enum import IntEnum
from typing import NamedTuple

from stet.enrichment.topics import tables
from stet.enrichment.topics.names import canonical_slug, spellings
from stet.enrichment.topics.tables import Row


class Kind(IntEnum):
    """What sort of form a name was met in."""

    NAME = 0
    SHORT = 1
    DEMONYM = 2
    SEAT = 3
    MASK = 4
    """A longer name that is about something else: it hides what it holds."""


class Entity(NamedTuple):
    """A country or an organisation."""

    key: str
    slug: str
    country: bool
    names: dict[str, str]
    """The name shown, by language: `en` always, others where the tables have it."""
    context: tuple[str, ...]


class Form(NamedTuple):
    """One way to write a name."""

    surface: str
    kind: Kind
    entities: tuple[Entity, ...]
    """More than one where an abbreviation is shared (ICC). None for a mask."""
    unsure: bool
    """Counts only where the text makes plain that it is meant."""
    spells: bool
    """Spells the name shown: a topic takes this spelling where the text has it."""
    plainness: float
    """How plainly it names its subject: 1 the name itself, less a demonym or a capital."""
    shown: bool
    """A name or an abbreviation, not a demonym, a capital or a mask."""


_PLAINNESS = {Kind.NAME: 1.0, Kind.SHORT: 1.0, Kind.DEMONYM: 0.5, Kind.SEAT: 0.4, Kind.MASK: 0.0}

Index = dict[str, tuple[Form, ...]]
"""Forms by first word, longest first."""

_FOLDED = tuple(zip("أإآٱىة", "اااايه", strict=True))
_CLITICS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول")


def fold_arabic(text: str) -> str:
    """Arabic with hamza, alef maksura and teh marbuta written plainly; of the same length."""
    for written, plain in _FOLDED:  # six scans in C: a translation table asks for every character
        text = text.replace(written, plain)
    return text


_FIRST_WORD = re.compile(r"[\w\u0900-\u0963\u200c\u200d]+")


def first_word(surface: str) -> str:
    """The word a form is looked up by: its letters and marks up to the first sign that is neither."""
    match = _FIRST_WORD.match(surface)
    return match.group() if match else ""


class _Builder:
    """Gathers forms; the same surface may belong to several entities."""

    def __init__(self) -> None:
        self._forms: dict[str, Form] = {}

    def add(
        self, surface: str, kind: Kind, entity: Entity | None, *, unsure: bool = False, spells: bool = False
    ) -> None:
        known = self._forms.get(surface)
        if known is None:
            owners = (entity,) if entity else ()
            self._forms[surface] = Form(surface, kind, owners, unsure, spells, _PLAINNESS[kind], kind <= Kind.SHORT)
        elif entity is not None and entity not in known.entities:
            self._forms[surface] = known._replace(entities=(*known.entities, entity), unsure=known.unsure or unsure)

    def index(self) -> Index:
        found: dict[str, list[Form]] = {}
        for form in self._forms.values():
            found.setdefault(first_word(form.surface), []).append(form)
        return {word: tuple(sorted(forms, key=lambda form: -len(form.surface))) for word, forms in found.items()}


def _entities() -> dict[str, Entity]:
    rows = [(row, True) for row in tables.english_countries()] + [
        (row, False) for row in tables.english_organisations()
    ]
    found = {
        row.key: Entity(row.key, canonical_slug(row.names[0]), country, {"en": row.names[0]}, row.context)
        for row, country in rows
    }
    for language, table in (("hi", tables.hindi()), ("ar", tables.arabic())):
        for row in table:
            entity = found[row.key]
            entity.names[language] = row.names[0]
            if row.context:
                found[row.key] = entity._replace(context=entity.context + row.context)
    return found


def _latin(entities: dict[str, Entity]) -> Index:
    builder = _Builder()
    for row in tables.english_countries() + tables.english_organisations():
        _add_english(builder, row, entities[row.key])
    for mask in tables.masks():
        builder.add(mask, Kind.MASK, None)
    return builder.index()


def _add_english(builder: _Builder, row: Row, entity: Entity) -> None:
    for group, kind in (
        (row.names, Kind.NAME),
        (row.shorts, Kind.SHORT),
        (row.demonyms, Kind.DEMONYM),
        (row.seats, Kind.SEAT),
    ):
        for name in group:
            unsure = name in row.unsure
            for surface in spellings(name):
                spells = kind == Kind.NAME and canonical_slug(surface) == entity.slug
                builder.add(surface, kind, entity, unsure=unsure, spells=spells)
            if kind == Kind.DEMONYM and not name.endswith(("s", "sh", "ch", "x", "ese", "man")):
                builder.add(name + "s", kind, entity, unsure=unsure)


def _capitals(latin: Index) -> Index:
    """For sluglines and headlines set in capitals."""
    builder = _Builder()
    for forms in latin.values():
        for form in forms:
            for entity in form.entities or (None,):
                builder.add(form.surface.upper(), form.kind, entity, unsure=form.unsure)
    return builder.index()


def _devanagari(entities: dict[str, Entity]) -> Index:
    builder = _Builder()
    for row in tables.hindi():
        for group, kind in ((row.names, Kind.NAME), (row.demonyms, Kind.DEMONYM)):
            for surface in group:
                builder.add(surface, kind, entities[row.key], spells=kind == Kind.NAME)
    return builder.index()


def _arabic(entities: dict[str, Entity]) -> Index:
    """Each form as it stands after the clitics that Arabic writes in one piece with the next word."""
    builder = _Builder()
    for row in tables.arabic():
        entity = entities[row.key]
        for group, kind in ((row.names, Kind.NAME), (row.seats, Kind.SEAT)):
            for name in group:
                for surface in _with_clitics(fold_arabic(name)):
                    builder.add(surface, kind, entity, unsure=name in row.unsure, spells=kind == Kind.NAME)
        for name in row.demonyms:
            for inflected in _inflected(fold_arabic(name)):
                for surface in _with_clitics(inflected):
                    builder.add(surface, Kind.DEMONYM, entity)
    return builder.index()


def _with_clitics(name: str) -> list[str]:
    forms = [clitic + name for clitic in _CLITICS]
    if name.startswith("ال"):
        forms += [clitic + "لل" + name[2:] for clitic in ("", "و", "ف")]
    return forms


def _inflected(demonym: str) -> list[str]:
    """Masculine, feminine and the sound plurals, with and without the article."""
    if " " in demonym:
        return [demonym]
    forms = [demonym + ending for ending in ("", "ه", "ين", "ون", "ات")]
    return forms + ["ال" + form for form in forms]


ENTITIES = _entities()
LATIN = _latin(ENTITIES)
CAPITALS = _capitals(LATIN)
DEVANAGARI = _devanagari(ENTITIES)
ARABIC = _arabic(ENTITIES)


def entity_named(name: str) -> Entity | None:
    """The entity an agency's own field names, in any of the languages; none when unknown or shared by several."""
    for index, surface in ((LATIN, name), (DEVANAGARI, name), (ARABIC, fold_arabic(name))):
        for form in index.get(first_word(surface), ()):
            if form.surface == surface and form.kind <= Kind.SHORT and len(form.entities) == 1:
                return form.entities[0]
    return None


def abbreviates(short: str, entity: Entity) -> bool:
    """Whether the tables know `short` as a form of the entity."""
    return any(form.surface == short and entity in form.entities for form in LATIN.get(first_word(short), ()))
