"""What it costs to deliver proposals: the kinds of cost, who pays, and the schedule over the years."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from proposals.domain.savings_profile import SavingsProfile
from services.values.years import FinancialYear

COST_KINDS: dict[str, str] = {
    "ict": "ICT",
    "redundancy": "Redundancy",
    "project": "Project team",
    "other": "Other",
}
"""The kinds of cost to achieve in words."""

CAPITAL_RECEIPTS = "capital_receipts"
FUNDERS: dict[str, str] = {
    "revenue": "Revenue budget",
    "reserve": "Reserve",
    "transformation_fund": "Transformation fund",
    CAPITAL_RECEIPTS: "Capital receipts",
    "grant": "Grant",
    "borrowing": "Borrowing",
}
"""Who pays a cost to achieve, in words."""


@dataclass(frozen=True)
class CostRecord:
    """A cost to achieve of one year: its kind, who pays, and how much of the amount is capital."""

    year: FinancialYear
    kind: str
    funder: str
    amount: int
    capital: int = 0

    @property
    def revenue(self) -> int:
        """The part that is revenue expenditure."""
        return self.amount - self.capital


@dataclass(frozen=True)
class CostDifference:
    """A year in which the schedule of costs and the savings profile differ; amounts in whole pounds."""

    year: FinancialYear
    revenue: int
    one_off_cost: int
    capital: int
    capital_cost: int


def cost_differences(costs: Sequence[CostRecord], profile: SavingsProfile) -> tuple[CostDifference, ...]:
    """Return the years in which scheduled costs do not come to the one-off and capital cost of the profile."""
    schedule = CostSchedule(profile.years, tuple(costs))
    differences = (
        CostDifference(
            year, schedule.revenue[year], amounts.one_off_cost, schedule.capital[year], amounts.capital_cost
        )
        for year, amounts in zip(profile.years, profile.amounts, strict=True)
    )
    return tuple(
        each for each in differences if (each.revenue, each.capital) != (each.one_off_cost, each.capital_cost)
    )


@dataclass(frozen=True)
class CostSchedule:
    """Costs to achieve over the years, of one proposal or of many."""

    years: tuple[FinancialYear, ...]
    costs: tuple[CostRecord, ...] = field(default=())

    @cached_property
    def revenue(self) -> dict[FinancialYear, int]:
        """The revenue part by year."""
        return self._by_year((each.year, each.revenue) for each in self.costs)

    @cached_property
    def capital(self) -> dict[FinancialYear, int]:
        """The capital part by year."""
        return self._by_year((each.year, each.capital) for each in self.costs)

    @cached_property
    def total(self) -> dict[FinancialYear, int]:
        """Revenue and capital together by year."""
        return self._by_year((each.year, each.amount) for each in self.costs)

    @property
    def by_kind(self) -> dict[str, dict[FinancialYear, int]]:
        """The costs by kind and year, in the order of the kinds; those of which there are none are left out."""
        return {
            kind: self._by_year((each.year, each.amount) for each in self.costs if each.kind == kind)
            for kind in COST_KINDS
            if any(each.kind == kind for each in self.costs)
        }

    @property
    def by_funder(self) -> dict[str, dict[FinancialYear, int]]:
        """The costs by funder and year, in the order of the funders; those who pay none are left out."""
        return {
            funder: self._by_year((each.year, each.amount) for each in self.costs if each.funder == funder)
            for funder in FUNDERS
            if any(each.funder == funder for each in self.costs)
        }

    @property
    def from_capital_receipts(self) -> dict[FinancialYear, int]:
        """The revenue cost that capital receipts pay by year: only that needs the flexibility to use them."""
        paid = (each for each in self.costs if each.funder == CAPITAL_RECEIPTS)
        return self._by_year((each.year, each.revenue) for each in paid)

    def _by_year(self, amounts: Iterable[tuple[FinancialYear, int]]) -> dict[FinancialYear, int]:
        sums = dict.fromkeys(self.years, 0)
        for year, pounds in amounts:
            if year in sums:
                sums[year] += pounds
        return sums
