"""Recognising printed tables: which table of the case each is, and which cell of it each printed cell is.

Nothing goes by a table's number. Labels, headings and sections decide, then the figures, then the caption.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from proposals.domain.forecast.lines import Cell, Column, Ledger
from proposals.domain.forecast.printed import (
    PrintedFigure,
    PrintedTable,
    words_of,
    year_of,
)
from proposals.domain.forecast.statement import Row, Statement

_FEWEST_ROWS = 0.6
"""The part of a printed table's rows that must be recognised before it counts as one of the case's."""
_ALIKE = 0.5


@dataclass(frozen=True)
class PrintedCell:
    """A printed figure, the cell of the case that it prints, and the sign in which its group of rows prints it."""

    table: str
    line: int
    heading: str
    figure: PrintedFigure
    cell: Cell
    group: str
    statement: str
    sign: int = 1

    @property
    def value(self) -> Fraction:
        """Return the printed figure in the sign of the case."""
        return self.sign * self.figure.value

    @property
    def key(self) -> str:
        """Return the address by which others name the cell: table, line and column."""
        return f"{self.table}/{self.line}/{self.heading}"


def match_tables(
    tables: Sequence[PrintedTable], statements: Sequence[Statement], ledger: Ledger
) -> list[PrintedCell]:
    """Return the printed figures of the tables that are recognised, each with the cell that it prints."""
    return [cell for table in tables for cell in _match_table(table, statements, ledger)]


def _match_table(table: PrintedTable, statements: Sequence[Statement], ledger: Ledger) -> list[PrintedCell]:
    found: list[tuple[tuple[float, ...], list[PrintedCell]]] = []
    printed = sum(map(len, table.figures.values()))
    for statement in statements:
        columns = _columns(table, statement)
        rows = _rows(table, statement) if columns else {}
        if columns and len(rows) >= _FEWEST_ROWS * len(table.figures):
            cells = _cells(table, statement, columns, rows, ledger)
            if cells:
                fit = _fit(table, statement, len(cells) / printed)
                found.append(((*fit, _agreement(cells, ledger)), cells))
    return max(found, key=lambda each: each[0], default=((), []))[1]


def _fit(table: PrintedTable, statement: Statement, recognised: float) -> tuple[float, ...]:
    """Return how well the cells recognised, the caption and the rows speak for the table."""
    caption = set(words_of(table.caption))
    known = sum(1 for row in statement.rows if row.lines)
    speaks = any(set(words_of(words)) <= caption for words in statement.caption)
    against = any(set(words_of(words)) & caption for words in statement.against)
    covered = min(1.0, len(table.rows) / known) if known else 0.0
    return (round(recognised, 2), speaks - against, round(covered, 1))


def _agreement(cells: Sequence[PrintedCell], ledger: Ledger) -> float:
    """Return the part of the figures that are what the case says, as near as they are printed."""
    right = [abs(each.value - ledger.figure(each.cell)) <= each.figure.step / 2 for each in cells]
    return sum(right) / len(cells)


def _columns(table: PrintedTable, statement: Statement) -> dict[int, Column]:
    """Return which column of the table each printed column is."""
    years = {column for column in statement.columns if not isinstance(column, str)}
    named = [column for column in statement.columns if isinstance(column, str)]
    found: dict[int, Column] = {}
    with_figures = sorted({index for row in table.figures.values() for index in row})
    for index in with_figures:
        heading = table.headings[index]
        year = year_of(heading)
        named_column = _longest(words_of(heading), statement.headings) if named else None
        if year in years and year is not None:
            found[index] = year
        elif named_column is not None and named_column not in found.values():
            found[index] = named_column
    if named and not found and len(with_figures) == len(statement.columns) == 1:
        found[with_figures[0]] = named[0]
    return found


def _longest(words: Sequence[str], wordings: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the name whose wording takes the most of the words; None where none is wholly among them."""
    best, taken = None, 0
    for name, listed in wordings.items():
        for wording in listed:
            asked = set(words_of(wording))
            if asked <= set(words) and len(asked) > taken:
                best, taken = name, len(asked)
    return best


def _rows(table: PrintedTable, statement: Statement) -> dict[int, Row]:
    """Return the rows of the statement that the printed rows are, by their places in print."""
    found: dict[int, Row] = {}
    free = list(enumerate(statement.rows))
    last, heading = -1, ""
    heads = {
        words_of(row.label)
        for row in statement.rows
        if any(row.label in each.section for each in statement.rows)
    }
    sections = table.sections
    for place in table.figures:
        words, section = words_of(table.rows[place].label), sections[place]
        chosen = _choose(words, words_of(heading or section), free, last)
        if chosen is None:
            continue
        last, row = chosen
        free.remove(chosen)
        found[place] = row
        if words_of(row.label) in heads:
            heading = row.label
    return found


def _choose(
    words: Sequence[str], section: Sequence[str], free: Sequence[tuple[int, Row]], last: int
) -> tuple[int, Row] | None:
    """Return the free row whose wording takes most of the label; of equals the one in the section, then the next."""
    scored = [(_taken(words, row), index, row) for index, row in free]
    most = max((score for score, _, _ in scored), default=0)
    if most == 0:
        return None
    equal = [(index, row) for score, index, row in scored if score == most]
    inside = [each for each in equal if any(set(words_of(name)) <= set(section) for name in each[1].section)]
    candidates = inside or equal
    return next((each for each in candidates if each[0] > last), candidates[0])


def _taken(words: Sequence[str], row: Row) -> float:
    """Return how many of the label's words the row's best wording takes; less than one where it is merely alike."""
    given = set(words)
    best = 0.0
    for wording in (row.label, *row.wordings):
        asked = set(words_of(wording))
        if asked and asked <= given:
            best = max(best, len(asked) + (0.5 if asked == given else 0.0))
        elif asked and given:
            alike = len(asked & given) / len(given)
            best = max(best, alike if _ALIKE <= alike < 1 else (0.9 if alike == 1 else 0.0))
    return best


def _cells(
    table: PrintedTable,
    statement: Statement,
    columns: dict[int, Column],
    rows: dict[int, Row],
    ledger: Ledger,
) -> list[PrintedCell]:
    cells = []
    for place, row in rows.items():
        for index, column in columns.items():
            figure, cell = table.figures[place].get(index), row.cell(column, ledger)
            if figure is not None and cell is not None:
                line, heading = table.rows[place].line, table.headings[index]
                own = (figure, cell, row.group, statement.key)
                cells.append(PrintedCell(table.number, line, heading, *own))
    signs = {group: _sign(cells, group, ledger) for group in {each.group for each in cells}}
    return [replace(each, sign=signs[each.group]) for each in cells]


def _sign(cells: Sequence[PrintedCell], group: str, ledger: Ledger) -> int:
    """Return the sign in which a table prints a group of rows: the one that more of its figures have.

    Of signs that as many figures have, it is the one that comes nearer to the case.
    """
    own = [(each.figure.value, ledger.figure(each.cell)) for each in cells if each.group == group]
    products = [printed * computed for printed, computed in own]
    same = sum(product > 0 for product in products) - sum(product < 0 for product in products)
    nearer = sum(abs(printed + computed) - abs(printed - computed) for printed, computed in own)
    return -1 if (same, nearer) < (0, 0) else 1
