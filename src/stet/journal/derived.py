"""Rows of what is derived from the record: stories, their topics, the lists to render; and receipts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple, TypeVar

import msgspec
from django.db.models import BigIntegerField, Case, F, PositiveSmallIntegerField, Value, When
from django.db.models.functions import Least

from stet.journal.base import Settled, Shown
from stet.journal.models import Receipt, Story, StoryTopic, Tie, Topic
from stet.journal.prepared import prepared
from stet.model.address import agency_folder, story_id
from stet.model.dispatch import file_key
from stet.model.page import Card
from stet.model.page import Receipt as ReceiptNoun
from stet.model.story import State

_PART = 5000  # values in one statement; SQLite may be built to take 32766, PostgreSQL takes 65535
_card = msgspec.json.Decoder(Card)
_encode = msgspec.json.Encoder().encode

_V = TypeVar("_V", str, int)

FILE = file_key("")
BY_HAND = 1
"""What a person did, who looks on."""
NO_HASTE = 9
"""What a story of ordinary copy has at most."""
AT_LEISURE = 10
"""Nothing happened to the story itself: its page is to say something else of others."""

DERIVED = [
    "sid",
    "touched",
    "haste",
    "state",
    "reason",
    "until",
    "section",
    "agency",
    "updated",
    "published",
    "hour",
    "weight",
    "sitemaps",
    "path",
    "asset",
    "undrawn",
    "stirred",
    "unsure",
    "gone",
    "whole",
    "card",
]


def touch(hastes: Mapping[str, int], guids: Mapping[str, str] | None = None, *, place: int = 0) -> None:
    """Something happened to these stories: they are due, those with the most haste first (0 is a stop). `place` is the
    packet they are touched by, or 0 for what need not wait in line."""
    for some in parts(hastes):
        known = set(_known(some))
        Story.objects.bulk_create(
            [
                Story(key=key, sid=story_id(key), guid=(guids or {}).get(key, ""), haste=hastes[key], place=place)
                for key in some
                if key not in known
            ]
        )
        for haste in {hastes[key] for key in known}:
            mine = Story.objects.filter(key__in=[key for key in known if hastes[key] == haste])
            mine.update(
                touched=F("touched") + 1,
                place=_first_or("place", Value(place, BigIntegerField())),
                haste=_first_or("haste", Value(haste, PositiveSmallIntegerField())),
            )


_known = prepared(lambda keys: Story.objects.filter(key__in=keys).values_list("key", flat=True))


def _first_or(field: str, now: Value) -> Case:
    """What is said now, and of a story that waits already the lower of the two."""
    return Case(When(touched=0, then=now), default=Least(F(field), now))


def called(key: str) -> str:
    """What people call the item of a key of which nothing has come by itself: its id without the agency, or what its
    file is known by."""
    return key.partition(":")[2] if digest_of(key) else key.partition("/")[2]


def digest_of(key: str) -> str | None:
    """The digest of the file that this is the key of; none of any other key."""
    return key.removeprefix(FILE) if key.startswith(FILE) else None


def tie_row(key: str, kind: str, other: str, *, sure: bool = True) -> Tie:
    """A tie of a key to another; the same one however often it is found."""
    mark = sha256(f"{kind}\x00{key}\x00{other}".encode("utf-8", "surrogatepass")).hexdigest()
    return Tie(mark=mark, key=key, kind=kind, other=other, sure=sure)


def parts(values: Iterable[_V]) -> Iterator[list[_V]]:
    """Sorted, and in parts: a statement takes no more than some thousands of values."""
    ordered = sorted(values)
    return (ordered[start : start + _PART] for start in range(0, len(ordered), _PART))


class Now(NamedTuple):
    """What the row of a story says that may have been touched meanwhile."""

    touched: int
    haste: int
    stirred: bool


def story_row(one: Settled, now: Now | None) -> Story:
    """The row of a settled story. What touched it since it was read (`now` knows) touches it still."""
    touched = now.touched - one.touched if now else 0
    card = one.shown.card
    return Story(
        key=one.key,
        sid=one.id,
        touched=touched,
        haste=now.haste if now and touched else NO_HASTE,
        state=one.standing.state.value,
        reason=one.standing.reason,
        until=one.standing.until,
        section=card.section if card else "",
        agency=agency_folder(card.agency) if card else "",
        updated=card.updated if card else None,
        published=card.first_published if card else None,
        hour=card.hour if card else None,
        weight=card.weight if card else 0,
        sitemaps=card.sitemaps if card else 0,
        path=one.shown.path,
        asset=one.shown.asset,
        undrawn=one.shown.undrawn,
        stirred=one.stirred or (now is not None and now.stirred),
        gone=one.shown.gone,
        whole=one.whole or "",
        card=_encode(card) if card else None,
    )


SHOWN = ("path", "asset", "card", "state", "gone", "undrawn", "unsure")
"""The columns of a story that say what readers can see of it, as `shown_of` takes them."""


def shown_of(
    path: str | None, asset: str | None, card: bytes | None, state: str, gone: bool, undrawn: bool, unsure: bool
) -> Shown:
    """What readers could see of a story, by its row."""
    return Shown(
        path=path,
        asset=asset,
        card=_card.decode(card) if card else None,
        listed=state == State.LIVE,
        gone=gone,
        undrawn=undrawn,
        unsure=unsure,
    )


def set_topics(settled: Sequence[Settled]) -> None:
    """The topics under which lists find these stories: only live ones are found."""
    old: Counter[str] = Counter()
    listed = [one.key for one in settled if one.listed]
    if listed:
        rows = StoryTopic.objects.filter(story_id__in=listed)
        old.update(rows.values_list("slug", flat=True))
        rows.delete()
    new = [
        StoryTopic(
            story_id=one.key,
            sid=one.id,
            slug=topic.slug,
            name=topic.name,
            language=card.language.partition("-")[0][:100],
            updated=card.updated,
            published=card.first_published,
            hour=card.hour,
        )
        for one in settled
        if (card := one.shown.card) and one.standing.state is State.LIVE
        for topic in card.topics
    ]
    StoryTopic.objects.bulk_create(new)
    now = Counter(row.slug for row in new)
    _count_topics({slug: now[slug] - old[slug] for slug in now | old})


def _count_topics(changes: Mapping[str, int]) -> None:
    moved = {slug: by for slug, by in changes.items() if by}
    Topic.objects.bulk_create([Topic(slug=slug) for slug in sorted(moved)], ignore_conflicts=True)
    for by in sorted(set(moved.values())):
        Topic.objects.filter(slug__in=[slug for slug in moved if moved[slug] == by]).update(stories=F("stories") + by)


def write_receipts(receipts: Sequence[ReceiptNoun]) -> None:
    """Append receipts."""
    Receipt.objects.bulk_create(
        [
            Receipt(
                path=one.path,
                act=one.act.value,
                at=one.at,
                digest=one.digest or "",
                story_key=one.story_key or "",
            )
            for one in receipts
        ]
    )
