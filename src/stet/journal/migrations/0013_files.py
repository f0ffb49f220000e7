from django.db import migrations, models


def _read_again(apps, _schema):
    """Which files were stopped, and which the desk put over stories, is derived: a journal that holds packets is
    rebuilt before the road goes on."""
    if apps.get_model("journal", "Packet").objects.exists():
        apps.get_model("journal", "Fact").objects.update_or_create(name="rebuilding", defaults={"value": True})


class Migration(migrations.Migration):

    dependencies = [("journal", "0012_switches")]

    operations = [
        migrations.AddIndex(
            "packet", models.Index(fields=["digest"], condition=models.Q(picture=True), name="packet_file")
        ),
        migrations.AddIndex(
            "packet", models.Index(fields=["feed", "source"], condition=models.Q(picture=True), name="packet_file_name")
        ),
        migrations.RunPython(_read_again, migrations.RunPython.noop),
    ]
