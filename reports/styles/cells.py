"""Figures as cells: the text as it is printed, with the exact figure that stands behind it."""

from decimal import Decimal

from proposals.domain.records import NOT_KNOWN
from reports.documents.document import Cell, ExactFigure
from services.values.money import MoneyStyle, format_fte, format_money, format_saving, printed_saving


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
