"""Words in the terms of use that keep a whole story off the web (edge case 130; life.md section 7).

What they forbid for pictures is no matter of the text: a sentence that speaks of pictures is left alone here. Words
that are not known block nothing (life.md section 7).
"""

import re
from collections.abc import Iterator

from stet.model.dispatch import Dispatch
from stet.story import spots
from stet.story.spots import Spot, found

IN_EVERY_TERM = (
    "print", "newspaper", "magazine", "broadcast", "radio", "television", "internet", "web", "online", "on-line",
    "digital", "offline", "off-line", "netz", "druck", "en ligne", "papier", "presse", "línea", "impres", "papel",
)  # fmt: skip
"""One of these is in all that forbids the web: looking for them costs next to nothing."""

_WEB = r"(?:internet|world\ wide\ web|web|online|on-line|websites?|web\ ?sites?|digital)"
_USE = (
    r"(?:use|usage|publication|publishing|distribution|rights|display|reproduction|clients|editions?|media|platforms?)"
)
# Restrictions of their own, which leave the page alone.
_LESS = r"(?!\W{1,3}(?:archiv|re-?sale|sales?\b|manipulat|alter|syndicat|advert|games?\b|gambl|betting|only\b))"
_NETZ = r"(?:online|internet|web|netz)"
_NUTZUNG = r"(?:nutzung|verwendung|veröffentlichung|verbreitung|publikation|rechte)"
_OFF_THE_WEB = re.compile(
    rf"""(?P<found>
      (?<!not\ )(?<!not\ for\ )(?<!not\ in\ )(?<!\band\ )(?<!\bor\ )(?<!&\ )(?<!/)(?<!,\ )
      \b(?:print|newspapers?|magazines?|broadcast|radio|television)(?:[ -]{_USE})?[ -]only\b
    | (?<!not\ )\bonly\ for\ (?:use\ in\ )?(?:the\ )?(?:print|newspapers?|magazines?|broadcast)
      (?:\ (?:{_USE}|publications?|products?))?\b(?!\W+(?:and|or)\ |\s*[/&+])
    | \b(?:not?|never|excluding|excludes|excl\.|except)
      \ (?:(?:for|to\ be\ (?:used|published|shown|displayed|distributed|reproduced)|available|permitted|allowed|cleared
        |licen[sc]ed)\ )?
      (?:(?:any|all)\ )?(?:use\ )?(?:(?:on|for|in)\ )?(?:the\ )?{_WEB}(?:\ {_USE})?\b{_LESS}
    | \b{_WEB}(?:\ {_USE})?\s*:?\s(?:is\ |are\ )?(?:strictly\ )?
      (?:not\ (?:permitted|allowed|granted|included|cleared|licen[sc]ed|authori[sz]ed)
      |prohibited|forbidden|excluded|out)\b
    | \boff-?line\ (?:use\ )?only\b
    | \bnicht\ (?:für|zur)\ (?:die\ |das\ )?{_NETZ}(?:-?\ ?{_NUTZUNG})?\b | \bkeine\ {_NETZ}-?\ ?{_NUTZUNG}\b
    | \b{_NETZ}-?\ ?{_NUTZUNG}\ (?:ist\ )?(?:nicht\ (?:gestattet|erlaubt|zulässig)|untersagt|verboten|ausgeschlossen)\b
    | \b(?:nur|ausschließlich)\ (?:für\ |im\ |in\ )?(?:den\ |die\ )?(?:print|druck|gedruckte)\w*(?!\ und|\s*/|\s*\+)
    | \b(?:interdite?s?|pas\ d['’](?:utilisation|usage)|non\ destinée?s?|ne\ pas\ utiliser|hors)
      \ (?:(?:à\ la\ |à\ |sur\ |pour\ |de\ )?(?:l['’]|le\ |la\ )?)?(?:internet|web|en\ ligne)\b
    | \b(?:diffusion|utilisation|usage|publication)\ (?:sur\ )?(?:internet|(?:le\ )?web|en\ ligne)
      \ (?:est\ )?(?:strictement\ )?interdite?\b
    | \b(?:presse\ écrite|papier|presse\ imprimée)\ (?:uniquement|seulement|exclusivement)\b
    | \b(?:no\ (?:apto\ )?para|prohibid[oa]\ (?:su\ )?(?:uso|publicación|difusión)\ en|no\ usar\ en
      |sin\ derechos\ (?:de|en|para))
      \ (?:la\ |el\ )?(?:internet|web|línea)\b
    | \b(?:solo|sólo|únicamente|exclusivamente)\ (?:para\ )?(?:prensa\ |medios\ )?(?:impres[oa]s?|papel)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCE = re.compile(r"[.;!\n]+(?:\s+|\Z)|\s/\s|\s\|\s")
_OF_PICTURES = re.compile(
    r"\b(?:photo\w*|pictures?|images?|graphics?|videos?|audio|foto\w*|bild\w*|grafik\w*|image|fotograf\w*|imágenes)\b",
    re.IGNORECASE,
)


def off_the_web(item: Dispatch) -> str | None:
    """The words that forbid to show the story on the web."""
    for spot in _terms(item):
        for sentence in _SENTENCE.split(spot.words):
            forbids = _OFF_THE_WEB.search(sentence)
            if forbids and not _OF_PICTURES.search(sentence):
                return found(forbids["found"], spot)
    return None


def _terms(item: Dispatch) -> Iterator[Spot]:
    if item.usage_terms:
        yield Spot("terms of use", item.usage_terms)
    if item.copyright:
        yield Spot("copyright notice", item.copyright)
    yield from spots.notes(item)
    for part in (spots.top, spots.foot):
        for spot in spots.lines(part(item)):
            if (
                spot.words[0] in "([*" and spot.words[-1] in ")]*"
            ):  # a line that is set apart, and no sentence of the text
                yield spot
