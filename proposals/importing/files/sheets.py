"""The sheets of a spreadsheet, whatever its format, as grids of what is displayed; the rest as omissions."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from proposals.importing.files.blocks import Cell, Grid, Location, Omission, SourceDocument
from proposals.importing.files.cleaning import UnreadableDocument, bold_lead, clean_lines
from proposals.importing.files.number_formats import displayed

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 60_000, 16_384, 300_000
"""In one sheet, and in all together with the blank cells between: far more than any table of savings has."""

_LONGEST_QUOTE = 300
_LONGEST_FORMULA = 60
_WIDEST_TITLE = 100  # columns: one merged over more is a title across the whole sheet

STRUCK = "struck through"
HIDDEN_ROW, HIDDEN_COLUMN = "a hidden row", "a hidden column"
RAISED = "a raised note mark"
UNSTORED = "a formula without a stored value: open the file, calculate it and save it"

Position = tuple[int, int]
Area = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class CellStyle:
    """The look of a cell: its number format and the traits of its font and alignment."""

    number_format: str = ""
    is_date: bool = False
    bold: bool = False
    indent: int = 0
    struck: bool = False
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a cell's text with the traits of its font."""

    text: str
    struck: bool = False
    raised: bool = False
    bold: bool = False


@dataclass
class Sheet:
    """One sheet as it is read: its cells by row and column counted from 1, and what is hidden or merged."""

    name: str
    hidden: bool = False
    part: str = ""
    """The name of its part in the file's package, where it has one."""
    cells: dict[Position, Cell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    omissions: list[Omission] = field(default_factory=list)

    def put(
        self,
        row: int,
        column: int,
        style: CellStyle,
        text: Sequence[Run] = (),
        value: Decimal | date | None = None,
    ) -> None:
        """Keep a cell as it is displayed, a value without text under its number format.

        What is struck through or raised in it becomes an omission.
        """
        location = Location(sheet=self.name, row=row, column=column)
        if value is None or text:
            cell = self._of_text(location, style, text, value)
        else:
            cell = self._of_value(location, style, value)
        if cell is not None:
            self.cells[row, column] = cell
            if len(self.cells) > MOST_CELLS or row > MOST_ROWS:
                raise too_large(self.name, row, column)

    def omit(self, row: int, column: int, text: str, reason: str) -> None:
        """Say what of a cell was not taken for content."""
        location = Location(sheet=self.name, row=row, column=column)
        self.omissions.append(Omission(location, _quoted(text), reason))

    def put_formula(self, row: int, column: int, formula: str) -> None:
        """Keep a formula without a stored value as it is written, so that its figure is asked for, and say so."""
        text = f"={formula.removeprefix('=')}"[:_LONGEST_FORMULA]
        self.put(row, column, CellStyle(), [Run(text)])
        self.omit(row, column, text, UNSTORED)

    def _of_value(self, location: Location, style: CellStyle, value: Decimal | date) -> Cell | None:
        text = displayed(value, style.number_format)
        if style.struck or (not text and value):
            reason = STRUCK if style.struck else "its number format displays nothing"
            self.omissions.append(Omission(location, text or str(value), reason))
            return None
        return Cell(text, value, style.number_format, style.bold, style.indent, location=location)

    def _of_text(
        self, location: Location, style: CellStyle, runs: Sequence[Run], value: Decimal | date | None
    ) -> Cell | None:
        if style.struck or style.raised:
            runs = [replace(run, struck=style.struck, raised=style.raised) for run in runs]
        text, omitted = (
            shown_text(runs) if len(runs) != 1 or runs[0].struck or runs[0].raised else (runs[0].text, [])
        )
        self.omissions.extend(Omission(location, _quoted(piece), reason) for piece, reason in omitted)
        cell = text_cell(
            text, location, bold=style.bold, indent=style.indent, number_format=style.number_format
        )
        if cell is None:
            return None
        lead = bold_lead((run.text, run.bold) for run in runs) if len(runs) > 1 else ""
        return replace(cell, value=value, lead=lead) if lead or value is not None else cell


def shown_text(runs: Iterable[Run]) -> tuple[str, list[tuple[str, str]]]:
    """Return the text that counts, and the pieces left out of it with the reason: struck through, raised."""
    kept: list[str] = []
    omitted: list[tuple[str, str]] = []
    for run in runs:
        is_ordinal = run.text.strip().lower() in {"st", "nd", "rd", "th"}
        reason = STRUCK if run.struck else RAISED if run.raised and not is_ordinal else ""
        if not reason:
            kept.append(run.text)
        elif run.text.strip():
            if omitted and omitted[-1][1] == reason and not "".join(kept[-1:]).strip():
                omitted[-1] = (omitted[-1][0] + run.text, reason)
            else:
                omitted.append((run.text, reason))
    return "".join(kept), omitted


def text_cell(
    text: str, location: Location, *, bold: bool = False, indent: int = 0, number_format: str = ""
) -> Cell | None:
    """Return the cell of a text, None where it holds nothing; leading spaces count as an indent."""
    lines = clean_lines(text)
    if not lines:
        return None
    leading = len(text) - len(text.lstrip(" \xa0"))
    return Cell(
        "\n".join(lines),
        None,
        number_format,
        bold,
        indent + (leading + 1) // 3,
        location=location,
    )


def document_of(kind: str, sheets: Iterable[Sheet], omissions: Sequence[Omission] = ()) -> SourceDocument:
    """Return a spreadsheet of that kind with a grid for each sheet, and with all that was left out of them."""
    read = list(sheets)
    grids, left_out = _grids(read)
    unhidden: list[Grid] = []
    if any(item.reason == HIDDEN_ROW for item in left_out):
        unhidden, _ = _grids([replace(sheet, hidden_rows=set()) for sheet in read])
    return SourceDocument(kind, grids, [*omissions, *left_out], unhidden=unhidden)


def _grids(sheets: Iterable[Sheet]) -> tuple[list[Grid], list[Omission]]:
    """Return a grid for each sheet that shows something, and everything that was left out of them."""
    grids: list[Grid] = []
    omissions: list[Omission] = []
    for number, sheet in enumerate(sheets, start=1):
        if sheet.hidden:
            if sheet.cells:
                omissions.append(
                    Omission(Location(sheet=sheet.name), _texts(sheet.cells.values()), "a hidden sheet")
                )
            continue
        merged = _merged(sheet)
        omissions.extend(sheet.omissions)
        omissions.extend(_hidden(sheet, merged))
        grid = _grid(sheet, number, merged)
        if grid is not None:
            grids.append(grid)
    return grids, omissions


def _merged(sheet: Sheet) -> dict[Position, tuple[list[int], list[int]]]:
    """Return the rows and columns that are shown of each merged area, by its first cell, whose text they display."""
    merged = {}
    count = 0
    last_row = max((row for row, _ in sheet.cells), default=0)
    last_column = max((column for _, column in sheet.cells), default=0)
    for top, left, bottom, right in sheet.merged:
        rows = [row for row in range(top, min(bottom, MOST_ROWS) + 1) if row not in sheet.hidden_rows]
        rows = [row for row in rows if row <= last_row] or rows[:1]
        reach = right if right - left < _WIDEST_TITLE else max(last_column, left)
        columns = [column for column in range(left, reach + 1) if column not in sheet.hidden_columns]
        count += len(rows) * len(columns)
        if count > MOST_CELLS:
            raise too_large(sheet.name, bottom, right)
        if rows and columns:
            merged[top, left] = (rows, columns)
    return merged


def _hidden(sheet: Sheet, merged: Container[Position]) -> Iterator[Omission]:
    """Yield the hidden rows and columns that hold something, a row before the columns it crosses."""
    rows: dict[int, list[Cell]] = {}
    columns: dict[int, list[Cell]] = {}
    for (row, column), cell in sheet.cells.items():
        if (row, column) in merged:
            continue
        if row in sheet.hidden_rows:
            rows.setdefault(row, []).append(cell)
        elif column in sheet.hidden_columns:
            columns.setdefault(column, []).append(cell)
    for row, cells in sorted(rows.items()):
        yield Omission(Location(sheet=sheet.name, row=row), _texts(cells), HIDDEN_ROW)
    for column, cells in sorted(columns.items()):
        yield Omission(Location(sheet=sheet.name, column=column), _texts(cells), HIDDEN_COLUMN)


def _grid(sheet: Sheet, number: int, merged: Mapping[Position, tuple[list[int], list[int]]]) -> Grid | None:
    def blank(position: Position) -> Cell:
        return Cell(location=Location(sheet=sheet.name, row=position[0], column=position[1]))

    shown = {
        position: cell
        for position, cell in sheet.cells.items()
        if position[0] not in sheet.hidden_rows and position[1] not in sheet.hidden_columns
    }
    for first, (rows, columns) in merged.items():
        area = [(row, column) for row in rows for column in columns]
        title = sheet.cells.get(first) or blank(area[0])
        shown.update((position, replace(blank(position), covered=True)) for position in area)
        shown[area[0]] = replace(title, rows=len(rows), columns=len(columns))
    last_row = max((row for (row, _), cell in shown.items() if cell.text), default=0)
    last_column = max((column for row, column in shown if row <= last_row), default=0)
    if not last_row:
        return None
    if last_row > MOST_ROWS or last_row * last_column > MOST_CELLS:
        raise too_large(sheet.name, last_row, last_column)
    return Grid(
        tuple(
            tuple(
                shown.get((row, column)) or blank((row, column))
                for column in range(1, last_column + 1)
                if column not in sheet.hidden_columns
            )
            for row in range(1, last_row + 1)
            if row not in sheet.hidden_rows
        ),
        Location(sheet=sheet.name, table=number),
    )


def too_large(name: str, row: int, column: int) -> UnreadableDocument:
    """Return the refusal of a sheet whose cells reach further than any table of savings does."""
    return UnreadableDocument(
        f"The sheet “{name}” reaches to row {row:,}, column {column:,}; at most {MOST_ROWS:,} rows and "
        f"{MOST_CELLS:,} cells are read. Delete the empty rows and columns at its end, or save its table alone."
    )


def _texts(cells: Iterable[Cell]) -> str:
    return _quoted(" | ".join(cell.text.replace("\n", " ") for cell in cells if cell.text))


def _quoted(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_QUOTE else f"{words[:_LONGEST_QUOTE]}…"
