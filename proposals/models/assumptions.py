"""The register of a round's assumptions, from which the computation reads its parameters."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from proposals.domain.forecast.assumptions import PARAMETERS, UNITS, Assumptions, ParameterValue
from proposals.models.rounds import BudgetRound
from proposals.permissions.budgets import visible_budgets
from services.audit.history import RecordedModel, RecordedQuerySet
from services.db.constraints import check, known, sensible_year, unique
from services.db.fields import FinancialYearField
from services.values.limits import LARGEST_AMOUNT
from services.values.years import FinancialYear


class BudgetQuerySet(RecordedQuerySet):
    """What belongs to the budgets of rounds."""

    def visible_to(self, user: Any) -> "BudgetQuerySet":
        """Return what belongs to budgets that this person may see."""
        return self.filter(visible_budgets(user))


def _value_field(**options: Any) -> models.DecimalField:
    return models.DecimalField(
        "value",
        max_digits=17,
        decimal_places=4,
        validators=[MinValueValidator(-LARGEST_AMOUNT), MaxValueValidator(LARGEST_AMOUNT)],
        **options,
    )


class Assumption(RecordedModel):
    """Something that a round's budget takes for granted: in words, and as a value where it has one."""

    budget_round = models.ForeignKey(BudgetRound, on_delete=models.CASCADE, related_name="assumptions")
    area = models.CharField("area", max_length=100, help_text="For example, Pay, Prices or Council tax.")
    text = models.CharField("assumption", max_length=1000)
    key = models.CharField(
        "parameter",
        max_length=30,
        choices=[(key, parameter.label) for key, parameter in PARAMETERS.items()],
        blank=True,
        help_text="The figure of the computation that this assumption sets. Leave blank if it sets none.",
    )
    value = _value_field(null=True, blank=True, help_text="Leave blank if it has none.")
    unit = models.CharField("unit", max_length=10, choices=list(UNITS.items()), blank=True)
    source = models.CharField("source", max_length=500, blank=True)
    owner = models.CharField("owner", max_length=200, blank=True, help_text="The officer who answers for it.")
    stated_on = models.DateField("date", null=True, blank=True)
    review_on = models.DateField("review date", null=True, blank=True)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        ordering = ["budget_round", "area", "text", "pk"]
        constraints = [
            unique(
                "one_value",
                "Another assumption of this round sets this parameter already.",
                fields=["budget_round", "key"],
                condition=~Q(key=""),
            ),
            known("key", "a parameter", PARAMETERS, blank=True, name="parameter"),
            known("unit", "a unit", UNITS, blank=True),
            check(
                "parameter_has_value", "Enter the value of the parameter.", Q(key="") | Q(value__isnull=False)
            ),
            check(
                "value_with_unit",
                "Enter a value and its unit, or neither.",
                Q(value__isnull=True, unit="") | Q(value__isnull=False) & ~Q(unit=""),
            ),
            check(
                "no_huge_value",
                "The value is too large.",
                Q(value__isnull=True) | Q(value__range=(-LARGEST_AMOUNT, LARGEST_AMOUNT)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.text}"

    @property
    def is_overdue(self) -> bool:
        """Return whether its review date has passed."""
        return self.review_on is not None and self.review_on < timezone.localdate()

    def clean(self) -> None:
        """Refuse a value that the parameter cannot have."""
        parameter = PARAMETERS.get(self.key)
        if parameter is None or self.value is None:
            return
        if self.unit != parameter.unit:
            raise ValidationError({"unit": f"The unit of “{parameter.label}” is {UNITS[parameter.unit]}."})
        if not parameter.smallest <= self.value <= parameter.largest:
            raise ValidationError({"value": parameter.refusal})


class AssumptionYear(RecordedModel):
    """The value of an assumption in a single year that differs from the others."""

    history_parent = "assumption"

    assumption = models.ForeignKey(Assumption, on_delete=models.CASCADE, related_name="years")
    year = FinancialYearField("financial year")
    value = _value_field()

    class Meta:
        ordering = ["assumption", "year"]
        verbose_name = "assumption of a year"
        verbose_name_plural = "assumptions of years"
        constraints = [
            unique(
                "unique_year",
                "This assumption already has a value for that year.",
                fields=["assumption", "year"],
            ),
            check(
                "no_huge_value", "The value is too large.", Q(value__range=(-LARGEST_AMOUNT, LARGEST_AMOUNT))
            ),
            sensible_year(),
        ]

    def __str__(self) -> str:
        return f"{self.assumption} {self.year}"


def assumptions_of(budget_round: BudgetRound) -> Assumptions:
    """Return the parameters of a round's computation, whoever asks."""
    return _stated_in(budget_round, Assumption.objects.all())


def assumptions_seen_by(user: Any, budget_round: BudgetRound) -> Assumptions:
    """Return those parameters of a round's computation that this person may know."""
    return _stated_in(budget_round, Assumption.objects.visible_to(user))


def _stated_in(budget_round: BudgetRound, assumptions: BudgetQuerySet) -> Assumptions:
    """Return the parameters that the round's assumptions state, with the years that differ, in one query."""
    stated = assumptions.filter(budget_round=budget_round, value__isnull=False).exclude(key="")
    found: dict[str, ParameterValue] = {}
    years: dict[str, dict[FinancialYear, Decimal]] = {}
    for key, value, year, own in stated.values_list("key", "value", "years__year", "years__value"):
        by_year = years.setdefault(key, {})
        if year is not None:
            by_year[year] = own
        found[key] = ParameterValue(value, by_year)
    return Assumptions(found)
