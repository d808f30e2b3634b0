from datetime import date

import pytest

from reports.documents.cover import Cover
from reports.documents.document import Cell, Column, Document, Heading, Paragraph, Row, Table, UnevenTable
from services.values.dates import format_day


def document(*blocks, **cover):
    return Document(council="Northmoor", subtitle="Budget 2018/19", cover=Cover(**cover), blocks=blocks)


def test_full_title_names_the_appendix_and_what_it_covers():
    assert document(appendix="A").full_title == "Appendix A – Savings proposals – Budget 2018/19"


def test_full_title_without_a_letter_has_no_appendix():
    assert document(title="Options").full_title == "Options – Budget 2018/19"


def test_contents_hold_the_headings_marked_for_them_in_order():
    one, two = Heading(2, "One", in_contents=True), Heading(2, "Two", in_contents=True)
    made = document(one, Paragraph("Text"), Heading(3, "Within one"), two)
    assert list(made.contents) == [one, two]


def test_date_is_printed_without_a_leading_nought():
    assert format_day(date(2017, 9, 4)) == "4 September 2017"


def test_a_row_that_does_not_fill_the_columns_is_refused():
    with pytest.raises(UnevenTable, match="Row 1 of the table “Savings” fills 1 columns of 2"):
        Table("Savings", (Column("a"), Column("b")), (Row("item", Cell("alone")),))


def test_a_spanning_header_counts_its_columns():
    row = Row("total", Cell("Total"), (Cell("1"),), header_span=2)
    assert Table("Savings", (Column("a"), Column("b"), Column("c")), (row,)).rows[0].width == 3


def test_a_group_row_is_its_header_alone():
    Table("Savings", (Column("a"), Column("b")), (Row("group", Cell("Adults")),))


def test_a_column_names_its_unit_with_its_heading():
    assert Column("2027/28", "£m").label == "2027/28 (£m)"
    assert Column("Proposal").label == "Proposal"


def test_a_row_with_a_text_of_more_than_five_hundred_letters_may_break():
    assert Row("item", Cell("A"), (Cell("x" * 501), Cell("y"))).may_break
    assert not Row("item", Cell("x" * 501), (Cell("x" * 500),)).may_break
