"""Savings beside pressures, and what is left of them, by directorate and year; pure values."""

from collections.abc import Iterator

from councilsavings.charts import Chart, Series, bar_chart
from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.records import Totals
from proposals.listing.shares import parts_of
from proposals.overview.making import Maker
from proposals.overview.printing import Choices, OverviewTable, Row, Section, count

_TITLE = "Savings and pressures by directorate and year"
_DIRECTION_OF = {"Savings": [SAVING], "Pressures": [PRESSURE]}


class NetSection(Maker):
    """The part in which pressures stand beside savings."""

    def net(self) -> Section:
        """Return savings, pressures and the net figure of each directorate and of all."""
        overview, printer = self.overview, self.printer
        rows = [
            row
            for key, totals in overview.whole_by_directorate()
            for row in self._rows(overview.directorates[key], totals, {"directorate": [str(key)]})
        ]
        *parts, last = self._rows("All", overview.whole, {})
        headings = (*map(str, overview.years), "Total")
        return Section(
            "pressures",
            _TITLE,
            (
                "A saving takes from the budget and a pressure adds to it, so they have opposite signs. The net figure "
                "is what is left of the savings. Targets, risk-adjusted figures and the sections below are of savings "
                "alone.",
            ),
            (self._chart(),),
            OverviewTable(
                _TITLE,
                ("Directorate", "Proposals", *map(printer.headed, headings), "FTE"),
                (*rows, *parts),
                last,
            ),
        )

    def _rows(self, name: str, totals: Totals, choices: Choices) -> Iterator[Row]:
        printer = self.printer
        for label, part in parts_of(totals):
            direction = _DIRECTION_OF.get(label)
            narrowed = {**choices, "direction": direction} if direction else choices
            figures = (*part.discrete.values(), part.total)
            posts = printer.fte(part.fte.total, is_stated=part.fte_is_stated)
            yield Row(
                f"{name}: {label.lower()}",
                (count(part.counted), *map(printer.saving, figures), posts),
                self.links(narrowed),
            )

    def _chart(self) -> Chart:
        """Return the parts by year; by directorate where no year is known."""
        overview, printer = self.overview, self.printer
        whole = overview.whole
        if all(pounds is None for pounds in whole.discrete.values()):
            figures = {
                label: [
                    printer.point(overview.directorates[key], part.total)
                    for key, totals in overview.whole_by_directorate()
                    for named, part in parts_of(totals)
                    if named == label
                ]
                for label, _ in parts_of(whole)
            }
        else:
            figures = {
                label: [printer.point(str(year), pounds) for year, pounds in part.discrete.items()]
                for label, part in parts_of(whole)
            }
        series = [Series(label, tuple(points)) for label, points in figures.items()]
        said = f"Net {printer.in_words(whole.total)}." if whole.has_both else ""
        return bar_chart("Savings and pressures", series, alternative=said, unit=printer.unit)
