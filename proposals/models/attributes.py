"""The related rows of a proposal: references, risks, dependencies, committees, and where it was reported."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from proposals.domain.attributes import describe_report
from proposals.domain.fields import FIELDS
from proposals.domain.proposal_parts import ReportRecord
from proposals.domain.references import canonical_reference
from proposals.models.proposals import SavingsProposal
from services.audit.history import RecordedModel
from services.db.constraints import check, known, unique
from services.models import Committee, Meeting


class ProposalReference(RecordedModel):
    """A further reference of a proposal, as printed: another spelling, a second one, or one it had before."""

    history_parent = "proposal"
    derived_fields = frozenset({"canonical"})

    proposal = models.ForeignKey(SavingsProposal, on_delete=models.CASCADE, related_name="other_references")
    printed = models.CharField("reference as printed", max_length=60)
    canonical = models.CharField(max_length=60, editable=False, db_index=True)

    class Meta:
        ordering = ["proposal", "pk"]
        constraints = [
            unique("unique", "This proposal already has that reference.", fields=["proposal", "printed"]),
        ]

    def __str__(self) -> str:
        return self.printed

    def fill_in(self) -> None:
        """Set the canonical form."""
        self.canonical = canonical_reference(self.printed)


class ProposalRisk(RecordedModel):
    """A risk of a proposal."""

    history_parent = "proposal"

    proposal = models.ForeignKey(SavingsProposal, on_delete=models.CASCADE, related_name="risks")
    position = models.PositiveSmallIntegerField("position", default=0)
    title = models.CharField("risk", max_length=1000)
    level = models.CharField("level", max_length=1, choices=FIELDS["risk"].options, blank=True)
    mitigation = models.TextField("mitigation", blank=True)

    class Meta:
        ordering = ["proposal", "position", "pk"]
        verbose_name = "risk"
        constraints = [
            known("level", "a level", ["H", "M", "L"], blank=True),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference}: {self.title}"


class Dependency(RecordedModel):
    """Something that a proposal rests on, another proposal perhaps."""

    history_parent = "proposal"

    proposal = models.ForeignKey(SavingsProposal, on_delete=models.CASCADE, related_name="dependencies")
    position = models.PositiveSmallIntegerField("position", default=0)
    title = models.CharField("dependency", max_length=1000)
    on_proposal = models.ForeignKey(
        SavingsProposal,
        on_delete=models.PROTECT,
        related_name="dependents",
        null=True,
        blank=True,
        verbose_name="on the proposal",
    )

    class Meta:
        ordering = ["proposal", "position", "pk"]
        verbose_name_plural = "dependencies"
        constraints = [
            check(
                "not_on_itself",
                "A proposal cannot depend on itself.",
                Q(on_proposal__isnull=True) | ~Q(on_proposal=models.F("proposal")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference}: {self.title}"


class ProposalCommittee(RecordedModel):
    """A committee that a proposal goes to."""

    history_parent = "proposal"

    proposal = models.ForeignKey(SavingsProposal, on_delete=models.CASCADE, related_name="committee_links")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="proposal_links")
    position = models.PositiveSmallIntegerField("position", default=0)

    class Meta:
        ordering = ["proposal", "position", "pk"]
        verbose_name = "committee"
        constraints = [
            unique(
                "unique", "This proposal already goes to that committee.", fields=["proposal", "committee"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference}: {self.committee}"

    def clean(self) -> None:
        """Refuse a committee of another council."""
        if not (self.committee_id and self.proposal_id and self.proposal.budget_round_id):
            return
        if self.committee.council_id != self.proposal.budget_round.council_id:
            raise ValidationError({"committee": "The committee belongs to a different council."})


class WhereReported(RecordedModel):
    """A meeting that a proposal was reported to: which item of the agenda, which appendix."""

    history_parent = "proposal"

    proposal = models.ForeignKey(SavingsProposal, on_delete=models.CASCADE, related_name="where_reported")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="reports", null=True, blank=True
    )
    meeting_as_printed = models.CharField("meeting as printed", max_length=200, blank=True)
    item = models.CharField("agenda item", max_length=40, blank=True)
    appendix = models.CharField("appendix", max_length=40, blank=True)

    class Meta:
        ordering = ["proposal", "pk"]
        verbose_name = "place where it was reported"
        verbose_name_plural = "where it was reported"
        constraints = [
            check(
                "meeting_given",
                "Choose the meeting, or enter it as printed.",
                Q(meeting__isnull=False) | ~Q(meeting_as_printed=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference}: {self.in_words}"

    @property
    def in_words(self) -> str:
        """The meeting, item and appendix, such as “Cabinet, September 2017, item 6, App D”."""
        meeting = str(self.meeting) if self.meeting_id else self.meeting_as_printed
        return describe_report(ReportRecord(meeting, self.item, self.appendix))
