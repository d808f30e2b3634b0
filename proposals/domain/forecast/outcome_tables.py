"""The tables of what becomes of the council's budget with the programme, and of its reserves."""

from collections.abc import Iterator
from dataclasses import replace

from proposals.domain.forecast import readings
from proposals.domain.forecast.lines import (
    Cell,
    Relation,
    Relations,
    by_column,
    either,
    plain,
    same,
    total,
    year_before,
)
from proposals.domain.forecast.programme import capitalised
from proposals.domain.forecast.reserves import Reserve
from proposals.domain.forecast.statement import SHARE, SUM, Row, Statement, in_part
from proposals.domain.forecast.tables import CUMULATIVE, CUMULATIVE_GAP, GAP, IN_YEAR, CaseTables
from services.values.years import FinancialYear

_OPENING = ("opening reserves", "balance brought forward", "balance at 1 April")
_USE = ("planned drawdown", "budget shortfall", "drawdown", "use of reserves")
_CLOSING = ("closing reserves", "balance carried forward", "balance at 31 March")


class OutcomeTables(CaseTables):
    """The tables of the position with the programme, and of the reserves without and with it."""

    reserve: Reserve | None = None
    revised_reserve: Reserve | None = None

    def all(self) -> Iterator[Statement]:
        """Yield the tables, those from which others take figures first; the budget's lines are in the ledger."""
        yield from in_part("The position with the programme", self._with_programme())
        yield from in_part("Reserves", self._reserves())

    def _with_programme(self) -> Iterator[Statement]:
        rows = tuple(self._retained())
        yield Statement("retained services", "Position of the retained services", self.years, rows)
        years = self.inputs.strategy_years
        yield Statement(
            "revised position", "The position with the programme", years, tuple(self._revised(years))
        )

    def _retained(self) -> Iterator[Row]:
        """Yield the position of the services that stay, with the savings that reduce their deficit."""
        own = f"council expenditure/{self.retained}"
        yield self.row(own, "Expenditure", group="expenditure")
        yield self.row("retained funding", "Funding", group="income")
        for given, component in zip(self.inputs.components, self.programme.components, strict=True):
            if given.key in self.inputs.counted_components:
                moved = capitalised(component.profile, given.capitalisable)
                self.state(f"{given.key}/capital", given.name, moved)
                line, label = f"counted/{given.key}", f"{given.name} savings"
                counted = self._counted(given.key)
                yield self.derive(line, label, counted, zeros=self.years, group="savings")
        words = "funding and savings less expenditure"
        parts = ["retained funding", *(f"counted/{key}" for key in self.inputs.counted_components)]
        yield self.total("surplus", "Surplus/(deficit)", words, parts, [own], group="gap", is_total=True)
        target = self._target()
        yield self.derive("target", "Additional savings", target, zeros=self.years, group="savings")
        ways = either(
            self.sum_of("the surplus and the additional savings", ["surplus", "target"]),
            self.sum_of(
                "income less expenditure",
                ["retained income"],
                ["retained expenditure"],
                columns=self.inputs.strategy_years,
            ),
        )
        yield self.derive("revised/gap", "Revised surplus/(deficit)", ways, group="gap", is_total=True)

    def _counted(self, key: str) -> Relations:
        """Return what a component's saving is in the council's position, as the settings read it."""
        years = [year for year in self.years if year in self.inputs.case_years]
        choice = self.chosen[readings.SAVINGS]
        if self.chosen[readings.OVERHEADS] == readings.COST_NEUTRAL:
            return {}
        if choice == readings.GROSS:
            return same("the gross benefit of the component", f"{key}/gross", years)
        if choice == readings.NET_OF_RECURRING:
            words = "the gross benefit of the component less its recurring cost"
            return total(words, [f"{key}/gross"], years, minus=[f"{key}/recurring cost"])
        if self.chosen[readings.CAPITALISED] == readings.OUT_OF_REVENUE:
            words = "the net benefit of the component, without the cost that is capitalised"
            return total(words, [f"{key}/net", f"{key}/capital"], years)
        return same("the net benefit of the component", f"{key}/net", years)

    def _target(self) -> Relations:
        """Return the savings target: a rate of the expenditure of the year, rounded as the file says."""
        target, half = self.inputs.target, self.chosen[readings.HALF]
        if target is None:
            return {}
        of_base = self.chosen[readings.TARGET_BASE] == readings.BASE_ONLY
        line = f"council {'base' if of_base else 'expenditure'}/{self.retained}"
        step = 1 if half == readings.KEPT else target.rounded_to or 1
        rate, shown = Cell("target rate", "share"), plain(target.rate)
        self.state("target rate", "Rate of the target", {SHARE: target.rate})
        words, to_even = f"{shown}% of the expenditure of the year", half == readings.TO_EVEN
        return by_column(
            (year for year in self.years if target.first_year <= year <= target.last_year),
            lambda year: Relation(words, ((1, Cell(line, year)),), step, to_even, percent=rate),
        )

    def _revised(self, years: tuple[FinancialYear, ...]) -> Iterator[Row]:
        """Yield the position with the programme, from the whole budget down."""
        spent, income, gap = "expenditure", "income", "gap"
        yield self.row("base", "Net expenditure", group=spent)
        yield self.row("cumulative uplift", "Uplift (cumulative)", group=spent)
        yield self.row("expenditure", "Total expenditure", group=spent, is_total=True)
        yield from self.by_body(
            "cost moved", self._cost_moved, self.moving, before="transfer of costs", group="cost moved"
        )
        counted = [f"counted/{key}" for key in self.inputs.counted_components]
        yield self.total("expected savings", "Expected savings", SUM, [*counted, "target"], group="savings")
        names = self.wordings_of(self.retained)
        words = "total expenditure less what has moved and less savings"
        less = [f"cost moved/{b}" for b in self.moving]
        yield self.total(
            "retained expenditure",
            "Expenditure on retained services",
            words,
            ["expenditure"],
            [*less, "expected savings"],
            columns=years,
            wordings=tuple(f"{each} expenditure" for each in names),
            group=spent,
            is_total=True,
        )
        yield self.row("income", "Total income", group=income, is_total=True)
        for body in self.moving:
            yield self.body_row(body, "revised funding", "transfer of funding", group="funding moved")
        yield self.total(
            "retained income",
            "Revised income of retained services",
            "total income less the funding that has moved",
            ["income"],
            [f"revised funding/{body}" for body in self.moving],
            columns=years,
            wordings=("revised income", *(f"revised {each} income" for each in names)),
            group=income,
            is_total=True,
        )
        yield self.row("revised/gap", IN_YEAR, wordings=GAP, group=gap, is_total=True)
        own, shown = "revised/cumulative gap", CUMULATIVE_GAP
        yield self.running(own, CUMULATIVE, "revised/gap", wordings=shown, group=gap, is_total=True)
        before = ("do nothing", "current forecast")
        yield self.row("gap", IN_YEAR, wordings=GAP, group=gap, section=before, is_total=True)
        yield self.row("cumulative gap", CUMULATIVE, wordings=shown, group=gap, section=before, is_total=True)

    def _cost_moved(self, body: str) -> Relations:
        """Return what a body spends from its first year on: its base and all uplift so far."""
        words = "the base and all uplift so far of what has moved"
        years = [year for year in self.inputs.strategy_years if self.has_moved(body, year)]
        return by_column(
            years,
            lambda year: Relation(
                words, ((1, Cell(f"base of/{body}", year)), *self.so_far("uplift of", [body], year))
            ),
        )

    # Reserves

    def _reserves(self) -> Iterator[Statement]:
        """Yield the reserves if nothing changes and with the programme; nothing where the file has none."""
        given = self.inputs.reserves
        if given is None:
            return
        years = self.inputs.strategy_years
        in_year = self.ledger.by_year("gap", years)
        revised = self.ledger.by_year("revised/gap", self.years)
        # The planned use is the whole of a year's use: what the deficit does not explain is other use.
        other = {year: pounds + in_year[year] for year, pounds in given.planned.items() if year in in_year}
        other |= given.other_use
        reserve = Reserve(
            name=given.name,
            years=years,
            opening_balance=given.opening_balance,
            for_the_gap=in_year,
            other_use=other,
            contributions=given.contributions,
            planned_use=given.planned,
            minimum=given.minimum,
            unexplained=other,
        )
        self.reserve = reserve
        self.revised_reserve = replace(reserve, years=self.years, for_the_gap=revised, planned_use={})
        self.state("other use", "Other use", {year: other.get(year, 0) for year in self.years})
        self.state(
            "contributions", "Contributions", {year: given.contributions.get(year, 0) for year in self.years}
        )
        title, against = "Reserves if nothing changes", ("revised", "model", "programme")
        rows = self._balances("reserves", "gap", reserve)
        yield Statement("reserves", title, years, rows, against=against)
        title, key = "Reserves with the programme", "revised/reserves"
        rows = self._balances(key, "revised/gap", self.revised_reserve)
        yield Statement(key, title, self.years, rows, caption=("revised",))

    def _balances(self, key: str, gap: str, reserve: Reserve) -> tuple[Row, ...]:
        """Write what moves a reserve, and its balances where the first one is known."""
        opening, used, closing = f"{key}/opening", f"{key}/use", f"{key}/closing"
        years, label = reserve.years, "Opening balance"
        moved = "the surplus or deficit of the year, less other use"
        use = self.total(
            used,
            "Planned use",
            moved,
            [gap, "contributions"],
            ["other use"],
            columns=years,
            wordings=_USE,
            group="use",
        )
        words = "the closing balance of the year before"
        closing_row = self.row(closing, "Closing balance", wordings=_CLOSING, group="balance", is_total=True)
        if reserve.opening_balance is not None:
            before = year_before(words, closing, years[1:])
            self.ledger.derive(opening, label, before, known=reserve.opening)
            words = "the opening balance and what the year adds"
            self.total(closing, "Closing balance", words, [opening, used], columns=years)
        return (self.row(opening, label, wordings=_OPENING, group="balance"), use, closing_row)
