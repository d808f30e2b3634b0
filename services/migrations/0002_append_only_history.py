"""Make the database itself refuse to alter or delete a change record."""

from django.db import migrations

REFUSAL = "the history is append-only"


def create_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for event in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER IF NOT EXISTS services_changerecord_no_{event.lower()} "
                f"BEFORE {event} ON services_changerecord "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        # INSERT OR REPLACE takes the old row away without its delete trigger.
        schema_editor.execute(
            "CREATE TRIGGER IF NOT EXISTS services_changerecord_no_replace "
            "BEFORE INSERT ON services_changerecord "
            "WHEN EXISTS (SELECT 1 FROM services_changerecord WHERE id = NEW.id) "
            "BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END"
        )
        return
    schema_editor.execute(
        "CREATE OR REPLACE FUNCTION services_changerecord_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    schema_editor.execute(
        "CREATE TRIGGER services_changerecord_append_only BEFORE UPDATE OR DELETE "
        "ON services_changerecord FOR EACH ROW EXECUTE FUNCTION services_changerecord_refuse()"
    )
    # TRUNCATE fires no row's trigger.
    schema_editor.execute(
        "CREATE TRIGGER services_changerecord_no_truncate BEFORE TRUNCATE "
        "ON services_changerecord FOR EACH STATEMENT EXECUTE FUNCTION services_changerecord_refuse()"
    )


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for event in ("update", "delete", "replace"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS services_changerecord_no_{event}")
        return
    schema_editor.execute("DROP FUNCTION IF EXISTS services_changerecord_refuse() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("services", "0001_initial")]
    operations = [migrations.RunPython(create_triggers, drop_triggers)]
