"""Text files: encodings, values parted by commas or tabs, and tables within plain text."""

import pytest

from proposals.importing.files.blocks import Grid, ItemList, Paragraph
from proposals.importing.files.cleaning import UnreadableDocument
from proposals.importing.understanding.figures import Shape, figure_of
from tests.support.source_files import read, reasons, texts

TABLE = "Ref,Proposal,Saving £\nAC01,Parks – mowing,40\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_of_values_is_read_in_every_encoding_that_excel_saves(encoding):
    document = read(TABLE.encode(encoding), "a.csv")
    assert texts(document) == [["Ref", "Proposal", "Saving £"], ["AC01", "Parks – mowing", "40"]]
    assert bool(reasons(document)) == (encoding == "cp1252")


@pytest.mark.parametrize(
    ("delimiter", "name"),
    [(",", "a.csv"), (";", "a.csv"), ("\t", "a.csv"), ("\t", "a.tsv"), ("\t", "a.txt"), (",", "a.txt")],
)
def test_the_delimiter_is_told_from_the_rows(delimiter, name):
    rows = [["Ref", "Proposal", "Saving"], ["AC01", "Parks", "40"], ["AC02", "Bins", "(50)"]]
    content = "\n".join(delimiter.join(row) for row in rows).encode()
    assert texts(read(content, name)) == rows


@pytest.mark.parametrize("name", ["a.tsv", "pasted.txt"])
def test_a_quoted_cell_with_line_breaks_is_one_cell(name):
    content = b'AC01\t"Mow less.\nSell the ""old"" mower."\t40\nAC02\tBins\t50\n'
    document = read(content, name)
    assert texts(document) == [["AC01", 'Mow less.\nSell the "old" mower.', "40"], ["AC02", "Bins", "50"]]
    assert document.blocks[0].rows[1][0].location.line == 3


def test_rows_of_values_keep_their_number_and_are_of_equal_length():
    grid = read(b"\na,b,c\n\nd\n", "a.csv").blocks[0]
    assert [row[0].location.row for row in grid.rows] == [1, 2, 3, 4]
    assert {len(row) for row in grid.rows} == {3}


def test_a_formula_in_a_file_of_values_stands_for_itself_and_a_quoted_figure_is_text():
    document = read(b'a,=B1+1\nb,"=""007"""\n', "a.csv")
    assert texts(document) == [["a", "=B1+1"], ["b", "007"]]
    assert document.omissions[0].text == "=B1+1"


def test_a_value_that_starts_a_program_is_refused():
    with pytest.raises(UnreadableDocument, match="starts another program"):
        read(b"a,=cmd|'/C calc'!A0\n", "a.csv")


def test_rows_parted_by_tabs_within_a_text_are_a_table():
    document = read(b"Savings\n\nRef\tSaving\nAC01\t40\n\nNotes follow\n")
    assert [type(block) for block in document.blocks] == [Paragraph, Grid, Paragraph]
    assert texts(document) == [["Ref", "Saving"], ["AC01", "40"]]
    assert document.blocks[1].rows[1][0].location.line == 4


def test_cells_on_lines_of_their_own_are_one_column_with_the_lines_of_each():
    document = read(b"Heading\n\tService\n\n\tLibraries\nand museums\n\n\tSaving\n\n\t40\n")
    assert texts(document) == [["Service"], ["Libraries\nand museums"], ["Saving"], ["40"]]
    assert document.blocks[1].rows[1][0].lines == ("Libraries", "and museums")


def test_a_table_drawn_by_bars_loses_its_ruling():
    assert texts(read(b"| Ref | Saving |\n|-----|-----:|\n| AC01 | 40 |\n")) == [
        ["Ref", "Saving"],
        ["AC01", "40"],
    ]


def test_columns_aligned_by_spaces_are_a_table():
    content = (
        b"Savings proposals\n\n"
        b"Ref    Proposal              2026/27   2027/28\n"
        b"AC01   Parks mowing               40         0\n"
        b"AC02   Bin rounds and routes     120       (30)\n"
        b"       Total                     160       (30)\n\n"
        b"A sentence with  two spaces in it.\n"
    )
    document = read(content)
    assert texts(document) == [
        ["Ref", "Proposal", "2026/27", "2027/28"],
        ["AC01", "Parks mowing", "40", "0"],
        ["AC02", "Bin rounds and routes", "120", "(30)"],
        ["", "Total", "160", "(30)"],
    ]
    assert isinstance(document.blocks[-1], Paragraph)


def test_columns_aligned_by_spaces_go_on_over_blank_lines():
    content = (
        b"Savings proposals\n\n"
        b"Ref    Proposal              2026/27   2027/28\n\n"
        b"       PLACE\n\n"
        b"AC01   Parks mowing               40         0\n"
        b"AC02   Bin rounds and routes     120       (30)\n\n"
        b"       Total                     160       (30)\n\n"
        b"The figures are those of the budget that was set in the spring of the year before.\n"
    )
    document = read(content)
    assert texts(document) == [
        ["Ref", "Proposal", "2026/27", "2027/28"],
        ["", "PLACE", "", ""],
        ["AC01", "Parks mowing", "40", "0"],
        ["AC02", "Bin rounds and routes", "120", "(30)"],
        ["", "Total", "160", "(30)"],
    ]
    grid = document.blocks[1]
    assert [row[0].location.line for row in grid.rows] == [3, 5, 7, 8, 10]
    assert isinstance(document.blocks[-1], Paragraph)


def test_bullets_are_one_list():
    assert read("Risks\n• one\n• two\nEnd\n".encode()).blocks[1] == ItemList(
        ("one", "two"), read("Risks\n• one\n• two\nEnd\n".encode()).blocks[1].location
    )


@pytest.mark.parametrize("mark", ["\u202a{}\u202c", "\u2066{}\u2069", "\u200e{}", "\u200b{}", "\ufeff{}"])
def test_invisible_marks_are_no_part_of_a_figure(mark):
    assert texts(read(f"a,{mark.format('40')}\n".encode(), "a.csv")) == [["a", "40"]]


def test_a_column_too_narrow_for_its_figures_is_told():
    cells = read(b"a,####,#\n", "a.csv").blocks[0].rows[0]
    assert [figure_of(cell).shape is Shape.OVERFLOW for cell in cells] == [False, True, False]
