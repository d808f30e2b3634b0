"""Let the log hold events that are no change of a field, and know what is confidential."""

from importlib import import_module

from django.db import migrations, models

triggers = import_module("services.migrations.0002_append_only_history")

ACTIONS = [
    ("created", "created"),
    ("changed", "changed"),
    ("deleted", "deleted"),
    ("exported", "exported"),
    ("imported", "imported"),
    ("viewed_exempt", "saw exempt wording"),
    ("downloaded_exempt", "downloaded exempt wording"),
    ("signed_in", "signed in"),
    ("sign_in_failed", "failed to sign in"),
    ("signed_out", "signed out"),
    ("permissions_changed", "permissions changed"),
    ("overridden", "check overridden"),
    ("stage_moved", "stage moved"),
    ("sign_off_withdrawn", "sign-off withdrawn"),
]


class Migration(migrations.Migration):
    dependencies = [("services", "0002_append_only_history")]
    operations = [
        # SQLite changes a table by making another and dropping the first, and its triggers with it.
        migrations.RunPython(triggers.drop_triggers, triggers.create_triggers),
        migrations.AlterModelOptions(
            name="changerecord",
            options={
                "ordering": ["-at", "-pk"],
                "permissions": [("view_confidential_changes", "Can see changes of confidential wording")],
            },
        ),
        migrations.RemoveConstraint(model_name="changerecord", name="services_changerecord_known_action"),
        migrations.AddField(
            model_name="changerecord",
            name="confidential",
            field=models.BooleanField(default=False, editable=False, verbose_name="confidential"),
        ),
        migrations.AlterField(
            model_name="changerecord",
            name="action",
            field=models.CharField(choices=ACTIONS, editable=False, max_length=30, verbose_name="action"),
        ),
        migrations.AlterField(
            model_name="changerecord",
            name="record_id",
            field=models.BigIntegerField(editable=False, null=True, verbose_name="record number"),
        ),
        migrations.AlterField(
            model_name="changerecord",
            name="record_text",
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name="record"),
        ),
        migrations.AlterField(
            model_name="changerecord",
            name="record_type",
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name="kind of record"),
        ),
        migrations.AlterField(
            model_name="changerecord",
            name="subject_id",
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="changerecord",
            name="subject_type",
            field=models.CharField(blank=True, editable=False, max_length=100),
        ),
        migrations.AddIndex(
            model_name="changerecord",
            index=models.Index(fields=["-at", "-id"], name="services_change_newest"),
        ),
        migrations.AddIndex(
            model_name="changerecord",
            index=models.Index(fields=["actor_name", "-at"], name="services_change_by_person"),
        ),
        migrations.AddConstraint(
            model_name="changerecord",
            constraint=models.CheckConstraint(
                condition=models.Q(action__in=[action for action, _ in ACTIONS]),
                name="services_changerecord_known_action",
            ),
        ),
        migrations.AddConstraint(
            model_name="changerecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("action__in", ["created", "changed", "deleted"]), _negated=True),
                    models.Q(("record_id__isnull", False), models.Q(("record_type", ""), _negated=True)),
                    _connector="OR",
                ),
                name="services_changerecord_change_names_record",
            ),
        ),
        migrations.RunPython(triggers.create_triggers, triggers.drop_triggers),
    ]
