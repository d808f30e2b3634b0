"""The widths of the columns of a long table of figures, from their texts. Pure.

Where no widths are given, laying out measures all rows of the table again on each of its pages: the time for
a summary would grow with the square of its length.
"""

from math import ceil

from reports.documents.document import Column, Table

DENSE_TABLE_COLUMNS = 8
"""A table with more columns is set in smaller letters, on a sheet that lies on its side."""

LONG_TABLE_ROWS = 40
WIDTHS = range(6, 19)
"""The widths that the style sheet knows, in parts of a hundred."""
MOST_GIVEN_AWAY = 70
"""As much of a hundred may be given to figures and references: the rest is for the texts between them."""

_EMS_ACROSS, _EMS_ACROSS_DENSE = 41, 84
_EMS_A_CHARACTER, _EMS_BESIDE_A_TEXT = 0.5, 1.0
_LONGEST_REFERENCE = 12


def column_widths(table: Table) -> tuple[str, ...]:
    """Return the name of each column's width; empty for all of them where the table lays itself out."""
    nothing = ("",) * len(table.columns)
    if len(table.rows) <= LONG_TABLE_ROWS or table.is_narrative:
        return nothing
    across = _EMS_ACROSS_DENSE if len(table.columns) > DENSE_TABLE_COLUMNS else _EMS_ACROSS
    wanted = [
        _wanted(column, length, across) for column, length in zip(table.columns, _longest(table), strict=True)
    ]
    if None in wanted or 0 not in wanted or sum(map(int, filter(None, wanted))) > MOST_GIVEN_AWAY:
        return nothing
    return tuple(f"{width}" if width else "" for width in wanted)


def _wanted(column: Column, longest: int, across: int) -> int | None:
    """Return the least width that the column's texts need, 0 for a share of the rest, None where no width is enough."""
    if column.align == "text" and longest > _LONGEST_REFERENCE:
        return 0
    needed = ceil(100 * (longest * _EMS_A_CHARACTER + _EMS_BESIDE_A_TEXT) / across)
    return next((width for width in WIDTHS if width >= needed), None)


def _longest(table: Table) -> list[int]:
    """Return the length of the longest text that a column must hold on one line."""
    longest = [max(map(len, column.heading.split()), default=0) for column in table.columns]
    for row in table.rows:
        if row.header is not None and row.header_span == 1 and row.kind != "group":
            longest[0] = max(longest[0], len(row.header.text))
        first = len(longest) - len(row.cells)
        for place, cell in enumerate(row.cells, start=first):
            longest[place] = max(longest[place], len(cell.text))
    return longest
