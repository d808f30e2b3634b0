"""Hold scrutiny's own record of proposals, and let each role at it as far as its part goes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

EVERYBODY = [
    "Author",
    "Budget holder",
    "Finance officer",
    "Section 151 officer",
    "HR adviser",
    "Legal adviser",
    "Equalities adviser",
    "Cabinet member",
    "Scrutiny member",
    "Committee clerk",
    "Auditor",
]
ROLES_WITH = {
    "view": EVERYBODY,
    "add": ["Scrutiny member", "Committee clerk"],
    "change": [
        "Author",
        "Budget holder",
        "Finance officer",
        "Section 151 officer",
        "Cabinet member",
        "Scrutiny member",
        "Committee clerk",
    ],
}


def give_permissions(apps, schema_editor):
    # Django makes permissions only after all migrations have run, so the ones needed are made here.
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="proposals", model="scrutinyitem"
    )
    for verb, roles in ROLES_WITH.items():
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type,
            codename=f"{verb}_scrutinyitem",
            defaults={"name": f"Can {verb} item of scrutiny"},
        )
        for group in apps.get_model("auth", "Group").objects.filter(name__in=roles):
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0005_stated_documents"),
        ("services", "0005_protected_characteristics"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ScrutinyItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "proposal_as_asked",
                    models.CharField(
                        editable=False,
                        help_text="When the item was added.",
                        max_length=400,
                        verbose_name="proposal as it was called",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("question", "question"),
                            ("information", "request for information"),
                            ("comment", "comment"),
                            ("recommendation", "recommendation"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.TextField(verbose_name="wording")),
                (
                    "asked_by_name",
                    models.CharField(
                        help_text="A member, or the committee.", max_length=200, verbose_name="asked by"
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="asked on")),
                (
                    "owner_name",
                    models.CharField(
                        blank=True, help_text="Who sees to the answer.", max_length=200, verbose_name="owner"
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                (
                    "answered_by_name",
                    models.CharField(blank=True, max_length=200, verbose_name="answered by"),
                ),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered on")),
                (
                    "response",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "accepted"),
                            ("partly_accepted", "partly accepted"),
                            ("rejected", "rejected"),
                        ],
                        max_length=20,
                        verbose_name="response of Cabinet",
                    ),
                ),
                ("response_reason", models.TextField(blank=True, verbose_name="reason of Cabinet")),
                (
                    "responded_by_name",
                    models.CharField(blank=True, max_length=200, verbose_name="response given by"),
                ),
                ("responded_on", models.DateField(blank=True, null=True, verbose_name="response given on")),
                (
                    "outcome",
                    models.TextField(blank=True, help_text="What became of it.", verbose_name="outcome"),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                ("withdrawn_because", models.TextField(blank=True, verbose_name="withdrawn because")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn on")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                (
                    "answer_published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answer published"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account that asked",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scrutiny_items",
                        to="services.meeting",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account of the owner",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scrutiny_items",
                        to="proposals.savingsproposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "item of scrutiny",
                "verbose_name_plural": "items of scrutiny",
                "ordering": ["proposal", "asked_on", "pk"],
                "indexes": [models.Index(fields=["proposal", "asked_on", "id"], name="scrutiny_by_proposal")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["question", "information", "comment", "recommendation"])
                        ),
                        name="proposals_scrutinyitem_known_kind",
                        violation_error_message="Choose what it is from the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="proposals_scrutinyitem_text_given",
                        violation_error_message="Write what is asked or recommended.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked_by_name", ""), _negated=True),
                        name="proposals_scrutinyitem_asker_given",
                        violation_error_message="Say who asked.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("response__in", ["", "accepted", "partly_accepted", "rejected"])),
                        name="proposals_scrutinyitem_known_response",
                        violation_error_message="Choose Cabinet’s response from the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("response", ""), ("kind", "recommendation"), _connector="OR"),
                        name="proposals_scrutinyitem_response_to_recommendation",
                        violation_error_message="Cabinet responds to recommendations only.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("response__in", ["partly_accepted", "rejected"]), _negated=True),
                            models.Q(("response_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="proposals_scrutinyitem_reason_of_cabinet",
                        violation_error_message="Give the reason for accepting only part of it, or for rejecting it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_on__isnull", True)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="proposals_scrutinyitem_answer_has_its_date",
                        violation_error_message="An answer has a date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("responded_on__isnull", True), ("response", "")),
                            models.Q(
                                models.Q(("response", ""), _negated=True), ("responded_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="proposals_scrutinyitem_response_has_its_date",
                        violation_error_message="A response has a date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on__isnull", True), ("outcome", "")),
                            models.Q(models.Q(("outcome", ""), _negated=True), ("closed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="proposals_scrutinyitem_outcome_has_its_date",
                        violation_error_message="An outcome has a date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_on__isnull", True),
                            models.Q(("withdrawn_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="proposals_scrutinyitem_reason_for_withdrawal",
                        violation_error_message="Say why it is withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_on__isnull", True), ("due_on__gte", models.F("asked_on")), _connector="OR"
                        ),
                        name="proposals_scrutinyitem_due_after_asked",
                        violation_error_message="The answer cannot be due before the day it was asked.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer_published_at__isnull", True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="proposals_scrutinyitem_answer_with_its_item",
                        violation_error_message="An answer is published only together with what it answers.",
                    ),
                ],
            },
        ),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
