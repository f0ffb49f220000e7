from django.db import migrations, models


def _name_the_feeds(apps, _schema):
    packets = apps.get_model("journal", "Packet").objects.filter(pk=models.OuterRef("packet_id"))
    apps.get_model("journal", "Dispatch").objects.update(feed=models.Subquery(packets.values("feed")[:1]))


class Migration(migrations.Migration):

    dependencies = [("journal", "0001_journal")]

    operations = [
        migrations.AddField("packet", "names", models.JSONField(default=dict)),
        migrations.AddField("story", "unsure", models.BooleanField(default=False)),
        migrations.AddField("dispatch", "feed", models.CharField(default="", max_length=200), preserve_default=False),
        migrations.RunPython(_name_the_feeds, migrations.RunPython.noop),
        migrations.RemoveConstraint("dispatch", "dispatch_once"),
        migrations.AddConstraint(
            "dispatch", models.UniqueConstraint(fields=["story_key", "digest", "feed"], name="dispatch_once")
        ),
    ]
