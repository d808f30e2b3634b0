"""The listed proposals added up by two of their attributes, as a table and as a chart: sums of groups alone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from councilsavings.addresses import Variations
from councilsavings.charts import Chart, Point, Series, bar_chart
from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.fields import DIRECTIONS
from proposals.domain.records import NOT_KNOWN, Totals
from proposals.filters.bands import NOT_STATED
from proposals.filters.facets import RowFacet, WardFacet
from proposals.filters.filters import BY_NAME
from proposals.listing.arrangement import ACROSS_BY, GROUPINGS, PAGE, PIVOT, SORT, YEAR, Arrangement
from proposals.listing.columns import saving_name
from proposals.listing.grouping import Groups, groups_of, value_of
from proposals.models import BudgetRound
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.models.totals import NOTHING, Sums, sums_by
from proposals.overview.printing import Cell, OverviewTable, Row
from services.values.money import MoneyStyle, format_fte, format_saving
from services.values.years import FinancialYear

TOTAL = "Total"

CellOf = Callable[[str, Totals], Cell]
"""Gives what stands in a column of the row of a group, by its key and totals; the key of all together is empty."""


@dataclass(frozen=True)
class PivotTable:
    """The table, and the chart of its totals by row."""

    table: OverviewTable
    chart: Chart


def pivot_of(
    proposals: SavingsProposalQuerySet,
    whole: Totals,
    budget_round: BudgetRound,
    arrangement: Arrangement,
    query: Variations,
) -> PivotTable | None:
    """Return the proposals by what the arrangement asks for; None where it asks for no such table.

    `whole` are the totals of all of them, `query` the address of the page.
    """
    down, across = arrangement.down, arrangement.across
    if not down:
        return None
    years = budget_round.years
    names = [name for name in (down, across) if name not in ("", YEAR)]
    found = sums_by(
        proposals.annotate(**{f"side_{place}": value_of(name) for place, name in enumerate(names)}),
        *_columns(names),
    )
    sides = [_side(place, name, names, found) for place, name in enumerate(names)]
    sums: dict[tuple[str, str], Sums] = {}
    for values, part in found.items():
        keys = [group_of[value] for (group_of, _), value in zip(sides, values, strict=False)]
        for each in {(keys[0], keys[-1]), (keys[0], ""), ("", keys[-1])}:
            sums[each] = sums.get(each, NOTHING) + part
    totals = {key: part.totals(years) for key, part in sums.items()}
    only_pressures = whole.pressures is not None and not whole.has_both
    figure = PRESSURE if only_pressures and arrangement.figure == SAVING else arrangement.figure
    printer = _Printer(
        figure, budget_round.council.money_style, query, down, has_pressures=whole.pressures is not None
    )
    columns: list[tuple[str, CellOf]] = []
    if across == YEAR:
        columns = [(str(year), partial(printer.in_year, year)) for year in years]
    elif across:
        columns = [(name, partial(printer.crossed, across, key, totals)) for key, name in sides[1][1]]
    rows = [(key, name, totals[key, ""]) for key, name in sides[0][1]]
    return printer.table(f" by {ACROSS_BY[across].lower()}" if across else "", rows, columns, whole)


def _columns(names: list[str]) -> list[str]:
    """Return what is grouped by: the value of each side, then the labels of both, each once."""
    labels = [path for name in names for path in BY_NAME[name].paths_of_labels]
    return list(dict.fromkeys([*(f"side_{place}" for place in range(len(names))), *labels]))


def _side(place: int, name: str, names: list[str], found: Iterable[tuple[Any, ...]]) -> Groups:
    columns = _columns(names)
    places = [place, *(columns.index(path) for path in BY_NAME[name].paths_of_labels)]
    return groups_of(name, list(dict.fromkeys(tuple(row[at] for at in places) for row in found)))


@dataclass(frozen=True)
class _Printer:
    """Prints the figure that was asked for, each leading to the list of what it adds up."""

    figure: str
    style: MoneyStyle
    query: Variations
    down: str
    has_pressures: bool

    def table(
        self,
        heads: str,
        rows: list[tuple[str, str, Totals]],
        columns: list[tuple[str, CellOf]],
        whole: Totals,
    ) -> PivotTable:
        """Return the rows with their columns and totals, and the chart of the totals."""

        def printed(key: str, name: str, totals: Totals) -> Row:
            cells = (cell_of(key, totals) for _, cell_of in columns)
            narrowed = self._narrowed(self.down, key)
            return Row(name, (*cells, Cell(self._words(totals))), self._address(narrowed) if narrowed else "")

        table = OverviewTable(
            f"{GROUPINGS[self.down]}{heads}: {self._caption}",
            (GROUPINGS[self.down], *(heading for heading, _ in columns), TOTAL),
            tuple(printed(*row) for row in rows),
            printed("", TOTAL, whole),
        )
        points = (Point(name, self._amount(totals), self._words(totals)) for _, name, totals in rows)
        series = [Series(self._caption, tuple(points))]
        return PivotTable(table, bar_chart(f"{TOTAL} by {GROUPINGS[self.down].lower()}", series))

    def in_year(self, year: FinancialYear, key: str, totals: Totals) -> Cell:
        """Return a year's figure of a row, which leads to the row's proposals, the most in that year first."""
        narrowed = self._narrowed(self.down, key)
        leads = not key or bool(narrowed)
        address = self._address({**narrowed, SORT: [f"-{saving_name(year)}"]}) if leads else ""
        return Cell(self._words(totals, year), address)

    def crossed(
        self, across: str, column: str, by_both: Mapping[tuple[str, str], Totals], key: str, _: Totals
    ) -> Cell:
        """Return the figure of a row and a group of the other side, which leads to its proposals."""
        found = by_both.get((key, column))
        narrowed, other = self._narrowed(self.down, key), self._narrowed(across, column)
        address = self._address({**narrowed, **other}) if found and narrowed and other else ""
        return Cell(self._words(found) if found else "", address)

    @property
    def _caption(self) -> str:
        return {
            "saving": f"total saving ({self.style.label})",
            "pressure": f"total pressure ({self.style.label})",
            "net": f"savings less pressures ({self.style.label})",
            "fte": "change in posts (FTE)",
            "count": "number of proposals",
        }[self.figure]

    def _amount(self, totals: Totals, year: FinancialYear | None = None) -> Any:
        """Return the figure of a set, or that of one year; None where it is not known."""
        if self.figure == "count":
            return totals.count
        if self.figure == "fte" and not totals.fte_is_stated:
            return None
        part = totals.fte if self.figure == "fte" else self._part(totals)
        if part is None:
            return 0
        return part.total if year is None else part.discrete[year]

    def _part(self, totals: Totals) -> Totals | None:
        """Return what of a set the figure adds up; None where it has nothing of that direction."""
        if self.figure == "net":
            return totals
        return totals.pressures if self.figure == PRESSURE else totals.savings

    def _words(self, totals: Totals, year: FinancialYear | None = None) -> str:
        amount = self._amount(totals, year)
        if amount is None:
            return NOT_KNOWN
        if self.figure == "count":
            return f"{amount:,}"
        if self.figure == "fte":
            return format_fte(amount, self.style)
        return format_saving(amount, self.style, bare=True)

    @staticmethod
    def _narrowed(name: str, key: str) -> dict[str, list[str]]:
        """Return the filter of a group; nothing for all, or where a proposal may have several values.

        A filter by one of several values finds more than the group.
        """
        may_be_several = isinstance(BY_NAME[name], RowFacet | WardFacet)
        return {} if not key or (may_be_several and key != NOT_STATED) else {name: [key]}

    def _address(self, changed: Mapping[str, list[str]]) -> str:
        """Return the address of a list, of savings or of pressures alone where the figure is of these."""
        apart = self.has_pressures and self.figure in DIRECTIONS
        own = {"direction": [self.figure]} if apart else {}
        return self.query.address({**own, **changed}, without=(PAGE, *PIVOT))
