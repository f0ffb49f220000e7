"""Lists of stories: the front, a section, a topic, an agency. Which story stands where, and how large."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from msgspec import Struct

from stet.edition.house import Department, House, Tongue, department, tongue
from stet.edition.markup import address
from stet.edition.plates import Shown, shown
from stet.edition.times import Stamp
from stet.model.page import Card

LIST_LIMIT = 60  # cards on one page
SECONDS = 3  # cards beside the lead
UNDER = 2  # cards below the lead
LATEST = 5  # headlines in the column of the latest
SECTION_CARDS = 4  # cards of each section on the front
ORDINARY = 5  # the urgency that neither lifts nor lowers
URGENCY_STEP = timedelta(hours=3)  # one step of urgency weighs as much as three hours of freshness
PICTURE = timedelta(hours=1)  # a picture as much as one
CORRECTION = timedelta(hours=1)  # so that readers of the wrong version come upon the right one
_LEAD_CHOICE = 3  # the lead is the first with a picture among this many
_TWINS = timedelta(hours=48)
_FEWEST_WORDS = 4  # of two headlines of different agencies that are of one event
_WORD = re.compile(r"[^\W_]+")


class Entry(Struct, frozen=True, kw_only=True):
    """A card as the templates see it."""

    href: str
    headline: str
    standfirst: str | None
    agency: str
    department: Department
    plate: Shown | None
    updated: Stamp
    published: Stamp
    tongue: Tongue
    foreign: bool
    """In another language than the site's."""


class Shelf(Struct, frozen=True, kw_only=True):
    """A section on the front, with the cards that stand nowhere above it."""

    department: Department
    entries: tuple[Entry, ...]


class Layout(Struct, frozen=True, kw_only=True):
    """Which card stands where on the front. No story twice, nor two that tell the same."""

    lead: Card | None
    seconds: tuple[Card, ...]
    under: tuple[Card, ...]
    latest: tuple[Card, ...]
    shelves: Mapping[str, tuple[Card, ...]]
    """By the section's folder."""
    twins: Mapping[str, str]
    """Stories that are left out, and the one that tells the same, by their ids."""

    def place_of(self, id_: str) -> str | None:
        """Where a story stands, in words; none: nowhere."""
        if self.lead and self.lead.id == id_:
            return "the lead"
        rows = (("beside the lead", self.seconds), ("below the lead", self.under), ("among the latest", self.latest))
        shelves = ((f"on the shelf of {cards[0].section}", cards) for cards in self.shelves.values())
        for words, cards in (*rows, *shelves):
            for place, card in enumerate(cards, 1):
                if card.id == id_:
                    return f"{words}, {place} of {len(cards)}"
        return None


def weigh(card: Card) -> dict[str, float]:
    """The parts of a story's news value, in seconds: their sum orders the front.

    Age needs no clock: all stories grow older at the same pace, so the time of the version shown stands for it.
    """
    return {
        "freshness": float(int(card.updated.timestamp())),
        "urgency": (ORDINARY - card.urgency) * URGENCY_STEP.total_seconds(),
        "picture": PICTURE.total_seconds() if card.plate and card.plate.cuts else 0.0,
        "correction": CORRECTION.total_seconds() if card.corrected else 0.0,
    }


def weight(card: Card) -> int:
    """Its news value as one number."""
    return int(sum(weigh(card).values()))


def ranked(cards: Iterable[Card]) -> list[Card]:
    """By news value, in a total order that no order of arrival can change (page.md 33)."""
    once = {card.id: card for card in cards}
    return sorted(once.values(), key=lambda card: (-weight(card), card.id))


def distinct(cards: Iterable[Card]) -> list[Card]:
    """By news value, without those that tell what one before them tells."""
    return _told_once(ranked(cards))[0]


def newest(cards: Iterable[Card]) -> list[Card]:
    """By the time of the version shown, newest first."""
    return sorted(cards, key=lambda card: (-card.updated.timestamp(), card.id))


def layout(house: House, cards: Sequence[Card]) -> Layout:
    """The front: the lead, what stands beside and below it, the latest headlines, then the sections."""
    order, twins = _told_once(ranked(cards))
    lead = _lead(order)
    rest = [card for card in order if card is not lead]
    seconds, rest = _pictures_first(rest[:SECONDS]), rest[SECONDS:]
    under, rest = rest[:UNDER], rest[UNDER:]
    latest = newest(rest)[:LATEST]
    shown = {card.id for card in latest}
    return Layout(
        lead=lead,
        seconds=tuple(seconds),
        under=tuple(under),
        latest=tuple(latest),
        shelves=dict(_shelves(house, [card for card in rest if card.id not in shown])),
        twins=twins,
    )


def front_values(house: House, cards: Sequence[Card]) -> dict[str, Any]:
    """What the front's template is given."""
    plan = layout(house, cards)
    return {
        "lead": entry(house, plan.lead) if plan.lead else None,
        "seconds": [entry(house, card) for card in plan.seconds],
        "under": [entry(house, card) for card in plan.under],
        "latest": [entry(house, card) for card in plan.latest],
        "shelves": [
            Shelf(department=department(those[0].section), entries=tuple(entry(house, card) for card in those))
            for those in plan.shelves.values()
        ],
        "as_of": house.stamp(newest(cards)[0].updated) if cards else None,
    }


def list_values(house: House, cards: Sequence[Card]) -> dict[str, Any]:
    """The newest of a list: the first with a picture leads, the others follow newest first."""
    order = newest(cards)[:LIST_LIMIT]
    lead = _lead(order)
    return {
        "lead": entry(house, lead) if lead else None,
        "entries": [entry(house, card) for card in order if card is not lead],
    }


def entry(house: House, card: Card) -> Entry:
    """One card, ready for the templates."""
    words = tongue(card.language)
    return Entry(
        href=address(card.path),
        headline=card.headline,
        standfirst=card.standfirst,
        agency=card.agency,
        department=department(card.section),
        plate=shown(card.plate),
        updated=house.stamp(card.updated),
        published=house.stamp(card.first_published),
        tongue=words,
        foreign=words != house.tongue,
    )


def _told_once(order: Sequence[Card]) -> tuple[list[Card], dict[str, str]]:
    """Of stories that tell the same, the first; and for each of the others which that is."""
    kept: list[tuple[Card, frozenset[str]]] = []
    twins: dict[str, str] = {}
    for card in order:
        words = frozenset(_WORD.findall(card.headline.casefold()))
        twin = next((other for other, theirs in kept if _tell_the_same(card, words, other, theirs)), None)
        if twin is None:
            kept.append((card, words))
        else:
            twins[card.id] = twin.id
    return [card for card, _ in kept], twins


def _tell_the_same(one: Card, words: frozenset[str], other: Card, theirs: frozenset[str]) -> bool:
    """One agency under the same headline, or two agencies whose headlines have most of their words in common. A
    doubtful pair is no pair: a story that is left out is a greater loss than one told twice."""
    if abs(one.updated - other.updated) > _TWINS or not words:
        return False
    if one.agency == other.agency:
        return words == theirs and one.headline.casefold() == other.headline.casefold()
    common = len(words & theirs)
    return common >= _FEWEST_WORDS and 3 * common >= 2 * len(words | theirs)


def _lead(order: Sequence[Card]) -> Card | None:
    with_picture = (card for card in order[:_LEAD_CHOICE] if card.plate and card.plate.cuts)
    return next(with_picture, order[0] if order else None)


def _pictures_first(cards: Sequence[Card]) -> list[Card]:
    """Within one row the pictures stand together, so that the row has a shape."""
    return sorted(cards, key=lambda card: not (card.plate and card.plate.cuts))


def _shelves(house: House, cards: Sequence[Card]) -> Iterator[tuple[str, tuple[Card, ...]]]:
    """Sections in the site's order; sections the site does not name follow in the order of their best story."""
    by_folder: dict[str, list[Card]] = {known.folder: [] for known in house.departments}
    for card in cards:
        by_folder.setdefault(department(card.section).folder, []).append(card)
    for folder, found in by_folder.items():
        if found:
            yield folder, tuple(_pictures_first(found[:SECTION_CARDS]))
