"""A story while one of its feeds is paused: as it was known before, and stopped by whatever has come since.

Nothing that waits alters a page or makes one. What waits and would take the page away does so at once: a pause keeps
copy back, and never a stop (promise 2). So the story is folded twice, with what waits and without: where the first
may not be shown the second is not either.
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from stet.model.change import AnyChange
from stet.model.dispatch import STOPS, Dispatch
from stet.model.story import SHOWN, Cause, Standing, State, Story
from stet.model.switch import Gate, Span
from stet.model.thread import Around

_DOWN = (State.WITHDRAWN, State.LAPSED, State.SCHEDULED)
"""Stopped, without a right to it, under an embargo."""


class Before(Struct, frozen=True, kw_only=True):
    """What is known of a story while what came for it waits."""

    pause: Span
    """The pause that what came last waits for."""
    dispatches: tuple[Dispatch, ...]
    changes: tuple[AnyChange, ...]
    around: Around
    """Where only an item of a picture waits, it is as all of it has it but for that."""
    waits: bool
    """A version of the story itself waits, or the whole of it."""

    @property
    def has_copy(self) -> bool:
        """Whether anything is known that could be shown."""
        return any(one.status not in STOPS for one in self.dispatches)


def before(
    key: str, dispatches: Iterable[Dispatch], changes: Iterable[AnyChange], around: Around, gate: Gate
) -> Before | None:
    """What is known of the story of this item without what waits; none where nothing does.

    What only something that waits would tie together are stories of their own until then.
    """
    if not gate.paused():
        return None
    came = tuple(dispatches)
    waiting = [one for one in came if gate.waits(one)]
    pictures = {item: tuple(one for one in many if not gate.waits(one)) for item, many in around.pictures.items()}
    late = [*waiting, *(one for many in around.pictures.values() for one in many if gate.waits(one))]
    pause = max((span for one in late if (span := gate.waits(one))), key=lambda span: span.since, default=None)
    if pause is None:
        return None
    known = [one for one in came if not gate.waits(one)]
    keys = _thread_of(key, known)
    return Before(
        pause=pause,
        dispatches=tuple(one for one in known if one.story_key in keys),
        changes=tuple(one for one in changes if one.story_key in keys),
        around=replace(around, pictures=pictures),
        waits=bool(waiting),
    )


def _thread_of(key: str, known: Iterable[Dispatch]) -> set[str]:
    """The keys that what is known ties to this one."""
    pairs = [(one.story_key, other) for one in known for other in one.continues]
    keys, found = set[str](), {key}
    while keys != found:
        keys = set(found)
        found |= {key for pair in pairs if not keys.isdisjoint(pair) for key in pair}
    return found


def puts_down(whole: Standing) -> bool:
    """Whether what waits takes the page away at once. A status that is not known here may be a stop."""
    return whole.state in _DOWN or Cause.STATUS in whole.causes


def kept_back(whole: Story, pause: Span) -> Story:
    """A story of which nothing but what waits has come."""
    if whole.standing.state not in (*SHOWN, State.HELD):
        return whole
    switch = pause.switch
    reason = (
        f"Feed {switch.feed} was paused by {switch.who}, and this came after it ({switch.reason}): "
        "it waits until the feed is resumed."
    )
    causes = (Cause.PAUSED, *whole.standing.causes)
    return replace(whole, standing=replace(whole.standing, state=State.HELD, reason=reason, causes=causes))


def as_before(known: Story, whole: Story, strict: Story, now_waits: Before) -> Story:
    """The story as it is known, less what has ended by what waits: its news value, pictures of it.

    `strict` is the story as it is known, with all that came for its pictures.
    """
    standing, expires = known.standing, whole.current.expires
    if standing.state is State.LIVE and whole.standing.state is State.EXPIRED and expires is not None:
        standing = whole.standing
    until = min(filter(None, (one.standing.until for one in (known, whole, strict))), default=None)
    still = [(picture.guid, picture.renditions) for picture in strict.pictures]
    flag = f"A newer version came by feed {now_waits.pause.switch.feed}, which is paused: it waits."
    return replace(
        known,
        standing=replace(standing, until=until),
        pictures=tuple(one for one in known.pictures if (one.guid, one.renditions) in still),
        flags=(*known.flags, *((flag,) if now_waits.waits else ())),
    )
