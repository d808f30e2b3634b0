"""Make the database itself refuse to alter or delete a published edition, and give the roles their permissions."""

from django.db import migrations

REFUSAL = "a published edition never changes"
TABLES = ["reports_edition", "reports_editionentry", "reports_editionfile"]


def create_triggers(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    if not sqlite:
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION reports_edition_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
        )
    for table in TABLES:
        (_on_sqlite if sqlite else _on_postgresql)(schema_editor, table)


def _on_sqlite(schema_editor, table):
    # SQLite changes a table by making another and dropping the first, and its triggers with it: a migration
    # that alters one of these tables drops the triggers before and creates them again after.
    for event in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{event.lower()} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
    # INSERT OR REPLACE takes the old row away without its delete trigger.
    refuse_held = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608 (a table named above)
    schema_editor.execute(
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table} {refuse_held} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )


def _on_postgresql(schema_editor, table):
    schema_editor.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION reports_edition_refuse()"
    )
    # TRUNCATE fires no row's trigger.
    schema_editor.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION reports_edition_refuse()"
    )


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            for event in ("update", "delete", "replace"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}")
        return
    schema_editor.execute("DROP FUNCTION IF EXISTS reports_edition_refuse() CASCADE")


EDITIONS = ["edition", "editionentry", "editionfile"]
PREPARED = ["publication", "publicationitem"]
READ = [f"view_{model}" for model in (*PREPARED, *EDITIONS)]
PREPARE = [*READ, *(f"{verb}_{model}" for verb in ("add", "change", "delete") for model in PREPARED)]
PUBLISH = "publish_publication"
ROLES = {
    "Finance officer": PREPARE,
    "Section 151 officer": PREPARE,
    "Committee clerk": [*PREPARE, PUBLISH],
    "Auditor": READ,
}


def give_permissions(apps, schema_editor):
    # Django makes permissions only after all migrations have run, so the ones needed are made here.
    group_model = apps.get_model("auth", "Group")
    for role, codenames in ROLES.items():
        group, _ = group_model.objects.get_or_create(name=role)
        group.permissions.add(*(_permission(apps, codename) for codename in codenames))


def _permission(apps, codename):
    verb, model = codename.split("_", 1)
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="reports", model=model
    )
    name = (
        "Can publish editions"
        if codename == PUBLISH
        else f"Can {verb} {apps.get_model('reports', model)._meta.verbose_name}"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return permission


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_initial"),
        ("proposals", "0004_roles_and_stages"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunPython(create_triggers, drop_triggers),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
