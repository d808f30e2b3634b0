"""Writing a workbook made for editing: locked keys, drop-downs, figures as figures, text as text."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from councilsavings.excel import A3, ExcelBook, fit_to_page_width, row_height, write_cell
from proposals.exports.files import ExportNote
from proposals.models import BudgetRound
from proposals.workbook.cells import Choices
from proposals.workbook.columns import (
    EDITED_SHEETS,
    FORMAT,
    INSTRUCTIONS,
    KEY,
    LISTS,
    ORIGINALS,
    REFERENCE,
    SheetColumn,
    columns_of,
)
from proposals.workbook.contents import StoredRow
from proposals.workbook.instructions import instructions

MOST_PROPOSALS = 2_000
"""In one workbook; a longer list is filtered first."""

_ROOM_FOR_NEW = 200
_NUMBER_FORMATS = {"money": "#,##0", "computed": "#,##0", "fte": "0.00", "percent": "0", "share": "0.00"}
_GREY, _EDGE, _HEAD = "#EEEFEF", "#B1B4B6", "#1D3C5A"


def write_workbook(
    budget_round: BudgetRound, note: ExportNote, rows: Sequence[StoredRow], choices: Choices
) -> bytes:
    """Return the workbook of these rows as a file; the note says which they are, who made it and when."""
    made_at = note.made_at.replace(tzinfo=None) if note.made_at else None
    book = ExcelBook(f"{budget_round.council.name}: {budget_round.name}", note.made_by, created=made_at)
    _Writing(book, budget_round, note, choices).write(rows)
    return book.content()


class _Writing:
    """A writing of a workbook."""

    def __init__(
        self, book: ExcelBook, budget_round: BudgetRound, note: ExportNote, choices: Choices
    ) -> None:
        self.look = book.look
        self.book = book.book
        self.budget_round = budget_round
        self.note = note
        self.choices = choices
        self.columns = columns_of(budget_round.years)
        self.lists: dict[str, str] = {}

    def write(self, rows: Sequence[StoredRow]) -> None:
        self._write_instructions()
        sheets = {name: self.book.add_worksheet(name) for name in EDITED_SHEETS}
        self._write_lists()
        for name, sheet in sheets.items():
            self._write_sheet(sheet, name, [row for row in rows if row.sheet == name])
        self._write_originals(rows)
        # Opened there, people read what they may change before they change it.
        self.book.get_worksheet_by_name(INSTRUCTIONS).activate()

    def _format(self, kind: str, *, locked: bool) -> Any:
        grey = {"bg_color": _GREY} if locked else {}
        return self.look(
            valign="top",
            locked=locked,
            border=1,
            border_color=_EDGE,
            text_wrap=kind not in _NUMBER_FORMATS,
            # Text is marked as text, else Excel makes a date of 10/11.
            num_format=_NUMBER_FORMATS.get(kind, "@"),
            **grey,
        )

    def _write_instructions(self) -> None:
        sheet = self.book.add_worksheet(INSTRUCTIONS)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 100)
        label = self.look(bold=True, valign="top", text_wrap=True)
        plain = self.look(valign="top", text_wrap=True)
        write_cell(sheet, 0, 0, "How to edit this workbook", self.look(bold=True, font_size=16))
        for index, (name, text) in enumerate(instructions(self.budget_round, self.note), start=2):
            write_cell(sheet, index, 0, name, label)
            write_cell(sheet, index, 1, text.strip(), plain)
            sheet.set_row(index, row_height([(text, 100), (name, 26)]))
        sheet.hide_gridlines(2)
        sheet.fit_to_pages(1, 0)
        self._protect(sheet)

    def _write_lists(self) -> None:
        """Write the choices of the drop-downs on a sheet of their own: a rule is limited to 255 letters."""
        from xlsxwriter.utility import xl_col_to_name

        sheet = self.book.add_worksheet(LISTS)
        for column, (name, words) in enumerate(self.choices.items()):
            sheet.write_string(0, column, name)
            for row, text in enumerate(words, start=1):
                sheet.write_string(row, column, text)
            letter = xl_col_to_name(column)
            self.lists[name] = f"={LISTS}!${letter}$2:${letter}${max(len(words), 1) + 1}"
        sheet.very_hidden()
        self._protect(sheet)

    def _write_sheet(self, sheet: Any, name: str, rows: Sequence[StoredRow]) -> None:
        columns = self.columns[name]
        head = self.look(
            bold=True,
            text_wrap=True,
            valign="top",
            bg_color=_HEAD,
            font_color="#FFFFFF",
            border=1,
            num_format="@",
        )
        last = len(rows) + _ROOM_FOR_NEW
        sheet.set_row(0, 48)
        for index, column in enumerate(columns):
            # Whole columns, so that a new row below the last one can be written in.
            sheet.set_column(
                index, index, column.width, self._format(_look_of(column), locked=column.lock == "always")
            )
            write_cell(sheet, 0, index, column.heading, head)
            self._add_rule(sheet, index, column, last)
        for number, row in enumerate(rows, start=1):
            sheet.set_row(number, row_height((row.texts.get(item.key, ""), item.width) for item in columns))
            for index, column in enumerate(columns):
                self._write_cell(sheet, number, index, column, row)
        names_row = next(index for index, column in enumerate(columns) if column.key == REFERENCE)
        sheet.freeze_panes(1, names_row + 1)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
        fit_to_page_width(sheet, A3, heading_rows=(0, 0))
        self._protect(sheet)

    def _write_cell(self, sheet: Any, number: int, index: int, column: SheetColumn, row: StoredRow) -> None:
        text = row.texts.get(column.key, "")
        locked = bool(column.lock) or not row.may_change or column.key in row.too_long
        look = self._format(_look_of(column), locked=locked)
        is_figure = text and (column.is_numeric or column.kind == "computed")
        write_cell(sheet, number, index, Decimal(text) if is_figure else text, look)

    def _add_rule(self, sheet: Any, index: int, column: SheetColumn, last: int) -> None:
        rule: dict[str, object] = {}
        if column.kind in {"choice", "yes_no"}:
            rule = {
                "validate": "list",
                "source": self.lists[column.choices],
                "error_title": column.heading[:32],
                "error_message": "Choose one from the list.",
            }
        elif column.kind in {"percent", "share"}:
            kind, number = ("integer", "whole number") if column.kind == "percent" else ("decimal", "number")
            rule = {
                "validate": kind,
                "criteria": "between",
                "minimum": 0,
                "maximum": 100,
                "error_title": column.heading[:32],
                "error_message": f"Enter a {number} from 0 to 100.",
            }
        if rule and column.lock != "always":
            sheet.data_validation(1, index, last, index, rule)

    def _write_originals(self, rows: Sequence[StoredRow]) -> None:
        sheet = self.book.add_worksheet(ORIGINALS)
        head = (
            ("format", FORMAT),
            ("round", str(self.budget_round.pk)),
            ("years", *(str(year) for year in self.budget_round.years)),
            ("made", f"{self.note.made_at:%Y-%m-%d %H:%M}"),
        )
        lines = [*head, *(self._original(row) for row in rows)]
        for number, line in enumerate(lines):
            for index, text in enumerate(line):
                if text:
                    sheet.write_string(number, index, text)
        sheet.very_hidden()
        self._protect(sheet)

    def _original(self, row: StoredRow) -> tuple[str, ...]:
        others = (column for column in self.columns[row.sheet] if column.key != KEY)
        return row.sheet, row.texts[KEY], *(row.texts.get(column.key, "") for column in others)

    def _protect(self, sheet: Any) -> None:
        # Against slips only, so there is no password.
        allowed = (
            "format_columns",
            "format_rows",
            "autofilter",
            "sort",
            "insert_rows",
            "select_locked_cells",
        )
        sheet.protect("", dict.fromkeys(allowed, True))


def _look_of(column: SheetColumn) -> str:
    """Return which of the formats the column's cells have: a computed FTE change has the format of a typed one."""
    return "fte" if column.key == "total_fte" else column.kind
