"""Small writers of the corpus: the same rows as an Excel, Word, CSV, tab or PDF file."""

import csv
import io
import re
from decimal import Decimal
from html import escape

from proposals.importing.files.blocks import Cell
from tests.support.printing import print_html

FORMATS = ("xlsx", "docx", "csv", "tsv", "txt", "pdf", "ods", "xls")
WITHOUT_LINES = {"unruled": "pdf", "narrow": "pdf", "tight": "pdf", "spaced": "txt"}
"""Ways to print a table in which only the places of its words show the columns, and the ending of their files."""


def _shown(value):
    if isinstance(value, Cell):
        return value.text
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value)


def _plain(rows):
    width = max(len(row) for row in rows)
    return [[_shown(value) for value in row] + [""] * (width - len(row)) for row in rows]


def written(kind, above, rows, notes):
    """Return the bytes of a file of this kind."""
    return {
        "xlsx": _excel,
        "docx": _word,
        "csv": _values(","),
        "tsv": _values("\t"),
        "txt": _values("\t"),
        "pdf": _pdf,
        "ods": _open,
        "xls": _old,
        "unruled": _unruled("font-size: 8pt", "2pt 4pt; max-width: 3.5cm; vertical-align: middle"),
        "narrow": _unruled(
            "font-size: 8pt; width: 100%", "2pt 4pt; max-width: 3.5cm; vertical-align: middle"
        ),
        "tight": _unruled("font-size: 7pt", "1pt 2pt; max-width: 2.2cm; vertical-align: top"),
        "spaced": _spaced,
    }[kind](above, rows, notes)


def _excel(above, rows, notes):
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    for line in above:
        sheet.append([line])
    sheet.append([])
    for number, row in enumerate(rows, start=len(above) + 2):
        for index, value in enumerate(row, start=1):
            is_cell = isinstance(value, Cell)
            content = (value.value if value.value is not None else value.text) if is_cell else value
            if content in ("", None):
                continue
            content = float(content) if isinstance(content, Decimal) and content % 1 else content
            target = sheet.cell(number, index, int(content) if isinstance(content, Decimal) else content)
            if is_cell and value.bold:
                target.font = Font(bold=True)
            if is_cell and value.columns > 1:
                sheet.merge_cells(
                    start_row=number, start_column=index, end_row=number, end_column=index + value.columns - 1
                )
        if not any(_shown(value) for value in row):
            sheet.row_dimensions[number].height = 10
            sheet.cell(number, 1, None)
    for note in notes:
        sheet.cell(sheet.max_row + 2, 1, note)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _word(above, rows, notes):
    import docx

    file = docx.Document()
    for line in above:
        file.add_paragraph(line)
    plain = _plain(rows)
    table = file.add_table(len(plain), len(plain[0]))
    for row, texts, values in zip(table.rows, plain, rows, strict=True):
        cells = row.cells
        for index, text in enumerate(texts):
            value = values[index] if index < len(values) else None
            if isinstance(value, Cell) and value.columns > 1:
                cells[index].merge(cells[index + value.columns - 1])
            if text:
                run = cells[index].paragraphs[0].add_run(text)
                run.bold = isinstance(value, Cell) and value.bold
    for note in notes:
        file.add_paragraph(note)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _values(delimiter):
    def write(above, rows, notes):
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=delimiter)
        for line in above:
            writer.writerow([line])
        writer.writerows(_plain(rows))
        for note in notes:
            writer.writerow([note])
        return buffer.getvalue().encode()

    return write


def _pdf(above, rows, notes):
    lines = "".join(f"<p>{escape(line)}</p>" for line in above)
    body = "".join(
        "<tr>" + "".join(_pdf_cell(value) for value in _padded(row, rows)) + "</tr>" for row in rows
    )
    below = "".join(f"<p>{escape(line)}</p>" for line in notes)
    style = "@page{size:A3 landscape;margin:1cm} table{border-collapse:collapse;font:8pt sans-serif} td{border:1px solid #000;padding:2px 4px}"
    return print_html(f"<style>{style}</style>{lines}<table>{body}</table>{below}")


def _unruled(table, padding):
    """Return a writer of PDFs without lines: words stand at the left of their columns, figures at the right."""

    def write(above, rows, notes):
        lines = "".join(f"<p>{escape(line)}</p>" for line in above)
        body = "".join(f"<tr>{_unruled_cells(texts)}</tr>" for texts in _plain(rows))
        below = "".join(f"<p>{escape(line)}</p>" for line in notes)
        style = (
            f"@page{{size:A4 landscape;margin:1cm}} table{{border-collapse:collapse;font-family:sans-serif;{table}}} "
            f"td{{padding:{padding}}} .n{{text-align:right}}"
        )
        return print_html(f"<style>{style}</style>{lines}<table>{body}</table>{below}")

    return write


def _unruled_cells(texts):
    """Return the cells of a row; words that stand alone in it are not wrapped within its first column."""
    if not any(texts[1:]):
        return f"<td colspan={len(texts)} style='max-width: none'>{escape(texts[0])}</td>"
    return "".join(map(_unruled_cell, texts))


def _unruled_cell(text):
    return f"<td class={'n' if _is_printed_figure(text) else 't'}>{escape(text)}</td>"


def _is_printed_figure(text):
    return bool(re.fullmatch(r"[(£+-]*[\d,.]+\)?|-", text))


def _spaced(above, rows, notes):
    plain = _plain(rows)
    widths = [max(len(texts[index]) for texts in plain) for index in range(len(plain[0]))]
    lines = [
        "   ".join(
            text.rjust(width) if _is_printed_figure(text) else text.ljust(width)
            for text, width in zip(texts, widths, strict=True)
        ).rstrip()
        for texts in plain
    ]
    return "\n".join([*above, *lines, "", *notes]).encode()


def _padded(row, rows):
    width = max(len(other) for other in rows)
    return [*row, *[""] * (width - len(row))]


def _pdf_cell(value):
    if isinstance(value, Cell) and value.covered:
        return ""
    span = f" colspan={value.columns}" if isinstance(value, Cell) and value.columns > 1 else ""
    text = escape(_shown(value))
    return f"<td{span}>{f'<b>{text}</b>' if isinstance(value, Cell) and value.bold else text}</td>"


def _figure(value):
    value = value.value if isinstance(value, Cell) and value.value is not None else value
    return float(value) if isinstance(value, Decimal | int) and not isinstance(value, bool) else None


def _open(above, rows, notes):
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    file = OpenDocumentSpreadsheet()
    table = Table(name="Sheet1")
    for row in [*([line] for line in above), [], *rows, [], *([note] for note in notes)]:
        target = TableRow()
        for value in row or [""]:
            figure = _figure(value)
            cell = (
                TableCell(valuetype="float", value=figure)
                if figure is not None
                else TableCell(valuetype="string")
            )
            if _shown(value):
                cell.addElement(P(text=_shown(value)))
            target.addElement(cell)
        table.addElement(target)
    file.spreadsheet.addElement(table)
    buffer = io.BytesIO()
    file.write(buffer)
    return buffer.getvalue()


def _old(above, rows, notes):
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for number, row in enumerate([*([line] for line in above), [], *rows, [], *([note] for note in notes)]):
        for index, value in enumerate(row):
            figure = _figure(value)
            if _shown(value):
                sheet.write(number, index, figure if figure is not None else _shown(value))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
