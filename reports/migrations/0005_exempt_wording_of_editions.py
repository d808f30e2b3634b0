"""Hold the exempt wording of Part II's editions apart from their snapshots, in a table that is only ever added to."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

triggers = import_module("reports.migrations.0002_append_only_editions")
TABLE = "reports_editionwording"


def create_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        triggers._on_sqlite(schema_editor, TABLE)
    else:
        triggers._on_postgresql(schema_editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_edition_identifier"),
    ]

    operations = [
        migrations.AddField(
            model_name="printjob",
            name="holds_exempt",
            field=models.BooleanField(default=False, verbose_name="holds exempt wording"),
        ),
        migrations.CreateModel(
            name="EditionWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="exempt wording")),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wording",
                        to="reports.edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "exempt wording of an edition",
                "verbose_name_plural": "exempt wordings of editions",
                "ordering": ["edition"],
                "default_permissions": (),
            },
        ),
        # With the table its triggers go, too.
        migrations.RunPython(create_triggers, migrations.RunPython.noop),
    ]
