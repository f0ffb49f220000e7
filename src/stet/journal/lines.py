"""The desk's list: one line a story, found by what an editor asks for, newest first.

A line is written when its story is settled and says something new. Each writing has a number of its own, higher than
all before it, so that an open desk can ask for what changed since it looked.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import msgspec
from django.db.models import F, Q, QuerySet
from msgspec import Struct

from stet.journal.base import Settled
from stet.journal.connect import asking
from stet.journal.derived import parts
from stet.journal.models import Line, StoryTopic
from stet.journal.prepared import prepared
from stet.model.address import agency_folder
from stet.model.brief import Brief, Flag
from stet.model.story import Cause, State

_brief = msgspec.json.Decoder(Brief)
_encode = msgspec.json.Encoder().encode
_LONGEST = 1000
"""Characters of a line that it is found by."""
_FIELDS = ["turn", "came", "state", "agency", "section", "flags", "causes", "words", "value"]


class Wanted(Struct, frozen=True, kw_only=True):
    """What an editor asks the list for. Empty: all."""

    agency: str = ""
    """As its page's address has it."""
    section: str = ""
    topic: str = ""
    """Its slug."""
    states: tuple[State, ...] = ()
    flags: Flag = Flag(0)
    """Any of these."""
    cause: Cause | None = None
    words: tuple[str, ...] = ()
    """Each in small letters; all are to be found."""

    def fits(self, one: Brief) -> bool:
        """Whether a line is what is asked for: the same as the query says."""
        return (
            (not self.agency or agency_of(one) == self.agency)
            and (not self.section or one.section == self.section)
            and (not self.topic or self.topic in one.topics)
            and (not self.states or one.state in self.states)
            and (not self.flags or bool(one.flags & self.flags))
            and (self.cause is None or self.cause in one.causes)
            and all(word in words_of(one) for word in self.words)
        )


class Place(Struct, frozen=True):
    """Where a page of the list ends: the next begins below it."""

    came: datetime
    id: str


def agency_of(one: Brief) -> str:
    """Whose it is, as addresses have it."""
    return agency_folder(one.agency).partition("/")[2] if one.agency else ""


def words_of(one: Brief) -> str:
    """What a line is found by."""
    said = (one.headline, one.agency_headline, one.slug, one.agency, one.guid, one.id)
    return " ".join(filter(None, said)).casefold()[:_LONGEST]


def write(settled: Sequence[Settled]) -> None:
    """Store the lines of these stories, as far as they say something new. To be called in a transaction."""
    told = {one.key: one.brief for one in settled if one.brief is not None}
    _forget([one.key for one in settled if one.brief is None])
    new = {key: _encode(one) for key, one in told.items()}
    known: dict[str, bytes] = {}
    for some in parts(new):
        known |= {key: bytes(value) for key, value in _known(some)}
    changed = [key for key, value in new.items() if known.get(key) != value]
    if not changed:
        return
    turn = newest()
    Line.objects.bulk_create(
        [
            Line(
                key=key,
                sid=told[key].id,
                turn=turn + number,
                came=told[key].came,
                state=told[key].state.value,
                agency=agency_of(told[key]),
                section=told[key].section,
                flags=int(told[key].flags),
                causes=f" {' '.join(told[key].causes)} ",
                words=words_of(told[key]),
                value=new[key],
            )
            for number, key in enumerate(changed, start=1)
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=_FIELDS,
    )


_known = prepared(lambda keys: Line.objects.filter(key__in=keys).values_list("key", "value"))


def _forget(keys: Collection[str]) -> None:
    for some in parts(keys):
        Line.objects.filter(key__in=some).delete()


def newest() -> int:
    """The number of the newest writing."""
    with asking():
        return next(iter(_newest()), 0)


_newest = prepared(lambda: Line.objects.order_by("-turn").values_list("turn", flat=True)[:1])


def lines(wanted: Wanted, *, below: Place | None = None, limit: int) -> list[Brief]:
    """The lines asked for, what came last first, below a place."""
    with asking():
        rows = _asked(wanted)
        if below is not None:
            rows = rows.filter(Q(came__lt=below.came) | Q(came=below.came, sid__gt=below.id))
        return [_brief.decode(value) for value in rows.order_by("-came", "sid").values_list("value", flat=True)[:limit]]


def count(wanted: Wanted) -> int:
    """How many lines are asked for."""
    with asking():
        return _asked(wanted).count()


def _asked(wanted: Wanted) -> QuerySet[Line]:
    rows = Line.objects.all()
    if wanted.agency:
        rows = rows.filter(agency=wanted.agency)
    if wanted.section:
        rows = rows.filter(section=wanted.section)
    if wanted.topic:
        rows = rows.filter(sid__in=StoryTopic.objects.filter(slug=wanted.topic).values("sid"))
    if wanted.states:
        rows = rows.filter(state__in=[state.value for state in wanted.states])
    if wanted.flags:
        rows = rows.annotate(its=F("flags").bitand(int(wanted.flags))).filter(its__gt=0)
    if wanted.cause is not None:
        rows = rows.filter(causes__contains=f" {wanted.cause.value} ")
    for word in wanted.words:
        rows = rows.filter(words__contains=word)
    return rows


def of(ids: Iterable[str]) -> dict[str, Brief]:
    """The lines of these stories, by id."""
    found: dict[str, Brief] = {}
    with asking():
        for some in parts(ids):
            rows = Line.objects.filter(sid__in=some).values_list("sid", "value")
            found |= {sid: _brief.decode(value) for sid, value in rows}
    return found


class Written(Struct, frozen=True):
    """A line that was written, and the number of its writing."""

    turn: int
    brief: Brief


def written(after: int, limit: int) -> list[Written]:
    """What was written after a number, in order."""
    with asking():
        rows = Line.objects.filter(turn__gt=after).order_by("turn").values_list("turn", "value")[:limit]
        return [Written(turn, _brief.decode(value)) for turn, value in rows]


def choices() -> tuple[list[tuple[str, str]], list[str]]:
    """The agencies, by folder and name, and the sections that the list has."""
    with asking():
        sections = list(Line.objects.order_by("section").values_list("section", flat=True).distinct())
        folders = list(Line.objects.order_by("agency").values_list("agency", flat=True).distinct())
        firsts = [Line.objects.filter(agency=folder).values_list("value", flat=True).first() for folder in folders]
    named = [_brief.decode(value).agency if value else "" for value in firsts]
    return [(folder, name) for folder, name in zip(folders, named, strict=True) if folder], sections
