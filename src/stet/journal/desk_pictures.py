"""What pictures the journal has, for somebody at the desk who looks for one."""

from collections.abc import Iterator

import msgspec
from django.db.models import Q
from msgspec import Struct

from stet.journal import files
from stet.journal.connect import asking
from stet.journal.models import Asset, AssetFile, AssetName, Change, Dispatch, PictureWanted, Story
from stet.model.address import slug
from stet.model.change import AnyChange, SetPicture
from stet.model.dispatch import STOPS
from stet.model.page import Card
from stet.model.story import State

_change = msgspec.json.Decoder(AnyChange)
_card = msgspec.json.Decoder(Card)
_ACTS = 5000
"""The newest acts with a picture that are looked through."""
_CARDS = 600
"""The newest stories with a picture that are looked through."""
AIMED_AT = 960
"""Pixels of width of the cut that somebody aims at."""


class Found(Struct, frozen=True, kw_only=True):
    """A picture and the words that stand under it somewhere."""

    digest: str
    caption: str
    credit: str
    alt: str


@asking()
def cut_file(path: str) -> bytes | None:
    """A cut of a picture, by its path in the edition."""
    data = AssetFile.objects.filter(path=path).values_list("data", flat=True).first()
    return None if data is None else bytes(data)


@asking()
def is_stopped(path: str) -> bool:
    """Whether a cut is of a picture that a stop took down: by itself, by its item, or with every story that had it."""
    digest = AssetFile.objects.filter(path=path).values_list("asset_id", flat=True).first()
    if digest is None:
        return False
    items = files.barred_by([digest])[digest]
    if Story.objects.filter(key__in=items, state=State.WITHDRAWN).exists():
        return True
    having = Story.objects.filter(key__in=[*files.callers_of([digest], _HAVING).get(digest, ()), *files.put_on(digest)])
    states = set(having.values_list("state", flat=True))
    return states == {State.WITHDRAWN.value}


_HAVING = 100
"""The newest stories that have a picture say whether it is stopped."""


@asking()
def has(digest: str) -> bool:
    """Whether the journal has this picture, made ready."""
    return Asset.objects.filter(pk=digest, recipe__gt=0).exists()


@asking()
def cuts_of(digest: str) -> tuple[str, str] | None:
    """Paths of the smallest cut of a picture, and of one to aim at; none of one that is not made ready."""
    files = AssetFile.objects.filter(asset_id=digest, path__endswith=".jpg").exclude(path__contains="-share")
    paths = sorted(files.values_list("path", flat=True), key=_width)
    if not paths:
        return None
    return paths[0], [path for path in paths if _width(path) <= AIMED_AT or path == paths[0]][-1]


def _width(path: str) -> int:
    number = path.rpartition("-")[2].partition(".")[0]
    return int(number) if number.isdigit() else 0


@asking()
def callers(digest: str, limit: int) -> list[str]:
    """Keys of stories that name this picture, the newest first: it came from an agency."""
    names = Q(pk__in=[])
    for feed, name in AssetName.objects.filter(asset_id=digest).values_list("feed", "name"):
        names |= Q(feed=feed, name=name)
    return list(PictureWanted.objects.filter(names).order_by("-id").values_list("story_key", flat=True)[:limit])


@asking()
def pages_with(digest: str, besides: str) -> int:
    """How many pages show this file, but for that of one story."""
    return Story.objects.filter(asset=digest, path__isnull=False).exclude(key=besides).count()


@asking()
def set_by_hand(words: tuple[str, ...]) -> list[Found]:
    """House pictures whose words have all of these in them, the newest first, each picture once. None of a story that
    a stop ever reached: what stood there may be sealed."""
    killed = Change.objects.filter(kind="kill").values("story_key")
    stopped = Dispatch.objects.filter(status__in=[one.value for one in STOPS]).values("story_key")
    rows = Change.objects.filter(kind="picture").exclude(story_key__in=killed).exclude(story_key__in=stopped)
    found: dict[str, Found] = {}
    for value in rows.order_by("-id").values_list("value", flat=True)[:_ACTS]:
        act = _change.decode(bytes(value))
        if isinstance(act, SetPicture) and act.asset and act.asset not in found:
            said = f"{act.caption} {act.credit} {act.alt}".casefold()
            if all(word in said for word in words):
                found[act.asset] = Found(digest=act.asset, caption=act.caption, credit=act.credit, alt=act.alt)
    return list(found.values())


@asking()
def shown_by(words: tuple[str, ...], limit: int) -> list[Found]:
    """Pictures that live stories show, of which these words are true: they are in the caption, the headline or the
    section, or the story is about a topic of that name. The newest first, each picture once."""
    found: dict[str, Found] = {}
    for digest, card in _candidates(words, limit):
        if card.plate is not None and digest not in found:
            plate = card.plate
            found[digest] = Found(digest=digest, caption=plate.caption, credit=plate.credit, alt=plate.alt)
        if len(found) >= limit:
            break
    return list(found.values())


def _candidates(words: tuple[str, ...], limit: int) -> Iterator[tuple[str, Card]]:
    live = Story.objects.filter(state=State.LIVE, asset__isnull=False, card__isnull=False).order_by("-updated", "sid")
    if topic := slug(" ".join(words)):
        for digest, value in live.filter(topics__slug=topic).values_list("asset", "card")[:limit]:
            yield str(digest), _card.decode(value or b"")
    for digest, value in live.values_list("asset", "card")[:_CARDS]:
        card = _card.decode(value or b"")
        if all(word in _said(card) for word in words):
            yield str(digest), card


def _said(card: Card) -> str:
    plate = card.plate
    words = (plate.caption, plate.credit, plate.alt) if plate else ()
    return " ".join((card.headline, card.section, *words, *(topic.name for topic in card.topics))).casefold()
