"""What people did to stories and to feeds, the last first, a page at a time."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from django.db.models import Model, Q, QuerySet
from msgspec import Struct

from stet.journal import inquiry
from stet.journal.connect import asking
from stet.journal.models import Change, Story, Switch
from stet.model.change import AnyChange, words_of
from stet.model.switch import Mode

_change = msgspec.json.Decoder(AnyChange)
_M = TypeVar("_M", bound=Model)

SWITCHED = {Mode.HOLD: "feed-hold", Mode.PAUSE: "feed-pause", Mode.AUTO: "feed-resume"}
"""The words for what is done to a feed."""
STORY, FEED, DESK = "story", "feed", "desk"
"""Where an act is recorded: it was done to a story, to a feed, or is none of these."""
SOURCES = (STORY, FEED, DESK)


class Wanted(Struct, frozen=True, kw_only=True):
    """What is asked for. Empty: all."""

    who: str = ""
    """A part of the name, in any case."""
    kind: str = ""
    keys: tuple[str, ...] | None = None
    """Of the story, with all of its items."""
    since: datetime | None = None
    until: datetime | None = None
    """Not included."""


class Place(Struct, frozen=True):
    """Where a page ends: the next begins below it."""

    at: datetime
    source: str
    number: int


class Did(Struct, frozen=True, kw_only=True):
    """One act of one person."""

    at: datetime
    source: str
    number: int
    who: str
    kind: str
    about: str
    """The key of the story, or the name of the feed or of whom it was done to."""
    place: str
    version: int | None = None
    words: str = ""
    change: AnyChange | None = None

    @property
    def below(self) -> Place:
        """Where a page ends that this is the last of."""
        return Place(self.at, self.source, self.number)

    @property
    def rank(self) -> tuple[float, int, int]:
        """Sorts the last first."""
        return (-self.at.timestamp(), SOURCES.index(self.source), -self.number)


def rows(all_: QuerySet[_M], source: str, wanted: Wanted, below: Place | None, limit: int) -> QuerySet[_M]:
    """Rows of a table with `at` and `who`, the last first, as far as they are asked for and lie below a place."""
    found = all_
    if wanted.who:
        found = found.filter(who__icontains=wanted.who)
    if wanted.since is not None:
        found = found.filter(at__gte=wanted.since)
    if wanted.until is not None:
        found = found.filter(at__lt=wanted.until)
    if below is not None:
        here = SOURCES.index(source) - SOURCES.index(below.source)
        lower = Q(at__lt=below.at)
        if here >= 0:
            lower |= Q(at=below.at) if here else Q(at=below.at, id__lt=below.number)
        found = found.filter(lower)
    return found.order_by("-at", "-id")[:limit]


def changes(wanted: Wanted, below: Place | None, limit: int) -> list[Did]:
    """What was done to stories."""
    found: QuerySet[Any] = Change.objects.all()
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.keys is not None:
        found = found.filter(story_key__in=wanted.keys)
    with asking():
        return [_of_story(row) for row in rows(found, STORY, wanted, below, limit)]


def _of_story(row: Change) -> Did:
    change = _change.decode(bytes(row.value))
    return Did(
        at=row.at,
        source=STORY,
        number=row.pk,
        who=row.who,
        kind=row.kind,
        about=row.story_key,
        place=change.place,
        version=change.against,
        words=words_of(change),
        change=change,
    )


def switches(wanted: Wanted, below: Place | None, limit: int) -> list[Did]:
    """What was done to feeds."""
    if wanted.keys is not None:
        return []
    found: QuerySet[Any] = Switch.objects.all()
    if wanted.kind:
        found = found.filter(mode__in=[mode.value for mode, kind in SWITCHED.items() if kind == wanted.kind])
    with asking():
        return [
            Did(
                at=row.at,
                source=FEED,
                number=row.pk,
                who=row.who,
                kind=SWITCHED[Mode(row.mode)],
                about=row.feed,
                place=row.place,
                words=row.reason,
            )
            for row in rows(found, FEED, wanted, below, limit)
        ]


def keys_of(text: str) -> tuple[str, ...]:
    """The keys of all items of the story that a person means. Raises `Misused` as `inquiry.find` does."""
    key = inquiry.find(text).key
    with asking():
        return (key, *Story.objects.filter(whole=key).order_by("key").values_list("key", flat=True))


def known(keys: Collection[str]) -> list[str]:
    """Those of the keys that the journal has a story of."""
    with asking():
        return list(Story.objects.filter(key__in=list(keys)).order_by("key").values_list("key", flat=True))
