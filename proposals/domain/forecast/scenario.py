"""Scenarios: a round's position with other choices, what differs from the baseline, and how much it depends on.

An effect is on the gap: above zero where the gap grows by it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from proposals.domain.direction import SAVING
from proposals.domain.fields import GENERAL_FUND
from proposals.domain.forecast.assumptions import Assumptions, ParameterValue
from proposals.domain.forecast.plan import AmountLine, PlanInput, PlanLine
from proposals.domain.forecast.position import ByYear
from proposals.domain.forecast.round_position import (
    FundPosition,
    RoundPosition,
    gap,
    round_position,
)
from proposals.domain.forecast.what_enters import UNCHANGED, Adjustment, Basis, Entered, Item, what_enters
from proposals.domain.savings_profile import SavingsProfile, negated, running_totals
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


@dataclass(frozen=True)
class Difference:
    """An item, or a line of the plan, that a scenario makes larger or smaller than the baseline, and by how much."""

    name: str
    effect: ByYear
    item: Item | None = None


def differences(
    baseline: RoundPosition, other: RoundPosition, fund: str = GENERAL_FUND
) -> tuple[Difference, ...]:
    """Return what differs in a fund, the largest effect over all years first; their sum is that of the gaps."""
    before, after = baseline.funds.get(fund), other.funds.get(fund)
    found = [*_of_items(before, after), *_of_lines(before, after)]
    return tuple(sorted(found, key=lambda each: (-abs(sum(each.effect.values())), each.name)))


def gap_change(
    baseline: RoundPosition, other: RoundPosition, fund: str = GENERAL_FUND
) -> dict[FinancialYear, int]:
    """Return by how much the gap of each year is larger than the baseline's."""
    return _less(gap_of(other, fund), gap_of(baseline, fund))


def gap_of(position: RoundPosition, fund: str = GENERAL_FUND) -> dict[FinancialYear, int]:
    """Return the gap of a fund with the proposals, by year; zero where the fund has no position."""
    found = position.funds.get(fund)
    return gap(found.with_proposals) if found else dict.fromkeys(position.plan.years, 0)


def _of_items(before: FundPosition | None, after: FundPosition | None) -> Iterable[Difference]:
    then, now = _entered(before), _entered(after)
    for key in {**then, **now}:
        item = (now.get(key) or then[key]).item
        effect = _less(_amounts(then.get(key)), _amounts(now.get(key)))
        if any(effect.values()):
            yield Difference(item.name, effect, item)


def _entered(position: FundPosition | None) -> dict[str, Entered]:
    return {each.item.key: each for each in (*position.savings, *position.pressures)} if position else {}


def _amounts(entered: Entered | None) -> ByYear:
    return entered.by_year if entered else {}


def _of_lines(before: FundPosition | None, after: FundPosition | None) -> Iterable[Difference]:
    kinds: tuple[tuple[Callable[[FundPosition], Sequence[PlanLine]], Callable[[ByYear], ByYear]], ...] = (
        (lambda position: position.base, dict),
        (lambda position: position.uplift, running_totals),
        (lambda position: position.income, negated),
    )
    for lines, to_gap in kinds:
        then = {each.line.key: each for each in lines(before)} if before else {}
        now = {each.line.key: each for each in lines(after)} if after else {}
        for key in {**then, **now}:
            line = now.get(key) or then[key]
            sides = (to_gap(side[key].by_year) if key in side else {} for side in (now, then))
            effect = _less(*sides)
            if any(effect.values()):
                yield Difference(line.line.name, effect)


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
    costing = [each for each in own if _has_costs(_profile_of(each.item, scenario))]

    def moved(
        changing: Sequence[Entered], items: Iterable[Item], adjustments: Mapping[str, Adjustment]
    ) -> ByYear:
        """Return the effect on the gap of what these become."""
        entered, _ = what_enters(items, position.plan.years, scenario.basis, adjustments)
        after = {each.item.key: each.by_year for each in entered}
        return {
            year: sum(each.by_year[year] - after.get(each.item.key, {}).get(year, 0) for each in changing)
            for year in position.plan.years
        }

    def adjusted(name: str, change: Callable[[Adjustment], Adjustment]) -> Sensitivity:
        """Return the effect of adjusting every saving further."""
        items = [each.item for each in savings]
        changed = {item.key: change(scenario.adjustments.get(item.key, UNCHANGED)) for item in items}
        return Sensitivity(name, moved(savings, items, changed))

    def dearer(name: str, times: Fraction) -> Sensitivity:
        """Return the effect of costs that are so many times as high."""
        other = replace(
            scenario,
            adjustments={key: _costing_own(own, times) for key, own in scenario.adjustments.items()},
        )
        items = [_costing(each.item, times) for each in costing]
        before = sum(_one_off_cost(each.item, scenario) for each in costing)
        after = sum(_one_off_cost(item, other) for item in items)
        return Sensitivity(name, moved(costing, items, other.adjustments), after - before)

    def paying(name: str, points: Decimal) -> Sensitivity:
        """Return the effect of a pay rise that is so many points higher; None without pay that grows by a rate."""
        rising = _with_pay(position.plan, scenario, points)
        if rising is None:
            return Sensitivity(name, None)
        other = replace(position, plan=rising, figures=rising.figures())
        return Sensitivity(name, gap_change(position, other, fund))

    found = (
        adjusted("Savings begin a year late", lambda own: replace(own, delay=own.delay + 1)),
        adjusted("75% of the savings are delivered", lambda own: replace(own, delivered=DELIVERED)),
        dearer("Costs are 20% higher", 1 + DEARER),
        dearer("Costs are 20% lower", 1 - DEARER),
        paying("Pay rises by 1% more each year", PAY_RISE),
        paying("Pay rises by 1% less each year", -PAY_RISE),
    )
    return tuple(sorted(found, key=lambda each: -abs(each.cumulative)))


def _profile_of(item: Item, scenario: Scenario) -> SavingsProfile:
    return scenario.adjustments.get(item.key, UNCHANGED).amounts or item.profile


def _has_costs(profile: SavingsProfile) -> bool:
    return any(each.recurring_cost or each.one_off_cost for each in profile.amounts)


def _costing(item: Item, times: Fraction) -> Item:
    return replace(item, profile=_costing_profile(item.profile, times))


def _costing_own(own: Adjustment, times: Fraction) -> Adjustment:
    return own if own.amounts is None else replace(own, amounts=_costing_profile(own.amounts, times))


def _costing_profile(profile: SavingsProfile, times: Fraction) -> SavingsProfile:
    """Return the same savings at costs that are so many times as high."""
    costs = profile.scaled(times)
    amounts = (
        replace(each, recurring_cost=cost.recurring_cost, one_off_cost=cost.one_off_cost)
        for each, cost in zip(profile.amounts, costs.amounts, strict=True)
    )
    return SavingsProfile(profile.first_year, tuple(amounts))


def _one_off_cost(item: Item, scenario: Scenario) -> int:
    share = scenario.adjustments.get(item.key, UNCHANGED).share
    return sum(each.one_off_cost for each in _profile_of(item, scenario).scaled(share).amounts)


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
