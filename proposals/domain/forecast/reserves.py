"""Reserves over the years: what is used and paid in, what is left, when it runs out, and what has to be found then."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from proposals.domain.forecast.position import ByYear
from proposals.domain.savings_profile import running_totals
from services.values.years import FinancialYear


@dataclass(frozen=True)
class Reserve:
    """A reserve: its opening balance, and what moves it in each year.

    `for_the_gap` is each year's surplus, or its deficit as a negative figure; `other_use` and `contributions` are
    positive. `planned_use` is what the council has said that it will use altogether, where it has said so.
    """

    name: str
    years: tuple[FinancialYear, ...]
    opening_balance: int | None
    for_the_gap: ByYear
    other_use: ByYear = field(default_factory=dict)
    contributions: ByYear = field(default_factory=dict)
    planned_use: ByYear = field(default_factory=dict)
    minimum: int | None = None
    unexplained: ByYear = field(default_factory=dict)

    @cached_property
    def movement(self) -> dict[FinancialYear, int]:
        """Return what each year adds to the reserve; a use is negative."""
        return {
            year: self.for_the_gap.get(year, 0)
            - self.other_use.get(year, 0)
            + self.contributions.get(year, 0)
            for year in self.years
        }

    @cached_property
    def closing(self) -> dict[FinancialYear, int]:
        """Return the balance at the end of each year, below zero where more is used than there is.

        Empty where no opening balance is known.
        """
        if self.opening_balance is None:
            return {}
        opening = self.opening_balance
        return {year: opening + moved for year, moved in running_totals(self.movement).items()}

    @cached_property
    def opening(self) -> dict[FinancialYear, int]:
        """Return the balance at the start of each year: the one at the end of the year before."""
        if self.opening_balance is None:
            return {}
        balances = (self.opening_balance, *self.closing.values())
        return dict(zip(self.years, balances, strict=False))

    @property
    def runs_out(self) -> FinancialYear | None:
        """Return the first year that ends below zero; None if no year does."""
        return next((year for year, balance in self.closing.items() if balance < 0), None)

    @property
    def falls_below_minimum(self) -> FinancialYear | None:
        """Return the first year that ends below the minimum; None if no year does or there is no minimum."""
        minimum = self.minimum
        if minimum is None:
            return None
        return next((year for year, balance in self.closing.items() if balance < minimum), None)

    @property
    def transitional_funding(self) -> int:
        """Return what has to be found from elsewhere at most: how far the lowest balance lies below zero."""
        return max(0, -min(self.closing.values(), default=0))

    @property
    def questions(self) -> tuple[str, ...]:
        """Return what has to be asked before the figures can be relied on, each as a question in words."""
        return tuple(self._questions())

    def _questions(self) -> Sequence[str]:
        asked = []
        if self.opening_balance is None:
            asked.append(f"What is the opening balance of {self.name} in {self.years[0]}?")
        for year, pounds in self.unexplained.items():
            if pounds:
                asked.append(
                    f"What is £{pounds:,} of {self.name} used for in {year}? It is beyond the deficit of the year, "
                    "and nothing explains it."
                )
        for year, planned in self.planned_use.items():
            missing = planned + self.movement.get(year, 0)
            if year in self.movement and missing:
                asked.append(
                    f"The planned use of {self.name} in {year} is £{planned:,}, but the deficit and the other use "
                    f"stated come to £{-self.movement[year]:,}. What is the difference of £{abs(missing):,}?"
                )
        if self.minimum is None:
            asked.append(f"What is the minimum level of {self.name}, and why?")
        return asked
