"""The financial case of a programme: every line of it, computed from the inputs by the readings chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from proposals.domain.forecast import readings
from proposals.domain.forecast.benefit_tables import BenefitTables
from proposals.domain.forecast.budget_tables import BudgetTables
from proposals.domain.forecast.component_inputs import ComponentInput
from proposals.domain.forecast.input_field import Years
from proposals.domain.forecast.inputs import ForecastInputs
from proposals.domain.forecast.lines import Ledger
from proposals.domain.forecast.outcome_tables import OutcomeTables
from proposals.domain.forecast.programme import (
    Component,
    Programme,
    Value,
    from_levels,
    weighted,
    within,
)
from proposals.domain.forecast.proof_tables import ProofTables
from proposals.domain.forecast.reserves import Reserve
from proposals.domain.forecast.statement import Statement
from proposals.domain.rounding import in_proportion, nearest
from proposals.domain.savings_profile import SavingsProfile, added_up
from services.values.years import FinancialYear


class KeyFigures(NamedTuple):
    """The figures by which two ways to compute a case are compared."""

    net: int
    net_present_value: int
    break_even_year: FinancialYear | None
    payback_years: Fraction | None
    cumulative_gap: int
    lowest_reserves: int | None


class Variant(NamedTuple):
    """A case beside the one that is meant: what differs, in two parts, and the case itself."""

    about: str
    choice: str
    case: "Case"


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

    @cached_property
    def key_figures(self) -> KeyFigures:
        """Return what the components save, and where that leaves the council."""
        together = Value.of(self.programme.consolidated())
        closing = self.revised_reserve.closing.values() if self.revised_reserve else ()
        last = self.inputs.position_years[-1]
        return KeyFigures(
            net=together.net,
            net_present_value=together.net_present_value,
            break_even_year=together.break_even_year,
            payback_years=together.payback_years,
            cumulative_gap=int(self.ledger.figure_of("revised/cumulative gap", last)),
            lowest_reserves=min(closing, default=None),
        )

    @cached_property
    def by_other_readings(self) -> tuple[Variant, ...]:
        """Return the case by every other reading of each of its rules, one at a time."""
        return tuple(
            Variant(name, choice, build_case(self.inputs, {**self.chosen, name: choice}))
            for name, choices in self.inputs.settings.items()
            for choice in choices
            if choice != self.chosen[name]
        )

    @cached_property
    def sensitivity(self) -> tuple[Variant, ...]:
        """Return the case a year late, with 75% of the benefit, and at 120% of the cost."""
        late, part = "The benefit begins a year later, and the cost when planned", Fraction(3, 4)
        dearer = self.stressed(cost=Fraction(6, 5))
        return (
            Variant("A year late", late, self.stressed(delay=1)),
            Variant(
                "75% delivered",
                "Three quarters of the benefit, at the whole cost",
                self.stressed(benefit=part),
            ),
            Variant("Cost up by 20%", "The whole benefit, at 120% of the cost", dearer),
        )

    @cached_property
    def with_optimism_bias(self) -> Variant | None:
        """Return the case adjusted for optimism bias; None where the file states no adjustment."""
        bias = self.inputs.optimism_bias
        if bias is None:
            return None
        words = f"Cost up by {bias.cost_percent}%, benefit down by {bias.benefit_percent}%"
        adjusted = self.stressed(benefit=1 - bias.benefit_percent / 100, cost=1 + bias.cost_percent / 100)
        return Variant("Adjusted for optimism bias", words, adjusted)

    def stressed(
        self, *, benefit: Fraction = Fraction(1), cost: Fraction = Fraction(1), delay: int = 0
    ) -> "Case":
        """Return the case with a share of its components' benefit, so many years later, and a multiple of their cost.

        What existing plans save stays as it is: it is not the programme's.
        """
        components = tuple(
            replace(
                given,
                profile=weighted(component.profile, benefit=benefit, cost=cost, delay=delay),
                capitalisable=nearest(given.capitalisable * cost),
            )
            for given, component in zip(self.inputs.components, self.programme.components, strict=True)
        )
        return build_case(replace(self.inputs, components=components), self.chosen)


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
    capital = added_up((plan.capital_by_year for plan in inputs.plans), years)
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
        found |= in_proportion(component.one_off, before)
    return found
