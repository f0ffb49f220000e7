from django.db import migrations, models

_LIVE = models.Q(state="live")


def _read_again(apps, _schema):
    """Lists are derived from packets: a journal that holds some is rebuilt before the road goes on."""
    if apps.get_model("journal", "Packet").objects.exists():
        apps.get_model("journal", "Fact").objects.update_or_create(name="rebuilding", defaults={"value": True})


class Migration(migrations.Migration):

    dependencies = [("journal", "0005_pictures")]

    operations = [
        migrations.AddField("story", "agency", models.CharField(max_length=200, default="")),
        migrations.AddField("story", "published", models.DateTimeField(null=True)),
        migrations.AddField("story", "hour", models.CharField(max_length=13, null=True)),
        migrations.AddField("story", "weight", models.BigIntegerField(default=0)),
        migrations.AddField("story", "sitemaps", models.PositiveSmallIntegerField(default=0)),
        migrations.AddIndex(
            "story", models.Index(fields=["agency", "-updated", "sid"], condition=_LIVE, name="story_agency")
        ),
        migrations.AddIndex("story", models.Index(fields=["-weight", "sid"], condition=_LIVE, name="story_weight")),
        migrations.AddIndex(
            "story", models.Index(fields=["hour", "published", "sid"], condition=_LIVE, name="story_new")
        ),
        migrations.AddIndex(
            "story",
            models.Index(
                fields=["section", "hour", "published", "sid"], condition=_LIVE, name="story_section_hour"
            ),
        ),
        migrations.AddIndex(
            "story",
            models.Index(fields=["agency", "hour", "published", "sid"], condition=_LIVE, name="story_agency_hour"),
        ),
        migrations.AddIndex(
            "story",
            models.Index(
                fields=["hour", "published", "sid"], condition=models.Q(hour__isnull=False), name="story_hour"
            ),
        ),
        migrations.RemoveIndex("storytopic", "topic_latest"),
        migrations.AddField("storytopic", "sid", models.CharField(max_length=16, default="")),
        migrations.AddField("storytopic", "language", models.CharField(max_length=100, default="")),
        migrations.AddField("storytopic", "published", models.DateTimeField(null=True)),
        migrations.AddField("storytopic", "hour", models.CharField(max_length=13, default="")),
        migrations.AddField("storytopic", "linked", models.BooleanField(default=False)),
        migrations.AddIndex("storytopic", models.Index(fields=["slug", "-updated", "sid"], name="topic_latest")),
        migrations.AddIndex("storytopic", models.Index(fields=["slug", "hour", "published", "sid"], name="topic_hour")),
        migrations.AddIndex(
            "storytopic",
            models.Index(fields=["slug", "language", "hour", "published", "sid"], name="topic_told"),
        ),
        migrations.AddIndex(
            "storytopic",
            models.Index(fields=["slug"], condition=models.Q(linked=False), name="topic_unlinked"),
        ),
        migrations.CreateModel(
            "Topic",
            [
                ("slug", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("name", models.TextField(default="")),
                ("stories", models.IntegerField(default=0)),
            ],
            options={"indexes": [models.Index(fields=["-stories", "slug"], name="topic_most")]},
        ),
        migrations.CreateModel(
            "ListPeriod",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("listing", models.CharField(max_length=230)),
                ("level", models.PositiveSmallIntegerField()),
                ("period", models.CharField(max_length=24)),
                ("stories", models.PositiveIntegerField()),
                ("newest", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["listing", "level", "period"], name="list_period_once")
                ],
            },
        ),
        migrations.AddField("dirtylist", "receipt", models.BigIntegerField(null=True)),
        migrations.RunPython(_read_again, migrations.RunPython.noop),
    ]
