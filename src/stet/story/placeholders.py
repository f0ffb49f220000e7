"""Places in a text that somebody meant to fill in, and nobody did.

"George Soros ... dies at XX", went out with these words in 2013. Of what stands for a blank most is also something
else: XXX is thirty and a rating, TK an airline, XX the century before ours. So a blank counts where nothing else
can be meant: in the place of a number or a date, in brackets, doubled, or as all that a line holds.
"""

import re
from collections.abc import Iterator

from stet.model.dispatch import Dispatch
from stet.story import spots
from stet.story.spots import Spot, found

_TK = r"TK(?:[ -]?TK)+"
_BLANK = rf"(?:X{{2,}}|x{{3,}}|{_TK}|TK|\?\?+|_{{2,}})"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Januar|Februar|März)"
)
_COUNTED = (
    r"(?:years?|yrs?|people|persons|percent|per\ cent|dollars|euros|pounds|rupees|million|billion|miles|kilomet\w+"
    r"|deaths|votes|Jahren?|Menschen|Prozent|Millionen|ans|personnes|pour\ cent|años|personas|por\ ciento|millones)"
)
_NAMES = (
    r"(?:FIRST |LAST |FULL )?(?:NAMES?|AGE|DATE|PLACE|CITY|TOWN|COUNTRY|HEADLINE|TITLE|NUMBER|QUOTE|AMOUNT|FIGURE"
    r"|DATELINE|BYLINE|NOMS?|PRÉNOM|LIEU|VILLE|TITRE|CHIFFRE|NOMBRE|EDAD|FECHA|LUGAR|CIUDAD|ORT|DATUM|ALTER|ZAHL"
    r"|TITEL|ÜBERSCHRIFT|ZITAT)"
)
_IN_TEXT = re.compile(
    rf"""(?P<found>
      (?:[Aa]t\ age|[Aa]t\ the\ age\ of|[Aa]ged?|[Dd]i(?:es|ed)(?:\ at)?|[Dd]ead\ at|[Aa]t\ least
      |[Mm]ore\ than|[Nn]early|im\ Alter\ von|à\ l['’]âge\ de|a\ los)\ {_BLANK}(?![\w.-])(?!\ [A-Z][a-z])
    | (?<![\w.-]){_BLANK}[ -]{_COUNTED}\b
    | [$€£₹]\ ?{_BLANK}(?![\w.-]) | (?<![\w.-]){_BLANK}\ ?%
    | \b{_MONTH}\ {_BLANK}(?![\w.-])
    | \b{_TK}\b
    | \[(?:[^\[\]\n]{{0,30}}\ )?(?:{_NAMES}|XX+|{_TK}|TK|\?\?+|__+|TB[ACD])
      (?:\ (?:HERE|TO\ COME|TK|[A-Z]|\d+))?\] | \((?:XX+|{_TK}|TK)\)
    | <{_NAMES}> | \{{\{{[^{{}}\n]{{1,40}}\}}\}} | \$\{{\w{{1,30}}\}} | \{{(?:{_NAMES}|name|headline|title|date|city)\}}
    | \bLorem\ ipsum\ dolor\b | \blorem\ ipsum\ dolor\b | \bLOREM\ IPSUM\ DOLOR\b
    )""",
    re.VERBOSE,
)
_IN_EVERY_BLANK = re.compile(r"XX|xxx|TK|\?\?|__|\[|\{|<|(?i:lorem)")
"""One of these is in every blank in a text: looking for them costs next to nothing."""
_LONGEST_BLANK = 80
_PARTS = (
    r"(?:headline|hed|title|sub-?title|text|body|copy|story|article|caption|lead|intro|summary|standfirst|byline"
    r"|dateline|name)"
)
_WHOLE = re.compile(
    rf"""\W*(?:
      x{{2,}}(?:\W+x{{2,}})* | (?-i:TK|T\.K\.) | TB[ACD] | (?:to\ be|wird)\ (?:confirmed|decided|announced|ergänzt)
    | (?:insert\ |enter\ |add\ |your\ |the\ )?{_PARTS}(?:\ text)?(?:\ goes)?\ (?:here|to\ come|tk|tbc|tbd|xx+)
    | (?:insert|enter|type)\ (?:your\ |a\ |the\ )?{_PARTS}(?:\ here)?
    | x{{3,}}\W*{_PARTS}\W*x{{3,}} | untitled(?:\ (?:document|story|article|item))?[\W\d]*
    | (?:no|without)\ (?:headline|title)
    | (?:titel|überschrift|schlagzeile|text|vorspann)\ (?:hier|folgt|einfügen|eingeben)
    | hier\ (?:den\ |die\ )?(?:titel|überschrift|text)\ (?:einfügen|eingeben)
    | (?:insérer\ (?:le\ )?)?(?:titre|texte|chapô)\ (?:ici|à\ venir) | insérer\ (?:le\ |un\ )?(?:titre|texte)
    | (?:insertar?\ (?:el\ )?)?(?:titular|título|texto)\ (?:aquí|por\ venir)
    | insertar?\ (?:el\ |un\ )?(?:titular|título|texto)
    | lorem\ ipsum\b.{{0,60}} | asdf\w* | qwert[yz]\w* | foo\ ?bar(?:\ ?baz)? | bla(?:h)?(?:\W+blah?)+
    | (?:dummy|sample|placeholder)\ {_PARTS}(?:\ text)?
    )\W*""",
    re.VERBOSE | re.IGNORECASE,
)
# At the head of other words: nobody writes these about the world.
_HEADED = re.compile(
    rf"""(?P<found>
      \A\W*(?:HEADLINE|HED|TITLE|TEXT|STORY|CAPTION)\ TO\ COME\b
    | \b(?i:(?:insert|enter|type)\ (?:your\ |a\ |the\ )?(?:name|headline|title|date|place|age|number|text)\ here)\b
    | (?<!\S)\${_NAMES}(?!\w) | (?<!\S)%(?:s|d|\(\w{{1,30}}\)s)(?![\w%])
    | \A\W*TB[DC](?![\w.-])(?!\ [A-Z][a-z])
    )""",
    re.VERBOSE,
)
_IN_HEADLINE = re.compile(r"(?<![\w.\"“'‘«„-])X{3,}(?![\w\"”'’»“.-])")
# What is numbered with thirty, or goes by the name of it.
_NUMBERED = re.compile(
    r"(?:bowl|olympiad|games|wrestlemania|ufc|article|title|chapter|part|act|volume|vol|corps|law|section|number|no"
    r"|artikel|kapitel|band|titre|livre|tome|artículo|título|capítulo|tomo|the|der|die|des|les|la|el|los|las|il)\W*$",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"\W*(?:olymp\w*|games|corps|congress|summit|edition|anniversary|century|film|movie|sequel|franchise|trilogy|director"
    r"|premiere|star|adult|porn\w*|rated|certificate|sex|clips?|content|sites?|domains?|church|beer|gold|bitter|brew\w*"
    r"|lager|large|juegos|feria|festival|congreso|cumbre|bienal\w*|biennale|edici[oó]n|aniversario|legislatur\w*|jeux"
    r"|legislature|kongress|armeekorps|\d|[IVX]+\b)",
    re.IGNORECASE,
)


def placeholder(item: Dispatch) -> str | None:
    """The first place that nobody filled in; none where every word may be meant."""
    for spot in spots.lines(_heads(item)):
        if len(spot.words) <= _LONGEST_BLANK and _WHOLE.fullmatch(spot.words):
            return found(spot.words, spot)
    for spot in spots.headline(item):
        if blank := _unnumbered(spot.words):
            return found(blank, spot)
        if headed := _HEADED.search(spot.words):
            return found(headed["found"], spot)
    for spot in (*spots.headline(item), *spots.datelines(item), *spots.top(item), *spots.foot(item)):
        if _IN_EVERY_BLANK.search(spot.words) and (left := _IN_TEXT.search(spot.words)):
            return found(left["found"], spot)
    return None


def _heads(item: Dispatch) -> Iterator[Spot]:
    for part in (spots.headline, spots.slug, spots.datelines, spots.top, spots.foot):
        yield from part(item)


def _unnumbered(words: str) -> str | None:
    for blank in _IN_HEADLINE.finditer(words):
        before, after = words[: blank.start()], words[blank.end() :]
        if not _NUMBERED.search(before) and not _ALSO.match(after):
            return blank[0]
    return None
