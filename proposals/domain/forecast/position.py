"""The medium-term position: expenditure and income by year, and the gap between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal

from proposals.domain.rounding import nearest
from proposals.domain.savings_profile import running_totals
from services.values.years import FinancialYear

ByYear = Mapping[FinancialYear, int]

ExtrapolationRule = Literal["repeat the last level", "repeat the last change", "add a step", "grow by a rate"]


class UnusableForecast(ValueError):
    """The figures given do not make a forecast; the message names the field and says what is wrong."""


@dataclass(frozen=True)
class Extrapolation:
    """A rule for the years that nobody has planned: its name, and the step or rate that it needs."""

    rule: ExtrapolationRule
    step: int = 0
    rate: Fraction = Fraction(0)

    def next(self, values: Sequence[int]) -> int:
        """Return the figure that follows these, in whole pounds; a rate rounds half away from zero."""
        last = values[-1]
        if self.rule == "repeat the last change":
            if len(values) < 2:
                raise UnusableForecast("Repeating the last change needs the figures of two years.")
            return last + last - values[-2]
        if self.rule == "add a step":
            return last + self.step
        if self.rule == "grow by a rate":
            return nearest(last * (1 + self.rate))
        return last


def extrapolated(
    values: ByYear, years: Sequence[FinancialYear], rule: Extrapolation
) -> dict[FinancialYear, int]:
    """Return the figures with those of the further years, which follow one another by the rule."""
    if not values:
        raise UnusableForecast("There is no figure to extrapolate from.")
    found = dict(values)
    for year in years:
        if year not in found:
            found[year] = rule.next(list(found.values()))
    return found


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
        return {
            year: sum(amounts.get(year, 0) for amounts in (*self.uplift.values(), *self.pressures.values()))
            for year in self.years
        }

    @cached_property
    def cumulative_growth(self) -> dict[FinancialYear, int]:
        """Return the uplift and pressures in each year, all effects to date."""
        return running_totals(self.growth)

    @cached_property
    def expenditure(self) -> dict[FinancialYear, int]:
        """Return the base with all growth to date, before savings."""
        return {year: self.base.get(year, 0) + growth for year, growth in self.cumulative_growth.items()}

    @cached_property
    def total_income(self) -> dict[FinancialYear, int]:
        """Return the income of all lines by year."""
        return {year: sum(amounts.get(year, 0) for amounts in self.income.values()) for year in self.years}

    @cached_property
    def in_year(self) -> dict[FinancialYear, int]:
        """Return the surplus of each year, or its deficit as a negative figure."""
        return {
            year: self.total_income[year] - self.expenditure[year] + self.savings.get(year, 0)
            for year in self.years
        }

    @cached_property
    def cumulative(self) -> dict[FinancialYear, int]:
        """Return the surpluses and deficits added up over the years."""
        return running_totals(self.in_year)

    def with_savings(self, savings: ByYear) -> "Position":
        """Return the position in which these net savings are made beside those already in it."""
        together = {year: self.savings.get(year, 0) + savings.get(year, 0) for year in self.years}
        return replace(self, savings=together)
