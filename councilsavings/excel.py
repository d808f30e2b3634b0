"""Writing Excel workbooks: text never becomes a formula, figures are numbers, totals add up, looks are made once.

XlsxWriter is imported for the first workbook only.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from services.values.wording import storable

LINE_HEIGHT, TALLEST_ROW = 15, 409  # points
A4, A3 = 9, 8
"""Paper, by the format's own numbers."""


class ExcelBook:
    """A workbook; rows of a `streamed` one are written from top to bottom and take no memory."""

    def __init__(
        self, title: str, author: str, *, created: datetime | None = None, streamed: bool = False
    ) -> None:
        import xlsxwriter

        self._buffer = BytesIO()
        self._looks: dict[tuple[tuple[str, object], ...], Any] = {}
        options = {
            "constant_memory": streamed,
            "in_memory": not streamed,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.book = xlsxwriter.Workbook(self._buffer, options)
        properties = {"title": storable(title).strip(), "author": storable(author).strip()}
        self.book.set_properties(properties | ({"created": created} if created else {}))

    def look(self, **properties: object) -> Any:
        """Return the format of a cell, the same one for the same properties."""
        key = tuple(properties.items())
        if key not in self._looks:
            self._looks[key] = self.book.add_format(properties)
        return self._looks[key]

    def content(self) -> bytes:
        """Finish the workbook and return it as a file."""
        self.book.close()
        return self._buffer.getvalue()


def write_cell(sheet: Any, row: int, column: int, value: str | int | Decimal | None, look: Any) -> None:
    """Write text as text and a figure as a number; nothing as a blank that has the look."""
    if isinstance(value, str) and value:
        sheet.write_string(row, column, storable(value), look)
    elif value is None or value == "":
        sheet.write_blank(row, column, None, look)
    else:
        # A spreadsheet's numbers are binary fractions: figures of this size survive them.
        sheet.write_number(row, column, float(value), look)


@dataclass(frozen=True)
class Sum:
    """A formula that adds cells up, and what they come to. It is made of addresses alone, never of a text."""

    formula: str
    comes_to: int | Decimal

    @classmethod
    def of(cls, cells: str, figures: Iterable[int | Decimal], function: str = "SUM(") -> "Sum":
        """Return the sum of the cells, which hold these figures."""
        return cls(f"={function}{cells})", sum(figures))


BESIDE_SUBTOTALS = "SUBTOTAL(9,"
"""Adds up what stands in a column and leaves out the subtotals among it."""


def cells_down(column: int, first: int, last: int) -> str:
    """Return the address of a column's cells, such as D3:D20; the numbers begin at zero."""
    letters = column_letters(column)
    return f"{letters}{first + 1}:{letters}{last + 1}"


def column_letters(column: int) -> str:
    """Return the name of a column, from zero: A, B, … Z, AA."""
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


def write_total(
    sheet: Any, row: int, column: int, value: int | Decimal, look: Any, sums: Iterable[Sum]
) -> Sum | None:
    """Write a total as the first of the sums that comes to it, with the figure for who computes nothing.

    Where none does, as where a part of it is not known by row, the figure stands alone. Return the sum.
    """
    found = next((each for each in sums if each.comes_to == value), None)
    if found is None:
        write_cell(sheet, row, column, value, look)
    else:
        shown = value if isinstance(value, int) else float(value)
        sheet.write_formula(row, column, found.formula, look, shown)
    return found


def fit_to_page_width(sheet: Any, paper: int, *, heading_rows: tuple[int, int] | None = None) -> None:
    """Print the sheet across, as wide as the paper, its headings on every page."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    if heading_rows:
        sheet.repeat_rows(*heading_rows)


def row_height(texts: Iterable[tuple[str, int]]) -> int:
    """Return the height, in points, of a row of wrapped texts with the widths of their columns in letters."""
    # Not every spreadsheet fits the rows of a file that it opens.
    lines = max(
        (sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n")) for text, width in texts),
        default=1,
    )
    return min(lines * LINE_HEIGHT + 1, TALLEST_ROW)
