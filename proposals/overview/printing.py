"""Printing the overview: tables whose rows lead to lists, and money as the council writes it; pure values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from councilsavings.charts import Chart, Point, Series
from proposals.domain.records import NOT_KNOWN
from services.values.money import (
    MoneyStyle,
    Pounds,
    format_fte,
    format_money,
    format_saving,
    format_share,
)
from services.values.years import FinancialYear

Choices = dict[str, Sequence[str]]
"""Filters of the list by name, each with the values chosen."""

Links = Callable[[Choices], str]
"""Returns the address of the list that has these choices in addition to those of the page itself."""


def of_direction(direction: str, links: Links) -> Links:
    """Return what makes the addresses of lists of savings, or of pressures, alone."""
    return lambda choices: links({"direction": [direction], **choices})


@dataclass(frozen=True)
class Cell:
    """A printed figure or text, which may lead to the list behind it."""

    text: str
    address: str = ""
    is_figure: bool = True


@dataclass(frozen=True)
class Row:
    """A row: its label leads to the list of which all its figures are totals."""

    label: str
    cells: tuple[Cell, ...]
    address: str = ""


@dataclass(frozen=True)
class OverviewTable:
    """A table with its column headings (the first one heads the labels) and, where it has one, a row of totals."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row | None = None

    @property
    def columns(self) -> tuple[tuple[str, bool], ...]:
        """The headings behind the first, each with whether figures stand under it."""
        headings = enumerate(self.headings[1:])
        return tuple((name, all(row.cells[place].is_figure for row in self.rows)) for place, name in headings)


Columns = Mapping[str, Callable[[Any], Cell | str]]
"""The columns of a table by their headings, each with what stands in it: words or a figure; the first heads labels."""


def table_of(
    caption: str,
    columns: Columns,
    items: Iterable[Any],
    address_of: Callable[[Any], str] = lambda _: "",
) -> OverviewTable:
    """Return a table with a row for each item."""

    def row(item: Any) -> Row:
        label, *found = (cell_of(item) for cell_of in columns.values())
        cells = (cell if isinstance(cell, Cell) else Cell(cell, is_figure=False) for cell in found)
        return Row(str(label), tuple(cells), address_of(item))

    return OverviewTable(caption, tuple(columns), tuple(map(row, items)))


@dataclass(frozen=True)
class Section:
    """A part of the overview: its statement in words, its charts, and its table."""

    anchor: str
    title: str
    words: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    table: OverviewTable | None = None
    terms: tuple[str, ...] = field(default=())
    """The terms that its definitions explain in place."""


@dataclass(frozen=True)
class Printer:
    """Prints the figures of one council."""

    style: MoneyStyle

    @property
    def unit(self) -> str:
        """The unit of all figures: £, £000 or £m."""
        return self.style.label

    def headed(self, name: str) -> str:
        """Return the heading of a column of money with its unit."""
        return f"{name} ({self.unit})"

    def saving(self, pounds: Pounds | None) -> Cell:
        """Return a saving under a heading that gives the unit."""
        return Cell(NOT_KNOWN if pounds is None else format_saving(pounds, self.style, bare=True))

    def cost(self, pounds: int | None) -> Cell:
        """Return a cost, which is printed as it is: positive."""
        return Cell(NOT_KNOWN if pounds is None else format_money(pounds, self.style, bare=True))

    def in_words(self, pounds: Pounds | None) -> str:
        """Return a saving shown alone, with its unit and the sign that the council prints."""
        return NOT_KNOWN.lower() if pounds is None else format_saving(pounds, self.style)

    def said(self, pounds: Pounds | None) -> str:
        """Return a saving for a sentence with “saved”: that is positive, whichever sign the council prints."""
        return "an amount that is not known" if pounds is None else format_money(pounds, self.style)

    def fte(self, change: Decimal, *, is_stated: bool) -> Cell:
        """Return a change in posts."""
        return Cell(format_fte(change, self.style) if is_stated else "Not stated")

    def share(self, share: Fraction | None) -> Cell:
        """Return a share as a percentage; a dash where there is nothing to share."""
        return Cell("–" if share is None else format_share(share))

    def point(self, label: str, pounds: Pounds | None, address: str = "") -> Point:
        """Return a saving as a point of a chart: drawn from the left, written with the sign that the council prints."""
        return Point(label, pounds, self.saving(pounds).text, address)

    def fte_point(self, label: str, change: Decimal, *, is_stated: bool, address: str = "") -> Point:
        """Return a change in posts as a point of a chart."""
        return Point(
            label, change if is_stated else None, self.fte(change, is_stated=is_stated).text, address
        )


@dataclass(frozen=True)
class YearPrinter(Printer):
    """Prints the figures of one council over years."""

    years: tuple[FinancialYear, ...]

    def headings(self, first: str, *more: str) -> tuple[str, ...]:
        """Return the headings of a table with a column of money for each year, and more of them behind."""
        return (first, *(self.headed(str(each)) for each in (*self.years, *more)))

    def costs(self, label: str, by_year: Mapping[FinancialYear, int], address: str = "") -> Row:
        """Return a row of amounts as they are, zero where a year has none."""
        return Row(label, tuple(self.cost(by_year.get(year, 0)) for year in self.years), address)

    def costs_and_total(self, label: str, by_year: Mapping[FinancialYear, int], address: str = "") -> Row:
        """Return a row of amounts with their sum behind them."""
        row = self.costs(label, by_year, address)
        return replace(row, cells=(*row.cells, self.cost(sum(by_year.get(year, 0) for year in self.years))))

    def cost_point(self, label: str, pounds: int | None) -> Point:
        """Return an amount as a point of a chart, written as it is."""
        return Point(label, pounds, "" if pounds is None else self.cost(pounds).text)

    def series(self, label: str, by_year: Mapping[FinancialYear, int | None]) -> Series:
        """Return amounts as a series of a chart, written as they are; nothing is drawn where one is not known."""
        return Series(label, tuple(self.cost_point(str(year), pounds) for year, pounds in by_year.items()))


def count(number: int) -> Cell:
    """Return a number of proposals."""
    return Cell(f"{number:,}")
