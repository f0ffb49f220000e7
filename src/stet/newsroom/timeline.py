"""All that ever happened to a story, in one list: what came, what was done at the desk, what was put and removed."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby, pairwise

from msgspec import Struct

from stet.desk.difference import Part, differences
from stet.desk.overlay import let_fall
from stet.journal import inquiry
from stet.journal.inquiry import Done
from stet.model.change import AnyChange, change_kind, words_of
from stet.model.dispatch import STOPS, Dispatch, time_of
from stet.newsroom.looking import Look

_LONGEST = 60_000
"""Characters of two versions that are compared while somebody waits for the whole page."""
_COMPARED = 20
"""The newest versions are; of others the difference is a page of its own."""
NEWEST = 150
"""Entries that are shown before somebody asks for all."""
_WORDS = re.compile(r"[^/]*-(?=[0-9a-z]{10}(?:\.html|/|\Z))")
"""Of a page's path: words of its headline, before the id."""


class Entry(Struct, frozen=True, kw_only=True):
    """One thing that happened."""

    kind: str
    """`version`, `stop`, `act` or `files`."""
    at: datetime
    said: Dispatch | None = None
    is_sealed: bool = False
    """Its words are not to be shown."""
    stands: bool = False
    """Readers get this version, or would."""
    corrects: bool = False
    is_first: bool = False
    has_earlier: bool = False
    """Another version is before it whose words may be shown."""
    parts: tuple[Part, ...] | None = ()
    """How it differs from the version before; none where that is to be asked for."""
    is_sure: bool = True
    act: AnyChange | None = None
    act_kind: str = ""
    of_picture: bool = False
    """It was done with a picture that the story shows or would show, and not with the story."""
    words: str = ""
    done: tuple[Done, ...] = ()


def timeline(it: Look) -> list[Entry]:
    """Everything, the newest first; what came of something above what it came of."""
    entries = [*_versions(it), *_orders(it), *_acts(it), *_files(it)]
    return sorted(entries, key=lambda one: (one.at, one.kind == "files"), reverse=True)


def before(it: Look, said: Dispatch) -> Dispatch | None:
    """The version before another one whose words may be shown."""
    told = _told(it)
    place = next((at for at, one in enumerate(told) if one is said), 0)
    return told[place - 1] if place else None


def _told(it: Look) -> list[Dispatch]:
    """The versions with words that may be shown, by the agency's time."""
    shown = [one for one in it.history.dispatches if one.status not in STOPS and one not in it.sealed]
    return sorted(shown, key=_by_time)


def _by_time(said: Dispatch) -> tuple[datetime, int, datetime]:
    return time_of(said), said.version or 0, said.arrived


def _versions(it: Look) -> Iterator[Entry]:
    told = _told(it)
    first = min((one for one in it.history.dispatches if one.status not in STOPS), key=_by_time, default=None)
    ahead = {id(after): earlier for earlier, after in pairwise(told)}
    near = {id(one) for one in told[-_COMPARED:]}
    standing = (it.story.parts or (it.story.current,)) if it.story else ()
    corrects = {one.dispatch.digest for one in it.story.line if one.corrects} if it.story else set()
    for one in it.history.dispatches:
        earlier = ahead.get(id(one))
        parts: tuple[Part, ...] | None = ()
        if earlier is not None:
            small = len(one.body_text) + len(earlier.body_text) <= _LONGEST and id(one) in near
            parts = differences(earlier, one) if small else None
        yield Entry(
            kind="stop" if one.status in STOPS else "version",
            at=one.arrived,
            said=one,
            is_sealed=one in it.sealed or one.status in STOPS,
            stands=one in standing and not it.is_withdrawn,
            corrects=one.digest in corrects,
            is_first=one is first,
            has_earlier=earlier is not None,
            parts=parts,
        )


def _orders(it: Look) -> Iterator[Entry]:
    for order in it.history.around.orders:
        one = order.dispatch
        yield Entry(kind="stop", at=one.arrived, said=one, is_sealed=True, is_sure=order.sure)


def _acts(it: Look) -> Iterator[Entry]:
    fallen = let_fall(it.story, it.history.changes) if it.sealed else ()
    for act in it.history.changes:
        is_sealed = act in fallen and bool(words_of(act))
        yield Entry(
            kind="act",
            at=act.at,
            act=act,
            act_kind=change_kind(act),
            words="" if is_sealed else words_of(act),
            is_sealed=is_sealed,
        )
    for act in {act for acts in it.history.around.picture_acts.values() for act in acts}:
        words = words_of(act)
        yield Entry(kind="act", at=act.at, act=act, act_kind=change_kind(act), words=words, of_picture=True)


def _files(it: Look) -> Iterator[Entry]:
    """What was put and removed in one go is one entry."""
    done = inquiry.done_for({it.row.key, *(one.story_key for one in it.history.dispatches)})
    for _, acts in groupby(done, key=lambda one: one.at.replace(microsecond=0)):
        together = tuple(acts)
        together = tuple(_without_words(together)) if it.sealed else together
        yield Entry(kind="files", at=together[-1].at, done=together)


def _without_words(acts: Iterable[Done]) -> Iterator[Done]:
    """As they are, but for words of a headline in a path, which a stop has sealed."""
    for one in acts:
        yield Done(number=one.number, path=_WORDS.sub("…-", one.path), act=one.act, at=one.at, digest=one.digest)
