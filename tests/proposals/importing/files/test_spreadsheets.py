"""Spreadsheets of every format: true rows, what is displayed and the value behind it, what is left out and said."""

import datetime
import time
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font

from tests.support.source_files import (
    old_workbook,
    open_spreadsheet,
    open_workbook,
    read,
    reasons,
    saved,
    texts,
    with_parts,
    workbook,
)


def test_rows_and_columns_are_numbered_as_excel_shows_them():
    book = openpyxl.Workbook()
    book.active["C4"] = "Total"
    grid = read(saved(book), "a.xlsx").blocks[0]
    assert [cell.text for cell in grid.rows[3]] == ["", "", "Total"]
    assert (
        grid.rows[3][2].location.sheet,
        grid.rows[3][2].location.row,
        grid.rows[3][2].location.column,
    ) == ("Sheet", 4, 3)


def test_a_number_keeps_its_exact_value_beside_what_is_displayed():
    book = open_workbook([0.1 + 0.2, 40000, datetime.date(2026, 4, 1)])
    book.active["B1"].number_format = "0.0,"
    cells = read(saved(book), "a.xlsx").blocks[0].rows[0]
    assert [(cell.text, cell.value) for cell in cells] == [
        ("0.3", Decimal("0.3")),
        ("40.0", Decimal(40000)),
        ("2026-04-01", datetime.date(2026, 4, 1)),
    ]
    assert cells[1].number_format == "0.0,"


def test_merged_cells_stand_once_and_cover_the_others():
    book = open_workbook(["Savings", None], [None, None], ["a", "b"])
    book.active.merge_cells("A1:B2")
    document = read(saved(book), "a.xlsx")
    assert texts(document) == [["Savings", "~"], ["~", "~"], ["a", "b"]]
    assert (document.blocks[0].rows[0][0].rows, document.blocks[0].rows[0][0].columns) == (2, 2)


def test_bold_and_indented_cells_are_told():
    book = open_workbook(["Adults", "  Day care"])
    book.active["A1"].font, book.active["A1"].alignment = Font(bold=True), Alignment(indent=2)
    first, second = read(saved(book), "a.xlsx").blocks[0].rows[0]
    assert (first.bold, first.indent, second.bold, second.indent > 0, second.text) == (
        True,
        2,
        False,
        True,
        "Day care",
    )


@pytest.mark.parametrize("hide", ["row", "column", "sheet", "very hidden sheet"])
def test_what_is_hidden_is_no_content_and_said(hide):
    book = open_workbook(["a", "b"], ["secret", "c"])
    sheet = book.active
    if hide == "column":
        sheet["A1"], sheet["A2"], sheet["B2"] = "secret", None, None
        sheet.column_dimensions["A"].hidden = True
    elif hide == "row":
        sheet.row_dimensions[2].hidden = True
    else:
        sheet.delete_rows(2)
        other = book.create_sheet("Workings")
        other["A1"] = "secret"
        other.sheet_state = "veryHidden" if hide.startswith("very") else "hidden"
    document = read(saved(book), "a.xlsx")
    assert "secret" not in str(texts(document))
    assert any("secret" in text and "hidden" in reason for text, reason in reasons(document))


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b'<row r="2"', b'<row r="2" ht="0"'),
        (b"<sheetData>", b'<cols><col min="1" max="1" width="0"/></cols><sheetData>'),
    ],
)
def test_rows_and_columns_of_no_size_are_hidden(was, becomes):
    content = saved(open_workbook(["a", "b"], ["c", "d"]))
    content = with_parts(content, {"xl/worksheets/sheet1.xml": lambda part: part.replace(was, becomes)})
    assert texts(read(content, "a.xlsx")) in ([["a", "b"]], [["b"], ["d"]])
    assert any(reason.startswith("a hidden") for _, reason in reasons(read(content, "a.xlsx")))


def test_rows_below_a_hidden_one_keep_their_number():
    book = open_workbook(["a"], ["b"], ["c"])
    book.active.row_dimensions[2].hidden = True
    assert [row[0].location.row for row in read(saved(book), "a.xlsx").blocks[0].rows] == [1, 3]


def test_a_struck_cell_is_left_out_and_said():
    book = open_workbook(["AC01", 40])
    book.active["B1"].font = Font(strike=True)
    document = read(saved(book), "a.xlsx")
    assert texts(document) == [["AC01"]]
    assert reasons(document) == [("40", "struck through")]


@pytest.mark.parametrize(
    ("traits", "reason"),
    [({"font_strikeout": True}, "struck through"), ({"font_script": 1}, "a raised note mark")],
)
def test_a_struck_or_raised_figure_glued_to_another_is_left_out(traits, reason):
    def write(book, sheet):
        sheet.write_rich_string("A1", book.add_format(traits), "35", "40", " ")

    document = read(workbook(write), "a.xlsx")
    assert texts(document) == [["40"]]
    assert reasons(document) == [("35", reason)]


def test_raised_endings_of_ordinal_numbers_are_content():
    def write(book, sheet):
        sheet.write_rich_string("A1", "From 1", book.add_format({"font_script": 1}), "st", " April")

    assert texts(read(workbook(write), "a.xlsx")) == [["From 1st April"]]


def test_a_stored_result_is_read_and_a_formula_without_one_is_said():
    def write(_book, sheet):
        sheet.write_formula("A1", "=B1*2", None, 80)
        sheet.write_string("B1", "x")

    assert texts(read(workbook(write), "a.xlsx")) == [["80", "x"]]
    document = read(saved(open_workbook(["x", "=1+1"])), "a.xlsx")
    assert texts(document) == [["x", "=1+1"]]
    assert document.omissions[0].text == "=1+1"
    assert "without a stored value" in document.omissions[0].reason
    assert (document.omissions[0].location.row, document.omissions[0].location.column) == (1, 2)


def test_a_value_whose_format_displays_nothing_is_said():
    book = open_workbook(["a", 40])
    book.active["B1"].number_format = ";;;"
    assert reasons(read(saved(book), "a.xlsx")) == [("40", "its number format displays nothing")]


def test_comments_and_text_boxes_are_said():
    book = open_workbook(["a"])
    book.active["A1"].comment = Comment("check this", "Finance")
    assert any(
        "check this" in text and reason == "a comment"
        for text, reason in reasons(read(saved(book), "a.xlsx"))
    )

    def write(_book, sheet):
        sheet.write("A1", "a")
        sheet.insert_textbox("C3", "in a box")

    assert ("in a box", "a text box") in reasons(read(workbook(write), "a.xlsx"))


def test_macros_and_links_are_said_and_not_run():
    content = saved(open_workbook(["a"]))
    with_macros = with_parts(content, {"xl/vbaProject.bin": lambda _: b"macro"})
    document = read(with_macros, "a.xlsm")
    assert (document.kind, reasons(document)) == ("xlsm", [("", "macros, which were not run")])
    linked = with_parts(content, {"xl/externalLinks/externalLink1.xml": lambda _: b"<externalLink/>"})
    assert "not followed" in read(linked, "a.xlsx").omissions[0].reason


def test_line_breaks_in_a_cell_are_its_lines():
    cell = read(saved(open_workbook(["one\ntwo"])), "a.xlsx").blocks[0].rows[0][0]
    assert (cell.text, cell.lines) == ("one\ntwo", ("one", "two"))


def test_an_old_workbook_is_read_with_what_it_hides_and_strikes_through():
    document = read(old_workbook(), "a.xls")
    assert texts(document) == [
        ["", "", ""],
        ["Savings proposals", "~", "~"],
        ["AC01", "40k", "01/04/2026"],
        ["", "0.3", ""],
        ["AC03", "", ""],
        ["40", "", ""],
    ]
    cell = document.blocks[0].rows[2][1]
    assert (cell.value, document.blocks[0].rows[3][1].value) == (Decimal(40000), Decimal("0.3"))
    assert document.blocks[0].rows[1][0].bold
    assert reasons(document)[1:] == [
        ("AC02", "struck through"),
        ("35", "struck through"),
        ("hidden row", "a hidden row"),
        ("hidden column", "a hidden column"),
        ("hidden sheet", "a hidden sheet"),
    ]
    assert "does not tell" in document.omissions[0].reason


def test_an_open_document_is_read_with_what_it_hides_and_strikes_through():
    document = read(open_spreadsheet(), "a.ods")
    assert texts(document) == [["", "", ""], ["Savings proposals", "~", "~"], ["AC01", "40k", "40"]]
    assert document.blocks[0].rows[2][1].value == Decimal(40000)
    assert document.blocks[0].rows[1][0].bold
    assert reasons(document) == [
        ("35", "struck through"),
        ("hidden row", "a hidden row"),
        ("hidden column", "a hidden column"),
    ]


def test_ten_thousand_rows_are_read_quickly():
    def write(_book, sheet):
        for row in range(10_000):
            sheet.write_row(row, 0, [f"AC{row:05d}", "Environment", "Parks mowing", 40, 0, 0.5, 40.5, -1])

    content = workbook(write)
    read(saved(open_workbook(["a"])), "a.xlsx")  # loads the libraries
    began = time.process_time()
    document = read(content, "a.xlsx")
    assert len(document.blocks[0].rows) == 10_000
    assert time.process_time() - began < 2.5
