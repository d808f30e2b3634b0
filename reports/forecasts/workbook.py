"""A financial case as a workbook: every computed cell is a formula, with the figure that it comes to beside it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from councilsavings.excel import (
    A4,
    ExcelBook,
    Sum,
    column_letters,
    fit_to_page_width,
    write_cell,
    write_total,
)
from proposals.domain.forecast.case import Case
from proposals.domain.forecast.lines import Cell, Column, Ledger, Number, Relation, exact
from proposals.domain.forecast.results import questions_of, rounding_words
from proposals.domain.forecast.statement import Measure, Row, Statement, measure_of
from services.values.years import FinancialYear

ABOUT, WORKINGS = "Contents", "Workings"
UNIT = "Cells contain pounds and show £m. Years marked * are extrapolated."
_HEADING_ROW, _FIRST_ROW, _FIRST_COLUMN = 2, 3, 1
_FORMATS: Mapping[Measure, str] = {
    "pounds": '#,##0.00,,;(#,##0.00,,);"-"',
    "units": '#,##0;(#,##0);"-"',
    "per cent": "0.00",
}
_LEAST_OF_A_RANGE = 4
_ADDRESS = re.compile(r"(?P<column>'[^']+'![A-Z]+)(?P<row>\d+)")
_LABEL_WIDTH, _FIGURE_WIDTH = 52, 13
_INK = "#0B0C0C"


@dataclass(frozen=True)
class LedgerBook:
    """What a workbook shows: tables of a ledger, the years that are extrapolated, and lists of labels with texts."""

    ledger: Ledger
    statements: Sequence[Statement]
    extrapolated: Sequence[FinancialYear]
    about: Sequence[tuple[str, Sequence[tuple[str, str]]]] = ()


def write_case(case: Case, title: str, council: str) -> bytes:
    """Return the case as an .xlsx file: its readings and questions, a sheet for each table, and the other lines."""
    asked = enumerate(questions_of(case), start=1)
    about = (
        ("Reading", [(name.replace("_", " ").capitalize(), each) for name, each in case.chosen.items()]),
        ("Rounding", [("Net benefit", rounding_words(case))]),
        ("Questions", [(f"Question {index}", each) for index, each in asked]),
    )
    book = LedgerBook(case.ledger, case.all_tables, case.inputs.extrapolated_years, about)
    return write_ledger(book, title, council)


def write_ledger(book: LedgerBook, title: str, council: str) -> bytes:
    """Return the tables as an .xlsx file: each figure is a formula of others or an input."""
    return _Writing(book, ExcelBook(title, council)).content(title, council)


class _Writing:
    """A writing of a workbook: first every cell is given its place, then each is written."""

    def __init__(self, shown: LedgerBook, book: ExcelBook) -> None:
        self.shown = shown
        self.ledger = shown.ledger
        self.statements = shown.statements
        self.book = book
        self.addresses: dict[Cell, str] = {}
        self.workings = self._place()

    def _place(self) -> dict[str, int]:
        """Give every cell the place where it arises; return the rows of the lines that stand in no table."""
        for sheet, statement in enumerate(self.statements, start=1):
            for index, row in enumerate(statement.rows):
                for place, cell in self._cells(row, statement):
                    self.addresses.setdefault(cell, _address(f"Table {sheet}", _FIRST_ROW + index, place))
        rows: dict[str, int] = {}
        columns = self._workings_columns
        for key, line in self.ledger.lines.items():
            missing = [column for column in line.values if Cell(key, column) not in self.addresses]
            if missing:
                rows[key] = _FIRST_ROW + len(rows)
                for column in missing:
                    place = _FIRST_COLUMN + 1 + columns.index(column)
                    self.addresses[Cell(key, column)] = _address(WORKINGS, rows[key], place)
        return rows

    @property
    def _workings_columns(self) -> list[Column]:
        found = {column for line in self.ledger.lines.values() for column in line.values}
        return sorted(found, key=lambda column: (isinstance(column, str), str(column)))

    def _cells(self, row: Row, statement: Statement) -> list[tuple[int, Cell]]:
        placed = enumerate(statement.columns, start=_FIRST_COLUMN)
        cells = [(place, row.cell(column, self.ledger)) for place, column in placed]
        return [(place, cell) for place, cell in cells if cell is not None]

    def content(self, title: str, council: str) -> bytes:
        """Write every sheet and return the file."""
        self._about(title, council)
        for index, statement in enumerate(self.statements, start=1):
            self._table(f"Table {index}", statement)
        self._workings()
        return self.book.content()

    def _about(self, title: str, council: str) -> None:
        sheet = self._sheet(ABOUT)
        self._text(sheet, 0, 0, title, bold=True)
        self._text(sheet, 1, 0, council)
        row = 3
        tables = [(f"Table {index}", each.title) for index, each in enumerate(self.statements, start=1)]
        lists = (("Table", tables), *self.shown.about)
        for heading, pairs in lists:
            self._text(sheet, row, 0, heading, bold=True)
            for offset, (name, text) in enumerate(pairs, start=1):
                self._text(sheet, row + offset, 0, name)
                self._text(sheet, row + offset, 1, text)
            row += len(pairs) + 2

    def _heading(self, column: Column) -> str:
        mark = "*" if column in self.shown.extrapolated else ""
        return f"{str(column).capitalize()}{mark}"

    def _table(self, name: str, statement: Statement) -> None:
        sheet = self._sheet(name)
        self._text(sheet, 0, 0, statement.title, bold=True)
        self._text(sheet, 1, 0, UNIT)
        for place, column in enumerate(statement.columns, start=_FIRST_COLUMN):
            self._text(sheet, _HEADING_ROW, place, self._heading(column), bold=True, right=True)
        for index, row in enumerate(statement.rows):
            number = _FIRST_ROW + index
            self._text(sheet, number, 0, row.label, bold=row.is_total)
            for place, cell in self._cells(row, statement):
                here = _address(name, number, place)
                self._figure(sheet, number, place, cell, here, bold=row.is_total)
        sheet.freeze_panes(_FIRST_ROW, _FIRST_COLUMN)

    def _workings(self) -> None:
        sheet = self._sheet(WORKINGS)
        self._text(sheet, 0, 0, "Lines that stand in no table", bold=True)
        columns = self._workings_columns
        for place, column in enumerate(columns, start=_FIRST_COLUMN + 1):
            self._text(sheet, _HEADING_ROW, place, self._heading(column), bold=True, right=True)
        for key, number in self.workings.items():
            line = self.ledger.lines[key]
            self._text(sheet, number, 0, line.name)
            self._text(sheet, number, 1, key)
            for place, column in enumerate(columns, start=_FIRST_COLUMN + 1):
                here = _address(WORKINGS, number, place)
                if self.addresses.get(Cell(key, column)) == here:
                    self._figure(sheet, number, place, Cell(key, column), here)
        sheet.set_column(1, 1, _LABEL_WIDTH)
        sheet.freeze_panes(_FIRST_ROW, _FIRST_COLUMN + 1)

    def _figure(self, sheet: Any, row: int, place: int, cell: Cell, here: str, *, bold: bool = False) -> None:
        """Write a figure: where it arises as the formula of its relation, elsewhere as a reference to there."""
        value = _number(self.ledger.figure(cell))
        look = self.book.look(num_format=_FORMATS[measure_of(cell)], bold=bold, font_color=_INK)
        home = self.addresses[cell]
        if home != here:
            sums = [Sum(f"={home}", value)]
        else:
            # A spreadsheet rounds a half away from zero, so other rounding has no formula.
            relations = self.ledger.relations_of(cell)[:1]
            sums = [self._sum(each) for each in relations if not (each.step and each.half_to_even)]
        write_total(sheet, row, place, value, look, sums)

    def _sum(self, relation: Relation) -> Sum:
        """Return the formula of a relation, made of addresses and numbers alone."""
        addressed = [(times, self.addresses.get(cell, "0")) for times, cell in relation.terms]
        terms = "".join(_runs(addressed)) or "0"
        formula = terms.removeprefix("+")
        if relation.percent is not None:
            formula = f"({formula})*{self.addresses[relation.percent]}/100"
        if relation.percent_of is not None:
            formula = f"({formula})*100/{self.addresses[relation.percent_of]}"
        if relation.step:
            formula = f"ROUND(({formula})/{relation.step},0)*{relation.step}"
        return Sum(f"={formula}", _number(relation.evaluate(self.ledger.figure)))

    def _sheet(self, name: str) -> Any:
        sheet = self.book.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, _LABEL_WIDTH)
        sheet.set_column(1, 20, _FIGURE_WIDTH)
        fit_to_page_width(sheet, A4)
        return sheet

    def _text(
        self, sheet: Any, row: int, place: int, text: str, *, bold: bool = False, right: bool = False
    ) -> None:
        align = "right" if right else "left"
        look = self.book.look(num_format="@", bold=bold, align=align, font_color=_INK)
        write_cell(sheet, row, place, text, look)


def _address(sheet: str, row: int, column: int) -> str:
    return f"'{sheet}'!{column_letters(column)}{row + 1}"


def _runs(terms: Sequence[tuple[Number, str]]) -> Iterator[str]:
    """Yield the terms of a sum; those that stand one under another, each taken once, as the sum of their range.

    A formula has room for some hundred addresses only.
    """
    place = 0
    while place < len(terms):
        run = 1
        while place + run < len(terms) and _follows(terms[place + run - 1], terms[place + run]):
            run += 1
        times, first = terms[place]
        if run < _LEAST_OF_A_RANGE:
            yield _term(times, first)
            place += 1
            continue
        last = terms[place + run - 1][1].rpartition("!")[2]
        yield f"{'-' if times < 0 else '+'}SUM({first}:{last})"
        place += run


def _follows(one: tuple[Number, str], other: tuple[Number, str]) -> bool:
    """Return whether both are taken once with the same sign, and the other stands right below the one."""
    before, after = _ADDRESS.fullmatch(one[1]), _ADDRESS.fullmatch(other[1])
    if before is None or after is None or one[0] != other[0] or abs(one[0]) != 1:
        return False
    return before["column"] == after["column"] and int(after["row"]) == int(before["row"]) + 1


def _term(times: Number, address: str) -> str:
    share = Fraction(times)
    sign, size = ("-" if share < 0 else "+"), abs(share)
    numerator = f"*{size.numerator}" if size.numerator != 1 else ""
    denominator = f"/{size.denominator}" if size.denominator != 1 else ""
    return f"{sign}{address}{numerator}{denominator}"


def _number(value: Number) -> int | Decimal:
    fraction = Fraction(value)
    return int(fraction) if fraction.denominator == 1 else Decimal(exact(fraction))
