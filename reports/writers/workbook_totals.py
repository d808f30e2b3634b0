"""The sums that a total of a sheet may be: over its row, or over the rows above it. Pure.

Whether one of them comes to the figure that the document prints is seen when it is written: a total that holds more
than its rows, as where a year is not known, stays a figure.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from councilsavings.excel import BESIDE_SUBTOTALS, Sum, cells_down, column_letters
from reports.documents.document import Column, ExactFigure, RowKind

TOTAL = "Total"
_FEWEST_ACROSS = 2


class SheetTotals:
    """The figures of a sheet from top to bottom, and the rows at which what a total adds up may begin."""

    def __init__(self, first_row: int) -> None:
        self._figures: dict[int, list[tuple[int, ExactFigure]]] = {}
        self._totals: dict[int, tuple[str, Sum]] = {}
        self._after_total = self._after_group = self._after_sum = first_row

    def hold(self, column: int, row: int, figure: ExactFigure) -> None:
        """Keep a figure of the column that no subtotal is."""
        self._figures.setdefault(column, []).append((row, figure))

    def end_row(self, row: int, kind: RowKind) -> None:
        """Let what follows begin anew after a group's heading, a subtotal or a total."""
        if kind == "item":
            return
        self._after_sum = row + 1
        if kind in ("group", "total"):
            self._after_group = row + 1
        if kind == "total":
            self._after_total = row + 1

    def end_total(self, column: int, row: int, label: str, figure: ExactFigure) -> None:
        """Keep a total by its label: a row below of the same label brings it forward."""
        self._totals[column] = label, Sum(f"={column_letters(column)}{row + 1}", figure)

    def forward(self, column: int, label: str) -> Iterator[Sum]:
        """Return the last total of the column where a row of that label brings it forward."""
        if column in self._totals and self._totals[column][0] == label:
            yield self._totals[column][1]

    def above(self, column: int, row: int, kind: RowKind) -> Iterator[Sum]:
        """Return the sums that a figure in that row may be: a subtotal of little, a total of much."""
        beginnings = [self._after_sum, self._after_group, self._after_total]
        for first in dict.fromkeys(beginnings if kind == "subtotal" else reversed(beginnings)):
            latest_first = reversed(self._figures.get(column, []))
            held = [figure for _, figure in takewhile(lambda pair: pair[0] >= first, latest_first)]  # noqa: B023
            if held:
                yield Sum.of(cells_down(column, first, row - 1), held, BESIDE_SUBTOTALS)


def across(
    figures: Sequence[ExactFigure | None], place: int, number: int, columns: Sequence[Column]
) -> Iterator[Sum]:
    """Return the sum of the figures left of a total in its row, if all of them are known and of its unit."""
    if not columns[place].label.startswith(TOTAL):
        return
    left = takewhile(
        lambda other: columns[other].align == "number" and columns[other].unit == columns[place].unit,
        range(place - 1, -1, -1),
    )
    held = {other: figure for other in left if (figure := figures[other]) is not None}
    if len(held) >= _FEWEST_ACROSS and max(held) - min(held) + 1 == len(held) == place - min(held):
        cells = f"{column_letters(min(held))}{number + 1}:{column_letters(max(held))}{number + 1}"
        yield Sum.of(cells, held.values())
