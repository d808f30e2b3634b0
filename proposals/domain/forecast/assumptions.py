"""The parameters that a round's computation reads from its register of assumptions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from proposals.domain.fte_profile import FTEProfile
from proposals.domain.savings_profile import GREEN_BOOK_DISCOUNT_RATE
from proposals.domain.savings_together import pay_cost
from services.values.years import FinancialYear

Unit = Literal["percent", "pounds", "number"]

UNITS: dict[str, str] = {"percent": "%", "pounds": "£", "number": "Number"}
"""The units of an assumption's value in words."""

INFLATION, PAY_AWARD, COUNCIL_TAX_RISE = "inflation", "pay_award", "council_tax_rise"
POUNDS_PER_FTE, DISCOUNT_RATE = "pounds_per_fte", "discount_rate"


@dataclass(frozen=True)
class Parameter:
    """A figure that the computation reads: its label and unit, what it may be, and if it may differ by year."""

    label: str
    unit: Unit
    smallest: int
    largest: int
    by_year: bool = True

    @property
    def refusal(self) -> str:
        """Return what is said about a value out of its range."""
        if self.unit == "percent":
            return f"Enter a percentage from {self.smallest} to {self.largest}."
        return f"Enter an amount from £{self.smallest:,} to £{self.largest:,}."


PARAMETERS: dict[str, Parameter] = {
    INFLATION: Parameter("Inflation", "percent", -50, 100),
    PAY_AWARD: Parameter("Pay award", "percent", -50, 100),
    COUNCIL_TAX_RISE: Parameter("Council tax rise", "percent", -50, 100),
    POUNDS_PER_FTE: Parameter("Annual cost of a full-time post (FTE)", "pounds", 0, 1_000_000),
    DISCOUNT_RATE: Parameter("Discount rate", "percent", 0, 30, by_year=False),
}
"""The parameters by the key under which an assumption states them."""


@dataclass(frozen=True)
class ParameterValue:
    """What an assumption says of a parameter: a value, and those of the years that differ."""

    value: Decimal
    by_year: Mapping[FinancialYear, Decimal] = field(default_factory=dict)

    def in_year(self, year: FinancialYear) -> Decimal:
        """Return the value in a year."""
        return self.by_year.get(year, self.value)


@dataclass(frozen=True)
class Assumptions:
    """The parameters of a round by key, as far as its register states them."""

    stated: Mapping[str, ParameterValue] = field(default_factory=dict)

    def value(self, key: str, year: FinancialYear) -> Decimal | None:
        """Return the value of a parameter in a year, in its unit; None where the register does not state it."""
        parameter = self.stated.get(key)
        return None if parameter is None else parameter.in_year(year)

    def rate(self, key: str, year: FinancialYear) -> Fraction | None:
        """Return a percentage as a share: 2% is 1/50; None where the register does not state it."""
        percent = self.value(key, year)
        return None if percent is None else Fraction(percent) / 100

    @property
    def discount_rate(self) -> Decimal:
        """Return the rate of net present values as a share: the Green Book's where no assumption states one."""
        stated = self.stated.get(DISCOUNT_RATE)
        return GREEN_BOOK_DISCOUNT_RATE if stated is None else stated.value / 100

    def cost_of_posts(self, fte: FTEProfile) -> int | None:
        """Return what the posts of a change cost in a full year; None where nothing is stated of a post's cost."""
        a_post = self.value(POUNDS_PER_FTE, fte.years[-1]) if fte.total else None
        return None if a_post is None else pay_cost(abs(fte.total), a_post)

    def replaced(self, key: str, value: ParameterValue) -> "Assumptions":
        """Return the same parameters with another value of one."""
        return replace(self, stated={**self.stated, key: value})

    def without(self, key: str) -> "Assumptions":
        """Return the same parameters without one."""
        return replace(self, stated={name: stated for name, stated in self.stated.items() if name != key})
