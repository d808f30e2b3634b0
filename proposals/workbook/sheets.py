"""The cells of a workbook for editing as the file states them."""

from dataclasses import dataclass, field
from typing import Literal

from proposals.importing.files.sheets import Position, Sheet

CellKind = Literal["text", "number", "percent", "date", "truth", "error", "formula"]


@dataclass(frozen=True)
class RawCell:
    """A cell: its kind of value, and the value as the file writes it."""

    kind: CellKind
    text: str


@dataclass
class RawSheet(Sheet):
    """A sheet with the cells that hold anything as the file states them."""

    raw: dict[Position, RawCell] = field(default_factory=dict)


def address(row: int, column: int) -> str:
    """Return the cell's address as a spreadsheet prints it, such as F7."""
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column)}{row}"
