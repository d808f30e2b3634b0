"""What runs over pages is one element of the structure: a table with its headings once, a row, a paragraph, a list."""

from io import BytesIO

import pikepdf
import pytest

from reports.documents.cover import Cover
from reports.documents.document import BulletList, Cell, Column, Document, PageBreak, Paragraph, Row, Table
from reports.writers.pdf import write_pdf
from tests.support.pdf_checks import assert_passes, print_in_parts

pytestmark = pytest.mark.parametrize("printed", ["as a whole", "in parts"], indirect=True)

COLUMNS = (Column("Saving"), Column("Impact"), Column("2027/28", "£000", "number"))
ROWS = tuple(Row("item", Cell(f"AD-{number}"), (Cell("Fewer buses."), Cell("1.0"))) for number in range(120))
LONG = "Buses will run. " * 700


def document_of(*blocks):
    return Document("Northmoor", "Budget", Cover(), blocks)


@pytest.fixture(autouse=True)
def printed(request, monkeypatch):
    if request.param == "in parts":
        print_in_parts(monkeypatch)


@pytest.fixture
def tree():
    """A function that returns the structure elements of a document's PDF in reading order, and its pages."""
    opened = []

    def elements(*blocks):
        opened.append(pikepdf.open(BytesIO(write_pdf(document_of(*blocks)))))
        return list(_below(opened[0].Root.StructTreeRoot)), opened[0].pages

    yield elements
    for each in opened:
        each.close()


def _below(parent):
    for kid in parent.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _below(kid)


def of_role(elements, role):
    return [element for element in elements if f"/{role}" == element.S]


def pages_shown(element, pages):
    """Return the numbers of the pages on which anything of the element stands."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pages, start=1)}
    leaves = [each for each in _below(element) if any(isinstance(kid, int) for kid in each.K)]
    return {numbers[leaf.Pg.objgen] for leaf in leaves}


def test_a_table_over_pages_is_one_table_with_its_headings_once(tree):
    elements, pages = tree(Table("Savings", COLUMNS, ROWS))
    (table,) = of_role(elements, "Table")
    assert len(pages) > 2
    assert pages_shown(table, pages) == set(range(1, len(pages) + 1))
    assert [kid.S for kid in table.K] == ["/Caption", "/THead", "/TBody"]
    assert len(of_role(elements, "TR")) == 121
    assert pages_shown(table.K[1], pages) == {1}


def test_every_cell_names_the_headings_that_are_there_in_the_order_of_the_row(tree):
    elements, _pages = tree(Table("Savings", COLUMNS, ROWS))
    headers = {str(cell.ID): cell for cell in of_role(elements, "TH")}
    assert len(headers) == 3 + 120
    last_row = of_role(elements, "TR")[-1]
    head = of_role(elements, "TR")[0]
    named, _impact, saving = last_row.K
    assert [str(name) for name in saving.A.Headers] == [str(named.ID), str(head.K[2].ID)]
    for cell in of_role(elements, "TD"):
        assert {str(name) for name in cell.A.Headers} <= set(headers)


def test_headings_repeated_on_a_page_are_artifacts(tree):
    _elements, pages = tree(Table("Savings", COLUMNS, ROWS))
    shown = [
        instruction.operands[0]
        for instruction in pikepdf.parse_content_stream(pages[1])
        if str(instruction.operator) == "BDC" and instruction.operands[1].get("/Type") == "/Pagination"
    ]
    # The council, the title and the number of the page, and three headings.
    assert len(shown) == 3 + 3
    assert set(shown) == {"/Artifact"}


def test_a_row_that_breaks_is_one_row_with_all_its_cells(tree):
    long = Row("item", Cell("AD-1"), (Cell(LONG), Cell("1.0")))
    elements, pages = tree(Table("Savings", COLUMNS, (long,)))
    (_head, row) = of_role(elements, "TR")
    assert len(pages) > 2
    assert [cell.S for cell in row.K] == ["/TH", "/TD", "/TD"]
    assert pages_shown(row.K[1], pages) == set(range(1, len(pages) + 1))
    assert pages_shown(row.K[0], pages) == {1}


def test_a_paragraph_and_a_list_over_pages_are_one_each(tree):
    elements, pages = tree(Paragraph(LONG), BulletList(("By bus. " * 20,) * 40))
    assert len(pages) > 3
    paragraphs = [each for each in of_role(elements, "P") if len(pages_shown(each, pages)) > 1]
    assert len(paragraphs) == 1
    assert len(of_role(elements, "L")) == 1
    assert len(of_role(elements, "LI")) == 40


def test_two_tables_that_meet_at_the_end_of_a_page_stay_two(tree):
    table = Table("Savings", COLUMNS, ROWS[:3])
    elements, _pages = tree(table, PageBreak(), table)
    assert len(of_role(elements, "Table")) == 2
    assert len(of_role(elements, "THead")) == 2


def test_it_passes_every_check(tmp_path):
    long = Row("item", Cell("AD-1"), (Cell(LONG), Cell("1.0")))
    document = document_of(Table("Savings", COLUMNS, (*ROWS, long, *ROWS)), Paragraph(LONG))
    pdf = write_pdf(document)
    assert_passes(pdf, tmp_path, document)
    assert write_pdf(document) == pdf
