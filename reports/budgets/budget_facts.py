"""The facts of a round's budget for an appendix: its gap, its reserves, the delivery before, and the opinion on it."""

from dataclasses import replace
from typing import Any

from proposals.domain.budget_facts import BudgetFacts, DeliveredSaving, ReserveBalance
from proposals.domain.direction import SAVING
from proposals.domain.fields import GENERAL_FUND
from proposals.domain.forecast.reserves import Reserves
from proposals.domain.forecast.what_enters import Basis
from proposals.domain.records import RoundRecord
from proposals.domain.stages import APPROVED, Stage
from proposals.models import BudgetRound, SavingsProposal
from proposals.models.records import total_of, with_base_budgets
from proposals.permissions.budgets import sees_opinions
from reports.budgets.round_budget import RoundBudget
from reports.styles import Style
from services.values.years import FinancialYear

NO_PLAN = "There is no medium-term plan that you can view."


PUBLISHED_BASIS = Basis("published")
"""What an appendix counts."""


def with_budget(record: RoundRecord, style: Style, budget: RoundBudget) -> RoundRecord:
    """Return the round with what the style prints beside its proposals, as one person sees its budget."""
    if style.prints_budget:
        return replace(record, budget=facts_of(budget))
    if style.prints_net:
        return replace(with_base_budgets(record, budget.budget_round), plan_base=budget.general_base)
    return record


def facts_of(budget: RoundBudget) -> BudgetFacts:
    """Return the facts of a budget."""
    budget_round, user = budget.budget_round, budget.user
    position, problem = budget.known_position()
    fund = position.funds[GENERAL_FUND] if position else None
    reserves = budget.reserves(position)
    before = _round_before(budget_round, user)
    # A page that has read the opinion with the round asks no more for it.
    opinion = getattr(budget_round, "section_25_opinion", None) if sees_opinions(user, budget_round) else None
    return BudgetFacts(
        gap_if_nothing=fund.do_nothing.gap if fund else {},
        gap=fund.with_proposals.gap if fund else {},
        reserves_used=_used(reserves),
        reserves=_balances(budget, reserves),
        problem="" if position else problem or NO_PLAN,
        extrapolated=budget.years[budget_round.number_of_years :],
        round_before=before.name if before else "",
        delivered=_delivered(before, user) if before else (),
        estimates_opinion=opinion.estimates if opinion else "",
        reserves_opinion=opinion.reserves if opinion else "",
        stated_on=opinion.stated_on if opinion else None,
    )


def _used(reserves: Reserves) -> dict[FinancialYear, int]:
    """Return what reserves give for the gap in each year."""
    return {
        year: sum(max(0, -each.for_the_gap.get(year, 0)) for each in reserves.reserves)
        for year in reserves.years
    }


def _balances(budget: RoundBudget, reserves: Reserves) -> tuple[ReserveBalance, ...]:
    reasons = {plan.name: plan.minimum_reason for plan in budget.reserve_plans}
    return tuple(
        ReserveBalance(each.name, each.closing, each.minimum, reasons.get(each.name, ""))
        for each in reserves.reserves
    )


def _round_before(budget_round: BudgetRound, user: Any) -> BudgetRound | None:
    rounds = BudgetRound.objects.visible_to(user).filter(council=budget_round.council_id)
    found: BudgetRound | None = (
        rounds.filter(first_year__lt=budget_round.first_year).order_by("-first_year", "-pk").first()
    )
    return found


def _delivered(budget_round: BudgetRound, user: Any) -> tuple[DeliveredSaving, ...]:
    approved = SavingsProposal.listed.visible_to(user).filter(
        budget_round=budget_round,
        direction=SAVING,
        stage=Stage.DECIDED.value,
        outcome__in=[outcome.value for outcome in APPROVED],
    )
    return tuple(DeliveredSaving(total_of(each), each.delivery_status) for each in approved.with_related())
