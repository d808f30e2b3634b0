"""Cells that stand one under another, put back into the rows of their table though blank cells left no trace.

Each cell goes to the column that suits it best, in order, so that the whole document costs least: a figure
under a year is free, a figure as a title is dear, a cell left blank costs a little.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from proposals.importing.files.blocks import Cell

_NEVER = 1e9
_SURPLUS = 6.0  # a cell that belongs to no column: dearer than any cell that is merely unusual

Fit = Callable[[int, Cell], float]


@dataclass(frozen=True)
class Alignment:
    """The rows that the cells make, each by the positions of its columns, and what they cost together.

    A cell that stands alone, such as the heading of a group, or that fits no column, is a row of its own at 0.
    """

    rows: tuple[dict[int, Cell], ...]
    cost: float


def aligned(
    cells: Sequence[Cell], blanks: Sequence[float], fit: Fit, lone: Callable[[Cell], float]
) -> Alignment:
    """Return the cells as rows of `len(blanks)` columns.

    `blanks` is what leaving each column out costs, `fit` what a cell costs in a column, `lone` what it costs as
    a row of its own. Takes time in proportion to the cells.
    """
    rows: list[dict[int, Cell]] = []
    current: dict[int, Cell] = {}
    path, cost = _path(cells, blanks, fit, lone)
    for cell, (action, column) in zip(cells, path, strict=True):
        if action == _NEW and current:
            rows.append(current)
            current = {}
        if action == _OUT or column == len(blanks):
            rows.append({0: cell})
        else:
            current[column] = cell
    return Alignment(tuple([*rows, current] if current else rows), cost)


_SAME, _NEW, _OUT = "same row", "new row", "surplus"
_Step = tuple[float, int, str]


def _path(
    cells: Sequence[Cell], blanks: Sequence[float], fit: Fit, lone: Callable[[Cell], float]
) -> tuple[list[tuple[str, int]], float]:
    """Return for each cell whether it begins a row and its column, `len(blanks)` for a row of its own."""
    width = len(blanks)
    to_end = [sum(blanks[column + 1 :]) for column in range(width)] + [0.0]
    costs = [_NEVER] * width + [0.0]  # before the first cell: as behind a complete row
    steps: list[list[_Step]] = []
    for cell in cells:
        row = _step(cell, costs, blanks, to_end, fit, lone)
        steps.append(row)
        costs = [cost for cost, _, _ in row]
    state = min(range(width + 1), key=lambda at: costs[at] + to_end[at])
    backwards: list[tuple[str, int]] = []
    for row in reversed(steps):
        _, before, action = row[state]
        backwards.append((action, state))
        state = before
    return list(reversed(backwards)), min(costs[at] + to_end[at] for at in range(width + 1))


def _step(
    cell: Cell,
    costs: Sequence[float],
    blanks: Sequence[float],
    to_end: Sequence[float],
    fit: Fit,
    lone: Callable[[Cell], float],
) -> list[_Step]:
    width = len(blanks)
    row_end = min(range(width + 1), key=lambda state: costs[state] + to_end[state])
    new_row = costs[row_end] + to_end[row_end]
    same_row, same_from = _NEVER, 0
    steps: list[_Step] = []
    before = 0.0  # what the blank cells before this column cost
    for column in range(width):
        here = fit(column, cell)
        choices = [
            (new_row + before + here, row_end, _NEW),
            (same_row + here, same_from, _SAME),
            (costs[column] + _SURPLUS, column, _OUT),
        ]
        steps.append(min(choices))
        before += blanks[column]
        same_row += blanks[column]
        if costs[column] <= same_row:
            same_row, same_from = costs[column], column
    alone = (new_row + lone(cell), row_end, _NEW)
    steps.append(min(alone, (costs[width] + _SURPLUS, width, _OUT)))
    return steps
