"""Workbooks that are damaged, too large, or hold what nobody should trust: refused in words, in little time."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from proposals.importing.files.cleaning import UnreadableDocument
from proposals.workbook.reading import read_workbook
from tests.support.web_examples import make_proposal, make_round
from tests.support.workbook_edits import (
    NAME,
    download,
    edited,
    errors_of,
    part,
    place,
    plan_of,
    sheet_part,
    with_cells,
    with_parts,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
AMOUNT = "Recurring saving or pressure 2027/28 (£)"


@pytest.fixture
def content(finance_officer):
    budget_round = make_round(phase="preparation")
    make_proposal(budget_round, "ENV001", statements={"approach": "Step by step."})
    make_proposal(budget_round, "ENV002")
    return download(budget_round, finance_officer)


def refusal(content, name=NAME):
    with pytest.raises(UnreadableDocument) as refused:
        read_workbook(content, name)
    return str(refused.value)


def package_of(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts:
            package.writestr(name, data)
    return out.getvalue()


class TestTheFile:
    @pytest.mark.parametrize(
        ("file", "name", "message"),
        [
            (b"Reference,Title", "round.csv", "not an Excel workbook"),
            (b"Reference,Title", NAME, "not an Excel workbook"),
            (b"PK\x03\x04 cut short", NAME, "damaged or cut short"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "round.xls", "old Excel file"),
            (b"PK\x03\x04", "round.xlsm", "macros (.xlsm)"),
        ],
    )
    def test_that_is_no_workbook_is_refused(self, file, name, message):
        assert message in refusal(file, name)

    def test_of_another_origin_is_refused(self):
        out = io.BytesIO()
        openpyxl.Workbook().save(out)
        assert "was not downloaded for editing" in refusal(out.getvalue())

    def test_cut_short_is_refused(self, content):
        assert "damaged" in refusal(content[: len(content) // 2])

    def test_with_macros_is_refused_whatever_its_name(self, content):
        assert "macros" in refusal(with_parts(content, {"xl/vbaProject.bin": b"x"}))
        types = part(content, "[Content_Types].xml").replace(
            b"sheet.main+xml", b"sheet.macroEnabled.main+xml"
        )
        assert "macros" in refusal(with_parts(content, {"[Content_Types].xml": types}))

    def test_with_links_to_other_files_is_refused(self, content):
        assert "linked to other files" in refusal(
            with_parts(content, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})
        )

    def test_that_unpacks_to_gigabytes_is_refused_unread(self, content):
        bomb = with_parts(content, {"xl/media/image1.xml": b"0" * (45 * 1024 * 1024)})
        assert len(bomb) < 200_000
        assert "unpacks to 45 MB" in refusal(bomb)
        small = with_parts(content, {"xl/media/image1.xml": b"0" * (9 * 1024 * 1024)})
        assert "unpacks to 9 MB" in refusal(small)

    def test_of_thousands_of_parts_or_with_one_twice_is_refused(self, content):
        many = with_parts(content, {f"xl/media/{number}.xml": b"" for number in range(400)})
        assert "made of" in refusal(many)
        workbook = part(content, "xl/workbook.xml")
        twice = package_of([("xl/workbook.xml", workbook), ("xl/Workbook.xml", workbook)])
        assert "the same part twice" in refusal(twice)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_with_entities_of_its_own_is_refused(self, content, encoding):
        name = sheet_part(content, "Proposals")
        bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
        assert "contains entities" in refusal(with_parts(content, {name: bomb.encode(encoding)}))

    def test_with_a_hundred_thousand_rows_is_refused(self, content):
        name = sheet_part(content, "Proposals")
        rows = "".join(
            f'<row r="{row}"><c r="A{row}"><v>{row * 7919}</v></c></row>' for row in range(4, 100_004)
        )
        sheet = part(content, name).replace(b"</sheetData>", rows.encode() + b"</sheetData>")
        assert "100,003 rows" in refusal(with_parts(content, {name: sheet}))

    def test_with_too_many_cells_is_refused(self, content):
        name = sheet_part(content, "Proposals")
        row = b"<row>" + b"<c/>" * 400_001 + b"</row>"
        sheet = part(content, name).replace(b"</sheetData>", row + b"</sheetData>")
        assert "cells; at most 400,000" in refusal(with_parts(content, {name: sheet}))

    def test_that_states_a_cell_twice_is_refused(self, content):
        name = sheet_part(content, "Proposals")
        sheet = part(content, name).replace(
            b"</sheetData>", b'<row r="2"><c r="A2"><v>1</v></c></row></sheetData>'
        )
        assert "states the cell A2 twice" in refusal(with_parts(content, {name: sheet}))

    @pytest.mark.parametrize("change", [(b'"A2"', b'"A99999999999"'), (b"<v>1000</v>", b"<v>much</v>")])
    def test_that_no_spreadsheet_would_write_is_refused(self, content, change):
        name = sheet_part(content, "Proposals")
        assert "damaged" in refusal(with_parts(content, {name: part(content, name).replace(*change)}))


class TestTheCells:
    @pytest.mark.parametrize(
        ("heading", "value", "message"),
        [
            (AMOUNT, "=1+1", "The cell contains a formula"),
            (AMOUNT, "a lot", "“a lot” is not an amount of money. Write it as"),
            (AMOUNT, 906000.4, "“906000.4” is not a whole number of pounds."),
            (AMOUNT, "0.0000001m", "is not a whole number of pounds"),
            (AMOUNT, 10**15, "larger than any council’s budget"),
            (AMOUNT, True, "The cell contains TRUE or FALSE."),
            (AMOUNT, "#REF!", "The cell contains the error #REF!."),
            ("One-off cost 2027/28 (£)", -5, "is negative"),
            ("FTE change 2027/28", -1.234, "has more than 2 decimal places"),
            ("FTE change 2027/28", "some", "is not a number of full-time equivalents"),
            ("Start year", "2028/29", "This cell is locked and was “2027/28”: put that back."),
            ("Risk to delivery", "dire", "“dire” is not in the list. Choose one of: high, medium, low."),
            ("For consultation only", "perhaps", "is neither yes nor no"),
            ("Deliverability (%)", 101, "is not a whole percentage from 0 to 100"),
            ("Title", "x" * 301, "at most 300 are kept"),
            ("Title", False, "The cell contains TRUE or FALSE."),
        ],
    )
    def test_of_the_wrong_kind_are_errors_with_their_address(
        self, content, finance_officer, heading, value, message
    ):
        new = with_cells(content, ("Proposals", "ENV001", heading, value))
        (error,) = errors_of(new, finance_officer)
        sheet = openpyxl.load_workbook(io.BytesIO(content))["Proposals"]
        letter = get_column_letter(place(sheet, heading))
        assert error.startswith(f"Proposals, {letter}2 ({heading}): ")
        assert message in error

    def test_that_are_dates_are_refused_though_they_are_numbers(self, content, finance_officer):
        def change(book):
            cell = book["Proposals"].cell(2, place(book["Proposals"], AMOUNT))
            cell.value, cell.number_format = 46_000, "dd/mm/yyyy"

        (error,) = errors_of(edited(content, change), finance_officer)
        assert "The cell contains a date. Format the cell as text" in error

    def test_with_binary_fractions_are_the_decimals_they_stand_for(self, content, finance_officer):
        name = sheet_part(content, "Proposals")
        sheet = part(content, name).replace(b"<v>1000</v>", b"<v>9.0600000000000001E5</v>", 1)
        (planned,) = plan_of(with_parts(content, {name: sheet}), finance_officer).proposals
        assert [(cell.before, cell.after) for cell in planned.cells] == [("1,000", "906,000")]

    def test_are_all_looked_at_before_anything_is_refused(self, content, finance_officer):
        new = with_cells(
            content,
            ("Proposals", "ENV001", AMOUNT, "x"),
            ("Proposals", "ENV002", "For consultation only", "x"),
            ("Statements", "ENV001", "Answer", "x"),
        )
        assert [error.split(" (")[0] for error in errors_of(new, finance_officer)] == [
            "Proposals, L2",
            "Proposals, J3",
            "Statements, E2",
        ]


class TestTheSheets:
    def test_that_hide_rows_columns_or_themselves_are_read_and_it_is_said(self, content, finance_officer):
        def change(book):
            sheet = book["Proposals"]
            sheet.cell(3, place(sheet, "Title")).value = "Hidden words"
            sheet.row_dimensions[3].hidden = True
            sheet.column_dimensions["E"].hidden = True
            book["Statements"].sheet_state = "hidden"
            book.create_sheet("Mine")["A1"] = "=1/0"

        plan = plan_of(edited(content, change), finance_officer)
        assert plan.cells == 1
        assert plan.notes == (
            "Proposals has hidden rows (3). They have been imported.",
            "Proposals has 1 hidden columns. They have been imported.",
            "The sheet Statements is hidden. It has been imported.",
            "The sheet “Mine” is not part of this workbook. It has been ignored.",
        )

    def test_with_merged_cells_are_refused_however_large_the_area(self, content, finance_officer):
        name = sheet_part(content, "Proposals")
        merged = b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        sheet = part(content, name).replace(b"</sheetData>", merged)
        (error,) = errors_of(with_parts(content, {name: sheet}), finance_officer)
        assert error == "Proposals: The cells A1:XFD1048576 are merged. Unmerge them."

    def test_with_other_headings_are_refused_with_all_of_them(self, content, finance_officer):
        def change(book):
            sheet = book["Proposals"]
            sheet.cell(1, place(sheet, "Title")).value = "Tittle"
            sheet.cell(1, place(sheet, "Category")).value = "Kind of saving"

        assert errors_of(edited(content, change), finance_officer) == [
            "Proposals, row 1: The column “Category” is missing or has a different heading.",
            "Proposals, row 1: The column “Title” is missing or has a different heading.",
            "Proposals, E1: There is no column “Tittle” in this sheet.",
            "Proposals, H1: The column “Kind of saving” is there twice.",
        ]

    def test_that_are_missing_are_named(self, content, finance_officer):
        def change(book):
            book["Risks"].title = "Risks of mine"

        (error,) = errors_of(edited(content, change), finance_officer)
        assert error == "Risks: The sheet is missing or has a different name."

    def test_with_the_same_number_twice_are_refused(self, content, finance_officer):
        def change(book):
            sheet = book["Proposals"]
            for column in range(1, sheet.max_column + 1):
                sheet.cell(4, column).value = sheet.cell(2, column).value

        (error,) = errors_of(edited(content, change), finance_officer)
        assert error.startswith("Proposals, A4 (Number): The number ")
        assert error.endswith("stands in row 2 already.")

    def test_with_something_beside_the_table_are_refused(self, content, finance_officer):
        new = edited(content, lambda book: book["Proposals"].cell(2, 60, "note to self"))
        (error,) = errors_of(new, finance_officer)
        assert error == "Proposals, BH2: There are values outside the table. Delete them."

    def test_full_of_errors_stop_being_read(self, content, finance_officer):
        def change(book):
            for row in range(4, 700):
                book["Risks"].cell(row, 5).value = "dire"

        errors = errors_of(edited(content, change), finance_officer)
        assert "the rest of the workbook was not checked" in errors[-1]

    def test_that_forget_their_download_are_refused(self, content):
        def forget(book):
            book["Originals"]["B2"] = "no number"

        assert "lost" in refusal(edited(content, forget))
        assert "lost" in refusal(edited(content, lambda book: book.remove(book["Originals"])))
        assert "lost" in refusal(edited(content, lambda book: book.remove(book["Lists"])))
