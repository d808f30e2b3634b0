"""Make the roles: groups with the permissions that go with each."""

from django.db import migrations

VIEW = [("proposals", "view_savingsproposal"), ("proposals", "view_budgetround")]
RECORDS = {
    "services": ["council", "directorate", "service", "basebudget"],
    "proposals": [
        "budgetround",
        "savingsproposal",
        "yearprofile",
        "fteimpact",
        "impactstatement",
        "proposalfinding",
    ],
}
READ_ONLY = [("services", "view_changerecord"), ("proposals", "view_documentimport")]
ROLES = {
    "Finance officer": [
        *(
            (app, f"{verb}_{model}")
            for app, models in RECORDS.items()
            for model in models
            for verb in ("view", "add", "change", "delete")
        ),
        *READ_ONLY,
        ("proposals", "import_documents"),
        ("proposals", "make_appendices"),
        ("proposals", "see_rounds_in_preparation"),
    ],
    "Scrutiny member": VIEW,
    "Committee clerk": [*VIEW, ("proposals", "make_appendices")],
}
SPECIAL = {
    "import_documents": "Can import documents",
    "make_appendices": "Can make appendices",
    "see_rounds_in_preparation": "Can see rounds in preparation",
}


def create_roles(apps, schema_editor):
    # Django makes permissions only after all migrations have run, so the ones needed are made here.
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    content_type_model = apps.get_model("contenttypes", "ContentType")
    for role, permissions in ROLES.items():
        group, _ = group_model.objects.get_or_create(name=role)
        for app, codename in permissions:
            model = "budgetround" if codename in SPECIAL else codename.split("_", 1)[1]
            content_type, _ = content_type_model.objects.get_or_create(app_label=app, model=model)
            name = (
                SPECIAL.get(codename)
                or f"Can {codename.split('_', 1)[0]} {apps.get_model(app, model)._meta.verbose_name}"
            )
            permission, _ = permission_model.objects.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": name}
            )
            group.permissions.add(permission)


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0001_initial"),
        ("services", "0002_append_only_history"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(create_roles, remove_roles)]
