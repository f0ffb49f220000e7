from django.db import migrations, models

_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def stir(apps, schema_editor):
    """Stories that are up already get what stands beside them."""
    apps.get_model("journal", "Story").objects.filter(state="live").update(stirred=True)


class Migration(migrations.Migration):

    dependencies = [("journal", "0007_search")]

    operations = [
        migrations.AddField("story", "stirred", models.BooleanField(default=False)),
        migrations.AddIndex(
            "story",
            models.Index(fields=["updated", "sid"], condition=models.Q(stirred=True), name="story_stirred"),
        ),
        migrations.CreateModel(
            "Shelf",
            [
                _ID,
                ("sid", models.CharField(db_index=True, max_length=16)),
                ("shelf", models.CharField(max_length=160)),
                ("place", models.CharField(max_length=40)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["shelf", "place"], name="shelf_place_once")],
            },
        ),
        migrations.CreateModel(
            "Naming",
            [
                _ID,
                ("page", models.CharField(max_length=16)),
                ("kind", models.CharField(max_length=12)),
                ("other", models.CharField(db_index=True, max_length=16)),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("wanted", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["page", "kind", "other"], name="naming_once")],
            },
        ),
        migrations.RunPython(stir, migrations.RunPython.noop, elidable=True),
    ]
