"""What a desk says of an item and never of the world: not to be published, a draft, a test, a note to editors.

The reader of formats asks about the most of it, in the headline and the first two lines, before a story is made of it
(`formats/in_words.py`, `formats/desk_marks.py`). These rules look at the places it does not: brackets and the end of
a headline, the slug, the last paragraph, the note to editors; and in more of the languages that come.
"""

import re
from collections.abc import Iterator

from stet.model.dispatch import Dispatch
from stet.story import spots
from stet.story.spots import Spot, found

IN_EVERY_ORDER = (
    "do not ", "don't ", "don’t ", "not for ", "not to be ", "must not be", "cleared", "hold for ", "held for ",
    "holding for ", "nicht ", "ne pas ", "no publicar", "no difundir", "no usar", "no emitir", "non ", "niet ",
    "awaiting ", "pending ", "needs ", "legal", "lawyered", "approved", "en attente", "pendiente",
)  # fmt: skip
IN_EVERY_DRAFT = (
    "draft", "obit", "unedited", "progress", "only upon", "only on", "rohfassung", "nachruf", "nécro", "viande",
    "entwurf", "redigiert", "brouillon", "relire", "préparation", "borrador", "necrológica", "editar", "preparación",
    "bozza",
)  # fmt: skip
IN_EVERY_TEST = ("test", "essai", "prueba", "probe", "ignor", "disregard", "beachten", "tenir compte", "tener en")
IN_EVERY_ADVISORY = (
    "digest", "budget", "plan", "daybook", "lineup", "line-up", "schedule", "diary", "advisory", "menu", "news list",
    "note", "nota ", "themen", "tagesvor", "wochenvor", "termin", "prévisions", "agenda", "previsi", "editor",
    "subscribers", "clients", "newsrooms", "users", "redaktion", "rédact", "redaccion", "kunden", "bezieher", "abonn",
    "abonad", "clientes", "moving", "will move", "budgeted",
)  # fmt: skip
"""One of these is in all that each rule finds: looking for them costs next to nothing."""

_NOT_OUT = r"""(?:
    do\ not\ (?:publish|use|run|post|release|broadcast|air|print|send) | don['’]t\ publish
  | not\ (?:for|to\ be)\ (?:publication|published|use|used|release|released|broadcast)
  | must\ not\ be\ (?:published|used|released) | not\ (?:yet\ )?cleared\ for\ (?:publication|release)
  | (?:hold|held|holding)\ for\ (?:release|approval|legal|lawyers?|editor|clearance|confirmation)
  | (?:bitte\ )?(?:noch\ )?nicht\ (?:ver(?:ö|oe)ffentlichen|verwenden|senden|freigeben|publizieren)
  | (?:noch\ )?nicht\ (?:zur|f(?:ü|ue)r\ die)\ (?:ver(?:ö|oe)ffentlichung|verwendung)(?:\ bestimmt)?
  | (?:à\ )?ne\ pas\ (?:publier|diffuser|utiliser|mettre\ en\ ligne) | no\ (?:publicar|difundir|usar|emitir)
  | non\ (?:pubblicare|diffondere) | niet\ (?:publiceren|gebruiken)
  )"""
# Said of contracts and drugs as well, so it means something only where it is all that a line holds.
_UNSEEN = r"""(?:
    (?:awaiting|pending|needs)\ (?:(?:legal|lawyer(?:s?['’]?|['’]s)|editor(?:s?['’]?|['’]s)|copy)\ )?
    (?:approval|clearance|check|read|sign-off)
  | (?:not\ (?:yet\ )?|un)(?:legalled|lawyered|approved|cleared) | legal\ hold | noch\ nicht\ freigegeben
  | en\ attente\ de\ (?:validation|relecture) | non\ valid(?:é|e)e? | pendiente\ de\ (?:aprobaci(?:ó|o)n|revisi(?:ó|o)n)
  )"""
_STAMPED = re.compile(
    rf"[\W_]*(?:{_NOT_OUT}|{_UNSEEN})(?:\ (?:yet|please|bitte|svp|todavía|aún|encore|noch))?[\W_]*",
    re.IGNORECASE | re.VERBOSE,
)
_LABELLED = re.compile(rf"[\W_]*(?P<found>{_NOT_OUT})\s*(?:[:|/–—]|--|\s-\s)", re.IGNORECASE | re.VERBOSE)
_SET_OFF = re.compile(rf"(?:[|–—]|--|\s-)\s*(?P<found>{_NOT_OUT})(?:\ yet)?[\s.!]*\Z", re.IGNORECASE | re.VERBOSE)
_BRACKETED = re.compile(rf"[(\[{{]\s*(?P<found>{_NOT_OUT})(?:\ yet)?[\s.!]*[)\]}}]", re.IGNORECASE | re.VERBOSE)
_ADDRESSED = re.compile(r"\A\W*(?:eds?|editors?|notes?(?:\ to\ editors?)?)\s*[:.,–—-]\s*", re.IGNORECASE)
_NOT_FOR = re.compile(r"not\W+for\W+publication", re.IGNORECASE)
_BLOCK = re.compile(r"not\W+for\W+publication|nicht\W+(?:zur|für\W+die)\W", re.IGNORECASE)

_PREPARED = r"""(?:
    draft\ (?:only|copy|version|story|text|\#?\d{1,2}) | (?:prepared|advance|pre-?written|draft|stock)\ obit(?:uary)?
  | obit(?:uary)?\ (?:draft|prepared\ in\ advance|in\ waiting)
  | unedited\ (?:copy|version|draft) | rohfassung | vorbereiteter\ nachruf
  | (?:nécrologie|nécro)\ (?:préparée|prête|froide) | viande\ froide | (?:obituario|necrológica)\ preparad[oa]
  )"""
# Said of bridges, laws and players as well, so it counts only in brackets or where it is all that a line holds.
_UNFINISHED = r"""(?:
    (?:first|rough|early|working|raw)\ draft(?:\ (?:only|copy|version))? | unedited | work\ in\ progress
  | (?:for\ )?use\ only\ (?:up)?on\ (?:the\ )?death(?:\ of\b.*)?
  | (?:erster\ |roh)?entwurf | unredigiert | nicht\ redigiert | brouillon | à\ relire | en\ préparation
  | borrador | sin\ editar | en\ preparación | bozza
  )"""
_DRAFT = rf"(?:{_PREPARED}|{_UNFINISHED})"
_IS_DRAFT = re.compile(rf"[\W_]*{_DRAFT}[\W_]*", re.IGNORECASE | re.VERBOSE)
_DRAFT_LABEL = re.compile(rf"[\W_]*(?P<found>{_PREPARED})\s*(?:[:|/)\]–—]|--|\s-\s)", re.IGNORECASE | re.VERBOSE)
# A draft alone is also what a sports club makes: it needs brackets, or has to be the whole headline.
_DRAFT_BRACKETED = re.compile(
    rf"""\A\W*[(\[{{]\s*(?P<top>{_DRAFT}|draft)\s*[)\]}}] | [(\[{{]\s*(?P<end>{_DRAFT}|draft)\s*[)\]}}]\W*\Z
    | \A\W*(?P<all>draft)\W*\Z""",
    re.IGNORECASE | re.VERBOSE,
)

_IGNORED = (
    r"(?:ignore|disregard|ignorieren|nicht\ beachten|ignorer|ne\ pas\ tenir\ compte|ignorar|no\ tener\ en\ cuenta)"
)
_PLEASE = r"(?:please|pls|bitte|merci\ d(?:e\b|['’])|prière\ d(?:e\b|['’])|por\ favor)"
_ITEM = r"(?:message|story|item|article|copy|mail|meldung|nachricht|dépêche|papier|mensaje|nota)"
_TEST = re.compile(
    rf"""[\W_]*(?:
      test(?:[\W_]+test)+\b.{{0,60}}
    | (?:this|it)\ is\ (?:only\ |just\ )?a\ test(?:\ (?:message|story|item|transmission))?
    | dies(?:\ hier)?\ ist\ (?:nur\ )?(?:ein\ test|eine\ test\w+) | ceci\ est\ un\ (?:test|essai)
    | esto\ es\ (?:solo\ )?una\ prueba | questo\ è\ un\ test
    | test[ -]?(?:artikel|meldung|beitrag|nachricht|message|story|article|item|transmission|dispatch|feed|copy|wire)
      (?:[\W_]+(?:please|pls|bitte|do\ not|not\ for|nicht|nr\.?|no\.?|\d).{{0,60}}|[\W_\d]*)
    | probe(?:meldung|artikel|sendung) | (?:dépêche|message|article)\ (?:de\ )?test | (?:mensaje|nota)\ de\ prueba
    | (?:test|essai|prueba|probe)[\W_\d]*(?:{_PLEASE}\W*)?{_IGNORED}.{{0,40}}
    | {_PLEASE}\W*{_IGNORED}(?:\W+(?:this|it|the|diese|cette|ce|esta?|el|la|le|{_ITEM}|test)\b)*+
    )[\W_]*""",
    re.IGNORECASE | re.VERBOSE,
)

_WHEN = r"""(?:\s|[,:;./–—()&-]|\d++(?:st|nd|rd|th)?|[ap]\.?m\b\.?|(?:gmt|utc|est|edt|et|ist|bst|cet|uhr
  |for|at|as|of|para|the|on|and|to|update[ds]?|morning|afternoon|evening|noon|midday|today|tomorrow|tonight|week(?:end)?|final|initial|early
  |(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend
  |lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo
  |jan\w*|feb\w*|mar(?:ch|s|zo)?|märz|apr\w*|may|mai|mayo|ju[nl]\w*|aug\w*|août|agosto|sep\w*|o[ck]t\w*|nov\w*
  |d[eé][cz]\w*|f[eé]v\w*|avr\w*|juin|juillet|enero|abril|für|vom|am|den|der|bis|du|de|le|la|les|el|del|jour(?:née)?|día|morgen|heute)\b)"""
_ADVISORY = re.compile(
    rf"""\W*(?:\w{{2,9}}[\ -])?(?:
      (?:top\ )?(?:news|sports?|business|world|financial|entertainment|arts|lifestyle|features?|weekend|photo|video
        |graphics|politics|national|international|foreign)
      \ (?:digest|budget|planner|daybook|line-?up|schedule|diary|advisory|menu)
    | daybook | news\ (?:list|diary|planner) | (?:coverage|editorial|media|client|service)\ (?:advisory|plan|note)
    | (?:stories|features|pictures|coverage)\ planned
    | themen(?:planung|vorschau|übersicht|plan) | tagesvorschau | wochenvorschau | termin(?:vorschau|übersicht|kalender)
    | (?:prévisions|menu|agenda)\ (?:du|de)\ (?:jour(?:née)?|semaine)? | (?:prévisions|menu)(?=\ du)
    | (?:previsión|previsiones|agenda)\ (?:informativa|de\ temas|del\ día)
    ){_WHEN}*+""",
    re.IGNORECASE | re.VERBOSE,
)
_TO_EDITORS = re.compile(
    r"""\W*(?:
      (?:notes?|advisory|attention|message|reminder)\ (?:to|for|all)\ (?:all\ )?(?:news\ )?
      (?:editors|subscribers|clients|newsrooms|users)\b
    | (?:attention,?\ )?(?:all\ )?(?:editors|subscribers|redaktionen|rédactions|redacciones)(?:\s*[:,–—!]|\ please\b)
    | (?:hinweis|mitteilung|information|achtung)\w*\ (?:an|für)\ (?:die\ |alle\ )?(?:redaktion(?:en)?|kunden|bezieher)
    | (?:note|avis|message)\ (?:aux|à\ l['’]attention\ des)\ (?:rédactions|rédacteurs|clients|abonnés)
    | (?:nota|aviso|mensaje)\ (?:a|para)\ (?:los\ |las\ )?(?:editores|redacciones|abonados|clientes|medios\ abonados)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_PLANNED = re.compile(
    r"\W*(?:here (?:is|are)|the following(?: are| is)?|these are|below (?:is|are)) "
    r"(?:a list of |the |some of the |our )?"
    r"(?:top |main |major )?(?:stories|items|features|coverage|assignments)\b[^.]{0,80}"
    r"\b(?:planned|planning|plans to|moving|will move|budgeted)\b",
    re.IGNORECASE,
)


def do_not_publish(item: Dispatch) -> str | None:
    """Words that forbid to publish the item, set apart from its text."""
    for spot in _lines(item):
        if _STAMPED.fullmatch(spot.words) or _in_capitals(_LABELLED.match(spot.words)):
            return found(spot.words, spot)
    for spot in spots.lines(spots.headline(item)):
        apart = _BRACKETED.search(spot.words) or _in_capitals(_SET_OFF.search(spot.words))
        if apart:
            return found(apart["found"], spot)
    return _in_notes(item)


def _in_notes(item: Dispatch) -> str | None:
    """An order in the note to editors. "Not for publication" is one where nothing follows it: else it heads the
    telephone numbers of a desk, as its German words do wherever they stand."""
    told = list(spots.lines(spots.notes(item)))
    for place, spot in enumerate(told):
        words = _ADDRESSED.sub("", spot.words)
        heads = _BLOCK.search(words) and (place + 1 < len(told) or not _NOT_FOR.search(words))
        if _STAMPED.fullmatch(words) and not heads:
            return found(spot.words, spot)
    return None


def _in_capitals(label: re.Match[str] | None) -> re.Match[str] | None:
    """In small letters it may be what the story says: "Do not publish: how a gag order failed"."""
    return label if label and label["found"].isupper() else None


def draft(item: Dispatch) -> str | None:
    """Words by which the item calls itself unfinished, or made in advance."""
    for spot in (*_lines(item), *spots.lines(spots.notes(item))):
        if _IS_DRAFT.fullmatch(spot.words):
            return found(spot.words, spot)
    for spot in spots.lines(spots.headline(item)):
        if label := _DRAFT_LABEL.match(spot.words) or _DRAFT_BRACKETED.search(spot.words):
            return found(next(words for words in label.groups() if words), spot)
    return None


def trial(item: Dispatch) -> str | None:
    """Words by which the item calls itself a trial of the line."""
    for spot in (*_lines(item), *spots.lines(spots.notes(item))):
        if _TEST.fullmatch(spot.words):
            return found(spot.words, spot)
    return None


def advisory(item: Dispatch) -> str | None:
    """A headline or a first line that speaks to editors, or lists what is planned."""
    for spot in spots.lines(_heads(item)):
        if _ADVISORY.fullmatch(spot.words) or _TO_EDITORS.match(spot.words):
            return found(spot.words, spot)
    for spot in spots.top(item):
        if planned := _PLANNED.match(spot.words):
            return found(planned[0], spot)
    return None


def _heads(item: Dispatch) -> Iterator[Spot]:
    for part in (spots.headline, spots.slug, spots.top):
        yield from part(item)


def _lines(item: Dispatch) -> list[Spot]:
    """The lines of headline, slug, first and last paragraph."""
    return list(spots.lines(iter((*_heads(item), *spots.foot(item)))))
