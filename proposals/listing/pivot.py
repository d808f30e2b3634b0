"""The listed proposals added up by two of their attributes, as a table and as a chart: sums of groups alone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from councilsavings.addresses import Variations
from councilsavings.charts import Chart, Point, Series, bar_chart
from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.fields import DIRECTIONS
from proposals.domain.records import NOT_KNOWN, Totals
from proposals.filters.bands import NOT_STATED
from proposals.filters.facets import RowFacet, WardFacet
from proposals.filters.filters import BY_NAME
from proposals.listing.arrangement import GROUPINGS, PAGE, PIVOT, SORT, YEAR, Arrangement
from proposals.listing.columns import saving_name
from proposals.listing.grouping import NOTHING_STATED, groups_of, value_of
from proposals.models import BudgetRound
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.models.totals import NOTHING, Sums, sums_by
from proposals.overview.printing import Cell, OverviewTable, Row
from services.values.money import MoneyStyle, format_fte, format_saving
from services.values.years import FinancialYear

TOTAL = "Total"


@dataclass(frozen=True)
class PivotTable:
    """The table, and the chart of its totals by row."""

    table: OverviewTable
    chart: Chart


@dataclass(frozen=True)
class _Side:
    """The groups of one side of the table, by key and name in order, and the group of each value."""

    name: str
    names: tuple[tuple[str, str], ...]
    group_of: Mapping[Any, str]


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
    sums: dict[tuple[str, ...], Sums] = {}
    for values, part in found.items():
        key = tuple(side.group_of[values[place]] for place, side in enumerate(sides))
        for each in {key, (key[0], ""), ("", key[-1])}:
            sums[each] = sums.get(each, NOTHING) + part
    totals = {key: part.totals(years) for key, part in sums.items()}
    only_pressures = whole.pressures is not None and not whole.has_both
    figure = PRESSURE if only_pressures and arrangement.figure == SAVING else arrangement.figure
    printer = _Printer(
        figure, budget_round.council.money_style, query, has_pressures=whole.pressures is not None
    )
    rows = sides[0].names
    if across == YEAR:
        return printer.by_year(down, [(key, name, totals[key,]) for key, name in rows], years, whole)
    columns = sides[1].names if len(sides) > 1 else ()
    return printer.by_group(down, rows, across, columns, totals, whole)


def _columns(names: list[str]) -> list[str]:
    """Return what is grouped by: the value of each side, then the labels of both, each once."""
    labels = [path for name in names for path in BY_NAME[name].paths_of_labels]
    return list(dict.fromkeys([*(f"side_{place}" for place in range(len(names))), *labels]))


def _side(place: int, name: str, names: list[str], found: Iterable[tuple[Any, ...]]) -> _Side:
    columns = _columns(names)
    places = [place, *(columns.index(path) for path in BY_NAME[name].paths_of_labels)]
    group_of, groups = groups_of(name, list(dict.fromkeys(tuple(row[at] for at in places) for row in found)))
    return _Side(
        name,
        tuple((key, NOTHING_STATED[name] if key == NOT_STATED else words) for key, words in groups),
        group_of,
    )


@dataclass(frozen=True)
class _Printer:
    """Prints the figure that was asked for, each leading to the list of what it adds up."""

    figure: str
    style: MoneyStyle
    query: Variations
    has_pressures: bool

    def by_year(
        self,
        down: str,
        rows: list[tuple[str, str, Totals]],
        years: tuple[FinancialYear, ...],
        whole: Totals,
    ) -> PivotTable:
        """Return the rows by year; a year's figure leads to the row's proposals, the most in that year first."""
        in_years: list[Callable[[Totals], Any]] = [self._in_year(year) for year in years]

        def printed(key: str | None, name: str, totals: Totals) -> Row:
            narrowed = {} if key is None else self._narrowed(down, key)
            leads = key is None or bool(narrowed)
            cells = [
                Cell(
                    self._words(read(totals)),
                    self._address({**narrowed, SORT: [f"-{saving_name(year)}"]}) if leads else "",
                )
                for year, read in zip(years, in_years, strict=True)
            ]
            return Row(
                name,
                (*cells, Cell(self._words(self._whole(totals)))),
                self._address(narrowed) if narrowed else "",
            )

        table = OverviewTable(
            f"{GROUPINGS[down]} by year: {self._caption}",
            (GROUPINGS[down], *map(str, years), TOTAL),
            tuple(printed(*row) for row in rows),
            printed(None, TOTAL, whole),
        )
        return PivotTable(table, self._chart(down, [(name, totals) for _, name, totals in rows]))

    def by_group(
        self,
        down: str,
        rows: Iterable[tuple[str, str]],
        across: str,
        columns: Iterable[tuple[str, str]],
        totals: Mapping[tuple[str, ...], Totals],
        whole: Totals,
    ) -> PivotTable:
        """Return the rows by the groups of the other side; each figure leads to its proposals."""
        rows, columns = tuple(rows), tuple(columns)

        def cell(row: str, column: str) -> Cell:
            found = totals.get((row, column))
            narrowed, other = self._narrowed(down, row), self._narrowed(across, column)
            address = self._address({**narrowed, **other}) if found and narrowed and other else ""
            return Cell(self._words(self._whole(found)) if found else "", address)

        def of_row(key: str) -> Totals:
            return totals[(key, "")] if columns else totals[key,]

        heads = f" by {GROUPINGS[across].lower()}" if across else ""
        table = OverviewTable(
            f"{GROUPINGS[down]}{heads}: {self._caption}",
            (GROUPINGS[down], *(name for _, name in columns), TOTAL),
            tuple(
                Row(
                    name,
                    (
                        *(cell(key, column) for column, _ in columns),
                        Cell(self._words(self._whole(of_row(key)))),
                    ),
                    self._address(narrowed) if (narrowed := self._narrowed(down, key)) else "",
                )
                for key, name in rows
            ),
            Row(
                TOTAL,
                (
                    *(Cell(self._words(self._whole(totals["", column]))) for column, _ in columns),
                    Cell(self._words(self._whole(whole))),
                ),
            ),
        )
        return PivotTable(table, self._chart(down, [(name, of_row(key)) for key, name in rows]))

    @property
    def _caption(self) -> str:
        return {
            "saving": f"total saving ({self.style.label})",
            "pressure": f"total pressure ({self.style.label})",
            "net": f"savings less pressures ({self.style.label})",
            "fte": "change in posts (FTE)",
            "count": "number of proposals",
        }[self.figure]

    def _whole(self, totals: Totals) -> Any:
        if self.figure == "count":
            return totals.count
        if self.figure == "fte":
            return totals.fte.total if totals.fte_is_stated else None
        part = self._part(totals)
        return part.total if part else 0

    def _in_year(self, year: FinancialYear) -> Callable[[Totals], Any]:
        if self.figure == "fte":
            return lambda totals: totals.fte.discrete[year] if totals.fte_is_stated else None
        return lambda totals: part.discrete[year] if (part := self._part(totals)) else 0

    def _part(self, totals: Totals) -> Totals | None:
        """Return what of a set the figure adds up; None where it has nothing of that direction."""
        if self.figure == "net":
            return totals
        return totals.pressures if self.figure == PRESSURE else totals.savings

    def _words(self, amount: Any) -> str:
        if amount is None:
            return NOT_KNOWN
        if self.figure == "count":
            return f"{amount:,}"
        if self.figure == "fte":
            return format_fte(amount, self.style)
        return format_saving(amount, self.style, bare=True)

    def _chart(self, down: str, rows: Iterable[tuple[str, Totals]]) -> Chart:
        amounts = [(name, self._whole(totals)) for name, totals in rows]
        points = tuple(Point(name, amount, self._words(amount)) for name, amount in amounts)
        return bar_chart(f"{TOTAL} by {GROUPINGS[down].lower()}", [Series(self._caption, points)])

    @staticmethod
    def _narrowed(name: str, key: str) -> dict[str, list[str]]:
        """Return the filter of a group; nothing where a proposal may have several values, and a filter finds more."""
        may_be_several = isinstance(BY_NAME[name], RowFacet | WardFacet)
        return {} if may_be_several and key != NOT_STATED else {name: [key]}

    def _address(self, changed: Mapping[str, list[str]]) -> str:
        """Return the address of a list, of savings or of pressures alone where the figure is of these."""
        apart = self.has_pressures and self.figure in DIRECTIONS
        own = {"direction": [self.figure]} if apart else {}
        return self.query.address({**own, **changed}, without=(PAGE, *PIVOT))
