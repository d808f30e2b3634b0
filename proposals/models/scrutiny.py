"""Scrutiny's own record of a proposal: what members asked or recommended, and what became of it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from proposals.domain.scrutiny_items import ItemKind, Response
from proposals.models.proposals import SavingsProposal
from proposals.models.scrutiny_querysets import ScrutinyItemQuerySet
from services.audit.history import RecordedModel
from services.db.constraints import check, known
from services.db.fields import account_field
from services.models import Meeting

NEEDS_A_REASON = [Response.PARTLY_ACCEPTED.value, Response.REJECTED.value]


class ScrutinyItem(RecordedModel):
    """A question, request, comment or recommendation of scrutiny about a proposal, with all that followed.

    People are named as text, so that the record outlives their accounts. It holds public wording only: what
    is published of it is decided for the item and for its answer apart.
    """

    history_parent = "proposal"
    derived_fields = frozenset({"version"})

    proposal = models.ForeignKey(SavingsProposal, on_delete=models.PROTECT, related_name="scrutiny_items")
    proposal_as_asked = models.CharField(
        "proposal as it was called",
        max_length=400,
        editable=False,
        help_text="The name of the proposal when the item was added.",
    )
    kind = models.CharField("kind", max_length=20, choices=[(kind.value, kind.label) for kind in ItemKind])
    text = models.TextField("wording")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="scrutiny_items", null=True, blank=True
    )
    asked_by = account_field(blank=True, editable=False, verbose_name="account that asked")
    asked_by_name = models.CharField("asked by", max_length=200, help_text="The member or the committee.")
    asked_on = models.DateField("asked on")
    owner = account_field(blank=True, verbose_name="account of the owner")
    owner_name = models.CharField(
        "owner", max_length=200, blank=True, help_text="The person responsible for the answer."
    )
    due_on = models.DateField("due", null=True, blank=True)
    answer = models.TextField("answer", blank=True)
    answered_by_name = models.CharField("answered by", max_length=200, blank=True)
    answered_on = models.DateField("answered on", null=True, blank=True)
    response = models.CharField(
        "response of Cabinet",
        max_length=20,
        blank=True,
        choices=[(response.value, response.label) for response in Response],
    )
    response_reason = models.TextField("reason of Cabinet", blank=True)
    responded_by_name = models.CharField("response given by", max_length=200, blank=True)
    responded_on = models.DateField("response given on", null=True, blank=True)
    outcome = models.TextField("outcome", blank=True, help_text="The outcome of the item.")
    closed_on = models.DateField("closed on", null=True, blank=True)
    withdrawn_because = models.TextField("withdrawn because", blank=True)
    withdrawn_on = models.DateField("withdrawn on", null=True, blank=True)
    published_at = models.DateTimeField("published", null=True, blank=True)
    answer_published_at = models.DateTimeField("answer published", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ScrutinyItemQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "asked_on", "pk"]
        verbose_name = "scrutiny item"
        verbose_name_plural = "scrutiny items"
        indexes = [models.Index(fields=["proposal", "asked_on", "id"], name="scrutiny_by_proposal")]
        constraints = [
            known("kind", "the type of item", ["question", "information", "comment", "recommendation"]),
            check("text_given", "Enter your question, comment or recommendation.", ~Q(text="")),
            check("asker_given", "Enter who asked.", ~Q(asked_by_name="")),
            known("response", "Cabinet’s response", ["accepted", "partly_accepted", "rejected"], blank=True),
            check(
                "response_to_recommendation",
                "Cabinet can respond only to recommendations.",
                Q(response="") | Q(kind="recommendation"),
            ),
            check(
                "reason_of_cabinet",
                "Enter the reason for accepting only part of it, or for rejecting it.",
                ~Q(response__in=NEEDS_A_REASON) | ~Q(response_reason=""),
            ),
            check(
                "answer_has_its_date",
                "Enter the date of the answer.",
                Q(answer="", answered_on__isnull=True) | ~Q(answer="") & Q(answered_on__isnull=False),
            ),
            check(
                "response_has_its_date",
                "Enter the date of the response.",
                Q(response="", responded_on__isnull=True) | ~Q(response="") & Q(responded_on__isnull=False),
            ),
            check(
                "outcome_has_its_date",
                "Enter the date of the outcome.",
                Q(outcome="", closed_on__isnull=True) | ~Q(outcome="") & Q(closed_on__isnull=False),
            ),
            check(
                "reason_for_withdrawal",
                "Enter the reason for withdrawing it.",
                Q(withdrawn_on__isnull=True) | ~Q(withdrawn_because=""),
            ),
            check(
                "due_after_asked",
                "The answer cannot be due before the day it was asked.",
                Q(due_on__isnull=True) | Q(due_on__gte=F("asked_on")),
            ),
            check(
                "answer_with_its_item",
                "An answer can be published only with its item.",
                Q(answer_published_at__isnull=True) | Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference}: {self.get_kind_display()} by {self.asked_by_name}"

    def get_absolute_url(self) -> str:
        """Return the address of the item's own page."""
        return reverse("proposals:scrutiny-item", args=[self.proposal_id, self.pk])

    def read_as_published(self) -> "ScrutinyItem":
        """Return the item with the title that readers know while its proposal is corrected."""
        if self.proposal.is_under_correction:
            self.read_with(self.proposal.published_version)
        return self

    def read_with(self, proposal: SavingsProposal) -> None:
        """Read the item with this version of its proposal; what is saved is the proposal's own key all the same."""
        self._state.fields_cache["proposal"] = proposal

    def clean(self) -> None:
        """Refuse a meeting of another council."""
        if not (self.meeting_id and self.proposal_id):
            return
        if self.meeting.committee.council_id != self.proposal.budget_round.council_id:
            raise ValidationError({"meeting": "The meeting belongs to a different council."})
