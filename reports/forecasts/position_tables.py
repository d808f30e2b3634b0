"""The medium-term position of one fund, printed: its tables, its charts, and the lists of proposals."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from councilsavings.charts import Chart, Series, line_chart, waterfall_chart
from proposals.domain.fields import PRESSURE_CATEGORIES
from proposals.domain.forecast.plan import PlanLine
from proposals.domain.forecast.position import ByYear
from proposals.domain.forecast.round_position import (
    GAP_TO_TARGET,
    STEPS_TO_GAP,
    FundPosition,
    RoundPosition,
)
from proposals.domain.forecast.what_enters import Entered, Item, LeftOut
from proposals.domain.savings_profile import running_totals
from proposals.overview.printing import Cell, OverviewTable, Printer, Row, YearPrinter
from services.values.money import format_money
from services.values.wording import within_sentence
from services.values.years import FinancialYear

BY_RULE = "*"
"""The mark of a figure that nobody stated, in the years of the round."""

GAP_IF_NOTHING, GAP_WITH = "Gap if nothing is done", "Gap with the proposals"


@dataclass(frozen=True)
class PositionPrinter(YearPrinter):
    """Prints the position of one fund as its council prints money."""

    position: RoundPosition
    fund: FundPosition

    @property
    def still_to_find(self) -> str:
        """Return in sentences what is missing in the first and the last year that are planned."""
        gaps = self.fund.with_proposals.gap
        planned = [year for year in self.years if year not in self.position.plan.beyond]
        return " ".join(
            self._still_to_find(year, gaps[year]) for year in dict.fromkeys((planned[0], planned[-1]))
        )

    def _still_to_find(self, year: FinancialYear, pounds: int) -> str:
        amount = format_money(abs(pounds), self.style)
        if pounds > 0:
            return f"In {year} {amount} must still be found."
        return f"In {year} there is a surplus of {amount}." if pounds else f"In {year} the budget balances."

    # Tables

    def tables(self) -> tuple[OverviewTable, ...]:
        """Return expenditure, income and the gap, by year."""
        return (self.expenditure(), self.income(), self.gaps())

    def expenditure(self) -> OverviewTable:
        """Return base budget, uplift and pressures, all effects to date."""
        rows = [self._line(line) for line in self.fund.base]
        rows += self._growth("Uplift", self.fund.do_nothing.uplift)
        rows += self._growth("Pressures", self.fund.do_nothing.pressures)
        total = self.costs("Expenditure before savings", self.fund.do_nothing.expenditure)
        return OverviewTable("Expenditure", self.year_headings("Line"), tuple(rows), total)

    def income(self) -> OverviewTable:
        """Return the income of each line."""
        rows = tuple(self._line(line) for line in self.fund.income)
        total = self.costs("Income", self.fund.do_nothing.total_income)
        return OverviewTable("Income", self.year_headings("Line"), rows, total)

    def gaps(self) -> OverviewTable:
        """Return the gap if nothing is done beside the one with the proposals, in each year and added up."""
        rows = (
            self.costs("Expenditure before savings", self.fund.do_nothing.expenditure),
            self.costs("Income", self.fund.do_nothing.total_income),
            self.costs(GAP_IF_NOTHING, self.fund.do_nothing.gap),
            self._savings("Savings, net of recurring cost", self.fund.with_proposals.savings),
            self.costs(GAP_WITH, self.fund.with_proposals.gap),
            self.costs(f"Cumulative {GAP_IF_NOTHING.lower()}", self.fund.do_nothing.cumulative_gap),
            self.costs(f"Cumulative {GAP_WITH.lower()}", self.fund.with_proposals.cumulative_gap),
        )
        return OverviewTable("Gap", self.year_headings("Line"), rows)

    def targets(self) -> OverviewTable | None:
        """Return the targets beside what is proposed, by directorate; None where there is no target."""
        if not self.fund.targets:
            return None
        rows = []
        for line in self.fund.target_lines:
            rows += [
                self._savings(f"{line.directorate}: target", line.target),
                self._savings(f"{line.directorate}: proposed", line.proposed),
                self.costs(f"{line.directorate}: {GAP_TO_TARGET}", line.missing),
            ]
        return OverviewTable("Savings targets", self.year_headings("Directorate"), tuple(rows))

    def total_of_targets(self, of_round: int | None) -> str:
        """Return the targets of all funds and years in words, beside the round's savings target if it has one."""
        total = sum(sum(target.by_year.values()) for target in self.position.plan.targets)
        words = f"The targets of all funds and years come to {self.in_words(total)}."
        if of_round is None:
            return words
        return f"{words} The round’s savings target is {self.in_words(of_round)}."

    def _growth(self, name: str, by_category: Mapping[str, ByYear]) -> Iterable[Row]:
        for category, begun in by_category.items():
            words = PRESSURE_CATEGORIES.get(category, PRESSURE_CATEGORIES["other"])
            yield self.costs(f"{name}: {within_sentence(words)}", running_totals(begun))

    def year_headings(self, first: str, unit: str = "") -> tuple[str, ...]:
        """Return the headings of a table by year; years that nobody has planned say so."""
        unit = unit or self.unit
        beyond = self.position.plan.beyond
        return (first, *(f"{self._year(year, year in beyond)} ({unit})" for year in self.years))

    @staticmethod
    def _year(year: FinancialYear, is_beyond: bool) -> str:
        return f"{year}, extrapolated" if is_beyond else str(year)

    def _line(self, line: PlanLine) -> Row:
        marked = line.by_rule - self.position.plan.beyond
        cells = tuple(
            Cell(self.cost(line.by_year[year]).text + (BY_RULE if year in marked else ""))
            for year in self.years
        )
        return Row(line.line.name, cells)

    def _savings(self, label: str, by_year: ByYear) -> Row:
        return Row(label, tuple(self.saving(by_year.get(year)) for year in self.years))

    @property
    def has_figures_by_rule(self) -> bool:
        """Return whether a figure that nobody stated is marked."""
        beyond = self.position.plan.beyond
        return bool(beyond) or any(line.by_rule for line in (*self.fund.base, *self.fund.income))

    # Charts

    def gap_chart(self) -> Chart:
        """Return the gap of each year, if nothing is done and with the proposals."""
        series = [
            Series(
                name,
                tuple(self.cost_point(self._label(year), pounds) for year, pounds in position.gap.items()),
            )
            for name, position in (
                (GAP_IF_NOTHING, self.fund.do_nothing),
                (GAP_WITH, self.fund.with_proposals),
            )
        ]
        return line_chart("Gap by year", series, alternative="A surplus is below zero.", unit=self.unit)

    def bridge(self) -> Chart:
        """Return the steps from the base budget to the gap of the last year that is planned."""
        year = max(year for year in self.years if year not in self.position.plan.beyond)
        opening, *steps = map(self.cost_point, STEPS_TO_GAP, self.fund.steps_to_gap(year))
        return waterfall_chart(
            f"From base budget to gap, {year}",
            opening,
            steps,
            self.cost_point(GAP_WITH, self.fund.with_proposals.gap[year]),
            alternative="Each step adds to the gap or takes from it.",
            unit=self.unit,
        )

    def _label(self, year: FinancialYear) -> str:
        return f"{year}{BY_RULE}" if year in self.position.plan.beyond else str(year)

    # Proposals

    def entered(
        self, rows: Iterable[Entered], address_of: Callable[[Item], str], *, in_band_d: bool
    ) -> OverviewTable:
        """Return what proposals take off the budget in each year, in pounds or in pounds of the Band D rate."""
        return OverviewTable(
            "Amounts counted",
            self.year_headings("Proposal", "£ per Band D" if in_band_d else ""),
            tuple(
                Row(
                    each.item.name,
                    self.band_d(each.by_year) if in_band_d else self._savings("", each.by_year).cells,
                    address_of(each.item),
                )
                for each in rows
            ),
        )

    def band_d(self, by_year: ByYear) -> tuple[Cell, ...]:
        """Return savings as pounds and pence of the Band D rate."""
        style = replace(self.style, unit="pounds", decimals=2)
        printer = Printer(style)
        return tuple(map(printer.saving, self.position.figures.per_band_d(by_year).values()))

    def left_out(self, rows: Iterable[LeftOut], address_of: Callable[[Item], str]) -> OverviewTable:
        """Return the proposals that do not enter, with the reason and what would have entered."""
        return OverviewTable(
            "Amounts not counted",
            (*self.year_headings("Proposal")[:1], "Reason", *self.year_headings("")[1:]),
            tuple(
                Row(
                    each.name,
                    (Cell(self._reason(each), is_figure=False), *self._left_out(each)),
                    address_of(each.item),
                )
                for each in rows
            ),
        )

    def _reason(self, each: LeftOut) -> str:
        """Return the reason, with the total that is stated where the years are not known."""
        stated = each.item.stated_total
        if stated is None or each.is_known:
            return each.words
        return f"{each.words} Its stated total is {self.in_words(stated)}."

    def _left_out(self, each: LeftOut) -> tuple[Cell, ...]:
        return self._savings("", each.by_year if each.is_known else {}).cells
