"""A table of a financial case: its rows and columns, and the wordings by which they are known in print."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from proposals.domain.forecast.lines import Cell, Column, Ledger

AMOUNT, SHARE = "amount", "share"
SAVING = "saving"
"""The group of rows that print with the sign of a saving, which the council chooses."""
Measure = Literal["pounds", "units", "per cent"]


@dataclass(frozen=True)
class Row:
    """A row of a table: its label, the line of each of its columns, and its other wordings.

    A table of years has one line in a row, under an empty heading. `group` names the rows that print with one sign;
    `section` is the heading above rows whose label alone is not enough.
    """

    label: str
    lines: Mapping[str, str]
    wordings: tuple[str, ...] = ()
    group: str = "figures"
    section: tuple[str, ...] = ()
    is_total: bool = False

    def cell(self, column: Column, ledger: Ledger) -> Cell | None:
        """Return the cell that stands in a column; None where the row has no figure there."""
        line = self.lines.get("") or self.lines.get(str(column))
        if line is None or line not in ledger.lines:
            return None
        values = ledger.lines[line].values
        if column in values:
            return Cell(line, column)
        return Cell(line, AMOUNT) if AMOUNT in values and "" not in self.lines else None


@dataclass(frozen=True)
class Statement:
    """A table of the case: its title, its columns, its rows, and the words in a caption that speak for it."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    caption: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    part: str = ""
    """The part of the case that the table belongs to, which is its heading in a document."""


def in_part(part: str, statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield the tables as those of a part of the case."""
    for each in statements:
        yield replace(each, part=part)


def measure_of(cell: Cell) -> Measure:
    """Return what the figure of a cell counts."""
    if cell.column == SHARE:
        return "per cent"
    kind = cell.line.rpartition("/")[2]
    is_activity = cell.line.startswith("plan/") and "activity" in kind
    return "units" if is_activity else "pounds"
