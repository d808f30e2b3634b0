"""Give every edition a random identifier of its own, which its files carry."""

import uuid
from importlib import import_module

from django.db import migrations, models

triggers = import_module("reports.migrations.0002_append_only_editions")


def identify(apps, schema_editor):
    for edition in apps.get_model("reports", "Edition").objects.only("pk"):
        edition.identifier = uuid.uuid4()
        edition.save(update_fields=["identifier"])


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_print_jobs")]
    operations = [
        # SQLite changes a table by making another and dropping the first, and its triggers with it.
        migrations.RunPython(triggers.drop_triggers, triggers.create_triggers),
        migrations.AddField(
            model_name="edition",
            name="identifier",
            field=models.UUIDField(editable=False, null=True, verbose_name="identifier"),
        ),
        migrations.RunPython(identify, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="edition",
            name="identifier",
            field=models.UUIDField(
                default=uuid.uuid4, editable=False, unique=True, verbose_name="identifier"
            ),
        ),
        migrations.RunPython(triggers.create_triggers, triggers.drop_triggers),
    ]
