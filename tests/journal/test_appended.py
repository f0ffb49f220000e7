"""What people did stays as it was written: the models refuse anything else, and so does the database itself."""

from datetime import UTC, datetime

import pytest

from stet.journal.connect import connect, migrate

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
TABLES = ("journal_change", "journal_switch", "newsroom_act")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def journal(request, tmp_path):
    if request.param == "sqlite":
        request.getfixturevalue("database")
        connect("sqlite:///stet.db", tmp_path)
    else:
        connect(request.getfixturevalue("postgres_database"), tmp_path)
        migrate()
    from stet.journal.models import Change, Switch
    from stet.newsroom.models import Act

    Change.objects.create(story_key="nw/1", kind="kill", who="mira", at=AT, value=b"{}")
    Switch.objects.create(feed="wire", mode="pause", reason="why", who="mira", at=AT)
    Act.objects.create(kind="sign-in", who="mira", at=AT, place="", about="", words="")
    return request.param


@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_to_alter_or_remove_what_people_did(journal, table):
    from django.db import DatabaseError, connection, transaction

    statements = [f"UPDATE {table} SET who = 'tom'", f"DELETE FROM {table}"]
    if journal == "postgresql":
        statements.append(f"TRUNCATE {table}")
    for statement in statements:
        with connection.cursor() as cursor, pytest.raises(DatabaseError, match="appended"), transaction.atomic():
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT who FROM {table}")
        assert cursor.fetchall() == [("mira",)]


def test_the_models_refuse_it_too(journal):
    from stet.journal.models import Change, Switch
    from stet.newsroom.models import Act

    for model in (Change, Switch, Act):
        row = model.objects.get()
        for act in (
            row.save,
            row.delete,
            lambda model=model: model.objects.update(who="tom"),
            lambda model=model: model.objects.all().delete(),
            lambda model=model, row=row: model.objects.bulk_update([row], ["who"]),
        ):
            with pytest.raises(TypeError, match="appended"):
                act()


def test_no_migration_and_no_replay_needs_to_alter_it(journal):
    """All of them run on a journal that has such rows, and back to before the rows could be kept."""
    from django.core.management import call_command

    from stet.journal.models import Change, Switch
    from stet.journal.store import DjangoJournal

    migrate()
    DjangoJournal().forget()
    assert (Change.objects.count(), Switch.objects.count()) == (1, 1)
    call_command("migrate", "journal", "0011", verbosity=0, interactive=False)
    call_command("migrate", "journal", verbosity=0, interactive=False)
    assert (Change.objects.count(), Switch.objects.count()) == (1, 0)
