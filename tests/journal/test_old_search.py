"""A journal of a Stet that indexed words without their fields is brought up to date, and search finds all again."""

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from stet.journal import search
from stet.journal.connect import migrate
from stet.journal.models import Fact, SearchEntry, Story, StoryTopic
from stet.journal.store import DjangoJournal

BEFORE = [("journal", "0009_subscription")]


def test_an_index_without_fields_is_made_again_beside_the_work(journal: DjangoJournal) -> None:
    connection = connections["default"]
    executor = MigrationExecutor(connection)
    executor.migrate([("journal", "0006_lists")])
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    old = executor.loader.project_state(BEFORE).apps
    stories = old.get_model("journal", "Story").objects
    stories.create(key="n:1", sid="0000000001", state="live", touched=0)
    old.get_model("journal", "SearchEntry").objects.create(id=1, story_id="n:1", mark="m", text=b"")
    old.get_model("journal", "Fact").objects.create(name="search", value=1)
    with connection.cursor() as cursor:
        sqlite = connection.vendor == "sqlite"
        cursor.execute(
            "INSERT INTO journal_searchwords (rowid, head, lead, body) VALUES (1, 'ferry', '', '')"
            if sqlite
            else "INSERT INTO journal_searchwords (id, words) VALUES (1, '''ferry'':1A'::tsvector)"
        )
    migrate()
    assert not SearchEntry.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_searchwords WHERE head IS NOT NULL AND lead IS NOT NULL")
        assert cursor.fetchone() == (0,)
    search.renew()
    assert Story.objects.get().touched
    assert Fact.objects.get(name="search").value == 1
    assert "linked" not in {field.name for field in StoryTopic._meta.get_fields()}
