"""Tables whose years stand down the side, turned so that they stand in the first row as in any other table."""

from collections.abc import Sequence
from dataclasses import replace

from proposals.importing.files.blocks import Cell, Grid
from proposals.importing.understanding.figures import Shape, read_figure, visible
from proposals.importing.understanding.headings import heading_of, heads_figures, is_figure_text, may_head
from proposals.importing.understanding.labels import total_label

_FEWEST_YEARS = 2


def turned(grid: Grid) -> list[Grid]:
    """Return the grid with its table turned where that is needed, the lines above and below it apart."""
    wide = [index for index, row in enumerate(grid.rows) if sum(bool(cell.text) for cell in row) > 1]
    if not wide or wide[-1] - wide[0] + 1 != len(wide):
        return [grid]
    first, last = wide[0], wide[-1] + 1
    rows = grid.rows[first:last]
    if any(cell.rows > 1 or cell.columns > 1 for row in rows for cell in row):
        return [grid]
    used = [index for index in range(len(rows[0])) if any(row[index].text for row in rows)]
    table = [[row[index] for index in used] for row in rows]
    if not _has_years_down(table):
        return [grid]
    table[0][0] = replace(table[0][0], text="Proposal", value=None)
    parts = (grid.rows[:first], tuple(zip(*table, strict=True)), grid.rows[last:])
    return [Grid(part, grid.location) for part in parts if part]


def _has_years_down(table: Sequence[Sequence[Cell]]) -> bool:
    """Return whether years stand down the side, names of proposals along the top, and only figures between them.

    Other headings of columns, such as their references, may stand down the side of several proposals.
    """
    down = [visible(row[0].text) for row in table[1:]]
    years = [text for text in down if heading_of(text).is_dated and not heading_of(text).core]
    along = [visible(cell.text) for cell in table[0][1:]]
    of_figures = [text in years or bool(total_label(text)) for text in down]
    are_headings = len(along) > 1 and all(map(may_head, down))
    body = [
        visible(cell.text)
        for row, is_of_figures in zip(table[1:], of_figures, strict=True)
        for cell in row[1:]
        if is_of_figures
    ]
    return (
        len(years) >= _FEWEST_YEARS
        and (all(of_figures) or are_headings)
        and all(text and not is_figure_text(text) and not heading_of(text).is_dated for text in along)
        and not all(map(heads_figures, along))
        and all(read_figure(text).shape is not Shape.WORDS for text in body)
    )
