"""Recognising printed tables: which table of the case each is, and which cell of it each printed cell is.

Nothing goes by a table's number. Labels, headings and sections decide, then the figures, then the caption.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from proposals.domain.forecast.lines import Cell, Column, Ledger, Number
from proposals.domain.forecast.printed import (
    PrintedFigure,
    PrintedRow,
    PrintedTable,
    figure_columns,
    figure_in,
    sections_of,
    words_of,
    year_of,
)
from proposals.domain.forecast.statement import Row, Statement

_FEWEST_ROWS = 0.6
"""The part of a printed table's rows that must be recognised before it counts as one of the case's."""
_ALIKE = 0.5


@dataclass(frozen=True)
class PrintedCell:
    """A printed figure and the cell of the case that it prints, in the sign of the case."""

    table: str
    line: int
    heading: str
    text: str
    figure: PrintedFigure
    cell: Cell
    sign: int
    statement: str

    @property
    def value(self) -> Number:
        """Return the printed figure in the sign of the case."""
        return self.sign * self.figure.value

    @property
    def key(self) -> str:
        """Return the address by which others name the cell: table, line and column."""
        return f"{self.table}/{self.line}/{self.heading}"


@dataclass(frozen=True)
class _Placed:
    """A printed figure with the row of the table that it belongs to, before its sign is known."""

    row: PrintedRow
    heading: str
    text: str
    figure: PrintedFigure
    cell: Cell
    group: str


def match_tables(
    tables: Sequence[PrintedTable], statements: Sequence[Statement], ledger: Ledger
) -> list[PrintedCell]:
    """Return the printed figures of the tables that are recognised, each with the cell that it prints."""
    found: list[PrintedCell] = []
    for table in tables:
        found += _match_table(table, statements, ledger)
    return found


def _match_table(table: PrintedTable, statements: Sequence[Statement], ledger: Ledger) -> list[PrintedCell]:
    best: tuple[tuple[float, ...], list[PrintedCell]] = ((0.0,), [])
    numbered = [row for row in table.rows if _has_figures(table, row)]
    printed = sum(_figures(table, row) for row in numbered)
    for statement in statements:
        columns = _columns(table, statement)
        if not columns:
            continue
        rows = _rows(table, statement)
        matched = sum(1 for row in numbered if row.line in rows)
        if matched < _FEWEST_ROWS * len(numbered):
            continue
        cells = _cells(table, statement, columns, rows, ledger)
        if not cells:
            continue
        score = (*_fit(table, statement, len(cells) / printed), _agreement(cells, ledger))
        if score > best[0]:
            best = (score, cells)
    return best[1]


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
    right = sum(
        1
        for each in cells
        if abs(each.sign * each.figure.value - ledger.figure(each.cell)) <= each.figure.step / 2
    )
    return right / len(cells)


def _has_figures(table: PrintedTable, row: PrintedRow) -> bool:
    return _figures(table, row) > 0


def _figures(table: PrintedTable, row: PrintedRow) -> int:
    """Return how many figures a row prints."""
    cells = zip(row.cells, table.headings, strict=False)
    return sum(1 for cell, heading in cells if figure_in(cell, row.unit, heading) is not None)


def _columns(table: PrintedTable, statement: Statement) -> dict[int, Column]:
    """Return which column of the table each printed column is."""
    years = {column for column in statement.columns if not isinstance(column, str)}
    named = [column for column in statement.columns if isinstance(column, str)]
    found: dict[int, Column] = {}
    figures = list(figure_columns(table))
    for index, heading in figures:
        year = year_of(heading)
        named_column = _longest(words_of(heading), statement.headings) if named else None
        if year in years and year is not None:
            found[index] = year
        elif named_column is not None and named_column not in found.values():
            found[index] = named_column
    if named and not found and len(figures) == len(statement.columns) == 1:
        found[figures[0][0]] = named[0]
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
    """Return the rows of the statement that the printed rows are, by line."""
    found: dict[int, Row] = {}
    free = list(enumerate(statement.rows))
    last, heading = -1, ""
    sections = sections_of(table.rows)
    heads = {
        words_of(row.label)
        for row in statement.rows
        if any(row.label in each.section for each in statement.rows)
    }
    for printed, section in zip(table.rows, sections, strict=True):
        if not _has_figures(table, printed):
            continue
        words = words_of(printed.label)
        chosen = _choose(words, words_of(heading or section), free, last)
        if chosen is None:
            continue
        last, row = chosen
        free.remove(chosen)
        found[printed.line] = row
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
    placed = list(_placed(table, columns, rows, ledger))
    signs = _signs(placed, ledger)
    return [
        PrintedCell(
            table.number,
            each.row.line,
            each.heading,
            each.text,
            each.figure,
            each.cell,
            signs[each.group],
            statement.key,
        )
        for each in placed
    ]


def _placed(
    table: PrintedTable, columns: dict[int, Column], rows: dict[int, Row], ledger: Ledger
) -> Iterator[_Placed]:
    for printed in table.rows:
        row = rows.get(printed.line)
        for index, column in columns.items() if row else ():
            heading = table.headings[index]
            text = printed.cells[index] if index < len(printed.cells) else ""
            figure = figure_in(text, printed.unit, heading)
            cell = row.cell(column, ledger) if row else None
            if figure is not None and cell is not None and row is not None:
                yield _Placed(printed, heading, text.strip(), figure, cell, row.group)


def _signs(placed: Sequence[_Placed], ledger: Ledger) -> dict[str, int]:
    """Return for each group of rows the sign in which the table prints it: the one that more of its figures have.

    Of signs that as many figures have, it is the one that comes nearer to the case.
    """
    groups = {each.group for each in placed}
    signs = {}
    for group in groups:
        own = [(each.figure.value, ledger.figure(each.cell)) for each in placed if each.group == group]
        products = [printed * computed for printed, computed in own]
        same = sum(product > 0 for product in products) - sum(product < 0 for product in products)
        nearer = sum(abs(printed + computed) - abs(printed - computed) for printed, computed in own)
        signs[group] = -1 if (same, nearer) < (0, 0) else 1
    return signs
