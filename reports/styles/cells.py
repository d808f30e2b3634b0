"""Figures as cells: the text as it is printed, with the exact figure that stands behind it; and tables of cells."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from proposals.domain.records import NOT_KNOWN
from reports.documents.document import Cell, Column, ExactFigure, Row, Table
from services.values.money import MoneyStyle, format_fte, format_money, format_saving, printed_saving

Columns = Mapping[Column, Callable[[Any], Cell | str]]
"""The columns of a table, each with what stands in it; the first names the row."""


def saving_cell(saving: ExactFigure | None, style: MoneyStyle) -> Cell:
    """Return a saving in pounds as a bare figure in the council's unit; “Not known” where nobody stated it."""
    if saving is None:
        return Cell(NOT_KNOWN)
    return Cell(format_saving(saving, style, bare=True), value=printed_saving(saving, style))


def money_cell(pounds: int, style: MoneyStyle) -> Cell:
    """Return an amount in pounds as a bare figure in the council's unit."""
    return Cell(format_money(pounds, style, bare=True), value=pounds)


def fte_cell(change: Decimal, style: MoneyStyle) -> Cell:
    """Return a change in full-time equivalents."""
    return Cell(format_fte(change, style), value=change)


def count_cell(number: int) -> Cell:
    """Return a number of things."""
    return Cell(str(number), value=number)


def table_of(caption: str, columns: Columns, items: Iterable[Any], **more: Any) -> Table:
    """Return a table with a row for each item."""
    return table_of_rows(caption, columns, ([of(item) for of in columns.values()] for item in items), **more)


def table_of_rows(
    caption: str, columns: Iterable[Column], rows: Iterable[Iterable[Cell | str]], **more: Any
) -> Table:
    """Return a table with these rows; the first cell of each names it."""

    def row(values: Iterable[Cell | str]) -> Row:
        header, *cells = (value if isinstance(value, Cell) else Cell(value) for value in values)
        return Row("item", header, tuple(cells))

    return Table(caption, tuple(columns), tuple(map(row, rows)), **more)
