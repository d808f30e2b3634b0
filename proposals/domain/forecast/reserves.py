"""Reserves over the years: what is used and paid in, what is left, when it runs out, and what has to be found then."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from proposals.domain.costs import FUNDERS
from proposals.domain.forecast.position import ByYear
from proposals.domain.savings_profile import added_up, running_totals
from services.values.years import FinancialYear

RESERVE_FUNDERS = ("reserve", "transformation_fund")
"""The funders of costs to achieve that are reserves."""


@dataclass(frozen=True)
class Reserve:
    """A reserve: its opening balance, and what moves it in each year.

    `for_the_gap` is each year's surplus, or its deficit as a negative figure; `costs` (to achieve savings), `other_use`
    and `contributions` are positive. `planned_use` is what the council has said that it will use altogether, where it
    has said so.
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
    costs: ByYear = field(default_factory=dict)

    @cached_property
    def movement(self) -> dict[FinancialYear, int]:
        """Return what each year adds to the reserve; a use is negative."""
        return {
            year: self.for_the_gap.get(year, 0)
            - self.costs.get(year, 0)
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
        return self._first_below(0)

    @property
    def falls_below_minimum(self) -> FinancialYear | None:
        """Return the first year that ends below the minimum; None if no year does or there is no minimum."""
        return None if self.minimum is None else self._first_below(self.minimum)

    def _first_below(self, limit: int) -> FinancialYear | None:
        return next((year for year, balance in self.closing.items() if balance < limit), None)

    @property
    def transitional_funding(self) -> int:
        """Return what has to be found from elsewhere at most: how far the lowest balance lies below zero."""
        return max(0, -min(self.closing.values(), default=0))

    @property
    def questions(self) -> tuple[str, ...]:
        """Return what has to be asked before the figures can be relied on, each as a question in words."""
        return tuple(self._questions())

    def _questions(self) -> Iterator[str]:
        if self.opening_balance is None:
            yield f"What is the opening balance of {self.name} in {self.years[0]}?"
        for year, pounds in self.unexplained.items():
            if pounds:
                yield (
                    f"What is £{pounds:,} of {self.name} used for in {year}? It is beyond the deficit of the year, "
                    "and nothing explains it."
                )
        for year, planned in self.planned_use.items():
            missing = planned + self.movement.get(year, 0)
            if year in self.movement and missing:
                yield (
                    f"The planned use of {self.name} in {year} is £{planned:,}, but the deficit and the other use "
                    f"stated come to £{-self.movement[year]:,}. What is the difference of £{abs(missing):,}?"
                )
        if self.minimum is None:
            yield f"What is the minimum level of {self.name}, and why?"


@dataclass(frozen=True)
class ReservePlan:
    """What a council has said of a reserve; the use by year and the contributions are positive.

    One that `takes_the_gap` takes what is left of each year's surplus or deficit after the planned use of the others.
    `pays` is the funder of costs to achieve that it is.
    """

    name: str
    opening_balance: int | None
    minimum: int | None = None
    minimum_reason: str = ""
    takes_the_gap: bool = False
    pays: str = ""
    planned: ByYear = field(default_factory=dict)
    other_use: ByYear = field(default_factory=dict)
    reasons: Mapping[FinancialYear, str] = field(default_factory=dict)
    contributions: ByYear = field(default_factory=dict)


@dataclass(frozen=True)
class Reserves:
    """The reserves of a council; `uncovered` is the surplus or deficit of each year that none of them takes."""

    years: tuple[FinancialYear, ...]
    reserves: tuple[Reserve, ...]
    uncovered: ByYear
    questions: tuple[str, ...]

    @property
    def closing(self) -> dict[FinancialYear, int]:
        """Return the balances of all reserves together at the end of each year; empty where one is not known."""
        if not self.reserves or any(not each.closing for each in self.reserves):
            return {}
        return added_up((each.closing for each in self.reserves), self.years)

    @property
    def transitional_funding(self) -> int:
        """Return what has to be found from elsewhere at most: how far reserves lie below zero together in one year."""
        known = [each.closing for each in self.reserves if each.closing]
        return max((sum(max(0, -closing[year]) for closing in known) for year in self.years), default=0)


def planned_reserves(
    plans: Sequence[ReservePlan],
    years: tuple[FinancialYear, ...],
    in_year: ByYear | None,
    costs: Mapping[str, ByYear],
) -> Reserves:
    """Return the reserves of these plans.

    `in_year` is each year's surplus, or its deficit as a negative figure, and None where it is not known: then
    reserves give what they are planned to. `costs` are costs to achieve by funder.
    """
    planned = added_up((plan.planned for plan in plans if not plan.takes_the_gap), years)
    rest = None if in_year is None else {year: in_year.get(year, 0) + planned[year] for year in years}
    is_taken = any(plan.takes_the_gap for plan in plans)
    uncovered = dict.fromkeys(years, 0) if rest is None or is_taken else rest
    reserves = tuple(_reserve(plan, years, rest, costs) for plan in plans)
    asked = [
        *(() if in_year is None else _about_the_gap(in_year, planned, uncovered)),
        *_about_costs(plans, costs),
        *(question for reserve in reserves for question in reserve.questions),
        *(
            f"Why is £{plan.minimum:,} the minimum level of {plan.name}?"
            for plan in plans
            if plan.minimum is not None and not plan.minimum_reason
        ),
    ]
    return Reserves(years, reserves, uncovered, tuple(asked))


def _reserve(
    plan: ReservePlan, years: tuple[FinancialYear, ...], rest: ByYear | None, costs: Mapping[str, ByYear]
) -> Reserve:
    own_costs = costs.get(plan.pays, {}) if plan.pays else {}
    # Of a reserve that takes the gap, a planned use is a statement to compare with what the gap is.
    taken = rest if plan.takes_the_gap else None
    stated = {} if taken is None else plan.planned
    return Reserve(
        name=plan.name,
        years=years,
        opening_balance=plan.opening_balance,
        for_the_gap={year: -use for year, use in plan.planned.items()} if taken is None else taken,
        other_use=plan.other_use,
        contributions=plan.contributions,
        planned_use={
            year: use + own_costs.get(year, 0) + plan.other_use.get(year, 0) - plan.contributions.get(year, 0)
            for year, use in stated.items()
        },
        minimum=plan.minimum,
        unexplained={year: use for year, use in plan.other_use.items() if not plan.reasons.get(year)},
        costs=own_costs,
    )


def _about_the_gap(in_year: ByYear, planned: ByYear, uncovered: ByYear) -> Iterator[str]:
    for year, use in planned.items():
        deficit = max(0, -in_year.get(year, 0))
        if use > deficit:
            rest = f"What are the other £{use - deficit:,} for?" if deficit else "What are they for?"
            yield f"In {year} reserves are to give £{use:,} for the gap, but the deficit is £{deficit:,}. {rest}"
    for year, pounds in uncovered.items():
        if pounds < 0:
            yield f"No reserve takes £{-pounds:,} of the deficit of {year}. What covers it?"


def _about_costs(plans: Sequence[ReservePlan], costs: Mapping[str, ByYear]) -> Iterator[str]:
    paying = {plan.pays for plan in plans}
    for funder in RESERVE_FUNDERS:
        pounds = sum(costs.get(funder, {}).values())
        if pounds and funder not in paying:
            yield (
                f"Which reserve pays the £{pounds:,} of costs to achieve with the funder “{FUNDERS[funder]}”?"
            )
