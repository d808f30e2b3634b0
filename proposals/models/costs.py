"""The cost to achieve of a proposal, by kind and by who pays."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from proposals.domain.costs import COST_KINDS, FUNDERS
from proposals.models.proposals import SavingsProposal
from proposals.models.years import NO_NEGATIVES, ProposalYear
from services.db.constraints import check, known, sensible_year, unique
from services.values.limits import LARGEST_AMOUNT


class CostToAchieve(ProposalYear):
    """One-off cost of delivering a proposal in one year: of one kind, from one funder."""

    proposal = models.ForeignKey(SavingsProposal, on_delete=models.CASCADE, related_name="costs_to_achieve")
    kind = models.CharField("kind of cost", max_length=20, choices=list(COST_KINDS.items()))
    funder = models.CharField("funder", max_length=20, choices=list(FUNDERS.items()))
    amount = models.BigIntegerField("amount", validators=NO_NEGATIVES, help_text="Whole pounds.")
    capital = models.BigIntegerField(
        "of which capital",
        default=0,
        validators=NO_NEGATIVES,
        help_text="The part that is capital expenditure.",
    )

    class Meta:
        ordering = ["proposal", "year", "kind", "funder", "pk"]
        verbose_name = "cost to achieve"
        verbose_name_plural = "costs to achieve"
        constraints = [
            unique(
                "one_row",
                "This year already has a cost of that kind from that funder.",
                fields=["proposal", "year", "kind", "funder"],
            ),
            known("kind", "a kind of cost", COST_KINDS),
            known("funder", "a funder", FUNDERS),
            check(
                "no_negative_amounts",
                "Enter the cost as a positive amount below £1,000,000,000,000.",
                Q(amount__range=(0, LARGEST_AMOUNT)),
            ),
            check(
                "capital_within_amount",
                "The capital part must be between zero and the amount.",
                Q(capital__gte=0) & Q(capital__lte=F("amount")),
            ),
            sensible_year(),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference} {self.year}: {self.get_kind_display()}"

    def clean(self) -> None:
        """Refuse a capital part above the amount, and a year that the round does not have."""
        super().clean()
        if self.amount is not None and self.capital is not None and self.capital > self.amount:
            raise ValidationError({"capital": "The capital part must not be more than the amount."})
