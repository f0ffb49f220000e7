from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("journal", "0003_threads")]

    operations = [
        migrations.AddField("packet", "counted", models.BooleanField(default=False)),
        migrations.CreateModel(
            "Minute",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("feed", models.CharField(max_length=200)),
                ("minute", models.BigIntegerField()),
                ("stories", models.PositiveIntegerField(default=0)),
                ("late", models.PositiveIntegerField(default=0)),
                ("stale", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["feed", "minute"], name="minute_once")],
            },
        ),
        migrations.CreateModel(
            "Burst",
            [
                ("story_key", models.TextField(primary_key=True, serialize=False)),
                ("reason", models.TextField()),
            ],
        ),
        # What a journal holds already was seen: it is no burst when it is read again.
        migrations.RunSQL("UPDATE journal_packet SET counted = true", migrations.RunSQL.noop),
    ]
