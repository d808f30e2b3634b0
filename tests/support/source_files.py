"""Small files of every format that the readers take, made in memory."""

import datetime
import io
import zipfile

import docx
import openpyxl
import xlsxwriter
import xlwt
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from odf import opendocument, style, table
from odf.text import P, Span

from proposals.importing.files.blocks import Grid
from proposals.importing.files.reading import read_file

TEN_MEGABYTES = 10_000_000


def read(content, name="file.txt"):
    return read_file(content, name, largest_bytes=TEN_MEGABYTES)


def texts(document, index=0):
    """The texts of a grid's rows, the cells that a merged one covers marked."""
    grid = [block for block in document.blocks if isinstance(block, Grid)][index]
    return [["~" if cell.covered else cell.text for cell in row] for row in grid.rows]


def reasons(document):
    return [(item.text, item.reason) for item in document.omissions]


def saved(thing):
    out = io.BytesIO()
    thing.save(out)
    return out.getvalue()


def package(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def with_parts(content, changes):
    """The package with some of its parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    return package(parts | {name: change(parts.get(name, b"")) for name, change in changes.items()})


def workbook(write):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    write(book, book.add_worksheet("Savings"))
    book.close()
    return out.getvalue()


def open_workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def word(*rows):
    document = docx.Document()
    made = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    return document, made


def xml(markup):
    head, _, rest = markup.partition(">")
    closes = "/" if head.endswith("/") else ""
    return parse_xml(f"{head.removesuffix('/')} {nsdecls('w')}{closes}>{rest}")


def run(text, properties=""):
    return xml(f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>')


def old_workbook():
    book = xlwt.Workbook()
    sheet = book.add_sheet("Savings")
    bold, struck = xlwt.easyxf("font: bold on"), xlwt.easyxf("font: struck_out on")
    sheet.write_merge(1, 1, 0, 2, "Savings proposals", bold)
    sheet.write(2, 0, "AC01")
    sheet.write(2, 1, 40000, xlwt.easyxf(num_format_str='#,##0,"k"'))
    sheet.write(2, 2, datetime.date(2026, 4, 1), xlwt.easyxf(num_format_str="DD/MM/YYYY"))
    sheet.write(3, 0, "AC02", struck)
    sheet.write(3, 1, 0.1 + 0.2)
    sheet.write(4, 0, "hidden row")
    sheet.row(4).hidden = True
    sheet.write(5, 0, "AC03")
    sheet.write(5, 3, "hidden column")
    sheet.col(3).hidden = True
    sheet.write_rich_text(6, 0, [("35", xlwt.easyfont("struck_out on")), "40"])
    other = book.add_sheet("Workings")
    other.write(0, 0, "hidden sheet")
    other.visibility = 1
    return saved(book)


def open_spreadsheet():
    document = opendocument.OpenDocumentSpreadsheet()
    struck = style.Style(name="Struck", family="text")
    struck.addElement(style.TextProperties(textlinethroughstyle="solid"))
    bold = style.Style(name="Bold", family="table-cell")
    bold.addElement(style.TextProperties(fontweight="bold"))
    for item in (struck, bold):
        document.automaticstyles.addElement(item)
    sheet = table.Table(name="Savings")
    sheet.addElement(table.TableColumn(numbercolumnsrepeated=3))
    sheet.addElement(table.TableColumn(visibility="collapse"))
    sheet.addElement(table.TableRow(numberrowsrepeated=1))
    title = table.TableCell(numbercolumnsspanned=3, stylename=bold)
    title.addElement(P(text="Savings proposals"))
    half = P()
    half.addElement(Span(stylename=struck, text="35"))
    half.addText("40")
    rows = [
        (table.TableRow(), [title, table.CoveredTableCell(numbercolumnsrepeated=2)]),
        (
            table.TableRow(),
            [ods_cell("AC01"), ods_cell("40k", value="40000"), ods_cell(half), ods_cell("hidden column")],
        ),
        (table.TableRow(visibility="collapse"), [ods_cell("hidden row")]),
        (table.TableRow(numberrowsrepeated=1_000_000), []),
    ]
    for row, cells in rows:
        for cell in cells:
            row.addElement(cell)
        sheet.addElement(row)
    document.spreadsheet.addElement(sheet)
    return saved(document)


def ods_cell(text, value=None):
    cell = table.TableCell(valuetype="float", value=value) if value else table.TableCell()
    cell.addElement(P(text=text) if isinstance(text, str) else text)
    return cell
