"""How stories hang together, as the journal finds them: threads, other names, stops, pictures, the same words.

A tie is derived and may be made again from the packets. What a tie means is decided in `story/`; here keys are found
by keys, in a fixed number of questions for a whole batch.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

import msgspec
from django.db.models import Q
from msgspec import Struct

from stet.journal import files, minutes
from stet.journal.derived import parts, tie_row
from stet.journal.models import Change, Dispatch, Tie
from stet.journal.prepared import prepared
from stet.model.change import AnyChange
from stet.model.dispatch import STOPS, Status
from stet.model.dispatch import Dispatch as DispatchNoun
from stet.model.switch import OPEN, Gate
from stet.model.thread import Around, Order, Ties, Twin

_NEAR = timedelta(hours=49)
"""Twins further apart are none (story/twins.py); a little more, so that nothing hangs on an edge."""
_KILL = "kill"
AT_ONCE = 0
"""The haste of a stop, and of what a person takes away."""
TONGUES = "tongues"
"""The one is a translation of the other."""

_dispatch = msgspec.json.Decoder(DispatchNoun)
_change: msgspec.json.Decoder[AnyChange] = msgspec.json.Decoder(AnyChange)


class Member(Struct, frozen=True):
    """A dispatch of a thread, and the words it has in common with others."""

    dispatch: DispatchNoun
    words: str


class Threads:
    """Which keys belong together, as far as these keys are asked about."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._of: dict[str, frozenset[str]] = {}
        asked = set(keys)
        near: dict[str, set[str]] = defaultdict(set)
        self.names: dict[str, set[str]] = defaultdict(set)
        self.shows: dict[str, set[str]] = defaultdict(set)
        fresh, known = asked, set(asked)
        while fresh:
            found: set[str] = set()
            for key, kind, other in _ties(fresh):
                if kind == "continues":
                    near[key].add(other)
                    near[other].add(key)
                    found |= {key, other}
                else:
                    (self.names if kind == "names" else self.shows)[key].add(other)
            fresh = found - known
            known |= fresh
        for key in known:
            if key not in self._of:
                self._of |= dict.fromkeys(together := _together(key, near), together)

    def of(self, key: str) -> frozenset[str]:
        """All keys of the thread of this key."""
        return self._of[key]

    @property
    def keys(self) -> set[str]:
        """All keys of all threads that were asked about."""
        return set(self._of)


def _ties(keys: Collection[str]) -> Iterator[tuple[str, str, str]]:
    for some in parts(keys):
        yield from _ties_of(some)


_ties_of = prepared(
    lambda keys: Tie.objects.filter(
        Q(key__in=keys, kind__in=("continues", "names", "shows")) | Q(other__in=keys, kind="continues")
    ).values_list("key", "kind", "other")
)


def _together(key: str, near: Mapping[str, set[str]]) -> frozenset[str]:
    reached, waiting = {key}, [key]
    while waiting:
        for other in near.get(waiting.pop(), set()) - reached:
            reached.add(other)
            waiting.append(other)
    return frozenset(reached)


# -- writing


def tie(many: Iterable[tuple[str, Ties]]) -> None:
    """Remember the ties of dispatches, each given with its story key."""
    rows: dict[str, Tie] = {}
    for key, ties in many:
        for kind, other, sure in _each(ties):
            if kind == "stops" or other != key:
                row = tie_row(key, kind, other, sure=sure)
                rows[row.mark] = row
    Tie.objects.bulk_create(list(rows.values()), ignore_conflicts=True)


def _each(ties: Ties) -> Iterator[tuple[str, str, bool]]:
    yield from (("continues", other, True) for other in ties.continues)
    yield from (("names", other, True) for other in ties.names)
    yield from (("shows", other, True) for other in ties.shows)
    yield from ((TONGUES, other, True) for other in ties.translates)
    yield from (("stops", other, sure) for other, sure in ties.stops)


# -- whom something happened to


def reached(
    hastes: Mapping[str, int], stopped: Collection[str], besides: Iterable[tuple[str, str]] = ()
) -> dict[str, int]:
    """The stories that something that came for these keys happened to, with its haste: their threads, those that show
    them as a picture, those with the same words; for stops all that they may be meant for, and all that show a file of
    theirs; and `besides`, each after the key that it happened to."""
    whole = _with_their_threads(hastes)
    meant = _with_these(whole, _meant_by(stopped)) if stopped else whole
    by_file = files.also_showing({key for key, haste in meant.items() if haste == AT_ONCE})
    return _with_these(meant, [*_shown_by(whole), *by_file, *besides, *_of_the_same_words(meant)])


def _with_these(hastes: Mapping[str, int], pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    """The second key of each pair gets the haste of the first, and so do their threads. Those that are given are with
    theirs already."""
    found = dict(hastes)
    for key, other in pairs:
        found[other] = min(found.get(other, hastes[key]), hastes[key])
    return _with_their_threads(found) if found != hastes else found


def _with_their_threads(hastes: Mapping[str, int]) -> dict[str, int]:
    found = dict(hastes)
    threads = Threads(hastes)
    for key, haste in hastes.items():
        for other in threads.of(key):
            found[other] = min(found.get(other, haste), haste)
    return found


def _shown_by(keys: Collection[str]) -> Iterator[tuple[str, str]]:
    for some in parts(keys):
        yield from _showing(some)


_showing = prepared(lambda keys: Tie.objects.filter(kind="shows", other__in=keys).values_list("other", "key"))


def _meant_by(stopped: Collection[str]) -> Iterator[tuple[str, str]]:
    """The stories that stops filed under these keys may be meant for, as far as they have come."""
    targets: dict[str, set[str]] = defaultdict(set)
    for some in parts(stopped):
        for key, other in _stopped_by(some):
            targets[other].add(key)
    for some in parts(targets):
        for target, story in [*_named(some), *((key, key) for key in _here(some))]:
            yield from ((key, story) for key in targets[target])


_stopped_by = prepared(lambda keys: Tie.objects.filter(kind="stops", key__in=keys).values_list("key", "other"))
_named = prepared(lambda keys: Tie.objects.filter(kind="names", other__in=keys).values_list("other", "key"))
_here = prepared(
    lambda keys: Dispatch.objects.filter(story_key__in=keys).values_list("story_key", flat=True).distinct()
)


def _of_the_same_words(keys: Collection[str]) -> Iterator[tuple[str, str]]:
    for some in parts(keys):
        words: dict[str, set[str]] = defaultdict(set)
        for key, told in _words_of(some):
            words[told].add(key)
        for part in parts(words):
            yield from ((key, other) for told, other in _with_them(part) for key in words[told] if other != key)


_words_of = prepared(
    lambda keys: (
        Dispatch.objects.filter(story_key__in=keys).exclude(words="").values_list("story_key", "words").distinct()
    )
)
_with_them = prepared(
    lambda words: Dispatch.objects.filter(words__in=words).values_list("words", "story_key").distinct()
)


# -- what surrounds a story


def around(
    threads: Threads,
    members: Mapping[frozenset[str], list[Member]],
    gate: Gate = OPEN,
    same_file: Mapping[frozenset[str], Mapping[str, tuple[str, ...]]] = MappingProxyType({}),
) -> dict[frozenset[str], Around]:
    """For each thread what came for other items and touches it. `same_file` is what `Around` is to have of that."""
    orders = _orders(threads, members)
    twins = _twins(members, gate)
    shown = {
        keys: {one for key in keys for one in threads.shows.get(key, ()) if one not in keys}.union(
            *same_file.get(keys, {}).values()
        )
        for keys in members
    }
    came = _dispatches(set().union(*shown.values()) if shown else set())
    acts = _acts(set().union(*shown.values()) if shown else set())
    bursts = minutes.bursts(set().union(*members))
    return {
        keys: Around(
            orders=orders.get(keys, ()),
            twins=twins.get(keys, ()),
            pictures={key: tuple(came[key]) for key in sorted(shown[keys]) if key in came},
            picture_acts={key: acts[key] for key in sorted(shown[keys]) if key in acts},
            same_file=same_file.get(keys, {}),
            bursts={key: bursts[key] for key in keys if key in bursts},
        )
        for keys in members
    }


def _orders(threads: Threads, members: Collection[frozenset[str]]) -> dict[frozenset[str], tuple[Order, ...]]:
    answer_to: dict[str, set[frozenset[str]]] = defaultdict(set)
    for keys in members:
        for name in keys.union(*(threads.names.get(key, set()) for key in keys)):
            answer_to[name].add(keys)
    sure: dict[frozenset[str], dict[str, bool]] = defaultdict(dict)
    for some in parts(answer_to):
        for order, name, is_sure in _stopping(some):
            for keys in answer_to[name]:
                if order not in keys:
                    sure[keys][order] = sure[keys].get(order, False) or is_sure
    came = _dispatches({order for told in sure.values() for order in told}, stops=True)
    return {
        keys: tuple(Order(dispatch=stop, sure=is_sure) for order, is_sure in told.items() for stop in came[order])
        for keys, told in sure.items()
    }


_stopping = prepared(
    lambda names: Tie.objects.filter(kind="stops", other__in=names).values_list("key", "other", "sure")
)


def _twins(members: Mapping[frozenset[str], list[Member]], gate: Gate) -> dict[frozenset[str], tuple[Twin, ...]]:
    arrivals: dict[str, list[datetime]] = defaultdict(list)
    for many in members.values():
        for one in many:
            if one.words:
                arrivals[one.words].append(one.dispatch.arrived)
    firsts: dict[tuple[str, str], datetime] = {}
    known: dict[tuple[str, str], datetime] = {}
    for some in parts(arrivals):
        times = [time for words in some for time in arrivals[words]]
        for words, key, arrived, feed, status in _near(some, min(times) - _NEAR, max(times) + _NEAR):
            firsts[words, key] = min(arrived, firsts.get((words, key), arrived))
            if (at := _known(gate, feed, arrived, status)) is not None:
                known[words, key] = min(at, known.get((words, key), at))
    by_words: dict[str, list[tuple[str, datetime]]] = defaultdict(list)
    for (words, key), arrived in firsts.items():
        by_words[words].append((key, arrived))
    shared = {words: some for words, some in by_words.items() if len(some) > 1}
    keys_of_twins = {key for some in shared.values() for key, _ in some}
    stops = _stops(keys_of_twins)
    subjects = {
        (dispatch.story_key, words): dispatch.subjects
        for words, dispatch in _with_words(keys_of_twins, shared)
        if not gate.waits(dispatch)
    }

    def twin(words: str, key: str, arrived: datetime) -> Twin | None:
        """A story whose copy waits for a pause to end is nobody's twin yet; but a stop of its words is never late."""
        its = stops.get(key, ())
        at = arrived if its else known.get((words, key))
        if at is None:
            return None
        return Twin(key=key, words=words, arrived=at, stops=its, subjects=subjects.get((key, words), ()))

    return {
        keys: tuple(
            found
            for words in {one.words for one in many}
            for key, arrived in shared.get(words, ())
            if key not in keys and (found := twin(words, key, arrived))
        )
        for keys, many in members.items()
    }


_near = prepared(
    lambda words, first, last: Dispatch.objects.filter(words__in=words, arrived__range=(first, last)).values_list(
        "words", "story_key", "arrived", "feed", "status"
    )
)


def _known(gate: Gate, feed: str, arrived: datetime, status: str) -> datetime | None:
    """When what came by a feed was known; none while it waits."""
    if Status(status) in STOPS:
        return arrived
    return None if gate.pause_at(feed, arrived) else gate.passed(feed, arrived)


def _with_words(keys: Collection[str], words: Collection[str]) -> Iterator[tuple[str, DispatchNoun]]:
    """The dispatches of these stories that have these words, the latest last."""
    for some in parts(keys):
        rows = Dispatch.objects.filter(story_key__in=some, words__in=list(words)).order_by("arrived", "id")
        for told, value in rows.values_list("words", "value"):
            yield told, _dispatch.decode(value)


def _stops(keys: Collection[str]) -> dict[str, tuple[datetime, ...]]:
    """When stops came for each of these keys, from the agency or the desk, or for another item of its story; also by
    another name that surely means it. A stop that came again came when it first did."""
    threads = Threads(keys)
    called = {key: threads.of(key).union(*(threads.names.get(one, ()) for one in threads.of(key))) for key in keys}
    orders: dict[str, set[str]] = defaultdict(set)
    for some in parts(set().union(*called.values()) if called else ()):
        sure = Tie.objects.filter(kind="stops", other__in=some, sure=True)
        for order, name in sure.values_list("key", "other"):
            orders[name].add(order)
    firsts: dict[str, dict[str, datetime]] = defaultdict(dict)
    kills: dict[str, list[datetime]] = defaultdict(list)
    for some in parts(threads.keys.union(*orders.values())):
        came = Dispatch.objects.filter(story_key__in=some, status__in=[status.value for status in STOPS])
        for key, digest, arrived in came.values_list("story_key", "digest", "arrived"):
            firsts[key][digest] = min(arrived, firsts[key].get(digest, arrived))
        for key, at in Change.objects.filter(story_key__in=some, kind=_KILL).values_list("story_key", "at"):
            kills[key].append(at)
    found: dict[str, tuple[datetime, ...]] = {}
    for key in keys:
        by_agency = threads.of(key).union(*(orders.get(name, ()) for name in called[key]))
        times = [time for one in by_agency for time in firsts.get(one, {}).values()]
        found[key] = tuple(sorted([*times, *(at for one in threads.of(key) for at in kills.get(one, ()))]))
    return found


acts_on = prepared(
    lambda keys: Change.objects.filter(story_key__in=keys).order_by("id").values_list("story_key", "value")
)
"""What the desk did with these, in order: each with the key."""


def _acts(keys: Collection[str]) -> dict[str, tuple[AnyChange, ...]]:
    """What the desk did with each of these items."""
    found: dict[str, tuple[AnyChange, ...]] = {}
    for some in parts(keys):
        for key, value in acts_on(some):
            found[key] = (*found.get(key, ()), _change.decode(value))
    return found


def _dispatches(keys: Collection[str], *, stops: bool = False) -> dict[str, list[DispatchNoun]]:
    found: dict[str, list[DispatchNoun]] = defaultdict(list)
    for some in parts(keys):
        for key, value in _stops_for(some) if stops else _all_for(some):
            found[key].append(_dispatch.decode(value))
    return found


_all_for = prepared(
    lambda keys: Dispatch.objects.filter(story_key__in=keys).order_by("arrived", "id").values_list("story_key", "value")
)
_stops_for = prepared(
    lambda keys: (
        Dispatch.objects.filter(story_key__in=keys, status__in=[status.value for status in STOPS])
        .order_by("arrived", "id")
        .values_list("story_key", "value")
    )
)
