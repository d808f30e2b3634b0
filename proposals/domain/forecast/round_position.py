"""The medium-term position of a round: its plan, what enters of its savings and pressures, and the gap by fund.

To do nothing is the base, its uplift and the pressures; with the proposals, that less the savings. A gap is the
expenditure that income does not cover: positive where money is missing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.fields import CAPITAL, FUNDS, GENERAL_FUND, REVENUE_FUNDS
from proposals.domain.forecast.assumptions import Assumptions
from proposals.domain.forecast.plan import PlanFigures, PlanInput, PlanLine, Target, Years
from proposals.domain.forecast.position import ByYear, Position
from proposals.domain.forecast.what_enters import (
    Adjustment,
    Basis,
    Entered,
    Item,
    LeftOut,
    what_enters,
)
from proposals.domain.savings_profile import added_up, negated, running_totals, yearly_changes
from services.values.wording import within_sentence
from services.values.years import FinancialYear

BASE, UPLIFT, PRESSURES, SAVINGS, INCOME = "Base budget", "Uplift", "Pressures", "Savings", "Income"
STEPS_TO_GAP = (BASE, UPLIFT, PRESSURES, SAVINGS, INCOME)
"""The names of the steps from the base budget of a year to its gap."""

GAP_TO_TARGET = "gap to the target"
"""What tables call the savings that a target lacks."""


@dataclass(frozen=True)
class TargetLine:
    """A directorate's target beside its savings: what each year saves anew, net of recurring cost."""

    directorate: str
    target: ByYear
    proposed: ByYear

    @property
    def missing(self) -> dict[FinancialYear, int]:
        """Return the target less what is proposed: below zero where more is proposed than asked for."""
        return {year: self.target[year] - pounds for year, pounds in self.proposed.items()}


class Part(NamedTuple):
    """A line of the plan, or an item, in its step, with what it adds to the gap of each year, all effects to date."""

    step: str
    key: str
    name: str
    directorate: str
    effect: ByYear
    item: Item | None = None


@dataclass(frozen=True)
class FundPosition:
    """The position of one fund."""

    fund: str
    years: Years
    base: tuple[PlanLine, ...]
    uplift: tuple[PlanLine, ...]
    income: tuple[PlanLine, ...]
    pressures: tuple[Entered, ...]
    savings: tuple[Entered, ...]
    left_out: tuple[LeftOut, ...]
    targets: tuple[Target, ...]

    @cached_property
    def baseline(self) -> Position:
        """The position before any saving or pressure."""
        return Position(
            self.years,
            base=added_up((line.by_year for line in self.base), self.years),
            income={line.line.key: line.by_year for line in self.income},
            uplift=_by_category(((line.line.category, line.by_year) for line in self.uplift), self.years),
        )

    @cached_property
    def do_nothing(self) -> Position:
        """The position with its pressures and without savings."""
        to_date = _by_category(((each.item.category, each.by_year) for each in self.pressures), self.years)
        # A pressure is a saving below zero, all effects to date; the position takes what begins in each year.
        begun = {category: yearly_changes(negated(by_year)) for category, by_year in to_date.items()}
        return Position(
            self.years,
            self.baseline.base,
            self.baseline.income,
            self.baseline.uplift,
            pressures=begun,
            savings=dict.fromkeys(self.years, 0),
        )

    @cached_property
    def with_proposals(self) -> Position:
        """The position with its pressures and savings."""
        return self.do_nothing.with_savings(added_up((each.by_year for each in self.savings), self.years))

    @cached_property
    def target_lines(self) -> tuple[TargetLine, ...]:
        """The targets beside what is proposed, for every directorate that has a target."""
        asked = _by_category(((each.directorate, each.by_year) for each in self.targets), self.years)
        saved = _by_category(((each.item.directorate, each.by_year) for each in self.savings), self.years)
        nothing = dict.fromkeys(self.years, 0)
        return tuple(
            TargetLine(directorate, target, yearly_changes(saved.get(directorate, nothing)))
            for directorate, target in sorted(asked.items())
        )

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Everything that the gap with the proposals is made of."""
        found: list[Part] = []
        for step, lines, to_gap in (
            (BASE, self.base, dict),
            (UPLIFT, self.uplift, running_totals),
            (INCOME, self.income, negated),
        ):
            for line, by_year, _ in lines:
                found.append(Part(step, line.key, line.name, line.directorate, to_gap(by_year)))
        for step, entered in ((PRESSURES, self.pressures), (SAVINGS, self.savings)):
            for item, by_year in entered:
                found.append(Part(step, item.key, item.name, item.directorate, negated(by_year), item))
        return tuple(found)

    def steps_to_gap(self, year: FinancialYear) -> tuple[int, ...]:
        """Return the steps from the base budget to the gap of a year (`STEPS_TO_GAP`), which add up to it."""
        steps = dict.fromkeys(STEPS_TO_GAP, 0)
        for part in self.parts:
            steps[part.step] += part.effect[year]
        return tuple(steps.values())


@dataclass(frozen=True)
class RoundPosition:
    """The positions of a round's funds, on one basis and with one set of adjustments."""

    plan: PlanInput
    figures: PlanFigures
    basis: Basis
    entered: tuple[Entered, ...]
    left_out: tuple[LeftOut, ...]

    @cached_property
    def funds(self) -> Mapping[str, FundPosition]:
        """The position of every fund that the plan or an item names, and of the general fund."""
        lines = (*self.figures.base, *self.figures.uplift, *self.figures.income)
        named = {GENERAL_FUND, *(each.line.fund for each in lines)}
        named |= {each.item.fund for each in self.entered} | {each.item.fund for each in self.left_out}
        return {fund: self._position_of(fund) for fund in REVENUE_FUNDS if fund in named}

    def _position_of(self, fund: str) -> FundPosition:
        own = [each for each in self.entered if each.item.fund == fund]
        return FundPosition(
            fund,
            self.plan.years,
            base=_of_fund(self.figures.base, fund),
            uplift=_of_fund(self.figures.uplift, fund),
            income=_of_fund(self.figures.income, fund),
            pressures=tuple(each for each in own if each.item.direction == PRESSURE),
            savings=tuple(each for each in own if each.item.direction == SAVING),
            left_out=self._left_out_of(fund),
            targets=tuple(target for target in self.plan.targets if target.fund == fund),
        )

    def _left_out_of(self, fund: str) -> tuple[LeftOut, ...]:
        """Return what does not enter a fund's position; what is charged to another fund may stand in that one's."""
        own = [each for each in self.left_out if each.item.fund in (fund, CAPITAL)]
        others = [(each.item, each.by_year, "") for each in self.left_out if not each.is_part]
        others += [(each.item, each.by_year, ", whose own position has it") for each in self.entered]
        elsewhere = (
            LeftOut(item, "another fund", f"{_charged_to(item.fund)}{remark}.", by_year)
            for item, by_year, remark in others
            if item.fund not in (fund, CAPITAL)
        )
        return (*own, *elsewhere)


def round_position(
    plan: PlanInput,
    items: Iterable[Item],
    basis: Basis | None = None,
    adjustments: Mapping[str, Adjustment] | None = None,
    assumptions: Assumptions | None = None,
) -> RoundPosition:
    """Return the position of a round; `adjustments` are by item key, `assumptions` stand in place of the plan's."""
    chosen = basis or Basis()
    entered, left_out = what_enters(items, plan.years, chosen, adjustments or {})
    return RoundPosition(plan, plan.figures(assumptions), chosen, tuple(entered), tuple(left_out))


def _charged_to(fund: str) -> str:
    return f"It is charged to the {within_sentence(FUNDS[fund])}"


def _of_fund(lines: Iterable[PlanLine], fund: str) -> tuple[PlanLine, ...]:
    return tuple(line for line in lines if line.line.fund == fund)


def _by_category(amounts: Iterable[tuple[str, ByYear]], years: Years) -> dict[str, dict[FinancialYear, int]]:
    grouped: dict[str, list[ByYear]] = {}
    for category, by_year in amounts:
        grouped.setdefault(category, []).append(by_year)
    return {category: added_up(listed, years) for category, listed in grouped.items()}
