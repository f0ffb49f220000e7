from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("journal", "0004_bursts")]

    operations = [
        migrations.AddField("packet", "picture", models.BooleanField(default=False)),
        migrations.AddField("asset", "recipe", models.PositiveSmallIntegerField(default=0)),
        migrations.CreateModel(
            "AssetFile",
            [
                ("path", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("data", models.BinaryField()),
                ("asset", models.ForeignKey("journal.asset", models.CASCADE, related_name="files")),
            ],
        ),
        migrations.AddField("story", "undrawn", models.BooleanField(default=False)),
        migrations.CreateModel(
            "RemotePicture",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("feed", models.CharField(max_length=200)),
                ("url", models.TextField()),
                ("host", models.CharField(max_length=300)),
                ("state", models.CharField(max_length=8, default="wanted")),
                ("tries", models.PositiveIntegerField(default=0)),
                ("due", models.DateTimeField()),
                ("trouble", models.TextField(default="")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["feed", "url"], name="remote_picture_once")],
                "indexes": [
                    models.Index(fields=["feed", "state", "host", "due"], name="remote_picture_waiting"),
                ],
            },
        ),
        migrations.AddIndex(
            "asset", models.Index(fields=["recipe"], name="asset_recipe"),
        ),
        migrations.AddIndex(
            "packet",
            models.Index(fields=["id"], condition=models.Q(state="new", picture=True), name="packet_undeveloped"),
        ),
        migrations.AddIndex(
            "story",
            models.Index(fields=["-updated", "key"], condition=models.Q(undrawn=True), name="story_undrawn"),
        ),
        # Pictures that were read before are made ready beside the road when they are read again.
        migrations.RunSQL("UPDATE journal_packet SET picture = true WHERE format = 'image'", migrations.RunSQL.noop),
    ]
