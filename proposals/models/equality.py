"""The equality impact assessment of a proposal."""

from django.db import models

from proposals.models.proposals import SavingsProposal
from services.audit.history import RecordedModel
from services.db.constraints import known, unique
from services.models import Characteristic


class EqualityAssessment(RecordedModel):
    """The equality impact assessment of a proposal (Equality Act 2010, section 149)."""

    class Screening(models.TextChoices):
        FULL_NEEDED = "full_needed", "a full assessment is needed"
        NOT_NEEDED = "not_needed", "no full assessment is needed"

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", "not started"
        IN_PROGRESS = "in_progress", "in progress"
        COMPLETE = "complete", "complete"

    history_parent = "proposal"

    proposal = models.OneToOneField(SavingsProposal, on_delete=models.CASCADE, related_name="equality")
    screening = models.CharField(
        "screening outcome",
        max_length=20,
        choices=Screening,
        blank=True,
        help_text="Leave blank until it has been screened.",
    )
    status = models.CharField(
        "status of the full assessment", max_length=20, choices=Status, default=Status.NOT_STARTED
    )
    owner = models.CharField("owner", max_length=200, blank=True)
    date = models.DateField("date", null=True, blank=True)
    edition = models.CharField("version", max_length=40, blank=True)
    summary = models.TextField("summary", blank=True, help_text="Public.")

    class Meta:
        ordering = ["proposal"]
        constraints = [
            known("screening", "a screening outcome", ["full_needed", "not_needed"], blank=True),
            known("status", "a status", ["not_started", "in_progress", "complete"]),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference}: equality impact assessment"


class EqualityImpact(RecordedModel):
    """The impact on people of one protected characteristic; no row means that the question is not answered."""

    class Effect(models.TextChoices):
        POSITIVE = "positive", "positive"
        NEUTRAL = "neutral", "neutral"
        NEGATIVE_LOW = "negative_low", "negative: low"
        NEGATIVE_MEDIUM = "negative_medium", "negative: medium"
        NEGATIVE_HIGH = "negative_high", "negative: high"
        NOT_APPLICABLE = "not_applicable", "not applicable"

    history_parent = "proposal"

    proposal = models.ForeignKey(SavingsProposal, on_delete=models.CASCADE, related_name="equality_impacts")
    characteristic = models.ForeignKey(Characteristic, on_delete=models.PROTECT, related_name="impacts")
    effect = models.CharField("impact", max_length=20, choices=Effect)
    mitigation = models.TextField("mitigation", blank=True)

    class Meta:
        ordering = ["proposal", "characteristic__position", "pk"]
        verbose_name = "impact on a protected characteristic"
        constraints = [
            unique(
                "unique", "This characteristic already has an answer.", fields=["proposal", "characteristic"]
            ),
            known(
                "effect",
                "an impact",
                ["positive", "neutral", "negative_low", "negative_medium", "negative_high", "not_applicable"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference}: {self.characteristic}"
