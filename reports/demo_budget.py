"""The demonstration's budget: pressures, a medium-term plan, assumptions, reserves, costs and scenarios."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from proposals.demo.pressures import load_pressures, load_services
from proposals.demo.saving import save_checked
from proposals.models import Assumption, AssumptionYear, BudgetRound, CostToAchieve
from reports.demo_scenarios import load_scenarios
from reports.models import MediumTermPlan, PlanAmount, PlanLine, Reserve, ReserveYear
from services.values.years import FinancialYear

Item = Mapping[str, Any]


@transaction.atomic
def load_budget(budget_round: BudgetRound, path: Path) -> bool:
    """Give the demo round its budget, and return whether it was done now."""
    if MediumTermPlan.objects.filter(budget_round=budget_round).exists():
        return False
    data = json.loads(path.read_text(encoding="utf-8"))
    load_services(budget_round, data["services"])
    load_pressures(budget_round, data["pressures"])
    for item in data["assumptions"]:
        _load_assumption(budget_round, item)
    _load_plan(budget_round, data["plan"])
    for item in data["reserves"]:
        _load_reserve(budget_round, item)
    for reference, rows in data["costs"].items():
        proposal = budget_round.proposals.get(reference=reference)
        for row in rows:
            save_checked(CostToAchieve(proposal=proposal, **_with_year(row)))
    load_scenarios(budget_round, data)
    return True


def _with_year(item: Item) -> dict[str, Any]:
    return {**item, "year": FinancialYear.parse(item["year"])}


def _load_assumption(budget_round: BudgetRound, item: Item) -> None:
    given, today = dict(item), timezone.localdate()
    years = given.pop("years", {})
    given["stated_on"] = today - timedelta(days=given.pop("stated_days_ago"))
    given["review_on"] = today + timedelta(days=given.pop("review_in_days"))
    assumption = save_checked(Assumption(budget_round=budget_round, **given))
    for year, value in years.items():
        save_checked(AssumptionYear(assumption=assumption, year=FinancialYear.parse(year), value=value))


def _load_plan(budget_round: BudgetRound, data: Item) -> None:
    plan = save_checked(
        MediumTermPlan(budget_round=budget_round, years_beyond=data["years_beyond"], shared_at=timezone.now())
    )
    directorates = {each.code: each for each in budget_round.council.directorates.all()}
    for position, item in enumerate(data["lines"], start=1):
        given = dict(item)
        amounts, code = given.pop("amounts", {}), given.pop("directorate", "")
        line = save_checked(
            PlanLine(plan=plan, position=position, directorate=directorates.get(code), **given)
        )
        for year, amount in amounts.items():
            save_checked(PlanAmount(line=line, year=FinancialYear.parse(year), amount=amount))


def _load_reserve(budget_round: BudgetRound, item: Item) -> None:
    given = dict(item)
    years = given.pop("years")
    reserve = save_checked(Reserve(budget_round=budget_round, **given))
    for row in years:
        save_checked(ReserveYear(reserve=reserve, **_with_year(row)))
