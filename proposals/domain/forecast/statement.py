"""A table of a financial case: its rows and columns, and the wordings by which they are known in print."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypedDict, Unpack

from proposals.domain.forecast.lines import Cell, Column, Ledger, Number, Relations, running, total
from services.values.years import FinancialYear

AMOUNT, SHARE = "amount", "share"
SAVING = "saving"
"""The group of rows that print with the sign of a saving, which the council chooses."""
SUM = "the sum of its parts"
SO_FAR = "the yearly figures added up so far"
Measure = Literal["pounds", "units", "per cent"]


@dataclass(frozen=True)
class Row:
    """A row of a table: its label, the line of each of its columns, and its other wordings.

    Most rows have one line for every column, under an empty heading. `group` names the rows that print with one sign;
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


class Shown(TypedDict, total=False):
    """What a row shows of a line beside its label."""

    wordings: tuple[str, ...]
    group: str
    section: tuple[str, ...]
    is_total: bool


class TableWriter:
    """A writer of lines into a ledger, each of them with the row of a table that shows it.

    `prefix` stands before the keys of all its lines.
    """

    prefix = ""

    def __init__(self, ledger: Ledger, years: tuple[FinancialYear, ...]) -> None:
        self.ledger = ledger
        self.years = years

    def row(self, key: str, label: str = "", **shown: Unpack[Shown]) -> Row:
        """Return the row of a line, which need not be written yet where a label is given."""
        line = self.prefix + key
        return Row(label or self.ledger.lines[line].name, {"": line}, **shown)

    def state(
        self,
        key: str,
        label: str,
        values: Mapping[FinancialYear, int] | Mapping[str, Number],
        **shown: Unpack[Shown],
    ) -> Row:
        """Write a line of figures that are stated, or computed elsewhere."""
        self.ledger.state(self.prefix + key, label, values)
        return self.row(key, label, **shown)

    def derive(
        self,
        key: str,
        label: str,
        relations: Relations,
        *,
        zeros: Iterable[Column] = (),
        **shown: Unpack[Shown],
    ) -> Row:
        """Write a line that follows from others, and is zero in those of `zeros` without a relation."""
        self.ledger.derive(self.prefix + key, label, relations, zeros=zeros)
        return self.row(key, label, **shown)

    def total(
        self,
        key: str,
        label: str,
        words: str,
        plus: Iterable[str],
        minus: Iterable[str] = (),
        *,
        columns: Sequence[Column] = (),
        **shown: Unpack[Shown],
    ) -> Row:
        """Write a line that is the sum of lines, less others; in all years unless columns are given."""
        return self.derive(key, label, self.sum_of(words, plus, minus, columns=columns), **shown)

    def sum_of(
        self,
        words: str,
        plus: Iterable[str],
        minus: Iterable[str] = (),
        *,
        columns: Sequence[Column] = (),
    ) -> Relations:
        """Return the relations of such a line."""
        keys, less = ([self.prefix + key for key in keys] for keys in (plus, minus))
        return total(words, keys, columns or self.years, minus=less)

    def running(
        self, key: str, label: str, of: str, *, years: Sequence[FinancialYear] = (), **shown: Unpack[Shown]
    ) -> Row:
        """Write a line that adds another up over the years."""
        added = running(SO_FAR, self.prefix + key, self.prefix + of, years or self.years)
        return self.derive(key, label, added, **shown)
