"""What the road and the desk ask again and again is answered from an index, however much the journal holds."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, connections

from conftest import NOON
from stet.journal import beside, inquiry
from stet.journal.base import Named
from stet.journal.connect import connect
from stet.journal.store import DjangoJournal
from stet.model.packet import Packet

PACKET = Packet(feed="wire", source="a.xml", data=b"<a/>", arrived=NOON)

OF_FEW = ("packet_waiting", "story_touched", "story_live", "story_stirred")
"""Partial indexes, which hold only what waits, or are walked along in order until a list is full."""

QUESTIONS: dict[str, Callable[[DjangoJournal], object]] = {
    "keep": lambda journal: journal.keep([PACKET], [False]),
    "pending": lambda journal: journal.pending(100),
    "due": lambda journal: journal.due(NOON, 100),
    "histories": lambda journal: journal.histories([], NOON),
    "front": lambda journal: journal.cards(limit=60),
    "section": lambda journal: journal.cards(section="India", limit=60),
    "topic": lambda journal: journal.cards(topic="india", limit=60),
    "arrange": lambda journal: journal.arrange(100, around=4, within=timedelta(days=30), choose=lambda _: Named()),
    "beside": lambda journal: journal.beside(["0123456789"]),
    "naming": lambda journal: journal.naming(["0123456789"]),
    "put_lately": lambda journal: journal.put_lately(),
    "live": lambda journal: journal.live(["0123456789"]),
    "asset_in_use": lambda journal: journal.asset_in_use("0" * 64, besides=["p/1"]),
    "put_digest": lambda _: inquiry.put_digest("p/1", "india/words-0123456789.html"),
    "done_for": lambda _: inquiry.done_for(["p/1", "p/2"]),
    "list_acts": lambda _: inquiry.list_acts("index.html", 1000),
    "outcome": lambda _: inquiry.outcome("wire", PACKET.digest),
    "waiting": lambda _: inquiry.waiting(),
    "neighbours": lambda _: beside._neighbours({"en:india": ["1", "2"]}, beside.Reach(4, timedelta(days=30))),
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
