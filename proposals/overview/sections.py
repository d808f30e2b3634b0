"""The savings of the proposals, and the posts that change, by directorate and year; pure values."""

from collections.abc import Callable, Sequence
from typing import Any

from councilsavings.charts import Chart, Series, bar_chart
from councilsavings.charts.values import MOST_SERIES
from proposals.domain.direction import SAVING
from proposals.domain.records import Totals
from proposals.domain.savings_together import risk_adjusted_by_year
from proposals.overview.figures import Overview
from proposals.overview.largest import LargestSection
from proposals.overview.making import EXPECTED, HEADLINE, NO_YEAR_IS_KNOWN, Labels, Maker
from proposals.overview.net import NetSection
from proposals.overview.printing import Links, OverviewTable, Printer, Row, Section, count, of_direction
from proposals.overview.slices import all_together, grouped
from proposals.overview.traits import TraitSections
from services.values.years import FinancialYear


class YearSections(Maker):
    """The parts with a column, or a row, for each year."""

    def by_year(self) -> Section:
        """Return what is saved year by year, headline and risk-adjusted."""
        overview, printer = self.overview, self.printer
        totals = overview.totals
        if not overview.knows_any_year:
            return Section("years", "Year by year", (NO_YEAR_IS_KNOWN,))
        expected = risk_adjusted_by_year(overview.by_deliverability(), overview.years)
        is_assessed = any(percent is not None for percent in overview.of_percentages)
        known = frozenset(
            year for year, pounds in totals.discrete.items() if pounds is not None and is_assessed
        )
        in_year, cost, cumulative = totals.in_year, totals.in_year_cost, totals.cumulative_after_costs

        def row(year: FinancialYear) -> Row:
            cells = (
                printer.saving(totals.discrete[year]),
                printer.saving(expected[year] if year in known else None),
                printer.saving(in_year[year]),
                printer.cost(cost[year]),
                printer.saving(cumulative[year]),
            )
            return Row(str(year), cells, self.links({"sort": [f"-year_{year.start}"]}))

        rows = tuple(map(row, overview.years))
        of_years = tuple(zip(overview.years, rows, strict=True))
        series = [
            Series(
                HEADLINE,
                tuple(printer.point(row.label, totals.discrete[year], row.address) for year, row in of_years),
            ),
            Series(
                EXPECTED,
                tuple(
                    printer.point(row.label, expected[year] if year in known else None, row.address)
                    for year, row in of_years
                ),
            ),
        ]
        title = "Discrete saving by year"
        headings = ("Discrete saving", EXPECTED, "In-year saving", "In-year cost", "Cumulative net")
        return Section(
            "years",
            "Year by year",
            (
                "A discrete saving is the change made in that year. An in-year saving is the amount saved in "
                "that year, including changes made in earlier years. Select a year to view its proposals, "
                "largest saving first.",
                totals.unknown,
            ),
            (bar_chart(title, series, alternative=self.total_in_words, unit=printer.unit),),
            OverviewTable("Savings and costs by year", ("Year", *map(printer.headed, headings)), rows),
            ("discrete year", "in-year", "cumulative", "risk-adjusted saving"),
        )

    # By directorate

    def by_directorate(self) -> Section:
        """Return what each directorate saves in each year."""
        overview, printer = self.overview, self.printer
        years = overview.years
        groups = {group.value: group for group in grouped(overview.slices, lambda one: one.directorate)}

        def row(label: str, totals: Totals, adjusted: Any, address: str) -> Row:
            figures = (totals.discrete[year] for year in years)
            cells = (*map(printer.saving, figures), printer.saving(totals.total), printer.saving(adjusted))
            return Row(label, (count(totals.counted), *cells), address)

        of_each = overview.by_directorate()
        rows = tuple(
            row(
                overview.directorates[key],
                totals,
                groups.get(key, all_together(())).expected,  # all proposals of one may have ended
                self.directorate_address(key),
            )
            for key, totals in of_each
        )
        headings = ("Directorate", "Proposals", *(printer.headed(str(year)) for year in years))
        return Section(
            "directorates",
            "By directorate and year",
            (self._caveats_of(of_each),),
            (self._directorates_chart(of_each),),
            OverviewTable(
                "Savings by directorate and year",
                (*headings, printer.headed("Total"), printer.headed(EXPECTED)),
                rows,
                row("All", overview.totals, overview.everything.expected, self.links({})),
            ),
        )

    def _directorates_chart(self, of_each: Sequence[tuple[int, Totals]]) -> Chart:
        title, printer = "Saving by directorate", self.printer

        def series(name: str, figure: Callable[[Totals], int | None]) -> Series:
            points = (
                printer.point(self.overview.directorates[key], figure(totals), self.directorate_address(key))
                for key, totals in of_each
            )
            return Series(name, tuple(points))

        if len(self.overview.years) > MOST_SERIES or not self.overview.knows_any_year:
            totals_only = [series("Total", lambda totals: totals.total)]
            return bar_chart(title, totals_only, alternative=self.total_in_words, unit=printer.unit)
        by_year = [series(str(year), _discrete_of(year)) for year in self.overview.years]
        return bar_chart(f"{title} and year", by_year, alternative=self.total_in_words, unit=printer.unit)

    def _caveats_of(self, of_each: Sequence[tuple[int, Totals]]) -> str:
        named = [self.overview.directorates[key] for key, totals in of_each if totals.incomplete]
        return f"Directorates with incomplete profiles: {', '.join(named)}." if named else ""

    # Posts

    def fte(self) -> Section:
        """Return how posts change by directorate and year."""
        overview, printer = self.overview, self.printer
        years = overview.years
        if not overview.totals.fte_is_stated:
            return Section(
                "posts", "Posts by directorate and year", ("No proposals state a change in posts.",)
            )

        def row(label: str, totals: Totals, address: str) -> Row:
            changes = [*(totals.fte.discrete[year] for year in years), totals.fte.total]
            cells = (printer.fte(change, is_stated=totals.fte_is_stated) for change in changes)
            return Row(label, (count(totals.fte_changed), *cells), address)

        of_each = overview.by_directorate()
        rows = tuple(
            row(overview.directorates[key], totals, self.directorate_address(key)) for key, totals in of_each
        )
        points = tuple(
            printer.fte_point(
                overview.directorates[key],
                totals.fte.total,
                is_stated=totals.fte_is_stated,
                address=self.directorate_address(key),
            )
            for key, totals in of_each
        )
        whole = printer.fte(overview.totals.fte.total, is_stated=overview.totals.fte_is_stated).text
        chart = bar_chart(
            "Change in posts by directorate",
            [Series("FTE", points)],
            alternative=f"In total {whole}. A reduction is negative.",
            unit="FTE",
        )
        return Section(
            "posts",
            "Posts by directorate and year",
            (
                "The change in full-time equivalent (FTE) posts that starts in each year. A reduction is "
                "negative.",
            ),
            (chart,),
            OverviewTable(
                "Change in posts (FTE) by directorate and year",
                ("Directorate", "Proposals with a change in posts", *map(str, years), "FTE"),
                rows,
                row("All", overview.totals, self.links({})),
            ),
            ("FTE",),
        )


def _discrete_of(year: FinancialYear) -> Callable[[Totals], int | None]:
    return lambda totals: totals.discrete[year]


def sections_of(overview: Overview, printer: Printer, links: Links, labels: Labels) -> tuple[Section, ...]:
    """Return every part of the overview in the order of the page: savings beside pressures, then savings alone."""
    beside = (NetSection(overview, printer, links, labels).net(),) if overview.has_pressures else ()
    if not overview.slices:
        return beside
    own_links = of_direction(SAVING, links) if overview.has_pressures else links
    parts = (overview, printer, own_links, labels)
    years, traits, largest = YearSections(*parts), TraitSections(*parts), LargestSection(*parts)
    return (
        *beside,
        years.by_year(),
        years.by_directorate(),
        traits.by_risk(),
        traits.recurring(),
        traits.by_category(),
        traits.by_kind(),
        years.fte(),
        largest.largest(),
    )
