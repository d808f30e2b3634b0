"""The reserves of a round as the page prints them: balances by year, the chart with the minimum, and what they show."""

from collections.abc import Mapping
from typing import Any

from councilsavings.charts import Chart, line_chart
from proposals.domain.forecast.reserves import Reserve, Reserves
from proposals.domain.savings_profile import negated
from proposals.overview.printing import OverviewTable, YearPrinter
from services.values.money import format_money


class ReservePrinter(YearPrinter):
    """Prints reserves as one council does."""

    def sections(self, reserves: Reserves, reasons: Mapping[str, str]) -> list[dict[str, Any]]:
        """Return a section for each reserve, its facts in pairs; `reasons` are those of the minimum levels, by name."""
        return [
            {
                "name": each.name,
                "facts": self._facts(each, reasons.get(each.name, "")),
                "table": self._table(each),
                "chart": self._chart(each),
            }
            for each in reserves.reserves
        ]

    def together(self, reserves: Reserves) -> OverviewTable:
        """Return what all reserves come to, and what of each year's gap none of them takes."""
        rows = [self.costs(each.name, each.closing) for each in reserves.reserves if each.closing]
        if any(reserves.uncovered.values()):
            rows.append(
                self.costs("Not taken by a reserve: surplus, or deficit below zero", reserves.uncovered)
            )
        total = self.costs("All reserves", reserves.closing) if len(reserves.reserves) > 1 else None
        return OverviewTable(
            "Closing balances",
            self.headings("Reserve"),
            tuple(rows),
            total if reserves.closing else None,
        )

    def money(self, pounds: int) -> str:
        """Return an amount as the council prints money."""
        return format_money(pounds, self.style)

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
        rows = [self.costs(label, amounts) for label, amounts in lines if any(amounts.values())]
        if reserve.closing:
            rows.insert(0, self.costs("Opening balance", reserve.opening))
        total = (
            self.costs("Closing balance", reserve.closing)
            if reserve.closing
            else self.costs("Movement", reserve.movement)
        )
        return OverviewTable(reserve.name, self.headings("Line"), tuple(rows), total)

    def _chart(self, reserve: Reserve) -> Chart | None:
        if not reserve.closing:
            return None
        series = [self.series("Closing balance", reserve.closing)]
        if reserve.minimum is not None:
            series.append(self.series("Minimum level", dict.fromkeys(self.years, reserve.minimum)))
        return line_chart(f"{reserve.name}: balance by year", series, unit=self.unit)
