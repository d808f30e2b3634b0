"""The inputs of a programme's financial case, read from plain values and checked field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from proposals.domain.forecast.component_inputs import ComponentInput, note_difference, read_components
from proposals.domain.forecast.details import CaseDetails, read_details
from proposals.domain.forecast.input_field import UNITS, InputField, Years
from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.forecast.readings import chosen_readings, settings_for
from services.values.years import FinancialYear

MOST_COMPONENT_FIGURES, MOST_UPLIFT_FIGURES = 500, 1_000
"""Fifty components over ten years, ten categories of ten bodies over ten. A page shows a case by every reading."""


@dataclass(frozen=True)
class PlanInput:
    """A plan that counts savings already, which the programme enables."""

    key: str
    name: str
    saving: int
    capital_by_year: Years
    capital: int
    reduction_by_year: Years
    activity: tuple[tuple[str, Years], ...]


@dataclass(frozen=True)
class TargetInput:
    """A savings target on a year's expenditure: the rate in percent, its years, and the step it is rounded to."""

    rate: Fraction
    first_year: FinancialYear
    last_year: FinancialYear
    rounded_to: int


@dataclass(frozen=True)
class OptimismBias:
    """The adjustment for optimism: the percent by which cost rises and benefit falls."""

    cost_percent: Fraction
    benefit_percent: Fraction


@dataclass(frozen=True)
class ReserveInput:
    """The reserves: the opening balance, the planned use, and the part of it that nothing explains."""

    opening: int | None
    planned: Years
    unexplained: Years
    contributions: Years
    minimum: int | None


@dataclass(frozen=True)
class ForecastInputs:
    """Everything that a programme's financial case is computed from."""

    base_year: FinancialYear
    case_years: tuple[FinancialYear, ...]
    strategy_years: tuple[FinancialYear, ...]
    extrapolated_years: tuple[FinancialYear, ...]
    components: tuple[ComponentInput, ...]
    plans: tuple[PlanInput, ...]
    enabled: Years
    base: int
    income: Mapping[str, tuple[str, Years]]
    uplift: Mapping[str, tuple[str, Mapping[str, Years]]]
    budgets: Mapping[str, int]
    go_live: Mapping[str, FinancialYear]
    retained: str
    reducing_bodies: tuple[str, ...]
    reduction_share: Fraction
    funding_step: int
    uplift_extrapolated_for: tuple[str, ...]
    counted_components: tuple[str, ...]
    target: TargetInput | None
    reserves: ReserveInput | None
    optimism_bias: OptimismBias | None
    delayed: tuple[tuple[str, int], ...]
    choices: Mapping[str, str]
    details: CaseDetails
    notes: tuple[str, ...]

    @property
    def settings(self) -> dict[str, tuple[str, ...]]:
        """Return the rules that can be read in more than one way, with their choices."""
        return settings_for(self.go_live, self.reducing_bodies, {each.kind for each in self.components})

    @property
    def additional(self) -> tuple[ComponentInput, ...]:
        """Return the components that save what no plan counts yet: all that the council's position knows of."""
        return tuple(each for each in self.components if each.kind == "additional")

    @property
    def bodies(self) -> tuple[str, ...]:
        """Return the body that keeps what does not move, then those that services move to."""
        return (self.retained, *self.go_live)

    @property
    def position_years(self) -> tuple[FinancialYear, ...]:
        """Return the years of the strategy and those beyond it."""
        return (*self.strategy_years, *self.extrapolated_years)


def read_inputs(values: object) -> ForecastInputs:
    """Return the inputs that the plain values of a file give.

    Raises UnusableForecast, which names the field, for the first that is missing or cannot be read.
    """
    root = InputField(values, "")
    years = root.at("years")
    strategy_years = years.at("medium_term_financial_strategy").years()
    case_years = years.at("business_case").years()
    extra = years.maybe("extrapolated")
    extrapolated_years = extra.years() if extra and extra.value else ()
    base_year = years.at("base_year").year()
    if extrapolated_years and extrapolated_years[0] - strategy_years[-1] != 1:
        raise years.at("extrapolated").fail("the first year must follow the last year of the strategy.")
    known = tuple(sorted({base_year, *case_years, *strategy_years, *extrapolated_years}))
    notes: list[str] = []
    last = (*strategy_years, *extrapolated_years)[-1]
    if case_years[-1] < last:
        notes.append(
            f"years.business_case: the case ends in {case_years[-1]}, so its benefit and cost count as zero from then "
            f"to {last}."
        )
    components = tuple(read_components(root.at("components"), known, notes))
    _refuse_more(root.at("components"), len(components), known, MOST_COMPONENT_FIGURES)
    budgets, go_live, retained = _bodies(root, (*strategy_years, *extrapolated_years))
    uplift = _uplift(root, known, {retained, *go_live})
    if uplift:
        lines = sum(len(by_body) for _, by_body in uplift.values())
        _refuse_more(root.at("uplift_by_category_and_body"), lines, known, MOST_UPLIFT_FIGURES)
    kinds = {component.key: component.kind for component in components}
    counted = root.maybe("council_position_rules", "savings_included")
    counted_components = counted.names("value") if counted else ()
    for name in counted_components:
        if name not in kinds:
            raise UnusableForecast(
                f"council_position_rules.savings_included: “{name}” is no component of the file."
            )
        if kinds[name] != "additional":
            raise UnusableForecast(
                f"council_position_rules.savings_included: “{name}” is {kinds[name]}. The council’s position counts "
                "additional components alone."
            )
    reducing = root.maybe("funding_rules", "bodies_whose_savings_reduce_funding")
    reducing_bodies = reducing.names("value") if reducing else ()
    for name in reducing_bodies:
        if name not in go_live:
            raise UnusableForecast(
                f"funding_rules.bodies_whose_savings_reduce_funding: “{name}” is no body that services move to."
            )
    strategy = root.at("medium_term_financial_strategy")
    income = {
        key: (each.at("name").text(), each.by_year(known))
        for key, each in strategy.at("income_by_year").items()
    }
    share = root.maybe("funding_rules", "share_of_savings_taken_from_funding")
    steps = (
        root.maybe("extrapolation_rules", f"{whose}base_funding_yearly_increase")
        for whose in ("", "county_council_", f"{retained}_")
    )
    step = next(filter(None, steps), None)
    extended = root.maybe("extrapolation_rules", "uplift")
    enabled = root.maybe("existing_plans", "enabled_benefit_by_year")
    delayed = root.maybe("delayed_projects", "projects")
    inputs = ForecastInputs(
        base_year=base_year,
        case_years=case_years,
        strategy_years=strategy_years,
        extrapolated_years=extrapolated_years,
        components=components,
        plans=tuple(_plans(root, known, notes)),
        enabled=enabled.by_year(known) if enabled else {},
        base=strategy.at("base_net_expenditure").amount(),
        income=income,
        uplift=uplift,
        budgets=budgets,
        go_live=go_live,
        retained=retained,
        reducing_bodies=reducing_bodies,
        reduction_share=Fraction(share.at("value").number()) / 100 if share else Fraction(1),
        funding_step=step.amount() if step else 0,
        uplift_extrapolated_for=extended.names("bodies") if extended else (),
        counted_components=counted_components,
        target=_target(root),
        reserves=_reserves(root, known),
        optimism_bias=_optimism_bias(root),
        delayed=tuple((each.at("name").text(), each.amount()) for _, each in delayed.items())
        if delayed
        else (),
        choices=_choices(root),
        details=read_details(root, notes),
        notes=tuple(notes),
    )
    chosen_readings(inputs.settings, inputs.choices)
    return inputs


def _refuse_more(field: InputField, lines: int, years: tuple[FinancialYear, ...], most: int) -> None:
    if lines * len(years) > most:
        raise field.fail(
            f"{lines:,} lines over {len(years)} years are {lines * len(years):,} figures. At most {most:,} are "
            "computed: put lines together, or leave out years."
        )


def _plans(root: InputField, known: tuple[FinancialYear, ...], notes: list[str]) -> Iterator[PlanInput]:
    group = root.maybe("existing_plans")
    for key, each in group.items() if group else ():
        if each.maybe("saving_steady_state") is None:
            continue
        capital_by_year, capital = each.maybe("capital_cost_by_year"), each.maybe("capital_cost_total")
        reduction, activity = (
            each.maybe("expenditure_reduction_by_year"),
            each.maybe("activity_change_by_year"),
        )
        yearly = capital_by_year.by_year(known) if capital_by_year else {}
        plan = PlanInput(
            key=key,
            name=each.at("name").text(),
            saving=each.at("saving_steady_state").amount(),
            capital_by_year=yearly,
            capital=capital.amount() if capital else sum(yearly.values()),
            reduction_by_year=reduction.by_year(known) if reduction else {},
            activity=tuple((item.at("name").text(), item.by_year(known)) for _, item in activity.items())
            if activity
            else (),
        )
        note_difference(
            notes,
            f"{each.path}.capital_cost_by_year",
            tuple((str(y), p) for y, p in yearly.items()),
            plan.capital,
        )
        yield plan


def _bodies(
    root: InputField, years: tuple[FinancialYear, ...]
) -> tuple[dict[str, int], dict[str, FinancialYear], str]:
    """Return the base budgets, the years in which services move, and the body that keeps the rest."""
    group = root.at("base_budgets")
    budgets = {key: each.amount(positive=True) for key, each in group.items()}
    moves = root.maybe("transfers")
    go_live = {key: each.at("go_live_year").year() for key, each in moves.items()} if moves else {}
    for key, year in go_live.items():
        if year not in years:
            raise UnusableForecast(
                f"transfers.{key}.go_live_year: {year} is none of the years of the forecast."
            )
        if key not in budgets:
            raise UnusableForecast(f"base_budgets.{key}: this is missing, but its services move in {year}.")
    keeping = [key for key in budgets if key not in go_live]
    if len(keeping) != 1:
        raise UnusableForecast("transfers: exactly one body of base_budgets must keep what does not move.")
    return budgets, go_live, keeping[0]


def _uplift(
    root: InputField, known: tuple[FinancialYear, ...], bodies: set[str]
) -> dict[str, tuple[str, dict[str, Years]]]:
    found: dict[str, tuple[str, dict[str, Years]]] = {}
    group = root.maybe("uplift_by_category_and_body")
    for key, each in group.items() if group else ():
        by_body = {body: amounts.by_year(known) for body, amounts in each.items()}
        for body in by_body:
            if body not in bodies:
                raise UnusableForecast(f"{each.path}.{body}: this is none of the bodies of base_budgets.")
        found[key] = (each.at("name").text(), by_body)
    return found


def _target(root: InputField) -> TargetInput | None:
    group = root.maybe("additional_savings_target")
    if group is None:
        return None
    rounded = group.maybe("rounded_to", "value")
    unit = rounded.text() if rounded else ""
    return TargetInput(
        rate=Fraction(group.at("rate", "value").number()),
        first_year=group.at("first_year", "value").year(),
        last_year=group.at("last_year", "value").year(),
        rounded_to=next((worth for sign, worth in UNITS if sign and unit.endswith(sign)), 0),
    )


def _reserves(root: InputField, known: tuple[FinancialYear, ...]) -> ReserveInput | None:
    group = root.maybe("reserves")
    if group is None:
        return None
    opening, minimum = group.maybe("opening_balance"), group.maybe("minimum_level")
    yearly = {
        name: field.by_year(known) if (field := group.maybe(name)) else {}
        for name in ("planned_drawdown", "other_planned_use_unexplained", "contributions")
    }
    return ReserveInput(
        opening=opening.amount() if opening else None,
        planned=yearly["planned_drawdown"],
        unexplained=yearly["other_planned_use_unexplained"],
        contributions=yearly["contributions"],
        minimum=minimum.amount() if minimum else None,
    )


def _optimism_bias(root: InputField) -> OptimismBias | None:
    group = root.maybe("optimism_bias")
    if group is None:
        return None
    found = {}
    for name in ("cost", "benefit"):
        stated = group.maybe(name)
        found[name] = Fraction(stated.at("value").number()) if stated else Fraction(0)
        if stated and (found[name] < 0 or (name == "benefit" and found[name] > 100)):
            raise stated.at("value").fail("this is a percentage by which cost rises or benefit falls.")
    return OptimismBias(found["cost"], found["benefit"])


def _choices(root: InputField) -> dict[str, str]:
    """Return what the file itself chooses where a rule can be read in more than one way."""
    group = root.maybe("readings")
    chosen = ((key, each.maybe("chosen")) for key, each in group.items()) if group else ()
    return {key: choice.text() for key, choice in chosen if choice}
