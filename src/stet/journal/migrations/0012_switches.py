from django.db import migrations, models

from stet.journal.appended import protect, unprotect

_TABLES = ("journal_change", "journal_switch")


def _protect(apps, schema):
    """What people did stays as it was written, whoever asks the database for something else."""
    for table in _TABLES:
        protect(schema, table)


def _unprotect(apps, schema):
    for table in _TABLES:
        unprotect(schema, table)


class Migration(migrations.Migration):

    dependencies = [("journal", "0011_lines")]

    operations = [
        migrations.CreateModel(
            name="Switch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("feed", models.CharField(max_length=200)),
                ("mode", models.CharField(max_length=8)),
                ("reason", models.TextField()),
                ("who", models.TextField()),
                ("at", models.DateTimeField()),
                ("place", models.TextField(default="")),
            ],
            options={"indexes": [models.Index(fields=["-at", "-id"], name="switch_latest")]},
        ),
        migrations.AddIndex("change", models.Index(fields=["-at", "-id"], name="change_latest")),
        migrations.AddIndex("dispatch", models.Index(fields=["feed", "arrived"], name="dispatch_by_feed")),
        migrations.RunPython(_protect, _unprotect),
    ]
