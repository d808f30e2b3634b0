"""The financial case of a programme: every line of it, computed from the inputs by the readings chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from proposals.domain.forecast import readings
from proposals.domain.forecast.benefit_tables import BenefitTables
from proposals.domain.forecast.budget_tables import BudgetTables
from proposals.domain.forecast.component_inputs import ComponentInput
from proposals.domain.forecast.input_field import Years
from proposals.domain.forecast.inputs import ForecastInputs
from proposals.domain.forecast.lines import Ledger
from proposals.domain.forecast.outcome_tables import OutcomeTables
from proposals.domain.forecast.programme import Component, Programme, from_levels, within
from proposals.domain.forecast.proof_tables import ProofTables
from proposals.domain.forecast.reserves import Reserve
from proposals.domain.forecast.statement import Statement
from proposals.domain.savings_profile import SavingsProfile
from services.values.years import FinancialYear


@dataclass(frozen=True)
class Case:
    """A financial case: its lines, the tables that show them, and what they were computed from."""

    inputs: ForecastInputs
    chosen: Mapping[str, str]
    programme: Programme
    plans: SavingsProfile
    """What existing plans save with the programme's help."""
    ledger: Ledger
    tables: tuple[Statement, ...]
    """The tables that documents print, each line first in the table in which it arises."""
    proofs: tuple[Statement, ...]
    """The bridge between the two gaps, and the bodies against the whole."""
    reserve: Reserve | None
    revised_reserve: Reserve | None

    @property
    def all_tables(self) -> tuple[Statement, ...]:
        """Return every table, those that prove the case last."""
        return (*self.tables, *self.proofs)


def build_case(
    inputs: ForecastInputs, choices: Mapping[str, str] | None = None, names: Sequence[str] = ()
) -> Case:
    """Return the case by the readings chosen: the defaults, then what the file chooses, then `choices`.

    `names` are what the council is called in print beside its name in the inputs. Raises UnusableForecast for a
    setting or choice that does not exist.
    """
    chosen = readings.chosen_readings(inputs.settings, {**inputs.choices, **(choices or {})})
    programme, plans, ledger = programme_of(inputs, chosen), plans_of(inputs), Ledger()
    given = (inputs, chosen, programme, plans, names)
    benefits = BenefitTables(ledger, inputs.case_years, *given)
    budget = BudgetTables(ledger, inputs.position_years, *given)
    outcome = OutcomeTables(ledger, inputs.position_years, *given)
    tables = (*benefits.all(), *budget.all(), *outcome.all())
    proofs = tuple(ProofTables(ledger, inputs.position_years, *given).all())
    reserves = (outcome.reserve, outcome.revised_reserve)
    return Case(inputs, chosen, programme, plans, ledger, tables, proofs, *reserves)


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


def profile_of(
    component: ComponentInput, years: Sequence[FinancialYear], *, finer: bool = False
) -> SavingsProfile:
    """Return the profile of a component from its yearly amounts, or with the finer figures that have no years.

    The finer benefit stands in the years that print the steady state's. The finer one-off cost falls in proportion to
    the cost printed before the recurring cost begins; the recurring cost is the same from then on. Where there is no
    finer figure, the printed one stands.
    """
    gross, cost = component.gross, component.cost
    if component.profile is not None:
        return within(component.profile, years)
    if finer:
        gross, cost = _finer_benefit(component), _finer_cost(component, years)
    return from_levels(gross, cost, years, component.recurring_from)


def _finer_benefit(component: ComponentInput) -> Years:
    if component.steady_state is None or not component.gross:
        return component.gross
    last = list(component.gross.values())[-1]
    return {
        year: component.steady_state if pounds == last else pounds for year, pounds in component.gross.items()
    }


def _finer_cost(component: ComponentInput, years: Sequence[FinancialYear]) -> Years:
    first = component.recurring_from
    if first is None:
        return component.cost
    before = {year: pounds for year, pounds in component.cost.items() if year < first}
    printed = sum(before.values())
    found = {year: component.cost.get(year, 0) for year in years}
    if component.recurring is not None:
        found |= {year: component.recurring for year in years if year >= first}
    if printed and component.one_off:
        lump = from_levels({}, {years[0]: component.one_off}, years[:1], None)
        shared = lump.shared_out([Fraction(pounds, printed) for pounds in before.values()])
        found |= {year: part.cost_to_achieve for year, part in zip(before, shared, strict=True)}
    return found
