"""A case computed otherwise: by another reading of a rule, later, with less benefit, or at a higher cost."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from proposals.domain.forecast.case import Case, build_case
from proposals.domain.forecast.component_inputs import ComponentInput
from proposals.domain.forecast.input_field import Years
from proposals.domain.forecast.inputs import ForecastInputs
from proposals.domain.forecast.position import nearest
from proposals.domain.forecast.programme import weighted
from proposals.domain.forecast.readings import other_readings
from services.values.years import FinancialYear


@dataclass(frozen=True)
class Variant:
    """A case beside the one that is meant: what differs, in two parts, and the case itself."""

    about: str
    choice: str
    case: Case


@dataclass(frozen=True)
class KeyFigures:
    """The figures by which two ways to compute a case are compared."""

    net: int
    net_present_value: int
    break_even_year: FinancialYear | None
    payback_years: Fraction | None
    revised_gap: int
    lowest_reserve: int | None

    @classmethod
    def of(cls, case: Case) -> "KeyFigures":
        """Return the figures of a case: what its components save, and where that leaves the council."""
        together = case.programme.consolidated()
        closing = case.revised_reserve.closing.values() if case.revised_reserve else ()
        last = case.inputs.position_years[-1]
        return cls(
            net=sum(together.net_in_year.values()),
            net_present_value=together.net_present_value(),
            break_even_year=together.break_even_year,
            payback_years=together.payback_years,
            revised_gap=int(case.ledger.figure_of("revised/cumulative gap", last)),
            lowest_reserve=min(closing, default=None),
        )


def by_other_readings(case: Case) -> tuple[Variant, ...]:
    """Return the case by every other reading of each of its rules, one at a time."""
    return tuple(
        Variant(setting, choice, build_case(case.inputs, choices))
        for setting, choice, choices in other_readings(case.inputs.settings, case.chosen)
    )


def sensitivity_of(case: Case) -> tuple[Variant, ...]:
    """Return the case a year late, with 75% of the benefit, and at 120% of the cost."""
    changes = (
        ("A year late", "The benefit begins a year later, and the cost when planned", {"delay": 1}),
        ("75% delivered", "Three quarters of the benefit, at the whole cost", {"benefit": Fraction(3, 4)}),
        ("Cost up by 20%", "The whole benefit, at 120% of the cost", {"cost": Fraction(6, 5)}),
    )
    return tuple(
        Variant(about, words, build_case(stressed(case.inputs, **change), case.chosen))
        for about, words, change in changes
    )


def with_optimism_bias(case: Case) -> Variant | None:
    """Return the case adjusted for optimism bias; None where the file states no adjustment."""
    bias = case.inputs.optimism_bias
    if bias is None:
        return None
    words = f"Cost up by {bias.cost_percent}%, benefit down by {bias.benefit_percent}%"
    adjusted = stressed(
        case.inputs,
        benefit=1 - bias.benefit_percent / 100,
        cost=1 + bias.cost_percent / 100,
    )
    return Variant("Adjusted for optimism bias", words, build_case(adjusted, case.chosen))


def stressed(
    inputs: ForecastInputs,
    *,
    benefit: Fraction = Fraction(1),
    cost: Fraction = Fraction(1),
    delay: int = 0,
) -> ForecastInputs:
    """Return the inputs with a share of the components' benefit, so many years later, and a multiple of their cost.

    What existing plans save stays as it is: it is not the programme's.
    """
    components = tuple(
        _stressed(each, inputs.case_years, benefit=benefit, cost=cost, delay=delay)
        for each in inputs.components
    )
    return replace(inputs, components=components)


def _stressed(
    component: ComponentInput,
    years: tuple[FinancialYear, ...],
    *,
    benefit: Fraction,
    cost: Fraction,
    delay: int,
) -> ComponentInput:
    later: dict[FinancialYear, int] = dict.fromkeys(years[:delay], 0) if component.gross else {}
    later |= {year + delay: pounds for year, pounds in component.gross.items() if year + delay in years}
    return replace(
        component,
        gross=_times(later, benefit),
        steady_state=None if component.steady_state is None else nearest(component.steady_state * benefit),
        categories=tuple(
            each._replace(pounds=nearest(each.pounds * benefit)) for each in component.categories
        ),
        cost=_times(component.cost, cost),
        one_off=nearest(component.one_off * cost),
        one_off_parts=_parts(component.one_off_parts, cost),
        capitalisable=nearest(component.capitalisable * cost),
        recurring=None if component.recurring is None else nearest(component.recurring * cost),
        profile=None
        if component.profile is None
        else weighted(component.profile, benefit=benefit, cost=cost, delay=delay),
    )


def _times(amounts: Mapping[FinancialYear, int], share: Fraction) -> Years:
    return {year: nearest(pounds * share) for year, pounds in amounts.items()}


def _parts(parts: tuple[tuple[str, int], ...], share: Fraction) -> tuple[tuple[str, int], ...]:
    return tuple((name, nearest(pounds * share)) for name, pounds in parts)
