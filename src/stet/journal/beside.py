"""What stands beside a story, as the journal finds it: those about the same topics near it in time, and translations.

Shelves hold live stories by time. A page names others only out of the few that stand nearest to it on its shelves, so
a story that comes or goes concerns no more pages than stand that near to where it comes or goes. Let some stories of a
shelf change their places; then the neighbours of another are still the same unless, on the shelf as it is now, it is
a neighbour of one of the old or new places. (If it lost a neighbour and nothing came between, whatever stood between
them is as before or fewer; if something came between, it is itself a neighbour of that.)
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import msgspec
from msgspec import Struct

from stet.journal.base import Named, Naming, Settled, Surroundings
from stet.journal.derived import AT_LEISURE, parts, touch
from stet.journal.models import Dispatch, Receipt, Shelf, Story, Tie
from stet.journal.models import Naming as NamingRow
from stet.journal.prepared import prepared
from stet.journal.switches import switched
from stet.journal.ties import TONGUES
from stet.model.address import file_of
from stet.model.dispatch import Dispatch as DispatchNoun
from stet.model.page import Act, Beside, Card
from stet.model.story import State
from stet.model.switch import Gate

_dispatch = msgspec.json.Decoder(DispatchNoun)
RELATED, TRANSLATION = "related", "translation"
_DIGITS = 18
_APART = timedelta(minutes=10) // timedelta(microseconds=1)
"""Places further apart are asked for by themselves."""
_HOPS = 4
"""Steps from translation to translation."""
_BEGAN = datetime(1, 1, 1, tzinfo=UTC)

_card = msgspec.json.Decoder(Card)

_Places: TypeAlias = dict[str, set[str]]
"""Places by shelf."""


class Reach(Struct, frozen=True):
    """How far a story looks on a shelf."""

    around: int
    within: timedelta


def arrange(limit: int, reach: Reach, choose: Callable[[Surroundings], Named]) -> int:
    """See `Journal.arrange`. To be called in a transaction."""
    rows = Story.objects.filter(stirred=True).order_by("updated", "sid").only("sid", "key", "state", "card")[:limit]
    stirred = {row.sid: row for row in rows}
    if not stirred:
        return 0
    gaps = _reshelved(stirred)
    near = _neighbours(gaps, reach)
    asked = {sid for sids in near.values() for sid in sids} | _told_with(stirred.values()) | stirred.keys()
    places = _places_of(asked)
    around = _neighbours(places, reach)
    beside: dict[str, set[str]] = defaultdict(set)
    for shelf, standing in places.items():
        for place in standing:
            beside[_sid(place)] |= around[shelf, place]
    told = _translations(asked)
    cards = _cards({*asked, *(other for others in (*beside.values(), *told.values()) for other in others)})
    named = {
        sid: choose(Surroundings(card=cards[sid], near=_of(beside[sid], cards), told=_of(told[sid], cards)))
        for sid in sorted(asked)
        if sid in cards
    }
    _touch(_renamed(asked, named) | _naming_these(stirred))
    for some in parts(stirred):
        Story.objects.filter(sid__in=some).update(stirred=False)
    return len(stirred)


# -- shelves


def _reshelved(stirred: Mapping[str, Story]) -> _Places:
    """Put stories where they belong. Returns every place that one of them had or has."""
    old = {(row.sid, row.shelf, row.place): row.pk for row in _shelf_rows(stirred)}
    new = {(sid, shelf, place) for sid, row in stirred.items() for shelf, place in _shelves(row)}
    for some in parts(pk for standing, pk in old.items() if standing not in new):
        Shelf.objects.filter(pk__in=some).delete()
    Shelf.objects.bulk_create(
        [Shelf(sid=sid, shelf=shelf, place=place) for sid, shelf, place in sorted(new - old.keys())]
    )
    found: _Places = defaultdict(set)
    for _, shelf, place in new | old.keys():
        found[shelf].add(place)
    return found


def _shelf_rows(sids: Iterable[str]) -> Iterator[Shelf]:
    for some in parts(sids):
        yield from Shelf.objects.filter(sid__in=some)


def _shelves(row: Story) -> Iterator[tuple[str, str]]:
    if row.state != State.LIVE or not row.card:
        return
    card = _card.decode(row.card)
    language = card.language.partition("-")[0].lower()[:20]
    place = f"{(card.updated - _BEGAN) // timedelta(microseconds=1):0{_DIGITS}}{card.id}"
    for slug in {topic.slug for topic in card.topics}:
        yield f"{language}:{slug}", place


def _places_of(sids: Iterable[str]) -> _Places:
    found: _Places = defaultdict(set)
    for row in _shelf_rows(sids):
        found[row.shelf].add(row.place)
    return found


def _neighbours(places: Mapping[str, Collection[str]], reach: Reach) -> dict[tuple[str, str], set[str]]:
    """By shelf and place: the ids of the stories nearest to it on either side, whether or not one stands there."""
    found: dict[tuple[str, str], set[str]] = {}
    for shelf, wanted in places.items():
        for some in _together(sorted(wanted)):
            standing = _standing(shelf, some[0], some[-1], reach.around)
            for place in some:
                found[shelf, place] = {_sid(one) for one in _nearest(standing, place, reach)}
    return found


def _together(places: list[str]) -> Iterator[list[str]]:
    """Places that lie so near to one another that all between them may be asked for at once."""
    run = places[:1]
    for place in places[1:]:
        if _time(place) - _time(run[-1]) > _APART:
            yield run
            run = []
        run.append(place)
    yield run


def _standing(shelf: str, first: str, last: str, around: int) -> list[str]:
    """All taken places of a shelf from the first to the last, and so many before and after them, in order."""
    rows = Shelf.objects.filter(shelf=shelf)
    before = rows.filter(place__lt=first).order_by("-place").values_list("place", flat=True)[:around]
    between = rows.filter(place__gte=first, place__lte=last).order_by("place").values_list("place", flat=True)
    after = rows.filter(place__gt=last).order_by("place").values_list("place", flat=True)[:around]
    return [*reversed(before), *between, *after]


def _nearest(standing: list[str], place: str, reach: Reach) -> Iterator[str]:
    at = bisect_left(standing, place)
    taken = at < len(standing) and standing[at] == place
    near = [*standing[max(0, at - reach.around) : at], *standing[at + taken : at + taken + reach.around]]
    limit = reach.within // timedelta(microseconds=1)
    return (one for one in near if abs(_time(one) - _time(place)) <= limit)


def _time(place: str) -> int:
    return int(place[:_DIGITS])


def _sid(place: str) -> str:
    return place[_DIGITS:]


def _cards(sids: Iterable[str]) -> dict[str, Card]:
    """Of those that are live."""
    found: dict[str, Card] = {}
    for some in parts(sids):
        found |= {sid: _card.decode(card) for sid, card in _live_cards(some) if card}
    return found


_live_cards = prepared(
    lambda sids: Story.objects.filter(sid__in=sids, state=State.LIVE.value, card__isnull=False).values_list(
        "sid", "card"
    )
)


def _of(sids: Iterable[str], cards: Mapping[str, Card]) -> tuple[Card, ...]:
    return tuple(cards[sid] for sid in sorted(sids) if sid in cards)


# -- translations


def _told_with(rows: Iterable[Story]) -> set[str]:
    """Those that are translations of these, or were named as such."""
    sids = {row.sid for row in rows}
    found = set().union(*_translations(sids).values())
    for some in parts(sids):
        pages = NamingRow.objects.filter(other__in=some, kind=TRANSLATION).values_list("page", flat=True)
        found |= set(pages)
    return found


def _translations(sids: Collection[str]) -> dict[str, set[str]]:
    """By id: those that are translations of it, or of the same one, whatever item of theirs says so."""
    wholes: dict[str, str] = {}
    near: dict[str, set[str]] = defaultdict(set)
    gate = switched()
    keys = _items(_keys(sids), wholes)
    fresh, known = keys, set(keys)
    for _ in range(_HOPS):
        met: set[str] = set()
        for some in parts(fresh):
            theirs = Tie.objects.filter(key__in=some, kind=TONGUES).values_list("key", "other")
            to_them = Tie.objects.filter(other__in=some, kind=TONGUES).values_list("key", "other")
            for key, other in _that_count({*theirs, *to_them}, gate):
                near[key].add(other)
                near[other].add(key)
                met |= {key, other}
        fresh = _items(met - known, wholes) - known
        known |= fresh
        if not fresh:
            break
    joined: dict[str, set[str]] = defaultdict(set)
    for key, others in near.items():
        joined[wholes.get(key, key)] |= {wholes.get(other, other) for other in others}
    ids = _ids(joined)
    of = {ids[key]: {ids[other] for other in _all(key, joined) if other in ids} for key in joined if key in ids}
    return {sid: of.get(sid, set()) - {sid} for sid in sids}


def _that_count(pairs: Collection[tuple[str, str]], gate: Gate) -> Iterator[tuple[str, str]]:
    """Of the ties, each of an item to what it says it is a translation of, those that it says in a version that does
    not wait for a pause to end: what waits alters no page, nor those of others."""
    if not pairs or not gate.paused():
        yield from pairs
        return
    said: dict[str, set[str]] = defaultdict(set)
    for some in parts({key for key, _ in pairs}):
        for key, value in Dispatch.objects.filter(story_key__in=some).values_list("story_key", "value"):
            dispatch = _dispatch.decode(value)
            if not gate.waits(dispatch):
                said[key].update(dispatch.translates)
    yield from ((key, other) for key, other in pairs if other in said[key])


def _all(key: str, joined: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = {key}, [key]
    while waiting:
        for other in joined.get(waiting.pop(), set()) - reached:
            reached.add(other)
            waiting.append(other)
    return reached


def _items(keys: Iterable[str], wholes: dict[str, str]) -> set[str]:
    """The keys, and those of all items of the same stories. Notes which story each is of."""
    found = set(keys)
    for some in parts(found):
        wholes |= dict(_wholes_of(some))
    for some in parts({wholes.get(key, key) for key in found}):
        items = dict(_items_of(some))
        wholes |= items
        found |= {*some, *items}
    return found


_wholes_of = prepared(lambda keys: Story.objects.filter(key__in=keys).exclude(whole="").values_list("key", "whole"))
_items_of = prepared(lambda keys: Story.objects.filter(whole__in=keys).values_list("key", "whole"))


def _keys(sids: Iterable[str]) -> set[str]:
    return {key for some in parts(sids) for key in _keys_of(some)}


_keys_of = prepared(lambda sids: Story.objects.filter(sid__in=sids).values_list("key", flat=True))


def _ids(keys: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in parts(keys):
        found |= dict(_ids_of(some))
    return found


_ids_of = prepared(lambda keys: Story.objects.filter(key__in=keys).values_list("key", "sid"))


# -- what pages name


def _renamed(asked: Collection[str], named: Mapping[str, Named]) -> set[str]:
    """Note what these pages are to name. Returns the ids of those for which that is something else than before."""
    before: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    for some in parts(asked):
        rows = NamingRow.objects.filter(page__in=some, wanted=True)
        for page, kind, place, other in rows.values_list("page", "kind", "place", "other"):
            before[page].append((kind, place, other))
    changed: dict[str, list[tuple[str, int, str]]] = {}
    for page in asked:
        now = _entries(named.get(page, Named()))
        if now != sorted(before[page]):
            changed[page] = now
    for some in parts(changed):
        NamingRow.objects.filter(page__in=some).update(wanted=False)
    NamingRow.objects.bulk_create(
        [
            NamingRow(page=page, kind=kind, place=place, other=other, wanted=True)
            for page, entries in sorted(changed.items())
            for kind, place, other in entries
        ],
        update_conflicts=True,
        unique_fields=["page", "kind", "other"],
        update_fields=["place", "wanted"],
    )
    return set(changed)


def _entries(named: Named) -> list[tuple[str, int, str]]:
    both = ((RELATED, named.related), (TRANSLATION, named.translations))
    return sorted((kind, place, sid) for kind, sids in both for place, sid in enumerate(sids))


def _naming_these(sids: Iterable[str]) -> set[str]:
    return {
        page
        for some in parts(sids)
        for page in NamingRow.objects.filter(other__in=some).values_list("page", flat=True).distinct()
    }


def _touch(sids: Iterable[str]) -> None:
    """These are settled again when nothing else is due; those without a page have nothing to say."""
    keys = [
        key
        for some in parts(sids)
        for key in Story.objects.filter(sid__in=some, path__isnull=False).values_list("key", flat=True)
    ]
    touch(dict.fromkeys(keys, AT_LEISURE))


_wanted = prepared(
    lambda pages: (
        NamingRow.objects.filter(page__in=pages, wanted=True)
        .order_by("page", "kind", "place")
        .values_list("page", "kind", "other")
    )
)


def beside(ids: Collection[str]) -> dict[str, Beside]:
    """See `Journal.beside`."""
    found: dict[str, dict[str, list[str]]] = {}
    for some in parts(ids):
        for page, kind, other in _wanted(some):
            found.setdefault(page, {RELATED: [], TRANSLATION: []})[kind].append(other)
    cards = _cards({other for kinds in found.values() for others in kinds.values() for other in others})
    return {
        page: Beside(
            related=tuple(cards[sid] for sid in kinds[RELATED] if sid in cards),
            translations=tuple(cards[sid] for sid in kinds[TRANSLATION] if sid in cards),
        )
        for page, kinds in found.items()
    }


def naming(ids: Collection[str]) -> list[Naming]:
    """See `Journal.naming`."""
    pages: dict[str, set[str]] = defaultdict(set)
    for some in parts(ids):
        for page, other in NamingRow.objects.filter(other__in=some).values_list("page", "other"):
            pages[page].add(other)
    rows = (
        row
        for some in parts(pages)
        for row in Story.objects.filter(sid__in=some, path__isnull=False).values_list("sid", "key", "path")
    )
    return [Naming(key=key, path=path or "", ids=frozenset(pages[sid])) for sid, key, path in rows]


def settled(many: Iterable[Settled]) -> None:
    """These pages were put or taken away: what was only named there before is surely gone."""
    stories = list(many)
    up = [one.id for one in stories if one.shown.path is not None]
    for some in parts(up):
        NamingRow.objects.filter(page__in=some, wanted=False).delete()
    for some in parts(one.id for one in stories if one.shown.path is None):
        NamingRow.objects.filter(page__in=some).delete()


def put_lately(since: int) -> list[str]:
    """See `Journal.put_lately`."""
    rows = Receipt.objects.filter(pk__gt=since).exclude(story_key="").order_by("pk")
    acts = dict(rows.values_list("path", "act"))
    return [path for path, act in acts.items() if act != Act.REMOVED and path.endswith(file_of(""))]


def live(ids: Iterable[str]) -> set[str]:
    """See `Journal.live`."""
    return {
        sid
        for some in parts(ids)
        for sid in Story.objects.filter(sid__in=some, state=State.LIVE).values_list("sid", flat=True)
    }
