"""The medium-term plan of a round, as finance officers state it; nothing computed is stored."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from proposals.domain.fields import CERTAINTIES, FUNDS, GENERAL_FUND, PRESSURE_CATEGORIES, REVENUE_FUNDS
from proposals.domain.forecast.assumptions import PARAMETERS
from proposals.domain.forecast.plan import INCOME_KINDS, RULES
from proposals.models import BudgetRound
from proposals.models.assumptions import BudgetQuerySet
from proposals.models.years import EITHER_SIGN
from services.audit.history import RecordedModel
from services.db.constraints import check, known, sensible_year, unique
from services.db.fields import FinancialYearField
from services.models import Directorate
from services.values.limits import LARGEST_AMOUNT
from services.values.years import FinancialYear, years_from

MOST_YEARS_BEYOND = 10
TAX_PARTS: dict[str, str] = {
    "tax_base": "Tax base (Band D dwellings)",
    "band_d": "Band D rate (£)",
    "collection": "Collected (%)",
}
"""The lines that council tax is computed from."""

RATE_KEYS = {key: each.label for key, each in PARAMETERS.items() if each.unit == "percent" and each.by_year}
"""The assumptions from which a rule can read its rate."""

CATEGORIES = {**PRESSURE_CATEGORIES, **INCOME_KINDS, **TAX_PARTS}


class MediumTermPlan(RecordedModel):
    """The plan of a round: the years beyond it, its lines, and the moment from which its readers see it."""

    budget_round = models.OneToOneField(
        BudgetRound, on_delete=models.CASCADE, related_name="medium_term_plan", verbose_name="budget round"
    )
    years_beyond = models.PositiveSmallIntegerField(
        "years beyond the round",
        default=0,
        validators=[MaxValueValidator(MOST_YEARS_BEYOND)],
        help_text="The years that follow by rule, marked as extrapolated.",
    )
    shared_at = models.DateTimeField("shared", null=True, blank=True, editable=False)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = "medium-term plan"
        constraints = [
            check(
                "sensible_years",
                f"Enter a number of years from 0 to {MOST_YEARS_BEYOND}.",
                Q(years_beyond__range=(0, MOST_YEARS_BEYOND)),
            ),
        ]

    def __str__(self) -> str:
        return f"Medium-term plan of {self.budget_round}"

    @property
    def years(self) -> tuple[FinancialYear, ...]:
        """The years of the round and those beyond it."""
        return years_from(self.budget_round.first_year, self.budget_round.number_of_years + self.years_beyond)


class PlanLine(RecordedModel):
    """A line of the plan: base budget, uplift, a part of council tax, other income, or a savings target."""

    class Section(models.TextChoices):
        BASE = "base", "base budget"
        UPLIFT = "uplift", "uplift"
        COUNCIL_TAX = "council_tax", "council tax"
        INCOME = "income", "other income"
        TARGETS = "targets", "savings targets"

    history_parent = "plan"

    plan = models.ForeignKey(MediumTermPlan, on_delete=models.CASCADE, related_name="lines")
    section = models.CharField("section", max_length=20, choices=Section, editable=False)
    name = models.CharField("name", max_length=200, blank=True)
    fund = models.CharField("fund", max_length=30, choices=list(FUNDS.items()), default=GENERAL_FUND)
    directorate = models.ForeignKey(
        Directorate, on_delete=models.PROTECT, related_name="plan_lines", null=True, blank=True
    )
    category = models.CharField("category", max_length=20, choices=list(CATEGORIES.items()), blank=True)
    certainty = models.CharField("certainty", max_length=10, choices=list(CERTAINTIES.items()), blank=True)
    last_year = FinancialYearField("last year", null=True, blank=True)
    growth_on = models.BigIntegerField("cost that grows", null=True, blank=True, validators=EITHER_SIGN)
    rule = models.CharField(
        "rule for the other years", max_length=30, choices=list(RULES.items()), default=next(iter(RULES))
    )
    rule_value = models.DecimalField(
        "step or rate", max_digits=17, decimal_places=4, default=0, validators=EITHER_SIGN
    )
    rate_key = models.CharField(
        "assumption that states the rate", max_length=30, choices=list(RATE_KEYS.items()), blank=True
    )
    position = models.PositiveIntegerField("position", default=0)

    class Meta:
        ordering = ["plan", "section", "position", "pk"]
        constraints = [
            unique(
                "one_of_directorate",
                "The plan has a line of this directorate and fund already.",
                fields=["plan", "section", "fund", "directorate"],
                condition=Q(section__in=["base", "targets"]),
            ),
            unique(
                "one_name",
                "The plan has a line of this name and fund already.",
                "plan",
                "section",
                "fund",
                Lower("name"),
                condition=Q(section__in=["uplift", "income"]),
            ),
            unique(
                "one_part",
                "The plan has this part of council tax already.",
                fields=["plan", "category"],
                condition=Q(section="council_tax"),
            ),
            check(
                "known_section",
                "Choose a section of the plan.",
                Q(section__in=["base", "uplift", "council_tax", "income", "targets"]),
            ),
            check(
                "revenue_fund",
                "Choose a fund from the list. The capital programme has no position.",
                Q(fund__in=list(REVENUE_FUNDS)),
            ),
            known("category", "a category", CATEGORIES, blank=True),
            known("certainty", "a certainty", CERTAINTIES, blank=True),
            known("rule", "a rule", RULES),
            known("rate_key", "an assumption", RATE_KEYS, blank=True, name="rate"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The line's own name; of a directorate's line the directorate, of council tax the part."""
        if self.section == self.Section.COUNCIL_TAX:
            return TAX_PARTS.get(self.category, "")
        return self.name or (self.directorate.name if self.directorate else "")


class PlanAmount(RecordedModel):
    """The stated figure of a line in one year: whole pounds, or a decimal of council tax."""

    history_parent = "line"

    line = models.ForeignKey(PlanLine, on_delete=models.CASCADE, related_name="amounts")
    year = FinancialYearField("financial year")
    amount = models.DecimalField("amount", max_digits=17, decimal_places=4, validators=EITHER_SIGN)

    class Meta:
        ordering = ["line", "year"]
        verbose_name = "figure of the plan"
        verbose_name_plural = "figures of the plan"
        constraints = [
            unique("unique_year", "This line already has a figure for that year.", fields=["line", "year"]),
            sensible_year(),
            check(
                "no_huge_amount",
                "The amount is too large.",
                Q(amount__range=(-LARGEST_AMOUNT, LARGEST_AMOUNT)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.year}"

    def history_subject(self) -> tuple[str, int]:
        """Return the plan, to whose timeline every figure belongs."""
        return self.line.history_subject()
