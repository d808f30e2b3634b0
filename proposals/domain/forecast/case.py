"""The financial case of a programme: every line of it, computed from the inputs by the readings chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from proposals.domain.forecast import readings
from proposals.domain.forecast.benefits import BenefitLines, profile_of
from proposals.domain.forecast.bodies import Division, Transfer
from proposals.domain.forecast.budget import BudgetLines
from proposals.domain.forecast.inputs import ForecastInputs
from proposals.domain.forecast.lines import Ledger
from proposals.domain.forecast.outcome import OutcomeLines
from proposals.domain.forecast.position import Extrapolation, Position, extrapolated, nearest
from proposals.domain.forecast.programme import Component, Programme, from_levels
from proposals.domain.forecast.reserves import Reserve
from proposals.domain.savings_profile import SavingsProfile, share_of_total
from services.values.years import FinancialYear


@dataclass(frozen=True)
class Case:
    """A financial case: its lines, and what they were computed from."""

    inputs: ForecastInputs
    chosen: Mapping[str, str]
    ledger: Ledger
    programme: Programme
    plans: SavingsProfile
    """What existing plans save with the programme's help."""
    position: Position
    division: Division
    reserve: Reserve | None
    revised_reserve: Reserve | None


def build_case(inputs: ForecastInputs, choices: Mapping[str, str] | None = None) -> Case:
    """Return the case by the readings chosen: the defaults, then what the file chooses, then `choices`.

    Raises UnusableForecast for a setting or choice that does not exist.
    """
    chosen = readings.chosen_readings(inputs.settings, {**inputs.choices, **(choices or {})})
    ledger = Ledger()
    programme, plans = programme_of(inputs, chosen), plans_of(inputs)
    BenefitLines(ledger, inputs, programme, plans).write()
    position, division = position_of(inputs), division_of(inputs, chosen)
    BudgetLines(ledger, inputs, chosen, position, division).write()
    outcome = OutcomeLines(ledger, inputs, chosen, position, division)
    outcome.write()
    reserve, revised = reserves_of(inputs, position, outcome.revised_gap)
    outcome.write_reserves(reserve, revised)
    return Case(inputs, chosen, ledger, programme, plans, position, division, reserve, revised)


def programme_of(inputs: ForecastInputs, chosen: Mapping[str, str]) -> Programme:
    """Return the components with their profiles."""
    finer = chosen[readings.AMOUNTS] == readings.FINER
    components = tuple(
        Component(
            each.name,
            each.kind,
            profile_of(each, inputs.case_years, finer=finer),
            dict(each.shares),
            each.probability,
        )
        for each in inputs.components
    )
    programme = Programme(components, inputs.case_years)
    counts_all = chosen.get(readings.KINDS) == readings.ALL_KINDS
    return replace(programme, counted=programme.kinds) if counts_all else programme


def plans_of(inputs: ForecastInputs) -> SavingsProfile:
    """Return what existing plans save with the programme's help, beside their capital cost."""
    years = inputs.case_years
    capital = {year: sum(plan.capital_by_year.get(year, 0) for plan in inputs.plans) for year in years}
    return from_levels(inputs.enabled, capital if inputs.enabled else {}, years, None)


def position_of(inputs: ForecastInputs) -> Position:
    """Return the position if nothing changes, over the years of the strategy."""
    return Position(
        years=inputs.strategy_years,
        base=dict.fromkeys(inputs.strategy_years, inputs.base),
        income=dict(inputs.income.values()),
        uplift={
            f"{category} {body}": amounts
            for category, by_body in inputs.uplift.values()
            for body, amounts in by_body.items()
        },
    )


def division_of(inputs: ForecastInputs, chosen: Mapping[str, str]) -> Division:
    """Return the division of the base net expenditure between the bodies, with the years beyond the strategy."""
    return Division(
        years=inputs.position_years,
        base=dict.fromkeys(inputs.position_years, inputs.base),
        retained=inputs.retained,
        uplift={body: uplift_of(inputs, chosen, body) for body in (inputs.retained, *inputs.go_live)},
        transfers=tuple(
            Transfer(body, share_moving(inputs, chosen, body), year) for body, year in inputs.go_live.items()
        ),
    )


def share_moving(inputs: ForecastInputs, chosen: Mapping[str, str], body: str) -> Fraction:
    """Return the share of the base budget that moves to a body, in whole percent or exactly."""
    exact = share_of_total(inputs.budgets[body], sum(inputs.budgets.values())) or Fraction(0)
    if chosen[readings.SHARE] == readings.EXACT:
        return exact
    return Fraction(rounded_by(chosen, exact * 100), 100)


def rounded_by(chosen: Mapping[str, str], value: Fraction, step: int = 1) -> int | Fraction:
    """Return the value rounded to the step, with a half treated as the setting says."""
    if chosen[readings.HALF] == readings.KEPT and (value / step * 2).denominator == 1:
        return value
    return nearest(value, step, half_to_even=chosen[readings.HALF] == readings.TO_EVEN)


def uplift_of(inputs: ForecastInputs, chosen: Mapping[str, str], body: str) -> dict[FinancialYear, int]:
    """Return the uplift that begins in each year for a body, with the years beyond the strategy where it goes on."""
    categories = [by_body.get(body, {}) for _, by_body in inputs.uplift.values()]
    found = {year: sum(amounts.get(year, 0) for amounts in categories) for year in inputs.strategy_years}
    goes_on = body in inputs.uplift_extrapolated_for and chosen[readings.UPLIFT_AFTER] == readings.LAST_CHANGE
    if not goes_on:
        return {**found, **dict.fromkeys(inputs.extrapolated_years, 0)}
    # The uplift is itself the change of a year, so the last change repeated is the same uplift again.
    return extrapolated(found, inputs.extrapolated_years, Extrapolation("repeat the last level"))


def reserves_of(
    inputs: ForecastInputs, position: Position, revised_gap: Mapping[FinancialYear, int]
) -> tuple[Reserve | None, Reserve | None]:
    """Return the reserves if nothing changes and with the programme; None where the file has no reserves."""
    given = inputs.reserves
    if given is None:
        return None, None
    other = dict(given.unexplained)
    for year, planned in given.planned.items():
        # The planned use is the whole of a year's use: what the deficit does not explain is other use.
        if year not in other and year in position.in_year:
            other[year] = planned + position.in_year[year]
    gaps = ((position.years, position.in_year), (inputs.position_years, revised_gap))
    first, second = (
        Reserve(
            name="the reserves",
            years=years,
            opening_balance=given.opening,
            for_the_gap=gap,
            other_use=other,
            contributions=given.contributions,
            planned_use=given.planned if years == position.years else {},
            minimum=given.minimum,
            unexplained=other,
        )
        for years, gap in gaps
    )
    return first, second
