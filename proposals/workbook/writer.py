"""Writing a workbook made for editing: locked keys, drop-downs, figures as figures, text as text."""

import io
import math
from collections.abc import Iterable, Sequence
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from proposals.workbook.cells import Choices, tidy
from proposals.workbook.columns import (
    EDITED_SHEETS,
    FORMAT,
    INSTRUCTIONS,
    KEY,
    LISTS,
    ORIGINALS,
    REFERENCE,
    Column,
    columns_of,
)
from proposals.workbook.contents import StoredRow
from proposals.workbook.instructions import AboutWorkbook, instructions

MOST_PROPOSALS = 2_000
"""In one workbook; a longer list is filtered first."""

_ROOM_FOR_NEW = 200
_NUMBER_FORMATS = {"money": "#,##0", "computed": "#,##0", "fte": "0.00", "percent": "0"}
_LINE, _TALLEST = 15, 409
_GREY, _EDGE, _HEAD = "#EEEFEF", "#B1B4B6", "#1D3C5A"


def write_workbook(about: AboutWorkbook, rows: Sequence[StoredRow], choices: Choices) -> bytes:
    """Return the workbook of these rows as a file."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        _Writing(book, about, choices).write(rows)
    return buffer.getvalue()


class _Writing:
    """One writing of a workbook."""

    def __init__(self, book: Workbook, about: AboutWorkbook, choices: Choices) -> None:
        self.book = book
        self.about = about
        self.choices = choices
        self.columns = columns_of(about.years)
        self.formats: dict[tuple[str, bool], Format] = {}
        self.lists: dict[str, str] = {}

    def write(self, rows: Sequence[StoredRow]) -> None:
        properties = {
            "title": tidy(f"{self.about.council}: {self.about.round_name}"),
            "author": tidy(self.about.made_by),
            "created": self.about.made_at.replace(tzinfo=None),
        }
        self.book.set_properties(properties)
        self._write_instructions()
        sheets = {name: self.book.add_worksheet(name) for name in EDITED_SHEETS}
        self._write_lists()
        for name, sheet in sheets.items():
            self._write_sheet(sheet, name, [row for row in rows if row.sheet == name])
        self._write_originals(rows)
        # Opened there, people read what they may change before they change it.
        self.book.get_worksheet_by_name(INSTRUCTIONS).activate()

    def _format(self, kind: str, *, locked: bool) -> Format:
        if (kind, locked) not in self.formats:
            look: dict[str, object] = {"valign": "top", "locked": locked, "border": 1, "border_color": _EDGE}
            look["text_wrap"] = kind not in _NUMBER_FORMATS
            # Text is marked as text, else Excel makes a date of 10/11.
            look["num_format"] = _NUMBER_FORMATS.get(kind, "@")
            if locked:
                look["bg_color"] = _GREY
            self.formats[kind, locked] = self.book.add_format(look)
        return self.formats[kind, locked]

    def _write_instructions(self) -> None:
        sheet = self.book.add_worksheet(INSTRUCTIONS)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 100)
        heading = self.book.add_format({"bold": True, "font_size": 16})
        label = self.book.add_format({"bold": True, "valign": "top", "text_wrap": True})
        plain = self.book.add_format({"valign": "top", "text_wrap": True})
        sheet.write_string(0, 0, "How to edit this workbook", heading)
        for index, (name, text) in enumerate(instructions(self.about), start=2):
            sheet.write_string(index, 0, name, label)
            sheet.write_string(index, 1, tidy(text), plain)
            sheet.set_row(index, _height([(text, 100), (name, 26)]))
        sheet.hide_gridlines(2)
        sheet.fit_to_pages(1, 0)
        self._protect(sheet)

    def _write_lists(self) -> None:
        """Write the choices of the drop-downs on a sheet of their own: a rule holds 255 letters only."""
        sheet = self.book.add_worksheet(LISTS)
        for column, (name, words) in enumerate(self.choices.items()):
            sheet.write_string(0, column, name)
            for row, text in enumerate(words, start=1):
                sheet.write_string(row, column, text)
            letter = xl_col_to_name(column)
            self.lists[name] = f"={LISTS}!${letter}$2:${letter}${max(len(words), 1) + 1}"
        sheet.very_hidden()
        self._protect(sheet)

    def _write_sheet(self, sheet: Worksheet, name: str, rows: Sequence[StoredRow]) -> None:
        columns = self.columns[name]
        head = self.book.add_format(
            {
                "bold": True,
                "text_wrap": True,
                "valign": "top",
                "bg_color": _HEAD,
                "font_color": "#FFFFFF",
                "border": 1,
                "num_format": "@",
            }
        )
        last = len(rows) + _ROOM_FOR_NEW
        sheet.set_row(0, 48)
        for index, column in enumerate(columns):
            # Whole columns, so that a new row below the last one can be written in.
            sheet.set_column(
                index, index, column.width, self._format(_look_of(column), locked=column.lock == "always")
            )
            sheet.write_string(0, index, column.heading, head)
            self._add_rule(sheet, index, column, last)
        for number, row in enumerate(rows, start=1):
            sheet.set_row(number, _height((row.texts.get(item.key, ""), item.width) for item in columns))
            for index, column in enumerate(columns):
                self._write_cell(sheet, number, index, column, row)
        names_row = next(index for index, column in enumerate(columns) if column.key == REFERENCE)
        sheet.freeze_panes(1, names_row + 1)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        self._protect(sheet)

    def _write_cell(self, sheet: Worksheet, number: int, index: int, column: Column, row: StoredRow) -> None:
        text = row.texts.get(column.key, "")
        locked = bool(column.lock) or not row.may_change or column.key in row.too_long
        look = self._format(_look_of(column), locked=locked)
        if not text:
            sheet.write_blank(number, index, None, look)
        elif column.is_numeric or column.kind == "computed":
            # Decimal figures of this size survive a spreadsheet's binary fractions; tests read them back.
            sheet.write_number(number, index, float(Decimal(text)), look)
        else:
            sheet.write_string(number, index, text, look)

    def _add_rule(self, sheet: Worksheet, index: int, column: Column, last: int) -> None:
        rule: dict[str, object] = {}
        if column.kind in {"choice", "yes_no"} or column.key == "start_year":
            rule = {
                "validate": "list",
                "source": self.lists[column.choices],
                "error_title": column.heading[:32],
                "error_message": "Choose one of the list.",
            }
        elif column.kind == "percent":
            rule = {
                "validate": "integer",
                "criteria": "between",
                "minimum": 0,
                "maximum": 100,
                "error_title": column.heading[:32],
                "error_message": "Write a whole percentage from 0 to 100.",
            }
        if rule and column.lock != "always":
            sheet.data_validation(1, index, last, index, rule)

    def _write_originals(self, rows: Sequence[StoredRow]) -> None:
        sheet = self.book.add_worksheet(ORIGINALS)
        head = (
            ("format", FORMAT),
            ("round", str(self.about.round_id)),
            ("years", *(str(year) for year in self.about.years)),
            ("made", f"{self.about.made_at:%Y-%m-%d %H:%M}"),
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

    def _protect(self, sheet: Worksheet) -> None:
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


def _look_of(column: Column) -> str:
    """Return which of the formats the column's cells have: a computed FTE change looks like a typed one."""
    return "fte" if column.key == "total_fte" else column.kind


def _height(texts: Iterable[tuple[str, int]]) -> float:
    """Return the height, in points, of a row of wrapped texts with the widths of their columns in letters."""
    # Not every spreadsheet fits the rows of a file that it opens.
    lines = max(
        (sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n")) for text, width in texts),
        default=1,
    )
    return min(lines * _LINE + 1, _TALLEST)
