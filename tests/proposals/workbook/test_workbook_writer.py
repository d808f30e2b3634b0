"""The workbook of an appendix, read back with openpyxl: its figures are the record's, its texts stay texts."""

import datetime
import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from reports.documents.cover import Cover
from reports.documents.document import (
    BulletList,
    Cell,
    Column,
    Contents,
    Document,
    Figure,
    Form,
    FormRow,
    Heading,
    Note,
    NumberedItem,
    NumberedList,
    PageBreak,
    Paragraph,
    Row,
    Table,
)
from reports.styles import STYLES
from reports.writers.workbook import write_workbook
from reports.writers.workbook_numbers import number_format
from reports.writers.workbook_sheets import LONGEST_SHEET_NAME
from services.values.money import MoneyStyle, format_fte, format_money
from tests.support.appendix_examples import fte, profile, proposal, rich_proposal, round_of

COLUMNS = (Column("Reference"), Column("Proposal"), Column("2018/19", "£000", "number"))
TABLE = Table(
    "Savings by portfolio",
    COLUMNS,
    (
        Row("group", Cell("Adults")),
        Row("item", Cell("AD1"), (Cell("Day care"), Cell("-83.5", value=-83_500))),
        Row("item", Cell("AD2"), (Cell("Meals"), Cell("Not known"))),
        Row("subtotal", Cell("Subtotal, Adults"), (Cell("-83.5", value=-83_500),), header_span=2),
        Row("total", Cell("Total of 2 proposals"), (Cell("-83.5", value=-83_500),), header_span=2),
    ),
    footnotes=("Rounded.",),
)


def a_document(*blocks, selection="", **cover):
    said = {"appendix": "A", "date": datetime.date(2027, 1, 14), **cover}
    return Document("Northmoor County Council", "Budget 2018/19", Cover(**said), blocks, selection=selection)


def opened(document, *, computed=False):
    return openpyxl.load_workbook(io.BytesIO(write_workbook(document)), data_only=computed)


def rows(sheet):
    return [
        tuple("" if value is None else value for value in row) for row in sheet.iter_rows(values_only=True)
    ]


def the_row(sheet, *beginning):
    return next(row for row in rows(sheet) if row[: len(beginning)] == beginning)


# Figures


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        ("-0.906", -906_000, "#,##0.000,,;-#,##0.000,,"),
        ("£0.083m", 83_000, '"£"#,##0.000,,"m";-"£"#,##0.000,,"m"'),
        ("(83.5)", -83_500, "#,##0.0,;(#,##0.0,)"),
        ("83,000", 83_000, "#,##0;-#,##0"),
        ("-2.00", Decimal("-2"), "#,##0.00;-#,##0.00"),
        ("0", -400, "#,##0,;#,##0,"),
        ("0.000", 0, "#,##0.000;-#,##0.000"),
        ("0.084", 83_500, "#,##0.000,,;-#,##0.000,,"),
    ],
)
def test_a_figure_is_shown_as_it_is_printed(text, figure, expected):
    assert number_format(text, figure) == expected


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("0.907", 906_000),
        ("0.906", -906_000),
        ("-0.906", 906_000),
        ("7-10", 7),
        ("Up to 5", 5),
        ("(5", -5),
        ("", 0),
        ("1,000,000,000,000,000", 10**15),
    ],
)
def test_what_is_not_the_figure_printed_stays_text(text, figure):
    assert number_format(text, figure) is None
    table = Table(
        "Posts", (Column("Posts", "", "number"),), (Row("item", None, (Cell(text, value=figure),)),)
    )
    assert the_row(opened(a_document(table))["Posts"], text) == (text,)


@pytest.mark.parametrize("unit", ["pounds", "thousands", "millions"])
@pytest.mark.parametrize("decimals", [0, 1, 3])
@pytest.mark.parametrize("negative", ["minus", "brackets"])
def test_whatever_a_council_prints_has_a_format(unit, decimals, negative):
    style = MoneyStyle(unit, decimals, "negative", negative)
    for pounds in (0, 1, -1, 49, -500, 83_500, -906_000, 1_234_567, -999_999_999_999):
        for bare in (True, False):
            assert number_format(format_money(pounds, style, bare=bare), pounds)
    for change in map(Decimal, ("0", "-2", "1.255", "-0.004", "12345.67")):
        assert number_format(format_fte(change, style), change)


def test_figures_are_the_records_own():
    """906,000, 1,188,000 and 690,000 pounds of savings, printed in millions with a minus."""
    document = STYLES["option-pages"](round_of(proposal(), rich_proposal()), Cover())
    book = opened(document, computed=True)
    assert the_row(book["Summary"], "CYP013")[2:] == (-906_000, -1_188_000, -690_000, -2_784_000, 1.75)
    assert the_row(book["Summary"], "Total of 2 proposals")[2:] == (
        -946_000,
        -1_188_000,
        -690_000,
        -2_824_000,
        -0.25,
    )
    budgets = book["Service and base budget"]
    assert the_row(budgets, "CYP002 – Family information")[1:] == (
        "Family Information Service",
        "2018/19",
        83_000,
        0,
        83_000,
        *[""] * (budgets.max_column - 6),
    )
    figure = the_cell(book["Summary"], "CYP013", 2)
    assert (figure.data_type, figure.number_format) == ("n", "#,##0.000,,;-#,##0.000,,")


def the_cell(sheet, beginning, place):
    return next(row for row in sheet.iter_rows() if row[0].value == beginning)[place]


def test_years_down_and_brackets_are_figures_too():
    style = MoneyStyle("thousands", 1, "positive", "brackets")
    record = round_of(proposal(profile=profile(83_500, -500), fte=fte("-1.5", "0", "0")), money_style=style)
    summary = opened(STYLES["option-pages"](record, Cover()), computed=True)["Summary"]
    assert the_row(summary, "CYP002")[2:] == (83_500, -500, 0, 83_000, -1.5)
    assert the_cell(summary, "CYP002", 3).number_format == "#,##0.0,;(#,##0.0,)"


# Sheets


def test_a_sheet_has_its_heads_in_view_and_its_totals_as_formulas_with_their_values():
    document = a_document(Heading(2, "Summary of savings", short="Summary"), TABLE)
    sheet = opened(document)["Summary"]
    assert [cell.value for cell in sheet["C"][5:7]] == ["=SUBTOTAL(9,C4:C5)", "=SUBTOTAL(9,C3:C6)"]
    assert rows(opened(document, computed=True)["Summary"]) == [
        ("Savings by portfolio", "", ""),
        ("Reference", "Proposal", "2018/19 (£000)"),
        ("Adults", "", ""),
        ("AD1", "Day care", -83_500),
        ("AD2", "Meals", "Not known"),
        ("Subtotal, Adults", "", -83_500),
        ("Total of 2 proposals", "", -83_500),
        ("* Rounded.", "", ""),
    ]
    assert sheet.freeze_panes == "A3"
    assert sheet.print_title_rows == "$2:$2"
    bold = [row[0].font.bold for row in sheet.iter_rows(min_row=3, max_row=7)]
    assert bold == [True, False, False, True, True]
    assert not sheet.merged_cells.ranges


def test_tables_of_one_shape_become_one_sheet_with_their_parts():
    row = Row("item", Cell("AD9"), (Cell("Care"), Cell("1.0", value=1_000)))
    second = Table(TABLE.caption, COLUMNS, (row,))
    book = opened(a_document(Heading(2, "North"), TABLE, Heading(2, "South"), second))
    assert book.sheetnames == ["Contents", "Savings by portfolio"]
    sheet = book["Savings by portfolio"]
    assert rows(sheet)[1] == ("Part", "Reference", "Proposal", "2018/19 (£000)", "Notes")
    assert the_row(sheet, "North", "Adults")[4] == "Rounded."
    assert the_row(sheet, "South", "AD9") == ("South", "AD9", "Care", 1_000, "")


def test_forms_of_one_caption_become_a_row_each():
    first = Form("Budget", (FormRow("Service", "Libraries"), FormRow("Net", "£2,000", "Pooled.", 2_000)))
    second = Form("Budget", (FormRow("Service", "Parks"), FormRow("Gross", "Not stated")))
    sheet = opened(a_document(Heading(2, "L1"), first, Heading(2, "P1"), second))["Budget"]
    assert rows(sheet)[1:] == [
        ("Part", "Service", "Net", "Gross", "Notes"),
        ("L1", "Libraries", 2_000, "", "Net: Pooled."),
        ("P1", "Parks", "", "Not stated", ""),
    ]


def test_names_of_sheets_are_safe_and_unlike_each_other():
    captions = ("Contents", "History", "a/b[c]:*?\\", "'quoted'", "x" * 40, "X" * 40, "", "Savings " * 6)
    tables = (replace(TABLE, caption=caption) for caption in captions)
    names = opened(a_document(*tables)).sheetnames
    assert len({name.lower() for name in names}) == len(captions) + 1
    assert all(0 < len(name) <= LONGEST_SHEET_NAME for name in names)
    assert not [name for name in names if set(name) & set("[]:*?/\\") or name.strip("'") != name]


def test_contents_lead_to_every_sheet_and_hold_selection_and_notes():
    document = a_document(
        Heading(2, "Summary", short="Summary"),
        Paragraph("A saving is printed as a negative figure."),
        TABLE,
        Note("About these figures", ("Accepted.",)),
        selection="Only Adults.",
        draft=True,
    )
    sheet = opened(document)["Contents"]
    texts = [row[0] for row in rows(sheet)]
    assert texts[0] == "Savings proposals"
    assert {"Northmoor County Council", "Appendix A", "Draft", "Only Adults.", "14 January 2027"} <= set(
        texts
    )
    (link,) = (cell for row in sheet.iter_rows() for cell in row if cell.hyperlink)
    assert (link.value, link.hyperlink.location) == ("Summary", "'Summary'!A1")
    assert the_row(sheet, "Summary", 2) == ("Summary", 2, "Savings by portfolio")
    assert ("Summary", "About these figures", "Accepted.") in rows(sheet)
    assert ("Summary", "", "A saving is printed as a negative figure.") in rows(sheet)


def test_running_text_stands_under_its_headings_in_order():
    document = a_document(
        Contents(),
        PageBreak(),
        Heading(2, "AD1 – Day care"),
        Heading(3, "Impact"),
        Paragraph("Some."),
        BulletList(("first",)),
        NumberedList((NumberedItem("b)", "second"),)),
        Figure("<svg/>", "Savings rise.", "By year"),
        Heading(3, "Nothing below"),
    )
    assert rows(opened(document)["Text"])[2:] == [
        ("AD1 – Day care", "Impact", "Some."),
        ("AD1 – Day care", "Impact", "• first"),
        ("AD1 – Day care", "Impact", "b) second"),
        ("AD1 – Day care", "Impact", "By year"),
        ("AD1 – Day care", "Impact", "Savings rise."),
        ("AD1 – Day care", "Nothing below", ""),
    ]


@pytest.mark.parametrize("style", list(STYLES))
def test_every_text_of_the_document_is_in_the_workbook(style):
    document = STYLES[style](round_of(proposal(), rich_proposal()), Cover(appendix="A", meeting="Cabinet"))
    held = "\n".join(
        str(value) for sheet in opened(document) for row in rows(sheet) for value in row if value != ""
    )
    for text in texts_of(document):
        assert text.strip() in held


def texts_of(document):
    yield from (document.title, document.subtitle, document.cover.meeting)
    for block in document.blocks:
        match block:
            case Heading() | Paragraph():
                yield block.text
            case BulletList():
                yield from block.items
            case NumberedList():
                yield from (item.text for item in block.items)
            case Note():
                yield from (block.title, *block.paragraphs)
            case Form():
                yield from (
                    block.caption,
                    *(row.label for row in block.rows),
                    *(row.footnote for row in block.rows),
                )
                yield from (row.value for row in block.rows if row.figure is None)
            case Table():
                yield from (block.caption, *(column.heading for column in block.columns), *block.footnotes)
                for row in block.rows:
                    cells = (*([row.header] if row.header else []), *row.cells)
                    yield from (cell.text for cell in cells if cell.value is None)


# The file as a whole


def test_texts_stay_texts_whatever_they_begin_with():
    texts = ("=1+1", "+1", "-1", "@SUM(A1)", "10/11", "007", "http://example.invalid", "_x0041_", "<b>&amp;")
    table = Table("Texts", (Column("Text"),), tuple(Row("item", Cell(text)) for text in texts))
    sheet = opened(a_document(table))["Texts"]
    cells = [row[0] for row in sheet.iter_rows(min_row=3)]
    assert [(cell.data_type, cell.hyperlink) for cell in cells] == [("s", None)] * len(texts)
    written = [cell.value for cell in cells]
    assert written == list(texts)


def test_what_a_file_cannot_hold_is_left_out_and_a_long_text_goes_on_below():
    long = "x" * 40_000
    table = Table(
        "Texts", (Column("Text"),), (Row("item", Cell("a\x00b\x0b\ud800c\ufffe")), Row("item", Cell(long)))
    )
    sheet = opened(a_document(table, title="&D &P" * 30))["Texts"]
    written = [row[0] for row in rows(sheet)[2:]]
    assert written[0] == "abc"
    assert "".join(written[1:]) == long
    assert "&&D &&P" in write_raw(a_document(table, title="&D &P"))


def write_raw(document):
    with zipfile.ZipFile(io.BytesIO(write_workbook(document))) as package:
        return package.read("xl/worksheets/sheet1.xml").decode().replace("&amp;", "&")


def test_properties_say_what_it_is_and_nobody_who_made_it():
    properties = opened(a_document(TABLE)).properties
    assert properties.title == "Appendix A – Savings proposals – Budget 2018/19"
    assert properties.creator == "Northmoor County Council"
    assert properties.lastModifiedBy in (None, "Northmoor County Council")
    assert properties.created.date() == datetime.date(2027, 1, 14)


@pytest.mark.parametrize("date", [None, datetime.date(2027, 1, 14)])
def test_the_same_document_gives_the_same_bytes(date):
    document = a_document(TABLE, date=date)
    assert write_workbook(document) == write_workbook(document)
