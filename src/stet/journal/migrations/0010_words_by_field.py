from django.db import migrations

# One row for each story that readers can see, by the id of its entry: the words, made ready by model/words.py. The
# tokenizer has nothing left to do but to split at blanks: `ascii` takes all that is not ASCII for parts of words.
_SQLITE = """CREATE VIRTUAL TABLE journal_searchwords
USING fts5(head, lead, body, tokenize='ascii', prefix='3 4 5')"""
# Here `lead` has the words of `head` too, and `body` all: a GIN index does not know which field a word is in.
_POSTGRESQL = """CREATE TABLE journal_searchwords (
    id bigint PRIMARY KEY, head tsvector NOT NULL, lead tsvector NOT NULL, body tsvector NOT NULL
);
ALTER TABLE journal_searchwords ALTER COLUMN body SET STORAGE EXTERNAL;  -- a phrase is looked for in all of it
CREATE INDEX searchwords_head ON journal_searchwords USING gin (head);
CREATE INDEX searchwords_lead ON journal_searchwords USING gin (lead);
CREATE INDEX searchwords_body ON journal_searchwords USING gin (body)"""


def _make_again(apps, schema):
    """An empty index, and nothing that says it was ever made: `stet run` indexes all stories again beside its work."""
    schema.execute("DROP TABLE journal_searchwords")
    schema.execute(_SQLITE if schema.connection.vendor == "sqlite" else _POSTGRESQL)
    apps.get_model("journal", "SearchEntry").objects.all().delete()
    apps.get_model("journal", "Fact").objects.filter(name="search").delete()


class Migration(migrations.Migration):

    dependencies = [("journal", "0009_subscription")]

    operations = [
        migrations.RunPython(_make_again, migrations.RunPython.noop),
        # A story leads to the pages of all its topics: nothing of that is counted any more (docs/adr/0011).
        migrations.RemoveIndex("storytopic", "topic_unlinked"),
        migrations.RemoveField("storytopic", "linked"),
    ]
