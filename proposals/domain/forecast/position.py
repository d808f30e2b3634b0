"""The medium-term position: expenditure and income by year, and the gap between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from proposals.domain.savings_profile import added_up, negated, running_totals
from services.values.years import FinancialYear

ByYear = Mapping[FinancialYear, int]


class UnusableForecast(ValueError):
    """The figures given do not make a forecast; the message names the field and says what is wrong."""


@dataclass(frozen=True)
class Position:
    """What a council spends and receives in each of consecutive years.

    `uplift` and `pressures` are changes that begin in a year and stay; `savings` is the net saving in each year, all
    effects to date; `income` is each year's. Everything is positive and its name says what it is.
    """

    years: tuple[FinancialYear, ...]
    base: ByYear
    income: Mapping[str, ByYear]
    uplift: Mapping[str, ByYear] = field(default_factory=dict)
    pressures: Mapping[str, ByYear] = field(default_factory=dict)
    savings: ByYear = field(default_factory=dict)

    @cached_property
    def growth(self) -> dict[FinancialYear, int]:
        """Return the uplift and pressures that begin in each year."""
        return added_up((*self.uplift.values(), *self.pressures.values()), self.years)

    @cached_property
    def expenditure(self) -> dict[FinancialYear, int]:
        """Return the base with all growth to date, before savings."""
        return {year: self.base.get(year, 0) + growth for year, growth in running_totals(self.growth).items()}

    @cached_property
    def total_income(self) -> dict[FinancialYear, int]:
        """Return the income of all lines by year."""
        return added_up(self.income.values(), self.years)

    @cached_property
    def in_year(self) -> dict[FinancialYear, int]:
        """Return the surplus of each year, or its deficit as a negative figure."""
        return {
            year: self.total_income[year] - self.expenditure[year] + self.savings.get(year, 0)
            for year in self.years
        }

    @cached_property
    def gap(self) -> dict[FinancialYear, int]:
        """Return the gap of each year: its deficit, or a surplus below zero."""
        return negated(self.in_year)

    @cached_property
    def cumulative_gap(self) -> dict[FinancialYear, int]:
        """Return the gaps added up over the years."""
        return running_totals(self.gap)

    def with_savings(self, savings: ByYear) -> "Position":
        """Return the position in which these net savings are made beside those already in it."""
        return replace(self, savings=added_up((self.savings, savings), self.years))
