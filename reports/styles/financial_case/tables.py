"""The tables of a financial case as blocks of a document, each figure printed as the council prints money."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from proposals.domain.forecast.lines import Cell as LedgerCell
from proposals.domain.forecast.lines import Column as LedgerColumn
from proposals.domain.forecast.lines import Ledger, exact
from proposals.domain.forecast.statement import SAVING, SHARE, Measure, Statement, measure_of
from reports.documents.document import Cell, Column, ExactFigure, Row, Table
from reports.styles.cells import saving_cell
from services.values.money import MoneyStyle, as_printed, format_money
from services.values.years import FinancialYear

EXTRAPOLATED = "Years marked * are extrapolated: nobody has planned them yet."


class StatementTables:
    """The tables of one ledger, numbered in the order given; `extrapolated` years are marked."""

    def __init__(
        self,
        ledger: Ledger,
        statements: Sequence[Statement],
        style: MoneyStyle,
        extrapolated: Sequence[FinancialYear] = (),
    ) -> None:
        self.ledger = ledger
        self.statements = statements
        self.style = style
        self.extrapolated = extrapolated

    def table(self, statement: Statement) -> Table:
        """Return a table with its number, its rows under the headings of their sections, and its footnotes."""
        number = self.statements.index(statement) + 1
        measures = {measure_of(cell) for cell in self._all_cells(statement) if cell.column != SHARE}
        is_mixed = len(measures) > 1
        columns = [Column("Line")]
        for column in statement.columns:
            unit = "%" if column == SHARE else "" if is_mixed else self._unit(next(iter(measures), "pounds"))
            columns.append(Column(self._heading(column), unit, "number"))
        rows = tuple(self._rows(statement, is_mixed=is_mixed))
        return Table(
            f"Table {number}: {statement.title}", tuple(columns), rows, tuple(self._footnotes(statement))
        )

    def _all_cells(self, statement: Statement) -> Iterator[LedgerCell]:
        for row in statement.rows:
            yield from filter(None, (row.cell(column, self.ledger) for column in statement.columns))

    def _unit(self, measure: Measure) -> str:
        return {"pounds": self.style.label, "units": "units", "per cent": "%"}[measure]

    def _heading(self, column: LedgerColumn) -> str:
        mark = "*" if column in self.extrapolated else ""
        return f"{sentence_case(str(column))}{mark}"

    def _rows(self, statement: Statement, *, is_mixed: bool) -> Iterator[Row]:
        section: tuple[str, ...] = ()
        before = ""
        for row in statement.rows:
            if row.section and row.section != section and row.section[0] != before:
                yield Row("group", Cell(sentence_case(row.section[0])))
            section, before = row.section or section, row.label
            cells = [row.cell(column, self.ledger) for column in statement.columns]
            label = sentence_case(row.label)
            known = next((cell for cell in cells if cell), None)
            if is_mixed and known:
                label = f"{label} ({self._unit(measure_of(known))})"
            yield Row(
                "total" if row.is_total else "item",
                Cell(label),
                tuple(self._cell(cell, row.group) for cell in cells),
            )

    def _cell(self, cell: LedgerCell | None, group: str) -> Cell:
        if cell is None:
            return Cell("")
        value = self.ledger.figure(cell)
        figure = _exact_figure(Fraction(value))
        measure = measure_of(cell)
        if group == SAVING:
            return saving_cell(figure, self.style)
        if measure == "pounds":
            return Cell(format_money(figure, self.style, bare=True), value=figure)
        decimals = 0 if measure == "units" else 2
        plain = MoneyStyle(decimals=decimals, negative_style=self.style.negative_style)
        return Cell(format_money(figure, plain, bare=True), value=figure)

    def _footnotes(self, statement: Statement) -> Iterator[str]:
        if any(column in self.extrapolated for column in statement.columns):
            yield EXTRAPOLATED
        amounts = (cell for cell in self._all_cells(statement) if measure_of(cell) == "pounds")
        figures = (_exact_figure(Fraction(self.ledger.figure(cell))) for cell in amounts)
        if any(as_printed(figure, self.style) != figure for figure in figures):
            yield self.style.rounding_note


def sentence_case(text: str) -> str:
    """Return the text with a capital first letter, and its other letters as they are."""
    return text[:1].upper() + text[1:]


def _exact_figure(value: Fraction) -> ExactFigure:
    return int(value) if value.denominator == 1 else Decimal(exact(value))
