"""The lines of what becomes of the budget: funding, savings, the position with the programme, reserves."""

from collections.abc import Sequence

from proposals.domain.forecast import readings
from proposals.domain.forecast.benefits import capital_of, profile_of
from proposals.domain.forecast.bodies import FundedUplift
from proposals.domain.forecast.budget_writer import AS_ABOVE, SO_FAR, SUM, BudgetWriter, plain
from proposals.domain.forecast.lines import (
    Cell,
    Column,
    Number,
    Relation,
    Relations,
    either,
    running,
    same,
    total,
)
from proposals.domain.forecast.position import Extrapolation, extrapolated
from proposals.domain.forecast.programme import capitalised
from proposals.domain.forecast.reserves import Reserve
from services.values.years import FinancialYear


class OutcomeLines(BudgetWriter):
    """The lines of funding, savings, the position with the programme and the reserves, written after the budget's."""

    @property
    def revised_gap(self) -> dict[FinancialYear, int]:
        """Return the surplus of each year with the programme, or its deficit as a negative figure."""
        values = self.ledger.lines["revised/gap"].values
        return {year: int(values[year]) for year in self.years}

    def write(self) -> None:
        """Write every line but those of the reserves."""
        self._funding()
        self._savings()
        self._revised()

    # Funding

    def _funding(self) -> None:
        """Write the council's funding, and what of it goes to each body."""
        derive = self.ledger.derive
        derive("base funding", "Base funding", self._base_funding(), self._base_funding_values())
        for body in self.moving:
            all_uplift = self.chosen[readings.FIRST_YEAR] == readings.ALL_UPLIFT
            rule: FundedUplift = (
                "all uplift since the base year" if all_uplift else "uplift of that year only"
            )
            paid = self.division.funding_of(body, uplift=rule)
            self.with_zeros(f"funding/{body}", body, self._funding_relations(body), paid)
            self.with_zeros(f"reduction/{body}", body, self._reductions(body))
            lines = [f"funding/{body}", f"reduction/{body}"]
            derive(f"revised funding/{body}", body, total("funding less the reduction", lines, self.years))
        derive(
            "reduction", "Adjustment", total(SUM, [f"reduction/{body}" for body in self.moving], self.years)
        )
        passed_on = [f"revised funding/{body}" for body in self.moving]
        rest = total("the base funding less what the bodies receive", ["base funding"], self.years, passed_on)
        derive("retained funding", "Retained funding", rest)
        derive("funding", "Total", total(SUM, ["retained funding", *passed_on], self.years))

    @property
    def _funding_rule(self) -> Extrapolation:
        rules: dict[str, Extrapolation] = {
            readings.STEP: Extrapolation("add a step", step=self.inputs.funding_step),
            readings.LAST_CHANGE: Extrapolation("repeat the last change"),
            readings.LAST_LEVEL: Extrapolation("repeat the last level"),
        }
        return rules[self.chosen[readings.FUNDING_AFTER]]

    def _base_funding_values(self) -> dict[FinancialYear, int]:
        return extrapolated(self.position.total_income, self.inputs.extrapolated_years, self._funding_rule)

    def _base_funding(self) -> Relations:
        """Return the relations of the base funding: the income, then as it is extrapolated."""
        relations: dict[Column, tuple[Relation, ...]] = dict(
            same(AS_ABOVE, "income", self.inputs.strategy_years)
        )
        rule = self._funding_rule
        if rule.step:
            self.ledger.state("funding step", "Yearly step", {"amount": rule.step})
        for year in self.inputs.extrapolated_years:
            last = Cell("base funding", year + (-1))
            if rule.rule == "repeat the last change":
                terms: tuple[tuple[Number, Cell], ...] = ((2, last), (-1, Cell("base funding", year + (-2))))
            elif rule.step:
                terms = ((1, last), (1, Cell("funding step", "amount")))
            else:
                terms = ((1, last),)
            relations[year] = (Relation(f"the year before, extrapolated: {rule.rule}", terms),)
        return relations

    def _funding_relations(self, body: str) -> Relations:
        """Return the relations of what a body receives: its first full year's expenditure, the same ever after."""
        first = self.inputs.go_live[body]
        relations: dict[Column, tuple[Relation, ...]] = {}
        for year in self.years:
            if year == first:
                relations[year] = (self._first_funding(body, year),)
            elif year > first:
                relations[year] = (
                    Relation("as in the year before", ((1, Cell(f"funding/{body}", year + (-1))),)),
                )
        return relations

    def _first_funding(self, body: str, year: FinancialYear) -> Relation:
        if self.chosen[readings.FIRST_YEAR] == readings.ALL_UPLIFT:
            words = "the expenditure of the first full year"
            return Relation(words, ((1, Cell(f"council expenditure/{body}", year)),))
        terms = ((1, Cell(f"council base/{body}", year)), (1, Cell(f"council uplift/{body}", year)))
        return Relation("the base and the uplift of the first full year", terms)

    def _reductions(self, body: str) -> Relations:
        """Return the relations of what a body's savings take off its funding in the years after the first."""
        if self.chosen[readings.FUNDING_OF + body] != readings.REDUCED:
            return {}
        saving = [each.key for each in self.inputs.additional if each.receiving_body == body]
        share = -self.inputs.reduction_share
        part = "gross" if self.chosen[readings.REDUCING] == readings.GROSS_BENEFIT else "net"
        words = f"the {part} benefit of the body's components, taken off"
        return {
            year: (Relation(words, tuple((share, Cell(f"{key}/{part}", year)) for key in saving), step=1),)
            for year in self.years
            if year > self.inputs.go_live[body] and saving
        }

    # With the programme

    def _savings(self) -> None:
        """Write the savings that reduce the council's deficit, and the target on its expenditure."""
        for each in self.inputs.components:
            if each.key not in self.inputs.counted_components:
                continue
            finer = self.chosen[readings.AMOUNTS] == readings.FINER
            profile = profile_of(each, self.inputs.case_years, finer=finer)
            moved = capitalised(profile, capital_of(each, profile)).capital_cost
            self.ledger.state(f"{each.key}/capital", each.name, moved)
            years = [year for year in self.years if year in self.inputs.case_years]
            self.with_zeros(f"counted/{each.key}", each.name, self._counted(each.key, years))
        self._target()
        parts = [*self._counted_lines, "target"]
        self.ledger.derive("expected savings", "Expected savings", total(SUM, parts, self.years))

    @property
    def _counted_lines(self) -> list[str]:
        return [f"counted/{key}" for key in self.inputs.counted_components]

    def _counted(self, key: str, years: Sequence[FinancialYear]) -> Relations:
        """Return the relations of what a component's saving is in the council's position, as the settings read it."""
        if self.chosen[readings.OVERHEADS] == readings.COST_NEUTRAL:
            return {}
        choice = self.chosen[readings.SAVINGS]
        if choice == readings.GROSS:
            return same("the gross benefit of the component", f"{key}/gross", years)
        if choice == readings.NET_OF_RECURRING:
            words = "the gross benefit of the component less its recurring cost"
            return total(words, [f"{key}/gross"], years, minus=[f"{key}/recurring cost"])
        if self.chosen[readings.CAPITALISED] == readings.OUT_OF_REVENUE:
            words = "the net benefit of the component, without the cost that is capitalised"
            return total(words, [f"{key}/net", f"{key}/capital"], years)
        return same("the net benefit of the component", f"{key}/net", years)

    def _target(self) -> None:
        """Write the savings target: a rate of the expenditure of the year, rounded as the file says."""
        target = self.inputs.target
        relations: dict[Column, tuple[Relation, ...]] = {}
        if target is not None:
            of_base = self.chosen[readings.TARGET_BASE] == readings.BASE_ONLY
            line = f"council {'base' if of_base else 'expenditure'}/{self.retained}"
            to_even = self.chosen[readings.HALF] == readings.TO_EVEN
            step = 0 if self.chosen[readings.HALF] == readings.KEPT else target.rounded_to
            self.ledger.state("target rate", "Rate of the target", {"share": plain(target.rate)})
            rate = Cell("target rate", "share")
            for year in self.years:
                if target.first_year <= year <= target.last_year:
                    words = f"{plain(target.rate)}% of the expenditure of the year"
                    terms = ((1, Cell(line, year)),)
                    relations[year] = (Relation(words, terms, step or 1, to_even, percent=rate),)
        self.with_zeros("target", "Additional savings", relations)

    def _revised(self) -> None:
        """Write the position with the programme: of the services that stay, and from the whole budget down."""
        derive, years, own = self.ledger.derive, self.years, self.retained
        words = "funding and savings less expenditure"
        surplus = total(
            words, ["retained funding", *self._counted_lines], years, minus=[f"council expenditure/{own}"]
        )
        derive("surplus", "Surplus or deficit", surplus)
        strategy = self.inputs.strategy_years
        for body in self.moving:
            relations, spent = self._cost_moved(body), self.division.expenditure_of(body)
            moved_cost = {year: pounds for year, pounds in spent.items() if year in relations}
            self.with_zeros(f"cost moved/{body}", body, relations, moved_cost)
        moved = [f"cost moved/{body}" for body in self.moving]
        less = [*moved, "expected savings"]
        words = "total expenditure less what has moved and less savings"
        derive("retained expenditure", "Expenditure", total(words, ["expenditure"], strategy, minus=less))
        words = "total income less the funding that has moved"
        passed_on = [f"revised funding/{body}" for body in self.moving]
        derive("retained income", "Income", total(words, ["income"], strategy, minus=passed_on))
        ways = either(
            total("the surplus and the additional savings", ["surplus", "target"], years),
            total("income less expenditure", ["retained income"], strategy, minus=["retained expenditure"]),
        )
        derive("revised/gap", "Revised surplus or deficit", ways)
        added = running(SO_FAR, "revised/cumulative gap", "revised/gap", years)
        derive("revised/cumulative gap", "Revised cumulative surplus or deficit", added)

    def _cost_moved(self, body: str) -> Relations:
        """Return the relations of what a body spends from its first year on: its base and all uplift so far."""
        relations: dict[Column, tuple[Relation, ...]] = {}
        for index, year in enumerate(self.inputs.strategy_years):
            if self.division.has_moved(body, year):
                uplift = ((1, Cell(f"uplift of/{body}", past)) for past in self.years[: index + 1])
                words = "the base and all uplift so far of what has moved"
                relations[year] = (Relation(words, ((1, Cell(f"base of/{body}", year)), *uplift)),)
        return relations

    # Reserves

    def write_reserves(self, reserve: Reserve | None, revised: Reserve | None) -> None:
        """Write the reserves if nothing changes and with the programme; nothing where the file has none."""
        if reserve is not None:
            self._reserve("reserves", "gap", reserve)
        if revised is not None:
            self._reserve("revised/reserves", "revised/gap", revised)

    def _reserve(self, key: str, gap: str, reserve: Reserve) -> None:
        """Write what moves a reserve, and its balances where the first one is known."""
        derive, years = self.ledger.derive, reserve.years
        self.ledger.state("other use", "Other use", {year: reserve.other_use.get(year, 0) for year in years})
        paid_in = {year: reserve.contributions.get(year, 0) for year in years}
        self.ledger.state("contributions", "Contributions", paid_in)
        words = "the surplus or deficit of the year, less other use"
        moved = total(words, [gap, "contributions"], years, minus=["other use"])
        derive(f"{key}/use", "Planned use", moved, reserve.movement)
        if reserve.opening_balance is None:
            return
        opening: Relations = {
            year: (
                Relation(
                    "the closing balance of the year before", ((1, Cell(f"{key}/closing", year + (-1))),)
                ),
            )
            for year in years[1:]
        }
        derive(f"{key}/opening", "Opening balance", opening, reserve.opening)
        words = "the opening balance and what the year adds"
        closing = total(words, [f"{key}/opening", f"{key}/use"], years)
        derive(f"{key}/closing", "Closing balance", closing, reserve.closing)
