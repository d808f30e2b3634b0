"""The tables of the council's budget if nothing changes, and of what moves to other bodies."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import compress

from proposals.domain.forecast import readings
from proposals.domain.forecast.lines import (
    Cell,
    Relation,
    Relations,
    by_column,
    either,
    running,
    same,
    year_before,
)
from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.forecast.statement import AMOUNT, SHARE, SO_FAR, SUM, Row, Statement, in_part
from proposals.domain.forecast.tables import CUMULATIVE, CUMULATIVE_GAP, GAP, IN_YEAR, CaseTables
from services.values.years import FinancialYear

AS_ABOVE = "the same figure as in the line it is taken from"


class BudgetTables(CaseTables):
    """The tables of uplift, position, what moves, and funding."""

    def all(self) -> Iterator[Statement]:
        """Yield the tables, those from which others take figures first."""
        yield from in_part("The budget if nothing changes", self._unchanged())
        yield from in_part("Services that move", self._moving())

    # The budget if nothing changes

    def _unchanged(self) -> Iterator[Statement]:
        years = self.inputs.strategy_years
        yield Statement("uplift by category", "Uplift by category", years, tuple(self._categories()))
        rows = self.by_body("uplift of", self._uplift_of)
        rows.append(self.row("uplift", "Total uplift", is_total=True))
        yield Statement("uplift by body", "Uplift by body", years, tuple(rows))
        title = "The position if nothing changes"
        yield Statement("do nothing", title, years, tuple(self._do_nothing(years)), against=("revised",))

    def _categories(self) -> Iterator[Row]:
        years = self.inputs.strategy_years
        for key, (name, by_body) in self.inputs.uplift.items():
            line = f"uplift/{key}"
            for body in self.bodies:
                amounts = by_body.get(body, {})
                self.state(f"{line}/{body}", body, {year: amounts.get(year, 0) for year in years})
            parts = [f"{line}/{body}" for body in self.bodies]
            yield self.total(line, name, SUM, parts, columns=years, is_total=True)
            yield from (self.body_row(body, line, section=(name,)) for body in self.bodies)
        yield self.row("uplift", "Total", is_total=True)

    def _uplift_of(self, body: str) -> Relations:
        """Return the uplift of a body; beyond the strategy the year before's again, where it goes on."""
        known = self.sum_of(
            SUM, [f"uplift/{key}/{body}" for key in self.inputs.uplift], columns=self.inputs.strategy_years
        )
        # The uplift is itself the change of a year, so the last change repeated is the same uplift again.
        goes_on = self.chosen[readings.UPLIFT_AFTER] == readings.LAST_CHANGE
        after = (
            self.inputs.extrapolated_years if goes_on and body in self.inputs.uplift_extrapolated_for else ()
        )
        return {**known, **year_before("the uplift of the year before again", f"uplift of/{body}", after)}

    def _do_nothing(self, years: tuple[FinancialYear, ...]) -> Iterator[Row]:
        spent, income, gap = "expenditure", "income", "gap"
        yield self.state("base", "Net expenditure", dict.fromkeys(self.years, self.inputs.base), group=spent)
        ways = either(
            self.sum_of(SUM, [f"uplift of/{body}" for body in self.bodies], columns=years),
            self.sum_of(SUM, [f"uplift/{key}" for key in self.inputs.uplift], columns=years),
        )
        yield self.derive("uplift", "Uplift (in-year)", ways, group=spent)
        yield self.running("cumulative uplift", "Uplift (cumulative)", "uplift", years=years, group=spent)
        words, parts = "net expenditure and cumulative uplift", ["base", "cumulative uplift"]
        yield self.total(
            "expenditure", "Total expenditure", words, parts, columns=years, group=spent, is_total=True
        )
        for key, (name, amounts) in self.inputs.income.items():
            yield self.state(
                f"income/{key}", name, {year: amounts.get(year, 0) for year in years}, group=income
            )
        lines = [f"income/{key}" for key in self.inputs.income]
        yield self.total("income", "Total income", SUM, lines, columns=years, group=income, is_total=True)
        less = self.sum_of("total income less total expenditure", ["income"], ["expenditure"], columns=years)
        yield self.derive("gap", IN_YEAR, less, wordings=GAP, group=gap, is_total=True)
        yield self.running(
            "cumulative gap",
            CUMULATIVE,
            "gap",
            years=years,
            wordings=CUMULATIVE_GAP,
            group=gap,
            is_total=True,
        )

    # What moves

    def _moving(self) -> Iterator[Statement]:
        year = self.inputs.base_year
        headings = {str(year): ("net expenditure", "budget"), SHARE: ("overall budget", "share", "per cent")}
        rows = tuple(self._budgets(str(year)))
        yield Statement("base budgets", "Base budgets", (year, SHARE), rows, headings)
        years = (year, *self.years)
        moved = self.by_body("base of", self._base_of, self.moving, zeros=years)
        own = self.by_body("base of", self._base_of, [self.retained], zeros=years)
        lines = [f"base of/{body}" for body in self.bodies]
        every = self.total(
            "base of all", "Total expenditure", SUM, lines, columns=years, wordings=("total",), is_total=True
        )
        title, rows = "Base net expenditure by body", (*own, *moved, every)
        yield Statement("allocation", title, years, rows, caption=("allocation",))
        rows = tuple(self._council())
        yield Statement("council expenditure", "The council's expenditure", self.years, rows)
        rows = tuple(self._funding())
        yield Statement("funding", "Funding by body", self.years, rows, caption=("funding",))

    def _budgets(self, year: str) -> Iterator[Row]:
        """Yield the base budgets, and the share of each in percent: of those that move from their budgets."""
        columns = [self.inputs.base_year]
        for body, pounds in self.inputs.budgets.items():
            self.state(f"budget/{body}", body, {self.inputs.base_year: pounds})
        self.total(
            "budget", "Total", SUM, [f"budget/{body}" for body in self.inputs.budgets], columns=columns
        )
        for body in self.moving:
            self.derive(f"share/{body}", body, {SHARE: (self._share_of(body),)})
        self.state("all shares", "All shares", {SHARE: 100})
        rest, shares = "what the shares of the others leave", [f"share/{body}" for body in self.moving]
        self.total(f"share/{self.retained}", self.retained, rest, ["all shares"], shares, columns=[SHARE])
        if self.ledger.figure_of(f"share/{self.retained}", SHARE) < 0:
            raise UnusableForecast("The shares that move must not be more than the whole together.")
        every = [f"share/{body}" for body in self.inputs.budgets]
        self.total("share", "Total", SUM, every, columns=[SHARE])
        for body in self.bodies:
            label, *wordings = self.wordings_of(body)
            yield Row(label, {year: f"budget/{body}", SHARE: f"share/{body}"}, tuple(wordings))
        yield Row("Total", {year: "budget", SHARE: "share"}, is_total=True)

    def _share_of(self, body: str) -> Relation:
        """Return the share of the base budget that moves to a body, in whole percent or exactly."""
        budgets, half = self.inputs.budgets, self.chosen[readings.HALF]
        exact = Fraction(budgets[body] * 100, sum(budgets.values()) or 1)
        is_kept = half == readings.KEPT and exact.denominator == 2
        is_whole = self.chosen[readings.SHARE] == readings.WHOLE_PER_CENT and not is_kept
        own, whole = (Cell(line, self.inputs.base_year) for line in (f"budget/{body}", "budget"))
        words, to_even = "its part of all budgets, in percent", half == readings.TO_EVEN
        return Relation(words, ((1, own),), int(is_whole), to_even, percent_of=whole)

    def _base_of(self, body: str) -> Relations:
        """Return the base budget of a body by year; what has not moved yet is with the body that keeps the rest."""
        inputs = self.inputs
        staying = [year for year in inputs.extrapolated_years if year not in inputs.go_live.values()]
        after = year_before("the base of the year before again", f"base of/{body}", staying)
        if body == self.retained:
            others = [f"base of/{other}" for other in self.moving]
            words = "the net expenditure less what has moved"
            before = same("the budgets of all bodies", "budget", [inputs.base_year])
            return either(after, self.sum_of(words, ["base"], others), before)
        share, words = Cell(f"share/{body}", SHARE), "its share of the net expenditure"
        moved = [year for year in self.years if self.has_moved(body, year)]
        own = by_column(moved, lambda year: Relation(words, ((1, Cell("base", year)),), 1, percent=share))
        return either(after, own)

    def _council(self) -> Iterator[Row]:
        """Yield what is in the council's expenditure: its own services, and a body's in the first year of that body."""
        first, years = self.inputs.go_live, self.years
        yield from self.by_body(
            "council base",
            lambda body: same(AS_ABOVE, f"base of/{body}", (y for y in years if y == first.get(body, y))),
            section=("net expenditure",),
        )
        yield from self.by_body(
            "council uplift",
            lambda body: same(AS_ABOVE, f"uplift of/{body}", (y for y in years if y <= first.get(body, y))),
            section=("uplift",),
        )
        lines = [f"council uplift/{body}" for body in self.bodies]
        in_year = ("uplift expenditure in year",)
        yield self.total("council uplift", "Uplift (in-year)", SUM, lines, wordings=in_year, is_total=True)
        own, words = "council cumulative uplift", "the uplift that is in the expenditure of the year"
        to_date = running(SO_FAR, own, "council uplift", years)
        if self.chosen[readings.CUMULATIVE_UPLIFT] == readings.CONTAINED:
            to_date = by_column(
                years, lambda year: Relation(words, self.so_far("council uplift", self._with(year), year))
            )
        yield self.derive(own, "Uplift (cumulative)", to_date, is_total=True)
        yield from self.by_body(
            "council expenditure", self._council_expenditure, section=("total expenditure",)
        )
        lines = [f"council expenditure/{body}" for body in self.bodies]
        yield self.total("council expenditure", "Total expenditure", SUM, lines, is_total=True)

    def _with(self, year: FinancialYear) -> list[str]:
        """Return the bodies whose services are in the council's expenditure of the year: until their first."""
        return [body for body in self.bodies if year <= self.inputs.go_live.get(body, year)]

    def _council_expenditure(self, body: str) -> Relations:
        first = self.inputs.go_live
        words = "the base and all uplift so far of the services that have not moved"

        def spent(year: FinancialYear) -> Relation:
            others = [other for other in self.moving if body == self.retained and year < first[other]]
            uplift = self.so_far("council uplift", (body, *others), year)
            return Relation(words, ((1, Cell(f"council base/{body}", year)), *uplift))

        return by_column((year for year in self.years if year == first.get(body, year)), spent)

    def _funding(self) -> Iterator[Row]:
        """Yield the council's funding, and what of it goes to each body."""
        base = self.derive("base funding", "Base funding", self._base_funding(), is_total=True)
        funding = self.by_body("funding", self._funding_of, self.moving)
        self.by_body("reduction", self._reduction_of, self.moving)
        words = "funding less the reduction"
        revised = self.by_body(
            "revised funding",
            lambda body: self.sum_of(words, [f"funding/{body}", f"reduction/{body}"]),
            self.moving,
            before="revised",
        )
        adjusted, words = ("adjustment funding", "adjustment", "reduction"), "Adjustment of funding"
        lines = [f"reduction/{body}" for body in self.moving]
        adjustment = self.total("reduction", words, SUM, lines, wordings=adjusted)
        passed_on = [f"revised funding/{body}" for body in self.moving]
        label, *wordings = (f"Funding for {each}" for each in self.wordings_of(self.retained))
        words = "the base funding less what the bodies receive"
        own = self.total(
            "retained funding", label, words, ["base funding"], passed_on, wordings=tuple(wordings)
        )
        yield from (base, own, *funding)
        is_reduced = [any(self.ledger.lines[line].values.values()) for line in lines]
        if any(is_reduced):
            yield adjustment
        yield from compress(revised, is_reduced)
        yield self.total("funding", "Total", SUM, ["retained funding", *passed_on], is_total=True)

    def _base_funding(self) -> Relations:
        """Return the relations of the base funding: the income, then as it is extrapolated."""
        chosen, step, own = self.chosen[readings.FUNDING_AFTER], self.inputs.funding_step, "base funding"
        if chosen == readings.STEP and step:
            self.state("funding step", "Yearly step", {AMOUNT: step})

        def after(year: FinancialYear) -> Relation:
            last = Cell(own, year + (-1))
            terms = {
                readings.STEP: ((1, last), *(((1, Cell("funding step", AMOUNT)),) if step else ())),
                readings.LAST_CHANGE: ((2, last), (-1, Cell(own, year + (-2)))),
                readings.LAST_LEVEL: ((1, last),),
            }
            words = {readings.STEP: "add a step", readings.LAST_CHANGE: "repeat the last change"}
            rule = words.get(chosen, "repeat the last level")
            return Relation(f"the year before, extrapolated: {rule}", terms[chosen])

        known = same(AS_ABOVE, "income", self.inputs.strategy_years)
        return {**known, **by_column(self.inputs.extrapolated_years, after)}

    def _funding_of(self, body: str) -> Relations:
        """Return what a body receives: its first full year's expenditure, the same ever after."""
        first = self.inputs.go_live[body]
        later = [year for year in self.years if year > first]
        terms: tuple[tuple[int, Cell], ...] = ((1, Cell(f"council expenditure/{body}", first)),)
        words = "the expenditure of the first full year"
        if self.chosen[readings.FIRST_YEAR] == readings.OWN_UPLIFT:
            terms = ((1, Cell(f"council base/{body}", first)), (1, Cell(f"council uplift/{body}", first)))
            words = "the base and the uplift of the first full year"
        return {
            first: (Relation(words, terms),),
            **year_before("as in the year before", f"funding/{body}", later),
        }

    def _reduction_of(self, body: str) -> Relations:
        """Return what a body's savings take off its funding in the years after the first."""
        saving = [each.key for each in self.inputs.additional if each.receiving_body == body]
        if self.chosen[readings.FUNDING_OF + body] != readings.REDUCED or not saving:
            return {}
        part = "gross" if self.chosen[readings.REDUCING] == readings.GROSS_BENEFIT else "net"
        words, share = f"the {part} benefit of the body's components, taken off", -self.inputs.reduction_share
        later = [year for year in self.years if year > self.inputs.go_live[body]]
        return by_column(
            later,
            lambda year: Relation(words, tuple((share, Cell(f"{key}/{part}", year)) for key in saving), 1),
        )
