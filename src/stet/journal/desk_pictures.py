"""What pictures the journal has, for somebody at the desk who looks for one."""

from collections.abc import Iterator

import msgspec
from django.db.models import Q
from msgspec import Struct

from stet.journal.connect import asking
from stet.journal.models import Asset, AssetFile, Change, Story
from stet.model.address import slug
from stet.model.change import AnyChange, SetPicture
from stet.model.page import Card
from stet.model.story import State

_change = msgspec.json.Decoder(AnyChange)
_card = msgspec.json.Decoder(Card)
_ACTS = 5000
"""The newest acts with a picture that are looked through."""
_CARDS = 600
"""The newest stories with a picture that are looked through."""


class Shown(Struct, frozen=True, kw_only=True):
    """A picture that a live story shows."""

    story_key: str
    digest: str


@asking()
def cut_file(path: str) -> bytes | None:
    """A cut of a picture, by its path in the edition."""
    data = AssetFile.objects.filter(path=path).values_list("data", flat=True).first()
    return None if data is None else bytes(data)


@asking()
def has(digest: str) -> bool:
    """Whether the journal has this picture, made ready."""
    return Asset.objects.filter(pk=digest, recipe__gt=0).exists()


@asking()
def smallest(digest: str) -> str | None:
    """Path of a cut of it for a thumbnail; none of a picture that is not there or was cut by an older Stet."""
    paths = AssetFile.objects.filter(asset_id=digest, path__endswith=".jpg").exclude(path__contains="-share")
    return min(paths.values_list("path", flat=True), key=_width, default=None)


@asking()
def largest(digest: str) -> str | None:
    """Path of a cut of it to aim at."""
    paths = AssetFile.objects.filter(asset_id=digest, path__endswith=".jpg").exclude(path__contains="-share")
    return max((path for path in paths.values_list("path", flat=True) if _width(path) <= 960), key=_width, default=None)


def _width(path: str) -> int:
    number = path.rpartition("-")[2].partition(".")[0]
    return int(number) if number.isdigit() else 0


@asking()
def set_by_hand(words: tuple[str, ...]) -> list[SetPicture]:
    """House pictures whose words have all of these in them, the newest first, each picture once. None of a story that
    is withdrawn: what stood there is sealed."""
    withdrawn = Story.objects.filter(state=State.WITHDRAWN).values("key")
    rows = Change.objects.filter(kind="picture").exclude(story_key__in=withdrawn).order_by("-id")
    found: dict[str, SetPicture] = {}
    for value in rows.values_list("value", flat=True)[:_ACTS]:
        act = _change.decode(bytes(value))
        if isinstance(act, SetPicture) and act.asset and act.asset not in found:
            said = f"{act.caption} {act.credit} {act.alt}".casefold()
            if all(word in said for word in words):
                found[act.asset] = act
    return list(found.values())


@asking()
def with_asset(digest: str) -> list[Shown]:
    """Live stories that show a picture."""
    rows = Story.objects.filter(asset=digest, state=State.LIVE).order_by("-updated", "sid")
    return [Shown(story_key=key, digest=digest) for key in rows.values_list("key", flat=True)[:3]]


@asking()
def shown_by(words: tuple[str, ...], limit: int) -> list[Shown]:
    """Pictures that live stories show, of which these words are true: they are in the caption, the headline or the
    section, or the story is about a topic of that name. The newest first, each picture once."""
    found = list(_about(words, limit) if words else ())
    rows = Story.objects.filter(state=State.LIVE, asset__isnull=False).order_by("-updated", "sid")
    for key, digest, value in rows.values_list("key", "asset", "card")[:_CARDS]:
        if len(found) >= 2 * limit:
            break
        if value is not None and all(word in _said(_card.decode(bytes(value))) for word in words):
            found.append(Shown(story_key=key, digest=str(digest)))
    return list({one.digest: one for one in reversed(found)}.values())[::-1][:limit]


def _about(words: tuple[str, ...], limit: int) -> Iterator[Shown]:
    topic = slug(" ".join(words))
    named = Q(topics__slug=topic) | Q(topics__slug__startswith=f"{topic}-")
    rows = Story.objects.filter(named, state=State.LIVE, asset__isnull=False).order_by("-updated", "sid")
    for key, digest in rows.values_list("key", "asset").distinct()[:limit] if topic else ():
        yield Shown(story_key=key, digest=str(digest))


def _said(card: Card) -> str:
    plate = card.plate
    words = (plate.caption, plate.credit, plate.alt) if plate else ()
    return " ".join((card.headline, card.section, *words, *(topic.name for topic in card.topics))).casefold()
