"""What lists ask of the journal: cards, by news value, by time or by period; counts; which lists must be set again.

Every question is answered from an index that holds the list in the order asked for, so none takes longer because the
archive has grown.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest

from stet.journal.base import Place
from stet.journal.models import DirtyList, ListPeriod, Receipt, Story, StoryTopic, Topic
from stet.model.listing import ARCHIVE, FRONT, NEWS, SITEMAP, Bucket, level, within
from stet.model.page import Card, Sitemaps
from stet.model.story import State

_FIRST, _LAST = "0000-01-01T00", "9999-12-31T24"
_card = msgspec.json.Decoder(Card)

_ORDERS = {
    "value": ("-weight", "sid"),
    "updated": ("-updated", "sid"),
    "published": ("-hour", "-published", "-sid"),
    "oldest": ("hour", "published", "sid"),
}


def cards(listing: str, *, by: str, limit: int, skip: int = 0, period: str = "") -> list[Card]:
    """Cards of a list in an order; only those of a period where one is given. See `Journal.cards`."""
    rows, card = _of(listing)
    if period:
        rows = rows.filter(hour__gte=_bound(period, _FIRST), hour__lte=_bound(period, _LAST))
    elif by in ("published", "oldest"):
        rows = rows.filter(hour__gt="")
    found = rows.order_by(*_ORDERS[by]).values_list(card, flat=True)[skip : skip + limit]
    return [_card.decode(one) for one in found if one]


def places(month: str, *, limit: int, skip: int) -> list[Place]:
    """See `Journal.places`."""
    rows = _in_sitemap().filter(hour__gte=_bound(month, _FIRST), hour__lte=_bound(month, _LAST))
    changed = Greatest(F("updated"), F("published"))
    found = rows.order_by(*_ORDERS["oldest"]).annotate(changed=changed).values_list("path", "changed")
    return [Place(path=path, changed=at) for path, at in found[skip : skip + limit] if path]


def _of(listing: str) -> tuple[QuerySet[Any], str]:
    """The rows of a list, and the column in which they have their cards."""
    kind, _, name = listing.partition(":")
    if kind == "topic":
        return StoryTopic.objects.filter(slug=name), "story__card"
    if kind == ARCHIVE:
        return Story.objects.filter(hour__isnull=False), "card"
    if kind == SITEMAP:
        return _in_sitemap(), "card"
    live = Story.objects.filter(state=State.LIVE)
    if kind == FRONT:
        return live, "card"
    if kind == NEWS:
        return live.filter(sitemaps=Sitemaps.NEWS), "card"
    return live.filter(**{kind: f"{kind}/{name}" if kind == "agency" else name}), "card"


def _in_sitemap() -> QuerySet[Any]:
    return Story.objects.filter(hour__isnull=False, sitemaps__gte=Sitemaps.GENERAL)


def _bound(period: str, whole: str) -> str:
    return period + whole[len(period) :]


# -- counts


def count(listing: str, hour: str) -> int:
    """How many stories of a list were first published in that hour."""
    rows, _ = _of(listing)
    return rows.filter(hour=hour).count()


def periods(listing: str, inside: str, at: int) -> list[Bucket]:
    """See `Journal.periods`."""
    length = len(within(_FIRST, at)) if at < 5 else 0
    rows = ListPeriod.objects.filter(listing=listing, level=at)
    if length:
        rows = rows.filter(period__gte=_bound(inside, _FIRST)[:length], period__lte=_bound(inside, _LAST)[:length])
    return [_bucket(row) for row in rows.order_by("period")]


def buckets(listing: str, wanted: Collection[str]) -> dict[str, Bucket]:
    """See `Journal.buckets`."""
    rows = ListPeriod.objects.filter(listing=listing, level__in={level(one) for one in wanted}, period__in=wanted)
    return {row.period: _bucket(row) for row in rows}


def neighbours(listing: str, period: str) -> tuple[str | None, str | None]:
    """See `Journal.neighbours`."""
    same = ListPeriod.objects.filter(listing=listing, level=level(period))
    before = same.filter(period__lt=period).order_by("-period").values_list("period", flat=True).first()
    after = same.filter(period__gt=period).order_by("period").values_list("period", flat=True).first()
    return before, after


def write_counts(listing: str, counted: Sequence[Bucket], marks: Iterable[str]) -> None:
    """See `Journal.recounted`."""
    empty = [one.period for one in counted if not one.stories]
    for at in {level(period) for period in empty}:
        those = [period for period in empty if level(period) == at]
        ListPeriod.objects.filter(listing=listing, level=at, period__in=those).delete()
    ListPeriod.objects.bulk_create(
        [
            ListPeriod(
                listing=listing, level=level(one.period), period=one.period, stories=one.stories, newest=one.newest
            )
            for one in counted
            if one.stories
        ],
        update_conflicts=True,
        unique_fields=["listing", "level", "period"],
        update_fields=["stories", "newest"],
    )
    make_dirty(marks)


def _bucket(row: ListPeriod) -> Bucket:
    return Bucket(period=row.period, stories=row.stories, newest=row.newest)


# -- topics


def topic_count(slug: str) -> int:
    """See `Journal.topic_count`."""
    return Topic.objects.filter(slug=slug).values_list("stories", flat=True).first() or 0


def topic_name(slug: str) -> str:
    """See `Journal.topic_name`."""
    return Topic.objects.filter(slug=slug).values_list("name", flat=True).first() or ""


def topic_told(slug: str, language: str) -> str:
    """See `Journal.topic_told`."""
    rows = StoryTopic.objects.filter(slug=slug).order_by(*_ORDERS["oldest"]).values_list("name", flat=True)
    return rows.filter(language=language).first() or rows.first() or ""


def name_topic(slug: str, name: str, marks: Iterable[str]) -> None:
    """See `Journal.name_topic`."""
    Topic.objects.filter(slug=slug).update(name=name)
    make_dirty(marks)


def most_told(limit: int, least: int) -> list[tuple[str, str, int]]:
    """Slug, name and number of stories of the topics that have most, and at least so many."""
    rows = Topic.objects.filter(stories__gte=least).order_by("-stories", "slug")
    return list(rows.values_list("slug", "name", "stories")[:limit])


# -- dirty lists


def dirty() -> list[str]:
    """Names and marks of the lists that must be set again."""
    return list(DirtyList.objects.filter(receipt__isnull=True).order_by("name").values_list("name", flat=True))


def make_dirty(names: Iterable[str]) -> None:
    """Lists that must be set again."""
    _mark(names, None)


def clean(names: Iterable[str]) -> None:
    """These lists have been put, with the newest receipts there are. It is remembered until a checkpoint: what was put
    since then may not have reached the disk."""
    _mark(names, Receipt.objects.order_by("-pk").values_list("pk", flat=True).first() or 0)


def dirty_again() -> None:
    """After an unclean stop: whatever was put since the last checkpoint must be set again."""
    DirtyList.objects.filter(receipt__isnull=False).update(receipt=None)


def safe(receipt: int) -> None:
    """What was put up to this receipt has reached the disk."""
    DirtyList.objects.filter(receipt__lte=receipt).delete()


def _mark(names: Iterable[str], receipt: int | None) -> None:
    DirtyList.objects.bulk_create(
        [DirtyList(name=name, receipt=receipt) for name in sorted(set(names))],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["receipt"],
    )
