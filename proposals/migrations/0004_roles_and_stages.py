"""Make the roles with their permissions, and give every proposal held so far the stage it has in fact reached."""

from django.db import migrations
from django.utils import timezone

ORGANISATION = [
    "council",
    "directorate",
    "portfolio",
    "service",
    "basebudget",
    "committee",
    "meeting",
    "characteristic",
]
ROUND = ["budgetround"]
PROPOSAL = [
    "savingsproposal",
    "yearprofile",
    "fteimpact",
    "impactstatement",
    "exemptwording",
    "proposalrisk",
    "dependency",
    "proposalcommittee",
    "proposalreference",
    "wherereported",
    "equalityassessment",
    "equalityimpact",
    "specialistreview",
    "warningreason",
    "proposalfinding",
]
RECORDS_OF_SIGN_OFF = ["signoff", "documentimport", "exemptgrant"]
SPECIAL = {
    "import_documents": "Can import documents",
    "make_appendices": "Can make appendices",
    "export_for_editing": "Can download a workbook for editing",
}
OF_SERVICES = {*ORGANISATION, "changerecord", "assignment"}


def may(verbs, models):
    return [f"{verb}_{model}" for model in models for verb in verbs]


READ = may(["view"], ["savingsproposal", "budgetround"])
ENTER = [
    *READ,
    *may(["view", "add", "change", "delete"], PROPOSAL),
    *may(["view"], [*ORGANISATION, *RECORDS_OF_SIGN_OFF]),
    "export_for_editing",
]
FINANCE = [
    *ENTER,
    *may(["view", "add", "change", "delete"], [*ORGANISATION, *ROUND]),
    *may(["view"], ["changerecord"]),
    "import_documents",
    "make_appendices",
]
ROLES = {
    "Author": ENTER,
    "Budget holder": ENTER,
    "Finance officer": FINANCE,
    "Section 151 officer": [*FINANCE, *may(["add", "change", "delete"], ["exemptgrant"])],
    "HR adviser": READ,
    "Legal adviser": READ,
    "Equalities adviser": READ,
    "Cabinet member": READ,
    "Scrutiny member": READ,
    "Committee clerk": [*READ, "make_appendices"],
    "Auditor": [
        *READ,
        *may(["view"], [*ORGANISATION, *PROPOSAL, *RECORDS_OF_SIGN_OFF, "changerecord", "assignment"]),
        "view_confidential_changes",
    ],
}
NEW_ROLES = set(ROLES) - {"Finance officer", "Scrutiny member", "Committee clerk"}


def create_roles(apps, schema_editor):
    # Django makes permissions only after all migrations have run, so the ones needed are made here.
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    for role, codenames in ROLES.items():
        group, _ = group_model.objects.get_or_create(name=role)
        group.permissions.add(*(_permission(apps, codename) for codename in dict.fromkeys(codenames)))
    # Who sees what is decided by role and stage now.
    permission_model.objects.filter(codename="see_rounds_in_preparation").delete()


def _permission(apps, codename):
    model = "changerecord" if codename == "view_confidential_changes" else codename.split("_", 1)[1]
    model = "budgetround" if codename in SPECIAL else model
    app = "services" if model in OF_SERVICES else "proposals"
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=model
    )
    name = SPECIAL.get(codename) or (
        "Can see changes of confidential wording"
        if codename == "view_confidential_changes"
        else f"Can {codename.split('_', 1)[0]} {apps.get_model(app, model)._meta.verbose_name}"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return permission


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=NEW_ROLES).delete()


def give_stages(apps, schema_editor):
    """What scrutiny could read until now counts as published; the rest is a draft."""
    apps.get_model("proposals", "SavingsProposal").objects.exclude(budget_round__phase="preparation").update(
        stage="published",
        stage_reason="Open to scrutiny before stages were kept.",
        published_at=timezone.now(),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0003_stages_and_matters"),
        ("services", "0005_protected_characteristics"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunPython(create_roles, remove_roles),
        migrations.RunPython(give_stages, migrations.RunPython.noop),
    ]
