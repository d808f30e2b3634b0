"""The reserves of a round as the page prints them: balances by year, the chart with the minimum, and what they show."""

from collections.abc import Mapping
from dataclasses import dataclass

from councilsavings.charts import Chart, Point, Series, line_chart
from proposals.domain.forecast.reserves import Reserve, Reserves
from proposals.domain.savings_profile import negated
from proposals.overview.printing import Cell, OverviewTable, Row
from services.values.money import MoneyStyle, format_money
from services.values.years import FinancialYear


@dataclass(frozen=True)
class ReserveSection:
    """One reserve on the page: what it shows, in pairs of label and text, its table and its chart."""

    name: str
    facts: tuple[tuple[str, str], ...]
    table: OverviewTable
    chart: Chart | None


@dataclass(frozen=True)
class ReservePrinter:
    """Prints reserves as one council does."""

    years: tuple[FinancialYear, ...]
    style: MoneyStyle

    def sections(self, reserves: Reserves, reasons: Mapping[str, str]) -> tuple[ReserveSection, ...]:
        """Return a section for each reserve; `reasons` are those of the minimum levels, by name."""
        return tuple(
            ReserveSection(
                each.name, self._facts(each, reasons.get(each.name, "")), self._table(each), self._chart(each)
            )
            for each in reserves.reserves
        )

    def together(self, reserves: Reserves) -> OverviewTable:
        """Return what all reserves come to, and what of each year's gap none of them takes."""
        rows = [self._row(each.name, each.closing) for each in reserves.reserves if each.closing]
        if any(reserves.uncovered.values()):
            rows.append(
                self._row("Not taken by a reserve: surplus, or deficit below zero", reserves.uncovered)
            )
        total = self._row("All reserves", reserves.closing) if len(reserves.reserves) > 1 else None
        return OverviewTable(
            "Closing balances",
            self._headings("Reserve"),
            tuple(rows),
            total if reserves.closing else None,
        )

    def money(self, pounds: int) -> str:
        """Return an amount as the council prints money."""
        return format_money(pounds, self.style)

    def _headings(self, first: str) -> tuple[str, ...]:
        return (first, *(f"{year} ({self.style.label})" for year in self.years))

    def _facts(self, reserve: Reserve, reason: str) -> tuple[tuple[str, str], ...]:
        if not reserve.closing:
            return (("Balances", "Not known: the opening balance has not been entered"),)
        minimum = "Not set" if reserve.minimum is None else self.money(reserve.minimum)
        below = reserve.falls_below_minimum
        facts = [
            ("Minimum level", f"{minimum}. {reason}" if reason else minimum),
            ("Runs out in", str(reserve.runs_out or "None of these years")),
            ("Transitional funding needed", self.money(reserve.transitional_funding)),
        ]
        if reserve.minimum is not None:
            facts.insert(2, ("Falls below its minimum in", str(below or "None of these years")))
        return tuple(facts)

    def _table(self, reserve: Reserve) -> OverviewTable:
        lines = (
            ("Surplus, or use for the gap", reserve.for_the_gap),
            ("Use for costs to achieve", negated(reserve.costs)),
            ("Other use", negated(reserve.other_use)),
            ("Contributions", reserve.contributions),
        )
        rows = [self._row(label, amounts) for label, amounts in lines if any(amounts.values())]
        if reserve.closing:
            rows.insert(0, self._row("Opening balance", reserve.opening))
        total = (
            self._row("Closing balance", reserve.closing)
            if reserve.closing
            else self._row("Movement", reserve.movement)
        )
        return OverviewTable(reserve.name, self._headings("Line"), tuple(rows), total)

    def _row(self, label: str, by_year: Mapping[FinancialYear, int]) -> Row:
        return Row(
            label,
            tuple(Cell(format_money(by_year.get(year, 0), self.style, bare=True)) for year in self.years),
        )

    def _chart(self, reserve: Reserve) -> Chart | None:
        if not reserve.closing:
            return None
        series = [self._series("Closing balance", reserve.closing)]
        if reserve.minimum is not None:
            series.append(self._series("Minimum level", dict.fromkeys(self.years, reserve.minimum)))
        return line_chart(f"{reserve.name}: balance by year", series, unit=self.style.label)

    def _series(self, label: str, by_year: Mapping[FinancialYear, int]) -> Series:
        points = (
            Point(str(year), pounds, format_money(pounds, self.style, bare=True))
            for year, pounds in by_year.items()
        )
        return Series(label, tuple(points))
