"""An old Excel workbook (.xls): its stored values as they are displayed."""

import io
import struct
from typing import Any

from proposals.importing.files.blocks import Location, Omission, SourceDocument
from proposals.importing.files.cleaning import UnreadableDocument
from proposals.importing.files.number_formats import date_of, exact, is_date_format
from proposals.importing.files.package import damage_in_words
from proposals.importing.files.sheets import MOST_ROWS, CellStyle, Run, Sheet, document_of, too_large

_NOT_TOLD = (
    "what an old Excel file (.xls) does not tell: pictures, comments, text boxes, macros and whether a formula's "
    "value is up to date were not looked at"
)
_SUPERSCRIPT = 1


def read_old_excel(content: bytes) -> SourceDocument:
    """Return the workbook's sheets in order; raises UnreadableDocument where it is damaged or has a password."""
    import xlrd
    from xlrd.compdoc import CompDocError

    with damage_in_words("“Excel workbook (.xlsx)”"):
        try:
            book = xlrd.open_workbook(
                file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
            )
            sheets = [_Reader(book, index).read() for index in range(book.nsheets)]
        except (xlrd.XLRDError, CompDocError, AssertionError, struct.error) as error:
            if "encrypted" in str(error).lower() or "password" in str(error).lower():
                raise UnreadableDocument(
                    "The workbook is protected by a password. Open it, take the password off, save it and try "
                    "again."
                ) from error
            raise ValueError("damaged") from error
        return document_of("xls", sheets, [Omission(Location(), "", _NOT_TOLD)])


class _Reader:
    """Reads one sheet of an opened workbook."""

    def __init__(self, book: Any, index: int) -> None:
        self.book = book
        self.source = book.sheet_by_index(index)
        self.sheet = Sheet(self.source.name, hidden=self.source.visibility != 0)
        self.styles: dict[int, CellStyle] = {}

    def read(self) -> Sheet:
        """Return the sheet with its cells, and what is hidden or merged in it."""
        if self.source.nrows > MOST_ROWS:
            raise too_large(self.sheet.name, self.source.nrows, 1)
        self.sheet.hidden_rows.update(
            row + 1 for row, info in self.source.rowinfo_map.items() if info.hidden or info.height == 0
        )
        self.sheet.hidden_columns.update(
            column + 1 for column, info in self.source.colinfo_map.items() if info.hidden or info.width == 0
        )
        self.sheet.merged.extend(
            (top + 1, left + 1, bottom, right) for top, bottom, left, right in self.source.merged_cells
        )
        for row in range(self.source.nrows):
            for column, cell in enumerate(self.source.row(row)):
                self._cell(row, column, cell)
        return self.sheet

    def _cell(self, row: int, column: int, cell: Any) -> None:
        from xlrd import error_text_from_code

        style = self._style(cell.xf_index)
        if cell.ctype in (2, 3):
            value = exact(cell.value)
            moment = date_of(value, since_1904=self.book.datemode == 1) if style.is_date else None
            self.sheet.put(row + 1, column + 1, style, value=value if moment is None else moment)
        elif cell.ctype == 1 and cell.value:
            self.sheet.put(row + 1, column + 1, style, self._runs(row, column, cell))
        elif cell.ctype == 4:
            self.sheet.put(row + 1, column + 1, style, [Run("TRUE" if cell.value else "FALSE")])
        elif cell.ctype == 5:
            self.sheet.put(row + 1, column + 1, style, [Run(error_text_from_code.get(cell.value, "#ERROR!"))])

    def _style(self, index: int) -> CellStyle:
        if index not in self.styles:
            cell_format = self.book.xf_list[index]
            number_format = self.book.format_map[cell_format.format_key].format_str
            code = "" if number_format.lower() == "general" else number_format
            font = self.book.font_list[cell_format.font_index]
            self.styles[index] = CellStyle(
                code,
                is_date_format(code),
                font.weight >= 600,
                cell_format.alignment.indent_level,
                bool(font.struck_out),
                font.escapement == _SUPERSCRIPT,
            )
        return self.styles[index]

    def _runs(self, row: int, column: int, cell: Any) -> list[Run]:
        """Return the text in pieces of one font each; the first piece has the font of the cell."""
        stated = self.source.rich_text_runlist_map.get((row, column), [])
        starts = [(start, self.book.font_list[font]) for start, font in stated if start < len(cell.value)]
        ends = [*(start for start, _ in starts[1:]), len(cell.value)]
        first = Run(cell.value[: starts[0][0]] if starts else cell.value)
        return [
            first,
            *(
                Run(cell.value[start:end], bool(font.struck_out), font.escapement == _SUPERSCRIPT)
                for (start, font), end in zip(starts, ends, strict=False)
            ),
        ]
