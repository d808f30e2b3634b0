"""The yearly rows of a proposal: amounts and posts."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from proposals.domain.direction import SAVING
from proposals.models.proposals import SavingsProposal
from services.audit.history import RecordedModel
from services.db.constraints import check, sensible_year, unique
from services.db.fields import FinancialYearField
from services.values.limits import LARGEST_AMOUNT, LARGEST_FTE

EITHER_SIGN = [MinValueValidator(-LARGEST_AMOUNT), MaxValueValidator(LARGEST_AMOUNT)]
NO_NEGATIVES = [MinValueValidator(0), MaxValueValidator(LARGEST_AMOUNT)]


class ProposalYear(RecordedModel):
    """The base of the rows about one year of a proposal."""

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
        help_text="Starts in this year and continues. Negative for a reversal.",
    )
    one_off_saving = models.BigIntegerField(
        "one-off saving",
        default=0,
        validators=EITHER_SIGN,
        help_text="Applies to this year only. Below zero only for a pressure.",
    )
    recurring_cost = models.BigIntegerField(
        "recurring cost",
        default=0,
        validators=EITHER_SIGN,
        help_text="Starts in this year and continues. Negative when it ends.",
    )
    one_off_cost = models.BigIntegerField(
        "one-off cost", default=0, validators=NO_NEGATIVES, help_text="Applies to this year only."
    )
    capital_cost = models.BigIntegerField(
        "capital cost",
        default=0,
        validators=NO_NEGATIVES,
        help_text="Shown separately from revenue figures.",
    )
    discrete_saving = models.BigIntegerField("discrete saving", default=0, editable=False)

    derived_fields = frozenset({"discrete_saving"})

    class Meta:
        ordering = ["proposal", "year"]
        verbose_name = "amounts of a year"
        verbose_name_plural = "amounts by year"
        constraints = [
            unique(
                "unique_year", "This proposal already has figures for that year.", fields=["proposal", "year"]
            ),
            check(
                "no_negative_amounts",
                "Enter one-off costs and capital costs as positive amounts.",
                Q(one_off_cost__gte=0, capital_cost__gte=0),
            ),
            check(
                "no_huge_amounts",
                "An amount is too large.",
                Q(
                    recurring_saving__range=(-LARGEST_AMOUNT, LARGEST_AMOUNT),
                    recurring_cost__range=(-LARGEST_AMOUNT, LARGEST_AMOUNT),
                    one_off_saving__range=(-LARGEST_AMOUNT, LARGEST_AMOUNT),
                    one_off_cost__lte=LARGEST_AMOUNT,
                    capital_cost__lte=LARGEST_AMOUNT,
                ),
            ),
            sensible_year(),
        ]

    def clean(self) -> None:
        """Refuse a one-off saving below zero, which is a cost; a pressure may have either sign."""
        super().clean()
        if self.one_off_saving < 0 and self.proposal.direction == SAVING:
            raise ValidationError(
                {"one_off_saving": "A one-off saving cannot be below zero. Enter it as a one-off cost."}
            )


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
            unique(
                "unique_year",
                "This proposal already has an FTE change for that year.",
                fields=["proposal", "year"],
            ),
            check(
                "no_huge_change",
                "This number of posts is too large.",
                Q(change__range=(-LARGEST_FTE, LARGEST_FTE)),
            ),
            sensible_year(),
        ]
