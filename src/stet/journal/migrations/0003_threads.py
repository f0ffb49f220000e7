from django.db import migrations, models


def _read_again(apps, _schema):
    """Ties are derived from packets: a journal that holds some is rebuilt before the road goes on."""
    if apps.get_model("journal", "Packet").objects.exists():
        apps.get_model("journal", "Fact").objects.update_or_create(name="rebuilding", defaults={"value": True})


class Migration(migrations.Migration):

    dependencies = [("journal", "0002_by_feed")]

    operations = [
        migrations.CreateModel(
            "Tie",
            [
                ("mark", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("kind", models.CharField(max_length=9)),
                ("other", models.TextField()),
                ("sure", models.BooleanField(default=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["key", "kind"], name="tie_of"),
                    models.Index(fields=["other", "kind"], name="tie_to"),
                ]
            },
        ),
        migrations.AddField("dispatch", "words", models.TextField(default="")),
        migrations.AddIndex(
            "dispatch",
            models.Index(fields=["words"], condition=~models.Q(words=""), name="dispatch_words"),
        ),
        migrations.RemoveIndex("story", "story_touched"),
        migrations.RemoveField("story", "stop"),
        migrations.AddField("story", "haste", models.PositiveSmallIntegerField(default=9)),
        migrations.AddIndex(
            "story",
            models.Index(
                fields=["haste", "place", "key"], condition=models.Q(touched__gt=0), name="story_touched"
            ),
        ),
        migrations.AddField("story", "whole", models.TextField(default="")),
        migrations.AddField("feed", "doubt", models.TextField(default="")),
        migrations.RunPython(_read_again, migrations.RunPython.noop),
    ]
