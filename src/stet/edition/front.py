"""Lists of stories: the front, a section's front, a topic's page. Which story stands where, and how large."""

from collections.abc import Sequence
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
_URGENCY_STEP = timedelta(hours=3)  # one step of urgency weighs as much as three hours of freshness
_LEAD_CHOICE = 3  # the lead is the first with a picture among this many


class Entry(Struct, frozen=True, kw_only=True):
    """A card as the templates see it."""

    href: str
    headline: str
    standfirst: str | None
    agency: str
    department: Department
    plate: Shown | None
    updated: Stamp
    tongue: Tongue
    foreign: bool
    """In another language than the site's."""


class Shelf(Struct, frozen=True, kw_only=True):
    """A section on the front, with the cards that stand nowhere above it."""

    department: Department
    entries: tuple[Entry, ...]


def ranked(cards: Sequence[Card]) -> list[Card]:
    """By news value: urgency against age, in a total order that no order of arrival can change (page.md 33)."""
    once = {card.id: card for card in cards}
    return sorted(once.values(), key=lambda card: (-_weight(card), card.id))


def newest(cards: Sequence[Card]) -> list[Card]:
    """By the time of the version shown, newest first."""
    return sorted(cards, key=lambda card: (-card.updated.timestamp(), card.id))


def front_values(house: House, cards: Sequence[Card]) -> dict[str, Any]:
    """The front: the lead, what stands beside and below it, the latest headlines, then the sections. No story twice."""
    order = ranked(cards)
    lead = _lead(order)
    rest = [card for card in order if card is not lead]
    seconds, rest = _pictures_first(rest[:SECONDS]), rest[SECONDS:]
    under, rest = rest[:UNDER], rest[UNDER:]
    latest = newest(rest)[:LATEST]
    shown = {card.id for card in latest}
    below = [card for card in rest if card.id not in shown]
    return {
        "lead": entry(house, lead) if lead else None,
        "seconds": [entry(house, card) for card in seconds],
        "under": [entry(house, card) for card in under],
        "latest": [entry(house, card) for card in latest],
        "shelves": _shelves(house, below),
        "as_of": house.stamp(newest(cards)[0].updated) if cards else None,
    }


def list_values(house: House, cards: Sequence[Card]) -> dict[str, Any]:
    """A section's or a topic's list: the first with a picture leads, the others follow newest first."""
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
        tongue=words,
        foreign=words != house.tongue,
    )


def _weight(card: Card) -> float:
    return (card.updated - card.urgency * _URGENCY_STEP).timestamp()


def _lead(order: Sequence[Card]) -> Card | None:
    with_picture = (card for card in order[:_LEAD_CHOICE] if card.plate and card.plate.cuts)
    return next(with_picture, order[0] if order else None)


def _pictures_first(cards: Sequence[Card]) -> list[Card]:
    """Within one row the pictures stand together, so that the row has a shape."""
    return sorted(cards, key=lambda card: not (card.plate and card.plate.cuts))


def _shelves(house: House, cards: Sequence[Card]) -> list[Shelf]:
    """Sections in the site's order; sections the site does not name follow in the order of their best story."""
    by_folder: dict[str, list[Card]] = {known.folder: [] for known in house.departments}
    for card in cards:
        by_folder.setdefault(department(card.section).folder, []).append(card)
    shelves = []
    for found in filter(None, by_folder.values()):
        entries = tuple(entry(house, card) for card in _pictures_first(found[:SECTION_CARDS]))
        shelves.append(Shelf(department=entries[0].department, entries=entries))
    return shelves
