"""Documents of forms as files: Word with styles and tables, text, PDF, and a sheet."""

import io
from html import escape

import docx
import openpyxl
from openpyxl.styles import Font

from tests.proposals.importing.understanding.form_documents import (
    Bold,
    Document,
    Heading,
    Items,
    Piece,
    Table,
)
from tests.support.option_forms import saved
from tests.support.printing import print_html

_STYLE = """<style>@page { size: A4; margin: 2cm } body { font: 10pt serif } h1 { font-size: 16pt }
h2 { font-size: 13pt } table { border-collapse: collapse; width: 100%; margin: 6pt 0 }
td { border: 0.6pt solid black; padding: 3pt 5pt; vertical-align: top }</style>"""


def word_of(document: Document) -> bytes:
    """Return the document as a Word file."""
    file = docx.Document()
    for piece in document.pieces:
        if isinstance(piece, Heading):
            file.add_heading(piece.text, level=piece.level)
        elif isinstance(piece, Bold):
            file.add_paragraph().add_run(piece.text).bold = True
        elif isinstance(piece, Items):
            for text in piece.texts:
                file.add_paragraph(text, style="List Bullet")
        elif isinstance(piece, Table):
            _add_table(file, piece)
        else:
            file.add_paragraph(piece)
    return saved(file)


def _add_table(file, piece: Table) -> None:
    width = max(map(len, piece.rows))
    made = file.add_table(rows=0, cols=width)
    for row in piece.rows:
        cells = made.add_row().cells
        for at, text in enumerate(row):
            cells[at].text = text
        if len(row) < width:  # the last cell runs to the end of the row
            cells[len(row) - 1].merge(cells[-1])


def text_of(document: Document) -> bytes:
    """Return the document as plain text, a tab between the cells of a row."""
    lines = []
    for piece in document.pieces:
        if isinstance(piece, Table):
            lines += ["\t".join(row) for row in piece.rows]
        elif isinstance(piece, Items):
            lines += [f"• {text}" for text in piece.texts]
        else:
            lines.append(_text(piece))
        lines.append("")
    return "\n".join([*lines, ""]).encode()


def workbook_of(document: Document) -> bytes:
    """Return the document as a workbook: a row for each line, blank ones around tables, plain numbers as numbers."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Form"
    for piece in document.pieces:
        if isinstance(piece, Table):
            sheet.append([])
            for row in piece.rows:
                sheet.append([int(text) if text.isdecimal() else text for text in row])
            sheet.append([])
            continue
        texts = [f"• {text}" for text in piece.texts] if isinstance(piece, Items) else [_text(piece)]
        for text in texts:
            sheet.append([text])
            sheet.cell(sheet.max_row, 1).font = Font(bold=isinstance(piece, Heading | Bold))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _text(piece: Piece) -> str:
    return piece if isinstance(piece, str) else piece.text


def pdf_of(document: Document) -> bytes:
    """Return the document as a PDF with ruled tables."""
    body = "".join(map(_html, document.pieces))
    return print_html(f"<html lang=en>{_STYLE}{body}</html>")


def _html(piece: Piece) -> str:
    if isinstance(piece, Heading):
        return f"<h{piece.level}>{escape(piece.text)}</h{piece.level}>"
    if isinstance(piece, Bold):
        return f"<p><b>{escape(piece.text)}</b></p>"
    if isinstance(piece, Items):
        return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in piece.texts) + "</ul>"
    if isinstance(piece, Table):
        width = max(map(len, piece.rows))
        return "<table>" + "".join(_html_row(row, width) for row in piece.rows) + "</table>"
    return f"<p>{escape(piece)}</p>"


def _html_row(row, width: int) -> str:
    *cells, last = (escape(text) for text in row)
    first = "".join(f"<td>{cell}</td>" for cell in cells)
    return f"<tr>{first}<td colspan={width - len(cells)}>{last}</td></tr>"
