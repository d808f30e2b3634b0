"""Budget rounds."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.text import slugify

from proposals.domain.stages import Stage
from proposals.models.querysets import BudgetRoundQuerySet
from services.audit.history import RecordedModel
from services.db.constraints import check, known, unique
from services.db.fields import FinancialYearField, WebAddressField
from services.models import Council
from services.values.limits import LARGEST_AMOUNT
from services.values.years import EARLIEST_START, LATEST_START, FinancialYear, years_from

LONGEST_ROUND = 10

DUE_FIELDS: dict[Stage, str] = {
    Stage.DRAFT: "draft_due",
    Stage.SENT_BACK: "draft_due",
    Stage.SERVICE_REVIEW: "service_review_due",
    Stage.FINANCE_REVIEW: "finance_review_due",
    Stage.CORPORATE_REVIEW: "corporate_review_due",
    Stage.CABINET_MEMBER_REVIEW: "cabinet_member_review_due",
    Stage.READY_TO_PUBLISH: "ready_to_publish_due",
    Stage.SCRUTINY: "scrutiny_due",
}
"""The field of a round with the day by which proposals should have left a stage."""
TIMETABLE: tuple[str, ...] = tuple(dict.fromkeys(DUE_FIELDS.values()))
"""The fields of the deadlines, in the order of the stages."""


def _due(what: str) -> models.DateField:
    return models.DateField(f"{what} by", null=True, blank=True)


class BudgetRound(RecordedModel):
    """An autumn's set of savings proposals of a council, over a span of financial years."""

    class Phase(models.TextChoices):
        PREPARATION = "preparation", "in preparation (open for entry)"
        SCRUTINY = "scrutiny", "at scrutiny (only finance officers can edit)"
        CLOSED = "closed", "closed (cannot be edited)"

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="budget_rounds")
    name = models.CharField("name", max_length=200, help_text="For example, Budget 2018/19 to 2020/21.")
    base_year = FinancialYearField(
        "base year", help_text="The year of the budget that savings are taken from."
    )
    first_year = FinancialYearField("first year", help_text="The first year of savings.")
    number_of_years = models.PositiveSmallIntegerField(
        "number of years", default=3, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_ROUND)]
    )
    phase = models.CharField(
        "phase",
        max_length=20,
        choices=Phase,
        default=Phase.PREPARATION,
        help_text="Controls who can edit the proposals. The stage of a proposal controls who can view it.",
    )
    target = models.BigIntegerField(
        "savings target",
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(LARGEST_AMOUNT)],
        help_text="The total saving that the round must achieve, in pounds.",
    )
    draft_due = _due("submission")
    service_review_due = _due("service review")
    finance_review_due = _due("finance review")
    corporate_review_due = _due("corporate review")
    cabinet_member_review_due = _due("cabinet member review")
    ready_to_publish_due = _due("publication")
    scrutiny_due = _due("scrutiny")
    consultation_dates = models.CharField(
        "dates of the public consultation",
        max_length=200,
        blank=True,
        help_text="For example, 6 January to 14 February 2028. Shown on the public pages as soon as it is saved.",
    )
    consultation_link = WebAddressField(
        "page of the public consultation",
        blank=True,
        help_text="The web address where residents can respond. Shown on the public pages as soon as it is saved.",
    )
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="carried_to", null=True, blank=True, editable=False
    )

    objects = BudgetRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-first_year", "council__name", "name", "pk"]
        constraints = [
            unique(
                "unique_name", "This council already has a round of that name.", fields=["council", "name"]
            ),
            check(
                "sensible_length",
                f"A round has between 1 and {LONGEST_ROUND} years.",
                Q(number_of_years__range=(1, LONGEST_ROUND)),
            ),
            check(
                "base_before_first",
                "The base year must come before the first year.",
                Q(base_year__lt=models.F("first_year"))
                & Q(base_year__gte=EARLIEST_START, first_year__lte=LATEST_START),
            ),
            known("phase", "a phase", ["preparation", "scrutiny", "closed"]),
            check(
                "sensible_target",
                "Enter a savings target between £0 and £1,000,000,000,000.",
                Q(target__isnull=True) | Q(target__range=(0, LARGEST_AMOUNT)),
            ),
        ]
        permissions = [
            ("import_documents", "Can import documents"),
            ("make_appendices", "Can make appendices"),
            ("export_for_editing", "Can download a workbook for editing"),
        ]

    def __str__(self) -> str:
        return f"{self.council}: {self.name}"

    @property
    def years(self) -> tuple[FinancialYear, ...]:
        """The round's financial years, in order."""
        return years_from(self.first_year, self.number_of_years)

    def due_on(self, stage: Stage) -> date | None:
        """Return the day by which proposals should have left the stage, if the round has one."""
        name = DUE_FIELDS.get(stage)
        due: date | None = getattr(self, name) if name else None
        return due

    @property
    def file_stem(self) -> str:
        """The council and round as the beginning of a file's name."""
        return f"{self.council.slug}-{slugify(self.name) or self.pk}"
