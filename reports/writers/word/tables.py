"""Tables and forms in Word: header rows repeated on every page, rows kept whole, the kind of a row told by style."""

from collections.abc import Callable, Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.shared import Twips

from reports.documents.document import Cell, Column, Form, Row, RowKind, Table, footnote_mark
from reports.writers.column_widths import ColumnWidths
from reports.writers.word.elements import add_element, add_paragraph
from services.values.wording import storable

CellWriter = Callable[[Any, Cell, str], None]
"""Writes the paragraphs of a cell into it, in a style."""

ROW_STYLES: dict[RowKind, str] = {
    "group": "TableGroup",
    "item": "TableText",
    "subtotal": "TableSubtotal",
    "total": "TableTotal",
}
SPOKEN_LENGTH = 250
"""Letters of a table's title for screen readers."""

_INK = "0B0C0C"
_LETTER = 190  # the size of letters in tables, in twentieths of a point
_LABEL_SHARE = 0.34
_THIN, _THICK = 6, 12  # rules, in eighths of a point


def form_table(form: Form) -> Table:
    """Return the form as a table of two columns, the first of which heads its rows."""
    footnotes = tuple(row.footnote for row in form.rows if row.footnote)
    marks = [footnote_mark(footnotes.index(row.footnote)) if row.footnote else "" for row in form.rows]
    rows = (
        Row("item", Cell(f"{row.label}{mark}"), (Cell(row.value),))
        for row, mark in zip(form.rows, marks, strict=True)
    )
    return Table(form.caption, (Column(""), Column("")), tuple(rows), footnotes)


def write_table(table: Table, total_width: int, write_cell: CellWriter, *, is_form: bool) -> Any:
    """Return the table as an element, as wide as `total_width` in twentieths of a point."""
    label_width = round(total_width * _LABEL_SHARE)
    widths = [label_width, total_width - label_width] if is_form else column_widths(table, total_width)
    written = _TableWriter(table, widths, write_cell, is_form=is_form)
    if not is_form:
        written.write_headings()
    kinds = [row.kind for row in table.rows]
    for row, following in zip(table.rows, [*kinds[1:], "item"], strict=False):
        written.write_row(row, stays=row.kind == "group" or following in ("subtotal", "total"))
    return written.element


class _TableWriter:
    """Writes one table, row by row."""

    def __init__(self, table: Table, widths: Sequence[int], write_cell: CellWriter, *, is_form: bool) -> None:
        self.table = table
        self.widths = widths
        self.write_cell = write_cell
        self.header_style = "TableLabel" if is_form else ""
        self.element = CT_Tbl.new_tbl(0, len(widths), Twips(sum(widths)))
        for column, width in zip(self.element.tblGrid.gridCol_lst, widths, strict=True):
            column.w = Twips(width)
        self.element.tblStyle_val = "AppendixForm" if is_form else "AppendixTable"
        properties = self.element.tblPr
        properties.autofit = False
        has_labels = is_form or any(row.header for row in table.rows)
        for name, is_on in (("w:firstRow", not is_form), ("w:firstColumn", has_labels)):
            properties.find(qn("w:tblLook")).set(qn(name), str(int(is_on)))
        if caption := storable(table.caption).strip():
            add_element(properties, "w:tblCaption", val=caption[:SPOKEN_LENGTH])

    def write_headings(self) -> None:
        """Write the column headings with their units, repeated on every page."""
        row = self._row()
        add_element(row.trPr, "w:tblHeader")
        for column, width in zip(self.table.columns, self.widths, strict=True):
            cell = self._cell(row, width, 1, "w:bottom", _THICK)
            add_paragraph(cell, column.label, "TableHeading")
            _shape(cell, is_figure=column.align == "number", stays=True)

    def write_row(self, row: Row, *, stays: bool) -> None:
        """Write a row under the headings; one that `stays` is kept on the page of the next."""
        columns, element = self.table.columns, self._row(may_break=row.may_break)
        style = ROW_STYLES[row.kind]
        rule = {"subtotal": _THIN, "total": _THICK}.get(row.kind)  # sums stand apart from their parts
        if row.header:
            span = len(columns) if row.kind == "group" else row.header_span
            cell = self._cell(element, sum(self.widths[:span]), span, "w:top", rule)
            self.write_cell(cell, row.header, self.header_style or style)
            _shape(cell, is_figure=False, stays=stays)
        first = len(columns) - len(row.cells)
        for content, column, width in zip(row.cells, columns[first:], self.widths[first:], strict=True):
            cell = self._cell(element, width, 1, "w:top", rule)
            self.write_cell(cell, content, style)
            _shape(cell, is_figure=column.align == "number", stays=stays)

    def _row(self, *, may_break: bool = False) -> Any:
        row = self.element.add_tr()
        properties = row.get_or_add_trPr()
        if not may_break:
            add_element(properties, "w:cantSplit")
        return row

    @staticmethod
    def _cell(row: Any, width: int, span: int, side: str, rule: int | None) -> Any:
        cell = add_element(row, "w:tc")
        properties = add_element(cell, "w:tcPr")
        add_element(properties, "w:tcW", w=width, type="dxa")
        if span > 1:
            add_element(properties, "w:gridSpan", val=span)
        if rule is not None:
            borders = add_element(properties, "w:tcBorders")
            add_element(borders, side, val="single" if rule else "nil", sz=rule, space=0, color=_INK)
        return cell


def _shape(cell: Any, *, is_figure: bool, stays: bool) -> None:
    for paragraph in cell.p_lst:
        if is_figure:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if stays:
            paragraph.pPr.keepNext_val = True


def column_widths(table: Table, total: int) -> list[int]:
    """Return the width of each column, in twentieths of a point; together they are `total`."""
    shares = ColumnWidths.of([table]).shares(total / _LETTER)
    widths = [total * share // 100 for share in shares]
    widths[-1] += total - sum(widths)
    return widths
