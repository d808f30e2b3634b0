"""The inputs of a programme's financial case, read from plain values and checked field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from proposals.domain.forecast.component_inputs import ComponentInput, read_components
from proposals.domain.forecast.details import CaseDetails, read_details
from proposals.domain.forecast.input_field import UNITS, InputField, Years
from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.forecast.readings import chosen_readings, settings_for
from proposals.domain.forecast.reserves import ReservePlan
from services.values.years import FinancialYear

MOST_COMPONENT_FIGURES, MOST_UPLIFT_FIGURES = 500, 1_000
"""Fifty components over ten years, ten categories of ten bodies over ten. A page shows a case by every reading."""


@dataclass(frozen=True)
class ExistingPlan:
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
class ForecastInputs:
    """Everything that a programme's financial case is computed from."""

    base_year: FinancialYear
    case_years: tuple[FinancialYear, ...]
    strategy_years: tuple[FinancialYear, ...]
    extrapolated_years: tuple[FinancialYear, ...]
    components: tuple[ComponentInput, ...]
    plans: tuple[ExistingPlan, ...]
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
    reserves: ReservePlan | None
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
    root = InputField(values)
    years = root.at("years")
    strategy_years = years.at("medium_term_financial_strategy").years()
    case_years = years.at("business_case").years()
    extra = years.maybe("extrapolated")
    extrapolated_years = extra.years() if extra and extra.value else ()
    base_year = years.at("base_year").year()
    if extra and extrapolated_years and extrapolated_years[0] - strategy_years[-1] != 1:
        raise extra.fail("the first year must follow the last year of the strategy.")
    position_years = (*strategy_years, *extrapolated_years)
    root.known = tuple(sorted({base_year, *case_years, *position_years}))
    last = position_years[-1]
    if case_years[-1] < last:
        root.notes.append(
            f"years.business_case: the case ends in {case_years[-1]}, so its benefit and cost count as zero from then "
            f"to {last}."
        )
    components = tuple(read_components(root.at("components")))
    _refuse_more(root.at("components"), len(components), MOST_COMPONENT_FIGURES)
    budgets, go_live, retained = _bodies(root, position_years)
    strategy, rules = root.at("medium_term_financial_strategy"), "funding_rules"
    share = root.maybe(rules, "share_of_savings_taken_from_funding")
    steps = (
        root.amount_of("extrapolation_rules", f"{whose}base_funding_yearly_increase")
        for whose in ("", "county_council_", f"{retained}_")
    )
    inputs = ForecastInputs(
        base_year=base_year,
        case_years=case_years,
        strategy_years=strategy_years,
        extrapolated_years=extrapolated_years,
        components=components,
        plans=tuple(_plans(root)),
        enabled=root.by_year_of("existing_plans", "enabled_benefit_by_year"),
        base=strategy.at("base_net_expenditure").amount(),
        income={
            key: (each.at("name").text(), each.by_year())
            for key, each in strategy.at("income_by_year").items()
        },
        uplift=_uplift(root, {retained, *go_live}),
        budgets=budgets,
        go_live=go_live,
        retained=retained,
        reducing_bodies=root.names(rules, "bodies_whose_savings_reduce_funding", "value"),
        reduction_share=Fraction(share.at("value").number()) / 100 if share else Fraction(1),
        funding_step=next((step for step in steps if step is not None), 0),
        uplift_extrapolated_for=root.names("extrapolation_rules", "uplift", "bodies"),
        counted_components=root.names("council_position_rules", "savings_included", "value"),
        target=_target(root.maybe("additional_savings_target")),
        reserves=_reserves(root.maybe("reserves")),
        optimism_bias=_optimism_bias(root.maybe("optimism_bias")),
        delayed=root.named_amounts("delayed_projects", "projects"),
        # What the file itself chooses where a rule can be read in more than one way.
        choices={
            key: each.at("chosen").text() for key, each in root.each("readings") if each.maybe("chosen")
        },
        details=read_details(root),
        notes=tuple(root.notes),
    )
    _check_names(inputs)
    chosen_readings(inputs.settings, inputs.choices)
    return inputs


def _refuse_more(field: InputField, lines: int, most: int) -> None:
    years = len(field.known)
    if lines * years > most:
        raise field.fail(
            f"{lines:,} lines over {years} years are {lines * years:,} figures. At most {most:,} are computed: put "
            "lines together, or leave out years."
        )


def _check_names(inputs: ForecastInputs) -> None:
    """Refuse a component to be counted, or a body to be funded less, that is not in the file."""
    kinds = {component.key: component.kind for component in inputs.components}
    for name in inputs.counted_components:
        field = f"council_position_rules.savings_included: “{name}” is"
        if name not in kinds:
            raise UnusableForecast(f"{field} no component of the file.")
        if kinds[name] != "additional":
            words = "The council’s position counts additional components alone."
            raise UnusableForecast(f"{field} {kinds[name]}. {words}")
    for name in inputs.reducing_bodies:
        if name not in inputs.go_live:
            raise UnusableForecast(
                f"funding_rules.bodies_whose_savings_reduce_funding: “{name}” is no body that services move to."
            )


def _plans(root: InputField) -> Iterator[ExistingPlan]:
    for key, each in root.each("existing_plans"):
        saving = each.amount_of("saving_steady_state")
        if saving is None:
            continue
        yearly, capital = each.by_year_of("capital_cost_by_year"), each.amount_of("capital_cost_total")
        plan = ExistingPlan(
            key=key,
            name=each.at("name").text(),
            saving=saving,
            capital_by_year=yearly,
            capital=sum(yearly.values()) if capital is None else capital,
            reduction_by_year=each.by_year_of("expenditure_reduction_by_year"),
            activity=tuple(
                (item.at("name").text(), item.by_year()) for _, item in each.each("activity_change_by_year")
            ),
        )
        each.note_difference("capital_cost_by_year", yearly.values(), plan.capital)
        yield plan


def _bodies(
    root: InputField, years: tuple[FinancialYear, ...]
) -> tuple[dict[str, int], dict[str, FinancialYear], str]:
    """Return the base budgets, the years in which services move, and the body that keeps the rest."""
    budgets = {key: each.amount(positive=True) for key, each in root.at("base_budgets").items()}
    go_live = {}
    for key, each in root.each("transfers"):
        field = each.at("go_live_year")
        go_live[key] = year = field.year()
        if year not in years:
            raise field.fail(f"{year} is none of the years of the forecast.")
        if key not in budgets:
            raise UnusableForecast(f"base_budgets.{key}: this is missing, but its services move in {year}.")
    keeping = [key for key in budgets if key not in go_live]
    if len(keeping) != 1:
        raise UnusableForecast("transfers: exactly one body of base_budgets must keep what does not move.")
    return budgets, go_live, keeping[0]


def _uplift(root: InputField, bodies: set[str]) -> dict[str, tuple[str, dict[str, Years]]]:
    found: dict[str, tuple[str, dict[str, Years]]] = {}
    for key, each in root.each("uplift_by_category_and_body"):
        by_body = {body: amounts.by_year() for body, amounts in each.items()}
        for body in by_body:
            if body not in bodies:
                raise UnusableForecast(f"{each.path}.{body}: this is none of the bodies of base_budgets.")
        found[key] = (each.at("name").text(), by_body)
    if found:
        lines = sum(len(by_body) for _, by_body in found.values())
        _refuse_more(root.at("uplift_by_category_and_body"), lines, MOST_UPLIFT_FIGURES)
    return found


def _target(group: InputField | None) -> TargetInput | None:
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


def _reserves(group: InputField | None) -> ReservePlan | None:
    if group is None:
        return None
    return ReservePlan(
        "the reserves",
        group.amount_of("opening_balance"),
        group.amount_of("minimum_level"),
        planned=group.by_year_of("planned_drawdown"),
        # The part of the planned use that nothing explains.
        other_use=group.by_year_of("other_planned_use_unexplained"),
        contributions=group.by_year_of("contributions"),
    )


def _optimism_bias(group: InputField | None) -> OptimismBias | None:
    if group is None:
        return None
    found = {}
    for name in ("cost", "benefit"):
        stated = group.maybe(name)
        found[name] = Fraction(stated.at("value").number()) if stated else Fraction(0)
        if stated and (found[name] < 0 or (name == "benefit" and found[name] > 100)):
            raise stated.at("value").fail("this is a percentage by which cost rises or benefit falls.")
    return OptimismBias(found["cost"], found["benefit"])
