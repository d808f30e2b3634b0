"""Tables and forms in Word: header rows repeated on every page, rows kept whole, the kind of a row told by style."""

from collections.abc import Callable, Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.shared import Twips

from reports.documents.document import Cell, Column, Form, Row, RowKind, Table, footnote_mark
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
_NARRATIVE_WIDTHS = {"figure": 1050, "slim": 1350, "medium": 1950}  # in twentieths of a point
_LETTER, _PADDING = 112, 150
_LONGEST_FIGURE, _LONGEST_WORD, _LONGEST_LINE = 14, 16, 60
_NARROWEST = 500
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
    return Table(form.caption, (Column("", width="medium"), Column("")), tuple(rows), footnotes)


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
        """Write the column headings, with their units below, repeated on every page."""
        columns = self.table.columns
        lines = [("TableHeading", [column.heading for column in columns])]
        if self.table.has_units:
            lines.append(("TableUnit", [column.unit for column in columns]))
        for style, texts in lines:
            row = self._row()
            add_element(row.trPr, "w:tblHeader")
            rule = _THICK if texts is lines[-1][1] else 0
            for place, (text, column) in enumerate(zip(texts, columns, strict=True)):
                cell = self._cell(row, self.widths[place], 1, "w:bottom", rule)
                add_paragraph(cell, text, style)
                _shape(cell, is_figure=column.align == "number", stays=True)

    def write_row(self, row: Row, *, stays: bool) -> None:
        """Write a row under the headings; one that `stays` is kept on the page of the next."""
        columns, element = self.table.columns, self._row()
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

    def _row(self) -> Any:
        row = self.element.add_tr()
        add_element(row.get_or_add_trPr(), "w:cantSplit")
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


# Widths


def column_widths(table: Table, total: int) -> list[int]:
    """Return the width of each column, in twentieths of a point; together they are `total`."""
    if table.is_narrative:
        given = [_NARRATIVE_WIDTHS.get(column.width, 0) for column in table.columns]
        shares = [0 if width else 1 for width in given]
    else:
        needs = [_needs(texts, column) for texts, column in zip(_texts(table), table.columns, strict=True)]
        given = [least for least, _ in needs]
        shares = [share for _, share in needs]
    return _filled(given, shares, total)


def _filled(given: Sequence[int], shares: Sequence[int], total: int) -> list[int]:
    """Return what is given, and what is left over shared out; all of it narrower when it is too much."""
    left = total - sum(given)
    if left < _NARROWEST * sum(1 for width in given if not width):
        floors = [max(width, _NARROWEST) for width in given]
        widths = [total * width // sum(floors) for width in floors]
    else:
        shares = shares if any(shares) else [1] * len(given)
        widths = [width + left * share // sum(shares) for width, share in zip(given, shares, strict=True)]
    widths[-1] += total - sum(widths)
    return widths


def _needs(texts: Sequence[str], column: Column) -> tuple[int, int]:
    """Return the least width of a column, and its share of what is left over."""
    longest_word = max((len(word) for text in texts for word in text.split()), default=1)
    longest_line = max(map(len, texts), default=1)
    if column.align == "number":
        return min(longest_line, _LONGEST_FIGURE) * _LETTER + _PADDING, 0
    least = min(longest_word, _LONGEST_WORD) * _LETTER + _PADDING
    return least, max(min(longest_line, _LONGEST_LINE) - longest_word, 0)


def _texts(table: Table) -> list[list[str]]:
    """Return for each column the texts that stand in it alone."""
    texts = [[column.heading, column.unit] for column in table.columns]
    for row in table.rows:
        if row.kind == "group":
            continue
        if row.header and row.header_span == 1:
            texts[0].append(row.header.text)
        for place, cell in enumerate(row.cells, start=len(texts) - len(row.cells)):
            texts[place].append(cell.text)
    return texts
