"""Obituaries: by the house's choice a person looks at each before readers do.

The words of an obituary of the living are the words of one of the dead, so what is recognised is the form: a death
and an age in a headline, the heading of the genre, a slug. A death in the news, of five or of a man of 82 in a fire,
has not this form.
"""

import re

from stet.model.dispatch import Dispatch
from stet.story import spots
from stet.story.spots import found

IN_EVERY_OBITUARY = (
    "dies", "dead", "died", "passes away", "passed away", "obit", "memoriam", "nachruf", "nécro", "necro", "tot",
    "gest", "verstorben", "mort", "meurt", "décè", "décéd", "disparaît", "muer", "fallec", "murió",
)  # fmt: skip
"""One of these is in every obituary: looking for them costs next to nothing."""

_AGE = r"(?:1[01]\d|[2-9]\d)\b(?!\s*(?::|[ap]\.?m\b|percent|per\b|%|km|miles|metres|meters|degrees|sites|places|,\d))"
_ARTICLE = r"(?!(?:The|A|An|Der|Die|Das|Ein|Eine|Le|La|Les|El|Los|Las|Il)\ )"
_NAME = rf"{_ARTICLE}[A-ZÀ-ÖØ-Þ][\w.’'-]*(?:\ (?:[A-ZÀ-ÖØ-Þ][\w.’'-]*|de|da|di|del|van|von|al|bin|der|la)){{1,4}}"
_HEADLINE = re.compile(
    rf"""(?P<found>
      (?<!\d\ )\b(?i:dies|dead|has\ died|is\ dead|passes\ away|passed\ away),?
      \ (?i:at|aged?|at\ age|at\ the\ age\ of)\ {_AGE}
    | (?<!\d\ )\b(?i:dies|dead|passes\ away),\ {_AGE}\W*$
    | ^(?i:obituary|obituaries|obit|in\ memoriam|nachruf|nécrologie|obituario|necrológica)\b\s*[:|–—-].*
    | ^{_NAME}(?:,\ [^,]{{3,80}},)?[ ]
      (?:dies|has\ died|is\ dead|passes\ away|ist\ tot|ist\ gestorben|est\ morte?|est\ décédée?|ha\ muerto)\W*$
    | (?i:(?:mit|im\ alter\ von))\ \d{{2,3}}(?i:\ jahren?\ (?:gestorben|verstorben|tot|gest\.))
    | (?i:\b(?:meurt|morte?|décède|décédée?|disparaît)\ à\ (?:l['’]âge\ de\ )?)\d{{2,3}}\ ans\b
    | ^(?:Mort|Décès)\ (?:de\ |d['’]|du\ |de\ l['’])(?:l['’]|la\ |le\ )?
      (?:ancien|ex-|act|chant|écriv|cinéast|réalis|comédien|peintre|poète|footballeur|reine\b|roi\b|pape\b)
    | (?i:\b(?:muere|fallece|murió|falleció)\b)[^.]{{0,80}}(?i:\ a\ los\ )\d{{2,3}}\ años
    | ^(?:Muere|Fallece|Murió|Falleció)\ {_NAME}
    )""",
    re.VERBOSE,
)
_SLUG = re.compile(
    r"(?<![^\W_])(?:obit|obits|obituary|obituaries|nachruf|nécro|necro|nécrologie|obituario)(?![^\W_])", re.IGNORECASE
)
_OPENING = re.compile(
    r"\b(?:has |have )?died\b.{0,400}?(?:^|[.”\"]\s+)(?:He|She|They) (?:was|were) \d{2,3}\.", re.DOTALL
)
_SHOWN = 60
_GENRES = {"obituary", "obituaries", "nachruf", "nachrufe", "nécrologie", "obituario", "obituarios"}


def obituary(item: Dispatch) -> str | None:
    """The words by which the item has the form of an obituary."""
    for spot in spots.headline(item):
        if form := _HEADLINE.search(spot.words):
            return found(form["found"], spot)
    for spot in spots.slug(item):
        if word := _SLUG.search(spot.words):
            return found(word[0], spot)
    for spot in spots.top(item):
        if form := _OPENING.search(spot.words):
            return found(form[0][-_SHOWN:], spot)
    names = (subject.name for subject in item.subjects if subject.name)
    return next((f"The subject “{name}”" for name in names if name.casefold() in _GENRES), None)
