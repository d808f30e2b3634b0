"""The lines of a programme's benefits and costs: by component, consolidated, with and without existing plans."""

from collections.abc import Sequence
from fractions import Fraction

from proposals.domain.forecast.component_inputs import CASHABLE, NON_CASHABLE, ComponentInput
from proposals.domain.forecast.input_field import Years
from proposals.domain.forecast.inputs import ForecastInputs
from proposals.domain.forecast.lines import Ledger, either, running, same, total
from proposals.domain.forecast.programme import (
    KIND_WORDS,
    Programme,
    from_levels,
    within,
    without_one_off_cost,
)
from proposals.domain.savings_profile import SavingsProfile
from services.values.years import FinancialYear

PROGRAMME, PLANS = "the programme", "the existing plans"
"""Beside the keys of components, none of which has a blank in it."""
WITH_PLANS = "/with plans"
KIND, WHOSE = "kind/", "whose/"
"""Before the kinds of benefit, and before the bodies that share."""
PARTS_OF_BODIES = ("gross", "cost", "net")
MARKS = (CASHABLE, NON_CASHABLE)
_SUM = "the sum of its parts"
_NET = "gross benefit less cost"
_CUMULATIVE = "the yearly figures added up so far"
_CUMULATIVE_NET = "cumulative gross benefit less cumulative cost"
_TOGETHER = (("benefit", "enabled", "all benefit"), ("one-off", "capital", "all one-off"))


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


def capital_of(component: ComponentInput, profile: SavingsProfile) -> int:
    """Return how much of the one-off cost in the profile can be capitalised."""
    return min(component.capitalisable, profile.cost_to_achieve)


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


def with_plans(inputs: ForecastInputs) -> tuple[str, ...]:
    """Return the components that enable the existing plans: those whose body's funding rests on what is saved."""
    reducing = inputs.reducing_bodies
    return tuple(each.key for each in inputs.additional if each.receiving_body in reducing)


def body_words(body: str) -> str:
    """Return the name of a body that has a share, as people read it."""
    words = body.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}" or "No body named"


class BenefitLines:
    """The lines of the benefits and costs, written into a ledger."""

    def __init__(
        self, ledger: Ledger, inputs: ForecastInputs, programme: Programme, plans: SavingsProfile
    ) -> None:
        self.ledger = ledger
        self.inputs = inputs
        self.programme = programme
        self.years = inputs.case_years
        self.plans = plans
        expected = (each.expected for each in programme.components)
        self.profiles = dict(zip((each.key for each in inputs.components), expected, strict=True))

    def write(self) -> None:
        """Write the lines of every component, of all together, and of the steady state."""
        counted = self.programme.counted
        keys = [component.key for component in self.inputs.components if component.kind in counted]
        for component in self.inputs.components:
            profile = self.profiles[component.key]
            self.ledger.state(f"{component.key}/gross", component.name, profile.gross_in_year)
            self.ledger.state(f"{component.key}/cost", component.name, profile.cost_in_year)
            lasting = without_one_off_cost(profile)
            self.ledger.state(f"{component.key}/recurring cost", component.name, lasting.cost_in_year)
            self._figures(component.key, profile)
        for each, component in zip(self.programme.components, self.inputs.components, strict=True):
            if each.probability != 1:
                self.ledger.state(f"{component.key}/in full", each.name, each.profile.gross_in_year)
        together = self.programme.consolidated()
        for part in ("gross", "cost"):
            values = together.gross_in_year if part == "gross" else together.cost_in_year
            parts = total(_SUM, [f"{key}/{part}" for key in keys], self.years)
            self.ledger.derive(f"{PROGRAMME}/{part}", f"Total {part}", parts, values)
        self._figures(PROGRAMME, together)
        if self.inputs.enabled:
            self._with_plans()
        self._by_kind()
        self._by_body()
        self._steady_state([component.key for component in self.inputs.additional])
        self._plans()

    def _figures(self, key: str, profile: SavingsProfile) -> None:
        """Write the net and cumulative lines of a component or of the programme."""
        derive, years = self.ledger.derive, self.years
        net = total(_NET, [f"{key}/gross"], years, minus=[f"{key}/cost"])
        derive(f"{key}/net", "Total net benefit", net, profile.net_in_year)
        for part, values in (("gross", profile.cumulative_gross), ("cost", profile.cumulative_cost)):
            own = f"{key}/cumulative {part}"
            derive(own, f"Cumulative {part}", running(_CUMULATIVE, own, f"{key}/{part}", years), values)
        own = f"{key}/cumulative net"
        ways = either(
            total(_CUMULATIVE_NET, [f"{key}/cumulative gross"], years, minus=[f"{key}/cumulative cost"]),
            running(_CUMULATIVE, own, f"{key}/net", years),
        )
        derive(own, "Cumulative net benefit", ways, profile.cumulative_net)

    def _with_plans(self) -> None:
        """Write the programme and what enables existing plans, with what those plans save and spend."""
        plans = self.plans
        self.ledger.state(f"{PLANS}/gross", "Enabled benefit", plans.gross_in_year)
        self.ledger.state(f"{PLANS}/cost", "Capital cost of existing plans", plans.cost_in_year)
        for key in (*with_plans(self.inputs), PROGRAMME):
            own = self.programme.consolidated() if key == PROGRAMME else self.profiles[key]
            together = plans + own
            for part, values in (("gross", together.gross_in_year), ("cost", together.cost_in_year)):
                parts = total(_SUM, [f"{PLANS}/{part}", f"{key}/{part}"], self.years)
                self.ledger.derive(f"{key}{WITH_PLANS}/{part}", f"Total {part}", parts, values)
            self._figures(f"{key}{WITH_PLANS}", together)

    def _by_kind(self) -> None:
        """Write what each kind of benefit comes to, beside the others; no line adds them up."""
        for kind in self.programme.kinds if len(self.programme.kinds) > 1 else ():
            keys = [each.key for each in self.inputs.components if each.kind == kind]
            together = self.programme.consolidated((kind,))
            for part, values in (("gross", together.gross_in_year), ("cost", together.cost_in_year)):
                parts = total(_SUM, [f"{key}/{part}" for key in keys], self.years)
                self.ledger.derive(f"{KIND}{kind}/{part}", KIND_WORDS[kind], parts, values)
            self._figures(f"{KIND}{kind}", together)

    def _by_body(self) -> None:
        """Write whose saving and cost it is, with the bodies together beside the whole; nothing where nobody says."""
        if not any(each.shares for each in self.inputs.components):
            return
        shared, derive = self.programme.by_body(), self.ledger.derive
        for part in PARTS_OF_BODIES:
            lines = []
            for body, profile in shared.items():
                figures = {"gross": profile.gross_in_year, "cost": profile.cost_in_year}
                line = f"{WHOSE}{body}/{part}"
                if part in figures:
                    self.ledger.state(line, body_words(body), figures[part])
                else:
                    pair = total(_NET, [f"{WHOSE}{body}/gross"], self.years, [f"{WHOSE}{body}/cost"])
                    derive(line, body_words(body), pair, profile.net_in_year)
                lines.append(line)
            every = f"all bodies/{part}"
            derive(every, "All bodies", total(_SUM, lines, self.years))
            rest = total("all bodies less the whole programme", [every], self.years, [f"{PROGRAMME}/{part}"])
            derive(f"difference of bodies/{part}", "Difference", rest)

    def _steady_state(self, keys: Sequence[str]) -> None:
        """Write what each component saves and costs once it runs, and its parts."""
        state, derive = self.ledger.state, self.ledger.derive
        enabling = with_plans(self.inputs)[:1]
        saved = sum(plan.saving for plan in self.inputs.plans)
        capital = sum(plan.capital for plan in self.inputs.plans)
        for each in self.inputs.components:
            enables = each.key in enabling
            stated = {"enabled": saved if enables else 0, "capital": capital if enables else 0}
            figures = {"one-off": each.one_off, "recurring": each.recurring or 0, **stated}
            if each.steady_state is not None:
                figures["benefit"] = each.steady_state
            for column, pounds in figures.items():
                state(f"steady/{each.key}/{column}", each.name, {"amount": pounds})
            self._steady_totals(each.key)
            categories = [(category.name, category.pounds) for category in each.categories]
            self._parts(f"steady/{each.key}", "category", "categories", categories)
            self._marked(each)
            self._parts(f"steady/{each.key}", "one-off part", "one-off parts", each.one_off_parts)
        for column in ("benefit", "enabled", "one-off", "recurring", "capital", *MARKS):
            lines = [
                f"steady/{key}/{column}" for key in keys if f"steady/{key}/{column}" in self.ledger.lines
            ]
            if not lines and column in MARKS:
                continue
            derive(f"steady/{PROGRAMME}/{column}", "Total", total(_SUM, lines, ["amount"]))
        for column, beside, parts in _TOGETHER:
            down = [f"steady/{key}/{parts}" for key in keys]
            across = [f"steady/{PROGRAMME}/{column}", f"steady/{PROGRAMME}/{beside}"]
            derive(
                f"steady/{PROGRAMME}/{parts}",
                "Total",
                either(total(_SUM, down, ["amount"]), total(_SUM, across, ["amount"])),
            )

    def _steady_totals(self, key: str) -> None:
        for column, beside, together in _TOGETHER:
            lines = [
                name
                for name in (f"steady/{key}/{column}", f"steady/{key}/{beside}")
                if name in self.ledger.lines
            ]
            self.ledger.derive(f"steady/{key}/{together}", "Total", total(_SUM, lines, ["amount"]))

    def _marked(self, component: ComponentInput) -> None:
        """Write what is cashable of a component's benefit and what is not, where its categories say so."""
        for mark in MARKS:
            lines = [
                f"steady/{component.key}/category {index}"
                for index, category in enumerate(component.categories)
                if category.mark == mark
            ]
            if lines:
                key = f"steady/{component.key}/{mark}"
                self.ledger.derive(key, component.name, total(_SUM, lines, ["amount"]))

    def _parts(self, prefix: str, kind: str, together: str, parts: Sequence[tuple[str, int]]) -> None:
        """Write named amounts, each on a line, and their sum; nothing where there are none."""
        lines = [f"{prefix}/{kind} {index}" for index in range(len(parts))]
        for line, (name, pounds) in zip(lines, parts, strict=True):
            self.ledger.state(line, name, {"amount": pounds})
        if lines:
            self.ledger.derive(f"{prefix}/{together}", "Total", total(_SUM, lines, ["amount"]))

    def _plans(self) -> None:
        """Write what the existing plans save, spend and change in activity."""
        state, derive = self.ledger.state, self.ledger.derive
        for plan in self.inputs.plans:
            state(f"plan/{plan.key}/benefit", plan.name, {"amount": plan.saving})
            if plan.reduction_by_year:
                state(f"plan/{plan.key}/reduction", plan.name, plan.reduction_by_year)
                copied = same(_SUM, f"plan/{plan.key}/reduction", plan.reduction_by_year)
                derive(f"plan/{plan.key}/total reduction", "Total expenditure adjustment", copied)
            for index, (name, amounts) in enumerate(plan.activity):
                state(f"plan/{plan.key}/activity {index}", name, amounts)
            if plan.activity:
                lines = [f"plan/{plan.key}/activity {index}" for index in range(len(plan.activity))]
                years = sorted({year for _, amounts in plan.activity for year in amounts})
                derive(f"plan/{plan.key}/total activity", "Total activity", total(_SUM, lines, years))
        if self.inputs.plans:
            lines = [f"plan/{plan.key}/benefit" for plan in self.inputs.plans]
            derive(f"{PLANS}/benefit", "Total", total(_SUM, lines, ["amount"]))
        self._parts("delayed", "project", "projects", self.inputs.delayed)
