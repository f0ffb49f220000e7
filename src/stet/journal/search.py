"""The index that search asks (search_reader.py), written in the transaction in which a story is settled.

A story is in it while readers can see it. What is put in are the words that model/words.py makes of the copy, and a
query is of such words too, so that SQLite (FTS5) and PostgreSQL (tsvector) find the same.
"""

import zlib
from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2b
from typing import Any

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
_ID_LETTERS = 3  # of a story's id, in an entry's: of 5 bits each
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_COMPRESSION = 1
_GAP = 2  # places between headline, lead and body: no phrase reaches across

_INSERT = "INSERT INTO journal_searchentry (id, story_id, mark, text) VALUES (%s, %s, %s, %s)"
_INSERT_SQLITE = "INSERT INTO journal_searchwords (rowid, head, lead, body) VALUES (%s, %s, %s, %s)"
_INSERT_POSTGRESQL = "INSERT INTO journal_searchwords VALUES (%s, %s::tsvector, %s::tsvector, %s::tsvector)"
_DELETE_SQLITE = "DELETE FROM journal_searchwords WHERE rowid = %s"
_DELETE_POSTGRESQL = "DELETE FROM journal_searchwords WHERE id = %s"


class Entry(Struct, frozen=True, kw_only=True):
    """A story made ready for the index: its words by field, and the rest of its row."""

    place: int
    mark: str
    head: list[str]
    lead: list[str]
    body: list[str]
    text: bytes


def entries(settled: Sequence[Settled]) -> dict[str, Entry]:
    """By key: what the index is to hold of those of these stories that readers can see."""
    shown = (one for one in settled if one.standing.state in SHOWN)
    return {one.key: _entry(card, one.text) for one in shown if (card := one.shown.card)}


def _entry(card: Card, text: str) -> Entry:
    place, lead = _place(card), "\n".join([card.standfirst or "", card.agency, *(t.name for t in card.topics)])
    told = "\0".join((str(RULE), card.id, str(place), card.headline, lead, text)).encode()
    return Entry(
        place=place,
        mark=blake2b(told, digest_size=16).hexdigest(),
        head=indexed(card.headline, MOST_WORDS // 4),
        lead=indexed(lead, MOST_WORDS // 4),
        body=indexed(text, MOST_WORDS // 2),
        text=zlib.compress(text.encode(), _COMPRESSION),
    )


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
    if left := [id_ for key, (id_, _) in known.items() if key not in same]:
        _remove(left)
    if new := {key: one for key, one in ready.items() if key not in same}:
        _add(new)


# Statements are written out here: a story is settled in about the time that the ORM takes to build five of them.


def _known(keys: Collection[str]) -> list[tuple[str, int, str]]:
    return _in("SELECT story_id, id, mark FROM journal_searchentry WHERE story_id IN ({})", keys)


def _remove(ids: Collection[int]) -> None:
    with connections["default"].cursor() as cursor:
        cursor.executemany(_DELETE_SQLITE if _is_sqlite() else _DELETE_POSTGRESQL, [[id_] for id_ in ids])
        cursor.executemany("DELETE FROM journal_searchentry WHERE id = %s", [[id_] for id_ in ids])


def _add(ready: Mapping[str, Entry]) -> None:
    placed = [(id_, key, ready[key]) for key, id_ in _free({key: one.place for key, one in ready.items()}).items()]
    with connections["default"].cursor() as cursor:
        cursor.executemany(_INSERT, [(id_, key, one.mark, one.text) for id_, key, one in placed])
        if _is_sqlite():
            rows = [(id_, " ".join(one.head), " ".join(one.lead), " ".join(one.body)) for id_, _, one in placed]
            cursor.executemany(_INSERT_SQLITE, rows)
        else:
            cursor.executemany(_INSERT_POSTGRESQL, [(id_, *_vectors(one)) for id_, _, one in placed])


def _free(places: Mapping[str, int]) -> dict[str, int]:
    """The place of each or, where another story of that second has it, the next."""
    taken = _taken(places.values())
    found: dict[str, int] = {}
    for key, place in sorted(places.items()):
        id_ = place
        while id_ in taken or (id_ != place and _taken([id_])):
            id_ += 1
        taken.add(id_)
        found[key] = id_
    return found


def _taken(ids: Collection[int]) -> set[int]:
    return {id_ for (id_,) in _in("SELECT id FROM journal_searchentry WHERE id IN ({})", ids)}


def _in(question: str, values: Collection[Any]) -> list[Any]:
    """All rows of a question about one of many values."""
    rows: list[Any] = []
    with connections["default"].cursor() as cursor:
        for some in parts(values):
            cursor.execute(question.format(", ".join(["%s"] * len(some))), some)
            rows += cursor.fetchall()
    return rows


def _vectors(entry: Entry) -> tuple[str, str, str]:
    """The fields as PostgreSQL reads a tsvector, each with the words of those before it: a word with its places."""
    places: dict[str, list[str]] = {}
    last = 0
    told: list[str] = []
    for field in (entry.head, entry.lead, entry.body):
        for last, word in enumerate(field, last + _GAP):  # noqa: B020 -- the next field goes on from here
            places.setdefault(word, []).append(str(last))
        told.append(" ".join(f"'{word}':{','.join(where)}" for word, where in places.items()))
    return told[0], told[1], told[2]


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
