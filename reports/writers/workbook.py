"""Any document as an Excel workbook: figures are numbers that look as printed, all else is text.

The same document gives the same bytes every time.
"""

import datetime
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from councilsavings.excel import (
    A4,
    TALLEST_ROW,
    ExcelBook,
    fit_to_page_width,
    row_height,
    write_cell,
    write_total,
)
from reports.documents.document import Cell, Column, Document, Row, Table
from reports.writers.workbook_numbers import number_format
from reports.writers.workbook_sheets import CONTENTS_SHEET, Gathering, Remark, Sheet, row_of
from reports.writers.workbook_totals import SheetTotals, across
from services.values.wording import storable

DRAFT = "Draft"
ABOUT_THE_FIGURES = (
    "Cells contain exact figures, with money in whole pounds, and show them as printed, in the unit at the "
    "head of the column. Subtotals and totals are formulas where the rows above, or the figures beside, add up to them."
)

_UNDATED = datetime.datetime(1980, 1, 1)  # noqa: DTZ001 (the format knows no zones); the earliest that zip files know
_LONGEST_TEXT = 16_000
"""Letters in one cell: a spreadsheet takes 32,767, and some letters count twice."""
_LONGEST_HEADER = 200
_INK, _SHADE, _RULE, _LINK = "#0B0C0C", "#F0F1F2", "#B1B4B6", "#1D4F91"
_NARROWEST, _WIDEST = 9, 60

_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2, "bg_color": _SHADE},
    "item": {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": _RULE},
    "group": {"bold": True, "italic": True, "valign": "top", "bottom": 1, "bottom_color": _RULE},
    "subtotal": {"bold": True, "text_wrap": True, "valign": "top", "top": 1},
    "total": {"bold": True, "text_wrap": True, "valign": "top", "top": 2, "bottom": 6},
    "plain": {"text_wrap": True, "valign": "top"},
    "count": {"align": "left", "valign": "top"},
    "link": {"font_color": _LINK, "underline": 1, "valign": "top"},
}


def write_workbook(document: Document) -> bytes:
    """Return the document as an .xlsx file: a sheet of contents, then a sheet for each kind of table."""
    gathering = Gathering(document)
    day = document.cover.date
    made = datetime.datetime.combine(day, datetime.time()) if day else _UNDATED
    book = ExcelBook(document.full_title, document.council, created=made)
    writing = _Writing(book, document)
    writing.contents(gathering.sheets(), gathering.remarks)
    for sheet in gathering.sheets():
        writing.sheet(sheet)
    return book.content()


class _Writing:
    """A writing of a workbook."""

    def __init__(self, book: ExcelBook, document: Document) -> None:
        self.book = book
        self.document = document

    def contents(self, sheets: tuple[Sheet, ...], remarks: list[Remark]) -> None:
        """Write the first sheet: the cover's words, the way to every sheet, and the notes."""
        page = self._page(CONTENTS_SHEET)
        for column, width in enumerate(_CONTENTS_WIDTHS):
            page.set_column(column, column, width)
        self._text(page, 0, 0, self.document.title, self._format("title"))
        row = 1
        for text in _cover_lines(self.document):
            self._text(page, row, 0, text, self._format("plain", wrapped=False))
            row += 1
        row = self._heading(page, row + 1, ("Sheet", "Rows", "Contents"))
        for sheet in sheets:
            quoted = sheet.name.replace("'", "''")
            items = sum(each.kind == "item" for each in sheet.table.rows)
            page.write_url(row, 0, f"internal:'{quoted}'!A1", self._format("link"), sheet.name)
            page.write_number(row, 1, items, self._format("count", "0"))
            self._text(page, row, 2, sheet.table.caption, self._format("plain"))
            row += 1
        row = self._heading(page, row + 1, ("Notes", "About", "Note"))
        for remark in (Remark("", "About the figures", ABOUT_THE_FIGURES), *remarks):
            cells = (Cell(remark.part), Cell(remark.title), Cell(remark.text))
            row = self._row(page, row, row_of(*cells), _TEXT_COLUMNS, _CONTENTS_WIDTHS, SheetTotals(row))

    def sheet(self, sheet: Sheet) -> None:
        """Write a sheet: its heading, the column headings, which stay in view, its rows and footnotes."""
        page, table = self._page(sheet.name), sheet.table
        self._text(page, 0, 0, table.caption, self._format("title"))
        widths = _widths(table)
        for place, width in enumerate(widths):
            page.set_column(place, place, width)
        for place, column in enumerate(table.columns):
            look = self._format("heading", right=column.align == "number")
            self._text(page, 1, place, column.label, look, blank=True)
        first = 2
        page.freeze_panes(first, 0)
        page.repeat_rows(1, first - 1)
        row, totals = first, SheetTotals(first)
        for table_row in table.rows:
            row = self._row(page, row, table_row, table.columns, widths, totals)
        for text in table.footnotes:
            self._text(page, row, 0, text, self._format("plain", wrapped=False))
            row += 1

    def _page(self, name: str) -> Any:
        page = self.book.book.add_worksheet(name)
        page.hide_gridlines(2)
        fit_to_page_width(page, A4)
        cover = self.document.cover
        said = (cover.running_warning, DRAFT if cover.draft else "", _tidy(self.document.full_title))
        header = " – ".join(filter(None, said))[:_LONGEST_HEADER].replace("&", "&&")
        page.set_header(f"&L{header}")
        page.set_footer("&RPage &P of &N")
        return page

    def _heading(self, page: Any, row: int, texts: tuple[str, ...]) -> int:
        for place, text in enumerate(texts):
            self._text(page, row, place, text, self._format("heading"))
        return row + 1

    def _row(
        self,
        page: Any,
        number: int,
        row: Row,
        columns: tuple[Column, ...],
        widths: Sequence[int],
        totals: SheetTotals,
    ) -> int:
        """Write a row and return the number of the next; a text too long for a cell goes on in the rows below."""
        page.set_row(number, _height(row, widths))
        shown = [
            number_format(cell.text, cell.value) if cell.value is not None else None for cell in row.cells
        ]
        figures = [cell.value if form else None for cell, form in zip(row.cells, shown, strict=True)]
        rest = [""] * len(row.cells)
        label = next((cell.text for cell in reversed(row.cells) if cell.value is None), "")
        for place, (figure, form) in enumerate(zip(figures, shown, strict=True)):
            if figure is None or form is None:
                rest[place] = self._words(page, number, place, row, columns[place])
                continue
            look = self._format(row.kind, form, right=True)
            if row.kind in ("subtotal", "total"):
                sums = totals.above(place, number, row.kind)
                added = write_total(page, number, place, figure, look, sums)
                totals.end_total(place, number, label, figure)
            else:
                sums = chain(totals.forward(place, label), across(figures, place, number, columns))
                write_total(page, number, place, figure, look, sums)
                added = None
            if added is None:
                totals.hold(place, number, figure)
        totals.end_row(number, row.kind)
        number += 1
        while any(rest):
            page.set_row(number, TALLEST_ROW)
            for place, text in enumerate(rest):
                self._text(page, number, place, text, self._format(row.kind), blank=True)
            rest = [text[_LONGEST_TEXT:] for text in rest]
            number += 1
        return number

    def _words(self, page: Any, number: int, place: int, row: Row, column: Column) -> str:
        """Write a cell's text and return what of it did not fit."""
        text = _tidy(row.cells[place].text)
        look = self._format(row.kind, "@", right=column.align == "number")
        self._text(page, number, place, text[:_LONGEST_TEXT], look, blank=True)
        return text[_LONGEST_TEXT:]

    def _text(self, page: Any, row: int, place: int, text: str, look: Any, *, blank: bool = False) -> None:
        written = _tidy(text)
        if written or blank:
            write_cell(page, row, place, written[:_LONGEST_TEXT], look)

    def _format(self, look: str, numbers: str = "@", *, right: bool = False, wrapped: bool = True) -> Any:
        properties = {"num_format": numbers, "font_color": _INK, **_LOOKS[look]}
        if right:
            properties |= {"align": "right", "indent": 1}
        if not wrapped:
            properties["text_wrap"] = False
        return self.book.look(**properties)


_TEXT_COLUMNS = (Column(""), Column(""), Column(""))
_CONTENTS_WIDTHS = (34, 34, 90)


def _cover_lines(document: Document) -> Iterator[str]:
    cover = document.cover
    lines = (
        document.council,
        document.appendix_label,
        DRAFT if cover.draft else "",
        *document.cover_details,
    )
    return (line for line in lines if line)


def _widths(table: Table) -> list[int]:
    """Return the width of each column in letters: its longest text, within reason."""
    widths = []
    for place, column in enumerate(table.columns):
        texts = [row.cells[place].text for row in table.rows if row.kind != "group"]
        longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
        word = max((len(word) for word in column.label.split()), default=0)
        # A total's label is long and may run over the empty cells beside it.
        widths.append(min(max(longest + 2, word + 3, _NARROWEST), _WIDEST))
    return widths


def _height(row: Row, widths: Sequence[int]) -> int:
    """Return the height of a row of wrapped texts; a group's runs over the cells beside it."""
    texts = [] if row.kind == "group" else [cell.text for cell in row.cells]
    return row_height(zip(texts, widths, strict=False))


def _tidy(text: str) -> str:
    return storable(text).strip()
