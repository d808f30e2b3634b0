"""Scenarios: a round's position with other choices, what differs from the baseline, and how much it depends on.

An effect is on the gap: above zero where the gap grows by it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from operator import sub

from proposals.domain.direction import SAVING
from proposals.domain.fields import GENERAL_FUND
from proposals.domain.forecast.assumptions import Assumptions, ParameterValue
from proposals.domain.forecast.plan import AmountLine, PlanInput
from proposals.domain.forecast.position import ByYear
from proposals.domain.forecast.round_position import (
    FundPosition,
    Part,
    RoundPosition,
    round_position,
)
from proposals.domain.forecast.what_enters import UNCHANGED, Adjustment, Basis, Entered, Item, what_enters
from services.values.years import FinancialYear

PAY = "pay"
DELIVERED = Fraction(3, 4)
DEARER = Fraction(1, 5)
PAY_RISE = Decimal(1)


@dataclass(frozen=True)
class Scenario:
    """Another view of a round: its basis, the items it changes, those it adds, and other values of assumptions."""

    basis: Basis = field(default_factory=Basis)
    adjustments: Mapping[str, Adjustment] = field(default_factory=dict)
    additions: tuple[Item, ...] = ()
    parameters: Mapping[str, Decimal] = field(default_factory=dict)
    """The values of assumptions, in every year, by key."""

    def assumptions(self, plan: PlanInput) -> Assumptions:
        """Return the assumptions of the plan with the scenario's values."""
        found = plan.assumptions
        for key, value in self.parameters.items():
            found = found.replaced(key, ParameterValue(value))
        return found

    def items(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """Return the items of the round with those that exist in the scenario only."""
        return (*items, *self.additions)

    def applied(self, plan: PlanInput, items: Iterable[Item]) -> RoundPosition:
        """Return the position of the round in the scenario."""
        return round_position(plan, self.items(items), self.basis, self.adjustments, self.assumptions(plan))


def differences(baseline: RoundPosition, other: RoundPosition, fund: str = GENERAL_FUND) -> tuple[Part, ...]:
    """Return the items and lines of a fund that differ, with their effect on the gap: together that of the gaps.

    The largest effect over all years comes first.
    """
    then, now = (_parts(position.funds.get(fund)) for position in (baseline, other))
    found = []
    for key in {**then, **now}:
        sides = (side[key].effect if key in side else {} for side in (now, then))
        effect = _less(*sides)
        if any(effect.values()):
            found.append((now.get(key) or then[key])._replace(effect=effect))
    return tuple(sorted(found, key=lambda each: (-abs(sum(each.effect.values())), each.name)))


def _parts(position: FundPosition | None) -> dict[tuple[str, str], Part]:
    """Return what the gap of a fund is made of; an item is the same one whatever its direction."""
    return {("" if each.item else each.step, each.key): each for each in (position.parts if position else ())}


def gap_change(
    baseline: RoundPosition, other: RoundPosition, fund: str = GENERAL_FUND
) -> dict[FinancialYear, int]:
    """Return by how much the gap of each year is larger than the baseline's."""
    return _less(gap_of(other, fund), gap_of(baseline, fund))


def gap_of(position: RoundPosition, fund: str = GENERAL_FUND) -> dict[FinancialYear, int]:
    """Return the gap of a fund with the proposals, by year; zero where the fund has no position."""
    found = position.funds.get(fund)
    return found.with_proposals.gap if found else dict.fromkeys(position.plan.years, 0)


def _less(amounts: ByYear, others: ByYear) -> dict[FinancialYear, int]:
    return {year: amounts.get(year, 0) - others.get(year, 0) for year in sorted({*amounts, *others})}


# Sensitivity


@dataclass(frozen=True)
class Sensitivity:
    """An assumption that fails, or does better: its effect on the gap and on one-off cost.

    The effect is None where the plan has nothing that it could act on.
    """

    name: str
    gap: Mapping[FinancialYear, int] | None
    one_off_cost: int = 0

    @property
    def cumulative(self) -> int:
        """Return the effect on the gaps of all years together."""
        return sum(self.gap.values()) if self.gap else 0


def sensitivities(
    position: RoundPosition, scenario: Scenario, fund: str = GENERAL_FUND
) -> tuple[Sensitivity, ...]:
    """Return what happens to a fund of the scenario's position if one thing at a time goes otherwise.

    The largest effect comes first. What does not change is not computed again: thousands of proposals may be in it.
    """
    own = [each for each in position.entered if each.item.fund == fund]
    savings = [each for each in own if each.item.direction == SAVING]

    def adjusted(
        name: str, changing: Sequence[Entered], change: Callable[[Adjustment], Adjustment]
    ) -> Sensitivity:
        """Return the effect of adjusting these further."""
        before = {each.item.key: scenario.adjustments.get(each.item.key, UNCHANGED) for each in changing}
        changed = {key: change(adjustment) for key, adjustment in before.items()}
        items, years = [each.item for each in changing], position.plan.years
        entered, _ = what_enters(items, years, scenario.basis, changed)
        after = {each.item.key: each.by_year for each in entered}
        effect = {
            year: sum(each.by_year[year] - after.get(each.item.key, {}).get(year, 0) for each in changing)
            for year in years
        }
        costs = (sum(one_off_cost(item, each[item.key]) for item in items) for each in (changed, before))
        return Sensitivity(name, effect, sub(*costs))

    def one_off_cost(item: Item, adjustment: Adjustment) -> int:
        return adjustment.profile_of(item).scaled(adjustment.share).cost_to_achieve

    costing = [
        each
        for each in own
        if scenario.adjustments.get(each.item.key, UNCHANGED).profile_of(each.item).has_costs
    ]

    def paying(name: str, points: Decimal) -> Sensitivity:
        """Return the effect of a pay rise that is so many points higher; None without pay that grows by a rate."""
        rising = _with_pay(position.plan, scenario, points)
        if rising is None:
            return Sensitivity(name, None)
        other = replace(position, plan=rising, figures=rising.figures())
        return Sensitivity(name, gap_change(position, other, fund))

    found = (
        adjusted("Savings begin a year late", savings, lambda own: replace(own, delay=own.delay + 1)),
        adjusted("75% of the savings are delivered", savings, lambda own: replace(own, delivered=DELIVERED)),
        adjusted("Costs are 20% higher", costing, lambda own: replace(own, cost=1 + DEARER)),
        adjusted("Costs are 20% lower", costing, lambda own: replace(own, cost=1 - DEARER)),
        paying("Pay rises by 1% more each year", PAY_RISE),
        paying("Pay rises by 1% less each year", -PAY_RISE),
    )
    return tuple(sorted(found, key=lambda each: -abs(each.cumulative)))


def _with_pay(plan: PlanInput, scenario: Scenario, points: Decimal) -> PlanInput | None:
    """Return the plan in the scenario with pay at a rate that is so many points higher; None where none has a rate.

    An assumption that pay reads its rate from is raised for all lines that read it.
    """
    rules = [line.amounts.rule for line in plan.uplift if _is_growing_pay(line)]
    if not rules:
        return None
    assumptions = scenario.assumptions(plan)
    for key in sorted({rule.rate_key for rule in rules if rule.rate_key}):
        stated = assumptions.stated.get(key)
        if stated is not None:
            by_year = {year: value + points for year, value in stated.by_year.items()}
            assumptions = assumptions.replaced(key, ParameterValue(stated.value + points, by_year))
    uplift = tuple(_with_rate(line, points) if _is_growing_pay(line) else line for line in plan.uplift)
    return replace(plan, uplift=uplift, assumptions=assumptions)


def _is_growing_pay(line: AmountLine) -> bool:
    return line.category == PAY and (line.growth_on is not None or line.amounts.rule.name == "grow by a rate")


def _with_rate(line: AmountLine, points: Decimal) -> AmountLine:
    rule = line.amounts.rule
    if rule.rate_key:
        return line
    return replace(line, amounts=replace(line.amounts, rule=replace(rule, rate=rule.rate + points)))


def unclosed(position: RoundPosition, fund: str = GENERAL_FUND) -> dict[FinancialYear, int]:
    """Return the years in which the budget does not balance, with the gap that is left."""
    return {year: pounds for year, pounds in gap_of(position, fund).items() if pounds > 0}
