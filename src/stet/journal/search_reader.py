"""How search asks the index (search.py): on connections of its own, which can only read and do not wait long."""

import time
import zlib
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident
from typing import Any
from urllib.parse import quote

import msgspec
from django.db import DatabaseError, connections
from django.db.utils import load_backend
from msgspec.structs import replace

from stet.errors import Unavailable
from stet.journal.connect import asking, folder_of
from stet.model.page import Card
from stet.model.search import COUNTED, PAGE, REACH, Found, Hit, Query, Term
from stet.model.story import SHOWN

PATIENCE = 1.0
"""Seconds a search may take."""
_CONNECTING = 2
"""Seconds until PostgreSQL has to have answered a connection."""
_AGAIN = 5.0
_CANCELED = "57014"  # as PostgreSQL says that it took too long
_OFTEN = 10_000  # steps of SQLite's between two looks at the clock: a millisecond or so

_card = msgspec.json.Decoder(Card)

_SQLITE = "SELECT rowid FROM journal_searchwords WHERE journal_searchwords MATCH %s ORDER BY rowid DESC LIMIT %s"
_POSTGRESQL = "SELECT id FROM journal_searchwords WHERE {where} ORDER BY id DESC LIMIT %s"
_COUNT_POSTGRESQL = "SELECT count(*) FROM (SELECT 1 FROM journal_searchwords WHERE {where} LIMIT %s) AS these"
_HEAD, _LEAD, _EVERYWHERE = "head", "lead", "body"
_COLUMNS = {_HEAD: "{head} : ", _LEAD: "{head lead} : ", _EVERYWHERE: ""}
_HITS = """SELECT entry.id, story.card, entry.text FROM journal_searchentry AS entry
JOIN journal_story AS story ON story.key = entry.story_id
WHERE entry.id IN ({ids}) AND story.state IN ({states}) AND story.card IS NOT NULL"""


class Index:
    """Answers queries about the journal of this process, in any thread. Each thread has a connection of its own."""

    def __init__(self) -> None:
        self._readers: dict[int, Any] = {}

    def find(self, query: Query, *, by_date: bool, page: int) -> Found:
        """A page of the reports that match, newest or best first: those that have the words in their headline, then
        in what stands below it, then elsewhere; whole words before those that only begin so; and of equals the newest.
        A page that is not there is the nearest one that is.

        Raises `Unavailable` when the database does not answer; with `retry_after` when not in time.
        """
        if not query.wanted:
            return Found(hits=(), count=0)
        was_open = get_ident() in self._readers
        try:
            return self._find(query, by_date, page)
        except Unavailable as error:
            self._let_go()
            if error.retry_after or not was_open:
                raise
        return self._find(query, by_date, page)  # the database may have been restarted under an old connection

    def _find(self, query: Query, by_date: bool, page: int) -> Found:
        with asking():
            reader = self._reader()
            with _in_time(reader), reader.cursor() as cursor:
                return _asked(cursor, query, by_date, page)

    def _reader(self) -> Any:
        if get_ident() not in self._readers:
            self._readers[get_ident()] = _open()
        return self._readers[get_ident()]

    def _let_go(self) -> None:
        if reader := self._readers.pop(get_ident(), None):
            reader.close()

    def close(self) -> None:
        """Close every connection. To be called when no thread searches any more."""
        while self._readers:
            self._readers.popitem()[1].close()


def _asked(cursor: Any, query: Query, by_date: bool, page: int) -> Found:
    count, ids = _all(cursor, query)
    found = Found(hits=(), count=count)
    page = min(max(page, 1), found.pages)
    if not by_date and count > 1:
        ids = _best_first(cursor, query, ids, among=set(ids) if count <= COUNTED else None, wanted=page * PAGE)
    hits = _hits(cursor, ids[(page - 1) * PAGE : page * PAGE])
    return Found(hits=tuple(hits), count=found.count, page=page)


def _all(cursor: Any, query: Query) -> tuple[int, list[int]]:
    """How many match, up to one more than are counted; and which, newest first. Where there are more than are counted,
    only as many as can be paged through."""
    if cursor.db.vendor == "sqlite":
        ids = _newest(cursor, _EVERYWHERE, query, COUNTED + 1)
        return len(ids), ids
    condition, values = _where(_EVERYWHERE, query)
    cursor.execute(_COUNT_POSTGRESQL.format(where=condition), [*values, COUNTED + 1])
    (count,) = cursor.fetchone()
    if count <= COUNTED:
        return count, _newest(cursor, _EVERYWHERE, query, COUNTED)
    # A word that is in so many is soon found in as many of the newest as are wanted, one after another.
    cursor.execute("SET enable_bitmapscan = off; SET enable_indexscan = on")
    ids = _newest(cursor, _EVERYWHERE, query, REACH)
    cursor.execute("SET enable_bitmapscan = on; SET enable_indexscan = off")
    return count, ids


def _best_first(
    cursor: Any, query: Query, newest: Sequence[int], *, among: Container[int] | None, wanted: int
) -> list[int]:
    """So many as are wanted, by a few ranks and not by how rare the words are and how often they stand in a report:
    that takes several times as long, puts old copy above the news, and is another order on each database. `among`: all
    that match, where they are known."""
    if among is not None:  # what is unwanted need not be looked for once more in each rank
        query = replace(query, unwanted=())
    whole = replace(query, wanted=tuple(Term(term.words) for term in query.wanted))
    ranks = dict.fromkeys((field, part) for field in (_HEAD, _LEAD, _EVERYWHERE) for part in (whole, query))
    best: dict[int, None] = {}
    for field, part in ranks:
        if len(best) < wanted and (field, part) != (_EVERYWHERE, query):
            ranked = _newest(cursor, field, part, REACH if among is None else COUNTED)
            best |= dict.fromkeys(id_ for id_ in ranked if among is None or id_ in among)
    return list(best | dict.fromkeys(newest))


def _newest(cursor: Any, field: str, query: Query, limit: int) -> list[int]:
    if cursor.db.vendor == "sqlite":
        cursor.execute(_SQLITE, [_fts5(query, _COLUMNS[field]), limit])
    else:
        condition, values = _where(field, query)
        cursor.execute(_POSTGRESQL.format(where=condition), [*values, limit])
    return [id_ for (id_,) in cursor.fetchall()]


def _where(field: str, query: Query) -> tuple[str, list[str]]:
    """A condition of PostgreSQL's, and its values."""
    wanted = _tsquery(query.wanted, " & ")
    if not query.unwanted:
        return f"{field} @@ %s::tsquery", [wanted]
    # In one: the index alone answers that. A condition of its own would be looked up in every report.
    both = f"{wanted} & !({_tsquery(query.unwanted, ' | ')})"
    if field == _EVERYWHERE:
        return f"{_EVERYWHERE} @@ %s::tsquery", [both]
    return f"{field} @@ %s::tsquery AND {_EVERYWHERE} @@ %s::tsquery", [wanted, both]


def _hits(cursor: Any, ids: Sequence[int]) -> Iterator[Hit]:
    """Those that readers can still see, in this order."""
    if not ids:
        return
    places = {"ids": ", ".join(["%s"] * len(ids)), "states": ", ".join(["%s"] * len(SHOWN))}
    cursor.execute(_HITS.format(**places), [*ids, *SHOWN])
    rows = {id_: (card, text) for id_, card, text in cursor.fetchall()}
    for card, text in (rows[id_] for id_ in ids if id_ in rows):
        yield Hit(card=_card.decode(card), text=zlib.decompress(text).decode())


# -- queries as each database has them; words are of letters and figures alone (model/words.py), so no sign can slip in


def _fts5(query: Query, columns: str = "") -> str:
    wanted = " AND ".join(columns + _fts5_term(term) for term in query.wanted)
    unwanted = " OR ".join(map(_fts5_term, query.unwanted))
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _fts5_term(term: Term) -> str:
    return f'"{" ".join(term.words)}"{" *" if term.is_open else ""}'


def _tsquery(terms: Sequence[Term], joint: str) -> str:
    return joint.join(map(_tsquery_term, terms))


def _tsquery_term(term: Term) -> str:
    phrase = " <-> ".join(f"'{word}'" for word in term.words)
    return f"({phrase}{':*' if term.is_open else ''})"


# -- connections


def _open() -> Any:
    """A connection to the journal that can only read. It makes no database where there is none."""
    settings = connections["default"].settings_dict
    options = {"timeout": PATIENCE} if folder_of(settings) else {**settings["OPTIONS"], "connect_timeout": _CONNECTING}
    name = f"file:{quote(str(Path(settings['NAME'])))}?mode=rw" if folder_of(settings) else settings["NAME"]
    reader = load_backend(settings["ENGINE"]).DatabaseWrapper({**settings, "NAME": name, "OPTIONS": options}, "search")
    reader.inc_thread_sharing()  # closed by whichever thread ends it all
    with reader.cursor() as cursor:
        if reader.vendor == "sqlite":
            cursor.execute("PRAGMA query_only = ON")
            cursor.execute("PRAGMA cache_size = -16000")
        else:
            cursor.execute("SET default_transaction_read_only = on")
            # By way of the GIN index, always: else a common word is looked for in one report after another.
            cursor.execute("SET enable_seqscan = off")
            cursor.execute("SET enable_indexscan = off")
            cursor.execute(f"SET statement_timeout = {int(PATIENCE * 1000)}")
    return reader


@contextmanager
def _in_time(reader: Any) -> Iterator[None]:
    """What takes too long is broken off: by PostgreSQL itself, and here for SQLite."""
    sqlite = reader.vendor == "sqlite"
    ends = time.monotonic() + PATIENCE
    if sqlite:
        with reader.wrap_database_errors:
            reader.connection.set_progress_handler(lambda: time.monotonic() > ends, _OFTEN)
    try:
        yield
    except DatabaseError as error:
        if str(error) == "interrupted" or getattr(error.__cause__, "sqlstate", None) == _CANCELED:
            problem = f"A search took longer than {PATIENCE:g} s and was broken off."
            raise Unavailable(problem, retry_after=_AGAIN) from error
        raise
    finally:
        if sqlite and reader.connection is not None:
            reader.connection.set_progress_handler(None, 0)
