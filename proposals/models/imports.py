"""Documents waiting to be imported, and the imports made."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from proposals.models.proposals import SavingsProposal
from proposals.models.rounds import BudgetRound
from services.audit.history import RecordedModel
from services.db.constraints import unique
from services.db.fields import FinancialYearField
from services.models import Council
from services.values.dates import format_moment


class WaitingDocument(models.Model):
    """A document uploaded for import whose preview has not been confirmed yet; it goes once it is."""

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    style = models.CharField(max_length=40)
    parsed = models.JSONField(
        default=dict, blank=True, help_text="The document as parsed, so that it is read once."
    )
    answers = models.JSONField(
        default=dict, blank=True, help_text="The answers to questions about the reading."
    )
    council_slug = models.SlugField()
    council_name = models.CharField(max_length=200, blank=True)
    round_name = models.CharField(max_length=200)
    phase = models.CharField(max_length=20, choices=BudgetRound.Phase)
    first_year = FinancialYearField(null=True, blank=True)
    number_of_years = models.PositiveSmallIntegerField(null=True, blank=True)
    choices = models.JSONField(default=list, blank=True)
    file_name = models.CharField(max_length=255)
    content = models.BinaryField()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(phase__in=["preparation", "scrutiny", "closed"]),
                name="%(app_label)s_%(class)s_known_phase",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class DocumentImport(RecordedModel):
    """A reading of a document that changed something: which file, by whom, with what result."""

    budget_round = models.ForeignKey(BudgetRound, on_delete=models.PROTECT, related_name="imports")
    style = models.CharField("style", max_length=40)
    file_name = models.CharField("file", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    imported_by = models.CharField("imported by", max_length=200)
    imported_at = models.DateTimeField("imported", auto_now_add=True)
    created = models.PositiveIntegerField("proposals created")
    changed = models.PositiveIntegerField("proposals changed")
    unchanged = models.PositiveIntegerField("proposals unchanged")
    notes = models.TextField(
        "other information in the document",
        blank=True,
        help_text="Its title and the sentences beside its tables.",
    )

    class Meta:
        ordering = ["-imported_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} ({format_moment(timezone.localtime(self.imported_at))})"


class ImportMapping(RecordedModel):
    """The answers about a council's documents of one layout, offered again for the next such file."""

    council = models.ForeignKey(
        Council, on_delete=models.CASCADE, related_name="import_mappings", verbose_name="council"
    )
    fingerprint = models.CharField(
        "fingerprint", max_length=64, help_text="Of the headings of the document’s tables, in their order."
    )
    answers = models.JSONField(
        "answers", default=dict, help_text="The choice made for each question, by its id."
    )

    class Meta:
        ordering = ["council", "pk"]
        constraints = [
            unique(
                "unique",
                "The answers for documents of this layout are stored already.",
                fields=["council", "fingerprint"],
            ),
        ]

    def __str__(self) -> str:
        return f"Answers for documents of {self.council}"


class DocumentEntry(RecordedModel):
    """A proposal's place in a document that prints no references: how it is known again when it is read again."""

    history_parent = "proposal"

    proposal = models.ForeignKey(
        SavingsProposal, on_delete=models.CASCADE, related_name="document_entries", verbose_name="proposal"
    )
    style = models.CharField("kind of document", max_length=40)
    key = models.CharField(
        "key", max_length=900, help_text="Its title, service and category in plain letters."
    )
    title = models.CharField("title as printed", max_length=300)
    made_reference = models.CharField(
        "reference given here", max_length=40, blank=True, help_text="Empty where the document prints one."
    )
    is_source = models.BooleanField(
        "its figures are the proposal’s", default=False, help_text="And not only compared with those held."
    )

    class Meta:
        ordering = ["proposal", "pk"]
        verbose_name = "entry in a document"
        verbose_name_plural = "entries in documents"
        constraints = [
            unique(
                "unique", "The proposal is known by that entry already.", fields=["proposal", "style", "key"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.style})"
