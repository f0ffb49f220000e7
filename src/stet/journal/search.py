"""The index that search asks (search_reader.py), written in the transaction in which a story is settled.

A story is in it while readers can see it. What is put in are the words that model/words.py makes of the copy, and a
query is of such words too, so that SQLite (FTS5) and PostgreSQL (tsvector) find the same.
"""

import zlib
from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2b
from itertools import count

import msgspec
from django.db import connections
from msgspec import Struct

from stet.journal.base import Settled
from stet.journal.connect import asking, writing
from stet.journal.derived import NO_HASTE, parts, touch
from stet.journal.models import Fact, SearchEntry, Story
from stet.model.page import Card
from stet.model.story import SHOWN
from stet.model.words import MOST_WORDS, RULE, indexed

_LAST = 2**62
"""Where a story waits that is only to be indexed: behind all that comes."""
_SECONDS = 2**32 - 1
_ID_LETTERS = 4  # of a story's id, in an entry's: of 5 bits each
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_COMPRESSION = 1
_GAP = 2  # places between headline, lead and body: no phrase reaches across

_INSERT_SQLITE = "INSERT INTO journal_searchwords (rowid, head, lead, body) VALUES (%s, %s, %s, %s)"
_INSERT_POSTGRESQL = "INSERT INTO journal_searchwords (id, words) VALUES (%s, %s::tsvector)"
_DELETE_SQLITE = "DELETE FROM journal_searchwords WHERE rowid = %s"
_DELETE_POSTGRESQL = "DELETE FROM journal_searchwords WHERE id = %s"


class Entry(Struct, frozen=True):
    """A story made ready for the index: its words by field, and the rest of its row."""

    place: int
    mark: str
    head: list[str]
    lead: list[str]
    body: list[str]
    text: str


def entries(settled: Sequence[Settled]) -> dict[str, Entry]:
    """By key: what the index is to hold of those of these stories that readers can see."""
    shown = (one for one in settled if one.standing.state in SHOWN)
    return {one.key: _entry(card, one.text) for one in shown if (card := one.shown.card)}


def _entry(card: Card, text: str) -> Entry:
    head = indexed(card.headline, MOST_WORDS // 4)
    lead = indexed("\n".join([card.standfirst or "", card.agency, *(t.name for t in card.topics)]), MOST_WORDS // 4)
    body = indexed(text, MOST_WORDS // 2)
    told = msgspec.json.encode([RULE, card.id, int(card.updated.timestamp()), head, lead, text])
    return Entry(_place(card), blake2b(told, digest_size=16).hexdigest(), head, lead, body, text)


def _place(card: Card) -> int:
    """The number by which entries are in order: by the second of the agency's time, then against the story's id, as
    lists have them the other way round."""
    second = min(max(int(card.updated.timestamp()), 0), _SECONDS)
    letters = 0
    for letter in card.id[:_ID_LETTERS]:
        letters = letters * 32 + 31 - _ALPHABET.index(letter)
    return (second << 5 * _ID_LETTERS) + letters


def record(keys: Collection[str], ready: Mapping[str, Entry]) -> None:
    """These stories have been settled: the index holds what is ready of them, and nothing of the others. To be called
    in the transaction that settles them."""
    known = {key: (id_, mark) for key, id_, mark in _known(keys)}
    same = {key for key, (_, mark) in known.items() if key in ready and ready[key].mark == mark}
    _remove([id_ for key, (id_, _) in known.items() if key not in same])
    _add({key: one for key, one in ready.items() if key not in same})


def _known(keys: Collection[str]) -> list[tuple[str, int, str]]:
    rows = SearchEntry.objects.all()
    return [row for some in parts(keys) for row in rows.filter(story__in=some).values_list("story_id", "id", "mark")]


def _remove(ids: Sequence[int]) -> None:
    with connections["default"].cursor() as cursor:
        cursor.executemany(_DELETE_SQLITE if _is_sqlite() else _DELETE_POSTGRESQL, [[id_] for id_ in ids])
    for some in parts(ids):
        SearchEntry.objects.filter(id__in=some).delete()


def _add(ready: Mapping[str, Entry]) -> None:
    ids = _free({key: one.place for key, one in ready.items()})
    SearchEntry.objects.bulk_create(
        [
            SearchEntry(id=ids[key], story_id=key, mark=one.mark, text=zlib.compress(one.text.encode(), _COMPRESSION))
            for key, one in ready.items()
        ]
    )
    with connections["default"].cursor() as cursor:
        if _is_sqlite():
            cursor.executemany(
                _INSERT_SQLITE,
                [(ids[key], " ".join(one.head), " ".join(one.lead), " ".join(one.body)) for key, one in ready.items()],
            )
        else:
            cursor.executemany(
                _INSERT_POSTGRESQL,
                [(ids[key], _vector(one)) for key, one in ready.items()],
            )


def _free(places: Mapping[str, int]) -> dict[str, int]:
    """The place of each or, where another story of that second has it, the next."""
    taken: set[int] = set()
    for some in parts(places.values()):
        taken |= set(SearchEntry.objects.filter(id__in=some).values_list("id", flat=True))
    found: dict[str, int] = {}
    for key in sorted(places):
        id_ = next(
            id_ for id_ in count(places[key])
            if id_ not in taken and (id_ == places[key] or not SearchEntry.objects.filter(id=id_).exists())
        )  # fmt: skip
        taken.add(id_)
        found[key] = id_
    return found


def _vector(entry: Entry) -> str:
    """A tsvector as PostgreSQL reads one: each word with its places, and A, B or D for the field."""
    places: dict[str, list[str]] = {}
    place = 0
    for field, weight in ((entry.head, "A"), (entry.lead, "B"), (entry.body, "D")):
        for place, word in enumerate(field, place + _GAP):  # noqa: B020 -- the next field goes on from here
            places.setdefault(word, []).append(f"{place}{weight}")
    return " ".join(f"'{word}':{','.join(where)}" for word, where in places.items())


def forget() -> None:
    """Throw the index away: what follows is a rebuild, by the rule of now."""
    with connections["default"].cursor() as cursor:
        if _is_sqlite():  # to delete row by row takes as long as to index them
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'journal_searchwords'")
            (made_by,) = cursor.fetchone()
            cursor.execute("DROP TABLE journal_searchwords")
            cursor.execute(made_by)
        else:
            cursor.execute("TRUNCATE journal_searchwords")
    SearchEntry.objects.all().delete()
    Fact.objects.update_or_create(name="search", defaults={"value": RULE})


def renew() -> None:
    """When the journal was never indexed, or by another rule: all stories that readers can see are due. They wait
    behind everything else; each enters the index as it is settled. Raises `Unavailable`."""
    with asking():
        if Fact.objects.filter(name="search", value=RULE).exists():
            return
    with writing():
        shown = Story.objects.filter(state__in=SHOWN).values_list("key", flat=True)
        touch(dict.fromkeys(shown, NO_HASTE), place=_LAST)
        Fact.objects.update_or_create(name="search", defaults={"value": RULE})


def _is_sqlite() -> bool:
    return connections["default"].vendor == "sqlite"
