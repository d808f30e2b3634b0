"""Accepted differences of figures, each with its reason."""

from django.db import models
from django.db.models import Q

from proposals.models.proposals import SavingsProposal
from services.audit.history import RecordedModel
from services.db.constraints import check


class ProposalFinding(RecordedModel):
    """Something in a document that did not add up, accepted by a person for a reason."""

    history_parent = "proposal"

    proposal = models.ForeignKey(SavingsProposal, on_delete=models.CASCADE, related_name="findings")
    code = models.CharField("kind", max_length=40)
    place = models.CharField("place", max_length=200, help_text="The position in the document.")
    message = models.TextField("finding")
    reason = models.TextField("reason for accepting it")
    is_printed = models.BooleanField(
        "shown with the proposal",
        default=True,
        help_text="Officers who work on the proposal see differences in figures, not differences in how the document "
        "was read.",
    )
    accepted_by = models.CharField("accepted by", max_length=200)
    accepted_at = models.DateTimeField("accepted", auto_now_add=True)

    class Meta:
        ordering = ["proposal", "pk"]
        verbose_name = "finding"
        constraints = [
            check("reason_given", "Enter the reason for accepting the finding.", ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference}: {self.message}"
