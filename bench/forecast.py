"""A forecast of many proposals shared between bodies: consolidated, divided, with its gap and reserves."""

import random
from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from bench.measure import measure
from bench.scale import SMALLEST
from bench.table import Result
from proposals.domain.forecast.bodies import Division, Transfer
from proposals.domain.forecast.position import Position
from proposals.domain.forecast.programme import Component, Programme
from proposals.domain.forecast.reserves import Reserve
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
    bodies = [f"body {index}" for index in range(BODIES)]
    division = Division(
        years=YEARS,
        base=dict.fromkeys(YEARS, 500_000_000),
        retained=bodies[0],
        uplift={body: dict.fromkeys(YEARS, 1_000_003) for body in bodies},
        transfers=tuple(
            Transfer(body, Fraction(1, 7), YEARS[index]) for index, body in enumerate(bodies[1:], start=1)
        ),
    )
    if any(division.difference_to_whole().values()):
        raise AssertionError("The bodies do not add up to the whole.")
    funding = [division.funding_of(body, reductions=shared[body].net_in_year) for body in bodies[1:]]
    income = {year: 480_000_000 - sum(each[year] for each in funding) for year in YEARS}
    position = Position(YEARS, division.expenditure_of(bodies[0]), {"funding": income})
    revised = position.with_savings(shared[bodies[0]].net_in_year)
    consolidated = programme.consolidated()
    consolidated.net_present_value()
    return Reserve("reserves", YEARS, 100_000_000, revised.in_year).transitional_funding


def _components() -> Iterator[Component]:
    choose = random.Random(20)  # noqa: S311 (figures for a measurement)
    for index in range(PROPOSALS):
        amounts = tuple(
            YearAmounts(recurring_saving=choose.randrange(90_000), one_off_cost=choose.randrange(40_000))
            for _ in YEARS
        )
        first, second = choose.sample(range(BODIES), 2)
        shares = {f"body {first}": Fraction(index % 3 + 1, 4), f"body {second}": Fraction(3 - index % 3, 4)}
        yield Component(f"Proposal {index}", "additional", SavingsProfile(YEARS[0], amounts), shares)
