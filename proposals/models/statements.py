"""The narrative sections of a proposal: the public wording, and beside it, in a table of its own, the exempt one."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from proposals.domain.exemption import EXEMPT_PARAGRAPHS
from proposals.domain.proposal_parts import OTHER_KIND, STATEMENT_KINDS
from proposals.models.proposals import SavingsProposal
from services.audit.history import RecordedModel
from services.db.constraints import check, known, unique


class ImpactStatement(RecordedModel):
    """A narrative section of a proposal: blank lines part paragraphs, “· ” begins a bullet.

    All of it is public; `exempt_paragraph` says only that more is held back, and by which rule.
    """

    class Answer(models.TextChoices):
        ANSWERED = "answered", "answered"
        NOT_APPLICABLE = "not_applicable", "not applicable"
        BLANK = "blank", "left blank"

    history_parent = "proposal"

    proposal = models.ForeignKey(SavingsProposal, on_delete=models.CASCADE, related_name="statements")
    kind = models.CharField("section", max_length=40, choices=list(STATEMENT_KINDS.items()))
    heading = models.CharField(
        "heading", max_length=300, blank=True, help_text="As printed. Required for a custom section."
    )
    position = models.PositiveSmallIntegerField("position", default=0)
    answer = models.CharField("answer", max_length=20, choices=Answer, default=Answer.ANSWERED)
    text = models.TextField("text", blank=True)
    exempt_paragraph = models.PositiveSmallIntegerField(
        "exempt under paragraph",
        null=True,
        blank=True,
        choices=[(number, f"{number}: {words}") for number, words in EXEMPT_PARAGRAPHS.items()],
        help_text="Of Schedule 12A to the Local Government Act 1972; leave blank if nothing is exempt.",
    )
    public_interest_reason = models.TextField(
        "public interest reason", blank=True, help_text="Printed with the paragraph."
    )

    class Meta:
        ordering = ["proposal", "position", "pk"]
        constraints = [
            unique(
                "unique_heading",
                "This proposal already has a section of that heading.",
                fields=["proposal", "kind", "heading"],
                condition=Q(kind=OTHER_KIND),
            ),
            unique(
                "unique_kind",
                "This proposal already has that section.",
                fields=["proposal", "kind"],
                condition=~Q(kind=OTHER_KIND),
            ),
            known("kind", "a section", STATEMENT_KINDS),
            check(
                "heading_given",
                "Enter the heading of a custom section.",
                ~Q(kind=OTHER_KIND) | ~Q(heading=""),
            ),
            known("answer", "an answer", ["answered", "not_applicable", "blank"]),
            check(
                "text_given",
                "Enter the text, or choose “not applicable” or “left blank”.",
                ~Q(answer="answered") | ~Q(text="") | Q(exempt_paragraph__isnull=False),
            ),
            check(
                "known_paragraph",
                "Choose one of the seven paragraphs of Schedule 12A.",
                Q(exempt_paragraph__isnull=True) | Q(exempt_paragraph__range=(1, 7)),
            ),
            check(
                "reason_for_exemption",
                "Enter the public interest reason for the exemption.",
                Q(exempt_paragraph__isnull=True) | ~Q(public_interest_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference}: {self.title}"

    @property
    def title(self) -> str:
        """The heading as printed, or the standard one."""
        return self.heading or self.get_kind_display()


class ExemptWording(RecordedModel):
    """The exempt wording of a statement; only `proposals.exempt.wording` reads it."""

    history_parent = "proposal"
    confidential = True

    proposal = models.ForeignKey(SavingsProposal, on_delete=models.CASCADE, related_name="exempt_wordings")
    statement = models.OneToOneField(ImpactStatement, on_delete=models.CASCADE, related_name="exempt_wording")
    text = models.TextField("exempt wording")

    class Meta:
        ordering = ["proposal", "pk"]
        verbose_name = "exempt wording"
        constraints = [
            check("text_given", "Enter the exempt wording.", ~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference}: exempt wording of {self.statement.title}"


class ExemptGrant(RecordedModel):
    """Leave for one person to read the exempt wording of one proposal, for a reason."""

    history_parent = "proposal"

    proposal = models.ForeignKey(SavingsProposal, on_delete=models.CASCADE, related_name="exempt_grants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="exempt_grants",
        verbose_name="person",
    )
    reason = models.TextField("reason", help_text="The reason for giving permission.")
    granted_by = models.CharField("granted by", max_length=200, editable=False)
    granted_at = models.DateTimeField("granted", auto_now_add=True)

    class Meta:
        ordering = ["proposal", "pk"]
        constraints = [
            unique("unique", "This person already has permission to view it.", fields=["proposal", "user"]),
            check("reason_given", "Enter the reason.", ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference}: {self.user} can view the exempt wording"
