"""The plan of a round: base budgets, uplift and income as officers state them, and the years that follow by rule."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import takewhile
from typing import Literal, NamedTuple

from proposals.domain.fields import GENERAL_FUND
from proposals.domain.forecast.assumptions import PARAMETERS, Assumptions
from proposals.domain.forecast.position import ByYear, UnusableForecast
from proposals.domain.rounding import nearest
from proposals.domain.savings_profile import yearly_changes
from services.values.years import FinancialYear

Years = tuple[FinancialYear, ...]

RuleName = Literal["repeat the last level", "repeat the last change", "add a step", "grow by a rate"]

RULES: dict[RuleName, str] = {
    "repeat the last level": "Repeat the last level",
    "repeat the last change": "Repeat the last change",
    "add a step": "Add a step",
    "grow by a rate": "Grow by a rate",
}
"""The rules for the years without a stated figure, in words."""

COUNCIL_TAX = "council_tax"
INCOME_KINDS: dict[str, str] = {
    COUNCIL_TAX: "Council tax",
    "business_rates": "Business rates",
    "grant": "Grant",
    "other": "Other income",
}
"""The kinds of income in words."""


@dataclass(frozen=True)
class Rule:
    """A rule for the years without a stated figure, its step in the line's own unit and its rate in percent.

    `rate_key` names the assumption whose value is the rate.
    """

    name: RuleName = "repeat the last level"
    step: Decimal | int = 0
    rate: Decimal | int = 0
    rate_key: str = ""

    def next(
        self, values: Sequence[int], year: FinancialYear, assumptions: Assumptions, places: int = 0
    ) -> int:
        """Return the figure of the year that follows these, of figures that were multiplied by ten so many times.

        A rate rounds half away from zero.
        """
        last = values[-1]
        if self.name == "repeat the last change":
            if len(values) < 2:
                raise UnusableForecast("Repeating the last change needs the figures of two years.")
            return last + last - values[-2]
        if self.name == "add a step":
            return last + nearest(Fraction(self.step) * 10**places)
        if self.name == "grow by a rate":
            return nearest(last * (1 + self._rate(year, assumptions)))
        return last

    def _rate(self, year: FinancialYear, assumptions: Assumptions) -> Fraction:
        if not self.rate_key:
            return Fraction(self.rate) / 100
        rate = assumptions.rate(self.rate_key, year)
        if rate is None:
            raise UnusableForecast(
                f"No assumption states “{PARAMETERS[self.rate_key].label}”, from which the rate is read."
            )
        return rate


REPEATED = Rule()


@dataclass(frozen=True)
class Amounts:
    """Stated amounts from a plan's first year on, and the rule for the rest; there is nothing after `last_year`."""

    stated: ByYear
    rule: Rule = REPEATED
    last_year: FinancialYear | None = None

    def over(self, years: Years, assumptions: Assumptions) -> dict[FinancialYear, int]:
        """Return the amount of each year."""
        figures = _followed_by_rule(self.stated, years, self.rule, assumptions)
        last = self.last_year or years[-1]
        return {year: pounds if year <= last else 0 for year, pounds in figures.items()}


@dataclass(frozen=True)
class AmountLine:
    """A line of base budget, uplift or income.

    Base budget is a directorate's net expenditure before any change; uplift is the changes of cost that begin in each
    year and stay; income is each year's. `growth_on` makes an uplift of the growth of a cost: it is the cost in the
    year before the plan, the rate is that of the rule, and each year grows on the one before.
    """

    key: str
    name: str
    fund: str
    amounts: Amounts
    category: str = ""
    """The category of an uplift; the kind of an income."""
    directorate: str = ""
    certainty: str = ""
    growth_on: int | None = None

    def over(self, years: Years, assumptions: Assumptions) -> dict[FinancialYear, int]:
        """Return the amount of each year."""
        if self.growth_on is None:
            return self.amounts.over(years, assumptions)
        before = years[0] + (-1)
        growth = replace(self.amounts.rule, name="grow by a rate")
        costs = _followed_by_rule({before: self.growth_on}, (before, *years), growth, assumptions)
        changes = yearly_changes(costs)
        return {year: changes[year] for year in years}

    def is_stated(self, year: FinancialYear) -> bool:
        """Return whether somebody stated the amount of the year; else a rule gives it."""
        return year in self.amounts.stated


@dataclass(frozen=True)
class CouncilTax:
    """Council tax: the tax base in Band D dwellings, the Band D rate in pounds and pence, the percentage collected."""

    key: str
    name: str
    tax_base: Mapping[FinancialYear, Decimal]
    band_d: Mapping[FinancialYear, Decimal]
    collection: Mapping[FinancialYear, Decimal]
    tax_base_rule: Rule = REPEATED
    band_d_rule: Rule = REPEATED
    collection_rule: Rule = REPEATED
    fund: str = GENERAL_FUND

    category = COUNCIL_TAX
    directorate = ""
    certainty = ""

    def taxed(self, years: Years, assumptions: Assumptions) -> dict[FinancialYear, Fraction]:
        """Return what each pound of the Band D rate brings in, in pounds."""
        dwellings = _decimals("Tax base", self.tax_base, years, self.tax_base_rule, assumptions)
        collected = _decimals("Collected", self.collection, years, self.collection_rule, assumptions)
        return {year: dwellings[year] * collected[year] / 100 for year in years}

    def over(self, years: Years, assumptions: Assumptions) -> dict[FinancialYear, int]:
        """Return the income of each year, rounded half up to the pound once."""
        taxed = self.taxed(years, assumptions)
        rates = _decimals("Band D rate", self.band_d, years, self.band_d_rule, assumptions)
        return {year: nearest(taxed[year] * rates[year]) for year in years}

    def is_stated(self, year: FinancialYear) -> bool:
        """Return whether somebody stated all three of the year; else a rule gives one of them."""
        return all(year in stated for stated in (self.tax_base, self.band_d, self.collection))


@dataclass(frozen=True)
class Target:
    """The savings that a directorate is asked for: what is to be saved anew in each year."""

    fund: str
    directorate: str
    by_year: ByYear


class PlanLine(NamedTuple):
    """A line of the plan with the figure of every year, and the years in which a rule gave it."""

    line: AmountLine | CouncilTax
    by_year: ByYear
    by_rule: frozenset[FinancialYear]


@dataclass(frozen=True)
class PlanFigures:
    """The lines of a plan, computed for its years."""

    years: Years
    base: tuple[PlanLine, ...]
    uplift: tuple[PlanLine, ...]
    income: tuple[PlanLine, ...]
    """Council tax, then the other lines."""
    taxed: Mapping[FinancialYear, Fraction]
    """What a pound of the Band D rate brings in; empty without council tax."""

    def per_band_d(self, by_year: ByYear) -> dict[FinancialYear, Decimal | None]:
        """Return amounts as pounds of the Band D rate, to the penny; None in a year without a tax base."""
        found: dict[FinancialYear, Decimal | None] = {}
        for year, pounds in by_year.items():
            taxed = self.taxed.get(year)
            found[year] = Decimal(nearest(Fraction(pounds * 100) / taxed)).scaleb(-2) if taxed else None
        return found


@dataclass(frozen=True)
class PlanInput:
    """The stated plan of a round: its years, of which those in `beyond` nobody has planned, and its lines."""

    years: Years
    beyond: frozenset[FinancialYear] = frozenset()
    base: tuple[AmountLine, ...] = ()
    uplift: tuple[AmountLine, ...] = ()
    income: tuple[AmountLine, ...] = ()
    council_tax: tuple[CouncilTax, ...] = ()
    targets: tuple[Target, ...] = ()
    assumptions: Assumptions = field(default_factory=Assumptions)

    def figures(self, other: Assumptions | None = None) -> PlanFigures:
        """Return the figures of every line; `other` are assumptions in place of the plan's own."""
        assumptions = self.assumptions if other is None else other

        def computed(lines: Iterable[AmountLine | CouncilTax]) -> tuple[PlanLine, ...]:
            return tuple(self._computed(line, assumptions) for line in lines)

        # Every line before the tax alone, so that a fault in it is told with the name of its line.
        base, uplift = computed(self.base), computed(self.uplift)
        income = computed((*self.council_tax, *self.income))
        taxed = [tax.taxed(self.years, assumptions) for tax in self.council_tax]
        return PlanFigures(
            self.years,
            base=base,
            uplift=uplift,
            income=income,
            taxed={year: sum((each[year] for each in taxed), Fraction(0)) for year in self.years if taxed},
        )

    def _computed(self, line: AmountLine | CouncilTax, assumptions: Assumptions) -> PlanLine:
        try:
            by_year = line.over(self.years, assumptions)
        except UnusableForecast as fault:
            raise UnusableForecast(f"{line.name}: {fault}") from fault
        return PlanLine(line, by_year, frozenset(year for year in self.years if not line.is_stated(year)))


def _followed_by_rule(
    stated: ByYear, years: Years, rule: Rule, assumptions: Assumptions, places: int = 0
) -> dict[FinancialYear, int]:
    """Return the figures of all the years: the stated ones from the first year on, then those of the rule."""
    known = tuple(takewhile(stated.__contains__, years))
    if any(year in stated for year in years[len(known) :]):
        raise UnusableForecast(
            f"There is no figure for {years[len(known)]}, but there is one for a later year."
        )
    if not known:
        raise UnusableForecast(f"There is no figure for {years[0]}, the first year.")
    found = {year: stated[year] for year in known}
    for year in years[len(known) :]:
        found[year] = rule.next(list(found.values()), year, assumptions, places)
    return found


def _decimals(
    name: str,
    stated: Mapping[FinancialYear, Decimal],
    years: Years,
    rule: Rule,
    assumptions: Assumptions,
) -> dict[FinancialYear, Fraction]:
    """Return decimal figures of all the years; what a rule gives has two decimals."""
    hundredths = {year: nearest(Fraction(figure) * 100) for year, figure in stated.items()}
    try:
        figures = _followed_by_rule(hundredths, years, rule, assumptions, places=2)
    except UnusableForecast as fault:
        raise UnusableForecast(f"{name}: {fault}") from fault
    return {year: Fraction(stated.get(year, Fraction(figure, 100))) for year, figure in figures.items()}
