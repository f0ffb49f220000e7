"""What the road and the desk ask again and again is answered from an index, however much the journal holds."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, connections

from conftest import NOON
from stet.journal import audit, beside, files, inquiry, rates, remote, switches
from stet.journal.audit import Place, Wanted
from stet.journal.base import Named
from stet.journal.connect import connect
from stet.journal.remote import RemotePictures
from stet.journal.store import DjangoJournal
from stet.model.packet import Packet
from stet.model.switch import Mode, Switch

SWITCH = Switch(feed="wire", mode=Mode.PAUSE, reason="x", who="mira", at=NOON)
PACKET = Packet(feed="wire", source="a.xml", data=b"<a/>", arrived=NOON)

OF_FEW = (
    "packet_waiting", "packet_undeveloped", "story_touched", "story_live", "story_undrawn", "story_weight", "story_new",
    "topic_most", "story_stirred",
    "journal_switch", "change_latest", "switch_latest",
)  # fmt: skip
"""Partial indexes, which hold only what waits, or are walked along in order until a list is full; and what people
switched feeds to, which are a few acts a month."""

QUESTIONS: dict[str, Callable[[DjangoJournal], object]] = {
    "keep": lambda journal: journal.keep([PACKET], [False]),
    "pending": lambda journal: journal.pending(100),
    "due": lambda journal: journal.due(NOON, 100),
    "histories": lambda journal: journal.histories([], NOON),
    "barred by": lambda _: files.barred_by(["0" * 64]),
    "callers": lambda _: files.callers_of(["0" * 64], 20),
    "also showing": lambda _: list(files.also_showing(["p/1", "file:" + "0" * 64], back=True)),
    "paths of a file": lambda _: files.paths_of("file:" + "0" * 64),
    "undeveloped": lambda journal: journal.undeveloped(),
    "outdated": lambda journal: journal.outdated(9),
    "undrawn": lambda journal: journal.undrawn(100),
    "wanting": lambda journal: journal.wanting("wire", "a.jpg"),
    "remote_hosts": lambda _: RemotePictures().hosts("wire"),
    "remote_waiting": lambda _: remote.waiting("wire"),
    "remote_given_up": lambda _: remote.given_up("wire"),
    "recipe_of": lambda journal: journal.recipe_of("0" * 64),
    "picture_files": lambda journal: journal.picture_files(["media/0-320.jpg"]),
    "cuts_shown": lambda journal: journal.cuts_shown("0" * 64, besides=["p/1"]),
    **{
        f"{listing} by {by}": lambda journal, listing=listing, by=by: journal.cards(listing, by=by, limit=60)
        for listing in ("front", "news", "section:India", "topic:india", "agency:northwind")
        for by in ("value", "updated", "published")
        if by != "value" or listing == "front"
    },
    **{
        f"{listing} in {period}": lambda journal, listing=listing, period=period: journal.cards(
            listing, by="oldest", period=period, limit=200, skip=200
        )
        for listing in ("archive", "section:India", "topic:india", "agency:northwind")
        for period in ("2026-11", "2026-11-27", "2026-11-27T14")
    },
    **{
        f"count of {listing}": lambda journal, listing=listing: journal.count(listing, "2026-11-27T14")
        for listing in ("archive", "sitemap", "section:India", "topic:india", "agency:northwind")
    },
    "places": lambda journal: journal.places("2026-11", limit=5000, skip=5000),
    "periods": lambda journal: journal.periods("topic:india", "2026-11", 3),
    "buckets": lambda journal: journal.buckets("topic:india", ["", "2026", "2026-11"]),
    "neighbours": lambda journal: journal.neighbours("topic:india", "2026-11"),
    "topic_count": lambda journal: journal.topic_count("india"),
    "topic_told": lambda journal: journal.topic_told("india", "en"),
    "most_told": lambda journal: journal.most_told(500, 2),
    "arrange": lambda journal: journal.arrange(100, around=4, within=timedelta(days=30), choose=lambda _: Named()),
    "beside": lambda journal: journal.beside(["0123456789"]),
    "naming": lambda journal: journal.naming(["0123456789"]),
    "put_lately": lambda journal: journal.put_lately(),
    "live": lambda journal: journal.live(["0123456789"]),
    "put_digest": lambda _: inquiry.put_digest("p/1", "india/words-0123456789.html"),
    "done_for": lambda _: inquiry.done_for(["p/1", "p/2"]),
    "list_acts": lambda _: inquiry.list_acts("index.html", 1000),
    "outcome": lambda _: inquiry.outcome("wire", PACKET.digest),
    "waiting": lambda _: inquiry.waiting(),
    "neighbours beside": lambda _: beside._neighbours({"en:india": ["1", "2"]}, beside.Reach(4, timedelta(days=30))),
    "audit": lambda _: audit.changes(Wanted(), Place(NOON, "desk", 7), 100),
    "audit of feeds": lambda _: audit.switches(Wanted(), Place(NOON, "desk", 7), 100),
    "hourly": lambda _: rates.hourly(["wire"], NOON),
    "begun": lambda _: rates.begun(["wire"]),
    "switch": lambda _: switches.record(SWITCH),
    "translations": lambda _: beside._translations(["0123456789"]),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_answer_takes_a_look_at_every_row_of_a_table(database, tmp_path, question):
    connect("sqlite:///stet.db", tmp_path)
    asked: list[tuple[str, object]] = []

    def note(execute, sql, params, many, context):
        if sql.startswith(("SELECT", "UPDATE", "DELETE")):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connections["default"].execute_wrapper(note):
        QUESTIONS[question](DjangoJournal())
    for sql, params in asked:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            steps = [row[3] for row in cursor.fetchall()]
        scans = [step for step in steps if step.startswith("SCAN") and not step.endswith(OF_FEW)]
        assert not scans, (sql, steps)
        assert not [step for step in steps if "TEMP B-TREE FOR ORDER BY" in step], (sql, steps)
