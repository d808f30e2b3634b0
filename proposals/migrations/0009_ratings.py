"""Keep the impact on residents and the delivery status apart from the risk to delivery."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0008_search_index"),
        ("services", "0007_council_look"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="savingsproposal",
            name="delivery_note",
            field=models.TextField(blank=True, editable=False, verbose_name="note on the delivery"),
        ),
        migrations.AddField(
            model_name="savingsproposal",
            name="delivery_status",
            field=models.CharField(
                blank=True,
                choices=[
                    ("not_started", "not started"),
                    ("on_track", "on track"),
                    ("at_risk", "at risk"),
                    ("delayed", "delayed"),
                    ("delivered", "delivered"),
                    ("not_deliverable", "cannot be delivered"),
                ],
                editable=False,
                help_text="How far it has been carried out since it was approved.",
                max_length=20,
                verbose_name="delivery status",
            ),
        ),
        migrations.AddField(
            model_name="savingsproposal",
            name="impact_on_residents",
            field=models.CharField(
                blank=True,
                choices=[("H", "high"), ("M", "medium"), ("L", "low"), ("N", "none")],
                help_text="How strongly residents would notice it, however sure the saving is.",
                max_length=1,
                verbose_name="impact on residents",
            ),
        ),
        migrations.AddConstraint(
            model_name="savingsproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("impact_on_residents__in", ["", "H", "M", "L", "N"])),
                name="proposals_savingsproposal_known_residents_impact",
                violation_error_message="Choose an impact on residents from the list.",
            ),
        ),
        migrations.AddConstraint(
            model_name="savingsproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "delivery_status__in",
                        ["", "not_started", "on_track", "at_risk", "delayed", "delivered", "not_deliverable"],
                    )
                ),
                name="proposals_savingsproposal_known_delivery_status",
                violation_error_message="Choose a delivery status from the list.",
            ),
        ),
    ]
