"""The facts of a round's budget that its proposals do not tell: what an appendix freezes beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.values.years import FinancialYear


@dataclass(frozen=True)
class ReserveBalance:
    """A reserve: its balance at the end of each year, in pounds, and the level below which it must not fall.

    There are no balances where the opening balance is not known.
    """

    name: str
    closing: Mapping[FinancialYear, int]
    minimum: int | None = None
    minimum_reason: str = ""

    @property
    def below_minimum(self) -> FinancialYear | None:
        """Return the first year that ends below the minimum; None where no year does or no minimum is set."""
        minimum = self.minimum
        if minimum is None:
            return None
        return next((year for year, pounds in self.closing.items() if pounds < minimum), None)


@dataclass(frozen=True)
class DeliveredSaving:
    """A saving that was approved in the round before: its total in pounds, where known, and how its delivery stands."""

    total: int | None
    status: str


@dataclass(frozen=True)
class BudgetFacts:
    """The general fund of a round: its gap with the proposals, its reserves, and the delivery of the round before.

    `gap_if_nothing` and `gap` are positive where money is missing, in whole pounds; both are empty, with the reason in
    `problem`, where they cannot be computed. `reserves_used` is what reserves give for the gap. The opinion is the
    section 151 officer's, empty until it is stated.
    """

    gap_if_nothing: Mapping[FinancialYear, int]
    gap: Mapping[FinancialYear, int]
    reserves_used: Mapping[FinancialYear, int]
    reserves: tuple[ReserveBalance, ...]
    problem: str = ""
    round_before: str = ""
    delivered: tuple[DeliveredSaving, ...] = ()
    estimates_opinion: str = ""
    reserves_opinion: str = ""
    stated_on: date | None = None
    extrapolated: tuple[FinancialYear, ...] = ()
    """The years that lie beyond the round: nobody has planned them."""

    @property
    def has_opinion(self) -> bool:
        """Return whether both parts of the opinion are stated."""
        return bool(self.estimates_opinion and self.reserves_opinion)
