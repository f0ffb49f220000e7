from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("journal", "0008_beside")]

    operations = [migrations.AddField("feed", "subscription", models.JSONField(default=dict))]
