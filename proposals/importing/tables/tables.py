"""A document as the rows of its tables, whether its cells stand side by side or one under another.

Three ways of setting a table out give the same rows: a Word table, text with a row on each line and tabs
between the cells, and text with a cell on each line (as Word saves a table in plain text).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from proposals.importing.lines import Line
from proposals.importing.tables.columns import YEAR, Column, may_head

Cell = tuple[Line, ...]
Header = dict[int, Column | None]


@dataclass(frozen=True)
class Row:
    """The cells of a row that hold something, by their position, and the document's lines they were read from.

    `is_free` is true for a line that stands by itself, in no row of several cells.
    """

    place: str
    cells: Mapping[int, Cell]
    lines: tuple[Line, ...]
    is_free: bool
    from_above: Mapping[int, Cell] = field(default_factory=dict)
    """The cells of rows above that are merged down into this one, by their position."""

    def text(self, position: int) -> str:
        """Return the cell's lines as one, empty for a cell without text."""
        return joined(self.cells.get(position, ()))

    @property
    def texts(self) -> list[str]:
        """The texts of the cells in their order."""
        return [self.text(position) for position in sorted(self.cells)]


def joined(cell: Iterable[Line]) -> str:
    """Return the lines of a cell as one text."""
    return " ".join(line.text for line in cell)


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """Return the lines as rows; a line of text without tabs is a row of one cell."""
    rows: list[Row] = []
    for (place, in_table), group in groupby(lines, key=lambda line: (line.place, line.column is not None)):
        if in_table:
            rows.append(_word_row(place, tuple(group)))
        else:
            rows.extend(_text_row(line) for line in group)
    return _with_merged_cells(rows)


def _with_merged_cells(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with the cells that are merged down into them from above."""
    told: list[Row] = []
    reaching: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        is_word = row.lines[0].column is not None
        above = {
            at: cell for at, (cell, left) in reaching.items() if is_word and left and at not in row.cells
        }
        told.append(replace(row, from_above=above) if above else row)
        reaching = {at: (cell, reaching[at][1] - 1) for at, cell in above.items()}
        reaching |= {at: (cell, cell[0].rows_below) for at, cell in row.cells.items() if cell[0].rows_below}
    return told


def cells_under_one_another(lines: Sequence[Line]) -> list[Cell]:
    """Return the cells of a text that has one on each line: a line that opens none belongs to the one before."""
    cells: list[list[Line]] = []
    for line in lines:
        if line.opens_cell or not cells:
            cells.append([line])
        else:
            cells[-1].append(line)
    return [tuple(cell) for cell in cells]


def row_of_cells(cells: Mapping[int, Cell]) -> Row:
    """Return the row that these cells make."""
    lines = tuple(line for position in sorted(cells) for line in cells[position])
    return Row(lines[0].place, cells, lines, is_free=len(cells) == 1)


def _word_row(place: str, lines: tuple[Line, ...]) -> Row:
    by_column = groupby(lines, key=lambda line: line.column or 0)
    cells: dict[int, Cell] = {}
    for column, cell in by_column:
        cells[column] = cells.get(column, ()) + tuple(cell)
    return Row(place, cells, lines, is_free=len(cells) == 1)


def _text_row(line: Line) -> Row:
    pieces = enumerate(line.text.split("\t"))
    cells = {
        position: (replace(line, text=piece.strip(), opens_cell=True) if "\t" in line.text else line,)
        for position, piece in pieces
        if piece.strip()
    }
    return Row(line.place, cells, (line,), is_free=len(cells) == 1)


def header_of(row: Row, known: Callable[[str, str], Column | None]) -> Header:
    """Return the columns that the row's cells would head, None for a cell that heads no known one."""
    return {position: known(row.text(position), row.place) for position in row.cells}


def header_runs(
    cells: Sequence[Cell],
    known: Callable[[str, str], Column | None],
    is_header: Callable[[Header], bool],
) -> Iterator[tuple[int, int, Header]]:
    """Yield where a header stands among cells one under another: its first cell, the one behind it, its columns.

    One unknown heading may stand between known ones; the header ends where a kind of column would come again.
    The document's title is its first cell, though it may read like a heading.
    """
    found = [known(joined(cell), cell[0].place) for cell in cells]
    second: Header = dict(enumerate(found[1 : _end_of_run(cells, found, 1)]))
    index = 1 if is_header(second) else 0
    while index < len(cells):
        end = _end_of_run(cells, found, index)
        columns: Header = dict(enumerate(found[index:end]))
        if found[index] is not None and not _is_group(columns) and is_header(columns):
            yield index, end, columns
            index = end
        else:
            index += 1


def _is_group(columns: Header) -> bool:
    """Return whether the first cell names a group (“Efficiency Savings”) above columns that name their years."""
    first = columns[0]
    is_undated = first is not None and first.kind == YEAR and not first.year and not first.unit
    return is_undated and any(column and column.year for column in columns.values())


def _end_of_run(cells: Sequence[Cell], found: Sequence[Column | None], start: int) -> int:
    seen: set[tuple[str, object]] = set()
    end = index = start
    while index < len(found) and index - end <= 1:
        column = found[index]
        if column is None and not may_head(joined(cells[index])):
            break
        if column is not None:
            key = (column.kind, column.year)
            if key in seen:
                break
            seen.add(key)
            end = index + 1
        index += 1
    return end
