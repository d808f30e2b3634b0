"""Large print: no letter under 18 points, wide tables one row below the other, and nothing left out."""

import re
from io import BytesIO

import pikepdf
import pytest

from reports.documents.cover import Cover
from reports.documents.document import (
    BulletList,
    Cell,
    Column,
    Document,
    Form,
    FormRow,
    Heading,
    PageBreak,
    Paragraph,
    Row,
    Table,
)
from reports.documents.large_print import in_large_print
from reports.styles import STYLES
from reports.writers.html import write_html_body
from reports.writers.pdf import write_pdf
from tests.support.appendix_examples import rich_proposal
from tests.support.pdf_checks import assert_passes
from tests.support.style_examples import mixed_round, round_of

LEAST = 18
LIST = (BulletList(("bus",)),)
WIDE = Table(
    "Savings",
    (Column("Saving"), Column("How"), Column("2018/19", "£m", "number")),
    (
        Row("group", Cell("Efficiency")),
        Row(
            "item",
            Cell("Day care\nASC-01"),
            (Cell("By:", blocks=LIST), Cell("0.1", value=100_000)),
        ),
        Row("subtotal", Cell("Subtotal, Efficiency"), (Cell("0.1"),), header_span=2),
    ),
    footnotes=("Without the grant.",),
    is_narrative=True,
)
NARROW = Table(
    "Posts", (Column("Team"), Column("Posts", align="number")), (Row("item", Cell("A"), (Cell("1"),)),)
)


def laid_out(*blocks):
    return in_large_print(Document("C", "R", Cover(large_print=True), blocks)).blocks


class TestLayout:
    def test_a_wide_table_becomes_headings_and_a_form_for_each_row(self):
        assert laid_out(Heading(2, "People"), WIDE)[1:] == (
            Heading(3, "Savings"),
            Paragraph("* Without the grant."),
            Heading(4, "Efficiency"),
            Form(
                "Saving: Day care – ASC-01",
                (
                    FormRow("How", "By:", blocks=LIST),
                    FormRow("2018/19 (£m)", "0.1", figure=100_000),
                ),
            ),
            Form("Subtotal, Efficiency", (FormRow("2018/19 (£m)", "0.1"),)),
        )

    def test_a_narrow_table_stays_one(self):
        assert laid_out(NARROW) == (NARROW,)

    def test_every_page_is_upright(self):
        assert laid_out(PageBreak("landscape"), NARROW)[0] == PageBreak("portrait")

    def test_a_table_without_row_headings_numbers_its_rows(self):
        columns = tuple(Column(f"Column {number}") for number in range(8))
        rows = tuple(Row("item", None, tuple(Cell(f"{row}.{number}") for number in range(8))) for row in "ab")
        forms = laid_out(Table("", columns, rows))
        assert [form.caption for form in forms] == ["Row 1", "Row 2"]
        assert [row.value for row in forms[1].rows] == [f"b.{number}" for number in range(8)]

    def test_lists_in_cells_stay_lists(self):
        document = Document("C", "R", Cover(), (PageBreak(), *laid_out(WIDE)))
        assert '<ul class="appendix-bullets"><li>bus</li></ul>' in write_html_body(document)


def smallest_letters(pdf):
    """The smallest size of text in points, as the pages' instructions give it."""
    sizes = set()
    with pikepdf.open(BytesIO(pdf)) as opened:
        for sheet in opened.pages:
            stack, scale = [], 1.0
            for instruction in pikepdf.parse_content_stream(sheet):
                name = str(instruction.operator)
                if name == "q":
                    stack.append(scale)
                elif name == "Q":
                    scale = stack.pop()
                elif name == "cm":
                    scale *= abs(float(instruction.operands[0]))
                elif name == "Tm":
                    matrix = abs(float(instruction.operands[3])) or LEAST
                elif name == "Tf":
                    size = float(instruction.operands[1])
                elif name in ("Tj", "TJ"):
                    sizes.add(round(size * matrix * scale, 2))
    return min(sizes)


@pytest.fixture(scope="module", params=["impact-table", "option-pages"])
def document(request):
    record = round_of(rich_proposal(), *mixed_round().proposals)
    return STYLES[request.param](record, Cover(large_print=True))


@pytest.fixture(scope="module")
def pdf(document):
    return write_pdf(document)


class TestThePdf:
    def test_has_no_letter_under_18_points_and_passes_every_check(self, document, pdf, tmp_path):
        assert smallest_letters(pdf) >= LEAST
        assert_passes(pdf, tmp_path, document)
        with pikepdf.open(BytesIO(pdf)) as opened:
            assert all(sheet.mediabox[2] < sheet.mediabox[3] for sheet in opened.pages)

    def test_ordinary_print_is_smaller(self):
        assert smallest_letters(write_pdf(STYLES["impact-table"](mixed_round(), Cover()))) < LEAST


@pytest.mark.parametrize("style", STYLES)
def test_nothing_of_an_appendix_is_left_out(style):
    document = STYLES[style](round_of(rich_proposal(), *mixed_round().proposals), Cover())
    assert words_of(in_large_print(document)) >= words_of(document)


def words_of(document):
    return set(re.findall(r"\w+", re.sub(r"<[^>]*>", " ", write_html_body(document))))
