"""A financial case started from the proposals of a round: its components, and its inputs from the round's plan."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.text import slugify

from proposals.domain.fields import GENERAL_FUND, PRESSURE_CATEGORIES, SAVING
from proposals.domain.forecast.plan import PlanFigures
from proposals.domain.forecast.position import ByYear
from proposals.domain.forecast.reserves import ReservePlan
from proposals.domain.forecast.what_enters import Item, Reason
from proposals.domain.savings_profile import added_up, yearly_changes
from reports.budgets.round_budget import RoundBudget
from services.values.years import FinancialYear

GROUPINGS = {"proposal": "Each proposal", "directorate": "Each directorate", "category": "Each category"}
"""What each component of a new case can be made of, in words."""
_ALSO: frozenset[Reason] = frozenset({"earlier plan", "no year", "unknown years"})
"""What does not enter the position and still belongs to a case: planned already, or without figures so far."""

Years = tuple[FinancialYear, ...]


def savings_of(budget: RoundBudget) -> tuple[Item, ...]:
    """Return the savings of the general fund that a case can be made of; none where the round has no plan.

    Raises UnusableForecast for a plan with gaps.
    """
    position = budget.position()
    if position is None:
        return ()
    also = {each.item.key for each in position.left_out if each.reason in _ALSO and not each.is_part}
    counted = also | {each.item.key for each in position.entered}
    return tuple(
        item
        for item in budget.items.items
        if item.key in counted and item.direction == SAVING and item.fund == GENERAL_FUND
    )


def components_of(
    items: Iterable[Item], grouping: str, round_name: str, body: str
) -> dict[str, dict[str, Any]]:
    """Return the components by key, made of the items; what is planned already stands in components of its own.

    A component of one proposal has no name of its own: whoever does not see the proposal is not to read its title.
    """
    groups: dict[tuple[str, bool], list[str]] = {}
    for item in items:
        of = {"directorate": item.directorate, "category": item.category or "No category"}
        groups.setdefault((of.get(grouping, item.key), item.in_earlier_plan), []).append(item.reference)
    found: dict[str, dict[str, Any]] = {}
    for number, ((name, is_planned), references) in enumerate(groups.items(), start=1):
        component: dict[str, Any] = {
            "receiving_body": body,
            "proposals": {"round": round_name, "references": references},
        }
        if grouping != "proposal":
            component["name"] = f"{name}: already in the plan" if is_planned else name
        if is_planned:
            component["kind"] = "already in the plan"
        found[f"component_{number}"] = component
    return found


def case_values(
    budget: RoundBudget, components: Mapping[str, Mapping[str, Any]], body: str
) -> dict[str, Any]:
    """Return the plain values of a case of these components, with the general fund of the round's plan.

    Raises UnusableForecast for a plan with gaps, and without one.
    """
    position = budget.position()
    if position is None:
        return {}
    years, figures = budget.years, position.figures
    base = added_up(line.by_year for line in figures.base if line.line.fund == GENERAL_FUND)
    first = base.get(years[0], 0)
    counted = [key for key, component in components.items() if "kind" not in component]
    return {
        "years": {
            "base_year": str(years[0] + (-1)),
            "business_case": [str(year) for year in years],
            "medium_term_financial_strategy": [str(year) for year in years],
        },
        "components": components,
        "medium_term_financial_strategy": {
            "base_net_expenditure": _pounds(first),
            "income_by_year": {
                f"income_{number}": {"name": line.line.name, **_by_year(line.by_year)}
                for number, line in enumerate(figures.income, start=1)
                if line.line.fund == GENERAL_FUND
            },
        },
        "uplift_by_category_and_body": dict(_uplift(figures, base, body)),
        "base_budgets": {body: _pounds(first)},
        "council_position_rules": {"savings_included": {"value": counted}},
        **_reserves(budget.reserve_plans, years),
    }


def body_key(council_name: str) -> str:
    """Return the key of the council among the bodies of its case."""
    return slugify(council_name).replace("-", "_") or "council"


def _uplift(figures: PlanFigures, base: ByYear, body: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the uplift by category, and what the base itself changes by from year to year."""
    by_category: dict[str, list[ByYear]] = {}
    for line in figures.uplift:
        if line.line.fund == GENERAL_FUND:
            by_category.setdefault(line.line.category, []).append(line.by_year)
    for category, amounts in by_category.items():
        name = PRESSURE_CATEGORIES.get(category, "Other")
        yield category or "other", {"name": name, body: _by_year(added_up(amounts))}
    changes = {year: pounds for year, pounds in yearly_changes(base).items() if year != figures.years[0]}
    if any(changes.values()):
        yield "base_budget", {"name": "Change of the base budget", body: _by_year(changes)}


def _reserves(plans: Iterable[ReservePlan], years: Years) -> dict[str, Any]:
    """Return the reserves together; a balance that is not known of each is asked for by the case."""
    stated = list(plans)
    if not stated:
        return {}
    group: dict[str, Any] = {
        "other_planned_use_unexplained": _by_year(_within((each.other_use for each in stated), years)),
        "contributions": _by_year(_within((each.contributions for each in stated), years)),
    }
    opening = [each.opening_balance for each in stated if each.opening_balance is not None]
    if len(opening) == len(stated):
        group["opening_balance"] = _pounds(sum(opening))
    minimum = [each.minimum for each in stated if each.minimum is not None]
    if minimum:
        group["minimum_level"] = _pounds(sum(minimum))
    return {"reserves": group}


def _within(amounts: Iterable[ByYear], years: Years) -> dict[FinancialYear, int]:
    return {year: pounds for year, pounds in added_up(amounts).items() if year in years}


def _pounds(amount: int) -> dict[str, str]:
    return {"unit": "£", "value": str(amount)}


def _by_year(amounts: ByYear) -> dict[str, Any]:
    return {"unit": "£", "values": {str(year): str(pounds) for year, pounds in amounts.items()}}
