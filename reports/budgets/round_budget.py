"""The budget of a round with its plan, reserves and assumptions, computed again for other assumptions."""

from functools import cached_property
from typing import Any

from proposals.domain.costs import CostRecord, CostSchedule
from proposals.domain.fields import GENERAL_FUND
from proposals.domain.forecast.assumptions import Assumptions
from proposals.domain.forecast.plan import PlanInput
from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.forecast.reserves import ReservePlan, Reserves, planned_reserves
from proposals.domain.forecast.round_position import RoundPosition, round_position
from proposals.domain.forecast.scenario import Scenario
from proposals.domain.forecast.what_enters import Basis
from proposals.domain.stages import ENDED
from proposals.models import BudgetRound, CostToAchieve, SavingsProposal, assumptions_of
from proposals.models.querysets import SavingsProposalQuerySet
from reports.budgets.moved import (
    Figures,
    MovedFigure,
    figures_of_position,
    figures_of_proposals,
    figures_of_reserves,
    moved,
)
from reports.budgets.plan_reading import Names, RoundItems, directorate_names, read_items, read_plan
from reports.models import MediumTermPlan, Reserve
from services.values.years import FinancialYear

NO_PLAN = "This round has no medium-term plan yet, so there is no position to compare with."


class RoundBudget:
    """A round's budget as one person sees it; what is read is read once."""

    def __init__(self, budget_round: BudgetRound, user: Any, basis: Basis | None = None) -> None:
        self.budget_round, self.user, self.basis = budget_round, user, basis

    @cached_property
    def plan(self) -> MediumTermPlan | None:
        """The medium-term plan; None where there is none yet."""
        plans = MediumTermPlan.objects.visible_to(self.user)
        plan: MediumTermPlan | None = plans.filter(budget_round=self.budget_round).first()
        if plan is not None:
            plan.budget_round = self.budget_round
        return plan

    @property
    def years(self) -> tuple[FinancialYear, ...]:
        """The years of the plan; without one, those of the round."""
        return self.plan.years if self.plan else self.budget_round.years

    @property
    def proposals(self) -> SavingsProposalQuerySet:
        """The proposals of the round that the person sees."""
        return SavingsProposal.listed.visible_to(self.user).filter(budget_round=self.budget_round)

    @cached_property
    def directorates(self) -> Names:
        """The names of the directorates by key."""
        return directorate_names(self.budget_round.council)

    @cached_property
    def plan_input(self) -> PlanInput | None:
        """The plan as plain values."""
        return read_plan(self.plan, self.directorates) if self.plan else None

    @property
    def general_base(self) -> int | None:
        """The base budget of the general fund in the plan's first year; None without a plan."""
        if self.plan_input is None:
            return None
        lines = (line for line in self.plan_input.base if line.fund == GENERAL_FUND)
        return sum(line.amounts.stated.get(self.years[0], 0) for line in lines)

    @cached_property
    def items(self) -> RoundItems:
        """The savings and pressures of the round."""
        return read_items(self.budget_round, self.user, self.directorates)

    @cached_property
    def assumptions(self) -> Assumptions:
        """The parameters as they are stored."""
        return self.plan_input.assumptions if self.plan_input else assumptions_of(self.budget_round)

    def position(self, assumptions: Assumptions | None = None) -> RoundPosition | None:
        """Return the position, with other assumptions where they are given; None without a plan.

        Raises UnusableForecast for a plan with gaps.
        """
        if self.plan_input is None:
            return None
        return round_position(self.plan_input, self.items.items, self.basis, assumptions=assumptions)

    def known_position(self) -> tuple[RoundPosition | None, str]:
        """Return the position, or None with the reason for which it cannot be computed, if there is a plan."""
        try:
            return self.position(), ""
        except UnusableForecast as fault:
            return None, str(fault)

    def in_scenario(self, scenario: Scenario) -> RoundPosition:
        """Return the position in a scenario; raises UnusableForecast for a plan with gaps, and without one."""
        if self.plan_input is None:
            raise UnusableForecast(NO_PLAN)
        return scenario.applied(self.plan_input, self.items.items)

    def baseline(self, scenario: Scenario) -> RoundPosition:
        """Return the position that a scenario is compared with: the same proposals in full, nothing changed."""
        return self.in_scenario(Scenario(basis=Basis(scenario.basis.stage)))

    @cached_property
    def reserve_plans(self) -> tuple[ReservePlan, ...]:
        """What is said of each reserve."""
        stored = Reserve.objects.visible_to(self.user).filter(budget_round=self.budget_round)
        return tuple(each.plan() for each in stored.prefetch_related("years"))

    @cached_property
    def costs_by_funder(self) -> dict[str, dict[FinancialYear, int]]:
        """The costs to achieve by funder and year."""
        seen = self.proposals.exclude(stage__in=ENDED).order_by()
        rows = CostToAchieve.objects.filter(proposal__in=seen.values("pk"))
        costs = rows.values_list("year", "kind", "funder", "amount", "capital")
        return CostSchedule(self.years, tuple(CostRecord(*row) for row in costs)).by_funder

    def reserves(self, position: RoundPosition | None) -> Reserves:
        """Return the reserves with the general fund's surplus or deficit in this position."""
        surplus = position.funds[GENERAL_FUND].with_proposals.in_year if position else None
        return planned_reserves(self.reserve_plans, self.years, surplus, self.costs_by_funder)

    def moved(self, after: Assumptions) -> tuple[MovedFigure, ...]:
        """Return what differs with other assumptions; raises UnusableForecast where they spoil the position."""
        try:
            before = self.position()
        except UnusableForecast:
            before = None
        try:
            changed = self.position(after)
        except UnusableForecast:
            # A plan that has gaps already is not spoilt by the change, and may need it.
            if before is not None:
                raise
            changed = None
        return moved(self._figures(before, self.assumptions), self._figures(changed, after))

    def _figures(self, position: RoundPosition | None, assumptions: Assumptions) -> Figures:
        return {
            **(figures_of_position(position) if position else {}),
            **figures_of_reserves(self.reserves(position)),
            **figures_of_proposals(self._proposals, assumptions),
        }

    @cached_property
    def _proposals(self) -> list[SavingsProposal]:
        return list(self.proposals.with_related())
