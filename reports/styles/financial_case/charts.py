"""The charts of a financial case; the figures of each stand in a table beside it."""

from councilsavings.charts import Chart, line_chart, stacked_chart, waterfall_chart
from councilsavings.charts.values import MOST_SERIES
from proposals.domain.forecast.case import Case
from proposals.domain.forecast.lines import Ledger
from proposals.domain.forecast.statement import Statement
from proposals.domain.forecast.tables import PLANS, PROGRAMME, WITH_PLANS
from proposals.domain.savings_profile import negated
from proposals.overview.printing import YearPrinter
from reports.documents.document import Figure
from services.values.money import MoneyStyle

_MOST_COMPONENTS = MOST_SERIES - 2
"""Beside them stand the cost and the net benefit."""


class CaseCharts:
    """The charts of one case, in the unit in which the council prints money."""

    def __init__(self, case: Case, style: MoneyStyle) -> None:
        self.case = case
        self.ledger: Ledger = case.ledger
        self.style = style
        self.printer = YearPrinter(style, case.inputs.case_years)

    def benefit_and_cost(self) -> Figure:
        """Return the benefit of each component and the cost of all, stacked, with the net benefit as a line."""
        years = self.case.inputs.case_years
        saving = [
            each
            for each in self.case.inputs.components
            if any(self.ledger.by_year(f"{each.key}/gross", years).values())
        ]
        if 0 < len(saving) <= _MOST_COMPONENTS:
            series = [
                self.printer.series(each.name, self.ledger.by_year(f"{each.key}/gross", years))
                for each in saving
            ]
        else:
            series = [self.printer.series("Gross benefit", self.ledger.by_year(f"{PROGRAMME}/gross", years))]
        cost = self.ledger.by_year(f"{PROGRAMME}/cost", years)
        series.append(self.printer.series("Cost, below zero", negated(cost)))
        net = self.printer.series("Net benefit", self.ledger.by_year(f"{PROGRAMME}/net", years))
        return chart_figure(
            stacked_chart("Benefit and cost of the programme by year", series, net, unit=self.style.label)
        )

    def cumulative_net(self) -> Figure:
        """Return the cumulative net benefit of the programme, and with the existing plans that it enables."""
        years = self.case.inputs.case_years
        series = [
            self.printer.series("The programme", self.ledger.by_year(f"{PROGRAMME}/cumulative net", years))
        ]
        if f"{PLANS}/gross" in self.ledger.lines:
            with_plans = self.ledger.by_year(f"{PROGRAMME}{WITH_PLANS}/cumulative net", years)
            series.append(self.printer.series("With existing plans", with_plans))
        return chart_figure(line_chart("Cumulative net benefit", series, unit=self.style.label))

    def gap(self) -> Figure:
        """Return the surplus or deficit of each year, if nothing changes and with the programme."""
        inputs = self.case.inputs
        series = (
            self.printer.series("If nothing changes", self.ledger.by_year("gap", inputs.strategy_years)),
            self.printer.series(
                "With the programme", self.ledger.by_year("revised/gap", inputs.position_years)
            ),
        )
        title = "Surplus, or deficit below zero, by year"
        return chart_figure(line_chart(title, series, unit=self.style.label))

    def bridge(self, statement: Statement) -> Figure:
        """Return the steps of the bridge in the last year of the strategy."""
        year = self.case.inputs.strategy_years[-1]
        opening, *steps, closing = (
            self.printer.cost_point(row.label, int(self.ledger.figure_of(row.lines[""], year)))
            for row in statement.rows
        )
        said = "Each step adds to the surplus or takes from it; a deficit is below zero."
        title = f"From one gap to the other, {year}"
        chart = waterfall_chart(title, opening, steps, closing, alternative=said, unit=self.style.label)
        return chart_figure(chart)

    def reserves(self) -> Figure | None:
        """Return the reserves at the end of each year with their minimum level; None where no balance is known."""
        before, after = self.case.reserve, self.case.revised_reserve
        if before is None or after is None or not before.closing:
            return None
        series = [
            self.printer.series("If nothing changes", before.closing),
            self.printer.series("With the programme", after.closing),
        ]
        if after.minimum is not None:
            series.append(self.printer.series("Minimum level", dict.fromkeys(after.years, after.minimum)))
        return chart_figure(line_chart("Reserves at the end of each year", series, unit=self.style.label))


def chart_figure(chart: Chart) -> Figure:
    """Return a chart as a block of a document."""
    caption = f"{chart.title} ({chart.unit})" if chart.unit else chart.title
    return Figure(chart.svg, f"{chart.title}. {chart.alternative}", caption)
