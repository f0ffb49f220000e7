from django.db import migrations, models

# One row for each story that readers can see, by the id of its entry: the words, made ready by model/words.py. The
# tokenizer has nothing left to do but to split at blanks: `ascii` takes all that is not ASCII for parts of words.
_SQLITE = """CREATE VIRTUAL TABLE journal_searchwords
USING fts5(head, lead, body, tokenize='ascii', prefix='3')"""
# Not compressed: to rank a report its words are read whole.
_POSTGRESQL = """CREATE TABLE journal_searchwords (id bigint PRIMARY KEY, words tsvector NOT NULL);
ALTER TABLE journal_searchwords ALTER COLUMN words SET STORAGE EXTERNAL;
CREATE INDEX searchwords_words ON journal_searchwords USING gin (words)"""


def _make(_apps, schema):
    schema.execute(_SQLITE if schema.connection.vendor == "sqlite" else _POSTGRESQL)


def _drop(_apps, schema):
    schema.execute("DROP TABLE journal_searchwords")


class Migration(migrations.Migration):

    dependencies = [("journal", "0006_lists")]

    operations = [
        migrations.CreateModel(
            "SearchEntry",
            [
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("story", models.OneToOneField("journal.Story", on_delete=models.CASCADE)),
                ("mark", models.CharField(max_length=32)),
                ("text", models.BinaryField()),
            ],
        ),
        migrations.RunPython(_make, _drop),
    ]
