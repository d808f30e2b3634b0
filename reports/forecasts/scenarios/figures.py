"""The figures of scenarios as the pages print them: gaps side by side, differences, and sensitivity."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from councilsavings.charts import Chart, Series, bar_chart, line_chart
from proposals.domain.fields import FUNDS, GENERAL_FUND
from proposals.domain.forecast.round_position import Part, RoundPosition
from proposals.domain.forecast.scenario import (
    Sensitivity,
    differences,
    gap_of,
    unclosed,
)
from proposals.domain.forecast.what_enters import Item
from proposals.overview.printing import Cell, OverviewTable, Row, YearPrinter
from services.values.money import format_money, printed_difference
from services.values.wording import listed, within_sentence
from services.values.years import FinancialYear

BASELINE = "Baseline"
ALL_YEARS = "All years"
NOT_STATED = "–"


class ScenarioPrinter(YearPrinter):
    """Prints the figures of scenarios as one council does."""

    @property
    def _years(self) -> tuple[str, ...]:
        return tuple(str(year) for year in self.years)

    def funds(self, positions: Mapping[str, RoundPosition]) -> tuple[dict[str, Any], ...]:
        """Return the general fund, and every other fund in which the positions differ."""
        found = dict.fromkeys(fund for position in positions.values() for fund in position.funds)
        return tuple(
            self.fund(fund, positions)
            for fund in found
            if fund == GENERAL_FUND
            or len({tuple(gap_of(each, fund).values()) for each in positions.values()}) > 1
        )

    def fund(self, fund: str, positions: Mapping[str, RoundPosition]) -> dict[str, Any]:
        """Return the gaps of a fund side by side, and what each position says of a balanced budget.

        The first position is the one that the others are compared with.
        """
        gaps = {name: gap_of(position, fund) for name, position in positions.items()}
        closed = tuple(self._closed(name, unclosed(position, fund)) for name, position in positions.items())
        return {
            "name": FUNDS[fund],
            "table": self._gap_table(FUNDS[fund], gaps),
            "chart": self._gap_chart(FUNDS[fund], gaps),
            "closed": closed,
        }

    def _gap_table(self, fund: str, gaps: Mapping[str, Mapping[FinancialYear, int]]) -> OverviewTable:
        (first, baseline), *others = gaps.items()
        rows = [self.costs_and_total(first, baseline)]
        for name, gap in others:
            rows.append(self.costs_and_total(name, gap))
            rows.append(self._change(f"{name}: change", gap, baseline))
        return OverviewTable(
            f"Gap of the {within_sentence(fund)} ({self.unit})",
            ("", *self._years, ALL_YEARS),
            tuple(rows),
        )

    def _gap_chart(self, fund: str, gaps: Mapping[str, Mapping[FinancialYear, int]]) -> Chart:
        series = [self.series(name, {year: gap[year] for year in self.years}) for name, gap in gaps.items()]
        return line_chart(f"Gap by year: {fund}", series, unit=self.unit)

    def _closed(self, name: str, open_years: Mapping[FinancialYear, int]) -> str:
        """Return whether the budget balances in each year, in words."""
        style = self.style
        if not open_years:
            return f"{name}: the gap is closed in every year."
        left = listed([f"{format_money(pounds, style)} in {year}" for year, pounds in open_years.items()])
        closed = [str(year) for year in self.years if year not in open_years]
        also = f" It is closed in {listed(closed)}." if closed else ""
        return f"{name}: a gap of {left} remains.{also}"

    def differences(
        self, baseline: RoundPosition, position: RoundPosition, address_of: Callable[[Item], str]
    ) -> tuple[OverviewTable, ...]:
        """Return what differs from the baseline in each fund, item by item."""
        tables = []
        for fund in {**baseline.funds, **position.funds}:
            found = differences(baseline, position, fund)
            if found:
                rows = tuple(self._difference(each, address_of) for each in found)
                tables.append(
                    OverviewTable(
                        f"Change of the gap of the {within_sentence(FUNDS[fund])} ({self.unit})",
                        ("Proposal or line of the plan", *self._years, ALL_YEARS),
                        rows,
                        self._change("Change of the gap", gap_of(position, fund), gap_of(baseline, fund)),
                    )
                )
        return tuple(tables)

    def _difference(self, difference: Part, address_of: Callable[[Item], str]) -> Row:
        row = self.costs_and_total(difference.name, difference.effect)
        address = address_of(difference.item) if difference.item else ""
        return Row(row.label, row.cells, address)

    def sensitivity(self, found: Sequence[Sensitivity]) -> OverviewTable:
        """Return the effect of each assumption that could go otherwise."""
        rows = tuple(Row(each.name, (*self._effects(each), self.cost(each.one_off_cost))) for each in found)
        return OverviewTable(
            f"Change of the gap ({self.unit})",
            ("If", *self._years, ALL_YEARS, "One-off cost"),
            rows,
        )

    def tornado(self, found: Iterable[Sensitivity]) -> Chart:
        """Return the effects over all years as bars, the longest first; what does better points to the left."""
        points = [self.cost_point(each.name, each.cumulative) for each in found if each.gap is not None]
        said = "Change of the gap over all years; above zero the gap grows."
        return bar_chart(
            "Sensitivity",
            [Series("Change of the gap", tuple(points))],
            alternative=said,
            unit=self.unit,
        )

    def _effects(self, each: Sensitivity) -> tuple[Cell, ...]:
        if each.gap is None:
            return tuple(Cell(NOT_STATED) for _ in (*self.years, ALL_YEARS))
        return self.costs_and_total("", each.gap).cells

    def _change(
        self, label: str, gap: Mapping[FinancialYear, int], other: Mapping[FinancialYear, int]
    ) -> Row:
        """Return by how much a gap is larger than another, both as they are printed."""
        pairs = [*((gap[year], other[year]) for year in self.years), (sum(gap.values()), sum(other.values()))]
        changes = (printed_difference(*pair, self.style) for pair in pairs)
        return Row(label, tuple(Cell(format_money(each, self.style, bare=True)) for each in changes))
