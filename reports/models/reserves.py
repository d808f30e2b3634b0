"""The reserves of a round's budget, and what moves them in each year."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from proposals.domain.costs import FUNDERS
from proposals.domain.forecast.reserves import RESERVE_FUNDERS, ReservePlan
from proposals.models import BudgetRound
from proposals.models.assumptions import BudgetQuerySet
from proposals.models.years import EITHER_SIGN, NO_NEGATIVES
from services.audit.history import RecordedModel
from services.db.constraints import check, known, sensible_year, unique
from services.db.fields import FinancialYearField
from services.values.limits import LARGEST_AMOUNT


class Reserve(RecordedModel):
    """A reserve at the start of a round's first year, and how much must stay in it."""

    budget_round = models.ForeignKey(BudgetRound, on_delete=models.CASCADE, related_name="reserves")
    name = models.CharField("name", max_length=200)
    opening_balance = models.BigIntegerField(
        "opening balance",
        null=True,
        blank=True,
        validators=EITHER_SIGN,
        help_text="At the start of the round’s first year. Leave blank if it is not known.",
    )
    minimum = models.BigIntegerField(
        "minimum level",
        null=True,
        blank=True,
        validators=NO_NEGATIVES,
        help_text="Leave blank if none has been set.",
    )
    minimum_reason = models.CharField("reason for the minimum level", max_length=1000, blank=True)
    takes_the_gap = models.BooleanField(
        "takes the rest of the gap",
        default=False,
        help_text="Tick for the one reserve that takes whatever the gap is after the planned use of the others.",
    )
    pays = models.CharField(
        "costs to achieve that it pays",
        max_length=20,
        choices=[(funder, FUNDERS[funder]) for funder in RESERVE_FUNDERS],
        blank=True,
        help_text="Costs of proposals with this funder are taken from the reserve.",
    )

    objects = BudgetQuerySet.as_manager()

    class Meta:
        ordering = ["budget_round", "-takes_the_gap", "name", "pk"]
        constraints = [
            unique(
                "one_name", "This round already has a reserve of that name.", "budget_round", Lower("name")
            ),
            unique(
                "one_takes_the_gap",
                "Another reserve of this round takes the rest of the gap already.",
                fields=["budget_round"],
                condition=Q(takes_the_gap=True),
            ),
            unique(
                "one_pays",
                "Another reserve of this round pays these costs already.",
                fields=["budget_round", "pays"],
                condition=~Q(pays=""),
            ),
            known("pays", "the costs", RESERVE_FUNDERS, blank=True, name="funder"),
            check(
                "no_huge_balance",
                "The opening balance is too large.",
                Q(opening_balance__isnull=True) | Q(opening_balance__range=(-LARGEST_AMOUNT, LARGEST_AMOUNT)),
            ),
            check(
                "sensible_minimum",
                "Enter the minimum level as a positive amount below £1,000,000,000,000.",
                Q(minimum__isnull=True) | Q(minimum__range=(0, LARGEST_AMOUNT)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def plan(self) -> ReservePlan:
        """Return what is said of the reserve as plain values; its years are read."""
        years = list(self.years.all())
        return ReservePlan(
            name=self.name,
            opening_balance=self.opening_balance,
            minimum=self.minimum,
            minimum_reason=self.minimum_reason,
            takes_the_gap=self.takes_the_gap,
            pays=self.pays,
            planned={row.year: row.for_the_gap for row in years if row.for_the_gap is not None},
            other_use={row.year: row.other_use for row in years if row.other_use},
            reasons={row.year: row.other_use_reason for row in years},
            contributions={row.year: row.contributions for row in years},
        )


class ReserveYear(RecordedModel):
    """What is used of a reserve and paid into it in one year; every amount is positive."""

    history_parent = "reserve"

    reserve = models.ForeignKey(Reserve, on_delete=models.CASCADE, related_name="years")
    year = FinancialYearField("financial year")
    for_the_gap = models.BigIntegerField(
        "planned use for the gap", null=True, blank=True, validators=NO_NEGATIVES
    )
    other_use = models.BigIntegerField("other use", default=0, validators=NO_NEGATIVES)
    other_use_reason = models.CharField("reason for the other use", max_length=500, blank=True)
    contributions = models.BigIntegerField("contributions", default=0, validators=NO_NEGATIVES)

    class Meta:
        ordering = ["reserve", "year"]
        verbose_name = "year of a reserve"
        verbose_name_plural = "years of reserves"
        constraints = [
            unique(
                "unique_year", "This reserve already has figures for that year.", fields=["reserve", "year"]
            ),
            check(
                "no_negative_amounts",
                "Enter use and contributions as positive amounts below £1,000,000,000,000.",
                Q(
                    other_use__range=(0, LARGEST_AMOUNT),
                    contributions__range=(0, LARGEST_AMOUNT),
                )
                & (Q(for_the_gap__isnull=True) | Q(for_the_gap__range=(0, LARGEST_AMOUNT))),
            ),
            sensible_year(),
        ]

    def __str__(self) -> str:
        return f"{self.reserve} {self.year}"
