"""Sign-offs, explained warnings and the reviews of specialists."""

from django.db import models
from django.db.models import Q

from proposals.domain.stages import Stage
from proposals.models.proposals import SavingsProposal
from services.audit.history import RecordedModel
from services.db.constraints import check, known, unique
from services.db.fields import account_field

STAGES = [(stage.value, stage.label) for stage in Stage]
TEAMS = [("hr", "HR"), ("legal", "legal"), ("equalities", "equalities")]


class SignOff(RecordedModel):
    """A person's sign-off of a proposal at one stage; a material change afterwards withdraws it.

    The person's name is kept as text, so that it survives the account.
    """

    history_parent = "proposal"

    proposal = models.ForeignKey(SavingsProposal, on_delete=models.CASCADE, related_name="sign_offs")
    stage = models.CharField("stage signed off", max_length=30, choices=STAGES)
    signed_by = account_field(editable=False)
    signed_by_name = models.CharField("signed off by", max_length=200)
    role = models.CharField("as", max_length=40)
    signed_at = models.DateTimeField("signed off", auto_now_add=True)
    comment = models.TextField("comment", blank=True)
    override_reason = models.TextField(
        "reason for waiving a requirement",
        blank=True,
        help_text="The reason for waiving the requirement.",
    )
    signed_total = models.BigIntegerField("total that was signed off")
    withdrawn_at = models.DateTimeField("withdrawn", null=True, blank=True)
    withdrawn_because = models.TextField("withdrawn because", blank=True)

    class Meta:
        ordering = ["proposal", "signed_at", "pk"]
        verbose_name = "sign-off"
        indexes = [models.Index(fields=["signed_by", "proposal"], name="sign_offs_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=[stage.value for stage in Stage]),
                name="%(app_label)s_%(class)s_known_stage",
            ),
            unique(
                "one_that_stands",
                "This stage is already signed off.",
                fields=["proposal", "stage"],
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference}: {self.get_stage_display()} signed off by {self.signed_by_name}"


class WarningReason(RecordedModel):
    """The explanation of a warning about a proposal; it is valid as long as the warning says the same."""

    history_parent = "proposal"

    proposal = models.ForeignKey(SavingsProposal, on_delete=models.CASCADE, related_name="warning_reasons")
    code = models.CharField("warning", max_length=60)
    message = models.TextField("wording of the warning")
    reason = models.TextField("reason")
    given_by = models.CharField("given by", max_length=200)
    given_at = models.DateTimeField("given", auto_now=True)

    class Meta:
        ordering = ["proposal", "pk"]
        verbose_name = "explanation of a warning"
        verbose_name_plural = "explanations of warnings"
        constraints = [
            unique("unique_code", "This warning already has an explanation.", fields=["proposal", "code"]),
            check("reason_given", "Enter the reason.", ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference}: {self.message}"


class SpecialistReview(RecordedModel):
    """A proposal flagged to a team of specialists, and what they said."""

    history_parent = "proposal"

    proposal = models.ForeignKey(SavingsProposal, on_delete=models.CASCADE, related_name="specialist_reviews")
    team = models.CharField("team", max_length=20, choices=TEAMS)
    question = models.TextField("question")
    asked_by = models.CharField("asked by", max_length=200, editable=False)
    asked_at = models.DateTimeField("asked", auto_now_add=True)
    advice = models.TextField("advice", blank=True)
    advised_by = models.CharField("advised by", max_length=200, blank=True, editable=False)
    advised_at = models.DateTimeField("advised", null=True, blank=True, editable=False)

    class Meta:
        ordering = ["proposal", "pk"]
        verbose_name = "question to specialists"
        verbose_name_plural = "questions to specialists"
        constraints = [
            known("team", "a team", ["hr", "legal", "equalities"]),
            unique("unique_team", "This team has already been asked.", fields=["proposal", "team"]),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference}: {self.get_team_display()}"
