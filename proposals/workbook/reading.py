"""A workbook as rows of texts with what could not be read, each with its sheet, row and column.

Pure. The state at the download is in a sheet of its own, so that what this person changed is told
from what somebody else has changed since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from proposals.importing.files.cleaning import UnreadableDocument
from proposals.workbook.cells import Choices, UnreadableCell, read_cell, tidy
from proposals.workbook.columns import (
    EDITED_SHEETS,
    FORMAT,
    INSTRUCTIONS,
    KEY,
    LISTS,
    ORIGINALS,
    SheetColumn,
    columns_of,
)
from proposals.workbook.sheets import RawCell, RawSheet, address
from services.values.years import FinancialYear, UnreadableYear

RowKey = tuple[str, str]
"""A sheet, and the number of the record that a row of it shows."""
Texts = Mapping[str, str]

_NOT_OURS = (
    "This workbook was not downloaded for editing, or its hidden sheets have been lost. Download the "
    "workbook again and make your changes there."
)
_MOST_YEARS = 10
MOST_ERRORS = 500
"""The number of problems after which reading stops, since nobody would read more."""


@dataclass(frozen=True, order=True)
class CellError:
    """Something that cannot be used as it is: where, and why in the user's words."""

    sheet: str
    row: int
    column: int
    heading: str
    message: str

    def __str__(self) -> str:
        where = [self.sheet]
        if self.row and self.column:
            where.append(f"{address(self.row, self.column)} ({self.heading})" if self.heading else self.cell)
        elif self.row:
            where.append(f"row {self.row}")
        return f"{', '.join(where)}: {self.message}"

    @property
    def cell(self) -> str:
        """The address of the cell."""
        return address(self.row, self.column)


@dataclass(frozen=True)
class SheetRow:
    """A row of a sheet: the number of its record (empty for a new one), and the texts of its cells by column.

    A cell that could not be read is not among the texts.
    """

    sheet: str
    number: int
    key: str
    texts: Texts
    columns: Mapping[str, int] = field(default_factory=dict)
    """The number of each column in the sheet, counted from 1."""


@dataclass(frozen=True)
class WorkbookContent:
    """The content of a workbook: its round, its rows, and the state at the download."""

    round_id: int
    years: tuple[FinancialYear, ...]
    columns: Mapping[str, tuple[SheetColumn, ...]]
    originals: Mapping[RowKey, Texts]
    rows: tuple[SheetRow, ...] = ()
    errors: tuple[CellError, ...] = ()
    notes: tuple[str, ...] = ()


def read_workbook(content: bytes, file_name: str) -> WorkbookContent:
    """Return the contents of the workbook, with all that could not be read.

    Raises UnreadableDocument where it is no workbook for editing at all.
    """
    # What opens spreadsheets takes time and memory to load, so that it is imported for the first one only.
    from proposals.workbook.opening import open_workbook

    sheets = open_workbook(content, file_name)
    remembered = _remembered_in(sheets.get(ORIGINALS))
    reading = _Reading(remembered, _choices(sheets.get(LISTS), remembered))
    for name in EDITED_SHEETS:
        if name in sheets:
            reading.read(sheets[name])
        else:
            reading.errors.append(CellError(name, 0, 0, "", "The sheet is missing or has a different name."))
    reading.note_other_sheets(sheets)
    return replace(
        remembered,
        rows=tuple(reading.rows),
        errors=tuple(sorted(reading.errors)),
        notes=tuple(reading.notes),
    )


def _remembered_in(sheet: RawSheet | None) -> WorkbookContent:
    """Return the state at the download, as the workbook remembers it."""
    if sheet is None:
        raise UnreadableDocument(_NOT_OURS)
    lines = _lines(sheet)
    head = {line[0]: line[1:] for line in lines[:4] if line}
    try:
        if head["format"][0] != FORMAT:
            raise UnreadableDocument(
                "The workbook was made by another version of this service. Download it again."
            )
        number = int(head["round"][0])
        years = tuple(FinancialYear.parse(text) for text in head["years"][:_MOST_YEARS])
    except (KeyError, IndexError, UnreadableYear, ValueError) as error:
        if isinstance(error, UnreadableDocument):
            raise
        raise UnreadableDocument(_NOT_OURS) from error
    if not years or not 0 < number < 2**63:
        raise UnreadableDocument(_NOT_OURS)
    columns = columns_of(years)
    originals = {
        (line[0], line[1]): dict(
            zip(
                (column.key for column in columns[line[0]][1:]),
                [*line[2:], *[""] * len(columns[line[0]])],
                strict=False,
            )
        )
        for line in lines[4:]
        if len(line) > 1 and line[0] in columns
    }
    return WorkbookContent(number, years, columns, originals)


def _lines(sheet: RawSheet) -> list[list[str]]:
    """Return the rows of a sheet of texts, each as long as its last cell that is filled."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet.raw.items():
        if column <= 200:
            rows.setdefault(row, {})[column] = tidy(cell.text)
    return [[rows[row].get(column, "") for column in range(1, max(rows[row]) + 1)] for row in sorted(rows)]


def _choices(sheet: RawSheet | None, remembered: WorkbookContent) -> Choices:
    """Return the lists as they were offered; whether a choice still exists is asked later."""
    lists: dict[str, list[str]] = {
        column.choices: [] for columns in remembered.columns.values() for column in columns if column.choices
    }
    cells = sheet.raw if sheet is not None else {}
    headings = {column: cell.text for (row, column), cell in cells.items() if row == 1}
    for (row, column), cell in sorted(cells.items()):
        if row > 1 and headings.get(column, "") in lists:
            lists[headings[column]].append(tidy(cell.text))
    lists["years"] = [str(year) for year in remembered.years]
    if not all(words for name, words in lists.items() if name != "services"):
        raise UnreadableDocument(_NOT_OURS)
    return lists


@dataclass
class _Reading:
    """A reading of the sheets that are edited."""

    remembered: WorkbookContent
    choices: Choices
    rows: list[SheetRow] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def read(self, sheet: RawSheet) -> None:
        """Read one sheet; its first row has the headings, in any order."""
        columns = self.remembered.columns[sheet.name]
        self._note_what_is_hidden(sheet)
        for area in sheet.merged:
            cells = f"{address(*area[:2])}:{address(*area[2:])}"
            self._refuse(sheet.name, 0, 0, f"The cells {cells} are merged. Unmerge them.")
        numbers = self._column_numbers(sheet, columns)
        if numbers is None:
            return
        by_row: dict[int, dict[int, RawCell]] = {}
        for (row, column), cell in sheet.raw.items():
            if row > 1:
                by_row.setdefault(row, {})[column] = cell
        for row in sorted(by_row):
            if len(self.errors) >= MOST_ERRORS:
                self._refuse(
                    sheet.name,
                    row,
                    0,
                    "There are too many errors, so the rest of the workbook was not checked.",
                )
                return
            self._read_row(sheet.name, row, by_row[row], columns, numbers)
        self._refuse_repeated(sheet.name, numbers)

    def _column_numbers(self, sheet: RawSheet, columns: Sequence[SheetColumn]) -> dict[str, int] | None:
        """Return the number of each column, or None, with errors, where the headings are not the sheet's own."""
        stated: dict[str, list[int]] = {}
        for (row, column), cell in sorted(sheet.raw.items()):
            if row == 1:
                stated.setdefault(" ".join(cell.text.split()), []).append(column)
        known = {column.heading for column in columns}
        before = len(self.errors)
        for heading in known - stated.keys():
            message = f"The column “{heading}” is missing or has a different heading."
            self._refuse(sheet.name, 1, 0, message)
        for heading, at in stated.items():
            if heading not in known:
                self._refuse(sheet.name, 1, at[0], f"There is no column “{heading[:60]}” in this sheet.")
            elif len(at) > 1:
                self._refuse(sheet.name, 1, at[1], f"The column “{heading}” is there twice.")
        if len(self.errors) > before:
            return None
        return {item.key: stated[item.heading][0] for item in columns}

    def _refuse(self, sheet: str, row: int, column: int, message: str, heading: str = "") -> None:
        self.errors.append(CellError(sheet, row, column, heading, message))

    def _read_row(
        self,
        sheet: str,
        number: int,
        cells: Mapping[int, RawCell],
        columns: Sequence[SheetColumn],
        numbers: Mapping[str, int],
    ) -> None:
        beside = sorted(set(cells) - set(numbers.values()))
        if beside:
            self._refuse(sheet, number, beside[0], "There are values outside the table. Delete them.")
        texts: dict[str, str] = {}
        for column in columns:
            try:
                texts[column.key] = self._read_cell(sheet, cells.get(numbers[column.key]), column, texts)
            except UnreadableCell as error:
                self._refuse(sheet, number, numbers[column.key], str(error), column.heading)
        if any(texts.values()) or len(texts) < len(columns):
            self.rows.append(SheetRow(sheet, number, texts.pop(KEY, ""), texts, dict(numbers)))

    def _read_cell(self, sheet: str, cell: RawCell | None, column: SheetColumn, texts: Texts) -> str:
        stored = self.remembered.originals.get((sheet, texts.get(KEY, "")), {}).get(column.key)
        # A cell unchanged since the download is not read at all: it may be a choice that is offered no more.
        if cell is not None and cell.kind == "text" and stored is not None and tidy(cell.text) == stored:
            return stored
        return read_cell(cell, column, self.choices)

    def _refuse_repeated(self, sheet: str, numbers: Mapping[str, int]) -> None:
        first: dict[str, int] = {}
        for row in self.rows:
            if row.sheet != sheet or not row.key:
                continue
            if row.key in first:
                message = f"The number {row.key} stands in row {first[row.key]} already."
                self._refuse(sheet, row.number, numbers[KEY], message, "Number")
            first.setdefault(row.key, row.number)

    def _note_what_is_hidden(self, sheet: RawSheet) -> None:
        if sheet.hidden:
            self.notes.append(f"The sheet {sheet.name} is hidden. It has been imported.")
        if hidden_rows := sheet.hidden_rows & {row for row, _ in sheet.raw}:
            listed = ", ".join(map(str, sorted(hidden_rows)[:20]))
            more = " and others" if len(hidden_rows) > 20 else ""
            self.notes.append(f"{sheet.name} has hidden rows ({listed}{more}). They have been imported.")
        if hidden := sheet.hidden_columns & {column for _, column in sheet.raw}:
            self.notes.append(f"{sheet.name} has {len(hidden)} hidden columns. They have been imported.")

    def note_other_sheets(self, sheets: Mapping[str, RawSheet]) -> None:
        """Say which sheets are not the workbook's own: they are not read."""
        for name in sheets:
            if name not in {INSTRUCTIONS, *EDITED_SHEETS, LISTS, ORIGINALS}:
                self.notes.append(
                    f"The sheet “{name[:40]}” is not part of this workbook. It has been ignored."
                )
