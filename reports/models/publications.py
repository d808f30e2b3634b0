"""Publications: what a clerk prepares, with its cover, its proposals and their order."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from councilsavings.addresses import printed_address
from proposals.models import BudgetRound, SavingsProposal
from proposals.models.attachments import public_records
from reports.documents.cover import Cover
from reports.models.querysets import PART_I, PART_II, PublicationQuerySet
from services.audit.history import RecordedModel
from services.db.constraints import check, known, unique
from services.models import Council, Meeting

NO_EDITION = "0" * 8
"""Stands for the short identifier of an edition that is still to be made."""


class _Kind(models.TextChoices):
    OPTION_PAGES = "option-pages", "Option pages"
    COMMITTEE_SUMMARY = "committee-summary", "Committee summary"
    IMPACT_TABLE = "impact-table", "Impact table"
    BUSINESS_CASES = "business-cases", "Business cases"
    BUDGET_BRIDGE = "budget-bridge", "Budget bridge"
    SECTION_25 = "section-25", "Section 25 report"


class _Order(models.TextChoices):
    DOCUMENT = "document", "In the order of the round’s documents"
    LISTED = "listed", "In the order of the list"
    REFERENCE = "reference", "By reference"
    DIRECTORATE = "directorate", "By directorate and reference"
    LARGEST = "largest", "Largest saving first"
    BY_HAND = "by_hand", "Numbered by hand"


class _Choosing(models.TextChoices):
    FILTERED = "filtered", "Filtered from the list"
    PICKED = "picked", "Proposals chosen one by one"


class Publication(RecordedModel):
    """An appendix on its way to a committee; what has been published of it are its editions."""

    Choosing, Kind, Order = _Choosing, _Kind, _Order

    class Part(models.IntegerChoices):
        PUBLIC = PART_I, "Part I (public)"
        EXEMPT = PART_II, "Part II (exempt from publication)"

    budget_round = models.ForeignKey(BudgetRound, on_delete=models.PROTECT, related_name="publications")
    style = models.CharField("kind of appendix", max_length=30, choices=_Kind)
    title = models.CharField("title", max_length=200)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="publications", null=True, blank=True
    )
    meeting_as_printed = models.CharField(
        "meeting in words", max_length=200, blank=True, help_text="If the meeting is not in the calendar."
    )
    item = models.CharField("agenda item", max_length=20, blank=True)
    appendix = models.CharField("appendix letter", max_length=5, blank=True)
    introduction = models.TextField("introduction", blank=True)
    part = models.PositiveSmallIntegerField("part", choices=Part, default=Part.PUBLIC)
    exempt_paragraph = models.PositiveSmallIntegerField("paragraph of Schedule 12A", null=True, blank=True)
    public_interest_reason = models.TextField("public interest reason", blank=True)
    choosing = models.CharField("what goes in", max_length=10, choices=Choosing, default=Choosing.FILTERED)
    query = models.TextField("filter", blank=True, help_text="The part of the list’s address after “?”.")
    order = models.CharField("order", max_length=20, choices=Order, default=Order.DOCUMENT)
    large_print = models.BooleanField("large print", default=False)
    cover_on_own_page = models.BooleanField("cover on a page of its own", default=False)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        permissions = [("publish_publication", "Can publish editions")]
        constraints = [
            known("style", "a kind of appendix", _Kind.values),
            known("choosing", "the proposals to include", _Choosing.values),
            known("order", "the order", _Order.values),
            check(
                "part_ii_says_why",
                "Part II needs a paragraph of Schedule 12A and a reason. Part I must have neither.",
                Q(part=1, exempt_paragraph__isnull=True, public_interest_reason="")
                | (Q(part=2, exempt_paragraph__range=(1, 7)) & ~Q(public_interest_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appendix_label}{self.title}"

    @property
    def council(self) -> Council:
        """Return whose publication it is."""
        return self.budget_round.council

    @property
    def appendix_label(self) -> str:
        """The beginning of its name, “Appendix A: ”, or nothing where it has no letter."""
        return f"Appendix {self.appendix}: " if self.appendix else ""

    @property
    def is_exempt(self) -> bool:
        """Return whether it belongs to part II, which the public never reads."""
        return self.part == PART_II

    @property
    def meeting_in_words(self) -> str:
        """The meeting as the cover prints it, its date apart where that is known to the day."""
        if self.meeting is None:
            return self.meeting_as_printed
        return self.meeting.committee.name if self.meeting.day_is_known else str(self.meeting)

    def cover(self, *, draft: bool) -> Cover:
        """Return what the cover says; every page of a draft is marked as one."""
        known = self.meeting is not None and self.meeting.day_is_known
        item = f"agenda item {self.item}" if self.item else ""
        return Cover(
            title=self.title,
            meeting=", ".join(filter(None, [self.meeting_in_words, item])),
            date=self.meeting.date if known and self.meeting else None,
            appendix=self.appendix,
            draft=draft,
            introduction=self.introduction,
            part="II" if self.is_exempt else "I",
            exempt_paragraph=self.exempt_paragraph,
            exempt_reason=self.public_interest_reason,
            large_print=self.large_print,
            attachments=public_records(self.attachments.all()) if self.pk else (),
            on_own_page=self.cover_on_own_page,
            editions_at=printed_address("cited-edition", NO_EDITION).removesuffix(NO_EDITION),
        )

    def clean(self) -> None:
        """Refuse a meeting of another council, and an order by hand of what nobody picked."""
        if self.meeting and self.budget_round_id and self.meeting.committee.council_id != self.council.pk:
            raise ValidationError({"meeting": "The meeting and the round belong to different councils."})
        if self.order == self.Order.BY_HAND and self.choosing != self.Choosing.PICKED:
            raise ValidationError({"order": "Only proposals chosen one by one can be numbered by hand."})


class PublicationItem(RecordedModel):
    """A proposal that was picked, at its place."""

    history_parent = "publication"

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="items")
    proposal = models.ForeignKey(SavingsProposal, on_delete=models.CASCADE, related_name="publication_items")
    position = models.PositiveSmallIntegerField("position")

    class Meta:
        ordering = ["publication", "position", "pk"]
        constraints = [
            unique("unique", "This proposal is already included.", fields=["publication", "proposal"]),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.proposal.reference}"
