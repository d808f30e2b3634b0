"""Rows of plain text whose cells spaces align under one another, as printed reports have them."""

import re
from collections.abc import Sequence

_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_LEAST_ROWS, _LONGEST_ROW, _LOOKED_AT = 3, 400, 500
_FIGURE = re.compile(r"[(£\-–−+]*[\d,.]*\d[\d,.]*[)%km]*|[-–]|nil", re.IGNORECASE)


def aligned_rows(lines: Sequence[str]) -> list[list[str]]:
    """Return the cells of the table that begins with the first of these lines; nothing where none begins.

    A table has at least three rows, most of them with a gap of two spaces, with a gutter between its columns that
    no row but a heading across writes in, and a column of figures.
    """
    rows = [line.rstrip().replace("\xa0", " ") for line in lines]
    with_gaps = [row for row in rows if _GAP.search(row.strip())]
    if len(with_gaps) < _LEAST_ROWS or len(with_gaps) * 2 < len(rows):
        return []
    starts = _starts(with_gaps[:_LOOKED_AT])
    cells = [_parted(row, starts) for row in rows]
    columns = list(zip(*cells, strict=True))
    if len(starts) < 2 or not any(_is_of_figures(column) for column in columns):
        return []
    return cells


def has_gap(line: str) -> bool:
    """Return whether the line may be the first of a table whose cells spaces part."""
    return "  " in line.strip() and "\t" not in line


def lines_together(lines: Sequence[str]) -> list[str]:
    """Return the lines up to the first that is blank, holds a tab or is too long for a printed row."""
    rows = []
    for line in lines:
        if not line.strip() or "\t" in line or len(line) > _LONGEST_ROW:
            break
        rows.append(line)
    return rows


def _starts(rows: Sequence[str]) -> list[int]:
    """Return where the columns begin: behind each gutter that all rows with gaps leave blank."""
    width = max(map(len, rows))
    written = [False] * width
    for row in rows:
        for index, letter in enumerate(row):
            # A single space between words is no gutter.
            if letter != " " or (
                0 < index < len(row) - 1 and row[index - 1] != " " and row[index + 1] != " "
            ):
                written[index] = True
    starts = []
    blank = 1
    for index, is_written in enumerate(written):
        if is_written and blank:
            starts.append(index)
        blank = 0 if is_written else blank + 1
    return starts


def _parted(row: str, starts: Sequence[int]) -> list[str]:
    """Return the row's cells; a text that crosses a gutter stays whole in the column that it begins in."""
    cells = [""] * len(starts)
    for match in re.finditer(r"\S+(?: \S+)*", row):
        column = max((index for index, start in enumerate(starts) if start <= match.start()), default=0)
        cells[column] = f"{cells[column]} {match[0]}".strip()
    return cells


def _is_of_figures(column: Sequence[str]) -> bool:
    filled = [cell for cell in column if cell]
    return bool(filled) and sum(bool(_FIGURE.fullmatch(cell)) for cell in filled) * 2 >= len(filled)
