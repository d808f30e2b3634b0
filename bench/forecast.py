"""A forecast of many proposals shared between bodies: consolidated, divided, with its gap and reserves."""

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial

from bench.measure import measure
from bench.scale import SMALLEST
from bench.table import Result
from proposals.domain.forecast.case import build_case
from proposals.domain.forecast.inputs import ForecastInputs, read_inputs
from proposals.domain.forecast.programme import Component, Programme
from proposals.domain.forecast.proof_tables import CHECK
from proposals.domain.savings_profile import SavingsProfile, YearAmounts
from services.values.years import FinancialYear, years_from

PROPOSALS, BODIES, BUDGET = 60 if SMALLEST else 2_000, 5, 0.2
YEARS = years_from(FinancialYear(2027), 10)


def forecast_results() -> Iterator[Result]:
    """Yield the time of a whole forecast of the proposals."""
    components = tuple(_components())
    times = measure(partial(compute, components))
    yield Result(
        f"forecast of {PROPOSALS:,} proposals, {len(YEARS)} years, {BODIES} bodies",
        times,
        budget="200 ms",
        met=times.median < BUDGET,
    )


def compute(components: tuple[Component, ...]) -> int:
    """Return the transitional funding that the council needs, from everything that it follows from."""
    programme = Programme(components, YEARS)
    shared = programme.by_body()
    given = tuple(replace(each, profile=shared[each.key]) for each in INPUTS.components)
    case = build_case(replace(INPUTS, components=given))
    if any(case.ledger.by_year(CHECK, YEARS).values()):
        raise AssertionError("The bodies do not add up to the whole.")
    programme.consolidated().net_present_value()
    return case.revised_reserve.transitional_funding if case.revised_reserve else 0


def _inputs() -> ForecastInputs:
    """Return a budget of five bodies, of which one moves in each of four years."""
    names = [str(year) for year in YEARS]
    bodies = [f"body_{index}" for index in range(BODIES)]
    yearly = {"unit": "£", "values": dict.fromkeys(names, "1000003")}
    income = {"unit": "£", "values": dict.fromkeys(names, "480000000")}
    return read_inputs(
        {
            "years": {
                "base_year": str(YEARS[0] + (-1)),
                "business_case": names,
                "medium_term_financial_strategy": names,
            },
            "components": {
                body: {
                    "name": body,
                    "receiving_body": body,
                    "proposals": {"round": "Budget", "references": ["A1"]},
                }
                for body in bodies
            },
            "medium_term_financial_strategy": {
                "base_net_expenditure": {"unit": "£", "value": "500000000"},
                "income_by_year": {"grants": {"name": "Grants", **income}},
            },
            "uplift_by_category_and_body": {"pay": {"name": "Pay", **dict.fromkeys(bodies, yearly)}},
            "base_budgets": {body: {"unit": "£", "value": "100000000"} for body in bodies},
            "transfers": {
                body: {"go_live_year": names[place]} for place, body in enumerate(bodies[1:], start=1)
            },
            "funding_rules": {"bodies_whose_savings_reduce_funding": {"value": bodies[1:]}},
            "council_position_rules": {"savings_included": {"value": bodies}},
            "reserves": {"opening_balance": {"unit": "£", "value": "100000000"}},
        }
    )


INPUTS = _inputs()


def _components() -> Iterator[Component]:
    choose = random.Random(20)  # noqa: S311 (figures for a measurement)
    for index in range(PROPOSALS):
        amounts = tuple(
            YearAmounts(recurring_saving=choose.randrange(90_000), one_off_cost=choose.randrange(40_000))
            for _ in YEARS
        )
        first, second = choose.sample(range(BODIES), 2)
        shares = {f"body_{first}": Fraction(index % 3 + 1, 4), f"body_{second}": Fraction(3 - index % 3, 4)}
        yield Component(f"Proposal {index}", "additional", SavingsProfile(YEARS[0], amounts), shares)
