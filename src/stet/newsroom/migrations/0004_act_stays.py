from django.db import migrations

from stet.journal.appended import protect, unprotect

_TABLE = "newsroom_act"


class Migration(migrations.Migration):

    dependencies = [("newsroom", "0003_view")]

    operations = [
        migrations.RunPython(lambda apps, schema: protect(schema, _TABLE), lambda apps, schema: unprotect(schema, _TABLE))
    ]
