"""Workbooks in a test: downloaded, edited as a person would in a spreadsheet, and made hostile."""

import io
import zipfile

import openpyxl

from proposals.workbook.applying import apply_workbook
from proposals.workbook.comparing import Decisions
from proposals.workbook.making import make_workbook
from proposals.workbook.planning import make_plan
from proposals.workbook.reading import read_workbook

NAME = "round.xlsx"


def download(budget_round, user, proposals=None, **more):
    """The workbook of the round (or of these proposals) as this person downloads it."""
    chosen = budget_round.proposals.all() if proposals is None else proposals
    content, _ = make_workbook(budget_round, chosen, user, made_by=str(user), **more)
    return content


def edited(content, change):
    """The workbook after `change` has been given the opened workbook, and it was saved again."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def place(sheet, heading):
    """Which column, counted from 1, stands under the heading."""
    return next(cell.column for cell in sheet[1] if cell.value == heading)


def row_of(sheet, reference):
    column = place(sheet, "Reference")
    return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, column).value == reference)


def with_cells(content, *cells):
    """The workbook with other values in (sheet, reference, heading)."""

    def change(book):
        for sheet, reference, heading, value in cells:
            target = book[sheet]
            target.cell(row_of(target, reference), place(target, heading)).value = value

    return edited(content, change)


def with_row(content, sheet, **values):
    """The workbook with a row added below the last; a heading's blanks are underscores."""

    def change(book):
        target = book[sheet]
        below = target.max_row + 1
        for heading, value in values.items():
            target.cell(below, place(target, heading.replace("_", " "))).value = value

    return edited(content, change)


def plan_of(content, user, **decisions):
    return make_plan(read_workbook(content, NAME), user, Decisions(**decisions))


def apply(content, user, fingerprint=None, reason="", **decisions):
    return apply_workbook(content, NAME, user, Decisions(**decisions), fingerprint=fingerprint, reason=reason)


def errors_of(content, user, **decisions):
    return [str(error) for error in plan_of(content, user, **decisions).errors]


def part(content, name):
    """One part of the workbook's package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


def with_parts(content, parts):
    """The workbook with parts of its package put in or replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as package,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in package.namelist():
            if name not in parts:
                new.writestr(name, package.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def sheet_part(content, sheet):
    """The name of the part that holds the sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return f"xl/worksheets/sheet{book.sheetnames.index(sheet) + 1}.xml"
