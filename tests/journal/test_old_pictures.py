"""A journal of a Stet that kept pictures in another way is brought up to date with all that is in it."""

import zlib

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from conftest import NOON
from stet.journal.connect import migrate
from stet.journal.models import Asset, Packet
from stet.journal.store import DjangoJournal

BEFORE = [("journal", "0004_bursts")]


def test_pictures_of_an_older_journal_are_known_as_such_and_are_to_be_cut_anew(journal: DjangoJournal):
    executor = MigrationExecutor(connections["default"])
    executor.migrate(BEFORE)
    old = executor.loader.project_state(BEFORE).apps
    given = {"feed": "wire", "arrived": NOON, "size": 4, "data": zlib.compress(b"data"), "state": "read"}
    packets = old.get_model("journal", "Packet").objects
    packets.create(digest="a" * 64, source="a.jpg", format="image", **given)
    packets.create(digest="b" * 64, source="b.xml", format="nitf", **given)
    old.get_model("journal", "Asset").objects.create(digest="a" * 64, data=b"data", cuts=b"[]")
    migrate()
    assert dict(Packet.objects.values_list("source", "picture")) == {"a.jpg": True, "b.xml": False}
    assert Asset.objects.get().recipe == 0
    assert journal.outdated(1) == "a" * 64
    assert journal.undeveloped() is None
    journal.forget()
    kept = journal.undeveloped()
    assert kept
    assert kept.packet.source == "a.jpg"
    assert [one.packet.source for one in journal.pending(10)] == ["b.xml"]
