"""Budget rounds and savings proposals with everything that belongs to one."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify

from proposals.querysets import BudgetRoundQuerySet, SavingsProposalQuerySet
from proposals.records import STATEMENT_KINDS
from proposals.references import canonical_reference
from services.fields import FinancialYearField
from services.history import RecordedModel
from services.limits import LARGEST_AMOUNT, LARGEST_FTE
from services.models import BaseBudget, Council, Service
from services.years import EARLIEST_START, LATEST_START, FinancialYear, years_from

LONGEST_ROUND = 10
EITHER_SIGN = [MinValueValidator(-LARGEST_AMOUNT), MaxValueValidator(LARGEST_AMOUNT)]
NO_NEGATIVES = [MinValueValidator(0), MaxValueValidator(LARGEST_AMOUNT)]


class BudgetRound(RecordedModel):
    """One autumn's set of savings proposals of a council, over a span of financial years."""

    class Phase(models.TextChoices):
        PREPARATION = "preparation", "in preparation (finance officers only)"
        SCRUTINY = "scrutiny", "open to scrutiny members and clerks"
        CLOSED = "closed", "closed"

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="budget_rounds")
    name = models.CharField("name", max_length=200, help_text="Such as Budget 2018/19 to 2020/21.")
    base_year = FinancialYearField("base year", help_text="The year whose budget the savings are taken from.")
    first_year = FinancialYearField("first year", help_text="The first year with savings.")
    number_of_years = models.PositiveSmallIntegerField(
        "number of years", default=3, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_ROUND)]
    )
    phase = models.CharField("phase", max_length=20, choices=Phase, default=Phase.PREPARATION)

    objects = BudgetRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-first_year", "council__name", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "name"],
                name="%(app_label)s_%(class)s_unique_name",
                violation_error_message="This council already has a round of that name.",
            ),
            models.CheckConstraint(
                condition=Q(number_of_years__range=(1, LONGEST_ROUND)),
                name="%(app_label)s_%(class)s_sensible_length",
                violation_error_message=f"A round has between 1 and {LONGEST_ROUND} years.",
            ),
            models.CheckConstraint(
                condition=Q(base_year__lt=models.F("first_year"))
                & Q(base_year__gte=EARLIEST_START, first_year__lte=LATEST_START),
                name="%(app_label)s_%(class)s_base_before_first",
                violation_error_message="The base year must come before the first year.",
            ),
            models.CheckConstraint(
                condition=Q(phase__in=["preparation", "scrutiny", "closed"]),
                name="%(app_label)s_%(class)s_known_phase",
                violation_error_message="Choose a phase from the list.",
            ),
        ]
        permissions = [
            ("import_documents", "Can import documents"),
            ("make_appendices", "Can make appendices"),
            ("see_rounds_in_preparation", "Can see rounds in preparation"),
        ]

    def __str__(self) -> str:
        return f"{self.council}: {self.name}"

    @property
    def years(self) -> tuple[FinancialYear, ...]:
        """The round's financial years, in order."""
        return years_from(self.first_year, self.number_of_years)

    @property
    def file_stem(self) -> str:
        """The council and round as the beginning of a file's name."""
        return f"{self.council.slug}-{slugify(self.name) or self.pk}"


class SavingsProposal(RecordedModel):
    """One proposal to save money: what, in which service, from which base budget, starting when."""

    budget_round = models.ForeignKey(
        BudgetRound, on_delete=models.PROTECT, related_name="proposals", verbose_name="budget round"
    )
    reference = models.CharField("reference", max_length=40, help_text="As printed, such as CYP002.")
    canonical_reference = models.CharField(max_length=40, editable=False)
    title = models.CharField("title", max_length=300)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="proposals")
    base_budget = models.ForeignKey(
        BaseBudget,
        on_delete=models.PROTECT,
        related_name="proposals",
        null=True,
        blank=True,
        help_text="The budget that the saving is taken from.",
    )
    start_year = FinancialYearField("start year", null=True, blank=True)
    profile_note = models.CharField(
        "note on the savings profile", max_length=500, blank=True, help_text="Printed as its footnote."
    )
    fte_note = models.CharField(
        "note on the FTE figures", max_length=500, blank=True, help_text="Printed as their footnote."
    )
    position = models.PositiveIntegerField(
        "position", default=0, help_text="Its place in the round's documents."
    )
    total_saving = models.BigIntegerField("total saving", default=0, editable=False)
    total_fte_change = models.DecimalField(
        "total FTE change", max_digits=12, decimal_places=2, default=0, editable=False
    )

    objects = SavingsProposalQuerySet.as_manager()
    derived_fields = frozenset({"canonical_reference", "total_saving", "total_fte_change"})

    class Meta:
        ordering = ["budget_round", "position", "reference", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["budget_round", "reference"],
                name="%(app_label)s_%(class)s_unique_reference",
                violation_error_message="This round already has a proposal with that reference.",
            ),
            models.UniqueConstraint(
                fields=["budget_round", "canonical_reference"],
                name="%(app_label)s_%(class)s_unique_canonical_reference",
                violation_error_message="This round already has that reference, spelt another way.",
            ),
            models.CheckConstraint(
                condition=~Q(canonical_reference=""),
                name="%(app_label)s_%(class)s_reference_given",
                violation_error_message="Give a reference with at least one letter or figure.",
            ),
            models.CheckConstraint(
                condition=Q(start_year__isnull=True) | Q(start_year__range=(EARLIEST_START, LATEST_START)),
                name="%(app_label)s_%(class)s_sensible_start_year",
                violation_error_message="The start year is out of range.",
            ),
        ]
        indexes = [
            models.Index(fields=["budget_round", "-total_saving", "id"], name="proposals_by_total"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of the proposal's own page."""
        return reverse("proposals:detail", args=[self.pk])

    def clean(self) -> None:
        """Check what a single field cannot: the round's years, the council and the service's budget."""
        self.canonical_reference = canonical_reference(self.reference)
        errors: dict[str, str] = {}
        if not self.canonical_reference:
            errors["reference"] = "Give a reference with at least one letter or figure."
        if self.budget_round_id and self.start_year and self.start_year not in self.budget_round.years:
            errors["start_year"] = f"{self.start_year} is not a year of the round {self.budget_round.name}."
        if self.service_id and self.budget_round_id:
            if self.service.directorate.council_id != self.budget_round.council_id:
                errors["service"] = "The service belongs to another council than the round."
            if self.base_budget_id and self.base_budget.service_id != self.service_id:
                errors["base_budget"] = "The base budget belongs to another service."
        if errors:
            raise ValidationError(errors)

    def save(self, *args: object, **kwargs: object) -> None:
        """Save with the canonical form of the reference."""
        self.canonical_reference = canonical_reference(self.reference)
        super().save(*args, **kwargs)


class ProposalYear(RecordedModel):
    """What every row about one year of a proposal shares."""

    history_parent = "proposal"

    year = FinancialYearField("financial year")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.proposal.reference} {self.year}"

    def clean(self) -> None:
        """Refuse a year that the round does not have; a proposal without a round says so itself."""
        proposal = self.proposal if self.proposal_id or "proposal" in self._state.fields_cache else None
        if proposal is None or proposal.budget_round_id is None or not self.year:
            return
        if self.year not in proposal.budget_round.years:
            name = proposal.budget_round.name
            raise ValidationError({"year": f"{self.year} is not a year of the round {name}."})


class YearProfile(ProposalYear):
    """The amounts of one year of a proposal, in whole pounds; recurring ones are changes that stay."""

    proposal = models.ForeignKey(SavingsProposal, on_delete=models.CASCADE, related_name="year_profiles")
    recurring_saving = models.BigIntegerField(
        "recurring saving",
        default=0,
        validators=EITHER_SIGN,
        help_text="Begins in this year and stays; negative for a reversal.",
    )
    one_off_saving = models.BigIntegerField(
        "one-off saving", default=0, validators=NO_NEGATIVES, help_text="In this year only."
    )
    recurring_cost = models.BigIntegerField(
        "recurring cost",
        default=0,
        validators=EITHER_SIGN,
        help_text="Begins in this year and stays; negative when it ends.",
    )
    one_off_cost = models.BigIntegerField(
        "one-off cost", default=0, validators=NO_NEGATIVES, help_text="In this year only."
    )
    capital_cost = models.BigIntegerField(
        "capital cost",
        default=0,
        validators=NO_NEGATIVES,
        help_text="Shown beside, never in revenue.",
    )
    discrete_saving = models.BigIntegerField("discrete saving", default=0, editable=False)

    derived_fields = frozenset({"discrete_saving"})

    class Meta:
        ordering = ["proposal", "year"]
        verbose_name = "year of the savings profile"
        verbose_name_plural = "savings profile"
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "year"],
                name="%(app_label)s_%(class)s_unique_year",
                violation_error_message="This proposal already has figures for that year.",
            ),
            models.CheckConstraint(
                condition=Q(one_off_saving__gte=0, one_off_cost__gte=0, capital_cost__gte=0),
                name="%(app_label)s_%(class)s_no_negative_amounts",
                violation_error_message="One-off savings, one-off costs and capital costs are positive amounts.",
            ),
            models.CheckConstraint(
                condition=Q(
                    recurring_saving__range=(-LARGEST_AMOUNT, LARGEST_AMOUNT),
                    recurring_cost__range=(-LARGEST_AMOUNT, LARGEST_AMOUNT),
                    one_off_saving__lte=LARGEST_AMOUNT,
                    one_off_cost__lte=LARGEST_AMOUNT,
                    capital_cost__lte=LARGEST_AMOUNT,
                ),
                name="%(app_label)s_%(class)s_no_huge_amounts",
                violation_error_message="An amount is larger than any council's budget.",
            ),
            models.CheckConstraint(
                condition=Q(year__range=(EARLIEST_START, LATEST_START)),
                name="%(app_label)s_%(class)s_sensible_year",
                violation_error_message="The year is out of range.",
            ),
        ]


class FTEImpact(ProposalYear):
    """The change in full-time equivalents that begins in one year of a proposal; a reduction is negative."""

    proposal = models.ForeignKey(SavingsProposal, on_delete=models.CASCADE, related_name="fte_impacts")
    change = models.DecimalField(
        "FTE change",
        max_digits=9,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(-LARGEST_FTE), MaxValueValidator(LARGEST_FTE)],
    )

    class Meta:
        ordering = ["proposal", "year"]
        verbose_name = "FTE impact"
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "year"],
                name="%(app_label)s_%(class)s_unique_year",
                violation_error_message="This proposal already has an FTE change for that year.",
            ),
            models.CheckConstraint(
                condition=Q(change__range=(-LARGEST_FTE, LARGEST_FTE)),
                name="%(app_label)s_%(class)s_no_huge_change",
                violation_error_message="The FTE change is larger than any council's staff.",
            ),
            models.CheckConstraint(
                condition=Q(year__range=(EARLIEST_START, LATEST_START)),
                name="%(app_label)s_%(class)s_sensible_year",
                violation_error_message="The year is out of range.",
            ),
        ]


class ImpactStatement(RecordedModel):
    """One narrative section of a proposal: blank lines part paragraphs, “· ” begins a bullet."""

    history_parent = "proposal"

    proposal = models.ForeignKey(SavingsProposal, on_delete=models.CASCADE, related_name="statements")
    kind = models.CharField("section", max_length=40, choices=list(STATEMENT_KINDS.items()))
    text = models.TextField("text")

    class Meta:
        ordering = ["proposal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "kind"],
                name="%(app_label)s_%(class)s_unique_kind",
                violation_error_message="This proposal already has that section.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(STATEMENT_KINDS)),
                name="%(app_label)s_%(class)s_known_kind",
                violation_error_message="Choose a section from the list.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference}: {self.get_kind_display()}"


class ProposalFinding(RecordedModel):
    """Something in a document that did not add up, accepted by a person for a reason."""

    history_parent = "proposal"

    proposal = models.ForeignKey(SavingsProposal, on_delete=models.CASCADE, related_name="findings")
    code = models.CharField("kind", max_length=40)
    place = models.CharField("place", max_length=200, help_text="Where in the document.")
    message = models.TextField("what was found")
    reason = models.TextField("why it was accepted")
    accepted_by = models.CharField("accepted by", max_length=200)
    accepted_at = models.DateTimeField("accepted", auto_now_add=True)

    class Meta:
        ordering = ["proposal", "pk"]
        verbose_name = "finding"
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="%(app_label)s_%(class)s_reason_given",
                violation_error_message="Give the reason for accepting the finding.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference}: {self.message}"


class WaitingDocument(models.Model):
    """A document uploaded for import whose preview has not been confirmed yet; it goes once it is."""

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    style = models.CharField(max_length=40)
    council_slug = models.SlugField()
    council_name = models.CharField(max_length=200, blank=True)
    round_name = models.CharField(max_length=200)
    phase = models.CharField(max_length=20, choices=BudgetRound.Phase)
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
    """One reading of a document that changed something: which file, by whom, with what result."""

    budget_round = models.ForeignKey(BudgetRound, on_delete=models.PROTECT, related_name="imports")
    style = models.CharField("style", max_length=40)
    file_name = models.CharField("file", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    imported_by = models.CharField("imported by", max_length=200)
    imported_at = models.DateTimeField("imported", auto_now_add=True)
    created = models.PositiveIntegerField("proposals created")
    changed = models.PositiveIntegerField("proposals changed")
    unchanged = models.PositiveIntegerField("proposals left alone")

    class Meta:
        ordering = ["-imported_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.imported_at:%-d %B %Y %H:%M})"
