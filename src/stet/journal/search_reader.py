"""How search asks the index (search.py): on connections of its own, which can only read and do not wait long."""

import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident
from typing import Any
from urllib.parse import quote

import msgspec
from django.db import DatabaseError, connections
from django.db.utils import load_backend

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

_COUNT = "SELECT count(*) FROM (SELECT 1 FROM journal_searchwords WHERE {match} LIMIT %s) AS these"
_NEWEST = "SELECT {id} FROM journal_searchwords WHERE {match} ORDER BY {id} DESC LIMIT %s OFFSET %s"
# Only the newest are ranked: what a word that is everywhere matches would take a second.
_BEST_SQLITE = """SELECT id FROM (
    SELECT rowid AS id, bm25(journal_searchwords, 8, 3, 1) AS worth
    FROM journal_searchwords WHERE journal_searchwords MATCH %s ORDER BY rowid DESC LIMIT %s
) ORDER BY worth, id DESC LIMIT %s OFFSET %s"""
_BEST_POSTGRESQL = """SELECT id FROM (
    SELECT id, words FROM journal_searchwords WHERE words @@ %s::tsquery ORDER BY id DESC LIMIT %s
) AS newest ORDER BY ts_rank('{0.1, 0.1, 0.3, 0.8}', words, %s::tsquery)
    + ts_rank('{0.1, 0.1, 0.3, 0.8}', words, %s::tsquery) DESC, id DESC LIMIT %s OFFSET %s"""
_HITS = """SELECT entry.id, story.card, entry.text FROM journal_searchentry AS entry
JOIN journal_story AS story ON story.key = entry.story_id
WHERE entry.id IN ({ids}) AND story.state IN ({states}) AND story.card IS NOT NULL"""


class Index:
    """Answers queries about the journal of this process, in any thread. Each thread has a connection of its own."""

    def __init__(self) -> None:
        self._readers: dict[int, Any] = {}

    def find(self, query: Query, *, by_date: bool, page: int) -> Found:
        """A page of the reports that match, best or newest first. Of more than `REACH` that match it is the newest
        that are ranked and can be paged through. A page that is not there is the nearest one that is.

        Raises `Unavailable` when the database does not answer; with `retry_after` when not in time.
        """
        if not query.wanted:
            return Found(hits=(), count=0)
        try:
            with asking():
                return self._find(self._reader(), query, by_date, page)
        except Unavailable as error:
            if not error.retry_after:
                self._let_go()  # the next search begins on a fresh connection
            raise

    def _find(self, reader: Any, query: Query, by_date: bool, page: int) -> Found:
        with _in_time(reader), reader.cursor() as cursor:
            sqlite = reader.vendor == "sqlite"
            asked = _fts5(query) if sqlite else _tsquery(query)
            names = (
                {"id": "rowid", "match": "journal_searchwords MATCH %s"}
                if sqlite
                else {"id": "id", "match": "words @@ %s::tsquery"}
            )
            cursor.execute(_COUNT.format(**names), [asked, COUNTED + 1])
            found = Found(hits=(), count=cursor.fetchone()[0])
            page = min(max(page, 1), found.pages)
            part = [PAGE, (page - 1) * PAGE]
            if by_date:
                cursor.execute(_NEWEST.format(**names), [asked, *part])
            elif sqlite:
                cursor.execute(_BEST_SQLITE, [asked, REACH, *part])
            else:
                cursor.execute(_BEST_POSTGRESQL, [asked, REACH, asked, _whole_words(query), *part])
            hits = _hits(cursor, [id_ for (id_,) in cursor.fetchall()])
            return Found(hits=tuple(hits), count=found.count, page=page)

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


def _fts5(query: Query) -> str:
    wanted = " AND ".join(map(_fts5_term, query.wanted))
    unwanted = " OR ".join(map(_fts5_term, query.unwanted))
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _fts5_term(term: Term) -> str:
    phrase = f'"{" ".join(term.words)}"'
    return f"({phrase} OR {phrase} *)" if term.is_open else phrase  # the word itself is worth more than its beginning


def _tsquery(query: Query) -> str:
    return " & ".join([*map(_tsquery_term, query.wanted), *(f"!{_tsquery_term(term)}" for term in query.unwanted)])


def _whole_words(query: Query) -> str:
    """For ranking: a word is worth more than one that only begins so."""
    return " | ".join(_tsquery_term(Term(term.words)) for term in query.wanted)


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
            cursor.execute(f"SET statement_timeout = {int(PATIENCE * 1000)}")
    return reader


@contextmanager
def _in_time(reader: Any) -> Iterator[None]:
    """What takes too long is broken off: by PostgreSQL itself, and here for SQLite."""
    sqlite = reader.vendor == "sqlite"
    ends = time.monotonic() + PATIENCE
    if sqlite:
        reader.connection.set_progress_handler(lambda: time.monotonic() > ends, _OFTEN)
    try:
        yield
    except DatabaseError as error:
        if str(error) == "interrupted" or getattr(error.__cause__, "sqlstate", None) == _CANCELED:
            problem = f"A search took longer than {PATIENCE:g} s and was broken off."
            raise Unavailable(problem, retry_after=_AGAIN) from error
        raise
    finally:
        if sqlite:
            reader.connection.set_progress_handler(None, 0)
