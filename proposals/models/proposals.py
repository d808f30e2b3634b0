"""The savings proposal itself."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.fields import (
    CERTAINTIES,
    DELIVERY,
    DIRECTIONS,
    FIELDS,
    FUNDS,
    GENERAL_FUND,
    KINDS,
    PRESSURE_CATEGORIES,
    PUBLIC_CONSULTATION,
    RESIDENTS_IMPACT,
    RISK_LEVELS,
)
from proposals.domain.references import canonical_reference
from proposals.domain.stages import ENDED, PUBLISHED, Outcome, Stage
from proposals.domain.wards import normalise_wards
from proposals.models.querysets import ListedProposals, ProposalManager, WorkingProposals
from proposals.models.rounds import BudgetRound
from services.audit.history import RecordedModel
from services.db.constraints import check, known, unique
from services.db.fields import FinancialYearField, account_field
from services.models import BaseBudget, Service
from services.values.limits import LARGEST_AMOUNT, LONGEST_CATEGORY
from services.values.years import EARLIEST_START, LATEST_START

PUBLISHED_VERSION = "version=published"
"""The query of the address at which those who work on a proposal under correction read what was last published."""


def proposal_address(key: int, version_of: int | None) -> str:
    """Return the address of a proposal's page; of a published version, the proposal's own with its query."""
    address = reverse("proposals:detail", args=[version_of or key])
    return f"{address}?{PUBLISHED_VERSION}" if version_of else address


def _text(name: str, longest: int, help_text: str = "") -> models.CharField:
    """Return the column of a declared text, which may be left blank."""
    return models.CharField(FIELDS[name].verbose_name, max_length=longest, blank=True, help_text=help_text)


def _choice(name: str, longest: int, *, blank: bool = True, **options: Any) -> models.CharField:
    """Return the column of a declared choice."""
    declared = FIELDS[name]
    return models.CharField(
        declared.verbose_name, max_length=longest, choices=declared.options, blank=blank, **options
    )


class SavingsProposal(RecordedModel):
    """A proposal to save or to spend more: what, in which service, of which base budget, starting when."""

    budget_round = models.ForeignKey(
        BudgetRound, on_delete=models.PROTECT, related_name="proposals", verbose_name="budget round"
    )
    reference = models.CharField("reference", max_length=40, help_text="As printed, for example CYP002.")
    canonical_reference = models.CharField(max_length=40, editable=False)
    title = models.CharField(FIELDS["title"].verbose_name, max_length=300)
    direction = _choice("direction", 10, default=SAVING, blank=False)
    fund = _choice("fund", 30, default=GENERAL_FUND, blank=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="proposals")
    base_budget = models.ForeignKey(
        BaseBudget,
        on_delete=models.PROTECT,
        related_name="proposals",
        null=True,
        blank=True,
        help_text="The budget the saving will be taken from.",
    )
    start_year = FinancialYearField(FIELDS["start_year"].verbose_name, null=True, blank=True, editable=False)
    profile_note = _text("profile_note", 500, "Printed as a footnote to the amounts by year.")
    fte_note = _text("fte_note", 500, "Printed as a footnote.")
    category = _text("category", LONGEST_CATEGORY, "The council’s own category of savings.")
    pressure_category = _choice("pressure_category", 20)
    kind = _choice("kind", 20)
    risk_to_delivery = _choice("risk", 1)
    risk_as_printed = _text("risk_as_printed", 100, "As a document words it.")
    deliverability = models.PositiveSmallIntegerField(
        FIELDS["deliverability"].verbose_name,
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text="The percentage of the saving that is expected to be delivered.",
    )
    impact_on_residents = _choice(
        "impact_on_residents",
        1,
        help_text="The effect on residents, which is rated separately from the risk to delivery.",
    )
    wards = _text(
        "wards", 500, "Put a semicolon between them. Leave blank where it is the whole of the council’s area."
    )
    public_consultation = _choice("public_consultation", 20)
    consultation_dates = _text("consultation_dates", 200, "For example, 6 January to 17 March 2027.")
    delivery_status = _choice(
        "delivery_status", 20, help_text="Progress since the proposal was approved.", editable=False
    )
    delivery_note = models.TextField(FIELDS["delivery_note"].verbose_name, blank=True, editable=False)
    senior_responsible_officer = _text(
        "senior_responsible_officer", 300, "As printed. Several names are allowed."
    )
    certainty = _choice("certainty", 10)
    basis = _text("basis", 1000, "The calculation or evidence behind the amounts.")
    council_share = models.DecimalField(
        FIELDS["council_share"].verbose_name,
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="As a percentage, where other bodies have a part in it. Leave blank if it is all the council’s.",
    )
    in_earlier_plan = models.BooleanField(
        FIELDS["in_earlier_plan"].verbose_name,
        default=False,
        help_text="Tick if an approved budget has it already, so that it is not counted twice.",
    )
    consultation_only = models.BooleanField(FIELDS["consultation_only"].verbose_name, default=False)
    profile_complete = models.BooleanField(
        FIELDS["profile_complete"].verbose_name,
        default=True,
        help_text="Untick if only a total, or only some years, are known.",
    )
    stated_total = models.BigIntegerField(
        FIELDS["stated_total"].verbose_name,
        null=True,
        blank=True,
        validators=[MinValueValidator(-LARGEST_AMOUNT), MaxValueValidator(LARGEST_AMOUNT)],
        help_text="The total saving stated in the form or paper, in pounds.",
    )
    headline = _text("headline", 300, "For example, £900k or Cost neutral.")
    stage = models.CharField(
        "stage",
        max_length=30,
        choices=[(stage.value, stage.label) for stage in Stage],
        default=Stage.DRAFT.value,
    )
    stage_reason = models.TextField("reason for the stage", blank=True)
    outcome = models.CharField(
        "decision",
        max_length=30,
        blank=True,
        choices=[(outcome.value, outcome.label) for outcome in Outcome],
    )
    published_at = models.DateTimeField("published", null=True, blank=True, editable=False)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="supersedes", null=True, blank=True
    )
    carried_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="carried_to",
        null=True,
        blank=True,
        editable=False,
        help_text="The proposal that this one was copied or rolled forward from.",
    )
    committees = models.ManyToManyField(
        "services.Committee", through="proposals.ProposalCommittee", related_name="proposals", blank=True
    )
    published_version_of = models.OneToOneField(
        "self",
        on_delete=models.CASCADE,
        related_name="published_version",
        null=True,
        blank=True,
        editable=False,
        help_text="The proposal under correction that this row keeps as it was last published.",
    )
    entered_by = account_field(blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField("last changed", auto_now=True)
    position = models.PositiveIntegerField(
        "position", default=0, help_text="Its position in the round's documents."
    )
    total_saving = models.BigIntegerField("total saving", default=0, editable=False)
    total_fte_change = models.DecimalField(
        "total FTE change", max_digits=12, decimal_places=2, default=0, editable=False
    )
    recurrence = models.CharField("recurring or one-off", max_length=10, default="", editable=False)
    investment = models.CharField("investment needed", max_length=10, default="", editable=False)
    posts_stated = models.CharField("posts by year", max_length=10, default="", editable=False)
    """“changed” or “unchanged”; empty where no number of posts is stated."""
    years_of_change = models.CharField("years of change", max_length=200, default="", editable=False)
    """The first years of the known years in which a saving saves, or a pressure adds, with a space between them."""

    objects = WorkingProposals()
    """The proposals as they are worked on, each once: under correction, with what is not signed off yet."""
    listed = ListedProposals()
    """The proposals as lists, totals and files show them, each once: under correction, as last published."""
    versions = ProposalManager()
    """Every row: of a proposal under correction both."""
    derived_fields = frozenset(
        {
            "canonical_reference",
            "start_year",
            "total_saving",
            "total_fte_change",
            "recurrence",
            "investment",
            "posts_stated",
            "years_of_change",
            "version",
            "changed_at",
            "entered_by",
        }
    )

    class Meta:
        ordering = ["budget_round", "position", "reference", "pk"]
        constraints = [
            unique(
                "unique_reference",
                "This round already has a proposal with that reference.",
                fields=["budget_round", "reference"],
                condition=Q(published_version_of__isnull=True),
            ),
            unique(
                "unique_canonical_reference",
                "This round already has that reference with a different spelling.",
                fields=["budget_round", "canonical_reference"],
                condition=Q(published_version_of__isnull=True),
            ),
            check(
                "reference_given",
                "Enter a reference with at least one letter or number.",
                ~Q(canonical_reference=""),
            ),
            check(
                "sensible_start_year",
                "The start year is out of range.",
                Q(start_year__isnull=True) | Q(start_year__range=(EARLIEST_START, LATEST_START)),
            ),
            known("direction", "saving or pressure", DIRECTIONS),
            known("fund", "a fund", FUNDS),
            known("pressure_category", "the cause of a pressure", PRESSURE_CATEGORIES, blank=True),
            check(
                "cause_of_pressure_only",
                "Only a pressure has a cause. Clear the cause of the pressure.",
                Q(direction=PRESSURE) | Q(pressure_category=""),
            ),
            check(
                "kind_of_saving_only",
                "Only a saving has a kind of saving. Clear the kind of saving.",
                Q(direction=SAVING) | Q(kind=""),
            ),
            known("certainty", "a certainty", CERTAINTIES, blank=True),
            check(
                "share_within_whole",
                "The council’s own share is a percentage from 0 to 100.",
                Q(council_share__isnull=True) | Q(council_share__range=(0, 100)),
            ),
            known("kind", "a kind of saving", KINDS, blank=True),
            known("risk_to_delivery", "a risk to delivery", RISK_LEVELS, blank=True, name="risk"),
            known(
                "impact_on_residents",
                "an impact on residents",
                RESIDENTS_IMPACT,
                blank=True,
                name="residents_impact",
            ),
            known(
                "public_consultation", "a state of the public consultation", PUBLIC_CONSULTATION, blank=True
            ),
            known("delivery_status", "a delivery status", DELIVERY, blank=True),
            known("stage", "a stage", [stage.value for stage in Stage]),
            known("outcome", "a decision", [outcome.value for outcome in Outcome], blank=True),
            check(
                "percentage",
                "Deliverability is a percentage from 0 to 100.",
                Q(deliverability__isnull=True) | Q(deliverability__lte=100),
            ),
            check(
                "no_huge_total",
                "The stated total is too large.",
                Q(stated_total__isnull=True) | Q(stated_total__range=(-LARGEST_AMOUNT, LARGEST_AMOUNT)),
            ),
        ]
        indexes = [
            models.Index(fields=["budget_round", "-total_saving", "id"], name="proposals_by_total"),
            models.Index(fields=["stage", "budget_round"], name="proposals_by_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def is_readable(self) -> bool:
        """Return whether every role may read it: published, or ended after it was published and not changed since."""
        return self.stage in PUBLISHED or (self.stage in ENDED and self.published_at is not None)

    @property
    def is_under_correction(self) -> bool:
        """Return whether readers have its last published version in its place (queried unless loaded)."""
        return getattr(self, "published_version", None) is not None

    @property
    def worked_on(self) -> "SavingsProposal":
        """Return the proposal as it is worked on, which for a published version is the one under correction."""
        return self.published_version_of or self

    @property
    def own_key(self) -> int:
        """Return the key of the proposal, which its last published version shares."""
        return int(self.published_version_of_id or self.pk)

    def mentioned_text(self) -> str:
        """Return the reference alone: another proposal's history is read by people who may not see this one."""
        return str(self.reference)

    def get_absolute_url(self) -> str:
        """Return the address of the proposal's own page."""
        return proposal_address(self.pk, self.published_version_of_id)

    def clean(self) -> None:
        """Check what a single field cannot: the round's years, the council, the service's budget and the direction."""
        self.canonical_reference = canonical_reference(self.reference)
        errors: dict[str, str] = {}
        if not self.canonical_reference:
            errors["reference"] = "Enter a reference with at least one letter or number."
        if self.budget_round_id and self.start_year and self.start_year not in self.budget_round.years:
            errors["start_year"] = f"{self.start_year} is not a year of the round {self.budget_round.name}."
        if self.service_id and self.budget_round_id:
            if self.service.directorate.council_id != self.budget_round.council_id:
                errors["service"] = "The service and the round belong to different councils."
            if self.base_budget_id and self.base_budget.service_id != self.service_id:
                errors["base_budget"] = "The base budget belongs to a different service."
        if self.pressure_category and self.direction != PRESSURE:
            errors["pressure_category"] = "Only a pressure has a cause. Clear the cause of the pressure."
        if self.kind and self.direction != SAVING:
            errors["kind"] = "Only a saving has a kind of saving. Clear the kind of saving."
        if errors:
            raise ValidationError(errors)

    def fill_in(self) -> None:
        """Set the canonical form of the reference and of the wards."""
        self.canonical_reference = canonical_reference(self.reference)
        self.wards = normalise_wards(self.wards)
