"""The lines of the council's budget: its position, and what moves to other bodies."""

from collections.abc import Mapping
from fractions import Fraction

from proposals.domain.forecast import readings
from proposals.domain.forecast.budget_writer import AS_ABOVE, SO_FAR, SUM, BudgetWriter, plain
from proposals.domain.forecast.lines import (
    Cell,
    Column,
    Line,
    Number,
    Relation,
    Relations,
    either,
    running,
    same,
    total,
)
from services.values.years import FinancialYear


class BudgetLines(BudgetWriter):
    """The lines of the position as it is and of what moves, written into a ledger."""

    def write(self) -> None:
        """Write the uplift, the position, the base budgets, and the council's expenditure."""
        self._uplift()
        self._position()
        self._base()
        self._council_expenditure()

    # The strategy as it is

    def _uplift(self) -> None:
        """Write the uplift of each category and body, the sums both ways, and how it goes on."""
        inputs, years = self.inputs, self.inputs.strategy_years
        for key, (name, by_body) in inputs.uplift.items():
            for body in (self.retained, *self.moving):
                amounts = by_body.get(body, {})
                self.ledger.state(
                    f"uplift/{key}/{body}", body, {year: amounts.get(year, 0) for year in years}
                )
            lines = [f"uplift/{key}/{body}" for body in (self.retained, *self.moving)]
            self.ledger.derive(f"uplift/{key}", name, total(SUM, lines, years))
        for body in (self.retained, *self.moving):
            lines = [f"uplift/{key}/{body}" for key in inputs.uplift]
            known = total(SUM, lines, years)
            values = {year: self.division.uplift.get(body, {}).get(year, 0) for year in self.years}
            self.ledger.derive(f"uplift of/{body}", body, {**known, **self._uplift_after(body)}, values)

    def _uplift_after(self, body: str) -> Relations:
        """Return the relations of the uplift beyond the strategy: the year before's again, where it goes on."""
        last_change = self.chosen[readings.UPLIFT_AFTER] == readings.LAST_CHANGE
        if not (last_change and body in self.inputs.uplift_extrapolated_for):
            return {}
        words = "the uplift of the year before again"
        return {
            year: (Relation(words, ((1, Cell(f"uplift of/{body}", year + (-1))),)),)
            for year in self.inputs.extrapolated_years
        }

    def _position(self) -> None:
        """Write the position if nothing changes."""
        state, derive, position = self.ledger.state, self.ledger.derive, self.position
        years = position.years
        state("base", "Net expenditure", dict.fromkeys(self.years, self.inputs.base))
        ways = either(
            total(SUM, [f"uplift of/{body}" for body in (self.retained, *self.moving)], years),
            total(SUM, [f"uplift/{key}" for key in self.inputs.uplift], years),
        )
        derive("uplift", "Uplift (in-year)", ways, position.growth)
        to_date = running(SO_FAR, "cumulative uplift", "uplift", years)
        derive("cumulative uplift", "Uplift (cumulative)", to_date, position.cumulative_growth)
        spent = total("net expenditure and cumulative uplift", ["base", "cumulative uplift"], years)
        derive("expenditure", "Total expenditure", spent, position.expenditure)
        for key, (name, amounts) in self.inputs.income.items():
            state(f"income/{key}", name, {year: amounts.get(year, 0) for year in years})
        lines = [f"income/{key}" for key in self.inputs.income]
        derive("income", "Total income", total(SUM, lines, years), position.total_income)
        gap = total("total income less total expenditure", ["income"], years, minus=["expenditure"])
        derive("gap", "In-year surplus or deficit", gap, position.in_year)
        added = running(SO_FAR, "cumulative gap", "gap", years)
        derive("cumulative gap", "Cumulative surplus or deficit", added, position.cumulative)

    # What moves

    def _base(self) -> None:
        """Write the base budgets, the shares, and the base net expenditure of each body by year."""
        derive, base_year = self.ledger.derive, self.inputs.base_year
        shares = {transfer.body: Fraction(transfer.share) for transfer in self.division.transfers}
        shares[self.retained] = 1 - sum(shares.values(), Fraction(0))
        for body, pounds in self.inputs.budgets.items():
            self.ledger.state(f"budget/{body}", body, {base_year: pounds})
        bodies = list(self.inputs.budgets)
        derive("budget", "Total", total(SUM, [f"budget/{body}" for body in bodies], [base_year]))
        self._shares({body: plain(share * 100) for body, share in shares.items()})
        derive("share", "Total", total(SUM, [f"share/{body}" for body in bodies], ["share"]))
        for body in self.moving:
            words = "its share of the net expenditure"
            relations: dict[Column, tuple[Relation, ...]] = {
                year: (
                    Relation(
                        words, ((1, Cell("base", year)),), step=1, percent=Cell(f"share/{body}", "share")
                    ),
                )
                for year in self.years
                if self.division.has_moved(body, year)
            }
            ways = either(self._base_after(body), relations)
            derive(f"base of/{body}", body, ways, {base_year: 0, **self.division.base_of(body)})
        own = f"base of/{self.retained}"
        rest = total(
            "the net expenditure less what has moved",
            ["base"],
            self.years,
            [f"base of/{b}" for b in self.moving],
        )
        before = same("the budgets of all bodies", "budget", [base_year])
        ways = either(before, self._base_after(self.retained), rest)
        derive(own, self.retained, ways, self.division.base_of(self.retained))
        lines = [own, *(f"base of/{body}" for body in self.moving)]
        derive("base of all", "Total expenditure", total(SUM, lines, [base_year, *self.years]))

    def _base_after(self, body: str) -> Relations:
        """Return the relations of a body's base beyond the strategy: the year before's, where nothing moves."""
        words = "the base of the year before again"
        return {
            year: (Relation(words, ((1, Cell(f"base of/{body}", year + (-1))),)),)
            for year in self.inputs.extrapolated_years
            if year not in self.inputs.go_live.values()
        }

    def _shares(self, shares: Mapping[str, Number]) -> None:
        """Write the share of each body in percent: of those that move from their budgets, of the other the rest."""
        step = 1 if self.chosen[readings.SHARE] == readings.WHOLE_PER_CENT else 0
        to_even = self.chosen[readings.HALF] == readings.TO_EVEN
        whole = Cell("budget", self.inputs.base_year)
        for body in self.moving:
            own = ((1, Cell(f"budget/{body}", self.inputs.base_year)),)
            relation = Relation("its part of all budgets, in percent", own, step, to_even, percent_of=whole)
            self._share(body, relation, shares[body])
        self.ledger.state("all shares", "All shares", {"share": 100})
        rest = (
            (1, Cell("all shares", "share")),
            *((-1, Cell(f"share/{body}", "share")) for body in self.moving),
        )
        self._share(
            self.retained, Relation("what the shares of the others leave", rest), shares[self.retained]
        )

    def _share(self, body: str, relation: Relation, value: Number) -> None:
        self.ledger.lines[f"share/{body}"] = Line(
            f"share/{body}", body, {"share": value}, {"share": (relation,)}
        )

    def _shown(self, body: str, year: FinancialYear) -> bool:
        """Return whether the year's expenditure on what moves to a body is shown as the council's: the first only."""
        return self.inputs.go_live[body] == year

    def _council_expenditure(self) -> None:
        """Write what is in the council's expenditure: its own services, and a body's in the first year of that body."""
        derive, years = self.ledger.derive, self.years
        derive(
            f"council base/{self.retained}", self.retained, same(AS_ABOVE, f"base of/{self.retained}", years)
        )
        derive(
            f"council uplift/{self.retained}",
            self.retained,
            same(AS_ABOVE, f"uplift of/{self.retained}", years),
        )
        for body in self.moving:
            first = self.inputs.go_live[body]
            shown = same(AS_ABOVE, f"base of/{body}", [year for year in years if year == first])
            self.with_zeros(f"council base/{body}", body, shown)
            until = same(AS_ABOVE, f"uplift of/{body}", [year for year in years if year <= first])
            self.with_zeros(f"council uplift/{body}", body, until)
        bodies = (self.retained, *self.moving)
        derive(
            "council uplift", "Uplift (in-year)", total(SUM, [f"council uplift/{b}" for b in bodies], years)
        )
        for body in bodies:
            relations, spent = self._expenditure_relations(body), self.division.expenditure_of(body)
            known = {year: pounds for year, pounds in spent.items() if year in relations}
            self.with_zeros(f"council expenditure/{body}", body, relations, known)
        lines = [f"council expenditure/{body}" for body in bodies]
        derive("council expenditure", "Total expenditure", total(SUM, lines, years))
        self._cumulative_uplift()

    def _expenditure_relations(self, body: str) -> Relations:
        """Return the relations of the expenditure on a body's services while it is the council's."""
        relations: dict[Column, tuple[Relation, ...]] = {}
        for index, year in enumerate(self.years):
            if body != self.retained and not self._shown(body, year):
                continue
            included = [body]
            if body == self.retained:
                included += [other for other in self.moving if year < self.inputs.go_live[other]]
            uplift = [
                (1, Cell(f"council uplift/{each}", past))
                for each in included
                for past in self.years[: index + 1]
            ]
            words = "the base and all uplift so far of the services that have not moved"
            relations[year] = (Relation(words, ((1, Cell(f"council base/{body}", year)), *uplift)),)
        return relations

    def _cumulative_uplift(self) -> None:
        """Write the council's cumulative uplift, as the setting reads it."""
        own = "council cumulative uplift"
        if self.chosen[readings.CUMULATIVE_UPLIFT] == readings.RUNNING:
            self.ledger.derive(own, "Uplift (cumulative)", running(SO_FAR, own, "council uplift", self.years))
            return
        relations: dict[Column, tuple[Relation, ...]] = {}
        for index, year in enumerate(self.years):
            bodies = [self.retained, *(body for body in self.moving if year <= self.inputs.go_live[body])]
            terms = tuple(
                (1, Cell(f"council uplift/{body}", past))
                for body in bodies
                for past in self.years[: index + 1]
            )
            relations[year] = (Relation("the uplift that is in the expenditure of the year", terms),)
        self.ledger.derive(own, "Uplift (cumulative)", relations)
